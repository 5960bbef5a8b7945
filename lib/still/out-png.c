#include "still/still-imp.h"

static int write(struct ctx *ctx, const struct still_shot *shot, struct where where, uint8_t **out,
                 size_t *len)
{
    return out_pixels(ctx, shot, IMAGE_PNG, where, out, len);
}

const struct still_format still_format_png = {
    .name = "png",
    .ext = "png",
    .summary = "PNG, lossless; --palette for 256 colours, --compression for smaller files",
    .pixels = true,
    .image = IMAGE_PNG,
    .write = write,
};
