/* Paints: colours, gradients and patterns with their href chains, context-fill and context-stroke. */
#include "svg/svg-imp.h"

#define MAX_CHAIN 32

/* The href chain of a server, template after template; stops at a cycle or at an element of another kind. */
struct chain {
    struct el *at[MAX_CHAIN];
    size_t n;
};

static bool is_gradient(const struct el *e)
{
    return e->tag == TAG_LINEAR_GRADIENT || e->tag == TAG_RADIAL_GRADIENT;
}

static void chain_of(struct lower *L, struct el *e, struct chain *c)
{
    c->n = 0;
    while (e && c->n < MAX_CHAIN) {
        for (size_t i = 0; i < c->n; i++)
            if (c->at[i] == e) {
                warn(L, e, DIAG_SVG_CYCLE, "the href chain of #%s is a cycle", e->id ? e->id : "");
                return;
            }
        if (c->n && is_gradient(e) != is_gradient(c->at[0]))
            return;
        if (c->n && !is_gradient(e) && e->tag != TAG_PATTERN)
            return;
        c->at[c->n++] = e;
        e = el_href(e) ? el_target(L, e) : NULL;
    }
}

static struct el *chain_attr(const struct chain *c, const char *name, enum svg_tag only)
{
    for (size_t i = 0; i < c->n; i++)
        if ((only == TAG_UNKNOWN || c->at[i]->tag == only) && el_attr(c->at[i], name))
            return c->at[i];
    return NULL;
}

static const char *chain_text(const struct chain *c, const char *name)
{
    struct el *e = chain_attr(c, name, TAG_UNKNOWN);
    return e ? el_attr(e, name) : NULL;
}

/* ---- gradients ---- */
static struct gradient_stop *stops_of(struct lower *L, const struct chain *c, size_t *n)
{
    struct el *owner = NULL;
    for (size_t i = 0; i < c->n && !owner; i++)
        for (struct el *s = c->at[i]->first; s && !owner; s = s->next)
            if (s->tag == TAG_STOP)
                owner = c->at[i];
    *n = 0;
    if (!owner)
        return NULL;
    size_t count = 0;
    for (struct el *s = owner->first; s; s = s->next)
        count += s->tag == TAG_STOP;
    struct gradient_stop *stops = ARENA_ARRAY(L->arena, count + 1, struct gradient_stop);
    double least = 0;
    for (struct el *e = owner->first; e; e = e->next) {
        if (e->tag != TAG_STOP)
            continue;
        const struct style *s = style_of(L, e);
        double offset = 0;
        if (!parse_number_or_percent(el_attr(e, "offset"), &offset))
            offset = 0;
        offset = fmin(fmax(offset, least), 1);
        least = offset;
        struct gradient_stop *out = &stops[(*n)++];
        out->offset = offset;
        out->color = s->stop_color;
        out->color.a = (uint8_t)(out->color.a * s->stop_opacity + 0.5);
        out->slot = e->mark_stop;
    }
    return stops;
}

static double chain_length(struct lower *L, const struct chain *c, const char *name, enum svg_tag only,
                           bool bbox, const struct scope *sc, enum unit_relative rel, double def)
{
    struct el *e = chain_attr(c, name, only);
    if (!e)
        return def;
    return el_fraction(L, e, name, style_of(L, e), sc, rel, bbox, def);
}

static struct gradient *make_gradient(struct lower *L, struct el *e, const struct chain *c,
                                      const struct scope *sc)
{
    struct gradient *g = ARENA_NEW(L->arena, struct gradient);
    bool bbox = !str_eq(chain_text(c, "gradientUnits"), "userSpaceOnUse");
    const char *spread = chain_text(c, "spreadMethod");
    g->units_bbox = bbox;
    g->spread = str_eq(spread, "reflect")  ? SPREAD_REFLECT
                : str_eq(spread, "repeat") ? SPREAD_REPEAT
                                           : SPREAD_PAD;
    g->transform = MATRIX_IDENTITY;
    struct el *t = NULL;
    for (size_t i = 0; i < c->n && !t; i++)
        if (el_attr(c->at[i], "gradientTransform") || el_prop(c->at[i], PROP_TRANSFORM))
            t = c->at[i];
    if (t) {
        struct scope unit = *sc;
        if (bbox)
            unit.vw = unit.vh = 1;
        g->transform = el_transform(L, t, style_of(L, t), &unit, "gradientTransform", NULL);
    }
    g->stops = stops_of(L, c, &g->n_stops);
    g->radial = e->tag == TAG_RADIAL_GRADIENT;
    if (!g->radial) {
        enum svg_tag tag = TAG_LINEAR_GRADIENT;
        g->x1 = chain_length(L, c, "x1", tag, bbox, sc, REL_X, 0);
        g->y1 = chain_length(L, c, "y1", tag, bbox, sc, REL_Y, 0);
        g->x2 = chain_length(L, c, "x2", tag, bbox, sc, REL_X, bbox ? 1 : sc->vw);
        g->y2 = chain_length(L, c, "y2", tag, bbox, sc, REL_Y, 0);
    } else {
        enum svg_tag tag = TAG_RADIAL_GRADIENT;
        double w = bbox ? 1 : sc->vw, h = bbox ? 1 : sc->vh;
        g->cx = chain_length(L, c, "cx", tag, bbox, sc, REL_X, w / 2);
        g->cy = chain_length(L, c, "cy", tag, bbox, sc, REL_Y, h / 2);
        g->r = chain_length(L, c, "r", tag, bbox, sc, REL_DIAG, viewport_diagonal(w, h) / 2);
        g->fx = chain_length(L, c, "fx", tag, bbox, sc, REL_X, g->cx);
        g->fy = chain_length(L, c, "fy", tag, bbox, sc, REL_Y, g->cy);
        g->fr = fmax(chain_length(L, c, "fr", tag, bbox, sc, REL_DIAG, 0), 0);
    }
    return g;
}

