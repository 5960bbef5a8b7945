/* PNG through libpng's simplified reader: any depth, palette and gamma to 8-bit sRGB. */
#include "image/image-imp.h"

#include <png.h>

int png_decode(struct ctx *ctx, const uint8_t *data, size_t len, struct where where, struct pixmap *to)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    bool ok = png_image_begin_read_from_memory(&image, data, len);
    if (ok && ((int)image.width != to->width || (int)image.height != to->height))
        ok = false;
    if (ok) {
        image.flags |=
            PNG_IMAGE_FLAG_16BIT_sRGB; /* or 16 bits without gAMA would be taken for linear light */
        image.format = PIXMAP_LITTLE ? PNG_FORMAT_BGRA : PNG_FORMAT_ARGB;
        ok = png_image_finish_read(&image, NULL, to->data, to->stride, NULL);
    }
    if (!ok)
        report(ctx, DIAG_IMAGE_BROKEN, where, "the PNG picture is damaged: %s",
               image.message[0] ? image.message : "its sizes differ");
    png_image_free(&image);
    return ok ? 0 : -1;
}
