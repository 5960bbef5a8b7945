/* Computed style: cascaded declarations on top of what is inherited. */
#include "svg/svg-imp.h"

void style_initial(struct lower *L)
{
    L->initial = (struct style){
        .color = {0, 0, 0, 255},
        .fill = {.kind = SPEC_COLOR, .color = {0, 0, 0, 255}, .slot = SLOT_NONE},
        .stroke = {.kind = SPEC_NONE, .slot = SLOT_NONE},
        .fill_opacity = 1,
        .stroke_opacity = 1,
        .stroke_width = 1,
        .miter_limit = 4,
        .paint_order = {'f', 's', 'm'},
        .visible = true,
        .antialias = true,
        .lang = L->lang,
        .families = L->o->default_family ? L->o->default_family : "serif",
        .font_size = L->o->default_size > 0 ? L->o->default_size : 12,
        .weight = 400,
        .stretch = 100,
        .text_align = -1,
        .skip_ink = SKIP_AUTO,
        .display = true,
        .opacity = 1,
        .stop_color = {0, 0, 0, 255},
        .flood_color = {0, 0, 0, 255},
        .lighting_color = {255, 255, 255, 255},
        .stop_opacity = 1,
        .flood_opacity = 1,
    };
}

static void reset_not_inherited(const struct style *initial, struct style *s)
{
    s->display = true;
    s->opacity = 1;
    s->blend = BLEND_NORMAL;
    s->isolate = s->overflow_set = s->overflow_visible = false;
    s->clip_path = s->mask = s->filter = s->clip_rect = NULL;
    s->background = (struct rgba){0, 0, 0, 0};
    s->stop_color = initial->stop_color;
    s->flood_color = initial->flood_color;
    s->lighting_color = initial->lighting_color;
    s->stop_opacity = s->flood_opacity = 1;
    s->mask_alpha = false;
    s->fixed_stroke = false;
    s->transform_css = s->transform_origin = NULL;
    memset(s->moves, 0, sizeof s->moves);
    s->transform_box = BOX_VIEW;
    s->alignment = BASELINE_AUTO;
    s->baseline_shift = NULL;
    s->decoration = (struct decoration){0};
    s->bidi = 0;
    s->shape_inside = s->shape_subtract = s->shape_padding = s->shape_margin = NULL;
    s->inline_size = 0;
}

static double clamp01(double v)
{
    return v < 0 ? 0 : v > 1 ? 1 : v;
}

static void set_color(struct style *s, const char *v, struct rgba *out)
{
    struct rgba c;
    bool current;
    if (scan_color(&v, s->color, &c, &current))
        *out = current ? s->color : c;
}

static void set_opacity(const char *v, double *out)
{
    double d;
    if (parse_number_or_percent(v, &d))
        *out = clamp01(d);
}

static void set_marker(struct lower *L, const char *v, const char **out)
{
    *out = parse_url(L->scratch, v, NULL);
}

/* Dashes: negative values or a sum of zero mean a solid line; an odd list is repeated. */
static void set_dashes(struct lower *L, struct style *s, const char *v, const struct length_base *b,
                       double percent)
{
    struct vec(double) d = {0};
    const char *p = v;
    double sum = 0;
    bool ok = true;
    scan_space(&p);
    while (*p && ok && d.len < 10000) {
        double x;
        ok = scan_length(&p, percent, b, &x) && x >= 0;
        if (ok) {
            vec_push(&d, x);
            sum += x;
        }
        scan_comma(&p);
    }
    s->dashes = NULL;
    s->n_dashes = 0;
    if (ok && d.len && sum > 0 && isfinite(sum)) {
        size_t n = d.len % 2 ? d.len * 2 : d.len;
        double *out = ARENA_ARRAY(L->arena, n, double);
        for (size_t i = 0; i < n; i++)
            out[i] = d.at[i % d.len];
        s->dashes = out;
        s->n_dashes = n;
    }
    vec_drop(&d);
}

static void set_paint_order(struct style *s, const char *v)
{
    uint8_t order[3] = {0}, n = 0;
    scan_space(&v);
    if (word_at(v, "normal"))
        v += 6;
    while (*v && n < 3) {
        uint8_t c = word_at(v, "fill") ? 'f' : word_at(v, "stroke") ? 's' : word_at(v, "markers") ? 'm' : 0;
        if (!c || memchr(order, c, n)) {
            n = 0;
            break;
        }
        order[n++] = c;
        while (*v && !ascii_space(*v))
            v++;
        scan_space(&v);
    }
    if (*v)
        n = 0;
    for (const char *d = "fsm"; *d && n < 3; d++)
        if (!memchr(order, *d, n))
            order[n++] = (uint8_t)*d;
    memcpy(s->paint_order, order, 3);
}

