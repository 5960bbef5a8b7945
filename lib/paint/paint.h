/* paint: a render tree to pixels (or PDF) with cairo, the only folder that includes it.
 * A painter belongs to one thread; trees and frames are only read. */
#ifndef PRESSRUN_PAINT_H
#define PRESSRUN_PAINT_H

#include "base/base.h"
#include "image/image.h"
#include "tree/tree.h"

struct painter;

struct painter *painter_new(void);
void painter_drop(struct painter *p);
void painter_forget(struct painter *p); /* the coverage of glyphs: for tests, the pixels stay the same */

/* What was drawn before and can be put down instead of being drawn again. */
struct paint_still { /* siblings that read no slot, from `first` to before `end` (NULL: the last) */
    const struct node *first, *end;
    struct matrix m;   /* their parent's space to the canvas: where it differs they are drawn */
    struct pixmap *pm; /* all that they paint */
    int x, y;          /* of pm on the canvas */
};
struct paint_reuse {
    const struct paint_still *stills;
    size_t n_stills;
    struct cache *groups; /* filtered groups, by plan, node and the keys of the values that they read; NULL */
    uint64_t plan;        /* tells apart nodes of trees that took each other's place in memory */
};
/* For what is drawn from now on; borrowed. NULL: everything is drawn. Filtered groups are the same to the
 * byte with and without; stills are rounded as layers are, and must be there each time. */
void painter_reuse(struct painter *p, const struct paint_reuse *r);
/* Filtered groups so far: drawn, and recalled. */
void painter_counts(const struct painter *p, long *drawn, long *recalled);

/* Draws one node (with its following siblings when `siblings`) onto `target`, whose pixels (0,0) lie at
 * `origin` of the full canvas, with `base` mapping the node's PARENT user space to canvas pixels. Returns 0,
 * or -1 with a report. */
int paint_node(struct ctx *ctx, struct painter *p, const struct node *n, bool siblings, const struct frame *f,
               struct matrix base, struct pixmap *target, int origin_x, int origin_y);
/* As above, clipped to a rectangle of canvas pixels: nothing outside it changes. */
int paint_node_in(struct ctx *ctx, struct painter *p, const struct node *n, bool siblings,
                  const struct frame *f, struct matrix base, struct pixmap *target, int origin_x,
                  int origin_y, struct rect clip_px);

/* Draws a whole tree over what `target` holds, scaled to its size: the plain path that the plan is compared
 * with. */
int paint_tree(struct ctx *ctx, struct painter *p, const struct tree *t, const struct frame *f,
               struct pixmap *target);

/* Composites `layer` at (x, y) over `target` (source-over), clipped to clip_px when not NULL. SIMD-friendly
 * C. */
void pixmap_over(struct pixmap *target, const struct pixmap *layer, int x, int y, const struct rect *clip_px);
void pixmap_fill(struct pixmap *target, struct rgba color); /* replaces all pixels */
void pixmap_copy_rect(struct pixmap *target, const struct pixmap *source, int x, int y, int w, int h);

/* The tree as one vector PDF page of width x height points*0.75. *out malloc'd. 0, or -1 with a report. */
int paint_pdf(struct ctx *ctx, const struct tree *t, const struct frame *f, uint8_t **out, size_t *len);
/* Puts an XMP stream and the sRGB output intent into a PDF of paint_pdf; *data is reallocated. False when the
 * file is not as expected: it is left as it is. */
bool pdf_mark(const struct image_marks *m, uint8_t **data, size_t *len);

#endif
