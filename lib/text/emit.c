/* From placed cells to the runs, boxes and counts of a layout. */
#include "text/layout-imp.h"

#include <math.h>
#include <string.h>

struct emitter {
    struct para *p;
    struct arena *a;
    struct text_run *runs;
    struct text_glyph *glyphs;
    size_t n_runs, cap_runs, n_glyphs;
    struct text_layout *out;
    bool any;
};

static void grow_box(struct rect *box, bool *any, struct matrix m, struct rect r)
{
    struct rect b = matrix_apply_rect(m, r);
    if (!isfinite(b.x) || !isfinite(b.y) || !isfinite(b.w) || !isfinite(b.h))
        return;
    if (!*any) {
        *box = b;
        *any = true;
        return;
    }
    double x1 = fmax(box->x + box->w, b.x + b.w), y1 = fmax(box->y + box->h, b.y + b.h);
    box->x = fmin(box->x, b.x);
    box->y = fmin(box->y, b.y);
    box->w = x1 - box->x;
    box->h = y1 - box->y;
}

static bool same_run(const struct text_run *r, const struct item *it, const struct placed *d, double size)
{
    return r->face == it->ref.face && r->size == size && r->scale_x == (float)d->stretch &&
           r->embolden == it->ref.embolden && r->oblique == it->ref.oblique && r->vertical == it->upright &&
           r->span == it->span && r->hidden == d->hidden;
}

static struct text_run *run_for(struct emitter *e, const struct item *it, const struct placed *d)
{
    double size = it->size * d->scale;
    const struct text_span *span = &e->p->spans[it->span];
    if (e->n_runs > 0 && same_run(&e->runs[e->n_runs - 1], it, d, size))
        return &e->runs[e->n_runs - 1];
    if (e->n_runs == e->cap_runs) {
        size_t cap = e->cap_runs * 2 + 4;
        e->runs = arena_grow(e->a, e->runs, e->cap_runs, cap, sizeof *e->runs);
        e->cap_runs = cap;
    }
    struct text_run *r = &e->runs[e->n_runs++];
    *r = (struct text_run){.face = it->ref.face,
                           .size = size,
                           .scale_x = (float)d->stretch,
                           .embolden = it->ref.embolden,
                           .oblique = it->ref.oblique,
                           .vertical = it->upright,
                           .paint = span->paint,
                           .span = it->span,
                           .glyphs = e->glyphs + e->n_glyphs,
                           .hidden = span->hidden || d->hidden};
    if (it->ref.fallback)
        e->out->n_fallback_fonts++;
    return r;
}

/* The cell's own frame: origin at its start, x along the glyphs' direction. */
static struct matrix cell_frame(const struct placed *d)
{
    double turn = d->angle * (M_PI / 180), co = cos(turn), si = sin(turn);
    if (d->angle == 0)
        return (struct matrix){1, 0, 0, 1, d->x, d->y};
    return (struct matrix){co, si, -si, co, d->x, d->y};
}

static void emit_cell(struct emitter *e, const struct placed *d)
{
    struct para *p = e->p;
    const struct cell *c = &p->cells[d->cell];
    const struct item *it = cell_item(p, c);
    struct matrix m = cell_frame(d);
    double size = it->size * d->scale, pen = 0;
    const struct face *f = it->ref.face;

    if (c->flags & CELL_MISSING) {
        if (e->out->n_missing < sizeof e->out->missing / sizeof *e->out->missing)
            e->out->missing[e->out->n_missing] = p->cp[c->cp];
        e->out->n_missing++;
    }
    if (c->flags & CELL_PLAIN)
        e->out->n_plain++;
    if (f == NULL)
        return;
    if (!d->hidden && !(c->flags & CELL_NEWLINE)) {
        double wide = d->advance;
        struct rect em = it->upright
                             ? (struct rect){-size / 2, 0, size, wide}
                             : (struct rect){0, -f->ascent * size, wide, (f->ascent + f->descent) * size};
        grow_box(&e->out->em_box, &e->any, m, em);
    }
    if (c->n_glyphs == 0)
        return;
    struct text_run *r = run_for(e, it, d);
    for (uint32_t i = 0; i < c->n_glyphs; i++) {
        const struct em_glyph *g = &p->glyphs[c->glyph + i];
        double sx = it->upright ? 1 : d->stretch, sy = it->upright ? d->stretch : 1;
        double x = g->x * size * sx + (it->upright ? 0 : pen), y = g->y * size * sy + (it->upright ? pen : 0);
        struct point at = matrix_apply(m, x, y);
        struct text_glyph *out = &e->glyphs[e->n_glyphs++];
        double step = g->adv * size * d->stretch;
        *out = (struct text_glyph){g->id,           (float)at.x, (float)at.y,
                                   (float)d->angle, (float)step, p->byte[c->cp]};
        pen += step;
        r->n_glyphs++;
        struct rect ink;
        if (!r->hidden && face_ink(f, g->id, &ink)) {
            bool any = !rect_empty(e->out->ink);
            ink = (struct rect){x + ink.x * size * sx, y + ink.y * size * sy, ink.w * size * sx,
                                ink.h * size * sy};
            if (it->ref.oblique) { /* slants to the right above the baseline, to the left below */
                double left = TEXT_SLANT * fmax(0, ink.y + ink.h - y),
                       right = TEXT_SLANT * fmax(0, y - ink.y);
                ink.x -= left;
                ink.w += left + right;
            }
            if (it->ref.embolden)
                ink = rect_inset(ink, -size / 48);
            grow_box(&e->out->ink, &any, m, ink);
        }
    }
}

void emit_runs(struct para *p, struct arena *a, const struct placed *placed, size_t n,
               struct text_layout *out)
{
    struct emitter e = {.p = p, .a = a, .out = out};
    size_t glyphs = 0;
    for (size_t i = 0; i < n; i++)
        glyphs += p->cells[placed[i].cell].n_glyphs;
    e.glyphs = ARENA_ARRAY(a, glyphs + 1, struct text_glyph);
    for (size_t i = 0; i < n; i++)
        emit_cell(&e, &placed[i]);
    out->runs = e.runs;
    out->n_runs = e.n_runs;
}

void text_layout_move(struct text_layout *l, double dx, double dy)
{
    for (size_t i = 0; i < l->n_runs; i++) {
        struct text_glyph *g = (struct text_glyph *)l->runs[i].glyphs; /* const for readers, ours to move */
        for (size_t k = 0; k < l->runs[i].n_glyphs; k++) {
            g[k].x += (float)dx;
            g[k].y += (float)dy;
        }
    }
    for (size_t i = 0; i < l->n_decors; i++)
        path_transform((struct path *)&l->decors[i].path, (struct matrix){1, 0, 0, 1, dx, dy});
    for (size_t i = 0; i < l->n_lines; i++) {
        struct text_line *line = (struct text_line *)&l->lines[i];
        line->baseline += l->vertical ? dx : dy;
        line->top += l->vertical ? dx : dy;
        line->bottom += l->vertical ? dx : dy;
        line->x += l->vertical ? dy : dx;
    }
    l->em_box.x += dx;
    l->em_box.y += dy;
    l->ink.x += dx;
    l->ink.y += dy;
}
