/* JUnit XML, as CI systems read it. */
#include "report/report-imp.h"
#include "xml/xml.h"

static void write_junit(const struct report *r, struct str *out)
{
    const struct report_view *v = report_view(r);
    long failures = 0;
    for (size_t i = 0; i < v->n_groups; i++)
        failures += v->groups[i]->level == DIAG_ERROR;
    str_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    str_printf(out, "<testsuites><testsuite name=\"%s\" tests=\"%zu\" failures=\"%ld\">\n", v->tool,
               v->n_groups ? v->n_groups : 1, failures);
    if (!v->n_groups)
        str_printf(out, "<testcase name=\"all rules\" classname=\"%s\"/>\n", v->tool);
    for (size_t i = 0; i < v->n_groups; i++) {
        const struct report_group *g = v->groups[i];
        const struct report_example *e = &g->examples[0];
        bool error = g->level == DIAG_ERROR;
        str_puts(out, "<testcase name=\"");
        xml_escape(out, g->rule->id, true);
        if (g->slot) {
            str_puts(out, " ");
            xml_escape(out, g->slot, true);
        }
        str_puts(out, "\" classname=\"");
        xml_escape(out, g->about ? g->about : v->tool, true);
        str_puts(out, error ? "\"><failure message=\"" : "\"><system-out>");
        xml_escape(out, e->message, error);
        str_puts(out, error ? "\">" : "\n");
        if (e->hint)
            xml_escape(out, e->hint, false);
        str_printf(out, "\n%ld times", g->count);
        for (size_t k = 0; k < g->n_examples; k++)
            if (g->examples[k].variant) {
                str_puts(out, k ? ", " : ", for example ");
                xml_escape(out, g->examples[k].variant, false);
            }
        str_puts(out, error ? "</failure></testcase>\n" : "</system-out></testcase>\n");
    }
    str_puts(out, "</testsuite></testsuites>\n");
}

REPORT_FORMAT(junit, write_junit);
