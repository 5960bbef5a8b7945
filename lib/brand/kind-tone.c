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

static bool letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xc0 && c != 0xd7 && c != 0xf7 && c < 0x2000);
}

/* Latin-1, Latin Extended-A (pairs), Greek and Cyrillic capitals: scripts without case never count. */
static bool capital(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
           (c >= 0x100 && c <= 0x137 && c % 2 == 0) || (c >= 0x139 && c <= 0x148 && c % 2) ||
           (c >= 0x14a && c <= 0x177 && c % 2 == 0) || (c >= 0x391 && c <= 0x3a9) ||
           (c >= 0x400 && c <= 0x42f);
}

static void word_end(struct counts *n, const char *start, const char *end, long letters, long capitals,
                     const char *const *allow)
{
    if (!letters)
        return;
    n->words++;
    if (letters < 3 || capitals != letters)
        return;
    char word[sizeof n->capital];
    size_t len = (size_t)(end - start) < sizeof word ? (size_t)(end - start) : sizeof word - 1;
    memcpy(word, start, len);
    word[len] = '\0';
    if (words_have(allow, word))
        return;
    if (!n->capitals++)
        memcpy(n->capital, word, sizeof word);
}

static struct counts count(const char *text, const char *const *allow)
{
    struct counts n = {0};
    const char *end = text + strlen(text), *start = text;
    long letters = 0, capitals = 0;
    for (const char *p = text; p < end;) {
        const char *at = p;
        uint32_t c = utf8_next(&p, end);
        if (letter(c)) {
            if (!letters)
                start = at;
            letters++;
            capitals += capital(c);
            continue;
        }
        word_end(&n, start, at, letters, capitals, allow);
        letters = capitals = 0;
        n.exclamations += c == '!' || c == 0xff01;
        if (c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0x61f || c == '\n') {
            n.longest = n.words > n.longest ? n.words : n.longest;
            n.words = 0;
        }
    }
    word_end(&n, start, end, letters, capitals, allow);
    n.longest = n.words > n.longest ? n.words : n.longest;
    return n;
}

static int check(struct check *c, const struct brand_rule *r)
{
    for (size_t i = 0; i < c->s->n_copy; i++) {
        const struct copy_fact *f = &c->s->copy[i];
        if (!rule_covers(r, f->slot, f->role, f->id))
            continue;
        struct counts n = count(f->text, rule_value(r, "allow")->words);
        const char *name = spot_name(c, f->slot, f->id, f->where.line);
        struct spot spot = copy_spot(f, NULL);
        if (rule_value(r, "exclamations")->set && n.exclamations > rule_number(r, "exclamations", 0)) {
            spot.key = "exclamations";
            found(c, spot, "%s has %ld exclamation marks, at most %g are allowed", name, n.exclamations,
                  rule_number(r, "exclamations", 0));
        }
        if (rule_value(r, "capital-words")->set && n.capitals > rule_number(r, "capital-words", 0)) {
            spot.key = "capital-words";
            found(c, spot, "%s shouts: %ld words in capitals, such as \"%s\", at most %g are allowed", name,
                  n.capitals, n.capital, rule_number(r, "capital-words", 0));
        }
        if (rule_value(r, "sentence-words")->set && n.longest > rule_number(r, "sentence-words", 0)) {
            spot.key = "sentence-words";
            found(c, spot, "%s has a sentence of %ld words, at most %g are allowed", name, n.longest,
                  rule_number(r, "sentence-words", 0));
        }
    }
    return 0;
}

BRAND_KIND(tone, "tone", .summary = "exclamation marks, words in capitals, length of sentences",
           PARAMS(params), .need = NEED_LINE, .by_slot = true, .section = "copy",
           .hint = "say it more calmly, or in shorter sentences", .check = check);
