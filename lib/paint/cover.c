/* Coverage: paths and strokes to 8-bit alpha, by cairo; axis-parallel rectangles by exact area. */
#include <cairo.h>
#include <math.h>
#include <string.h>

#include "paint/paint-imp.h"

/* cairo's coordinates are 24.8 fixed point; farther points are pulled in. */
static const double far_away = 4e6;
/* Where a shape leaves the wanted pixels cairo cuts its edges, which rounds; the cut happens this far
 * outside. */
enum { MARGIN = 2 };

static double snap(double v)
{
    if (!(v > -far_away))
        return -far_away;
    if (v > far_away)
        return far_away;
    return rint(v * 256) / 256;
}

void path_to_device(struct path *out, const struct path *p, struct matrix m)
{
    size_t from = out->n_points;
    path_append(out, p, m);
    for (size_t i = from; i < out->n_points; i++) {
        out->points[i].x = snap(out->points[i].x);
        out->points[i].y = snap(out->points[i].y);
    }
}

/* Box of all points, control points included: cheap, and never too small. */
static bool hull(const struct path *p, struct rect *out)
{
    if (!p->n_points)
        return false;
    double x0 = p->points[0].x, y0 = p->points[0].y, x1 = x0, y1 = y0;
    for (size_t i = 1; i < p->n_points; i++) {
        x0 = fmin(x0, p->points[i].x);
        x1 = fmax(x1, p->points[i].x);
        y0 = fmin(y0, p->points[i].y);
        y1 = fmax(y1, p->points[i].y);
    }
    *out = (struct rect){x0, y0, x1 - x0, y1 - y0};
    return true;
}

bool cover_new(struct draw *d, struct irect box, uint8_t value, struct cover *out)
{
    if (irect_empty(box))
        return false;
    int stride = (box.x1 - box.x0 + 15) & ~15;
    size_t size = (size_t)stride * (size_t)(box.y1 - box.y0);
    uint8_t *memory = pool_take(d->p, size);
    memset(memory, value, size);
    *out = (struct cover){box, stride, memory, memory, false};
    return true;
}

void cover_free(struct draw *d, struct cover *c)
{
    pool_give(d->p, c->memory);
    c->memory = c->data = NULL;
}

/* ---- rectangles ---- */
static bool is_rectangle(const struct path *p, struct rect *out)
{
    size_t n = p->n_points;
    if (p->n_verbs < 4 || p->n_verbs > 6 || n < 4 || n > 5 || p->verbs[0] != PATH_MOVE)
        return false;
    for (size_t v = 1; v < p->n_verbs; v++)
        if (p->verbs[v] != (v < n ? PATH_LINE : PATH_CLOSE))
            return false;
    const struct point *q = p->points;
    if (n == 5 && (q[4].x != q[0].x || q[4].y != q[0].y))
        return false;
    bool across = q[0].y == q[1].y && q[1].x == q[2].x && q[2].y == q[3].y && q[3].x == q[0].x;
    bool down = q[0].x == q[1].x && q[1].y == q[2].y && q[2].x == q[3].x && q[3].y == q[0].y;
    if (!across && !down)
        return false;
    *out = (struct rect){fmin(q[0].x, q[2].x), fmin(q[0].y, q[2].y), fabs(q[2].x - q[0].x),
                         fabs(q[2].y - q[0].y)};
    return !rect_empty(*out);
}

/* How much of [i, i + 1) lies in [a, b). */
static double overlap(int i, double a, double b)
{
    double lo = a > i ? a : i, hi = b < i + 1 ? b : i + 1;
    return hi > lo ? hi - lo : 0;
}

static bool cover_rectangle(struct draw *d, struct rect r, bool antialias, struct irect limit,
                            struct cover *out)
{
    double x1 = r.x + r.w, y1 = r.y + r.h;
    if (!antialias) { /* pixels whose centre lies inside */
        r.x = ceil(r.x - 0.5);
        r.y = ceil(r.y - 0.5);
        x1 = ceil(x1 - 0.5);
        y1 = ceil(y1 - 0.5);
        r.w = x1 - r.x;
        r.h = y1 - r.y;
        if (rect_empty(r))
            return false;
    }
    struct irect box = irect_around(r, limit);
    if (irect_empty(box))
        return false;
    /* whole pixels everywhere need no buffer */
    bool whole = overlap(box.x0, r.x, x1) == 1 && overlap(box.x1 - 1, r.x, x1) == 1 &&
                 overlap(box.y0, r.y, y1) == 1 && overlap(box.y1 - 1, r.y, y1) == 1;
    if (whole) {
        *out = (struct cover){.box = box, .full = true};
        return true;
    }
    if (!cover_new(d, box, 255, out))
        return false;
    int w = box.x1 - box.x0;
    double left = overlap(box.x0, r.x, x1), right = overlap(box.x1 - 1, r.x, x1);
    for (int y = box.y0; y < box.y1; y++) {
        double v = overlap(y, r.y, y1);
        uint8_t *row = cover_row(out, y);
        if (v < 1)
            memset(row, (int)lrint(255 * v), (size_t)w);
        row[0] = (uint8_t)lrint(255 * v * left);
        if (w > 1)
            row[w - 1] = (uint8_t)lrint(255 * v * right);
    }
    return true;
}

