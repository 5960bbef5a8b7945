/* The same text as the source. */
#include "l10n/checker-imp.h"

#include <string.h>

static bool same_language(const char *a, const char *b)
{
    size_t n = a ? strcspn(a, "-") : 0;
    return a && b && strncmp(a, b, n) == 0 && (b[n] == 0 || b[n] == '-');
}

static void unit(struct checking *k, const struct checked *u)
{
    if (same_language(k->locale, k->source_locale) || !str_eq(u->unit->source, u->unit->target) ||
        is_address(u->unit->source))
        return;
    for (size_t i = 0; i < u->n_sentences; i++) {
        if (has_letters(u->sentences[i].target)) {
            finding_add(k, u, NULL, NULL, "the translation is the source: \"%s\"",
                        excerpt_of(k->arena, u->sentences[i].target));
            return;
        }
    }
}

const struct l10n_rule l10n_check_untranslated = {
    .name = "untranslated",
    .section = "text",
    .summary = "The translation is not just the source again.",
    .hint = "translate it, or mark it translate=\"no\"",
    .level = DIAG_WARNING,
    .explain =
        "Texts without letters, addresses, and translations into the source's own language may be the same.",
    .unit = unit,
};
