/* localize export: everything that is translated, as a translation memory. */
#include "l10n/exchange-imp.h"

static int export(struct ctx *ctx, const struct l10n_request *q, const struct creative *c,
                  const struct l10n_catalog *catalog, struct str *out)
{
    struct arena *a = arena_new();
    size_t n = q->n_to ? q->n_to : l10n_catalog_n_locales(catalog);
    const struct exchange **list = ARENA_ARRAY(a, n + 1, const struct exchange *);
    int result = 0;
    for (size_t i = 0; result == 0 && i < n; i++) {
        const struct exchange_options o = {.to = q->n_to ? q->to[i] : l10n_catalog_locale(catalog, i),
                                           .no_matches = true};
        struct exchange *x = ARENA_NEW(a, struct exchange);
        result = exchange_gather(ctx, a, c, catalog, &o, x);
        list[i] = x;
    }
    if (result == 0 && !n)
        report_hint(ctx, DIAG_WARNING, DIAG_L10N_FORMAT, (struct where){.file = c->path}, NULL,
                    "the creative has no translations");
    if (result == 0)
        tmx_write(list, n, out);
    arena_drop(a);
    return result;
}

static int run(struct ctx *ctx, const struct l10n_request *q, struct str *out)
{
    if (q->n_operands != 1 || (q->format && !str_eq(q->format, "tmx")))
        return l10n_usage(ctx, "export wants one creative, and writes tmx",
                          "localize export CREATIVE -o memory.tmx");
    struct creative *c = creative_load(ctx, q->operands[0]);
    struct l10n_catalog *catalog = c ? l10n_catalog_load(ctx, c) : NULL;
    int result = catalog ? export(ctx, q, c, catalog, out) : -1;
    l10n_catalog_drop(catalog);
    creative_drop(c);
    return result;
}

const struct l10n_verb l10n_verb_export = {"export", "export CREATIVE [--to TAG] [-o FILE]", run};
