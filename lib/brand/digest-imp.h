/* Perceptual digests. Private to lib/brand. Source of the idea: difference hashes ("dHash", Krawetz 2013),
 * here in both directions, with coarse colours beside them. */
#ifndef PRESSRUN_BRAND_DIGEST_IMP_H
#define PRESSRUN_BRAND_DIGEST_IMP_H

#include "brand/color-imp.h"
#include "image/image.h"

struct digest {
    uint64_t bits[2];  /* lighter to the right, lighter below: 8 x 8 parts each */
    uint8_t color[27]; /* mean sRGB of 3 x 3 parts */
};

struct digest digest_of_picture(const struct pixmap *p);
/* Of what covers an area of a pixmap, whatever its colours (no color[]). The area lies inside it. */
struct digest digest_of_shape(const struct pixmap *p, struct rect area);
int digest_distance(const struct digest *a, const struct digest *b);       /* bits that differ, 0..128 */
int digest_color_distance(const struct digest *a, const struct digest *b); /* greatest difference, 0..255 */
void digest_write(const struct digest *d, char out[33]); /* the bits as hexadecimal digits */
bool digest_read(const char *hex, struct digest *out);

#endif
