/* SARIF 2.1.0 (OASIS), within what GitHub's code scanning takes: of one run it keeps 5,000 results, the
 * worst. */
#include <string.h>

#include "json/json.h"
#include "report/report-imp.h"

enum { MOST_RESULTS = 5000 };

static const char *const levels[] = {"note", "warning", "error"};

static void put_text(struct str *out, const char *name, const char *text)
{
    str_printf(out, ",\"%s\":{\"text\":", name);
    json_put_string(out, text);
    str_puts(out, "}");
}

static void put_rule(struct str *out, const struct report_rule *rule, enum diag_level level)
{
    str_puts(out, "{\"id\":");
    json_put_string(out, rule->id);
    put_text(out, "shortDescription", rule->summary ? rule->summary : rule->id);
    if (rule->hint)
        put_text(out, "help", rule->hint);
    if (is_web_link(rule->link)) {
        str_puts(out, ",\"helpUri\":\"");
        put_iri(out, rule->link);
        str_puts(out, "\"");
    }
    str_printf(out, ",\"defaultConfiguration\":{\"level\":\"%s\"}", levels[level]);
    if (rule->section) {
        str_puts(out, ",\"properties\":{\"tags\":[");
        json_put_string(out, rule->section);
        str_puts(out, "]}");
    }
    str_puts(out, "}");
}

/* The rules that were checked, then those of findings that no checker counted; by id -> index + 1. */
static struct map *put_rules(struct str *out, const struct report_view *v)
{
    struct map *index = map_new();
    for (size_t i = 0; i < v->n_rules + v->n_groups; i++) {
        bool checked = i < v->n_rules;
        const struct report_group *g = checked ? NULL : v->groups[i - v->n_rules];
        const struct report_rule *rule = checked ? v->rules[i]->rule : g->rule;
        if (map_has(index, rule->id))
            continue;
        str_puts(out, map_len(index) ? ",\n" : "\n");
        put_rule(out, rule, checked ? v->rules[i]->level : g->level);
        map_put(index, rule->id, (void *)(uintptr_t)(map_len(index) + 1));
    }
    return index;
}

