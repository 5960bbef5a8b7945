#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct entry {
    char *key;
    size_t len;
    uint64_t hash;
    void *value;
};

struct map {
    struct entry *entries;
    size_t len, cap;
    size_t *slots; /* index + 1 into entries, 0 = free */
    size_t n_slots;
};

uint64_t hash_bytes(const void *p, size_t n, uint64_t h)
{
    const unsigned char *b = p;
    for (size_t i = 0; i < n; i++)
        h = (h ^ b[i]) * 0x100000001b3ULL;
    return h;
}

struct map *map_new(void)
{
    return xcalloc(1, sizeof(struct map));
}

void map_drop(struct map *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->len; i++)
        free(m->entries[i].key);
    free(m->entries);
    free(m->slots);
    free(m);
}

static size_t probe(const struct map *m, const char *key, size_t n, uint64_t hash)
{
    size_t i = (size_t)hash & (m->n_slots - 1);
    while (m->slots[i]) {
        const struct entry *e = &m->entries[m->slots[i] - 1];
        if (e->hash == hash && e->len == n && memcmp(e->key, key, n) == 0)
            break;
        i = (i + 1) & (m->n_slots - 1);
    }
    return i;
}

static void rehash(struct map *m, size_t n)
{
    free(m->slots);
    m->slots = xcalloc(n, sizeof *m->slots);
    m->n_slots = n;
    for (size_t k = 0; k < m->len; k++) {
        size_t i = (size_t)m->entries[k].hash & (n - 1);
        while (m->slots[i])
            i = (i + 1) & (n - 1);
        m->slots[i] = k + 1;
    }
}

void *map_put(struct map *m, const char *key, void *value)
{
    size_t n = strlen(key);
    uint64_t hash = hash_bytes(key, n, HASH_SEED);
    if (m->len * 2 >= m->n_slots)
        rehash(m, m->n_slots ? m->n_slots * 2 : 16);
    size_t i = probe(m, key, n, hash);
    if (m->slots[i]) {
        struct entry *e = &m->entries[m->slots[i] - 1];
        void *old = e->value;
        e->value = value;
        return old;
    }
    if (m->len == m->cap) {
        m->cap = m->cap ? m->cap * 2 : 8;
        m->entries = xrealloc(m->entries, m->cap, sizeof *m->entries);
    }
    m->entries[m->len] = (struct entry){xstrndup(key, n), n, hash, value};
    m->slots[i] = ++m->len;
    return NULL;
}

static const struct entry *find(const struct map *m, const char *key, size_t n)
{
    if (!m || !m->n_slots)
        return NULL;
    size_t i = probe(m, key, n, hash_bytes(key, n, HASH_SEED));
    return m->slots[i] ? &m->entries[m->slots[i] - 1] : NULL;
}

void *map_find(const struct map *m, const char *key)
{
    return map_find_n(m, key, strlen(key));
}

void *map_find_n(const struct map *m, const char *key, size_t n)
{
    const struct entry *e = find(m, key, n);
    return e ? e->value : NULL;
}

bool map_has(const struct map *m, const char *key)
{
    return find(m, key, strlen(key)) != NULL;
}

size_t map_len(const struct map *m)
{
    return m ? m->len : 0;
}

const char *map_key(const struct map *m, size_t i)
{
    return m->entries[i].key;
}

void *map_value(const struct map *m, size_t i)
{
    return m->entries[i].value;
}
