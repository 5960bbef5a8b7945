/* Paints and stroke styles as cairo's. */
#include <math.h>

#include "paint/pdf-imp.h"

static void add_stops(const struct pdf *v, cairo_pattern_t *p, const struct gradient *g, double opacity)
{
    for (size_t i = 0; i < g->n_stops; i++) {
        struct rgba c = g->stops[i].color;
        const struct bound *b = frame_at(v->f, g->stops[i].slot);
        if (b && b->has_color)
            c = b->color;
        cairo_pattern_add_color_stop_rgba(p, g->stops[i].offset, c.r / 255.0, c.g / 255.0, c.b / 255.0,
                                          c.a / 255.0 * opacity);
    }
}

static void set_color(const struct pdf *v, struct rgba c, double opacity)
{
    cairo_set_source_rgba(v->cr, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0 * opacity);
}

/* Sets p as the source; from: pattern space to the page. */
static bool set_pattern(const struct pdf *v, cairo_pattern_t *p, struct matrix from)
{
    struct matrix inverse;
    bool ok = matrix_usable(from) && matrix_invert(from, &inverse);
    if (ok) {
        cairo_matrix_t c = {inverse.a, inverse.b, inverse.c, inverse.d, inverse.e, inverse.f};
        cairo_pattern_set_matrix(p, &c);
        /* a pattern is fixed in the space of the moment it becomes the source */
        cairo_identity_matrix(v->cr);
        cairo_set_source(v->cr, p);
    }
    cairo_pattern_destroy(p);
    return ok;
}

/* cairo writes a gradient out once for every repetition on the page, and asserts on extents that a double
 * cannot tell apart: far coordinates are drawn as the last colour, tiny steps once. */
enum { PDF_FAR = 100000 };

static bool is_far(const struct gradient *g)
{
    const double v[] = {g->x1, g->y1, g->x2, g->y2, g->cx, g->cy, g->r, g->fx, g->fy, g->fr};
    for (size_t i = g->radial ? 4 : 0; i < (g->radial ? 10u : 4u); i++)
        if (!(fabs(v[i]) <= PDF_FAR))
            return true;
    return false;
}

static bool repeats_well(const struct gradient *g, struct matrix m)
{
    double step = g->radial ? fabs(g->r - g->fr) : hypot(g->x2 - g->x1, g->y2 - g->y1), sx, sy;
    matrix_scales(m, &sx, &sy);
    /* the page must stay a box with sides in the gradient's space, too */
    bool upright = sx > 1e-3 && sy > 1e-3 && sx < 1e4 && sy < 1e4 && fabs(m.e) < 1e6 && fabs(m.f) < 1e6 &&
                   fabs(m.a * m.d - m.b * m.c) > 1e-3 * sx * sy;
    return upright && step * matrix_scale_of(m) >= 1;
}

static bool gradient(const struct pdf *v, const struct gradient *g, double opacity, struct matrix m,
                     const struct rect *box)
{
    static const cairo_extend_t spreads[] = {CAIRO_EXTEND_PAD, CAIRO_EXTEND_REFLECT, CAIRO_EXTEND_REPEAT};
    if (!g->n_stops)
        return false;
    if (g->units_bbox) {
        if (!box || rect_empty(*box))
            return false;
        m = matrix_multiply(m, (struct matrix){box->w, 0, 0, box->h, box->x, box->y});
    }
    bool flat = is_far(g) || (g->radial ? !(g->r > 0) : g->x1 == g->x2 && g->y1 == g->y2);
    if (flat) {
        struct rgba c = g->stops[g->n_stops - 1].color;
        const struct bound *b = frame_at(v->f, g->stops[g->n_stops - 1].slot);
        set_color(v, b && b->has_color ? b->color : c, opacity);
        return true;
    }
    cairo_pattern_t *p = g->radial ? cairo_pattern_create_radial(g->fx, g->fy, g->fr, g->cx, g->cy, g->r)
                                   : cairo_pattern_create_linear(g->x1, g->y1, g->x2, g->y2);
    add_stops(v, p, g, opacity);
    m = matrix_multiply(m, g->transform);
    cairo_pattern_set_extend(p, repeats_well(g, m) ? spreads[g->spread] : CAIRO_EXTEND_PAD);
    return set_pattern(v, p, m);
}

