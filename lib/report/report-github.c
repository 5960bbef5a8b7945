/* GitHub's workflow commands. */
#include "report/report-imp.h"

/* https://docs.github.com/actions/reference/workflow-commands: %, CR and LF are escaped; , and : in
 * properties too. */
static void put_escaped(struct str *out, const char *s, bool property)
{
    for (; s && *s; s++) {
        if (*s == '%' || *s == '\r' || *s == '\n' || (property && (*s == ',' || *s == ':')))
            str_printf(out, "%%%02X", (unsigned char)*s);
        else
            str_putc(out, *s);
    }
}

static void write_github(const struct report *r, struct str *out)
{
    /* a step shows at most ten annotations a level; the rest stays readable in the log, below */
    enum { MOST = 10 };
    const struct report_view *v = report_view(r);
    static const char *const commands[] = {"notice", "warning", "error"};
    long shown[3] = {0};
    for (size_t i = 0; i < v->n_groups; i++) {
        const struct report_group *g = v->groups[i];
        const struct report_example *e = &g->examples[0];
        if (shown[g->level]++ >= MOST)
            continue;
        str_printf(out, "::%s ", commands[g->level]);
        if (e->file) {
            str_puts(out, "file=");
            put_escaped(out, e->file, true);
            str_printf(out, ",line=%ld,", e->line > 0 ? e->line : 1);
            if (e->column > 0)
                str_printf(out, "col=%ld,", e->column);
        }
        str_puts(out, "title=");
        put_escaped(out, g->rule->id, true);
        str_puts(out, "::");
        put_escaped(out, e->message, false);
        if (e->hint) {
            str_puts(out, ", ");
            put_escaped(out, e->hint, false);
        }
        if (g->count > 1)
            str_printf(out, " (%ld times)", g->count);
        str_puts(out, "\n");
    }
    put_report_text(out, v);
}

REPORT_FORMAT(github, write_github);
