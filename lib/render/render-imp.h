/* Private to lib/render. */
#ifndef PRESSRUN_RENDER_IMP_H
#define PRESSRUN_RENDER_IMP_H

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

struct plan;

struct stage_tree {      /* a layout with one set of structural choices, lowered and planned; in the cache */
    struct arena *arena; /* the resolved document */
    struct xml_doc *doc;
    struct tree *tree;
    struct slot_node *slots; /* one per slot of the creative */
    struct plan *plan;       /* NULL until first drawn */
    double plan_scale;
    size_t bytes;
};

struct stage {
    struct stage_options options;
    struct map *loaded;        /* path -> struct loaded * */
    struct fonts *plain_fonts; /* for plain SVG files */
    struct typesetter *plain_typesetter;
    struct painter *painter;
    struct cache *trees, *images, *parts;
    struct map *marks; /* digests of notes -> struct image_marks; in marks_arena */
    struct arena *marks_arena;
    struct stage_tree *plain;   /* the SVG opened last */
    struct stage_tree *current; /* of the last bind */
    struct arena *scratch;
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
 * faces. */
void structure_mirror(struct stage_tree *st);
bool structure_mirrored(const struct layout *l, const struct variant *v);

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
struct stage_tree *stage_tree_for(struct ctx *ctx, struct stage *s, const struct loaded *l,
                                  const struct layout *layout, const struct variant *v);
void stage_tree_drop(void *stage_tree);

/* The value of a theme token ("--accent"), following var(); NULL when unknown. */
const char *stage_token(const struct creative *c, const char *theme, const char *name);
/* A colour as a paint value gives it: CSS or var(--token). */
bool stage_color(const struct creative *c, const char *theme, const char *value, struct rgba *out);

/* ---- plan.c ---- */
struct plan *plan_new(struct ctx *ctx, struct stage *s, const struct stage_tree *st, double scale, int width,
                      int height);
struct parts *plan_parts(const struct plan *p);
void plan_drop(struct plan *p);
const struct pixmap *plan_draw(struct ctx *ctx, struct stage *s, struct plan *p, const struct frame *f,
                               struct rgba background);

#endif
