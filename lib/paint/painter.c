/* Nodes to pixels: the walk, paths, and the entry points. */
#include "paint/paint.h"

#include <math.h>
#include <string.h>

#include "paint/paint-imp.h"

void draw_limit(struct draw *d, const struct node *n, const char *what)
{
    if (d->work->reported)
        return;
    d->work->reported = true;
    report(d->ctx, DIAG_PAINT_LIMIT, (struct where){.line = n ? n->line : 0},
           "%s deeper or larger than can be drawn; that part is left out", what);
}

static void fill_outline(struct draw *d, const struct fill *f, bool antialias, const struct path *outline,
                         struct matrix m, const struct rect *box)
{
    struct shade s;
    struct cover c;
    if (!shade_paint(d, &f->paint, f->opacity, m, box, d->clip, &s)) {
        shade_free(d, &s);
        return;
    }
    d->p->scratch.n_verbs = d->p->scratch.n_points = 0;
    path_to_device(&d->p->scratch, outline, m);
    if (cover_fill(d, &d->p->scratch, f->evenodd, antialias, d->clip, &c)) {
        paint_cover(d, &c, &s);
        cover_free(d, &c);
    }
    shade_free(d, &s);
}

static void stroke_outline(struct draw *d, const struct stroke *st, bool antialias,
                           const struct path *outline, struct matrix m, const struct rect *box)
{
    struct shade s;
    struct cover c;
    if (!shade_paint(d, &st->paint, st->opacity, m, box, d->clip, &s)) {
        shade_free(d, &s);
        return;
    }
    d->p->scratch.n_verbs = d->p->scratch.n_points = 0;
    path_to_device(&d->p->scratch, outline, m);
    if (cover_stroke(d, &d->p->scratch, m, st, antialias, d->clip, &c)) {
        paint_cover(d, &c, &s);
        cover_free(d, &c);
    }
    shade_free(d, &s);
}

static void draw_path(struct draw *d, const struct node *n, struct matrix m)
{
    const struct node_path *p = &n->u.path;
    struct rect box, outer;
    if (!p->path || !p->path->n_points || !path_finite(p->path))
        return;
    if (!path_bounds(p->path, MATRIX_IDENTITY, &box))
        box = (struct rect){p->path->points[0].x, p->path->points[0].y, 0, 0};
    /* Far from the pixels wanted? A generous box answers most. */
    double reach = p->stroke && p->stroke->width > 0 ? p->stroke->width * fmax(p->stroke->miter_limit, 2) : 0;
    outer = matrix_apply_rect(m, rect_inset(box, -reach));
    if (irect_empty(irect_around(rect_inset(outer, -1), d->clip)))
        return;
    if (p->stroke && p->stroke_first)
        stroke_outline(d, p->stroke, p->antialias, p->path, m, &box);
    if (p->fill)
        fill_outline(d, p->fill, p->antialias, p->path, m, &box);
    if (p->stroke && !p->stroke_first)
        stroke_outline(d, p->stroke, p->antialias, p->path, m, &box);
}

void draw_node(struct draw *d, const struct node *n, struct matrix parent)
{
    const struct bound *b = frame_at(d->f, n->slot);
    if (b && b->hidden)
        return;
    if (++d->work->nodes > WORK_NODES_MAX) {
        draw_limit(d, n, "the picture repeats its parts");
        return;
    }
    struct matrix m = matrix_multiply(parent, n->transform);
    if (!matrix_usable(m))
        return;
    switch (n->kind) {
    case NODE_GROUP:
        draw_group(d, n, m);
        break;
    case NODE_PATH:
        draw_path(d, n, m);
        break;
    case NODE_IMAGE:
        draw_image(d, n, m);
        break;
    case NODE_TEXT:
        draw_text(d, n, m);
        break;
    }
}

void draw_nodes(struct draw *d, const struct node *first, struct matrix m)
{
    if (first && d->depth >= DRAW_DEPTH_MAX) {
        draw_limit(d, first, "groups nest");
        return;
    }
    d->depth++;
    for (const struct node *n = first; n;) {
        const struct paint_still *s = still_at(d, n, m);
        if (s) {
            struct layer l = {*s->pm, s->x, s->y};
            composite_layer(d, &l, d->clip, NULL, 255, BLEND_NORMAL);
            n = s->end;
            continue;
        }
        draw_node(d, n, m);
        n = n->next;
    }
    d->depth--;
}

int paint_node_in(struct ctx *ctx, struct painter *p, const struct node *n, bool siblings,
                  const struct frame *f, struct matrix base, struct pixmap *target, int origin_x,
                  int origin_y, struct rect clip_px)
{
    struct layer onto = {*target, origin_x, origin_y};
    struct work work = {0};
    struct draw d = {.ctx = ctx, .p = p, .f = f, .target = &onto, .work = &work};
    /* inwards: a pixel that is only partly inside must not change */
    double x0 = ceil(clip_px.x), y0 = ceil(clip_px.y), x1 = floor(clip_px.x + clip_px.w),
           y1 = floor(clip_px.y + clip_px.h);
    d.clip = irect_around((struct rect){x0, y0, x1 - x0, y1 - y0}, layer_box(&onto));
    if (irect_empty(d.clip) || !n)
        return 0;
    if (siblings)
        draw_nodes(&d, n, base);
    else
        draw_node(&d, n, base);
    return 0;
}

int paint_node(struct ctx *ctx, struct painter *p, const struct node *n, bool siblings, const struct frame *f,
               struct matrix base, struct pixmap *target, int origin_x, int origin_y)
{
    struct rect all = {origin_x, origin_y, target->width, target->height};
    return paint_node_in(ctx, p, n, siblings, f, base, target, origin_x, origin_y, all);
}

int paint_tree(struct ctx *ctx, struct painter *p, const struct tree *t, const struct frame *f,
               struct pixmap *target)
{
    if (!(t->width > 0) || !(t->height > 0))
        return 0;
    struct matrix scale = {target->width / t->width, 0, 0, target->height / t->height, 0, 0};
    return paint_node(ctx, p, t->root, false, f, matrix_multiply(scale, t->root_matrix), target, 0, 0);
}
