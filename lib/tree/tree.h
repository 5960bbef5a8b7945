/* tree: the lowered picture. Four kinds of node: group, path, image, text. Guarantees (checked by
 * tree_validate):
 *  - no CSS, units, inheritance, use, symbol, nested svg, switch or markers: all resolved by lib/svg;
 *  - absolute path segments only; invisible shapes are dropped (but slots and clip/mask geometry);
 *  - a group either has a transform only, or needs a canvas (opacity, blend, isolation, clip, mask, filters),
 * or is a slot (visibility, module);
 *  - objectBoundingBox units are kept on paints, clips, masks and filters, because the box may depend on a
 * slot;
 *  - the tree is immutable once lowered, shared by workers; a variant's values live in a struct frame beside
 * it. */
#ifndef PRESSRUN_TREE_H
#define PRESSRUN_TREE_H

#include "base/base.h"
#include "fx/fx.h"
#include "image/image.h"
#include "text/text.h"

enum { SLOT_NONE = -1 };

/* ---- paint servers ---- */
enum spread { SPREAD_PAD, SPREAD_REFLECT, SPREAD_REPEAT };

struct gradient_stop {
    double offset;     /* 0..1, ascending */
    struct rgba color; /* a includes stop-opacity */
    int slot;          /* a paint slot that replaces the colour, or SLOT_NONE */
};

struct gradient {
    bool radial, units_bbox;
    struct matrix transform;
    enum spread spread;
    double x1, y1, x2, y2;        /* linear */
    double cx, cy, r, fx, fy, fr; /* radial */
    const struct gradient_stop *stops;
    size_t n_stops; /* at least 2; lowering turns fewer into none or a colour */
};

struct node;

struct view_box {
    struct rect box;
    int align; /* preserveAspectRatio: 0 none, else 1..9 = xMinYMin xMidYMin xMaxYMin xMinYMid ... xMaxYMax */
    bool slice;
};
/* Matrix that maps the box into a viewport of (0,0,w,h). */
struct matrix view_box_matrix(const struct view_box *v, double w, double h);

struct pattern {
    bool units_bbox, content_bbox;
    struct rect rect;
    struct matrix transform;
    bool has_view_box;
    struct view_box view_box;
    const struct node *content;
};

enum paint_kind { PAINT_NONE, PAINT_COLOR, PAINT_GRADIENT, PAINT_PATTERN };
struct paint {
    enum paint_kind kind;
    struct rgba color;
    const struct gradient *gradient;
    const struct pattern *pattern;
    int slot; /* a paint slot that replaces it by a colour, or SLOT_NONE */
    /* context-fill/-stroke resolved against another element keep that element's box and matrix */
    bool has_context;
    struct rect context_box;
    struct matrix context_matrix; /* context element's user space -> this node's user space */
};

struct fill {
    struct paint paint;
    double opacity;
    bool evenodd;
};

struct stroke {
    struct paint paint;
    double opacity, width, miter_limit, dash_offset;
    enum { CAP_BUTT, CAP_ROUND, CAP_SQUARE } cap;
    enum { JOIN_MITER, JOIN_ROUND, JOIN_BEVEL, JOIN_MITER_CLIP, JOIN_ARCS } join;
    const double *dashes; /* NULL: solid; even count */
    size_t n_dashes;
};

/* ---- clip, mask ---- */
struct clip {
    bool units_bbox;
    struct matrix transform;
    const struct node
        *content; /* paths and texts; own clips appear as groups with a clip. Empty: clips all away */
    const struct clip *clip; /* clip-path on the clipPath, or NULL */
};

struct mask {
    bool units_bbox, content_bbox, luminance;
    bool linear; /* color-interpolation: linearRGB */
    struct rect rect;
    const struct node *content;
    const struct mask *mask;
};

/* ---- nodes ---- */
enum node_kind { NODE_GROUP, NODE_PATH, NODE_IMAGE, NODE_TEXT };

struct node_group {
    const struct node *first; /* children in paint order */
    double opacity;
    enum blend_mode blend;
    bool isolate;
    const struct clip *clip;
    const struct mask *mask;
    const struct fx_filter *filters; /* applied in order */
    size_t n_filters;
};

struct node_path {
    const struct path *path;
    const struct fill *fill;     /* NULL: none */
    const struct stroke *stroke; /* NULL: none */
    bool stroke_first;           /* paint-order */
    bool antialias;              /* shape-rendering */
};

struct node_image {
    const struct pixmap *pixmap; /* decoded by the owner of the tree (lib/svg); NULL when missing */
    struct rect view;            /* where it goes, user space */
    struct view_box fit;         /* align and slice; box is the picture's own size */
    enum { IMAGE_SMOOTH, IMAGE_CRISP } rendering;
    const char *href; /* as written, for messages */
};

struct text_paint { /* numbered by text_span.paint */
    const struct fill *fill;
    const struct stroke *stroke;
    bool stroke_first;
};

struct node_text {
    const struct text_block *block;
    const struct text_paint *paints;
    size_t n_paints;
    bool antialias;
    /* Static texts are laid out by lowering; NULL for a text slot (the frame has it). */
    const struct text_layout *layout;
};

