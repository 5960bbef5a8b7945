/* Was the translation made from the text that the creative has now? */
#include "l10n/checker-imp.h"

static void unit(struct checking *k, const struct checked *u)
{
    if (!u->def || !u->def->parsed)
        return;
    struct ctx silent = {0};
    const struct message *was =
        u->source ? u->source : message_parse(&silent, k->arena, u->unit->source, u->def->runs, u->where);
    const char *old = was ? message_pattern(was, k->arena, k->locale) : u->unit->source;
    const char *new = message_pattern(u->def->parsed, k->arena, k->locale);
    if (!str_eq(old, new))
        finding_add(k, u, NULL, NULL, "the source has changed: it was \"%s\" and is \"%s\"",
                    excerpt_of(k->arena, u->unit->source), excerpt_of(k->arena, u->def->pattern));
}

const struct l10n_rule l10n_check_source = {
    .name = "source",
    .section = "progress",
    .summary = "The translation was made from the source as it is now.",
    .hint = "extract the creative again: the old translation is kept and marked",
    .level = DIAG_WARNING,
    .explain = "Needs --creative. Sources are compared as messages, so that spelling of the pattern does not "
               "matter, with the "
               "plural forms of the target language.",
    .unit = unit,
};
