/* Private to lib/text: the paints of a COLR table of version 1 and their colours. FreeType before 2.13 leaves
 * such tables alone, and HarfBuzz 6 as well. */
#ifndef PRESSRUN_TEXT_COLR_SHADE_IMP_H
#define PRESSRUN_TEXT_COLR_SHADE_IMP_H

#include <hb-ot.h>

#include "base/base.h"

#define SHADE_STOPS 32

struct colr_table { /* bounds are checked by every read; what lies outside reads as 0 */
    const uint8_t *at;
    size_t n;
    size_t base, layers, clips; /* offsets of the lists, 0 = none */
    struct rgba text;           /* the text's colour, which index 0xFFFF means */
    bool *shows_text;           /* set where it is used; NULL */
};

enum colr_kind {
    COLR_NONE,
    COLR_LAYERS,
    COLR_SHADE,
    COLR_GLYPH,
    COLR_REFERENCE,
    COLR_TRANSFORM,
    COLR_COMPOSITE
};

struct shade_color { /* premultiplied, 0..1 */
    float v[4];
};

struct shade { /* in the paint's own coordinates (font units, y up) */
    enum { SHADE_SOLID, SHADE_LINEAR, SHADE_RADIAL, SHADE_SWEEP } kind;
    struct point a, b; /* linear: from, to; radial: centres; sweep: centre */
    double ra, rb;     /* radial: radii; sweep: angles */
    enum { EXTEND_PAD, EXTEND_REPEAT, EXTEND_REFLECT } extend;
    struct {
        double offset;
        struct shade_color color;
    } stops[SHADE_STOPS];
    size_t n;
};

struct colr_paint {
    enum colr_kind kind;
    size_t child, backdrop; /* offsets of paints */
    uint32_t glyph;         /* GLYPH, REFERENCE */
    uint32_t first, count;  /* LAYERS */
    int mode;               /* COMPOSITE */
    struct matrix transform;
    size_t shade; /* offset of the paint itself */
};

/* False when the blob is no COLR table of version 1. */
bool colr_open(struct colr_table *t, const void *data, size_t n);
size_t colr_glyph_paint(const struct colr_table *t, uint32_t glyph);          /* offset, 0 = none */
size_t colr_layer_paint(const struct colr_table *t, uint32_t layer);          /* offset, 0 = none */
bool colr_clip(const struct colr_table *t, uint32_t glyph, struct rect *box); /* font units, y up */
/* Deltas of variable fonts are not applied: their default is drawn. */
struct colr_paint colr_read(const struct colr_table *t, size_t offset);
bool shade_read(const struct colr_table *t, hb_face_t *face, size_t offset, struct shade *out);
struct shade_color shade_at(const struct shade *s, double x, double y);

#endif
