/* Fields and values. */
#include "credit/credit-imp.h"

#include <string.h>

const struct credit_property credit_properties[] = {
    {CREDIT_CREATOR, NS_DC, "creator", SHAPE_SEQ, NULL, "dc"},
    {CREDIT_CREATOR, NS_PLUS, "ImageCreator", SHAPE_SEQ, "ImageCreatorName", NULL},
    {CREDIT_RIGHTS, NS_DC, "rights", SHAPE_ALT, NULL, "dc"},
    {CREDIT_LINE, NS_PHOTOSHOP, "Credit", SHAPE_TEXT, NULL, "photoshop"},
    {CREDIT_SOURCE, NS_PHOTOSHOP, "Source", SHAPE_TEXT, NULL, "photoshop"},
    {CREDIT_OWNER, NS_RIGHTS, "Owner", SHAPE_BAG, NULL, "xmpRights"},
    {CREDIT_OWNER, NS_PLUS, "CopyrightOwner", SHAPE_SEQ, "CopyrightOwnerName", NULL},
    {CREDIT_TERMS, NS_RIGHTS, "UsageTerms", SHAPE_ALT, NULL, "xmpRights"},
    {CREDIT_STATEMENT, NS_RIGHTS, "WebStatement", SHAPE_URL, NULL, "xmpRights"},
    {CREDIT_LICENCE, NS_CC, "license", SHAPE_URL, NULL, "cc"},
    {CREDIT_LICENSOR, NS_PLUS, "Licensor", SHAPE_LICENSOR, NULL, "plus"},
    {CREDIT_AI_SYSTEM, NS_EXT, "AISystemUsed", SHAPE_TEXT, NULL, "Iptc4xmpExt"},
    {CREDIT_SOURCE_TYPE, NS_EXT, "DigitalSourceType", SHAPE_URL, NULL, "Iptc4xmpExt"},
};
const size_t credit_n_properties = sizeof credit_properties / sizeof *credit_properties;

/* Well-formed UTF-8 without control characters, white space collapsed; '\n' parts a licensor's name and URL.
 */
static char *clean(struct arena *a, const char *text, size_t len, bool parts)
{
    struct str s = STR_INIT;
    bool gap = false;
    for (const char *p = text, *end = text + len; p < end && s.len < MOST_VALUE_BYTES;) {
        uint32_t c = utf8_next(&p, end);
        if (parts && c == '\n') {
            str_putc(&s, '\n');
            gap = false;
        } else if (c <= ' ' || (c >= 0x7F && c <= 0x9F) || c == 0xFFFE || c == 0xFFFF) {
            gap = s.len > 0;
        } else {
            if (gap)
                str_putc(&s, ' ');
            gap = false;
            str_put_utf8(&s, c);
        }
    }
    char *out = arena_strndup(a, s.data, s.len);
    str_drop(&s);
    return out;
}

void credit_add(struct arena *a, struct credit *c, enum credit_field f, const char *text, size_t len)
{
    struct credit_values *v = &c->of[f];
    const char *value = clean(a, text, len, f == CREDIT_LICENSOR);
    if (!*value || str_eq(value, "\n") || v->n == MOST_VALUES)
        return;
    for (size_t i = 0; i < v->n; i++)
        if (str_eq(v->at[i], value))
            return;
    if (!v->at)
        v->at = ARENA_ARRAY(a, MOST_VALUES, const char *);
    v->at[v->n++] = value;
}

bool credit_empty(const struct credit *c)
{
    for (int f = 0; f < CREDIT_FIELDS; f++)
        if (c->of[f].n)
            return false;
    return true;
}

/* EXIF joins several artists by semicolons. */
static void add_parts(struct arena *a, struct credit *out, enum credit_field f, const struct str *text)
{
    for (const char *p = text->data, *end = p + text->len; p < end;) {
        const char *stop = memchr(p, ';', (size_t)(end - p));
        if (!stop)
            stop = end;
        credit_add(a, out, f, p, (size_t)(stop - p));
        p = stop + 1;
    }
}

void credit_read(struct ctx *ctx, struct arena *a, const struct image_notes *notes, struct where where,
                 struct credit *out)
{
    *out = (struct credit){0};
    if (!notes)
        return;
    if (notes->xmp.len)
        credit_read_xmp(ctx, a, &notes->xmp, where, out);
    if (notes->iptc.len)
        credit_read_iim(a, &notes->iptc, out);
    if (notes->artist.len)
        add_parts(a, out, CREDIT_CREATOR, &notes->artist);
    if (notes->rights.len)
        credit_add(a, out, CREDIT_RIGHTS, notes->rights.data, notes->rights.len);
}
