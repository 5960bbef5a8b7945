/* Parts of pictures and their encodings. A part's bytes are a function of its pixels and of the settings, so
 * it does not matter for the file whether a part was kept, met before or made. */
#include "image/image-imp.h"

#include <stdlib.h>
#include <string.h>

struct part *part_new(size_t len)
{
    struct part *part = xmalloc(sizeof *part + len);
    *part = (struct part){.refs = 1, .len = len};
    return part;
}

static void part_drop(void *p)
{
    struct part *part = p;
    if (part && --part->refs == 0)
        free(part);
}

struct parts *parts_new(int width, int height, const struct irect *busy, size_t n_busy, struct cache *met)
{
    struct parts *p = xcalloc(1, sizeof *p);
    p->width = width;
    p->height = height;
    p->met = met;
    p->busy = xcalloc(n_busy ? n_busy : 1, sizeof *busy);
    for (size_t i = 0; i < n_busy; i++) {
        struct irect r = irect_intersect(busy[i], (struct irect){0, 0, width, height});
        if (!irect_empty(r))
            p->busy[p->n_busy++] = r;
    }
    return p;
}

static void forget(struct parts *p)
{
    for (size_t i = 0; i < p->n; i++)
        part_drop(p->at[i]);
    free(p->at);
    free(p->cuts);
    free(p->trials);
    p->trials = NULL;
    p->at = NULL;
    p->cuts = NULL;
    p->n = 0;
}

void parts_drop(struct parts *p)
{
    if (!p)
        return;
    forget(p);
    png_scratch_drop(p->png);
    jpeg_scratch_drop(p->jpeg);
    free(p->busy);
    free(p);
}

void parts_changed(struct parts *p, struct irect area)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->at[i] && irect_meet(p->cuts[i], area)) {
            part_drop(p->at[i]);
            p->at[i] = NULL;
        }
}

bool parts_are_for(const struct parts *p, uint64_t settings)
{
    return p->n && p->settings == settings;
}

void parts_recut(struct parts *p, uint64_t settings, struct irect *cuts, size_t n)
{
    forget(p);
    p->settings = settings;
    p->cuts = cuts;
    p->n = n;
    p->at = xcalloc(n ? n : 1, sizeof(struct part *));
    p->trials = xcalloc(n ? n : 1, sizeof *p->trials);
}

/* Looking for a part costs about a tenth of making it. Where that failed many times in a row the picture
 * takes a new face each time, and only some of them are looked up and remembered, in case that changes. */
static bool worth_looking(const struct part_trial *t)
{
    enum { PATIENCE = 64, PERIOD = 8 };
    return t->misses < PATIENCE || t->misses % PERIOD == 0;
}

static struct digest128 key_of(const struct parts *p, struct irect c, const struct pixmap *pm)
{
    size_t len = (size_t)(c.x1 - c.x0) * 4;
    uint64_t shape[3] = {p->settings, (uint64_t)(c.x1 - c.x0), (uint64_t)(c.y1 - c.y0)};
    return digest_rows(pixmap_row(pm, c.y0) + c.x0, (size_t)pm->stride, len, (size_t)(c.y1 - c.y0),
                       hash_bytes(shape, sizeof shape, HASH_SEED));
}

struct part *parts_recall(struct parts *p, size_t i, const struct pixmap *pm)
{
    if (p->at[i]) {
        p->counts.kept++;
        return p->at[i];
    }
    struct part_trial *t = &p->trials[i];
    t->keyed = p->met && worth_looking(t);
    struct part *part = NULL;
    if (t->keyed) {
        t->key = key_of(p, p->cuts[i], pm);
        part = cache_find(p->met, &t->key, sizeof t->key);
    }
    if (!part) {
        t->misses++;
        return NULL;
    }
    t->misses = 0;
    p->counts.met++;
    part->refs++;
    return p->at[i] = part;
}

void parts_put(struct parts *p, size_t i, struct part *part)
{
    p->counts.made++;
    p->at[i] = part;
    const struct part_trial *t = &p->trials[i];
    if (!t->keyed)
        return;
    part->refs++;
    cache_next_epoch(p->met); /* what is in use is held by its references */
    cache_put(p->met, &t->key, sizeof t->key, part, sizeof *part + part->len, part_drop);
}

struct parts_counts parts_counts(const struct parts *p)
{
    return p->counts;
}
