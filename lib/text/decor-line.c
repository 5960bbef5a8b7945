/* The shapes of decoration lines: solid, double, dotted, dashed and wavy, with gaps for ink. */
#include "text/decor-imp.h"

#include <math.h>
#include <stdlib.h>

/* Dashes and the gaps between them, in thicknesses; the gaps give a little so that a line ends with a dash.
 */
#define DASH 3.0
#define DASH_GAP 2.0
#define DOT_STEP 2.0
/* A wave is one cubic whose two handles lie over its middle, so far up and down (Chromium's proportions). */
#define WAVE_LENGTH 4.0
#define WAVE_HANDLE 3.0
#define WAVE_HEIGHT (2 * 0.2887 * WAVE_HANDLE) /* between the extremes of such a cubic */
#define WAVE_STEPS 16
#define MOST_MARKS 4096 /* dots, dashes or waves of a line; beyond, nobody sees them: a solid line */

struct piece {
    double from, to;
};

double line_extent(enum text_line_style style, double thick)
{
    return thick * (style == LINE_DOUBLE ? 3 : style == LINE_WAVY ? 1 + WAVE_HEIGHT : 1);
}

static void bar(struct path *out, double x0, double x1, double middle, double thick)
{
    double y0 = middle - thick / 2, y1 = middle + thick / 2;
    path_move(out, x0, y0);
    path_line(out, x1, y0);
    path_line(out, x1, y1);
    path_line(out, x0, y1);
    path_close(out);
}

static void dot(struct path *out, double x, double y, double r)
{
    path_move(out, x - r, y);
    path_arc(out, r, r, 0, false, true, x + r, y);
    path_arc(out, r, r, 0, false, true, x - r, y);
    path_close(out);
}

/* Marks of a length that begin every `step`, the first and the last at the line's ends. */
static size_t spread(double length, double mark, double step, double *fitted)
{
    double n = floor((length - mark) / step + 0.5);
    *fitted = n > 0 ? (length - mark) / n : step;
    return n > 0 ? (size_t)n + 1 : 1;
}

static void dashes(const struct line_shape *s, struct piece p, struct path *out)
{
    double step, mark = DASH * s->thick;
    size_t n = spread(s->length, mark, (DASH + DASH_GAP) * s->thick, &step);
    for (size_t i = 0; i < n; i++) {
        double x0 = fmax(p.from, (double)i * step), x1 = fmin(p.to, (double)i * step + mark);
        if (x1 - x0 >= s->thick / 2)
            bar(out, x0, x1, s->middle, s->thick);
    }
}

static void dots(const struct line_shape *s, struct piece p, struct path *out)
{
    double step, slack = s->thick * 1e-6;
    size_t n = spread(s->length, s->thick, DOT_STEP * s->thick, &step);
    for (size_t i = 0; i < n; i++) {
        double x = (double)i * step;
        if (x >= p.from - slack && x + s->thick <= p.to + slack)
            dot(out, x + s->thick / 2, s->middle, s->thick / 2);
    }
}

/* The parameter of the wave at x: whole waves and the part of the last. */
static double wave_at(double x, double length)
{
    double k = floor(x / length), lo = 0, hi = 1, want = x / length - k;
    for (int i = 0; i < 40; i++) {
        double t = (lo + hi) / 2;
        *(1.5 * t * (1 - t) + t * t * t < want ? &lo : &hi) = t;
    }
    return k + lo;
}

/* A point of the wave's edge: `side` thicknesses off its middle line. */
static struct point wave_edge(const struct line_shape *s, double u, double side)
{
    double length = WAVE_LENGTH * s->thick, handle = WAVE_HANDLE * s->thick, k = floor(u), t = u - k;
    double dx = length * (1.5 - 3 * t + 3 * t * t), dy = 3 * handle * (1 - 6 * t + 6 * t * t);
    double off = side * s->thick / hypot(dx, dy);
    return (struct point){length * (k + 1.5 * t * (1 - t) + t * t * t) - dy * off,
                          s->middle + 3 * handle * t * (1 - t) * (1 - 2 * t) + dx * off};
}

