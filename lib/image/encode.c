/* Encoding: the format's writer, and the search for the best quality within a budget of bytes. */
#include "image/image-imp.h"

#include <math.h>
#include <stdlib.h>

typedef int writer(struct ctx *, const struct pixmap *, const struct encode_options *, struct where,
                   uint8_t **, size_t *);

struct attempt {
    uint8_t *data;
    size_t len;
};

static void attempt_drop(struct attempt *a)
{
    free(a->data);
    *a = (struct attempt){0};
}

static int over_budget(struct ctx *ctx, const struct encode_options *o, struct where where, size_t least,
                       const char *at, const char *hint)
{
    report_hint(ctx, DIAG_ERROR, DIAG_IMAGE_BUDGET, where, hint,
                "the picture takes %zu bytes %s, more than the budget of %zu", least, at, o->max_bytes);
    return -1;
}

/* Lossless formats have no quality to give: the smallest file is tried before giving up. */
static int fit_lossless(struct ctx *ctx, writer *write, const struct pixmap *p, struct encode_options o,
                        struct where where, struct attempt *best)
{
    if (best->len <= o.max_bytes)
        return 0;
    if (o.format == IMAGE_PNG && o.compression < 12) {
        o.compression = 12;
        attempt_drop(best);
        if (write(ctx, p, &o, where, &best->data, &best->len) != 0)
            return -1;
    }
    if (best->len <= o.max_bytes)
        return 0;
    return over_budget(ctx, &o, where, best->len, "without loss",
                       o.palette ? "use JPEG or WebP, or a larger budget"
                                 : "use JPEG or WebP, a palette, or a larger budget");
}

/* The highest quality whose file fits. Sizes grow about exponentially with quality, so the guess interpolates
 * their logarithms and falls back to halving when that does not close in; a handful of encodings of the same
 * pixels. */
static int fit_quality(struct ctx *ctx, writer *write, const struct pixmap *p, struct encode_options o,
                       struct where where, struct attempt *best)
{
    if (best->len <= o.max_bytes)
        return 0;
    int high = o.quality, low = o.quality_floor;
    double high_log = log((double)best->len), low_log, goal = log((double)o.max_bytes);
    size_t least = best->len;
    attempt_drop(best);
    if (low < high) {
        o.quality = low;
        if (write(ctx, p, &o, where, &best->data, &best->len) != 0)
            return -1;
        least = best->len;
    }
    if (least > o.max_bytes) {
        char at[40];
        snprintf(at, sizeof at, "at quality %d", low < high ? low : high);
        attempt_drop(best);
        return over_budget(ctx, &o, where, least, at,
                           "raise the budget, or lower the quality floor or the size");
    }
    low_log = log((double)best->len);
    for (int turn = 0; high - low > 1; turn++) {
        int guess = (low + high) / 2;
        if (turn < 2 && high_log > low_log)
            guess = low + (int)((high - low) * (goal - low_log) / (high_log - low_log));
        guess = guess <= low ? low + 1 : guess >= high ? high - 1 : guess;
        struct attempt a = {0};
        o.quality = guess;
        if (write(ctx, p, &o, where, &a.data, &a.len) != 0)
            return -1;
        if (a.len <= o.max_bytes) {
            attempt_drop(best);
            *best = a;
            low = guess;
            low_log = log((double)a.len);
        } else {
            high = guess;
            high_log = log((double)a.len);
            attempt_drop(&a);
        }
    }
    return 0;
}

static int default_quality(enum image_format f)
{
    return f == IMAGE_JPEG ? 85 : f == IMAGE_WEBP ? 82 : f == IMAGE_AVIF ? 60 : 100;
}

int image_encode(struct ctx *ctx, const struct pixmap *p, const struct encode_options *given,
                 struct where where, uint8_t **out, size_t *len)
{
    struct encode_options o = *given;
    writer *write;
    switch (o.format) {
    case IMAGE_PNG:
        write = png_encode;
        break;
    case IMAGE_JPEG:
        write = jpeg_encode;
        break;
    case IMAGE_WEBP:
        write = webp_encode;
        break;
    default:
        if (!image_can_encode(o.format)) {
            report_hint(ctx, DIAG_ERROR, DIAG_IMAGE_ENCODE, where, "use png, jpeg or webp",
                        "this machine's ImageMagick cannot write %s", image_format_name(o.format));
            return -1;
        }
        write = magick_encode;
    }
    if (o.quality < 1)
        o.quality = default_quality(o.format);
    if (o.quality > 100)
        o.quality = 100;
    if (o.quality_floor < 1)
        o.quality_floor = 40;
    bool lossless = o.format == IMAGE_PNG || o.format == IMAGE_GIF || (o.format == IMAGE_WEBP && o.lossless);
    struct pixmap *flat = NULL;
    if (o.format == IMAGE_JPEG && !pixmap_is_opaque(p))
        p = flat = pixmap_flatten(p, o.background);
    struct attempt best = {0};
    int rc = write(ctx, p, &o, where, &best.data, &best.len);
    if (rc == 0 && o.max_bytes)
        rc = (lossless ? fit_lossless : fit_quality)(ctx, write, p, o, where, &best);
    pixmap_drop(flat);
    if (rc != 0) {
        attempt_drop(&best);
        return -1;
    }
    *out = best.data;
    *len = best.len;
    return 0;
}
