#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {NULL, "max", BRAND_NUMBER, .def = "0", .min = 0, .max = 100000,
     .help = "most letters of a text that is set in capitals alone; 0: no text may be"},
    {NULL, "small-caps", BRAND_YES, .def = "yes", .help = "whether small capitals are allowed"},
    {NULL, "allow", BRAND_WORDS, .help = "words that may be in capitals, such as NEW VIP"},
};

static bool all_allowed(const struct brand_rule *r, const char *text)
{
    const char *const *words = rule_value(r, "allow")->words;
    struct word w;
    bool any = false, all = true;
    for (const char *p = text, *end = text + strlen(text); words && word_next(&p, end, &w); any = true) {
        bool known = false;
        for (const char *const *one = words; *one && !known; one++)
            known = strlen(*one) == w.len && memcmp(*one, w.start, w.len) == 0;
        all &= known;
    }
    return any && all;
}

static int check(struct check *c, const struct brand_rule *r)
{
    for (size_t i = 0; i < c->s->n_texts; i++) {
        const struct drawn_text *t = &c->s->texts[i];
        long letters = 0;
        if (!rule_covers(r, t->slot, t->role, t->id))
            continue;
        const char *name = spot_name(c, t->slot, t->id, t->file_line);
        if (t->style && t->style->small_caps && !rule_yes(r, "small-caps"))
            found(c, text_spot(t, "small-caps"), "%s is set in small capitals", name);
        if (!all_capitals(t->text, &letters) || letters < 3 || (double)letters <= rule_number(r, "max", 0) ||
            all_allowed(r, t->text))
            continue;
        found(c, text_spot(t, "capitals"),
              "%s is set in capitals: \"%s\", %ld letters, at most %g are allowed", name,
              excerpt(c->arena, t->text, strlen(t->text)), letters, rule_number(r, "max", 0));
    }
    return 0;
}

BRAND_KIND(capitals, "capitals", .summary = "texts that are set in capitals alone", PARAMS(params),
           .need = NEED_LAYOUT, .by_slot = true, .section = "type",
           .hint = "write it in capitals and small letters", .check = check);
