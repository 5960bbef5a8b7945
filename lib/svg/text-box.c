/* Boxes of text: shape-inside (Inkscape, SVG 2), inline-size, Inkscape's flowRoot; and services for the
 * tools. */
#include <stdlib.h>

#include "svg/text-imp.h"

static struct matrix to_root(struct lower *L, const struct el *e)
{
    struct matrix m = MATRIX_IDENTITY;
    for (const struct el *p = e; p && p->parent; p = p->parent) {
        const struct style *s = style_of(L, (struct el *)p);
        struct scope sc = {.style = s, .vw = L->tree->width, .vh = L->tree->height};
        m = matrix_multiply(el_transform(L, p, s, &sc, NULL, NULL), m);
        struct view_box v;
        if (p->tag == TAG_SVG) {
            double w = el_length(L, p, "width", s, &sc, REL_X, sc.vw),
                   h = el_length(L, p, "height", s, &sc, REL_Y, sc.vh);
            struct matrix at = {
                1, 0, 0, 1, el_length(L, p, "x", s, &sc, REL_X, 0), el_length(L, p, "y", s, &sc, REL_Y, 0)};
            if (parse_view_box(el_attr(p, "viewBox"), &v.box)) {
                parse_aspect(el_attr(p, "preserveAspectRatio"), &v.align, &v.slice);
                at = matrix_multiply(at, view_box_matrix(&v, w, h));
            }
            m = matrix_multiply(at, m);
        }
    }
    return m;
}

bool element_box(struct lower *L, struct el *shape, const struct el *for_element, struct rect *out)
{
    const struct style *s = style_of(L, shape);
    struct scope sc = {.style = s, .vw = L->tree->width, .vh = L->tree->height, .ctm = MATRIX_IDENTITY};
    struct rect box;
    if (shape->tag == TAG_IMAGE || shape->tag == TAG_USE) {
        box = (struct rect){
            el_length(L, shape, "x", s, &sc, REL_X, 0), el_length(L, shape, "y", s, &sc, REL_Y, 0),
            el_length(L, shape, "width", s, &sc, REL_X, 0), el_length(L, shape, "height", s, &sc, REL_Y, 0)};
        if (rect_empty(box))
            return false;
    } else {
        struct path *p = tag_is_shape(shape->tag) ? shape_path(L, shape, s, &sc, NULL) : NULL;
        if (!p || !path_bounds(p, MATRIX_IDENTITY, &box))
            return false;
    }
    struct matrix inverse;
    if (!matrix_invert(to_root(L, for_element), &inverse))
        return false;
    *out = matrix_apply_rect(matrix_multiply(inverse, to_root(L, shape)), box);
    return true;
}

/* Each text has copies of its shapes: a document of many texts in shapes of many points has boxes. */
enum { MOST_SHAPES = 16, MOST_POINTS = 4096, MOST_POINTS_IN_ALL = 400000 };

struct shape_list {
    struct el *at[MOST_SHAPES];
    size_t n;
};

static void flow_shapes(struct el *flow_root, struct shape_list *out)
{
    for (struct el *r = flow_root->first; r; r = r->next)
        if (r->tag == TAG_FLOW_REGION)
            for (struct el *k = r->first; k && out->n < MOST_SHAPES; k = k->next)
                if (tag_is_shape(k->tag))
                    out->at[out->n++] = k;
}

/* url(#a) url(#b) */
static void listed_shapes(struct lower *L, const char *value, struct shape_list *out)
{
    const char *id;
    while (value && out->n < MOST_SHAPES && (id = parse_url(L->scratch, value, &value))) {
        struct el *e = el_by_id(L, id);
        if (e)
            out->at[out->n++] = e;
    }
}

/* The outlines in the space of an element; shapes that draw nothing are left out. */
static const struct path *const *outlines(struct collect *c, const struct shape_list *shapes,
                                          const struct el *e, size_t *n)
{
    struct lower *L = c->L;
    const struct path **out = ARENA_ARRAY(L->arena, shapes->n + 1, const struct path *);
    struct matrix inverse;
    *n = 0;
    if (!matrix_invert(to_root(L, e), &inverse))
        return NULL;
    for (size_t i = 0; i < shapes->n; i++) {
        struct el *s = shapes->at[i];
        struct scope sc = {.style = style_of(L, s), .vw = L->tree->width, .vh = L->tree->height};
        struct path *p = tag_is_shape(s->tag) ? shape_path(L, s, sc.style, &sc, NULL) : NULL;
        if (!p || !path_finite(p))
            continue;
        L->n_outlines += p->n_points;
        if (p->n_points > MOST_POINTS || L->n_outlines > MOST_POINTS_IN_ALL) {
            warn(L, e, DIAG_PAINT_LIMIT, "the shapes of texts have too many points: lines keep to a box");
            *n = 0;
            return NULL;
        }
        path_transform(p, matrix_multiply(inverse, to_root(L, s)));
        if (path_finite(p))
            out[(*n)++] = p;
    }
    return out;
}

