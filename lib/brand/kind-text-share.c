#include "brand/brand-imp.h"

static const struct brand_param params[] = {
    {NULL, "max", BRAND_NUMBER, .required = true, .min = 0, .max = 100,
     .help = "greatest share of the picture that lines of text may cover, in percent"},
};

static int check(struct check *c, const struct brand_rule *r)
{
    if (!c->s->scene)
        return 0;
    struct rect canvas = {0, 0, c->s->scene->width, c->s->scene->height};
    double area = 0;
    for (size_t i = 0; i < c->s->n_texts; i++)
        for (size_t k = 0; k < c->s->texts[i].n_lines &&
                           rule_covers(r, c->s->texts[i].slot, c->s->texts[i].role, c->s->texts[i].id);
             k++) {
            struct rect b = rect_intersect(c->s->texts[i].lines[k].box, canvas);
            area += rect_empty(b) ? 0 : b.w * b.h;
        }
    double share = 100 * area / (canvas.w * canvas.h), most = rule_number(r, "max", 100);
    if (share > most + 0.05)
        found(c, (struct spot){0}, "text covers %.1f %% of the picture, at most %g %% is allowed", share,
              most);
    return 0;
}

BRAND_KIND(text_share, "text-share", .summary = "share of the picture that text covers", PARAMS(params),
           .need = NEED_LAYOUT, .by_slot = true, .section = "layout", .hint = "say it with fewer words",
           .check = check);
