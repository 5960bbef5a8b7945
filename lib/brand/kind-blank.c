#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {NULL, "transparent", BRAND_NUMBER, .def = "100", .min = 0, .max = 100,
     .help = "greatest share of pixels that are not opaque, in percent"},
};

static int check(struct check *c, const struct brand_rule *r)
{
    const struct pixmap *p = c->s->pixels;
    if (!p)
        return 0;
    bool same = true;
    double clear = 0;
    uint32_t first;
    memcpy(&first, p->data, 4);
    for (int y = 0; y < p->height; y++)
        for (int x = 0; x < p->width; x++) {
            uint32_t v;
            memcpy(&v, p->data + (size_t)y * (size_t)p->stride + (size_t)x * 4, 4);
            same &= v == first;
            clear += v >> 24 != 255;
        }
    double share = 100 * clear / ((double)p->width * p->height), most = rule_number(r, "transparent", 100);
    if (same)
        found(c, (struct spot){.key = "blank"}, "the picture is blank: every pixel is the same");
    else if (share > most + 0.005)
        found(c, (struct spot){.key = "transparent"},
              "%.1f %% of the picture is transparent, at most %g %% is allowed", share, most);
    return 0;
}

BRAND_KIND(blank, "blank", .summary = "pictures that show nothing, or holes where a background is missing",
           PARAMS(params), .need = NEED_PIXELS, .section = "picture", .hint = "give the layout a background",
           .check = check);
