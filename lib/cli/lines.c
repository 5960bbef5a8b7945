#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ordered.h"
#include "cli/cli-imp.h"

enum { READ_CHUNK = 256 * 1024, BATCH_LINES = 256, BATCH_BYTES = 128 * 1024 };

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
    struct str buf;
    size_t used;  /* bytes of buf that are in batches */
    bool at_end;  /* of the file */
    long line;    /* of the next line */
    long ordinal; /* the same over all paths, from 0 */
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

/* Reads more behind what is there. 0, or -1 with a report. */
static int read_more(struct ctx *ctx, struct input *in)
{
    memmove(in->buf.data, in->buf.data + in->used, in->buf.len - in->used);
    in->buf.len -= in->used;
    in->used = 0;
    if (in->buf.len > (size_t)LIMIT_JSON_BYTES) {
        report(ctx, DIAG_LIMIT, (struct where){.file = in->path, .line = in->line},
               "the line is longer than %ld bytes", LIMIT_JSON_BYTES);
        return -1;
    }
    str_reserve(&in->buf, READ_CHUNK);
    ssize_t n;
    do
        n = read(in->fd, in->buf.data + in->buf.len, READ_CHUNK);
    while (n < 0 && errno == EINTR);
    if (n < 0) {
        report_errno(ctx, in->path, "read", errno);
        return -1;
    }
    in->buf.len += (size_t)n;
    in->buf.data[in->buf.len] = '\0';
    in->at_end = n == 0;
    return 0;
}

/* Moves whole lines, at most `most`, from the buffer to the batch. */
static void cut(struct input *in, struct batch *b, long most)
{
    const char *from = in->buf.data + in->used, *end = in->buf.data + in->buf.len, *p = from;
    b->first_line = in->line;
    b->ordinal = in->ordinal;
    while (p < end && b->n_lines < most && p - from < BATCH_BYTES) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        if (!nl && !in->at_end)
            break;
        p = nl ? nl + 1 : end;
        b->n_lines++;
    }
    str_put(&b->text, from, (size_t)(p - from));
    in->used += (size_t)(p - from);
    in->line += b->n_lines;
    in->ordinal += b->n_lines;
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
        if (b->n_lines)
            return 1;
        if (in->at_end)
            close_input(in);
        else if (read_more(ctx, in) < 0)
            return -1;
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
    return memchr(in->buf.data + in->used, '\n', in->buf.len - in->used) != NULL;
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
                              .buf = STR_INIT}};
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
    str_drop(&r.input.buf);
    return rc;
}
