/* Small pictures of failing ads, for the HTML report. */
#include <stdlib.h>

#include "brand/worker-imp.h"

enum { MOST_SIDE = 480 };

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

static char *data_uri(struct ctx *ctx, struct arena *a, const struct pixmap *p)
{
    int side = p->width > p->height ? p->width : p->height;
    struct pixmap *small = NULL;
    if (side > MOST_SIDE) {
        int w = (int)((long)p->width * MOST_SIDE / side), h = (int)((long)p->height * MOST_SIDE / side);
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

static struct rect place_of(const struct subject *s, const struct brand_finding *f)
{
    for (size_t i = 0; i < s->n_texts; i++) {
        const struct drawn_text *t = &s->texts[i];
        if (f->slot ? str_eq(t->slot, f->slot) : f->element && str_eq(t->id, f->element))
            return t->box;
    }
    return (struct rect){0};
}

void attach_picture(struct ctx *ctx, struct brand_worker *w, struct subject *s, struct brand_finding *f,
                    size_t n)
{
    const char *uri = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!brand_report_wants_picture(w->run->report, s->serial, &f[i]))
            continue;
        if (!s->pixels && s->scene)
            s->pixels = stage_draw(ctx, worker_stage(ctx, w), s->scene);
        if (!s->pixels)
            return; /* rules on copy alone draw nothing */
        if (!uri)
            uri = data_uri(ctx, w->arena, s->pixels);
        f[i].picture = uri;
        if (rect_empty(f[i].box)) /* a rule on words knows no place, the layout does */
            f[i].box = place_of(s, &f[i]);
        f[i].width = s->pixels->width;
        f[i].height = s->pixels->height;
    }
}
