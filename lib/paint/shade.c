/* Paints to pixels: a colour, a gradient or a picture, each a function of the pixel's place alone. */
#include <math.h>

#include "paint/paint-imp.h"

uint32_t premultiply(struct rgba c, double opacity)
{
    if (!(opacity > 0))
        return 0;
    unsigned a = (unsigned)lrint(c.a * (opacity > 1 ? 1 : opacity));
    return a << 24 | div255(c.r * a) << 16 | div255(c.g * a) << 8 | div255(c.b * a);
}

bool shade_paint(struct draw *d, const struct paint *p, double opacity, struct matrix m,
                 const struct rect *box, struct irect area, struct shade *out)
{
    (void)area;
    *out = (struct shade){0};
    const struct bound *b = frame_at(d->f, p->slot);
    if (b && b->has_color) {
        out->kind = SHADE_SOLID;
        out->solid = premultiply(b->color, opacity);
        return out->solid != 0;
    }
    if (p->has_context) {
        m = matrix_multiply(m, p->context_matrix);
        box = &p->context_box;
    }
    switch (p->kind) {
    case PAINT_NONE:
        return false;
    case PAINT_COLOR:
        out->kind = SHADE_SOLID;
        out->solid = premultiply(p->color, opacity);
        return out->solid != 0;
    case PAINT_GRADIENT:
        return p->gradient && shade_gradient(d, p->gradient, opacity, m, box, out);
    case PAINT_PATTERN:
        return p->pattern && shade_pattern(d, p->pattern, opacity, m, box, out);
    }
    return false;
}

void shade_free(struct draw *d, struct shade *s)
{
    pool_give(d->p, s->table);
    s->table = NULL;
    if (s->owned.pm.data)
        layer_free(d, &s->owned);
}

/* ---- gradients ---- */
static uint32_t table_at(const struct shade *s, double t)
{
    switch (s->spread) {
    case SPREAD_PAD:
        if (!(t > 0))
            return s->before;
        if (t >= 1)
            return s->after;
        break;
    case SPREAD_REPEAT:
        t -= floor(t);
        break;
    case SPREAD_REFLECT:
        t -= 2 * floor(t / 2);
        if (t > 1)
            t = 2 - t;
        break;
    }
    int i = (int)(t * s->n_table);
    return s->table[i < 0 ? 0 : i >= s->n_table ? s->n_table - 1 : i];
}

static void linear_row(const struct shade *s, int x, int y, int n, uint32_t *out)
{
    double t0 = s->ty * (y + 0.5) + s->t0;
    if (s->tx == 0) {
        uint32_t c = table_at(s, t0);
        for (int i = 0; i < n; i++)
            out[i] = c;
        return;
    }
    for (int i = 0; i < n; i++)
        out[i] = table_at(s, s->tx * (x + i + 0.5) + t0);
}

static void radial_row(const struct shade *s, int x, int y, int n, uint32_t *out)
{
    const struct matrix *m = &s->inverse;
    for (int i = 0; i < n; i++) {
        double px = m->a * (x + i + 0.5) + m->c * (y + 0.5) + m->e - s->fx;
        double py = m->b * (x + i + 0.5) + m->d * (y + 0.5) + m->f - s->fy;
        if (s->cdx == 0 && s->cdy == 0) {
            if (s->dr != 0)
                out[i] = table_at(s, (sqrt(px * px + py * py) - s->fr) / s->dr);
            else
                out[i] = s->after;
            continue;
        }
        /* The circle of largest t, its radius not negative, that goes through p: a t^2 - 2 b t + c = 0. */
        double b = px * s->cdx + py * s->cdy + s->fr * s->dr, c = px * px + py * py - s->fr * s->fr, t[2];
        int k = 0;
        if (fabs(s->a) < 1e-9 * (s->dr * s->dr)) {
            if (b != 0)
                t[k++] = c / (2 * b);
        } else {
            double disc = b * b - s->a * c;
            if (disc >= 0) {
                double root = sqrt(disc), t1 = (b + root) / s->a, t2 = (b - root) / s->a;
                t[k++] = t1 > t2 ? t1 : t2;
                t[k++] = t1 > t2 ? t2 : t1;
            }
        }
        out[i] = 0;
        for (int j = 0; j < k; j++)
            if (s->fr + t[j] * s->dr >= 0) {
                out[i] = table_at(s, t[j]);
                break;
            }
    }
}

/* ---- pixels ---- */
static uint32_t mix(uint32_t a, uint32_t b, unsigned w) /* w of 256 towards b */
{
    uint32_t rb = ((a & 0xff00ff) * (256 - w) + (b & 0xff00ff) * w + 0x800080) >> 8 & 0xff00ff;
    uint32_t ag = ((a >> 8 & 0xff00ff) * (256 - w) + (b >> 8 & 0xff00ff) * w + 0x800080) & 0xff00ff00;
    return rb | ag;
}

static int place(double v, int n, bool wrap)
{
    if (wrap) {
        double k = v - n * floor(v / n);
        int i = (int)k;
        return i < 0 || i >= n ? 0 : i;
    }
    return !(v > 0) ? 0 : v >= n ? n - 1 : (int)v;
}

static void pixels_row(const struct shade *s, int x, int y, int n, uint32_t *out)
{
    const struct pixmap *t = s->tile;
    const struct matrix *m = &s->inverse;
    for (int i = 0; i < n; i++) {
        double u = m->a * (x + i + 0.5) + m->c * (y + 0.5) + m->e;
        double v = m->b * (x + i + 0.5) + m->d * (y + 0.5) + m->f;
        if (!s->smooth) {
            const uint32_t *row =
                (const uint32_t *)(const void *)(t->data +
                                                 (size_t)place(v, t->height, s->wrap) * (size_t)t->stride);
            out[i] = row[place(u, t->width, s->wrap)];
            continue;
        }
        double fu = floor(u - 0.5), fv = floor(v - 0.5);
        unsigned wu = (unsigned)((u - 0.5 - fu) * 256 + 0.5), wv = (unsigned)((v - 0.5 - fv) * 256 + 0.5);
        int u0 = place(fu, t->width, s->wrap), u1 = place(fu + 1, t->width, s->wrap);
        const uint32_t *r0 =
            (const uint32_t *)(const void *)(t->data +
                                             (size_t)place(fv, t->height, s->wrap) * (size_t)t->stride);
        const uint32_t *r1 =
            (const uint32_t *)(const void *)(t->data +
                                             (size_t)place(fv + 1, t->height, s->wrap) * (size_t)t->stride);
        out[i] = mix(mix(r0[u0], r0[u1], wu), mix(r1[u0], r1[u1], wu), wv);
    }
}

void shade_row(const struct shade *s, int x, int y, int n, uint32_t *out)
{
    switch (s->kind) {
    case SHADE_LINEAR:
        linear_row(s, x, y, n, out);
        break;
    case SHADE_RADIAL:
        radial_row(s, x, y, n, out);
        break;
    case SHADE_PIXELS:
        pixels_row(s, x, y, n, out);
        break;
    default:
        for (int i = 0; i < n; i++)
            out[i] = s->solid;
    }
}