/* ---- patterns ---- */
static struct pattern *make_pattern(struct lower *L, struct el *e, const struct chain *c,
                                    const struct scope *sc)
{
    struct pattern *p = ARENA_NEW(L->arena, struct pattern);
    bool bbox = !str_eq(chain_text(c, "patternUnits"), "userSpaceOnUse");
    p->units_bbox = bbox;
    p->content_bbox = str_eq(chain_text(c, "patternContentUnits"), "objectBoundingBox");
    p->rect = (struct rect){chain_length(L, c, "x", TAG_UNKNOWN, bbox, sc, REL_X, 0),
                            chain_length(L, c, "y", TAG_UNKNOWN, bbox, sc, REL_Y, 0),
                            chain_length(L, c, "width", TAG_UNKNOWN, bbox, sc, REL_X, 0),
                            chain_length(L, c, "height", TAG_UNKNOWN, bbox, sc, REL_Y, 0)};
    p->transform = MATRIX_IDENTITY;
    if (rect_empty(p->rect))
        return NULL;
    for (size_t i = 0; i < c->n; i++)
        if (el_attr(c->at[i], "patternTransform") || el_prop(c->at[i], PROP_TRANSFORM)) {
            p->transform = el_transform(L, c->at[i], style_of(L, c->at[i]), sc, "patternTransform", NULL);
            break;
        }
    struct scope inner = {.vw = sc->vw, .vh = sc->vh, .ctm = MATRIX_IDENTITY, .depth = sc->depth + 1};
    struct el *box = chain_attr(c, "viewBox", TAG_UNKNOWN), *owner = NULL;
    if (box && parse_view_box(el_attr(box, "viewBox"), &p->view_box.box)) {
        p->has_view_box = true;
        parse_aspect(chain_text(c, "preserveAspectRatio"), &p->view_box.align, &p->view_box.slice);
        inner.vw = p->view_box.box.w;
        inner.vh = p->view_box.box.h;
    }
    for (size_t i = 0; i < c->n && !owner; i++)
        for (struct el *k = c->at[i]->first; k && !owner; k = k->next)
            if (k->tag != TAG_TEXT_NODE)
                owner = c->at[i];
    if (!owner)
        return NULL;
    inner.style = style_of(L, owner);
    struct nodes content = {0};
    if (inner.depth < 64)
        lower_children(L, owner, &inner, &content);
    if (!content.first)
        return NULL;
    struct node *g = node_new(L, NODE_GROUP, NULL);
    g->u.group.first = content.first;
    p->content = g;
    (void)e;
    return p;
}

/* ---- lookup ---- */
struct server { /* el->cache of a paint server */
    struct gradient *gradient;
    struct pattern *pattern;
    bool is_color, is_none;
    struct rgba color;
    int slot;
};

static struct server *server_of(struct lower *L, struct el *e, const struct scope *sc)
{
    if (e->cache && e->cache_w == sc->vw && e->cache_h == sc->vh)
        return e->cache;
    struct server *s = ARENA_NEW(L->scratch, struct server);
    struct chain c;
    s->slot = SLOT_NONE;
    chain_of(L, e, &c);
    if (is_gradient(e)) {
        struct gradient *g = make_gradient(L, e, &c, sc);
        const struct gradient_stop *last = g->n_stops ? &g->stops[g->n_stops - 1] : NULL;
        s->is_none = !g->n_stops || (g->transform.a * g->transform.d - g->transform.b * g->transform.c == 0);
        /* one stop, or a vector or radius of zero: the last stop's colour */
        bool degenerate = g->radial ? !(g->r > 0) : g->x1 == g->x2 && g->y1 == g->y2;
        if (last && !s->is_none && (g->n_stops == 1 || degenerate)) {
            s->is_color = true;
            s->color = last->color;
            s->slot = last->slot;
        }
        s->gradient = g;
    } else {
        e->busy = true;
        s->pattern = make_pattern(L, e, &c, sc);
        e->busy = false;
        s->is_none = !s->pattern;
    }
    e->cache = s;
    e->cache_w = sc->vw;
    e->cache_h = sc->vh;
    return s;
}

