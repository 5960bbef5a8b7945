/* What is drawn: one walk of the lowered tree gives texts, colours, pictures and boxes, in pixels of the
 * picture. */
#include <math.h>
#include <string.h>

#include "brand/brand-imp.h"

enum { DEPTH = 512, PATTERN_DEPTH = 8 };

struct named {
    const char *id;
    int slot;
    double opacity;
};

struct gather {
    struct arena *a;
    struct subject *s;
    struct named stack[DEPTH];
    size_t depth;
};

/* Appends to an array that grows at powers of two. */
#define PUSH(a, array, n, value)                                                         \
    do {                                                                                 \
        if (((n) & ((n)-1)) == 0)                                                        \
            (array) = arena_grow((a), (array), (n), (n) ? 2 * (n) : 1, sizeof *(array)); \
        (array)[(n)++] = (value);                                                        \
    } while (0)

static const struct scene_slot *slot_at(const struct subject *s, int slot)
{
    return slot >= 0 && (size_t)slot < s->scene->n_slots ? &s->scene->slots[slot] : NULL;
}

static const struct bound *bound_at(const struct subject *s, int slot)
{
    return slot >= 0 && (size_t)slot < s->scene->frame.n ? &s->scene->frame.at[slot] : NULL;
}

/* The nearest name at or above a node: the element itself is often a leaf inside a group that carries its id.
 */
static struct named name_of(const struct gather *g, const struct node *n)
{
    struct named out = {n->id, n->slot, 1};
    size_t d = g->depth < DEPTH ? g->depth : DEPTH;
    for (size_t i = d; i-- > 0;) {
        if (!out.id)
            out.id = g->stack[i].id;
        if (out.slot == SLOT_NONE)
            out.slot = g->stack[i].slot;
    }
    if (d)
        out.opacity = g->stack[d - 1].opacity;
    return out;
}

static const char *slot_name(const struct subject *s, int slot)
{
    const struct scene_slot *ss = slot_at(s, slot);
    return ss && ss->slot ? ss->slot->name : NULL;
}

static const char *slot_role(const struct subject *s, int slot)
{
    const struct scene_slot *ss = slot_at(s, slot);
    return ss && ss->slot ? ss->slot->role : NULL;
}

static struct matrix to_pixels(const struct subject *s, struct matrix m)
{
    return matrix_multiply((struct matrix){s->scale, 0, 0, s->scale, 0, 0}, m);
}

/* ---- colours ---- */

static void color_push(struct gather *g, const struct node *n, struct rgba c, double opacity,
                       const char *what, bool text)
{
    struct named name = name_of(g, n);
    if (c.a * opacity < 0.5)
        return;
    c.a = (uint8_t)lround(c.a * opacity);
    struct color_fact f = {c, what, name.id, slot_name(g->s, name.slot), n->line, text};
    PUSH(g->a, g->s->colors, g->s->n_colors, f);
}

static void paint_colors(struct gather *g, const struct node *n, const struct paint *p, double opacity,
                         const char *what, bool text, int depth);

static void pattern_colors(struct gather *g, const struct node *list, int depth)
{
    for (const struct node *n = list; n; n = n->next) {
        if (n->kind == NODE_GROUP && depth < PATTERN_DEPTH)
            pattern_colors(g, n->u.group.first, depth + 1);
        if (n->kind != NODE_PATH)
            continue;
        if (n->u.path.fill)
            paint_colors(g, n, &n->u.path.fill->paint, n->u.path.fill->opacity, "pattern fill", false,
                         depth + 1);
        if (n->u.path.stroke)
            paint_colors(g, n, &n->u.path.stroke->paint, n->u.path.stroke->opacity, "pattern stroke", false,
                         depth + 1);
    }
}

static void paint_colors(struct gather *g, const struct node *n, const struct paint *p, double opacity,
                         const char *what, bool text, int depth)
{
    const struct bound *b = bound_at(g->s, p->slot);
    if (b && b->has_color) {
        size_t before = g->s->n_colors;
        color_push(g, n, b->color, opacity, what, text);
        if (g->s->n_colors > before)
            g->s->colors[before].slot = slot_name(g->s, p->slot);
    } else if (p->kind == PAINT_COLOR) {
        color_push(g, n, p->color, opacity, what, text);
    } else if (p->kind == PAINT_GRADIENT) {
        for (size_t i = 0; i < p->gradient->n_stops; i++) {
            const struct gradient_stop *stop = &p->gradient->stops[i];
            const struct bound *sb = bound_at(g->s, stop->slot);
            color_push(g, n, sb && sb->has_color ? sb->color : stop->color, opacity, "gradient stop", text);
        }
    } else if (p->kind == PAINT_PATTERN && depth < PATTERN_DEPTH) {
        pattern_colors(g, p->pattern->content, depth + 1);
    }
}

