/* Patterns: the tile drawn once at the canvas' resolution, then repeated. */
#include <math.h>

#include "paint/paint-imp.h"

/* A tile's side and area in pixels; larger ones are drawn smaller and scaled up. */
enum { TILE_MAX = 8192, TILE_PIXELS = 16 << 20 };

bool shade_pattern(struct draw *d, const struct pattern *g, double opacity, struct matrix m,
                   const struct rect *box, struct shade *out)
{
    struct rect r = g->rect;
    if (!(opacity > 0) || !g->content)
        return false;
    if (g->units_bbox || (g->content_bbox && !g->has_view_box))
        if (!box || rect_empty(*box))
            return false;
    if (g->units_bbox)
        r = (struct rect){box->x + r.x * box->w, box->y + r.y * box->h, r.w * box->w, r.h * box->h};
    if (rect_empty(r))
        return false;
    m = matrix_multiply(m, g->transform);
    if (!matrix_usable(m))
        return false;
    if (d->layers >= LIMIT_LAYERS) {
        draw_limit(d, g->content, "patterns nest");
        return false;
    }
    double sx, sy;
    matrix_scales(m, &sx, &sy);
    double w = fmin(fmax(rint(r.w * sx), 1), TILE_MAX), h = fmin(fmax(rint(r.h * sy), 1), TILE_MAX);
    if (w * h > TILE_PIXELS) {
        double k = sqrt(TILE_PIXELS / (w * h));
        w = fmax(floor(w * k), 1);
        h = fmax(floor(h * k), 1);
    }
    if (!layer_new(d, &out->owned, (struct irect){0, 0, (int)w, (int)h}))
        return false;
    /* pattern space to pixels of the tile */
    struct matrix tile = {w / r.w, 0, 0, h / r.h, -r.x * w / r.w, -r.y * h / r.h};
    /* Contents start at the tile's corner, as browsers draw them. */
    struct matrix content = {w / r.w, 0, 0, h / r.h, 0, 0};
    if (g->has_view_box)
        content = matrix_multiply(content, view_box_matrix(&g->view_box, r.w, r.h));
    else if (g->content_bbox)
        content = matrix_multiply(content, (struct matrix){box->w, 0, 0, box->h, 0, 0});
    struct draw inner = *d;
    inner.target = &out->owned;
    inner.clip = layer_box(&out->owned);
    inner.layers++;
    inner.depth++;
    draw_nodes(&inner, g->content, content);
    struct matrix back;
    if (!matrix_invert(m, &back))
        return false;
    out->inverse = matrix_multiply(tile, back);
    out->kind = SHADE_PIXELS;
    out->tile = &out->owned.pm;
    out->wrap = true;
    out->smooth = true;
    out->opacity = (unsigned)lrint(255 * fmin(opacity, 1));
    return true;
}
