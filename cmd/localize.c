/* localize: puts variant lines into their locales; extracts, checks and fakes translations. */
#include "expand/expand.h"
#include "l10n/l10n.h"
#include "localize-options.h"

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

/* The locales of --to in canonical form, NULL-terminated; NULL after a report. */
static const char **targets(struct ctx *ctx, struct arena *a)
{
    const char **to = ARENA_ARRAY(a, values.to.len + 1, const char *);
    for (size_t i = 0; i < values.to.len; i++) {
        to[i] = locale_canonical(a, values.to.at[i]);
        if (!to[i]) {
            l10n_usage(ctx, arena_printf(a, "--to %s is not a locale", values.to.at[i]),
                       "use a tag like de-DE");
            return NULL;
        }
    }
    return to;
}

static int filter(struct ctx *ctx, const char **to, int argc, char **argv, bool pseudo)
{
    const char *const both[] = {"en-XA", "ar-XB", NULL};
    for (size_t i = 0; pseudo && i < values.to.len; i++)
        if (!str_eq(to[i], both[0]) && !str_eq(to[i], both[1]))
            return l10n_usage(ctx, "pseudo knows en-XA and ar-XB only", NULL);
    long expand = pseudo_expansion(values.expand);
    if (expand < -1)
        return l10n_usage(ctx, "--expand is not a percentage from 0 to 400",
                          "write --expand 30, or --expand measured");
    struct localizer_options o = {.to = values.to.len ? to
                                        : pseudo      ? both
                                                      : NULL,
                                  .strict = values.strict,
                                  .require = values.require,
                                  .isolate = str_eq(values.isolate, "rtl")      ? 1
                                             : str_eq(values.isolate, "always") ? 2
                                                                                : 0,
                                  .timezone = values.timezone,
                                  .pseudo = pseudo,
                                  .expand = expand};
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

/* Runs a verb of lib/l10n; what it gives goes to --output or standard output. */
static int run_verb(struct ctx *ctx, const struct l10n_verb *verb, const char **to, int argc, char **argv)
{
    struct l10n_request request = {.to = to,
                                   .n_to = values.to.len,
                                   .format = values.format,
                                   .require = values.require,
                                   .output = values.output,
                                   .creative = values.creative,
                                   .audience = values.audience,
                                   .preview = values.preview,
                                   .tm = values.tm.at,
                                   .glossary = values.glossary.at,
                                   .min_score = values.match,
                                   .font_dirs = values.font_dirs.at,
                                   .n_font_dirs = values.font_dirs.len,
                                   .no_system_fonts = values.no_system_fonts,
                                   .all_rows = values.all_rows,
                                   .each_variant = expand_each,
                                   .set = values.set.at,
                                   .n_set = values.set.len,
                                   .only = values.only.at,
                                   .n_only = values.only.len,
                                   .skip = values.skip.at,
                                   .n_skip = values.skip.len,
                                   .reports = values.reports.at,
                                   .n_reports = values.reports.len,
                                   .fail_on = values.fail_on,
                                   .explain = values.explain,
                                   .list_rules = values.list_rules,
                                   .all = values.all,
                                   .operands = (const char *const *)argv,
                                   .n_operands = (size_t)argc};
    struct str out = STR_INIT;
    int rc = verb->run(ctx, &request, &out);
    const char *path = str_eq(values.output, "-") ? NULL : values.output;
    if ((rc == 0 || rc == 1) && out.len)
        rc |= path ? file_write(ctx, path, out.data, out.len)
                   : cli_show(ctx, stdout, verb->prose ? values.format : verb->name, out.data, out.len);
    str_drop(&out);
    return rc;
}

static int run(struct ctx *ctx, const struct tool *tool, int argc, char **argv)
{
    (void)tool;
    struct arena *a = arena_new();
    const char **to = targets(ctx, a);
    const struct l10n_verb *verb = NULL;
    for (size_t i = 0; argc && l10n_verbs[i] && !verb; i++)
        verb = str_eq(argv[0], l10n_verbs[i]->name) ? l10n_verbs[i] : NULL;
    bool pseudo = argc && str_eq(argv[0], "pseudo");
    int rc = !to    ? 2
             : verb ? run_verb(ctx, verb, to, argc - 1, argv + 1)
                    : filter(ctx, to, argc - pseudo, argv + pseudo, pseudo);
    arena_drop(a);
    return rc;
}

int main(int argc, char **argv)
{
    const char *usage_lines[16] = {"[options] [VARIANTS...]", "pseudo [options] [VARIANTS...]"};
    const char *verbs[16] = {"pseudo"};
    for (size_t i = 0; l10n_verbs[i] && i < 13; i++) {
        usage_lines[i + 2] = l10n_verbs[i]->usage;
        verbs[i + 1] = l10n_verbs[i]->name;
    }
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
