#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {NULL, "exclamations", BRAND_NUMBER, .min = 0, .max = 100, .help = "most exclamation marks in one text"},
    {NULL, "capital-words", BRAND_NUMBER, .min = 0, .max = 1000,
     .help = "most words of three letters or more written in capitals"},
    {NULL, "sentence-words", BRAND_NUMBER, .min = 1, .max = 1000, .help = "most words in one sentence"},
    {NULL, "allow", BRAND_WORDS, .help = "words that may be in capitals"},
};

struct counts {
    long exclamations, capitals, words, longest;
    char capital[64]; /* the first one */
};

static void word_count(struct counts *n, const struct word *w, const char *const *allow)
{
    char word[sizeof n->capital];
    size_t len = w->len < sizeof word ? w->len : sizeof word - 1;
    if (w->begins)
        n->words = 0;
    n->words++;
    n->longest = n->words > n->longest ? n->words : n->longest;
    if (w->letters < 3 || w->capitals != w->letters)
        return;
    memcpy(word, w->start, len);
    word[len] = '\0';
    if (!words_have(allow, word) && !n->capitals++)
        memcpy(n->capital, word, sizeof word);
}

static struct counts count(const char *text, const char *const *allow)
{
    struct counts n = {0};
    const char *end = text + strlen(text);
    struct word w;
    for (const char *p = text; word_next(&p, end, &w);)
        word_count(&n, &w, allow);
    for (const char *p = text; p < end;) {
        uint32_t c = utf8_next(&p, end);
        n.exclamations += c == '!' || c == 0xff01;
    }
    return n;
}

static int check_text(struct check *c, const struct brand_rule *r, const struct copy_fact *f)
{
    struct counts n = count(f->text, rule_value(r, "allow")->words);
    bool loud = rule_value(r, "exclamations")->set && n.exclamations > rule_number(r, "exclamations", 0);
    bool shouts = rule_value(r, "capital-words")->set && n.capitals > rule_number(r, "capital-words", 0);
    bool long_winded =
        rule_value(r, "sentence-words")->set && n.longest > rule_number(r, "sentence-words", 0);
    if (!loud && !shouts && !long_winded)
        return 0;
    const char *name = spot_name(c, f->slot, f->id, f->where.line);
    struct spot spot = copy_spot(f, NULL);
    if (loud) {
        spot.key = "exclamations";
        found(c, spot, "%s has %ld exclamation marks, at most %g are allowed", name, n.exclamations,
              rule_number(r, "exclamations", 0));
    }
    if (shouts) {
        spot.key = "capital-words";
        found(c, spot, "%s shouts: %ld words in capitals, such as \"%s\", at most %g are allowed", name,
              n.capitals, n.capital, rule_number(r, "capital-words", 0));
    }
    if (long_winded) {
        spot.key = "sentence-words";
        found(c, spot, "%s has a sentence of %ld words, at most %g are allowed", name, n.longest,
              rule_number(r, "sentence-words", 0));
    }
    return 0;
}

BRAND_KIND(tone, "tone", .summary = "exclamation marks, words in capitals, length of sentences",
           PARAMS(params), .need = NEED_LINE, .by_slot = true, .section = "copy",
           .hint = "say it more calmly, or in shorter sentences", .check_text = check_text);
