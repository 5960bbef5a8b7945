/* feComponentTransfer: a function for each channel, as tables of 256. */
#include <math.h>

#include "fx/fx-imp.h"

static double value(const struct fx_transfer *t, double c)
{
    switch (t->kind) {
    case FX_IDENTITY:
        return c;
    case FX_LINEAR:
        return t->slope * c + t->intercept;
    case FX_GAMMA:
        return t->amplitude * pow(c, t->exponent) + t->offset;
    case FX_TABLE:
        if (!t->n_table)
            return c;
        if (t->n_table == 1)
            return t->table[0];
        {
            size_t n = t->n_table - 1, k = (size_t)(c * (double)n);
            if (k >= n)
                return t->table[n];
            return t->table[k] + (c - (double)k / (double)n) * (double)n * (t->table[k + 1] - t->table[k]);
        }
    case FX_DISCRETE:
        if (!t->n_table)
            return c;
        {
            size_t k = (size_t)(c * (double)t->n_table);
            return t->table[k < t->n_table ? k : t->n_table - 1];
        }
    }
    return c;
}

static void fill_table(uint8_t out[256], const struct fx_transfer *t)
{
    for (int i = 0; i < 256; i++)
        out[i] = (uint8_t)fx_byte(value(t, i / 255.0));
}

static bool run(struct fx_job *j)
{
    uint8_t r[256], g[256], b[256], a[256];
    fill_table(r, &j->p->u.transfer.r);
    fill_table(g, &j->p->u.transfer.g);
    fill_table(b, &j->p->u.transfer.b);
    fill_table(a, &j->p->u.transfer.a);
    for (int y = j->area.y0; y < j->area.y1; y++) {
        const uint32_t *s = fx_row(j->in, y);
        uint32_t *d = fx_row(j->out, y);
        for (int x = j->area.x0; x < j->area.x1; x++) {
            struct fx_pixel p = fx_unpack(s[x]);
            d[x] = fx_pack(r[p.r], g[p.g], b[p.b], a[p.a]);
        }
    }
    return true;
}

static double reach(const struct fx_primitive *p)
{
    return value(&p->u.transfer.a, 0) > 0 ? INFINITY : 0;
}

const struct fx_kernel fx_kernel_component_transfer = {FX_COMPONENT_TRANSFER, "feComponentTransfer", 1, run,
                                                       reach};
