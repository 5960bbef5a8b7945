#include "render/render-imp.h"

#include <string.h>

const char *stage_token(const struct creative *c, const char *theme, const char *name)
{
    const struct theme *t = creative_theme(c, theme ? theme : c->default_theme ? c->default_theme : "");
    for (size_t i = 0; t && i < t->n_tokens; i++)
        if (str_eq(t->tokens[i].name, name))
            return t->tokens[i].value;
    return NULL;
}

bool stage_color(const struct creative *c, const char *theme, const char *value, struct rgba *out)
{
    char name[128];
    for (int hops = 0; value && hops < 8; hops++) {
        while (ascii_space(*value))
            value++;
        if (!str_starts(value, "var("))
            return svg_parse_color(value, out);
        const char *p = value + 4;
        while (ascii_space(*p))
            p++;
        size_t n = strcspn(p, " ,)");
        if (n >= sizeof name)
            return false;
        memcpy(name, p, n);
        name[n] = '\0';
        value = stage_token(c, theme, name);
    }
    return false;
}

static enum svg_mark_kind mark_kind(const struct slot *slot, const struct slot_fit *fit)
{
    if (slot->kind != SLOT_PAINT)
        return MARK_NODE;
    return str_eq(fit->property, "stroke")       ? MARK_STROKE
           : str_eq(fit->property, "stop-color") ? MARK_STOP
                                                 : MARK_FILL;
}

static bool is_marked(const struct slot *slot)
{
    return slot->kind == SLOT_TEXT || slot->kind == SLOT_IMAGE || slot->kind == SLOT_PAINT ||
           slot->kind == SLOT_VISIBILITY;
}

/* A second slot on the same element gets a group of its own around it. */
static const char *wrap_target(struct stage_tree *st, struct xml_node *target, size_t slot)
{
    struct xml_node *g = xml_new_element(st->arena, XML_NS_SVG, "g");
    g->prefix = target->prefix;
    const char *id = arena_printf(st->arena, "pressrun-slot-%zu", slot);
    xml_set_attr(st->arena, g, "id", id);
    xml_insert_before(target, g);
    xml_unlink(target);
    xml_append(g, target);
    return id;
}

static size_t make_marks(struct stage_tree *st, const struct creative *c, const struct layout *l,
                         struct svg_mark *marks)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n_slots; i++) {
        const struct slot *slot = &c->slots[i];
        const struct slot_fit *fit = slot_fit_for(slot, l->name);
        struct xml_node *target =
            is_marked(slot) && fit->target ? xml_by_id(st->doc->root, fit->target) : NULL;
        if (!target)
            continue;
        struct svg_mark m = {fit->target, mark_kind(slot, fit), (int)i};
        for (size_t k = 0; k < n; k++)
            if (m.kind == MARK_NODE && marks[k].kind == MARK_NODE && str_eq(marks[k].id, m.id) &&
                target->parent)
                m.id = wrap_target(st, target, i);
        marks[n++] = m;
    }
    return n;
}

/* Remembers where each slot's node lies; the first one where <use> repeats it. */
struct finder {
    struct stage_tree *st;
};

static void note(struct finder *f, const struct node *n, struct matrix m)
{
    if (n->slot == SLOT_NONE || (size_t)n->slot >= f->st->tree->n_slots)
        return;
    struct slot_node *sn = &f->st->slots[n->slot];
    if (sn->node && sn->node != n)
        return;
    sn->node = n;
    sn->matrix = m;
}

static bool note_enter(void *payload, const struct node *group, struct matrix m)
{
    note(payload, group, m);
    return true;
}

static void note_leave(void *payload, const struct node *group, struct matrix m)
{
    (void)payload;
    (void)group;
    (void)m;
}

static void note_leaf(void *payload, const struct node *leaf, struct matrix m)
{
    note(payload, leaf, m);
}

static void find_slots(struct stage_tree *st)
{
    struct finder f = {st};
    struct tree_visitor v = {note_enter, note_leave, note_leaf, &f};
    tree_walk(st->tree, &FRAME_NONE, &v);
}

