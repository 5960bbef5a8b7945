/* MagickWand: decoding with the coder named from the allow-list, and colour conversion (its lcms). Never a
 * delegate, a script format, a URL or a file name: only bytes in memory reach it. */
#include "image/magick-imp.h"

#include <string.h>

int magick_report(struct ctx *ctx, const struct magick_api *m, MagickWand *w, enum diag_code code,
                  struct where where, const char *doing)
{
    ExceptionType severity;
    char *text = m->MagickGetException(w, &severity);
    report(ctx, code, where, "cannot %s the picture: %s", doing, text && *text ? text : "no reason given");
    m->MagickRelinquishMemory(text);
    return -1;
}

static const char *coder_of(enum image_format f)
{
    switch (f) {
    case IMAGE_PNG:
        return "PNG";
    case IMAGE_JPEG:
        return "JPEG";
    case IMAGE_WEBP:
        return "WEBP";
    case IMAGE_GIF:
        return "GIF";
    case IMAGE_TIFF:
        return "TIFF";
    case IMAGE_AVIF:
        return "AVIF";
    default:
        return NULL;
    }
}

/* The first frame through the named coder; NULL with a report. */
static MagickWand *read_first(struct ctx *ctx, const struct magick_api *m, const char *coder,
                              const uint8_t *data, size_t len, struct where where)
{
    ExceptionInfo *e = m->AcquireExceptionInfo();
    ImageInfo *info = m->CloneImageInfo(NULL);
    strcpy(info->magick, coder);
    info->scene = 0;
    info->number_scenes = 1;
    Image *image = m->BlobToImage(info, data, len, e);
    m->DestroyImageInfo(info);
    MagickWand *w = NULL;
    if (image) {
        w = m->NewMagickWandFromImage(image);
        m->DestroyImageList(image);
    } else {
        const char *why = e->reason ? e->reason : "no reason given";
        /* a coder that this machine does not have is not the file's fault */
        bool missing = e->severity == MissingDelegateError || e->severity == CoderError;
        report(ctx, missing ? DIAG_IMAGE_FORMAT : DIAG_IMAGE_BROKEN, where,
               "ImageMagick cannot read the %s picture: %s", coder, why);
    }
    m->DestroyExceptionInfo(e);
    return w;
}

static bool to_srgb(const struct magick_api *m, MagickWand *w)
{
    size_t n = 0, own = 0;
    unsigned char *profile = m->MagickGetImageProfile(w, "icc", &n);
    bool convert = profile && n && !icc_is_srgb(profile, n);
    m->MagickRelinquishMemory(profile);
    if (convert) {
        const uint8_t *srgb = image_srgb_profile(&own);
        /* a profile that lcms refuses must not lose the picture: fall through to the plain conversion */
        if (m->MagickProfileImage(w, "icc", srgb, own) != MagickFalse)
            return true;
        m->MagickClearException(w);
    }
    ColorspaceType space = m->MagickGetImageColorspace(w);
    return space == sRGBColorspace || m->MagickTransformImageColorspace(w, sRGBColorspace) != MagickFalse;
}

struct pixmap *magick_decode(struct ctx *ctx, enum image_format f, const uint8_t *data, size_t len,
                             struct where where)
{
    const struct magick_api *m = magick_start();
    if (!m)
        report(ctx, DIAG_IMAGE_FORMAT, where, "%s pictures need ImageMagick, which cannot be loaded",
               coder_of(f));
    MagickWand *w = m ? read_first(ctx, m, coder_of(f), data, len, where) : NULL;
    if (!w)
        return NULL;
    struct pixmap *p = NULL;
    if (f == IMAGE_GIF) { /* a frame may be smaller than the picture */
        MagickWand *whole = m->MagickCoalesceImages(w);
        if (whole) {
            m->DestroyMagickWand(w);
            w = whole;
            m->MagickResetIterator(w);
            m->MagickNextImage(w);
        }
    }
    if (!to_srgb(m, w)) {
        magick_report(ctx, m, w, DIAG_IMAGE_BROKEN, where, "convert the colours of");
        goto done;
    }
    size_t width = m->MagickGetImageWidth(w), height = m->MagickGetImageHeight(w);
    if (width <= LIMIT_IMAGE_SIDE && height <= LIMIT_IMAGE_SIDE)
        p = pixmap_new((int)width, (int)height);
    if (!p) {
        report(ctx, DIAG_IMAGE_SIZE, where, "the picture is %zu x %zu pixels, beyond the limits", width,
               height);
        goto done;
    }
    /* without an alpha channel the library's own is not initialised */
    bool alpha = m->MagickGetImageAlphaChannel(w) != MagickFalse;
    const char *map = PIXMAP_LITTLE ? (alpha ? "BGRA" : "BGRP") : (alpha ? "ARGB" : "PRGB");
    if (m->MagickExportImagePixels(w, 0, 0, width, height, map, CharPixel, p->data) == MagickFalse) {
        magick_report(ctx, m, w, DIAG_IMAGE_BROKEN, where, "read the pixels of");
        pixmap_drop(p);
        p = NULL;
    }
    for (size_t i = 0, n = p && !alpha ? width * height : 0; i < n; i++)
        ((uint32_t *)(void *)p->data)[i] |= 0xFF000000u;
done:
    m->DestroyMagickWand(w);
    return p;
}
