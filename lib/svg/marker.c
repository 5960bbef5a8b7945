/* Markers (SVG 2, 11.6): one instance of the marker's content at each vertex of a path. */
#include <stdlib.h>

#include "svg/svg-imp.h"

struct vertex {
    struct point at;
    double angle_in, angle_out; /* radians; NAN: no direction there */
    bool starts;                /* a subpath: no segment leads here */
};

struct vertices {
    struct vertex *at;
    size_t len, cap;
};

static double direction(struct point from, struct point to)
{
    double dx = to.x - from.x, dy = to.y - from.y;
    return hypot(dx, dy) < 1e-9 ? NAN : atan2(dy, dx);
}

/* The first (or last) direction of a cubic that is not degenerate. */
static double cubic_out(const struct point p[4])
{
    for (int i = 1; i < 4; i++) {
        double a = direction(p[0], p[i]);
        if (!isnan(a))
            return a;
    }
    return NAN;
}

static double cubic_in(const struct point p[4])
{
    for (int i = 2; i >= 0; i--) {
        double a = direction(p[i], p[3]);
        if (!isnan(a))
            return a;
    }
    return NAN;
}

/* Vertices with the directions of the segments beside them. Ends of partial arcs (bits) are no vertices. */
static void collect(const struct path *p, const uint8_t *bits, struct vertices *out)
{
    struct point cur = {0, 0}, start = {0, 0};
    size_t q = 0, first = 0; /* first: index of the subpath's first vertex */
    bool open = false;
    for (size_t v = 0; v < p->n_verbs; v++) {
        const struct point *at = p->points + q;
        double in = NAN, leave = NAN;
        struct point to = cur;
        switch (p->verbs[v]) {
        case PATH_MOVE: {
            cur = start = at[0];
            q++;
            /* the move that a segment after a closepath implies is not a vertex of its own */
            bool implied = bits && bits[v] == 2 && out->len;
            if (!implied) {
                struct vertex m = {cur, NAN, NAN, true};
                vec_push(out, m);
            }
            first = out->len - 1;
            open = true;
            continue;
        }
        case PATH_LINE:
            to = at[0];
            q++;
            in = leave = direction(cur, to);
            break;
        case PATH_CUBIC: {
            struct point c[4] = {cur, at[0], at[1], at[2]};
            to = at[2];
            q += 3;
            leave = cubic_out(c);
            in = cubic_in(c);
            break;
        }
        default:
            to = start;
            in = leave = direction(cur, to);
            break;
        }
        if (!open || !out->len) {
            struct vertex m = {cur, NAN, NAN, true};
            vec_push(out, m);
            first = out->len - 1;
            open = true;
        }
        bool partial_before = v > 0 && bits && bits[v - 1] == 1;
        if (!partial_before)
            out->at[out->len - 1].angle_out = leave;
        if (bits && bits[v] == 1) {
            cur = to;
            continue;
        }
        struct vertex n = {to, in, NAN, false};
        if (p->verbs[v] == PATH_CLOSE) {
            n.angle_out = out->at[first].angle_out;
            if (isnan(n.angle_in))
                n.angle_in = out->at[out->len - 1].angle_in;
            out->at[first].angle_in = n.angle_in;
        }
        vec_push(out, n);
        cur = to;
    }
}

/* A segment without a direction takes the one before it, or else the one after it (SVG 2, 9.5.1). */
static void fill_gaps(struct vertices *vs)
{
    for (size_t i = 1; i < vs->len; i++) {
        struct vertex *a = &vs->at[i - 1], *b = &vs->at[i];
        if (!b->starts && isnan(b->angle_in) && isnan(a->angle_out) && !isnan(a->angle_in)) {
            a->angle_out = a->angle_in;
            b->angle_in = a->angle_in;
        }
    }
    for (size_t i = vs->len; i-- > 1;) {
        struct vertex *a = &vs->at[i - 1], *b = &vs->at[i];
        if (!b->starts && isnan(b->angle_in) && isnan(a->angle_out) && !isnan(b->angle_out)) {
            b->angle_in = b->angle_out;
            a->angle_out = b->angle_out;
        }
    }
}

static double bisect(const struct vertex *v)
{
    if (isnan(v->angle_in) && isnan(v->angle_out))
        return 0;
    if (isnan(v->angle_in))
        return v->angle_out;
    if (isnan(v->angle_out))
        return v->angle_in;
    double d = v->angle_out - v->angle_in;
    while (d > M_PI)
        d -= 2 * M_PI;
    while (d < -M_PI)
        d += 2 * M_PI;
    return v->angle_in + d / 2;
}

struct placing {
    struct lower *L;
    struct el *marker;
    const struct style *style; /* of the marker */
    const struct scope *inner; /* of the shape */
    struct context_paint *context;
    double scale;
    int orient; /* 0 fixed, 1 auto, 2 auto-start-reverse */
    double angle;
};

