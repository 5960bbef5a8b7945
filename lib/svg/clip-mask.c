/* clip-path and mask: references and CSS basic shapes. */
#include "svg/svg-imp.h"

struct node *path_node_of_rect(struct lower *L, struct rect r)
{
    struct path p = {0};
    path_move(&p, r.x, r.y);
    path_line(&p, r.x + r.w, r.y);
    path_line(&p, r.x + r.w, r.y + r.h);
    path_line(&p, r.x, r.y + r.h);
    path_close(&p);
    struct node *n = node_new(L, NODE_PATH, NULL);
    struct fill *f = ARENA_NEW(L->arena, struct fill);
    f->paint = (struct paint){.kind = PAINT_COLOR, .color = {0, 0, 0, 255}, .slot = SLOT_NONE};
    f->opacity = 1;
    n->u.path = (struct node_path){.path = path_keep(L, &p), .fill = f, .antialias = true};
    return n;
}

struct clip *clip_of_rect(struct lower *L, struct rect r)
{
    struct clip *c = ARENA_NEW(L->arena, struct clip);
    struct node *g = node_new(L, NODE_GROUP, NULL);
    g->u.group.first = path_node_of_rect(L, r);
    c->transform = MATRIX_IDENTITY;
    c->content = g;
    return c;
}

/* ---- basic shapes (CSS Shapes 1), measured by the object's box ---- */
static double side(const char *w, double a, double b, bool closest)
{
    (void)w;
    return closest ? fmin(fabs(a), fabs(b)) : fmax(fabs(a), fabs(b));
}

static bool position_of(const char *p, const struct length_base *b, struct rect box, struct point *out)
{
    *out = (struct point){box.x + box.w / 2, box.y + box.h / 2};
    scan_space(&p);
    for (int i = 0; i < 2 && *p && *p != ')'; i++) {
        double v, size = i ? box.h : box.w, at = i ? box.y : box.x;
        if (word_at(p, "center") || word_at(p, "left") || word_at(p, "right") || word_at(p, "top") ||
            word_at(p, "bottom")) {
            bool y = word_at(p, "top") || word_at(p, "bottom");
            double f = word_at(p, "center") ? 0.5 : word_at(p, "right") || word_at(p, "bottom") ? 1 : 0;
            if (word_at(p, "center"))
                y = i == 1;
            if (y)
                out->y = box.y + f * box.h;
            else
                out->x = box.x + f * box.w;
            while (*p && !ascii_space(*p) && *p != ')')
                p++;
        } else if (scan_length(&p, size, b, &v)) {
            if (i)
                out->y = at + v;
            else
                out->x = at + v;
        } else {
            return false;
        }
        scan_space(&p);
    }
    return true;
}

static void ellipse(struct path *p, struct point c, double rx, double ry)
{
    path_move(p, c.x + rx, c.y);
    path_arc(p, rx, ry, 0, false, true, c.x - rx, c.y);
    path_arc(p, rx, ry, 0, false, true, c.x + rx, c.y);
    path_close(p);
}

static bool radius(const char **p, const struct length_base *b, double percent, double near_side,
                   double far_side, double *out)
{
    scan_space(p);
    if (word_at(*p, "closest-side")) {
        *p += 12;
        *out = near_side;
    } else if (word_at(*p, "farthest-side")) {
        *p += 13;
        *out = far_side;
    } else {
        return scan_length(p, percent, b, out) && *out >= 0;
    }
    return true;
}

