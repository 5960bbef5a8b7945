#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {NULL, "max-lix", BRAND_NUMBER, .min = 1, .max = 200,
     .help = "greatest LIX (Björnsson 1968), for any language with spaces between words: 30 easy, 40 news, "
             "55 hard"},
    {NULL, "max-grade", BRAND_NUMBER, .min = 0, .max = 30,
     .help = "greatest Flesch-Kincaid grade (1975), for English alone: years of school"},
    {NULL, "min-words", BRAND_NUMBER, .def = "8", .min = 1, .max = 10000,
     .help = "texts with fewer words have no reading level"},
};

struct counts {
    double words, sentences, long_words, syllables;
};

/* English syllables by groups of vowels; a silent final e does not count. An estimate, as all such are. */
static int syllables(const char *w, size_t n)
{
    int groups = 0;
    bool before = false;
    for (size_t i = 0; i < n; i++) {
        bool vowel = strchr("aeiouyAEIOUY", w[i]) != NULL && w[i];
        groups += vowel && !before;
        before = vowel;
    }
    bool silent = n > 2 && (w[n - 1] == 'e' || w[n - 1] == 'E') && !strchr("aeiouyAEIOUY", w[n - 2]) &&
                  !(w[n - 2] == 'l' && n > 3 && !strchr("aeiouyAEIOUY", w[n - 3]));
    groups -= silent && groups > 1;
    return groups ? groups : 1;
}

static struct counts count(const char *text)
{
    struct counts n = {.sentences = 1};
    struct word w;
    for (const char *p = text, *end = text + strlen(text); word_next(&p, end, &w);) {
        n.sentences += w.begins && n.words > 0;
        n.words++;
        n.long_words += w.letters > 6;
        n.syllables += syllables(w.start, w.len);
    }
    return n;
}

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)out;
    if (rule_value(r, "max-lix")->set || rule_value(r, "max-grade")->set)
        return 0;
    return rule_wrong(l, r->where, "write max-lix=\"40\"",
                      "a rule of kind 'reading' needs max-lix= or max-grade=");
}

static int check_text(struct check *c, const struct brand_rule *r, const struct copy_fact *f)
{
    static const char *const english[] = {"en", NULL};
    const char *lang = f->lang ? f->lang : c->s->locale;
    if (f->optional)
        return 0;
    struct counts n = count(f->text);
    if (n.words < rule_number(r, "min-words", 8))
        return 0;
    double lix = n.words / n.sentences + 100 * n.long_words / n.words;
    double grade = 0.39 * n.words / n.sentences + 11.8 * n.syllables / n.words - 15.59;
    const char *name = spot_name(c, f->slot, f->id, f->where.line);
    if (rule_value(r, "max-lix")->set && lix > rule_number(r, "max-lix", 0) + 0.05)
        found(c, copy_spot(f, "lix"),
              "%s reads at a LIX of %.0f, at most %g is allowed: %.0f words, %.0f of them long, in %.0f "
              "sentence%s",
              name, lix, rule_number(r, "max-lix", 0), n.words, n.long_words, n.sentences,
              n.sentences > 1 ? "s" : "");
    if (rule_value(r, "max-grade")->set && lang && locale_in(english, lang) &&
        grade > rule_number(r, "max-grade", 0) + 0.05)
        found(c, copy_spot(f, "grade"), "%s reads at grade %.1f, at most %g is allowed", name, grade,
              rule_number(r, "max-grade", 0));
    return 0;
}

BRAND_KIND(reading, "reading", .summary = "reading level of the copy", PARAMS(params), .need = NEED_LINE,
           .by_slot = true, .section = "copy", .hint = "write shorter sentences and shorter words",
           .compile = compile, .check_text = check_text);
