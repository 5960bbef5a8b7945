/* clipPath and mask as coverage. */
#include <math.h>
#include <string.h>

#include "paint/paint-imp.h"

static void clip_nodes(struct draw *d, const struct node *first, struct matrix m, struct cover *onto);

static void unite_outline(struct draw *d, bool evenodd, bool antialias, struct cover *onto)
{
    struct cover c;
    if (d->p->scratch.n_points && cover_fill(d, &d->p->scratch, evenodd, antialias, onto->box, &c)) {
        cover_unite(onto, &c);
        cover_free(d, &c);
    }
}

static void clip_text(struct draw *d, const struct node *n, struct matrix m, struct cover *onto)
{
    const struct text_layout *l = node_text_layout(n, d->f);
    struct path *out = &d->p->scratch;
    out->n_verbs = out->n_points = 0;
    for (size_t i = 0; l && i < l->n_runs; i++)
        if (!l->runs[i].hidden)
            text_outline(out, &l->runs[i], m);
    for (size_t i = 0; l && i < l->n_decors; i++)
        path_to_device(out, &l->decors[i].path, m);
    unite_outline(d, false, n->u.text.antialias, onto);
}

static void clip_node(struct draw *d, const struct node *n, struct matrix parent, struct cover *onto)
{
    const struct bound *b = frame_at(d->f, n->slot);
    struct matrix m = matrix_multiply(parent, n->transform);
    if ((b && b->hidden) || !matrix_usable(m))
        return;
    if (++d->work->nodes > WORK_NODES_MAX) {
        draw_limit(d, n, "the picture repeats its parts");
        return;
    }
    switch (n->kind) {
    case NODE_PATH: {
        struct path *out = &d->p->scratch;
        if (!n->u.path.path)
            return;
        out->n_verbs = out->n_points = 0;
        path_to_device(out, n->u.path.path, m);
        unite_outline(d, n->u.path.fill && n->u.path.fill->evenodd, n->u.path.antialias, onto);
        break;
    }
    case NODE_TEXT:
        clip_text(d, n, m, onto);
        break;
    case NODE_GROUP: {
        const struct clip *c = n->u.group.clip;
        struct cover own, by;
        struct rect box;
        if (!c) {
            clip_nodes(d, n->u.group.first, m, onto);
            break;
        }
        if (d->layers >= LIMIT_LAYERS) {
            draw_limit(d, n, "clip paths nest");
            return;
        }
        bool have = node_object_box(n, d->f, &box);
        d->layers++;
        if (cover_new(d, onto->box, 0, &own)) {
            clip_nodes(d, n->u.group.first, m, &own);
            if (clip_cover(d, c, m, have ? &box : NULL, onto->box, &by)) {
                cover_multiply(&own, &by);
                cover_unite(onto, &own);
                cover_free(d, &by);
            }
            cover_free(d, &own);
        }
        d->layers--;
        break;
    }
    case NODE_IMAGE: /* no geometry to clip with */
        break;
    }
}

static void clip_nodes(struct draw *d, const struct node *first, struct matrix m, struct cover *onto)
{
    if (first && d->depth >= DRAW_DEPTH_MAX) {
        draw_limit(d, first, "groups nest");
        return;
    }
    d->depth++;
    for (const struct node *n = first; n; n = n->next)
        clip_node(d, n, m, onto);
    d->depth--;
}

/* A clip that is a single path: its coverage straight from the rasteriser, no uniting. */
static bool single_path(struct draw *d, const struct clip *c, struct matrix m, struct irect area,
                        struct cover *out, bool *empty)
{
    const struct node *n = c->content;
    while (n && n->kind == NODE_GROUP && !n->next && !n->u.group.clip && n->slot == SLOT_NONE) {
        m = matrix_multiply(m, n->transform);
        n = n->u.group.first;
    }
    if (!n || n->next || n->kind != NODE_PATH || n->slot != SLOT_NONE || !n->u.path.path)
        return false;
    m = matrix_multiply(m, n->transform);
    struct path *dev = &d->p->scratch;
    dev->n_verbs = dev->n_points = 0;
    if (matrix_usable(m))
        path_to_device(dev, n->u.path.path, m);
    *empty = !cover_fill(d, dev, n->u.path.fill && n->u.path.fill->evenodd, n->u.path.antialias, area, out);
    return true;
}

