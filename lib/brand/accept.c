/* Findings that are accepted: known ones of a baseline, and waivers with an owner, a reason and an end. */
#include <stdlib.h>
#include <string.h>

#include "brand/rules-imp.h"
#include "brand/worker-imp.h"
#include "json/json.h"

int waiver_parse(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e)
{
    static const char *const attributes[] = {"rule",  "owner",   "reason", "until",
                                             "slots", "layouts", "locales"};
    struct where where = xml_where(doc, e);
    const struct brand_param until = {NULL, "until", BRAND_DATE, .required = true};
    struct brand_value day = {0};
    if (known_attributes(l, doc, e, attributes, LENGTH(attributes)) < 0)
        return -1;
    for (size_t i = 0; i < 4; i++)
        if (!xml_attr(e, attributes[i]) || !*xml_attr(e, attributes[i]))
            return rule_wrong(
                l, where,
                "write <waiver rule=\"acme/palette\" owner=\"...\" reason=\"...\" until=\"2027-06-30\"/>",
                "<waiver> needs the attribute '%s'", attributes[i]);
    if (value_parse(l, &until, xml_attr(e, "until"), where, &day) < 0)
        return -1;
    struct brand_waiver w = {.rule = xml_attr(e, "rule"),
                             .owner = xml_attr(e, "owner"),
                             .reason = xml_attr(e, "reason"),
                             .until = xml_attr(e, "until"),
                             .where = where};
    const char *const **scopes[] = {&w.slots, &w.layouts, &w.locales};
    for (size_t i = 0; i < LENGTH(scopes); i++)
        if (xml_attr(e, attributes[4 + i]))
            *scopes[i] = words_split(l->arena, xml_attr(e, attributes[4 + i]));
    bool any = false;
    for (size_t i = 0; i < l->all.len; i++)
        any |= rule_matches(&l->all.at[i], w.rule);
    if (!any)
        return rule_wrong(l, where, "name a rule that stands above this line, as set/id",
                          "there is no rule '%s' to waive", w.rule);
    vec_push(&l->waivers, w);
    return 0;
}

int waivers_expired(struct ctx *ctx, const struct brand_rules *r, const char *today)
{
    int result = 0;
    for (size_t i = 0; i < r->n_waivers; i++) {
        const struct brand_waiver *w = &r->waivers[i];
        if (strcmp(today, w->until) <= 0) /* both are yyyy-mm-dd */
            continue;
        report_hint(ctx, DIAG_ERROR, DIAG_BRAND_WAIVER, w->where,
                    "fix what it covers, or let its owner renew it", "the waiver of %s ended on %s (%s: %s)",
                    w->rule, w->until, w->owner, w->reason);
        result = -1;
    }
    return result;
}

static bool waived(const struct brand_rules *r, const char *today, const struct brand_finding *f)
{
    for (size_t i = 0; i < r->n_waivers; i++) {
        const struct brand_waiver *w = &r->waivers[i];
        if (strcmp(today, w->until) <= 0 && rule_matches(f->rule, w->rule) &&
            (!w->slots || words_have(w->slots, f->slot) || words_have(w->slots, f->element)) &&
            (!w->layouts || words_have(w->layouts, f->layout)) &&
            (!w->locales || (f->locale && locale_in(w->locales, f->locale))))
            return true;
    }
    return false;
}

void accept_findings(struct brand_run *run, const struct brand_rules *rules, struct brand_finding *f,
                     size_t *n)
{
    size_t kept = 0;
    long n_known = 0, n_waived = 0;
    if (!run->baseline && !rules->n_waivers)
        return;
    for (size_t i = 0; i < *n; i++) {
        char print[33];
        brand_fingerprint(&f[i], print);
        if (waived(rules, run->today, &f[i]))
            n_waived++;
        else if (run->baseline && map_has(run->baseline, print))
            n_known++;
        else
            f[kept++] = f[i];
    }
    *n = kept;
    brand_report_left_out(run->report, n_known, n_waived);
}

/* ---- baselines ---- */

static void fingerprint(const char *rule, const char *about, const char *what, const char *key, char out[33])
{
    struct str s = STR_INIT;
    str_printf(&s, "%s|%s|%s|%s", rule, about ? path_base(about) : "", what ? what : "", key ? key : "");
    digest_hex(s.data, s.len, out);
    str_drop(&s);
}

void brand_fingerprint(const struct brand_finding *f, char out[33])
{
    fingerprint(f->rule->id, f->about, f->slot ? f->slot : f->element, f->key, out);
}

void group_fingerprint(const struct report_group *g, char out[33])
{
    fingerprint(g->rule->id, g->about, g->slot ? g->slot : g->element, g->key, out);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void brand_baseline_write(const struct brand_report *r, struct str *out)
{
    const struct report_view *v = brand_report_view(r);
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

int baseline_read(struct ctx *ctx, const char *path, struct map **out)
{
    struct arena *a = arena_new();
    char *data;
    size_t len;
    int result = file_read(ctx, a, path, LIMIT_XML_BYTES, &data, &len);
    struct map *m = result == 0 ? map_new() : NULL;
    long line = 1;
    for (char *p = result == 0 ? data : NULL; p && *p && result == 0; line++) {
        size_t n = strcspn(p, "\n");
        struct where where = {.file = path, .line = line};
        const struct json *j = n ? json_parse_shallow(ctx, a, p, n, where) : NULL;
        const char *print = json_member_string(j, "fingerprint");
        if (print && strlen(print) == 32) {
            map_put(m, print, m);
        } else if (n) {
            report_hint(ctx, DIAG_ERROR, DIAG_BRAND_BASELINE, where,
                        "write the file with --report baseline=FILE", "this is no line of a baseline");
            result = -1;
        }
        p += n + (p[n] == '\n');
    }
    arena_drop(a);
    if (result < 0) {
        map_drop(m);
        return -1;
    }
    *out = m;
    return 0;
}
