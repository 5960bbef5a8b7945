#include <stdlib.h>
#include <string.h>

#include "svg/svg-imp.h"

struct name {
    const char *name;
    int id;
    bool attribute;
};

static const struct name tags[] = {
#define T(ID, NAME) {NAME, TAG_##ID, false},
    SVG_TAGS(T)
#undef T
};

static const struct name props[] = {
#define P(ID, NAME, ATTR) {NAME, PROP_##ID, ATTR},
    SVG_PROPS(P)
#undef P
};

static int compare(const void *key, const void *entry)
{
    return strcmp(key, ((const struct name *)entry)->name);
}

enum svg_tag tag_find(const char *name)
{
    const struct name *n = bsearch(name, tags, sizeof tags / sizeof *tags, sizeof *tags, compare);
    return n ? (enum svg_tag)n->id : TAG_UNKNOWN;
}

int prop_find(const char *name, bool *attribute)
{
    const struct name *n = bsearch(name, props, sizeof props / sizeof *props, sizeof *props, compare);
    if (!n)
        return -1;
    if (attribute)
        *attribute = n->attribute;
    return n->id;
}

const char *tag_name(enum svg_tag tag)
{
    return tag <= TAG_UNKNOWN ? "" : tags[tag - TAG_UNKNOWN - 1].name;
}