bool clip_cover(struct draw *d, const struct clip *c, struct matrix m, const struct rect *box,
                struct irect area, struct cover *out)
{
    struct matrix own = matrix_multiply(m, c->transform);
    bool empty = false;
    if (c->units_bbox) {
        if (!box || rect_empty(*box))
            return false;
        own = matrix_multiply(own, (struct matrix){box->w, 0, 0, box->h, box->x, box->y});
    }
    if (!matrix_usable(own) || irect_empty(area))
        return false;
    if (d->layers >= LIMIT_LAYERS) {
        draw_limit(d, c->content, "clip paths nest");
        return false;
    }
    if (!single_path(d, c, own, area, out, &empty)) {
        if (!cover_new(d, area, 0, out))
            return false;
        clip_nodes(d, c->content, own, out);
    } else if (empty) {
        return false;
    }
    if (!c->clip)
        return true;
    struct cover by;
    d->layers++;
    bool have = clip_cover(d, c->clip, m, box, out->box, &by);
    d->layers--;
    if (!have) {
        cover_free(d, out);
        return false;
    }
    if (out->full && by.full) {
        out->box = irect_intersect(out->box, by.box);
        return true;
    }
    if (out->full) { /* the other one, within this one's box, which is no smaller */
        *out = by;
        return true;
    }
    cover_multiply(out, &by);
    cover_free(d, &by);
    return true;
}

/* ---- masks ---- */
/* Luminance coefficients of the Filter Effects specification (feColorMatrix luminanceToAlpha), of 65536. */
enum { LUMA_R = 13926, LUMA_G = 46885, LUMA_B = 4725 };

static void luminance_row(uint8_t *to, const uint32_t *from, int n, const uint16_t *linear)
{
    for (int i = 0; i < n; i++) {
        uint32_t p = from[i];
        unsigned a = p >> 24, r = p >> 16 & 255, g = p >> 8 & 255, b = p & 255;
        if (linear && a) { /* unmultiplied, made linear, multiplied again */
            r = linear[r >= a ? 255 : (r * 255 + a / 2) / a] * a;
            g = linear[g >= a ? 255 : (g * 255 + a / 2) / a] * a;
            b = linear[b >= a ? 255 : (b * 255 + a / 2) / a] * a;
            uint64_t sum = (uint64_t)r * LUMA_R + (uint64_t)g * LUMA_G + (uint64_t)b * LUMA_B;
            to[i] = (uint8_t)((sum / 65535 + 32768) >> 16);
            continue;
        }
        to[i] = (uint8_t)((r * LUMA_R + g * LUMA_G + b * LUMA_B + 32768) >> 16);
    }
}

static void linear_table(uint16_t t[256])
{
    for (int i = 0; i < 256; i++) {
        double v = i / 255.0;
        t[i] = (uint16_t)lrint(65535 * (v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)));
    }
}

bool mask_cover(struct draw *d, const struct mask *k, struct matrix m, const struct rect *box,
                struct irect area, struct cover *out)
{
    struct rect r = k->rect;
    struct cover frame;
    struct layer layer;
    if ((k->units_bbox || k->content_bbox) && (!box || rect_empty(*box)))
        return false;
    if (k->units_bbox)
        r = (struct rect){box->x + r.x * box->w, box->y + r.y * box->h, r.w * box->w, r.h * box->h};
    if (rect_empty(r))
        return false;
    if (d->layers >= LIMIT_LAYERS) {
        draw_limit(d, k->content, "masks nest");
        return false;
    }
    /* the mask's own rectangle */
    struct path rect = {0}, *dev = &d->p->scratch;
    path_move(&rect, r.x, r.y);
    path_line(&rect, r.x + r.w, r.y);
    path_line(&rect, r.x + r.w, r.y + r.h);
    path_line(&rect, r.x, r.y + r.h);
    path_close(&rect);
    dev->n_verbs = dev->n_points = 0;
    path_to_device(dev, &rect, m);
    path_drop(&rect);
    if (!cover_fill(d, dev, false, true, area, &frame))
        return false;
    if (!layer_new(d, &layer, frame.box)) {
        cover_free(d, &frame);
        return false;
    }
    struct draw inner = *d;
    inner.target = &layer;
    inner.clip = layer_box(&layer);
    inner.layers++;
    struct matrix content = m;
    if (k->content_bbox)
        content = matrix_multiply(m, (struct matrix){box->w, 0, 0, box->h, box->x, box->y});
    draw_nodes(&inner, k->content, content);

    bool have = cover_new(d, frame.box, 0, out);
    uint16_t linear[256];
    if (k->luminance && k->linear)
        linear_table(linear);
    for (int y = frame.box.y0; have && y < frame.box.y1; y++) {
        const uint32_t *from = layer_row(&layer, frame.box.x0, y);
        uint8_t *to = cover_row(out, y);
        int n = frame.box.x1 - frame.box.x0;
        if (k->luminance)
            luminance_row(to, from, n, k->linear ? linear : NULL);
        else
            for (int i = 0; i < n; i++)
                to[i] = (uint8_t)(from[i] >> 24);
    }
    layer_free(d, &layer);
    if (have && !frame.full)
        cover_multiply(out, &frame);
    cover_free(d, &frame);
    if (have && k->mask) {
        struct cover by;
        inner = *d;
        inner.layers++;
        if (mask_cover(&inner, k->mask, m, box, out->box, &by)) {
            cover_multiply(out, &by);
            cover_free(d, &by);
        } else {
            cover_free(d, out);
            have = false;
        }
    }
    return have;
}