/* inset(), rect() (edges from the box's top and left, `auto` is its own edge) and xywh() of CSS Shapes. */
static bool box_shape(const char *name, const char *q, const struct length_base *b, struct rect box,
                      struct path *p)
{
    bool inset = str_eq(name, "inset"), xywh = str_eq(name, "xywh");
    double v[4] = {0}, corner = 0;
    const char *word[4];
    int n = 0;
    scan_space(&q);
    while (n < 4 && *q && *q != 'r') {
        bool along_x = (n % 2 == 1) != xywh;
        word[n] = q;
        if (!inset && !xywh && word_at(q, "auto")) {
            v[n] = n == 1 ? box.w : n == 2 ? box.h : 0;
            q += 4;
        } else if (!scan_length(&q, along_x ? box.w : box.h, b, &v[n])) {
            break;
        }
        n++;
        scan_space(&q);
    }
    if (!n || (!inset && n < 4))
        return false;
    for (; n < 4; n++) { /* the other side's length; a percentage is of this side's own direction */
        const char *like = word[n] = word[n == 3 ? 1 : 0];
        scan_length(&like, n % 2 ? box.w : box.h, b, &v[n]);
    }
    if (strncmp(q, "round", 5) == 0) {
        q += 5;
        scan_space(&q);
        scan_length(&q, box.w, b, &corner);
    }
    double x = box.x + v[3], y = box.y + v[0], w = box.w - v[1] - v[3], h = box.h - v[0] - v[2];
    if (xywh) {
        x = box.x + v[0];
        y = box.y + v[1];
        w = v[2];
        h = v[3];
    } else if (!inset) {
        w = v[1] - v[3];
        h = v[2] - v[0];
    }
    w = fmax(w, 0);
    h = fmax(h, 0);
    corner = fmax(fmin(corner, fmin(w, h) / 2), 0);
    rounded_rect(p, (struct rect){x, y, w, h}, corner, corner);
    return true;
}

static bool basic_shape(const char *name, char *args, const struct length_base *b, struct rect box,
                        struct path *p, bool *evenodd)
{
    char *at = strstr(args, "at ");
    struct point c;
    const char *q = args;
    *evenodd = false;
    if (str_eq(name, "circle") || str_eq(name, "ellipse")) {
        bool circle = name[0] == 'c';
        if (!position_of(at ? at + 3 : "", b, box, &c))
            return false;
        if (at)
            *at = '\0';
        double l = c.x - box.x, r = box.x + box.w - c.x, t = c.y - box.y, u = box.y + box.h - c.y, rx, ry;
        double nx = side(q, l, r, true), ny = side(q, t, u, true), fx = side(q, l, r, false),
               fy = side(q, t, u, false);
        scan_space(&q);
        if (circle) {
            rx = fmin(nx, ny);
            if (*q && !radius(&q, b, viewport_diagonal(box.w, box.h), fmin(nx, ny), fmax(fx, fy), &rx))
                return false;
            ry = rx;
        } else {
            rx = nx;
            ry = ny;
            if (*q && (!radius(&q, b, box.w, nx, fx, &rx) || !radius(&q, b, box.h, ny, fy, &ry)))
                return false;
        }
        ellipse(p, c, rx, ry);
        return true;
    }
    if (str_eq(name, "inset") || str_eq(name, "rect") || str_eq(name, "xywh"))
        return box_shape(name, q, b, box, p);
    scan_space(&q);
    if (word_at(q, "evenodd") || word_at(q, "nonzero")) {
        *evenodd = q[0] == 'e';
        q += 7;
        scan_comma(&q);
    }
    if (str_eq(name, "polygon")) {
        double x, y;
        int n = 0;
        while (*q && n < 10000 && scan_length(&q, box.w, b, &x)) {
            scan_space(&q);
            if (!scan_length(&q, box.h, b, &y))
                return false;
            if (n++)
                path_line(p, box.x + x, box.y + y);
            else
                path_move(p, box.x + x, box.y + y);
            scan_comma(&q);
        }
        if (n)
            path_close(p);
        return n > 0;
    }
    if (str_eq(name, "path")) {
        char *open = strpbrk((char *)q, "\"'"), *close = open ? strrchr(open + 1, *open) : NULL;
        if (!close)
            return false;
        *close = '\0';
        path_data_parse(open + 1, p, NULL);
        path_transform(p, (struct matrix){1, 0, 0, 1, box.x, box.y});
        return p->n_verbs > 0;
    }
    return false;
}

/* The reference box of a basic shape is a fraction of the object box where possible: objectBoundingBox units
 * keep it right for slots as well. view-box and fill-box are told apart by the keyword after the function. */
