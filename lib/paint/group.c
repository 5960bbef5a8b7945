/* Groups: plain ones are only a transform; the others are drawn on a canvas of their own and put down in the
 * order filter, clip, mask, opacity and blend. */
#include <math.h>
#include <string.h>

#include "paint/paint-imp.h"

/* A filter's canvas may be this large whatever part of it is wanted, so that pieces equal the whole. */
enum { FILTER_PIXELS = 4 << 20 };

/* The device box of everything the group's children paint, before filters. */
static bool children_box(struct draw *d, const struct node *n, struct matrix m, struct rect *out)
{
    bool any = false;
    for (const struct node *c = n->u.group.first; c; c = c->next) {
        struct rect r;
        if (!node_paint_box(c, d->f, &r))
            continue;
        r = matrix_apply_rect(m, r);
        if (!any)
            *out = r;
        else {
            double x1 = fmax(out->x + out->w, r.x + r.w), y1 = fmax(out->y + out->h, r.y + r.h);
            out->x = fmin(out->x, r.x);
            out->y = fmin(out->y, r.y);
            out->w = x1 - out->x;
            out->h = y1 - out->y;
        }
        any = true;
    }
    if (any)
        *out = rect_inset(*out, -1); /* hairlines and snapping */
    return any;
}

/* feImage: an element or a picture drawn on a canvas of the filter's size. */
struct filter_image {
    struct draw *d;
    struct matrix m; /* user space to the canvas */
    int x, y;        /* canvas position of the filter's pixels */
    const struct rect *box;
};

static struct pixmap *draw_filter_image(void *payload, const struct fx_primitive *p, struct rect sub, int w,
                                        int h)
{
    struct filter_image *k = payload;
    struct pixmap *pm = pixmap_new(w, h);
    const struct node *n = p->u.image.content;
    if (!pm || !n)
        return pm;
    struct layer onto = {*pm, k->x, k->y};
    struct draw inner = *k->d;
    inner.target = &onto;
    inner.clip = layer_box(&onto);
    inner.layers++;
    struct matrix m = k->m;
    if (inner.layers > LIMIT_LAYERS) {
        draw_limit(&inner, n, "filters nest");
        return pm;
    }
    if (!p->u.image.use_subregion) { /* a picture, lowered into a unit square: fitted into the subregion */
        struct rect view = {sub.x + k->x, sub.y + k->y, sub.w, sub.h};
        if (n->kind == NODE_IMAGE) {
            struct node copy = *n;
            copy.transform = MATRIX_IDENTITY;
            copy.next = NULL;
            copy.u.image.view = view;
            draw_node(&inner, &copy, MATRIX_IDENTITY);
            return pm;
        }
        m = (struct matrix){view.w, 0, 0, view.h, view.x, view.y};
    }
    draw_nodes(&inner, n, m);
    return pm;
}

/* Runs the group's filters over `l`, replacing it. False when the element is not to be drawn. */
static bool run_filters(struct draw *d, const struct node *n, struct matrix m, const struct rect *box,
                        struct layer *l)
{
    const struct node_group *g = &n->u.group;
    struct pixmap *now = NULL;
    bool ok = true;
    for (size_t i = 0; i < g->n_filters && ok; i++) {
        struct filter_image k = {d, m, l->x, l->y, box};
        struct fx_context c = {.bbox = box ? *box : (struct rect){0, 0, 0, 0},
                               .ctm = matrix_multiply((struct matrix){1, 0, 0, 1, -l->x, -l->y}, m),
                               .draw_image = draw_filter_image,
                               .payload = &k};
        struct pixmap *next = fx_run(d->ctx, &g->filters[i], now ? now : &l->pm, &c);
        pixmap_drop(now);
        now = next;
        ok = next != NULL;
    }
    if (ok && now)
        for (int y = 0; y < l->pm.height; y++)
            memcpy(l->pm.data + (size_t)y * (size_t)l->pm.stride, now->data + (size_t)y * (size_t)now->stride,
                   (size_t)l->pm.width * 4);
    pixmap_drop(now);
    return ok;
}

