/* json: a small reader that keeps the bytes of every value, so that what a tool does not know passes through
 * unchanged (libraries re-encode numbers and refuse large ones), and a writer. Strict RFC 8259, UTF-8
 * checked, bounded depth. */
#ifndef PRESSRUN_JSON_H
#define PRESSRUN_JSON_H

#include "base/base.h"

enum json_kind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_kind kind;
    const char *raw; /* the value's own bytes in the input, not terminated */
    size_t raw_len;
    const char *string; /* JSON_STRING: decoded, NUL-terminated (an embedded \u0000 is refused) */
    size_t len;
    double number;   /* JSON_NUMBER */
    const char *key; /* the member's name when in an object */
    size_t key_len;
    struct json *first, *next;
    size_t n; /* children */
};

/* Parses one value that fills `len` bytes (white space around). The tree lives in `a` and points into `text`,
 * which must stay. NULL with a report [json-syntax] at where.line and the column. A duplicate member is an
 * error. */
struct json *json_parse(struct ctx *ctx, struct arena *a, const char *text, size_t len, struct where where);
/* Decodes as json_parse but only the outermost object; members keep `raw` and scalars their value, while
 * inner objects and arrays are checked but have no children until json_expand. */
struct json *json_parse_shallow(struct ctx *ctx, struct arena *a, const char *text, size_t len,
                                struct where where);
struct json *json_expand(struct ctx *ctx, struct arena *a, const struct json *value, struct where where);

/* NULL when absent or not an object. Inline, so that the length of a literal is known and compared first. */
static inline struct json *json_member(const struct json *object, const char *key)
{
    size_t n = strlen(key);
    if (object && object->kind == JSON_OBJECT)
        for (struct json *m = object->first; m; m = m->next)
            if (m->key_len == n && memcmp(m->key, key, n) == 0)
                return m;
    return NULL;
}
const char *json_string(const struct json *v); /* NULL when v is NULL or no string */
const char *json_member_string(const struct json *object, const char *key);
long json_long(const struct json *v, long otherwise);

/* Writing. json_put_string escapes what must be, keeps UTF-8. */
void json_put_string(struct str *out, const char *s);
void json_put_string_n(struct str *out, const char *s, size_t n);
void json_put_number(struct str *out, double v); /* shortest form that reads back; non-finite becomes null */

#endif
