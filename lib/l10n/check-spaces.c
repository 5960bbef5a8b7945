/* Spaces at the ends and doubled ones. */
#include "l10n/checker-imp.h"

#include <string.h>

static bool space_first(const char *text)
{
    const char *p = text;
    return *p && char_is_space(utf8_next(&p, text + strlen(text)));
}

static bool space_last(const char *text)
{
    bool space = false;
    for (const char *p = text, *end = text + strlen(text); p < end;)
        space = char_is_space(utf8_next(&p, end));
    return space;
}

static bool doubled(const char *text)
{
    bool before = false;
    for (const char *p = text, *end = text + strlen(text); p < end;) {
        uint32_t c = utf8_next(&p, end);
        bool space = c == ' ' || c == 0xA0 || c == '\t';
        if (space && before)
            return true;
        before = space;
    }
    return false;
}

static void unit(struct checking *k, const struct checked *u)
{
    for (size_t i = 0; i < u->n_sentences; i++) {
        const struct sentence *s = &u->sentences[i];
        /* no space between words: what the source needs to join texts may go */
        bool spaceless = language_among(k->locale, "ja zh yue th lo km my");
        bool first = space_first(s->target), last = space_last(s->target);
        const char *where = s->branch ? arena_printf(k->arena, " (form %s)", s->branch) : "";
        bool wrong_first = first != space_first(s->source) && (first || !spaceless);
        bool wrong_last = last != space_last(s->source) && (last || !spaceless);
        bool twice = doubled(s->target) && !doubled(s->source);
        if (wrong_first)
            finding_add(k, u, "first", NULL, "the translation %s with a space, the source %s%s",
                        first ? "begins" : "does not begin", first ? "does not" : "does", where);
        if (wrong_last)
            finding_add(k, u, "last", NULL, "the translation %s with a space, the source %s%s",
                        last ? "ends" : "does not end", last ? "does not" : "does", where);
        if (twice)
            finding_add(k, u, "double", NULL, "the translation has two spaces together%s", where);
        if (wrong_first || wrong_last || twice)
            return;
    }
}

const struct l10n_rule l10n_check_spaces = {
    .name = "spaces",
    .section = "text",
    .summary = "Spaces at the ends are those of the source, and none is doubled.",
    .hint = "take the space out, or put it back",
    .level = DIAG_WARNING,
    .explain =
        "A space at an end joins texts, or is a slip. Languages without spaces between words may leave it "
        "out.",
    .unit = unit,
};
