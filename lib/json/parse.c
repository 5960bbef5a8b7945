#include "json/json.h"

#include <string.h>

/* RFC 8259. Reading keeps a pointer to every value's bytes; depth is bounded, so recursion is safe. */
struct reader {
    struct ctx *ctx;
    struct arena *a;
    const char *start, *p, *end;
    struct where where;
    int max_tree; /* depth below which no nodes are made (shallow reading) */
    bool failed;
    struct json checked; /* stands for every value that is only checked */
};

static struct json *fail(struct reader *r, const char *what)
{
    if (!r->failed) {
        struct where w = r->where;
        w.column = (long)(r->p - r->start) + 1;
        report_hint(r->ctx, DIAG_ERROR, DIAG_JSON_SYNTAX, w, "each line must be one JSON object", "%s", what);
    }
    r->failed = true;
    return NULL;
}

static void skip_space(struct reader *r)
{
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\n' || *r->p == '\r'))
        r->p++;
}

static int hex4(const char *p, const char *end, uint32_t *out)
{
    if (end - p < 4)
        return -1;
    uint32_t v = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int d = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
        if (d < 0)
            return -1;
        v = v << 4 | (uint32_t)d;
    }
    *out = v;
    return 0;
}

static size_t put_utf8(char *out, uint32_t c)
{
    struct str s = STR_INIT;
    str_put_utf8(&s, c);
    size_t n = s.len;
    memcpy(out, s.data, n);
    str_drop(&s);
    return n;
}

/* One escape at p (after the backslash); writes UTF-8, returns the bytes written or -1. */
static int read_escape(struct reader *r, char *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (r->p >= r->end)
        return -1;
    char c = *r->p++;
    const char *f = memchr(from, c, sizeof from - 1);
    if (f) {
        *out = to[f - from];
        return 1;
    }
    uint32_t u, lo;
    if (c != 'u' || hex4(r->p, r->end, &u) != 0)
        return -1;
    r->p += 4;
    if (u >= 0xD800 && u < 0xDC00) {
        if (r->end - r->p < 6 || r->p[0] != '\\' || r->p[1] != 'u' || hex4(r->p + 2, r->end, &lo) != 0 ||
            lo < 0xDC00 || lo > 0xDFFF)
            return -1;
        r->p += 6;
        u = 0x10000 + ((u - 0xD800) << 10) + (lo - 0xDC00);
    } else if (u == 0 || (u >= 0xDC00 && u <= 0xDFFF)) {
        return -1;
    }
    return (int)put_utf8(out, u);
}

/* How many bytes from q need no look: no quote, backslash or control character among them. Eight at a time,
 * as plain_span in write.c; *ascii turns false when one of them is beyond ASCII. */
static size_t quiet_span(const char *q, const char *end, bool *ascii)
{
    const uint64_t ones = ~0ULL / 255, high = ones << 7;
    size_t i = 0;
    uint64_t seen = 0;
    for (; (size_t)(end - q) >= i + 8; i += 8) {
        uint64_t w;
        memcpy(&w, q + i, 8);
        uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';
        if ((((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & high)
            break;
        seen |= w;
    }
    *ascii &= !(seen & high);
    return i;
}

/* A string at the opening quote. NULL on error. `make` = false only checks. */
static const char *read_string(struct reader *r, size_t *len, bool make)
{
    const char *q = ++r->p;
    bool plain = true, ascii = true;
    q += quiet_span(q, r->end, &ascii);
    for (; q < r->end && *q != '"'; q++) {
        if (*q == '\\') {
            plain = false;
            q++;
        } else if ((unsigned char)*q < 0x20) {
            r->p = q;
            fail(r, "a control character stands in a string");
            return NULL;
        } else if ((unsigned char)*q >= 0x80) {
            ascii = false;
        }
    }
    if (q >= r->end) {
        fail(r, "a string is not closed");
        return NULL;
    }
    size_t raw = (size_t)(q - r->p);
    long bad = ascii ? -1 : utf8_invalid_at(r->p, raw);
    if (bad >= 0) {
        r->p += bad;
        fail(r, "a string is not valid UTF-8");
        return NULL;
    }
    if (plain) {
        const char *s = make ? arena_strndup(r->a, r->p, raw) : r->p;
        *len = raw;
        r->p = q + 1;
        return s;
    }
    char *buf = make ? arena_alloc(r->a, raw + 1) : NULL, dummy[8];
    size_t n = 0;
    while (r->p < q) {
        if (*r->p != '\\') {
            if (buf)
                buf[n] = *r->p;
            n++;
            r->p++;
            continue;
        }
        r->p++;
        int k = read_escape(r, buf ? buf + n : dummy);
        if (k < 0) {
            fail(r, "a string has an escape that is not valid");
            return NULL;
        }
        n += (size_t)k;
    }
    r->p = q + 1;
    *len = n;
    return buf ? buf : "";
}

static const char *scan_number(const char *p, const char *end)
{
    const char *start = p;
    if (p < end && *p == '-')
        p++;
    if (p >= end || *p < '0' || *p > '9')
        return start;
    if (*p == '0')
        p++;
    else
        while (p < end && *p >= '0' && *p <= '9')
            p++;
    if (p + 1 < end && *p == '.' && p[1] >= '0' && p[1] <= '9')
        for (p++; p < end && *p >= '0' && *p <= '9';)
            p++;
    else if (p < end && *p == '.')
        return start;
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < end && (*p == '+' || *p == '-'))
            p++;
        if (p >= end || *p < '0' || *p > '9')
            return start;
        while (p < end && *p >= '0' && *p <= '9')
            p++;
    }
    return p;
}

static bool literal(struct reader *r, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(r->end - r->p) < n || memcmp(r->p, word, n) != 0)
        return false;
    r->p += n;
    return true;
}