static void find_boxes(struct stage_tree *st, const struct creative *c, const struct layout *l)
{
    for (size_t i = 0; i < c->n_slots; i++) {
        const struct slot_fit *fit = slot_fit_for(&c->slots[i], l->name);
        struct slot_node *sn = &st->slots[i];
        struct xml_node *box = fit->box ? xml_by_id(st->doc->root, fit->box) : NULL;
        struct xml_node *target = fit->target ? xml_by_id(st->doc->root, fit->target) : NULL;
        if (sn->node && sn->node->kind == NODE_TEXT && box && target)
            sn->has_box = svg_element_box(st->doc, box, target, &sn->box);
    }
}

struct stage_tree *stage_tree_new(void)
{
    struct stage_tree *st = xcalloc(1, sizeof *st);
    st->arena = arena_new();
    pthread_mutex_init(&st->lock, NULL);
    return st;
}

static void stage_tree_drop(void *p)
{
    struct stage_tree *st = p;
    if (!st)
        return;
    bake_drop(st->bakes);
    tree_drop(st->tree);
    arena_drop(st->arena);
    pthread_mutex_destroy(&st->lock);
    free(st);
}

void view_drop(void *p)
{
    struct view *view = p;
    if (!view)
        return;
    plan_drop(view->plan);
    if (view->ref)
        shared_release(view->ref);
    else
        stage_tree_drop(view->st);
    free(view);
}

static struct stage_tree *build(struct ctx *ctx, const struct loaded *l, const struct layout *layout,
                                const struct variant *v)
{
    const struct creative *c = l->creative;
    struct stage_tree *st = stage_tree_new();
    if (structure_apply(ctx, st, c, layout, v) != 0)
        goto fail;
    struct svg_mark *marks = ARENA_ARRAY(st->arena, c->n_slots + 1, struct svg_mark);
    const struct theme *theme = creative_theme(c, v->theme           ? v->theme
                                                  : c->default_theme ? c->default_theme
                                                                     : "");
    struct svg_options o = {.root_dir = c->dir,
                            .lang = v->locale,
                            .marks = marks,
                            .n_marks = make_marks(st, c, layout, marks),
                            .n_slots = c->n_slots,
                            .tokens = theme ? theme->tokens : NULL,
                            .n_tokens = theme ? theme->n_tokens : 0,
                            .typesetter = l->typesetter};
    st->tree = svg_lower(ctx, st->doc, &o);
    if (!st->tree)
        goto fail;
    st->slots = ARENA_ARRAY(st->arena, c->n_slots + 1, struct slot_node);
    find_slots(st);
    find_boxes(st, c, layout);
    if (structure_mirrored(layout, v)) {
        structure_mirror(st);
        find_slots(st);
    }
    return st;
fail:
    stage_tree_drop(st);
    return NULL;
}

struct wanted {
    struct ctx *ctx;
    const struct loaded *l;
    const struct layout *layout;
    const struct variant *v;
};

static size_t canvas_bytes(const struct stage_tree *st)
{
    return (size_t)(st->tree->width * st->tree->height * 4);
}

static void *make_tree(void *payload, size_t *bytes)
{
    const struct wanted *w = payload;
    struct stage_tree *st = build(w->ctx, w->l, w->layout, w->v);
    if (st) /* it is not baked yet; its pixels are what weighs: the base and about as much in layers */
        *bytes = arena_used(st->arena) + 2 * canvas_bytes(st);
    return st;
}

struct view *stage_view_for(struct ctx *ctx, struct stage *s, const struct loaded *l,
                            const struct layout *layout, const struct variant *v)
{
    char *key = structure_key(s->scratch, l->creative, layout, v);
    size_t len = strlen(key);
    struct view *view = s->options.no_cache ? NULL : cache_find(s->views, key, len);
    if (view)
        return view;
    struct wanted w = {ctx, l, layout, v};
    struct shared_ref *ref = NULL;
    struct stage_tree *st;
    if (s->options.no_cache) {
        st = build(ctx, l, layout, v);
    } else {
        ref = shared_get(s->shared, key, len, make_tree, &w, stage_tree_drop);
        st = shared_value(ref);
    }
    if (!st)
        return NULL;
    view = xcalloc(1, sizeof *view);
    *view = (struct view){.st = st, .ref = ref};
    cache_put(s->views, key, len, view, canvas_bytes(st) + canvas_bytes(st) / 4, view_drop);
    return view;
}
