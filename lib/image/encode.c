/* Encoding: the format's writer, its defaults, and what it needs of the pixels. */
#include "image/image-imp.h"

#include <stdlib.h>

static int default_quality(enum image_format f)
{
    return f == IMAGE_JPEG ? 85 : f == IMAGE_WEBP ? 82 : f == IMAGE_AVIF ? 60 : 100;
}

void encoded_drop(struct encoded *e)
{
    free(e->data);
    *e = (struct encoded){0};
}

int encoded_make(struct ctx *ctx, image_writer *write, const struct pixmap *p, const struct encode_options *o,
                 struct where where, struct encoded *out)
{
    if (o->encodings)
        ++*o->encodings;
    return write(ctx, p, o, where, &out->data, &out->len);
}

int image_encode(struct ctx *ctx, const struct pixmap *p, const struct encode_options *given,
                 struct where where, uint8_t **out, size_t *len)
{
    struct encode_options o = *given;
    image_writer *write;
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
    struct encoded file = {0};
    int rc = encoded_make(ctx, write, p, &o, where, &file);
    if (rc == 0 && o.max_bytes)
        rc = image_fit_budget(ctx, write, p, &o, lossless, where, &file);
    pixmap_drop(flat);
    if (rc != 0) {
        encoded_drop(&file);
        return -1;
    }
    *out = file.data;
    *len = file.len;
    return 0;
}
