/* Gradients: geometry to coefficients, stops to a table of premultiplied colours. */
#include <math.h>

#include "paint/paint-imp.h"

static struct rgba stop_color(const struct draw *d, const struct gradient_stop *s)
{
    const struct bound *b = frame_at(d->f, s->slot);
    return b && b->has_color ? b->color : s->color;
}

static uint8_t between(uint8_t a, uint8_t b, double k)
{
    return (uint8_t)lrint(a + (b - a) * k);
}

/* Colours are interpolated before they are multiplied with alpha (SVG 2, 14.2.4). */
static uint32_t color_at(const struct draw *d, const struct gradient *g, size_t *at, double t)
{
    while (*at + 1 < g->n_stops && g->stops[*at + 1].offset <= t)
        ++*at;
    const struct gradient_stop *s = &g->stops[*at];
    struct rgba a = stop_color(d, s);
    if (t <= s->offset || *at + 1 == g->n_stops)
        return premultiply(a, 1);
    struct rgba b = stop_color(d, s + 1);
    double k = (t - s->offset) / (s[1].offset - s->offset), alpha = a.a + (b.a - a.a) * k;
    struct rgba c = {between(a.r, b.r, k), between(a.g, b.g, k), between(a.b, b.b, k), 255};
    return premultiply(c, alpha / 255);
}

/* One entry for each half pixel of the gradient's length on the canvas. */
static void make_table(struct draw *d, const struct gradient *g, double pixels, struct shade *s)
{
    int n = 64;
    while (n < 4096 && n < 2 * pixels)
        n *= 2;
    s->table = pool_take(d->p, (size_t)n * sizeof *s->table);
    s->n_table = n;
    size_t at = 0;
    for (int i = 0; i < n; i++)
        s->table[i] = color_at(d, g, &at, (i + 0.5) / n);
    s->before = premultiply(stop_color(d, &g->stops[0]), 1);
    s->after = premultiply(stop_color(d, &g->stops[g->n_stops - 1]), 1);
}

static bool single_color(struct draw *d, const struct gradient *g, double opacity, struct shade *out)
{
    out->kind = SHADE_SOLID;
    out->solid = premultiply(stop_color(d, &g->stops[g->n_stops - 1]), opacity);
    return out->solid != 0;
}

bool shade_gradient(struct draw *d, const struct gradient *g, double opacity, struct matrix m,
                    const struct rect *box, struct shade *out)
{
    if (!g->n_stops || !(opacity > 0))
        return false;
    if (g->units_bbox) { /* an object without width or height has no such paint (SVG 2, 14.2.2) */
        if (!box || rect_empty(*box))
            return false;
        m = matrix_multiply(m, (struct matrix){box->w, 0, 0, box->h, box->x, box->y});
    }
    m = matrix_multiply(m, g->transform);
    if (!matrix_usable(m) || !matrix_invert(m, &out->inverse))
        return false;
    const struct matrix *i = &out->inverse;
    out->opacity = (unsigned)lrint(255 * (opacity > 1 ? 1 : opacity));
    out->spread = g->spread;
    if (!g->radial) {
        double dx = g->x2 - g->x1, dy = g->y2 - g->y1, length2 = dx * dx + dy * dy;
        if (!(length2 > 0))
            return single_color(d, g, opacity, out);
        out->tx = (i->a * dx + i->b * dy) / length2;
        out->ty = (i->c * dx + i->d * dy) / length2;
        out->t0 = ((i->e - g->x1) * dx + (i->f - g->y1) * dy) / length2;
        if (!isfinite(out->tx) || !isfinite(out->ty) || !isfinite(out->t0))
            return false;
        out->kind = SHADE_LINEAR;
        make_table(d, g, 1 / hypot(out->tx, out->ty), out);
        return true;
    }
    if (!(g->r > 0))
        return single_color(d, g, opacity, out);
    out->kind = SHADE_RADIAL;
    out->fx = g->fx;
    out->fy = g->fy;
    out->fr = g->fr;
    out->cdx = g->cx - g->fx;
    out->cdy = g->cy - g->fy;
    out->dr = g->r - g->fr;
    out->a = out->cdx * out->cdx + out->cdy * out->cdy - out->dr * out->dr;
    if (!isfinite(out->a))
        return false;
    make_table(d, g, 2 * g->r * matrix_scale_of(m), out);
    return true;
}
