/* The characters of a text element with white space treated, and what belongs to each of them. */
#include <stdlib.h>

#include "svg/text-imp.h"

/* ---- white space (SVG 2, 11.3; xml:space as SVG 1.1) ---- */
void collect_char(struct collect *c, struct owner *o, uint32_t cp)
{
    if (c->chars.len * 4 >= LIMIT_TEXT_BYTES) {
        if (!c->too_long)
            warn(c->L, o->e, DIAG_LIMIT, "the text is too long: the rest of it is not drawn");
        c->too_long = true;
        return;
    }
    int mode = o->style->white_space;
    bool blank = cp == ' ' || cp == '\n' || cp == '\t' || cp == '\r';
    bool newline = cp == '\n' && (mode == WS_PRE || mode == WS_PRE_LINE);
    bool collapsible = mode == WS_COLLAPSE || mode == WS_PRE_LINE;
    if (newline) {
        if (collapsible && c->chars.len && c->ends_collapsible)
            c->chars.len--;
        c->newlines = true;
    } else if (blank) {
        cp = ' ';
        if (collapsible && c->space)
            return;
    }
    struct text_char ch = {cp, o};
    vec_push(&c->chars, ch);
    c->ends_collapsible = blank && !newline && collapsible;
    c->space = (blank && !newline) || (newline && collapsible);
}

void collect_string(struct collect *c, struct owner *o, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end && !c->too_long)
        collect_char(c, o, utf8_next(&text, end));
}

void collect_finish(struct collect *c)
{
    if (c->chars.len && c->ends_collapsible)
        c->chars.len--;
    for (struct owner *o = c->first; o; o = o->next) {
        if (o->end > c->chars.len)
            o->end = c->chars.len;
        if (o->start > c->chars.len)
            o->start = c->chars.len;
    }
}

/* ---- owners ---- */
static void add_shift(struct collect *c, struct owner *o, const struct style *s)
{
    const char *v = s->baseline_shift;
    struct text_shift shift = {.kind = SHIFT_LENGTH, .font_size = o->parent->style->font_size};
    struct length_base b = style_base(c->L, s, c->inner->vw, c->inner->vh);
    if (str_eq(v, "sub"))
        shift.kind = SHIFT_SUB;
    else if (str_eq(v, "super"))
        shift.kind = SHIFT_SUPER;
    else if (!parse_length(v, s->font_size, &b, &shift.length))
        return;
    struct text_shift *all = arena_grow(c->L->arena, o->shifts, o->n_shifts, o->n_shifts + 1, sizeof *all);
    all[o->n_shifts++] = shift;
    o->shifts = all;
}

#define MAX_STACK 64 /* shifts and decorations of nested elements */

static bool same_line(const struct text_decor *a, const struct text_decor *b)
{
    return a->line_style == b->line_style && a->thickness == b->thickness && a->place == b->place &&
           a->has_offset == b->has_offset && a->offset == b->offset &&
           str_eq(a->style->families, b->style->families) && a->style->weight == b->style->weight;
}

static bool opaque(const struct style *s, const struct decoration *d)
{
    if (d->colored)
        return d->color.a == 255;
    return s->fill.kind == SPEC_COLOR && s->fill.color.a == 255 && s->fill_opacity == 1 &&
           s->fill.slot == SLOT_NONE && s->visible;
}

