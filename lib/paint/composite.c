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

/* Four pixels as two times eight 16-bit channels: products of bytes fit, and every x86-64 and ARM64
 * multiplies eight at once. The arithmetic is that of pixel_scale and pixel_over, to the bit. */
typedef uint8_t bytes16 __attribute__((vector_size(16)));
typedef uint16_t channels __attribute__((vector_size(16)));
struct four {
    channels lo, hi;
};

static inline struct four load(const uint32_t *p)
{
    bytes16 b, zero = {0};
    memcpy(&b, p, sizeof b);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (struct four){
        (channels)__builtin_shufflevector(b, zero, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
        (channels)__builtin_shufflevector(b, zero, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15,
                                          31)};
#else
    return (struct four){
        (channels)__builtin_shufflevector(zero, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
        (channels)__builtin_shufflevector(zero, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15,
                                          31)};
#endif
}

static inline void store(uint32_t *p, struct four v)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    bytes16 b = __builtin_shufflevector((bytes16)v.lo, (bytes16)v.hi, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20,
                                        22, 24, 26, 28, 30);
#else
    bytes16 b = __builtin_shufflevector((bytes16)v.lo, (bytes16)v.hi, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21,
                                        23, 25, 27, 29, 31);
#endif
    memcpy(p, &b, sizeof b);
}

static inline channels times(channels v, channels by) /* v * by / 255, rounded */
{
    v = v * by + 128;
    return (v + (v >> 8)) >> 8;
}

static inline channels alphas(channels v)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return __builtin_shufflevector(v, v, 3, 3, 3, 3, 7, 7, 7, 7);
#else
    return __builtin_shufflevector(v, v, 0, 0, 0, 0, 4, 4, 4, 4);
#endif
}

static inline struct four over(struct four s, struct four d)
{
    return (struct four){s.lo + times(d.lo, 255 - alphas(s.lo)), s.hi + times(d.hi, 255 - alphas(s.hi))};
}

static inline struct four scaled(struct four v, channels lo, channels hi)
{
    return (struct four){times(v.lo, lo), times(v.hi, hi)};
}

static inline channels pair(unsigned first, unsigned second)
{
    uint16_t a = (uint16_t)first, b = (uint16_t)second;
    return (channels){a, a, a, a, b, b, b, b};
}

static inline bool all_zero(const uint8_t *c)
{
    uint32_t w;
    memcpy(&w, c, sizeof w);
    return w == 0;
}

static void over_solid(uint32_t *restrict d, uint32_t s, int n)
{
    uint32_t four[4] = {s, s, s, s};
    struct four color = load(four);
    int i = 0;
    for (; i + 4 <= n; i += 4)
        store(d + i, over(color, load(d + i)));
    for (; i < n; i++)
        d[i] = pixel_over(s, d[i]);
}

static void over_row(uint32_t *restrict d, const uint32_t *restrict s, int n)
{
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        uint64_t a, b;
        memcpy(&a, s + i, 8);
        memcpy(&b, s + i + 2, 8);
        const uint64_t opaque = 0xff000000ff000000;
        if ((a | b) == 0) /* layers are mostly empty or opaque */
            continue;
        if ((a & b & opaque) == opaque)
            memcpy(d + i, s + i, 16);
        else
            store(d + i, over(load(s + i), load(d + i)));
    }
    for (; i < n; i++)
        d[i] = pixel_over(s[i], d[i]);
}

static void over_row_opacity(uint32_t *restrict d, const uint32_t *restrict s, unsigned opacity, int n)
{
    channels k = pair(opacity, opacity);
    int i = 0;
    for (; i + 4 <= n; i += 4)
        store(d + i, over(scaled(load(s + i), k, k), load(d + i)));
    for (; i < n; i++)
        d[i] = pixel_over(pixel_scale(s[i], opacity), d[i]);
}

static void over_row_cover(uint32_t *restrict d, const uint32_t *restrict s, const uint8_t *restrict c,
                           unsigned opacity, int n)
{
    int i = 0;
    for (; i + 4 <= n; i += 4)
        if (!all_zero(c + i)) {
            channels lo = pair(div255(c[i] * opacity), div255(c[i + 1] * opacity));
            channels hi = pair(div255(c[i + 2] * opacity), div255(c[i + 3] * opacity));
            store(d + i, over(scaled(load(s + i), lo, hi), load(d + i)));
        }
    for (; i < n; i++)
        d[i] = pixel_over(pixel_scale(s[i], div255(c[i] * opacity)), d[i]);
}

static void over_solid_cover(uint32_t *restrict d, uint32_t s, const uint8_t *restrict c, int n)
{
    uint32_t four[4] = {s, s, s, s};
    struct four color = load(four);
    int i = 0;
    for (; i + 4 <= n; i += 4)
        if (!all_zero(c + i))
            store(d + i, over(scaled(color, pair(c[i], c[i + 1]), pair(c[i + 2], c[i + 3])), load(d + i)));
    for (; i < n; i++)
        d[i] = pixel_over(pixel_scale(s, c[i]), d[i]);
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
