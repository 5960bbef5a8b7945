/* Pictures: fitted into their view, reduced with a good filter, sampled at pixel centres. */
#include <math.h>

#include "paint/paint-imp.h"

void draw_pixels(struct draw *d, const struct pixmap *pm, struct matrix to_canvas, struct rect area,
                 struct matrix m, bool smooth)
{
    struct shade s = {.kind = SHADE_PIXELS, .tile = pm, .smooth = smooth, .opacity = 255};
    struct cover c;
    if (!matrix_usable(to_canvas) || !matrix_invert(to_canvas, &s.inverse))
        return;
    struct path *outline = &d->p->scratch;
    struct path rect = {0};
    path_move(&rect, area.x, area.y);
    path_line(&rect, area.x + area.w, area.y);
    path_line(&rect, area.x + area.w, area.y + area.h);
    path_line(&rect, area.x, area.y + area.h);
    path_close(&rect);
    outline->n_verbs = outline->n_points = 0;
    path_to_device(outline, &rect, m);
    path_drop(&rect);
    if (cover_fill(d, outline, false, true, d->clip, &c)) {
        paint_cover(d, &c, &s);
        cover_free(d, &c);
    }
}

/* Draws pm so that its pixels cover `picture` (user space), within `area`. */
static void place_picture(struct draw *d, const struct pixmap *pm, struct rect picture, struct rect area,
                          struct matrix m, bool smooth)
{
    struct rect on = matrix_apply_rect(m, area);
    if (irect_empty(irect_around(rect_inset(on, -1), d->clip)))
        return;
    struct pixmap *reduced = NULL;
    double sx, sy;
    matrix_scales(m, &sx, &sy);
    double w = fabs(picture.w * sx), h = fabs(picture.h * sy);
    /* Bilinear sampling skips pixels when a picture shrinks: average them first. */
    if (smooth && (w < pm->width * 0.95 || h < pm->height * 0.95)) {
        double rw = fmin(fmax(rint(w), 1), pm->width), rh = fmin(fmax(rint(h), 1), pm->height);
        reduced = image_resize(pm, (int)rw, (int)rh);
        if (reduced)
            pm = reduced;
    }
    struct matrix place = {picture.w / pm->width, 0, 0, picture.h / pm->height, picture.x, picture.y};
    draw_pixels(d, pm, matrix_multiply(m, place), area, m, smooth);
    pixmap_drop(reduced);
}

void draw_image(struct draw *d, const struct node *n, struct matrix m)
{
    const struct node_image *im = &n->u.image;
    const struct bound *b = frame_at(d->f, n->slot);
    if (b && b->pixmap) {
        if (rect_empty(b->view))
            return;
        if (b->pixels_exact && m.b == 0 && m.c == 0) { /* fitted for these very pixels */
            struct rect on = matrix_apply_rect(m, b->view);
            struct rect whole = {rint(on.x), rint(on.y), b->pixmap->width, b->pixmap->height};
            draw_pixels(d, b->pixmap, (struct matrix){1, 0, 0, 1, whole.x, whole.y}, whole, MATRIX_IDENTITY,
                        false);
            return;
        }
        place_picture(d, b->pixmap, b->view, b->view, m, im->rendering == IMAGE_SMOOTH);
        return;
    }
    if (!im->pixmap || rect_empty(im->view))
        return;
    struct view_box fit = im->fit;
    if (rect_empty(fit.box))
        fit.box = (struct rect){0, 0, im->pixmap->width, im->pixmap->height};
    struct matrix in_view = view_box_matrix(&fit, im->view.w, im->view.h);
    struct rect picture = matrix_apply_rect(in_view, fit.box);
    picture.x += im->view.x;
    picture.y += im->view.y;
    struct rect area = rect_intersect(picture, im->view);
    if (!rect_empty(area))
        place_picture(d, im->pixmap, picture, area, m, im->rendering == IMAGE_SMOOTH);
}
