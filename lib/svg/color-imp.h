/* color: colours before they are sRGB bytes, as CSS Color 4 and 5 calculate with them. */
#ifndef PRESSRUN_COLOR_IMP_H
#define PRESSRUN_COLOR_IMP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/base.h"

enum color_space {
    SPACE_SRGB,
    SPACE_SRGB_LINEAR,
    SPACE_DISPLAY_P3,
    SPACE_DISPLAY_P3_LINEAR,
    SPACE_A98_RGB,
    SPACE_PROPHOTO_RGB,
    SPACE_REC2020,
    SPACE_XYZ_D50,
    SPACE_XYZ_D65,
    SPACE_HSL, /* degrees, then fractions */
    SPACE_HWB,
    SPACE_LAB, /* L of 100 */
    SPACE_LCH, /* hue in degrees, last */
    SPACE_OKLAB,
    SPACE_OKLCH,
    SPACE_COUNT
};

enum hue_way { HUE_SHORTER, HUE_LONGER, HUE_INCREASING, HUE_DECREASING };

struct color {
    enum color_space space;
    double c[3];
    double alpha;
    bool missing[4]; /* `none`: 0, but of the other colour when two are mixed; the alpha last */
};

/* The space of a name as color() and color-mix() write it; false when there is none. *len: how long the name
 * is. */
bool color_space_at(const char *s, enum color_space *out, size_t *len);
/* The same colour in another space, components beyond the gamut kept. What is missing stays missing where the
 * spaces have a component of that kind, and a hue without chroma becomes missing (CSS Color 4, 12.2
 * and 12.3). */
struct color color_convert(struct color from, enum color_space to);
/* weight: of b, 0..1. Premultiplied (CSS Color 4, 12.3 and 12.4). */
struct color color_mix(struct color a, struct color b, double weight, enum color_space in, enum hue_way way);
/* word: in lower case */
bool color_by_name(const char *word, struct rgba *out);
/* To bytes of sRGB; each channel is clamped, as browsers do. */
struct rgba color_bytes(struct color c);

#endif
