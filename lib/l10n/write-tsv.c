/* TSV: a table of texts. */
#include "l10n/table-imp.h"

static int write(struct ctx *ctx, const struct exchange *x, struct str *out)
{
    (void)ctx;
    return table_write(x, '\t', out);
}

const struct l10n_writer l10n_writer_tsv = {"tsv", ".tsv", "tsv", write};