static void filter_colors(struct gather *g, const struct node *n)
{
    for (size_t i = 0; i < n->u.group.n_filters; i++)
        for (size_t j = 0; j < n->u.group.filters[i].n; j++) {
            const struct fx_primitive *p = &n->u.group.filters[i].primitives[j];
            if (p->kind == FX_FLOOD)
                color_push(g, n, p->u.flood.color, 1, "flood", false);
            else if (p->kind == FX_DROP_SHADOW)
                color_push(g, n, p->u.shadow.color, 1, "shadow", false);
        }
}

/* ---- text ---- */

/* Lines of a text that was positioned by SVG: runs whose baselines are near each other. The box is from 0.8
 * em above to 0.2 em below the baseline, the usual share of an em box. */
static void lines_of_runs(struct gather *g, const struct text_layout *l, struct matrix m,
                          struct drawn_text *t)
{
    struct cluster {
        double y, size;
        struct rect box;
    } *lines = NULL;
    size_t n = 0;
    for (size_t i = 0; i < l->n_runs; i++) {
        const struct text_run *r = &l->runs[i];
        for (size_t k = 0; k < r->n_glyphs && !r->hidden; k++) {
            const struct text_glyph *gl = &r->glyphs[k];
            double em = r->size;
            struct rect box = {gl->x, gl->y - 0.8 * em, gl->advance, em};
            size_t at = 0;
            while (at < n && fabs(lines[at].y - gl->y) > 0.5 * em)
                at++;
            if (at == n && n < 256) {
                struct cluster c = {gl->y, em, box};
                PUSH(g->a, lines, n, c);
            } else if (at < n) {
                lines[at].box = rect_union(lines[at].box, box);
            }
        }
    }
    t->lines = ARENA_ARRAY(g->a, n + 1, struct drawn_line);
    for (size_t i = 0; i < n; i++)
        if (!rect_empty(lines[i].box))
            t->lines[t->n_lines++].box = matrix_apply_rect(m, lines[i].box);
}

static bool on_path(const struct node *n)
{
    const struct text_block *b = n->u.text.block;
    for (size_t i = 0; b && i < b->n_spans; i++)
        if (b->spans[i].on_path)
            return true;
    return false;
}

static void text_lines(struct gather *g, const struct node *n, const struct text_layout *l, struct matrix m,
                       struct drawn_text *t)
{
    bool rotated = fabs(m.b) > 1e-6 || fabs(m.c) > 1e-6;
    if (l->n_lines) {
        t->lines = ARENA_ARRAY(g->a, l->n_lines, struct drawn_line);
        for (size_t i = 0; i < l->n_lines; i++) {
            const struct text_line *line = &l->lines[i];
            struct rect r = {line->x, line->top, line->width, line->bottom - line->top};
            if (!rect_empty(r))
                t->lines[t->n_lines++].box = matrix_apply_rect(m, r);
        }
    } else if (!on_path(n) && !rotated && !(n->u.text.block && n->u.text.block->writing == WRITING_TB)) {
        lines_of_runs(g, l, m, t);
    }
    if (!t->n_lines) {
        t->lines = ARENA_NEW(g->a, struct drawn_line);
        t->lines[0].box = rect_empty(t->ink) ? t->box : t->ink;
        t->n_lines = 1;
    }
}

static const struct text_style *run_style(const struct gather *g, const struct node *n,
                                          const struct text_run *r)
{
    const struct scene_slot *ss = slot_at(g->s, n->slot);
    if (ss && ss->text && ss->style)
        return ss->style;
    const struct text_block *b = n->u.text.block;
    return b && r->span < b->n_spans ? b->spans[r->span].style : NULL;
}

static const char *spans_text(struct arena *a, const struct text_block *b)
{
    struct str s = STR_INIT;
    for (size_t i = 0; i < b->n_spans; i++)
        str_put(&s, b->spans[i].text, b->spans[i].len);
    const char *out = arena_strndup(a, s.data, s.len);
    str_drop(&s);
    return out;
}

