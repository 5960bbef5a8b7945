#include "csv/csv.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "csv/csv-imp.h"

struct csv {
    char *name;
    struct pieces pieces;
    struct csv_parser parser;
    char delimiter;
    size_t limit;
    bool failed;
    /* the record under way */
    struct str text; /* cells, each NUL-terminated */
    struct vec(size_t) starts;
    struct vec(struct csv_cell) cells;
    struct str raw; /* when it is spread over several pieces */
    bool ended, cell_seen;
};

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static void parser_start(struct csv *c)
{
    if (csv_init(&c->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        xmalloc((size_t)-1 / 2); /* csv_init fails for want of memory only */
    }
    csv_set_delim(&c->parser, (unsigned char)c->delimiter);
    csv_set_space_func(&c->parser, no_space);
}

static struct csv *csv_new(const char *name, const struct csv_options *o)
{
    struct csv *c = xcalloc(1, sizeof *c);
    c->name = xstrdup(name);
    c->delimiter = o && o->delimiter ? o->delimiter : ',';
    c->limit = o && o->record_limit ? o->record_limit : (size_t)LIMIT_CSV_RECORD;
    c->text = c->raw = (struct str)STR_INIT;
    parser_start(c);
    return c;
}

struct csv *csv_open(struct ctx *ctx, const char *path, const struct csv_options *o)
{
    bool standard = str_eq(path, "-");
    int fd = standard ? 0 : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        report_errno(ctx, path, "open", errno);
        return NULL;
    }
    if (dir_exists(path) && !standard) {
        close(fd);
        report(ctx, DIAG_NOT_FOUND, (struct where){.file = path}, "is a folder, give a file of rows");
        return NULL;
    }
    struct csv *c = csv_new(standard ? "standard input" : path, o);
    pieces_open(&c->pieces, fd);
    return c;
}

struct csv *csv_open_memory(const char *name, const char *data, size_t len, const struct csv_options *o)
{
    struct csv *c = csv_new(name, o);
    pieces_open_memory(&c->pieces, data, len);
    return c;
}

void csv_drop(struct csv *c)
{
    if (!c)
        return;
    csv_free(&c->parser);
    pieces_drop(&c->pieces);
    str_drop(&c->text);
    str_drop(&c->raw);
    vec_drop(&c->starts);
    vec_drop(&c->cells);
    free(c->name);
    free(c);
}

bool csv_failed(const struct csv *c)
{
    return c->failed;
}

const char *csv_name(const struct csv *c)
{
    return c->name;
}

int csv_peek(struct ctx *ctx, struct csv *c)
{
    return pieces_peek(ctx, &c->pieces, c->name);
}

void csv_set_delimiter(struct csv *c, char delimiter)
{
    c->delimiter = delimiter;
    csv_set_delim(&c->parser, (unsigned char)delimiter);
}

static void on_cell(void *text, size_t len, void *payload)
{
    struct csv *c = payload;
    c->cell_seen = true;
    if (c->starts.len > LIMIT_CSV_COLUMNS)
        return;
    vec_push(&c->starts, c->text.len);
    str_put(&c->text, text, len);
    str_put(&c->text, "", 1);
}

static void on_record(int end, void *payload)
{
    (void)end;
    ((struct csv *)payload)->ended = true;
}

/* Feeds one piece. False at a quote that RFC 4180 does not allow there, with its offset in *at. A quote
 * inside an unquoted value is let through, as TSV exports write inches; after blanks only, it was meant to
 * open the value. */
