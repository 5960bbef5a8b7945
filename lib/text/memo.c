/* memo: a table from byte strings to pointers that a typesetter fills and forgets as a whole. */
#include "text/layout-imp.h"

#include <string.h>

struct memo_entry {
    uint64_t hash;
    size_t n;
    void *value;
    char key[];
};

struct arena *memo_arena(struct memo *m)
{
    if (m->arena == NULL)
        m->arena = arena_new();
    return m->arena;
}

void memo_drop(struct memo *m)
{
    free(m->slots);
    arena_drop(m->arena);
    memset(m, 0, sizeof *m);
}

void memo_reset(struct memo *m)
{
    if (m->arena != NULL)
        arena_reset(m->arena);
    if (m->slots != NULL)
        memset(m->slots, 0, m->cap * sizeof *m->slots);
    m->n = 0;
}

void *memo_find(const struct memo *m, const void *key, size_t n)
{
    if (m->cap == 0)
        return NULL;
    uint64_t hash = hash_bytes(key, n, HASH_SEED);
    for (size_t h = hash & (m->cap - 1); m->slots[h] != NULL; h = (h + 1) & (m->cap - 1)) {
        const struct memo_entry *e = m->slots[h];
        if (e->hash == hash && e->n == n && memcmp(e->key, key, n) == 0)
            return e->value;
    }
    return NULL;
}

static void insert(struct memo *m, struct memo_entry *e)
{
    size_t h = e->hash & (m->cap - 1);
    while (m->slots[h] != NULL)
        h = (h + 1) & (m->cap - 1);
    m->slots[h] = e;
}

void memo_put(struct memo *m, const void *key, size_t n, void *value)
{
    if ((m->n + 1) * 2 > m->cap) {
        struct memo_entry **old = m->slots;
        size_t old_cap = m->cap;
        m->cap = old_cap == 0 ? 64 : old_cap * 2;
        m->slots = xcalloc(m->cap, sizeof *m->slots);
        for (size_t i = 0; i < old_cap; i++)
            if (old[i] != NULL)
                insert(m, old[i]);
        free(old);
    }
    struct memo_entry *e = arena_alloc(memo_arena(m), sizeof *e + n);
    e->hash = hash_bytes(key, n, HASH_SEED);
    e->n = n;
    e->value = value;
    memcpy(e->key, key, n);
    insert(m, e);
    m->n++;
}
