/* svg, private: the element tree with its cascaded declarations, the computed style, and the state of one
 * lowering. */
#ifndef PRESSRUN_SVG_IMP_H
#define PRESSRUN_SVG_IMP_H

#include <math.h>
#include <string.h>

#include "svg/svg-names.h"
#include "svg/svg.h"

/* ---- elements ---- */
struct decl {
    int prop;          /* enum svg_prop */
    uint64_t rank;     /* importance, origin, specificity and order in one number */
    const char *name;  /* PROP_CUSTOM: with the dashes */
    const char *value; /* trimmed, without !important */
};

struct el {
    enum svg_tag tag;
    const struct xml_node *x;
    const char *id;
    const char *text; /* TAG_TEXT_NODE */
    struct el *parent, *first, *last, *prev, *next;
    int index; /* among the elements of its parent, from 1 */
    struct decl *decls;
    size_t n_decls, cap_decls;
    int mark_node, mark_fill, mark_stroke, mark_stop; /* slots, SLOT_NONE */
    bool cut_clip, cut_mask;                          /* that reference closes a cycle */
    uint8_t visited;
    bool busy;                 /* being lowered: meeting it again is a cycle */
    void *cache;               /* lowered paint server, clip, mask or filter */
    double cache_w, cache_h;   /* the viewport that the cache was made for */
    const struct style *style; /* as placed in the document (not through use); made when first asked */
};

enum svg_tag tag_find(const char *name);
const char *tag_name(enum svg_tag tag);
int prop_find(const char *name, bool *attribute); /* -1 when unknown */

/* ---- style ---- */
enum unit_relative { REL_X, REL_Y, REL_DIAG };

struct custom { /* custom properties, innermost first */
    const struct custom *next;
    const char *name, *value;
};

struct paint_spec {
    enum {
        SPEC_NONE,
        SPEC_COLOR,
        SPEC_CURRENT,
        SPEC_URL,
        SPEC_CONTEXT_FILL,
        SPEC_CONTEXT_STROKE
    } kind,
        fallback;
    bool has_fallback; /* url(#a) none is a fallback too */
    struct rgba color; /* of COLOR, or of the fallback */
    const char *url;   /* id */
    int slot;
};

struct decoration {
    struct text_decor line; /* without paint and style */
    bool colored;           /* else the fill and stroke of its element */
    struct rgba color;
};

struct decorations { /* innermost first */
    const struct decorations *up;
    struct decoration own;
};

struct style {
    /* inherited */
    struct rgba color;
    struct paint_spec fill, stroke;
    double fill_opacity, stroke_opacity, stroke_width, miter_limit, dash_offset;
    const double *dashes;
    size_t n_dashes;
    uint8_t cap, join;
    bool fill_evenodd, clip_evenodd;
    uint8_t paint_order[3];                             /* 'f' 's' 'm' */
    const char *marker_start, *marker_mid, *marker_end; /* ids or NULL */
    bool visible, antialias, text_aliased, crisp_images, linear_color, srgb_filters;
    bool xml_preserve, pre_wrap; /* white-space */
    enum { WS_COLLAPSE, WS_PRE, WS_PRE_LINE, WS_XML_PRESERVE } white_space;
    const char *lang;
    const char *families;
    double font_size;
    int weight;
    enum text_slant slant;
    double stretch, size_adjust, letter_spacing, word_spacing, line_height;
    const char *feature_settings, *variation_settings;
    const char *variant_caps, *variant_ligatures, *variant_numeric, *variant_east_asian, *variant_position;
    bool small_caps, kerning_off, optical_none;
    unsigned no_synthesis; /* SYNTHESIS_... */
    enum text_case letter_case;
    enum text_anchor anchor;
    int text_align; /* -1 unset, else enum text_align */
    bool rtl;
    enum text_writing writing;
    enum text_orientation orientation;
    enum text_baseline dominant;
    bool has_underline_offset;
    double underline_offset;
    unsigned underline_place; /* PLACE_... */
    enum text_skip_ink skip_ink;
    const struct decorations *decorations; /* declared here and by ancestors */
    const struct custom *customs;
    /* not inherited */
    bool display;
    double opacity;
    enum blend_mode blend;
    bool isolate;
    bool overflow_set, overflow_visible;
    const char *clip_path, *mask, *filter, *clip_rect; /* as written, NULL = none */
    struct rgba background, stop_color, flood_color, lighting_color;
    double stop_opacity, flood_opacity;
    bool mask_alpha;
    bool fixed_stroke;         /* vector-effect: non-scaling-stroke */
    const char *transform_css; /* transform as written */
    const char *moves[3];      /* translate, rotate and scale as written: they come before the transform */
    const char *transform_origin;
    enum { BOX_VIEW, BOX_FILL } transform_box;
    enum text_baseline alignment;
    const char *baseline_shift;
    struct decoration decoration; /* declared here */
    enum text_bidi bidi;
    const char *shape_inside, *shape_subtract, *shape_padding, *shape_margin;
    double inline_size;
};

