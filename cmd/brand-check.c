/* brand-check: lints creatives, SVG files, pictures and variant lines; in a pipe it is a filter. */
#include "brand/brand.h"
#include "cli/cli.h"

static struct values {
    struct string_list rules, set, only, skip, font_dirs, reports, waivers;
    const char *format, *fix, *fail_on, *explain, *today, *baseline;
    bool prune, list, self_test, schema, all, quiet, no_system_fonts;
    long jobs;
} v = {.fail_on = "error"};

#define AT(member) offsetof(struct values, member)
/* clang-format off */
static const struct option options[] = {
    {"rules", 'r', OPT_LIST, "RULES", AT(rules), .group = "Rules",
     .help = "rule file, or a name in share/brand-rules; repeatable. Default: those that the creative names"},
    {"set", 0, OPT_LIST, "RULE=LEVEL", AT(set), .help = "level of a rule: error, warning, info or off; repeatable"},
    {"only", 0, OPT_LIST, "RULE", AT(only), .help = "check this rule, kind, section or rule file alone; repeatable"},
    {"skip", 0, OPT_LIST, "RULE", AT(skip), .help = "leave this rule, kind, section or rule file out; repeatable"},
    {"baseline", 0, OPT_STRING, "FILE", AT(baseline), .help = "leave out the findings that this file knows (--report baseline=FILE)"},
    {"prune", 0, OPT_FLAG, NULL, AT(prune), .help = "with --baseline: take out of the file what was not found again"},
    {"waivers", 0, OPT_LIST, "FILE", AT(waivers), .help = "let pass what this file of waivers covers: each with owner, reason and last day; repeatable"},
    {"today", 0, OPT_STRING, "DATE", AT(today), .help = "the day that dated rules go by, YYYY-MM-DD; default: today"},
    {"font-dir", 0, OPT_LIST, "DIR", AT(font_dirs), .group = "Fonts", .help = "folder of fonts to use first; repeatable"},
    {"no-system-fonts", 0, OPT_FLAG, NULL, AT(no_system_fonts), .help = "use only fonts of the creative and --font-dir"},
    {"format", 0, OPT_ENUM, "text|json|jsonl|sarif|junit|github|rdjsonl|html", AT(format), .group = "Output",
     .help = "report on standard output, in this format; variant lines are not passed on then"},
    {"report", 0, OPT_LIST, "FORMAT=FILE", AT(reports), .help = "also write a report to a file; repeatable"},
    {"all", 0, OPT_FLAG, NULL, AT(all), .help = "list every finding, not only groups of equal ones"},
    {"fail-on", 0, OPT_ENUM, "error|warning|info|never", AT(fail_on), .help = "exit with 1 from this level; default error"},
    {"quiet", 'q', OPT_FLAG, NULL, AT(quiet), .help = "in a pipe, no summary on standard error"},
    {"fix", 0, OPT_ENUM, "apply|diff", AT(fix), .bare = true,
     .help = "set right what is safe in the files of the creative: nearest colour of the palette, terms, double spaces; --fix=diff shows it and changes nothing"},
    {"jobs", 'j', OPT_INT, "N", AT(jobs), 0, 1024, .help = "workers; default one a core"},
    {"list-rules", 0, OPT_FLAG, NULL, AT(list), .group = "About rules", .help = "list the rules and stop"},
    {"explain", 0, OPT_STRING, "RULE", AT(explain), .help = "tell all about a rule or a kind of rule and stop"},
    {"self-test", 0, OPT_FLAG, NULL, AT(self_test), .help = "run the examples of the rule files named as operands, and stop"},
    {"schema", 0, OPT_FLAG, NULL, AT(schema), .help = "print the RELAX NG schema of rule files and stop"},
};

static struct brand_options brand_options(void)
{
    return (struct brand_options){.rule_names = v.rules.at, .n_rule_names = v.rules.len,
        .choice = {v.set.at, v.only.at, v.skip.at, v.set.len, v.only.len, v.skip.len},
        .font_dirs = v.font_dirs.at, .n_font_dirs = v.font_dirs.len, .no_system_fonts = v.no_system_fonts,
        .today = v.today, .baseline = v.baseline, .waivers = v.waivers.at, .n_waivers = v.waivers.len};
}
static void *worker_new(struct ctx *ctx, void *run) { return brand_worker_new(ctx, run); }
static void worker_drop(void *worker) { brand_worker_drop(worker); }
static int filter_line(struct ctx *ctx, void *worker, const char *line, size_t len, long number, struct str *out)
{
    return brand_check_line(ctx, worker, "variants", line, len, number, out);
}
static int lint_line(struct ctx *ctx, void *worker, const char *line, size_t len, long number, struct str *out)
{
    (void)out;
    return brand_check_line(ctx, worker, "variants", line, len, number, NULL);
}
/* clang-format on */

