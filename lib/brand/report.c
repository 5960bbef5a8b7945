/* Findings of all workers in groups: a group is a rule, a level, a file, a slot and a key. Sorted when
 * viewed, so that the number of workers does not show. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "brand/brand-imp.h"

enum { MOST_GROUPS = 20000 }; /* keys come from input: beyond it, findings of a rule share one group */

struct brand_report {
    pthread_mutex_t lock;
    struct arena *arena;
    struct map *by_key; /* -> struct held */
    struct vec(struct held *) groups;
    struct vec(struct kept) all;
    bool keep_all;
    long levels[DIAG_ERROR + 1], subjects, failed, known, waived, n_pictures;
    struct report_view view; /* of the last brand_report_view */
    struct arena *view_arena;
};

struct held {
    struct report_group group;
    struct map *layouts, *locales;
};

struct kept {
    long serial;
    struct brand_finding finding;
};

struct brand_report *brand_report_new(bool keep_all)
{
    struct brand_report *r = xcalloc(1, sizeof *r);
    pthread_mutex_init(&r->lock, NULL);
    r->arena = arena_new();
    r->view_arena = arena_new();
    r->by_key = map_new();
    r->keep_all = keep_all;
    return r;
}

void brand_report_drop(struct brand_report *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->groups.len; i++) {
        map_drop(r->groups.at[i]->layouts);
        map_drop(r->groups.at[i]->locales);
    }
    vec_drop(&r->groups);
    vec_drop(&r->all);
    map_drop(r->by_key);
    arena_drop(r->arena);
    arena_drop(r->view_arena);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

static void group_key(const struct brand_report *r, const struct brand_finding *f, struct str *s)
{
    bool full = r->groups.len >= MOST_GROUPS;
    str_printf(s, "%s\x1f%d\x1f%s\x1f%s\x1f%s\x1f%s", f->rule->id, (int)f->level, f->about ? f->about : "",
               full || !f->slot ? "" : f->slot, full || !f->element ? "" : f->element,
               full || !f->key ? "" : f->key);
}

static struct held *group_for(struct brand_report *r, const struct brand_finding *f)
{
    const char *key = r->groups.len < MOST_GROUPS ? f->key : "";
    const char *slot = r->groups.len < MOST_GROUPS ? f->slot : NULL;
    struct str s = STR_INIT;
    group_key(r, f, &s);
    struct held *h = map_find(r->by_key, s.data);
    if (!h) {
        h = ARENA_NEW(r->arena, struct held);
        h->group = (struct report_group){.rule = f->rule,
                                         .level = f->level,
                                         .slot = arena_strdup(r->arena, slot),
                                         .element = arena_strdup(r->arena, f->element),
                                         .key = arena_strdup(r->arena, key),
                                         .about = arena_strdup(r->arena, f->about)};
        h->layouts = map_new();
        h->locales = map_new();
        map_put(r->by_key, s.data, h);
        vec_push(&r->groups, h);
    }
    str_drop(&s);
    return h;
}

static void picture_keep(struct brand_report *r, struct report_group *g, long serial,
                         const struct brand_finding *f)
{
    if (g->picture && g->picture_serial <= serial)
        return;
    r->n_pictures += g->picture == NULL;
    g->picture = arena_strdup(r->arena, f->picture);
    g->picture_serial = serial;
    g->picture_box = f->box;
    g->width = f->width;
    g->height = f->height;
}

/* Keeps the three earliest, whatever the order of arrival. */
static void example_add(struct brand_report *r, struct report_group *g, long serial,
                        const struct brand_finding *f)
{
    size_t most = LENGTH(g->examples), at = g->n_examples;
    for (size_t i = 0; i < g->n_examples; i++)
        if (g->examples[i].serial == serial)
            return; /* several findings of a group in one variant are one example */
    while (at > 0 && (g->examples[at - 1].serial > serial))
        at--;
    if (at == most)
        return;
    size_t move = (g->n_examples < most ? g->n_examples : most - 1) - at;
    memmove(&g->examples[at + 1], &g->examples[at], move * sizeof g->examples[0]);
    g->examples[at] = (struct report_example){serial,
                                              f->line,
                                              f->input,
                                              f->row,
                                              arena_strdup(r->arena, f->file),
                                              arena_strdup(r->arena, f->message),
                                              arena_strdup(r->arena, f->hint),
                                              arena_strdup(r->arena, f->variant),
                                              arena_strdup(r->arena, f->layout),
                                              arena_strdup(r->arena, f->locale),
                                              f->box};
    g->n_examples += g->n_examples < most;
}

