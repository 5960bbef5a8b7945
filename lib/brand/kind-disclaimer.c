#include "brand/brand-imp.h"

#include <stdlib.h>
#include <string.h>

static const struct brand_param params[] = {
    {"text", "", BRAND_TEXT, .required = true,
     .help = "the words that must appear; {…} stands for any value"},
    {"text", "locale", BRAND_TEXT, .help = "only in this locale and those below it"},
    {"text", "from", BRAND_DATE, .help = "first day on which it is required"},
    {"text", "until", BRAND_DATE, .help = "last day on which it may appear"},
};

struct notice {
    struct notice *next;
    const struct match *pattern;
    const struct brand_item *item;
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    struct notice **at = (struct notice **)out;
    if (!r->items)
        return rule_wrong(l, r->where, "write <text>the words</text>",
                          "a rule of kind 'disclaimer' needs a text");
    for (const struct brand_item *i = r->items; i; i = i->next) {
        struct notice *n = *at = ARENA_NEW(loader_arena(l), struct notice);
        at = &n->next;
        n->item = i;
        n->pattern = loader_match(l, pattern_of_text(loader_arena(l), item_value(r, i, "")->text, true),
                                  MATCH_DOTALL, i->where);
        if (!n->pattern)
            return -1;
    }
    return 0;
}

static double day_of(const char *today)
{
    long day = 0;
    for (; *today; today++)
        if (*today >= '0' && *today <= '9')
            day = 10 * day + (*today - '0');
    return (double)day;
}

static int check(struct check *c, const struct brand_rule *r)
{
    double today = day_of(c->today);
    if (c->s->kind != SUBJECT_VARIANT && c->s->kind != SUBJECT_SVG)
        return 0;
    for (const struct notice *n = r->payload; n; n = n->next) {
        const char *locale = item_value(r, n->item, "locale")->text;
        const char *const only[] = {locale, NULL};
        const struct brand_value *from = item_value(r, n->item, "from"),
                                 *until = item_value(r, n->item, "until");
        const char *text = item_value(r, n->item, "")->text;
        if ((locale && (!c->s->locale || !locale_in(only, c->s->locale))) ||
            (from->set && today < from->number))
            continue;
        const struct copy_fact *hit = NULL;
        for (size_t i = 0; i < c->s->n_copy && !hit; i++) {
            const struct copy_fact *f = &c->s->copy[i];
            if (!rule_covers(r, f->slot, f->role, f->id) || f->optional)
                continue;
            int m = match_test(c->ctx, n->pattern, f->text, strlen(f->text), f->where);
            if (m < 0)
                return -1;
            hit = m ? f : NULL;
        }
        bool over = until->set && today > until->number;
        if ((hit != NULL) != over)
            continue;
        const char *start = excerpt(c->arena, text, strlen(text));
        if (hit)
            found(c, (struct spot){.slot = hit->slot, .key = text}, "the text \"%s\" ended on %s", start,
                  until->text);
        else
            found(c, (struct spot){.key = text}, "the required text \"%s\" is missing", start);
    }
    return 0;
}

BRAND_KIND(disclaimer, "disclaimer", .summary = "legal texts that must appear, by locale, segment and date",
           PARAMS(params), .need = NEED_LINE, .by_slot = true, .section = "legal",
           .hint = "put the text into the legal slot, word for word", .compile = compile, .check = check);
