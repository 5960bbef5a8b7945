/* csv: a hardened fence over libcsv (the only folder that includes it). Streams RFC 4180 records, with the
 * line each began on and its own bytes, in memory that does not grow with the file. Physical lines can be
 * read too (JSON Lines).
 *
 * Accepted beyond RFC 4180: a UTF-8 byte-order mark, LF, CR LF or CR ends, another delimiter, blank lines
 * between records (skipped), and a quote inside an unquoted value (taken as it is). Blanks around a value
 * belong to it. */
#ifndef PRESSRUN_CSV_H
#define PRESSRUN_CSV_H

#include "base/base.h"

struct csv_options {
    char delimiter;      /* 0: ',' */
    size_t record_limit; /* bytes; 0: LIMIT_CSV_RECORD */
};

struct csv_cell {
    const char *text; /* quotes resolved, NUL-terminated (a NUL inside a record is an error) */
    size_t len;
};

struct csv_record { /* valid until the next call on the reader */
    const struct csv_cell *cells;
    size_t n_cells;
    long line;       /* physical line the record began on, from 1 */
    const char *raw; /* its bytes as in the file, without the line end; not terminated */
    size_t raw_len;
    bool whole; /* false: damaged; cells are not to be used */
};

struct csv;

/* Opens a file, "-" for standard input. NULL with a report [not-found], [system]. Owned by the caller. */
struct csv *csv_open(struct ctx *ctx, const char *path, const struct csv_options *o);
/* Reads from memory, which must stay; `name` is for messages. Never NULL. */
struct csv *csv_open_memory(const char *name, const char *data, size_t len, const struct csv_options *o);
void csv_drop(struct csv *c);

/* The first byte that is no white space and no byte-order mark; -1 at the end of an empty input. Consumes
 * nothing. */
int csv_peek(struct ctx *ctx, struct csv *c);
void csv_set_delimiter(struct csv *c, char delimiter); /* before the first record */

/* The next record: 1, or 0 at the end, or -1 with a report when it is damaged ([csv-quote], [csv-utf8],
 * [csv-nul], [limit]; `out` then holds its line and bytes). After -1 the next call goes on with the next
 * line, unless csv_failed. */
int csv_next(struct ctx *ctx, struct csv *c, struct csv_record *out);
/* The next physical line that is not blank, without its end, in raw and line; the same results as csv_next.
 */
int csv_next_line(struct ctx *ctx, struct csv *c, struct csv_record *out);
/* Reading cannot go on: a quote that is never closed, a record past the limit, a read error. */
bool csv_failed(const struct csv *c);
const char *csv_name(const struct csv *c);

/* Writes a cell, quoted when it must be. */
void csv_put_cell(struct str *out, const char *text, size_t len, char delimiter);

#endif
