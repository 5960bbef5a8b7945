/* JSON Lines: one group a line, or one finding when all are kept. */
#include "report/report-imp.h"

static void write_jsonl(const struct report *r, struct str *out)
{
    const struct report_view *v = report_view(r);
    for (size_t i = 0; i < v->n_groups && !v->n_all; i++) {
        put_group_json(out, v->groups[i]);
        str_puts(out, "\n");
    }
    for (size_t i = 0; i < v->n_all; i++) {
        put_finding_json(out, &v->all[i]);
        str_puts(out, "\n");
    }
}

REPORT_FORMAT(jsonl, write_jsonl);
