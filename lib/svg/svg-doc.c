/* svg_lower: a document to a tree. */
#include <stdlib.h>

#include "svg/svg-imp.h"

struct node *node_new(struct lower *L, enum node_kind kind, const struct el *e)
{
    struct node *n = ARENA_NEW(L->arena, struct node);
    n->kind = kind;
    n->transform = MATRIX_IDENTITY;
    n->slot = SLOT_NONE;
    if (kind == NODE_GROUP)
        n->u.group.opacity = 1;
    if (e) {
        n->id = arena_strdup(L->arena, e->id);
        n->line = e->x->line;
        n->slot = e->mark_node;
    }
    return n;
}

void nodes_add(struct nodes *l, struct node *n)
{
    if (!n)
        return;
    if (l->last)
        l->last->next = n;
    else
        l->first = n;
    l->last = n;
    while (l->last->next) /* a list was added */
        l->last = (struct node *)l->last->next;
}

#define MAX_WARNINGS 100

void warn(struct lower *L, const struct el *e, enum diag_code code, const char *fmt, ...)
{
    struct lower *outermost = L;
    if (outermost->n_warned++ >= MAX_WARNINGS)
        return;
    va_list ap;
    va_start(ap, fmt);
    char *text = arena_vprintf(L->scratch, fmt, ap);
    va_end(ap);
    struct where w = e ? xml_where(L->doc, e->x) : (struct where){.file = L->doc->path};
    report_hint(L->ctx, DIAG_WARNING, code, w, NULL, "%s", text);
}

void doc_keep_pixmap(struct lower *L, struct pixmap *p)
{
    struct tree *t = L->tree;
    if (t->n_pixmaps == L->cap_pixmaps || t->n_pixmaps >= L->cap_pixmaps) {
        size_t cap = t->n_pixmaps * 2 + 8;
        t->pixmaps = arena_grow(L->arena, t->pixmaps, t->n_pixmaps, cap, sizeof *t->pixmaps);
        L->cap_pixmaps = cap;
    }
    t->pixmaps[t->n_pixmaps++] = p;
}

bool doc_prepare(struct lower *L)
{
    if (!L->doc->root || !xml_is(L->doc->root, L->doc->root->ns ? XML_NS_SVG : NULL, "svg")) {
        report_hint(L->ctx, DIAG_ERROR, DIAG_SVG_ROOT, (struct where){.file = L->doc->path, .line = 1},
                    "the root element must be svg in the namespace " XML_NS_SVG,
                    "this is not an SVG document");
        return false;
    }
    L->ids = map_new();
    L->images = map_new();
    style_initial(L);
    element_build(L);
    return true;
}

void doc_finish(struct lower *L)
{
    map_drop(L->ids);
    map_drop(L->images);
    arena_drop(L->scratch);
}

static bool is_percent(const char *v)
{
    return v && strchr(v, '%') && !strstr(v, "calc");
}

bool doc_root_size(struct lower *L, const struct style *s, double want_w, double want_h, double *w, double *h,
                   struct matrix *m, double *vw, double *vh)
{
    struct el *root = L->root;
    const char *aw = el_prop(root, PROP_WIDTH), *ah = el_prop(root, PROP_HEIGHT);
    struct rect box;
    bool has_box = parse_view_box(el_attr(root, "viewBox"), &box);
    struct scope sc = {.style = s,
                       .vw = want_w > 0 ? want_w
                             : has_box  ? box.w
                                        : 100,
                       .vh = want_h > 0 ? want_h
                             : has_box  ? box.h
                                        : 100};
    if (str_eq(aw, "auto"))
        aw = NULL;
    if (str_eq(ah, "auto"))
        ah = NULL;
    double width = aw ? el_length(L, root, "width", s, &sc, REL_X, NAN) : NAN;
    double height = ah ? el_length(L, root, "height", s, &sc, REL_Y, NAN) : NAN;
    if ((aw && width <= 0) || (ah && height <= 0)) {
        report_hint(L->ctx, DIAG_ERROR, DIAG_SVG_ROOT, xml_where(L->doc, root->x),
                    "give width and height above zero", "the picture has no size");
        return false;
    }
    if (is_percent(aw) && !(want_w > 0) && !has_box)
        width = NAN;
    if (is_percent(ah) && !(want_h > 0) && !has_box)
        height = NAN;
    if (isnan(width) && isnan(height)) {
        width = want_w > 0 ? want_w : has_box ? box.w : NAN;
        height = want_h > 0 ? want_h : has_box ? box.h : NAN;
    } else if (has_box) { /* one is missing: the view box gives the proportion */
        if (isnan(width))
            width = height * box.w / box.h;
        if (isnan(height))
            height = width * box.h / box.w;
    } else {
        if (isnan(width))
            width = want_w > 0 ? want_w : height;
        if (isnan(height))
            height = want_h > 0 ? want_h : width;
    }
    *w = width;
    *h = height;
    *m = MATRIX_IDENTITY;
    *vw = width;
    *vh = height;
    if (has_box && !isnan(width)) {
        struct view_box v = {.box = box};
        parse_aspect(el_attr(root, "preserveAspectRatio"), &v.align, &v.slice);
        *m = view_box_matrix(&v, width, height);
        *vw = box.w;
        *vh = box.h;
    }
    return true;
}

