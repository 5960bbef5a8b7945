/* The shared side of localising lines: creatives and catalogs loaded once, counts of fallbacks, workers. */
#include "l10n/localizer-imp.h"

#include <stdlib.h>
#include <string.h>

struct localizer *localizer_new(const struct localizer_options *options)
{
    struct localizer *l = xcalloc(1, sizeof *l);
    l->options = *options;
    pthread_mutex_init(&l->lock, NULL);
    l->campaigns = map_new();
    l->fallbacks = map_new();
    return l;
}

void localizer_drop(struct localizer *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < map_len(l->campaigns); i++) {
        struct campaign *c = map_value(l->campaigns, i);
        l10n_catalog_drop(c->catalog);
        creative_drop(c->creative);
        free(c);
    }
    for (size_t i = 0; i < map_len(l->fallbacks); i++)
        free(map_value(l->fallbacks, i));
    map_drop(l->campaigns);
    map_drop(l->fallbacks);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

struct campaign *localizer_campaign(struct ctx *ctx, struct localizer_worker *w, const char *path)
{
    struct campaign *c = map_find(w->campaigns, path);
    if (c)
        return c;
    struct localizer *l = w->shared;
    pthread_mutex_lock(&l->lock);
    c = map_find(l->campaigns, path);
    if (!c) {
        c = xcalloc(1, sizeof *c);
        c->creative = creative_load(ctx, path);
        if (c->creative)
            c->catalog = l10n_catalog_load(ctx, c->creative);
        if (c->catalog && l->options.pseudo && l->options.expand < 0)
            pseudo_measure(c->creative, c->catalog, &c->growth);
        for (int i = 0; l->options.expand >= 0 && i < PSEUDO_CLASSES; i++)
            c->growth.by[i] = (double)l->options.expand / 100;
        map_put(l->campaigns, path, c);
    }
    pthread_mutex_unlock(&l->lock);
    map_put(w->campaigns, path, c);
    return c;
}

struct localizer_worker *localizer_worker_new(struct localizer *l)
{
    struct localizer_worker *w = xcalloc(1, sizeof *w);
    w->shared = l;
    w->formatter = formatter_new();
    formatter_set_isolate(w->formatter, l->options.isolate);
    if (l->options.timezone)
        formatter_set_timezone(w->formatter, l->options.timezone);
    w->arena = arena_new();
    w->view_arena = arena_new();
    w->campaigns = map_new();
    w->views = map_new();
    w->fallbacks = map_new();
    return w;
}

static long *counter(struct map *m, const char *key)
{
    long *at = map_find(m, key);
    if (!at) {
        at = xcalloc(1, sizeof *at);
        map_put(m, key, at);
    }
    return at;
}

long *localizer_counter(struct localizer_worker *w, const char *wanted, const char *used)
{
    char key[256];
    snprintf(key, sizeof key, "%.100s from %.100s", wanted, used);
    return counter(w->fallbacks, key);
}

void localizer_forget_views(struct localizer_worker *w)
{
    for (size_t i = 0; i < map_len(w->views); i++) {
        struct view *v = map_value(w->views, i);
        map_drop(v->messages);
        map_drop(v->layouts);
    }
    map_drop(w->views);
    w->views = map_new();
    w->last = NULL;
    arena_reset(w->view_arena);
}

void localizer_worker_drop(struct localizer_worker *w)
{
    if (!w)
        return;
    struct localizer *l = w->shared;
    pthread_mutex_lock(&l->lock);
    for (size_t i = 0; i < map_len(w->fallbacks); i++) {
        *counter(l->fallbacks, map_key(w->fallbacks, i)) += *(long *)map_value(w->fallbacks, i);
        free(map_value(w->fallbacks, i));
    }
    pthread_mutex_unlock(&l->lock);
    localizer_forget_views(w);
    map_drop(w->views);
    map_drop(w->campaigns);
    map_drop(w->fallbacks);
    formatter_drop(w->formatter);
    arena_drop(w->arena);
    arena_drop(w->view_arena);
    str_drop(&w->lookup);
    free(w);
}

static int by_key(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void localizer_summary(struct ctx *ctx, struct localizer *l)
{
    size_t n = map_len(l->fallbacks);
    const char **keys = xcalloc(n + 1, sizeof *keys);
    for (size_t i = 0; i < n; i++)
        keys[i] = map_key(l->fallbacks, i);
    qsort(keys, n, sizeof *keys, by_key); /* the same with any number of workers */
    for (size_t i = 0; i < n; i++) {
        long texts = *(long *)map_find(l->fallbacks, keys[i]);
        if (!texts)
            continue;
        report_hint(ctx, DIAG_WARNING, DIAG_L10N_FALLBACK, (struct where){0},
                    "translate them, or give --strict to make it an error", "%ld text%s of %s", texts,
                    texts == 1 ? "" : "s", keys[i]);
    }
    free(keys);
}
