/* A tree as SVG again: what lowering has worked out, written down. Texts are outlines, so that no font is
 * needed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tree/write-imp.h"

/* A tree that is beyond this was made to be so. */
enum { MOST_WRITTEN_NODES = 1000000, MOST_WRITTEN_BYTES = 256 << 20 };

void write_attr(struct str *out, const char *name, double v)
{
    str_printf(out, " %s=\"", name);
    str_put_number(out, v);
    str_putc(out, '"');
}

void write_matrix(struct str *out, const char *name, struct matrix m)
{
    const double v[] = {m.a, m.b, m.c, m.d, m.e, m.f};
    if (matrix_is_identity(m))
        return;
    str_printf(out, " %s=\"matrix(", name);
    for (int i = 0; i < 6; i++) {
        if (i)
            str_putc(out, ' ');
        str_put_number(out, v[i]);
    }
    str_puts(out, ")\"");
}

void write_text(struct str *out, const char *text)
{
    for (const char *p = text; *p; p++)
        switch (*p) {
        case '&':
            str_puts(out, "&amp;");
            break;
        case '<':
            str_puts(out, "&lt;");
            break;
        case '"':
            str_puts(out, "&quot;");
            break;
        default:
            str_putc(out, (unsigned char)*p < ' ' ? ' ' : *p);
        }
}

const char *write_def(struct svg_writer *w, const char *element, struct str *rest)
{
    char *id = map_find(w->done, rest->data);
    if (!id) {
        id = arena_printf(w->a, "d%d", ++w->n_ids);
        map_put(w->done, rest->data, id);
        str_printf(&w->defs, "<%s id=\"%s\"", element, id);
        str_put(&w->defs, rest->data, rest->len);
    }
    str_drop(rest);
    return id;
}

const char *write_picture(struct svg_writer *w, const struct pixmap *p)
{
    struct encode_options o = {.format = IMAGE_PNG, .compression = 6};
    uint8_t *data;
    size_t len;
    if (image_encode(w->ctx, p, &o, (struct where){0}, &data, &len) != 0) {
        w->failed = true;
        return "";
    }
    struct str url = STR_INIT;
    str_puts(&url, "data:image/png;base64,");
    str_put_base64(&url, data, len);
    free(data);
    char *out = arena_strndup(w->a, url.data, url.len);
    str_drop(&url);
    return out;
}

void write_path(struct str *out, const struct path *p, struct matrix m)
{
    static const char verbs[] = "MLCZ";
    size_t q = 0;
    str_puts(out, " d=\"");
    for (size_t v = 0; v < p->n_verbs; v++) {
        size_t n = p->verbs[v] == PATH_CUBIC ? 3 : p->verbs[v] == PATH_CLOSE ? 0 : 1;
        str_putc(out, verbs[p->verbs[v]]);
        for (size_t i = 0; i < n; i++, q++) {
            struct point at = matrix_apply(m, p->points[q].x, p->points[q].y);
            if (i)
                str_putc(out, ' ');
            str_put_number(out, at.x);
            str_putc(out, ' ');
            str_put_number(out, at.y);
        }
    }
    str_putc(out, '"');
}

void write_id(struct str *out, const char *id)
{
    if (!id)
        return;
    str_puts(out, " id=\"");
    write_text(out, id);
    str_putc(out, '"');
}

/* ---- fills and strokes ---- */
static void put_stroke(struct svg_writer *w, struct str *out, const struct stroke *s, const struct rect *box)
{
    static const char *const caps[] = {"butt", "round", "square"};
    static const char *const joins[] = {"miter", "round", "bevel", "miter-clip", "arcs"};
    if (!s)
        return;
    write_paint(w, out, "stroke", &s->paint, s->opacity, box);
    write_attr(out, "stroke-width", s->width);
    if (s->cap)
        str_printf(out, " stroke-linecap=\"%s\"", caps[s->cap]);
    if (s->join)
        str_printf(out, " stroke-linejoin=\"%s\"", joins[s->join]);
    if (s->miter_limit != 4)
        write_attr(out, "stroke-miterlimit", s->miter_limit);
    if (!s->n_dashes)
        return;
    str_puts(out, " stroke-dasharray=\"");
    for (size_t i = 0; i < s->n_dashes; i++) {
        if (i)
            str_putc(out, ' ');
        str_put_number(out, s->dashes[i]);
    }
    str_putc(out, '"');
    if (s->dash_offset != 0)
        write_attr(out, "stroke-dashoffset", s->dash_offset);
}

void write_paints(struct svg_writer *w, struct str *out, const struct fill *fill, const struct stroke *stroke,
                  bool stroke_first, bool antialias, const struct rect *box)
{
    if (fill)
        write_paint(w, out, "fill", &fill->paint, fill->opacity, box);
    else
        str_puts(out, " fill=\"none\"");
    if (fill && fill->evenodd)
        str_puts(out, " fill-rule=\"evenodd\" clip-rule=\"evenodd\"");
    put_stroke(w, out, stroke, box);
    if (stroke_first && stroke)
        str_puts(out, " style=\"paint-order:stroke\"");
    if (!antialias)
        str_puts(out, " shape-rendering=\"crispEdges\"");
}

static void put_shape(struct svg_writer *w, struct str *out, const struct node *n)
{
    const struct node_path *p = &n->u.path;
    struct rect box;
    bool have = path_bounds(p->path, MATRIX_IDENTITY, &box);
    str_puts(out, "<path");
    write_id(out, n->id);
    write_matrix(out, "transform", n->transform);
    write_path(out, p->path, MATRIX_IDENTITY);
    write_paints(w, out, p->fill, p->stroke, p->stroke_first, p->antialias, have ? &box : NULL);
    str_puts(out, "/>\n");
}

