#include "expand/audience.h"

#include <string.h>

#include "csv/csv.h"
#include "json/json.h"

struct audience {
    struct csv *csv; /* NULL: audience_none */
    bool json, done;
    char delimiter;
    struct arena *names, *row;
    struct vec(const char *) columns;
    struct map *index;   /* name -> number + 1; 0: twice */
    struct map *aliases; /* the same for names made plain */
    struct vec(const char *) cells;
    long header_line, rows;
    char *header;
    size_t header_len;
    size_t n_header; /* cells a CSV row must have */
    /* JSON Lines: the first line is read at opening, for its columns */
    char *pending;
    size_t pending_len;
    long pending_line;
};

/* Blanks, also the no-break and zero-width ones that exports leave in headers. */
static char *trim(struct arena *a, const char *s, size_t n)
{
    static const char *const blanks[] = {"\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF"};
    for (bool more = true; more && n;) {
        more = false;
        if (ascii_space(s[0])) {
            s++, n--;
            more = true;
        } else if (ascii_space(s[n - 1])) {
            n--;
            more = true;
        }
        for (size_t i = 0; i < 3; i++) {
            size_t k = strlen(blanks[i]);
            if (n >= k && memcmp(s, blanks[i], k) == 0) {
                s += k, n -= k;
                more = true;
            } else if (n >= k && memcmp(s + n - k, blanks[i], k) == 0) {
                n -= k;
                more = true;
            }
        }
    }
    return arena_strndup(a, s, n);
}

static char *plain_name(struct arena *a, const char *s)
{
    char *p = arena_strdup(a, s);
    for (char *q = p; *q; q++)
        if ((unsigned char)*q < 0x80 && !(*q >= '0' && *q <= '9') && !(*q >= 'a' && *q <= 'z') &&
            !(*q >= 'A' && *q <= 'Z') && *q != '-' && *q != '.')
            *q = '_';
    return p;
}

static void index_name(struct map *m, const char *name, size_t number)
{
    map_put(m, name, map_has(m, name) ? NULL : (void *)number);
}

size_t audience_add(struct audience *a, const char *name)
{
    long at = audience_find(a, name);
    if (at >= 0)
        return (size_t)at;
    const char *own = arena_strdup(a->names, name);
    vec_push(&a->columns, own);
    index_name(a->index, own, a->columns.len);
    index_name(a->aliases, plain_name(a->names, own), a->columns.len);
    return a->columns.len - 1;
}

long audience_find(const struct audience *a, const char *name)
{
    if (map_has(a->index, name)) {
        size_t i = (size_t)map_find(a->index, name);
        return i ? (long)i - 1 : -2;
    }
    size_t i = (size_t)map_find(a->aliases, name);
    return i ? (long)i - 1 : map_has(a->aliases, name) ? -2 : -1;
}

static struct audience *audience_new(struct csv *csv, char delimiter)
{
    struct audience *a = xcalloc(1, sizeof *a);
    a->csv = csv;
    a->delimiter = delimiter ? delimiter : ',';
    a->names = arena_new();
    a->row = arena_new();
    a->index = map_new();
    a->aliases = map_new();
    return a;
}

void audience_drop(struct audience *a)
{
    if (!a)
        return;
    csv_drop(a->csv);
    arena_drop(a->names);
    arena_drop(a->row);
    map_drop(a->index);
    map_drop(a->aliases);
    vec_drop(&a->columns);
    vec_drop(&a->cells);
    free(a->header);
    free(a->pending);
    free(a);
}

static int read_header(struct ctx *ctx, struct audience *a)
{
    struct csv_record r;
    struct where where = {.file = csv_name(a->csv)};
    int rc = csv_next(ctx, a->csv, &r);
    if (rc < 0)
        return -1;
    if (rc == 0) {
        report(ctx, DIAG_AUDIENCE, where, "is empty, begin it with a line of column names");
        return -1;
    }
    where.line = a->header_line = r.line;
    a->header = xstrndup(r.raw, r.raw_len);
    a->header_len = r.raw_len;
    a->n_header = r.n_cells;
    bool named = false;
    for (size_t i = 0; i < r.n_cells; i++) {
        char *name = trim(a->names, r.cells[i].text, r.cells[i].len);
        vec_push(&a->columns, *name ? name : NULL);
        if (!*name)
            continue;
        named = true;
        index_name(a->index, name, a->columns.len);
        index_name(a->aliases, plain_name(a->names, name), a->columns.len);
    }
    if (!named) {
        report(ctx, DIAG_AUDIENCE, where,
               "the header names no column, begin the file with a line of column names");
        return -1;
    }
    return 0;
}