static void apply(struct lower *L, struct style *s, const struct style *parent, int prop, const char *v,
                  double vw, double vh)
{
    struct length_base b = style_base(L, s, vw, vh);
    double d, diag = viewport_diagonal(vw, vh);
    struct paint_spec paint;
    switch (prop) {
    case PROP_FILL:
        if (parse_paint(L->scratch, v, s->color, &paint))
            s->fill = paint;
        break;
    case PROP_STROKE:
        if (parse_paint(L->scratch, v, s->color, &paint))
            s->stroke = paint;
        break;
    case PROP_FILL_OPACITY:
        set_opacity(v, &s->fill_opacity);
        break;
    case PROP_STROKE_OPACITY:
        set_opacity(v, &s->stroke_opacity);
        break;
    case PROP_OPACITY:
        set_opacity(v, &s->opacity);
        break;
    case PROP_STOP_OPACITY:
        set_opacity(v, &s->stop_opacity);
        break;
    case PROP_FLOOD_OPACITY:
        set_opacity(v, &s->flood_opacity);
        break;
    case PROP_STOP_COLOR:
        set_color(s, v, &s->stop_color);
        break;
    case PROP_FLOOD_COLOR:
        set_color(s, v, &s->flood_color);
        break;
    case PROP_LIGHTING_COLOR:
        set_color(s, v, &s->lighting_color);
        break;
    case PROP_BACKGROUND_COLOR:
        set_color(s, v, &s->background);
        break;
    case PROP_STROKE_WIDTH:
        if (parse_length(v, diag, &b, &d) && d >= 0)
            s->stroke_width = d;
        break;
    case PROP_STROKE_MITERLIMIT:
        if (parse_number(v, &d) && d >= 0)
            s->miter_limit = d < 1 ? 1 : d; /* no join is shorter than the stroke is wide */
        break;
    case PROP_STROKE_DASHOFFSET:
        if (parse_length(v, diag, &b, &d))
            s->dash_offset = d;
        break;
    case PROP_STROKE_DASHARRAY:
        if (str_eq(v, "none"))
            s->dashes = NULL, s->n_dashes = 0;
        else
            set_dashes(L, s, v, &b, diag);
        break;
    case PROP_STROKE_LINECAP:
        s->cap = str_eq(v, "round")    ? CAP_ROUND
                 : str_eq(v, "square") ? CAP_SQUARE
                 : str_eq(v, "butt")   ? CAP_BUTT
                                       : s->cap;
        break;
    case PROP_STROKE_LINEJOIN:
        s->join = str_eq(v, "round")        ? JOIN_ROUND
                  : str_eq(v, "bevel")      ? JOIN_BEVEL
                  : str_eq(v, "miter-clip") ? JOIN_MITER_CLIP
                  : str_eq(v, "arcs")       ? JOIN_ARCS
                  : str_eq(v, "miter")      ? JOIN_MITER
                                            : s->join;
        break;
    case PROP_FILL_RULE:
        s->fill_evenodd = str_eq(v, "evenodd");
        break;
    case PROP_CLIP_RULE:
        s->clip_evenodd = str_eq(v, "evenodd");
        break;
    case PROP_PAINT_ORDER:
        set_paint_order(s, v);
        break;
    case PROP_MARKER_START:
        set_marker(L, v, &s->marker_start);
        break;
    case PROP_MARKER_MID:
        set_marker(L, v, &s->marker_mid);
        break;
    case PROP_MARKER_END:
        set_marker(L, v, &s->marker_end);
        break;
    case PROP_VISIBILITY:
        s->visible = !str_eq(v, "hidden") && !str_eq(v, "collapse");
        break;
    case PROP_SHAPE_RENDERING:
        s->antialias = !str_eq(v, "crispEdges") && !str_eq(v, "optimizeSpeed") && !str_eq(v, "crispedges");
        break;
    case PROP_IMAGE_RENDERING:
        s->crisp_images = str_eq(v, "optimizeSpeed") || str_eq(v, "pixelated") || str_eq(v, "crisp-edges") ||
                          str_eq(v, "-webkit-optimize-contrast");
        break;
    case PROP_COLOR_INTERPOLATION:
        s->linear_color = str_eq(v, "linearRGB");
        break;
    case PROP_COLOR_INTERPOLATION_FILTERS:
        s->srgb_filters = str_eq(v, "sRGB");
        break;
    case PROP_DISPLAY:
        s->display = !str_eq(v, "none");
        break;
    case PROP_MIX_BLEND_MODE:
        fx_blend_named(v, &s->blend);
        break;
    case PROP_ISOLATION:
        s->isolate = str_eq(v, "isolate");
        break;
    case PROP_OVERFLOW:
        s->overflow_set = true;
        s->overflow_visible = word_at(v, "visible") || word_at(v, "auto");
        break;
    case PROP_CLIP_PATH:
        s->clip_path = str_eq(v, "none") ? NULL : v;
        break;
    case PROP_MASK:
        s->mask = str_eq(v, "none") ? NULL : v;
        break;
    case PROP_FILTER:
        s->filter = str_eq(v, "none") ? NULL : v;
        break;
    case PROP_CLIP:
        s->clip_rect = str_eq(v, "auto") ? NULL : v;
        break;
    case PROP_MASK_TYPE:
        s->mask_alpha = str_eq(v, "alpha");
        break;
    case PROP_VECTOR_EFFECT:
        s->fixed_stroke = strstr(v, "non-scaling-stroke") != NULL;
        break;
    case PROP_TRANSFORM:
        s->transform_css = v;
        break;
    case PROP_TRANSLATE:
        s->moves[0] = v;
        break;
    case PROP_ROTATE:
        s->moves[1] = v;
        break;
    case PROP_SCALE:
        s->moves[2] = v;
        break;
    case PROP_TRANSFORM_ORIGIN:
        s->transform_origin = v;
        break;
    case PROP_TRANSFORM_BOX:
        s->transform_box = str_eq(v, "fill-box") || str_eq(v, "content-box") || str_eq(v, "stroke-box") ||
                                   str_eq(v, "border-box")
                               ? BOX_FILL
                               : BOX_VIEW;
        break;
    default:
        style_apply_text(L, s, parent, prop, v, vw, vh);
        break;
    }
}

