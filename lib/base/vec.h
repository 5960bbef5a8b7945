/* Growable arrays of any type: struct vec(int) v = {0}; vec_push(&v, 3); v.at[0]; vec_drop(&v). */
#ifndef PRESSRUN_BASE_VEC_H
#define PRESSRUN_BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>

#include "base/arena.h"

/* clang-format off */
#define vec(T) { T *at; size_t len, cap; }
/* clang-format on */

#define vec_reserve(v, n)                                           \
    do {                                                            \
        if ((v)->cap < (n)) {                                       \
            (v)->cap = (v)->cap * 2 > (n) ? (v)->cap * 2 : (n) + 8; \
            (v)->at = xrealloc((v)->at, (v)->cap, sizeof *(v)->at); \
        }                                                           \
    } while (0)
#define vec_push(v, value)              \
    do {                                \
        vec_reserve((v), (v)->len + 1); \
        (v)->at[(v)->len++] = (value);  \
    } while (0)
#define vec_clear(v) ((v)->len = 0)
#define vec_drop(v)              \
    do {                         \
        free((v)->at);           \
        (v)->at = NULL;          \
        (v)->len = (v)->cap = 0; \
    } while (0)

#endif
