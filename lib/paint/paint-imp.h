/* paint-imp: what the files of lib/paint share.
 *
 * Everything is drawn through 8-bit coverage: cairo turns paths and strokes into coverage, the folder's own
 * code shades and composites. All coordinates are those of the full canvas, snapped to 1/256 pixel before
 * cairo sees them, and every colour is a function of its pixel's position alone, so a picture drawn in pieces
 * equals the picture drawn whole. */
#ifndef PRESSRUN_PAINT_IMP_H
#define PRESSRUN_PAINT_IMP_H

#include "paint/paint.h"

struct irect irect_around(struct rect r, struct irect limit); /* whole pixels that r touches, within limit */

struct layer { /* pixels somewhere on the canvas */
    struct pixmap pm;
    int x, y;
};

static inline struct irect layer_box(const struct layer *l)
{
    return (struct irect){l->x, l->y, l->x + l->pm.width, l->y + l->pm.height};
}

static inline uint32_t *layer_row(const struct layer *l, int x, int y)
{
    return (uint32_t *)(void *)(l->pm.data + (size_t)(y - l->y) * (size_t)l->pm.stride) + (x - l->x);
}

struct cover { /* coverage 0..255 of the pixels of box */
    struct irect box;
    int stride;
    uint8_t *data; /* of (box.x0, box.y0) */
    void *memory;  /* from the pool */
    bool full;     /* every pixel is 255; data is NULL */
};

static inline uint8_t *cover_row(const struct cover *c, int y)
{
    return c->data + (size_t)(y - c->box.y0) * (size_t)c->stride;
}

/* Buffers kept between drawings. */
struct pool_block {
    void *memory;
    size_t size;
    bool used;
};
enum { POOL_BLOCKS = 48 };

struct painter {
    struct pool_block blocks[POOL_BLOCKS];
    struct path scratch; /* device outlines of the leaf being drawn */
    uint32_t *row;       /* one row of shaded pixels */
    size_t row_len;
    struct cache *glyphs;            /* coverage of glyphs: glyphs.c */
    const struct paint_reuse *reuse; /* NULL: none */
    long filtered, recalled;         /* groups: see painter_counts */
};

void *pool_take(struct painter *p, size_t size); /* not cleared */
void pool_give(struct painter *p, void *memory);
uint32_t *painter_row(struct painter *p, size_t n);

/* One drawing; copied and changed on the way down. */
struct draw {
    struct ctx *ctx;
    struct painter *p;
    const struct frame *f;
    struct layer *target;
    struct irect clip; /* within the target */
    int depth;         /* nodes */
    int layers;        /* canvases in use, LIMIT_LAYERS */
    struct work *work; /* shared by the whole drawing */
};
struct work {
    size_t nodes;   /* drawn so far: patterns of patterns of patterns */
    double pixels;  /* of all canvases so far: a thousand masks of the whole picture */
    double filters; /* work of all filters so far, as fx_cost counts */
    bool reported;  /* one message a drawing is enough */
};
enum { WORK_NODES_MAX = 4000000, DRAW_DEPTH_MAX = 1024 };
#define WORK_PIXELS_MAX 4e9
#define WORK_FILTERS_MAX 8e9

void draw_limit(struct draw *d, const struct node *n, const char *what);    /* reports once */
void draw_nodes(struct draw *d, const struct node *first, struct matrix m); /* with following siblings */
void draw_node(struct draw *d, const struct node *n, struct matrix parent);
void draw_group(struct draw *d, const struct node *n, struct matrix m);
void draw_text(struct draw *d, const struct node *n, struct matrix m);
void draw_image(struct draw *d, const struct node *n, struct matrix m);
/* Pixels whose own space `to_canvas` maps, within the rectangle `area` of the space that m maps. */
void draw_pixels(struct draw *d, const struct pixmap *pm, struct matrix to_canvas, struct rect area,
                 struct matrix m, bool smooth);

/* The still that begins with this node, or NULL. */
const struct paint_still *still_at(const struct draw *d, const struct node *n, struct matrix m);
/* The layer of a filtered group as it was drawn with the same values; false when it is not kept. */
struct group_key { /* without gaps: hashed as bytes */
    uint64_t plan;
    const struct node *node;
    struct matrix m;
    struct digest128 values;
};
bool group_key(const struct draw *d, const struct node *n, struct matrix m, struct group_key *out);
bool group_recall(const struct draw *d, const struct group_key *k, struct layer *out);   /* borrowed */
void group_keep(const struct draw *d, const struct group_key *k, const struct layer *l); /* a copy */

/* A cleared canvas. False when it would be too large. */
bool layer_new(struct draw *d, struct layer *l, struct irect box);
void layer_free(struct draw *d, struct layer *l);

/* ---- coverage (cover.c) ---- */
/* False when nothing is covered. `dev` is in canvas pixels. */
bool cover_fill(struct draw *d, const struct path *dev, bool evenodd, bool antialias, struct irect limit,
                struct cover *out);
