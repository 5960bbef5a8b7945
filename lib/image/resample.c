/* Resampling in two passes with a Lanczos kernel of three lobes, widened when the picture shrinks (so that
 * every source pixel counts: area averaging with a good kernel). On premultiplied values, in fixed point: the
 * same bytes everywhere. Source: K. Turkowski, "Filters for Common Resampling Tasks", Graphics Gems I, 1990.
 */
#include "image/image-imp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LOBES = 3, FIXED_BITS = 22 };

struct taps { /* for each output position: first source position and weights, `width` of them */
    int *first;
    int32_t *weights;
    int width;
};

static double lanczos(double x)
{
    if (x == 0)
        return 1;
    if (fabs(x) >= LOBES)
        return 0;
    double a = M_PI * x;
    return LOBES * sin(a) * sin(a / LOBES) / (a * a);
}

/* `from`..`from + span` of `limit` source positions onto n output positions. */
static struct taps taps_new(int n, double from, double span, int limit)
{
    double step = span / n, grow = step > 1 ? step : 1, reach = LOBES * grow;
    struct taps t = {.width = (int)ceil(2 * reach) + 2};
    if (t.width > limit)
        t.width = limit;
    t.first = xcalloc((size_t)n, sizeof *t.first);
    t.weights = xcalloc((size_t)n * (size_t)t.width, sizeof *t.weights);
    double *w = xcalloc((size_t)t.width, sizeof *w);
    for (int i = 0; i < n; i++) {
        double centre = from + (i + 0.5) * step - 0.5, sum = 0;
        int first = (int)ceil(centre - reach);
        first = first + t.width > limit ? limit - t.width : first;
        first = first < 0 ? 0 : first;
        for (int k = 0; k < t.width; k++)
            sum += w[k] = lanczos((first + k - centre) / grow);
        /* the rounded weights sum to one exactly, or flat areas would change colour */
        int total = 0, heaviest = 0;
        int32_t *out = t.weights + (size_t)i * (size_t)t.width;
        for (int k = 0; k < t.width; k++) {
            out[k] = (int32_t)lround(w[k] / sum * (1 << FIXED_BITS));
            total += out[k];
            heaviest = out[k] > out[heaviest] ? k : heaviest;
        }
        out[heaviest] = (int32_t)(out[heaviest] + (1 << FIXED_BITS) - total);
        t.first[i] = first;
    }
    free(w);
    return t;
}

static void taps_drop(struct taps *t)
{
    free(t->first);
    free(t->weights);
}

