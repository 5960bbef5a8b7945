/* SVG text: chunks at absolute positions, anchors, shifts and rotations, paths, vertical lines (SVG 2, 11.5).
 */
#include "text/layout-imp.h"

#include <math.h>

struct placer {
    struct para *p;
    double *advance, *stretch; /* by cell, spacing included */
    double *rise;              /* by span */
    uint32_t *order;           /* cells in visual order, chunk by chunk */
    struct placed *out;
    size_t n;
    double x, y; /* the current text position */
};

static double given(double v)
{
    return isfinite(v) ? v : 0;
}

static const struct text_pos *pos_of(const struct para *p, const struct cell *c)
{
    static const struct text_pos none = {NAN, NAN, NAN, NAN, NAN};
    return p->block->pos == NULL || c->cp >= p->n ? &none : &p->block->pos[c->cp];
}

/* Shifts given for the rest of a cell's characters move what comes after it (SVG 2, 11.5). */
static struct point inner_shift(const struct para *p, const struct cell *c)
{
    struct point sum = {0, 0};
    for (uint32_t k = 1; k < c->n_cp && p->block->pos != NULL && c->cp + k < p->n; k++) {
        sum.x += given(p->block->pos[c->cp + k].dx);
        sum.y += given(p->block->pos[c->cp + k].dy);
    }
    return sum;
}

static double anchor_shift(const struct para *p, enum text_anchor anchor, double length)
{
    if (anchor == ANCHOR_MIDDLE)
        return -length / 2;
    return (anchor == ANCHOR_END) != (p->base_level & 1) ? -length : 0;
}

static struct placed *put(struct placer *w, uint32_t cell)
{
    struct placed *d = &w->out[w->n++];
    *d = (struct placed){
        .cell = cell, .advance = w->advance[cell], .scale = 1, .stretch = w->stretch[cell], .down = {0, 1}};
    return d;
}

static void place_straight(struct placer *w, const uint32_t *order, size_t n, double shift)
{
    struct para *p = w->p;
    double x = w->x, y = w->y;
    *(p->vertical ? &y : &x) += shift;
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = &p->cells[order[i]];
        const struct item *it = cell_item(p, c);
        const struct text_pos *pos = pos_of(p, c);
        struct placed *d = put(w, order[i]);
        x += given(pos->dx);
        y += given(pos->dy);
        d->breaks = given(pos->dx) != 0 || given(pos->dy) != 0 || given(pos->rotate) != 0;
        d->angle = given(pos->rotate);
        d->rise = w->rise[it->span];
        if (p->vertical) {
            d->down = (struct point){-1, 0};
            if (!it->upright) {
                d->angle += 90;
                d->rise += sideways_drop(it);
            }
        }
        d->x = x + d->down.x * d->rise;
        d->y = y + d->down.y * d->rise;
        *(p->vertical ? &y : &x) += d->advance;
        struct point inner = inner_shift(p, c);
        x += inner.x;
        y += inner.y;
    }
    /* Anchoring moves this chunk alone: the next one goes on from where this would have ended (SVG 2, 11.5).
     */
    w->x = p->vertical ? x : x - shift;
    w->y = p->vertical ? y - shift : y;
}

/* A closed path is gone round once: from the start offset, or half before and after it, or up to it, as the
 * text is anchored (SVG 2, 11.8.2). */
struct loop {
    double from, length; /* length 0: no loop */
};

static struct loop loop_of(const struct para *p, const struct text_span *span, const struct path_walk *walk,
                           double start)
{
    struct loop l = {start, path_walk_length(walk)};
    size_t moves = 0;
    for (size_t i = 0; i < span->on_path->n_verbs; i++)
        moves += span->on_path->verbs[i] == PATH_MOVE;
    if (!span->path_closed_loop || moves != 1)
        l.length = 0;
    l.from += anchor_shift(p, span->anchor, l.length);
    return l;
}

/* The distance along the path, -1 where the loop is not gone. */
static double on_loop(const struct loop *l, double along)
{
    if (!(l->length > 0))
        return along;
    if (along < l->from || along > l->from + l->length)
        return -1;
    return along - floor(along / l->length) * l->length;
}

