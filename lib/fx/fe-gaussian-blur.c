/* feGaussianBlur: three box blurs as the specification allows from a deviation of 2 pixels on, a true
 * Gaussian below. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fx/fx-imp.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

/* A window's mean: sums times a fraction of 2^24. The window of sample i starts `before` samples before it.
 */
static void box_line(const uint8_t *restrict in, uint8_t *restrict out, int n, int channels, int size,
                     int before)
{
    uint64_t scale = ((1ull << 24) + (unsigned)size / 2) / (unsigned)size;
    for (int c = 0; c < channels; c++) {
        uint64_t sum = 0;
        int to = size - before; /* exclusive end of the window of sample 0 */
        for (int i = 0; i < to && i < n; i++)
            sum += in[i * channels + c];
        for (int i = 0; i < n; i++) {
            uint64_t v = (sum * scale + (1u << 23)) >> 24;
            out[i * channels + c] = (uint8_t)(v > 255 ? 255 : v);
            if (i + to < n)
                sum += in[(i + to) * channels + c];
            if (i - before >= 0)
                sum -= in[(i - before) * channels + c];
        }
    }
}

/* The same down `n` rows of `bytes` columns each, all columns of a row together. */
static void box_columns(const uint8_t *in, uint8_t *out, int bytes, int n, int size, int before,
                        uint32_t *sum)
{
    uint64_t scale = ((1ull << 24) + (unsigned)size / 2) / (unsigned)size;
    uint32_t half = 1u << 23;
    bool narrow = size < 64; /* products fit 32 bits then: 255 * 64 * 2^24 / 64 */
    int to = size - before;
    memset(sum, 0, (size_t)bytes * sizeof *sum);
    for (int y = 0; y < to && y < n; y++)
        for (int i = 0; i < bytes; i++)
            sum[i] += in[(size_t)y * (size_t)bytes + (size_t)i];
    for (int y = 0; y < n; y++) {
        uint8_t *restrict d = out + (size_t)y * (size_t)bytes;
        const uint32_t *restrict s = sum;
        if (narrow) {
            uint32_t k = (uint32_t)scale;
            for (int i = 0; i < bytes; i++)
                d[i] = (uint8_t)((s[i] * k + half) >> 24);
        } else {
            for (int i = 0; i < bytes; i++) {
                uint64_t v = (s[i] * scale + half) >> 24;
                d[i] = (uint8_t)(v > 255 ? 255 : v);
            }
        }
        if (y + to < n) {
            const uint8_t *restrict add = in + (size_t)(y + to) * (size_t)bytes;
            for (int i = 0; i < bytes; i++)
                sum[i] += add[i];
        }
        if (y - before >= 0) {
            const uint8_t *restrict sub = in + (size_t)(y - before) * (size_t)bytes;
            for (int i = 0; i < bytes; i++)
                sum[i] -= sub[i];
        }
    }
}

struct boxes { /* the three windows: size and how many samples before the centre */
    int size[3], before[3];
};

/* Filter Effects 1, 9.14: d = floor(s * 3 * sqrt(2 pi) / 4 + 0.5) */
static struct boxes boxes_of(double std)
{
    int d = (int)floor(fmin(std, 1e6) * 3 * sqrt(2 * M_PI) / 4 + 0.5);
    if (d < 1)
        d = 1;
    if (d % 2)
        return (struct boxes){{d, d, d}, {d / 2, d / 2, d / 2}};
    return (struct boxes){{d, d, d + 1}, {d / 2, d / 2 - 1, d / 2}};
}

/* ---- small deviations: the bell itself ---- */
struct bell {
    int radius;
    uint32_t weight[32]; /* of 65536, centre first */
};

