#include "cli/cli-imp.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One reader (the caller's thread), N workers, one writer. Batches of lines go round a ring; the writer takes
 * them in order, so output order is input order whatever the workers do, and memory is bounded by the ring.
 */

enum { READ_CHUNK = 256 * 1024, BATCH_LINES = 64, RING_PER_WORKER = 4 };

enum batch_state { BATCH_FREE, BATCH_FULL, BATCH_BUSY, BATCH_DONE };

struct batch {
    enum batch_state state;
    struct str text; /* whole lines */
    long first_line, n_lines;
    size_t turn; /* position in the input */
    const char *path;
    struct str out;
    struct diag_list diags;
    int status;
};

struct ring {
    const struct line_loop *loop;
    struct ctx *ctx;
    struct batch *batches;
    size_t n;
    size_t put, take, write; /* ever-growing positions */
    size_t turn;             /* the batch whose `first` may run */
    bool ended, stop, closed;
    int jobs;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct progress *progress;
};

/* Runs `first` for the only line of a batch when all batches before have had theirs. They have been taken by
 * workers already, so the wait is as short as `first` is. */
static void run_first(struct ring *r, struct ctx *ctx, void *worker, struct batch *b, const char *line,
                      size_t len)
{
    pthread_mutex_lock(&r->lock);
    while (r->turn != b->turn)
        pthread_cond_wait(&r->changed, &r->lock);
    pthread_mutex_unlock(&r->lock);
    if (len)
        r->loop->first(ctx, worker, line, len, b->first_line);
    pthread_mutex_lock(&r->lock);
    r->turn++;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

/* Runs `each` over the lines of a batch. */
static void work_batch(struct ring *r, struct ctx *ctx, void *worker, struct batch *b, bool *stop)
{
    const struct line_loop *loop = r->loop;
    const char *p = b->text.data, *end = p + b->text.len;
    for (long number = b->first_line; p < end && !*stop; number++) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t len = nl ? (size_t)(nl - p) : (size_t)(end - p);
        size_t content = len && p[len - 1] == '\r' ? len - 1 : len;
        if (loop->first)
            run_first(r, ctx, worker, b, p, content);
        int rc = content ? loop->each(ctx, worker, p, content, number, &b->out) : 0;
        if (rc < -1 || (rc != 0 && loop->stop_on_error))
            *stop = true;
        p += len + (nl ? 1 : 0);
    }
}

static int write_batch(struct ring *r, struct batch *b)
{
    diag_list_replay(&b->diags, r->ctx);
    if (b->status > r->ctx->status)
        r->ctx->status = b->status;
    int rc = b->out.len ? cli_write(r->ctx, b->out.data, b->out.len) : 0;
    if (r->progress)
        progress_add(r->progress, b->n_lines);
    return rc;
}

static void *worker_main(void *arg)
{
    struct ring *r = arg;
    struct diag_list start = {0};
    struct ctx ctx = {.sink = diag_list_sink, .payload = &start};
    void *worker = r->loop->worker_new ? r->loop->worker_new(&ctx, r->loop->shared) : NULL;
    bool broken = r->loop->worker_new && !worker;
    pthread_mutex_lock(&r->lock);
    diag_list_replay(&start, r->ctx);
    if (broken)
        r->stop = true;
    for (;;) {
        while (!r->stop && r->take == r->put && !r->ended)
            pthread_cond_wait(&r->changed, &r->lock);
        if (r->stop || r->take == r->put)
            break;
        struct batch *b = &r->batches[r->take++ % r->n];
        b->state = BATCH_BUSY;
        pthread_mutex_unlock(&r->lock);
        bool stop = false;
        ctx.payload = &b->diags;
        ctx.status = 0;
        work_batch(r, &ctx, worker, b, &stop);
        pthread_mutex_lock(&r->lock);
        b->status = ctx.status;
        b->state = BATCH_DONE;
        if (stop) /* nothing new is read; what is before this batch is still written */
            r->ended = r->closed = true;
        pthread_cond_broadcast(&r->changed);
    }
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
    if (worker && r->loop->worker_drop)
        r->loop->worker_drop(worker);
    diag_list_drop(&start);
    return NULL;
}

