/* Findings of all workers in groups: a group is a rule, a level, a file, a slot and a key. Sorted when
 * viewed, so that the number of workers does not show. */
#include <stdlib.h>
#include <string.h>

#include "report/report-imp.h"

enum { MOST_GROUPS = 20000 }; /* keys come from input: beyond it, findings of a rule share one group */

struct report *report_new(const char *tool, bool keep_all)
{
    struct report *r = xcalloc(1, sizeof *r);
    pthread_mutex_init(&r->lock, NULL);
    r->arena = arena_new();
    r->view_arena = arena_new();
    r->by_key = map_new();
    r->rules = map_new();
    r->tool = tool;
    r->keep_all = keep_all;
    return r;
}

void report_drop(struct report *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->groups.len; i++) {
        map_drop(r->groups.at[i]->layouts);
        map_drop(r->groups.at[i]->locales);
    }
    vec_drop(&r->groups);
    vec_drop(&r->all);
    report_scores_drop(r);
    map_drop(r->by_key);
    arena_drop(r->arena);
    arena_drop(r->view_arena);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

static void group_key(const struct report *r, const struct finding *f, struct str *s)
{
    bool full = r->groups.len >= MOST_GROUPS;
    str_printf(s, "%s\x1f%d\x1f%s\x1f%s\x1f%s\x1f%s", f->rule->id, (int)f->level, f->about ? f->about : "",
               full || !f->slot ? "" : f->slot, full || !f->element ? "" : f->element,
               full || !f->key ? "" : f->key);
}

static struct held *group_for(struct report *r, const struct finding *f)
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

static void picture_keep(struct report *r, struct report_group *g, long serial, const struct finding *f)
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
static void example_add(struct report *r, struct report_group *g, long serial, const struct finding *f)
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
                                              f->column,
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

static void keep(struct report *r, long serial, const struct finding *f)
{
    struct kept k = {serial, *f};
    const char **strings[] = {&k.finding.slot,   &k.finding.element, &k.finding.key,  &k.finding.message,
                              &k.finding.hint,   &k.finding.about,   &k.finding.file, &k.finding.variant,
                              &k.finding.layout, &k.finding.locale};
    for (size_t i = 0; i < LENGTH(strings); i++)
        *strings[i] = arena_strdup(r->arena, *strings[i]);
    vec_push(&r->all, k);
}

void report_add(struct report *r, long serial, const struct finding *f, size_t n)
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

static int by_file_and_place(const void *a, const void *b)
{
    const struct report_edit *x = a, *y = b;
    int d = strcmp(x->file, y->file);
    if (!d)
        d = (x->line > y->line) - (x->line < y->line);
    return d ? d : (x->column > y->column) - (x->column < y->column);
}

static bool overlaps(const struct report_group *g, const struct report_edit *e)
{
    for (size_t i = 0; i < g->n_edits; i++) {
        const struct report_edit *x = &g->edits[i];
        if (str_eq(x->file, e->file) && x->line == e->line && x->column < e->end && e->column < x->end)
            return true;
    }
    return false;
}

void report_suggest(struct report *r, const struct finding *f, const struct report_edit *edits, size_t n)
{
    enum { MOST_EDITS = 100 };
    struct str s = STR_INIT;
    pthread_mutex_lock(&r->lock);
    group_key(r, f, &s);
    struct held *h = map_find(r->by_key, s.data);
    struct report_group *g = h ? &h->group : NULL;
    for (size_t i = 0; i < n && g && g->n_edits < MOST_EDITS; i++) {
        if (overlaps(g, &edits[i]))
            continue;
        g->edits = arena_grow(r->arena, g->edits, g->n_edits, g->n_edits + 1, sizeof *g->edits);
        struct report_edit *e = &g->edits[g->n_edits++];
        *e = edits[i];
        e->file = arena_strdup(r->arena, edits[i].file);
        e->to = arena_strdup(r->arena, edits[i].to);
    }
    if (g && g->n_edits)
        qsort(g->edits, g->n_edits, sizeof *g->edits, by_file_and_place);
    pthread_mutex_unlock(&r->lock);
    str_drop(&s);
}

void report_counted(struct report *r, long subjects, long failed)
{
    pthread_mutex_lock(&r->lock);
    r->subjects += subjects;
    r->failed += failed;
    pthread_mutex_unlock(&r->lock);
}

bool report_wants_picture(struct report *r, long serial, const struct finding *f)
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

void report_left_out(struct report *r, long known, long waived)
{
    pthread_mutex_lock(&r->lock);
    r->known += known;
    r->waived += waived;
    pthread_mutex_unlock(&r->lock);
}

bool report_reaches(const struct report *r, enum diag_level level)
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

const struct report_view *report_view(const struct report *report)
{
    /* a cache of what is already there; reports are written when the workers have ended */
    struct report *r = (struct report *)report;
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
    struct finding *all = ARENA_ARRAY(r->view_arena, r->all.len + 1, struct finding);
    if (r->all.len)
        qsort(r->all.at, r->all.len, sizeof *r->all.at, by_serial);
    for (size_t i = 0; i < r->all.len; i++)
        all[i] = r->all.at[i].finding;
    r->view = (struct report_view){r->tool,
                                   groups,
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
    report_view_scores(r, &r->view);
    return &r->view;
}
