/* Colour science of the checks: CIELAB, CIEDE2000, WCAG 2 and APCA contrast. Pure functions on sRGB. */
#ifndef PRESSRUN_BRAND_COLOR_IMP_H
#define PRESSRUN_BRAND_COLOR_IMP_H

#include "base/base.h"

struct lab {
    double l, a, b; /* CIE 1976 L*a*b*, D65, 2 degree observer */
};

/* sRGB (IEC 61966-2-1) to L*a*b*; alpha is ignored. */
struct lab lab_of(struct rgba c);
/* CIEDE2000 with kL = kC = kH = 1. Source: Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference Formula"
 * (2005). */
double color_difference(struct lab x, struct lab y);

/* WCAG 2.x relative luminance, 0..1 (with 0.04045, the value of IEC 61966-2-1; no 8-bit colour is affected).
 */
double color_luminance(struct rgba c);
/* WCAG 2.x contrast ratio, 1..21. */
double color_contrast(struct rgba x, struct rgba y);
double luminance_contrast(double x, double y);
/* APCA lightness contrast Lc of text on background, about -108..106; negative: light text on dark.
 * Source: APCA-W3 0.1.9 (public description of the SAPC-APCA constants). */
double color_apca(struct rgba text, struct rgba background);

/* `top` with its alpha times `opacity` over an opaque `under`, in sRGB as the painter does. */
struct rgba color_over(struct rgba top, double opacity, struct rgba under);
/* How a person with no working L (protan), M (deutan) or S (tritan) cones sees c, at full severity.
 * Source: Machado, Oliveira, Fernandes (2009), the published matrices for severity 1.0, on linear sRGB. */
enum color_vision { VISION_PROTAN, VISION_DEUTAN, VISION_TRITAN };
struct rgba color_simulate(struct rgba c, enum color_vision v);
/* "#rrggbb", or "#rrggbbaa" when it is not opaque. `out` holds 10 bytes. */
void color_hex(struct rgba c, char out[10]);
/* The opaque colour of a premultiplied ARGB32 pixel over `under`. */
struct rgba color_of_pixel(uint32_t argb, struct rgba under);

#endif
