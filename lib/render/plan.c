#include "render/render-imp.h"

#include <stdlib.h>

/* A worker's picture: a frame restores from the base the rectangles that the last one changed, and draws only
 * there. */

struct plan {
    const struct bake *bake;
    struct pixmap *canvas;          /* the last frame */
    struct vec(struct irect) dirty; /* what the last frame drew over the base */
    struct parts *parts;            /* of the canvas, for encoders */
    bool drawn;
};

struct irects vec(struct irect);

/* Adds a rectangle; overlapping ones are joined so that the list stays disjoint. */
static void add_rect(struct irects *l, struct irect r)
{
    for (size_t i = 0; i < l->len;) {
        if (!irect_meet(l->at[i], r)) {
            i++;
            continue;
        }
        r = irect_join(r, l->at[i]);
        l->at[i] = l->at[--l->len];
        i = 0;
    }
    vec_push(l, r);
}

/* Where variants will differ as far as the layout tells, in pixels: the boxes of slots, and what dynamic
 * nodes touch with the layout's own content. Cuts the picture for the encoders, hence depends on no variant.
 */
static struct parts *cut_parts(const struct stage *s, const struct bake *b, const struct stage_tree *st)
{
    struct irects busy = {0};
    struct irect r;
    for (size_t i = 0; i < b->n_items; i++)
        if (b->items[i].node && bake_touched(b, b->items[i].node, &FRAME_NONE, b->items[i].base, &r))
            add_rect(&busy, r);
    for (size_t i = 0; st->slots && i < st->tree->n_slots; i++) {
        const struct slot_node *sn = &st->slots[i];
        if (sn->has_box &&
            bake_pixels(b, matrix_apply_rect(matrix_multiply(b->to_pixels, sn->matrix), sn->box), &r))
            add_rect(&busy, r);
    }
    struct parts *parts =
        parts_new(b->width, b->height, busy.at, busy.len, s->options.no_cache ? NULL : s->parts);
    vec_drop(&busy);
    return parts;
}

struct plan *plan_new(const struct stage *s, const struct stage_tree *st, const struct bake *b)
{
    struct plan *p = xcalloc(1, sizeof *p);
    p->bake = b;
    p->canvas = pixmap_new(b->width, b->height);
    p->parts = cut_parts(s, b, st);
    return p;
}

void plan_drop(struct plan *p)
{
    if (!p)
        return;
    vec_drop(&p->dirty);
    pixmap_drop(p->canvas);
    parts_drop(p->parts);
    free(p);
}

const struct bake *plan_bake(const struct plan *p)
{
    return p->bake;
}

static void draw_rect(struct ctx *ctx, struct stage *s, struct plan *p, const struct frame *f, struct irect r)
{
    const struct bake *b = p->bake;
    struct rect clip = {r.x0, r.y0, r.x1 - r.x0, r.y1 - r.y0};
    pixmap_copy_rect(p->canvas, b->base, r.x0, r.y0, r.x1 - r.x0, r.y1 - r.y0);
    for (size_t i = 0; i < b->n_items; i++) {
        const struct bake_item *it = &b->items[i];
        struct irect box;
        if (it->layer)
            pixmap_over(p->canvas, it->layer, it->x, it->y, &clip);
        else if (bake_touched(b, it->node, f, it->base, &box) && irect_meet(box, r))
            paint_node_in(ctx, s->painter, it->node, false, f, it->base, p->canvas, 0, 0, clip);
    }
}

const struct pixmap *plan_draw(struct ctx *ctx, struct stage *s, struct plan *p, const struct frame *f)
{
    struct irects fresh = {0}, all = {0};
    const struct bake *b = p->bake;
    for (size_t i = 0; i < b->n_items; i++) {
        struct irect r;
        if (b->items[i].node && bake_touched(b, b->items[i].node, f, b->items[i].base, &r))
            add_rect(&fresh, r);
    }
    if (!p->drawn) {
        struct irect whole = {0, 0, b->width, b->height};
        vec_push(&all, whole);
    } else {
        for (size_t i = 0; i < p->dirty.len; i++)
            add_rect(&all, p->dirty.at[i]);
        for (size_t i = 0; i < fresh.len; i++)
            add_rect(&all, fresh.at[i]);
    }
    for (size_t i = 0; i < all.len; i++) {
        draw_rect(ctx, s, p, f, all.at[i]);
        parts_changed(p->parts, all.at[i]);
    }
    p->drawn = true;
    vec_clear(&p->dirty);
    for (size_t i = 0; i < fresh.len; i++)
        vec_push(&p->dirty, fresh.at[i]);
    p->canvas->opaque = b->base->opaque; /* nothing that is drawn over it takes opacity away */
    vec_drop(&fresh);
    vec_drop(&all);
    return p->canvas;
}

struct parts *plan_parts(const struct plan *p)
{
    return p->parts;
}