static struct bell bell_of(double std)
{
    struct bell b = {.radius = (int)ceil(3 * std)};
    double sum = 0, w[32];
    if (b.radius > 31)
        b.radius = 31;
    for (int i = 0; i <= b.radius; i++) {
        w[i] = exp(-(double)i * i / (2 * std * std));
        sum += i ? 2 * w[i] : w[i];
    }
    for (int i = 0; i <= b.radius; i++)
        b.weight[i] = (uint32_t)lrint(w[i] / sum * 65536);
    return b;
}

static void bell_pass(const uint8_t *in, uint8_t *out, size_t n, size_t stride, size_t step, size_t lines,
                      const struct bell *b)
{
    /* `lines` lines of n samples; samples `step` bytes apart, lines `stride` bytes apart */
    for (size_t l = 0; l < lines; l++) {
        const uint8_t *s = in + l * stride;
        uint8_t *d = out + l * stride;
        for (size_t i = 0; i < n; i++) {
            uint32_t sum = 32768 + s[i * step] * b->weight[0];
            for (int k = 1; k <= b->radius; k++) {
                if (i >= (size_t)k)
                    sum += s[(i - (size_t)k) * step] * b->weight[k];
                if (i + (size_t)k < n)
                    sum += s[(i + (size_t)k) * step] * b->weight[k];
            }
            sum >>= 16;
            d[i * step] = (uint8_t)(sum > 255 ? 255 : sum);
        }
    }
}

/* ---- both ---- */
/* A pass spreads samples beyond the line's ends, and the passes after it bring some of them back: the line is
 * lengthened by what they see. Beyond a few lengths nothing changes any more. */
static int padding_of(const struct boxes *k, int n)
{
    int pad = k->size[2];
    return pad > 4 * n ? 4 * n : pad;
}

static bool all_zero(const uint8_t *at, size_t n)
{
    return !n || (!at[0] && !memcmp(at, at + 1, n - 1));
}

static void swap(uint8_t **a, uint8_t **b)
{
    uint8_t *t = *a;
    *a = *b;
    *b = t;
}

static void blur_across(uint8_t *at, int w, int h, int channels, double std, bool box)
{
    size_t row = (size_t)w * (size_t)channels;
    struct bell bell = bell_of(box ? 1 : std);
    struct boxes k = boxes_of(std);
    int most = box ? padding_of(&k, w) : 0;
    size_t size = (size_t)(w + 2 * most) * (size_t)channels;
    uint8_t *a = pages_ready(xmalloc(size), size), *b = pages_ready(xmalloc(size), size);
    for (int y = 0; y < h; y++) {
        uint8_t *line = at + (size_t)y * row;
        size_t margin = (size_t)(most < w ? most : w) * (size_t)channels;
        bool cut = !all_zero(line, margin) || !all_zero(line + row - margin, margin);
        int pad = cut ? most : 0;
        size_t from = (size_t)pad * (size_t)channels;
        if (box && !cut && all_zero(line, row))
            continue;
        memset(a, 0, from);
        memcpy(a + from, line, row);
        memset(a + from + row, 0, from);
        if (box)
            for (int i = 0; i < 3; i++) {
                box_line(a, b, w + 2 * pad, channels, k.size[i], k.before[i]);
                swap(&a, &b);
            }
        else {
            for (int c = 0; c < channels; c++)
                bell_pass(a + c, b + c, (size_t)w, row, (size_t)channels, 1, &bell);
            swap(&a, &b);
        }
        memcpy(line, a + from, row);
    }
    free(a);
    free(b);
}

/* Whether a strip of columns has anything in its first or last `margin` rows. */
static bool strip_is_cut(const uint8_t *at, size_t row, int h, int margin, size_t bytes)
{
    for (int y = 0; y < margin && y < h; y++)
        if (!all_zero(at + (size_t)y * row, bytes) || !all_zero(at + (size_t)(h - 1 - y) * row, bytes))
            return true;
    return false;
}

