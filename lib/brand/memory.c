/* Rules that look at all subjects together: what they keep, and their last word. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "brand/worker-imp.h"

struct rule_memory *rule_memory(struct check *c)
{
    struct brand_run *run = c->worker->run;
    pthread_mutex_lock(&run->lock);
    struct rule_memory *m = run->memories;
    while (m && m->rule != c->rule)
        m = m->next;
    if (!m) {
        m = xcalloc(1, sizeof *m);
        m->rule = c->rule;
        m->rules = worker_rules_of(c);
        m->serial = LONG_MAX;
        pthread_mutex_init(&m->lock, NULL);
        m->next = run->memories;
        run->memories = m;
    }
    pthread_mutex_unlock(&run->lock);
    pthread_mutex_lock(&m->lock);
    if (c->s->serial < m->serial) {
        m->serial = c->s->serial;
        free((char *)m->file);
        m->file = xstrdup(c->s->creative ? c->s->creative->path : c->s->file);
    }
    return m;
}

/* In the order of the rules, whichever was remembered first. */
static struct rule_memory *memory_of(struct brand_run *run, const struct brand_rule *rule)
{
    struct rule_memory *m = run->memories;
    while (m && m->rule != rule)
        m = m->next;
    return m;
}

static int finish_rules(struct ctx *ctx, struct brand_run *run, struct arena *a,
                        const struct brand_rules *rules, struct check *c)
{
    int result = 0;
    for (size_t i = 0; i < rules->n_rules; i++) {
        const struct brand_rule *r = &rules->rules[i];
        struct rule_memory *m = r->kind->finish ? memory_of(run, r) : NULL;
        if (!m)
            continue;
        struct subject *s = ARENA_NEW(a, struct subject);
        s->file = m->file;
        c->ctx = ctx;
        c->arena = a;
        c->s = s;
        c->rule = r;
        c->memory = m;
        c->today = run->today;
        result |= r->kind->finish(c, r);
    }
    return result;
}

int memories_finish(struct ctx *ctx, struct brand_run *run, struct arena *a, const struct brand_rules *only,
                    struct finding **out, size_t *n)
{
    struct check c = {0};
    int result = 0;
    if (only)
        result = finish_rules(ctx, run, a, only, &c);
    for (size_t i = 0; i < run->loaded.len && !only; i++) {
        const struct brand_rules *rules = run->loaded.at[i].rules;
        size_t before = c.n_found, left;
        if (!rules)
            continue;
        result |= finish_rules(ctx, run, a, rules, &c);
        left = c.n_found - before;
        unsigned char *worst = ARENA_ARRAY(a, rules->n_rules + 1, unsigned char);
        accept_findings(run, rules, c.found ? c.found + before : NULL, &left, worst);
        c.n_found = before + left;
        for (size_t k = 0; k < rules->n_rules; k++) {
            long lost[DIAG_ERROR + 1] = {0};
            if (worst[k])
                lost[worst[k] - 1] = 1;
            if (rules->rules[k].kind->finish && memory_of(run, &rules->rules[k]))
                report_checked(run->report, &rules->rules[k].entry, (enum diag_level)rules->rules[k].level, 1,
                               lost);
        }
    }
    *out = c.found;
    *n = c.n_found;
    return result;
}

int brand_run_finish(struct ctx *outer, struct brand_run *run)
{
    struct watched why;
    struct ctx *ctx = watch(&why, outer, run, NULL);
    struct arena *a = arena_new();
    struct finding *f = NULL;
    size_t n = 0;
    int result = memories_finish(ctx, run, a, NULL, &f, &n);
    report_add(run->report, LONG_MAX, f, n);
    if (run->options.suggest)
        fixes_suggest(ctx, run);
    for (size_t i = 0; i < run->loaded.len; i++)
        if (run->loaded.at[i].rules)
            waivers_unused(ctx, run->loaded.at[i].rules, run->today);
    if (run->options.baseline && run->options.prune && result == 0)
        result = baseline_prune(ctx, run->options.baseline, run->met);
    arena_drop(a);
    return result;
}

void memories_drop(struct brand_run *run, const struct brand_rules *of)
{
    struct rule_memory **at = &run->memories;
    while (*at) {
        struct rule_memory *m = *at;
        if (of && m->rules != of) {
            at = &m->next;
            continue;
        }
        *at = m->next;
        if (m->drop)
            m->drop(m->data);
        pthread_mutex_destroy(&m->lock);
        free((char *)m->file);
        free(m);
    }
}
