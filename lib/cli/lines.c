#include "cli/cli-imp.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Workers and nothing else: each takes the next lines of the input, works, and the one whose lines are next
 * in the output writes them and whatever is finished behind them. Two locks are taken a batch, none a line.
 * Batches live in a ring, so memory is bounded and a worker that is far ahead waits. One worker is the
 * caller's own thread. */

enum { READ_CHUNK = 256 * 1024, BATCH_LINES = 256, BATCH_BYTES = 128 * 1024, RING_PER_WORKER = 4 };

struct batch {
    struct str text; /* whole lines */
    long first_line, n_lines, ordinal;
    size_t turn; /* position in the input */
    bool done;
    struct str out;
    struct diag_list diags;
    int status;
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

struct ring {
    const struct line_loop *loop;
    struct ctx *ctx;
    struct batch *batches;
    size_t n;
    int jobs;
    pthread_t *threads;
    int started;
    struct progress *progress;

    pthread_mutex_t in; /* guards the next three */
    struct input input;
    size_t put; /* turn of the next batch */
    bool ended; /* nothing more is taken */

    pthread_mutex_t out; /* guards the rest, and ctx */
    pthread_cond_t freed;
    atomic_size_t written; /* turn of the batch to be written next */
    bool writing;
    size_t last;      /* turn of the last batch to be written */
    atomic_bool stop; /* nothing more is written: the output is closed, or a worker could not start */
    bool failed;
};

static void *worker_main(void *arg);

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

/* ---- the ring ---- */

/* Batches begin small, so that few lines are shared out too and the first results come soon. */
static long batch_lines(const struct ring *r)
{
    if (r->loop->first)
        return 1;
    long most = r->loop->batch > 0 ? r->loop->batch : BATCH_LINES;
    size_t round = r->put / (size_t)r->jobs;
    return round < 16 && 1L << round < most ? 1L << round : most;
}

static bool is_free(struct ring *r)
{
    return r->put - atomic_load_explicit(&r->written, memory_order_acquire) < r->n;
}

/* One worker more when there is work for it: a run of one line starts one. */
static void start_another(struct ring *r)
{
    const struct input *in = &r->input;
    bool waiting = memchr(in->buf.data + in->used, '\n', in->buf.len - in->used) != NULL;
    if (r->started < r->jobs && (waiting || r->put > 1) &&
        pthread_create(&r->threads[r->started], NULL, worker_main, r) == 0)
        r->started++;
}

/* The next lines for a worker, or NULL when there are none. `first` runs here, in the order of the input. */
static struct batch *take(struct ring *r, struct ctx *ctx, void *worker)
{
    struct batch *b = NULL;
    pthread_mutex_lock(&r->in);
    if (!is_free(r)) {
        pthread_mutex_lock(&r->out);
        while (!r->stop && !is_free(r))
            pthread_cond_wait(&r->freed, &r->out);
        pthread_mutex_unlock(&r->out);
    }
    if (!r->stop && !r->ended) {
        b = &r->batches[r->put % r->n];
        str_clear(&b->text);
        str_clear(&b->out);
        b->n_lines = 0;
        ctx->payload = &b->diags;
        ctx->status = 0;
        int rc = fill(ctx, &r->input, b, batch_lines(r));
        r->ended = rc <= 0;
        if (rc < 0) { /* the report is the batch */
            pthread_mutex_lock(&r->out);
            r->failed = true;
            pthread_mutex_unlock(&r->out);
        }
        if (rc == 0)
            b = NULL;
    }
    if (b) {
        b->turn = r->put++;
        start_another(r);
        size_t len = b->text.len;
        len -= len && b->text.data[len - 1] == '\n';
        len -= len && b->text.data[len - 1] == '\r';
        if (r->loop->first && len)
            r->loop->first(ctx, worker, b->text.data, len, b->first_line);
    }
    pthread_mutex_unlock(&r->in);
    return b;
}

static int write_batch(struct ring *r, struct batch *b)
{
    diag_list_replay(&b->diags, r->ctx);
    if (b->status > r->ctx->status)
        r->ctx->status = b->status;
    const struct line_loop *loop = r->loop;
    int rc = !b->out.len   ? 0
             : loop->write ? loop->write(r->ctx, loop->shared, b->out.data, b->out.len)
                           : cli_write(r->ctx, b->out.data, b->out.len);
    if (r->progress)
        progress_add(r->progress, b->n_lines);
    return rc;
}

/* Hands a finished batch in; whoever brings the one that is due writes all that is ready. `stop`: it is the
 * last. */
static void give(struct ring *r, struct batch *b, bool stop)
{
    pthread_mutex_lock(&r->out);
    b->done = true;
    if (stop && b->turn < r->last)
        r->last = b->turn;
    if (!r->writing) {
        r->writing = true;
        for (;;) {
            size_t turn = atomic_load(&r->written);
            b = &r->batches[turn % r->n];
            if (!b->done || b->turn != turn || r->stop)
                break;
            bool wanted = turn <= r->last;
            pthread_mutex_unlock(&r->out);
            int rc = wanted ? write_batch(r, b) : 0;
            diag_list_clear(&b->diags);
            pthread_mutex_lock(&r->out);
            if (rc != 0)
                r->stop = true;
            b->done = false;
            atomic_store_explicit(&r->written, turn + 1, memory_order_release);
            pthread_cond_broadcast(&r->freed);
        }
        r->writing = false;
    }
    pthread_mutex_unlock(&r->out);
}

/* Runs `each` over the lines of a batch. True when the run is to end. */
static bool work(const struct line_loop *loop, struct ctx *ctx, void *worker, struct batch *b)
{
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

static void *worker_main(void *arg)
{
    struct ring *r = arg;
    struct diag_list start = {0};
    struct ctx ctx = {.sink = diag_list_sink, .payload = &start};
    void *worker = r->loop->worker_new ? r->loop->worker_new(&ctx, r->loop->shared) : NULL;
    bool broken = r->loop->worker_new && !worker;
    if (start.len || broken) {
        pthread_mutex_lock(&r->out);
        diag_list_replay(&start, r->ctx);
        if (broken)
            r->stop = true;
        pthread_cond_broadcast(&r->freed);
        pthread_mutex_unlock(&r->out);
    }
    for (struct batch *b; !broken && (b = take(r, &ctx, worker));) {
        bool stop = work(r->loop, &ctx, worker, b);
        b->status = ctx.status;
        give(r, b, stop); /* before `in` is asked for: who holds it may wait for this batch */
        if (stop) {
            pthread_mutex_lock(&r->in);
            r->ended = true;
            pthread_mutex_unlock(&r->in);
        }
    }
    if (worker && r->loop->worker_drop)
        r->loop->worker_drop(worker);
    diag_list_drop(&start);
    return NULL;
}

int cli_lines(struct ctx *ctx, const struct line_loop *loop, const char *const *paths, size_t n_paths)
{
    enum { MAX_JOBS = 256 };
    static const char *const standard_input[] = {"-"};
    int jobs = loop->jobs < 1 ? (int)sysconf(_SC_NPROCESSORS_ONLN) : loop->jobs;
    jobs = jobs < 1 ? 1 : jobs > MAX_JOBS ? MAX_JOBS : jobs;
    struct ring r = {.loop = loop,
                     .ctx = ctx,
                     .jobs = jobs,
                     .n = (size_t)jobs * RING_PER_WORKER,
                     .started = 1,
                     .last = SIZE_MAX,
                     .input = {.paths = n_paths ? paths : standard_input,
                               .n_paths = n_paths ? n_paths : 1,
                               .fd = -1,
                               .buf = STR_INIT}};
    r.batches = xcalloc(r.n, sizeof *r.batches);
    r.threads = xcalloc((size_t)jobs, sizeof *r.threads);
    for (size_t i = 0; i < r.n; i++) {
        r.batches[i].text = (struct str)STR_INIT;
        r.batches[i].out = (struct str)STR_INIT;
    }
    pthread_mutex_init(&r.in, NULL);
    pthread_mutex_init(&r.out, NULL);
    pthread_cond_init(&r.freed, NULL);
    r.progress = loop->progress ? progress_new(loop->progress, loop->expected) : NULL;
    worker_main(&r);
    for (int i = 1;; i++) { /* a worker may still have started another */
        pthread_mutex_lock(&r.in);
        bool more = i < r.started;
        pthread_mutex_unlock(&r.in);
        if (!more)
            break;
        pthread_join(r.threads[i], NULL);
    }
    int rc = r.failed || r.stop || r.last != SIZE_MAX ? -1 : 0;
    progress_drop(r.progress);
    for (size_t i = 0; i < r.n; i++) {
        str_drop(&r.batches[i].text);
        str_drop(&r.batches[i].out);
        diag_list_drop(&r.batches[i].diags);
    }
    close_input(&r.input);
    str_drop(&r.input.buf);
    free(r.batches);
    free(r.threads);
    pthread_cond_destroy(&r.freed);
    pthread_mutex_destroy(&r.out);
    pthread_mutex_destroy(&r.in);
    return rc;
}
