/* localize extract: what a translator needs, as a file. A file that is there already is brought up to date.
 */
#include "l10n/exchange-imp.h"

static int memories(struct ctx *ctx, const struct l10n_request *q, const char *source, const char *to,
                    struct l10n_memory *m)
{
    for (size_t i = 0; q->tm && q->tm[i]; i++) {
        if (l10n_memory_load(ctx, m, q->tm[i], source, to))
            return -1;
    }
    return 0;
}

/* What the file that will be written anew holds now goes before the creative's own translations. */
static int take_file(struct ctx *ctx, const char *path, const struct creative *c,
                     struct l10n_catalog *catalog)
{
    struct l10n_file *file = ARENA_NEW(l10n_catalog_arena(catalog), struct l10n_file);
    return l10n_load(ctx, l10n_catalog_arena(catalog), path, file) || l10n_catalog_add(ctx, catalog, c, file)
               ? -1
               : 0;
}

static int extract(struct ctx *ctx, struct arena *a, const struct l10n_request *q,
                   const struct l10n_writer *writer, struct l10n_memory *memory, struct l10n_catalog *catalog,
                   struct l10n_fit *fit, struct str *out)
{
    const struct creative *c = l10n_fit_creative(fit);
    const char *source = c->source_locale ? c->source_locale : "en";
    struct l10n_glossary glossary = {0};
    struct exchange_options o = {.to = q->to[0],
                                 .memory = memory,
                                 .min_score = q->min_score ? (int)q->min_score : 75,
                                 .glossary = &glossary,
                                 .fit = fit,
                                 .preview = q->preview,
                                 .beside =
                                     q->output && !str_eq(q->output, "-") ? path_dir(a, q->output) : NULL};
    struct exchange x;
    if (memories(ctx, q, source, q->to[0], memory))
        return -1;
    for (size_t i = 0; q->glossary && q->glossary[i]; i++) {
        if (l10n_glossary_load(ctx, a, q->glossary[i], source, q->to[0], &glossary))
            return -1;
    }
    if (writer->source && q->output && file_exists(q->output) && take_file(ctx, q->output, c, catalog))
        return -1;
    return exchange_gather(ctx, a, c, catalog, &o, &x) ? -1 : writer->write(ctx, &x, out);
}

static int run(struct ctx *ctx, const struct l10n_request *q, struct str *out)
{
    const struct l10n_writer *writer = exchange_writer(q->format, q->output);
    if (q->n_operands != 1 || q->n_to != 1)
        return l10n_usage(ctx, "extract wants one creative and one --to",
                          "localize extract CREATIVE --to de-DE");
    if (!writer && q->format)
        return l10n_usage(ctx, "--format is not one that extract writes",
                          "use xliff1.2, xliff2.1, po, csv or tsv");
    if (!writer)
        writer = exchange_writer("xliff1.2", NULL);
    struct arena *a = arena_new();
    struct l10n_fit *fit = l10n_fit_open(ctx, q, q->operands[0]);
    struct l10n_catalog *catalog = fit ? l10n_catalog_load(ctx, l10n_fit_creative(fit)) : NULL;
    struct l10n_memory *memory = l10n_memory_new();
    int result = catalog ? 0 : -1;
    if (result == 0 && q->preview)
        result = dir_make(ctx, q->preview);
    if (result == 0)
        result = extract(ctx, a, q, writer, memory, catalog, fit, out);
    l10n_memory_drop(memory);
    l10n_catalog_drop(catalog);
    l10n_fit_drop(fit);
    arena_drop(a);
    return result;
}

const struct l10n_verb l10n_verb_extract = {
    "extract", "extract CREATIVE --to TAG [-f FORMAT] [-o FILE] [--tm TMX] [--glossary FILE]", run};
