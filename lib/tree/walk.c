/* Visiting a tree in paint order. */
#include "tree/tree-imp.h"

static void walk(const struct node *n, const struct frame *f, const struct tree_visitor *v, struct matrix m,
                 int depth)
{
    if (depth > TREE_DEPTH_MAX)
        return;
    for (; n; n = n->next) {
        const struct bound *b = frame_at(f, n->slot);
        if (b && b->hidden)
            continue;
        struct matrix own = matrix_multiply(m, n->transform);
        if (n->kind != NODE_GROUP) {
            if (v->leaf)
                v->leaf(v->payload, n, own);
            continue;
        }
        if (!v->enter || v->enter(v->payload, n, own))
            walk(n->u.group.first, f, v, own, depth + 1);
        if (v->leave)
            v->leave(v->payload, n, own);
    }
}

void tree_walk(const struct tree *t, const struct frame *f, const struct tree_visitor *v)
{
    walk(t->root, f, v, t->root_matrix, 0);
}