/* ---- the state of a lowering ---- */
struct context_paint { /* what context-fill and context-stroke mean below a use or in a marker */
    struct paint fill, stroke;
    struct matrix ctm; /* user space of the context element -> root user space */
    struct rect box;
    bool in_marker;
    struct paint_ref { /* paints made from it; the box of a use is known only after its content */
        struct paint_ref *next;
        struct paint *paint;
    } * refs;
};

struct scope {                 /* what an element inherits from where it is drawn */
    const struct style *style; /* the parent's */
    double vw, vh;             /* nearest viewport */
    struct matrix ctm;         /* user space -> root user space */
    struct context_paint *context;
    int depth;
    bool in_clip; /* geometry of a clipPath: no paints, no canvases */
};

struct nodes { /* siblings being built */
    struct node *first, *last;
};

struct lower {
    struct ctx *ctx;
    const struct xml_doc *doc;
    const struct svg_options *o;
    struct arena *arena;   /* the tree's */
    struct arena *scratch; /* gone after lowering */
    struct tree *tree;
    struct map *ids;  /* id -> struct el */
    struct map *sets; /* marks by id, while elements are built */
    struct el *root;
    size_t n_used;   /* elements lowered, through use too */
    int image_depth; /* nested SVG images */
    struct style initial, *root_style;
    struct matrix root_matrix; /* user space of the root -> pixels of the picture */
    double root_vw, root_vh;   /* the picture's viewport, what vw and vh are fractions of */
    const char *lang;
    size_t n_warned, n_cycles, n_vars;
    size_t n_outlines; /* points of shapes that texts follow */
    size_t cap_pixmaps;
    struct map *images;        /* href -> decoded */
    const struct lower *outer; /* of a nested SVG image */
    bool limit_reported;
};

