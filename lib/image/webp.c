/* WebP through libwebp. */
#include "image/image-imp.h"

#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>
#include <webp/encode.h>

int webp_decode(struct ctx *ctx, const uint8_t *data, size_t len, struct where where, struct pixmap *to)
{
    WebPDecoderConfig config;
    int status = VP8_STATUS_INVALID_PARAM;
    if (WebPInitDecoderConfig(&config)) {
        config.output.colorspace = PIXMAP_LITTLE ? MODE_BGRA : MODE_ARGB;
        config.output.is_external_memory = 1;
        config.output.u.RGBA.rgba = to->data;
        config.output.u.RGBA.stride = to->stride;
        config.output.u.RGBA.size = (size_t)to->stride * (size_t)to->height;
        status = (int)WebPGetFeatures(data, len, &config.input);
        if (status == VP8_STATUS_OK && (config.input.width != to->width || config.input.height != to->height))
            status = VP8_STATUS_BITSTREAM_ERROR;
        if (status == VP8_STATUS_OK)
            status = (int)WebPDecode(data, len, &config);
        WebPFreeDecBuffer(&config.output);
    }
    if (status != VP8_STATUS_OK) {
        report(ctx, DIAG_IMAGE_BROKEN, where, "the WebP picture is damaged (libwebp status %d)", status);
        return -1;
    }
    return 0;
}

/* Straight alpha as WebP wants it. */
static struct pixmap *straight(const struct pixmap *p)
{
    struct pixmap *s = pixmap_clone(p);
    if (p->opaque)
        return s;
    for (int y = 0; y < s->height; y++) {
        uint32_t *row = pixmap_row(s, y);
        for (int x = 0; x < s->width; x++) {
            uint8_t c[4];
            row_to_rgba(row + x, c, 1);
            row[x] = (uint32_t)c[3] << 24 | (uint32_t)c[0] << 16 | (uint32_t)c[1] << 8 | c[2];
        }
    }
    return s;
}

int webp_encode(struct ctx *ctx, const struct pixmap *p, const struct encode_options *o, struct where where,
                uint8_t **out, size_t *len)
{
    WebPConfig config;
    WebPPicture picture;
    WebPMemoryWriter memory;
    if (p->width > WEBP_MAX_DIMENSION || p->height > WEBP_MAX_DIMENSION) {
        report(ctx, DIAG_IMAGE_ENCODE, where, "WebP pictures have at most %d pixels a side",
               WEBP_MAX_DIMENSION);
        return -1;
    }
    bool ok = WebPConfigInit(&config) && WebPPictureInit(&picture);
    if (ok && o->lossless)
        ok = WebPConfigLosslessPreset(&config, 2);
    if (!ok) {
        report(ctx, DIAG_IMAGE_ENCODE, where,
               "libwebp cannot be used: its version differs from the one built against");
        return -1;
    }
    config.thread_level = 0; /* one worker a core already */
    if (!o->lossless) {
        config.quality = (float)o->quality;
        config.method = 2; /* measured on ads: less than half the time of 4 for 2 to 5 % more bytes */
        config.alpha_quality = 100;
    }
    WebPMemoryWriterInit(&memory);
    picture.width = p->width;
    picture.height = p->height;
    picture.use_argb = o->lossless;
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = &memory;
    struct pixmap *s = pixmap_is_opaque(p) ? NULL : straight(p);
    const struct pixmap *from = s ? s : p;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    ok = s ? WebPPictureImportBGRA(&picture, from->data, from->stride)
           : WebPPictureImportBGRX(&picture, from->data, from->stride);
#else
    picture.use_argb = 1;
    ok = WebPPictureAlloc(&picture);
    for (int y = 0; ok && y < from->height; y++)
        memcpy(picture.argb + (size_t)y * (size_t)picture.argb_stride, pixmap_row(from, y),
               (size_t)from->width * 4);
#endif
    pixmap_drop(s);
    ok = ok && WebPEncode(&config, &picture);
    int code = (int)picture.error_code;
    WebPPictureFree(&picture);
    if (!ok) {
        WebPMemoryWriterClear(&memory);
        report(ctx, DIAG_IMAGE_ENCODE, where, "cannot write the WebP picture (libwebp error %d)", code);
        return -1;
    }
    *out = memory.mem;
    *len = memory.size;
    return 0;
}