/* inherit for the properties that do not inherit by themselves. */
static void inherit(struct style *s, const struct style *p, int prop)
{
    switch (prop) {
#define COPY(PROP, FIELD)    \
    case PROP:               \
        s->FIELD = p->FIELD; \
        break
        COPY(PROP_DISPLAY, display);
        COPY(PROP_OPACITY, opacity);
        COPY(PROP_MIX_BLEND_MODE, blend);
        COPY(PROP_ISOLATION, isolate);
        COPY(PROP_CLIP_PATH, clip_path);
        COPY(PROP_MASK, mask);
        COPY(PROP_FILTER, filter);
        COPY(PROP_STOP_COLOR, stop_color);
        COPY(PROP_STOP_OPACITY, stop_opacity);
        COPY(PROP_FLOOD_COLOR, flood_color);
        COPY(PROP_FLOOD_OPACITY, flood_opacity);
        COPY(PROP_LIGHTING_COLOR, lighting_color);
        COPY(PROP_MASK_TYPE, mask_alpha);
        COPY(PROP_TRANSFORM, transform_css);
        COPY(PROP_TRANSLATE, moves[0]);
        COPY(PROP_ROTATE, moves[1]);
        COPY(PROP_SCALE, moves[2]);
        COPY(PROP_TRANSFORM_ORIGIN, transform_origin);
        COPY(PROP_ALIGNMENT_BASELINE, alignment);
        COPY(PROP_BASELINE_SHIFT, baseline_shift);
        COPY(PROP_TEXT_DECORATION, decoration);
        COPY(PROP_TEXT_DECORATION_LINE, decoration.line.lines);
        COPY(PROP_TEXT_DECORATION_STYLE, decoration.line.line_style);
        COPY(PROP_TEXT_DECORATION_THICKNESS, decoration.line.thickness);
        COPY(PROP_UNICODE_BIDI, bidi);
        COPY(PROP_BACKGROUND_COLOR, background);
    case PROP_OVERFLOW: /* the initial value is visible, though viewports clip when nothing is said */
        s->overflow_set = true;
        s->overflow_visible = !p->overflow_set || p->overflow_visible;
        break;
    case PROP_FILL:
        s->fill = p->fill;
        break;
    case PROP_STROKE:
        s->stroke = p->stroke;
        break;
    default: /* inherited already */
        break;
    }
}

static const char *initial_text(int prop)
{
    switch (prop) {
    case PROP_FILL:
    case PROP_COLOR:
    case PROP_STOP_COLOR:
    case PROP_FLOOD_COLOR:
        return "black";
    case PROP_LIGHTING_COLOR:
        return "white";
    case PROP_FILL_OPACITY:
    case PROP_STROKE_OPACITY:
    case PROP_OPACITY:
    case PROP_STROKE_WIDTH:
        return "1";
    case PROP_STROKE_MITERLIMIT:
        return "4";
    case PROP_STROKE_DASHOFFSET:
        return "0";
    case PROP_STROKE:
    case PROP_STROKE_DASHARRAY:
    case PROP_MARKER_START:
    case PROP_MARKER_MID:
    case PROP_MARKER_END:
    case PROP_FILTER:
    case PROP_MASK:
    case PROP_CLIP_PATH:
        return "none";
    case PROP_VISIBILITY:
        return "visible";
    case PROP_FONT_SIZE:
        return "medium";
    case PROP_TEXT_ANCHOR:
        return "start";
    case PROP_STROKE_LINECAP:
        return "butt";
    case PROP_STROKE_LINEJOIN:
        return "miter";
    case PROP_FILL_RULE:
    case PROP_CLIP_RULE:
        return "nonzero";
    case PROP_FONT_FAMILY:
        return "serif";
    default:
        return "normal";
    }
}