static void *writer_main(void *arg)
{
    struct ring *r = arg;
    pthread_mutex_lock(&r->lock);
    for (;;) {
        struct batch *b = &r->batches[r->write % r->n];
        while (!r->stop && !(r->write < r->put && b->state == BATCH_DONE) &&
               !(r->ended && r->write == r->put))
            pthread_cond_wait(&r->changed, &r->lock);
        if (r->stop || r->write == r->put)
            break;
        pthread_mutex_unlock(&r->lock);
        int rc = write_batch(r, b);
        pthread_mutex_lock(&r->lock);
        b->state = BATCH_FREE;
        r->write++;
        if (rc != 0)
            r->stop = true;
        pthread_cond_broadcast(&r->changed);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

/* Hands a batch of whole lines to the workers, waiting for room. False when the run is over. */
static bool submit(struct ring *r, const char *path, const char *text, size_t len, long first, long n)
{
    pthread_mutex_lock(&r->lock);
    struct batch *b = &r->batches[r->put % r->n];
    while (!r->stop && !r->closed && b->state != BATCH_FREE)
        pthread_cond_wait(&r->changed, &r->lock);
    bool go = !r->stop && !r->closed;
    if (go) {
        str_clear(&b->text);
        str_clear(&b->out);
        str_put(&b->text, text, len);
        b->path = path;
        b->first_line = first;
        b->n_lines = n;
        b->status = 0;
        b->state = BATCH_FULL;
        b->turn = r->put++;
        pthread_cond_broadcast(&r->changed);
    }
    pthread_mutex_unlock(&r->lock);
    return go;
}

/* Cuts the whole lines of buf into batches; returns the bytes used, or -1 when the run is over. */
static long cut(struct ring *r, const char *path, const char *buf, size_t len, bool at_end, long *line)
{
    size_t used = 0;
    while (used < len) {
        size_t from = used;
        long n = 0;
        long most = r->loop->first ? 1 : r->loop->batch > 0 ? r->loop->batch : BATCH_LINES;
        while (used < len && n < most) {
            const char *nl = memchr(buf + used, '\n', len - used);
            if (!nl && !at_end)
                break;
            used = nl ? (size_t)(nl - buf) + 1 : len;
            n++;
        }
        if (!n)
            break;
        if (!submit(r, path, buf + from, used - from, *line, n))
            return -1;
        *line += n;
    }
    return (long)used;
}

static int read_stream(struct ring *r, int fd, const char *path)
{
    struct str buf = STR_INIT;
    long line = 1;
    int rc = -1;
    for (bool end = false; !end;) {
        str_reserve(&buf, READ_CHUNK);
        ssize_t n = read(fd, buf.data + buf.len, READ_CHUNK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            report_errno(r->ctx, path, "read", errno);
            goto done;
        }
        buf.len += (size_t)n;
        buf.data[buf.len] = '\0';
        end = n == 0;
        long used = cut(r, path, buf.data, buf.len, end, &line);
        if (used < 0)
            goto done;
        memmove(buf.data, buf.data + used, buf.len - (size_t)used);
        buf.len -= (size_t)used;
        if (buf.len > (size_t)LIMIT_JSON_BYTES) {
            report(r->ctx, DIAG_LIMIT, (struct where){.file = path, .line = line},
                   "the line is longer than %ld bytes", LIMIT_JSON_BYTES);
            goto done;
        }
    }
    rc = 0;
done:
    str_drop(&buf);
    return rc;
}

static int read_all(struct ring *r, const char *const *paths, size_t n_paths)
{
    static const char *const standard_input[] = {"-"};
    if (!n_paths) {
        paths = standard_input;
        n_paths = 1;
    }
    int rc = 0;
    for (size_t i = 0; i < n_paths && rc == 0; i++) {
        if (strcmp(paths[i], "-") == 0) {
            rc = read_stream(r, STDIN_FILENO, "standard input");
            continue;
        }
        int fd = open(paths[i], O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            report_errno(r->ctx, paths[i], "open", errno);
            return -1;
        }
        rc = read_stream(r, fd, paths[i]);
        close(fd);
    }
    return rc;
}

int cli_lines(struct ctx *ctx, const struct line_loop *loop, const char *const *paths, size_t n_paths)
{
    enum { MAX_JOBS = 256 };
    int jobs = loop->jobs < 1 ? (int)sysconf(_SC_NPROCESSORS_ONLN) : loop->jobs;
    jobs = jobs < 1 ? 1 : jobs > MAX_JOBS ? MAX_JOBS : jobs;
    struct ring r = {.loop = loop, .ctx = ctx, .jobs = jobs, .n = (size_t)jobs * RING_PER_WORKER};
    r.batches = xcalloc(r.n, sizeof *r.batches);
    for (size_t i = 0; i < r.n; i++) {
        r.batches[i].text = (struct str)STR_INIT;
        r.batches[i].out = (struct str)STR_INIT;
    }
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.changed, NULL);
    r.progress = loop->progress ? progress_new(loop->progress, loop->expected) : NULL;
    pthread_t writer, *workers = xcalloc((size_t)jobs, sizeof *workers);
    int started = 0, rc = -1;
    bool writing = pthread_create(&writer, NULL, writer_main, &r) == 0;
    while (writing && started < jobs && pthread_create(&workers[started], NULL, worker_main, &r) == 0)
        started++;
    if (started)
        rc = read_all(&r, paths, n_paths);
    else
        report(ctx, DIAG_SYSTEM, (struct where){0}, "cannot start a thread");
    pthread_mutex_lock(&r.lock);
    r.ended = true;
    if (!started)
        r.stop = true;
    pthread_cond_broadcast(&r.changed);
    pthread_mutex_unlock(&r.lock);
    for (int i = 0; i < started; i++)
        pthread_join(workers[i], NULL);
    if (writing)
        pthread_join(writer, NULL);
    if (r.stop)
        rc = -1;
    progress_drop(r.progress);
    for (size_t i = 0; i < r.n; i++) {
        str_drop(&r.batches[i].text);
        str_drop(&r.batches[i].out);
        diag_list_drop(&r.batches[i].diags);
    }
    free(r.batches);
    free(workers);
    pthread_cond_destroy(&r.changed);
    pthread_mutex_destroy(&r.lock);
    return rc;
}
