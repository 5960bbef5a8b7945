/* Private to lib/csv. */
#ifndef PRESSRUN_CSV_IMP_H
#define PRESSRUN_CSV_IMP_H

#include "csv/csv.h"

/* Physical lines of a file descriptor or a buffer. A piece is a line with its end (LF, CR LF, CR), or a part
 * of a line that is longer than the buffer. */
struct pieces {
    int fd; /* -1: memory */
    bool eof, started;
    char *buf;
    size_t start, end, cap;
    size_t no_lf; /* no LF in [start, no_lf): spares searching again when lines end with CR */
    long line;    /* of the next piece */
};

struct piece {
    const char *at;
    size_t len,
        end_len; /* end_len: bytes of the line end in len; 0 for a part or the last line without one */
    long line;
};

void pieces_open(struct pieces *p, int fd);
void pieces_open_memory(struct pieces *p, const char *data, size_t len);
void pieces_drop(struct pieces *p);
/* 1 with a piece (valid until the next call), 0 at the end, -1 after a reported read error. */
int pieces_next(struct ctx *ctx, struct pieces *p, const char *name, struct piece *out);
/* The first byte past blanks and a byte-order mark, -1 when there is none. */
int pieces_peek(struct ctx *ctx, struct pieces *p, const char *name);

#endif
