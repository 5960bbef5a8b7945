/* Findings that are accepted: known ones of a baseline, and waivers with an owner, a reason and an end. */
#include <string.h>

#include "brand/rules-imp.h"
#include "brand/worker-imp.h"

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
                             .where = where,
                             .used = ARENA_NEW(l->arena, atomic_bool)};
    const char *const **scopes[] = {&w.slots, &w.layouts, &w.locales};
    for (size_t i = 0; i < LENGTH(scopes); i++)
        if (xml_attr(e, attributes[4 + i]))
            *scopes[i] = words_split(l->arena, xml_attr(e, attributes[4 + i]));
    bool any = false;
    for (size_t i = 0; i < l->all.len; i++)
        any |= rule_matches(&l->all.at[i], w.rule);
    const char *mean = any ? NULL : nearest_rule(l->arena, l->all.at, l->all.len, w.rule);
    if (!any)
        return rule_wrong(l, where,
                          mean ? arena_printf(l->arena, "did you mean '%s'?", mean)
                               : "name a rule that is read before this line, as set/id",
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

/* A warning for each waiver of a rule that is on and found nothing to cover: nobody needs it any more. */
void waivers_unused(struct ctx *ctx, const struct brand_rules *r, const char *today)
{
    for (size_t i = 0; i < r->n_waivers; i++) {
        const struct brand_waiver *w = &r->waivers[i];
        bool on = false;
        for (size_t k = 0; k < r->n_rules; k++)
            on |= r->rules[k].level != BRAND_OFF && rule_matches(&r->rules[k], w->rule);
        if (on && strcmp(today, w->until) <= 0 && !atomic_load(w->used))
            report_hint(ctx, DIAG_WARNING, DIAG_BRAND_WAIVER, w->where, "delete it when all ads were checked",
                        "the waiver of %s covers nothing (%s: %s)", w->rule, w->owner, w->reason);
    }
}

static bool waived(const struct brand_rules *r, const char *today, const struct finding *f)
{
    for (size_t i = 0; i < r->n_waivers; i++) {
        const struct brand_waiver *w = &r->waivers[i];
        if (strcmp(today, w->until) <= 0 && rule_matches(rule_of(f), w->rule) &&
            (!w->slots || words_have(w->slots, f->slot) || words_have(w->slots, f->element)) &&
            (!w->layouts || words_have(w->layouts, f->layout)) &&
            (!w->locales || (f->locale && locale_in(w->locales, f->locale)))) {
            atomic_store(w->used, true);
            return true;
        }
    }
    return false;
}

void accept_findings(struct brand_run *run, const struct brand_rules *rules, struct finding *f, size_t *n,
                     unsigned char *worst)
{
    memset(worst, 0, rules->n_rules);
    size_t kept = 0;
    long n_known = 0, n_waived = 0;
    for (size_t i = 0; i < *n; i++) {
        if (rules->n_waivers && waived(rules, run->today, &f[i])) {
            n_waived++;
            continue;
        }
        unsigned char *w = &worst[rule_of(&f[i])->index];
        if (*w < f[i].level + 1)
            *w = (unsigned char)(f[i].level + 1);
        char print[33];
        if (run->baseline)
            finding_fingerprint(&f[i], print);
        if (run->baseline && map_has(run->baseline, print)) {
            n_known++;
            pthread_mutex_lock(&run->lock);
            map_put(run->met, print, run);
            pthread_mutex_unlock(&run->lock);
        } else
            f[kept++] = f[i];
    }
    *n = kept;
    if (n_known || n_waived)
        report_left_out(run->report, n_known, n_waived);
}
