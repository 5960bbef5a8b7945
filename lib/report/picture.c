/* Small pictures for pages. */
#include <math.h>
#include <stdlib.h>

#include "image/image.h"
#include "report/report-imp.h"

enum { MOST_SIDE = 800, MOST_PIXELS = 480 * 320 };

static char *base64(struct arena *a, const uint8_t *data, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *out = arena_alloc(a, (len + 2) / 3 * 4 + 1), *to = out;
    for (size_t i = 0; i < len; i += 3) {
        uint32_t v = (uint32_t)data[i] << 16;
        if (i + 1 < len)
            v |= (uint32_t)data[i + 1] << 8;
        if (i + 2 < len)
            v |= data[i + 2];
        *to++ = digits[v >> 18 & 63];
        *to++ = digits[v >> 12 & 63];
        *to++ = i + 1 < len ? digits[v >> 6 & 63] : '=';
        *to++ = i + 2 < len ? digits[v & 63] : '=';
    }
    return out;
}

char *report_picture(struct ctx *ctx, struct arena *a, const struct pixmap *p)
{
    double scale = sqrt((double)MOST_PIXELS / ((double)p->width * p->height));
    int side = p->width > p->height ? p->width : p->height;
    if (scale * side > MOST_SIDE)
        scale = (double)MOST_SIDE / side;
    struct pixmap *small = NULL;
    if (scale < 1) {
        int w = (int)(p->width * scale), h = (int)(p->height * scale);
        small = image_resize(p, w > 0 ? w : 1, h > 0 ? h : 1);
    }
    const struct encode_options how = {.format = IMAGE_JPEG, .quality = 80};
    uint8_t *data = NULL;
    size_t len;
    char *out = NULL;
    if (image_encode(ctx, small ? small : p, &how, (struct where){0}, &data, &len) == 0)
        out = arena_printf(a, "data:image/jpeg;base64,%s", base64(a, data, len));
    free(data);
    pixmap_drop(small);
    return out;
}
