/* Putting pixels on pixels: the hot loops. Written so that compilers vectorise them: no branches inside, no
 * aliasing. */
#include <math.h>
#include <string.h>

#include "paint/paint-imp.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

static void fill_row(uint32_t *restrict d, uint32_t s, int n)
{
    for (int i = 0; i < n; i++)
        d[i] = s;
}

static void over_solid(uint32_t *restrict d, uint32_t s, int n)
{
    unsigned back = 255 - (s >> 24);
    for (int i = 0; i < n; i++)
        d[i] = s + pixel_scale(d[i], back);
}

static void over_row(uint32_t *restrict d, const uint32_t *restrict s, int n)
{
    for (int i = 0; i < n; i++)
        d[i] = s[i] + pixel_scale(d[i], 255 - (s[i] >> 24));
}

static void over_row_opacity(uint32_t *restrict d, const uint32_t *restrict s, unsigned opacity, int n)
{
    for (int i = 0; i < n; i++) {
        uint32_t p = pixel_scale(s[i], opacity);
        d[i] = p + pixel_scale(d[i], 255 - (p >> 24));
    }
}

static void over_row_cover(uint32_t *restrict d, const uint32_t *restrict s, const uint8_t *restrict c,
                           unsigned opacity, int n)
{
    for (int i = 0; i < n; i++) {
        uint32_t p = pixel_scale(s[i], div255(c[i] * opacity));
        d[i] = p + pixel_scale(d[i], 255 - (p >> 24));
    }
}

static void over_solid_cover(uint32_t *restrict d, uint32_t s, const uint8_t *restrict c, int n)
{
    for (int i = 0; i < n; i++) {
        uint32_t p = pixel_scale(s, c[i]);
        d[i] = p + pixel_scale(d[i], 255 - (p >> 24));
    }
}

/* Length of the run of bytes at c that are all 0, or all 255, in whole words. */
static int run_of(const uint8_t *c, int n, uint64_t value)
{
    int i = 0;
    for (uint64_t w; i + 8 <= n; i += 8) {
        memcpy(&w, c + i, 8);
        if (w != value)
            break;
    }
    return i;
}

static int mixed_run(const uint8_t *c, int n)
{
    int i = 0;
    for (uint64_t w; i + 8 <= n; i += 8) {
        memcpy(&w, c + i, 8);
        if (i && (w == 0 || w == UINT64_MAX))
            return i;
    }
    return n;
}

static void solid_row(uint32_t *d, uint32_t s, const uint8_t *c, int n)
{
    while (n > 0) {
        int k = run_of(c, n, 0);
        if (!k) {
            k = run_of(c, n, UINT64_MAX);
            if (k && s >> 24 == 255) {
                fill_row(d, s, k);
            } else if (k) {
                over_solid(d, s, k);
            } else {
                k = mixed_run(c, n);
                over_solid_cover(d, s, c, k);
            }
        }
        d += k;
        c += k;
        n -= k;
    }
}

void paint_cover(struct draw *d, const struct cover *c, const struct shade *s)
{
    struct irect box = irect_intersect(c->box, d->clip);
    if (irect_empty(box))
        return;
    int n = box.x1 - box.x0;
    for (int y = box.y0; y < box.y1; y++) {
        uint32_t *row = layer_row(d->target, box.x0, y);
        const uint8_t *cover = c->full ? NULL : cover_row(c, y) + (box.x0 - c->box.x0);
        if (s->kind == SHADE_SOLID) {
            if (cover)
                solid_row(row, s->solid, cover, n);
            else if (s->solid >> 24 == 255)
                fill_row(row, s->solid, n);
            else
                over_solid(row, s->solid, n);
            continue;
        }
        int from = 0, to = n;
        if (cover) { /* shading costs more than looking */
            from = run_of(cover, n, 0);
            while (from < to && !cover[from])
                from++;
            while (to > from && !cover[to - 1])
                to--;
        }
        if (from >= to)
            continue;
        uint32_t *colors = painter_row(d->p, (size_t)n);
        shade_row(s, box.x0 + from, y, to - from, colors);
        if (cover)
            over_row_cover(row + from, colors, cover + from, s->opacity, to - from);
        else if (s->opacity == 255)
            over_row(row, colors, n);
        else
            over_row_opacity(row, colors, s->opacity, n);
    }
}

void composite_layer(struct draw *d, const struct layer *l, struct irect area, const struct cover *c,
                     unsigned opacity, enum blend_mode mode)
{
    struct irect box = irect_intersect(irect_intersect(layer_box(l), d->clip), area);
    if (c)
        box = irect_intersect(box, c->box);
    if (irect_empty(box))
        return;
    int n = box.x1 - box.x0;
    for (int y = box.y0; y < box.y1; y++) {
        uint32_t *to = layer_row(d->target, box.x0, y);
        const uint32_t *from = layer_row(l, box.x0, y);
        const uint8_t *cover = c && !c->full ? cover_row(c, y) + (box.x0 - c->box.x0) : NULL;
        if (mode == BLEND_NORMAL) {
            if (cover)
                over_row_cover(to, from, cover, opacity, n);
            else if (opacity == 255)
                over_row(to, from, n);
            else
                over_row_opacity(to, from, opacity, n);
            continue;
        }
        uint32_t *scaled = painter_row(d->p, (size_t)n);
        for (int i = 0; i < n; i++)
            scaled[i] = pixel_scale(from[i], cover ? div255(cover[i] * opacity) : opacity);
        fx_blend_row(mode, scaled, to, (size_t)n);
    }
}

/* ---- public ---- */
static struct irect pixels_of(const struct pixmap *p)
{
    return (struct irect){0, 0, p->width, p->height};
}

void pixmap_over(struct pixmap *target, const struct pixmap *layer, int x, int y, const struct rect *clip_px)
{
    struct irect box =
        irect_intersect(pixels_of(target), (struct irect){x, y, x + layer->width, y + layer->height});
    if (clip_px)
        box = irect_around(*clip_px, box);
    int n = box.x1 - box.x0;
    for (int row = box.y0; row < box.y1 && n > 0; row++) {
        uint8_t *to = target->data + (size_t)row * (size_t)target->stride + (size_t)box.x0 * 4;
        const uint8_t *from =
            layer->data + (size_t)(row - y) * (size_t)layer->stride + (size_t)(box.x0 - x) * 4;
        if (layer->opaque)
            memcpy(to, from, (size_t)n * 4);
        else
            over_row((uint32_t *)(void *)to, (const uint32_t *)(const void *)from, n);
    }
}

void pixmap_fill(struct pixmap *target, struct rgba color)
{
    uint32_t c = premultiply(color, 1);
    for (int y = 0; y < target->height; y++)
        fill_row((uint32_t *)(void *)(target->data + (size_t)y * (size_t)target->stride), c, target->width);
    target->opaque = color.a == 255;
}

void pixmap_copy_rect(struct pixmap *target, const struct pixmap *source, int x, int y, int w, int h)
{
    struct irect box = irect_intersect(irect_intersect(pixels_of(target), pixels_of(source)),
                                       (struct irect){x, y, x + w, y + h});
    for (int row = box.y0; row < box.y1 && box.x0 < box.x1; row++)
        memcpy(target->data + (size_t)row * (size_t)target->stride + (size_t)box.x0 * 4,
               source->data + (size_t)row * (size_t)source->stride + (size_t)box.x0 * 4,
               (size_t)(box.x1 - box.x0) * 4);
}