static void add_decor(struct collect *c, struct owner *o, const struct decoration *d)
{
    struct text_decor own = d->line;
    own.style = o->text_style;
    own.paint = o->paint;
    own.outlined = o->style->stroke.kind != SPEC_NONE && !d->colored;
    for (size_t i = 0; i < o->n_decors; i++) /* a line that is drawn already */
        if (o->decors[i].paint == own.paint && same_line(&o->decors[i], &own) && !d->colored)
            own.lines &= ~o->decors[i].lines;
    if (!own.lines || o->n_decors >= MAX_STACK)
        return;
    if (d->colored) {
        own.paint = c->n_paints++;
        struct line_color color = {own.paint, d->color};
        vec_push(&c->line_colors, color);
    }
    struct text_decor *all = arena_grow(c->L->arena, o->decors, o->n_decors, o->n_decors + 1, sizeof *all);
    for (size_t i = 0; i < o->n_decors && opaque(o->style, d); i++) /* lines that this one hides */
        if (same_line(&all[i], &own) && all[i].style->size == own.style->size)
            all[i].lines &= ~own.lines;
    all[o->n_decors++] = own;
    o->decors = all;
}

static void add_decors(struct collect *c, struct owner *o, const struct decorations *d)
{
    if (d && o->n_decors < MAX_STACK) {
        add_decors(c, o, d->up);
        add_decor(c, o, &d->own);
    }
}

struct owner *owner_new(struct collect *c, struct owner *parent, struct el *e, const struct style *s)
{
    struct lower *L = c->L;
    struct owner *o = ARENA_NEW(L->scratch, struct owner);
    o->parent = parent;
    o->e = e;
    o->style = ARENA_NEW(L->scratch, struct style);
    *o->style = *s;
    o->paint = c->n_paints++;
    if (parent) {
        o->shifts = parent->shifts;
        o->n_shifts = parent->n_shifts;
        o->decors = parent->decors;
        o->n_decors = parent->n_decors;
        o->on_path = parent->on_path;
        o->path_offset = parent->path_offset;
        o->path_closed = parent->path_closed;
        o->group = parent->group;
        o->bidi = parent->bidi;
        o->bidi_rtl = parent->bidi_rtl;
        o->bidi_scope = parent->bidi_scope;
    }
    if (s->baseline_shift && parent && o->n_shifts < MAX_STACK)
        add_shift(c, o, s);
    if (s->bidi) {
        o->bidi = s->bidi;
        o->bidi_rtl = s->rtl;
        o->bidi_scope = o->paint;
    }
    o->text_style = text_style_of(L, s, o->shifts, o->n_shifts);
    if (o->text_style && !parent) /* what groups declare is drawn as the text's own */
        add_decors(c, o, s->decorations);
    else if (o->text_style && s->decoration.line.lines)
        add_decor(c, o, &s->decoration);
    o->start = c->chars.len;
    if (c->last)
        c->last->next = o;
    else
        c->first = o;
    c->last = o;
    return o;
}

/* The path walked from its end, as side=right asks: subpaths last to first. */
static struct path *path_reversed(struct lower *L, const struct path *p)
{
    struct path r = {0};
    size_t q = p->n_points, v = p->n_verbs;
    bool closed = false, started = false;
    while (v > 0) {
        uint8_t verb = p->verbs[--v];
        if (verb == PATH_CLOSE) {
            closed = true;
            continue;
        }
        if (!started) {
            path_move(&r, p->points[q - 1].x, p->points[q - 1].y);
            started = true;
        }
        if (verb == PATH_CUBIC) {
            const struct point *c = p->points + q - 4; /* from, two controls, to */
            path_cubic(&r, c[2].x, c[2].y, c[1].x, c[1].y, c[0].x, c[0].y);
            q -= 3;
        } else {
            q--;
            if (verb == PATH_LINE)
                path_line(&r, p->points[q - 1].x, p->points[q - 1].y);
        }
        if (verb == PATH_MOVE) {
            if (closed)
                path_close(&r);
            started = closed = false;
        }
    }
    return path_keep(L, &r);
}

