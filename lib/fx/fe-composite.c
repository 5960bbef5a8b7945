/* feComposite: Porter-Duff, lighter, and arithmetic on premultiplied colours. */
#include <math.h>

#include "fx/fx-imp.h"

static uint32_t add(uint32_t a, uint32_t b) /* saturating */
{
    uint32_t out = 0;
    for (int k = 0; k < 32; k += 8) {
        uint32_t v = (a >> k & 255) + (b >> k & 255);
        out |= (v > 255 ? 255 : v) << k;
    }
    return out;
}

static uint32_t arithmetic(const struct fx_primitive *p, uint32_t a, uint32_t b)
{
    double k1 = p->u.composite.k1 / 255, k2 = p->u.composite.k2, k3 = p->u.composite.k3,
           k4 = p->u.composite.k4 * 255;
    uint32_t out = 0, limit = 255;
    for (int shift = 24; shift >= 0; shift -= 8) {
        double x = a >> shift & 255, y = b >> shift & 255, v = k1 * x * y + k2 * x + k3 * y + k4;
        uint32_t byte = !(v > 0) ? 0 : v >= 255 ? 255 : (uint32_t)(v + 0.5);
        if (byte > limit)
            byte = limit;
        if (shift == 24)
            limit = byte; /* colours stay premultiplied */
        out |= byte << shift;
    }
    return out;
}

static bool run(struct fx_job *j)
{
    for (int y = j->area.y0; y < j->area.y1; y++) {
        const uint32_t *s = fx_row(j->in, y), *b = fx_row(j->in2, y);
        uint32_t *d = fx_row(j->out, y);
        for (int x = j->area.x0; x < j->area.x1; x++) {
            unsigned sa = s[x] >> 24, ba = b[x] >> 24;
            switch (j->p->u.composite.op) {
            case FX_OVER:
                d[x] = fx_over(s[x], b[x]);
                break;
            case FX_IN:
                d[x] = fx_scale(s[x], ba);
                break;
            case FX_OUT:
                d[x] = fx_scale(s[x], 255 - ba);
                break;
            case FX_ATOP:
                d[x] = add(fx_scale(s[x], ba), fx_scale(b[x], 255 - sa));
                break;
            case FX_XOR:
                d[x] = add(fx_scale(s[x], 255 - ba), fx_scale(b[x], 255 - sa));
                break;
            case FX_LIGHTER:
                d[x] = add(s[x], b[x]);
                break;
            case FX_ARITHMETIC:
                d[x] = arithmetic(j->p, s[x], b[x]);
                break;
            }
        }
    }
    return true;
}

static double reach(const struct fx_primitive *p)
{
    return p->u.composite.op == FX_ARITHMETIC && p->u.composite.k4 > 0 ? INFINITY : 0;
}

const struct fx_kernel fx_kernel_composite = {FX_COMPOSITE, "feComposite", 2, run, reach};
