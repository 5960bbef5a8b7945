#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {NULL, "steps", BRAND_CHOICES, .def = "shrink track tighten fallback ellipsis",
     .choices = "shrink|track|tighten|fallback|ellipsis|none",
     .help = "steps of the fit ladder that may be used; 'none' for none"},
    {NULL, "tolerance", BRAND_NUMBER, .def = "0.5", .min = 0, .max = 1000,
     .help = "pixels that may stick out"},
};

static const struct {
    const char *name;
    enum fit_step_kind kind;
} steps[] = {{"shrink", FIT_SHRINK},
             {"track", FIT_TRACK},
             {"tighten", FIT_TIGHTEN},
             {"fallback", FIT_FALLBACK},
             {"ellipsis", FIT_ELLIPSIS}};

static int check(struct check *c, const struct brand_rule *r)
{
    double tolerance = rule_number(r, "tolerance", 0.5);
    for (size_t i = 0; i < c->s->n_texts; i++) {
        const struct drawn_text *t = &c->s->texts[i];
        const struct text_layout *l = t->layout;
        if (!rule_covers(r, t->slot, t->role, t->id))
            continue;
        const char *where = spot_name(c, t->slot, t->id, t->file_line);
        struct spot spot = text_spot(t, "overflow");
        double k = matrix_scale_of(t->matrix), x = l->overflow_x * k, y = l->overflow_y * k;
        if (l->overflow && (x > tolerance || y > tolerance))
            found(c, spot, "%s leaves its box by %.0f px across and %.0f px down: \"%s\"", where,
                  x > 0 ? x : 0, y > 0 ? y : 0,
                  excerpt(c->arena, t->text ? t->text : "", t->text ? strlen(t->text) : 0));
        for (size_t s = 0; s < LENGTH(steps); s++) {
            spot.key = steps[s].name;
            if (l->steps >> steps[s].kind & 1 && !words_have(rule_value(r, "steps")->words, steps[s].name))
                found(c, spot, "%s only fits with the step '%s' of its ladder", where, steps[s].name);
        }
    }
    return 0;
}

BRAND_KIND(overflow, "overflow", .summary = "text that leaves its box, and the steps used to make it fit",
           PARAMS(params), .need = NEED_LAYOUT, .by_slot = true, .section = "layout",
           .hint = "shorten the copy, give the message a shorter fallback, or widen the box", .check = check);
