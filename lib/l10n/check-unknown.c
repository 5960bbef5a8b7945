/* Units that belong to no message. */
#include "l10n/checker-imp.h"

static void unit(struct checking *k, const struct checked *u)
{
    const struct creative *c = k->checker->creative;
    if (!c || u->def || u->form || u->other_of)
        return;
    const char **ids = ARENA_ARRAY(k->arena, c->n_messages + 1, const char *);
    for (size_t i = 0; i < c->n_messages; i++)
        ids[i] = c->messages[i].id;
    const char *near = did_you_mean(u->id, ids, c->n_messages);
    finding_add(k, u, NULL, near ? arena_printf(k->arena, "did you mean '%s'?", near) : NULL,
                "the creative has no message '%s'", u->id);
}

const struct l10n_rule l10n_check_unknown = {
    .name = "unknown",
    .section = "progress",
    .summary = "Every translation belongs to a message of the creative.",
    .hint = "remove it, or give it the id of the message it translates",
    .level = DIAG_WARNING,
    .explain = "Needs --creative. A message that was taken out or renamed leaves its translation behind, "
               "where nobody sees it.",
    .unit = unit,
};
