#include "cli/cli-imp.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct progress {
    const char *unit;
    long done, expected;
    struct timespec start, shown;
    bool active;
};

/* Whether a progress line stands on the terminal now; the terminal itself is what is shared. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool visible;

void progress_hide(void)
{
    pthread_mutex_lock(&lock);
    if (visible)
        fputs("\r\033[K", stderr);
    visible = false;
    pthread_mutex_unlock(&lock);
}

static double seconds(const struct timespec *a, const struct timespec *b)
{
    return (double)(b->tv_sec - a->tv_sec) + (double)(b->tv_nsec - a->tv_nsec) / 1e9;
}

struct progress *progress_new(const char *unit, long expected)
{
    struct progress *p = xcalloc(1, sizeof *p);
    const char *term = getenv("TERM");
    p->unit = unit;
    p->expected = expected;
    p->active = unit && isatty(STDERR_FILENO) && !str_eq(term, "dumb");
    clock_gettime(CLOCK_MONOTONIC, &p->start);
    p->shown = p->start;
    return p;
}

void progress_add(struct progress *p, long n)
{
    enum { PER_SECOND = 5 };
    p->done += n;
    if (!p->active)
        return;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds(&p->shown, &now) < 1.0 / PER_SECOND)
        return;
    p->shown = now;
    double t = seconds(&p->start, &now), rate = t > 0 ? (double)p->done / t : 0;
    pthread_mutex_lock(&lock);
    fprintf(stderr, "\r\033[K%ld %s, %.0f/s", p->done, p->unit, rate);
    if (p->expected > p->done && rate > 0) {
        long left = (long)((double)(p->expected - p->done) / rate);
        fprintf(stderr, ", %ld%%, %ld:%02ld left", p->done * 100 / p->expected, left / 60, left % 60);
    }
    fflush(stderr);
    visible = true;
    pthread_mutex_unlock(&lock);
}

void progress_drop(struct progress *p)
{
    if (!p)
        return;
    progress_hide();
    free(p);
}
