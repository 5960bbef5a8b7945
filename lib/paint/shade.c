/* Paints to pixels: a colour, a gradient or a picture, each a function of the pixel's place alone. */
#include <math.h>
#include <string.h>

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
    double i = t * s->n_table;
    return s->table[!(i > 0) ? 0 : i >= s->n_table ? s->n_table - 1 : (int)i];
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

/* floor without a call; far values are all alike here */
static int whole(double v)
{
    if (!(v > -1e9))
        return -1000000000;
    if (v > 1e9)
        return 1000000000;
    int i = (int)v;
    return i - (v < i);
}

static int place(int i, int n, bool wrap)
{
    if (i >= 0 && i < n)
        return i;
    if (!wrap)
        return i < 0 ? 0 : n - 1;
    i %= n;
    return i < 0 ? i + n : i;
}

static const uint32_t *tile_row(const struct pixmap *t, int y)
{
    return (const uint32_t *)(const void *)(t->data + (size_t)y * (size_t)t->stride);
}

/* Where between two samples a position lies: the first one, and the weight of the second of 256. */
static int between_samples(double v, unsigned *weight)
{
    int i = whole(v - 0.5);
    double k = (v - 0.5 - i) * 256 + 0.5;
    *weight = k > 0 && k <= 256 ? (unsigned)k : 0;
    return i;
}

/* Pixels that lie exactly on the canvas' pixels are copied. */
static bool copied_row(const struct shade *s, int x, int y, int n, uint32_t *out)
{
    const struct matrix *m = &s->inverse;
    if (m->a != 1 || m->b != 0 || m->c != 0 || m->d != 1 || fabs(m->e) > 1e6 || fabs(m->f) > 1e6)
        return false;
    double du = rint(m->e), dv = rint(m->f);
    if (fabs(m->e - du) > 1e-4 || fabs(m->f - dv) > 1e-4)
        return false;
    const uint32_t *row = tile_row(s->tile, place(y + (int)dv, s->tile->height, s->wrap));
    int u = x + (int)du, w = s->tile->width;
    if (u >= 0 && u + n <= w) {
        memcpy(out, row + u, (size_t)n * sizeof *out);
        return true;
    }
    for (int i = 0; i < n; i++)
        out[i] = row[place(u + i, w, s->wrap)];
    return true;
}

/* Axes parallel to the canvas': two rows of the tile make one row. */
static void upright_row(const struct shade *s, int x, int y, int n, uint32_t *out)
{
    const struct pixmap *t = s->tile;
    const struct matrix *m = &s->inverse;
    unsigned wu, wv;
    int v = between_samples(m->d * (y + 0.5) + m->f, &wv);
    const uint32_t *r0 = tile_row(t, place(v, t->height, s->wrap)),
                   *r1 = tile_row(t, place(v + 1, t->height, s->wrap));
    for (int i = 0; i < n; i++) {
        int u = between_samples(m->a * (x + i + 0.5) + m->e, &wu);
        int u0 = place(u, t->width, s->wrap), u1 = place(u + 1, t->width, s->wrap);
        out[i] = mix(mix(r0[u0], r0[u1], wu), mix(r1[u0], r1[u1], wu), wv);
    }
}

static void pixels_row(const struct shade *s, int x, int y, int n, uint32_t *out)
{
    const struct pixmap *t = s->tile;
    const struct matrix *m = &s->inverse;
    if (copied_row(s, x, y, n, out))
        return;
    if (s->smooth && m->b == 0 && m->c == 0) {
        upright_row(s, x, y, n, out);
        return;
    }
    for (int i = 0; i < n; i++) {
        double u = m->a * (x + i + 0.5) + m->c * (y + 0.5) + m->e;
        double v = m->b * (x + i + 0.5) + m->d * (y + 0.5) + m->f;
        if (!s->smooth) {
            out[i] = tile_row(t, place(whole(v), t->height, s->wrap))[place(whole(u), t->width, s->wrap)];
            continue;
        }
        unsigned wu, wv;
        int ui = between_samples(u, &wu), vi = between_samples(v, &wv);
        int u0 = place(ui, t->width, s->wrap), u1 = place(ui + 1, t->width, s->wrap);
        const uint32_t *r0 = tile_row(t, place(vi, t->height, s->wrap));
        const uint32_t *r1 = tile_row(t, place(vi + 1, t->height, s->wrap));
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
