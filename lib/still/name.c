/* Names of files from templates. Data are never trusted to name a folder. */
#include <string.h>

#include "still/still-imp.h"

enum { VALUE_BYTES = 80, SEGMENT_BYTES = 200, NAME_BYTES = 1000 };

/* Letters and marks of any script are fine in names; invisible and direction-changing characters are not. */
static bool safe(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
               c == '-' || c == '_';
    return c > 0xA0 && c != 0xAD && !(c >= 0x2000 && c <= 0x206F) && c != 0x3000 &&
           !(c >= 0xD800 && c <= 0xF8FF) && !(c >= 0xFE00 && c <= 0xFE0F) && c != 0xFEFF &&
           !(c >= 0xFFF0 && c <= 0xFFFF) && c < 0xE0000 && c != 0x061C && c != 0x180E;
}

/* Appends a value made safe. `folders`: '/' separates folders (ids that variant-expand builds), else it is
 * replaced. */
static void put_value(struct str *out, const char *value, bool folders)
{
    struct str s = STR_INIT;
    for (const char *p = value, *end = value + strlen(value); p < end;) {
        const char *at = p;
        uint32_t c = utf8_next(&p, end);
        if (folders && c == '/') {
            if (s.len && s.data[s.len - 1] != '/')
                str_putc(&s, '/');
        } else if (!safe(c) || ((c == '.' || c == '-') && (s.len == 0 || s.data[s.len - 1] == '/'))) {
            str_putc(&s, '_'); /* a leading dot hides a file or climbs, a leading dash looks like an option */
        } else {
            str_put(&s, at, (size_t)(p - at));
        }
    }
    if (!s.len)
        str_puts(&s, "none");
    if (!folders && s.len > VALUE_BYTES) {
        char digest[33];
        digest_hex(value, strlen(value), digest);
        size_t n = VALUE_BYTES - 9;
        while (n && ((unsigned char)s.data[n] & 0xC0) == 0x80)
            n--;
        str_printf(out, "%.*s-%.8s", (int)n, s.data, digest);
    } else {
        str_put(out, s.data, s.len);
    }
    str_drop(&s);
}

static const char *const builtins[] = {"id", "layout", "locale", "theme", "row"};
enum { N_BUILTINS = sizeof builtins / sizeof *builtins };

/* The value of a placeholder, "" when the line leaves it empty; NULL with a report when there is no such
 * thing. */
static const char *lookup(struct ctx *ctx, struct arena *a, const char *name, const char *pattern,
                          const struct creative *c, const struct variant *v, struct where where)
{
    const char *values[N_BUILTINS] = {v->id, v->layout, v->locale, v->theme, arena_printf(a, "%ld", v->row)};
    for (int i = 0; i < N_BUILTINS; i++)
        if (strcmp(name, builtins[i]) == 0)
            return values[i] ? values[i] : "";
    const struct field *field = c ? creative_field(c, name) : NULL;
    if (field && field->pii) {
        report_hint(ctx, DIAG_ERROR, DIAG_OUTPUT_PII, where, "name files by an id that is not personal",
                    "the output name '%s' would put the personal data of column '%s' into file names",
                    pattern, name);
        return NULL;
    }
    const char *value = pair_find(v->choices, v->n_choices, name);
    if (!value)
        value = pair_find(v->fields, v->n_fields, name);
    if (value)
        return value;
    if (field)
        return "";
    size_t n = 0;
    const char **known = ARENA_ARRAY(a, N_BUILTINS + v->n_choices + v->n_fields, const char *);
    for (int i = 0; i < N_BUILTINS; i++)
        known[n++] = builtins[i];
    for (size_t i = 0; i < v->n_choices; i++)
        known[n++] = v->choices[i].name;
    for (size_t i = 0; i < v->n_fields; i++)
        known[n++] = v->fields[i].name;
    const char *near = did_you_mean(name, known, n);
    report_hint(ctx, DIAG_ERROR, DIAG_OUTPUT_NAME, where,
                near ? arena_printf(a, "did you mean {%s}?", near)
                     : "name a column that the creative carries, or an axis",
                "the output name '%s' has the unknown placeholder {%s}", pattern, name);
    return NULL;
}

/* Every folder and the file of a name must be usable: short enough, none empty or made of dots. */
static bool name_ok(const char *name)
{
    if (!*name || *name == '/' || strlen(name) > NAME_BYTES)
        return false;
    for (const char *p = name; *p;) {
        size_t n = strcspn(p, "/");
        if (n == 0 || n > SEGMENT_BYTES || strspn(p, ".") >= n || (n >= 9 && memcmp(p, ".pressrun", 9) == 0))
            return false;
        p += n;
        if (*p == '/' && !*++p)
            return false;
    }
    return true;
}

char *still_name(struct ctx *ctx, struct arena *a, const char *pattern, const struct creative *c,
                 const struct variant *v, struct where where)
{
    struct str s = STR_INIT;
    char *name = NULL;
    for (const char *p = pattern; *p;) {
        const char *close = *p == '{' ? strchr(p, '}') : NULL;
        if (*p == '{' && !close) {
            report_hint(ctx, DIAG_ERROR, DIAG_OUTPUT_NAME, where, "close it with '}'",
                        "the output name '%s' has an open placeholder", pattern);
            goto done;
        }
        if (!close) {
            size_t n = strcspn(p, "{");
            str_put(&s, p, n);
            p += n;
            continue;
        }
        const char *key = arena_strndup(a, p + 1, (size_t)(close - p) - 1);
        const char *value = lookup(ctx, a, key, pattern, c, v, where);
        if (!value)
            goto done;
        put_value(&s, value, strcmp(key, "id") == 0);
        p = close + 1;
    }
    if (!name_ok(s.data) || utf8_invalid_at(s.data, s.len) >= 0)
        report_hint(ctx, DIAG_ERROR, DIAG_OUTPUT_NAME, where,
                    "use a relative name of short parts, without '.' or '..'",
                    "the output name '%s' gives '%s', which cannot be a file below the output folder",
                    pattern, s.data);
    else
        name = arena_strndup(a, s.data, s.len);
done:
    str_drop(&s);
    return name;
}
