#include "still/still-imp.h"

static int write(struct ctx *ctx, const struct still_shot *shot, struct where where, uint8_t **out,
                 size_t *len)
{
    return out_pixels(ctx, shot, IMAGE_GIF, where, out, len);
}

static bool available(void)
{
    return image_can_encode(IMAGE_GIF);
}
const struct still_format still_format_gif = {
    .name = "gif",
    .ext = "gif",
    .summary = "GIF, 256 colours",
    .pixels = true,
    .image = IMAGE_GIF,
    .available = available,
    .write = write,
};