/* m: user space (of widths and dashes) to the canvas. */
bool cover_stroke(struct draw *d, const struct path *dev, struct matrix m, const struct stroke *s,
                  bool antialias, struct irect limit, struct cover *out);
/* stroke.c */
void stroke_square_points(struct path *out, const struct path *p, struct point axis);
size_t stroke_visible_dashes(const struct stroke *s, double point, double *out, double *offset);
void stroke_miter_clips(struct path *out, const struct path *p,
                        const struct stroke *s); /* polygons, user space */
void cover_free(struct draw *d, struct cover *c);
bool cover_new(struct draw *d, struct irect box, uint8_t value, struct cover *out);
void cover_multiply(struct cover *c, const struct cover *by); /* nothing where `by` has no pixels */
void cover_unite(struct cover *c, const struct cover *with);  /* within c's box */
/* Device outline of a path: canvas coordinates, snapped. */
void path_to_device(struct path *out, const struct path *p, struct matrix m);
/* Whether the dashes of a path are few enough to be worth drawing one by one. */
bool dashes_fit(const struct path *dev, struct matrix m, const struct stroke *s);

/* ---- shading ---- */
struct shade {
    enum { SHADE_NONE, SHADE_SOLID, SHADE_LINEAR, SHADE_RADIAL, SHADE_PIXELS } kind;
    uint32_t solid;        /* premultiplied, opacity included */
    unsigned opacity;      /* 0..255, of the other kinds */
    struct matrix inverse; /* canvas to gradient space or to pixels of the tile */
    /* gradients */
    uint32_t *table;
    int n_table;
    uint32_t before, after;
    enum spread spread;
    double tx, ty, t0;                  /* linear: t = tx x + ty y + t0 */
    double cdx, cdy, dr, fx, fy, fr, a; /* radial: circles from (f, fr) towards (f + cd, fr + dr) */
    /* pixels */
    const struct pixmap *tile;
    bool wrap, smooth;
    struct layer owned; /* the tile, when it was drawn for this shade */
};
/* False when nothing is to be painted. m: user space of the painted object to the canvas; box: its object
 * box. */
bool shade_paint(struct draw *d, const struct paint *p, double opacity, struct matrix m,
                 const struct rect *box, struct irect area, struct shade *out);
bool shade_gradient(struct draw *d, const struct gradient *g, double opacity, struct matrix m,
                    const struct rect *box, struct shade *out);
bool shade_pattern(struct draw *d, const struct pattern *g, double opacity, struct matrix m,
                   const struct rect *box, struct shade *out);
void shade_row(const struct shade *s, int x, int y, int n, uint32_t *out); /* without opacity */
void shade_free(struct draw *d, struct shade *s);
uint32_t premultiply(struct rgba c, double opacity);

/* ---- compositing (composite.c) ---- */
void paint_cover(struct draw *d, const struct cover *c, const struct shade *s);
/* layer onto the target inside `area`, with an optional coverage. */
void composite_layer(struct draw *d, const struct layer *l, struct irect area, const struct cover *c,
                     unsigned opacity, enum blend_mode mode);

/* ---- clip and mask: coverage over `area` ---- */
/* m: user space of the clipped node to the canvas. False when everything is clipped away. */
bool clip_cover(struct draw *d, const struct clip *c, struct matrix m, const struct rect *box,
                struct irect area, struct cover *out);
bool mask_cover(struct draw *d, const struct mask *k, struct matrix m, const struct rect *box,
                struct irect area, struct cover *out);
/* Fills the glyphs of runs through the coverage kept for them. False when they are too large or too many:
 * nothing is drawn then. */
bool glyphs_fill(struct draw *d, const struct text_run *runs, size_t n_runs, struct matrix m, bool antialias,
                 const struct fill *f, const struct rect *text_box);
enum { GLYPHS_BYTES = 4 << 20 };
/* Outlines of a text's glyphs into `out` (canvas space). */
void text_outline(struct path *out, const struct text_run *r, struct matrix m);

static inline const struct bound *frame_at(const struct frame *f, int slot)
{
    return f && slot >= 0 && (size_t)slot < f->n ? &f->at[slot] : NULL;
}

static inline bool matrix_usable(struct matrix m)
{
    double det = m.a * m.d - m.b * m.c, sum = m.a + m.b + m.c + m.d + m.e + m.f;
    return det != 0 && det - det == 0 && sum - sum == 0;
}

static inline unsigned div255(unsigned v)
{
    v += 128;
    return (v + (v >> 8)) >> 8;
}

/* p * a / 255 on each channel of a pixel. */
static inline uint32_t pixel_scale(uint32_t p, unsigned a)
{
    uint32_t rb = (p & 0xff00ff) * a + 0x800080, ag = ((p >> 8) & 0xff00ff) * a + 0x800080;
    rb = ((rb + ((rb >> 8) & 0xff00ff)) >> 8) & 0xff00ff;
    ag = (ag + ((ag >> 8) & 0xff00ff)) & 0xff00ff00;
    return rb | ag;
}

static inline uint32_t pixel_over(uint32_t s, uint32_t d)
{
    return s + pixel_scale(d, 255 - (s >> 24));
}

#endif
