/* Lines within shapes (SVG 2, 11.8.1): where a line of a height lies wholly inside a shape and outside of
 * what is taken from it. Shapes are cut into horizontal bands; a band's stretches are those that all of its
 * sampled heights have. */
#include "text/layout-imp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES 9    /* heights looked at in a band */
#define FLATTEN 16   /* straight pieces of a curve */
#define STEP 0.25    /* of a band: how far an empty one moves on */
#define WORK 5000000 /* edges looked at for one text */
#define LEAST 1e-6

struct edge {
    double x0, y0, x1, y1;
};

struct outline_edges {
    struct edge *at;
    size_t n;
    double top, bottom;
};

struct crossing {
    double x;
    int turn;
};

static void add_edge(struct outline_edges *o, struct point a, struct point b)
{
    o->at[o->n++] = (struct edge){a.x, a.y, b.x, b.y};
    o->top = fmin(o->top, fmin(a.y, b.y));
    o->bottom = fmax(o->bottom, fmax(a.y, b.y));
}

static struct outline_edges edges_of(struct arena *a, const struct path *p)
{
    struct outline_edges o = {.top = INFINITY, .bottom = -INFINITY};
    o.at = ARENA_ARRAY(a, p->n_verbs * (FLATTEN + 1) + 1, struct edge);
    struct point now = {0, 0}, first = now;
    const struct point *at = p->points;
    for (size_t i = 0; i < p->n_verbs; i++) {
        switch (p->verbs[i]) {
        case PATH_MOVE:
            if (i > 0)
                add_edge(&o, now, first); /* filled shapes are closed */
            now = first = *at++;
            break;
        case PATH_LINE:
            add_edge(&o, now, *at);
            now = *at++;
            break;
        case PATH_CUBIC: {
            struct point from = now;
            for (int k = 1; k <= FLATTEN; k++) {
                double t = (double)k / FLATTEN, u = 1 - t;
                double b0 = u * u * u, b1 = 3 * u * u * t, b2 = 3 * u * t * t, b3 = t * t * t;
                struct point to = {b0 * now.x + b1 * at[0].x + b2 * at[1].x + b3 * at[2].x,
                                   b0 * now.y + b1 * at[0].y + b2 * at[1].y + b3 * at[2].y};
                add_edge(&o, from, to);
                from = to;
            }
            now = at[2];
            at += 3;
            break;
        }
        default:
            add_edge(&o, now, first);
            now = first;
        }
    }
    if (p->n_verbs > 0)
        add_edge(&o, now, first);
    return o;
}

static int by_x(const void *a, const void *b)
{
    double x = ((const struct crossing *)a)->x, y = ((const struct crossing *)b)->x;
    return (x > y) - (x < y);
}

/* The inside of an outline at a height, by the nonzero rule; at most LINE_STRETCHES of it. */
static size_t inside_at(const struct outline_edges *o, double y, struct stretch_x *out)
{
    struct crossing c[64];
    size_t n = 0, k = 0;
    for (size_t i = 0; i < o->n && n < 64; i++) {
        const struct edge *e = &o->at[i];
        if ((e->y0 <= y) == (e->y1 <= y))
            continue;
        c[n++] = (struct crossing){e->x0 + (e->x1 - e->x0) * (y - e->y0) / (e->y1 - e->y0),
                                   e->y1 > e->y0 ? 1 : -1};
    }
    qsort(c, n, sizeof *c, by_x);
    int winding = 0;
    for (size_t i = 0; i < n && k < LINE_STRETCHES; i++) {
        if (winding == 0)
            out[k].from = c[i].x;
        winding += c[i].turn;
        if (winding == 0)
            out[k++].to = c[i].x;
    }
    return k;
}

/* a and b, both ascending, into a. */
static size_t both(struct stretch_x *a, size_t n_a, const struct stretch_x *b, size_t n_b)
{
    struct stretch_x out[LINE_STRETCHES];
    size_t n = 0;
    for (size_t i = 0; i < n_a; i++)
        for (size_t k = 0; k < n_b && n < LINE_STRETCHES; k++) {
            double from = fmax(a[i].from, b[k].from), to = fmin(a[i].to, b[k].to);
            if (to - from > LEAST)
                out[n++] = (struct stretch_x){from, to};
        }
    memcpy(a, out, n * sizeof *out);
    return n;
}