static bool text_path(struct collect *c, struct owner *o)
{
    struct lower *L = c->L;
    struct el *e = o->e;
    struct path *p = NULL;
    double declared = 0;
    struct matrix m = MATRIX_IDENTITY;
    const char *data = el_attr(e, "path");
    if (data) {
        struct path raw = {0};
        path_data_parse(data, &raw, NULL);
        if (raw.n_verbs > 1)
            p = path_keep(L, &raw);
        else
            path_drop(&raw);
    }
    if (!p) {
        struct el *target = el_target(L, e);
        if (!target || !tag_is_shape(target->tag)) {
            warn(L, e, DIAG_SVG_REF, "textPath refers to no path: its text is not drawn");
            return false;
        }
        const struct style *s = style_of(L, target);
        p = shape_path(L, target, s, c->inner, NULL);
        m = el_transform(L, target, s, c->inner, NULL, NULL);
        parse_number(el_attr(target, "pathLength"), &declared);
    }
    if (!p)
        return false;
    if (str_eq(el_attr(e, "side"), "right"))
        p = path_reversed(L, p);
    double own = path_length(p);
    if (!matrix_is_identity(m))
        path_transform(p, m);
    double actual = matrix_is_identity(m) ? own : path_length(p);
    struct length_base b = style_base(L, o->style, c->inner->vw, c->inner->vh);
    const char *start = el_attr(e, "startOffset");
    double offset = 0;
    if (start && parse_length(start, actual, &b, &offset) && declared > 0 && !strchr(start, '%'))
        offset *= actual / declared;
    o->on_path = p;
    o->path_offset = offset;
    o->path_closed = p->n_verbs && p->verbs[p->n_verbs - 1] == PATH_CLOSE;
    return true;
}

static void text_effects(struct collect *c, struct owner *o)
{
    struct effects f;
    if (c->inner->in_clip)
        return;
    const struct style *s = o->style;
    if (!(s->opacity < 1) && !s->clip_path && !s->mask && !s->filter && s->blend == BLEND_NORMAL)
        return;
    effects_resolve(c->L, o->e, s, c->inner, &f);
    if (f.skip)
        f.opacity = 0;
    if (!effects_any(&f))
        return;
    struct text_group *g = ARENA_NEW(c->L->scratch, struct text_group);
    *g = (struct text_group){o->group, o->e, f};
    o->group = g;
}

static void tref(struct collect *c, struct owner *o)
{
    struct el *target = el_target(c->L, o->e);
    if (!target) {
        warn(c->L, o->e, DIAG_SVG_REF, "tref refers to no element");
        return;
    }
    collect_string(c, o, xml_text(c->L->scratch, target->x));
}

static void collect_element(struct collect *c, struct owner *parent, struct el *e)
{
    struct lower *L = c->L;
    bool flow = e->tag == TAG_FLOW_PARA || e->tag == TAG_FLOW_SPAN || e->tag == TAG_FLOW_DIV ||
                e->tag == TAG_FLOW_LINE;
    bool path = e->tag == TAG_TEXT_PATH;
    if (e->tag != TAG_TSPAN && e->tag != TAG_TREF && e->tag != TAG_A && !path && !flow)
        return;
    if (path && (parent->e->tag == TAG_TSPAN || parent->on_path)) {
        warn(L, e, DIAG_SVG_VALUE, "textPath must be a child of text: it is not drawn here");
        return;
    }
    if (!conditions_met(L, e) || ++L->n_used > LIMIT_USE_ELEMENTS || c->depth > 200)
        return;
    struct style s;
    struct scope sc = *c->inner;
    sc.style = parent->style;
    style_compute(L, e, &sc, &s);
    if (!s.display)
        return;
    struct owner *o = owner_new(c, parent, e, &s);
    text_effects(c, o);
    if (path && !text_path(c, o)) {
        c->space = c->ends_collapsible = false;
        return;
    }
    c->depth++;
    if (e->tag == TAG_TREF)
        tref(c, o);
    else
        collect_children(c, o);
    c->depth--;
    bool gap = path && c->ends_collapsible && c->chars.len > o->start;
    if (gap) /* white space at the end of a path is a gap of the line that goes on after it */
        c->chars.len--;
    o->end = c->chars.len;
    if (gap)
        vec_push(&c->chars, ((struct text_char){' ', parent}));
    if (e->tag == TAG_FLOW_PARA || e->tag == TAG_FLOW_DIV || e->tag == TAG_FLOW_LINE) {
        struct text_char nl = {'\n', o};
        vec_push(&c->chars, nl);
        c->newlines = c->space = true;
        c->ends_collapsible = true;
    }
}

