/* feMorphology: least or greatest of each channel in a rectangle, one axis after the other. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fx/fx-imp.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

enum { STRIP = 64 }; /* bytes of a sample of the strip at work: lines side by side, all compared at once */

static inline void extreme(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b,
                           bool greatest)
{
    if (greatest)
        for (int i = 0; i < STRIP; i++)
            out[i] = a[i] > b[i] ? a[i] : b[i];
    else
        for (int i = 0; i < STRIP; i++)
            out[i] = a[i] < b[i] ? a[i] : b[i];
}

/* van Herk / Gil-Werman: three comparisons a sample whatever the radius. pad: n + 2 radius samples of which
 * the first and last `radius` lie outside; the result goes to its start. fore and back are as long. */
static void extreme_lines(uint8_t *pad, uint8_t *fore, uint8_t *back, int n, int radius, bool greatest)
{
    int window = 2 * radius + 1, total = n + 2 * radius;
    for (int i = 0; i < total; i++) {
        uint8_t *to = fore + (size_t)i * STRIP, *at = pad + (size_t)i * STRIP;
        if (i % window == 0)
            memcpy(to, at, STRIP);
        else
            extreme(to, at, to - STRIP, greatest);
    }
    for (int i = total - 1; i >= 0; i--) {
        uint8_t *to = back + (size_t)i * STRIP, *at = pad + (size_t)i * STRIP;
        if (i % window == window - 1 || i == total - 1)
            memcpy(to, at, STRIP);
        else
            extreme(to, at, to + STRIP, greatest);
    }
    for (int i = 0; i < n; i++)
        extreme(pad + (size_t)i * STRIP, back + (size_t)i * STRIP, fore + (size_t)(i + window - 1) * STRIP,
                greatest);
}

/* Sixteen rows at a time across, or sixteen columns down. */
static void extremes(struct pixmap *p, bool across, int radius, bool greatest)
{
    enum { PIXELS = STRIP / 4 };
    int n = across ? p->width : p->height, lines = across ? p->height : p->width;
    size_t total = (size_t)n + 2 * (size_t)radius;
    uint8_t *pad = xmalloc(3 * total * STRIP), *fore = pad + total * STRIP, *back = fore + total * STRIP;
    for (int from = 0; from < lines; from += PIXELS) {
        int some = lines - from < PIXELS ? lines - from : PIXELS;
        memset(pad, 0, total * STRIP);
        for (int i = 0; i < n; i++)
            for (int k = 0; k < some; k++) {
                const uint32_t *at = across ? fx_row(p, from + k) + i : fx_row(p, i) + from + k;
                memcpy(pad + ((size_t)i + (size_t)radius) * STRIP + 4 * k, at, 4);
            }
        extreme_lines(pad, fore, back, n, radius, greatest);
        for (int i = 0; i < n; i++)
            for (int k = 0; k < some; k++) {
                uint32_t *at = across ? fx_row(p, from + k) + i : fx_row(p, i) + from + k;
                memcpy(at, pad + (size_t)i * STRIP + 4 * k, 4);
            }
    }
    free(pad);
}

static int pixels(double r, int limit)
{
    r = rint(r);
    return !(r > 0) ? 0 : r > limit ? limit : (int)r;
}

static bool run(struct fx_job *j)
{
    const struct fx_primitive *p = j->p;
    double rx = p->u.morphology.rx, ry = p->u.morphology.ry;
    if (rx < 0 || ry < 0)
        rx = ry = 0;       /* the effect is disabled */
    if (rx == 0 && ry > 0) /* one of them alone cannot be zero in browsers */
        rx = 1;
    else if (ry == 0 && rx > 0)
        ry = 1;
    rx *= j->sx;
    ry *= j->sy;
    for (int y = 0; y < j->h; y++)
        memcpy(fx_row(j->out, y), fx_row(j->in, y), (size_t)j->w * 4);
    int x_radius = pixels(rx, j->w), y_radius = pixels(ry, j->h);
    if (x_radius)
        extremes(j->out, true, x_radius, p->u.morphology.dilate);
    if (y_radius)
        extremes(j->out, false, y_radius, p->u.morphology.dilate);
    return true;
}

static double reach(const struct fx_primitive *p)
{
    return p->u.morphology.dilate ? fmax(p->u.morphology.rx, p->u.morphology.ry) + 1 : 0;
}

static double cost(const struct fx_primitive *p)
{
    (void)p;
    return 30;
}

const struct fx_kernel fx_kernel_morphology = {FX_MORPHOLOGY, "feMorphology", 1, run, reach, cost};
