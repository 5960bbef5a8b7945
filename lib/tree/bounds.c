/* Boxes: what a node's geometry covers, and what it may paint. */
#include <math.h>

#include "tree/tree-imp.h"

struct box { /* unlike struct rect's union, keeps boxes without width or height (SVG counts straight lines) */
    bool any;
    double x0, y0, x1, y1;
};

static void box_add(struct box *b, struct rect r)
{
    if (!isfinite(r.x) || !isfinite(r.y) || !isfinite(r.w) || !isfinite(r.h))
        return;
    if (!b->any) {
        *b = (struct box){true, r.x, r.y, r.x + r.w, r.y + r.h};
        return;
    }
    b->x0 = fmin(b->x0, r.x);
    b->y0 = fmin(b->y0, r.y);
    b->x1 = fmax(b->x1, r.x + r.w);
    b->y1 = fmax(b->y1, r.y + r.h);
}

static bool box_get(const struct box *b, struct rect *out)
{
    if (b->any)
        *out = (struct rect){b->x0, b->y0, b->x1 - b->x0, b->y1 - b->y0};
    return b->any;
}

static bool is_hidden(const struct node *n, const struct frame *f)
{
    const struct bound *b = frame_at(f, n->slot);
    return b && b->hidden;
}

static bool image_view(const struct node *n, const struct frame *f, struct rect *out)
{
    const struct bound *b = frame_at(f, n->slot);
    *out = b && b->pixmap ? b->view : n->u.image.view;
    return !rect_empty(*out);
}

/* ---- the object bounding box ---- */
/* Tight box of a node's fill geometry after m. Transforming the geometry, not its box, keeps rotated shapes
 * tight. */
static void object_add(struct box *b, const struct node *n, const struct frame *f, struct matrix m, int depth)
{
    struct rect r;
    switch (n->kind) {
    case NODE_PATH:
        if (n->u.path.path && path_bounds(n->u.path.path, m, &r))
            box_add(b, r);
        break;
    case NODE_IMAGE:
        if (image_view(n, f, &r))
            box_add(b, matrix_apply_rect(m, r));
        break;
    case NODE_TEXT: {
        const struct text_layout *l = node_text_layout(n, f);
        if (l && !rect_empty(l->em_box))
            box_add(b, matrix_apply_rect(m, l->em_box));
        break;
    }
    case NODE_GROUP:
        if (depth > TREE_DEPTH_MAX)
            return;
        for (const struct node *c = n->u.group.first; c; c = c->next)
            if (!is_hidden(c, f))
                object_add(b, c, f, matrix_multiply(m, c->transform), depth + 1);
        break;
    }
}

bool node_object_box(const struct node *n, const struct frame *f, struct rect *out)
{
    struct box b = {0};
    object_add(&b, n, f, MATRIX_IDENTITY, 0);
    return box_get(&b, out);
}

/* ---- the paint box ---- */
/* The longest miter of a path as a multiple of the width, not beyond `limit`; 1 when all joins are flat. */
static double longest_miter(const struct path *p, double limit)
{
    double worst = 1;
    struct point cur = {0, 0}, start = {0, 0}, in = {0, 0}, first = {0, 0};
    bool have_in = false, have_first = false;
    size_t q = 0;
    for (size_t v = 0; v < p->n_verbs; v++) {
        struct point to = cur, out = {0, 0}, last = {0, 0};
        switch (p->verbs[v]) {
        case PATH_MOVE:
            cur = start = p->points[q++];
            have_in = have_first = false;
            continue;
        case PATH_LINE:
            to = p->points[q++];
            out = last = (struct point){to.x - cur.x, to.y - cur.y};
            break;
        case PATH_CUBIC: {
            const struct point *c = &p->points[q];
            q += 3;
            to = c[2];
            /* A curve may hold a cusp of its own; its hull tells whether control points turn back sharply. */
            struct point pts[4] = {cur, c[0], c[1], c[2]};
            int i = 1, k = 2;
            while (i < 3 && pts[i].x == cur.x && pts[i].y == cur.y)
                i++;
            while (k > 0 && pts[k].x == to.x && pts[k].y == to.y)
                k--;
            out = (struct point){pts[i].x - cur.x, pts[i].y - cur.y};
            last = (struct point){to.x - pts[k].x, to.y - pts[k].y};
            break;
        }
        case PATH_CLOSE:
            to = start;
            out = last = (struct point){to.x - cur.x, to.y - cur.y};
            break;
        }
        bool moved = hypot(out.x, out.y) > 0;
        struct point joins[2][2] = {{in, out}, {last, first}};
        bool want[2] = {moved && have_in, p->verbs[v] == PATH_CLOSE && have_first};
        if (want[1] && !moved)
            joins[1][0] = in;
        for (int j = 0; j < 2; j++) {
            if (!want[j])
                continue;
            struct point a = joins[j][0], b = joins[j][1];
            double la = hypot(a.x, a.y), lb = hypot(b.x, b.y);
            if (!(la > 0) || !(lb > 0))
                continue;
            /* ratio = 1 / sin(theta / 2), cos(theta) = -a.b */
            double cosine = (a.x * b.x + a.y * b.y) / (la * lb), half = sqrt(fmax(0, (1 + cosine) / 2));
            double ratio = half > 0 ? 1 / half : INFINITY;
            if (ratio <= limit && ratio > worst)
                worst = ratio;
            else if (ratio > limit && ratio < limit * 1.01)
                worst = limit;
        }
        if (moved) {
            if (!have_first) {
                first = out;
                have_first = true;
            }
            in = last;
            have_in = true;
        }
        cur = to;
    }
    return worst;
}

