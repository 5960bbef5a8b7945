/* Numbers that stand in the text itself. */
#include "l10n/checker-imp.h"

#include <string.h>

/* What may stand between the digits of one number: points, commas, apostrophes, thin and no-break spaces,
 * Arabic marks. */
static bool separates(uint32_t c)
{
    return c == '.' || c == ',' || c == '\'' || c == 0x2019 || c == 0xA0 || c == 0x202F || c == 0x2009 ||
           c == 0x066B || c == 0x066C;
}

/* Numbers as digits 0 to 9 without separators, a line each. */
static void numbers(const char *text, struct str *out)
{
    const char *end = text + strlen(text);
    bool inside = false;
    for (const char *p = text; p < end;) {
        uint32_t c = utf8_next(&p, end);
        const char *next = p;
        int digit = char_digit(c);
        if (digit >= 0) {
            str_putc(out, (char)('0' + digit));
            inside = true;
        } else if (inside && !(separates(c) && p < end && char_digit(utf8_next(&next, end)) >= 0)) {
            str_putc(out, '\n');
            inside = false;
        }
    }
    if (inside)
        str_putc(out, '\n');
}

/* Takes out of `numbers` those that `other` writes as a word: "one", "deux". */
static void spelled_out(struct checking *k, struct str *list, const char *locale, const char *other)
{
    static const char pattern[] = "{n, spellout}";
    struct ctx silent = {0};
    struct str kept = STR_INIT;
    const struct message *m =
        locale && list->len ? message_parse(&silent, k->arena, pattern, NULL, (struct where){0}) : NULL;
    for (const char *p = list->data; *p;) {
        size_t n = strcspn(p, "\n");
        struct message_arg_value arg = {"n", arena_strndup(k->arena, p, n), NULL};
        struct formatted word;
        bool spelled = m && n <= 3 &&
                       message_format(&silent, k->checker->formatter, m, locale, &arg, 1, k->arena,
                                      (struct where){0}, &word) == 0 &&
                       has_word(other, word.text);
        if (!spelled)
            str_put(&kept, p, n + 1);
        p += n + 1;
    }
    str_drop(list);
    *list = kept;
}

static void unit(struct checking *k, const struct checked *u)
{
    for (size_t i = 0; i < u->n_sentences; i++) {
        const struct sentence *s = &u->sentences[i];
        struct str source = STR_INIT, target = STR_INIT;
        numbers(s->source, &source);
        numbers(s->target, &target);
        char *lost = words_missing(k->arena, &source, &target),
             *added = words_missing(k->arena, &target, &source);
        if (lost) {
            spelled_out(k, &source, k->locale, s->target);
            lost = words_missing(k->arena, &source, &target);
        }
        if (added) {
            spelled_out(k, &target, k->source_locale, s->source);
            added = words_missing(k->arena, &target, &source);
        }
        const char *where = s->branch ? arena_printf(k->arena, " (form %s)", s->branch) : "";
        str_drop(&source);
        str_drop(&target);
        if (lost)
            finding_add(k, u, "lost", NULL, "the translation lacks the number %s%s", lost, where);
        if (added)
            finding_add(k, u, "added", NULL, "the source lacks the number %s%s", added, where);
        if (lost || added)
            return;
    }
}

const struct l10n_rule l10n_check_numbers = {
    .name = "numbers",
    .section = "text",
    .summary = "Numbers in the text are those of the source.",
    .hint = "check the number; write it out in both texts or in none",
    .level = DIAG_WARNING,
    .explain = "Digits of any script count, and separators are taken out first: 1,000.50 equals 1.000,50 and "
               "١٬٠٠٠٫٥٠. Numbers that arguments bring are not looked at. A number that the other text "
               "spells out (\"one\") is there too.",
    .unit = unit,
};
