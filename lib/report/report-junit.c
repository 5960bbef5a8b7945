/* JUnit XML, as CI systems read it: a suite a section; a rule that found nothing is a case that passed, each
 * group of errors one that failed, lesser groups pass with their text. */
#include "report/report-imp.h"
#include "xml/xml.h"

static const char *section_of(const struct report_rule *rule)
{
    return rule->section ? rule->section : "rules";
}

static void put_attribute(struct str *out, const char *name, const char *value)
{
    str_printf(out, " %s=\"", name);
    put_xml(out, value, true);
    str_puts(out, "\"");
}

static bool has_groups(const struct report_view *v, const struct report_rule *rule)
{
    for (size_t i = 0; i < v->n_groups; i++)
        if (str_eq(v->groups[i]->rule->id, rule->id))
            return true;
    return false;
}

static void put_passed(struct str *out, const struct report_view *v, const struct report_tally *t)
{
    str_puts(out, "<testcase");
    put_attribute(out, "name", t->rule->id);
    put_attribute(out, "classname", v->tool);
    str_puts(out, "/>\n");
}

static void put_group(struct str *out, const struct report_group *g, const char *tool)
{
    const struct report_example *e = &g->examples[0];
    bool error = g->level == DIAG_ERROR;
    const char *what = g->slot ? g->slot : g->element;
    char print[33];
    struct str name = STR_INIT;
    group_fingerprint(g, print); /* tells cases apart from run to run, whatever else was found */
    str_printf(&name, "%s%s%s [%.8s]", g->rule->id, what ? " " : "", what ? what : "", print);
    str_puts(out, "<testcase");
    put_attribute(out, "name", name.data);
    str_drop(&name);
    put_attribute(out, "classname", g->about ? report_path(g->about) : tool);
    if (e->file)
        put_attribute(out, "file", report_path(e->file));
    if (error) {
        str_puts(out, "><failure");
        put_attribute(out, "message", e->message);
        put_attribute(out, "type", g->rule->id);
        str_puts(out, ">");
    } else {
        str_printf(out, "><system-out>%s: ", diag_level_name(g->level));
        put_xml(out, e->message, false);
        str_puts(out, "\n");
    }
    if (e->hint)
        put_xml(out, e->hint, false);
    str_printf(out, "\n%ld times", g->count);
    for (size_t k = 0; k < g->n_examples; k++)
        if (g->examples[k].variant) {
            str_puts(out, k ? ", " : ", for example ");
            put_xml(out, g->examples[k].variant, false);
        }
    str_puts(out, error ? "</failure></testcase>\n" : "</system-out></testcase>\n");
}

struct counts {
    size_t tests;
    long failures;
};

static struct counts put_cases(struct str *out, const struct report_view *v, const char *section)
{
    struct counts n = {0};
    for (size_t i = 0; i < v->n_rules; i++)
        if (str_eq(section_of(v->rules[i]->rule), section) && !has_groups(v, v->rules[i]->rule)) {
            put_passed(out, v, v->rules[i]);
            n.tests++;
        }
    for (size_t i = 0; i < v->n_groups; i++)
        if (str_eq(section_of(v->groups[i]->rule), section)) {
            put_group(out, v->groups[i], v->tool);
            n.tests++;
            n.failures += v->groups[i]->level == DIAG_ERROR;
        }
    return n;
}

static double score_of(const struct report_view *v, const char *section)
{
    for (size_t i = 0; i < v->n_sections; i++)
        if (str_eq(v->sections[i].section, section))
            return v->sections[i].score;
    return -1;
}

static struct counts put_suite(struct str *out, const struct report_view *v, const char *section)
{
    struct str cases = STR_INIT;
    struct counts n = put_cases(&cases, v, section);
    double score = score_of(v, section);
    str_puts(out, "<testsuite");
    put_attribute(out, "name", section);
    str_printf(out, " tests=\"%zu\" failures=\"%ld\" errors=\"0\">\n", n.tests, n.failures);
    if (score >= 0) {
        str_puts(out, "<properties><property name=\"score\" value=\"");
        put_score(out, score);
        str_puts(out, "\"/></properties>\n");
    }
    str_put(out, cases.data, cases.len);
    str_puts(out, "</testsuite>\n");
    str_drop(&cases);
    return n;
}

/* What could not be checked: errors, which are no failures to a CI system, and no passes either. */
static void put_troubles(struct str *out, const struct report_view *v)
{
    str_puts(out, "<testsuite");
    put_attribute(out, "name", v->tool);
    str_printf(out, " tests=\"%zu\" failures=\"0\" errors=\"%zu\">\n", v->n_troubles, v->n_troubles);
    for (size_t i = 0; i < v->n_troubles; i++) {
        const struct report_trouble *t = &v->troubles[i];
        str_printf(out, "<testcase name=\"%s %zu\"", t->code, i + 1);
        put_attribute(out, "classname", t->file ? report_path(t->file) : v->tool);
        str_puts(out, "><error");
        put_attribute(out, "message", t->message);
        put_attribute(out, "type", t->code);
        str_puts(out, "/></testcase>\n");
    }
    str_puts(out, "</testsuite>\n");
}

static bool section_seen(const char *const *sections, size_t n, const char *section)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(sections[i], section))
            return true;
    return false;
}

static void write_junit(const struct report *r, struct str *out)
{
    const struct report_view *v = report_view(r);
    struct vec(const char *) sections = {0};
    struct str suites = STR_INIT;
    struct counts all = {.tests = v->n_troubles};
    for (size_t i = 0; i < v->n_rules + v->n_groups; i++) {
        const char *s = section_of(i < v->n_rules ? v->rules[i]->rule : v->groups[i - v->n_rules]->rule);
        if (section_seen(sections.at, sections.len, s))
            continue;
        vec_push(&sections, s);
        struct counts n = put_suite(&suites, v, s);
        all.tests += n.tests;
        all.failures += n.failures;
    }
    if (v->n_troubles)
        put_troubles(&suites, v);
    str_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    put_attribute(out, "name", v->tool);
    str_printf(out, " tests=\"%zu\" failures=\"%ld\" errors=\"%zu\">\n", all.tests, all.failures,
               v->n_troubles);
    str_put(out, suites.data, suites.len);
    str_puts(out, "</testsuites>\n");
    str_drop(&suites);
    vec_drop(&sections);
}

REPORT_FORMAT(junit, write_junit);
