#include "still/still-imp.h"

static int write(struct ctx *ctx, const struct still_shot *shot, struct where where, uint8_t **out,
                 size_t *len)
{
    return out_pixels(ctx, shot, IMAGE_WEBP, where, out, len);
}

const struct still_format still_format_webp = {
    .name = "webp",
    .ext = "webp",
    .summary = "WebP; --quality or --lossless",
    .pixels = true,
    .image = IMAGE_WEBP,
    .write = write,
};
