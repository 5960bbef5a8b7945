/* Private to lib/render. */
#ifndef PRESSRUN_RENDER_IMP_H
#define PRESSRUN_RENDER_IMP_H

#include <pthread.h>

#include "base/shared.h"
#include "render/render.h"

/* ---- what a stage holds ---- */
struct loaded { /* a creative with what draws it, one a stage and path */
    const struct creative *creative;
    struct fonts *fonts;
    struct typesetter *typesetter;
};

struct slot_node {           /* where a slot stands in a lowered layout */
    const struct node *node; /* NULL: not in this layout */
    struct matrix matrix;    /* of the node's own user space -> picture, user units */
    struct rect box;         /* text slots with a box, in the node's user space; empty otherwise */
    bool has_box;
};

struct bake;

struct stage_tree { /* a layout with one set of structural choices, lowered; shared by workers, only read */
    struct arena *arena; /* the resolved document */
    struct xml_doc *doc;
    struct tree *tree;
    struct slot_node *slots; /* one per slot of the creative */
    pthread_mutex_t lock;    /* bakes: taken when a worker makes a plan */
    struct bake *bakes;
};

struct view { /* a worker's side of a tree; in its cache */
    struct stage_tree *st;
    struct shared_ref *ref; /* NULL: the tree is this view's own */
    struct plan *plan;      /* NULL until first drawn */
};

struct stage {
    struct stage_options options;
    struct shared *shared;     /* the options', or its own */
    struct map *loaded;        /* path -> struct loaded * */
    struct fonts *plain_fonts; /* for plain SVG files */
    struct typesetter *plain_typesetter;
    struct painter *painter;
    struct cache *views, *images, *parts, *groups;
    uint64_t plans;    /* made so far */
    struct map *marks; /* digests of notes -> struct image_marks; in marks_arena */
    struct arena *marks_arena;
    struct view *plain;   /* the SVG opened last */
    struct view *current; /* of the last bind */
    struct arena *scratch;
    struct str key; /* scratch of value_key */
    struct stage_counts counts;
};

/* ---- structure.c: what changes the document before lowering ---- */
/* Key of the structural choices of a variant for one layout. In `a`. */
char *structure_key(struct arena *a, const struct creative *c, const struct layout *l,
                    const struct variant *v);
/* The layout's document with modules, attributes and direction applied, in st->arena. 0 or -1 with reports.
 */
int structure_apply(struct ctx *ctx, struct stage_tree *st, const struct creative *c, const struct layout *l,
                    const struct variant *v);
/* Mirrors a lowered tree left to right; texts, pictures and elements marked data-mirror="no" keep their
 * faces, those marked "fixed" their places too. */
extern const struct glyph_maker svg_glyphs; /* glyph-svg.c */
void structure_mirror(struct stage_tree *st);
bool structure_mirrored(const struct layout *l, const struct variant *v);

/* ---- value-key.c ---- */
/* What a slot shows follows from this alone, in one view: the value, and what of the variant is read beside
 * it. */
struct digest128 value_key(struct str *scratch, const struct variant *v, const struct slot_value *value);

/* ---- images.c ---- */
/* The picture `rel` of the creative fitted to w x h pixels, from the cache. *source is the undistorted size.
 * NULL with a report. */
const struct pixmap *stage_image(struct ctx *ctx, struct stage *s, const struct loaded *l,
                                 const struct slot_fit *fit, const char *rel, int w, int h,
                                 struct where where, const struct pixmap **source);

/* ---- text.c ---- */
/* Lays a text slot's value out as the slot and the layout say. NULL when the value is beyond the limits. */
const struct text_layout *bind_text(const struct loaded *l, struct arena *a, const struct variant *v,
                                    const struct slot_fit *fit, const struct slot_node *sn,
                                    const struct slot_value *value, bool mirrored, struct bound *b,
                                    const struct text_style **style);

/* ---- tree.c: a layout lowered for one set of structural choices, from the cache ---- */
struct view *stage_view_for(struct ctx *ctx, struct stage *s, const struct loaded *l,
                            const struct layout *layout, const struct variant *v);
struct stage_tree *stage_tree_new(void);
void view_drop(void *view);

/* The value of a theme token ("--accent"), following var(); NULL when unknown. */
const char *stage_token(const struct creative *c, const char *theme, const char *name);
/* A colour as a paint value gives it: CSS or var(--token). */
bool stage_color(const struct creative *c, const char *theme, const char *value, struct rgba *out);

/* ---- bake.c: the still part of a layout at one size: what plans of all workers draw upon ---- */
struct bake_item {
    const struct node *node; /* dynamic, or a static node that must see its backdrop; NULL: a layer */
    struct matrix base;      /* parent's user space -> canvas pixels */
    size_t *reads;           /* slots that the node reads */
    size_t n_reads;
    struct pixmap *layer;
    int x, y; /* of the layer */
};
struct bake {
    struct bake *next;
    int width, height;
    struct rgba background;
    struct matrix to_pixels;
    struct bake_item *items;
    size_t n_items;
    struct pixmap *base;                   /* background and the first static run */
    struct vec(struct paint_still) stills; /* inside groups that are drawn for every variant */
};
/* The tree's bake for a size and background, made when it is not there. NULL with a report. */
const struct bake *bake_for(struct ctx *ctx, struct stage *s, struct stage_tree *st, int width, int height,
                            struct rgba background);
void bake_drop(struct bake *b); /* with those after it */
/* The whole pixels that a node may touch with the values of a frame. False: none. */
bool bake_touched(const struct bake *b, const struct node *n, const struct frame *f, struct matrix base,
                  struct irect *out);
bool bake_pixels(const struct bake *b, struct rect box, struct irect *out); /* of a box, with a margin */

/* ---- plan.c: one worker's picture of a bake, redrawn where it changes ---- */
struct plan *plan_new(struct stage *s, const struct stage_tree *st, const struct bake *b);
void plan_drop(struct plan *p);
const struct bake *plan_bake(const struct plan *p);
const struct pixmap *plan_draw(struct ctx *ctx, struct stage *s, struct plan *p, const struct frame *f);
struct parts *plan_parts(const struct plan *p);

#endif