static struct json *read_value(struct reader *r, int depth);

/* A duplicate is looked for linearly in small objects, in a map in large ones. */
static bool is_duplicate(const struct json *object, const char *key, size_t len, struct map **seen)
{
    if (object->n < 32) {
        for (const struct json *m = object->first; m; m = m->next)
            if (m->key_len == len && memcmp(m->key, key, len) == 0)
                return true;
        return false;
    }
    if (!*seen) {
        *seen = map_new();
        for (const struct json *m = object->first; m; m = m->next)
            map_put(*seen, m->key, NULL);
    }
    if (map_has(*seen, key))
        return true;
    map_put(*seen, key, NULL);
    return false;
}

static struct json *read_container(struct reader *r, int depth, struct json *v)
{
    bool object = v->kind == JSON_OBJECT, make = depth < r->max_tree;
    char close = object ? '}' : ']';
    struct json *last = NULL;
    struct map *seen = NULL;
    if (depth >= LIMIT_JSON_DEPTH)
        return fail(r, "values are nested too deeply");
    r->p++;
    skip_space(r);
    if (r->p < r->end && *r->p == close) {
        r->p++;
        return v;
    }
    for (;;) {
        const char *key = NULL;
        size_t len;
        skip_space(r);
        if (object) {
            if (r->p >= r->end || *r->p != '"') {
                fail(r, "a member's name is missing");
                goto out;
            }
            if (!(key = read_string(r, &len, make)))
                goto out;
            skip_space(r);
            if (r->p >= r->end || *r->p != ':') {
                fail(r, "a ':' is missing");
                goto out;
            }
            r->p++;
            if (make && is_duplicate(v, key, len, &seen)) {
                fail(r, "a member stands twice");
                goto out;
            }
        }
        skip_space(r);
        struct json *c = read_value(r, depth + 1);
        if (!c)
            goto out;
        if (make) {
            c->key = key;
            c->key_len = len;
            if (last)
                last->next = c;
            else
                v->first = c;
            last = c;
        }
        v->n++;
        skip_space(r);
        if (r->p < r->end && *r->p == ',') {
            r->p++;
            continue;
        }
        if (r->p < r->end && *r->p == close) {
            r->p++;
            break;
        }
        fail(r, object ? "a ',' or '}' is missing" : "a ',' or ']' is missing");
        goto out;
    }
out:
    map_drop(seen);
    return r->failed ? NULL : v;
}

static struct json *read_value(struct reader *r, int depth)
{
    struct json *v = depth <= r->max_tree ? ARENA_NEW(r->a, struct json) : &r->checked;
    bool make = v != &r->checked;
    const char *start = r->p;
    if (r->p >= r->end)
        return fail(r, "the value is missing");
    switch (*r->p) {
    case '{':
    case '[':
        v->kind = *r->p == '{' ? JSON_OBJECT : JSON_ARRAY;
        if (!read_container(r, depth, v))
            return NULL;
        break;
    case '"':
        v->kind = JSON_STRING;
        if (!(v->string = read_string(r, &v->len, make)))
            return NULL;
        break;
    case 't':
    case 'f':
        v->kind = *r->p == 't' ? JSON_TRUE : JSON_FALSE;
        if (!literal(r, v->kind == JSON_TRUE ? "true" : "false"))
            return fail(r, "a word is not true, false or null");
        break;
    case 'n':
        v->kind = JSON_NULL;
        if (!literal(r, "null"))
            return fail(r, "a word is not true, false or null");
        break;
    default:
        v->kind = JSON_NUMBER;
        r->p = scan_number(r->p, r->end);
        if (r->p == start)
            return fail(r, "this is not a JSON value");
        number_parse(start, (size_t)(r->p - start), &v->number);
    }
    v->raw = start;
    v->raw_len = (size_t)(r->p - start);
    return v;
}

static struct json *parse(struct ctx *ctx, struct arena *a, const char *text, size_t len, struct where where,
                          int tree)
{
    struct reader r = {ctx, a, text, text, text + len, where, tree, false, {0}};
    if (len > LIMIT_JSON_BYTES) {
        report(ctx, DIAG_LIMIT, where, "the line has %zu bytes, more than the limit of %ld", len,
               LIMIT_JSON_BYTES);
        return NULL;
    }
    skip_space(&r);
    struct json *v = read_value(&r, 0);
    if (!v)
        return NULL;
    skip_space(&r);
    return r.p == r.end ? v : fail(&r, "there is text after the value");
}

struct json *json_parse(struct ctx *ctx, struct arena *a, const char *text, size_t len, struct where where)
{
    return parse(ctx, a, text, len, where, LIMIT_JSON_DEPTH);
}

struct json *json_parse_shallow(struct ctx *ctx, struct arena *a, const char *text, size_t len,
                                struct where where)
{
    return parse(ctx, a, text, len, where, 1);
}

struct json *json_expand(struct ctx *ctx, struct arena *a, const struct json *value, struct where where)
{
    struct json *v = json_parse(ctx, a, value->raw, value->raw_len, where);
    if (v) {
        v->key = value->key;
        v->key_len = value->key_len;
        v->next = NULL;
    }
    return v;
}

const char *json_string(const struct json *v)
{
    return v && v->kind == JSON_STRING ? v->string : NULL;
}

const char *json_member_string(const struct json *object, const char *key)
{
    return json_string(json_member(object, key));
}

long json_long(const struct json *v, long otherwise)
{
    if (!v || v->kind != JSON_NUMBER || !(v->number >= -9e15 && v->number <= 9e15))
        return otherwise;
    return (long)v->number;
}
