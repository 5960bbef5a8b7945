#include <string.h>

#include "match/match.h"

/* Patterns in rules are literals, so few; a pattern that is computed from data must not fill the memory. */
enum { CACHE_MAX = 256 };

struct match_cache {
    struct map *by_key;
    struct str key;
};

struct match_cache *match_cache_new(void)
{
    struct match_cache *c = xcalloc(1, sizeof *c);
    c->by_key = map_new();
    c->key = (struct str)STR_INIT;
    return c;
}

static void drop_all(struct match_cache *c)
{
    for (size_t i = 0; i < map_len(c->by_key); i++)
        match_drop(map_value(c->by_key, i));
    map_drop(c->by_key);
}

void match_cache_drop(struct match_cache *c)
{
    if (!c)
        return;
    drop_all(c);
    str_drop(&c->key);
    free(c);
}

static int read_flags(struct ctx *ctx, const char *flags, struct where where, unsigned *out)
{
    *out = 0;
    for (const char *p = flags ? flags : ""; *p; p++) {
        static const char letters[] = "imsx";
        static const unsigned bits[] = {MATCH_NOCASE, MATCH_MULTILINE, MATCH_DOTALL, MATCH_EXTENDED};
        const char *at = strchr(letters, *p);
        if (at)
            *out |= bits[at - letters];
        else if (*p != 'g') {
            report(ctx, DIAG_PATTERN, where, "re:test does not know the flag '%c', use i, m, s or x", *p);
            return -1;
        }
    }
    return 0;
}

int match_cache_test(struct ctx *ctx, struct match_cache *c, const char *subject, const char *pattern,
                     const char *flags, struct where where)
{
    str_clear(&c->key);
    str_puts(&c->key, flags ? flags : "");
    str_putc(&c->key, '/');
    str_puts(&c->key, pattern);
    struct match *m = map_find(c->by_key, c->key.data);
    if (!m) {
        unsigned bits;
        if (read_flags(ctx, flags, where, &bits) < 0 || !(m = match_new(ctx, pattern, bits, where)))
            return -1;
        if (map_len(c->by_key) >= CACHE_MAX) {
            drop_all(c);
            c->by_key = map_new();
        }
        map_put(c->by_key, c->key.data, m);
    }
    return match_test(ctx, m, subject, strlen(subject), where);
}