/* ---- cairo ---- */
struct canvas {
    cairo_surface_t *surface;
    cairo_t *cr;
};

/* An empty 8-bit canvas over `box`, with a margin on the sides where the shape goes on. */
static bool canvas_open(struct draw *d, struct irect box, struct rect shape, struct cover *out,
                        struct canvas *c)
{
    struct irect wide = {box.x0 - (shape.x < box.x0 ? MARGIN : 0), box.y0 - (shape.y < box.y0 ? MARGIN : 0),
                         box.x1 + (shape.x + shape.w > box.x1 ? MARGIN : 0),
                         box.y1 + (shape.y + shape.h > box.y1 ? MARGIN : 0)};
    if (!cover_new(d, wide, 0, out))
        return false;
    c->surface = cairo_image_surface_create_for_data(out->memory, CAIRO_FORMAT_A8, wide.x1 - wide.x0,
                                                     wide.y1 - wide.y0, out->stride);
    c->cr = cairo_create(c->surface);
    if (cairo_status(c->cr) != CAIRO_STATUS_SUCCESS) {
        cairo_destroy(c->cr);
        cairo_surface_destroy(c->surface);
        cover_free(d, out);
        return false;
    }
    out->data += (size_t)(box.y0 - wide.y0) * (size_t)out->stride + (size_t)(box.x0 - wide.x0);
    out->box = box;
    cairo_set_source_rgba(c->cr, 0, 0, 0, 1);
    return true;
}

static void canvas_path(const struct canvas *c, const struct path *p, int dx, int dy)
{
    const struct point *q = p->points;
    for (size_t v = 0; v < p->n_verbs; v++)
        switch (p->verbs[v]) {
        case PATH_MOVE:
            cairo_move_to(c->cr, q->x - dx, q->y - dy);
            q++;
            break;
        case PATH_LINE:
            cairo_line_to(c->cr, q->x - dx, q->y - dy);
            q++;
            break;
        case PATH_CUBIC:
            cairo_curve_to(c->cr, q[0].x - dx, q[0].y - dy, q[1].x - dx, q[1].y - dy, q[2].x - dx,
                           q[2].y - dy);
            q += 3;
            break;
        case PATH_CLOSE:
            cairo_close_path(c->cr);
            break;
        }
}

