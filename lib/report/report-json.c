/* One JSON object: totals, groups, and every finding when all are kept. */
#include "json/json.h"
#include "report/report-imp.h"

/* What could not be checked: no pass. */
static void put_troubles(struct str *out, const struct report_view *v)
{
    if (!v->n_troubles)
        return;
    str_puts(out, ",\n\"troubles\":[");
    for (size_t i = 0; i < v->n_troubles; i++) {
        const struct report_trouble *t = &v->troubles[i];
        str_printf(out, "%s{\"code\":\"%s\"", i ? ",\n" : "\n", t->code);
        put_member(out, "message", t->message);
        put_member(out, "hint", t->hint);
        put_member(out, "file", t->file);
        if (t->line)
            str_printf(out, ",\"line\":%ld", t->line);
        put_member(out, "variant", t->variant);
        str_puts(out, "}");
    }
    str_puts(out, "]");
}

static void write_json(const struct report *r, struct str *out)
{
    const struct report_view *v = report_view(r);
    str_printf(out,
               "{\"checked\":%ld,\"failed\":%ld,\"errors\":%ld,\"warnings\":%ld,\"infos\":%ld,\"known\":%ld,"
               "\"waived\":%ld,\n",
               v->subjects, v->failed, v->n_errors, v->n_warnings, v->n_infos, v->known, v->waived);
    put_scores_json(out, v);
    put_troubles(out, v);
    str_puts(out, ",\n\"findings\":[");
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