/* svg-doc.c */
void nodes_add(struct nodes *l, struct node *n);
struct node *node_new(struct lower *L, enum node_kind kind, const struct el *e);
void warn(struct lower *L, const struct el *e, enum diag_code code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void doc_keep_pixmap(struct lower *L, struct pixmap *p);
bool doc_prepare(struct lower *L); /* element tree, cascade, initial style */
void doc_finish(struct lower *L);
/* Root size and matrix; false when there is none. */
bool doc_root_size(struct lower *L, const struct style *s, double want_w, double want_h, double *w, double *h,
                   struct matrix *m, double *vw, double *vh);
bool doc_lower_root(struct lower *L, struct nodes *out, double *w, double *h, struct matrix *m);

/* svg-element.c: building the tree of elements */
struct el *element_build(struct lower *L);
void cycles_cut(struct lower *L); /* cycles.c */
const char *el_attr(const struct el *e, const char *name);
const char *el_href(const struct el *e); /* href or xlink:href as written, or NULL */
struct el *el_following(const struct el *root,
                        const struct el *e); /* next in document order below root, or NULL */
struct el *el_by_id(struct lower *L, const char *id);
struct el *el_target(struct lower *L, const struct el *e); /* of el_href when it is #id; NULL otherwise */
const char *el_prop(const struct el *e, int prop);         /* cascaded value as written, or NULL */
void el_set(struct lower *L, struct el *e, int prop, const char *name, const char *value, uint64_t rank);
/* A declaration with its shorthands taken apart. */
void el_declare(struct lower *L, struct el *e, const char *name, size_t name_len, const char *value,
                size_t value_len, uint64_t rank);

/* css-parse.c, css-select.c */
struct sheet;
struct selector;
struct css_block { /* the declarations of one rule */
    const char *text;
    size_t len;
};
struct sheet *sheet_new(struct lower *L);
void sheet_parse(struct sheet *s, const char *css);
void sheet_apply(struct sheet *s, struct el *root); /* declares on every element */
char *css_without_comments(struct arena *a, const char *css);
void css_declarations(struct lower *L, struct el *e, const char *css, size_t len, uint64_t rank);
/* Compiles a selector list entry [p, end); NULL when not supported. */
struct selector *selector_parse(struct arena *a, const char *p, const char *end);
bool selector_match(const struct selector *s, const struct el *e);
uint32_t selector_specificity(const struct selector *s);
/* What the rightmost compound demands, for the index: kind '#', '.', 't' or '*'. */
char selector_key(const struct selector *s, const char **name);
#define RANK_ATTR 0
#define RANK_RULE(specificity, order) ((1ULL << 60) | ((uint64_t)(specificity) << 32) | (uint64_t)(order))
#define RANK_STYLE (2ULL << 60)
#define RANK_IMPORTANT (1ULL << 63)

/* svg-units.c */
void scan_space(const char **p);
void scan_comma(const char **p);
bool scan_number(const char **p, double *out);
bool parse_number(const char *s, double *out);                /* the whole string */
bool parse_number_or_percent(const char *s, double *out);     /* 50% = 0.5 */
size_t parse_numbers(const char *s, double *out, size_t cap); /* list; stops at an error */
double *parse_number_list(struct arena *a, const char *s, size_t *n, bool *valid);
bool parse_integer(const char *s, long *out);
struct length_base { /* what relative units stand for */
    double vw, vh;   /* of the whole picture */
    double font_size, root_font_size;
    double ch, cap, lh, rlh; /* from the font; 0: a usual fraction of the font size */
};
/* One length at *p, advancing it. percent: the value of 100%. */
bool scan_length(const char **p, double percent, const struct length_base *b, double *out);
bool parse_length(const char *s, double percent, const struct length_base *b, double *out);
bool parse_angle(const char **p, double *degrees);
double viewport_diagonal(double w, double h);
struct length_base style_base(struct lower *L, const struct style *s, double vw, double vh);
/* An attribute or geometry property as user units; def when missing or invalid. */
double el_length(struct lower *L, const struct el *e, const char *attr, const struct style *s,
                 const struct scope *sc, enum unit_relative rel, double def);
/* The same for ...Units attributes: with bbox, numbers and percentages are fractions. */
double el_fraction(struct lower *L, const struct el *e, const char *attr, const struct style *s,
                   const struct scope *sc, enum unit_relative rel, bool bbox, double def);
bool parse_view_box(const char *s, struct rect *out);
void parse_aspect(const char *s, int *align, bool *slice);
char *str_trim(struct arena *a, const char *s, size_t n);
bool word_at(const char *s, const char *word); /* s begins with word, ended by space, comma or the end */
/* url(#id), url("#id"): the id into the arena; the rest of the text to *rest. NULL when it is no local
 * reference. */
const char *parse_url(struct arena *a, const char *s, const char **rest);

/* svg-color.c: a colour at *p, advancing. now: what currentcolor is inside color-mix(); by itself it is only
 * told. */
bool scan_color(const char **p, struct rgba now, struct rgba *out, bool *current);

/* svg-transform.c */
struct matrix el_transform(struct lower *L, const struct el *e, const struct style *s, const struct scope *sc,
                           const char *attr, const struct rect *box);
bool parse_transform(const char *s, const struct length_base *b, double ref_w, double ref_h,
                     struct matrix *out);
bool el_transform_needs_box(const struct style *s);
bool style_transforms(const struct style *s); /* whether a property moves, turns or scales the element */

/* path-data.c; inner, when not NULL, gets one byte a verb: 1 = the end of this segment is
 * no vertex (part of an arc), 2 = a move that the segment after a closepath implies */
struct bytes {
    uint8_t *at;
    size_t len, cap;
};
bool path_data_parse(const char *d, struct path *out, struct bytes *inner);
double path_length(const struct path *p);

/* svg-style.c, svg-value.c */
void style_initial(struct lower *L);
void style_compute(struct lower *L, const struct el *e, const struct scope *sc, struct style *out);
const struct style *style_of(struct lower *L, struct el *e); /* where the document has it */
bool style_value_valid(int prop, const char *value);
bool parse_paint(struct arena *a, const char *s, struct rgba now, struct paint_spec *out);
const char *style_substitute(struct lower *L, const struct style *s, const char *value,
                             int depth); /* var() */
/* One declaration of fonts or text; false when the property is another. */
bool style_apply_text(struct lower *L, struct style *s, const struct style *parent, int prop,
                      const char *value, double vw, double vh);
/* style-decoration.c: one declaration of text-decoration...; the shorthand resets the longhands before it,
 * and those of a lower rank after it; notes what the element declares for the text in it. */
void style_reset_decoration(struct el *e, uint64_t rank);
bool style_apply_decoration(struct lower *L, struct style *s, int prop, const char *value, double vw,
                            double vh);
bool style_decoration_reset(const struct el *e, const struct decl *d);
void style_keep_decoration(struct lower *L, struct style *s);
void style_font_shorthand(struct lower *L, struct el *e, const char *value, uint64_t rank);

/* shapes.c: the path of a basic shape in user space; NULL when it is not drawn */
struct path *shape_path(struct lower *L, const struct el *e, const struct style *s, const struct scope *sc,
                        struct bytes *inner);
void rounded_rect(struct path *p, struct rect r, double rx, double ry); /* corners of 0: square */
bool tag_is_shape(enum svg_tag t);
struct path *path_keep(struct lower *L, struct path *p); /* moves into the arena */

/* svg-structure.c */
void lower_element(struct lower *L, struct el *e, const struct scope *sc, struct nodes *out);
void lower_children(struct lower *L, const struct el *e, const struct scope *sc, struct nodes *out);
bool conditions_met(struct lower *L, const struct el *e);
/* Lowers an svg or symbol as a viewport; w, h < 0: its own. */
struct scope scope_child(const struct scope *sc, const struct style *s, struct matrix m);
bool guard_enter(struct lower *L, struct el *e, const char *what);
struct node *viewport_clip(struct lower *L, const struct el *e, struct rect r, struct nodes content);

/* svg-group.c: opacity, blending, clips, masks, filters of an element */
struct effects {
    double opacity;
    enum blend_mode blend;
    bool isolate, skip; /* skip: the element is not drawn */
    const struct clip *clip;
    const struct mask *mask;
    struct fx_filter *filters;
    size_t n_filters;
};
/* m: the element's user space to the root's. */
void effects_resolve(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                     struct effects *out);
bool effects_any(const struct effects *f);
/* Wraps content in one group with a transform when it needs one, else adds the single node with its
 * transform. */
void effects_emit(struct lower *L, const struct el *e, const struct effects *f, struct matrix m,
                  struct nodes content, bool keep_group, struct nodes *out);

/* svg-shape.c */
void lower_shape(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                 struct nodes *out);
const struct fill *make_fill(struct lower *L, const struct el *e, const struct style *s,
                             const struct scope *inner, const struct rect *box);
const struct stroke *make_stroke(struct lower *L, const struct el *e, const struct style *s,
                                 const struct scope *inner, const struct rect *box);

/* paint-server.c: false: nothing is painted. box: static object box, NULL when it is not known yet */
bool resolve_paint(struct lower *L, const struct el *e, const struct paint_spec *spec, const struct style *s,
                   const struct scope *inner, const struct rect *box, double opacity, struct paint *out);
void context_use(struct lower *L, struct context_paint *c, struct paint *p, const struct scope *inner);
void context_finish(struct context_paint *c, bool has_box, struct rect box, const struct scope *at);

/* marker.c */
void lower_markers(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                   const struct path *path, const uint8_t *inner_bits, const struct fill *fill,
                   const struct stroke *stroke, struct nodes *out);

/* clip-mask.c */
const struct clip *resolve_clip(struct lower *L, struct el *user, const char *value, const struct style *s,
                                const struct scope *inner, bool *skip);
const struct mask *resolve_mask(struct lower *L, struct el *user, const char *value,
                                const struct scope *inner, bool *skip);
struct clip *clip_of_rect(struct lower *L, struct rect r);
struct node *path_node_of_rect(struct lower *L, struct rect r);

/* svg-filter.c, filter-primitive.c, filter-function.c */
void resolve_filters(struct lower *L, struct el *user, const char *value, const struct style *s,
                     const struct scope *inner, struct effects *out);
/* Appends the primitives of a CSS filter function; false when it is not valid. */
bool filter_function(struct lower *L, const char *name, size_t name_len, const char *args,
                     const struct style *s, const struct scope *inner, struct fx_filter *out);
struct filter_build {
    struct lower *L;
    struct el *filter;
    const struct scope *sc; /* where it is used */
    bool bbox;              /* primitiveUnits */
    struct fx_primitive *at;
    size_t n, cap;
    const char **results; /* names, beside at */
    bool failed;
};
bool filter_primitive(struct filter_build *b, struct el *e, struct fx_primitive *out);
void color_matrix_of(const char *type, const double *values, size_t n, double out[20]);

/* svg-image.c */
void lower_image(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                 struct nodes *out);
bool image_data(struct lower *L, const struct el *e, const char *href, char **data, size_t *len);
struct node *image_node(struct lower *L, const struct el *e, const char *href, struct rect view, bool auto_w,
                        bool auto_h, int align, bool slice, bool crisp, const struct scope *inner);

/* svg-text.c, text-collect.c, text-style.c, text-flow.c */
void lower_text(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                struct nodes *out);
const struct text_style *text_style_of(struct lower *L, const struct style *s,
                                       const struct text_shift *shifts, size_t n_shifts);

#endif
