#include "render/render-imp.h"

#include <math.h>
#include <string.h>

/* Paint order is cut into items: runs of static nodes, baked once into a layer each, and single dynamic
 * nodes, drawn for every variant. A frame restores the rectangles that the last frame changed, and draws only
 * there. */

struct item {
    const struct node *node; /* dynamic, or a static node that must see its backdrop; NULL: a layer */
    struct matrix base;      /* parent's user space -> canvas pixels */
    struct pixmap *layer;
    int x, y; /* of the layer */
};

struct plan {
    struct vec(struct item) items;
    struct pixmap *base;            /* background and the first static run */
    struct pixmap *canvas;          /* the last frame */
    struct vec(struct irect) dirty; /* what the last frame drew over the base */
    struct parts *parts;            /* of the canvas, for encoders */
    struct rgba background;
    bool base_ready, drawn;
    int width, height;
    double scale;
};

struct collect {
    const struct node *node;
    struct matrix base;
    bool dynamic;
};
struct collected vec(struct collect);

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
        struct collect c = {n, m, node_is_dynamic(n)};
        vec_push(out, c);
    }
}

/* The whole pixels of a box, with a margin for anti-aliasing and rounding. */
static bool pixels_of(struct rect box, struct irect whole, struct irect *out)
{
    enum { MARGIN = 2 };
    double x0 = floor(box.x) - MARGIN, y0 = floor(box.y) - MARGIN;
    double x1 = ceil(box.x + box.w) + MARGIN, y1 = ceil(box.y + box.h) + MARGIN;
    if (!(x1 > 0) || !(y1 > 0) || !(x0 < whole.x1) || !(y0 < whole.y1))
        return false;
    *out = (struct irect){x0 > 0 ? (int)x0 : 0, y0 > 0 ? (int)y0 : 0, x1 < whole.x1 ? (int)x1 : whole.x1,
                          y1 < whole.y1 ? (int)y1 : whole.y1};
    return !irect_empty(*out);
}

/* The pixels that a node may touch. */
static bool touched(const struct node *n, const struct frame *f, struct matrix base, int w, int h,
                    struct irect *out)
{
    struct rect box;
    return node_paint_box(n, f, &box) &&
           pixels_of(matrix_apply_rect(base, box), (struct irect){0, 0, w, h}, out);
}

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

/* Bakes nodes [from, to) into one layer of the size they need. */
static int bake(struct ctx *ctx, struct stage *s, struct plan *p, const struct collected *all, size_t from,
                size_t to)
{
    struct irect box = {0}, r;
    bool any = false;
    for (size_t i = from; i < to; i++) {
        if (!touched(all->at[i].node, &FRAME_NONE, all->at[i].base, p->width, p->height, &r))
            continue;
        box = any ? irect_join(box, r) : r;
        any = true;
    }
    if (!any)
        return 0;
    struct item item = {.layer = pixmap_new(box.x1 - box.x0, box.y1 - box.y0), .x = box.x0, .y = box.y0};
    if (!item.layer)
        return -1;
    for (size_t i = from; i < to; i++)
        paint_node(ctx, s->painter, all->at[i].node, false, &FRAME_NONE, all->at[i].base, item.layer, box.x0,
                   box.y0);
    vec_push(&p->items, item);
    return 0;
}

/* Where variants will differ as far as the layout tells, in pixels: the boxes of slots, and what dynamic
 * nodes touch with the layout's own content. Cuts the picture for the encoders, hence depends on no variant.
 */
static struct parts *cut_parts(struct stage *s, const struct plan *p, const struct stage_tree *st,
                               struct matrix scale)
{
    struct irects busy = {0};
    struct irect r, whole = {0, 0, p->width, p->height};
    for (size_t i = 0; i < p->items.len; i++)
        if (p->items.at[i].node &&
            touched(p->items.at[i].node, &FRAME_NONE, p->items.at[i].base, p->width, p->height, &r))
            add_rect(&busy, r);
    for (size_t i = 0; st->slots && i < st->tree->n_slots; i++) {
        const struct slot_node *sn = &st->slots[i];
        if (sn->has_box &&
            pixels_of(matrix_apply_rect(matrix_multiply(scale, sn->matrix), sn->box), whole, &r))
            add_rect(&busy, r);
    }
    struct parts *parts =
        parts_new(p->width, p->height, busy.at, busy.len, s->options.no_cache ? NULL : s->parts);
    vec_drop(&busy);
    return parts;
}