void collect_children(struct collect *c, struct owner *o)
{
    for (struct el *e = o->e->first; e && !c->too_long; e = e->next) {
        if (e->tag != TAG_TEXT_NODE)
            collect_element(c, o, e);
        else if (o->e->tag != TAG_FLOW_ROOT)
            collect_string(c, o, e->text);
    }
    o->end = c->chars.len;
}

/* ---- positions ---- */
static size_t list(struct collect *c, const struct owner *o, const char *attr, bool vertical, double *out,
                   size_t cap)
{
    const char *v = el_attr(o->e, attr);
    size_t n = 0;
    if (!v)
        return 0;
    struct length_base b = style_base(c->L, o->style, c->inner->vw, c->inner->vh);
    scan_space(&v);
    while (*v && n < cap) {
        if (!scan_length(&v, vertical ? c->inner->vh : c->inner->vw, &b, &out[n]))
            break;
        n++;
        scan_comma(&v);
    }
    return n;
}

struct text_pos *collect_positions(struct collect *c)
{
    size_t n = c->chars.len;
    bool any = false;
    for (struct owner *o = c->first; o && !any; o = o->next)
        any = el_attr(o->e, "x") || el_attr(o->e, "y") || el_attr(o->e, "dx") || el_attr(o->e, "dy") ||
              el_attr(o->e, "rotate");
    if (!any || !n)
        return NULL;
    struct text_pos *pos = ARENA_ARRAY(c->L->arena, n, struct text_pos);
    for (size_t i = 0; i < n; i++)
        pos[i] = (struct text_pos){NAN, NAN, NAN, NAN, NAN};
    double *v = xmalloc((n + 1) * sizeof *v);
    for (struct owner *o = c->first; o; o = o->next) { /* outer elements come first: inner ones win */
        size_t len = o->end > o->start ? o->end - o->start : 0, k;
        if (!len || o->e->tag == TAG_TEXT_PATH)
            continue;
        k = list(c, o, "x", false, v, len);
        for (size_t i = 0; i < k; i++)
            pos[o->start + i].x = v[i];
        k = list(c, o, "y", true, v, len);
        for (size_t i = 0; i < k; i++)
            pos[o->start + i].y = v[i];
        k = list(c, o, "dx", false, v, len);
        for (size_t i = 0; i < k; i++)
            pos[o->start + i].dx = v[i];
        k = list(c, o, "dy", true, v, len);
        for (size_t i = 0; i < k; i++)
            pos[o->start + i].dy = v[i];
        k = parse_numbers(el_attr(o->e, "rotate"), v, len);
        for (size_t i = 0; k && i < len; i++)
            pos[o->start + i].rotate = v[i < k ? i : k - 1];
    }
    free(v);
    return pos;
}

struct text_length *collect_lengths(struct collect *c, size_t *n)
{
    struct text_length *out = NULL;
    *n = 0;
    for (struct owner *o = c->first; o; o = o->next) {
        const char *v = el_attr(o->e, "textLength");
        double length;
        struct length_base b = style_base(c->L, o->style, c->inner->vw, c->inner->vh);
        if (!v || o->end <= o->start || *n >= 1000 || !parse_length(v, c->inner->vw, &b, &length) ||
            length < 0)
            continue;
        out = arena_grow(c->L->arena, out, *n, *n + 1, sizeof *out);
        out[(*n)++] = (struct text_length){o->start, o->end, length,
                                           str_eq(el_attr(o->e, "lengthAdjust"), "spacingAndGlyphs")};
    }
    return out;
}
