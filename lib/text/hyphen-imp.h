/* Private to lib/text: hyphenation dictionaries, shared by threads through struct fonts. */
#ifndef PRESSRUN_TEXT_HYPHEN_IMP_H
#define PRESSRUN_TEXT_HYPHEN_IMP_H

#include "base/base.h"

struct hyphen_dict;

/* Reads a dictionary in the .dic format of the hyphen package (F. M. Liang's patterns, UTF-8 or an ISO 8859
 * charset). NULL when it cannot be read. libhyphen's own loader takes 2.5 s for German, this some 30 ms. */
struct hyphen_dict *hyphen_load(const char *path);
void hyphen_drop(struct hyphen_dict *d);
/* points[i] = true: the word may break before its code point i. */
void hyphen_word(const struct hyphen_dict *d, const uint32_t *word, size_t n, bool *points);
/* Drops what fonts.hyphen holds. */
void hyphen_drop_all(struct map *dicts);

#endif
