/* The SVG writer's paints and filters. Units of bounding boxes are worked out. */
#include <math.h>
#include <string.h>

#include "tree/write-imp.h"

static void put_color(struct str *out, const char *name, struct rgba c)
{
    str_printf(out, " %s=\"#%02x%02x%02x\"", name, c.r, c.g, c.b);
}

static void put_opacity(struct str *out, const char *name, double v)
{
    if (v < 1) {
        str_printf(out, " %s-opacity=\"", name);
        str_put_number(out, v);
        str_putc(out, '"');
    }
}

static const char *put_gradient(struct svg_writer *w, const struct gradient *g, struct matrix m)
{
    static const char *const spreads[] = {"pad", "reflect", "repeat"};
    static const char *const names[] = {"x1", "y1", "x2", "y2", "cx", "cy", "r", "fx", "fy", "fr"};
    const double v[] = {g->x1, g->y1, g->x2, g->y2, g->cx, g->cy, g->r, g->fx, g->fy, g->fr};
    struct str s = STR_INIT;
    str_puts(&s, " gradientUnits=\"userSpaceOnUse\"");
    for (int i = g->radial ? 4 : 0; i < (g->radial ? 10 : 4); i++)
        write_attr(&s, names[i], v[i]);
    write_matrix(&s, "gradientTransform", matrix_multiply(m, g->transform));
    if (g->spread)
        str_printf(&s, " spreadMethod=\"%s\"", spreads[g->spread]);
    str_puts(&s, ">");
    for (size_t i = 0; i < g->n_stops; i++) {
        const struct bound *b = frame_at(w->f, g->stops[i].slot);
        struct rgba c = b && b->has_color ? b->color : g->stops[i].color;
        str_puts(&s, "<stop");
        write_attr(&s, "offset", g->stops[i].offset);
        put_color(&s, "stop-color", c);
        put_opacity(&s, "stop", c.a / 255.0);
        str_puts(&s, "/>");
    }
    str_printf(&s, "</%sGradient>\n", g->radial ? "radial" : "linear");
    return write_def(w, g->radial ? "radialGradient" : "linearGradient", &s);
}

static const char *put_pattern(struct svg_writer *w, const struct pattern *p, struct matrix m,
                               const struct rect *box)
{
    static const char *const aligns[] = {"none",     "xMinYMin", "xMidYMin", "xMaxYMin", "xMinYMid",
                                         "xMidYMid", "xMaxYMid", "xMinYMax", "xMidYMax", "xMaxYMax"};
    struct rect r = p->rect;
    struct str s = STR_INIT;
    if ((p->units_bbox || (p->content_bbox && !p->has_view_box)) && (!box || rect_empty(*box)))
        return NULL;
    if (p->units_bbox)
        r = (struct rect){box->x + r.x * box->w, box->y + r.y * box->h, r.w * box->w, r.h * box->h};
    if (rect_empty(r) || !p->content)
        return NULL;
    str_puts(&s, " patternUnits=\"userSpaceOnUse\"");
    write_attr(&s, "x", r.x);
    write_attr(&s, "y", r.y);
    write_attr(&s, "width", r.w);
    write_attr(&s, "height", r.h);
    write_matrix(&s, "patternTransform", matrix_multiply(m, p->transform));
    if (p->has_view_box) {
        const double v[] = {p->view_box.box.x, p->view_box.box.y, p->view_box.box.w, p->view_box.box.h};
        str_puts(&s, " viewBox=\"");
        for (int i = 0; i < 4; i++) {
            if (i)
                str_putc(&s, ' ');
            str_put_number(&s, v[i]);
        }
        str_printf(&s, "\" preserveAspectRatio=\"%s%s\"", aligns[p->view_box.align],
                   p->view_box.slice ? " slice" : "");
    }
    str_puts(&s, ">\n<g");
    if (p->content_bbox && !p->has_view_box)
        write_matrix(&s, "transform", (struct matrix){box->w, 0, 0, box->h, 0, 0});
    str_puts(&s, ">\n");
    write_nodes(w, &s, p->content);
    str_puts(&s, "</g>\n</pattern>\n");
    return write_def(w, "pattern", &s);
}

void write_paint(struct svg_writer *w, struct str *out, const char *name, const struct paint *p,
                 double opacity, const struct rect *box)
{
    const struct bound *b = frame_at(w->f, p->slot);
    struct rgba c = b && b->has_color ? b->color : p->color;
    struct matrix m = MATRIX_IDENTITY;
    const char *id = NULL;
    if ((b && b->has_color) || p->kind == PAINT_COLOR) {
        put_color(out, name, c);
        put_opacity(out, name, opacity * c.a / 255);
        return;
    }
    if (p->has_context) {
        m = p->context_matrix;
        box = &p->context_box;
    }
    if (p->kind == PAINT_GRADIENT && p->gradient && p->gradient->units_bbox) {
        if (box && !rect_empty(*box))
            id = put_gradient(w, p->gradient,
                              matrix_multiply(m, (struct matrix){box->w, 0, 0, box->h, box->x, box->y}));
    } else if (p->kind == PAINT_GRADIENT && p->gradient) {
        id = put_gradient(w, p->gradient, m);
    } else if (p->kind == PAINT_PATTERN && p->pattern) {
        id = put_pattern(w, p->pattern, m, box);
    }
    if (!id) {
        str_printf(out, " %s=\"none\"", name);
        return;
    }
    str_printf(out, " %s=\"url(#%s)\"", name, id);
    put_opacity(out, name, opacity);
}
