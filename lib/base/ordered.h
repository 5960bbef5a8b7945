/* ordered: batches of work that threads share, with results in the order of the input.
 *
 * Workers and nothing else: each takes the next batch of the input, works, and the one whose batch is due
 * puts it out, and whatever is finished behind it. Two locks are taken a batch. A worker has few batches, so
 * memory is bounded, and one that is far ahead waits. One worker is the caller's own thread. */
#ifndef PRESSRUN_ORDERED_H
#define PRESSRUN_ORDERED_H

#include "base/diag.h"

struct ordered {
    int jobs;          /* threads at most; < 1: one a core */
    size_t batch_size; /* bytes of the caller's batch; it is used again and again */
    void *shared;
    void *(*worker_new)(struct ctx *ctx, void *shared); /* per thread; NULL with a report ends the run */
    void (*worker_drop)(void *worker);
    /* The next batch of the input: 1, 0 at the end, -1 when that failed (what is in the batch goes on, and is
     * the last). One call at a time, in order, on the worker that works on the batch. `round` counts from 0
     * how often everyone has had one: see ordered_share. */
    int (*fill)(struct ctx *ctx, void *shared, void *worker, void *batch, size_t round);
    /* After fill, optional: there is more to do, so that another thread is worth it at once. */
    bool (*waiting)(void *shared);
    /* True: the run is to end with this batch. */
    bool (*work)(struct ctx *ctx, void *shared, void *worker, void *batch);
    /* One call at a time, in order; the reports of fill and work went to ctx before. -1 ends the run. */
    int (*put)(struct ctx *ctx, void *shared, void *batch);
    void (*batch_init)(void *batch); /* of zero bytes */
    void (*batch_drop)(void *batch); /* what it holds, not itself */
};

/* 0, or -1 when a callback ended it. */
int ordered_run(struct ctx *ctx, const struct ordered *o);

/* A batch's size: small at first, so that little work is shared out too and the first results come soon. */
static inline long ordered_share(size_t round, long most)
{
    return round < 16 && 1L << round < most ? 1L << round : most;
}

/* Threads for `jobs` as options have it. */
int ordered_jobs(int jobs);

#endif
