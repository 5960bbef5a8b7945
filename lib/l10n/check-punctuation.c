/* How a text ends. */
#include "l10n/checker-imp.h"

#include <string.h>

static const char *const names[] = {"no mark", "a full stop", "a question mark", "an exclamation mark",
                                    "a colon", "an ellipsis"};
enum mark { NONE, STOP, QUESTION, EXCLAMATION, COLON, ELLIPSIS };

static enum mark mark_of(uint32_t c, const char *locale)
{
    static const struct {
        uint32_t c;
        enum mark mark;
    } marks[] = {
        {'.', STOP},        {0x3002, STOP},        {0xFF0E, STOP},        {0xFF61, STOP},
        {0x0964, STOP},     {0x06D4, STOP},        {0x1362, STOP},        {0x0589, STOP},
        {0x17D4, STOP},     {0x104B, STOP},        {'?', QUESTION},       {0xFF1F, QUESTION},
        {0x061F, QUESTION}, {0x037E, QUESTION},    {0x1367, QUESTION},    {0x055E, QUESTION},
        {'!', EXCLAMATION}, {0xFF01, EXCLAMATION}, {0x055C, EXCLAMATION}, {':', COLON},
        {0xFF1A, COLON},    {0x1366, COLON},       {0x2026, ELLIPSIS},
    };
    if (c == ';' && language_is(locale, "el"))
        return QUESTION;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (marks[i].c == c)
            return marks[i].mark;
    }
    return NONE;
}

/* The last mark, behind closing quotes, brackets, marks of direction and spaces. */
static enum mark ending(const char *text, const char *locale)
{
    uint32_t last = 0, before = 0, third = 0;
    for (const char *p = text, *end = text + strlen(text); p < end;) {
        uint32_t c = utf8_next(&p, end);
        if (char_is_space(c) || char_is_closing(c) || char_is_invisible(c))
            continue;
        third = before, before = last, last = c;
    }
    if (last == '.' && before == '.' && third == '.')
        return ELLIPSIS;
    return mark_of(last, locale);
}

/* Spanish opens its questions and exclamations. */
static const char *unopened(const char *text, enum mark end, const char *locale)
{
    if (!language_among(locale, "es ast gl") || language_is(locale, "gl"))
        return NULL;
    if (end == QUESTION && !strstr(text, "¿"))
        return "¿";
    return end == EXCLAMATION && !strstr(text, "¡") ? "¡" : NULL;
}

static void unit(struct checking *k, const struct checked *u)
{
    /* Thai, Lao, Khmer and Burmese need no full stop. */
    bool stopless = language_among(k->locale, "th lo km my");
    for (size_t i = 0; i < u->n_sentences; i++) {
        const struct sentence *s = &u->sentences[i];
        enum mark want = ending(s->source, k->source_locale), have = ending(s->target, k->locale);
        const char *where = s->branch ? arena_printf(k->arena, " (form %s)", s->branch) : "";
        const char *opening = unopened(s->target, have, k->locale);
        bool differs = want != have && !(stopless && want == STOP && have == NONE);
        if (differs)
            finding_add(k, u, NULL, NULL, "the source ends with %s, the translation with %s%s", names[want],
                        names[have], where);
        if (opening)
            finding_add(k, u, opening, "write it before the sentence",
                        "the translation lacks the '%s' that opens it%s", opening, where);
        if (differs || opening)
            return;
    }
}

const struct l10n_rule l10n_check_punctuation = {
    .name = "punctuation",
    .section = "text",
    .summary = "The text ends with the mark of the source.",
    .hint = "end it as the source ends, with the language's own mark",
    .level = DIAG_WARNING,
    .explain =
        "Each script's own marks count as equal: '.' and '。' and '।', '?' and '؟' and the Greek ';'. Thai, "
        "Lao, "
        "Khmer and Burmese need no full stop. Spanish opens questions and exclamations with '¿' and '¡'.",
    .unit = unit,
};
