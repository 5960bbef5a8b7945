/* A text element as a text block, laid out when it is static. */
#include <stdlib.h>

#include "svg/text-imp.h"

static struct text_span *make_spans(struct collect *c, size_t *n)
{
    struct lower *L = c->L;
    size_t count = 0;
    for (size_t i = 0; i < c->chars.len; i++)
        count += i == 0 || c->chars.at[i].owner != c->chars.at[i - 1].owner;
    struct text_span *spans = ARENA_ARRAY(L->arena, count + 1, struct text_span);
    struct str text = STR_INIT;
    *n = 0;
    for (size_t i = 0; i < c->chars.len;) {
        const struct owner *o = c->chars.at[i].owner;
        str_clear(&text);
        for (; i < c->chars.len && c->chars.at[i].owner == o; i++)
            str_put_utf8(&text, c->chars.at[i].cp);
        spans[(*n)++] = (struct text_span){.text = arena_strndup(L->arena, text.data, text.len),
                                           .len = text.len,
                                           .style = o->text_style,
                                           .paint = o->paint,
                                           .decors = o->decors,
                                           .n_decors = o->n_decors,
                                           .anchor = o->style->anchor,
                                           .on_path = o->on_path,
                                           .path_offset = o->path_offset,
                                           .path_closed_loop = o->path_closed,
                                           .hidden = !o->style->visible,
                                           .bidi = o->bidi,
                                           .rtl = o->bidi_rtl,
                                           .bidi_scope = o->bidi_scope};
    }
    str_drop(&text);
    return spans;
}

/* Characters of elements whose font size is zero take no part. */
static void drop_sizeless(struct collect *c)
{
    bool any = false;
    for (size_t i = 0; i < c->chars.len && !any; i++)
        any = !c->chars.at[i].owner->text_style;
    if (!any)
        return;
    size_t *moved = xmalloc((c->chars.len + 1) * sizeof *moved), w = 0;
    for (size_t i = 0; i < c->chars.len; i++) {
        moved[i] = w;
        if (c->chars.at[i].owner->text_style)
            c->chars.at[w++] = c->chars.at[i];
    }
    moved[c->chars.len] = w;
    for (struct owner *o = c->first; o; o = o->next) {
        o->start = moved[o->start];
        o->end = moved[o->end];
    }
    c->chars.len = w;
    free(moved);
}

static struct text_paint *make_paints(struct collect *c)
{
    struct text_paint *p = ARENA_ARRAY(c->L->arena, (size_t)c->n_paints + 1, struct text_paint);
    for (struct owner *o = c->first; o; o = o->next) {
        struct text_paint *t = &p[o->paint];
        t->fill = make_fill(c->L, o->e, o->style, c->inner, NULL);
        t->stroke = make_stroke(c->L, o->e, o->style, c->inner, NULL);
        for (int i = 0; i < 3; i++) {
            if (o->style->paint_order[i] == 'f')
                break;
            if (o->style->paint_order[i] == 's')
                t->stroke_first = true;
        }
    }
    for (size_t i = 0; i < c->line_colors.len; i++) {
        struct fill *f = ARENA_NEW(c->L->arena, struct fill);
        *f = (struct fill){
            .paint = {.kind = PAINT_COLOR, .color = c->line_colors.at[i].color, .slot = SLOT_NONE},
            .opacity = 1};
        p[c->line_colors.at[i].paint].fill = f;
    }
    return p;
}

static struct node *text_node(struct collect *c, const struct el *e, const struct text_block *block,
                              const struct text_paint *paints, const struct text_layout *layout,
                              bool antialias)
{
    struct node *n = node_new(c->L, NODE_TEXT, e);
    n->u.text = (struct node_text){.block = block,
                                   .paints = paints,
                                   .n_paints = (size_t)c->n_paints,
                                   .antialias = antialias,
                                   .layout = layout};
    return n;
}

static const struct text_group *group_of_span(const struct text_group *const *groups, size_t n, size_t span)
{
    return span < n ? groups[span] : NULL;
}

