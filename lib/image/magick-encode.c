/* MagickWand: the formats that have no fast path of their own (GIF, AVIF), and colours reduced to a palette.
 */
#include "image/magick-imp.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

MagickWand *magick_wand_of(const struct magick_api *m, const struct pixmap *p)
{
    if (!m)
        return NULL;
    uint8_t *rgba = xmalloc((size_t)p->width * (size_t)p->height * 4);
    for (int y = 0; y < p->height; y++)
        row_to_rgba(pixmap_row(p, y), rgba + (size_t)y * (size_t)p->width * 4, p->width);
    MagickWand *w = m->NewMagickWand();
    /* an opaque picture given without alpha is written without alpha */
    bool opaque = pixmap_is_opaque(p);
    if (opaque)
        for (size_t i = 0, n = (size_t)p->width * (size_t)p->height; i < n; i++)
            memmove(rgba + 3 * i, rgba + 4 * i, 3);
    MagickBooleanType ok = m->MagickConstituteImage(w, (size_t)p->width, (size_t)p->height,
                                                    opaque ? "RGB" : "RGBA", CharPixel, rgba);
    free(rgba);
    if (ok == MagickFalse)
        return m->DestroyMagickWand(w);
    return w;
}

static const char *writer_of(enum image_format f)
{
    return f == IMAGE_GIF ? "GIF" : f == IMAGE_AVIF ? "AVIF" : NULL;
}

/* Whether the library lists the coder and it writes a small picture: AVIF may be listed without an encoder
 * behind it. */
static bool try_coder(enum image_format f)
{
    struct pixmap *p = pixmap_new(16, 16);
    for (int i = 0; i < 256; i++)
        ((uint32_t *)(void *)p->data)[i] = 0xFF000000u | (uint32_t)i;
    p->opaque = true;
    const struct magick_api *m = magick_start();
    MagickWand *w = magick_wand_of(m, p);
    pixmap_drop(p);
    if (!w)
        return false;
    size_t n = 0;
    unsigned char *blob =
        m->MagickSetImageFormat(w, writer_of(f)) != MagickFalse ? m->MagickGetImageBlob(w, &n) : NULL;
    m->MagickRelinquishMemory(blob);
    m->DestroyMagickWand(w);
    return n > 0;
}

static bool writes_gif, writes_avif; /* set once, then only read */
static pthread_once_t tried_gif = PTHREAD_ONCE_INIT, tried_avif = PTHREAD_ONCE_INIT;

static void try_gif(void)
{
    writes_gif = try_coder(IMAGE_GIF);
}

static void try_avif(void)
{
    writes_avif = try_coder(IMAGE_AVIF);
}

bool magick_can_write(enum image_format f)
{
    if (f == IMAGE_GIF)
        pthread_once(&tried_gif, try_gif);
    else if (f == IMAGE_AVIF)
        pthread_once(&tried_avif, try_avif);
    return (f == IMAGE_GIF && writes_gif) || (f == IMAGE_AVIF && writes_avif);
}

int magick_encode(struct ctx *ctx, const struct pixmap *p, const struct encode_options *o, struct where where,
                  uint8_t **out, size_t *len)
{
    const struct magick_api *m = magick_start();
    MagickWand *w = magick_wand_of(m, p);
    if (!w) {
        report(ctx, DIAG_IMAGE_ENCODE, where, "ImageMagick cannot take the picture");
        return -1;
    }
    int rc = -1;
    size_t n = 0;
    unsigned char *blob = NULL;
    /* coders differ in which of the two qualities they read: the picture's or the wand's */
    if (m->MagickSetImageFormat(w, writer_of(o->format)) != MagickFalse &&
        (o->format == IMAGE_GIF ||
         (m->MagickSetImageCompressionQuality(w, (size_t)o->quality) != MagickFalse &&
          m->MagickSetCompressionQuality(w, (size_t)o->quality) != MagickFalse))) {
        m->MagickStripImage(w);
        blob = m->MagickGetImageBlob(w, &n);
    }
    if (blob && n) {
        *out = xmalloc(n);
        memcpy(*out, blob, n);
        *len = n;
        rc = 0;
    } else {
        magick_report(ctx, m, w, DIAG_IMAGE_ENCODE, where, "write");
    }
    m->MagickRelinquishMemory(blob);
    m->DestroyMagickWand(w);
    return rc;
}

