/* Rejected rows as they were, with the reason: streamed to a temporary name, renamed at the end. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "csv/csv.h"
#include "expand/expand.h"
#include "json/json.h"

struct rejects {
    FILE *f;
    char *path, *temporary;
    bool json;
    char delimiter;
    struct str line;
    int err;
};

static void put(struct rejects *r)
{
    if (!r->err && fwrite(r->line.data, 1, r->line.len, r->f) != r->line.len)
        r->err = errno ? errno : EIO;
}

struct rejects *rejects_open(struct ctx *ctx, const char *path, const struct audience *a)
{
    struct rejects *r = xcalloc(1, sizeof *r);
    struct arena *t = arena_new();
    r->path = xstrdup(path);
    r->temporary = xstrdup(
        arena_printf(t, "%s/.pressrun-%ld-%s.tmp", path_dir(t, path), (long)getpid(), path_base(path)));
    arena_drop(t);
    r->json = audience_is_json(a);
    r->delimiter = audience_delimiter(a);
    r->line = (struct str)STR_INIT;
    int fd = open(r->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0 || !(r->f = fdopen(fd, "w"))) {
        report_errno(ctx, path, "write", errno);
        if (fd >= 0)
            close(fd);
        free(r->path);
        free(r->temporary);
        free(r);
        return NULL;
    }
    size_t n;
    const char *header = audience_header_raw(a, &n);
    if (!r->json && header) {
        str_put(&r->line, header, n);
        str_putc(&r->line, r->delimiter);
        str_puts(&r->line, "reject_reason\n");
        put(r);
    }
    return r;
}

static void put_json(struct rejects *r, const struct row *row, const char *reason)
{
    size_t n = row->raw_len, from = 0;
    while (n && ascii_space(row->raw[n - 1]))
        n--;
    while (from < n && ascii_space(row->raw[from]))
        from++;
    if (!row->broken && n - from >= 2 && row->raw[n - 1] == '}') {
        str_put(&r->line, row->raw + from, n - from - 1);
        bool empty = n - from == 2 || strspn(row->raw + from + 1, " \t") == n - from - 2;
        str_puts(&r->line, empty ? "\"reject_reason\":" : ",\"reject_reason\":");
    } else {
        str_puts(&r->line, "{\"reject_raw\":");
        if (utf8_invalid_at(row->raw, row->raw_len) < 0 && !memchr(row->raw, 0, row->raw_len))
            json_put_string_n(&r->line, row->raw, row->raw_len);
        else
            str_puts(&r->line, "null");
        str_puts(&r->line, ",\"reject_reason\":");
    }
    json_put_string(&r->line, reason);
    str_puts(&r->line, "}\n");
}

void rejects_put(struct rejects *r, const struct row *row, const char *reason)
{
    str_clear(&r->line);
    if (r->json) {
        put_json(r, row, reason);
    } else {
        const char *raw = row->raw ? row->raw : "";
        size_t quotes = 0;
        for (size_t i = 0; i < row->raw_len; i++)
            quotes += raw[i] == '"';
        /* a record whose quotes do not pair would swallow what follows it: it is kept as one quoted value */
        if (row->broken && quotes) {
            str_putc(&r->line, '"');
            for (size_t i = 0; i < row->raw_len; i++) {
                if (raw[i] == '"')
                    str_putc(&r->line, '"');
                str_putc(&r->line, raw[i]);
            }
            str_putc(&r->line, '"');
        } else {
            str_put(&r->line, raw, row->raw_len);
        }
        str_putc(&r->line, r->delimiter);
        csv_put_cell(&r->line, reason, strlen(reason), r->delimiter);
        str_putc(&r->line, '\n');
    }
    put(r);
}

int rejects_close(struct ctx *ctx, struct rejects *r)
{
    if (!r)
        return 0;
    if (fclose(r->f) != 0 && !r->err)
        r->err = errno;
    if (!r->err && rename(r->temporary, r->path) != 0)
        r->err = errno;
    if (r->err) {
        unlink(r->temporary);
        report_errno(ctx, r->path, "write", r->err);
    }
    int rc = r->err ? -1 : 0;
    str_drop(&r->line);
    free(r->path);
    free(r->temporary);
    free(r);
    return rc;
}
