#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {"color", "value", BRAND_COLOR, .required = true, .help = "a colour of the palette"},
    {NULL, "tolerance", BRAND_NUMBER, .def = "12", .min = 0, .max = 100,
     .help = "greatest CIEDE2000 difference of a pixel from a colour of the palette"},
    {NULL, "max-share", BRAND_NUMBER, .required = true, .min = 0, .max = 100,
     .help = "greatest share of pixels off the palette, in percent"},
};

enum { BINS = 32, BIN_SHIFT = 3 };

/* A 32x32x32 histogram: the differences are computed once a bin, not once a pixel. */
static int check(struct check *c, const struct brand_rule *r)
{
    const struct pixmap *p = c->s->pixels;
    if (!p)
        return 0;
    uint32_t *bins = ARENA_ARRAY(c->arena, BINS * BINS * BINS, uint32_t);
    for (int y = 0; y < p->height; y++)
        for (int x = 0; x < p->width; x++) {
            uint32_t v;
            memcpy(&v, p->data + (size_t)y * (size_t)p->stride + (size_t)x * 4, 4);
            struct rgba q = color_of_pixel(v, (struct rgba){255, 255, 255, 255});
            bins[((q.r >> BIN_SHIFT) * BINS + (q.g >> BIN_SHIFT)) * BINS + (q.b >> BIN_SHIFT)]++;
        }
    double off = 0, all = (double)p->width * p->height, tolerance = rule_number(r, "tolerance", 12);
    struct lab swatches[64];
    size_t n = 0;
    for (const struct brand_item *i = r->items; i && n < LENGTH(swatches); i = i->next)
        swatches[n++] = lab_of(item_value(r, i, "value")->color);
    uint32_t most = 0;
    struct rgba worst = {0};
    for (int i = 0; i < BINS * BINS * BINS; i++) {
        if (!bins[i])
            continue;
        struct rgba q = {(uint8_t)((i / BINS / BINS) * 255 / (BINS - 1)),
                         (uint8_t)((i / BINS % BINS) * 255 / (BINS - 1)),
                         (uint8_t)((i % BINS) * 255 / (BINS - 1)), 255};
        struct lab lab = lab_of(q);
        bool near = false;
        for (size_t k = 0; k < n && !near; k++)
            near = color_difference(lab, swatches[k]) <= tolerance;
        if (near)
            continue;
        off += bins[i];
        if (bins[i] > most)
            most = bins[i], worst = q;
    }
    double share = 100 * off / all, allowed = rule_number(r, "max-share", 100);
    char hex[10];
    color_hex(worst, hex);
    if (share > allowed + 0.05)
        found(c, (struct spot){0},
              "%.1f %% of the picture is off the palette, mostly near %s; at most %g %% is allowed", share,
              hex, allowed);
    return 0;
}

BRAND_KIND(picture_colors, "picture-colors",
           .summary = "share of the picture's pixels that are off the palette", PARAMS(params),
           .need = NEED_PIXELS, .section = "colour", .hint = "use pictures in the colours of the brand",
           .check = check);
