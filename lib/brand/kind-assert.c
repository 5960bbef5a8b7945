#include "brand/worker-imp.h"

static const struct brand_param params[] = {
    {NULL, "that", BRAND_TEXT, .required = true,
     .help = "XPath 1.0 that must be true; columns, choices, slots, $layout, $locale, $theme, $width, "
             "$height are variables"},
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)out;
    struct ctx count = {0};
    struct xpath *x = xpath_new(&count, rule_value(r, "that")->text, r->where);
    if (!x)
        return rule_wrong(l, r->where, "write XPath 1.0, such as that=\"$price > 0 or $segment = 'vip'\"",
                          "that= is no XPath expression: %s", rule_value(r, "that")->text);
    xpath_drop(x);
    return 0;
}

static int check(struct check *c, const struct brand_rule *r)
{
    if (c->s->kind == SUBJECT_CREATIVE) /* there is no row to ask */
        return 0;
    int ok = worker_xpath(c, worker_assert_slot(c), rule_value(r, "that")->text);
    if (ok == 0)
        found(c, (struct spot){0}, "it is not true that %s", rule_value(r, "that")->text);
    return ok < 0 ? -1 : 0;
}

BRAND_KIND(assert, "assert", .summary = "any condition in XPath over the values of an ad", PARAMS(params),
           .need = NEED_LINE, .section = "data", .compile = compile, .check = check);
