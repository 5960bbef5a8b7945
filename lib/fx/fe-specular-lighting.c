/* feSpecularLighting */
#include <math.h>

#include "fx/fx-imp.h"

static bool run(struct fx_job *j)
{
    return fx_light_run(j, true);
}

static double reach(const struct fx_primitive *p)
{
    (void)p;
    return INFINITY; /* light falls on transparent pixels too */
}

const struct fx_kernel fx_kernel_specular_lighting = {FX_SPECULAR_LIGHTING, "feSpecularLighting", 1, run,
                                                      reach};
