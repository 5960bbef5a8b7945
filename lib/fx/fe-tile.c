/* feTile: the input's subregion repeated. */
#include <math.h>

#include "fx/fx-imp.h"

static bool run(struct fx_job *j)
{
    struct fx_area t = j->in_area;
    int w = t.x1 - t.x0, h = t.y1 - t.y0;
    if (w < 1 || h < 1)
        return true;
    for (int y = j->area.y0; y < j->area.y1; y++) {
        int sy = (y - t.y0) % h;
        const uint32_t *s = fx_row(j->in, t.y0 + (sy < 0 ? sy + h : sy));
        uint32_t *d = fx_row(j->out, y);
        for (int x = j->area.x0; x < j->area.x1; x++) {
            int sx = (x - t.x0) % w;
            d[x] = s[t.x0 + (sx < 0 ? sx + w : sx)];
        }
    }
    return true;
}

static double reach(const struct fx_primitive *p)
{
    (void)p;
    return INFINITY;
}

const struct fx_kernel fx_kernel_tile = {FX_TILE, "feTile", 1, run, reach};
