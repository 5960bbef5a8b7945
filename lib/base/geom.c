#include "base/geom.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

struct matrix matrix_multiply(struct matrix o, struct matrix i)
{
    return (struct matrix){
        o.a * i.a + o.c * i.b, o.b * i.a + o.d * i.b,       o.a * i.c + o.c * i.d,
        o.b * i.c + o.d * i.d, o.a * i.e + o.c * i.f + o.e, o.b * i.e + o.d * i.f + o.f,
    };
}

bool matrix_invert(struct matrix m, struct matrix *out)
{
    double det = m.a * m.d - m.b * m.c;
    if (!isfinite(det) || fabs(det) < 1e-300)
        return false;
    *out = (struct matrix){
        m.d / det,
        -m.b / det,
        -m.c / det,
        m.a / det,
        (m.c * m.f - m.d * m.e) / det,
        (m.b * m.e - m.a * m.f) / det,
    };
    return true;
}

struct point matrix_apply(struct matrix m, double x, double y)
{
    return (struct point){m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f};
}

struct rect matrix_apply_rect(struct matrix m, struct rect r)
{
    struct point p[4] = {matrix_apply(m, r.x, r.y), matrix_apply(m, r.x + r.w, r.y),
                         matrix_apply(m, r.x, r.y + r.h), matrix_apply(m, r.x + r.w, r.y + r.h)};
    double x0 = p[0].x, x1 = p[0].x, y0 = p[0].y, y1 = p[0].y;
    for (int i = 1; i < 4; i++) {
        x0 = fmin(x0, p[i].x);
        x1 = fmax(x1, p[i].x);
        y0 = fmin(y0, p[i].y);
        y1 = fmax(y1, p[i].y);
    }
    return (struct rect){x0, y0, x1 - x0, y1 - y0};
}

bool matrix_is_identity(struct matrix m)
{
    return m.a == 1 && m.b == 0 && m.c == 0 && m.d == 1 && m.e == 0 && m.f == 0;
}

double matrix_scale_of(struct matrix m)
{
    return sqrt(fabs(m.a * m.d - m.b * m.c));
}

void matrix_scales(struct matrix m, double *sx, double *sy)
{
    *sx = hypot(m.a, m.b);
    *sy = hypot(m.c, m.d);
}

bool rect_empty(struct rect r)
{
    return !(r.w > 0) || !(r.h > 0);
}

struct rect rect_union(struct rect a, struct rect b)
{
    if (rect_empty(a))
        return b;
    if (rect_empty(b))
        return a;
    double x0 = fmin(a.x, b.x), y0 = fmin(a.y, b.y);
    return (struct rect){x0, y0, fmax(a.x + a.w, b.x + b.w) - x0, fmax(a.y + a.h, b.y + b.h) - y0};
}

struct rect rect_intersect(struct rect a, struct rect b)
{
    double x0 = fmax(a.x, b.x), y0 = fmax(a.y, b.y);
    double x1 = fmin(a.x + a.w, b.x + b.w), y1 = fmin(a.y + a.h, b.y + b.h);
    if (!(x1 > x0) || !(y1 > y0))
        return (struct rect){x0, y0, 0, 0};
    return (struct rect){x0, y0, x1 - x0, y1 - y0};
}

struct rect rect_inset(struct rect r, double by)
{
    return (struct rect){r.x + by, r.y + by, r.w - 2 * by, r.h - 2 * by};
}

static void push(struct path *p, enum path_verb verb, const struct point *pts, size_t n)
{
    if (p->n_verbs == p->cap_verbs) {
        p->cap_verbs = p->cap_verbs ? p->cap_verbs * 2 : 16;
        p->verbs = xrealloc(p->verbs, p->cap_verbs, sizeof *p->verbs);
    }
    if (p->n_points + n > p->cap_points) {
        p->cap_points = p->cap_points ? p->cap_points * 2 : 32;
        p->points = xrealloc(p->points, p->cap_points, sizeof *p->points);
    }
    p->verbs[p->n_verbs++] = (uint8_t)verb;
    for (size_t i = 0; i < n; i++)
        p->points[p->n_points++] = pts[i];
}

void path_drop(struct path *p)
{
    free(p->verbs);
    free(p->points);
    *p = (struct path){0};
}

void path_move(struct path *p, double x, double y)
{
    push(p, PATH_MOVE, &(struct point){x, y}, 1);
}

