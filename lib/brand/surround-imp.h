/* Pixels around texts and elements. Private to lib/brand. A mask is the coverage of something drawn alone;
 * its (0,0) lies at x0, y0 of the picture. */
#ifndef PRESSRUN_BRAND_SURROUND_IMP_H
#define PRESSRUN_BRAND_SURROUND_IMP_H

#include "brand/brand-imp.h"

struct rgba picture_pixel(const struct pixmap *p, int x, int y); /* over white */
unsigned coverage_at(const struct pixmap *p, int x, int y);      /* alpha, 0..255 */
/* Marks pixels within `r` of what is covered: two passes of a running window, whatever r is. width x height.
 */
uint8_t *near_coverage(struct arena *a, const struct pixmap *mask, int r);
/* The colour of a text's paint where it is one; false for gradients and patterns. */
bool solid_paint(const struct check *c, const struct drawn_text *t, int paint, struct rgba *out,
                 double *opacity);
/* The colour of median lightness around what the mask covers; false when there is nothing around it. */
bool surround_color(const struct check *c, const struct pixmap *mask, int x0, int y0, int radius,
                    struct rgba *out);

#endif
