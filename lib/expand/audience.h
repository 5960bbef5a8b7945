/* audience: rows of people from CSV or JSON Lines, one at a time. */
#ifndef PRESSRUN_EXPAND_AUDIENCE_H
#define PRESSRUN_EXPAND_AUDIENCE_H

#include "base/base.h"

struct audience;

struct row {            /* valid until the next call on the audience */
    const char **cells; /* one a column, "" where the row has none; never NULL */
    size_t n_cells;     /* audience_n_columns, which JSON Lines may raise from row to row */
    long row;           /* data rows counted from 1 */
    long line;          /* of the file, where the row begins */
    const char *raw;    /* as in the file, without the line end; not terminated */
    size_t raw_len;
    bool broken; /* the raw bytes are no well-formed record */
};

/* Opens a file, "-" for standard input; JSON Lines by the name (.jsonl, .ndjson) or when the first byte is
 * '{'. Reads the header. `delimiter` 0: ','. NULL with a report [audience], [not-found]... */
struct audience *audience_open(struct ctx *ctx, const char *path, char delimiter);
struct audience *audience_open_memory(struct ctx *ctx, const char *name, const char *data, size_t len,
                                      char delimiter);
/* No rows to read: one row without columns, for --set alone. */
struct audience *audience_none(void);
void audience_drop(struct audience *a);

const char *audience_name(const struct audience *a);
bool audience_is_json(const struct audience *a);
char audience_delimiter(const struct audience *a);
size_t audience_n_columns(const struct audience *a);
/* The column's name, trimmed; NULL when the header leaves it empty. */
const char *audience_column(const struct audience *a, size_t i);
long audience_header_line(const struct audience *a); /* 0: JSON Lines */
const char *audience_header_raw(const struct audience *a, size_t *len);
/* The column of that name: exact, else the only one that reads so with every other character than letters,
 * digits, '-' and
 * '.' as '_' ("First Name" is First_Name). -1 when there is none, -2 when the header has it twice. */
long audience_find(const struct audience *a, const char *name);
/* Index of the column, added when it is not there (JSON Lines' later members, --set). */
size_t audience_add(struct audience *a, const char *name);

/* 1 with a row; 0 at the end; -1 when the row is damaged (reported; `out` has its line and bytes and the call
 * may be repeated, unless audience_failed). */
int audience_next(struct ctx *ctx, struct audience *a, struct row *out);
bool audience_failed(const struct audience *a);
/* Whether a cell is a JSON array or object, which no slot can show; its text says so. */
bool audience_nested(const char *cell);

/* A copy of a row that outlives the next call, all of it in `memory`, which has row_size bytes and is aligned
 * for pointers. */
size_t row_size(const struct row *r);
struct row row_copy(const struct row *r, void *memory);

#endif
