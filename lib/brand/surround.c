/* What lies around a text or an element: the pixels within a few of it in the finished picture. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "brand/surround-imp.h"

struct rgba picture_pixel(const struct pixmap *p, int x, int y)
{
    uint32_t v;
    memcpy(&v, p->data + (size_t)y * (size_t)p->stride + (size_t)x * 4, 4);
    return color_of_pixel(v, (struct rgba){255, 255, 255, 255}); /* a page is white where nothing is drawn */
}

unsigned coverage_at(const struct pixmap *p, int x, int y)
{
    uint32_t v;
    memcpy(&v, p->data + (size_t)y * (size_t)p->stride + (size_t)x * 4, 4);
    return v >> 24;
}

uint8_t *near_coverage(struct arena *a, const struct pixmap *m, int r)
{
    size_t w = (size_t)m->width, h = (size_t)m->height;
    uint8_t *rows = arena_array(a, h, w), *out = arena_array(a, h, w);
    for (int y = 0; y < m->height; y++)
        for (int x = 0, last = -2 * r - 1; x < m->width + r; x++) {
            if (x < m->width && coverage_at(m, x, y) >= 64)
                last = x;
            if (x - r >= 0 && last >= x - 2 * r) /* a letter in [x - 2r, x] is within r of x - r */
                rows[(size_t)y * w + (size_t)(x - r)] = last >= 0;
        }
    for (int x = 0; x < m->width; x++)
        for (int y = 0, last = -2 * r - 1; y < m->height + r; y++) {
            if (y < m->height && rows[(size_t)y * w + (size_t)x])
                last = y;
            if (y - r >= 0 && last >= y - 2 * r)
                out[(size_t)(y - r) * w + (size_t)x] = last >= 0;
        }
    return out;
}

bool solid_paint(const struct check *c, const struct drawn_text *t, int paint, struct rgba *out,
                 double *opacity)
{
    size_t n_paints;
    const struct text_paint *paints = node_text_paints(t->node, &c->s->scene->frame, &n_paints);
    if (paint < 0 || (size_t)paint >= n_paints)
        return false;
    const struct fill *f = paints[paint].fill;
    if (!f)
        return false;
    const struct frame *frame = &c->s->scene->frame;
    int slot = f->paint.slot;
    *opacity = f->opacity * t->opacity;
    if (slot >= 0 && (size_t)slot < frame->n && frame->at[slot].has_color)
        *out = frame->at[slot].color;
    else if (f->paint.kind == PAINT_COLOR)
        *out = f->paint.color;
    else
        return false;
    return true;
}

static int by_light(const void *a, const void *b)
{
    double x = color_luminance(*(const struct rgba *)a), y = color_luminance(*(const struct rgba *)b);
    return x < y ? -1 : x > y;
}

bool surround_color(const struct check *c, const struct pixmap *mask, int x0, int y0, int radius,
                    struct rgba *out)
{
    enum { MOST = 4096 };
    const uint8_t *near = near_coverage(c->arena, mask, radius);
    struct rgba *all = ARENA_ARRAY(c->arena, MOST, struct rgba);
    size_t n = 0, seen = 0, step = 1 + (size_t)mask->width * (size_t)mask->height / (4 * MOST);
    for (int y = 0; y < mask->height; y++)
        for (int x = 0; x < mask->width && n < MOST; x++)
            if (coverage_at(mask, x, y) <= 2 && near[(size_t)y * (size_t)mask->width + (size_t)x] &&
                seen++ % step == 0)
                all[n++] = picture_pixel(c->s->pixels, x0 + x, y0 + y);
    if (!n)
        return false;
    qsort(all, n, sizeof *all, by_light);
    *out = all[n / 2];
    return true;
}