/* The tile as a recording: it stays vectors. */
static bool pattern(struct pdf *v, const struct pattern *g, double opacity, struct matrix m,
                    const struct rect *box)
{
    struct rect r = g->rect;
    if ((g->units_bbox || (g->content_bbox && !g->has_view_box)) && (!box || rect_empty(*box)))
        return false;
    if (g->units_bbox)
        r = (struct rect){box->x + r.x * box->w, box->y + r.y * box->h, r.w * box->w, r.h * box->h};
    if (rect_empty(r) || !g->content || v->layers >= LIMIT_LAYERS)
        return false;
    cairo_rectangle_t tile = {0, 0, r.w, r.h};
    cairo_surface_t *s = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &tile);
    struct pdf inner = *v;
    struct matrix content = MATRIX_IDENTITY;
    inner.cr = cairo_create(s);
    inner.layers++;
    cairo_rectangle(inner.cr, 0, 0, r.w, r.h);
    cairo_clip(inner.cr);
    if (g->has_view_box)
        content = view_box_matrix(&g->view_box, r.w, r.h);
    else if (g->content_bbox)
        content = (struct matrix){box->w, 0, 0, box->h, 0, 0};
    if (opacity < 1)
        cairo_push_group(inner.cr);
    pdf_nodes(&inner, g->content, content);
    if (opacity < 1) {
        cairo_identity_matrix(inner.cr);
        cairo_pop_group_to_source(inner.cr);
        cairo_paint_with_alpha(inner.cr, opacity);
    }
    cairo_destroy(inner.cr);
    cairo_pattern_t *p = cairo_pattern_create_for_surface(s);
    cairo_surface_destroy(s);
    cairo_pattern_set_extend(p, CAIRO_EXTEND_REPEAT);
    return set_pattern(
        v, p, matrix_multiply(matrix_multiply(m, g->transform), (struct matrix){1, 0, 0, 1, r.x, r.y}));
}

bool pdf_paint(struct pdf *v, const struct paint *p, double opacity, struct matrix m, const struct rect *box)
{
    const struct bound *b = frame_at(v->f, p->slot);
    if (!(opacity > 0))
        return false;
    if (b && b->has_color) {
        set_color(v, b->color, opacity);
        return true;
    }
    if (p->has_context) {
        m = matrix_multiply(m, p->context_matrix);
        box = &p->context_box;
    }
    switch (p->kind) {
    case PAINT_NONE:
        return false;
    case PAINT_COLOR:
        set_color(v, p->color, opacity);
        return p->color.a != 0;
    case PAINT_GRADIENT:
        return p->gradient && gradient(v, p->gradient, opacity, m, box);
    case PAINT_PATTERN:
        return p->pattern && pattern(v, p->pattern, opacity, m, box);
    }
    return false;
}

void pdf_stroke_style(const struct pdf *v, const struct stroke *s, struct matrix m, const struct path *p)
{
    static const cairo_line_cap_t caps[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND, CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t joins[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND,
                                              CAIRO_LINE_JOIN_BEVEL, CAIRO_LINE_JOIN_MITER,
                                              CAIRO_LINE_JOIN_MITER};
    cairo_set_line_width(v->cr, s->width);
    cairo_set_line_cap(v->cr, caps[s->cap]);
    cairo_set_line_join(v->cr, joins[s->join]);
    cairo_set_miter_limit(v->cr, s->miter_limit);
    if (dashes_fit(p, MATRIX_IDENTITY, s))
        cairo_set_dash(v->cr, s->dashes, (int)s->n_dashes, s->dash_offset);
    else
        cairo_set_dash(v->cr, NULL, 0, 0);
    (void)m;
}