static void place(const struct placing *p, const struct vertex *v, bool at_start, struct nodes *out)
{
    struct lower *L = p->L;
    struct el *m = p->marker;
    const struct scope *in = p->inner;
    double angle = p->angle * M_PI / 180;
    if (p->orient) {
        angle = bisect(v);
        if (p->orient == 2 && at_start)
            angle += M_PI;
    }
    double w = el_length(L, m, "markerWidth", p->style, in, REL_X, 3),
           h = el_length(L, m, "markerHeight", p->style, in, REL_Y, 3);
    if (!(w > 0) || !(h > 0))
        return;
    struct matrix t = {1, 0, 0, 1, v->at.x, v->at.y};
    t = matrix_multiply(t, (struct matrix){cos(angle), sin(angle), -sin(angle), cos(angle), 0, 0});
    t = matrix_multiply(t, (struct matrix){p->scale, 0, 0, p->scale, 0, 0});
    struct view_box vb;
    struct rect clip = {0, 0, w, h};
    struct scope sc = *in;
    struct matrix view = MATRIX_IDENTITY;
    sc.vw = w;
    sc.vh = h;
    if (parse_view_box(el_attr(m, "viewBox"), &vb.box)) {
        parse_aspect(el_attr(m, "preserveAspectRatio"), &vb.align, &vb.slice);
        view = view_box_matrix(&vb, w, h);
        sc.vw = vb.box.w;
        sc.vh = vb.box.h;
        struct matrix inverse; /* what the viewport shows, in the content's units */
        if (matrix_invert(view, &inverse))
            clip = matrix_apply_rect(inverse, clip);
    } else {
        vb.box = clip;
    }
    double rx = el_length(L, m, "refX", p->style, in, REL_X, 0),
           ry = el_length(L, m, "refY", p->style, in, REL_Y, 0);
    const char *sx = el_attr(m, "refX"), *sy = el_attr(m, "refY");
    if (sx && (word_at(sx, "left") || word_at(sx, "center") || word_at(sx, "right")))
        rx = vb.box.x + sc.vw * (word_at(sx, "left") ? 0 : word_at(sx, "center") ? 0.5 : 1);
    if (sy && (word_at(sy, "top") || word_at(sy, "center") || word_at(sy, "bottom")))
        ry = vb.box.y + sc.vh * (word_at(sy, "top") ? 0 : word_at(sy, "center") ? 0.5 : 1);
    struct point ref = matrix_apply(view, rx, ry);
    t = matrix_multiply(t, (struct matrix){1, 0, 0, 1, -ref.x, -ref.y});
    t = matrix_multiply(t, view);
    sc.style = p->style;
    sc.ctm = matrix_multiply(in->ctm, t);
    sc.context = p->context;
    sc.depth++;
    struct nodes content = {0};
    lower_children(L, m, &sc, &content);
    if (!content.first)
        return;
    if (!p->style->overflow_visible) {
        struct node *c = viewport_clip(L, m, clip, content);
        content = (struct nodes){c, c};
    }
    struct node *g = node_new(L, NODE_GROUP, NULL);
    g->transform = t;
    g->u.group.first = content.first;
    nodes_add(out, g);
}

/* Sets p up for the marker of this id; false when nothing is drawn. */
static bool prepare(struct placing *p, const char *id, const struct el *shape, const struct style *s)
{
    struct lower *L = p->L;
    struct el *m = el_by_id(L, id);
    if (!m || m->tag != TAG_MARKER) {
        warn(L, shape, DIAG_SVG_REF, "marker #%s does not exist", id);
        return false;
    }
    p->marker = m;
    p->style = style_of(L, m);
    const char *orient = el_attr(m, "orient"), *units = el_attr(m, "markerUnits");
    p->orient = str_eq(orient, "auto") ? 1 : str_eq(orient, "auto-start-reverse") ? 2 : 0;
    p->angle = 0;
    if (!p->orient && orient) {
        scan_space(&orient);
        if (!parse_angle(&orient, &p->angle))
            p->angle = 0;
    }
    p->scale = str_eq(units, "userSpaceOnUse") ? 1 : s->stroke_width;
    return p->scale > 0;
}

#define MAX_MARKERS 100000

void lower_markers(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                   const struct path *path, const uint8_t *bits, const struct fill *fill,
                   const struct stroke *stroke, struct nodes *out)
{
    struct vertices vs = {0};
    collect(path, bits, &vs);
    fill_gaps(&vs);
    struct context_paint context = {.ctm = inner->ctm, .in_marker = true};
    context.fill.slot = context.stroke.slot = SLOT_NONE;
    if (fill)
        context.fill = fill->paint;
    if (stroke)
        context.stroke = stroke->paint;
    path_bounds(path, MATRIX_IDENTITY, &context.box);
    struct placing p = {.L = L, .inner = inner, .context = &context};
    const char *ids[3] = {s->marker_start, s->marker_mid, s->marker_end};
    for (int which = 0; which < 3 && vs.len; which++) {
        if (!ids[which] || !prepare(&p, ids[which], e, s))
            continue;
        if (!guard_enter(L, p.marker, "marker"))
            continue;
        if (which == 0)
            place(&p, &vs.at[0], true, out);
        else if (which == 2)
            place(&p, &vs.at[vs.len - 1], false, out);
        else
            for (size_t i = 1; i + 1 < vs.len && i < MAX_MARKERS && !L->limit_reported; i++)
                place(&p, &vs.at[i], false, out);
        p.marker->busy = false;
    }
    vec_drop(&vs);
}
