/* feBlend */
#include <string.h>

#include "fx/fx-imp.h"

static bool run(struct fx_job *j)
{
    for (int y = j->area.y0; y < j->area.y1; y++) {
        memcpy(fx_row(j->out, y), fx_row(j->in2, y), (size_t)j->w * 4);
        fx_blend_row(j->p->u.blend.mode, fx_row(j->in, y), fx_row(j->out, y), (size_t)j->w);
    }
    return true;
}

const struct fx_kernel fx_kernel_blend = {FX_BLEND, "feBlend", 2, run, NULL};
