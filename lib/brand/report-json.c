/* Reports for programs: JSON, JSON Lines, SARIF 2.1.0, JUnit XML. */
#include <string.h>

#include "brand/brand-imp.h"
#include "json/json.h"
#include "xml/xml.h"

static void put_member(struct str *out, const char *name, const char *value)
{
    if (!value)
        return;
    str_printf(out, ",\"%s\":", name);
    json_put_string(out, value);
}

static void put_names(struct str *out, const char *name, const char *const *names, size_t n)
{
    if (!n)
        return;
    str_printf(out, ",\"%s\":[", name);
    for (size_t i = 0; i < n; i++) {
        str_puts(out, i ? "," : "");
        json_put_string(out, names[i]);
    }
    str_puts(out, "]");
}

static void put_box(struct str *out, struct rect b)
{
    if (rect_empty(b))
        return;
    double v[] = {b.x, b.y, b.w, b.h};
    str_puts(out, ",\"box\":[");
    for (int i = 0; i < 4; i++) {
        str_puts(out, i ? "," : "");
        str_printf(out, "%.1f", v[i]);
    }
    str_puts(out, "]");
}

static void put_example(struct str *out, const struct report_example *e)
{
    str_printf(out, "{\"line\":%ld", e->line);
    put_member(out, "file", e->file);
    if (e->input)
        str_printf(out, ",\"input\":%ld", e->input);
    put_member(out, "variant", e->variant);
    put_member(out, "layout", e->layout);
    put_member(out, "locale", e->locale);
    if (e->row)
        str_printf(out, ",\"row\":%ld", e->row);
    put_member(out, "message", e->message);
    put_box(out, e->box);
    str_puts(out, "}");
}

static void put_group(struct str *out, const struct report_group *g)
{
    str_puts(out, "{\"rule\":");
    json_put_string(out, g->rule->id);
    put_member(out, "kind", g->rule->kind->name);
    put_member(out, "section", g->rule->section);
    put_member(out, "level", diag_level_name(g->level));
    put_member(out, "about", g->about);
    put_member(out, "slot", g->slot);
    put_member(out, "element", g->element);
    put_member(out, "message", g->examples[0].message);
    put_member(out, "hint", g->examples[0].hint);
    put_member(out, "link", g->rule->link);
    str_printf(out, ",\"count\":%ld", g->count);
    put_names(out, "layouts", g->layouts, g->n_layouts);
    put_names(out, "locales", g->locales, g->n_locales);
    str_puts(out, ",\"examples\":[");
    for (size_t i = 0; i < g->n_examples; i++) {
        str_puts(out, i ? "," : "");
        put_example(out, &g->examples[i]);
    }
    str_puts(out, "]}");
}

static void put_finding(struct str *out, const struct brand_finding *f)
{
    str_puts(out, "{\"rule\":");
    json_put_string(out, f->rule->id);
    put_member(out, "level", diag_level_name(f->level));
    put_member(out, "file", f->file);
    str_printf(out, ",\"line\":%ld", f->line);
    if (f->input)
        str_printf(out, ",\"input\":%ld", f->input);
    put_member(out, "variant", f->variant);
    put_member(out, "layout", f->layout);
    put_member(out, "locale", f->locale);
    if (f->row)
        str_printf(out, ",\"row\":%ld", f->row);
    put_member(out, "slot", f->slot);
    put_member(out, "element", f->element);
    put_member(out, "message", f->message);
    put_box(out, f->box);
    str_puts(out, "}");
}

void report_json(const struct brand_report *r, struct str *out)
{
    const struct report_view *v = brand_report_view(r);
    str_printf(
        out, "{\"checked\":%ld,\"failed\":%ld,\"errors\":%ld,\"warnings\":%ld,\"infos\":%ld,\n\"findings\":[",
        v->subjects, v->failed, v->n_errors, v->n_warnings, v->n_infos);
    for (size_t i = 0; i < v->n_groups; i++) {
        str_puts(out, i ? ",\n" : "\n");
        put_group(out, v->groups[i]);
    }
    str_puts(out, "]");
    if (v->n_all) {
        str_puts(out, ",\n\"all\":[");
        for (size_t i = 0; i < v->n_all; i++) {
            str_puts(out, i ? ",\n" : "\n");
            put_finding(out, &v->all[i]);
        }
        str_puts(out, "]");
    }
    str_puts(out, "}\n");
}

void report_jsonl(const struct brand_report *r, struct str *out)
{
    const struct report_view *v = brand_report_view(r);
    for (size_t i = 0; i < v->n_groups && !v->n_all; i++) {
        put_group(out, v->groups[i]);
        str_puts(out, "\n");
    }
    for (size_t i = 0; i < v->n_all; i++) {
        put_finding(out, &v->all[i]);
        str_puts(out, "\n");
    }
}

/* Reviewdog's diagnostic format, one group a line.
 * https://github.com/reviewdog/reviewdog/tree/master/proto/rdf */
