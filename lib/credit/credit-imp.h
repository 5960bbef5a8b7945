/* Private to lib/credit. */
#ifndef PRESSRUN_CREDIT_IMP_H
#define PRESSRUN_CREDIT_IMP_H

#include "credit/credit.h"

#define NS_RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define NS_DC "http://purl.org/dc/elements/1.1/"
#define NS_CC "http://creativecommons.org/ns#"
#define NS_PHOTOSHOP "http://ns.adobe.com/photoshop/1.0/"
#define NS_RIGHTS "http://ns.adobe.com/xap/1.0/rights/"
#define NS_EXT "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
#define NS_PLUS "http://ns.useplus.org/ldf/xmp/1.0/"

enum { MOST_VALUES = 32, MOST_VALUE_BYTES = 2000 };

/* How a field is written: an ordered or plain list, a text by language, a text, a URL, or a list of
 * licensors. */
enum credit_shape { SHAPE_SEQ, SHAPE_BAG, SHAPE_ALT, SHAPE_TEXT, SHAPE_URL, SHAPE_LICENSOR };

struct credit_property {
    enum credit_field field;
    const char *ns, *name;
    enum credit_shape shape;
    const char *part;   /* of a structure: the property that holds the value */
    const char *prefix; /* as written; NULL: only read */
};
extern const struct credit_property credit_properties[];
extern const size_t credit_n_properties;

/* Adds a value, cleaned; nothing when it is blank or there already. */
void credit_add(struct arena *a, struct credit *c, enum credit_field f, const char *text, size_t len);
void credit_read_xmp(struct ctx *ctx, struct arena *a, const struct str *packet, struct where where,
                     struct credit *out);
void credit_read_iim(struct arena *a, const struct str *records, struct credit *out);

#endif
