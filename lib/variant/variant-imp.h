/* Private to lib/variant. */
#ifndef PRESSRUN_VARIANT_IMP_H
#define PRESSRUN_VARIANT_IMP_H

#include "variant/variant.h"

/* Members of a line in their fixed order; bit is the V_ group that a tool touches, 0 for those written by
 * variant-expand only. */
struct variant_member {
    const char *name, *key; /* key: ,"name": */
    size_t len;             /* of name */
    unsigned bit;
    bool (*put)(struct str *out, const struct variant *v); /* false: the member is absent */
};

#endif
