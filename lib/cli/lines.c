#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ordered.h"
#include "cli/cli-imp.h"

enum { READ_LEAST = 4096, BATCH_LINES = 256, BATCH_BYTES = 128 * 1024 };

struct batch {
    struct str text; /* whole lines */
    long first_line, n_lines, ordinal;
    struct str out;
};

struct input {
    const char *const *paths;
    size_t n_paths;
    int fd; /* -1: the next path is to be opened */
    const char *path;
    struct str rest; /* that was read and is in no batch */
    size_t used;     /* bytes of it that are by now */
    bool at_end;     /* of the file */
    long line;       /* of the next line */
    long ordinal;    /* the same over all paths, from 0 */
    long line_bytes; /* of a line of the last batch, about; 0 unknown */
};

struct run {
    const struct line_loop *loop;
    struct input input;
    struct progress *progress;
};

/* ---- input ---- */

/* Opens the next path. 1, 0 after the last, -1 with a report. */
static int open_next(struct ctx *ctx, struct input *in)
{
    if (!in->n_paths)
        return 0;
    const char *path = *in->paths++;
    in->n_paths--;
    bool standard = strcmp(path, "-") == 0;
    in->path = standard ? "standard input" : path;
    in->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0) {
        report_errno(ctx, path, "open", errno);
        return -1;
    }
    in->line = 1;
    in->at_end = false;
    return 1;
}

static void close_input(struct input *in)
{
    if (in->fd > STDIN_FILENO)
        close(in->fd);
    in->fd = -1;
}

/* The end of the first whole lines of [p, end), at most `most` of some BATCH_BYTES, counted in *n. */
static const char *whole_lines(const struct input *in, const char *p, const char *end, long most, long *n)
{
    const char *from = p;
    *n = 0;
    while (p < end && *n < most && p - from < BATCH_BYTES) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        if (!nl && !in->at_end)
            break;
        p = nl ? nl + 1 : end;
        ++*n;
    }
    return p;
}

/* Moves whole lines, at most `most`, from what is left of the last read to the batch. */
static void cut(struct input *in, struct batch *b, long most)
{
    const char *from = in->rest.data + in->used;
    const char *to = whole_lines(in, from, in->rest.data + in->rest.len, most, &b->n_lines);
    str_put(&b->text, from, (size_t)(to - from));
    in->used += (size_t)(to - from);
}

/* Reads into the batch, behind what is left of the last read, as much as it will hold; what is over is left
 * for the next. A worker reads what it works on, so that it is in its processor's cache. 0, or -1 with a
 * report. */
static int read_batch(struct ctx *ctx, struct input *in, struct batch *b, long most)
{
    size_t len = in->rest.len - in->used, want = BATCH_BYTES;
    if (len > (size_t)LIMIT_JSON_BYTES) {
        report(ctx, DIAG_LIMIT, (struct where){.file = in->path, .line = in->line},
               "the line is longer than %ld bytes", LIMIT_JSON_BYTES);
        return -1;
    }
    if (in->line_bytes && in->line_bytes < BATCH_BYTES / most)
        want = (size_t)(in->line_bytes * most);
    want = want < READ_LEAST ? READ_LEAST : want < len ? len : want;
    struct str *text = &b->text;
    str_put(text, in->rest.data + in->used, len);
    str_reserve(text, want);
    ssize_t n;
    do
        n = read(in->fd, text->data + len, want);
    while (n < 0 && errno == EINTR);
    if (n < 0) {
        report_errno(ctx, in->path, "read", errno);
        return -1;
    }
    in->at_end = n == 0;
    const char *end = text->data + len + n;
    const char *to = whole_lines(in, text->data, end, most, &b->n_lines);
    str_clear(&in->rest);
    in->used = 0;
    str_put(&in->rest, to, (size_t)(end - to));
    text->len = (size_t)(to - text->data);
    text->data[text->len] = '\0';
    return 0;
}

/* Fills a batch. 1, 0 at the end of the input, -1 with a report. */
static int fill(struct ctx *ctx, struct input *in, struct batch *b, long most)
{
    for (;;) {
        if (in->fd < 0) {
            int rc = open_next(ctx, in);
            if (rc <= 0)
                return rc;
        }
        cut(in, b, most);
        if (!b->n_lines && !in->at_end && read_batch(ctx, in, b, most) < 0)
            return -1;
        if (b->n_lines) {
            b->first_line = in->line;
            b->ordinal = in->ordinal;
            in->line += b->n_lines;
            in->ordinal += b->n_lines;
            in->line_bytes = (long)b->text.len / b->n_lines + 1;
            return 1;
        }
        if (in->at_end)
            close_input(in);
    }
}

