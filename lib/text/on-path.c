/* Walking along a path: points and directions at distances, for textPath. */
#include "text/layout-imp.h"

#include <math.h>

struct step { /* a straight piece of the flattened path */
    struct point from;
    double start, length, angle;
};

struct path_walk {
    struct step *steps;
    size_t n;
    double length;
};

#define CUBIC_STEPS 64

static void add(struct path_walk *w, struct point from, struct point to)
{
    double dx = to.x - from.x, dy = to.y - from.y, len = hypot(dx, dy);
    if (!(len > 1e-9) || !isfinite(len))
        return;
    w->steps[w->n++] = (struct step){from, w->length, len, atan2(dy, dx) * (180 / M_PI)};
    w->length += len;
}

static struct point cubic_at(const struct point p[4], double t)
{
    double u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
    return (struct point){a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                          a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

struct path_walk *path_walk_new(struct arena *a, const struct path *path)
{
    struct path_walk *w = ARENA_NEW(a, struct path_walk);
    size_t cap = 0;
    for (size_t i = 0; i < path->n_verbs; i++)
        cap += path->verbs[i] == PATH_CUBIC ? CUBIC_STEPS : 1;
    w->steps = ARENA_ARRAY(a, cap + 1, struct step);
    struct point now = {0, 0}, first = now;
    const struct point *at = path->points;
    for (size_t i = 0; i < path->n_verbs; i++) {
        switch (path->verbs[i]) {
        case PATH_MOVE:
            now = first = *at++;
            break;
        case PATH_LINE:
            add(w, now, *at);
            now = *at++;
            break;
        case PATH_CUBIC: {
            struct point p[4] = {now, at[0], at[1], at[2]}, from = now;
            for (int k = 1; k <= CUBIC_STEPS; k++) {
                struct point to = k == CUBIC_STEPS ? p[3] : cubic_at(p, (double)k / CUBIC_STEPS);
                add(w, from, to);
                from = to;
            }
            now = p[3];
            at += 3;
            break;
        }
        default:
            add(w, now, first);
            now = first;
        }
    }
    return w;
}

double path_walk_length(const struct path_walk *w)
{
    return w->length;
}

bool path_walk_at(const struct path_walk *w, double distance, struct point *at, double *angle)
{
    if (w->n == 0 || !(distance >= 0) || distance > w->length)
        return false;
    size_t lo = 0, hi = w->n - 1;
    while (lo < hi) {
        size_t mid = (lo + hi + 1) / 2;
        if (w->steps[mid].start <= distance)
            lo = mid;
        else
            hi = mid - 1;
    }
    const struct step *s = &w->steps[lo];
    double along = distance - s->start, turn = s->angle / (180 / M_PI);
    *at = (struct point){s->from.x + along * cos(turn), s->from.y + along * sin(turn)};
    *angle = s->angle;
    return true;
}
