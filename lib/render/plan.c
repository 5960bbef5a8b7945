#include "render/render-imp.h"

#include <stdlib.h>
#include <string.h>

/* A worker's picture: where slots show something else than in the last frame, a frame restores the base and
 * draws again. */

struct plan {
    const struct bake *bake;
    struct pixmap *canvas;  /* the last frame */
    struct irect *boxes;    /* where each item of the bake stands in it; empty: nowhere */
    struct digest128 *keys; /* what each slot shows in it */
    size_t n_keys;
    struct parts *parts; /* of the canvas, for encoders */
    struct paint_reuse reuse;
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

struct plan *plan_new(struct stage *s, const struct stage_tree *st, const struct bake *b)
{
    struct plan *p = xcalloc(1, sizeof *p);
    p->bake = b;
    p->canvas = pixmap_new(b->width, b->height);
    p->boxes = xcalloc(b->n_items ? b->n_items : 1, sizeof *p->boxes);
    p->n_keys = st->tree->n_slots;
    p->keys = xcalloc(p->n_keys ? p->n_keys : 1, sizeof *p->keys);
    p->parts = cut_parts(s, b, st);
    p->reuse = (struct paint_reuse){.stills = b->stills.at,
                                    .n_stills = b->stills.len,
                                    .groups = s->options.no_cache ? NULL : s->groups,
                                    .plan = ++s->plans};
    return p;
}

void plan_drop(struct plan *p)
{
    if (!p)
        return;
    free(p->boxes);
    free(p->keys);
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
        if (it->layer)
            pixmap_over(p->canvas, it->layer, it->x, it->y, &clip);
        else if (irect_meet(p->boxes[i], r))
            paint_node_in(ctx, s->painter, it->node, false, f, it->base, p->canvas, 0, 0, clip);
    }
}

/* Whether a slot that the item reads shows something else than in the last frame. */
static bool item_changed(const struct plan *p, const struct bake_item *it, const struct frame *f)
{
    for (size_t i = 0; i < it->n_reads; i++) {
        size_t slot = it->reads[i];
        if (slot >= f->n || slot >= p->n_keys ||
            memcmp(&p->keys[slot], &f->at[slot].key, sizeof p->keys[slot]) != 0)
            return true;
    }
    return false;
}

/* Where the frame differs from the last one: items leave their old places and take new ones. */
static void find_changes(struct plan *p, const struct frame *f, struct irects *out)
{
    const struct bake *b = p->bake;
    for (size_t i = 0; i < b->n_items; i++) {
        const struct bake_item *it = &b->items[i];
        if (!it->node || (p->drawn && !item_changed(p, it, f)))
            continue;
        if (p->drawn && !irect_empty(p->boxes[i]))
            add_rect(out, p->boxes[i]);
        if (!bake_touched(b, it->node, f, it->base, &p->boxes[i]))
            p->boxes[i] = (struct irect){0};
        else if (p->drawn)
            add_rect(out, p->boxes[i]);
    }
    if (!p->drawn) {
        struct irect whole = {0, 0, b->width, b->height};
        vec_push(out, whole);
    }
    for (size_t i = 0; i < p->n_keys && i < f->n; i++)
        p->keys[i] = f->at[i].key;
}

const struct pixmap *plan_draw(struct ctx *ctx, struct stage *s, struct plan *p, const struct frame *f)
{
    struct irects changed = {0};
    find_changes(p, f, &changed);
    painter_reuse(s->painter, &p->reuse);
    for (size_t i = 0; i < changed.len; i++) {
        draw_rect(ctx, s, p, f, changed.at[i]);
        parts_changed(p->parts, changed.at[i]);
        s->counts.drawn += irect_area(changed.at[i]);
    }
    painter_reuse(s->painter, NULL);
    s->counts.pixels += (double)p->bake->width * p->bake->height;
    p->drawn = true;
    p->canvas->opaque = p->bake->base->opaque; /* nothing that is drawn over it takes opacity away */
    vec_drop(&changed);
    return p->canvas;
}

struct parts *plan_parts(const struct plan *p)
{
    return p->parts;
}
