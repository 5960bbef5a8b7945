#include "base/ordered.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

enum { BATCHES = 4, MAX_JOBS = 256 };

struct batch {
    void *data;       /* the caller's */
    size_t turn;      /* position in the input */
    atomic_bool busy; /* taken and not put out yet */
    struct diag_list diags;
    int status;
};

/* A worker's batches stay its own, so that their memory stays in its processor's cache. */
struct thread {
    struct ring *r;
    pthread_t id;
    struct batch batches[BATCHES];
};

struct ring {
    const struct ordered *o;
    struct ctx *ctx;
    struct thread *threads;
    int jobs;

    pthread_mutex_t in; /* guards the next three, and the caller's input */
    int started;        /* threads */
    size_t taken;       /* turn of the next batch */
    bool ended;         /* nothing more is taken */

    pthread_mutex_t out; /* guards the rest, and ctx */
    pthread_cond_t freed;
    struct batch **finished; /* by turn, in a ring of n; what is under way never spans more */
    size_t n;
    size_t put; /* turn of the batch to be put out next */
    bool putting;
    size_t last;      /* turn of the last batch to be put out */
    atomic_bool stop; /* nothing more is put out: put ended it, or a worker could not start */
    bool failed;
};

static void *worker_main(void *arg);

int ordered_jobs(int jobs)
{
    if (jobs < 1)
        jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
    return jobs < 1 ? 1 : jobs > MAX_JOBS ? MAX_JOBS : jobs;
}

/* One worker more when there is work for it: a run of one line starts one. */
static void start_another(struct ring *r)
{
    if (r->started < r->jobs && (r->taken > 1 || (r->o->waiting && r->o->waiting(r->o->shared))) &&
        pthread_create(&r->threads[r->started].id, NULL, worker_main, &r->threads[r->started]) == 0)
        r->started++;
}

static struct batch *not_busy(struct thread *t)
{
    for (int i = 0; i < BATCHES; i++)
        if (!atomic_load_explicit(&t->batches[i].busy, memory_order_acquire))
            return &t->batches[i];
    return NULL;
}

/* One of the thread's batches; it waits while it is too far ahead of the others. NULL: the run is over. */
static struct batch *free_batch(struct thread *t)
{
    struct ring *r = t->r;
    struct batch *b = not_busy(t);
    if (!b) {
        pthread_mutex_lock(&r->out);
        while (!(b = not_busy(t)) && !r->stop)
            pthread_cond_wait(&r->freed, &r->out);
        pthread_mutex_unlock(&r->out);
    }
    return b;
}

/* The next batch for a worker, or NULL when there is none. */
static struct batch *take(struct thread *t, struct ctx *ctx, void *worker)
{
    struct ring *r = t->r;
    struct batch *b = free_batch(t);
    if (!b)
        return NULL;
    pthread_mutex_lock(&r->in);
    int rc = 0;
    if (!r->stop && !r->ended) {
        ctx->payload = &b->diags;
        ctx->status = 0;
        rc = r->o->fill(ctx, r->o->shared, worker, b->data, r->taken / (size_t)r->jobs);
        r->ended = rc <= 0;
        if (rc < 0) { /* the report is the batch */
            pthread_mutex_lock(&r->out);
            r->failed = true;
            pthread_mutex_unlock(&r->out);
        }
    }
    if (rc != 0) {
        b->busy = true;
        b->turn = r->taken++;
        start_another(r);
    }
    pthread_mutex_unlock(&r->in);
    return rc != 0 ? b : NULL;
}

static int put_batch(struct ring *r, struct batch *b)
{
    diag_list_replay(&b->diags, r->ctx);
    if (b->status > r->ctx->status)
        r->ctx->status = b->status;
    return r->o->put(r->ctx, r->o->shared, b->data);
}

/* Hands a finished batch in; whoever brings the one that is due puts out all that is ready. `last`: nothing
 * behind it is wanted. */
static void give(struct ring *r, struct batch *b, bool last)
{
    pthread_mutex_lock(&r->out);
    r->finished[b->turn % r->n] = b;
    if (last && b->turn < r->last)
        r->last = b->turn;
    if (!r->putting) {
        r->putting = true;
        while (!r->stop && (b = r->finished[r->put % r->n])) {
            bool wanted = r->put <= r->last;
            r->finished[r->put++ % r->n] = NULL;
            pthread_mutex_unlock(&r->out);
            int rc = wanted ? put_batch(r, b) : 0;
            diag_list_clear(&b->diags);
            pthread_mutex_lock(&r->out);
            if (rc != 0)
                r->stop = true;
            atomic_store_explicit(&b->busy, false, memory_order_release);
            pthread_cond_broadcast(&r->freed);
        }
        r->putting = false;
    }
    pthread_mutex_unlock(&r->out);
}

static void *worker_main(void *arg)
{
    struct thread *t = arg;
    struct ring *r = t->r;
    const struct ordered *o = r->o;
    struct diag_list start = {0};
    struct ctx ctx = {.sink = diag_list_sink, .payload = &start};
    void *worker = o->worker_new ? o->worker_new(&ctx, o->shared) : NULL;
    bool broken = o->worker_new && !worker;
    if (start.len || broken) {
        pthread_mutex_lock(&r->out);
        diag_list_replay(&start, r->ctx);
        if (broken)
            r->stop = true;
        pthread_cond_broadcast(&r->freed);
        pthread_mutex_unlock(&r->out);
    }
    for (struct batch *b; !broken && (b = take(t, &ctx, worker));) {
        bool last = o->work(&ctx, o->shared, worker, b->data);
        b->status = ctx.status;
        give(r, b, last);
        if (last) {
            pthread_mutex_lock(&r->in);
            r->ended = true;
            pthread_mutex_unlock(&r->in);
        }
    }
    if (worker && o->worker_drop)
        o->worker_drop(worker);
    diag_list_drop(&start);
    return NULL;
}

int ordered_run(struct ctx *ctx, const struct ordered *o)
{
    struct ring r = {.o = o, .ctx = ctx, .jobs = ordered_jobs(o->jobs), .started = 1, .last = SIZE_MAX};
    r.n = (size_t)r.jobs * BATCHES;
    r.finished = xcalloc(r.n, sizeof *r.finished);
    r.threads = xcalloc((size_t)r.jobs, sizeof *r.threads);
    for (size_t i = 0; i < r.n; i++) {
        struct batch *b = &r.threads[i / BATCHES].batches[i % BATCHES];
        r.threads[i / BATCHES].r = &r;
        b->data = xcalloc(1, o->batch_size);
        o->batch_init(b->data);
    }
    pthread_mutex_init(&r.in, NULL);
    pthread_mutex_init(&r.out, NULL);
    pthread_cond_init(&r.freed, NULL);
    worker_main(&r.threads[0]);
    for (int i = 1;; i++) { /* a worker may still have started another */
        pthread_mutex_lock(&r.in);
        bool more = i < r.started;
        pthread_mutex_unlock(&r.in);
        if (!more)
            break;
        pthread_join(r.threads[i].id, NULL);
    }
    int rc = r.failed || r.stop || r.last != SIZE_MAX ? -1 : 0;
    for (size_t i = 0; i < r.n; i++) {
        struct batch *b = &r.threads[i / BATCHES].batches[i % BATCHES];
        o->batch_drop(b->data);
        free(b->data);
        diag_list_drop(&b->diags);
    }
    free(r.finished);
    free(r.threads);
    pthread_cond_destroy(&r.freed);
    pthread_mutex_destroy(&r.out);
    pthread_mutex_destroy(&r.in);
    return rc;
}
