/* Private to the SVG writer of lib/tree. */
#ifndef PRESSRUN_TREE_WRITE_IMP_H
#define PRESSRUN_TREE_WRITE_IMP_H

#include "tree/tree-imp.h"

struct svg_writer {
    struct ctx *ctx;
    const struct frame *f;
    struct str defs;  /* paint servers, clips, masks, filters */
    struct map *done; /* what stands in defs already, by its own text -> its id */
    struct arena *a;
    int n_ids, depth;
    size_t n_nodes;
    bool failed;
};

/* Siblings into `out`. */
void write_nodes(struct svg_writer *w, struct str *out, const struct node *first);
void write_attr(struct str *out, const char *name, double v);
void write_matrix(struct str *out, const char *name, struct matrix m);
void write_text(struct str *out, const char *text); /* escaped */
void write_id(struct str *out, const char *id);
void write_path(struct str *out, const struct path *p, struct matrix m); /* d="..." */
void write_paints(struct svg_writer *w, struct str *out, const struct fill *fill, const struct stroke *stroke,
                  bool stroke_first, bool antialias, const struct rect *box);
void write_text_node(struct svg_writer *w, struct str *out, const struct node *n);
void write_effects(struct svg_writer *w, struct str *out, const struct node *n);
/* Puts a definition, `head` up to where its id goes and `tail` behind it, into defs unless it is there.
 * Returns its id; both are dropped. */
const char *write_def(struct svg_writer *w, const char *element, struct str *rest);
/* The attributes fill=... or stroke=... of a paint; box: what bounding-box units refer to. */
void write_paint(struct svg_writer *w, struct str *out, const char *name, const struct paint *p,
                 double opacity, const struct rect *box);
/* The filter's id, NULL when it cannot be written. box: the object's. */
const char *write_filter(struct svg_writer *w, const struct fx_filter *f, const struct rect *box);
const char *write_picture(struct svg_writer *w, const struct pixmap *p); /* data URL in w->a */

#endif