static void place_on_path(struct placer *w, const uint32_t *order, size_t n, double start, double length)
{
    struct para *p = w->p;
    const struct text_span *span = &p->spans[cell_item(p, &p->cells[order[0]])->span];
    struct path_walk *walk = path_walk_new(p->a, span->on_path);
    double along = start + anchor_shift(p, span->anchor, length), across = 0;
    struct loop loop = loop_of(p, span, walk, start);
    for (size_t i = 0; i < n; i++) {
        const struct cell *c = &p->cells[order[i]];
        const struct item *it = cell_item(p, c);
        const struct text_pos *pos = pos_of(p, c);
        struct placed *d = put(w, order[i]);
        along += given(pos->dx);
        across += given(pos->dy);
        double half = c->adv * d->stretch / 2, angle; /* of the glyph alone, without spacing */
        struct point at;
        d->breaks = true;
        if (path_walk_at(walk, on_loop(&loop, along + half), &at, &angle)) {
            double turn = angle * (M_PI / 180), co = cos(turn), si = sin(turn);
            d->down = (struct point){-si, co};
            d->rise = w->rise[it->span] + (p->vertical && !it->upright ? sideways_drop(it) : 0);
            d->angle = angle + given(pos->rotate) - (it->upright ? 90 : 0);
            d->x = at.x - half * co - (across + d->rise) * si;
            d->y = at.y - half * si + (across + d->rise) * co;
            w->x = at.x + d->advance; /* where text after the path goes on, as resvg has it */
            w->y = at.y;
        } else {
            d->hidden = true;
        }
        struct point inner = inner_shift(p, c);
        along += d->advance + inner.x;
        across += inner.y;
    }
}

static void place_chunk(struct placer *w, size_t from, size_t to)
{
    struct para *p = w->p;
    size_t n = to - from;
    const uint32_t *order = w->order + from;
    const struct cell *first = &p->cells[from];
    const struct text_pos *pos = pos_of(p, first);
    const struct text_span *span = &p->spans[cell_item(p, first)->span];
    double length = 0;
    for (size_t i = 0; i < n; i++)
        length += w->advance[order[i]];
    if (span->on_path != NULL) {
        place_on_path(w, order, n, span->path_offset + given(p->vertical ? pos->y : pos->x), length);
        return;
    }
    if (isfinite(pos->x))
        w->x = pos->x;
    if (isfinite(pos->y))
        w->y = pos->y;
    place_straight(w, order, n, anchor_shift(p, span->anchor, length));
}

static size_t chunk_end(const struct para *p, size_t from)
{
    size_t i = from + 1;
    while (i < p->n_cells && !p->chunk[p->cells[i].cp])
        i++;
    return i;
}

/* The visual order of a chunk; the last of it goes without letter-spacing. */
static void order_chunk(struct placer *w, size_t from, size_t to)
{
    struct para *p = w->p;
    size_t n = to - from;
    uint32_t *logical = ARENA_ARRAY(p->a, n, uint32_t);
    for (size_t i = 0; i < n; i++)
        logical[i] = (uint32_t)(from + i);
    para_reorder(p, logical, n, w->order + from);
    for (size_t i = from; i < to; i++)
        w->order[i] += (uint32_t)from;
    w->advance[w->order[to - 1]] -= p->cells[w->order[to - 1]].letter;
}

void svg_place(struct para *p, struct arena *a, struct text_layout *out)
{
    struct placer w = {.p = p};
    size_t n = p->n_cells;
    w.advance = ARENA_ARRAY(p->a, n + 1, double);
    w.stretch = ARENA_ARRAY(p->a, n + 1, double);
    w.order = ARENA_ARRAY(p->a, n + 1, uint32_t);
    w.rise = ARENA_ARRAY(p->a, p->n_spans + 1, double);
    w.out = ARENA_ARRAY(p->a, n + 1, struct placed);
    for (size_t i = 0; i < p->n_spans; i++)
        w.rise[i] = style_rise(p->t, p->spans[i].style, p->vertical);
    for (size_t i = 0; i < n; i++) {
        w.advance[i] = p->cells[i].adv + p->cells[i].gap;
        w.stretch[i] = 1;
        if (p->spans[cell_item(p, &p->cells[i])->span].no_room)
            w.advance[i] = p->cells[i].adv = p->cells[i].gap = p->cells[i].letter = 0;
    }
    for (size_t i = 0; i < n; i = chunk_end(p, i))
        order_chunk(&w, i, chunk_end(p, i));
    svg_lengths(p, w.order, w.advance, w.stretch);
    for (size_t i = 0; i < n; i = chunk_end(p, i))
        place_chunk(&w, i, chunk_end(p, i));
    emit_runs(p, a, w.out, w.n, out);
    emit_decors(p, a, w.out, w.n, out);
}