static const struct clip *shape_clip(struct lower *L, const struct el *user, const char *value,
                                     const struct style *s, const struct scope *inner)
{
    const char *open = strchr(value, '('), *close = open ? strrchr(value, ')') : NULL;
    if (!close || close < open)
        return NULL;
    char *name = str_trim(L->scratch, value, (size_t)(open - value));
    char *args = arena_strndup(L->scratch, open + 1, (size_t)(close - open - 1));
    struct length_base b = style_base(L, s, inner->vw, inner->vh);
    struct rect box = {0, 0, inner->vw, inner->vh};
    bool by_object = !strstr(close, "view-box");
    struct path p = {0};
    struct style st = *s;
    if (by_object) { /* the box of a shape is known; other elements are measured by what they contain */
        struct path *geometry = tag_is_shape(user->tag) ? shape_path(L, user, &st, inner, NULL) : NULL;
        if (geometry) {
            path_bounds(geometry, MATRIX_IDENTITY, &box);
            /* a border box counts the stroke, as clip-path's initial reference box does */
            bool fill_box =
                strstr(close, "fill-box") || strstr(close, "content-box") || strstr(close, "padding-box");
            if (!fill_box && s->stroke.kind != SPEC_NONE)
                box = rect_inset(box, -s->stroke_width / 2);
        } else if (user->tag == TAG_IMAGE) {
            box = (struct rect){el_length(L, user, "x", s, inner, REL_X, 0),
                                el_length(L, user, "y", s, inner, REL_Y, 0),
                                el_length(L, user, "width", s, inner, REL_X, inner->vw),
                                el_length(L, user, "height", s, inner, REL_Y, inner->vh)};
        }
    } else { /* view-box: the nearest viewport's viewBox with its origin */
        for (const struct el *v = user->parent; v; v = v->parent)
            if (v->tag == TAG_SVG) {
                parse_view_box(el_attr(v, "viewBox"), &box);
                break;
            }
    }
    bool evenodd;
    if (!basic_shape(name, args, &b, box, &p, &evenodd)) {
        path_drop(&p);
        return NULL;
    }
    struct clip *c = clip_of_rect(L, box);
    struct node *n = (struct node *)c->content->u.group.first;
    n->u.path.path = path_keep(L, &p);
    ((struct fill *)n->u.path.fill)->evenodd = evenodd;
    return c;
}

/* ---- clipPath ---- */
static struct clip *lower_clip(struct lower *L, struct el *e, const struct scope *inner, bool *skip)
{
    const struct style *s = style_of(L, e);
    struct clip *c = ARENA_NEW(L->arena, struct clip);
    c->units_bbox = str_eq(el_attr(e, "clipPathUnits"), "objectBoundingBox");
    struct scope sc = {.style = s,
                       .vw = inner->vw,
                       .vh = inner->vh,
                       .ctm = MATRIX_IDENTITY,
                       .in_clip = true,
                       .depth = inner->depth + 1};
    c->transform = el_transform(L, e, s, inner, NULL, NULL);
    if (c->transform.a * c->transform.d - c->transform.b * c->transform.c == 0) {
        *skip = true; /* an invalid clip: its user is not drawn */
        return NULL;
    }
    if (s->clip_path && !e->cut_clip)
        c->clip = resolve_clip(L, e, s->clip_path, s, inner, skip);
    struct nodes content = {0};
    for (struct el *k = e->first; k && sc.depth < 64; k = k->next) {
        bool direct = tag_is_shape(k->tag) || k->tag == TAG_TEXT;
        struct el *target = k->tag == TAG_USE ? el_target(L, k) : NULL;
        if (direct || (target && (tag_is_shape(target->tag) || target->tag == TAG_TEXT)))
            lower_element(L, k, &sc, &content);
    }
    struct node *g = node_new(L, NODE_GROUP, NULL);
    g->u.group.first = content.first;
    c->content = g;
    return c;
}

