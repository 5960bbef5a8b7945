/* feConvolveMatrix: the kernel turned by 180 degrees over pixels. */
#include <math.h>

#include "fx/fx-imp.h"

/* Work one filter may spend on kernels; a kernel beyond it is an attack on time. */
static const double max_work = 4e9;

static int edge_at(int v, int n, int edge) /* -1: transparent */
{
    if (v >= 0 && v < n)
        return v;
    if (edge == 0)
        return -1;
    if (edge == 1)
        return v < 0 ? 0 : n - 1;
    v %= n;
    return v < 0 ? v + n : v;
}

static bool run(struct fx_job *j)
{
    const struct fx_primitive *p = j->p;
    int cols = p->u.convolve.cols, rows = p->u.convolve.rows;
    bool keep = p->u.convolve.preserve_alpha;
    double divisor = p->u.convolve.divisor != 0 ? p->u.convolve.divisor : 1, bias = p->u.convolve.bias;
    if (cols < 1 || rows < 1 || (double)cols * rows * j->w * j->h > max_work)
        return false;
    for (int y = j->area.y0; y < j->area.y1; y++) {
        uint32_t *d = fx_row(j->out, y);
        for (int x = j->area.x0; x < j->area.x1; x++) {
            double r = 0, g = 0, b = 0, a = 0;
            for (int oy = 0; oy < rows; oy++) {
                int ty = edge_at(y - p->u.convolve.target_y + oy, j->h, p->u.convolve.edge);
                if (ty < 0)
                    continue;
                const uint32_t *s = fx_row(j->in, ty);
                for (int ox = 0; ox < cols; ox++) {
                    int tx = edge_at(x - p->u.convolve.target_x + ox, j->w, p->u.convolve.edge);
                    if (tx < 0)
                        continue;
                    double k = p->u.convolve.kernel[(rows - 1 - oy) * cols + (cols - 1 - ox)];
                    uint32_t v = s[tx];
                    if (keep) {
                        struct fx_pixel q = fx_unpack(v);
                        r += q.r * k;
                        g += q.g * k;
                        b += q.b * k;
                    } else {
                        r += (v >> 16 & 255) * k;
                        g += (v >> 8 & 255) * k;
                        b += (v & 255) * k;
                        a += (v >> 24) * k;
                    }
                }
            }
            if (keep) {
                unsigned alpha = fx_row(j->in, y)[x] >> 24;
                double c[3] = {r, g, b};
                for (int i = 0; i < 3; i++)
                    c[i] = c[i] / divisor / 255 + bias;
                d[x] = fx_pack(fx_byte(c[0]), fx_byte(c[1]), fx_byte(c[2]), alpha);
                continue;
            }
            a = a / divisor / 255 + bias;
            unsigned alpha = fx_byte(a), out[3];
            double c[3] = {r, g, b};
            for (int i = 0; i < 3; i++) {
                out[i] = fx_byte(c[i] / divisor / 255 + bias * a);
                if (out[i] > alpha)
                    out[i] = alpha;
            }
            d[x] = alpha << 24 | out[0] << 16 | out[1] << 8 | out[2];
        }
    }
    return true;
}

static double reach(const struct fx_primitive *p)
{
    (void)p;
    return INFINITY; /* the kernel is measured in pixels, not in user units */
}

static double cost(const struct fx_primitive *p)
{
    return 10 + 4.0 * p->u.convolve.cols * p->u.convolve.rows;
}

const struct fx_kernel fx_kernel_convolve_matrix = {
    FX_CONVOLVE_MATRIX, "feConvolveMatrix", 1, run, reach, cost};