struct node {
    enum node_kind kind;
    const char *id;          /* of the SVG element, or NULL */
    const struct node *next; /* following sibling */
    struct matrix transform; /* user space of this node -> parent's */
    int slot;                /* the slot that replaces or hides this node, or SLOT_NONE */
    int line;                /* in the SVG, for messages */
    union {
        struct node_group group;
        struct node_path path;
        struct node_image image;
        struct node_text text;
    } u;
};

struct tree {
    double width, height;      /* picture size in user units (px) */
    struct matrix root_matrix; /* viewBox -> 0..width, 0..height */
    const struct node *root;   /* a group */
    size_t n_slots;            /* slots are numbered 0..n_slots-1 */
    struct arena *arena;       /* owns everything, the pixmaps through `pixmaps` */
    struct pixmap **pixmaps;
    size_t n_pixmaps;
    struct typesetter *typesetter; /* that laid out the static texts; owns their faces. Borrowed */
    const char *path;              /* file, for messages */
};

void tree_drop(struct tree *t);

/* ---- a variant's values ---- */
struct bound {   /* what a variant puts at a slot; zero = the tree's own content */
    bool hidden; /* visibility: false */
    bool has_color;
    struct rgba color;              /* paint slots */
    const struct text_layout *text; /* text slots */
    const struct text_paint
        *paints; /* text slots: in place of the node's paints when not NULL (coloured runs) */
    size_t n_paints;
    const struct pixmap *pixmap; /* image slots: already fitted, 1:1 pixels when pixels_exact */
    struct rect view;            /* image slots: where it goes, user space */
    bool pixels_exact;
    struct digest128 key; /* of all that the value was made from: the same key, the same pixels */
};
struct frame {
    const struct bound *at;
    size_t n;
};
#define FRAME_NONE ((struct frame){0})

/* ---- walking ---- */
/* Visits nodes in paint order; hidden ones (frame) are skipped. `enter` returning false skips a group's
 * children. m maps the node's own user space to the picture. */
struct tree_visitor {
    bool (*enter)(void *payload, const struct node *group, struct matrix m);
    void (*leave)(void *payload, const struct node *group, struct matrix m);
    void (*leaf)(void *payload, const struct node *leaf, struct matrix m);
    void *payload;
};
void tree_walk(const struct tree *t, const struct frame *f, const struct tree_visitor *v);

/* Visits the image nodes that are drawn, in patterns, masks and filters too; hidden ones (frame) are skipped.
 */
typedef void tree_picture(void *payload, const struct node *image);
void tree_pictures(const struct tree *t, const struct frame *f, tree_picture *visit, void *payload);

/* The plain colour that a text is filled with, for glyphs that bring their own colours; black when it has
 * none. */
struct rgba text_paint_color(const struct text_paint *p);
/* A glyph that brings its own colours, as a group to draw where the text's node would be: a bitmap, COLR
 * layers or an SVG, with the opacity of the text's fill. False when it is a plain outline. Valid as long as
 * the face. */
enum { COLOR_LAYERS = 64 };
struct color_glyph {
    struct node node; /* the group */
    struct node parts[COLOR_LAYERS];
    struct fill fills[COLOR_LAYERS];
};
bool color_glyph_make(struct color_glyph *g, const struct text_run *r, const struct text_glyph *t,
                      const struct text_paint *p, double pixels_per_em);
/* Object bounding box (fill geometry, no stroke) of a node in its own user space. False when it has none. */
bool node_object_box(const struct node *n, const struct frame *f, struct rect *out);
/* Everything it may paint (stroke, filter region, clip ignored) in its parent's user space. */
bool node_paint_box(const struct node *n, const struct frame *f, struct rect *out);
/* Whether the node or anything it uses (children, paints, clips, masks) reads a slot. */
bool node_is_dynamic(const struct node *n);
bool node_reads_slot(const struct node *n, int slot);
/* Whether a group needs a canvas of its own. */
bool group_needs_canvas(const struct node_group *g);
const struct text_layout *node_text_layout(const struct node *n,
                                           const struct frame *f); /* slot's or own; may be NULL */
const struct text_paint *node_text_paints(const struct node *n, const struct frame *f,
                                          size_t *count); /* the same */

/* 0, or -1 with a report of the first broken guarantee. For debug builds and tests. */
int tree_validate(struct ctx *ctx, const struct tree *t);
/* The tree with a frame's values as an SVG that needs no fonts, no CSS and no other file: texts are outlines,
 * pictures are embedded. `out` is appended to. 0, or -1 with a report. */
struct tree_svg {
    int width, height;      /* the picture's */
    struct rgba background; /* a = 0: none */
    const char *lang;       /* or NULL */
    const char *metadata;   /* an XMP packet, or NULL */
    size_t metadata_len;
};
int tree_write_svg(struct ctx *ctx, const struct tree *t, const struct frame *f, const struct tree_svg *how,
                   struct str *out);
/* Indented text form, stable, for golden tests. */
void tree_dump(struct str *out, const struct tree *t);

#endif
