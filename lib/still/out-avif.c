#include "still/still-imp.h"

static int write(struct ctx *ctx, const struct still_shot *shot, struct where where, uint8_t **out,
                 size_t *len)
{
    return out_pixels(ctx, shot, IMAGE_AVIF, where, out, len);
}

static bool available(void)
{
    return image_can_encode(IMAGE_AVIF);
}
const struct still_format still_format_avif = {
    .name = "avif",
    .ext = "avif",
    .summary = "AVIF, where the machine's ImageMagick writes it; --quality",
    .pixels = true,
    .image = IMAGE_AVIF,
    .available = available,
    .write = write,
};
