/* pdf-imp: what the PDF files of lib/paint share. */
#ifndef PRESSRUN_PAINT_PDF_IMP_H
#define PRESSRUN_PAINT_PDF_IMP_H

#include <cairo.h>

#include "paint/paint-imp.h"

struct pdf_font { /* a face as a cairo font: the file's own, or one whose glyphs are our outlines */
    const struct face *face;
    bool embolden, oblique;
    bool blank;    /* carries the text alone */
    bool embedded; /* the file's own */
    cairo_font_face_t *font;
};

struct pdf {
    struct ctx *ctx;
    struct painter *p;
    const struct frame *f;
    cairo_t *cr;
    int depth, layers;
    struct work *work;
    struct vec_fonts {
        struct pdf_font *at;
        size_t len, cap;
    } * fonts;
};

void pdf_set_matrix(const struct pdf *v, struct matrix m);
void pdf_nodes(struct pdf *v, const struct node *first, struct matrix m);
void pdf_path(const struct pdf *v, const struct path *p); /* in the current matrix */
/* Sets the source; false when nothing is to be painted. */
bool pdf_paint(struct pdf *v, const struct paint *p, double opacity, struct matrix m, const struct rect *box);
void pdf_stroke_style(const struct pdf *v, const struct stroke *s, struct matrix m, const struct path *p);
void pdf_picture(struct pdf *v, const struct pixmap *pm, struct matrix to_page, struct rect area,
                 struct matrix m, bool smooth);
void pdf_text(struct pdf *v, const struct node *n, struct matrix m);

#endif