static void put_location(struct str *out, const char *file, long line, long column)
{
    str_puts(out, "\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
    put_uri(out, file);
    str_printf(out, "},\"region\":{\"startLine\":%ld", line > 0 ? line : 1);
    if (line > 0 && column > 0)
        str_printf(out, ",\"startColumn\":%ld", column);
    str_puts(out, "}}");
}

/* Places of the examples, each once. */
static void put_locations(struct str *out, const struct report_group *g)
{
    bool any = false;
    str_puts(out, ",\"locations\":[");
    for (size_t i = 0; i < g->n_examples; i++) {
        const struct report_example *e = &g->examples[i];
        bool seen = !e->file;
        for (size_t k = 0; k < i && !seen; k++)
            seen = str_eq(g->examples[k].file, e->file) && g->examples[k].line == e->line;
        if (seen)
            continue;
        str_puts(out, any ? ",{" : "{");
        any = true;
        put_location(out, e->file, e->line, e->column);
        if (g->slot || g->element) {
            str_puts(out, ",\"logicalLocations\":[{\"kind\":\"element\",\"name\":");
            json_put_string(out, g->slot ? g->slot : g->element);
            str_puts(out, "}]");
        }
        str_puts(out, "}");
    }
    str_puts(out, "]");
}

static void put_names(struct str *out, const char *name, const char *const *names, size_t n)
{
    str_printf(out, ",\"%s\":[", name);
    for (size_t i = 0; i < n; i++) {
        str_puts(out, i ? "," : "");
        json_put_string(out, names[i]);
    }
    str_puts(out, "]");
}

/* Changes that --fix knows, a file at a time, as the edits come. */
static void put_fixes(struct str *out, const struct report_group *g)
{
    if (!g->n_edits)
        return;
    str_puts(out, ",\"fixes\":[{\"description\":{\"text\":\"what --fix would do\"},\"artifactChanges\":[");
    for (size_t i = 0; i < g->n_edits; i++) {
        const struct report_edit *e = &g->edits[i];
        bool same = i && str_eq(e->file, g->edits[i - 1].file);
        if (!same) {
            str_puts(out, i ? "]},{" : "{");
            str_puts(out, "\"artifactLocation\":{\"uri\":");
            put_uri(out, e->file);
            str_puts(out, "},\"replacements\":[");
        }
        str_printf(out,
                   "%s{\"deletedRegion\":{\"startLine\":%ld,\"startColumn\":%ld,\"endColumn\":%ld},"
                   "\"insertedContent\":{\"text\":",
                   same ? "," : "", e->line, e->column, e->end);
        json_put_string(out, e->to);
        str_puts(out, "}}");
    }
    str_puts(out, "]}]}]");
}

static void put_result(struct str *out, const struct report_group *g, size_t rule_index)
{
    char digest[33];
    struct str text = STR_INIT;
    group_fingerprint(g, digest);
    put_group_text(&text, g);
    str_puts(out, "{\"ruleId\":");
    json_put_string(out, g->rule->id);
    str_printf(out, ",\"ruleIndex\":%zu,\"level\":\"%s\"", rule_index, levels[g->level]);
    put_text(out, "message", text.data);
    str_drop(&text);
    put_locations(out, g);
    put_fixes(out, g);
    /* GitHub tells alerts apart by primaryLocationLineHash alone */
    str_printf(
        out,
        ",\"partialFingerprints\":{\"pressrunFinding/v1\":\"%s\",\"primaryLocationLineHash\":\"%.16s:1\"},"
        "\"occurrenceCount\":%ld,\"properties\":{\"section\":",
        digest, digest, g->count);
    json_put_string(out, g->rule->section ? g->rule->section : "");
    put_names(out, "layouts", g->layouts, g->n_layouts);
    put_names(out, "locales", g->locales, g->n_locales);
    const char *variants[LENGTH(g->examples)];
    size_t n = 0;
    for (size_t i = 0; i < g->n_examples; i++)
        if (g->examples[i].variant)
            variants[n++] = g->examples[i].variant;
    put_names(out, "examples", variants, n);
    str_puts(out, "}}");
}

/* How the run went: what could not be checked, and what was left out. */
static void put_invocation(struct str *out, const struct report_view *v, size_t left_out)
{
    bool any = false;
    str_printf(out, "\"invocations\":[{\"executionSuccessful\":%s,\"toolExecutionNotifications\":[",
               v->n_troubles ? "false" : "true");
    for (size_t i = 0; i < v->n_troubles; i++) {
        const struct report_trouble *t = &v->troubles[i];
        str_printf(out, "%s{\"level\":\"error\",\"descriptor\":{\"id\":\"%s\"}", any ? "," : "", t->code);
        any = true;
        put_text(out, "message", t->message);
        if (t->file) {
            str_puts(out, ",\"locations\":[{");
            put_location(out, t->file, t->line, 0);
            str_puts(out, "}]");
        }
        str_puts(out, "}");
    }
    if (left_out)
        str_printf(
            out,
            "%s{\"level\":\"warning\",\"message\":{\"text\":\"%zu more results are in the other formats\"}}",
            any ? "," : "", left_out);
    str_puts(out, "]}]");
}

static void write_sarif(const struct report *r, struct str *out)
{
    const struct report_view *v = report_view(r);
    size_t n = v->n_groups < MOST_RESULTS ? v->n_groups : MOST_RESULTS;
    str_printf(
        out,
        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
        "\"tool\":{\"driver\":{\"name\":\"%s\",\"version\":\"" PRESSRUN_VERSION "\",\"rules\":[",
        v->tool);
    struct map *index = put_rules(out, v);
    str_puts(out, "]}},\n\"columnKind\":\"unicodeCodePoints\",\n");
    put_invocation(out, v, v->n_groups - n);
    str_puts(out, ",\n\"results\":[");
    for (size_t i = 0; i < n; i++) {
        str_puts(out, i ? ",\n" : "\n");
        put_result(out, v->groups[i], (size_t)(uintptr_t)map_find(index, v->groups[i]->rule->id) - 1);
    }
    str_puts(out, "],\n\"properties\":{");
    put_scores_json(out, v);
    str_puts(out, "}}]}\n");
    map_drop(index);
}

REPORT_FORMAT(sarif, write_sarif);