/* One rectangle with upright sides and square corners: a box as others are. */
static bool plain_box(const struct path *const *shapes, size_t n)
{
    if (n != 1 || shapes[0]->n_points < 4 || shapes[0]->n_points > 5)
        return false;
    const struct path *p = shapes[0];
    for (size_t i = 0; i < p->n_verbs; i++)
        if (p->verbs[i] == PATH_CUBIC)
            return false;
    for (size_t i = 0; i < 4; i++) {
        struct point a = p->points[i], b = p->points[(i + 1) % 4];
        if ((fabs(a.x - b.x) > 1e-6) == (fabs(a.y - b.y) > 1e-6))
            return false;
    }
    return true;
}

static double shape_length(struct collect *c, const struct style *s, const char *value)
{
    struct length_base base = style_base(c->L, s, c->inner->vw, c->inner->vh);
    double d;
    return value && parse_length(value, c->inner->vw, &base, &d) && d > 0 ? d : 0;
}

/* Lines that follow the shapes, where they are more than a box. */
static void follow_shapes(struct collect *c, struct el *e, const struct style *s,
                          const struct shape_list *inside, struct text_box *b)
{
    struct shape_list holes = {.n = 0};
    listed_shapes(c->L, s->shape_subtract, &holes);
    b->holes = outlines(c, &holes, e, &b->n_holes);
    b->shapes = outlines(c, inside, e, &b->n_shapes);
    if (!b->shapes || (plain_box(b->shapes, b->n_shapes) && !b->n_holes) || s->writing == WRITING_TB) {
        b->n_shapes = b->n_holes = 0;
        return;
    }
    b->shape_padding = shape_length(c, s, s->shape_padding);
    b->shape_margin = shape_length(c, s, s->shape_margin);
}

static enum text_align align_of(const struct style *s)
{
    if (s->text_align >= 0)
        return (enum text_align)s->text_align;
    return s->anchor == ANCHOR_MIDDLE ? ALIGN_CENTER : s->anchor == ANCHOR_END ? ALIGN_END : ALIGN_START;
}

struct text_box *text_box_of(struct collect *c, struct el *e, const struct style *s)
{
    struct lower *L = c->L;
    struct text_box b = {
        .wrap = WRAP_NORMAL, .align = align_of(s), .line_height = s->line_height, .first_baseline_y = NAN};
    struct shape_list shapes = {.n = 0};
    if (e->tag == TAG_FLOW_ROOT)
        flow_shapes(e, &shapes);
    else
        listed_shapes(L, s->shape_inside, &shapes);
    if (shapes.n && element_box(L, shapes.at[0], e, &b.rect)) {
        double pad = shape_length(c, s, s->shape_padding);
        follow_shapes(c, e, s, &shapes, &b);
        if (!b.n_shapes && pad > 0 && 2 * pad < fmin(b.rect.w, b.rect.h))
            b.rect = rect_inset(b.rect, pad);
    } else if (s->inline_size > 0 && s->writing != WRITING_TB) {
        double x = el_length(L, e, "x", s, c->inner, REL_X, 0),
               y = el_length(L, e, "y", s, c->inner, REL_Y, 0);
        double w = s->inline_size;
        bool end = (s->anchor == ANCHOR_END) != (s->rtl && s->anchor != ANCHOR_MIDDLE);
        b.rect = (struct rect){s->anchor == ANCHOR_MIDDLE ? x - w / 2 : end ? x - w : x, y, w, 0};
        b.first_baseline_y = y;
    } else {
        return NULL;
    }
    struct text_box *out = ARENA_NEW(L->arena, struct text_box);
    *out = b;
    return out;
}

/* ---- services on a document that is not lowered ---- */
static struct el *find(struct el *root, const struct xml_node *x)
{
    for (struct el *e = root; e; e = el_following(root, e))
        if (e->x == x)
            return e;
    return NULL;
}