/* Pixels that the filters read and write, and whether anything can come out. */
static bool filter_area(struct draw *d, const struct node *n, struct matrix m, const struct rect *object,
                        bool have, struct rect children, struct irect *out)
{
    const struct node_group *g = &n->u.group;
    double reach = 0, sx, sy;
    struct rect all = children;
    bool any = have;
    matrix_scales(m, &sx, &sy);
    double scale = fmax(sx, sy);
    for (size_t i = 0; i < g->n_filters; i++) {
        const struct fx_filter *f = &g->filters[i];
        double own = fx_reach(f) * scale;
        struct rect region;
        reach += own;
        if (f->from_function) {
            all = rect_inset(all, -(own + 1));
            continue;
        }
        if ((f->units_bbox && !object) || !fx_region(f, object ? *object : (struct rect){0}, &region))
            return false;
        region = matrix_apply_rect(m, region);
        if (isfinite(own) && any) /* what the filter cannot reach stays empty */
            region = rect_intersect(region, rect_inset(all, -(own + 1)));
        else if (isfinite(own))
            return false;
        all = region;
        any = true;
    }
    if (!any || rect_empty(all))
        return false;
    /* the source must be on the canvas too */
    if (have && isfinite(reach))
        all = rect_union(all, children);
    static const struct irect everywhere = {-(1 << 20), -(1 << 20), 1 << 20, 1 << 20};
    struct irect want = irect_around(all, everywhere);
    if (irect_empty(want))
        return false;
    if ((double)(want.x1 - want.x0) * (want.y1 - want.y0) > FILTER_PIXELS) {
        /* too much to compute all of it: what the wanted pixels may depend on */
        double grow = isfinite(reach) ? fmin(ceil(reach) + 1, 4096) : 64;
        int by = (int)grow;
        struct irect near = {d->clip.x0 - by, d->clip.y0 - by, d->clip.x1 + by, d->clip.y1 + by};
        want = irect_intersect(want, near);
    } else if (irect_empty(irect_intersect(want, d->clip))) {
        return false;
    }
    *out = want;
    return !irect_empty(want);
}

void draw_group(struct draw *d, const struct node *n, struct matrix parent, struct matrix m)
{
    const struct node_group *g = &n->u.group;
    (void)parent;
    if (!group_needs_canvas(g)) {
        draw_nodes(d, g->first, m);
        return;
    }
    unsigned opacity = (unsigned)lrint(255 * (g->opacity > 1 ? 1 : g->opacity > 0 ? g->opacity : 0));
    if (!opacity)
        return;
    if (d->layers >= LIMIT_LAYERS) {
        draw_limit(d, n, "groups with opacity, clip, mask, filter or blend nest");
        return;
    }
    struct rect children = {0}, object;
    bool have = children_box(d, n, m, &children);
    if (!have && !g->n_filters)
        return;
    bool have_object = node_object_box(n, d->f, &object);
    const struct rect *box = have_object ? &object : NULL;
    struct irect area, visible = d->clip;
    if (!g->n_filters) {
        visible = area = irect_around(children, d->clip);
        if (irect_empty(area))
            return;
    } else {
        if (!filter_area(d, n, m, box, have, children, &area))
            return;
        visible = irect_intersect(visible, area);
    }
    /* Coverage of clip and mask first: it may show that nothing is left to draw. */
    struct cover cover = {0}, masked;
    bool covered = false;
    if (g->clip) {
        if (!clip_cover(d, g->clip, m, box, visible, &cover))
            return;
        covered = true;
        visible = irect_intersect(visible, cover.box);
    }
    if (g->mask) {
        if (!mask_cover(d, g->mask, m, box, visible, &masked)) {
            if (covered)
                cover_free(d, &cover);
            return;
        }
        visible = irect_intersect(visible, masked.box);
        if (covered && !cover.full)
            cover_multiply(&masked, &cover);
        if (covered)
            cover_free(d, &cover);
        cover = masked;
        covered = true;
    }
    if (!g->n_filters)
        area = visible;
    struct layer layer;
    if (!irect_empty(visible) && !irect_empty(area)) {
        if (layer_new(d, &layer, area)) {
            struct draw inner = *d;
            inner.target = &layer;
            inner.clip = area;
            inner.layers++;
            draw_nodes(&inner, g->first, m);
            if (!g->n_filters || run_filters(&inner, n, m, box, &layer))
                composite_layer(d, &layer, visible, covered ? &cover : NULL, opacity, g->blend);
            layer_free(d, &layer);
        } else {
            draw_limit(d, n, "a group's canvas is");
        }
    }
    if (covered)
        cover_free(d, &cover);
}
