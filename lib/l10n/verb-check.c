/* localize check: are translation files valid, and do the translations keep what their sources have? */
#include "l10n/l10n-imp.h"

static int run(struct ctx *ctx, const struct l10n_request *q, struct str *out)
{
    (void)out;
    int result = 0;
    if (!q->n_operands)
        return l10n_usage(ctx, "check wants files", "localize check FILE...");
    for (size_t i = 0; i < q->n_operands; i++)
        result |= l10n_check(ctx, q->operands[i]);
    return result;
}

const struct l10n_verb l10n_verb_check = {"check", "check FILE...", run};