static bool canvas_close(struct draw *d, struct canvas *c, struct cover *out)
{
    bool ok = cairo_status(c->cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(c->cr);
    cairo_surface_flush(c->surface);
    cairo_surface_destroy(c->surface);
    if (!ok)
        cover_free(d, out);
    return ok;
}

/* Origin of the canvas of a cover in canvas pixels: its data may start after a margin. */
static struct point canvas_origin(const struct cover *c)
{
    size_t skip = (size_t)(c->data - (uint8_t *)c->memory);
    return (struct point){c->box.x0 - (int)(skip % (size_t)c->stride),
                          c->box.y0 - (int)(skip / (size_t)c->stride)};
}

bool cover_fill(struct draw *d, const struct path *dev, bool evenodd, bool antialias, struct irect limit,
                struct cover *out)
{
    struct rect shape;
    struct canvas c;
    if (is_rectangle(dev, &shape))
        return cover_rectangle(d, shape, antialias, limit, out);
    if (!hull(dev, &shape))
        return false;
    struct irect box = irect_around(rect_inset(shape, -0.25), limit);
    if (irect_empty(box) || !canvas_open(d, box, shape, out, &c))
        return false;
    struct point origin = canvas_origin(out);
    canvas_path(&c, dev, (int)origin.x, (int)origin.y);
    cairo_set_fill_rule(c.cr, evenodd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
    cairo_set_antialias(c.cr, antialias ? CAIRO_ANTIALIAS_GOOD : CAIRO_ANTIALIAS_NONE);
    cairo_fill(c.cr);
    return canvas_close(d, &c, out);
}

/* Whether the dashes of a path are few enough to be worth drawing one by one. */
static bool dashes_fit(const struct path *dev, struct matrix m, const struct stroke *s)
{
    double sum = 0, length = 0;
    for (size_t i = 0; i < s->n_dashes; i++)
        sum += s->dashes[i];
    for (size_t i = 1; i < dev->n_points; i++)
        length += hypot(dev->points[i].x - dev->points[i - 1].x, dev->points[i].y - dev->points[i - 1].y);
    double scale = matrix_scale_of(m);
    return s->n_dashes && sum > 0 && isfinite(sum) && isfinite(s->dash_offset) &&
           length / (sum * scale) * (double)s->n_dashes < 200000;
}

bool cover_stroke(struct draw *d, const struct path *dev, struct matrix m, const struct stroke *s,
                  bool antialias, struct irect limit, struct cover *out)
{
    static const cairo_line_cap_t caps[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND, CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t joins[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND,
                                              CAIRO_LINE_JOIN_BEVEL, CAIRO_LINE_JOIN_MITER,
                                              CAIRO_LINE_JOIN_MITER};
    struct rect shape;
    struct canvas c;
    if (!(s->width > 0) || !isfinite(s->width) || !matrix_usable(m) || !hull(dev, &shape))
        return false;
    double reach = s->width / 2 * hypot(hypot(m.a, m.b), hypot(m.c, m.d));
    if (s->join != JOIN_ROUND && s->join != JOIN_BEVEL)
        reach *= fmax(s->miter_limit, M_SQRT2);
    else
        reach *= M_SQRT2;
    shape = rect_inset(shape, -(reach + 0.5));
    struct irect box = irect_around(shape, limit);
    if (irect_empty(box) || !canvas_open(d, box, shape, out, &c))
        return false;
    struct point origin = canvas_origin(out);
    canvas_path(&c, dev, (int)origin.x, (int)origin.y);
    cairo_matrix_t pen = {m.a, m.b, m.c, m.d, 0, 0};
    cairo_set_matrix(c.cr, &pen);
    cairo_set_line_width(c.cr, s->width);
    cairo_set_line_cap(c.cr, caps[s->cap]);
    cairo_set_line_join(c.cr, joins[s->join]);
    cairo_set_miter_limit(c.cr, s->miter_limit);
    if (dashes_fit(dev, m, s))
        cairo_set_dash(c.cr, s->dashes, (int)s->n_dashes, s->dash_offset);
    cairo_set_antialias(c.cr, antialias ? CAIRO_ANTIALIAS_GOOD : CAIRO_ANTIALIAS_NONE);
    cairo_stroke(c.cr);
    return canvas_close(d, &c, out);
}

/* ---- algebra ---- */

void cover_multiply(struct cover *c, const struct cover *by)
{
    for (int y = c->box.y0; y < c->box.y1; y++) {
        uint8_t *row = cover_row(c, y);
        int n = c->box.x1 - c->box.x0;
        if (y < by->box.y0 || y >= by->box.y1 || irect_empty(irect_intersect(c->box, by->box))) {
            memset(row, 0, (size_t)n);
            continue;
        }
        int from = by->box.x0 > c->box.x0 ? by->box.x0 - c->box.x0 : 0;
        int to = by->box.x1 < c->box.x1 ? by->box.x1 - c->box.x0 : n;
        if (from > 0)
            memset(row, 0, (size_t)from);
        if (to < n)
            memset(row + to, 0, (size_t)(n - to));
        if (by->full)
            continue;
        const uint8_t *other = cover_row(by, y) + (c->box.x0 + from - by->box.x0);
        for (int x = from; x < to; x++)
            row[x] = (uint8_t)div255((unsigned)row[x] * other[x - from]);
    }
}

void cover_unite(struct cover *c, const struct cover *with)
{
    struct irect both = irect_intersect(c->box, with->box);
    if (irect_empty(both))
        return;
    int n = both.x1 - both.x0;
    for (int y = both.y0; y < both.y1; y++) {
        uint8_t *row = cover_row(c, y) + (both.x0 - c->box.x0);
        if (with->full) {
            memset(row, 255, (size_t)n);
            continue;
        }
        const uint8_t *other = cover_row(with, y) + (both.x0 - with->box.x0);
        for (int x = 0; x < n; x++)
            row[x] = (uint8_t)(other[x] + div255((unsigned)row[x] * (255u - other[x])));
    }
}