/* a without b widened by `margin`. */
static size_t without(struct stretch_x *a, size_t n, const struct stretch_x *b, size_t n_b, double margin)
{
    for (size_t k = 0; k < n_b; k++) {
        struct stretch_x rest[2] = {{-INFINITY, b[k].from - margin}, {b[k].to + margin, INFINITY}};
        n = both(a, n, rest, 2);
    }
    return n;
}

static size_t band(const struct shape_walk *w, double y, struct stretch_x *out)
{
    const struct outline_edges *in = &w->inside[w->shape];
    double pad = w->box->shape_padding, top = y - pad, height = w->height + 2 * pad;
    size_t n = 0;
    for (int s = 0; s < SAMPLES; s++) {
        /* just within the band: an edge along its border is no obstacle */
        double at = top + height * (0.001 + 0.998 * s / (SAMPLES - 1));
        struct stretch_x now[LINE_STRETCHES];
        size_t n_now = inside_at(in, at, now);
        if (s == 0)
            memcpy(out, now, n_now * sizeof *now);
        n = s == 0 ? n_now : both(out, n, now, n_now);
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct stretch_x r = {out[i].from + pad, out[i].to - pad};
        if (r.to - r.from > LEAST)
            out[kept++] = r;
    }
    n = kept;
    double margin = w->box->shape_margin;
    for (size_t h = 0; h < w->box->n_holes; h++)
        for (int s = 0; s < SAMPLES; s++) {
            struct stretch_x now[LINE_STRETCHES];
            double at = y - margin + (w->height + 2 * margin) * (0.001 + 0.998 * s / (SAMPLES - 1));
            n = without(out, n, now, inside_at(&w->holes[h], at, now), margin);
        }
    return n;
}

static void find_band(struct shape_walk *w)
{
    double pad = w->box->shape_padding;
    w->used = false;
    w->k = w->n = 0;
    size_t holes = 0;
    for (size_t i = 0; i < w->box->n_holes; i++)
        holes += w->holes[i].n;
    while (w->shape < w->box->n_shapes && w->work < WORK) {
        w->work += SAMPLES * (w->inside[w->shape].n + holes + 1);
        if (w->y + w->height > w->inside[w->shape].bottom - pad + LEAST) {
            w->shape++;
            if (w->shape < w->box->n_shapes)
                w->y = w->inside[w->shape].top + pad;
            continue;
        }
        w->n = band(w, w->y, w->at);
        if (w->n > 0)
            return;
        w->y += w->height * STEP;
    }
    w->done = true;
}

void shape_walk_start(struct shape_walk *w, struct arena *a, const struct text_box *box, double height,
                      bool rtl)
{
    struct shape_walk fresh = {
        .box = box, .height = height, .rtl = rtl, .inside = w->inside, .holes = w->holes};
    *w = fresh;
    if (w->inside == NULL) {
        w->inside = ARENA_ARRAY(a, box->n_shapes + 1, struct outline_edges);
        w->holes = ARENA_ARRAY(a, box->n_holes + 1, struct outline_edges);
        for (size_t i = 0; i < box->n_shapes; i++)
            w->inside[i] = edges_of(a, box->shapes[i]);
        for (size_t i = 0; i < box->n_holes; i++)
            w->holes[i] = edges_of(a, box->holes[i]);
    }
    if (!(height > 0) || box->n_shapes == 0) {
        w->done = true;
        return;
    }
    w->y = w->inside[0].top + box->shape_padding;
    find_band(w);
}

struct stretch_x shape_walk_stretch(const struct shape_walk *w)
{
    struct stretch_x below = {w->box->rect.x, w->box->rect.x + w->box->rect.w};
    return w->done ? below : w->at[w->rtl ? w->n - 1 - w->k : w->k];
}

void shape_walk_next(struct shape_walk *w, bool used)
{
    w->used = w->used || used;
    if (w->done)
        w->y += w->height;
    if (w->done || ++w->k < w->n)
        return;
    w->y += w->used ? w->height : w->height * STEP;
    find_band(w);
}
