#include "render/render-imp.h"

#include <string.h>

struct entry {
    struct entry *chain; /* same bucket */
    struct entry *newer, *older;
    char *key;
    uint64_t hash;
    void *value;
    size_t bytes;
    unsigned epoch;
    void (*drop)(void *);
};

enum { BUCKETS = 1024 };

struct cache {
    struct entry *buckets[BUCKETS];
    struct entry *newest, *oldest;
    size_t bytes, budget;
    unsigned epoch, inserted;
};

struct cache *cache_new(size_t budget)
{
    struct cache *c = xcalloc(1, sizeof *c);
    c->budget = budget;
    return c;
}

static void unlink_entry(struct cache *c, struct entry *e)
{
    if (e->newer)
        e->newer->older = e->older;
    else
        c->newest = e->older;
    if (e->older)
        e->older->newer = e->newer;
    else
        c->oldest = e->newer;
    e->newer = e->older = NULL;
}

static void link_newest(struct cache *c, struct entry *e)
{
    e->older = c->newest;
    if (c->newest)
        c->newest->newer = e;
    else
        c->oldest = e;
    c->newest = e;
}

static void link_oldest(struct cache *c, struct entry *e)
{
    e->newer = c->oldest;
    if (c->oldest)
        c->oldest->older = e;
    else
        c->newest = e;
    c->oldest = e;
}

static void evict(struct cache *c, struct entry *e)
{
    struct entry **p = &c->buckets[e->hash % BUCKETS];
    while (*p != e)
        p = &(*p)->chain;
    *p = e->chain;
    unlink_entry(c, e);
    c->bytes -= e->bytes;
    e->drop(e->value);
    free(e->key);
    free(e);
}

void cache_drop(struct cache *c)
{
    if (!c)
        return;
    while (c->oldest)
        evict(c, c->oldest);
    free(c);
}

static struct entry *find(struct cache *c, const char *key, uint64_t hash)
{
    for (struct entry *e = c->buckets[hash % BUCKETS]; e; e = e->chain)
        if (e->hash == hash && strcmp(e->key, key) == 0)
            return e;
    return NULL;
}

void cache_next_epoch(struct cache *c)
{
    c->epoch++;
}

void *cache_find(struct cache *c, const char *key)
{
    struct entry *e = find(c, key, hash_bytes(key, strlen(key), HASH_SEED));
    if (!e)
        return NULL;
    e->epoch = c->epoch;
    unlink_entry(c, e);
    link_newest(c, e);
    return e->value;
}

void cache_put(struct cache *c, const char *key, void *value, size_t bytes, void (*drop)(void *))
{
    uint64_t hash = hash_bytes(key, strlen(key), HASH_SEED);
    struct entry *old = find(c, key, hash);
    if (old)
        evict(c, old);
    struct entry *e = xcalloc(1, sizeof *e);
    *e = (struct entry){.chain = c->buckets[hash % BUCKETS],
                        .key = xstrdup(key),
                        .hash = hash,
                        .value = value,
                        .bytes = bytes,
                        .epoch = c->epoch,
                        .drop = drop};
    c->buckets[hash % BUCKETS] = e;
    /* Rows mix themes, locales and modules round and round; least-recently-used would then throw out just
     * what comes next and never hit. In a full cache most new entries are the next to go until they are used
     * again, and one in 16 stays, so that the cache follows a change (bimodal insertion: Qureshi et al., ISCA
     * 2007). */
    if (c->bytes + bytes > c->budget && c->inserted++ % 16)
        link_oldest(c, e);
    else
        link_newest(c, e);
    c->bytes += bytes;
    while (c->bytes > c->budget && c->oldest->epoch != c->epoch)
        evict(c, c->oldest);
}