bool svg_element_box(const struct xml_doc *doc, const struct xml_node *shape,
                     const struct xml_node *for_element, struct rect *out)
{
    struct ctx quiet = {0};
    struct svg_options o = {0};
    struct arena *a = arena_new();
    struct tree t = {.width = 100, .height = 100, .arena = a};
    struct lower L = {
        .ctx = &quiet, .doc = doc, .o = &o, .arena = a, .scratch = arena_new(), .tree = &t, .lang = "en"};
    bool ok = doc_prepare(&L);
    if (ok) {
        double w, h, vw, vh;
        struct matrix m;
        const struct style *s = style_of(&L, L.root);
        if (doc_root_size(&L, s, 0, 0, &w, &h, &m, &vw, &vh) && !isnan(vw) && !isnan(vh)) {
            t.width = vw;
            t.height = vh;
        }
        struct el *from = find(L.root, shape), *to = for_element ? find(L.root, for_element) : L.root;
        ok = from && to && element_box(&L, from, to, out);
    }
    doc_finish(&L);
    arena_drop(a);
    return ok;
}

void svg_lines_enter(struct svg_lines *lines, const struct xml_node *tspan)
{
    const char *x = xml_attr(tspan, "x"), *y = xml_attr(tspan, "y"), *dy = xml_attr(tspan, "dy");
    double down = 0;
    if (y && lines->y && x && !str_eq(y, lines->y))
        lines->pending = true;
    if (dy && x && parse_number(dy, &down) ? down != 0 : dy && x)
        lines->pending = true;
    if (y)
        lines->y = y;
}

/* Chinese, Japanese, Thai and their neighbours write no spaces between words. */
static bool writes_spaces(uint32_t cp)
{
    bool brahmic =
        (cp >= 0xE00 && cp < 0xF00) || (cp >= 0x1000 && cp < 0x10A0) || (cp >= 0x1780 && cp < 0x1800);
    bool hangul = cp >= 0xAC00 && cp < 0xD7B0;
    return !brahmic &&
           (hangul || cp < 0x2E80 || (cp >= 0xD800 && cp < 0xF900) || (cp >= 0x1F000 && cp < 0x20000));
}

bool svg_lines_gap(struct svg_lines *lines, const char *so_far, size_t len, const char *next)
{
    bool pending = lines->pending;
    lines->pending = false;
    if (!pending || !len || ascii_space(so_far[len - 1]) || ascii_space(*next))
        return false;
    size_t last = len - 1;
    while (last && ((unsigned char)so_far[last] & 0xC0) == 0x80)
        last--;
    const char *before = so_far + last, *after = next;
    uint32_t a = utf8_next(&before, so_far + len), b = utf8_next(&after, next + strlen(next));
    return writes_spaces(a) || writes_spaces(b);
}

struct content {
    struct str *out;
    struct svg_lines lines;
};

static void content(struct content *c, const struct xml_node *n, bool preserve, int depth)
{
    struct str *out = c->out;
    for (const struct xml_node *k = n->first; k && depth < 200; k = k->next) {
        if (k->kind == XN_ELEMENT) {
            enum svg_tag t = tag_find(k->name);
            const char *space = xml_attr_ns(k, XML_NS_XML, "space");
            bool keep = space ? str_eq(space, "preserve") : preserve;
            if (t == TAG_TSPAN)
                svg_lines_enter(&c->lines, k);
            if (t == TAG_TSPAN || t == TAG_TEXT_PATH || t == TAG_A || t == TAG_FLOW_SPAN)
                content(c, k, keep, depth + 1);
            if (t == TAG_FLOW_PARA || t == TAG_FLOW_DIV) {
                if (out->len && out->data[out->len - 1] != ' ')
                    str_putc(out, ' ');
                content(c, k, keep, depth + 1);
            }
            continue;
        }
        for (const char *p = k->text ? k->text : ""; *p; p++) {
            if (c->lines.pending && svg_lines_gap(&c->lines, out->data, out->len, p))
                str_putc(out, ' ');
            if (!ascii_space(*p))
                str_putc(out, *p);
            else if (preserve || (out->len && out->data[out->len - 1] != ' '))
                str_putc(out, ' ');
        }
    }
}

char *svg_text_content(struct arena *a, const struct xml_node *text_element)
{
    struct str s = STR_INIT;
    const char *space = xml_attr_ns(text_element, XML_NS_XML, "space");
    struct content c = {.out = &s};
    svg_lines_enter(&c.lines, text_element);
    content(&c, text_element, str_eq(space, "preserve"), 0);
    size_t n = s.len;
    while (n && s.data[n - 1] == ' ')
        n--;
    char *out = arena_strndup(a, s.data, n);
    str_drop(&s);
    return out;
}
