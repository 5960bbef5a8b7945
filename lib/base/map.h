/* map: strings to pointers, iterated in the order of insertion. Keys are copied, values are borrowed. */
#ifndef PRESSRUN_BASE_MAP_H
#define PRESSRUN_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map;

struct map *map_new(void);
void map_drop(struct map *m);
/* Sets key to value (NULL allowed); returns the value that was there, or NULL. */
void *map_put(struct map *m, const char *key, void *value);
void *map_find(const struct map *m, const char *key); /* borrowed value, NULL when absent */
void *map_find_n(const struct map *m, const char *key, size_t n);
bool map_has(const struct map *m, const char *key);
size_t map_len(const struct map *m);
const char *map_key(const struct map *m, size_t i); /* i-th key in order of insertion */
void *map_value(const struct map *m, size_t i);

/* FNV-1a, 64 bits (public domain, Fowler/Noll/Vo): for tables, not for digests of files. */
uint64_t hash_bytes(const void *p, size_t n, uint64_t seed);
#define HASH_SEED 0xcbf29ce484222325ULL

#endif