void path_line(struct path *p, double x, double y)
{
    push(p, PATH_LINE, &(struct point){x, y}, 1);
}

void path_cubic(struct path *p, double x1, double y1, double x2, double y2, double x, double y)
{
    struct point pts[3] = {{x1, y1}, {x2, y2}, {x, y}};
    push(p, PATH_CUBIC, pts, 3);
}

void path_quad(struct path *p, double x1, double y1, double x, double y)
{
    struct point c = {0, 0};
    path_current(p, &c);
    path_cubic(p, c.x + (x1 - c.x) * 2 / 3, c.y + (y1 - c.y) * 2 / 3, x + (x1 - x) * 2 / 3,
               y + (y1 - y) * 2 / 3, x, y);
}

void path_close(struct path *p)
{
    if (p->n_verbs && p->verbs[p->n_verbs - 1] != PATH_CLOSE)
        push(p, PATH_CLOSE, NULL, 0);
}

bool path_finite(const struct path *p)
{
    for (size_t i = 0; i < p->n_points; i++)
        if (!isfinite(p->points[i].x) || !isfinite(p->points[i].y))
            return false;
    return true;
}

bool path_current(const struct path *p, struct point *out)
{
    if (!p->n_points)
        return false;
    *out = p->points[p->n_points - 1];
    if (p->verbs[p->n_verbs - 1] != PATH_CLOSE)
        return true;
    size_t v = p->n_verbs, q = p->n_points;
    while (v > 0) {
        uint8_t verb = p->verbs[--v];
        q -= verb == PATH_CUBIC ? 3 : verb == PATH_CLOSE ? 0 : 1;
        if (verb == PATH_MOVE) {
            *out = p->points[q];
            break;
        }
    }
    return true;
}

void path_arc(struct path *p, double rx, double ry, double rot, bool large, bool sweep, double x2, double y2)
{
    struct point c = {0, 0};
    path_current(p, &c);
    double x1 = c.x, y1 = c.y;
    rx = fabs(rx);
    ry = fabs(ry);
    if (x1 == x2 && y1 == y2)
        return;
    if (rx == 0 || ry == 0 || !isfinite(rx) || !isfinite(ry)) {
        path_line(p, x2, y2);
        return;
    }
    double phi = rot * M_PI / 180, cp = cos(phi), sp = sin(phi);
    double dx = (x1 - x2) / 2, dy = (y1 - y2) / 2;
    double xp = cp * dx + sp * dy, yp = -sp * dx + cp * dy;
    double lambda = xp * xp / (rx * rx) + yp * yp / (ry * ry);
    if (lambda > 1) {
        rx *= sqrt(lambda);
        ry *= sqrt(lambda);
    }
    double num = rx * rx * ry * ry - rx * rx * yp * yp - ry * ry * xp * xp;
    double den = rx * rx * yp * yp + ry * ry * xp * xp;
    double k = den > 0 && num > 0 ? sqrt(num / den) : 0;
    if (large == sweep)
        k = -k;
    double cxp = k * rx * yp / ry, cyp = -k * ry * xp / rx;
    double cx = cp * cxp - sp * cyp + (x1 + x2) / 2, cy = sp * cxp + cp * cyp + (y1 + y2) / 2;
    double t1 = atan2((yp - cyp) / ry, (xp - cxp) / rx), t2 = atan2((-yp - cyp) / ry, (-xp - cxp) / rx);
    double dt = t2 - t1;
    if (sweep && dt < 0)
        dt += 2 * M_PI;
    else if (!sweep && dt > 0)
        dt -= 2 * M_PI;
    int n = (int)ceil(fabs(dt) / (M_PI / 2) - 1e-9);
    if (n < 1)
        n = 1;
    double step = dt / n, h = 4.0 / 3 * tan(step / 4);
    for (int i = 0; i < n; i++) {
        double a = t1 + i * step, b = a + step;
        double ca = cos(a), sa = sin(a), cb = cos(b), sb = sin(b);
        double ux1 = rx * (ca - h * sa), uy1 = ry * (sa + h * ca);
        double ux2 = rx * (cb + h * sb), uy2 = ry * (sb - h * cb);
        double ux = rx * cb, uy = ry * sb;
        double ex = i == n - 1 ? x2 : cx + cp * ux - sp * uy, ey = i == n - 1 ? y2 : cy + sp * ux + cp * uy;
        path_cubic(p, cx + cp * ux1 - sp * uy1, cy + sp * ux1 + cp * uy1, cx + cp * ux2 - sp * uy2,
                   cy + sp * ux2 + cp * uy2, ex, ey);
    }
}

