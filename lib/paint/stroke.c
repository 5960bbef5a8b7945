/* What cairo's stroker lacks: clipped miters, square caps on points, dashes of no length. */
#include <math.h>
#include <stdlib.h>

#include "paint/paint-imp.h"

/* Degenerate subpaths are drawn by square caps along the x axis (SVG 2, 13.5.4); cairo draws none. They
 * become lines too short to be seen. `axis`: the user space's x axis on the canvas, of length 1. */
void stroke_square_points(struct path *out, const struct path *p, struct point axis)
{
    static const double length = 1.0 / 64;
    size_t q = 0;
    for (size_t v = 0; v < p->n_verbs;) {
        if (p->verbs[v] != PATH_MOVE) { /* after a close: goes on from the start */
            q += p->verbs[v] == PATH_CUBIC ? 3 : p->verbs[v] == PATH_CLOSE ? 0 : 1;
            v++;
            continue;
        }
        struct point at = p->points[q++];
        bool flat = true, drawn = false;
        v++;
        while (v < p->n_verbs && p->verbs[v] != PATH_MOVE) {
            size_t n = p->verbs[v] == PATH_CUBIC ? 3 : p->verbs[v] == PATH_CLOSE ? 0 : 1;
            for (size_t i = 0; i < n; i++)
                flat = flat && p->points[q + i].x == at.x && p->points[q + i].y == at.y;
            drawn = true;
            q += n;
            v++;
        }
        if (flat && drawn) {
            path_move(out, at.x - axis.x * length / 2, at.y - axis.y * length / 2);
            path_line(out, at.x + axis.x * length / 2, at.y + axis.y * length / 2);
        }
    }
}

/* Dashes of no length show nothing with butt caps, but cairo draws the joins they fall on: their gaps are
 * merged. Returns the number of entries written to out (room for n), 0 when nothing but gaps is left.
 * `point`: the length that stands for none. */
size_t stroke_visible_dashes(const struct stroke *s, double point, double *out, double *offset)
{
    size_t n = s->n_dashes, k = 0;
    *offset = s->dash_offset;
    if (s->cap != CAP_BUTT) { /* points need some length for their caps */
        for (size_t i = 0; i < n; i++)
            out[i] = s->dashes[i];
        for (size_t i = 0; i < n; i += 2)
            if (out[i] < point) {
                out[i + 1] = fmax(out[i + 1] - (point - out[i]), 0);
                out[i] = point;
            }
        return n;
    }
    size_t first = 0;
    while (first < n && !(s->dashes[first] > 0))
        first += 2;
    if (first >= n)
        return 0;
    for (size_t i = 0; i < first; i++) /* start the pattern at the first dash that shows */
        *offset -= s->dashes[i];
    for (size_t i = 0; i < n; i += 2) {
        double on = s->dashes[(first + i) % n], gap = s->dashes[(first + i + 1) % n];
        if (on > 0) {
            out[k++] = on;
            out[k++] = gap;
        } else {
            out[k - 1] += gap;
        }
    }
    return k;
}

/* ---- miter-clip (SVG 2, 13.5.6) ---- */
static bool unit(struct point *v)
{
    double l = hypot(v->x, v->y);
    if (!(l > 0) || !isfinite(l))
        return false;
    v->x /= l;
    v->y /= l;
    return true;
}

/* The tip of one join beyond the limit: what a bevel leaves out, cut at limit * width / 2 from the point. */
static void add_tip(struct path *out, struct point p, struct point in, struct point on,
                    const struct stroke *s)
{
    double half = s->width / 2, cross = in.x * on.y - in.y * on.x, cosine = in.x * on.x + in.y * on.y;
    double sine_half = sqrt(fmax(0, (1 + cosine) / 2)); /* of the angle between the two lines */
    if (sine_half * s->miter_limit >= 1 || (fabs(cross) < 1e-9 && cosine > 0))
        return;                               /* within the limit: a full miter */
    double out_by = cross > 0 ? half : -half; /* the outer side is where the path does not turn to */
    struct point a = {p.x + in.y * out_by, p.y - in.x * out_by},
                 b = {p.x + on.y * out_by, p.y - on.x * out_by};
    struct point tip = {in.x - on.x, in.y - on.y};
    if (!unit(&tip))
        return;
    double along = in.x * tip.x + in.y * tip.y, start = (a.x - p.x) * tip.x + (a.y - p.y) * tip.y;
    double t = (s->miter_limit * half - start) / along;
    if (!(along > 1e-9) || !(t > 0))
        return; /* the cut lies below the bevel */
    path_move(out, p.x, p.y);
    path_line(out, a.x, a.y);
    path_line(out, a.x + in.x * t, a.y + in.y * t);
    path_line(out, b.x - on.x * t, b.y - on.y * t);
    path_line(out, b.x, b.y);
    path_close(out);
}

void stroke_miter_clips(struct path *out, const struct path *p, const struct stroke *s)
{
    struct point cur = {0, 0}, start = {0, 0}, in = {0, 0}, first = {0, 0};
    bool have_in = false, have_first = false;
    size_t q = 0;
    for (size_t v = 0; v < p->n_verbs; v++) {
        struct point pts[4] = {cur, cur, cur, cur};
        int n = 1;
        switch (p->verbs[v]) {
        case PATH_MOVE:
            cur = start = p->points[q++];
            have_in = have_first = false;
            continue;
        case PATH_LINE:
            pts[n++] = p->points[q++];
            break;
        case PATH_CUBIC:
            for (int i = 0; i < 3; i++)
                pts[n++] = p->points[q++];
            break;
        default:
            pts[n++] = start;
        }
        int i = 1, k = n - 2;
        while (i < n - 1 && pts[i].x == cur.x && pts[i].y == cur.y)
            i++;
        while (k > 0 && pts[k].x == pts[n - 1].x && pts[k].y == pts[n - 1].y)
            k--;
        struct point on = {pts[i].x - cur.x, pts[i].y - cur.y},
                     last = {pts[n - 1].x - pts[k].x, pts[n - 1].y - pts[k].y};
        bool moved = unit(&on) && unit(&last);
        if (moved && have_in)
            add_tip(out, cur, in, on, s);
        if (moved && !have_first) {
            first = on;
            have_first = true;
        }
        if (moved) {
            in = last;
            have_in = true;
        }
        cur = pts[n - 1];
        if (p->verbs[v] == PATH_CLOSE && have_in && have_first)
            add_tip(out, cur, in, first, s);
    }
}
