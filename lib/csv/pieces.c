#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "csv/csv-imp.h"

enum { PIECES_BUFFER = 256 * 1024 };

void pieces_open(struct pieces *p, int fd)
{
    *p = (struct pieces){.fd = fd, .line = 1, .cap = PIECES_BUFFER, .buf = xmalloc(PIECES_BUFFER)};
}

void pieces_open_memory(struct pieces *p, const char *data, size_t len)
{
    *p = (struct pieces){.fd = -1, .line = 1, .cap = len, .end = len, .eof = true, .buf = xmalloc(len)};
    if (len)
        memcpy(p->buf, data, len);
}

void pieces_drop(struct pieces *p)
{
    if (p->fd > 0)
        close(p->fd);
    free(p->buf);
}

/* Reads more behind what is there. False when the buffer is full, the end is reached or reading failed. */
static int fill(struct ctx *ctx, struct pieces *p, const char *name)
{
    if (p->eof)
        return 0;
    if (p->start) {
        memmove(p->buf, p->buf + p->start, p->end - p->start);
        p->end -= p->start;
        p->no_lf = p->no_lf > p->start ? p->no_lf - p->start : 0;
        p->start = 0;
    }
    if (p->end == p->cap)
        return 0;
    for (;;) {
        ssize_t n = read(p->fd, p->buf + p->end, p->cap - p->end);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            p->eof = true;
            report_errno(ctx, name, "read", errno);
            return -1;
        }
        if (n == 0)
            p->eof = true;
        p->end += (size_t)n;
        return n > 0;
    }
}

static int skip_mark(struct ctx *ctx, struct pieces *p, const char *name)
{
    while (p->end - p->start < 3) {
        int r = fill(ctx, p, name);
        if (r < 0)
            return -1;
        if (r == 0)
            break;
    }
    if (p->end - p->start >= 3 && memcmp(p->buf + p->start, "\xEF\xBB\xBF", 3) == 0)
        p->start += 3;
    p->started = true;
    return 0;
}

int pieces_peek(struct ctx *ctx, struct pieces *p, const char *name)
{
    if (!p->started && skip_mark(ctx, p, name) < 0)
        return -1;
    for (size_t i = 0;; i++) {
        while (p->start + i >= p->end)
            if (fill(ctx, p, name) <= 0)
                return -1;
        if (!ascii_space(p->buf[p->start + i]))
            return (unsigned char)p->buf[p->start + i];
    }
}

int pieces_next(struct ctx *ctx, struct pieces *p, const char *name, struct piece *out)
{
    if (!p->started && skip_mark(ctx, p, name) < 0)
        return -1;
    for (;;) {
        char *from = p->buf + p->start;
        size_t n = p->end - p->start, known = p->no_lf > p->start ? p->no_lf - p->start : 0;
        char *lf = known < n ? memchr(from + known, '\n', n - known) : NULL;
        p->no_lf = lf ? (size_t)(lf - p->buf) : p->end;
        char *cr = n ? memchr(from, '\r', lf ? (size_t)(lf - from) : n) : NULL;
        size_t len = 0, ending = 0;
        if (cr && (cr + 1 < from + n || p->eof)) {
            ending = cr + 1 < from + n && cr[1] == '\n' ? 2 : 1;
            len = (size_t)(cr - from) + ending;
        } else if (!cr && lf) {
            ending = 1;
            len = (size_t)(lf - from) + 1;
        }
        if (!len) {
            int r = fill(ctx, p, name);
            if (r < 0)
                return -1;
            if (r > 0)
                continue;
            from = p->buf + p->start;
            len = n;
            if (!len)
                return 0;
            if (from[len - 1] == '\r' && len > 1) /* a full buffer that ends between CR and LF */
                len--;
        }
        *out = (struct piece){from, len, ending, p->line};
        p->start += len;
        if (ending)
            p->line++;
        return 1;
    }
}
