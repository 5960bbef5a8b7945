/* Decoding: the header is checked, the codec chosen, then the picture is premultiplied and turned upright. */
#include "image/image-imp.h"

#include <string.h>

/* EXIF: 2 mirrored, 3 half turn, 4 flipped, 5 transposed, 6 turned clockwise, 7 transversed, 8 turned
 * counter-clockwise. */
static struct pixmap *turn_upright(struct pixmap *p, int orientation)
{
    if (orientation <= 1 || orientation > 8)
        return p;
    bool swap = orientation >= 5;
    struct pixmap *out = pixmap_new(swap ? p->height : p->width, swap ? p->width : p->height);
    if (!out) {
        pixmap_drop(p);
        return NULL;
    }
    out->opaque = p->opaque;
    int w = p->width, h = p->height;
    for (int y = 0; y < out->height; y++) {
        uint32_t *to = pixmap_row(out, y);
        for (int x = 0; x < out->width; x++) {
            int sx = swap ? y : x, sy = swap ? x : y;
            if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
                sx = w - 1 - sx;
            if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
                sy = h - 1 - sy;
            to[x] = pixmap_row(p, sy)[sx];
        }
    }
    pixmap_drop(p);
    return out;
}

struct pixmap *image_decode(struct ctx *ctx, const void *data, size_t len, struct where where)
{
    struct header h;
    if (header_read(ctx, data, len, where, &h) != 0)
        return NULL;
    bool convert = h.has_profile && !h.profile_srgb;
    struct pixmap *p = NULL;
    int (*codec)(struct ctx *, const uint8_t *, size_t, struct where, struct pixmap *) = NULL;
    if (h.format == IMAGE_PNG)
        codec = png_decode;
    else if (h.format == IMAGE_JPEG)
        codec = jpeg_decode;
    else if (h.format == IMAGE_WEBP && !h.animated)
        codec = webp_decode;
    if (codec && !convert) {
        p = pixmap_new(h.width, h.height);
        if (!p || codec(ctx, data, len, where, p) != 0) {
            pixmap_drop(p);
            return NULL;
        }
    } else {
        p = magick_decode(ctx, h.format, data, len, where);
        if (!p)
            return NULL;
        if (h.format == IMAGE_AVIF)
            h.orientation = 1; /* libheif has turned it */
    }
    pixmap_premultiply(p);
    p = turn_upright(p, h.orientation);
    if (p)
        p->notes = image_notes_read(data, len);
    return p;
}
