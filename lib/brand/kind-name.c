#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {NULL, "of", BRAND_CHOICES, .def = "output id", .choices = "output|id",
     .help = "which names: of output files, of variants"},
    {"forbid", "", BRAND_PATTERN, .required = true, .help = "a pattern that no name may match"},
    {"require", "", BRAND_PATTERN, .required = true, .help = "a pattern that every name must match"},
};

static int look(struct check *c, const struct brand_rule *r, const char *what, const char *name)
{
    for (const struct brand_item *i = r->items; i && name; i = i->next) {
        bool forbid = i->element[0] == 'f';
        int m = match_test(c->ctx, item_value(r, i, "")->pattern, name, strlen(name), i->where);
        if (m < 0)
            return -1;
        if (forbid == (m > 0)) /* the pattern itself may name people: it is the key, the name is not shown */
            found(c, (struct spot){.key = item_value(r, i, "")->text}, "the name of the %s %s /%s/", what,
                  forbid ? "matches" : "does not match", item_value(r, i, "")->text);
    }
    return 0;
}

static int check(struct check *c, const struct brand_rule *r)
{
    const char *const *of = rule_value(r, "of")->words;
    int result = 0;
    if (words_have(of, "id") && c->s->kind == SUBJECT_VARIANT)
        result |= look(c, r, "variant", c->s->variant->id);
    for (size_t i = 0; i < c->s->n_files && words_have(of, "output"); i++)
        result |= look(c, r, "picture", c->s->files[i].path);
    return result;
}

BRAND_KIND(name, "name", .summary = "patterns that the names of variants and files must or must not match",
           PARAMS(params), .need = NEED_LINE, .section = "data",
           .hint = "change <output name=...> of the creative", .check = check);
