/* A shape as a path node with its paints, and its markers. */
#include "svg/svg-imp.h"

const struct fill *make_fill(struct lower *L, const struct el *e, const struct style *s,
                             const struct scope *inner, const struct rect *box)
{
    struct fill *f = ARENA_NEW(L->arena, struct fill);
    f->paint.slot = SLOT_NONE;
    f->opacity = s->fill_opacity;
    f->evenodd = s->fill_evenodd;
    if (inner->in_clip) {
        f->paint = (struct paint){.kind = PAINT_COLOR, .color = {0, 0, 0, 255}, .slot = SLOT_NONE};
        f->opacity = 1;
        f->evenodd = s->clip_evenodd;
        return f;
    }
    if (!resolve_paint(L, e, &s->fill, s, inner, box, s->fill_opacity, &f->paint))
        return NULL;
    context_use(L, inner->context, &f->paint, inner);
    return f;
}

const struct stroke *make_stroke(struct lower *L, const struct el *e, const struct style *s,
                                 const struct scope *inner, const struct rect *box)
{
    bool slot = s->stroke.slot != SLOT_NONE;
    if (inner->in_clip || (s->stroke.kind == SPEC_NONE && !slot) || !(s->stroke_width > 0))
        return NULL;
    struct stroke *k = ARENA_NEW(L->arena, struct stroke);
    *k = (struct stroke){.opacity = s->stroke_opacity,
                         .width = s->stroke_width,
                         .miter_limit = s->miter_limit,
                         .dash_offset = s->dash_offset,
                         .dashes = s->dashes,
                         .n_dashes = s->n_dashes};
    k->cap = s->cap;
    k->join = s->join;
    if (!resolve_paint(L, e, &s->stroke, s, inner, box, s->stroke_opacity, &k->paint))
        return NULL;
    context_use(L, inner->context, &k->paint, inner);
    return k;
}

static int order_of(const struct style *s, char what)
{
    for (int i = 0; i < 3; i++)
        if (s->paint_order[i] == what)
            return i;
    return 0;
}

static struct node *path_node(struct lower *L, const struct el *e, const struct path *path,
                              const struct fill *fill, const struct stroke *stroke, const struct style *s)
{
    struct node *n = node_new(L, NODE_PATH, e);
    n->u.path = (struct node_path){.path = path,
                                   .fill = fill,
                                   .stroke = stroke,
                                   .stroke_first = order_of(s, 's') < order_of(s, 'f'),
                                   .antialias = s->antialias};
    return n;
}

/* pathLength: the author's length of the path, which dashes are fractions of. */
static void scale_dashes(struct lower *L, const struct el *e, const struct path *path, struct stroke *k)
{
    double declared, actual;
    if (!k || !k->n_dashes || !parse_number(el_attr(e, "pathLength"), &declared) || !(declared > 0))
        return;
    actual = path_length(path);
    double *d = ARENA_ARRAY(L->arena, k->n_dashes, double);
    for (size_t i = 0; i < k->n_dashes; i++)
        d[i] = k->dashes[i] * actual / declared;
    k->dashes = d;
    k->dash_offset *= actual / declared;
}

/* A stroke that transforms do not scale: the path is brought to the picture's pixels, its node back. */
static struct node *fixed_stroke_node(struct lower *L, const struct el *e, const struct path *path,
                                      const struct stroke *stroke, const struct style *s,
                                      const struct scope *inner, struct rect box)
{
    struct matrix to = matrix_multiply(L->root_matrix, inner->ctm), back;
    if (!matrix_invert(to, &back))
        return NULL;
    struct path copy = {0};
    path_append(&copy, path, to);
    struct stroke *k = ARENA_NEW(L->arena, struct stroke);
    *k = *stroke;
    if (k->paint.kind == PAINT_GRADIENT || k->paint.kind == PAINT_PATTERN) {
        struct matrix context = k->paint.has_context ? k->paint.context_matrix : MATRIX_IDENTITY;
        k->paint.context_matrix = matrix_multiply(to, context);
        if (!k->paint.has_context)
            k->paint.context_box = box;
        k->paint.has_context = true;
    }
    struct node *n = path_node(L, e, path_keep(L, &copy), NULL, k, s);
    n->transform = back;
    return n;
}

void lower_shape(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                 struct nodes *out)
{
    bool marked = e->mark_node != SLOT_NONE;
    bool markers =
        !inner->in_clip && (s->marker_start || s->marker_mid || s->marker_end) &&
        (e->tag == TAG_PATH || e->tag == TAG_LINE || e->tag == TAG_POLYLINE || e->tag == TAG_POLYGON);
    struct bytes bits = {0};
    struct path *path = shape_path(L, e, s, inner, markers ? &bits : NULL);
    if (!path && marked)
        path = ARENA_NEW(L->arena, struct path);
    if (!path) {
        vec_drop(&bits);
        return;
    }
    struct rect box = {0};
    path_bounds(path, MATRIX_IDENTITY, &box);
    const struct fill *fill = make_fill(L, e, s, inner, &box);
    const struct stroke *stroke = make_stroke(L, e, s, inner, &box);
    scale_dashes(L, e, path, (struct stroke *)stroke);
    struct nodes marks = {0};
    if (markers && s->visible)
        lower_markers(L, e, s, inner, path, bits.at, fill, stroke, &marks);
    vec_drop(&bits);
    if (!s->visible)
        fill = NULL, stroke = NULL;
    int fill_at = order_of(s, 'f'), stroke_at = order_of(s, 's'), mark_at = order_of(s, 'm');
    bool paints = fill || stroke || marked;
    struct node *fixed =
        stroke && s->fixed_stroke ? fixed_stroke_node(L, e, path, stroke, s, inner, box) : NULL;
    if (fixed) {
        bool under = stroke_at < fill_at;
        if (under)
            nodes_add(out, fixed);
        nodes_add(out, path_node(L, e, path, fill, NULL, s));
        if (!under)
            nodes_add(out, fixed);
        nodes_add(out, marks.first);
        return;
    }
    if (!marks.first) {
        /* a shape that paints nothing still has a box, which its group's clip, mask or filter may refer to */
        if (paints || (!inner->in_clip && path->n_verbs))
            nodes_add(out, path_node(L, e, path, fill, stroke, s));
    } else if (mark_at == 1 && fill && stroke) { /* markers between the two */
        bool fill_first = fill_at < stroke_at;
        nodes_add(out, path_node(L, e, path, fill_first ? fill : NULL, fill_first ? NULL : stroke, s));
        nodes_add(out, marks.first);
        nodes_add(out, path_node(L, e, path, fill_first ? NULL : fill, fill_first ? stroke : NULL, s));
    } else {
        if (mark_at == 0)
            nodes_add(out, marks.first);
        nodes_add(out, path_node(L, e, path, fill, stroke, s));
        if (mark_at != 0)
            nodes_add(out, marks.first);
    }
}
