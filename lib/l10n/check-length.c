/* Limits in characters. */
#include "l10n/checker-imp.h"

#include <string.h>

/* A unit's own limit in XLIFF 2 is in code points (the profile xliff:codepoints); others are in characters.
 */
static bool in_code_points(const struct checking *k, const struct message_def *def)
{
    return !(def && def->max_chars) && str_eq(k->file->format, "xliff2");
}

/* Without its arguments: no shorter text can come of it. */
static size_t least_length(const struct checked *u, bool points, const char **text)
{
    size_t most = 0;
    for (size_t i = 0; i < u->n_sentences; i++) {
        const char *target = u->sentences[i].target;
        size_t n = points ? utf8_length(target, strlen(target)) : char_count(target, strlen(target));
        for (const char *p = strstr(target, READING_ARGUMENT); p && n; p = strstr(p + 1, READING_ARGUMENT))
            n--;
        if (n > most)
            most = n, *text = u->sentences[i].target;
    }
    return most;
}

static void unit(struct checking *k, const struct checked *u)
{
    const struct message_def *def = u->def ? u->def : u->form;
    long limit = def && def->max_chars ? def->max_chars : u->unit->max_chars;
    const char *text = "";
    size_t n = limit > 0 ? least_length(u, in_code_points(k, def), &text) : 0;
    if (limit <= 0)
        return;
    if (n > (size_t)limit) {
        finding_add(k, u, NULL, NULL,
                    "the translation has %zu characters, its arguments apart; the limit is %ld: \"%s\"", n,
                    limit, excerpt_of(k->arena, text));
        return;
    }
    struct l10n_fit_request r = {k->locale, u->id, u->target, sibling, NULL};
    if (k->checker->fit && k->locale && u->def && u->target)
        n = l10n_fit_longest(k->checker->fit, &r, in_code_points(k, def), &text);
    if (n > (size_t)limit)
        finding_add(k, u, NULL, NULL, "the translation has up to %zu characters; the limit is %ld: \"%s\"", n,
                    limit, excerpt_of(k->arena, text));
}

const struct l10n_rule l10n_check_length = {
    .name = "length",
    .section = "layout",
    .summary = "The text keeps its limit of characters.",
    .hint = "shorten it; character limits are the platform's or the designer's",
    .level = DIAG_WARNING,
    .explain =
        "The limit is the message's max-chars in the creative, else maxwidth (XLIFF 1.2, in characters) or "
        "slr:sizeRestriction (XLIFF 2, in code points) of the unit. Characters are those that readers count: "
        "a "
        "letter with its marks, a flag, a family of emoji is one. With --creative, the longest text of the "
        "audience's rows is counted; without, the text less its arguments. Whether a text fits its box is "
        "the rule \"fit\".",
    .whole = true,
    .unit = unit,
};
