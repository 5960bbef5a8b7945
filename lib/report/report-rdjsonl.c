/* Reviewdog's diagnostic format, one group a line.
 * https://github.com/reviewdog/reviewdog/tree/master/proto/rdf */
#include "json/json.h"
#include "report/report-imp.h"

static void write_rdjsonl(const struct report *r, struct str *out)
{
    static const char *const severities[] = {"INFO", "WARNING", "ERROR"};
    const struct report_view *v = report_view(r);
    for (size_t i = 0; i < v->n_groups; i++) {
        const struct report_group *g = v->groups[i];
        const struct report_example *e = &g->examples[0];
        str_puts(out, "{\"message\":");
        json_put_string(out, e->message);
        str_puts(out, ",\"location\":{\"path\":");
        json_put_string(out, e->file ? e->file : "");
        str_printf(out, ",\"range\":{\"start\":{\"line\":%ld", e->line > 0 ? e->line : 1);
        if (e->column > 0)
            str_printf(out, ",\"column\":%ld", e->column);
        str_printf(out, "}}},\"severity\":\"%s\",\"source\":{\"name\":\"%s\"},\"code\":{\"value\":",
                   severities[g->level], v->tool);
        json_put_string(out, g->rule->id);
        put_member(out, "url", g->rule->link);
        str_puts(out, "}}\n");
    }
}

REPORT_FORMAT(rdjsonl, write_rdjsonl);