static double stroke_reach(const struct stroke *s, const struct path *p)
{
    double k = s->cap == CAP_SQUARE ? M_SQRT2 : 1;
    if (s->join == JOIN_MITER_CLIP || s->join == JOIN_ARCS)
        k = fmax(k, s->miter_limit);
    else if (s->join == JOIN_MITER)
        k = fmax(k, p ? longest_miter(p, s->miter_limit) : s->miter_limit);
    return s->width / 2 * k;
}

static void paint_add(struct box *b, const struct node *n, const struct frame *f, struct matrix m, int depth);

static void group_paint_add(struct box *b, const struct node *n, const struct frame *f, struct matrix m,
                            int depth)
{
    const struct node_group *g = &n->u.group;
    if (depth > TREE_DEPTH_MAX)
        return;
    if (!g->n_filters) {
        for (const struct node *c = g->first; c; c = c->next)
            if (!is_hidden(c, f))
                paint_add(b, c, f, matrix_multiply(m, c->transform), depth + 1);
        return;
    }
    struct box own = {0};
    for (const struct node *c = g->first; c; c = c->next)
        if (!is_hidden(c, f))
            paint_add(&own, c, f, c->transform, depth + 1);
    struct rect area = {0}, object = {0};
    bool have = box_get(&own, &area), have_object = node_object_box(n, f, &object);
    for (size_t i = 0; i < g->n_filters; i++) {
        if (g->filters[i].from_function) {
            if (have)
                area = rect_inset(area, -fx_reach(&g->filters[i]));
        } else if (have_object || !g->filters[i].units_bbox) {
            have = fx_region(&g->filters[i], object, &area);
        } else {
            have = false;
        }
    }
    if (have)
        box_add(b, matrix_apply_rect(m, area));
}

static void paint_add(struct box *b, const struct node *n, const struct frame *f, struct matrix m, int depth)
{
    struct rect r;
    switch (n->kind) {
    case NODE_PATH: {
        const struct node_path *p = &n->u.path;
        if (!p->path || !path_finite(p->path))
            break;
        if (p->stroke && p->stroke->paint.kind != PAINT_NONE) {
            if (path_bounds(p->path, MATRIX_IDENTITY, &r) || p->path->n_points) {
                if (!path_bounds(p->path, MATRIX_IDENTITY, &r)) /* a lone point may still have caps */
                    r = (struct rect){p->path->points[0].x, p->path->points[0].y, 0, 0};
                box_add(b, matrix_apply_rect(m, rect_inset(r, -stroke_reach(p->stroke, p->path))));
            }
        } else if (path_bounds(p->path, m, &r)) {
            box_add(b, r);
        }
        break;
    }
    case NODE_IMAGE:
        if (image_view(n, f, &r))
            box_add(b, matrix_apply_rect(m, r));
        break;
    case NODE_TEXT: {
        const struct text_layout *l = node_text_layout(n, f);
        if (!l)
            break;
        r = rect_union(l->ink, l->em_box);
        double reach = 0;
        size_t n_paints;
        const struct text_paint *paints = node_text_paints(n, f, &n_paints);
        for (size_t i = 0; i < n_paints; i++)
            if (paints[i].stroke)
                reach = fmax(reach, stroke_reach(paints[i].stroke, NULL));
        if (!rect_empty(r))
            box_add(b, matrix_apply_rect(m, rect_inset(r, -reach)));
        break;
    }
    case NODE_GROUP:
        group_paint_add(b, n, f, m, depth);
        break;
    }
}

bool node_paint_box(const struct node *n, const struct frame *f, struct rect *out)
{
    struct box b = {0};
    if (!is_hidden(n, f))
        paint_add(&b, n, f, n->transform, 0);
    return box_get(&b, out);
}