/* ---- palettes ---- */

/* A set of at most 256 colours, hashed openly; words are RGBA in memory order. */
struct colours {
    uint32_t key[1024];
    short slot[1024]; /* index + 1; 0 empty */
    uint32_t list[256];
    int n;
};

static int colour_index(struct colours *c, uint32_t v, bool add)
{
    uint32_t at = v * 2654435761u >> 22;
    while (c->slot[at] && c->key[at] != v)
        at = (at + 1) & 1023;
    if (c->slot[at])
        return c->slot[at] - 1;
    if (!add || c->n == 256)
        return -1;
    c->key[at] = v;
    c->list[c->n] = v;
    c->slot[at] = (short)++c->n;
    return c->n - 1;
}

static int by_alpha(const void *a, const void *b)
{
    const uint8_t *x = a, *y = b;
    return x[3] != y[3] ? x[3] - y[3] : memcmp(x, y, 3);
}

/* Lists the colours, transparent ones first so that tRNS is short, then numbers the pixels. False: more than
 * 256. */
static bool index_colours(const uint8_t *rgba, size_t n, uint8_t *indices, uint8_t (*palette)[4],
                          int *n_colours)
{
    struct colours *c = xcalloc(1, sizeof *c);
    uint32_t v, last = 0;
    for (size_t i = 0; i < n; i++) {
        memcpy(&v, rgba + 4 * i, 4);
        if ((i == 0 || v != last) && colour_index(c, v, true) < 0) {
            free(c);
            return false;
        }
        last = v;
    }
    qsort(c->list, (size_t)c->n, 4, by_alpha);
    memcpy(palette, c->list, (size_t)c->n * 4);
    *n_colours = c->n;
    struct colours *sorted = xcalloc(1, sizeof *sorted);
    for (int i = 0; i < c->n; i++)
        colour_index(sorted, c->list[i], true);
    for (size_t i = 0; i < n; i++) {
        memcpy(&v, rgba + 4 * i, 4);
        indices[i] = (uint8_t)colour_index(sorted, v, false);
    }
    free(sorted);
    free(c);
    return true;
}

int magick_quantise(struct ctx *ctx, const struct pixmap *p, struct where where, uint8_t **indices,
                    uint8_t (*palette)[4], int *n_colours)
{
    size_t n = (size_t)p->width * (size_t)p->height;
    uint8_t *rgba = xmalloc(n * 4);
    *indices = xmalloc(n);
    for (int y = 0; y < p->height; y++)
        row_to_rgba(pixmap_row(p, y), rgba + (size_t)y * (size_t)p->width * 4, p->width);
    bool done = index_colours(rgba, n, *indices, palette, n_colours);
    if (!done) {
        const struct magick_api *m = magick_start();
        MagickWand *w = magick_wand_of(m, p);
#if MagickLibVersion >= 0x700
        const DitherMethod dither = FloydSteinbergDitherMethod;
#else
        const MagickBooleanType dither = MagickTrue;
#endif
        done = w && m->MagickQuantizeImage(w, 256, sRGBColorspace, 0, dither, MagickFalse) != MagickFalse &&
               m->MagickExportImagePixels(w, 0, 0, (size_t)p->width, (size_t)p->height, "RGBA", CharPixel,
                                          rgba) != MagickFalse &&
               index_colours(rgba, n, *indices, palette, n_colours);
        if (w)
            m->DestroyMagickWand(w);
    }
    free(rgba);
    if (!done) {
        free(*indices);
        *indices = NULL;
        report(ctx, DIAG_IMAGE_ENCODE, where, "ImageMagick cannot reduce the picture to 256 colours");
        return -1;
    }
    return 0;
}
