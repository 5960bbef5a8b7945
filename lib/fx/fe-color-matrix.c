/* feColorMatrix: on colours that are not premultiplied. */
#include <math.h>

#include "fx/fx-imp.h"

static bool run(struct fx_job *j)
{
    float m[20];
    for (int i = 0; i < 20; i++)
        m[i] = (float)j->p->u.color_matrix.values[i] * (i % 5 == 4 ? 255 : 1);
    for (int y = j->area.y0; y < j->area.y1; y++) {
        const uint32_t *s = fx_row(j->in, y);
        uint32_t *d = fx_row(j->out, y);
        for (int x = j->area.x0; x < j->area.x1; x++) {
            struct fx_pixel p = fx_unpack(s[x]);
            float in[4] = {(float)p.r, (float)p.g, (float)p.b, (float)p.a};
            unsigned out[4];
            for (int k = 0; k < 4; k++) {
                const float *row = m + 5 * k;
                float v = row[0] * in[0] + row[1] * in[1] + row[2] * in[2] + row[3] * in[3] + row[4];
                out[k] = !(v > 0) ? 0 : v >= 255 ? 255 : (unsigned)(v + 0.5f);
            }
            d[x] = fx_pack(out[0], out[1], out[2], out[3]);
        }
    }
    return true;
}

static double reach(const struct fx_primitive *p)
{
    return p->u.color_matrix.values[19] > 0 ? INFINITY : 0; /* alpha where there was none */
}

const struct fx_kernel fx_kernel_color_matrix = {FX_COLOR_MATRIX, "feColorMatrix", 1, run, reach};
