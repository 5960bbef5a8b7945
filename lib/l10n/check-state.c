/* Has the translation come as far as --require asks? */
#include "l10n/checker-imp.h"

static void unit(struct checking *k, const struct checked *u)
{
    const char *least = k->checker->request->require;
    if (least && !l10n_state_reaches(u->unit->state, least))
        finding_add(k, u, NULL, NULL, "the translation is %s, not %s",
                    u->unit->state ? u->unit->state : "initial", least);
}

const struct l10n_rule l10n_check_state = {
    .name = "state",
    .section = "progress",
    .summary = "Translations have come as far as --require asks.",
    .hint = "have it reviewed, and set its state",
    .level = DIAG_ERROR,
    .explain = "States are those of XLIFF 2: initial, translated, reviewed, final. Without --require nothing "
               "is asked.",
    .unit = unit,
};
