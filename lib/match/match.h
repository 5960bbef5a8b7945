/* match: regular expressions; the only folder that includes PCRE2. Patterns are compiled once (JIT where
 * there is one), subjects are UTF-8, matching is bounded. A compiled pattern may be used by several threads
 * at once. */
#ifndef PRESSRUN_MATCH_H
#define PRESSRUN_MATCH_H

#include "base/base.h"

enum {
    MATCH_NOCASE = 1,
    MATCH_WHOLE = 2,     /* the pattern must cover the whole subject */
    MATCH_MULTILINE = 4, /* ^ and $ at line ends */
    MATCH_DOTALL = 8,
    MATCH_EXTENDED = 16, /* white space and # comments in the pattern */
    MATCH_LITERAL = 32,  /* no metacharacters: the text itself */
    MATCH_WORDS = 64,    /* not inside a longer word */
};

struct match;

/* NULL with a report [pattern] whose message names the offset in the pattern. Owned by the caller. */
struct match *match_new(struct ctx *ctx, const char *pattern, unsigned flags, struct where where);
void match_drop(struct match *m);
const char *match_pattern(const struct match *m);

/* 1 when it matches, 0 when not, -1 with a report [match-limit]. */
int match_test(struct ctx *ctx, const struct match *m, const char *subject, size_t len, struct where where);
/* The first match at or after byte `from`: 1 with its byte range, 0, or -1 with a report. Empty matches are
 * found; the caller moves on by one character after them. */
int match_search(struct ctx *ctx, const struct match *m, const char *subject, size_t len, size_t from,
                 size_t *start, size_t *end, struct where where);

/* Patterns by text, for re:test() in expressions: each is compiled once. One thread at a time. */
struct match_cache;
struct match_cache *match_cache_new(void);
void match_cache_drop(struct match_cache *c);
/* `flags` as in EXSLT: "i" ignores case, "m" multi-line, "s" dot matches all, "x" extended; "g" is accepted.
 */
int match_cache_test(struct ctx *ctx, struct match_cache *c, const char *subject, const char *pattern,
                     const char *flags, struct where where);

#endif
