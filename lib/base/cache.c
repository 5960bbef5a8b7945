#include "base/cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"

struct entry {
    struct entry *chain; /* same bucket */
    struct entry *newer, *older;
    uint64_t hash;
    void *value;
    size_t bytes;
    unsigned epoch;
    void (*drop)(void *);
    size_t key_len;
    char key[];
};

enum { BUCKETS_LEAST = 256 };

struct cache {
    struct entry **buckets;
    size_t n_buckets, n; /* a power of two; entries */
    struct entry *newest, *oldest;
    size_t bytes, budget;
    unsigned epoch, inserted;
    bool filled; /* something had to go for something else */
};

struct cache *cache_new(size_t budget)
{
    struct cache *c = xcalloc(1, sizeof *c);
    c->budget = budget;
    c->n_buckets = BUCKETS_LEAST;
    c->buckets = xcalloc(c->n_buckets, sizeof(struct entry *));
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
    struct entry **p = &c->buckets[e->hash & (c->n_buckets - 1)];
    while (*p != e)
        p = &(*p)->chain;
    *p = e->chain;
    unlink_entry(c, e);
    c->bytes -= e->bytes;
    c->n--;
    e->drop(e->value);
    free(e);
}

void cache_drop(struct cache *c)
{
    if (!c)
        return;
    while (c->oldest)
        evict(c, c->oldest);
    free(c->buckets);
    free(c);
}

static struct entry *find(struct cache *c, const void *key, size_t len, uint64_t hash)
{
    for (struct entry *e = c->buckets[hash & (c->n_buckets - 1)]; e; e = e->chain)
        if (e->hash == hash && e->key_len == len && memcmp(e->key, key, len) == 0)
            return e;
    return NULL;
}

static void grow(struct cache *c)
{
    free(c->buckets);
    c->n_buckets *= 2;
    c->buckets = xcalloc(c->n_buckets, sizeof(struct entry *));
    for (struct entry *e = c->newest; e; e = e->older) {
        struct entry **to = &c->buckets[e->hash & (c->n_buckets - 1)];
        e->chain = *to;
        *to = e;
    }
}

void cache_next_epoch(struct cache *c)
{
    c->epoch++;
}

void *cache_find(struct cache *c, const void *key, size_t len)
{
    struct entry *e = find(c, key, len, digest_quick(key, len));
    if (!e)
        return NULL;
    e->epoch = c->epoch;
    unlink_entry(c, e);
    link_newest(c, e);
    return e->value;
}

void cache_put(struct cache *c, const void *key, size_t len, void *value, size_t bytes, void (*drop)(void *))
{
    uint64_t hash = digest_quick(key, len);
    struct entry *old = find(c, key, len, hash);
    if (old)
        evict(c, old);
    while (c->oldest && c->bytes + bytes > c->budget && c->oldest->epoch != c->epoch) {
        evict(c, c->oldest);
        c->filled = true;
    }
    if (c->n >= c->n_buckets)
        grow(c);
    struct entry **bucket = &c->buckets[hash & (c->n_buckets - 1)];
    struct entry *e = xmalloc(sizeof *e + len);
    *e = (struct entry){.chain = *bucket,
                        .hash = hash,
                        .value = value,
                        .bytes = bytes,
                        .epoch = c->epoch,
                        .drop = drop,
                        .key_len = len};
    memcpy(e->key, key, len);
    *bucket = e;
    c->n++;
    /* Rows mix themes, locales and modules round and round; least-recently-used would then throw out just
     * what comes next and never hit. Once the cache was full most new entries are the next to go until they
     * are used again, and one in 16 stays, so that the cache follows a change (bimodal insertion: Qureshi et
     * al., ISCA 2007). */
    if (c->filled && c->inserted++ % 16)
        link_oldest(c, e);
    else
        link_newest(c, e);
    c->bytes += bytes;
}