static const char nested[] = "(array or object)"; /* known by its address */

bool audience_nested(const char *cell)
{
    return cell == nested;
}

size_t row_size(const struct row *r)
{
    size_t n = r->n_cells * sizeof *r->cells + r->raw_len + 1;
    for (size_t i = 0; i < r->n_cells; i++)
        n += audience_nested(r->cells[i]) ? 0 : strlen(r->cells[i]) + 1;
    return n;
}

struct row row_copy(const struct row *r, void *memory)
{
    struct row c = *r;
    c.cells = memory;
    char *to = (char *)memory + r->n_cells * sizeof *r->cells;
    for (size_t i = 0; i < r->n_cells; i++) {
        c.cells[i] = audience_nested(r->cells[i]) ? r->cells[i] : to;
        if (c.cells[i] == to)
            to = stpcpy(to, r->cells[i]) + 1;
    }
    c.raw = to;
    if (r->raw_len)
        memcpy(to, r->raw, r->raw_len);
    to[r->raw_len] = '\0';
    return c;
}

/* The members of one line as cells; columns are added as they turn up. */
static int read_object(struct ctx *ctx, struct audience *a, const char *line, size_t len, struct where where)
{
    struct json *o = json_parse_shallow(ctx, a->row, line, len, where);
    if (!o)
        return -1;
    if (o->kind != JSON_OBJECT) {
        report(ctx, DIAG_AUDIENCE_ROW, where,
               "is not a JSON object, write one object a line, such as {\"name\":\"Ana\"}");
        return -1;
    }
    for (const struct json *m = o->first; m; m = m->next) {
        if (!map_has(a->index, m->key) && a->columns.len >= LIMIT_CSV_COLUMNS) {
            report(ctx, DIAG_LIMIT, where, "more than %d different members", LIMIT_CSV_COLUMNS);
            return -1;
        }
        size_t i =
            map_has(a->index, m->key) ? (size_t)map_find(a->index, m->key) - 1 : audience_add(a, m->key);
        while (a->cells.len <= i)
            vec_push(&a->cells, "");
        a->cells.at[i] = m->kind == JSON_STRING  ? m->string
                         : m->kind == JSON_NULL  ? ""
                         : m->kind == JSON_TRUE  ? "true"
                         : m->kind == JSON_FALSE ? "false"
                         : m->kind == JSON_ARRAY || m->kind == JSON_OBJECT
                             ? nested
                             : arena_strndup(a->row, m->raw, m->raw_len);
    }
    return 0;
}

static void blank_cells(struct audience *a)
{
    vec_clear(&a->cells);
    vec_reserve(&a->cells, a->columns.len + 1);
    while (a->cells.len < a->columns.len)
        a->cells.at[a->cells.len++] = "";
}

static int read_first_object(struct ctx *ctx, struct audience *a)
{
    struct csv_record r;
    int rc = csv_next_line(ctx, a->csv, &r);
    if (rc < 0)
        return -1;
    if (rc == 0) {
        report(ctx, DIAG_AUDIENCE, (struct where){.file = csv_name(a->csv)},
               "is empty, write one JSON object a line");
        return -1;
    }
    a->pending = xstrndup(r.raw, r.raw_len);
    a->pending_len = r.raw_len;
    a->pending_line = r.line;
    return read_object(ctx, a, a->pending, a->pending_len,
                       (struct where){.file = csv_name(a->csv), .line = r.line});
}

