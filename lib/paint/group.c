/* Groups: plain ones are only a transform; the others are drawn on a canvas of their own and put down in the
 * order filter, clip, mask, opacity and blend. */
#include <math.h>
#include <string.h>

#include "paint/paint-imp.h"

/* A filter's canvas may be this large whatever part of it is wanted, so that pieces equal the whole. */
enum { FILTER_PIXELS = 4 << 20 };
static const struct irect everywhere = {-(1 << 20), -(1 << 20), 1 << 20, 1 << 20};

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
    if (p->u.image.use_subregion) {
        m = matrix_multiply(m, (struct matrix){1, 0, 0, 1, sub.x, sub.y});
    } else { /* a picture, lowered into a unit square: fitted into the subregion */
        if (n->kind == NODE_IMAGE) {
            struct node copy = *n;
            copy.transform = MATRIX_IDENTITY;
            copy.next = NULL;
            copy.u.image.view = sub;
            draw_node(&inner, &copy, m);
            return pm;
        }
        m = matrix_multiply(m, (struct matrix){sub.w, 0, 0, sub.h, sub.x, sub.y});
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
        d->work->filters += fx_cost(&g->filters[i]) * l->pm.width * l->pm.height;
        if (d->work->filters > WORK_FILTERS_MAX) {
            draw_limit(d, n, "filters add up to a picture");
            ok = false;
            break;
        }
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

/* Pixels that the filters read and write, and whether anything can come out. *whole: they are the same
 * whatever part of the picture is wanted. */
static bool filter_area(struct draw *d, const struct node *n, struct matrix m, const struct rect *object,
                        bool have, struct rect children, struct irect *out, bool *whole)
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
    struct irect want = irect_around(all, everywhere);
    if (irect_empty(want))
        return false;
    if ((double)(want.x1 - want.x0) * (want.y1 - want.y0) > FILTER_PIXELS) {
        /* too much to compute all of it: what the wanted pixels may depend on */
        double grow = isfinite(reach) ? fmin(ceil(reach) + 1, 4096) : 64;
        double w = d->clip.x1 - d->clip.x0, h = d->clip.y1 - d->clip.y0;
        while ((w + 2 * grow) * (h + 2 * grow) > 4.0 * FILTER_PIXELS && grow > 1)
            grow /= 2; /* a blur this wide is nearly the same everywhere */
        int by = (int)grow;
        struct irect near = {d->clip.x0 - by, d->clip.y0 - by, d->clip.x1 + by, d->clip.y1 + by};
        want = irect_intersect(want, near);
        *whole = false;
    } else if (irect_empty(irect_intersect(want, d->clip))) {
        return false;
    }
    *out = want;
    return !irect_empty(want);
}

/* Filters work along the axes of user space: when those are turned or skewed on the canvas, the filter runs
 * on an upright picture of the same scale, which is then put down turned. */
static bool is_turned(struct matrix m)
{
    return fabs(m.b) + fabs(m.c) > 1e-6 * (fabs(m.a) + fabs(m.d));
}