static bool resets_to_parent(int prop) /* unset of an inherited property */
{
    switch (prop) {
    case PROP_DISPLAY:
    case PROP_OPACITY:
    case PROP_MIX_BLEND_MODE:
    case PROP_ISOLATION:
    case PROP_CLIP_PATH:
    case PROP_MASK:
    case PROP_FILTER:
    case PROP_STOP_COLOR:
    case PROP_STOP_OPACITY:
    case PROP_FLOOD_COLOR:
    case PROP_FLOOD_OPACITY:
    case PROP_LIGHTING_COLOR:
        return false;
    default:
        return true;
    }
}

static void apply_decl(struct lower *L, struct style *s, const struct style *parent, const struct decl *d,
                       double vw, double vh)
{
    const char *v = d->value;
    if (strstr(v, "var(")) {
        v = style_substitute(L, s, v, 0);
        if (!*v)
            return;
    }
    if (str_eq_nocase(v, "inherit")) {
        inherit(s, parent, d->prop);
        return;
    }
    if (str_eq_nocase(v, "unset") || str_eq_nocase(v, "revert")) {
        if (resets_to_parent(d->prop))
            return;
        v = initial_text(d->prop);
    } else if (str_eq_nocase(v, "initial")) {
        v = initial_text(d->prop);
    }
    if (d->prop == PROP_COLOR)
        set_color(s, v, &s->color);
    else
        apply(L, s, parent, d->prop, v, vw, vh);
}

static void set_language(struct lower *L, const struct el *e, struct style *s)
{
    const char *lang = el_attr(e, "lang"), *xml_lang = xml_attr_ns(e->x, XML_NS_XML, "lang");
    const char *space = xml_attr_ns(e->x, XML_NS_XML, "space");
    if (xml_lang || lang)
        s->lang = arena_strdup(L->arena, xml_lang ? xml_lang : lang);
    if (space)
        s->white_space = str_eq(space, "preserve") ? WS_XML_PRESERVE : WS_COLLAPSE;
}

void style_compute(struct lower *L, const struct el *e, const struct scope *sc, struct style *out)
{
    const struct style *parent = sc->style;
    *out = *parent;
    reset_not_inherited(&L->initial, out);
    set_language(L, e, out);
    /* what others depend on first: custom properties, the font's size, the colour */
    for (size_t i = 0; i < e->n_decls; i++)
        if (e->decls[i].prop == PROP_CUSTOM) {
            struct custom *c = ARENA_NEW(L->scratch, struct custom);
            *c = (struct custom){out->customs, e->decls[i].name, e->decls[i].value};
            out->customs = c;
        }
    for (int pass = 0; pass < 4; pass++)
        for (size_t i = 0; i < e->n_decls; i++) {
            int prop = e->decls[i].prop;
            int want = prop == PROP_FONT_SIZE || prop == PROP_FONT_FAMILY ? 0
                       : prop == PROP_COLOR                               ? 1
                       : prop == PROP_TEXT_DECORATION                     ? 2
                                                                          : 3;
            if (prop != PROP_CUSTOM && want == pass && !style_decoration_reset(e, &e->decls[i]))
                apply_decl(L, out, parent, &e->decls[i], sc->vw, sc->vh);
        }
    style_keep_decoration(L, out);
    if (e->mark_fill != SLOT_NONE)
        out->fill.slot = e->mark_fill;
    if (e->mark_stroke != SLOT_NONE)
        out->stroke.slot = e->mark_stroke;
}

const struct style *style_of(struct lower *L, struct el *e)
{
    if (e->style)
        return e->style;
    /* the chain of ancestors, outermost first, without recursion */
    struct el *chain[LIMIT_XML_DEPTH + 2];
    size_t n = 0;
    for (struct el *p = e; p && n < LIMIT_XML_DEPTH + 2; p = p->parent) {
        chain[n++] = p;
        if (p->style)
            break;
    }
    const struct style *above = &L->initial;
    while (n > 0) {
        struct el *p = chain[--n];
        if (!p->style) {
            struct style *s = ARENA_NEW(L->scratch, struct style);
            struct scope sc = {.style = above, .vw = L->tree->width, .vh = L->tree->height};
            style_compute(L, p, &sc, s);
            p->style = s;
        }
        above = p->style;
    }
    return e->style;
}