void report_rdjsonl(const struct brand_report *r, struct str *out)
{
    static const char *const severities[] = {"INFO", "WARNING", "ERROR"};
    const struct report_view *v = brand_report_view(r);
    for (size_t i = 0; i < v->n_groups; i++) {
        const struct report_group *g = v->groups[i];
        const struct report_example *e = &g->examples[0];
        str_puts(out, "{\"message\":");
        json_put_string(out, e->message);
        str_puts(out, ",\"location\":{\"path\":");
        json_put_string(out, e->file ? e->file : "");
        str_printf(out,
                   ",\"range\":{\"start\":{\"line\":%ld}}},\"severity\":\"%s\",\"source\":{\"name\":\"brand-"
                   "check\"},"
                   "\"code\":{\"value\":",
                   e->line > 0 ? e->line : 1, severities[g->level]);
        json_put_string(out, g->rule->id);
        put_member(out, "url", g->rule->link);
        str_puts(out, "}}\n");
    }
}

/* ---- SARIF 2.1.0 (OASIS) ---- */

static void sarif_rules(struct str *out, const struct report_view *v)
{
    const struct brand_rule *last = NULL;
    bool first = true;
    for (size_t i = 0; i < v->n_groups; i++) { /* groups of a rule stand together within a level */
        const struct brand_rule *rule = v->groups[i]->rule;
        bool known = rule == last;
        for (size_t k = 0; k < i && !known; k++)
            known = v->groups[k]->rule == rule;
        last = rule;
        if (known)
            continue;
        str_puts(out, first ? "\n" : ",\n");
        first = false;
        str_puts(out, "{\"id\":");
        json_put_string(out, rule->id);
        str_puts(out, ",\"shortDescription\":{\"text\":");
        json_put_string(out, rule->message ? rule->message : rule->kind->summary);
        str_puts(out, "}");
        if (rule->hint || rule->kind->hint) {
            str_puts(out, ",\"help\":{\"text\":");
            json_put_string(out, rule->hint ? rule->hint : rule->kind->hint);
            str_puts(out, "}");
        }
        put_member(out, "helpUri", rule->link);
        str_puts(out, "}");
    }
}

/* A URI reference: what RFC 3986 does not allow as it is becomes %XX. */
static void put_uri(struct str *out, const char *path)
{
    str_putc(out, '"');
    for (const unsigned char *p = (const unsigned char *)path; *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
                     strchr("-._~/!$&'()*+,;=@", *p);
        if (plain)
            str_putc(out, (char)*p);
        else
            str_printf(out, "%%%02X", *p);
    }
    str_putc(out, '"');
}

static void sarif_result(struct str *out, const struct report_group *g)
{
    static const char *const levels[] = {"note", "warning", "error"};
    char digest[33];
    group_fingerprint(g, digest);
    str_puts(out, "{\"ruleId\":");
    json_put_string(out, g->rule->id);
    str_printf(out, ",\"level\":\"%s\",\"message\":{\"text\":", levels[g->level]);
    struct str text = STR_INIT;
    str_puts(&text, g->examples[0].message);
    if (g->examples[0].hint)
        str_printf(&text, ", %s", g->examples[0].hint);
    if (g->count > 1)
        str_printf(&text, " (%ld times)", g->count);
    json_put_string(out, text.data);
    str_drop(&text);
    str_puts(out, "},\"locations\":[");
    for (size_t i = 0; i < g->n_examples && g->examples[i].file; i++) {
        str_puts(out, i ? "," : "");
        str_puts(out, "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
        put_uri(out, g->examples[i].file);
        str_printf(out, "},\"region\":{\"startLine\":%ld}}}",
                   g->examples[i].line > 0 ? g->examples[i].line : 1);
    }
    str_printf(out, "],\"partialFingerprints\":{\"pressrunFinding/v1\":\"%s\"},\"occurrenceCount\":%ld}",
               digest, g->count);
}

void report_sarif(const struct brand_report *r, struct str *out)
{
    const struct report_view *v = brand_report_view(r);
    str_puts(
        out,
        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
        "\"tool\":{\"driver\":{\"name\":\"brand-check\",\"version\":\"" PRESSRUN_VERSION "\",\"rules\":[");
    sarif_rules(out, v);
    str_puts(out, "]}},\n\"results\":[");
    for (size_t i = 0; i < v->n_groups; i++) {
        str_puts(out, i ? ",\n" : "\n");
        sarif_result(out, v->groups[i]);
    }
    str_puts(out, "]}]}\n");
}

/* ---- JUnit ---- */

void report_junit(const struct brand_report *r, struct str *out)
{
    const struct report_view *v = brand_report_view(r);
    long failures = 0;
    for (size_t i = 0; i < v->n_groups; i++)
        failures += v->groups[i]->level == DIAG_ERROR;
    str_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    str_printf(out, "<testsuites><testsuite name=\"brand-check\" tests=\"%zu\" failures=\"%ld\">\n",
               v->n_groups ? v->n_groups : 1, failures);
    if (!v->n_groups)
        str_puts(out, "<testcase name=\"all rules\" classname=\"brand-check\"/>\n");
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
        xml_escape(out, g->about ? g->about : "brand-check", true);
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
