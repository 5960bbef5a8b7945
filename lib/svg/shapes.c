/* Basic shapes as paths (SVG 2, chapter 10). */
#include <stdlib.h>

#include "svg/svg-imp.h"

bool tag_is_shape(enum svg_tag t)
{
    return t == TAG_PATH || t == TAG_RECT || t == TAG_CIRCLE || t == TAG_ELLIPSE || t == TAG_LINE ||
           t == TAG_POLYLINE || t == TAG_POLYGON;
}

struct path *path_keep(struct lower *L, struct path *p)
{
    struct path *k = ARENA_NEW(L->arena, struct path);
    k->n_verbs = k->cap_verbs = p->n_verbs;
    k->n_points = k->cap_points = p->n_points;
    if (p->n_verbs) {
        k->verbs = ARENA_ARRAY(L->arena, p->n_verbs, uint8_t);
        memcpy(k->verbs, p->verbs, p->n_verbs);
    }
    if (p->n_points) {
        k->points = ARENA_ARRAY(L->arena, p->n_points, struct point);
        memcpy(k->points, p->points, p->n_points * sizeof *k->points);
    }
    path_drop(p);
    return k;
}

static void ellipse(struct path *p, double cx, double cy, double rx, double ry)
{
    path_move(p, cx + rx, cy);
    path_arc(p, rx, ry, 0, false, true, cx, cy + ry);
    path_arc(p, rx, ry, 0, false, true, cx - rx, cy);
    path_arc(p, rx, ry, 0, false, true, cx, cy - ry);
    path_arc(p, rx, ry, 0, false, true, cx + rx, cy);
    path_close(p);
}

void rounded_rect(struct path *p, struct rect r, double rx, double ry)
{
    double x = r.x, y = r.y, w = r.w, h = r.h;
    if (rx <= 0 || ry <= 0) {
        path_move(p, x, y);
        path_line(p, x + w, y);
        path_line(p, x + w, y + h);
        path_line(p, x, y + h);
        path_close(p);
        return;
    }
    path_move(p, x + rx, y);
    path_line(p, x + w - rx, y);
    path_arc(p, rx, ry, 0, false, true, x + w, y + ry);
    path_line(p, x + w, y + h - ry);
    path_arc(p, rx, ry, 0, false, true, x + w - rx, y + h);
    path_line(p, x + rx, y + h);
    path_arc(p, rx, ry, 0, false, true, x, y + h - ry);
    path_line(p, x, y + ry);
    path_arc(p, rx, ry, 0, false, true, x + rx, y);
    path_close(p);
}

static bool rect(struct lower *L, const struct el *e, const struct style *s, const struct scope *sc,
                 struct path *p)
{
    double x = el_length(L, e, "x", s, sc, REL_X, 0), y = el_length(L, e, "y", s, sc, REL_Y, 0);
    double w = el_length(L, e, "width", s, sc, REL_X, 0), h = el_length(L, e, "height", s, sc, REL_Y, 0);
    double rx = el_length(L, e, "rx", s, sc, REL_X, -1), ry = el_length(L, e, "ry", s, sc, REL_Y, -1);
    if (!(w > 0) || !(h > 0))
        return false;
    if (rx < 0)
        rx = ry; /* auto */
    if (ry < 0)
        ry = rx;
    if (rx < 0)
        rx = ry = 0;
    rx = fmin(rx, w / 2);
    ry = fmin(ry, h / 2);
    rounded_rect(p, (struct rect){x, y, w, h}, rx, ry);
    return true;
}

/* Pairs of points; an odd number at the end is left out, and what follows an error. */
static bool points(const char *v, bool close, struct path *p)
{
    double x, y;
    size_t n = 0;
    if (!v)
        return false;
    scan_space(&v);
    while (scan_number(&v, &x)) {
        scan_comma(&v);
        if (!scan_number(&v, &y))
            break;
        scan_comma(&v);
        if (n++)
            path_line(p, x, y);
        else
            path_move(p, x, y);
    }
    if (n < 2)
        return false;
    if (close)
        path_close(p);
    return true;
}

static const char *css_path(struct lower *L, const char *v) /* d: path("...") */
{
    if (strncmp(v, "path(", 5) != 0)
        return v;
    const char *open = strpbrk(v, "\"'");
    const char *close = open ? strrchr(v, *open) : NULL;
    return close > open ? arena_strndup(L->scratch, open + 1, (size_t)(close - open - 1)) : "";
}

struct path *shape_path(struct lower *L, const struct el *e, const struct style *s, const struct scope *sc,
                        struct bytes *inner)
{
    struct path p = {0};
    bool ok = false;
    switch (e->tag) {
    case TAG_PATH: {
        const char *d = el_prop(e, PROP_D);
        if (d && !str_eq(d, "none")) {
            if (!path_data_parse(css_path(L, d), &p, inner))
                warn(L, e, DIAG_SVG_VALUE, "the path data has an error: it is drawn up to there");
            ok = p.n_verbs > 1;
        }
        break;
    }
    case TAG_RECT:
        ok = rect(L, e, s, sc, &p);
        break;
    case TAG_CIRCLE: {
        double r = el_length(L, e, "r", s, sc, REL_DIAG, 0);
        ok = r > 0;
        if (ok)
            ellipse(&p, el_length(L, e, "cx", s, sc, REL_X, 0), el_length(L, e, "cy", s, sc, REL_Y, 0), r, r);
        break;
    }
    case TAG_ELLIPSE: {
        double rx = el_length(L, e, "rx", s, sc, REL_X, -1), ry = el_length(L, e, "ry", s, sc, REL_Y, -1);
        if (rx < 0)
            rx = ry; /* auto */
        if (ry < 0)
            ry = rx;
        ok = rx > 0 && ry > 0;
        if (ok)
            ellipse(&p, el_length(L, e, "cx", s, sc, REL_X, 0), el_length(L, e, "cy", s, sc, REL_Y, 0), rx,
                    ry);
        break;
    }
    case TAG_LINE:
        path_move(&p, el_length(L, e, "x1", s, sc, REL_X, 0), el_length(L, e, "y1", s, sc, REL_Y, 0));
        path_line(&p, el_length(L, e, "x2", s, sc, REL_X, 0), el_length(L, e, "y2", s, sc, REL_Y, 0));
        ok = true;
        break;
    case TAG_POLYLINE:
    case TAG_POLYGON:
        ok = points(el_attr(e, "points"), e->tag == TAG_POLYGON, &p);
        break;
    default:
        break;
    }
    if (!ok) {
        path_drop(&p);
        return NULL;
    }
    return path_keep(L, &p);
}
