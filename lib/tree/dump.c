/* A stable, indented text form of a tree, for golden tests and debugging. */
#include "tree/tree-imp.h"

static void number(struct str *o, const char *name, double v)
{
    str_printf(o, " %s=", name);
    str_put_number(o, v);
}

static void numbers(struct str *o, const char *name, const double *v, size_t n)
{
    str_printf(o, " %s=", name);
    for (size_t i = 0; i < n; i++) {
        if (i)
            str_putc(o, ',');
        str_put_number(o, v[i]);
    }
}

static void box(struct str *o, const char *name, struct rect r)
{
    numbers(o, name, (double[]){r.x, r.y, r.w, r.h}, 4);
}

static void matrix(struct str *o, const char *name, struct matrix m)
{
    if (!matrix_is_identity(m))
        numbers(o, name, (double[]){m.a, m.b, m.c, m.d, m.e, m.f}, 6);
}

static void indent(struct str *o, int depth)
{
    for (int i = 0; i < depth; i++)
        str_puts(o, "  ");
}

static void color(struct str *o, struct rgba c)
{
    str_printf(o, "#%02x%02x%02x%02x", c.r, c.g, c.b, c.a);
}

static void path(struct str *o, const struct path *p)
{
    static const char verbs[] = "MLCZ";
    size_t q = 0;
    str_puts(o, " d=\"");
    for (size_t v = 0; v < p->n_verbs; v++) {
        size_t n = p->verbs[v] == PATH_CUBIC ? 3 : p->verbs[v] == PATH_CLOSE ? 0 : 1;
        str_putc(o, verbs[p->verbs[v]]);
        for (size_t i = 0; i < n; i++, q++) {
            if (i)
                str_putc(o, ' ');
            str_put_number(o, p->points[q].x);
            str_putc(o, ' ');
            str_put_number(o, p->points[q].y);
        }
    }
    str_putc(o, '"');
}

static void nodes(struct str *o, const struct node *n, int depth);

static void paint(struct str *o, const struct paint *p, int depth)
{
    if (p->slot != SLOT_NONE)
        str_printf(o, " slot=%d", p->slot);
    if (p->has_context) {
        box(o, "context-box", p->context_box);
        matrix(o, "context-matrix", p->context_matrix);
    }
    if (p->kind == PAINT_COLOR) {
        str_putc(o, ' ');
        color(o, p->color);
    } else if (p->kind == PAINT_GRADIENT && p->gradient) {
        const struct gradient *g = p->gradient;
        str_printf(o, " %s-gradient units=%s spread=%s", g->radial ? "radial" : "linear",
                   g->units_bbox ? "box" : "user",
                   g->spread == SPREAD_PAD       ? "pad"
                   : g->spread == SPREAD_REFLECT ? "reflect"
                                                 : "repeat");
        matrix(o, "transform", g->transform);
        if (g->radial)
            numbers(o, "circles", (double[]){g->cx, g->cy, g->r, g->fx, g->fy, g->fr}, 6);
        else
            numbers(o, "line", (double[]){g->x1, g->y1, g->x2, g->y2}, 4);
        for (size_t i = 0; i < g->n_stops; i++) {
            str_puts(o, " stop=");
            str_put_number(o, g->stops[i].offset);
            str_putc(o, ':');
            color(o, g->stops[i].color);
            if (g->stops[i].slot != SLOT_NONE)
                str_printf(o, "@%d", g->stops[i].slot);
        }
    } else if (p->kind == PAINT_PATTERN && p->pattern) {
        const struct pattern *t = p->pattern;
        str_printf(o, " pattern units=%s content=%s", t->units_bbox ? "box" : "user",
                   t->content_bbox ? "box" : "user");
        box(o, "rect", t->rect);
        matrix(o, "transform", t->transform);
        if (t->has_view_box)
            box(o, "view-box", t->view_box.box);
        str_putc(o, '\n');
        nodes(o, t->content, depth + 2);
        return;
    } else {
        str_puts(o, " none");
    }
    str_putc(o, '\n');
}

static void fill(struct str *o, const struct fill *f, int depth)
{
    indent(o, depth);
    str_puts(o, "fill");
    if (f->evenodd)
        str_puts(o, " evenodd");
    if (f->opacity < 1)
        number(o, "opacity", f->opacity);
    paint(o, &f->paint, depth);
}

static void stroke(struct str *o, const struct stroke *s, int depth)
{
    static const char *const caps[] = {"butt", "round", "square"};
    static const char *const joins[] = {"miter", "round", "bevel", "miter-clip", "arcs"};
    indent(o, depth);
    str_puts(o, "stroke");
    number(o, "width", s->width);
    if (s->opacity < 1)
        number(o, "opacity", s->opacity);
    str_printf(o, " cap=%s join=%s", caps[s->cap], joins[s->join]);
    number(o, "miter", s->miter_limit);
    if (s->n_dashes) {
        numbers(o, "dashes", s->dashes, s->n_dashes);
        number(o, "offset", s->dash_offset);
    }
    paint(o, &s->paint, depth);
}

