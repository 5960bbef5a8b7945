/* localize: puts variant lines into their locales; extracts, checks and fakes translations. */
#include "cli/cli.h"
#include "l10n/l10n.h"

static struct values {
    struct string_list to;
    const char *output, *format, *isolate, *timezone, *on_error, *require;
    bool strict, quiet;
    long jobs;
} values;

#define AT(member) offsetof(struct values, member)
static const struct option options[] = {
    {"to", 't', OPT_LIST, "TAG", AT(to), .group = "Locales",
     .help = "one line out for each of these locales; extract, pseudo: the locale; repeatable"},
    {"require", 0, OPT_ENUM, "translated|reviewed|final", AT(require),
     .help = "use no translation short of this state"},
    {"strict", 0, OPT_FLAG, NULL, AT(strict), .help = "a text that is not translated fails its line"},
    {"isolate", 0, OPT_ENUM, "never|rtl|always", AT(isolate),
     .help = "wrap foreign-script arguments in U+2068 and U+2069 (default never)"},
    {"timezone", 0, OPT_STRING, "ID", AT(timezone), .help = "of times that carry an offset (default UTC)"},
    {"output", 'o', OPT_STRING, "FILE", AT(output), .group = "Extract", .help = "write to this file"},
    {"format", 'f', OPT_ENUM, "xliff1.2|xliff2.1", AT(format),
     .help = "what extract writes (default xliff1.2)"},
    {"jobs", 'j', OPT_INT, "N", AT(jobs), 1, 256, .group = "Run", .help = "workers (default: one a core)"},
    {"on-error", 0, OPT_ENUM, "stop|skip", AT(on_error), .help = "when a line fails (default skip: go on)"},
    {"quiet", 0, OPT_FLAG, NULL, AT(quiet), .help = "no totals of fallbacks at the end"},
};

static void *worker_new(struct ctx *ctx, void *shared)
{
    (void)ctx;
    return localizer_worker_new(shared);
}

static void worker_drop(void *worker)
{
    localizer_worker_drop(worker);
}

static int each(struct ctx *ctx, void *worker, const char *line, size_t len, long number, struct str *out)
{
    return localizer_line(ctx, worker, line, len, (struct where){.file = "variants", .line = number}, out);
}

static int usage(struct ctx *ctx, const char *what, const char *hint)
{
    report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){.file = "localize"}, hint, "%s", what);
    return 2;
}

/* The locales of --to in canonical form, NULL-terminated; NULL after a report. */
static const char **targets(struct ctx *ctx, struct arena *a)
{
    const char **to = ARENA_ARRAY(a, values.to.len + 1, const char *);
    for (size_t i = 0; i < values.to.len; i++) {
        to[i] = locale_canonical(a, values.to.at[i]);
        if (!to[i]) {
            usage(ctx, arena_printf(a, "--to %s is not a locale", values.to.at[i]), "use a tag like de-DE");
            return NULL;
        }
    }
    return to;
}

static int filter(struct ctx *ctx, const char **to, int argc, char **argv, bool pseudo)
{
    const char *const both[] = {"en-XA", "ar-XB", NULL};
    for (size_t i = 0; pseudo && i < values.to.len; i++) {
        if (!str_eq(to[i], both[0]) && !str_eq(to[i], both[1]))
            return usage(ctx, "pseudo knows en-XA and ar-XB only", NULL);
    }
    struct localizer_options o = {.to = values.to.len ? to
                                        : pseudo      ? both
                                                      : NULL,
                                  .strict = values.strict,
                                  .require = values.require,
                                  .isolate = str_eq(values.isolate, "rtl")      ? 1
                                             : str_eq(values.isolate, "always") ? 2
                                                                                : 0,
                                  .timezone = values.timezone,
                                  .pseudo = pseudo};
    struct localizer *shared = localizer_new(&o);
    struct line_loop loop = {.jobs = (int)values.jobs,
                             .shared = shared,
                             .worker_new = worker_new,
                             .worker_drop = worker_drop,
                             .each = each,
                             .stop_on_error = str_eq(values.on_error, "stop"),
                             .progress = "lines"};
    int rc = cli_lines(ctx, &loop, (const char *const *)argv, (size_t)argc);
    if (!values.quiet)
        localizer_summary(ctx, shared);
    localizer_drop(shared);
    return rc;
}

static int extract(struct ctx *ctx, const char **to, int argc, char **argv)
{
    if (argc != 1 || values.to.len != 1)
        return usage(ctx, "extract wants one creative and one --to", "localize extract CREATIVE --to de-DE");
    struct str out = STR_INIT;
    int rc = l10n_extract_path(ctx, argv[0], to[0], str_eq(values.format, "xliff2.1") ? "2.1" : "1.2", &out);
    if (rc == 0)
        rc = values.output && !str_eq(values.output, "-") ? file_write(ctx, values.output, out.data, out.len)
                                                          : cli_write(ctx, out.data, out.len);
    str_drop(&out);
    return rc;
}

static int run(struct ctx *ctx, const struct tool *tool, int argc, char **argv)
{
    (void)tool;
    struct arena *a = arena_new();
    const char *verb = argc ? argv[0] : "";
    const char **to = targets(ctx, a);
    int rc = to ? 0 : 2;
    if (rc == 0 && str_eq(verb, "check")) {
        rc = argc < 2 ? usage(ctx, "check wants files", "localize check FILE...") : 0;
        for (int i = 1; i < argc; i++)
            rc |= l10n_check(ctx, argv[i]);
    } else if (rc == 0 && str_eq(verb, "extract")) {
        rc = extract(ctx, to, argc - 1, argv + 1);
    } else if (rc == 0) {
        bool pseudo = str_eq(verb, "pseudo");
        rc = filter(ctx, to, argc - pseudo, argv + pseudo, pseudo);
    }
    arena_drop(a);
    return rc;
}

int main(int argc, char **argv)
{
    static const char *const usage_lines[] = {"[options] [VARIANTS...]", "pseudo [options] [VARIANTS...]",
                                              "extract CREATIVE --to TAG [-f FORMAT] [-o FILE]",
                                              "check FILE...", NULL};
    static const char *const verbs[] = {"check", "extract", "pseudo", NULL};
    const struct tool tool = {.name = "localize",
                              .summary = "puts variant lines into their locales",
                              .usage = usage_lines,
                              .options = options,
                              .n_options = sizeof options / sizeof *options,
                              .values = &values,
                              .verbs = verbs,
                              .run = run};
    return cli_main(&tool, argc, argv);
}
