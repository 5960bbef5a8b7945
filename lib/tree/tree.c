/* Ownership, view boxes and the small questions about single nodes. */
#include "tree/tree.h"

#include <math.h>
#include <stdlib.h>

#include "tree/tree-imp.h"

void tree_drop(struct tree *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->n_pixmaps; i++)
        pixmap_drop(t->pixmaps[i]);
    arena_drop(t->arena); /* the tree itself lives in it */
}

/* SVG 2, 8.2: the equivalent transform of an SVG viewport. */
struct matrix view_box_matrix(const struct view_box *v, double w, double h)
{
    double sx = w / v->box.w, sy = h / v->box.h;
    if (!isfinite(sx) || !isfinite(sy))
        return (struct matrix){0};
    if (v->align == 0)
        return (struct matrix){sx, 0, 0, sy, -v->box.x * sx, -v->box.y * sy};
    double s = v->slice ? fmax(sx, sy) : fmin(sx, sy);
    int column = (v->align - 1) % 3, row = (v->align - 1) / 3;
    double free_x = w - v->box.w * s, free_y = h - v->box.h * s;
    return (struct matrix){s, 0, 0, s, free_x * column / 2 - v->box.x * s, free_y * row / 2 - v->box.y * s};
}

bool group_needs_canvas(const struct node_group *g)
{
    return g->opacity < 1 || g->blend != BLEND_NORMAL || g->isolate || g->clip || g->mask || g->n_filters;
}

const struct text_layout *node_text_layout(const struct node *n, const struct frame *f)
{
    const struct bound *b = frame_at(f, n->slot);
    return b && b->text ? b->text : n->u.text.layout;
}

const struct text_paint *node_text_paints(const struct node *n, const struct frame *f, size_t *count)
{
    const struct bound *b = frame_at(f, n->slot);
    bool own = !b || !b->text || !b->paints;
    *count = own ? n->u.text.n_paints : b->n_paints;
    return own ? n->u.text.paints : b->paints;
}