struct plan *plan_new(struct ctx *ctx, struct stage *s, const struct stage_tree *st, double scale, int width,
                      int height)
{
    const struct tree *t = st->tree;
    struct plan *p = xcalloc(1, sizeof *p);
    struct collected all = {0};
    p->width = width;
    p->height = height;
    p->scale = scale;
    double kx = t->width > 0 ? width / t->width : scale, ky = t->height > 0 ? height / t->height : scale;
    struct matrix to_pixels = {kx, 0, 0, ky, 0, 0};
    collect(&all, t->root, matrix_multiply(to_pixels, t->root_matrix));
    for (size_t i = 0; i < all.len;) {
        bool first_run = p->items.len == 0;
        size_t k = i;
        while (k < all.len && !all.at[k].dynamic && (first_run || !blends_inside(all.at[k].node)))
            k++;
        if (k > i) {
            if (bake(ctx, s, p, &all, i, k) != 0)
                goto fail;
            i = k;
            continue;
        }
        struct item item = {.node = all.at[i].node, .base = all.at[i].base};
        vec_push(&p->items, item);
        i++;
    }
    vec_drop(&all);
    p->base = pixmap_new(width, height);
    p->canvas = pixmap_new(width, height);
    if (!p->base || !p->canvas)
        goto fail;
    p->parts = cut_parts(s, p, st, to_pixels);
    return p;
fail:
    vec_drop(&all);
    report(ctx, DIAG_SCENE, (struct where){.file = t->path}, "a picture of %d x %d pixels is too large",
           width, height);
    plan_drop(p);
    return NULL;
}

void plan_drop(struct plan *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->items.len; i++)
        pixmap_drop(p->items.at[i].layer);
    vec_drop(&p->items);
    vec_drop(&p->dirty);
    pixmap_drop(p->base);
    pixmap_drop(p->canvas);
    parts_drop(p->parts);
    free(p);
}

static bool same_color(struct rgba a, struct rgba b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

/* Background and the leading layer, flattened; made once a background. */
static void make_base(struct plan *p, struct rgba background)
{
    if (p->base_ready && same_color(p->background, background))
        return;
    pixmap_fill(p->base, background);
    if (p->items.len && p->items.at[0].layer)
        pixmap_over(p->base, p->items.at[0].layer, p->items.at[0].x, p->items.at[0].y, NULL);
    p->base->opaque = pixmap_is_opaque(p->base);
    p->background = background;
    p->base_ready = true;
    p->drawn = false;
}

static void draw_rect(struct ctx *ctx, struct stage *s, struct plan *p, const struct frame *f, struct irect r)
{
    struct rect clip = {r.x0, r.y0, r.x1 - r.x0, r.y1 - r.y0};
    pixmap_copy_rect(p->canvas, p->base, r.x0, r.y0, r.x1 - r.x0, r.y1 - r.y0);
    for (size_t i = p->items.len && p->items.at[0].layer ? 1 : 0; i < p->items.len; i++) {
        const struct item *it = &p->items.at[i];
        struct irect box;
        if (it->layer)
            pixmap_over(p->canvas, it->layer, it->x, it->y, &clip);
        else if (touched(it->node, f, it->base, p->width, p->height, &box) && irect_meet(box, r))
            paint_node_in(ctx, s->painter, it->node, false, f, it->base, p->canvas, 0, 0, clip);
    }
}

const struct pixmap *plan_draw(struct ctx *ctx, struct stage *s, struct plan *p, const struct frame *f,
                               struct rgba background)
{
    struct irects fresh = {0}, all = {0};
    make_base(p, background);
    for (size_t i = 0; i < p->items.len; i++) {
        const struct item *it = &p->items.at[i];
        struct irect r;
        if (it->node && touched(it->node, f, it->base, p->width, p->height, &r))
            add_rect(&fresh, r);
    }
    if (!p->drawn) {
        struct irect whole = {0, 0, p->width, p->height};
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
    p->canvas->opaque = p->base->opaque; /* nothing that is drawn over it takes opacity away */
    vec_drop(&fresh);
    vec_drop(&all);
    return p->canvas;
}

struct parts *plan_parts(const struct plan *p)
{
    return p->parts;
}
