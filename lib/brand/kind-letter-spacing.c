#include "brand/brand-imp.h"

#include <math.h>
#include <string.h>

static const struct brand_param params[] = {
    {NULL, "min", BRAND_NUMBER, .min = -10, .max = 10, .help = "least letter-spacing, in em: -0.02"},
    {NULL, "max", BRAND_NUMBER, .min = -10, .max = 10, .help = "greatest letter-spacing, in em"},
    {NULL, "on", BRAND_CHOICE, .def = "all", .choices = "all|capitals|other",
     .help = "texts that are meant: all, those in capitals alone, the others"},
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)out;
    if (rule_value(r, "min")->set || rule_value(r, "max")->set)
        return 0;
    return rule_wrong(l, r->where, "write min=\"-0.02\" or max=\"0.1\", in em",
                      "a rule of kind 'letter-spacing' needs min= or max=");
}

/* What the fit ladder took away, when it had to tighten the tracking. */
static double tracked(const struct check *c, const struct drawn_text *t)
{
    const struct slot *slot = c->s->creative && t->slot ? creative_slot(c->s->creative, t->slot) : NULL;
    const struct slot_fit *fit = slot ? slot_fit_for(slot, c->s->layout ? c->s->layout->name : NULL) : NULL;
    for (size_t i = 0; fit && i < fit->n_ladder && t->layout->steps >> FIT_TRACK & 1; i++)
        if (fit->ladder[i].kind == FIT_TRACK)
            return fit->ladder[i].value;
    return 0;
}

static bool meant(const struct brand_rule *r, const struct drawn_text *t)
{
    const char *on = rule_value(r, "on")->text;
    return str_eq(on, "all") || all_capitals(t->text, NULL) == str_eq(on, "capitals");
}

static int check(struct check *c, const struct brand_rule *r)
{
    bool has_min = rule_value(r, "min")->set, has_max = rule_value(r, "max")->set;
    double min = rule_number(r, "min", 0), max = rule_number(r, "max", 0);
    for (size_t i = 0; i < c->s->n_texts; i++) {
        const struct drawn_text *t = &c->s->texts[i];
        if (!t->style || t->style->size <= 0 || !rule_covers(r, t->slot, t->role, t->id) || !meant(r, t))
            continue;
        double em = t->style->letter_spacing / t->style->size + tracked(c, t);
        const char *name = spot_name(c, t->slot, t->id, t->file_line);
        if (has_min && em < min - 0.0005)
            found(c, text_spot(t, "min"), "%s is spaced by %.3g em, at least %g em is needed", name, em, min);
        else if (has_max && em > max + 0.0005)
            found(c, text_spot(t, "max"), "%s is spaced by %.3g em, at most %g em is allowed", name, em, max);
    }
    return 0;
}

BRAND_KIND(letter_spacing, "letter-spacing", .summary = "least and greatest letter-spacing, after fitting",
           PARAMS(params), .need = NEED_LAYOUT, .by_slot = true, .section = "type",
           .hint = "change letter-spacing in the layout, or the track step of the slot's fit",
           .compile = compile, .check = check);
