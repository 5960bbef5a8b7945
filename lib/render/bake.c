#include "render/render-imp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Paint order is cut into items: runs of static nodes, drawn once into a layer each, and single dynamic
 * nodes, drawn for every variant. */

struct collected_node {
    const struct node *node;
    struct matrix base;
    bool dynamic;
};
struct collected vec(struct collected_node);

static bool must_see_backdrop(const struct node *n)
{
    return n->kind == NODE_GROUP && n->u.group.blend != BLEND_NORMAL;
}

/* Whether something below blends with what is behind the group: then the group's children cannot be baked
 * apart. */
static bool blends_inside(const struct node *n)
{
    if (must_see_backdrop(n))
        return true;
    if (n->kind != NODE_GROUP || group_needs_canvas(&n->u.group))
        return false;
    for (const struct node *c = n->u.group.first; c; c = c->next)
        if (blends_inside(c))
            return true;
    return false;
}

/* Flattens plain groups; a group that needs a canvas, or a slot, stays whole. */
static void collect(struct collected *out, const struct node *n, struct matrix m)
{
    for (; n; n = n->next) {
        bool whole = n->kind != NODE_GROUP || group_needs_canvas(&n->u.group) || n->slot != SLOT_NONE;
        if (!whole && (node_is_dynamic(n) || blends_inside(n))) {
            collect(out, n->u.group.first, matrix_multiply(m, n->transform));
            continue;
        }
        struct collected_node c = {n, m, node_is_dynamic(n)};
        vec_push(out, c);
    }
}

bool bake_pixels(const struct bake *b, struct rect box, struct irect *out)
{
    enum { MARGIN = 2 }; /* anti-aliasing and rounding */
    double x0 = floor(box.x) - MARGIN, y0 = floor(box.y) - MARGIN;
    double x1 = ceil(box.x + box.w) + MARGIN, y1 = ceil(box.y + box.h) + MARGIN;
    int w = b->width, h = b->height;
    if (!(x1 > 0) || !(y1 > 0) || !(x0 < w) || !(y0 < h))
        return false;
    *out = (struct irect){x0 > 0 ? (int)x0 : 0, y0 > 0 ? (int)y0 : 0, x1 < w ? (int)x1 : w,
                          y1 < h ? (int)y1 : h};
    return !irect_empty(*out);
}

bool bake_touched(const struct bake *b, const struct node *n, const struct frame *f, struct matrix base,
                  struct irect *out)
{
    struct rect box;
    return node_paint_box(n, f, &box) && bake_pixels(b, matrix_apply_rect(base, box), out);
}

/* Draws nodes [from, to) into one layer of the size they need. */
static int bake_run(struct ctx *ctx, struct stage *s, struct bake *b, const struct collected *all,
                    size_t from, size_t to)
{
    struct irect box = {0}, r;
    bool any = false;
    for (size_t i = from; i < to; i++) {
        if (!bake_touched(b, all->at[i].node, &FRAME_NONE, all->at[i].base, &r))
            continue;
        box = any ? irect_join(box, r) : r;
        any = true;
    }
    if (!any)
        return 0;
    struct bake_item item = {.layer = pixmap_new(box.x1 - box.x0, box.y1 - box.y0), .x = box.x0, .y = box.y0};
    if (!item.layer)
        return -1;
    for (size_t i = from; i < to; i++)
        paint_node(ctx, s->painter, all->at[i].node, false, &FRAME_NONE, all->at[i].base, item.layer, box.x0,
                   box.y0);
    b->items[b->n_items++] = item;
    return 0;
}

/* ---- still parts of groups that need a canvas and read slots ---- */

enum { STILLS_MAX = 64 };

/* One run of siblings, also where it lies outside the picture: filters reach there. */
static void bake_still(struct ctx *ctx, struct stage *s, struct bake *b, const struct node *first,
                       const struct node *end, struct matrix m)
{
    struct rect all = {0}, r;
    bool any = false;
    for (const struct node *n = first; n != end; n = n->next)
        if (node_paint_box(n, &FRAME_NONE, &r)) {
            all = any ? rect_union(all, matrix_apply_rect(m, r)) : matrix_apply_rect(m, r);
            any = true;
        }
    struct rect near = {-b->width, -b->height, 3.0 * b->width, 3.0 * b->height};
    all = rect_inset(all, -2); /* anti-aliasing and rounding */
    r = rect_intersect(all, near);
    if (!any || b->stills.len == STILLS_MAX || r.w != all.w || r.h != all.h)
        return;
    int x = (int)floor(all.x), y = (int)floor(all.y);
    struct paint_still still = {first, end, m, NULL, x, y};
    still.pm = pixmap_new((int)ceil(all.x + all.w) - x, (int)ceil(all.y + all.h) - y);
    if (!still.pm)
        return;
    for (const struct node *n = first; n != end; n = n->next)
        paint_node(ctx, s->painter, n, false, &FRAME_NONE, m, still.pm, x, y);
    vec_push(&b->stills, still);
}