static bool feed(struct csv *c, const char *text, size_t len, size_t *at)
{
    size_t done = 0;
    while (done < len) {
        done += csv_parse(&c->parser, text + done, len - done, on_cell, on_record, c);
        if (done >= len)
            return true;
        *at = done;
        if (c->parser.quoted)
            return false;
        size_t blanks = 0;
        while (blanks < c->parser.entry_pos &&
               (c->parser.entry_buf[blanks] == ' ' || c->parser.entry_buf[blanks] == '\t'))
            blanks++;
        if (blanks && blanks == c->parser.entry_pos)
            return false;
        csv_set_opts(&c->parser, CSV_STRICT_FINI);
        csv_parse(&c->parser, text + done, 1, on_cell, on_record, c);
        csv_set_opts(&c->parser, CSV_STRICT | CSV_STRICT_FINI);
        done++;
    }
    return true;
}

static void parser_restart(struct csv *c)
{
    csv_free(&c->parser);
    parser_start(c);
}

/* The raw bytes: those of the only piece, or the collected ones; without the line end. */
static void set_raw(struct csv *c, struct csv_record *out, const struct piece *p)
{
    out->raw = c->raw.len ? c->raw.data : p->at;
    out->raw_len = c->raw.len ? c->raw.len : p->len;
    while (out->raw_len && (out->raw[out->raw_len - 1] == '\n' || out->raw[out->raw_len - 1] == '\r'))
        out->raw_len--;
}

static int damaged_encoding(struct ctx *ctx, struct csv *c, const struct csv_record *r)
{
    struct where where = {.file = c->name, .line = r->line};
    const unsigned char *b = (const unsigned char *)r->raw;
    if (r->line == 1 && r->raw_len >= 2 &&
        ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF))) {
        report(ctx, DIAG_CSV_UTF8, where, "is UTF-16, save the file as UTF-8");
        c->failed = true;
        return -1;
    }
    if (memchr(r->raw, 0, r->raw_len)) {
        report(ctx, DIAG_CSV_NUL, where, "a NUL byte in the record, export the table as UTF-8 text");
        return -1;
    }
    long bad = utf8_invalid_at(r->raw, r->raw_len);
    if (bad < 0)
        return 0;
    for (size_t i = 0; i < r->n_cells; i++) {
        long at = utf8_invalid_at(r->cells[i].text, r->cells[i].len);
        if (at >= 0) {
            report(ctx, DIAG_CSV_UTF8, where,
                   "invalid UTF-8 in column %zu (byte 0x%02X after %zu characters), save the file as UTF-8",
                   i + 1, (unsigned char)r->cells[i].text[at], utf8_length(r->cells[i].text, (size_t)at));
            return -1;
        }
    }
    report(ctx, DIAG_CSV_UTF8, where, "invalid UTF-8 (byte 0x%02X), save the file as UTF-8", b[bad]);
    return -1;
}

static int finish_record(struct ctx *ctx, struct csv *c, struct csv_record *out)
{
    vec_clear(&c->cells);
    for (size_t i = 0; i < c->starts.len; i++) {
        size_t end = i + 1 < c->starts.len ? c->starts.at[i + 1] : c->text.len;
        vec_push(&c->cells, ((struct csv_cell){c->text.data + c->starts.at[i], end - c->starts.at[i] - 1}));
    }
    out->cells = c->cells.at;
    out->n_cells = c->cells.len;
    if (c->cells.len > LIMIT_CSV_COLUMNS) {
        report(ctx, DIAG_LIMIT, (struct where){.file = c->name, .line = out->line},
               "the record has more than %d columns", LIMIT_CSV_COLUMNS);
        return -1;
    }
    if (damaged_encoding(ctx, c, out) < 0)
        return -1;
    out->whole = true;
    return 1;
}

static void begin_record(struct csv *c)
{
    str_clear(&c->text);
    str_clear(&c->raw);
    vec_clear(&c->starts);
    c->ended = false;
}

