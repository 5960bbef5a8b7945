#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {"term", "", BRAND_TEXT, .required = true, .help = "a name as it must be written"},
    {"term", "wrong", BRAND_PATTERN,
     .help = "spellings that stand for it; default: the same letters in any case"},
};

struct term {
    struct term *next;
    const char *right;
    const struct match *wrong;
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    struct arena *a = loader_arena(l);
    struct term **at = (struct term **)out;
    if (!r->items)
        return rule_wrong(l, r->where, "write <term>Name</term>", "a rule of kind 'terms' needs a term");
    for (const struct brand_item *i = r->items; i; i = i->next) {
        struct term *t = *at = ARENA_NEW(a, struct term);
        at = &t->next;
        t->right = item_value(r, i, "")->text;
        t->wrong = item_value(r, i, "wrong")->pattern;
        if (!t->wrong) /* any case of the name itself */
            t->wrong = loader_match(l, t->right, MATCH_NOCASE | MATCH_LITERAL | MATCH_WORDS, i->where);
        if (!t->wrong)
            return -1;
    }
    return 0;
}

static int look(struct check *c, const struct term *t, const struct copy_fact *f)
{
    size_t len = strlen(f->text), right = strlen(t->right), start, end;
    bool any = false;
    for (size_t from = 0; from <= len; from = end > from ? end : from + 1) {
        int m = match_search(c->ctx, t->wrong, f->text, len, from, &start, &end, f->where);
        if (m <= 0)
            return m;
        if (end - start == right && memcmp(f->text + start, t->right, right) == 0)
            continue;
        if (!any) /* one finding a text is enough */
            found(c, copy_spot(f, t->right), "%s writes \"%s\" for \"%s\"",
                  spot_name(c, f->slot, f->id, f->where.line),
                  excerpt(c->arena, f->text + start, end - start), t->right);
        any = true;
        fixable_text(c, f, f->text + start, end - start, t->right);
    }
    return 0;
}

static int check_text(struct check *c, const struct brand_rule *r, const struct copy_fact *f)
{
    for (const struct term *t = r->payload; t; t = t->next)
        if (look(c, t, f) < 0)
            return -1;
    return 0;
}

BRAND_KIND(terms, "terms", .summary = "product names and trademarks, spelled as they must be", PARAMS(params),
           .need = NEED_LINE, .by_slot = true, .section = "copy",
           .hint = "write the name as the brand writes it", .compile = compile, .check_text = check_text);
