/* Private to the XLIFF writers: what both versions share. */
#ifndef PRESSRUN_INLINE_CODES_IMP_H
#define PRESSRUN_INLINE_CODES_IMP_H

#include "l10n/exchange-imp.h"

void put_attr(struct str *out, const char *name, const char *value);
/* The text inside <source> or <target>: `list` with codes numbered as in `source`; codes that say the same
 * share a number. `two`: XLIFF 2. */
void put_inline(struct arena *a, struct str *out, const struct pieces *source, const struct pieces *list,
                bool two);
/* An id with what NMTOKEN has no room for replaced, and a number where that makes two of one; the real id is
 * then the unit's name. `used` holds those given so far. */
char *unit_nmtoken(struct arena *a, struct map *used, const char *id);

#endif