int csv_next(struct ctx *ctx, struct csv *c, struct csv_record *out)
{
    *out = (struct csv_record){0};
    begin_record(c);
    bool open = false; /* a record has begun in an earlier piece */
    long cell_line = 0;
    struct piece p = {0};
    while (!c->failed) {
        int r = pieces_next(ctx, &c->pieces, c->name, &p);
        if (r < 0) {
            c->failed = true;
            return -1;
        }
        if (r == 0)
            break;
        if (!open && p.len == p.end_len)
            continue;
        if (!open)
            out->line = cell_line = p.line;
        if (open || !p.end_len)
            str_put(&c->raw, p.at, p.len);
        open = true;
        c->cell_seen = false;
        size_t at = 0;
        if (!feed(c, p.at, p.len, &at)) {
            report_hint(ctx, DIAG_ERROR, DIAG_CSV_QUOTE,
                        (struct where){c->name, p.line, (long)at + 1, NULL, NULL},
                        "double the quotes inside a quoted value, and put nothing before or after its quotes",
                        "a quote where none may be");
            set_raw(c, out, &p);
            parser_restart(c);
            return -1;
        }
        if (c->ended) {
            set_raw(c, out, &p);
            return finish_record(ctx, c, out);
        }
        if (c->cell_seen)
            cell_line = p.line;
        if (c->raw.len == 0)
            str_put(&c->raw, p.at, p.len);
        if (c->raw.len > c->limit) {
            report_hint(ctx, DIAG_ERROR, DIAG_CSV_QUOTE, (struct where){.file = c->name, .line = cell_line},
                        "close the quote that opens here",
                        "a record of more than %zu bytes begins on line %ld", c->limit, out->line);
            set_raw(c, out, &p);
            c->failed = true;
            return -1;
        }
    }
    if (c->failed || !open)
        return 0;
    int bad = csv_fini(&c->parser, on_cell, on_record, c);
    set_raw(c, out, &p);
    if (bad) {
        report_hint(ctx, DIAG_ERROR, DIAG_CSV_QUOTE, (struct where){.file = c->name, .line = cell_line},
                    "close the quote", "a quoted value that begins on line %ld is never closed", cell_line);
        c->failed = true;
        return -1;
    }
    return finish_record(ctx, c, out);
}

int csv_next_line(struct ctx *ctx, struct csv *c, struct csv_record *out)
{
    *out = (struct csv_record){0};
    str_clear(&c->raw);
    struct piece p = {0};
    int r = 0;
    while (!c->failed && (r = pieces_next(ctx, &c->pieces, c->name, &p)) > 0) {
        if (!out->line)
            out->line = p.line;
        if (!p.end_len || c->raw.len)
            str_put(&c->raw, p.at, p.len);
        if (c->raw.len > c->limit) {
            report(ctx, DIAG_LIMIT, (struct where){.file = c->name, .line = out->line},
                   "a line of more than %zu bytes", c->limit);
            set_raw(c, out, &p);
            c->failed = true;
            return -1;
        }
        if (!p.end_len)
            continue;
        set_raw(c, out, &p);
        size_t blank = 0;
        while (blank < out->raw_len && ascii_space(out->raw[blank]))
            blank++;
        if (blank < out->raw_len)
            break;
        *out = (struct csv_record){0};
        str_clear(&c->raw);
    }
    if (r < 0)
        c->failed = true;
    if (r < 0 || c->failed)
        return r < 0 ? -1 : 0;
    if (r == 0) {
        if (!c->raw.len)
            return 0;
        set_raw(c, out, &p);
    }
    out->n_cells = 0;
    if (damaged_encoding(ctx, c, out) < 0)
        return -1;
    out->whole = true;
    return 1;
}

void csv_put_cell(struct str *out, const char *text, size_t len, char delimiter)
{
    bool quote = len && (ascii_space(text[0]) || ascii_space(text[len - 1]));
    for (size_t i = 0; i < len && !quote; i++)
        quote = text[i] == delimiter || text[i] == '"' || text[i] == '\n' || text[i] == '\r';
    if (!quote) {
        str_put(out, text, len);
        return;
    }
    str_putc(out, '"');
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"')
            str_putc(out, '"');
        str_putc(out, text[i]);
    }
    str_putc(out, '"');
}