static void keep(struct brand_report *r, long serial, const struct brand_finding *f)
{
    struct kept k = {serial, *f};
    const char **strings[] = {&k.finding.slot,   &k.finding.element, &k.finding.key,  &k.finding.message,
                              &k.finding.hint,   &k.finding.about,   &k.finding.file, &k.finding.variant,
                              &k.finding.layout, &k.finding.locale};
    for (size_t i = 0; i < LENGTH(strings); i++)
        *strings[i] = arena_strdup(r->arena, *strings[i]);
    vec_push(&r->all, k);
}

void brand_report_add(struct brand_report *r, long serial, const struct brand_finding *f, size_t n)
{
    if (!n)
        return;
    pthread_mutex_lock(&r->lock);
    for (size_t i = 0; i < n; i++) {
        struct held *h = group_for(r, &f[i]);
        h->group.count++;
        r->levels[f[i].level]++;
        if (f[i].layout)
            map_put(h->layouts, f[i].layout, h);
        if (f[i].locale)
            map_put(h->locales, f[i].locale, h);
        example_add(r, &h->group, serial, &f[i]);
        if (f[i].picture)
            picture_keep(r, &h->group, serial, &f[i]);
        if (r->keep_all)
            keep(r, serial, &f[i]);
    }
    pthread_mutex_unlock(&r->lock);
}

void brand_report_counted(struct brand_report *r, long subjects, long failed)
{
    pthread_mutex_lock(&r->lock);
    r->subjects += subjects;
    r->failed += failed;
    pthread_mutex_unlock(&r->lock);
}

bool brand_report_wants_picture(struct brand_report *r, long serial, const struct brand_finding *f)
{
    enum { MOST_PICTURES = 200 }; /* a page that still opens */
    struct str s = STR_INIT;
    pthread_mutex_lock(&r->lock);
    group_key(r, f, &s);
    const struct held *h = map_find(r->by_key, s.data);
    bool wants = h && h->group.picture ? serial < h->group.picture_serial : r->n_pictures < MOST_PICTURES;
    pthread_mutex_unlock(&r->lock);
    str_drop(&s);
    return wants;
}

void brand_report_left_out(struct brand_report *r, long known, long waived)
{
    pthread_mutex_lock(&r->lock);
    r->known += known;
    r->waived += waived;
    pthread_mutex_unlock(&r->lock);
}

bool brand_report_reaches(const struct brand_report *r, enum diag_level level)
{
    for (int i = (int)level; i <= DIAG_ERROR; i++)
        if (r->levels[i])
            return true;
    return false;
}

static int compare(const void *a, const void *b)
{
    const struct report_group *x = *(const struct report_group *const *)a,
                              *y = *(const struct report_group *const *)b;
    if (x->level != y->level)
        return x->level > y->level ? -1 : 1;
    if (x->rule != y->rule) {
        int by_id = strcmp(x->rule->id, y->rule->id);
        if (by_id)
            return by_id;
    }
    if (x->examples[0].serial != y->examples[0].serial)
        return x->examples[0].serial < y->examples[0].serial ? -1 : 1;
    if (x->examples[0].line != y->examples[0].line)
        return x->examples[0].line < y->examples[0].line ? -1 : 1;
    const char *xs[] = {x->about, x->slot, x->element, x->key},
               *ys[] = {y->about, y->slot, y->element, y->key};
    for (size_t i = 0; i < LENGTH(xs); i++) {
        int d = strcmp(xs[i] ? xs[i] : "", ys[i] ? ys[i] : "");
        if (d)
            return d;
    }
    return 0;
}

