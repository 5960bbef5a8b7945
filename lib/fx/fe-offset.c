/* feOffset: by whole pixels. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fx/fx-imp.h"

static bool run(struct fx_job *j)
{
    double ux = j->px > 0 ? j->sx / j->px : 1, uy = j->py > 0 ? j->sy / j->py : 1;
    double dx = j->p->u.offset.dx * ux, dy = j->p->u.offset.dy * uy;
    double fx = fx_whole(j->to_px.a * dx + j->to_px.c * dy), fy = fx_whole(j->to_px.b * dx + j->to_px.d * dy);
    if (!(fabs(fx) < j->w) || !(fabs(fy) < j->h))
        return true;
    int ox = (int)fx, oy = (int)fy;
    for (int y = 0; y < j->h; y++)
        if (y - oy >= 0 && y - oy < j->h)
            memcpy(fx_row(j->out, y) + (ox > 0 ? ox : 0), fx_row(j->in, y - oy) + (ox < 0 ? -ox : 0),
                   (size_t)(j->w - abs(ox)) * 4);
    return true;
}

static double reach(const struct fx_primitive *p)
{
    return fmax(fabs(p->u.offset.dx), fabs(p->u.offset.dy));
}

const struct fx_kernel fx_kernel_offset = {FX_OFFSET, "feOffset", 1, run, reach};
