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

/* Eight pixels at once, as sixteen lanes of 16 bits that hold two channels each: products of bytes fit. The
 * arithmetic is that of pixel_scale and pixel_over, to the bit. Machines with narrower registers take two
 * or more for each operation; where an x86-64 has AVX2, a second version of the loops runs. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__) /* resolvers run before their runtimes */
#define HOT __attribute__((target_clones("avx2", "default")))
#else
#define HOT
#endif
#define INLINE static inline __attribute__((always_inline))

enum { STEP = 8 };
typedef uint16_t lanes __attribute__((vector_size(32)));
typedef uint32_t pixels __attribute__((vector_size(32)));
typedef uint8_t covers __attribute__((vector_size(8)));

INLINE pixels load(const uint32_t *p)
{
    pixels v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE void store(uint32_t *p, pixels v)
{
    memcpy(p, &v, sizeof v);
}

/* p * by / 255, rounded, in every channel; by: 0..255, one for each pixel. */
INLINE pixels scaled(pixels p, pixels by)
{
    lanes k = (lanes)(by | by << 16), rb = ((lanes)p & 0xff) * k + 0x80, ag = ((lanes)p >> 8) * k + 0x80;
    rb = (rb + (rb >> 8)) >> 8;
    ag = (ag + (ag >> 8)) & 0xff00;
    return (pixels)(rb | ag);
}

INLINE pixels over(pixels s, pixels d)
{
    return s + scaled(d, 255 - (s >> 24));
}

/* Coverage of eight pixels, times an opacity. */
INLINE pixels cover_of(const uint8_t *c, unsigned opacity)
{
    covers bytes;
    memcpy(&bytes, c, sizeof bytes);
    pixels k = __builtin_convertvector(bytes, pixels) * opacity + 0x80;
    return (k + (k >> 8)) >> 8;
}

INLINE bool all_zero(const uint8_t *c)
{
    uint64_t w;
    memcpy(&w, c, sizeof w);
    return w == 0;
}

HOT static void over_solid(uint32_t *restrict d, uint32_t s, int n)
{
    pixels color = s - (pixels){0};
    int i = 0;
    for (; i + STEP <= n; i += STEP)
        store(d + i, over(color, load(d + i)));
    for (; i < n; i++)
        d[i] = pixel_over(s, d[i]);
}

HOT static void over_row(uint32_t *restrict d, const uint32_t *restrict s, int n)
{
    const uint64_t opaque = 0xff000000ff000000;
    int i = 0;
    for (; i + STEP <= n; i += STEP) {
        uint64_t two[4];
        memcpy(two, s + i, sizeof two);
        if ((two[0] | two[1] | two[2] | two[3]) == 0) /* layers are mostly empty or opaque */
            continue;
        if ((two[0] & two[1] & two[2] & two[3] & opaque) == opaque)
            memcpy(d + i, s + i, sizeof two);
        else
            store(d + i, over(load(s + i), load(d + i)));
    }
    for (; i < n; i++)
        d[i] = pixel_over(s[i], d[i]);
}

HOT static void over_row_opacity(uint32_t *restrict d, const uint32_t *restrict s, unsigned opacity, int n)
{
    pixels k = opacity - (pixels){0};
    int i = 0;
    for (; i + STEP <= n; i += STEP)
        store(d + i, over(scaled(load(s + i), k), load(d + i)));
    for (; i < n; i++)
        d[i] = pixel_over(pixel_scale(s[i], opacity), d[i]);
}

HOT static void over_row_cover(uint32_t *restrict d, const uint32_t *restrict s, const uint8_t *restrict c,
                               unsigned opacity, int n)
{
    int i = 0;
    for (; i + STEP <= n; i += STEP)
        if (!all_zero(c + i))
            store(d + i, over(scaled(load(s + i), cover_of(c + i, opacity)), load(d + i)));
    for (; i < n; i++)
        d[i] = pixel_over(pixel_scale(s[i], div255(c[i] * opacity)), d[i]);
}

HOT static void over_solid_cover(uint32_t *restrict d, uint32_t s, const uint8_t *restrict c, int n)
{
    pixels color = s - (pixels){0};
    int i = 0;
    for (; i + STEP <= n; i += STEP)
        if (!all_zero(c + i))
            store(d + i, over(scaled(color, cover_of(c + i, 255)), load(d + i)));
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