static struct audience *open_csv(struct ctx *ctx, struct csv *csv, const char *name, char delimiter)
{
    if (!csv)
        return NULL;
    struct audience *a = audience_new(csv, delimiter);
    const char *ext = path_ext(name);
    a->json = str_eq_nocase(ext, "jsonl") || str_eq_nocase(ext, "ndjson") || csv_peek(ctx, csv) == '{';
    if ((a->json ? read_first_object : read_header)(ctx, a) < 0) {
        if (!ctx->status) /* an empty pipe whose end says why */
            ctx->status = 2;
        audience_drop(a);
        return NULL;
    }
    return a;
}

struct audience *audience_open(struct ctx *ctx, const char *path, char delimiter)
{
    return open_csv(ctx, csv_open(ctx, path, &(struct csv_options){.delimiter = delimiter}), path, delimiter);
}

struct audience *audience_open_memory(struct ctx *ctx, const char *name, const char *data, size_t len,
                                      char delimiter)
{
    return open_csv(ctx, csv_open_memory(name, data, len, &(struct csv_options){.delimiter = delimiter}),
                    name, delimiter);
}

struct audience *audience_none(void)
{
    return audience_new(NULL, 0);
}

const char *audience_name(const struct audience *a)
{
    return a->csv ? csv_name(a->csv) : "(no audience)";
}

bool audience_is_json(const struct audience *a)
{
    return a->json;
}

char audience_delimiter(const struct audience *a)
{
    return a->delimiter;
}

size_t audience_n_columns(const struct audience *a)
{
    return a->columns.len;
}

const char *audience_column(const struct audience *a, size_t i)
{
    return a->columns.at[i];
}

long audience_header_line(const struct audience *a)
{
    return a->header_line;
}

const char *audience_header_raw(const struct audience *a, size_t *len)
{
    *len = a->header_len;
    return a->header;
}

bool audience_failed(const struct audience *a)
{
    return a->csv && csv_failed(a->csv);
}

static int next_json(struct ctx *ctx, struct audience *a, struct row *out)
{
    arena_reset(a->row);
    struct csv_record r = {.raw = a->pending, .raw_len = a->pending_len, .line = a->pending_line};
    int rc = 1;
    bool first = a->rows == 0;
    if (!first)
        rc = csv_next_line(ctx, a->csv, &r);
    if (rc == 0)
        return 0;
    out->row = ++a->rows;
    out->line = r.line;
    out->raw = r.raw;
    out->raw_len = r.raw_len;
    out->broken = true;
    blank_cells(a);
    if (rc < 0 ||
        read_object(ctx, a, r.raw, r.raw_len, (struct where){.file = csv_name(a->csv), .line = r.line}) < 0)
        return -1;
    out->broken = false;
    out->cells = a->cells.at;
    out->n_cells = a->cells.len;
    return 1;
}

int audience_next(struct ctx *ctx, struct audience *a, struct row *out)
{
    *out = (struct row){0};
    if (!a->csv) {
        if (a->done)
            return 0;
        a->done = true;
        blank_cells(a);
        *out = (struct row){.cells = a->cells.at, .n_cells = a->cells.len, .raw = ""};
        return 1;
    }
    if (a->json)
        return next_json(ctx, a, out);
    struct csv_record r;
    int rc = csv_next(ctx, a->csv, &r);
    if (rc == 0)
        return 0;
    out->row = ++a->rows;
    out->line = r.line;
    out->raw = r.raw;
    out->raw_len = r.raw_len;
    out->broken = rc < 0;
    if (rc < 0)
        return -1;
    if (r.n_cells != a->n_header) {
        report_hint(ctx, DIAG_ERROR, DIAG_AUDIENCE_ROW,
                    (struct where){.file = csv_name(a->csv), .line = r.line},
                    r.n_cells > a->n_header ? "put values that hold the delimiter in quotes"
                                            : "add the delimiters of the values that are missing",
                    "row %ld has %zu value%s, the header has %zu column%s", out->row, r.n_cells,
                    r.n_cells == 1 ? "" : "s", a->n_header, a->n_header == 1 ? "" : "s");
        return -1;
    }
    blank_cells(a);
    for (size_t i = 0; i < r.n_cells; i++)
        a->cells.at[i] = r.cells[i].text;
    out->cells = a->cells.at;
    out->n_cells = a->cells.len;
    return 1;
}
