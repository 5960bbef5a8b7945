/* The guarantees at the top of tree.h, checked. */
#include <math.h>

#include "tree/tree-imp.h"

struct check {
    struct ctx *ctx;
    const struct tree *tree;
};

static int broken(const struct check *c, const struct node *n, const char *what)
{
    report(c->ctx, DIAG_TREE, (struct where){.file = c->tree->path, .line = n ? n->line : 0},
           "lowering broke a guarantee of the render tree: %s", what);
    return -1;
}

static int nodes_ok(const struct check *c, const struct node *n, int depth);

static bool matrix_finite(struct matrix m)
{
    return isfinite(m.a) && isfinite(m.b) && isfinite(m.c) && isfinite(m.d) && isfinite(m.e) && isfinite(m.f);
}

static bool slot_ok(const struct check *c, int slot)
{
    return slot == SLOT_NONE || (slot >= 0 && (size_t)slot < c->tree->n_slots);
}

static int path_ok(const struct check *c, const struct node *n, const struct path *p)
{
    if (!p)
        return broken(c, n, "a path node without a path");
    size_t q = 0;
    for (size_t v = 0; v < p->n_verbs; v++) {
        if (v == 0 && p->verbs[v] != PATH_MOVE)
            return broken(c, n, "a path that does not start with a move");
        if (p->verbs[v] > PATH_CLOSE)
            return broken(c, n, "an unknown path verb");
        q += p->verbs[v] == PATH_CUBIC ? 3 : p->verbs[v] == PATH_CLOSE ? 0 : 1;
    }
    if (q != p->n_points)
        return broken(c, n, "a path whose points do not match its verbs");
    for (size_t i = 0; i < q; i++)
        if (!isfinite(p->points[i].x) || !isfinite(p->points[i].y))
            return broken(c, n, "a path with a coordinate that is no number");
    return 0;
}

static int paint_ok(const struct check *c, const struct node *n, const struct paint *p, int depth)
{
    if (!slot_ok(c, p->slot))
        return broken(c, n, "a paint slot beyond the slots of the tree");
    if (p->kind == PAINT_GRADIENT) {
        const struct gradient *g = p->gradient;
        if (!g || g->n_stops < 2)
            return broken(c, n, "a gradient with fewer than two stops");
        for (size_t i = 0; i < g->n_stops; i++) {
            double before = i ? g->stops[i - 1].offset : 0;
            if (!(g->stops[i].offset >= before && g->stops[i].offset <= 1))
                return broken(c, n, "gradient stops that do not ascend from 0 to 1");
            if (!slot_ok(c, g->stops[i].slot))
                return broken(c, n, "a stop slot beyond the slots of the tree");
        }
    }
    if (p->kind == PAINT_PATTERN) {
        if (!p->pattern || rect_empty(p->pattern->rect))
            return broken(c, n, "a pattern without a size");
        return nodes_ok(c, p->pattern->content, depth + 1);
    }
    return 0;
}

static bool opacity_ok(double v)
{
    return v >= 0 && v <= 1;
}

static int fill_ok(const struct check *c, const struct node *n, const struct fill *f, int depth)
{
    if (!f)
        return 0;
    if (!opacity_ok(f->opacity))
        return broken(c, n, "a fill opacity outside 0..1");
    return paint_ok(c, n, &f->paint, depth);
}

static int stroke_ok(const struct check *c, const struct node *n, const struct stroke *s, int depth)
{
    if (!s)
        return 0;
    if (!opacity_ok(s->opacity))
        return broken(c, n, "a stroke opacity outside 0..1");
    if (!(s->width > 0) || !isfinite(s->width))
        return broken(c, n, "a stroke without width");
    if (s->n_dashes % 2)
        return broken(c, n, "an odd number of dashes");
    double sum = 0;
    for (size_t i = 0; i < s->n_dashes; i++) {
        if (!(s->dashes[i] >= 0))
            return broken(c, n, "a negative dash");
        sum += s->dashes[i];
    }
    if (s->n_dashes && !(sum > 0))
        return broken(c, n, "dashes that add up to nothing");
    return paint_ok(c, n, &s->paint, depth);
}

