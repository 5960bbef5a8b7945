/* MagickWand: decoding with the coder named from the allow-list, and colour conversion (its lcms). Never a
 * delegate, a script format, a URL or a file name: only bytes in memory reach it. */
#include "image/magick-imp.h"

#include <pthread.h>
#include <string.h>

static pthread_once_t started = PTHREAD_ONCE_INIT;

static void start(void)
{
    MagickWandGenesis();
    SetMagickResourceLimit(WidthResource, LIMIT_IMAGE_SIDE);
    SetMagickResourceLimit(HeightResource, LIMIT_IMAGE_SIDE);
    SetMagickResourceLimit(AreaResource, LIMIT_IMAGE_PIXELS);
    SetMagickResourceLimit(MemoryResource, (MagickSizeType)LIMIT_IMAGE_PIXELS * 8);
    SetMagickResourceLimit(ThreadResource, 1);
}

void magick_start(void)
{
    pthread_once(&started, start);
}

int magick_report(struct ctx *ctx, MagickWand *w, enum diag_code code, struct where where, const char *doing)
{
    ExceptionType severity;
    char *text = MagickGetException(w, &severity);
    report(ctx, code, where, "cannot %s the picture: %s", doing, text && *text ? text : "no reason given");
    MagickRelinquishMemory(text);
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
static MagickWand *read_first(struct ctx *ctx, const char *coder, const uint8_t *data, size_t len,
                              struct where where)
{
    ExceptionInfo *e = AcquireExceptionInfo();
    ImageInfo *info = CloneImageInfo(NULL);
    strcpy(info->magick, coder);
    info->scene = 0;
    info->number_scenes = 1;
    Image *image = BlobToImage(info, data, len, e);
    DestroyImageInfo(info);
    MagickWand *w = NULL;
    if (image) {
        w = NewMagickWandFromImage(image);
        DestroyImageList(image);
    } else {
        const char *why = e->reason ? e->reason : "no reason given";
        /* a coder that this machine does not have is not the file's fault */
        bool missing = e->severity == MissingDelegateError || e->severity == CoderError;
        report(ctx, missing ? DIAG_IMAGE_FORMAT : DIAG_IMAGE_BROKEN, where,
               "ImageMagick cannot read the %s picture: %s", coder, why);
    }
    DestroyExceptionInfo(e);
    return w;
}

static bool to_srgb(MagickWand *w)
{
    size_t n = 0, own = 0;
    unsigned char *profile = MagickGetImageProfile(w, "icc", &n);
    bool convert = profile && n && !icc_is_srgb(profile, n);
    MagickRelinquishMemory(profile);
    if (convert) {
        const uint8_t *srgb = image_srgb_profile(&own);
        /* a profile that lcms refuses must not lose the picture: fall through to the plain conversion */
        if (MagickProfileImage(w, "icc", srgb, own) != MagickFalse)
            return true;
        MagickClearException(w);
    }
    ColorspaceType space = MagickGetImageColorspace(w);
    return space == sRGBColorspace || MagickTransformImageColorspace(w, sRGBColorspace) != MagickFalse;
}

struct pixmap *magick_decode(struct ctx *ctx, enum image_format f, const uint8_t *data, size_t len,
                             struct where where)
{
    magick_start();
    MagickWand *w = read_first(ctx, coder_of(f), data, len, where);
    if (!w)
        return NULL;
    struct pixmap *p = NULL;
    if (f == IMAGE_GIF) { /* a frame may be smaller than the picture */
        MagickWand *whole = MagickCoalesceImages(w);
        if (whole) {
            DestroyMagickWand(w);
            w = whole;
            MagickResetIterator(w);
            MagickNextImage(w);
        }
    }
    if (!to_srgb(w)) {
        magick_report(ctx, w, DIAG_IMAGE_BROKEN, where, "convert the colours of");
        goto done;
    }
    size_t width = MagickGetImageWidth(w), height = MagickGetImageHeight(w);
    if (width <= LIMIT_IMAGE_SIDE && height <= LIMIT_IMAGE_SIDE)
        p = pixmap_new((int)width, (int)height);
    if (!p) {
        report(ctx, DIAG_IMAGE_SIZE, where, "the picture is %zu x %zu pixels, beyond the limits", width,
               height);
        goto done;
    }
    /* without an alpha channel the library's own is not initialised */
    bool alpha = MagickGetImageAlphaChannel(w) != MagickFalse;
    const char *map = PIXMAP_LITTLE ? (alpha ? "BGRA" : "BGRP") : (alpha ? "ARGB" : "PRGB");
    if (MagickExportImagePixels(w, 0, 0, width, height, map, CharPixel, p->data) == MagickFalse) {
        magick_report(ctx, w, DIAG_IMAGE_BROKEN, where, "read the pixels of");
        pixmap_drop(p);
        p = NULL;
    }
    for (size_t i = 0, n = p && !alpha ? width * height : 0; i < n; i++)
        ((uint32_t *)(void *)p->data)[i] |= 0xFF000000u;
done:
    DestroyMagickWand(w);
    return p;
}
