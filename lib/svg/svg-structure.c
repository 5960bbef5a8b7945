/* Structure: groups, nested svg, use and symbol, switch and conditional processing. */
#include "svg/svg-imp.h"

/* Nesting of what is drawn, through use as well: recursion must fit the stack. */
#define MAX_DEPTH 400

bool guard_enter(struct lower *L, struct el *e, const char *what)
{
    if (!e->busy) {
        e->busy = true;
        return true;
    }
    warn(L, e, DIAG_SVG_CYCLE, "%s%s%s refers to itself, and is not drawn again", what, e->id ? " #" : "",
         e->id ? e->id : "");
    return false;
}

static bool language_matches(const char *list, const char *user)
{
    size_t n = strlen(user);
    while (*list) {
        scan_comma(&list);
        const char *start = list;
        while (*list && *list != ',' && !ascii_space(*list))
            list++;
        size_t len = (size_t)(list - start);
        size_t primary = strcspn(user, "-");
        /* the user's language equals an entry or one is a prefix of the other at a hyphen */
        if (len == n && strncasecmp(start, user, n) == 0)
            return true;
        if (len > n && start[n] == '-' && strncasecmp(start, user, n) == 0)
            return true;
        if (len && len <= primary && strncasecmp(start, user, len) == 0 && len == primary)
            return true;
    }
    return false;
}

bool conditions_met(struct lower *L, const struct el *e)
{
    const char *lang = el_attr(e, "systemLanguage"), *ext = el_attr(e, "requiredExtensions");
    if (lang && !language_matches(lang, L->lang))
        return false;
    return !ext; /* none is supported; SVG 2 dropped requiredFeatures, which always holds */
}

struct scope scope_child(const struct scope *sc, const struct style *s, struct matrix m)
{
    struct scope out = *sc;
    out.style = s;
    out.ctm = matrix_multiply(sc->ctm, m);
    out.depth = sc->depth + 1;
    return out;
}

static bool is_drawable(enum svg_tag t)
{
    return t == TAG_G || t == TAG_A || t == TAG_SWITCH || t == TAG_SVG || t == TAG_USE || t == TAG_IMAGE ||
           t == TAG_TEXT || t == TAG_FLOW_ROOT || tag_is_shape(t);
}

void lower_children(struct lower *L, const struct el *e, const struct scope *sc, struct nodes *out)
{
    for (struct el *c = e->first; c; c = c->next)
        if (is_drawable(c->tag))
            lower_element(L, c, sc, out);
}

static void lower_switch(struct lower *L, const struct el *e, const struct scope *sc, struct nodes *out)
{
    for (struct el *c = e->first; c; c = c->next)
        if (c->tag != TAG_TEXT_NODE && (is_drawable(c->tag) || c->tag == TAG_FOREIGN_OBJECT) &&
            conditions_met(L, c)) {
            if (c->tag == TAG_FOREIGN_OBJECT) /* not drawn: the fallback beside it is what others would see */
                continue;
            lower_element(L, c, sc, out);
            return;
        }
}

struct node *viewport_clip(struct lower *L, const struct el *e, struct rect r, struct nodes content)
{
    struct node *g = node_new(L, NODE_GROUP, NULL);
    (void)e;
    g->u.group.first = content.first;
    g->u.group.clip = clip_of_rect(L, r);
    return g;
}

