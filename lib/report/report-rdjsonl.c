/* Reviewdog's diagnostic format, one group a line.
 * https://github.com/reviewdog/reviewdog/tree/master/proto/rdf */
#include "json/json.h"
#include "report/report-imp.h"

/* Suggestions are about the file of the finding: its columns are bytes. */
static void put_suggestions(struct str *out, const struct report_group *g, const char *file)
{
    bool any = false;
    for (size_t i = 0; i < g->n_edits; i++) {
        const struct report_edit *e = &g->edits[i];
        if (!file || !str_eq(report_path(e->file), report_path(file)))
            continue;
        str_printf(
            out,
            "%s{\"range\":{\"start\":{\"line\":%ld,\"column\":%ld},\"end\":{\"line\":%ld,\"column\":%ld}},"
            "\"text\":",
            any ? "," : ",\"suggestions\":[", e->line, e->byte, e->line, e->byte_end);
        json_put_string(out, e->to);
        str_puts(out, "}");
        any = true;
    }
    str_puts(out, any ? "]" : "");
}

static void put_group(struct str *out, const struct report_view *v, const struct report_group *g)
{
    static const char *const severities[] = {"INFO", "WARNING", "ERROR"};
    const struct report_example *e = &g->examples[0];
    struct str text = STR_INIT;
    put_group_text(&text, g);
    str_puts(out, "{\"message\":");
    json_put_string(out, text.data);
    str_drop(&text);
    str_puts(out, ",\"location\":{\"path\":");
    json_put_string(out, e->file ? report_path(e->file) : "");
    if (e->line > 0) {
        str_printf(out, ",\"range\":{\"start\":{\"line\":%ld", e->line);
        if (e->column > 0)
            str_printf(out, ",\"column\":%ld", e->column);
        str_puts(out, "}}");
    }
    str_printf(out, "},\"severity\":\"%s\",\"source\":{\"name\":\"%s\"},\"code\":{\"value\":",
               severities[g->level], v->tool);
    json_put_string(out, g->rule->id);
    if (is_web_link(g->rule->link))
        put_member(out, "url", g->rule->link);
    str_puts(out, "}");
    put_suggestions(out, g, e->file);
    str_puts(out, "}\n");
}

static void write_rdjsonl(const struct report *r, struct str *out)
{
    const struct report_view *v = report_view(r);
    for (size_t i = 0; i < v->n_troubles; i++) {
        const struct report_trouble *t = &v->troubles[i];
        str_puts(out, "{\"message\":");
        json_put_string(out, t->message);
        str_puts(out, ",\"location\":{\"path\":");
        json_put_string(out, t->file ? report_path(t->file) : "");
        if (t->line > 0)
            str_printf(out, ",\"range\":{\"start\":{\"line\":%ld}}", t->line);
        str_printf(out,
                   "},\"severity\":\"ERROR\",\"source\":{\"name\":\"%s\"},\"code\":{\"value\":\"%s\"}}\n",
                   v->tool, t->code);
    }
    for (size_t i = 0; i < v->n_groups; i++)
        put_group(out, v, v->groups[i]);
}

REPORT_FORMAT(rdjsonl, write_rdjsonl);