/* m: the group's own space to the canvas. */
static void bake_stills(struct ctx *ctx, struct stage *s, struct bake *b, const struct node *group,
                        struct matrix m)
{
    const struct node_group *g = &group->u.group;
    if (g->n_filters && (fabs(m.b) > 0 || fabs(m.c) > 0)) /* filtered upright, then turned */
        return;
    for (const struct node *n = g->first, *end; n; n = end) {
        for (end = n; end && !node_is_dynamic(end) && !blends_inside(end);)
            end = end->next;
        if (end != n) {
            bake_still(ctx, s, b, n, end, m);
            continue;
        }
        if (n->kind == NODE_GROUP && node_is_dynamic(n))
            bake_stills(ctx, s, b, n, matrix_multiply(m, n->transform));
        end = n->next;
    }
}

static struct bake_item dynamic_item(const struct tree *t, const struct collected *all, size_t i)
{
    struct bake_item item = {.node = all->at[i].node, .base = all->at[i].base};
    item.reads = xcalloc(t->n_slots ? t->n_slots : 1, sizeof *item.reads);
    for (size_t k = 0; k < t->n_slots; k++)
        if (node_reads_slot(item.node, (int)k))
            item.reads[item.n_reads++] = k;
    return item;
}

/* Background and the leading layer, flattened; the layer is not needed any more. */
static int make_base(struct bake *b)
{
    b->base = pixmap_new(b->width, b->height);
    if (!b->base)
        return -1;
    pixmap_fill(b->base, b->background);
    if (b->n_items && b->items[0].layer) {
        struct bake_item first = b->items[0];
        pixmap_over(b->base, first.layer, first.x, first.y, NULL);
        pixmap_drop(first.layer);
        b->n_items--;
        memmove(b->items, b->items + 1, b->n_items * sizeof *b->items);
    }
    b->base->opaque = pixmap_is_opaque(b->base);
    return 0;
}

static struct bake *bake_new(struct ctx *ctx, struct stage *s, const struct tree *t, int width, int height,
                             struct rgba background)
{
    struct bake *b = xcalloc(1, sizeof *b);
    struct collected all = {0};
    b->width = width;
    b->height = height;
    b->background = background;
    b->to_pixels = (struct matrix){t->width > 0 ? width / t->width : 1,    0, 0,
                                   t->height > 0 ? height / t->height : 1, 0, 0};
    collect(&all, t->root, matrix_multiply(b->to_pixels, t->root_matrix));
    b->items = xcalloc(all.len ? all.len : 1, sizeof *b->items);
    int rc = 0;
    for (size_t i = 0, k; rc == 0 && i < all.len; i = k) {
        bool first_run = b->n_items == 0;
        for (k = i; k < all.len && !all.at[k].dynamic && (first_run || !blends_inside(all.at[k].node));)
            k++;
        if (k > i)
            rc = bake_run(ctx, s, b, &all, i, k);
        else {
            const struct collected_node *c = &all.at[k];
            if (c->node->kind == NODE_GROUP && c->dynamic)
                bake_stills(ctx, s, b, c->node, matrix_multiply(c->base, c->node->transform));
            b->items[b->n_items++] = dynamic_item(t, &all, k++);
        }
    }
    vec_drop(&all);
    if (rc == 0 && make_base(b) == 0)
        return b;
    report(ctx, DIAG_SCENE, (struct where){.file = t->path}, "a picture of %d x %d pixels is too large",
           width, height);
    bake_drop(b);
    return NULL;
}

void bake_drop(struct bake *b)
{
    while (b) {
        struct bake *next = b->next;
        for (size_t i = 0; i < b->n_items; i++) {
            pixmap_drop(b->items[i].layer);
            free(b->items[i].reads);
        }
        free(b->items);
        for (size_t i = 0; i < b->stills.len; i++)
            pixmap_drop(b->stills.at[i].pm);
        vec_drop(&b->stills);
        pixmap_drop(b->base);
        free(b);
        b = next;
    }
}

static bool same_color(struct rgba a, struct rgba b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

const struct bake *bake_for(struct ctx *ctx, struct stage *s, struct stage_tree *st, int width, int height,
                            struct rgba background)
{
    pthread_mutex_lock(&st->lock);
    struct bake *b = st->bakes;
    while (b && (b->width != width || b->height != height || !same_color(b->background, background)))
        b = b->next;
    if (!b && (b = bake_new(ctx, s, st->tree, width, height, background))) {
        b->next = st->bakes;
        st->bakes = b;
    }
    pthread_mutex_unlock(&st->lock);
    return b;
}
