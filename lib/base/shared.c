#include "base/shared.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/cache.h"
#include "base/vec.h"

enum state { MAKING, READY, FAILED };

struct shared_ref {
    atomic_uint refs;
    enum state state; /* under the store's lock while MAKING */
    void *value;
    size_t bytes;
    void (*drop)(void *);
};

struct kept {
    void *what;
    void (*drop)(void *);
};

struct shared {
    pthread_mutex_t lock;
    pthread_cond_t made;
    struct cache *cache;
    struct vec(struct kept) kept;
};

struct shared *shared_new(size_t budget)
{
    struct shared *s = xcalloc(1, sizeof *s);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->made, NULL);
    s->cache = cache_new(budget);
    return s;
}

void shared_drop(struct shared *s)
{
    if (!s)
        return;
    cache_drop(s->cache);
    for (size_t i = s->kept.len; i-- > 0;)
        s->kept.at[i].drop(s->kept.at[i].what);
    vec_drop(&s->kept);
    pthread_cond_destroy(&s->made);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

void shared_release(void *ref)
{
    struct shared_ref *r = ref;
    if (!r || atomic_fetch_sub(&r->refs, 1) != 1)
        return;
    if (r->value)
        r->drop(r->value);
    free(r);
}

static struct shared_ref *ref_new(void (*drop)(void *), unsigned refs)
{
    struct shared_ref *r = xcalloc(1, sizeof *r);
    atomic_init(&r->refs, refs);
    r->drop = drop;
    return r;
}

/* Called with the lock; waits for who makes it. NULL: nobody does, or it failed. */
static struct shared_ref *find(struct shared *s, const void *key, size_t len)
{
    struct shared_ref *r = cache_find(s->cache, key, len);
    if (!r)
        return NULL;
    atomic_fetch_add(&r->refs, 1);
    while (r->state == MAKING)
        pthread_cond_wait(&s->made, &s->lock);
    if (r->state == READY)
        return r;
    shared_release(r);
    return NULL;
}

struct shared_ref *shared_get(struct shared *s, const void *key, size_t len, shared_maker *make,
                              void *payload, void (*drop)(void *))
{
    pthread_mutex_lock(&s->lock);
    struct shared_ref *r = find(s, key, len);
    if (!r) {
        r = ref_new(drop, 2); /* the caller's and the store's */
        cache_put(s->cache, key, len, r, 0, shared_release);
        pthread_mutex_unlock(&s->lock);
        size_t bytes = 0;
        void *value = make(payload, &bytes);
        pthread_mutex_lock(&s->lock);
        r->value = value;
        r->bytes = bytes;
        r->state = value ? READY : FAILED;
        cache_next_epoch(s->cache);
        if (value) {
            atomic_fetch_add(&r->refs, 1);
            cache_put(s->cache, key, len, r, bytes, shared_release);
        } else {
            shared_release(r); /* the next one who asks tries again, and says what is wrong */
            r = NULL;
        }
        pthread_cond_broadcast(&s->made);
    }
    pthread_mutex_unlock(&s->lock);
    return r;
}

void *shared_value(const struct shared_ref *r)
{
    return r ? r->value : NULL;
}

size_t shared_bytes(const struct shared_ref *r)
{
    return r ? r->bytes : 0;
}

void shared_keep(struct shared *s, void *what, void (*drop)(void *))
{
    struct kept k = {what, drop};
    pthread_mutex_lock(&s->lock);
    vec_push(&s->kept, k);
    pthread_mutex_unlock(&s->lock);
}
