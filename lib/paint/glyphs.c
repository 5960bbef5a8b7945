/* Coverage of glyphs, kept between drawings. The glyphs of a text are gathered into clusters whose pixels do
 * not touch those of other clusters (mostly single letters; joined ones stay together, so that a pixel where
 * two glyphs meet has the coverage of both), and each cluster is covered alone. Origins are snapped to 1/256
 * pixel before the outline is placed, so that a cluster looks the same wherever whole pixels move it: what is
 * drawn does not depend on what is kept. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "paint/paint-imp.h"

enum { GLYPH_MOST = 512 /* pixels a side */, CLUSTER_MOST = 24, TEXT_MOST = 1000 };

/* A glyph in a key: equal bytes, equal pixels. No padding. */
struct glyph_key {
    double a, b, c, d;
    struct digest128 outline;
    int32_t dx, dy;  /* whole pixels from the cluster's first glyph */
    uint16_t fx, fy; /* of the origin, 1/256 pixel */
    uint32_t antialias;
};

struct kept { /* a cover relative to the origin */
    struct irect box;
    uint8_t data[];
};

struct glyph { /* of the text in hand */
    struct glyph_key key;
    const struct path *outline;
    int x, y; /* whole pixels of the origin */
    struct irect box;
    int cluster, next; /* the next glyph of the same cluster, -1: the last */
};

static void add_outline(struct path *out, const struct glyph *g)
{
    const struct glyph_key *k = &g->key;
    struct matrix m = {k->a, k->b, k->c, k->d, k->fx / 256.0, k->fy / 256.0};
    size_t from = out->n_points;
    path_to_device(out, g->outline, m);
    for (size_t i = from; i < out->n_points; i++) {
        out->points[i].x += k->dx;
        out->points[i].y += k->dy;
    }
}

/* The cover of a cluster relative to its first glyph's origin: from the cache, or made. `keys` may be one
 * that is asked for the first time. NULL when it covers nothing. */
static const struct kept *cover_of(struct draw *d, const struct glyph *all, int first, struct kept **own)
{
    static const struct irect everywhere = {-4 * GLYPH_MOST * CLUSTER_MOST, -4 * GLYPH_MOST * CLUSTER_MOST,
                                            4 * GLYPH_MOST * CLUSTER_MOST, 4 * GLYPH_MOST * CLUSTER_MOST};
    struct glyph_key keys[CLUSTER_MOST];
    size_t n = 0;
    int at = first;
    do {
        keys[n] = all[at].key;
        keys[n].dx = all[at].x - all[first].x;
        keys[n++].dy = all[at].y - all[first].y;
        at = all[at].next;
    } while (at >= 0 && n < CLUSTER_MOST);
    bool keep = n < CLUSTER_MOST;
    struct kept *k = keep ? cache_find(d->p->glyphs, keys, n * sizeof *keys) : NULL;
    if (k)
        return k;
    struct path *out = &d->p->scratch;
    struct cover c;
    out->n_verbs = out->n_points = 0;
    for (int i = first; i >= 0; i = all[i].next) {
        struct glyph g = all[i];
        g.key.dx = g.x - all[first].x;
        g.key.dy = g.y - all[first].y;
        add_outline(out, &g);
    }
    if (out->n_points && cover_fill(d, out, false, keys[0].antialias, everywhere, &c)) {
        size_t w = (size_t)(c.box.x1 - c.box.x0), h = (size_t)(c.box.y1 - c.box.y0);
        k = xmalloc(sizeof *k + w * h);
        k->box = c.box;
        for (size_t y = 0; y < h; y++)
            if (c.full)
                memset(k->data + y * w, 255, w);
            else
                memcpy(k->data + y * w, c.data + y * (size_t)c.stride, w);
        cover_free(d, &c);
    } else {
        k = xmalloc(sizeof *k);
        k->box = (struct irect){0};
    }
    size_t bytes = sizeof *k + (size_t)(k->box.x1 - k->box.x0) * (size_t)(k->box.y1 - k->box.y0);
    if (keep)
        cache_put(d->p->glyphs, keys, n * sizeof *keys, k, bytes, free);
    else
        *own = k;
    return k;
}

