/* feDropShadow: offset, blurred, coloured alpha below the input. */
#include <math.h>

#include "fx/fx-imp.h"

static bool run(struct fx_job *j)
{
    const struct fx_primitive *p = j->p;
    struct pixmap *shadow = pixmap_new(j->w, j->h);
    if (!shadow)
        return false;
    /* primitiveUnits scale both axes; a turned coordinate system turns the offset */
    double ux = j->px > 0 ? j->sx / j->px : 1, uy = j->py > 0 ? j->sy / j->py : 1;
    double dx = p->u.shadow.dx * ux, dy = p->u.shadow.dy * uy;
    double fx = fx_whole(j->to_px.a * dx + j->to_px.c * dy), fy = fx_whole(j->to_px.b * dx + j->to_px.d * dy);
    if (fabs(fx) < j->w && fabs(fy) < j->h)
        for (int y = 0; y < j->h; y++) {
            int sy = y - (int)fy;
            if (sy < 0 || sy >= j->h)
                continue;
            const uint32_t *s = fx_row(j->in, sy);
            uint32_t *d = fx_row(shadow, y);
            for (int x = 0; x < j->w; x++) {
                int sx = x - (int)fx;
                if (sx >= 0 && sx < j->w)
                    d[x] = s[sx] & 0xff000000u;
            }
        }
    fx_blur(shadow, p->u.shadow.std_x * j->sx, p->u.shadow.std_y * j->sy, true, 0);
    uint32_t color = fx_color(j, p->u.shadow.color);
    for (int y = j->area.y0; y < j->area.y1; y++) {
        const uint32_t *s = fx_row(j->in, y), *b = fx_row(shadow, y);
        uint32_t *d = fx_row(j->out, y);
        for (int x = j->area.x0; x < j->area.x1; x++)
            d[x] = fx_over(s[x], fx_scale(color, b[x] >> 24));
    }
    pixmap_drop(shadow);
    return true;
}

static double reach(const struct fx_primitive *p)
{
    return fmax(fabs(p->u.shadow.dx), fabs(p->u.shadow.dy)) + 3 * fmax(p->u.shadow.std_x, p->u.shadow.std_y);
}

const struct fx_kernel fx_kernel_drop_shadow = {FX_DROP_SHADOW, "feDropShadow", 1, run, reach};