static void text_push(struct gather *g, const struct node *n, struct matrix picture)
{
    const struct text_layout *l = node_text_layout(n, &g->s->scene->frame);
    if (!l || !l->n_runs)
        return;
    struct named name = name_of(g, n);
    struct matrix m = to_pixels(g->s, picture);
    const struct scene_slot *ss = slot_at(g->s, n->slot);
    struct drawn_text t = {.node = n,
                           .layout = l,
                           .slot = slot_name(g->s, name.slot),
                           .id = name.id,
                           .role = slot_role(g->s, name.slot),
                           .matrix = m,
                           .opacity = name.opacity,
                           .file_line = n->line,
                           .size = INFINITY,
                           .weight = 400};
    t.box = matrix_apply_rect(m, l->em_box);
    t.ink = rect_empty(l->ink) ? l->ink : matrix_apply_rect(m, l->ink);
    if (ss && ss->value && ss->value->text)
        t.text = ss->value->text;
    else if (n->u.text.block)
        t.text = spans_text(g->a, n->u.text.block);
    t.style = ss && ss->text && ss->style                   ? ss->style
              : n->u.text.block && n->u.text.block->n_spans ? n->u.text.block->spans[0].style
                                                            : NULL;
    size_t glyphs = 0;
    for (size_t i = 0; i < l->n_runs; i++)
        glyphs += l->runs[i].hidden ? 0 : l->runs[i].n_glyphs;
    if (!glyphs)
        return;
    for (size_t i = 0; i < l->n_runs; i++) {
        const struct text_run *r = &l->runs[i];
        double size = r->size * matrix_scale_of(m);
        /* a lone raised mark is no text to read; its line is */
        if (r->hidden || (r->n_glyphs < 2 && glyphs > 1) || size >= t.size)
            continue;
        const struct text_style *style = run_style(g, n, r);
        t.size = size;
        t.weight = style ? style->weight : r->face ? face_weight(r->face) : 400;
    }
    if (t.size == INFINITY)
        t.size = l->size * matrix_scale_of(m);
    text_lines(g, n, l, m, &t);
    PUSH(g->a, g->s->texts, g->s->n_texts, t);
    uint64_t seen = 0; /* paints already told */
    size_t n_paints;
    const struct text_paint *paints = node_text_paints(n, &g->s->scene->frame, &n_paints);
    for (size_t i = 0; i < l->n_runs; i++) {
        int p = l->runs[i].paint;
        if (l->runs[i].hidden || p < 0 || (size_t)p >= n_paints || (p < 64 && seen >> p & 1))
            continue;
        seen |= p < 64 ? UINT64_C(1) << p : 0;
        const struct text_paint *tp = &paints[p];
        if (tp->fill)
            paint_colors(g, n, &tp->fill->paint, tp->fill->opacity, "text", true, 0);
        if (tp->stroke)
            paint_colors(g, n, &tp->stroke->paint, tp->stroke->opacity, "text outline", true, 0);
    }
}

/* ---- pictures and boxes ---- */

static void image_push(struct gather *g, const struct node *n, struct matrix picture)
{
    struct named name = name_of(g, n);
    struct matrix m = to_pixels(g->s, picture);
    const struct scene_slot *ss = slot_at(g->s, n->slot);
    const struct bound *b = bound_at(g->s, n->slot);
    bool by_slot = b && b->pixmap;
    struct drawn_image f = {.node = n,
                            .slot = slot_name(g->s, name.slot),
                            .role = slot_role(g->s, name.slot),
                            .id = name.id,
                            .href = n->u.image.href,
                            .file_line = n->line,
                            .pixmap = by_slot ? b->pixmap : n->u.image.pixmap};
    struct rect view = by_slot && !rect_empty(b->view) ? b->view : n->u.image.view;
    f.source = by_slot && ss ? ss->source : NULL;
    f.box = matrix_apply_rect(m, view);
    const struct pixmap *source = f.source ? f.source : f.pixmap;
    if (!source || rect_empty(view)) {
        PUSH(g->a, g->s->images, g->s->n_images, f);
        return;
    }
    double mx, my;
    matrix_scales(m, &mx, &my);
    double sx = view.w / source->width, sy = view.h / source->height;
    enum image_fit fit = n->u.image.fit.align == 0 ? FIT_FILL
                         : n->u.image.fit.slice    ? FIT_COVER
                                                   : FIT_CONTAIN;
    if (by_slot && f.source && ss->slot && g->s->layout) {
        const struct slot_fit *sf = slot_fit_for(ss->slot, g->s->layout->name);
        fit = sf ? sf->fitting.fit : fit;
    }
    if (fit == FIT_COVER)
        sx = sy = fmax(sx, sy);
    else if (fit == FIT_CONTAIN)
        sx = sy = fmin(sx, sy);
    else if (fit == FIT_NONE)
        sx = sy = 1;
    f.scale_x = sx * mx;
    f.scale_y = sy * my;
    PUSH(g->a, g->s->images, g->s->n_images, f);
}

