/* CSV: a table of texts. */
#include "l10n/table-imp.h"

static const char *const suffixes[] = {".csv", NULL};

static bool sniff(const char *data, size_t len)
{
    (void)data;
    (void)len;
    return true; /* the suffix says it; the reader judges */
}

static int load(struct ctx *ctx, struct arena *a, const char *path, const char *data, size_t len,
                struct l10n_file *out)
{
    return table_load(ctx, a, path, data, len, ',', out);
}

const struct l10n_source l10n_source_csv = {"csv", "CSV", suffixes, sniff, load};
