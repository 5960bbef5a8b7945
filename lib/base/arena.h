/* Arenas: memory with one lifetime (creative, variant, scratch), dropped or reset as a whole. */
#ifndef PRESSRUN_BASE_ARENA_H
#define PRESSRUN_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new, empty arena; the caller owns it. Never NULL: out of memory ends the program with status 3. */
struct arena *arena_new(void);
/* Frees the arena and everything in it; NULL is allowed. */
void arena_drop(struct arena *a);
/* Forgets everything allocated, keeps the largest block for reuse. */
void arena_reset(struct arena *a);
/* Bytes handed out since creation or the last reset. */
size_t arena_used(const struct arena *a);

/* `size` zeroed bytes aligned for any type. Owned by the arena. */
void *arena_alloc(struct arena *a, size_t size);
/* `n` zeroed elements of `size`; an overflowing product ends the program with status 3. */
void *arena_array(struct arena *a, size_t n, size_t size);
/* Grows an array from `old_n` to `new_n` elements of `size`, copying; the old one stays until the arena goes.
 */
void *arena_grow(struct arena *a, const void *old, size_t old_n, size_t new_n, size_t size);
char *arena_strdup(struct arena *a, const char *s);            /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n); /* n bytes, NUL added */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, n, T) ((T *)arena_array((a), (n), sizeof(T)))

/* malloc family that ends the program with status 3 when memory is out. For sizes that come from input, check
 * them against limits.h first. Freed with free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n, size_t size);
/* A large block that will be written from end to end soon: the kernel maps its pages at once, which takes a
 * fraction of a fault each (a fifth or less on virtual machines). Changes nothing else; small blocks are left
 * alone. Gives `p`. */
void *pages_ready(void *p, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);

#endif