/* The content of an svg or symbol in a viewport at x, y; sizes that are NAN are the element's own or 100%. */
static void lower_viewport(struct lower *L, struct el *e, const struct style *s, const struct scope *outer,
                           bool is_symbol, double use_w, double use_h, struct nodes *out)
{
    double x = is_symbol ? 0 : el_length(L, e, "x", s, outer, REL_X, 0);
    double y = is_symbol ? 0 : el_length(L, e, "y", s, outer, REL_Y, 0);
    double w = isnan(use_w) ? el_length(L, e, "width", s, outer, REL_X, outer->vw) : use_w;
    double h = isnan(use_h) ? el_length(L, e, "height", s, outer, REL_Y, outer->vh) : use_h;
    if (!(w > 0) || !(h > 0))
        return;
    struct view_box v;
    struct scope inner = *outer;
    struct matrix m = {1, 0, 0, 1, x, y};
    inner.vw = w;
    inner.vh = h;
    if (parse_view_box(el_attr(e, "viewBox"), &v.box)) {
        parse_aspect(el_attr(e, "preserveAspectRatio"), &v.align, &v.slice);
        m = matrix_multiply(m, view_box_matrix(&v, w, h));
        inner.vw = v.box.w;
        inner.vh = v.box.h;
    }
    inner.style = s;
    inner.ctm = matrix_multiply(outer->ctm, m);
    inner.depth++;
    /* effects are measured in the user space that the viewBox makes, and see the content already cut to the
     * viewport */
    struct effects f;
    struct nodes content = {0};
    struct matrix inverse;
    effects_resolve(L, e, s, &inner, &f);
    if (f.skip || !matrix_invert(m, &inverse))
        return;
    lower_children(L, e, &inner, &content);
    if (content.first && !s->overflow_visible) {
        struct node *g = viewport_clip(L, e, matrix_apply_rect(inverse, (struct rect){x, y, w, h}), content);
        content = (struct nodes){g, g};
    }
    effects_emit(L, NULL, &f, m, content, false, out);
}

static void lower_use(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                      struct nodes *out)
{
    struct el *target = el_target(L, e);
    if (!target) {
        const char *href = el_href(e);
        if (href && *href)
            warn(L, e, DIAG_SVG_REF, "use refers to \"%.60s\", which does not exist: it is not drawn", href);
        return;
    }
    if (target->tag != TAG_SYMBOL && !is_drawable(target->tag))
        return;
    if (target->busy) {
        warn(L, e, DIAG_SVG_CYCLE, "use refers to #%s, which contains it: it is not drawn", target->id);
        return;
    }
    double x = el_length(L, e, "x", s, inner, REL_X, 0), y = el_length(L, e, "y", s, inner, REL_Y, 0);
    struct scope sc = *inner;
    struct matrix shift = {1, 0, 0, 1, x, y};
    sc.ctm = matrix_multiply(inner->ctm, shift);
    /* x and y are the last of the use's own transforms (SVG 2, 5.6.2): its paints move with them */
    struct context_paint context = {.ctm = sc.ctm};
    resolve_paint(L, e, &s->fill, s, inner, NULL, 1, &context.fill);
    resolve_paint(L, e, &s->stroke, s, inner, NULL, 1, &context.stroke);
    sc.style = s;
    sc.context = &context;
    sc.depth++;
    struct nodes content = {0};
    if (target->tag == TAG_SYMBOL || target->tag == TAG_SVG) {
        double w = el_length(L, e, "width", s, inner, REL_X, NAN),
               h = el_length(L, e, "height", s, inner, REL_Y, NAN);
        struct style ts;
        style_compute(L, target, &sc, &ts);
        if (ts.display && conditions_met(L, target) && guard_enter(L, target, "use")) {
            struct matrix m = el_transform(L, target, &ts, &sc, NULL, NULL);
            struct scope tsc = scope_child(&sc, &ts, m);
            struct effects none = {.opacity = 1};
            if (target->tag == TAG_SVG) { /* a use without a size leaves the svg its own */
                if (isnan(w) && el_prop(target, PROP_WIDTH))
                    w = el_length(L, target, "width", &ts, &tsc, REL_X, tsc.vw);
                if (isnan(h) && el_prop(target, PROP_HEIGHT))
                    h = el_length(L, target, "height", &ts, &tsc, REL_Y, tsc.vh);
            } else if (isnan(w) || isnan(h)) { /* SVG 2: a symbol has sizes too */
                if (isnan(w))
                    w = el_length(L, target, "width", &ts, &tsc, REL_X, tsc.vw);
                if (isnan(h))
                    h = el_length(L, target, "height", &ts, &tsc, REL_Y, tsc.vh);
            }
            struct nodes part = {0};
            lower_viewport(L, target, &ts, &tsc, target->tag == TAG_SYMBOL, w, h, &part);
            effects_emit(L, target, &none, m, part, false, &content);
            target->busy = false;
        }
    } else {
        lower_element(L, target, &sc, &content);
    }
    struct rect box, all = {0};
    bool has = false;
    for (const struct node *n = content.first; n && context.refs; n = n->next)
        if (node_object_box(n, &FRAME_NONE, &box)) {
            struct rect r = matrix_apply_rect(n->transform, box);
            all = has ? rect_union(all, r) : r;
            has = true;
        }
    context_finish(&context, has, all, inner);
    if (content.first && (x != 0 || y != 0)) {
        struct node *g = node_new(L, NODE_GROUP, NULL);
        g->transform = shift;
        g->u.group.first = content.first;
        content = (struct nodes){g, g};
    }
    nodes_add(out, content.first);
}

