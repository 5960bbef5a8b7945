#include "brand/brand-imp.h"

#include <math.h>
#include <string.h>

static const struct brand_param params[] = {
    {NULL, "min", BRAND_NUMBER, .min = 0.1, .max = 10000, .help = "least size in pixels of the picture"},
    {NULL, "max", BRAND_NUMBER, .min = 0.1, .max = 10000, .help = "greatest size in pixels of the picture"},
    {NULL, "sizes", BRAND_WORDS, .help = "sizes that are allowed, in pixels as drawn: 12 16 24"},
    {NULL, "tolerance", BRAND_NUMBER, .def = "0.1", .min = 0, .max = 100, .help = "of sizes=, in pixels"},
    {NULL, "viewed-width", BRAND_NUMBER, .min = 1, .max = 16384,
     .help = "width at which the ad is seen: sizes are of the picture scaled to it"},
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)out;
    const char *const *w = rule_value(r, "sizes")->words;
    for (double size; w && *w; w++)
        if (number_parse(*w, strlen(*w), &size) != strlen(*w) || size <= 0)
            return rule_wrong(l, r->where, "write sizes=\"12 16 24\"", "'%s' is no size", *w);
    if (rule_value(r, "min")->set || rule_value(r, "max")->set || rule_value(r, "sizes")->set)
        return 0;
    return rule_wrong(l, r->where, "write min=\"9\"",
                      "a rule of kind 'text-size' needs min=, max= or sizes=");
}

static bool listed(const struct brand_rule *r, double size)
{
    const char *const *w = rule_value(r, "sizes")->words;
    bool any = w == NULL;
    for (double one; w && *w && !any; w++)
        any =
            number_parse(*w, strlen(*w), &one) && fabs(one - size) <= rule_number(r, "tolerance", 0.1) + 1e-6;
    return any;
}

static int check(struct check *c, const struct brand_rule *r)
{
    double min = rule_number(r, "min", 0), max = rule_number(r, "max", 0),
           viewed = rule_number(r, "viewed-width", 0);
    for (size_t i = 0; i < c->s->n_texts; i++) {
        const struct drawn_text *t = &c->s->texts[i];
        double scale = viewed > 0 && c->s->scene->width > 0 ? viewed / c->s->scene->width : 1,
               size = t->size * scale;
        if (!rule_covers(r, t->slot, t->role, t->id))
            continue;
        struct spot spot = text_spot(t, size < min ? "min" : "max");
        const char *where = spot_name(c, t->slot, t->id, t->file_line), *seen = viewed > 0 ? " as seen" : "";
        if (size < min - 0.005)
            found(c, spot, "%s is drawn at %.1f px%s, at least %g px are needed", where, size, seen, min);
        else if (max > 0 && size > max + 0.005)
            found(c, spot, "%s is drawn at %.1f px%s, at most %g px are allowed", where, size, seen, max);
        spot.key = "sizes";
        if (!listed(r, size))
            found(c, spot, "%s is drawn at %.1f px%s, allowed are %s", where, size, seen,
                  rule_value(r, "sizes")->text);
    }
    return 0;
}

BRAND_KIND(text_size, "text-size", .summary = "least and greatest size of text as drawn, after fitting",
           PARAMS(params), .need = NEED_LAYOUT, .by_slot = true, .section = "type",
           .hint = "shorten the copy, widen its box, or raise the least size of its fit", .compile = compile,
           .check = check);