const struct clip *resolve_clip(struct lower *L, struct el *user, const char *value, const struct style *s,
                                const struct scope *inner, bool *skip)
{
    const char *id = parse_url(L->scratch, value, NULL);
    if (!id) {
        if (strncasecmp(value, "url(", 4) == 0)
            return NULL;
        return shape_clip(L, user, value, s, inner);
    }
    struct el *e = el_by_id(L, id);
    if (!e || e->tag != TAG_CLIP_PATH) {
        warn(L, user, DIAG_SVG_REF, "clip-path refers to \"#%s\", which is no clipPath: it is ignored", id);
        return NULL;
    }
    if (!guard_enter(L, e, "clipPath")) { /* the reference that closes the cycle does not count */
        L->n_cycles++;
        return NULL;
    }
    bool bad = false;
    struct clip *c = e->cache;
    if (!c || e->cache_w != inner->vw || e->cache_h != inner->vh) {
        size_t cycles = L->n_cycles;
        c = lower_clip(L, e, inner, &bad);
        e->cache = bad || L->n_cycles != cycles ? NULL : c; /* what a cycle cut short serves no one else */
        e->cache_w = inner->vw;
        e->cache_h = inner->vh;
    }
    e->busy = false;
    if (bad) {
        *skip = true;
        return NULL;
    }
    return c;
}

/* ---- mask ---- */
static struct mask *lower_mask(struct lower *L, struct el *e, const struct scope *inner, bool *skip)
{
    const struct style *s = style_of(L, e);
    struct mask *m = ARENA_NEW(L->arena, struct mask);
    m->units_bbox = !str_eq(el_attr(e, "maskUnits"), "userSpaceOnUse");
    m->content_bbox = str_eq(el_attr(e, "maskContentUnits"), "objectBoundingBox");
    m->luminance = !s->mask_alpha;
    m->linear = s->linear_color;
    bool bbox = m->units_bbox;
    double w = bbox ? 1 : inner->vw, h = bbox ? 1 : inner->vh;
    m->rect = (struct rect){el_fraction(L, e, "x", s, inner, REL_X, bbox, -0.1 * w),
                            el_fraction(L, e, "y", s, inner, REL_Y, bbox, -0.1 * h),
                            el_fraction(L, e, "width", s, inner, REL_X, bbox, 1.2 * w),
                            el_fraction(L, e, "height", s, inner, REL_Y, bbox, 1.2 * h)};
    if (rect_empty(m->rect)) {
        *skip = true;
        return NULL;
    }
    if (s->mask && !e->cut_mask)
        m->mask = resolve_mask(L, e, s->mask, inner, skip);
    struct scope sc = {
        .style = s, .vw = inner->vw, .vh = inner->vh, .ctm = MATRIX_IDENTITY, .depth = inner->depth + 1};
    struct nodes content = {0};
    if (sc.depth < 64 && !*skip)
        lower_children(L, e, &sc, &content);
    struct node *g = node_new(L, NODE_GROUP, NULL);
    g->u.group.first = content.first;
    if (s->clip_path && !e->cut_clip) /* a mask may be clipped itself */
        g->u.group.clip = resolve_clip(L, e, s->clip_path, s, inner, skip);
    m->content = g;
    return m;
}

const struct mask *resolve_mask(struct lower *L, struct el *user, const char *value,
                                const struct scope *inner, bool *skip)
{
    const char *id = parse_url(L->scratch, value, NULL);
    struct el *e = el_by_id(L, id);
    if (!e || e->tag != TAG_MASK) {
        if (id)
            warn(L, user, DIAG_SVG_REF, "mask refers to \"#%s\", which is no mask: it is ignored", id);
        return NULL;
    }
    if (!guard_enter(L, e, "mask")) {
        L->n_cycles++;
        return NULL;
    }
    bool bad = false;
    struct mask *m = e->cache;
    if (!m || e->cache_w != inner->vw || e->cache_h != inner->vh) {
        size_t cycles = L->n_cycles;
        m = lower_mask(L, e, inner, &bad);
        e->cache = bad || L->n_cycles != cycles ? NULL : m;
        e->cache_w = inner->vw;
        e->cache_h = inner->vh;
    }
    e->busy = false;
    if (bad) {
        *skip = true;
        return NULL;
    }
    return m;
}