static void wave(const struct line_shape *s, struct piece p, struct path *out)
{
    double from = wave_at(p.from, WAVE_LENGTH * s->thick), to = wave_at(p.to, WAVE_LENGTH * s->thick);
    size_t first = (size_t)(from * WAVE_STEPS) + 1, end = (size_t)ceil(to * WAVE_STEPS);
    struct point at = wave_edge(s, from, -0.5);
    path_move(out, at.x, at.y);
    for (size_t i = first; i < end; i++) {
        at = wave_edge(s, (double)i / WAVE_STEPS, -0.5);
        path_line(out, at.x, at.y);
    }
    for (int side = 0; side < 2; side++) {
        at = wave_edge(s, to, side - 0.5);
        path_line(out, at.x, at.y);
    }
    for (size_t i = end; i-- > first;) {
        at = wave_edge(s, (double)i / WAVE_STEPS, 0.5);
        path_line(out, at.x, at.y);
    }
    at = wave_edge(s, from, 0.5);
    path_line(out, at.x, at.y);
    path_close(out);
}

static void draw_piece(const struct line_shape *s, struct piece p, struct path *out)
{
    bool countless = !(s->length / s->thick < MOST_MARKS);
    switch (countless && s->style != LINE_DOUBLE ? LINE_SOLID : s->style) {
    case LINE_DOUBLE:
        bar(out, p.from, p.to, s->middle - s->thick, s->thick);
        bar(out, p.from, p.to, s->middle + s->thick, s->thick);
        break;
    case LINE_DOTTED:
        dots(s, p, out);
        break;
    case LINE_DASHED:
        dashes(s, p, out);
        break;
    case LINE_WAVY:
        wave(s, p, out);
        break;
    case LINE_SOLID:
        bar(out, p.from, p.to, s->middle, s->thick);
        break;
    }
}

static int by_start(const void *a, const void *b)
{
    double x = ((const struct line_gap *)a)->from, y = ((const struct line_gap *)b)->from;
    return (x > y) - (x < y);
}

void line_draw(const struct line_shape *s, struct line_gap *gaps, size_t n_gaps, struct path *out)
{
    if (!(s->length > 0) || !(s->thick > 0) || !isfinite(s->length) || !isfinite(s->middle))
        return;
    if (n_gaps > 1)
        qsort(gaps, n_gaps, sizeof *gaps, by_start);
    double at = 0;
    for (size_t i = 0; i <= n_gaps; i++) {
        double to = i < n_gaps ? fmin(gaps[i].from, s->length) : s->length;
        /* a scrap no longer than it is thick says nothing */
        if (n_gaps == 0 || to - at > s->thick)
            draw_piece(s, (struct piece){at, to}, out);
        if (i < n_gaps)
            at = fmax(at, gaps[i].to);
    }
}

/* ---- ink ---- */
static void widen(struct line_gap *g, double x)
{
    g->from = fmin(g->from, x);
    g->to = fmax(g->to, x);
}

static void segment(struct point a, struct point b, double y0, double y1, struct line_gap *g)
{
    if (fmax(a.y, b.y) < y0 || fmin(a.y, b.y) > y1)
        return;
    const struct point *ends[2] = {&a, &b};
    for (int i = 0; i < 2; i++) {
        const struct point *p = ends[i];
        double y = fmin(fmax(p->y, y0), y1);
        widen(g, p->y == y || a.y == b.y ? p->x : a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
    }
}

bool ink_between(const struct path *p, struct matrix m, double y0, double y1, struct line_gap *out)
{
    struct line_gap g = {INFINITY, -INFINITY};
    struct point now = {0, 0}, first = now;
    const struct point *at = p->points;
    for (size_t i = 0; i < p->n_verbs; i++) {
        struct point to;
        switch (p->verbs[i]) {
        case PATH_MOVE:
            now = first = matrix_apply(m, at->x, at->y);
            at++;
            break;
        case PATH_LINE:
            to = matrix_apply(m, at->x, at->y);
            at++;
            segment(now, to, y0, y1, &g);
            now = to;
            break;
        case PATH_CUBIC: {
            struct point c[3], from = now;
            for (int k = 0; k < 3; k++, at++)
                c[k] = matrix_apply(m, at->x, at->y);
            for (int k = 1; k <= 8; k++) {
                double t = k / 8.0, u = 1 - t;
                to = (struct point){u * u * u * from.x + 3 * u * u * t * c[0].x + 3 * u * t * t * c[1].x +
                                        t * t * t * c[2].x,
                                    u * u * u * from.y + 3 * u * u * t * c[0].y + 3 * u * t * t * c[1].y +
                                        t * t * t * c[2].y};
                segment(now, to, y0, y1, &g);
                now = to;
            }
            break;
        }
        default:
            segment(now, first, y0, y1, &g);
            now = first;
        }
    }
    *out = g;
    return g.to > g.from;
}
