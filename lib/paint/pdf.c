/* A tree as one PDF page, by cairo: paths, gradients, patterns, text and pictures stay what they are; masks
 * become soft masks of pixels, and groups with filters pictures at 300 dots an inch. */
#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "paint/pdf-imp.h"

static const double pixels_per_point = 300.0 / 72;

void pdf_set_matrix(const struct pdf *v, struct matrix m)
{
    cairo_matrix_t c = {m.a, m.b, m.c, m.d, m.e, m.f};
    cairo_set_matrix(v->cr, &c);
}

void pdf_path(const struct pdf *v, const struct path *p)
{
    const struct point *q = p->points;
    for (size_t i = 0; i < p->n_verbs; i++)
        switch (p->verbs[i]) {
        case PATH_MOVE:
            cairo_move_to(v->cr, q->x, q->y);
            q++;
            break;
        case PATH_LINE:
            cairo_line_to(v->cr, q->x, q->y);
            q++;
            break;
        case PATH_CUBIC:
            cairo_curve_to(v->cr, q[0].x, q[0].y, q[1].x, q[1].y, q[2].x, q[2].y);
            q += 3;
            break;
        case PATH_CLOSE:
            cairo_close_path(v->cr);
            break;
        }
}

static void draw_path(struct pdf *v, const struct node *n, struct matrix m)
{
    const struct node_path *p = &n->u.path;
    struct rect box;
    if (!p->path || !p->path->n_points || !path_finite(p->path))
        return;
    if (!path_bounds(p->path, MATRIX_IDENTITY, &box))
        box = (struct rect){p->path->points[0].x, p->path->points[0].y, 0, 0};
    enum { ASTRAY = 1000000000 }; /* cairo's extents lose their order out there */
    if (!(fabs(box.x) < ASTRAY && fabs(box.y) < ASTRAY && box.w < ASTRAY && box.h < ASTRAY))
        return;
    for (int step = 0; step < 2; step++) {
        bool stroke = (step == 0) == p->stroke_first;
        if (stroke ? !p->stroke || !pdf_paint(v, &p->stroke->paint, p->stroke->opacity, m, &box)
                   : !p->fill || !pdf_paint(v, &p->fill->paint, p->fill->opacity, m, &box))
            continue;
        pdf_set_matrix(v, m);
        cairo_new_path(v->cr);
        pdf_path(v, p->path);
        if (stroke) {
            pdf_stroke_style(v, p->stroke, m, p->path);
            cairo_stroke(v->cr);
        } else {
            cairo_set_fill_rule(v->cr, p->fill->evenodd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
            cairo_fill(v->cr);
        }
    }
}

void pdf_picture(struct pdf *v, const struct pixmap *pm, struct matrix to_page, struct rect area,
                 struct matrix m, bool smooth)
{
    if (!matrix_usable(to_page) || !matrix_usable(m))
        return;
    cairo_surface_t *s = cairo_image_surface_create_for_data(
        pm->data, pm->opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, pm->width, pm->height, pm->stride);
    cairo_save(v->cr);
    pdf_set_matrix(v, m);
    cairo_new_path(v->cr);
    cairo_rectangle(v->cr, area.x, area.y, area.w, area.h);
    cairo_clip(v->cr);
    pdf_set_matrix(v, to_page);
    cairo_set_source_surface(v->cr, s, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(v->cr), smooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
    cairo_paint(v->cr);
    cairo_restore(v->cr);
    cairo_surface_destroy(s);
}

static void draw_picture(struct pdf *v, const struct node *n, struct matrix m)
{
    const struct node_image *im = &n->u.image;
    const struct bound *b = frame_at(v->f, n->slot);
    const struct pixmap *pm = b && b->pixmap ? b->pixmap : im->pixmap;
    struct rect view = b && b->pixmap ? b->view : im->view, picture = view;
    if (!pm || rect_empty(view))
        return;
    if (!(b && b->pixmap)) {
        struct view_box fit = im->fit;
        if (rect_empty(fit.box))
            fit.box = (struct rect){0, 0, pm->width, pm->height};
        picture = matrix_apply_rect(view_box_matrix(&fit, view.w, view.h), fit.box);
        picture.x += view.x;
        picture.y += view.y;
    }
    struct rect area = rect_intersect(picture, view);
    struct matrix place = {picture.w / pm->width, 0, 0, picture.h / pm->height, picture.x, picture.y};
    if (!rect_empty(area))
        pdf_picture(v, pm, matrix_multiply(m, place), area, m, im->rendering == IMAGE_SMOOTH);
}

/* ---- groups ---- */
/* The part of the page that n may paint, in pixels of the raster that stands for it; false when none. */
static bool raster_box(struct pdf *v, const struct node *n, struct matrix parent, double *scale,
                       struct irect *out)
{
    struct rect box;
    double x0, y0, x1, y1;
    if (!node_paint_box(n, v->f, &box))
        return false;
    cairo_save(v->cr);
    cairo_identity_matrix(v->cr);
    cairo_clip_extents(v->cr, &x0, &y0, &x1, &y1);
    cairo_restore(v->cr);
    box = rect_intersect(matrix_apply_rect(parent, box), (struct rect){x0, y0, x1 - x0, y1 - y0});
    if (rect_empty(box))
        return false;
    *scale = fmin(pixels_per_point, sqrt(32e6 / (box.w * box.h)));
    box = (struct rect){box.x * *scale - 1, box.y * *scale - 1, box.w * *scale + 2, box.h * *scale + 2};
    *out = irect_around(
        box, (struct irect){-LIMIT_CANVAS_SIDE, -LIMIT_CANVAS_SIDE, LIMIT_CANVAS_SIDE, LIMIT_CANVAS_SIDE});
    return !irect_empty(*out);
}

static struct draw drawing(struct pdf *v, struct layer *target)
{
    return (struct draw){.ctx = v->ctx,
                         .p = v->p,
                         .f = v->f,
                         .target = target,
                         .clip = layer_box(target),
                         .depth = v->depth,
                         .layers = v->layers,
                         .work = v->work};
}

/* The whole node as pixels. */
static void draw_raster(struct pdf *v, const struct node *n, struct matrix parent)
{
    double k;
    struct irect box;
    struct layer l;
    if (!raster_box(v, n, parent, &k, &box))
        return;
    struct draw d = {.p = v->p};
    if (!layer_new(&d, &l, box))
        return;
    struct node_group plain = n->u.group; /* blending is the page's business */
    plain.blend = BLEND_NORMAL;
    struct node copy = *n;
    copy.u.group = plain;
    d = drawing(v, &l);
    draw_node(&d, &copy, matrix_multiply((struct matrix){k, 0, 0, k, 0, 0}, parent));
    pdf_picture(v, &l.pm, (struct matrix){1 / k, 0, 0, 1 / k, l.x / k, l.y / k},
                (struct rect){box.x0 / k, box.y0 / k, (box.x1 - box.x0) / k, (box.y1 - box.y0) / k},
                MATRIX_IDENTITY, true);
    layer_free(&d, &l);
}

/* The only path of a clip, through groups that only move it; NULL when it has more. */
static const struct node *only_path(const struct clip *c, struct matrix *m)
{
    const struct node *n = c->content;
    for (int depth = 0; n && !n->next && n->slot == SLOT_NONE && depth < 64; n = n->u.group.first, depth++) {
        *m = matrix_multiply(*m, n->transform);
        if (n->kind == NODE_PATH)
            return n->u.path.path ? n : NULL;
        if (n->kind != NODE_GROUP || group_needs_canvas(&n->u.group))
            return NULL;
    }
    return NULL;
}

/* A clip of one path, and the clip of that clip if it is another, is a clip of the page. */
static bool clip_by_path(struct pdf *v, const struct clip *c, struct matrix m, const struct rect *box)
{
    const struct node *paths[8];
    struct matrix at[8];
    int n = 0;
    for (; c; c = c->clip, n++) {
        if (n == 8)
            return false;
        at[n] = matrix_multiply(m, c->transform);
        if (c->units_bbox && box)
            at[n] = matrix_multiply(at[n], (struct matrix){box->w, 0, 0, box->h, box->x, box->y});
        paths[n] = only_path(c, &at[n]);
        if (!paths[n] || !matrix_usable(at[n]))
            return false;
    }
    for (int i = 0; i < n; i++) {
        const struct node_path *p = &paths[i]->u.path;
        pdf_set_matrix(v, at[i]);
        cairo_new_path(v->cr);
        pdf_path(v, p->path);
        cairo_set_fill_rule(v->cr,
                            p->fill && p->fill->evenodd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
        cairo_clip(v->cr);
    }
    return true;
}

/* The source through coverage of pixels, and opacity. */
static void mask_source(struct pdf *v, const struct cover *c, double k, double opacity)
{
    int w = c->box.x1 - c->box.x0, h = c->box.y1 - c->box.y0,
        stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, w);
    uint8_t *copy = xcalloc((size_t)stride, (size_t)h);
    for (int y = 0; y < h; y++) {
        if (c->full)
            memset(copy + (size_t)y * (size_t)stride, 255, (size_t)w);
        else
            memcpy(copy + (size_t)y * (size_t)stride, cover_row(c, c->box.y0 + y), (size_t)w);
    }
    for (size_t i = 0; opacity < 1 && i < (size_t)stride * (size_t)h; i++)
        copy[i] = (uint8_t)lrint(copy[i] * opacity);
    cairo_surface_t *s = cairo_image_surface_create_for_data(copy, CAIRO_FORMAT_A8, w, h, stride);
    pdf_set_matrix(v, (struct matrix){1 / k, 0, 0, 1 / k, c->box.x0 / k, c->box.y0 / k});
    cairo_mask_surface(v->cr, s, 0, 0);
    cairo_surface_finish(s);
    cairo_surface_destroy(s);
    free(copy);
}

/* Clip and mask as coverage; false when nothing is left. */
static bool effects_cover(struct pdf *v, const struct node *n, struct matrix parent, struct matrix m,
                          bool clip, double *k, struct cover *out)
{
    const struct node_group *g = &n->u.group;
    struct irect area;
    struct rect object;
    struct cover by;
    static uint8_t none[4];
    struct layer nowhere = {{1, 1, 4, none, false}, 0, 0};
    struct draw d = drawing(v, &nowhere);
    if (!raster_box(v, n, parent, k, &area))
        return false;
    struct matrix px = matrix_multiply((struct matrix){*k, 0, 0, *k, 0, 0}, m);
    const struct rect *box = node_object_box(n, v->f, &object) ? &object : NULL;
    if (clip && !clip_cover(&d, g->clip, px, box, area, out))
        return false;
    if (!g->mask)
        return true;
    if (!mask_cover(&d, g->mask, px, box, clip ? out->box : area, clip ? &by : out)) {
        if (clip)
            cover_free(&d, out);
        return false;
    }
    if (clip) {
        if (!out->full)
            cover_multiply(&by, out);
        cover_free(&d, out);
        *out = by;
    }
    return true;
}

static void draw_group_canvas(struct pdf *v, const struct node *n, struct matrix parent, struct matrix m)
{
    static const cairo_operator_t operators[BLEND_COUNT] = {
        CAIRO_OPERATOR_OVER,        CAIRO_OPERATOR_MULTIPLY,
        CAIRO_OPERATOR_SCREEN,      CAIRO_OPERATOR_OVERLAY,
        CAIRO_OPERATOR_DARKEN,      CAIRO_OPERATOR_LIGHTEN,
        CAIRO_OPERATOR_COLOR_DODGE, CAIRO_OPERATOR_COLOR_BURN,
        CAIRO_OPERATOR_HARD_LIGHT,  CAIRO_OPERATOR_SOFT_LIGHT,
        CAIRO_OPERATOR_DIFFERENCE,  CAIRO_OPERATOR_EXCLUSION,
        CAIRO_OPERATOR_HSL_HUE,     CAIRO_OPERATOR_HSL_SATURATION,
        CAIRO_OPERATOR_HSL_COLOR,   CAIRO_OPERATOR_HSL_LUMINOSITY,
        CAIRO_OPERATOR_ADD};
    const struct node_group *g = &n->u.group;
    struct rect object;
    const struct rect *box = node_object_box(n, v->f, &object) ? &object : NULL;
    if (v->layers >= LIMIT_LAYERS) {
        struct draw d = {.ctx = v->ctx, .work = v->work};
        draw_limit(&d, n, "groups with opacity, clip, mask, filter or blend nest");
        return;
    }
    v->layers++;
    cairo_save(v->cr);
    if (g->n_filters) {
        if (g->blend != BLEND_NORMAL) {
            cairo_push_group(v->cr);
            draw_raster(v, n, parent);
            cairo_pop_group_to_source(v->cr);
            cairo_set_operator(v->cr, operators[g->blend]);
            cairo_paint(v->cr);
        } else {
            draw_raster(v, n, parent);
        }
    } else {
        bool clip = g->clip != NULL;
        if (clip && clip_by_path(v, g->clip, m, box))
            clip = false;
        struct cover cover = {0};
        double k = 1;
        bool cut = clip || g->mask;
        bool shown = !cut || effects_cover(v, n, parent, m, clip, &k, &cover);
        bool canvas = cut || g->opacity < 1 || g->blend != BLEND_NORMAL || g->isolate;
        if (shown && canvas) {
            cairo_push_group(v->cr);
            pdf_nodes(v, g->first, m);
            cairo_pop_group_to_source(v->cr);
            cairo_set_operator(v->cr, operators[g->blend]);
            if (cut)
                mask_source(v, &cover, k, g->opacity);
            else
                cairo_paint_with_alpha(v->cr, g->opacity);
        } else if (shown) {
            pdf_nodes(v, g->first, m);
        }
        struct draw d = {.p = v->p};
        if (cut && shown)
            cover_free(&d, &cover);
    }
    cairo_restore(v->cr);
    v->layers--;
}

static void draw(struct pdf *v, const struct node *n, struct matrix parent)
{
    const struct bound *b = frame_at(v->f, n->slot);
    struct matrix m = matrix_multiply(parent, n->transform);
    if ((b && b->hidden) || !matrix_usable(m) || ++v->work->nodes > WORK_NODES_MAX)
        return;
    switch (n->kind) {
    case NODE_GROUP:
        if (!group_needs_canvas(&n->u.group))
            pdf_nodes(v, n->u.group.first, m);
        else if (n->u.group.opacity > 0)
            draw_group_canvas(v, n, parent, m);
        break;
    case NODE_PATH:
        draw_path(v, n, m);
        break;
    case NODE_IMAGE:
        draw_picture(v, n, m);
        break;
    case NODE_TEXT:
        pdf_text(v, n, m);
        break;
    }
}

void pdf_nodes(struct pdf *v, const struct node *first, struct matrix m)
{
    if (v->depth >= DRAW_DEPTH_MAX)
        return;
    v->depth++;
    for (const struct node *n = first; n; n = n->next)
        draw(v, n, m);
    v->depth--;
}

/* ---- the file ---- */
struct bytes {
    uint8_t *at;
    size_t len, cap;
};

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int n)
{
    struct bytes *b = closure;
    vec_reserve(b, b->len + n);
    memcpy(b->at + b->len, data, n);
    b->len += n;
    return CAIRO_STATUS_SUCCESS;
}

int paint_pdf(struct ctx *ctx, const struct tree *t, const struct frame *f, uint8_t **out, size_t *len)
{
    struct bytes bytes = {0};
    struct work work = {0};
    struct vec_fonts fonts = {0};
    if (!(t->width > 0) || !(t->height > 0) || t->width > 1e6 || t->height > 1e6) {
        report(ctx, DIAG_PAINT_LIMIT, (struct where){.file = t->path},
               "the picture has no size that a page can have");
        return -1;
    }
    cairo_surface_t *s =
        cairo_pdf_surface_create_for_stream(append, &bytes, t->width * 0.75, t->height * 0.75);
    /* the same input gives the same bytes: no time of day */
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    cairo_surface_set_fallback_resolution(s, 300, 300);
    struct pdf v = {
        .ctx = ctx, .p = painter_new(), .f = f, .cr = cairo_create(s), .work = &work, .fonts = &fonts};
    struct matrix scale = {0.75, 0, 0, 0.75, 0, 0};
    draw(&v, t->root, matrix_multiply(scale, t->root_matrix));
    cairo_show_page(v.cr);
    cairo_status_t status = cairo_status(v.cr);
    cairo_destroy(v.cr);
    cairo_surface_finish(s);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(s);
    cairo_surface_destroy(s);
    for (size_t i = 0; i < fonts.len; i++)
        cairo_font_face_destroy(fonts.at[i].font);
    vec_drop(&fonts);
    painter_drop(v.p);
    if (status != CAIRO_STATUS_SUCCESS) {
        report(ctx, DIAG_SYSTEM, (struct where){.file = t->path}, "cannot write the PDF: %s",
               cairo_status_to_string(status));
        free(bytes.at);
        return -1;
    }
    *out = bytes.at;
    *len = bytes.len;
    return 0;
}
