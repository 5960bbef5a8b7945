#include "still/still-imp.h"

static int write(struct ctx *ctx, const struct still_shot *shot, struct where where, uint8_t **out,
                 size_t *len)
{
    return out_pixels(ctx, shot, IMAGE_JPEG, where, out, len);
}

const struct still_format still_format_jpeg = {
    .name = "jpeg",
    .ext = "jpg",
    .summary = "JPEG; --quality, --chroma, --progressive, --background",
    .pixels = true,
    .image = IMAGE_JPEG,
    .write = write,
};
