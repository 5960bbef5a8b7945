/* One worker: variant lines, SVG files, pictures and creatives under the rules. */
#include <stdlib.h>
#include <string.h>

#include "brand/worker-imp.h"

struct brand_worker *brand_worker_new(struct ctx *ctx, struct brand_run *run)
{
    (void)ctx;
    struct brand_worker *w = xcalloc(1, sizeof *w);
    w->run = run;
    w->arena = arena_new();
    w->keep = arena_new();
    w->matches = match_cache_new();
    w->path = (struct str)STR_INIT;
    return w;
}

void worker_forget(struct brand_worker *w, const struct brand_rules *rules)
{
    if (w->rules == rules)
        w->creative = NULL;
    for (size_t i = 0; i < w->states.len; i++) {
        struct rule_state st = w->states.at[i];
        if (st.rules != rules)
            continue;
        for (size_t j = 0; j < rules->n_rules; j++) {
            xpath_drop(st.tests[j]);
            if (st.counts[j].checks)
                report_checked(w->run->report, &rules->rules[j].entry, (enum diag_level)rules->rules[j].level,
                               st.counts[j].checks, st.counts[j].lost);
        }
        for (size_t j = 0; j < map_len(st.exprs); j++)
            xpath_drop(map_value(st.exprs, j));
        free(st.tests);
        map_drop(st.exprs);
        free(st.counts);
        clean_drop(st.clean);
        w->states.at[i] = w->states.at[--w->states.len];
        return;
    }
}

void brand_worker_drop(struct brand_worker *w)
{
    if (!w)
        return;
    report_counted(w->run->report, w->lines, w->failed);
    while (w->states.len)
        worker_forget(w, w->states.at[w->states.len - 1].rules);
    vec_drop(&w->states);
    vec_drop(&w->statics);
    vec_drop(&w->masks);
    painter_drop(w->painter);
    stage_drop(w->stage);
    match_cache_drop(w->matches);
    map_drop(w->metas);
    worker_documents_drop(w, true);
    arena_drop(w->keep);
    arena_drop(w->arena);
    str_drop(&w->path);
    free(w);
}

struct stage *worker_stage(struct ctx *ctx, struct brand_worker *w)
{
    if (!w->stage) {
        const struct brand_options *o = &w->run->options;
        struct stage_options so = {
            .font_dirs = o->font_dirs, .n_font_dirs = o->n_font_dirs, .no_system_fonts = o->no_system_fonts};
        w->stage = stage_new(ctx, &so);
    }
    return w->stage;
}

const struct pixmap *text_coverage(struct check *c, const struct drawn_text *t, int *x, int *y)
{
    struct brand_worker *w = c->worker;
    size_t i = 0;
    while (i < w->masks.len && w->masks.at[i].text != t)
        i++;
    if (i == w->masks.len) {
        struct text_mask m = {.text = t};
        m.mask =
            node_coverage(c->ctx, c->s, t->node, t->matrix, rect_inset(t->ink, -TEXT_AROUND), &m.x, &m.y);
        vec_push(&w->masks, m);
    }
    *x = w->masks.at[i].x;
    *y = w->masks.at[i].y;
    return w->masks.at[i].mask;
}

void worker_masks_drop(struct brand_worker *w)
{
    for (size_t i = 0; i < w->masks.len; i++)
        pixmap_drop(w->masks.at[i].mask);
    w->masks.len = 0;
}

/* ---- variant lines ---- */

static void subject_of_variant(struct ctx *ctx, struct brand_worker *w, struct subject *s)
{
    s->layout = s->creative && s->variant->layout ? creative_layout(s->creative, s->variant->layout) : NULL;
    if (s->layout) {
        s->width = s->layout->width;
        s->height = s->layout->height;
    }
    s->locale = s->variant->locale;
    copy_of_variant(ctx, w, s);
    files_of_variant(w->arena, s);
}

/* The creative of a line and its rules; the next line mostly has the same. */
static const struct creative *creative_of(struct ctx *ctx, struct brand_worker *w, const char *path)
{
    if (w->creative && str_eq(w->path.data, path))
        return w->creative;
    return run_creative(ctx, w->run, path);
}

static const struct brand_rules *rules_of(struct ctx *ctx, struct brand_worker *w, const char *path,
                                          const struct creative *c)
{
    if (w->creative == c)
        return w->rules;
    const struct brand_rules *rules = run_rules_for(ctx, w->run, c);
    w->creative = rules ? c : NULL;
    w->rules = rules;
    str_clear(&w->path);
    str_puts(&w->path, path);
    return rules;
}

static void count_line(struct brand_worker *w, bool failed)
{
    w->lines++;
    w->failed += failed;
}

/* A line that could not be checked must not look like one that passed. */
static void mark_unchecked(struct arena *a, struct variant *v, const struct watched *why)
{
    variant_add_finding(a, v, "error", why->code ? why->code : "brand-rules", NULL, NULL,
                        arena_printf(a, "could not be checked: %s",
                                     why->message ? why->message : "see the messages of brand-check"));
}

int brand_check_line(struct ctx *outer, struct brand_worker *w, const char *file, const char *line,
                     size_t len, long number, struct str *out)
{
    arena_reset(w->arena);
    struct where where = {.file = file, .line = number};
    struct watched why;
    struct ctx *ctx = watch(&why, outer, w->run, w->arena);
    struct variant *v = variant_read(ctx, w->arena, line, len, where);
    if (!v) { /* lines in = lines out, even what nobody can read */
        if (out) {
            str_put(out, line, len);
            str_putc(out, '\n');
        }
        count_line(w, true);
        return -1;
    }
    if (variant_failed(v)) {
        if (out)
            variant_write(out, v);
        count_line(w, true);
        return 0;
    }
    int result = -1;
    struct subject s = {
        .kind = SUBJECT_VARIANT, .file = file, .line = number, .serial = number, .variant = v};
    struct finding *f = NULL;
    size_t n = 0;
    s.creative = v->creative ? creative_of(ctx, w, v->creative) : NULL;
    s.masked = creative_personal(w->arena, s.creative, v, &s.n_masked);
    if (s.n_masked)
        ctx->masked = s.masked, ctx->n_masked = s.n_masked;
    const struct brand_rules *rules = s.creative ? rules_of(ctx, w, v->creative, s.creative) : NULL;
    if (!v->creative)
        report(ctx, DIAG_VARIANT_LINE, where, "the line names no creative");
    if (rules) {
        subject_of_variant(ctx, w, &s);
        result = check_subject(ctx, w, rules, &s, &f, &n);
    }
    for (size_t i = 0; i < n; i++)
        variant_add_finding(w->arena, v, diag_level_name(f[i].level), f[i].rule->kind, f[i].rule->id,
                            f[i].slot, f[i].message);
    if (result < 0)
        mark_unchecked(w->arena, v, &why);
    report_add(w->run->report, number, f, n);
    count_line(w, variant_failed(v));
    if (out)
        variant_write(out, v);
    return result;
}