static void box_push(struct gather *g, const struct node *n, struct matrix picture)
{
    struct rect r;
    if ((!n->id && n->slot == SLOT_NONE) || !node_object_box(n, &g->s->scene->frame, &r))
        return;
    struct matrix m = to_pixels(g->s, picture);
    struct box_fact f = {
        n->id, slot_name(g->s, n->slot), slot_role(g->s, n->slot), matrix_apply_rect(m, r), m, n};
    PUSH(g->a, g->s->boxes, g->s->n_boxes, f);
}

/* ---- the walk ---- */

/* A line has a fill too, black when nobody says otherwise, that nobody sees. */
static bool has_area(const struct path *p)
{
    struct rect r;
    return path_bounds(p, MATRIX_IDENTITY, &r) && r.w > 0 && r.h > 0;
}

static bool enter(void *payload, const struct node *n, struct matrix m)
{
    struct gather *g = payload;
    double opacity = g->depth && g->depth <= DEPTH ? g->stack[g->depth - 1].opacity : 1;
    box_push(g, n, m);
    filter_colors(g, n);
    if (g->depth < DEPTH)
        g->stack[g->depth] = (struct named){n->id, n->slot, opacity * n->u.group.opacity};
    g->depth++;
    return true;
}

static void leave(void *payload, const struct node *n, struct matrix m)
{
    (void)n, (void)m;
    ((struct gather *)payload)->depth--;
}

static void leaf(void *payload, const struct node *n, struct matrix m)
{
    struct gather *g = payload;
    box_push(g, n, m);
    if (n->kind == NODE_PATH) {
        if (n->u.path.fill && has_area(n->u.path.path))
            paint_colors(g, n, &n->u.path.fill->paint, n->u.path.fill->opacity, "fill", false, 0);
        if (n->u.path.stroke)
            paint_colors(g, n, &n->u.path.stroke->paint, n->u.path.stroke->opacity, "stroke", false, 0);
    } else if (n->kind == NODE_IMAGE) {
        image_push(g, n, m);
    } else if (n->kind == NODE_TEXT) {
        text_push(g, n, m);
    }
}

void facts_of_scene(struct arena *a, struct subject *s)
{
    struct gather *g = ARENA_NEW(a, struct gather);
    g->a = a;
    g->s = s;
    s->scale = s->scene->tree->width > 0 ? s->scene->width / s->scene->tree->width : 1;
    struct tree_visitor v = {enter, leave, leaf, g};
    tree_walk(s->scene->tree, &s->scene->frame, &v);
}

struct pixmap *node_coverage(struct ctx *ctx, const struct subject *s, const struct node *n, struct matrix m,
                             struct rect area, int *x, int *y)
{
    struct matrix inverse;
    struct rect canvas = {0, 0, s->scene->width, s->scene->height};
    area = rect_intersect(area, canvas);
    if (rect_empty(area) || !s->painter || !matrix_invert(n->transform, &inverse))
        return NULL;
    int x0 = (int)floor(area.x), y0 = (int)floor(area.y);
    int w = (int)ceil(area.x + area.w) - x0, h = (int)ceil(area.y + area.h) - y0;
    struct pixmap *p = pixmap_new(w, h);
    if (!p)
        return NULL;
    struct matrix base = matrix_multiply(m, inverse); /* the parent's user space -> pixels */
    if (paint_node(ctx, s->painter, n, false, &s->scene->frame, base, p, x0, y0) < 0) {
        pixmap_drop(p);
        return NULL;
    }
    *x = x0;
    *y = y0;
    return p;
}