/* About rules: needs no input. Operands of --self-test are rules, as -r names them. */
static int about_rules(struct ctx *ctx, int argc, char **argv)
{
    struct brand_options o = brand_options();
    struct str out = STR_INIT;
    if (v.self_test && argc)
        o.rule_names = (const char *const *)argv, o.n_rule_names = (size_t)argc;
    int result = v.schema      ? (brand_schema(&out), 0)
                 : v.self_test ? brand_self_test(ctx, &o, &out)
                               : brand_describe(ctx, &o, v.explain, &out);
    result |= cli_show(ctx, stdout, v.schema ? "rng" : NULL, out.data, out.len);
    str_drop(&out);
    return result;
}

static int write_reports(struct ctx *ctx, const struct report *report, bool filter)
{
    struct str out = STR_INIT;
    int result = report_write(ctx, report, v.format ? v.format : "text", &out);
    if (!filter || !v.quiet)
        result = cli_show(ctx, filter ? stderr : stdout, v.format, out.data, out.len);
    for (size_t i = 0; i < v.reports.len; i++)
        result |= report_file(ctx, report, v.reports.at[i]);
    str_drop(&out);
    return result;
}

static int write_fixes(struct ctx *ctx, struct brand_run *shared, bool diff)
{
    struct str out = STR_INIT;
    int result = brand_fix(ctx, shared, diff ? &out : NULL);
    result |= cli_write(ctx, out.data, out.len);
    str_drop(&out);
    return result;
}

static int run(struct ctx *ctx, const struct tool *tool, int argc, char **argv)
{
    (void)tool;
    if (v.list || v.explain || v.schema || v.self_test)
        return about_rules(ctx, argc, argv);
    if (report_files_known(ctx, v.reports.at, v.reports.len) < 0)
        return -1;
    struct brand_options o = brand_options();
    struct brand_inputs in = {0};
    struct report *report = report_new("brand-check", v.all);
    struct brand_run *shared = NULL;
    int result = -1;
    o.fix = v.fix;
    o.prune = v.prune;
    o.pictures = report_asked(v.format, v.reports.at, v.reports.len, report_shows_pictures);
    o.suggest = report_asked(v.format, v.reports.at, v.reports.len, report_shows_edits);
    shared = brand_run_new(ctx, &o, report);
    if (brand_inputs_sort(ctx, argv, (size_t)argc, &in) < 0 || !shared)
        goto end;
    bool diff = str_eq(v.fix, "diff"), filter = !v.format && !in.n_files && !diff;
    struct line_loop loop = {.jobs = (int)v.jobs,
                             .shared = shared,
                             .worker_new = worker_new,
                             .worker_drop = worker_drop,
                             .each = filter ? filter_line : lint_line,
                             .batch = brand_run_batch(shared),
                             .progress = "lines"};
    result = in.n_lines || !argc ? cli_lines(ctx, &loop, in.lines, in.n_lines) : 0;
    result |= brand_check_files(ctx, shared, &in);
    result |= brand_run_finish(ctx, shared);
    result |= write_reports(ctx, report, filter || diff);
    if (v.fix)
        result |= write_fixes(ctx, shared, diff);
    int level = report_level(v.fail_on);
    if (level >= 0 && report_reaches(report, (enum diag_level)level))
        result = 1;
end:
    brand_inputs_drop(&in);
    brand_run_drop(shared);
    report_drop(report);
    return result;
}

/* clang-format off */
int main(int argc, char **argv)
{
    static const char *const usage[] = {"[options] [FILE...]", "--self-test RULES...", "--list-rules | --explain RULE", NULL};
    static const struct tool tool = {"brand-check", "checks ads against the rules of a brand", usage, options,
                                     sizeof options / sizeof options[0], &v, NULL, run};
    return cli_main(&tool, argc, argv);
}
