/* One JSON object: totals, groups, and every finding when all are kept. */
#include "json/json.h"
#include "report/report-imp.h"

static void write_json(const struct report *r, struct str *out)
{
    const struct report_view *v = report_view(r);
    str_printf(
        out, "{\"checked\":%ld,\"failed\":%ld,\"errors\":%ld,\"warnings\":%ld,\"infos\":%ld,\n\"findings\":[",
        v->subjects, v->failed, v->n_errors, v->n_warnings, v->n_infos);
    for (size_t i = 0; i < v->n_groups; i++) {
        str_puts(out, i ? ",\n" : "\n");
        put_group_json(out, v->groups[i]);
    }
    str_puts(out, "]");
    if (v->n_all) {
        str_puts(out, ",\n\"all\":[");
        for (size_t i = 0; i < v->n_all; i++) {
            str_puts(out, i ? ",\n" : "\n");
            put_finding_json(out, &v->all[i]);
        }
        str_puts(out, "]");
    }
    str_puts(out, "}\n");
}

REPORT_FORMAT(json, write_json);
