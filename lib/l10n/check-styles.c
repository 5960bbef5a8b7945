/* Numbers, dates and times are printed as the source prints them. */
#include "l10n/checker-imp.h"

static void unit(struct checking *k, const struct checked *u)
{
    struct passing p = {0};
    if (u->source && u->target)
        message_compare_styles(passing(&p, k, u), u->source, u->target, (struct where){0});
}

const struct l10n_rule l10n_check_styles = {
    .name = "styles",
    .section = "message",
    .summary = "Numbers, dates and times keep the style of the source.",
    .hint = "copy the style from the source; a market that wants another one may have it",
    .level = DIAG_WARNING,
    .explain =
        "{price, number, currency} that became {price, number, percent} still compiles. A style is the "
        "word, skeleton or pattern behind the type; which one a locale's convention asks for is ICU's "
        "work, so a translation seldom needs another.",
    .unit = unit,
};
