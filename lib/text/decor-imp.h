/* Private to lib/text: the shapes of decoration lines, along the x axis of the line's own frame (y downwards,
 * the baseline at 0, user units). */
#ifndef PRESSRUN_TEXT_DECOR_IMP_H
#define PRESSRUN_TEXT_DECOR_IMP_H

#include "text/layout-imp.h"

struct line_shape {
    enum text_line_style style;
    double middle, thick; /* of the whole ornament; of one stroke of it */
    double length;
};

struct line_gap { /* where ink of the text lies across the line */
    double from, to;
};

/* How far the ornament reaches, from its upper to its lower edge. */
double line_extent(enum text_line_style style, double thick);
/* Appends the ornament without what lies in the gaps, which are sorted in place. */
void line_draw(const struct line_shape *s, struct line_gap *gaps, size_t n_gaps, struct path *out);
/* Where a path lies between y0 and y1, after m; false when it does not. */
bool ink_between(const struct path *p, struct matrix m, double y0, double y1, struct line_gap *out);

#endif