static void clip(struct str *o, const struct clip *c, int depth)
{
    for (; c; c = c->clip) {
        indent(o, depth);
        str_printf(o, "clip units=%s", c->units_bbox ? "box" : "user");
        matrix(o, "transform", c->transform);
        str_putc(o, '\n');
        nodes(o, c->content, depth + 1);
    }
}

static void mask(struct str *o, const struct mask *m, int depth)
{
    for (; m; m = m->mask) {
        indent(o, depth);
        str_printf(o, "mask %s%s units=%s content=%s", m->luminance ? "luminance" : "alpha",
                   m->linear ? " linear" : "", m->units_bbox ? "box" : "user",
                   m->content_bbox ? "box" : "user");
        box(o, "rect", m->rect);
        str_putc(o, '\n');
        nodes(o, m->content, depth + 1);
    }
}

static void group(struct str *o, const struct node_group *g, int depth)
{
    str_putc(o, '\n');
    for (size_t i = 0; i < g->n_filters; i++) {
        const struct fx_filter *f = &g->filters[i];
        indent(o, depth);
        str_printf(o, "filter%s units=%s primitives=%s", f->from_function ? " function" : "",
                   f->units_bbox ? "box" : "user", f->primitive_bbox ? "box" : "user");
        box(o, "region", (struct rect){f->x, f->y, f->w, f->h});
        for (size_t k = 0; k < f->n; k++)
            str_printf(o, " %d%s", (int)f->primitives[k].kind, f->primitives[k].linear ? "l" : "");
        str_putc(o, '\n');
    }
    clip(o, g->clip, depth);
    mask(o, g->mask, depth);
    nodes(o, g->first, depth);
}

static void text(struct str *o, const struct node_text *t, int depth)
{
    str_puts(o, t->antialias ? "\n" : " crisp\n");
    const struct text_block *b = t->block;
    for (size_t i = 0; b && i < b->n_spans; i++) {
        const struct text_span *s = &b->spans[i];
        indent(o, depth);
        str_printf(o, "span paint=%d", s->paint);
        if (s->style) {
            number(o, "size", s->style->size);
            str_printf(o, " weight=%d families=\"%s\"", s->style->weight,
                       s->style->families ? s->style->families : "");
        }
        str_puts(o, " \"");
        for (size_t k = 0; k < s->len; k++) {
            if (s->text[k] == '\n')
                str_puts(o, "\\n");
            else
                str_putc(o, s->text[k]);
        }
        str_puts(o, "\"\n");
    }
    for (size_t i = 0; i < t->n_paints; i++) {
        indent(o, depth);
        str_printf(o, "paint %zu%s\n", i, t->paints[i].stroke_first ? " stroke-first" : "");
        if (t->paints[i].fill)
            fill(o, t->paints[i].fill, depth + 1);
        if (t->paints[i].stroke)
            stroke(o, t->paints[i].stroke, depth + 1);
    }
}

static void nodes(struct str *o, const struct node *n, int depth)
{
    static const char *const kinds[] = {"group", "path", "image", "text"};
    if (depth > TREE_DEPTH_MAX)
        return;
    for (; n; n = n->next) {
        indent(o, depth);
        str_puts(o, kinds[n->kind]);
        if (n->id)
            str_printf(o, " id=%s", n->id);
        if (n->slot != SLOT_NONE)
            str_printf(o, " slot=%d", n->slot);
        matrix(o, "transform", n->transform);
        switch (n->kind) {
        case NODE_GROUP:
            if (n->u.group.opacity < 1)
                number(o, "opacity", n->u.group.opacity);
            if (n->u.group.blend != BLEND_NORMAL)
                str_printf(o, " blend=%s", fx_blend_name(n->u.group.blend));
            if (n->u.group.isolate)
                str_puts(o, " isolate");
            group(o, &n->u.group, depth + 1);
            break;
        case NODE_PATH:
            if (n->u.path.stroke_first)
                str_puts(o, " stroke-first");
            if (!n->u.path.antialias)
                str_puts(o, " crisp");
            path(o, n->u.path.path);
            str_putc(o, '\n');
            if (n->u.path.fill)
                fill(o, n->u.path.fill, depth + 1);
            if (n->u.path.stroke)
                stroke(o, n->u.path.stroke, depth + 1);
            break;
        case NODE_IMAGE:
            box(o, "view", n->u.image.view);
            box(o, "fit", n->u.image.fit.box);
            str_printf(o, " align=%d%s%s%s\n", n->u.image.fit.align, n->u.image.fit.slice ? " slice" : "",
                       n->u.image.rendering == IMAGE_CRISP ? " crisp" : "",
                       n->u.image.pixmap ? "" : " missing");
            break;
        case NODE_TEXT:
            text(o, &n->u.text, depth + 1);
            break;
        }
    }
}

void tree_dump(struct str *out, const struct tree *t)
{
    str_puts(out, "tree");
    number(out, "width", t->width);
    number(out, "height", t->height);
    matrix(out, "matrix", t->root_matrix);
    if (t->n_slots)
        str_printf(out, " slots=%zu", t->n_slots);
    str_putc(out, '\n');
    nodes(out, t->root, 1);
}
