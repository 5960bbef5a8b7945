/* SARIF 2.1.0 (OASIS). */
#include <string.h>

#include "json/json.h"
#include "report/report-imp.h"

static void sarif_rules(struct str *out, const struct report_view *v)
{
    const struct report_rule *last = NULL;
    bool first = true;
    for (size_t i = 0; i < v->n_groups; i++) { /* groups of a rule stand together within a level */
        const struct report_rule *rule = v->groups[i]->rule;
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
        json_put_string(out, rule->summary ? rule->summary : rule->id);
        str_puts(out, "}");
        if (rule->hint) {
            str_puts(out, ",\"help\":{\"text\":");
            json_put_string(out, rule->hint);
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
        str_printf(out, "},\"region\":{\"startLine\":%ld", g->examples[i].line > 0 ? g->examples[i].line : 1);
        if (g->examples[i].column > 0)
            str_printf(out, ",\"startColumn\":%ld", g->examples[i].column);
        str_puts(out, "}}}");
    }
    str_printf(out, "],\"partialFingerprints\":{\"pressrunFinding/v1\":\"%s\"},\"occurrenceCount\":%ld}",
               digest, g->count);
}

static void write_sarif(const struct report *r, struct str *out)
{
    const struct report_view *v = report_view(r);
    str_printf(
        out,
        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
        "\"tool\":{\"driver\":{\"name\":\"%s\",\"version\":\"" PRESSRUN_VERSION "\",\"rules\":[",
        v->tool);
    sarif_rules(out, v);
    str_puts(out, "]}},\n\"results\":[");
    for (size_t i = 0; i < v->n_groups; i++) {
        str_puts(out, i ? ",\n" : "\n");
        sarif_result(out, v->groups[i]);
    }
    str_puts(out, "]}]}\n");
}

REPORT_FORMAT(sarif, write_sarif);
