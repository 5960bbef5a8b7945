#include "image/image-imp.h"

#include <stdlib.h>
#include <string.h>

struct pixmap *pixmap_new(int width, int height)
{
    if (width < 1 || height < 1 || width > LIMIT_CANVAS_SIDE || height > LIMIT_CANVAS_SIDE ||
        (long)width * height > LIMIT_CANVAS_PIXELS)
        return NULL;
    struct pixmap *p = xmalloc(sizeof *p);
    *p = (struct pixmap){.width = width, .height = height, .stride = width * 4};
    size_t size = (size_t)height * (size_t)p->stride;
    p->data = memset(pages_ready(xmalloc(size), size), 0, size);
    return p;
}

void pixmap_drop(struct pixmap *p)
{
    if (!p)
        return;
    image_notes_drop(p->notes);
    free(p->data);
    free(p);
}

struct pixmap *pixmap_clone(const struct pixmap *p)
{
    struct pixmap *c = xmalloc(sizeof *c);
    *c = *p;
    c->notes = NULL;
    c->stride = p->width * 4;
    size_t size = (size_t)c->height * (size_t)c->stride;
    c->data = pages_ready(xmalloc(size), size);
    for (int y = 0; y < p->height; y++)
        memcpy(pixmap_row(c, y), pixmap_row(p, y), (size_t)p->width * 4);
    return c;
}

bool pixmap_premultiply(struct pixmap *p)
{
    uint32_t all = 0xFF;
    for (int y = 0; y < p->height; y++) {
        uint32_t *row = pixmap_row(p, y), row_and = 0xFF;
        for (int x = 0; x < p->width; x++)
            row_and &= row[x] >> 24;
        all &= row_and;
        if (row_and == 0xFF)
            continue;
        for (int x = 0; x < p->width; x++) {
            uint32_t v = row[x], a = v >> 24;
            row[x] = a << 24 | mul255(v >> 16 & 0xFF, a) << 16 | mul255(v >> 8 & 0xFF, a) << 8 |
                     mul255(v & 0xFF, a);
        }
    }
    p->opaque = all == 0xFF;
    return p->opaque;
}

bool pixmap_is_opaque(const struct pixmap *p)
{
    if (p->opaque)
        return true;
    for (int y = 0; y < p->height; y++) {
        const uint32_t *row = pixmap_row(p, y);
        uint32_t all = 0xFFFFFFFFu;
        for (int x = 0; x < p->width; x++)
            all &= row[x];
        if (all >> 24 != 0xFF)
            return false;
    }
    return true;
}

void row_to_rgba(const uint32_t *from, uint8_t *to, int n)
{
    for (int x = 0; x < n; x++, to += 4) {
        uint32_t v = from[x], a = v >> 24, r = v >> 16 & 0xFF, g = v >> 8 & 0xFF, b = v & 0xFF;
        if (a != 0xFF && a != 0) {
            /* Colours above alpha cannot be premultiplied ones; clamp rather than wrap. */
            r = (r * 255 + a / 2) / a;
            g = (g * 255 + a / 2) / a;
            b = (b * 255 + a / 2) / a;
            r = r > 255 ? 255 : r;
            g = g > 255 ? 255 : g;
            b = b > 255 ? 255 : b;
        } else if (a == 0) {
            r = g = b = 0;
        }
        to[0] = (uint8_t)r;
        to[1] = (uint8_t)g;
        to[2] = (uint8_t)b;
        to[3] = (uint8_t)a;
    }
}

void row_to_rgb(const uint32_t *from, uint8_t *to, int n)
{
    for (int x = 0; x + 1 < n; x++, to += 3) { /* four bytes at once, the next pixel overwrites the last */
        uint32_t v = PIXMAP_LITTLE ? __builtin_bswap32(from[x]) >> 8 : from[x] << 8;
        memcpy(to, &v, 4);
    }
    uint32_t v = from[n - 1];
    to[0] = (uint8_t)(v >> 16);
    to[1] = (uint8_t)(v >> 8);
    to[2] = (uint8_t)v;
}

struct pixmap *pixmap_flatten(const struct pixmap *p, struct rgba background)
{
    if (background.a == 0)
        background = (struct rgba){255, 255, 255, 255};
    uint32_t br = background.r, bg = background.g, bb = background.b;
    struct pixmap *out = pixmap_clone(p);
    for (int y = 0; y < out->height; y++) {
        uint32_t *row = pixmap_row(out, y);
        for (int x = 0; x < out->width; x++) {
            uint32_t v = row[x], rest = 255 - (v >> 24);
            /* the sum can pass 255 only when the input is not premultiplied; masking keeps channels apart */
            uint32_t r = (v >> 16 & 0xFF) + mul255(br, rest), g = (v >> 8 & 0xFF) + mul255(bg, rest),
                     b = (v & 0xFF) + mul255(bb, rest);
            r = r > 255 ? 255 : r;
            g = g > 255 ? 255 : g;
            b = b > 255 ? 255 : b;
            row[x] = 0xFF000000u | r << 16 | g << 8 | b;
        }
    }
    out->opaque = true;
    return out;
}
