/* Stills and filtered groups that are put down instead of being drawn again. */
#include <stdlib.h>
#include <string.h>

#include "base/cache.h"
#include "paint/paint-imp.h"

void painter_reuse(struct painter *p, const struct paint_reuse *r)
{
    p->reuse = r;
}

void painter_counts(const struct painter *p, long *drawn, long *recalled)
{
    *drawn = p->filtered;
    *recalled = p->recalled;
}

const struct paint_still *still_at(const struct draw *d, const struct node *n, struct matrix m)
{
    const struct paint_reuse *r = d->p->reuse;
    for (size_t i = 0; r && i < r->n_stills; i++)
        if (r->stills[i].first == n && memcmp(&r->stills[i].m, &m, sizeof m) == 0)
            return &r->stills[i];
    return NULL;
}

bool group_key(const struct draw *d, const struct node *n, struct matrix m, struct group_key *out)
{
    if (!d->p->reuse || !d->p->reuse->groups || !d->f->n)
        return false;
    struct digest128 *values = xcalloc(d->f->n, sizeof *values);
    size_t n_values = 0;
    for (size_t i = 0; i < d->f->n; i++)
        if (node_reads_slot(n, (int)i))
            values[n_values++] = d->f->at[i].key;
    size_t len = n_values * sizeof *values;
    *out = (struct group_key){.plan = d->p->reuse->plan, .node = n, .m = m};
    if (n_values)
        out->values = digest_rows(values, len, len, 1, n_values);
    free(values);
    return n_values > 0;
}

static void kept_drop(void *kept)
{
    struct layer *l = kept;
    free(l->pm.data);
    free(l);
}

bool group_recall(const struct draw *d, const struct group_key *k, struct layer *out)
{
    const struct layer *l = cache_find(d->p->reuse->groups, k, sizeof *k);
    if (!l)
        return false;
    *out = *l;
    d->p->recalled++;
    return true;
}

void group_keep(const struct draw *d, const struct group_key *k, const struct layer *l)
{
    struct cache *c = d->p->reuse->groups;
    size_t len = (size_t)l->pm.stride * (size_t)l->pm.height;
    struct layer *copy = xmalloc(sizeof *copy);
    *copy = *l;
    copy->pm.data = pages_ready(xmalloc(len), len);
    memcpy(copy->pm.data, l->pm.data, len);
    cache_next_epoch(c);
    cache_put(c, k, sizeof *k, copy, len + sizeof *copy, kept_drop);
}