void path_append(struct path *p, const struct path *o, struct matrix m)
{
    size_t q = 0;
    for (size_t v = 0; v < o->n_verbs; v++) {
        size_t n = o->verbs[v] == PATH_CUBIC ? 3 : o->verbs[v] == PATH_CLOSE ? 0 : 1;
        struct point pts[3];
        for (size_t i = 0; i < n; i++)
            pts[i] = matrix_apply(m, o->points[q + i].x, o->points[q + i].y);
        push(p, (enum path_verb)o->verbs[v], pts, n);
        q += n;
    }
}

void path_transform(struct path *p, struct matrix m)
{
    for (size_t i = 0; i < p->n_points; i++)
        p->points[i] = matrix_apply(m, p->points[i].x, p->points[i].y);
}

struct extent {
    double x0, y0, x1, y1;
    bool any, endless; /* some coordinate is not finite */
};

static void extend(struct extent *e, double x, double y)
{
    if (!isfinite(x) || !isfinite(y)) {
        e->endless = true;
        return;
    }
    if (!e->any) {
        *e = (struct extent){x, y, x, y, true, e->endless};
        return;
    }
    e->x0 = fmin(e->x0, x);
    e->x1 = fmax(e->x1, x);
    e->y0 = fmin(e->y0, y);
    e->y1 = fmax(e->y1, y);
}

static double cubic_at(double a, double b, double c, double d, double t)
{
    double u = 1 - t;
    return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
}

/* Parameters in (0,1) where one coordinate of a cubic is extreme. */
static int cubic_extrema(double p0, double p1, double p2, double p3, double t[2])
{
    double a = -p0 + 3 * p1 - 3 * p2 + p3, b = 2 * (p0 - 2 * p1 + p2), c = p1 - p0;
    int n = 0;
    if (fabs(a) < 1e-12) {
        if (fabs(b) > 1e-12)
            t[n++] = -c / b;
    } else {
        double disc = b * b - 4 * a * c;
        if (disc >= 0) {
            double s = sqrt(disc);
            t[n++] = (-b + s) / (2 * a);
            t[n++] = (-b - s) / (2 * a);
        }
    }
    return n;
}

bool path_bounds(const struct path *p, struct matrix m, struct rect *out)
{
    struct extent e = {0};
    struct point cur = {0, 0}, start = {0, 0};
    size_t q = 0;
    for (size_t v = 0; v < p->n_verbs; v++) {
        switch (p->verbs[v]) {
        case PATH_MOVE:
            start = cur = matrix_apply(m, p->points[q].x, p->points[q].y);
            q++;
            if (v + 1 < p->n_verbs && p->verbs[v + 1] != PATH_MOVE)
                extend(&e, cur.x, cur.y);
            break;
        case PATH_LINE:
            cur = matrix_apply(m, p->points[q].x, p->points[q].y);
            q++;
            extend(&e, cur.x, cur.y);
            break;
        case PATH_CUBIC: {
            struct point b = matrix_apply(m, p->points[q].x, p->points[q].y);
            struct point c = matrix_apply(m, p->points[q + 1].x, p->points[q + 1].y);
            struct point d = matrix_apply(m, p->points[q + 2].x, p->points[q + 2].y);
            if (!isfinite(b.x + b.y + c.x + c.y))
                e.endless = true;
            double t[4];
            int n = cubic_extrema(cur.x, b.x, c.x, d.x, t);
            n += cubic_extrema(cur.y, b.y, c.y, d.y, t + n);
            for (int i = 0; i < n; i++)
                if (t[i] > 0 && t[i] < 1)
                    extend(&e, cubic_at(cur.x, b.x, c.x, d.x, t[i]), cubic_at(cur.y, b.y, c.y, d.y, t[i]));
            extend(&e, d.x, d.y);
            cur = d;
            q += 3;
            break;
        }
        default: /* what follows a close begins where the subpath did */
            cur = start;
            break;
        }
    }
    if (!e.any || e.endless)
        return false;
    *out = (struct rect){e.x0, e.y0, e.x1 - e.x0, e.y1 - e.y0};
    return true;
}
