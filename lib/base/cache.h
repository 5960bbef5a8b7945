/* cache: one budgeted store of values by key, what was used longest ago goes first. One thread. */
#ifndef PRESSRUN_BASE_CACHE_H
#define PRESSRUN_BASE_CACHE_H

#include <stddef.h>

struct cache;

struct cache *cache_new(size_t budget); /* bytes */
void cache_drop(struct cache *c);
/* Starts a new variant: what is found or put from now on stays until the next call. */
void cache_next_epoch(struct cache *c);
void *cache_find(struct cache *c, const void *key, size_t len); /* borrowed until the next epoch's puts */
/* Stores `value`; `drop` frees it. What was used longest ago is evicted, never what this epoch used. */
void cache_put(struct cache *c, const void *key, size_t len, void *value, size_t bytes, void (*drop)(void *));

#endif