/* ---- what is done with it ---- */

static void *start_worker(struct ctx *ctx, void *shared)
{
    const struct line_loop *loop = ((struct run *)shared)->loop;
    return loop->worker_new(ctx, loop->shared);
}

/* The next lines. `first` runs here, in the order of the input. */
static int take(struct ctx *ctx, void *shared, void *worker, void *data, size_t round)
{
    struct run *r = shared;
    struct batch *b = data;
    const struct line_loop *loop = r->loop;
    str_clear(&b->text);
    str_clear(&b->out);
    b->n_lines = 0;
    long most = loop->first ? 1 : ordered_share(round, loop->batch > 0 ? loop->batch : BATCH_LINES);
    int rc = fill(ctx, &r->input, b, most);
    size_t len = b->text.len;
    len -= len && b->text.data[len - 1] == '\n';
    len -= len && b->text.data[len - 1] == '\r';
    if (rc > 0 && loop->first && len)
        loop->first(ctx, worker, b->text.data, len, b->first_line);
    return rc;
}

static bool line_waits(void *shared)
{
    const struct input *in = &((struct run *)shared)->input;
    return memchr(in->rest.data + in->used, '\n', in->rest.len - in->used) != NULL;
}

/* Runs `each` over the lines of a batch. True when the run is to end. */
static bool work(struct ctx *ctx, void *shared, void *worker, void *data)
{
    const struct line_loop *loop = ((struct run *)shared)->loop;
    struct batch *b = data;
    const char *p = b->text.data, *end = p + b->text.len;
    for (long number = b->first_line; p < end; number++) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t len = nl ? (size_t)(nl - p) : (size_t)(end - p);
        size_t content = len && p[len - 1] == '\r' ? len - 1 : len;
        bool mine = content && (loop->shards < 2 ||
                                (b->ordinal + number - b->first_line) % loop->shards + 1 == loop->shard);
        int rc = mine ? loop->each(ctx, worker, p, content, number, &b->out) : 0;
        if (rc < -1 || (rc != 0 && loop->stop_on_error))
            return true;
        p += len + (nl ? 1 : 0);
    }
    return false;
}

static int put(struct ctx *ctx, void *shared, void *data)
{
    struct run *r = shared;
    const struct batch *b = data;
    const struct line_loop *loop = r->loop;
    int rc = !b->out.len   ? 0
             : loop->write ? loop->write(ctx, loop->shared, b->out.data, b->out.len)
                           : cli_write(ctx, b->out.data, b->out.len);
    if (r->progress)
        progress_add(r->progress, b->n_lines);
    return rc;
}

static void init_batch(void *data)
{
    *(struct batch *)data = (struct batch){.text = STR_INIT, .out = STR_INIT};
}

static void drop_batch(void *data)
{
    struct batch *b = data;
    str_drop(&b->text);
    str_drop(&b->out);
}

int cli_lines(struct ctx *ctx, const struct line_loop *loop, const char *const *paths, size_t n_paths)
{
    static const char *const standard_input[] = {"-"};
    struct run r = {.loop = loop,
                    .input = {.paths = n_paths ? paths : standard_input,
                              .n_paths = n_paths ? n_paths : 1,
                              .fd = -1,
                              .rest = STR_INIT}};
    struct ordered o = {.jobs = loop->jobs,
                        .batch_size = sizeof(struct batch),
                        .shared = &r,
                        .worker_new = loop->worker_new ? start_worker : NULL,
                        .worker_drop = loop->worker_drop,
                        .fill = take,
                        .waiting = line_waits,
                        .work = work,
                        .put = put,
                        .batch_init = init_batch,
                        .batch_drop = drop_batch};
    r.progress = loop->progress ? progress_new(loop->progress, loop->expected) : NULL;
    int rc = ordered_run(ctx, &o);
    progress_drop(r.progress);
    close_input(&r.input);
    str_drop(&r.input.rest);
    return rc;
}
