/* The pictures that a tree draws. */
#include "tree/tree-imp.h"

/* Patterns and masks may use one another many times over: what is beyond this is not looked at. */
enum { MOST_NODES = 100000 };

struct pictures {
    const struct frame *f;
    tree_picture *visit;
    void *payload;
    size_t n;
};

static void of_nodes(struct pictures *w, const struct node *first, int depth);

static void of_paint(struct pictures *w, const struct paint *p, int depth)
{
    if (p->kind == PAINT_PATTERN && p->pattern)
        of_nodes(w, p->pattern->content, depth + 1);
}

static void of_group(struct pictures *w, const struct node_group *g, int depth)
{
    for (const struct mask *m = g->mask; m; m = m->mask)
        of_nodes(w, m->content, depth + 1);
    for (size_t i = 0; i < g->n_filters; i++)
        for (size_t k = 0; k < g->filters[i].n; k++)
            if (g->filters[i].primitives[k].kind == FX_IMAGE)
                of_nodes(w, g->filters[i].primitives[k].u.image.content, depth + 1);
    of_nodes(w, g->first, depth + 1);
}

static void of_nodes(struct pictures *w, const struct node *first, int depth)
{
    if (depth > TREE_DEPTH_MAX)
        return;
    for (const struct node *n = first; n && w->n < MOST_NODES; n = n->next) {
        const struct bound *b = frame_at(w->f, n->slot);
        w->n++;
        if (b && b->hidden)
            continue;
        if (n->kind == NODE_IMAGE) {
            w->visit(w->payload, n);
        } else if (n->kind == NODE_GROUP) {
            of_group(w, &n->u.group, depth);
        } else if (n->kind == NODE_PATH) {
            if (n->u.path.fill)
                of_paint(w, &n->u.path.fill->paint, depth);
            if (n->u.path.stroke)
                of_paint(w, &n->u.path.stroke->paint, depth);
        } else {
            for (size_t i = 0; i < n->u.text.n_paints; i++) {
                if (n->u.text.paints[i].fill)
                    of_paint(w, &n->u.text.paints[i].fill->paint, depth);
                if (n->u.text.paints[i].stroke)
                    of_paint(w, &n->u.text.paints[i].stroke->paint, depth);
            }
        }
    }
}

void tree_pictures(const struct tree *t, const struct frame *f, tree_picture *visit, void *payload)
{
    struct pictures w = {f, visit, payload, 0};
    of_nodes(&w, t->root, 0);
}
