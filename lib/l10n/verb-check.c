/* localize check: are translation files valid, and are the translations fit to print? */
#include "l10n/l10n-imp.h"
#include "report/report.h"

static int about(struct ctx *ctx, const struct l10n_request *q, struct str *out)
{
    if (q->explain)
        return l10n_checks_explain(ctx, q->explain, out);
    l10n_checks_list(out);
    return 0;
}

static int run(struct ctx *ctx, const struct l10n_request *q, struct str *out)
{
    const char *format = q->format ? q->format : "text";
    bool text = str_eq(format, "text");
    if (q->explain || q->list_rules)
        return about(ctx, q, out);
    if (!q->n_operands)
        return l10n_usage(ctx, "check wants files", "localize check FILE...");
    if (!report_format_find(format))
        return report_write(ctx, NULL, format, out), 2;
    struct l10n_checker *c = l10n_checker_new(ctx, q);
    if (!c)
        return 2;
    int result = 0;
    for (size_t i = 0; i < q->n_operands; i++) {
        if (l10n_checker_file(ctx, c, q->operands[i]))
            result = 1;
    }
    l10n_checker_run(c);
    const struct report *all = l10n_checker_report(c, false);
    int level = report_level(q->fail_on ? q->fail_on : "error");
    if (level >= 0 && report_reaches(all, (enum diag_level)level))
        result = 1;
    if (report_write(ctx, l10n_checker_report(c, text), format, out))
        result = 1;
    for (size_t i = 0; i < q->n_reports; i++)
        result |= report_file(ctx, all, q->reports[i]) ? 1 : 0;
    l10n_checker_drop(c);
    return result;
}

const struct l10n_verb l10n_verb_check = {"check", "check FILE... [--creative CREATIVE] [--audience FILE]",
                                          run, true};
