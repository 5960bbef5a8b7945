/* Effects: what makes an element need a canvas of its own. */
#include "svg/svg-imp.h"

void effects_resolve(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                     struct effects *out)
{
    *out = (struct effects){.opacity = s->opacity, .blend = s->blend, .isolate = s->isolate};
    if (inner->in_clip) { /* a clipPath's content is geometry: only clips count */
        out->opacity = 1;
        out->blend = BLEND_NORMAL;
        out->isolate = false;
        if (s->clip_path && !e->cut_clip)
            out->clip = resolve_clip(L, e, s->clip_path, s, inner, &out->skip);
        return;
    }
    if (s->clip_path && !e->cut_clip)
        out->clip = resolve_clip(L, e, s->clip_path, s, inner, &out->skip);
    if (s->mask && !e->cut_mask)
        out->mask = resolve_mask(L, e, s->mask, inner, &out->skip);
    if (s->filter)
        resolve_filters(L, e, s->filter, s, inner, out);
}

bool effects_any(const struct effects *f)
{
    return f->opacity < 1 || f->blend != BLEND_NORMAL || f->isolate || f->clip || f->mask || f->n_filters;
}

void effects_emit(struct lower *L, const struct el *e, const struct effects *f, struct matrix m,
                  struct nodes content, bool keep_group, struct nodes *out)
{
    bool any = effects_any(f);
    const char *id = e ? e->id : NULL;
    if (!content.first && !keep_group && !(any && f->n_filters))
        return;
    bool single = content.first && !content.first->next && content.first->kind != NODE_GROUP;
    if (!any && !keep_group && single && matrix_is_identity(content.first->transform) &&
        (!id || !content.first->id || str_eq(id, content.first->id))) {
        content.first->transform = m;
        if (id && !content.first->id) /* the only thing in a named group goes by that name */
            content.first->id = arena_strdup(L->arena, id);
        nodes_add(out, content.first);
        return;
    }
    /* a group with a name stays: brand rules ask where "logo" is */
    bool named = id && content.first && !str_eq(id, content.first->id);
    if (!any && !keep_group && !named && matrix_is_identity(m)) {
        nodes_add(out, content.first);
        return;
    }
    struct node *g = node_new(L, NODE_GROUP, e);
    g->transform = m;
    g->u.group = (struct node_group){.first = content.first,
                                     .opacity = f->opacity,
                                     .blend = f->blend,
                                     .isolate = f->isolate,
                                     .clip = f->clip,
                                     .mask = f->mask,
                                     .filters = f->filters,
                                     .n_filters = f->n_filters};
    nodes_add(out, g);
}