/* ---- pictures ---- */
static void put_image(struct svg_writer *w, struct str *out, const struct node *n)
{
    const struct node_image *im = &n->u.image;
    const struct bound *b = frame_at(w->f, n->slot);
    bool bound = b && b->pixmap;
    const struct pixmap *pm = bound ? b->pixmap : im->pixmap;
    struct rect view = bound ? b->view : im->view;
    static const char *const aligns[] = {"none",     "xMinYMin", "xMidYMin", "xMaxYMin", "xMinYMid",
                                         "xMidYMid", "xMaxYMid", "xMinYMax", "xMidYMax", "xMaxYMax"};
    if (!pm || rect_empty(view))
        return;
    str_puts(out, "<image");
    write_id(out, n->id);
    write_matrix(out, "transform", n->transform);
    write_attr(out, "x", view.x);
    write_attr(out, "y", view.y);
    write_attr(out, "width", view.w);
    write_attr(out, "height", view.h);
    str_printf(out, " preserveAspectRatio=\"%s%s\"", bound ? "none" : aligns[im->fit.align],
               !bound && im->fit.slice ? " slice" : "");
    if (im->rendering == IMAGE_CRISP)
        str_puts(out, " style=\"image-rendering:pixelated\"");
    str_printf(out, " href=\"%s\"/>\n", write_picture(w, pm));
}

/* ---- groups ---- */
/* What is clipped or masked by nothing is not drawn at all. */
static bool vanishes(struct svg_writer *w, const struct node *n)
{
    const struct node_group *g = &n->u.group;
    struct rect object;
    bool flat = !node_object_box(n, w->f, &object) || rect_empty(object);
    return flat &&
           ((g->clip && g->clip->units_bbox) || (g->mask && (g->mask->units_bbox || g->mask->content_bbox)));
}

static void put_group(struct svg_writer *w, struct str *out, const struct node *n)
{
    if (vanishes(w, n))
        return;
    str_puts(out, "<g");
    write_id(out, n->id);
    write_matrix(out, "transform", n->transform);
    write_effects(w, out, n);
    str_puts(out, ">\n");
    write_nodes(w, out, n->u.group.first);
    str_puts(out, "</g>\n");
}

void write_nodes(struct svg_writer *w, struct str *out, const struct node *first)
{
    if (w->depth > TREE_DEPTH_MAX / 2)
        return;
    w->depth++;
    for (const struct node *n = first; n; n = n->next) {
        const struct bound *b = frame_at(w->f, n->slot);
        if (b && b->hidden)
            continue;
        if (++w->n_nodes > MOST_WRITTEN_NODES || out->len + w->defs.len > MOST_WRITTEN_BYTES) {
            w->failed = true;
            break;
        }
        if (n->kind == NODE_GROUP)
            put_group(w, out, n);
        else if (n->kind == NODE_PATH)
            put_shape(w, out, n);
        else if (n->kind == NODE_IMAGE)
            put_image(w, out, n);
        else
            write_text_node(w, out, n);
    }
    w->depth--;
}

/* ---- the file ---- */
/* The packet without its processing instructions. */
static void put_metadata(struct str *out, const struct tree_svg *how)
{
    const char *from = how->metadata ? memmem(how->metadata, how->metadata_len, "<x:xmpmeta", 10) : NULL;
    const char *end = how->metadata + how->metadata_len;
    const char *to = from ? memmem(from, (size_t)(end - from), "</x:xmpmeta>", 12) : NULL;
    if (!to)
        return;
    str_puts(out, "<metadata>");
    str_put(out, from, (size_t)(to - from) + 12);
    str_puts(out, "</metadata>\n");
}

int tree_write_svg(struct ctx *ctx, const struct tree *t, const struct frame *f, const struct tree_svg *how,
                   struct str *out)
{
    struct svg_writer w = {.ctx = ctx, .f = f, .defs = STR_INIT, .done = map_new(), .a = arena_new()};
    struct str body = STR_INIT;
    write_nodes(&w, &body, t->root);
    str_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
    str_printf(out, " width=\"%d\" height=\"%d\" viewBox=\"0 0 ", how->width, how->height);
    str_put_number(out, t->width);
    str_putc(out, ' ');
    str_put_number(out, t->height);
    str_puts(out, "\"");
    if (how->lang) {
        str_puts(out, " lang=\"");
        write_text(out, how->lang);
        str_putc(out, '"');
    }
    str_puts(out, ">\n");
    put_metadata(out, how);
    if (w.defs.len) {
        str_puts(out, "<defs>\n");
        str_put(out, w.defs.data, w.defs.len);
        str_puts(out, "</defs>\n");
    }
    if (how->background.a) {
        struct paint p = {.kind = PAINT_COLOR, .color = how->background, .slot = SLOT_NONE};
        str_puts(out, "<rect width=\"100%\" height=\"100%\"");
        write_paint(&w, out, "fill", &p, 1, NULL);
        str_puts(out, "/>\n");
    }
    str_puts(out, "<g");
    write_matrix(out, "transform", t->root_matrix);
    str_puts(out, ">\n");
    str_put(out, body.data, body.len);
    str_puts(out, "</g>\n</svg>\n");
    if (w.failed)
        report(ctx, DIAG_LIMIT, (struct where){.file = t->path},
               "the picture is too large to be written as SVG");
    str_drop(&body);
    str_drop(&w.defs);
    map_drop(w.done);
    arena_drop(w.a);
    return w.failed ? -1 : 0;
}
