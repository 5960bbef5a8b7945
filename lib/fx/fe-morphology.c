/* feMorphology: least or greatest of each channel in a rectangle, one axis after the other. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fx/fx-imp.h"

/* van Herk / Gil-Werman: three comparisons a sample whatever the radius. in: n samples `step` bytes apart;
 * outside is 0. pad, fore and back hold n + 2 radius + window samples. */
static void extreme_line(const uint8_t *in, uint8_t *out, int n, size_t step, int radius, bool greatest,
                         uint8_t *pad, uint8_t *fore, uint8_t *back)
{
    int window = 2 * radius + 1, total = n + 2 * radius;
    memset(pad, 0, (size_t)total);
    for (int i = 0; i < n; i++)
        pad[i + radius] = in[(size_t)i * step];
    for (int i = 0; i < total; i++) {
        bool start = i % window == 0;
        fore[i] = start      ? pad[i]
                  : greatest ? (pad[i] > fore[i - 1] ? pad[i] : fore[i - 1])
                             : (pad[i] < fore[i - 1] ? pad[i] : fore[i - 1]);
    }
    for (int i = total - 1; i >= 0; i--) {
        bool end = i % window == window - 1 || i == total - 1;
        back[i] = end        ? pad[i]
                  : greatest ? (pad[i] > back[i + 1] ? pad[i] : back[i + 1])
                             : (pad[i] < back[i + 1] ? pad[i] : back[i + 1]);
    }
    for (int i = 0; i < n; i++) {
        uint8_t a = back[i], b = fore[i + window - 1];
        out[(size_t)i * step] = greatest ? (a > b ? a : b) : (a < b ? a : b);
    }
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
    int longest = (j->w > j->h ? j->w : j->h) * 3 + 1;
    uint8_t *memory = xmalloc(3 * (size_t)longest), *fore = memory + longest, *back = fore + longest;
    for (int y = 0; x_radius && y < j->h; y++)
        for (int c = 0; c < 4; c++) {
            uint8_t *row = (uint8_t *)fx_row(j->out, y) + c;
            extreme_line(row, row, j->w, 4, x_radius, p->u.morphology.dilate, memory, fore, back);
        }
    for (int x = 0; y_radius && x < j->w; x++)
        for (int c = 0; c < 4; c++) {
            uint8_t *column = j->out->data + (size_t)x * 4 + c;
            extreme_line(column, column, j->h, (size_t)j->out->stride, y_radius, p->u.morphology.dilate,
                         memory, fore, back);
        }
    free(memory);
    return true;
}

static double reach(const struct fx_primitive *p)
{
    return p->u.morphology.dilate ? fmax(p->u.morphology.rx, p->u.morphology.ry) + 1 : 0;
}

const struct fx_kernel fx_kernel_morphology = {FX_MORPHOLOGY, "feMorphology", 1, run, reach};
