/* feImage: the caller draws it. */
#include <math.h>
#include <string.h>

#include "fx/fx-imp.h"

static bool run(struct fx_job *j)
{
    if (!j->c->draw_image || !j->p->u.image.content)
        return true;
    int w = j->x + j->w, h = j->y + j->h;
    struct pixmap *pm = j->c->draw_image(j->c->payload, j->p, j->subregion, w, h);
    if (!pm)
        return true;
    for (int y = 0; y < j->h && y + j->y < pm->height; y++)
        memcpy(fx_row(j->out, y), fx_row(pm, y + j->y) + j->x, (size_t)j->w * 4);
    pixmap_drop(pm);
    if (j->p->linear)
        fx_convert(j->out, true);
    return true;
}

static double reach(const struct fx_primitive *p)
{
    (void)p;
    return INFINITY;
}

const struct fx_kernel fx_kernel_image = {FX_IMAGE, "feImage", 0, run, reach};
