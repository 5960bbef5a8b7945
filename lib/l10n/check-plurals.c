/* The plural forms of the target language. */
#include "l10n/checker-imp.h"

static void unit(struct checking *k, const struct checked *u)
{
    struct passing p = {0};
    if (u->target && k->locale)
        message_check_plurals(passing(&p, k, u), u->target, k->locale, (struct where){0});
}

const struct l10n_rule l10n_check_plurals = {
    .name = "plurals",
    .section = "message",
    .summary = "Plurals have the forms of the target language.",
    .hint = "give each form that CLDR lists for the language",
    .level = DIAG_WARNING,
    .explain =
        "A form that is missing is answered by 'other', which reads wrong for the numbers it stands for. A "
        "form that the language does not have is never used. Forms for round millions of Spanish, French, "
        "Italian, Portuguese and Catalan are not asked for.",
    .unit = unit,
};
