/* Which rows: ranges, shards, samples. */
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "expand/expand.h"

/* Digits at *p as a long from 1; 0 when there are none or they are too many. */
static long read_row(const char **p)
{
    long v = 0;
    const char *s = *p;
    while (*s >= '0' && *s <= '9' && v < LONG_MAX / 10 - 10)
        v = v * 10 + (*s++ - '0');
    *p = s;
    return v;
}

struct row_range *ranges_parse(struct ctx *ctx, struct arena *a, const char *s, size_t *n)
{
    struct row_range *r = ARENA_ARRAY(a, strlen(s) + 1, struct row_range);
    *n = 0;
    const char *p = s;
    do {
        struct row_range range = {1, LONG_MAX};
        bool number = isdigit((unsigned char)*p);
        if (number)
            range.from = range.to = read_row(&p);
        if (*p == '-') {
            p++;
            range.to = LONG_MAX;
            if (isdigit((unsigned char)*p))
                range.to = read_row(&p);
            else if (!number)
                break;
        } else if (!number) {
            break;
        }
        if (range.from < 1 || range.to < range.from)
            break;
        r[(*n)++] = range;
        if (!*p)
            return r;
    } while (*p == ',' && p++);
    report(ctx, DIAG_USAGE, (struct where){0},
           "--rows wants ranges of rows from 1, such as 1-100 or 5,8-10,20-, not '%s'", s);
    return NULL;
}

bool ranges_have(const struct row_range *r, size_t n, long row)
{
    for (size_t i = 0; i < n; i++)
        if (row >= r[i].from && row <= r[i].to)
            return true;
    return n == 0;
}

long ranges_last(const struct row_range *r, size_t n)
{
    long last = n ? 0 : LONG_MAX;
    for (size_t i = 0; i < n; i++)
        if (r[i].to > last)
            last = r[i].to;
    return last;
}

int shard_parse(struct ctx *ctx, const char *s, long *k, long *n)
{
    char *end;
    *k = isdigit((unsigned char)*s) ? strtol(s, &end, 10) : 0;
    *n = *k > 0 && *end == '/' && isdigit((unsigned char)end[1]) ? strtol(end + 1, &end, 10) : 0;
    if (*n >= 1 && *k <= *n && !*end && *n < 1000000)
        return 0;
    report(ctx, DIAG_USAGE, (struct where){0}, "--shard wants K/N with K from 1 to N, such as 2/5, not '%s'",
           s);
    return -1;
}

/* ---- sample: the n rows of least hash, kept in a heap with the greatest on top ---- */
struct kept {
    uint64_t hash;
    struct row row; /* own copies */
};
struct sample {
    size_t n, len, cap;
    uint64_t seed;
    struct kept *heap;
    struct row *rows;
};

struct sample *sample_new(size_t n, uint64_t seed)
{
    struct sample *s = xcalloc(1, sizeof *s);
    s->n = n;
    s->seed = seed;
    return s;
}

static void drop_row(struct row *r)
{
    free(r->cells); /* the whole copy */
}

void sample_drop(struct sample *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->len; i++)
        drop_row(&s->heap[i].row);
    free(s->heap);
    free(s->rows);
    free(s);
}

/* SplitMix64's finaliser (Steele, Lea, Flood 2014; public domain by Vigna). */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

static bool above(const struct kept *a, const struct kept *b)
{
    return a->hash != b->hash ? a->hash > b->hash : a->row.row > b->row.row;
}

static void swap_kept(struct kept *a, struct kept *b)
{
    struct kept t = *a;
    *a = *b;
    *b = t;
}

void sample_offer(struct sample *s, const struct row *row)
{
    struct kept k = {mix(mix(s->seed) ^ (uint64_t)row->row), *row};
    if (s->len == s->n && (s->n == 0 || !above(&s->heap[0], &k)))
        return;
    k.row = row_copy(row, xmalloc(row_size(row)));
    if (s->len < s->n) {
        if (s->len == s->cap) {
            s->cap = s->cap ? s->cap * 2 : 64;
            s->heap = xrealloc(s->heap, s->cap, sizeof *s->heap);
        }
        size_t i = s->len++;
        s->heap[i] = k;
        for (; i && above(&s->heap[i], &s->heap[(i - 1) / 2]); i = (i - 1) / 2)
            swap_kept(&s->heap[i], &s->heap[(i - 1) / 2]);
        return;
    }
    drop_row(&s->heap[0].row);
    s->heap[0] = k;
    for (size_t i = 0;;) {
        size_t big = i, l = 2 * i + 1, r = l + 1;
        if (l < s->len && above(&s->heap[l], &s->heap[big]))
            big = l;
        if (r < s->len && above(&s->heap[r], &s->heap[big]))
            big = r;
        if (big == i)
            break;
        swap_kept(&s->heap[i], &s->heap[big]);
        i = big;
    }
}

static int by_row(const void *x, const void *y)
{
    const struct row *a = x, *b = y;
    return (a->row > b->row) - (a->row < b->row);
}

size_t sample_rows(struct sample *s, const struct row **out)
{
    s->rows = xcalloc(s->len, sizeof *s->rows);
    for (size_t i = 0; i < s->len; i++)
        s->rows[i] = s->heap[i].row;
    qsort(s->rows, s->len, sizeof *s->rows, by_row);
    *out = s->rows;
    return s->len;
}