static void lower_content(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                          struct nodes *out)
{
    switch (e->tag) {
    case TAG_SWITCH:
        lower_switch(L, e, inner, out);
        break;
    case TAG_SVG:
        lower_viewport(L, e, s, inner, false, NAN, NAN, out);
        break;
    case TAG_USE:
        lower_use(L, e, s, inner, out);
        break;
    case TAG_IMAGE:
        lower_image(L, e, s, inner, out);
        break;
    case TAG_TEXT:
    case TAG_FLOW_ROOT:
        lower_text(L, e, s, inner, out);
        break;
    case TAG_G:
    case TAG_A:
        lower_children(L, e, inner, out);
        break;
    default:
        lower_shape(L, e, s, inner, out);
        break;
    }
}

static bool within_limits(struct lower *L, const struct el *e, const struct scope *sc)
{
    if (++L->n_used <= LIMIT_USE_ELEMENTS && sc->depth < MAX_DEPTH)
        return true;
    if (!L->limit_reported)
        report_hint(L->ctx, DIAG_WARNING, DIAG_LIMIT, xml_where(L->doc, e->x), NULL,
                    "the picture has too many or too deeply nested elements: the rest is not drawn");
    L->limit_reported = true;
    return false;
}

void lower_element(struct lower *L, struct el *e, const struct scope *sc, struct nodes *out)
{
    bool marked = e->mark_node != SLOT_NONE;
    if (!within_limits(L, e, sc) || !conditions_met(L, e))
        return;
    struct style s;
    style_compute(L, e, sc, &s);
    if (!s.display && !marked)
        return;
    if (!guard_enter(L, e, "the element"))
        return;
    bool group =
        e->tag == TAG_G || e->tag == TAG_A || e->tag == TAG_SVG || e->tag == TAG_USE || e->tag == TAG_SWITCH;
    struct matrix m = MATRIX_IDENTITY;
    bool late = el_transform_needs_box(&s);
    if (!late)
        m = el_transform(L, e, &s, sc, NULL, NULL);
    if (m.a * m.d - m.b * m.c != 0 || marked) {
        struct scope inner = scope_child(sc, &s, m);
        struct effects f = {.opacity = 1};
        struct nodes content = {0};
        if (e->tag != TAG_SVG) /* a viewport resolves its own */
            effects_resolve(L, e, &s, &inner, &f);
        if (!f.skip || marked)
            lower_content(L, e, &s, &inner, &content);
        if (late) {
            struct rect box = {0}, r;
            for (const struct node *n = content.first; n; n = n->next)
                if (node_object_box(n, &FRAME_NONE, &r))
                    box = rect_union(box, matrix_apply_rect(n->transform, r));
            m = el_transform(L, e, &s, sc, NULL, &box);
        }
        if (!f.skip || marked)
            effects_emit(L, e, &f, m, content, group && marked, out);
    }
    e->busy = false;
}