/* Joins clusters until none touches another. */
static void gather(struct glyph *all, int n, struct irect *boxes)
{
    for (int i = 0; i < n; i++) {
        boxes[i] = all[i].box;
        all[i].cluster = i;
        all[i].next = -1;
    }
    for (int i = 1; i < n; i++)
        for (int k = 0; k < i; k++) {
            if (irect_empty(boxes[k]) || !irect_meet(boxes[i], boxes[k]))
                continue;
            boxes[i] = irect_join(boxes[i], boxes[k]);
            boxes[k] = (struct irect){0};
            for (int j = 0; j < i; j++)
                if (all[j].cluster == k)
                    all[j].cluster = i;
            k = -1; /* the wider one may touch those before */
        }
    int *last = xcalloc((size_t)n, sizeof *last);
    for (int i = 0; i < n; i++)
        last[i] = -1;
    for (int i = 0; i < n; i++) {
        int c = all[i].cluster;
        if (irect_empty(all[i].box))
            continue;
        if (last[c] >= 0)
            all[last[c]].next = i;
        all[i].cluster = last[c] >= 0 ? -1 : c; /* only the first one draws */
        last[c] = i;
    }
    free(last);
}

/* False: nothing to draw, or (g->outline) somewhere far. */
static bool place(struct glyph *g, const struct text_run *r, const struct text_glyph *tg, struct matrix m,
                  bool antialias)
{
    struct matrix to = matrix_multiply(m, text_glyph_matrix(r, tg));
    g->outline = face_outline(r->face, tg->id, r->embolden, r->oblique);
    if (!g->outline || !g->outline->n_points) {
        g->outline = NULL;
        return false;
    }
    double x = rint(to.e * 256), y = rint(to.f * 256), wx = floor(x / 256), wy = floor(y / 256);
    if (!(fabs(wx) < 1e6) || !(fabs(wy) < 1e6) || !matrix_usable(to))
        return false;
    g->x = (int)wx;
    g->y = (int)wy;
    g->key = (struct glyph_key){.a = to.a,
                                .b = to.b,
                                .c = to.c,
                                .d = to.d,
                                /* by content: faces, and the memory of their outlines, come and go */
                                .outline = face_outline_digest(g->outline),
                                .fx = (uint16_t)(x - wx * 256),
                                .fy = (uint16_t)(y - wy * 256),
                                .antialias = antialias};
    return true;
}

static bool all_small(const struct text_run *runs, size_t n_runs, struct matrix m, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < n_runs; i++) {
        *n += runs[i].n_glyphs;
        if (runs[i].size * matrix_scale_of(m) > GLYPH_MOST / 2.0)
            return false;
    }
    return *n > 0 && *n <= TEXT_MOST;
}

bool glyphs_fill(struct draw *d, const struct text_run *runs, size_t n_runs, struct matrix m, bool antialias,
                 const struct fill *f, const struct rect *text_box)
{
    size_t most;
    if (!all_small(runs, n_runs, m, &most))
        return false;
    struct glyph *all = xcalloc(most, sizeof *all);
    struct irect *boxes = xcalloc(most, sizeof *boxes), area = {0};
    int n = 0;
    bool done = false;
    struct shade shade = {0};
    cache_next_epoch(d->p->glyphs);
    for (size_t i = 0; i < n_runs; i++)
        for (size_t k = 0; k < runs[i].n_glyphs && !runs[i].hidden && !face_is_color(runs[i].face); k++) {
            struct glyph *g = &all[n];
            struct kept *own = NULL;
            const struct kept *c;
            if (!place(g, &runs[i], &runs[i].glyphs[k], m, antialias)) {
                if (!g->outline)
                    continue;
                goto cleanup; /* somewhere far: as a whole */
            }
            g->next = -1;
            c = cover_of(d, all, n, &own); /* may go when a pattern with text is drawn: not kept here */
            free(own);
            g->box = (struct irect){c->box.x0 + g->x, c->box.y0 + g->y, c->box.x1 + g->x, c->box.y1 + g->y};
            if (irect_empty(c->box))
                continue;
            area = n ? irect_join(area, g->box) : g->box;
            n++;
        }
    done = true;
    area = irect_intersect(area, d->clip);
    if (!n || irect_empty(area) || !shade_paint(d, &f->paint, f->opacity, m, text_box, area, &shade))
        goto cleanup;
    gather(all, n, boxes);
    for (int i = 0; i < n; i++) {
        if (all[i].cluster < 0)
            continue;
        struct kept *own = NULL;
        const struct kept *k = cover_of(d, all, i, &own);
        struct cover c = {
            .box = {k->box.x0 + all[i].x, k->box.y0 + all[i].y, k->box.x1 + all[i].x, k->box.y1 + all[i].y},
            .stride = k->box.x1 - k->box.x0,
            .data = (uint8_t *)k->data};
        if (irect_meet(c.box, area))
            paint_cover(d, &c, &shade);
        free(own);
    }
cleanup:
    shade_free(d, &shade);
    free(all);
    free(boxes);
    return done;
}
