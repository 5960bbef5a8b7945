/* shared: values that are made once and used by several threads. What is in it does not change. A lock is
 * taken to ask, so workers ask when their own cache does not have a value, not for every picture. */
#ifndef PRESSRUN_BASE_SHARED_H
#define PRESSRUN_BASE_SHARED_H

#include <stddef.h>

struct shared;
struct shared_ref; /* a counted reference to a value */

struct shared *shared_new(size_t budget); /* bytes of values that nobody need hold */
/* After the last thread; references are released before. */
void shared_drop(struct shared *s);
/* Makes a value and says what it weighs; NULL when it cannot, after a report. */
typedef void *shared_maker(void *payload, size_t *bytes);
/* The value of a key, made by the calling thread when it is not there; who asks meanwhile waits. NULL: not
 * made. */
struct shared_ref *shared_get(struct shared *s, const void *key, size_t len, shared_maker *make,
                              void *payload, void (*drop)(void *));
void *shared_value(const struct shared_ref *r);
size_t shared_bytes(const struct shared_ref *r);
void shared_release(void *ref);
/* Keeps something that values may refer to until the store is dropped, after its values. */
void shared_keep(struct shared *s, void *what, void (*drop)(void *));

#endif
