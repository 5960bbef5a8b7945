/* Where the targets of an XLIFF file begin: the reader of XML keeps the lines of elements but no columns, and
 * findings point at the translation, not at its unit. A scan of the well-formed text. */
#include "l10n/checker-imp.h"

#include <string.h>

enum { MOST_SPOTS = 1000000 };

struct scan {
    const char *data, *p, *end, *line_start;
    long line;
};

static void step(struct scan *s, const char *to)
{
    while (s->p < to) {
        const char *newline = memchr(s->p, '\n', (size_t)(to - s->p));
        if (!newline)
            break;
        s->line++;
        s->p = s->line_start = newline + 1;
    }
    s->p = to;
}

/* Steps over a comment, CDATA section or processing instruction. */
static bool skip_other(struct scan *s)
{
    static const char *const others[][2] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(others[i][0]), m = strlen(others[i][1]);
        if ((size_t)(s->end - s->p) < n || memcmp(s->p, others[i][0], n) != 0)
            continue;
        const char *close = memmem(s->p, (size_t)(s->end - s->p), others[i][1], m);
        step(s, close ? close + m : s->end);
        return true;
    }
    return false;
}

/* The end of the tag at p: behind its '>', which may stand in attribute values too. */
static const char *tag_end(const char *p, const char *end)
{
    for (char quote = 0; p < end; p++) {
        if (quote)
            quote = *p == quote ? 0 : quote;
        else if (*p == '"' || *p == '\'')
            quote = *p;
        else if (*p == '>')
            return p + 1;
    }
    return end;
}

static bool named(const char *p, const char *end, const char *name)
{
    size_t n = strlen(name), len = 0;
    const char *colon;
    while (p + len < end && !strchr(" \t\r\n/>", p[len]))
        len++;
    colon = memchr(p, ':', len);
    if (colon)
        len -= (size_t)(colon + 1 - p), p = colon + 1;
    return len == n && memcmp(p, name, n) == 0;
}

size_t locate_targets(struct arena *a, const char *data, size_t len, struct spot_of **out)
{
    struct scan s = {data, data, data + len, data, 1};
    struct spot_of *spots = NULL;
    size_t n = 0, cap = 0;
    int inside = 0; /* matches and the like, whose targets are others' */
    *out = NULL;
    if (len > 1 && (!data[0] || !data[1] || (unsigned char)data[0] >= 0xFE))
        return 0; /* UTF-16 */
    while (s.p < s.end && n < MOST_SPOTS) {
        const char *open = memchr(s.p, '<', (size_t)(s.end - s.p));
        if (!open)
            break;
        step(&s, open);
        if (skip_other(&s))
            continue;
        const char *close = tag_end(s.p, s.end);
        bool closing = s.p + 1 < s.end && s.p[1] == '/';
        const char *name = s.p + 1 + closing;
        bool empty = close > s.p + 1 && close[-2] == '/';
        if (named(name, s.end, "alt-trans") || named(name, s.end, "match"))
            inside += closing ? -(inside > 0) : !empty;
        if (!closing && !inside && n && !spots[n - 1].target_line && named(name, s.end, "target")) {
            spots[n - 1].target_line = s.line;
            spots[n - 1].target_column = (long)utf8_length(s.line_start, (size_t)(s.p - s.line_start)) + 1;
        }
        bool unit = !closing && (named(name, s.end, "trans-unit") || named(name, s.end, "unit"));
        step(&s, close);
        if (unit) {
            if (n == cap) {
                size_t more = cap ? cap * 2 : 256;
                spots = arena_grow(a, spots, n, more, sizeof *spots);
                cap = more;
            }
            spots[n++] = (struct spot_of){.line = s.line};
            inside = 0;
        }
    }
    *out = spots;
    return n;
}
