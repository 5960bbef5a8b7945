/* Which slots a node reads, through everything it uses. */
#include "tree/tree-imp.h"

/* ANY asks for any slot at all. */
enum { ANY = -2 };

static bool nodes_read(const struct node *first, int slot, int depth);

static bool hit(int have, int want)
{
    return have != SLOT_NONE && (want == ANY || have == want);
}

static bool paint_reads(const struct paint *p, int slot, int depth)
{
    if (hit(p->slot, slot))
        return true;
    if (p->kind == PAINT_GRADIENT && p->gradient)
        for (size_t i = 0; i < p->gradient->n_stops; i++)
            if (hit(p->gradient->stops[i].slot, slot))
                return true;
    return p->kind == PAINT_PATTERN && p->pattern && nodes_read(p->pattern->content, slot, depth + 1);
}

static bool clip_reads(const struct clip *c, int slot, int depth)
{
    for (; c; c = c->clip)
        if (nodes_read(c->content, slot, depth + 1))
            return true;
    return false;
}

static bool mask_reads(const struct mask *m, int slot, int depth)
{
    for (; m; m = m->mask)
        if (nodes_read(m->content, slot, depth + 1))
            return true;
    return false;
}

static bool filters_read(const struct node_group *g, int slot, int depth)
{
    for (size_t i = 0; i < g->n_filters; i++)
        for (size_t k = 0; k < g->filters[i].n; k++) {
            const struct fx_primitive *p = &g->filters[i].primitives[k];
            if (p->kind == FX_IMAGE && nodes_read(p->u.image.content, slot, depth + 1))
                return true;
        }
    return false;
}

static bool node_reads(const struct node *n, int slot, int depth)
{
    if (depth > TREE_DEPTH_MAX)
        return false;
    if (hit(n->slot, slot))
        return true;
    switch (n->kind) {
    case NODE_GROUP: {
        const struct node_group *g = &n->u.group;
        return nodes_read(g->first, slot, depth + 1) || clip_reads(g->clip, slot, depth) ||
               mask_reads(g->mask, slot, depth) || filters_read(g, slot, depth);
    }
    case NODE_PATH:
        return (n->u.path.fill && paint_reads(&n->u.path.fill->paint, slot, depth)) ||
               (n->u.path.stroke && paint_reads(&n->u.path.stroke->paint, slot, depth));
    case NODE_TEXT:
        for (size_t i = 0; i < n->u.text.n_paints; i++) {
            const struct text_paint *p = &n->u.text.paints[i];
            if ((p->fill && paint_reads(&p->fill->paint, slot, depth)) ||
                (p->stroke && paint_reads(&p->stroke->paint, slot, depth)))
                return true;
        }
        return false;
    case NODE_IMAGE:
        return false;
    }
    return false;
}

static bool nodes_read(const struct node *n, int slot, int depth)
{
    for (; n; n = n->next)
        if (node_reads(n, slot, depth))
            return true;
    return false;
}

bool node_is_dynamic(const struct node *n)
{
    return node_reads(n, ANY, 0);
}

bool node_reads_slot(const struct node *n, int slot)
{
    return slot >= 0 && node_reads(n, slot, 0);
}