static int filter_ok(const struct check *c, const struct node *n, const struct fx_filter *f, int depth)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct fx_primitive *p = &f->primitives[i];
        if ((int)p->kind < 0 || p->kind >= FX_N_KINDS)
            return broken(c, n, "an unknown filter primitive");
        const struct fx_input *in[2] = {&p->in, &p->in2};
        for (int k = 0; k < 2; k++)
            if (in[k]->kind == FX_IN_RESULT && (in[k]->result < 0 || (size_t)in[k]->result >= i))
                return broken(c, n, "a filter input that is not an earlier result");
        if (p->kind == FX_MERGE)
            for (size_t k = 0; k < p->u.merge.n; k++)
                if (p->u.merge.inputs[k].kind == FX_IN_RESULT &&
                    (p->u.merge.inputs[k].result < 0 || (size_t)p->u.merge.inputs[k].result >= i))
                    return broken(c, n, "a filter input that is not an earlier result");
        if (p->kind == FX_IMAGE && p->u.image.content && nodes_ok(c, p->u.image.content, depth + 1))
            return -1;
    }
    return 0;
}

static int group_ok(const struct check *c, const struct node *n, int depth)
{
    const struct node_group *g = &n->u.group;
    if (!opacity_ok(g->opacity))
        return broken(c, n, "a group opacity outside 0..1");
    for (size_t i = 0; i < g->n_filters; i++)
        if (filter_ok(c, n, &g->filters[i], depth))
            return -1;
    for (const struct clip *k = g->clip; k; k = k->clip)
        if (nodes_ok(c, k->content, depth + 1))
            return -1;
    for (const struct mask *m = g->mask; m; m = m->mask)
        if (nodes_ok(c, m->content, depth + 1))
            return -1;
    return nodes_ok(c, g->first, depth + 1);
}

static int node_ok(const struct check *c, const struct node *n, int depth)
{
    if (!matrix_finite(n->transform))
        return broken(c, n, "a transform that is no number");
    if (!slot_ok(c, n->slot))
        return broken(c, n, "a slot beyond the slots of the tree");
    switch (n->kind) {
    case NODE_GROUP:
        return group_ok(c, n, depth);
    case NODE_PATH:
        if (path_ok(c, n, n->u.path.path) || fill_ok(c, n, n->u.path.fill, depth))
            return -1;
        return stroke_ok(c, n, n->u.path.stroke, depth);
    case NODE_IMAGE:
        if (rect_empty(n->u.image.view))
            return broken(c, n, "a picture without a size");
        return 0;
    case NODE_TEXT:
        if (!n->u.text.block)
            return broken(c, n, "a text without a block");
        for (size_t i = 0; i < n->u.text.block->n_spans; i++) {
            int paint = n->u.text.block->spans[i].paint;
            if (paint < 0 || (size_t)paint >= n->u.text.n_paints)
                return broken(c, n, "a span whose paint is not in the table");
        }
        for (size_t i = 0; i < n->u.text.n_paints; i++)
            if (fill_ok(c, n, n->u.text.paints[i].fill, depth) ||
                stroke_ok(c, n, n->u.text.paints[i].stroke, depth))
                return -1;
        return 0;
    }
    return broken(c, n, "an unknown kind of node");
}

static int nodes_ok(const struct check *c, const struct node *n, int depth)
{
    if (depth > TREE_DEPTH_MAX)
        return broken(c, n, "nesting without end");
    for (; n; n = n->next)
        if (node_ok(c, n, depth))
            return -1;
    return 0;
}

int tree_validate(struct ctx *ctx, const struct tree *t)
{
    struct check c = {ctx, t};
    if (!(t->width > 0) || !(t->height > 0) || !isfinite(t->width) || !isfinite(t->height))
        return broken(&c, NULL, "a picture without a size");
    if (!t->root || t->root->kind != NODE_GROUP)
        return broken(&c, t->root, "a root that is no group");
    return nodes_ok(&c, t->root, 0);
}
