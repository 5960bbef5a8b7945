/* The data contract: every declared value of a row is of its type and within its limits, or the row says why
 * not. */
#include <math.h>
#include <string.h>

#include "expand/expand-imp.h"

const char *row_cell(const struct expand *e, const struct column *col)
{
    if (col->forced)
        return col->forced;
    return col->at >= 0 && (size_t)col->at < e->row->n_cells ? e->row->cells[col->at] : "";
}

bool parse_boolean(const char *s, bool *out)
{
    static const char *const words[][2] = {{"no", "yes"}, {"false", "true"}, {"0", "1"},
                                           {"off", "on"}, {"n", "y"},        {"f", "t"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (int k = 0; k < 2; k++)
            if (str_eq_nocase(s, words[i][k])) {
                *out = k;
                return true;
            }
    return false;
}

/* Reports a value that breaks the contract. Personal data is not shown. */
static int refuse(struct ctx *ctx, struct expand *e, const struct column *col, const char *value,
                  const char *what, const char *hint)
{
    char *shown =
        col->field && col->field->pii ? arena_strdup(e->row_arena, "***") : arena_strdup(e->row_arena, value);
    if (strlen(shown) > 80) {
        size_t n = 80;
        while (n && ((unsigned char)shown[n] & 0xC0) == 0x80)
            n--;
        memcpy(shown + n, "..", 3);
    }
    report_hint(ctx, DIAG_ERROR, DIAG_VALUE, e->row_where, hint, "row %ld, column '%s': '%s' %s", e->row->row,
                col->name, shown, what);
    return -1;
}

/* The canonical form of a tag as rows give it, "" when it is none; remembered, because ICU takes a
 * microsecond. */
static const char *known_locale(struct expand *e, const char *raw)
{
    const char *known = map_find(e->locales, raw);
    if (known)
        return known;
    if (map_len(e->locales) > 4096) { /* hostile data, not a campaign */
        map_drop(e->locales);
        e->locales = map_new();
        map_drop(e->markets);
        e->markets = map_new();
    }
    known = locale_canonical(e->a, raw);
    known = known ? known : "";
    map_put(e->locales, raw, (void *)known);
    return known;
}

static int check_text(struct ctx *ctx, struct expand *e, const struct column *col, const char *v)
{
    size_t n = 0;
    for (const char *p = v; *p; p++, n++)
        if (((unsigned char)*p < 0x20 && *p != '\t' && *p != '\n' && *p != '\r') || *p == 0x7F)
            return refuse(ctx, e, col, v,
                          arena_printf(e->row_arena, "holds the control character U+%04X", (unsigned char)*p),
                          "remove it");
    if (n > LIMIT_TEXT_BYTES)
        return refuse(ctx, e, col, v,
                      arena_printf(e->row_arena, "is %zu bytes long, more than any text may be", n), NULL);
    return 0;
}

static int check_number(struct ctx *ctx, struct expand *e, const struct column *col, const char *v)
{
    const struct field *f = col->field;
    double d;
    if (!value_is_number(v) || number_parse(v, strlen(v), &d) == 0)
        return refuse(ctx, e, col, v, "is not a number",
                      "write plain digits with a point, such as 1234.50, without currency sign or grouping");
    if (d < f->min)
        return refuse(ctx, e, col, v, arena_printf(e->row_arena, "is below the least value %g", f->min),
                      NULL);
    if (d > f->max)
        return refuse(ctx, e, col, v, arena_printf(e->row_arena, "is above the greatest value %g", f->max),
                      NULL);
    return 0;
}

static int check_enum(struct ctx *ctx, struct expand *e, const struct column *col, const char *v)
{
    size_t n = 0;
    for (; col->field->values[n]; n++)
        if (str_eq(col->field->values[n], v))
            return 0;
    const char *near = did_you_mean(v, col->field->values, n);
    struct str list = STR_INIT;
    for (size_t i = 0; i < n && i < 20; i++)
        str_printf(&list, "%s%s", i ? ", " : "use one of ", col->field->values[i]);
    char *hint =
        near ? arena_printf(e->row_arena, "did you mean '%s'?", near) : arena_strdup(e->row_arena, list.data);
    str_drop(&list);
    return refuse(ctx, e, col, v, "is not one of its values", hint);
}

/* A path as such; that the file is there is checked where a slot's folder is known. */
static int check_image(struct ctx *ctx, struct expand *e, const struct column *col, const char *v)
{
    const char *why = v[0] == '/' || v[0] == '~'                          ? "is an absolute path"
                      : strstr(v, "://") || strchr(v, ':') || v[0] == '@' ? "is not a path of a file"
                      : strchr(v, '\\')                                   ? "has a backslash"
                                                                          : NULL;
    for (const char *p = v; *p && !why; p++)
        if ((p == v || p[-1] == '/') && p[0] == '.' && p[1] == '.' && (p[2] == '/' || !p[2]))
            why = "leaves its folder";
    return why ? refuse(ctx, e, col, v, why,
                        "name a picture below the creative's folder, nothing is ever fetched")
               : 0;
}

static int check_url(struct ctx *ctx, struct expand *e, const struct column *col, const char *v)
{
    bool ok = str_starts(v, "https://") || str_starts(v, "http://");
    const char *host = ok ? strstr(v, "://") + 3 : v;
    ok = ok && *host && *host != '/';
    for (const char *p = v; *p && ok; p++)
        ok = (unsigned char)*p > 0x20 && !strchr("\"<>\\^`{|}", *p);
    return ok ? 0
              : refuse(ctx, e, col, v, "is not a web address",
                       "write https://host/path, with %20 for blanks");
}

/* Checks one value; `v` is not empty. */
static int check_value_of(struct ctx *ctx, struct expand *e, const struct column *col, const char **value)
{
    const struct field *f = col->field;
    const char *v = *value;
    struct rgba rgba;
    bool yes;
    int rc = check_text(ctx, e, col, v);
    if (rc < 0)
        return rc;
    switch (f->type) {
    case FIELD_NUMBER:
    case FIELD_MONEY:
        rc = check_number(ctx, e, col, v);
        break;
    case FIELD_DATE:
        if (!value_is_date(v))
            rc = refuse(ctx, e, col, v, "is not a date",
                        "write ISO 8601, such as 2027-05-01 or 2027-05-01T18:30:00Z");
        break;
    case FIELD_ENUM:
        rc = check_enum(ctx, e, col, v);
        break;
    case FIELD_IMAGE:
        rc = check_image(ctx, e, col, v);
        break;
    case FIELD_COLOUR:
        if (!svg_parse_color(v, &rgba))
            rc = refuse(ctx, e, col, v, "is not a colour", "write #rrggbb or a CSS colour name");
        break;
    case FIELD_URL:
        rc = check_url(ctx, e, col, v);
        break;
    case FIELD_LOCALE:
        if (!*known_locale(e, v))
            rc = refuse(ctx, e, col, v, "is not a locale", "write BCP 47, such as de-DE");
        break;
    case FIELD_BOOLEAN:
        if (!parse_boolean(v, &yes))
            rc = refuse(ctx, e, col, v, "is neither yes nor no", "write yes, no, true, false, 1 or 0");
        else
            *value = yes ? "yes" : "no";
        break;
    case FIELD_TEXT:
        break;
    }
    if (rc < 0)
        return rc;
    if (f->max_length && utf8_length(v, strlen(v)) > (size_t)f->max_length)
        return refuse(ctx, e, col, v,
                      arena_printf(e->row_arena, "has %zu characters, more than %ld",
                                   utf8_length(v, strlen(v)), f->max_length),
                      NULL);
    if (col->pattern) {
        int m = match_test(ctx, col->pattern, v, strlen(v), e->row_where);
        if (m < 0)
            return -1;
        if (m == 0)
            return refuse(ctx, e, col, v,
                          arena_printf(e->row_arena, "does not match the pattern %s", f->pattern), NULL);
    }
    return 0;
}

/* Line ends of quoted values as one character, whatever wrote the file. */
static const char *one_line_end(struct arena *a, const char *s)
{
    if (!strchr(s, '\r'))
        return s;
    char *out = arena_strdup(a, s), *q = out;
    for (const char *p = out; *p; p++) {
        if (*p == '\r' && p[1] == '\n')
            continue;
        *q++ = *p == '\r' ? '\n' : *p;
    }
    *q = '\0';
    return out;
}

static const char *trimmed(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    if (!n || (!ascii_space(s[0]) && !ascii_space(s[n - 1])))
        return s;
    while (n && ascii_space(s[n - 1]))
        n--;
    while (n && ascii_space(*s))
        s++, n--;
    return arena_strndup(a, s, n);
}

int row_values(struct ctx *ctx, struct expand *e)
{
    int rc = 1;
    for (size_t i = 0; i < e->n_columns; i++) {
        const struct column *col = &e->columns[i];
        const struct field *f = col->field;
        const char *v = row_cell(e, col);
        if (audience_nested(v) && (f || col->used))
            rc = refuse(ctx, e, col, v, "is no value that a picture can show",
                        "give a text, a number, true, false or null");
        v = one_line_end(e->row_arena, v);
        if (!f) {
            if (*v && check_text(ctx, e, col, v) < 0)
                rc = -1;
            e->values[i] = v;
            e->empty[i] = !*v;
            continue;
        }
        if (f->type != FIELD_TEXT)
            v = trimmed(e->row_arena, v);
        e->empty[i] = !*v;
        if (!*v && f->empty == EMPTY_DEFAULT) {
            v = f->def;
            e->empty[i] = !*v;
        } else if (!*v && (f->empty == EMPTY_SKIP || f->empty == EMPTY_STOP)) {
            bool stop = f->empty == EMPTY_STOP;
            report_hint(ctx, stop ? DIAG_ERROR : DIAG_INFO, DIAG_VALUE, e->row_where,
                        stop ? "the creative says to stop" : "the row is skipped, as the creative says",
                        "row %ld, column '%s' is empty", e->row->row, col->name);
            return stop ? 3 : 0;
        } else if (!*v && f->required) {
            report(ctx, DIAG_VALUE, e->row_where, "row %ld, column '%s' is empty and required", e->row->row,
                   col->name);
            rc = -1;
        }
        if (*v && check_value_of(ctx, e, col, &v) < 0)
            rc = -1;
        e->values[i] = v;
    }
    return rc;
}

void row_market(struct expand *e)
{
    struct row_market *m = map_find(e->markets, e->locale);
    if (!m) {
        const struct locale_def *def = creative_locale(e->c, e->locale);
        m = ARENA_NEW(e->a, struct row_market);
        m->price = def ? def->price : NULL;
        m->format = locale_def_format(e->a, def, e->locale);
        map_put(e->markets, e->locale, m);
    }
    e->market = m;
    formatter_set_price(e->formatter, m->price);
}

const char *row_locale(struct ctx *ctx, struct expand *e)
{
    if (e->forced_locale)
        return e->forced_locale;
    const char *raw = e->locale_column >= 0 ? e->values[e->locale_column] : "";
    if (!*raw)
        return e->c->source_locale;
    const char *known = known_locale(e, raw);
    if (*known)
        return known;
    refuse(ctx, e, &e->columns[e->locale_column], raw, "is not a locale", "write BCP 47, such as de-DE");
    return NULL;
}
