/* feMerge */
#include "fx/fx-imp.h"

static bool run(struct fx_job *j)
{
    for (size_t i = 0; i < j->p->u.merge.n; i++) {
        const struct pixmap *in = j->input(j, &j->p->u.merge.inputs[i]);
        if (!in)
            return false;
        for (int y = j->area.y0; y < j->area.y1; y++) {
            const uint32_t *s = fx_row(in, y);
            uint32_t *d = fx_row(j->out, y);
            for (int x = j->area.x0; x < j->area.x1; x++)
                d[x] = fx_over(s[x], d[x]);
        }
    }
    return true;
}

const struct fx_kernel fx_kernel_merge = {FX_MERGE, "feMerge", 0, run, NULL};