/* In strips of columns that fit the processor's cache. */
static void blur_down(uint8_t *at, int w, int h, int channels, double std, bool box)
{
    enum { STRIP = 64 };
    size_t row = (size_t)w * (size_t)channels;
    struct bell bell = bell_of(box ? 1 : std);
    struct boxes k = boxes_of(std);
    int most = box ? padding_of(&k, h) : 0;
    uint8_t *a = xmalloc((size_t)(h + 2 * most) * STRIP), *b = xmalloc((size_t)(h + 2 * most) * STRIP);
    uint32_t sum[STRIP];
    for (size_t x = 0; x < row; x += STRIP) {
        size_t bytes = row - x < STRIP ? row - x : STRIP;
        int pad = strip_is_cut(at + x, row, h, most, bytes) ? most : 0;
        memset(a, 0, (size_t)pad * bytes);
        memset(a + (size_t)(pad + h) * bytes, 0, (size_t)pad * bytes);
        for (int y = 0; y < h; y++)
            memcpy(a + (size_t)(y + pad) * bytes, at + (size_t)y * row + x, bytes);
        if (box)
            for (int i = 0; i < 3; i++) {
                box_columns(a, b, (int)bytes, h + 2 * pad, k.size[i], k.before[i], sum);
                swap(&a, &b);
            }
        else {
            bell_pass(a, b, (size_t)h, 1, bytes, bytes, &bell);
            swap(&a, &b);
        }
        for (int y = 0; y < h; y++)
            memcpy(at + (size_t)y * row + x, a + (size_t)(y + pad) * bytes, bytes);
    }
    free(a);
    free(b);
}

void fx_blur(struct pixmap *p, double std_x, double std_y, bool alpha_only, int edge)
{
    (void)edge; /* edgeMode is none: browsers draw nothing else */
    int w = p->width, h = p->height;
    bool across = std_x > 0 && isfinite(std_x), down = std_y > 0 && isfinite(std_y);
    bool box = std_x >= 2 || std_y >= 2;
    if (!across && !down)
        return;
    if (alpha_only) { /* a quarter of the work */
        uint8_t *a = xmalloc((size_t)w * (size_t)h);
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++)
                a[(size_t)y * (size_t)w + (size_t)x] = (uint8_t)(fx_row(p, y)[x] >> 24);
        if (across)
            blur_across(a, w, h, 1, std_x, box);
        if (down)
            blur_down(a, w, h, 1, std_y, box);
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++)
                fx_row(p, y)[x] = (uint32_t)a[(size_t)y * (size_t)w + (size_t)x] << 24;
        free(a);
        return;
    }
    if (p->stride != w * 4) { /* rows of pixmaps may be padded: the passes want them dense */
        for (int y = 0; y < h; y++)
            memmove(p->data + (size_t)y * (size_t)w * 4, fx_row(p, y), (size_t)w * 4);
    }
    if (across)
        blur_across(p->data, w, h, 4, std_x, box);
    if (down)
        blur_down(p->data, w, h, 4, std_y, box);
    if (p->stride != w * 4)
        for (int y = h - 1; y >= 0; y--)
            memmove(fx_row(p, y), p->data + (size_t)y * (size_t)w * 4, (size_t)w * 4);
}

static bool run(struct fx_job *j)
{
    for (int y = 0; y < j->h; y++)
        memcpy(fx_row(j->out, y), fx_row(j->in, y), (size_t)j->w * 4);
    bool alpha_only = j->p->in.kind == FX_IN_SOURCE_ALPHA;
    fx_blur(j->out, j->p->u.blur.std_x * j->sx, j->p->u.blur.std_y * j->sy, alpha_only, j->p->u.blur.edge);
    return true;
}

static double reach(const struct fx_primitive *p)
{
    return 3 * fmax(p->u.blur.std_x, p->u.blur.std_y);
}

const struct fx_kernel fx_kernel_gaussian_blur = {FX_GAUSSIAN_BLUR, "feGaussianBlur", 1, run, reach};
