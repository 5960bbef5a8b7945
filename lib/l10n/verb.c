/* What the verbs share. */
#include "l10n/l10n-imp.h"

int l10n_usage(struct ctx *ctx, const char *what, const char *hint)
{
    report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){.file = "localize"}, hint, "%s", what);
    return 2;
}
