/* Picture files under rules on what they carry: metadata, profiles, frames. Private to lib/brand. */
#ifndef PRESSRUN_BRAND_PICTURES_IMP_H
#define PRESSRUN_BRAND_PICTURES_IMP_H

#include "brand/worker-imp.h"

typedef void picture_check(struct check *c, const struct brand_rule *r, const char *path,
                           const struct image_meta *m, struct spot spot);
/* Calls `each` for the pictures that the rule's of= means: output (files that are ads) or source (files that
 * ads are made of). 0, or -1 with a report when one cannot be read. */
int pictures_each(struct check *c, const struct brand_rule *r, picture_check *each);

#define PICTURES_OF                                                                                          \
    {                                                                                                        \
        NULL, "of", BRAND_CHOICES,                                                                           \
            .def = "output", .choices = "output|source",                                                     \
            .help =                                                                                          \
                "which pictures: finished ads that are given as files, or the pictures that ads are made of" \
    }

#endif
