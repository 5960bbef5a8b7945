/* The findings as a baseline: one JSON object a line, sorted, so that two branches merge. */
#include <stdlib.h>
#include <string.h>

#include "json/json.h"
#include "report/report-imp.h"

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void write_baseline(const struct report *r, struct str *out)
{
    const struct report_view *v = report_view(r);
    char **lines = xcalloc(v->n_groups + 1, sizeof *lines);
    for (size_t i = 0; i < v->n_groups; i++) {
        char print[33];
        struct str s = STR_INIT;
        group_fingerprint(v->groups[i], print);
        str_printf(&s, "{\"fingerprint\":\"%s\",\"rule\":", print);
        json_put_string(&s, v->groups[i]->rule->id);
        str_puts(&s, ",\"message\":");
        json_put_string(&s, v->groups[i]->examples[0].message);
        str_puts(&s, "}\n");
        lines[i] = str_detach(&s);
    }
    if (v->n_groups)
        qsort(lines, v->n_groups, sizeof *lines, by_text);
    for (size_t i = 0; i < v->n_groups; i++) {
        str_puts(out, lines[i]);
        free(lines[i]);
    }
    free(lines);
}

REPORT_FORMAT(baseline, write_baseline);