/* A picture that states no size at all is as large as what it draws. */
static void size_of_content(const struct nodes *content, double *w, double *h)
{
    struct rect all = {0}, r;
    for (const struct node *n = content->first; n; n = n->next)
        if (node_object_box(n, &FRAME_NONE, &r))
            all = rect_union(all, matrix_apply_rect(n->transform, r));
    *w = all.x + all.w;
    *h = all.y + all.h;
    if (!(*w > 0) || !(*h > 0)) {
        *w = 300; /* CSS: the default object size */
        *h = 150;
    }
}

bool doc_lower_root(struct lower *L, struct nodes *out, double *w, double *h, struct matrix *m)
{
    struct style s;
    double vw, vh;
    struct scope top = {.style = &L->initial,
                        .vw = L->o->width > 0 ? L->o->width : 100,
                        .vh = L->o->height > 0 ? L->o->height : 100,
                        .ctm = MATRIX_IDENTITY};
    style_compute(L, L->root, &top, &s);
    L->root_style = ARENA_NEW(L->scratch, struct style);
    *L->root_style = s;
    if (!doc_root_size(L, &s, L->o->width, L->o->height, w, h, m, &vw, &vh))
        return false;
    bool by_content = isnan(*w) || isnan(*h);
    if (by_content)
        *w = *h = vw = vh = 100;
    L->tree->width = vw;
    L->tree->height = vh;
    L->root_vw = vw;
    L->root_vh = vh;
    if (!s.display && L->root->mark_node == SLOT_NONE)
        return true;
    struct scope inner = top;
    inner.vw = vw;
    inner.vh = vh;
    inner.style = &s;
    if (style_transforms(&s) &&
        !by_content) { /* the root is a box of CSS: turned about its middle, outside the viewBox */
        struct style ts = s;
        struct rect box = {0, 0, *w, *h};
        if (!ts.transform_origin)
            ts.transform_origin = "50% 50%";
        *m = matrix_multiply(el_transform(L, L->root, &ts, &inner, NULL, &box), *m);
    }
    L->root_matrix = *m;
    struct effects f;
    L->root->busy = true;
    effects_resolve(L, L->root, &s, &inner, &f);
    struct nodes content = {0};
    if (!f.skip)
        lower_children(L, L->root, &inner, &content);
    L->root->busy = false;
    if (by_content)
        size_of_content(&content, w, h);
    struct nodes body = {0};
    if (s.background.a && !L->outer) { /* covers the picture, under everything */
        struct matrix inverse;
        if (matrix_invert(*m, &inverse)) {
            struct node *back = path_node_of_rect(L, (struct rect){0, 0, *w, *h});
            struct fill *fill = (struct fill *)back->u.path.fill;
            fill->paint.color = s.background;
            back->transform = inverse;
            nodes_add(&body, back);
        }
    }
    if (effects_any(&f))
        effects_emit(L, L->root, &f, MATRIX_IDENTITY, content, true, &body);
    else
        nodes_add(&body, content.first);
    nodes_add(out, body.first);
    return true;
}

struct tree *svg_lower(struct ctx *ctx, const struct xml_doc *doc, const struct svg_options *o)
{
    struct arena *a = arena_new();
    struct tree *t = ARENA_NEW(a, struct tree);
    t->arena = a;
    t->n_slots = o->n_slots;
    t->typesetter = o->typesetter;
    t->path = arena_strdup(a, doc->path);
    struct lower L = {.ctx = ctx, .doc = doc, .o = o, .arena = a, .scratch = arena_new(), .tree = t};
    L.lang = o->lang ? o->lang : "en";
    L.lang = arena_strdup(a, L.lang);
    struct nodes body = {0};
    double w = 0, h = 0;
    struct matrix m;
    bool ok = doc_prepare(&L) && doc_lower_root(&L, &body, &w, &h, &m);
    if (ok) {
        struct node *root = node_new(&L, NODE_GROUP, NULL);
        root->id = arena_strdup(a, L.root->id);
        root->line = L.root->x->line;
        root->u.group.first = body.first;
        t->root = root;
        t->width = w;
        t->height = h;
        t->root_matrix = m;
    }
    doc_finish(&L);
    if (!ok) {
        tree_drop(t);
        return NULL;
    }
    return t;
}

enum svg_element_kind svg_kind_of(const struct xml_node *e)
{
    if (!e || e->kind != XN_ELEMENT || (e->ns && !str_eq(e->ns, XML_NS_SVG)))
        return SVG_ELEMENT_OTHER;
    switch (tag_find(e->name)) {
    case TAG_TEXT:
    case TAG_TSPAN:
    case TAG_FLOW_ROOT:
        return SVG_ELEMENT_TEXT;
    case TAG_IMAGE:
        return SVG_ELEMENT_IMAGE;
    case TAG_PATH:
    case TAG_RECT:
    case TAG_CIRCLE:
    case TAG_ELLIPSE:
    case TAG_LINE:
    case TAG_POLYGON:
    case TAG_POLYLINE:
        return SVG_ELEMENT_SHAPE;
    case TAG_G:
    case TAG_A:
    case TAG_SVG:
    case TAG_SWITCH:
        return SVG_ELEMENT_GROUP;
    case TAG_STOP:
        return SVG_ELEMENT_STOP;
    case TAG_USE:
        return SVG_ELEMENT_USE;
    default:
        return SVG_ELEMENT_OTHER;
    }
}
