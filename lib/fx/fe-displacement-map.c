/* feDisplacementMap: each pixel fetched from where the map's channels say. */
#include <math.h>

#include "fx/fx-imp.h"

static double channel(struct fx_pixel p, int c)
{
    return (c == 0 ? p.r : c == 1 ? p.g : c == 2 ? p.b : p.a) / 255.0 - 0.5;
}

static bool run(struct fx_job *j)
{
    double kx = j->p->u.displacement.scale * j->sx, ky = j->p->u.displacement.scale * j->sy;
    for (int y = j->area.y0; y < j->area.y1; y++) {
        const uint32_t *map = fx_row(j->in2, y);
        uint32_t *d = fx_row(j->out, y);
        for (int x = j->area.x0; x < j->area.x1; x++) {
            struct fx_pixel p = fx_unpack(map[x]);
            double fx = rint(x + kx * channel(p, j->p->u.displacement.x_channel));
            double fy = rint(y + ky * channel(p, j->p->u.displacement.y_channel));
            if (fx >= 0 && fx < j->w && fy >= 0 && fy < j->h)
                d[x] = fx_row(j->in, (int)fy)[(int)fx];
        }
    }
    return true;
}

static double reach(const struct fx_primitive *p)
{
    return fabs(p->u.displacement.scale) / 2;
}

const struct fx_kernel fx_kernel_displacement_map = {FX_DISPLACEMENT_MAP, "feDisplacementMap", 2, run, reach};
