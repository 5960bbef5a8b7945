/* Coverage: paths and strokes to 8-bit alpha, by cairo; axis-parallel rectangles by exact area. */
#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "paint/paint-imp.h"

/* cairo's coordinates are 24.8 fixed point; farther points are pulled in. */
enum { FAR = 4000000 };
/* Side of the cells that large shapes are drawn in, aligned on the canvas. */
enum { CELL = 1024 };

static int floor_to_cell(int v)
{
    return v - ((v % CELL) + CELL) % CELL;
}

static double snap(double v)
{
    if (!(v > -(double)FAR))
        return -(double)FAR;
    if (v > FAR)
        return FAR;
    return rint(v * 256) / 256;
}

void path_to_device(struct path *out, const struct path *p, struct matrix m)
{
    size_t from = out->n_points;
    if (!path_finite(p)) /* drawn by nobody: its box says nothing of where it would go */
        return;
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

static bool canvas_open(struct canvas *c, const struct cover *on)
{
    c->surface = cairo_image_surface_create_for_data(on->memory, CAIRO_FORMAT_A8, on->box.x1 - on->box.x0,
                                                     on->box.y1 - on->box.y0, on->stride);
    c->cr = cairo_create(c->surface);
    cairo_set_source_rgba(c->cr, 0, 0, 0, 1);
    return cairo_status(c->cr) == CAIRO_STATUS_SUCCESS;
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

static bool canvas_close(struct canvas *c)
{
    bool ok = cairo_status(c->cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(c->cr);
    cairo_surface_flush(c->surface);
    cairo_surface_destroy(c->surface);
    return ok;
}

/* What is drawn: a filled outline, or a stroked one when `stroke` is set. */
struct job {
    const struct path *dev;
    bool evenodd, antialias;
    const struct stroke *stroke;
    struct matrix m;
    const double *dashes;
    size_t n_dashes;
    double offset;
};

static bool draw_job(const struct job *j, const struct cover *on)
{
    static const cairo_line_cap_t caps[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND, CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t joins[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND,
                                              CAIRO_LINE_JOIN_BEVEL, CAIRO_LINE_JOIN_MITER,
                                              CAIRO_LINE_JOIN_MITER};
    struct canvas c;
    if (canvas_open(&c, on)) {
        canvas_path(&c, j->dev, on->box.x0, on->box.y0);
        cairo_set_antialias(c.cr, j->antialias ? CAIRO_ANTIALIAS_GOOD : CAIRO_ANTIALIAS_NONE);
        const struct stroke *s = j->stroke;
        if (s) {
            cairo_matrix_t pen = {j->m.a, j->m.b, j->m.c, j->m.d, 0, 0};
            cairo_set_matrix(c.cr, &pen);
            cairo_set_line_width(c.cr, s->width);
            cairo_set_line_cap(c.cr, caps[s->cap]);
            cairo_set_line_join(c.cr, joins[s->join]);
            cairo_set_miter_limit(c.cr, s->miter_limit);
            if (j->n_dashes)
                cairo_set_dash(c.cr, j->dashes, (int)j->n_dashes, j->offset);
            cairo_stroke(c.cr);
        } else {
            cairo_set_fill_rule(c.cr, j->evenodd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
            cairo_fill(c.cr);
        }
    }
    return canvas_close(&c);
}

/* Draws into out, whose box is the part of the shape that is wanted. What cairo computes for a pixel depends
 * a little on where the shape is cut (edges are clipped, rows simplified), so shapes are never cut at what is
 * wanted: a small one is drawn whole, a large one by the cells of a fixed grid. */
static bool cover_job(struct draw *d, const struct job *j, struct rect shape, struct irect limit,
                      struct cover *out)
{
    static const struct irect everywhere = {-FAR, -FAR, FAR, FAR};
    struct irect whole = irect_around(shape, everywhere), box = irect_intersect(whole, limit);
    if (irect_empty(box))
        return false;
    if (whole.x1 - whole.x0 <= CELL && whole.y1 - whole.y0 <= CELL) {
        if (!cover_new(d, whole, 0, out))
            return false;
        if (!draw_job(j, out)) {
            cover_free(d, out);
            return false;
        }
        out->data += (size_t)(box.y0 - whole.y0) * (size_t)out->stride + (size_t)(box.x0 - whole.x0);
        out->box = box;
        return true;
    }
    if (!cover_new(d, box, 0, out))
        return false;
    for (int y = floor_to_cell(box.y0); y < box.y1; y += CELL)
        for (int x = floor_to_cell(box.x0); x < box.x1; x += CELL) {
            struct irect cell = irect_intersect((struct irect){x, y, x + CELL, y + CELL}, whole);
            struct irect part = irect_intersect(cell, box);
            struct cover piece;
            if (irect_empty(part) || !cover_new(d, cell, 0, &piece))
                continue;
            bool ok = draw_job(j, &piece);
            for (int row = part.y0; ok && row < part.y1; row++)
                memcpy(cover_row(out, row) + (part.x0 - box.x0), cover_row(&piece, row) + (part.x0 - cell.x0),
                       (size_t)(part.x1 - part.x0));
            cover_free(d, &piece);
        }
    return true;
}

bool cover_fill(struct draw *d, const struct path *dev, bool evenodd, bool antialias, struct irect limit,
                struct cover *out)
{
    struct rect shape;
    struct job j = {.dev = dev, .evenodd = evenodd, .antialias = antialias};
    if (is_rectangle(dev, &shape))
        return cover_rectangle(d, shape, antialias, limit, out);
    /* the tight box: what is drawn must not depend on what lies outside it */
    return path_bounds(dev, MATRIX_IDENTITY, &shape) &&
           cover_job(d, &j, rect_inset(shape, -0.25), limit, out);
}

bool dashes_fit(const struct path *dev, struct matrix m, const struct stroke *s)
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

/* Adds the clipped tips of JOIN_MITER_CLIP to a stroke that cairo bevelled. */
static void unite_tips(struct draw *d, const struct path *dev, struct matrix m, const struct stroke *s,
                       bool antialias, struct cover *onto)
{
    struct matrix back;
    struct path user = {0}, tips = {0}, on_canvas = {0};
    struct cover c;
    if (!matrix_invert(m, &back))
        return;
    path_append(&user, dev, back);
    stroke_miter_clips(&tips, &user, s);
    path_to_device(&on_canvas, &tips, m);
    if (cover_fill(d, &on_canvas, false, antialias, onto->box, &c)) {
        cover_unite(onto, &c);
        cover_free(d, &c);
    }
    path_drop(&user);
    path_drop(&tips);
    path_drop(&on_canvas);
}

bool cover_stroke(struct draw *d, const struct path *dev, struct matrix m, const struct stroke *s,
                  bool antialias, struct irect limit, struct cover *out)
{
    struct rect shape;
    struct job j = {.dev = dev, .antialias = antialias, .stroke = s, .m = m};
    if (!(s->width > 0) || !isfinite(s->width) || !matrix_usable(m) || !hull(dev, &shape))
        return false;
    double reach = s->width / 2 * hypot(hypot(m.a, m.b), hypot(m.c, m.d));
    if (s->join != JOIN_ROUND && s->join != JOIN_BEVEL)
        reach *= fmax(s->miter_limit, M_SQRT2);
    else
        reach *= M_SQRT2;
    shape = rect_inset(shape, -(reach + 0.5));
    double *dashes = NULL;
    if (dashes_fit(dev, m, s)) {
        j.dashes = dashes = xmalloc(s->n_dashes * sizeof *dashes);
        j.n_dashes = stroke_visible_dashes(s, 1.0 / 64 / matrix_scale_of(m), dashes, &j.offset);
        if (!j.n_dashes) {
            free(dashes);
            return false;
        }
    }
    struct path more = {0};
    double axis = hypot(m.a, m.b);
    if (s->cap == CAP_SQUARE && axis > 0) {
        stroke_square_points(&more, dev, (struct point){m.a / axis, m.b / axis});
        if (more.n_verbs) {
            path_append(&more, dev, MATRIX_IDENTITY);
            j.dev = &more;
        }
    }
    bool ok = cover_job(d, &j, shape, limit, out);
    free(dashes);
    path_drop(&more);
    if (ok && !j.n_dashes && (s->join == JOIN_MITER_CLIP || s->join == JOIN_ARCS))
        unite_tips(d, dev, m, s, antialias, out);
    return ok;
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
