/* variant-expand: one creative and rows of people to variant lines. */
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"
#include "expand/expand.h"

static struct values {
    struct string_list layouts, sets;
    const char *where, *locale, *rows, *shard, *delimiter, *on_error, *rejects, *svg;
    long limit, sample, seed, jobs;
    bool dry_run, lint, no_audience, quiet;
} values = {.limit = -1, .sample = -1};

#define AT(member) offsetof(struct values, member)
static const struct option options[] = {
    {"layout", 'l', OPT_LIST, "NAME", AT(layouts), .group = "What to expand",
     .help = "only this layout; repeatable"},
    {"where", 'w', OPT_STRING, "XPATH", AT(where),
     .help = "only rows that pass the test, as \"$orders > 3\""},
    {"rows", 'r', OPT_STRING, "A-B", AT(rows),
     .help = "only these rows, counted from 1, as 1-100 or 5,8-10,20-"},
    {"limit", 'n', OPT_INT, "N", AT(limit), 0, 1e15, .help = "stop after N variants"},
    {"sample", 0, OPT_INT, "N", AT(sample), 0, 1e7,
     .help = "N rows chosen by chance, the same for the same seed"},
    {"seed", 0, OPT_INT, "S", AT(seed), 0, 1e15, .help = "for --sample (default 0)"},
    {"shard", 0, OPT_STRING, "K/N", AT(shard),
     .help = "the K-th of N parts of the rows, for several machines"},
    {"locale", 0, OPT_STRING, "TAG", AT(locale), .help = "this locale instead of each row's"},
    {"set", 's', OPT_LIST, "COLUMN=VALUE", AT(sets), .help = "this value in every row; repeatable"},
    {"delimiter", 'd', OPT_STRING, "C", AT(delimiter), .group = "The audience",
     .help = "what splits the values: one character, or tab (default: comma)"},
    {"no-audience", 0, OPT_FLAG, NULL, AT(no_audience),
     .help = "read no rows: one from the defaults and --set"},
    {"on-error", 0, OPT_ENUM, "stop|skip", AT(on_error),
     .help = "what a bad row does to the run (default stop)"},
    {"rejects", 0, OPT_STRING, "FILE", AT(rejects), .help = "write rejected rows as they were, and why"},
    {"svg", 0, OPT_STRING, "DIR", AT(svg), .group = "Output",
     .help = "write each variant also as a standalone SVG, text wrapped"},
    {"dry-run", 0, OPT_FLAG, NULL, AT(dry_run), .help = "print counts and combinations instead of lines"},
    {"lint", 0, OPT_FLAG, NULL, AT(lint), .help = "report on creative and audience instead of writing lines"},
    {"jobs", 'j', OPT_INT, "N", AT(jobs), 0, 256,
     .help = "workers (default: one a core); one where variants are counted or looked at"},
    {"quiet", 'q', OPT_FLAG, NULL, AT(quiet), .help = "no totals at the end"},
};

static void progress(void *payload, long rows)
{
    progress_add(payload, rows);
}

static void print_totals(const struct run_totals *t)
{
    fprintf(stderr, "variant-expand: %ld row%s read, %ld selected, %ld skipped, %ld rejected; %ld variant%s",
            t->read, t->read == 1 ? "" : "s", t->selected, t->skipped, t->rejected, t->variants,
            t->variants == 1 ? "" : "s");
    if (t->capped)
        fprintf(stderr, "; %ld combinations cut by the cap", t->capped);
    fputs(t->stopped ? "; stopped at an error\n" : "\n", stderr);
}

static int run(struct ctx *ctx, const struct tool *tool, int argc, char **argv)
{
    const char *audience = argc > 1 ? argv[1] : "-";
    if (argc < 1 || argc > 2 || (argc > 1 && values.no_audience)) {
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, "try 'variant-expand --help'",
                    argc < 1 ? "%s: name a creative" : "%s: too many operands", tool->name);
        return -1;
    }
    if (argc == 1 && !values.no_audience && isatty(STDIN_FILENO)) {
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0},
                    "name a CSV or JSON Lines file, or give --no-audience",
                    "%s: no audience, and standard input is a terminal", tool->name);
        return -1;
    }
    struct progress *p = progress_new("rows", 0);
    struct run_options o = {
        .expand = {.layouts = values.layouts.at,
                   .n_layouts = values.layouts.len,
                   .where = values.where,
                   .locale = values.locale,
                   .sets = values.sets.at,
                   .n_sets = values.sets.len},
        .delimiter = values.delimiter,
        .jobs = (int)values.jobs,
        .rows = values.rows,
        .shard = values.shard,
        .limit = values.limit,
        .sample = values.sample,
        .seed = (uint64_t)values.seed,
        .dry_run = values.dry_run,
        .lint = values.lint,
        .no_audience = values.no_audience,
        .skip_errors = str_eq(values.on_error, "skip"),
        .rejects = values.rejects,
        .svg_dir = values.svg,
        .write = cli_write,
        .progress = progress,
        .progress_payload = p,
    };
    struct run_totals totals;
    int rc = expand_run(ctx, argv[0], audience, &o, &totals);
    progress_drop(p);
    if (!values.quiet && !values.lint && !values.dry_run && (rc == 0 || totals.read))
        print_totals(&totals);
    return rc;
}

int main(int argc, char **argv)
{
    static const char *const usage[] = {"[options] CREATIVE [AUDIENCE]", NULL};
    static const struct tool tool = {.name = "variant-expand",
                                     .summary = "turn a creative and rows of people into variant lines",
                                     .usage = usage,
                                     .options = options,
                                     .n_options = sizeof options / sizeof *options,
                                     .values = &values,
                                     .run = run};
    return cli_main(&tool, argc, argv);
}
