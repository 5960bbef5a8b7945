/* What workers share: options, rules by name, creatives. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "brand/worker-imp.h"

static void keep_trouble(struct ctx *ctx, const struct diag *d)
{
    struct watched *w = ctx->payload;
    if (d->level == DIAG_ERROR) {
        report_trouble(w->run->report, d);
        if (w->arena && !w->message) {
            w->code = diag_code_name(d->code);
            w->message = d->hint ? arena_printf(w->arena, "%s, %s", d->message, d->hint)
                                 : arena_strdup(w->arena, d->message);
        }
    }
    report_diag(w->outer, d);
}

struct ctx *watch(struct watched *w, struct ctx *outer, struct brand_run *run, struct arena *a)
{
    *w = (struct watched){
        .ctx = {.sink = keep_trouble, .payload = w, .masked = outer->masked, .n_masked = outer->n_masked},
        .outer = outer,
        .run = run,
        .arena = a};
    return &w->ctx;
}

struct brand_run *brand_run_new(struct ctx *outer, const struct brand_options *o, struct report *report)
{
    struct brand_run *run = xcalloc(1, sizeof *run);
    struct watched why;
    struct ctx *ctx = watch(&why, outer, run, NULL);
    run->options = *o;
    run->report = report;
    run->met = map_new();
    run->fixes = o->fix || o->suggest ? fixes_new() : NULL;
    pthread_mutex_init(&run->lock, NULL);
    if (o->today) {
        snprintf(run->today, sizeof run->today, "%s", o->today);
    } else {
        time_t now = time(NULL);
        struct tm tm;
        gmtime_r(&now, &tm);
        strftime(run->today, sizeof run->today, "%Y-%m-%d", &tm);
    }
    if (o->baseline)
        run->baseline = baseline_read(ctx, o->baseline);
    if (o->baseline && !run->baseline) {
        brand_run_drop(run);
        return NULL;
    }
    /* a wrong -r, --set, --only or --skip stops the run before it starts */
    if (o->n_rule_names && !run_rules(ctx, run, o->rule_names, o->n_rule_names, NULL)) {
        brand_run_drop(run);
        return NULL;
    }
    return run;
}

void brand_run_drop(struct brand_run *run)
{
    if (!run)
        return;
    for (size_t i = 0; i < run->loaded.len; i++) {
        free(run->loaded.at[i].name);
        free(run->loaded.at[i].dir);
        brand_rules_drop(run->loaded.at[i].rules);
    }
    vec_drop(&run->loaded);
    for (size_t i = 0; i < run->creatives.len; i++) {
        free(run->creatives.at[i].path);
        creative_drop(run->creatives.at[i].creative);
    }
    vec_drop(&run->creatives);
    memories_drop(run, NULL);
    fixes_drop(run->fixes);
    map_drop(run->baseline);
    map_drop(run->met);
    pthread_mutex_destroy(&run->lock);
    free(run);
}

const struct brand_rules *run_rules(struct ctx *ctx, struct brand_run *run, const char *const *names,
                                    size_t n, const char *dir)
{
    struct str key = STR_INIT;
    for (size_t i = 0; i < n; i++)
        str_printf(&key, "%s\n", names[i]);
    pthread_mutex_lock(&run->lock);
    struct brand_rules *r = NULL;
    bool known = false;
    for (size_t i = 0; i < run->loaded.len && !known; i++) {
        known = str_eq(run->loaded.at[i].name, key.data) && str_eq(run->loaded.at[i].dir, dir);
        r = known ? run->loaded.at[i].rules : NULL;
    }
    if (!known) {
        r = brand_rules_load(ctx, names, n, dir);
        int result = r ? brand_rules_choose(ctx, r, &run->options.choice) : 0;
        for (size_t i = 0; i < run->options.n_waivers && r; i++)
            result |= brand_rules_waive(ctx, r, run->options.waivers[i]);
        if (result < 0) {
            brand_rules_drop(r);
            r = NULL;
        }
        if (r)
            waivers_expired(ctx, r, run->today); /* an error, and what it covered is found again */
        vec_push(&run->loaded, ((struct named_rules){xstrdup(key.data), dir ? xstrdup(dir) : NULL, r}));
    }
    pthread_mutex_unlock(&run->lock);
    str_drop(&key);
    return r;
}

const struct creative *run_creative(struct ctx *ctx, struct brand_run *run, const char *path)
{
    pthread_mutex_lock(&run->lock);
    struct creative *c = NULL;
    bool known = false;
    for (size_t i = 0; i < run->creatives.len && !known; i++) {
        known = str_eq(run->creatives.at[i].path, path);
        c = known ? run->creatives.at[i].creative : NULL;
    }
    if (!known) {
        c = creative_load(ctx, path);
        vec_push(&run->creatives, ((struct named_creative){xstrdup(path), c}));
    }
    pthread_mutex_unlock(&run->lock);
    return c;
}

int brand_run_batch(const struct brand_run *run)
{
    bool known = run->options.n_rule_names && run->loaded.len;
    return known && run->loaded.at[0].rules && brand_rules_need(run->loaded.at[0].rules) == NEED_LINE ? 256
                                                                                                      : 16;
}

const struct brand_rules *run_rules_for(struct ctx *ctx, struct brand_run *run, const struct creative *c)
{
    static const char *const fallback[] = {"hygiene"};
    if (run->options.n_rule_names)
        return run_rules(ctx, run, run->options.rule_names, run->options.n_rule_names, NULL);
    if (c && c->brand) {
        const char *names[] = {c->brand};
        return run_rules(ctx, run, names, 1, c->dir);
    }
    if (c && !c->lone_svg) {
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){.file = c->path},
                    "give -r RULES, or write <creative brand=\"...\">", "the creative names no brand rules");
        return NULL;
    }
    return run_rules(ctx, run, fallback, 1, NULL);
}