static bool fallback(const struct paint_spec *spec, const struct style *s, struct paint *out)
{
    if (!spec->has_fallback || spec->fallback == SPEC_NONE)
        return false;
    *out = (struct paint){.kind = PAINT_COLOR, .slot = spec->slot};
    out->color = spec->fallback == SPEC_CURRENT ? s->color : spec->color;
    return true;
}

static bool resolve_url(struct lower *L, const struct el *e, const struct paint_spec *spec,
                        const struct style *s, const struct scope *inner, const struct rect *box,
                        struct paint *out)
{
    struct el *target = el_by_id(L, spec->url);
    if (!target) {
        if (fallback(spec, s, out))
            return true;
        warn(L, e, DIAG_SVG_REF, "a paint refers to \"#%s\", which does not exist",
             spec->url ? spec->url : "");
        return false;
    }
    if (!is_gradient(target) && target->tag != TAG_PATTERN) {
        warn(L, e, DIAG_SVG_REF, "a paint refers to #%s, which is neither a gradient nor a pattern",
             target->id);
        return fallback(spec, s, out);
    }
    if (target->busy) {
        warn(L, e, DIAG_SVG_CYCLE, "pattern #%s paints itself", target->id);
        return fallback(spec, s, out);
    }
    struct server *srv = server_of(L, target, inner);
    if (srv->is_none)
        return target->tag == TAG_PATTERN ? fallback(spec, s, out) : false;
    bool by_box =
        srv->pattern ? srv->pattern->units_bbox || srv->pattern->content_bbox : srv->gradient->units_bbox;
    if (by_box && box && rect_empty(*box)) /* no box to measure by */
        return fallback(spec, s, out);
    if (srv->is_color) {
        *out = (struct paint){.kind = PAINT_COLOR, .color = srv->color, .slot = srv->slot};
        return true;
    }
    out->kind = srv->pattern ? PAINT_PATTERN : PAINT_GRADIENT;
    out->pattern = srv->pattern;
    out->gradient = srv->gradient;
    return true;
}

bool resolve_paint(struct lower *L, const struct el *e, const struct paint_spec *spec, const struct style *s,
                   const struct scope *inner, const struct rect *box, double opacity, struct paint *out)
{
    (void)opacity;
    *out = (struct paint){.kind = PAINT_NONE, .slot = spec->slot};
    bool ok = false;
    switch (spec->kind) {
    case SPEC_NONE:
        break;
    case SPEC_COLOR:
    case SPEC_CURRENT:
        out->kind = PAINT_COLOR;
        out->color = spec->kind == SPEC_CURRENT ? s->color : spec->color;
        ok = true;
        break;
    case SPEC_URL:
        ok = resolve_url(L, e, spec, s, inner, box, out);
        break;
    default:
        if (inner->context) {
            *out = spec->kind == SPEC_CONTEXT_FILL ? inner->context->fill : inner->context->stroke;
            out->has_context = out->kind == PAINT_GRADIENT || out->kind == PAINT_PATTERN;
            ok = out->kind != PAINT_NONE;
        }
        break;
    }
    if (!ok)
        out->kind = PAINT_NONE;
    if (spec->slot != SLOT_NONE)
        out->slot = spec->slot;
    return ok || out->slot != SLOT_NONE;
}

void context_use(struct lower *L, struct context_paint *c, struct paint *p, const struct scope *inner)
{
    struct matrix inverse;
    if (!c || !p->has_context || !matrix_invert(inner->ctm, &inverse))
        return;
    if (p->context_box.w != 0 || p->context_box.h != 0) /* already resolved by an outer context */
        return;
    p->context_matrix = matrix_multiply(inverse, c->ctm);
    p->context_box = c->box;
    struct paint_ref *r = ARENA_NEW(L->scratch, struct paint_ref);
    *r = (struct paint_ref){c->refs, p};
    c->refs = r;
}

void context_finish(struct context_paint *c, bool has_box, struct rect box, const struct scope *at)
{
    (void)at;
    for (struct paint_ref *r = c->refs; r; r = r->next)
        if (has_box)
            r->paint->context_box = box;
}
