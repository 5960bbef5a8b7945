/* feFlood */
#include <math.h>

#include "fx/fx-imp.h"

static bool run(struct fx_job *j)
{
    uint32_t c = fx_color(j, j->p->u.flood.color);
    for (int y = j->area.y0; y < j->area.y1; y++) {
        uint32_t *d = fx_row(j->out, y);
        for (int x = j->area.x0; x < j->area.x1; x++)
            d[x] = c;
    }
    return true;
}

static double reach(const struct fx_primitive *p)
{
    return p->u.flood.color.a ? INFINITY : 0;
}

const struct fx_kernel fx_kernel_flood = {FX_FLOOD, "feFlood", 0, run, reach};