static int by_serial(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;
    if (x->serial != y->serial)
        return x->serial < y->serial ? -1 : 1;
    int by_id = strcmp(x->finding.rule->id, y->finding.rule->id);
    return by_id ? by_id : strcmp(x->finding.message, y->finding.message);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *const *names_of(struct arena *a, const struct map *m, size_t *n)
{
    *n = map_len(m);
    const char **out = ARENA_ARRAY(a, *n + 1, const char *);
    for (size_t i = 0; i < *n; i++)
        out[i] = map_key(m, i);
    if (*n)
        qsort(out, *n, sizeof *out, by_name);
    return out;
}

const struct report_view *brand_report_view(const struct brand_report *report)
{
    /* a cache of what is already there; reports are written when the workers have ended */
    struct brand_report *r = (struct brand_report *)report;
    arena_reset(r->view_arena);
    size_t n = r->groups.len;
    const struct report_group **groups = ARENA_ARRAY(r->view_arena, n + 1, const struct report_group *);
    for (size_t i = 0; i < n; i++) {
        struct held *h = r->groups.at[i];
        h->group.layouts = names_of(r->view_arena, h->layouts, &h->group.n_layouts);
        h->group.locales = names_of(r->view_arena, h->locales, &h->group.n_locales);
        groups[i] = &h->group;
    }
    if (n)
        qsort(groups, n, sizeof *groups, compare);
    struct brand_finding *all = ARENA_ARRAY(r->view_arena, r->all.len + 1, struct brand_finding);
    if (r->all.len)
        qsort(r->all.at, r->all.len, sizeof *r->all.at, by_serial);
    for (size_t i = 0; i < r->all.len; i++)
        all[i] = r->all.at[i].finding;
    r->view = (struct report_view){groups,
                                   n,
                                   r->levels[DIAG_ERROR],
                                   r->levels[DIAG_WARNING],
                                   r->levels[DIAG_INFO],
                                   r->subjects,
                                   r->failed,
                                   r->known,
                                   r->waived,
                                   all,
                                   r->all.len};
    return &r->view;
}

const struct brand_format brand_formats[] = {
    {"text", report_text},
    {"json", report_json},
    {"jsonl", report_jsonl},
    {"sarif", report_sarif},
    {"junit", report_junit},
    {"github", report_github},
    {"rdjsonl", report_rdjsonl},
    {"html", report_html},
    {"baseline", brand_baseline_write},
    {NULL, NULL},
};

const struct brand_format *brand_format_find(const char *name)
{
    for (const struct brand_format *f = brand_formats; f->name; f++)
        if (str_eq(f->name, name))
            return f;
    return NULL;
}

int brand_level_of(const char *name)
{
    return level_of(name);
}

int brand_report_file(struct ctx *ctx, const struct brand_report *r, const char *how)
{
    const char *names[LENGTH(brand_formats)];
    size_t n = 0;
    for (const struct brand_format *f = brand_formats; f->name; f++)
        names[n++] = f->name;
    const char *eq = strchr(how, '=');
    char *name = eq ? xstrndup(how, (size_t)(eq - how)) : xstrdup(how);
    const struct brand_format *f = eq && eq[1] ? brand_format_find(name) : NULL;
    int result = -1;
    if (f) {
        struct str out = STR_INIT;
        f->write(r, &out);
        result = file_write(ctx, eq + 1, out.data, out.len);
        str_drop(&out);
    } else {
        const char *mean = did_you_mean(name, names, n);
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0},
                    "write FORMAT=FILE, FORMAT being text, json, jsonl, sarif, junit, github, rdjsonl, html "
                    "or baseline",
                    mean && !str_eq(mean, name) ? "--report: '%s' is no format, did you mean '%s'?"
                                                : "--report: '%s' is not FORMAT=FILE%s",
                    how, mean && !str_eq(mean, name) ? mean : "");
    }
    free(name);
    return result;
}