/* The filtered group as a layer; false when nothing of it shows. *whole: it does not depend on the clip. */
static bool filtered_layer(struct draw *d, const struct node *n, struct matrix m, const struct rect *box,
                           struct layer *out, bool *whole)
{
    struct draw local = *d;
    struct matrix upright = m, turn = MATRIX_IDENTITY, back;
    bool turned = is_turned(m);
    *whole = true;
    if (turned) {
        double sx, sy;
        matrix_scales(m, &sx, &sy);
        upright = (struct matrix){sx, 0, 0, sy, 0, 0};
        turn = (struct matrix){m.a / sx, m.b / sx, m.c / sy, m.d / sy, m.e, m.f};
        if (!matrix_usable(turn) || !matrix_invert(turn, &back))
            return false;
        struct rect clip = {d->clip.x0, d->clip.y0, d->clip.x1 - d->clip.x0, d->clip.y1 - d->clip.y0};
        local.clip = irect_around(rect_inset(matrix_apply_rect(back, clip), -2), everywhere);
    }
    struct rect children = {0};
    struct irect area;
    struct layer flat;
    bool have = children_box(d, n, upright, &children);
    if (!filter_area(&local, n, upright, box, have, children, &area, whole))
        return false;
    if (!layer_new(d, &flat, area)) {
        draw_limit(d, n, "a filter's canvas is");
        return false;
    }
    struct draw inner = *d;
    inner.target = &flat;
    inner.clip = area;
    inner.layers++;
    draw_nodes(&inner, n->u.group.first, upright);
    d->p->filtered++;
    if (!run_filters(&inner, n, upright, box, &flat)) {
        layer_free(d, &flat);
        return false;
    }
    if (!turned) {
        *out = flat;
        return true;
    }
    struct rect pixels = {area.x0, area.y0, area.x1 - area.x0, area.y1 - area.y0};
    struct irect on = irect_around(matrix_apply_rect(turn, pixels), everywhere);
    if (irect_area(on) > FILTER_PIXELS) {
        on = irect_intersect(on, d->clip);
        *whole = false;
    }
    bool shows = layer_new(d, out, on);
    if (shows) {
        inner = *d;
        inner.target = out;
        inner.clip = on;
        draw_pixels(&inner, &flat.pm, matrix_multiply(turn, (struct matrix){1, 0, 0, 1, flat.x, flat.y}),
                    pixels, turn, true);
    }
    layer_free(d, &flat);
    return shows;
}

/* Clip and mask as one coverage within *visible, which shrinks to it. False when they hide everything. */
static bool group_cover(struct draw *d, const struct node_group *g, struct matrix m, const struct rect *box,
                        struct irect *visible, struct cover *out)
{
    struct cover clip;
    if (g->clip) {
        if (!clip_cover(d, g->clip, m, box, *visible, g->mask ? &clip : out))
            return false;
        *visible = irect_intersect(*visible, g->mask ? clip.box : out->box);
    }
    if (!g->mask)
        return true;
    bool shows = mask_cover(d, g->mask, m, box, *visible, out);
    if (shows)
        *visible = irect_intersect(*visible, out->box);
    if (g->clip) {
        if (shows && !clip.full)
            cover_multiply(out, &clip);
        cover_free(d, &clip);
    }
    return shows;
}

void draw_group(struct draw *d, const struct node *n, struct matrix m)
{
    const struct node_group *g = &n->u.group;
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
    const struct rect *box = node_object_box(n, d->f, &object) ? &object : NULL;
    struct layer layer;
    struct cover cover = {0};
    if (g->n_filters) {
        struct group_key key;
        bool may_keep = group_key(d, n, m, &key), kept = may_keep && group_recall(d, &key, &layer),
             whole = false;
        if (!kept && !filtered_layer(d, n, m, box, &layer, &whole))
            return;
        if (!kept && may_keep && whole)
            group_keep(d, &key, &layer);
        struct irect visible = irect_intersect(d->clip, layer_box(&layer));
        if (!irect_empty(visible) && group_cover(d, g, m, box, &visible, &cover)) {
            composite_layer(d, &layer, visible, g->clip || g->mask ? &cover : NULL, opacity, g->blend);
            cover_free(d, &cover);
        }
        if (!kept)
            layer_free(d, &layer);
        return;
    }
    if (!children_box(d, n, m, &children))
        return;
    struct irect visible = irect_around(children, d->clip);
    if (irect_empty(visible) || !group_cover(d, g, m, box, &visible, &cover))
        return;
    if (!irect_empty(visible)) {
        if (layer_new(d, &layer, visible)) {
            struct draw inner = *d;
            inner.target = &layer;
            inner.clip = visible;
            inner.layers++;
            draw_nodes(&inner, g->first, m);
            composite_layer(d, &layer, visible, g->clip || g->mask ? &cover : NULL, opacity, g->blend);
            layer_free(d, &layer);
        } else {
            draw_limit(d, n, "a group's canvas is");
        }
    }
    cover_free(d, &cover);
}
