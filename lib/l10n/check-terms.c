/* The words of a glossary. */
#include "l10n/checker-imp.h"

#include <string.h>

static bool says(const struct checked *u, bool source, const char *word)
{
    for (size_t i = 0; i < u->n_sentences; i++) {
        if (has_word(source ? u->sentences[i].source : u->sentences[i].target, word))
            return true;
    }
    return false;
}

/* Another translation of the same word that the glossary allows and the text uses. */
static bool says_another(const struct l10n_glossary *g, const struct checked *u, const char *source)
{
    for (size_t i = 0; i < g->n; i++) {
        const struct l10n_term *t = &g->terms[i];
        if (!t->forbidden && !t->keep && t->target && str_eq(t->source, source) && says(u, false, t->target))
            return true;
    }
    return false;
}

static void unit(struct checking *k, const struct checked *u)
{
    const struct l10n_glossary *g = k->glossary;
    for (size_t i = 0; g && i < g->n; i++) {
        const struct l10n_term *t = &g->terms[i];
        if (!t->source || !says(u, true, t->source))
            continue;
        if (t->forbidden && t->target && says(u, false, t->target))
            finding_add(k, u, t->target, NULL, "'%s' must not be used for '%s'", t->target, t->source);
        else if (t->keep && !says(u, false, t->source))
            finding_add(k, u, t->source, "copy it from the source", "'%s' is not to be translated",
                        t->source);
        else if (!t->forbidden && !t->keep && t->target && !says_another(g, u, t->source))
            finding_add(k, u, t->source, NULL, "the glossary has '%s' for '%s'", t->target, t->source);
    }
}

const struct l10n_rule l10n_check_terms = {
    .name = "terms",
    .section = "terms",
    .summary = "The words of the glossary are used, and forbidden ones are not.",
    .hint = "use the word of the glossary; an inflected form may be right",
    .level = DIAG_WARNING,
    .explain =
        "Needs --glossary (TBX or CSV). A term of the source asks for its translation, any of them where the "
        "glossary has several; a term that is not to be translated stays as it is; a forbidden translation "
        "is "
        "a finding. Words are compared whole and without case, so that inflected forms are found missing.",
    .unit = unit,
};