/* The runs and decorations of the layout whose spans belong to one group, as a layout of their own. */
static struct text_layout *part_of(struct collect *c, const struct text_layout *all,
                                   const struct text_group *const *groups, size_t n_spans,
                                   const struct text_group *g, size_t first_run, size_t end_run,
                                   bool *decor_done)
{
    struct arena *a = c->L->arena;
    struct text_layout *l = ARENA_NEW(a, struct text_layout);
    *l = *all;
    l->runs = all->runs + first_run;
    l->n_runs = end_run - first_run;
    struct text_stroke *d = ARENA_ARRAY(a, all->n_decors + 1, struct text_stroke);
    l->n_decors = 0;
    for (size_t i = 0; i < all->n_decors; i++)
        if (!decor_done[i] && group_of_span(groups, n_spans, all->decors[i].before_span) == g) {
            decor_done[i] = true;
            d[l->n_decors++] = all->decors[i];
        }
    l->decors = d;
    return l;
}

/* A text some of whose tspans have opacity, a mask...: one node for each stretch of runs of one group. */
static void emit_grouped(struct collect *c, const struct el *e, const struct text_block *block,
                         const struct text_paint *paints, const struct text_layout *all,
                         const struct text_group *const *groups, bool antialias, struct nodes *out)
{
    bool *done = xcalloc(all->n_decors + 1, sizeof *done);
    for (size_t i = 0; i < all->n_runs;) {
        const struct text_group *g = group_of_span(groups, block->n_spans, all->runs[i].span);
        size_t end = i + 1;
        while (end < all->n_runs && group_of_span(groups, block->n_spans, all->runs[end].span) == g)
            end++;
        struct text_layout *l = part_of(c, all, groups, block->n_spans, g, i, end, done);
        struct node *n = text_node(c, e, block, paints, l, antialias);
        struct nodes content = {n, n};
        for (; g; g = g->parent) {
            struct nodes wrapped = {0};
            effects_emit(c->L, NULL, &g->effects, MATRIX_IDENTITY, content, true, &wrapped);
            content = wrapped;
        }
        nodes_add(out, content.first);
        i = end;
    }
    free(done);
}

void lower_text(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                struct nodes *out)
{
    bool marked = e->mark_node != SLOT_NONE;
    struct collect c = {.L = L, .inner = inner, .space = true};
    struct owner *root = owner_new(&c, NULL, e, s);
    collect_children(&c, root);
    collect_finish(&c);
    drop_sizeless(&c);
    if (!c.chars.len && marked && root->text_style) { /* an empty slot still needs its style */
        struct text_char none = {0x200B, root};
        vec_push(&c.chars, none);
        root->end = 1;
    }
    if (c.chars.len) {
        struct text_block *b = ARENA_NEW(L->arena, struct text_block);
        b->spans = make_spans(&c, &b->n_spans);
        b->box = text_box_of(&c, e, s);
        if (!b->box) {
            b->pos = collect_positions(&c);
            b->lengths = collect_lengths(&c, &b->n_lengths);
        }
        b->writing = s->writing;
        b->orientation = s->orientation;
        b->rtl = s->rtl;
        b->preserve_newlines = c.newlines && b->box; /* elsewhere a newline is a space */
        const struct text_paint *paints = make_paints(&c);
        const struct text_layout *layout = NULL;
        if (!marked && L->o->typesetter)
            layout = text_layout(L->o->typesetter, L->arena, b, NULL, 0);
        bool grouped = false;
        const struct text_group **groups = ARENA_ARRAY(L->scratch, b->n_spans + 1, const struct text_group *);
        for (size_t i = 0, k = 0; i < c.chars.len; i++) {
            if (i && c.chars.at[i].owner != c.chars.at[i - 1].owner)
                k++;
            groups[k] = c.chars.at[i].owner->group;
            grouped |= groups[k] != NULL;
        }
        if (grouped && layout)
            emit_grouped(&c, e, b, paints, layout, groups, !s->text_aliased, out);
        else if (layout || marked)
            nodes_add(out, text_node(&c, e, b, paints, layout, !s->text_aliased));
        if (layout && layout->n_plain)
            warn(L, e, DIAG_SVG_GLYPH, "%zu colour glyphs cannot be read: they are drawn in one colour",
                 layout->n_plain);
        if (layout && layout->n_missing)
            warn(L, e, DIAG_SVG_GLYPH,
                 "%zu characters of the text have no glyph in any font, the first is U+%04X",
                 layout->n_missing, layout->missing[0]);
    }
    vec_drop(&c.chars);
    vec_drop(&c.line_colors);
}
