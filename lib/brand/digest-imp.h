/* Perceptual digests. Private to lib/brand. Source of the idea: difference hashes ("dHash", Krawetz 2013),
 * here in both directions, with coarse colours beside them. */
#ifndef PRESSRUN_BRAND_DIGEST_IMP_H
#define PRESSRUN_BRAND_DIGEST_IMP_H

#include "brand/color-imp.h"
#include "image/image.h"

struct look_digest {
    uint64_t bits[2];  /* lighter to the right, lighter below: 8 x 8 parts each */
    uint8_t color[27]; /* mean sRGB of 3 x 3 parts */
};

struct look_digest look_of_picture(const struct pixmap *p);
/* Of what covers an area of a pixmap, whatever its colours (no color[]). The area lies inside it. */
struct look_digest look_of_shape(const struct pixmap *p, struct rect area);
int look_distance(const struct look_digest *a, const struct look_digest *b); /* bits that differ, 0..128 */
int look_color_distance(const struct look_digest *a,
                        const struct look_digest *b);       /* greatest difference, 0..255 */
void look_write(const struct look_digest *d, char out[33]); /* the bits as hexadecimal digits */
bool look_read(const char *hex, struct look_digest *out);

#endif
