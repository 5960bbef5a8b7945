/* Geometry: points, rectangles, affine matrices and paths. Units are those of the caller, y grows downwards.
 */
#ifndef PRESSRUN_BASE_GEOM_H
#define PRESSRUN_BASE_GEOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct point {
    double x, y;
};

struct rect {
    double x, y, w, h;
};

/* x' = a x + c y + e, y' = b x + d y + f, as in SVG's matrix(a b c d e f). */
struct matrix {
    double a, b, c, d, e, f;
};

struct rgba {
    uint8_t r, g, b, a; /* not premultiplied, sRGB */
};

#define MATRIX_IDENTITY ((struct matrix){1, 0, 0, 1, 0, 0})

struct matrix matrix_multiply(struct matrix outer, struct matrix inner); /* outer after inner */
bool matrix_invert(struct matrix m, struct matrix *out);                 /* false when singular */
struct point matrix_apply(struct matrix m, double x, double y);
struct rect matrix_apply_rect(struct matrix m, struct rect r); /* bounding box of the image of r */
bool matrix_is_identity(struct matrix m);
double matrix_scale_of(struct matrix m);                     /* sqrt(|det|) */
void matrix_scales(struct matrix m, double *sx, double *sy); /* lengths of the images of the unit vectors */

bool rect_empty(struct rect r);                       /* w or h not > 0 (NaN counts as empty) */
struct rect rect_union(struct rect a, struct rect b); /* an empty operand is ignored */
struct rect rect_intersect(struct rect a, struct rect b);
struct rect rect_inset(struct rect r, double by); /* negative grows */

struct irect { /* whole pixels, x1 and y1 exclusive */
    int x0, y0, x1, y1;
};

static inline bool irect_empty(struct irect r)
{
    return r.x0 >= r.x1 || r.y0 >= r.y1;
}

static inline struct irect irect_intersect(struct irect a, struct irect b)
{
    return (struct irect){a.x0 > b.x0 ? a.x0 : b.x0, a.y0 > b.y0 ? a.y0 : b.y0, a.x1 < b.x1 ? a.x1 : b.x1,
                          a.y1 < b.y1 ? a.y1 : b.y1};
}

static inline bool irect_meet(struct irect a, struct irect b)
{
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

static inline struct irect irect_join(struct irect a, struct irect b)
{
    return (struct irect){a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0, a.x1 > b.x1 ? a.x1 : b.x1,
                          a.y1 > b.y1 ? a.y1 : b.y1};
}

static inline double irect_area(struct irect r)
{
    return irect_empty(r) ? 0 : (double)(r.x1 - r.x0) * (r.y1 - r.y0);
}

enum path_verb { PATH_MOVE, PATH_LINE, PATH_CUBIC, PATH_CLOSE };

/* Absolute segments only; MOVE and LINE use one point, CUBIC three, CLOSE none. */
struct path {
    uint8_t *verbs;
    struct point *points;
    size_t n_verbs, n_points, cap_verbs, cap_points;
};

void path_drop(struct path *p); /* frees what path_* calls allocated, leaves an empty path */
void path_move(struct path *p, double x, double y);
void path_line(struct path *p, double x, double y);
void path_cubic(struct path *p, double x1, double y1, double x2, double y2, double x, double y);
void path_quad(struct path *p, double x1, double y1, double x, double y); /* raised to a cubic */
/* SVG elliptical arc from the current point (SVG 2, appendix B.2.4), as cubics. */
void path_arc(struct path *p, double rx, double ry, double rotation_deg, bool large, bool sweep, double x,
              double y);
void path_close(struct path *p);
void path_append(struct path *p, const struct path *other, struct matrix m);
void path_transform(struct path *p, struct matrix m);
bool path_finite(const struct path *p); /* no coordinate is NaN or infinite */
bool path_current(const struct path *p, struct point *out);
/* Tight bounds of the fill geometry (curve extrema), after m. False when the path is empty,
 * or has a coordinate that is not finite: such a path is not drawn. */
bool path_bounds(const struct path *p, struct matrix m, struct rect *out);

#endif
