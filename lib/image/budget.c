/* The best quality whose file keeps a budget of bytes, in few encodings of the same pixels. */
#include "image/image-imp.h"

#include <math.h>
#include <stdlib.h>

struct search {
    image_writer *write;
    const struct pixmap *p;
    struct encode_options o;
    struct where where;
    double goal;       /* logarithm of the budget */
    int fits, over;    /* qualities: the best that fits, the least that does not */
    double x[2], y[2]; /* the last two encodings: place and logarithm of the size */
    int n;
    struct encoded best; /* at `fits` */
    size_t least;        /* bytes of the smallest file seen */
};

static int over_budget(struct ctx *ctx, const struct encode_options *o, struct where where, size_t least,
                       const char *at, const char *hint)
{
    report_hint(ctx, DIAG_ERROR, DIAG_IMAGE_BUDGET, where, hint,
                "the picture takes %zu bytes %s, more than the budget of %zu", least, at, o->max_bytes);
    return -1;
}

/* Where a quality stands on a scale on which the logarithm of the size grows about evenly, by SLOPE a unit:
 * the coarseness of the quantiser, as libjpeg's jpeg_quality_scaling and libwebp's QualityToCompression
 * derive it from the quality. AVIF encoders differ; theirs is near this too. */
#define SLOPE 0.65
static double place_of(enum image_format f, int quality)
{
    double q = quality > 99 ? 99.5 : quality, c = q / 100;
    if (f == IMAGE_JPEG)
        return -log(q < 50 ? 5000 / q : 200 - 2 * q);
    if (f == IMAGE_WEBP)
        c = cbrt(c < 0.75 ? c * 2 / 3 : 2 * c - 1);
    return -log(1 - c);
}

/* The quality that the last encodings let expect to fit just so, between the two that are known. */
static int guess(const struct search *s)
{
    double slope = SLOPE;
    if (s->n > 1 && s->x[0] != s->x[1])
        slope = (s->y[1] - s->y[0]) / (s->x[1] - s->x[0]);
    if (!(slope > 0.1 && slope < 10))
        slope = SLOPE;
    double place = s->x[s->n - 1] + (s->goal - s->y[s->n - 1]) / slope;
    int q = s->fits + 1;
    while (q + 1 < s->over && place_of(s->o.format, q + 1) <= place)
        q++;
    return q;
}

static int try_quality(struct ctx *ctx, struct search *s, int quality)
{
    struct encoded e = {0};
    s->o.quality = quality;
    if (encoded_make(ctx, s->write, s->p, &s->o, s->where, &e) != 0)
        return -1;
    if (s->n == 2) {
        s->x[0] = s->x[1];
        s->y[0] = s->y[1];
        s->n = 1;
    }
    s->x[s->n] = place_of(s->o.format, quality);
    s->y[s->n++] = log((double)e.len);
    s->least = e.len < s->least ? e.len : s->least;
    if (e.len <= s->o.max_bytes) {
        encoded_drop(&s->best);
        s->best = e;
        s->fits = quality;
    } else {
        encoded_drop(&e);
        s->over = quality;
    }
    return 0;
}

/* Guesses close in from the place where the size is expected to meet the budget; when they come too slowly
 * (an encoder that knows few qualities), the range is halved. */
static int fit_quality(struct ctx *ctx, struct search *s)
{
    enum { GUESSES = 6 };
    for (int turn = 0; s->over - s->fits > 1; turn++) {
        int quality = turn < GUESSES ? guess(s) : s->fits + (s->over - s->fits) / 2;
        if (try_quality(ctx, s, quality) != 0)
            return -1;
    }
    if (s->best.data)
        return 0;
    char at[40];
    snprintf(at, sizeof at, "at quality %d", s->over);
    return over_budget(ctx, &s->o, s->where, s->least, at,
                       "raise the budget, or lower the quality floor or the size");
}

/* Lossless formats have no quality to give: the smallest file is tried before giving up. */
static int fit_lossless(struct ctx *ctx, struct search *s, struct encoded *first)
{
    s->best = *first;
    *first = (struct encoded){0};
    if (s->o.format == IMAGE_PNG && s->o.compression < 12) {
        s->o.compression = 12;
        encoded_drop(&s->best);
        if (encoded_make(ctx, s->write, s->p, &s->o, s->where, &s->best) != 0)
            return -1;
    }
    if (s->best.len <= s->o.max_bytes)
        return 0;
    return over_budget(ctx, &s->o, s->where, s->best.len, "without loss",
                       s->o.palette ? "use JPEG or WebP, or a larger budget"
                                    : "use JPEG or WebP, a palette, or a larger budget");
}

int image_fit_budget(struct ctx *ctx, image_writer *write, const struct pixmap *p,
                     const struct encode_options *o, bool lossless, struct where where, struct encoded *file)
{
    if (file->len <= o->max_bytes)
        return 0;
    struct search s = {.write = write,
                       .p = p,
                       .o = *o,
                       .where = where,
                       .goal = log((double)o->max_bytes),
                       .fits = o->quality_floor - 1,
                       .over = o->quality,
                       .x = {place_of(o->format, o->quality)},
                       .y = {log((double)file->len)},
                       .n = 1,
                       .least = file->len};
    int rc = lossless ? fit_lossless(ctx, &s, file) : fit_quality(ctx, &s);
    encoded_drop(file);
    if (rc == 0)
        *file = s.best;
    else
        encoded_drop(&s.best);
    return rc;
}
