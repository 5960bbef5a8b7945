/* localize extract: what a translator needs, as a file. */
#include "l10n/l10n-imp.h"

static int run(struct ctx *ctx, const struct l10n_request *q, struct str *out)
{
    static const char *const versions[][2] = {{"xliff1.2", "1.2"}, {"xliff2.1", "2.1"}};
    const char *version = q->format ? NULL : "1.2";
    for (size_t i = 0; !version && i < 2; i++)
        version = str_eq(q->format, versions[i][0]) ? versions[i][1] : NULL;
    if (q->n_operands != 1 || q->n_to != 1)
        return l10n_usage(ctx, "extract wants one creative and one --to",
                          "localize extract CREATIVE --to de-DE");
    if (!version)
        return l10n_usage(ctx, "--format is not one that extract writes", "use xliff1.2 or xliff2.1");
    struct creative *c = creative_load(ctx, q->operands[0]);
    struct l10n_catalog *catalog = c ? l10n_catalog_load(ctx, c) : NULL;
    int result = catalog ? l10n_extract(ctx, c, catalog, q->to[0], version, out) : -1;
    l10n_catalog_drop(catalog);
    creative_drop(c);
    return result;
}

const struct l10n_verb l10n_verb_extract = {"extract", "extract CREATIVE --to TAG [-f FORMAT] [-o FILE]",
                                            run};
