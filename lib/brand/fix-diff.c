/* Unified diffs of texts whose lines correspond: an edit never makes or takes a line. */
#include <string.h>

#include "brand/fix-imp.h"

enum { CONTEXT = 3 };

struct lines {
    const char **at; /* n + 1 starts, the last one the end */
    size_t n;
};

static struct lines split(struct arena *a, const char *data, size_t len)
{
    struct lines l = {0};
    for (size_t i = 0; i < len; i++)
        l.n += data[i] == '\n';
    l.n += len && data[len - 1] != '\n';
    l.at = ARENA_ARRAY(a, l.n + 1, const char *);
    const char *p = data;
    for (size_t i = 0; i < l.n; i++) {
        l.at[i] = p;
        const char *nl = memchr(p, '\n', len - (size_t)(p - data));
        p = nl ? nl + 1 : data + len;
    }
    l.at[l.n] = data + len;
    return l;
}

static bool same(const struct lines *x, const struct lines *y, size_t i)
{
    size_t n = (size_t)(x->at[i + 1] - x->at[i]);
    return n == (size_t)(y->at[i + 1] - y->at[i]) && memcmp(x->at[i], y->at[i], n) == 0;
}

static void put_lines(struct str *out, char mark, const struct lines *l, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        size_t n = (size_t)(l->at[i + 1] - l->at[i]);
        str_putc(out, mark);
        str_put(out, l->at[i], n);
        if (!n || l->at[i][n - 1] != '\n')
            str_puts(out, "\n\\ No newline at end of file\n");
    }
}

static void put_hunk(struct str *out, const struct lines *old, const struct lines *new, size_t from,
                     size_t to)
{
    str_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", from + 1, to - from, from + 1, to - from);
    for (size_t i = from; i < to;) {
        size_t k = i;
        while (k < to && !same(old, new, k))
            k++;
        put_lines(out, '-', old, i, k);
        put_lines(out, '+', new, i, k);
        if (k < to)
            put_lines(out, ' ', old, k, k + 1);
        i = k + 1;
    }
}

void fix_diff(struct str *out, const char *path, const char *old, size_t old_len, const char *new,
              size_t new_len)
{
    struct arena *a = arena_new();
    struct lines x = split(a, old, old_len), y = split(a, new, new_len);
    bool head = false;
    for (size_t i = 0; i < x.n && x.n == y.n; i++) {
        if (same(&x, &y, i))
            continue;
        size_t from = i > CONTEXT ? i - CONTEXT : 0, last = i;
        for (size_t k = i; k < x.n && k <= last + 2 * CONTEXT; k++)
            if (!same(&x, &y, k))
                last = k;
        size_t to = last + 1 + CONTEXT < x.n ? last + 1 + CONTEXT : x.n;
        if (!head)
            str_printf(out, "--- a/%s\n+++ b/%s\n", path, path);
        head = true;
        put_hunk(out, &x, &y, from, to);
        i = last + 2 * CONTEXT < x.n ? to - 1 : x.n;
    }
    arena_drop(a);
}