static inline uint8_t from_fixed(int v)
{
    v = (v + (1 << (FIXED_BITS - 1))) >> FIXED_BITS;
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* One row of pixels, across. */
static void pass_across(const uint8_t *from, uint8_t *to, int n, const struct taps *t)
{
    for (int x = 0; x < n; x++, to += 4) {
        const uint8_t *s = from + 4 * (size_t)t->first[x];
        const int32_t *w = t->weights + (size_t)x * (size_t)t->width;
        int c0 = 0, c1 = 0, c2 = 0, c3 = 0;
        for (int k = 0; k < t->width; k++, s += 4) {
            c0 += w[k] * s[0];
            c1 += w[k] * s[1];
            c2 += w[k] * s[2];
            c3 += w[k] * s[3];
        }
        to[0] = from_fixed(c0);
        to[1] = from_fixed(c1);
        to[2] = from_fixed(c2);
        to[3] = from_fixed(c3);
    }
}

/* One output row from rows of the ring, down; `acc` has n bytes' sums. */
static void pass_down(uint8_t *const *rows, const int32_t *w, int width, int *acc, uint8_t *to, size_t n)
{
    memset(acc, 0, n * sizeof *acc);
    for (int k = 0; k < width; k++) {
        const uint8_t *s = rows[k];
        int wk = w[k];
        if (wk)
            for (size_t i = 0; i < n; i++)
                acc[i] += wk * s[i];
    }
    for (size_t i = 0; i < n; i++)
        to[i] = from_fixed(acc[i]);
}

/* Lanczos overshoots: a colour above its alpha is not a premultiplied one. */
static void clamp_row(uint32_t *row, int n)
{
    for (int x = 0; x < n; x++) {
        uint32_t v = row[x], a = v >> 24;
        if (a == 0xFF)
            continue;
        uint32_t r = v >> 16 & 0xFF, g = v >> 8 & 0xFF, b = v & 0xFF;
        r = r > a ? a : r;
        g = g > a ? a : g;
        b = b > a ? a : b;
        row[x] = a << 24 | r << 16 | g << 8 | b;
    }
}

/* The part (x, y, w, h) of `src`, in source pixels, onto all of `to` placed at (left, top) with out_w x
 * out_h. */
static void resample(const struct pixmap *src, struct rect part, struct pixmap *to, int left, int top,
                     int out_w, int out_h)
{
    struct taps across = taps_new(out_w, part.x, part.w, src->width),
                down = taps_new(out_h, part.y, part.h, src->height);
    size_t n = (size_t)out_w * 4;
    /* a ring of rows already resampled across: row y lies at y % down.width */
    uint8_t *ring = xmalloc(n * (size_t)down.width), **rows = xcalloc((size_t)down.width, sizeof *rows);
    int *acc = xcalloc(n, sizeof *acc), next = 0;
    for (int y = 0; y < out_h; y++) {
        int first = down.first[y];
        next = next < first ? first : next;
        for (; next < first + down.width; next++)
            pass_across(src->data + (size_t)next * (size_t)src->stride,
                        ring + n * (size_t)(next % down.width), out_w, &across);
        for (int k = 0; k < down.width; k++)
            rows[k] = ring + n * (size_t)((first + k) % down.width);
        uint32_t *row = pixmap_row(to, top + y) + left;
        pass_down(rows, down.weights + (size_t)y * (size_t)down.width, down.width, acc, (uint8_t *)row, n);
        if (!src->opaque)
            clamp_row(row, out_w);
    }
    free(acc);
    free(rows);
    free(ring);
    taps_drop(&across);
    taps_drop(&down);
}

struct pixmap *image_resize(const struct pixmap *src, int w, int h)
{
    if (w == src->width && h == src->height)
        return pixmap_clone(src);
    struct pixmap *to = pixmap_new(w, h);
    if (!to)
        return NULL;
    resample(src, (struct rect){0, 0, src->width, src->height}, to, 0, 0, w, h);
    to->opaque = src->opaque;
    return to;
}

static double clamp01(double v)
{
    return v >= 0 && v <= 1 ? v : v > 1 ? 1 : v < 0 ? 0 : 0.5; /* NaN: the centre */
}

/* Copies without resampling: `src` placed by the focal point, cropped or with free space around. */
static void place(const struct pixmap *src, struct pixmap *to, double fx, double fy)
{
    int dx = (int)lround((to->width - src->width) * fx), dy = (int)lround((to->height - src->height) * fy);
    int x0 = dx > 0 ? dx : 0, x1 = dx + src->width < to->width ? dx + src->width : to->width;
    for (int y = 0; y < to->height; y++)
        if (y - dy >= 0 && y - dy < src->height && x1 > x0)
            memcpy(pixmap_row(to, y) + x0, pixmap_row(src, y - dy) + (x0 - dx), (size_t)(x1 - x0) * 4);
    to->opaque = src->opaque && src->width >= to->width && src->height >= to->height;
}

struct pixmap *image_fit(const struct pixmap *src, int w, int h, struct image_fitting how)
{
    if (how.fit == FIT_FILL)
        return image_resize(src, w, h);
    struct pixmap *to = pixmap_new(w, h);
    if (!to)
        return NULL;
    double fx = clamp01(how.focus_x), fy = clamp01(how.focus_y);
    double sx = (double)w / src->width, sy = (double)h / src->height;
    if (how.fit == FIT_NONE || (sx == 1 && sy == 1)) {
        place(src, to, fx, fy);
    } else if (how.fit == FIT_COVER) {
        double scale = sx > sy ? sx : sy, pw = w / scale, ph = h / scale;
        pw = pw > src->width ? src->width : pw;
        ph = ph > src->height ? src->height : ph;
        /* the focal point comes as near the middle as the edges allow */
        double x = fx * src->width - pw / 2, y = fy * src->height - ph / 2;
        x = x < 0 ? 0 : x > src->width - pw ? src->width - pw : x;
        y = y < 0 ? 0 : y > src->height - ph ? src->height - ph : y;
        resample(src, (struct rect){x, y, pw, ph}, to, 0, 0, w, h);
        to->opaque = src->opaque;
    } else {
        double scale = sx < sy ? sx : sy;
        int fw = (int)lround(src->width * scale), fh = (int)lround(src->height * scale);
        fw = fw < 1 ? 1 : fw > w ? w : fw;
        fh = fh < 1 ? 1 : fh > h ? h : fh;
        resample(src, (struct rect){0, 0, src->width, src->height}, to, (int)lround((w - fw) * fx),
                 (int)lround((h - fh) * fy), fw, fh);
        to->opaque = src->opaque && fw == w && fh == h;
    }
    return to;
}
