/* Colours of COLRv1 paints at a point: solid, linear, radial and sweep gradients. */
#include "text/colr-shade-imp.h"

#include <math.h>

/* Position on the colour line; false where a radial gradient paints nothing. */
static bool position(const struct shade *s, double x, double y, double *t)
{
    double dx = s->b.x - s->a.x, dy = s->b.y - s->a.y, px = x - s->a.x, py = y - s->a.y;
    if (s->kind == SHADE_LINEAR) {
        double len = dx * dx + dy * dy;
        *t = len > 0 ? (px * dx + py * dy) / len : 0;
        return len > 0;
    }
    if (s->kind == SHADE_SWEEP) {
        double angle = atan2(py, px);
        while (angle < s->ra && s->rb > s->ra)
            angle += 2 * M_PI;
        *t = s->rb != s->ra ? (angle - s->ra) / (s->rb - s->ra) : 0;
        return s->rb != s->ra;
    }
    /* The largest t whose circle (centre and radius interpolated, radius not negative) passes through the
     * point. */
    double dr = s->rb - s->ra, a = dx * dx + dy * dy - dr * dr, b = px * dx + py * dy + s->ra * dr;
    double c = px * px + py * py - s->ra * s->ra;
    if (fabs(a) < 1e-12) {
        if (b == 0)
            return false;
        *t = c / (2 * b);
        return s->ra + *t * dr >= 0;
    }
    double root = b * b - a * c;
    if (root < 0)
        return false;
    root = sqrt(root);
    double t1 = (b + root) / a, t2 = (b - root) / a;
    *t = fmax(t1, t2);
    if (s->ra + *t * dr < 0)
        *t = fmin(t1, t2);
    return s->ra + *t * dr >= 0;
}

struct shade_color shade_at(const struct shade *s, double x, double y)
{
    double t;
    if (s->kind == SHADE_SOLID)
        return s->stops[0].color;
    if (!position(s, x, y, &t) || !isfinite(t))
        return (struct shade_color){{0}};
    double first = s->stops[0].offset, last = s->stops[s->n - 1].offset, span = last - first;
    if (s->extend != EXTEND_PAD && span > 0) {
        double u = (t - first) / span, whole = floor(u);
        u -= whole;
        if (s->extend == EXTEND_REFLECT && fmod(fabs(whole), 2) == 1)
            u = 1 - u;
        t = first + u * span;
    }
    if (t <= first)
        return s->stops[0].color;
    for (size_t i = 1; i < s->n; i++)
        if (t < s->stops[i].offset) {
            double d = s->stops[i].offset - s->stops[i - 1].offset;
            float k = (float)(d > 0 ? (t - s->stops[i - 1].offset) / d : 1);
            struct shade_color c;
            for (int j = 0; j < 4; j++)
                c.v[j] = s->stops[i - 1].color.v[j] * (1 - k) + s->stops[i].color.v[j] * k;
            return c;
        }
    return s->stops[s->n - 1].color;
}
