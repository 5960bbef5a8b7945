/* The XMP packet of a composed picture. */
#include "credit/credit-imp.h"

#include <string.h>

#include "xml/xml.h"

#define SOURCE_TYPES "http://cv.iptc.org/newscodes/digitalsourcetype/"
enum { PACKET_MOST = 60000 }; /* what fits one segment of a JPEG */

static const struct {
    const char *prefix, *ns;
} namespaces[] = {
    {"dc", NS_DC},
    {"photoshop", NS_PHOTOSHOP},
    {"xmpRights", NS_RIGHTS},
    {"cc", NS_CC},
    {"plus", NS_PLUS},
    {"Iptc4xmpExt", NS_EXT},
    {"pressrun", "urn:pressrun:metadata:1"},
};
enum { N_NAMESPACES = sizeof namespaces / sizeof *namespaces };

static void put_text(struct str *s, const char *text)
{
    xml_escape(s, text, false);
}

static void put_list(struct str *s, const struct credit_property *p, const struct credit_values *v)
{
    const char *kind = p->shape == SHAPE_SEQ ? "Seq" : "Bag";
    str_printf(s, "<rdf:%s>", kind);
    for (size_t i = 0; i < v->n; i++) {
        if (p->shape == SHAPE_LICENSOR) {
            const char *url = strchr(v->at[i], '\n');
            str_puts(s, "<rdf:li rdf:parseType=\"Resource\">");
            if (url > v->at[i]) {
                str_puts(s, "<plus:LicensorName>");
                struct str name = STR_INIT;
                str_put(&name, v->at[i], (size_t)(url - v->at[i]));
                put_text(s, name.data);
                str_drop(&name);
                str_puts(s, "</plus:LicensorName>");
            }
            if (url && url[1]) {
                str_puts(s, "<plus:LicensorURL>");
                put_text(s, url + 1);
                str_puts(s, "</plus:LicensorURL>");
            }
        } else {
            str_puts(s, "<rdf:li>");
            put_text(s, v->at[i]);
        }
        str_puts(s, "</rdf:li>");
    }
    str_printf(s, "</rdf:%s>", kind);
}

/* Several texts where the standard has one are joined; several URLs have no common form. */
static void put_field(struct str *s, const struct credit_property *p, const struct credit_values *v)
{
    if (!v->n || !p->prefix || (p->shape == SHAPE_URL && v->n > 1))
        return;
    str_printf(s, "<%s:%s>", p->prefix, p->name);
    if (p->shape == SHAPE_ALT)
        str_puts(s, "<rdf:Alt><rdf:li xml:lang=\"x-default\">");
    if (p->shape == SHAPE_SEQ || p->shape == SHAPE_BAG || p->shape == SHAPE_LICENSOR)
        put_list(s, p, v);
    else
        for (size_t i = 0; i < v->n; i++) {
            str_puts(s, i ? "; " : "");
            put_text(s, v->at[i]);
        }
    if (p->shape == SHAPE_ALT)
        str_puts(s, "</rdf:li></rdf:Alt>");
    str_printf(s, "</%s:%s>\n", p->prefix, p->name);
}

static void put_fields(struct str *s, const struct credit *c)
{
    for (size_t i = 0; i < credit_n_properties; i++)
        put_field(s, &credit_properties[i], &c->of[credit_properties[i].field]);
}

static bool one_of(const struct credit_values *v, const char *const *names, size_t n)
{
    for (size_t i = 0; i < v->n; i++) {
        const char *slash = strrchr(v->at[i], '/');
        for (size_t k = 0; k < n; k++)
            if (str_eq(slash ? slash + 1 : v->at[i], names[k]))
                return true;
    }
    return false;
}

/* Pictures of several types: what IPTC's vocabulary calls their composition. */
static void compose_source_type(struct arena *a, struct credit_values *v)
{
    static const char *const trained[] = {"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"};
    static const char *const synthetic[] = {"algorithmicMedia", "compositeSynthetic", "digitalArt",
                                            "digitalCreation",  "virtualRecording",   "dataDrivenMedia",
                                            "softwareImage"};
    static const char *const captured[] = {"digitalCapture", "computationalCapture",
                                           "negativeFilm",   "positiveFilm",
                                           "print",          "compositeCapture"};
    if (v->n < 2)
        return;
    struct credit_values rest = *v;
    bool all_captured = true;
    for (size_t i = 0; i < v->n; i++) {
        struct credit_values one = {&v->at[i], 1};
        all_captured &= one_of(&one, captured, sizeof captured / sizeof *captured);
    }
    const char *name = one_of(&rest, trained, sizeof trained / sizeof *trained)
                           ? "compositeWithTrainedAlgorithmicMedia"
                       : one_of(&rest, synthetic, sizeof synthetic / sizeof *synthetic) ? "compositeSynthetic"
                       : all_captured                                                   ? "compositeCapture"
                                                                                        : "composite";
    v->at[0] = arena_printf(a, "%s%s", SOURCE_TYPES, name);
    v->n = 1;
}

static bool same(const struct credit *a, const struct credit *b)
{
    for (int f = 0; f < CREDIT_FIELDS; f++) {
        if (a->of[f].n != b->of[f].n)
            return false;
        for (size_t i = 0; i < a->of[f].n; i++)
            if (!str_eq(a->of[f].at[i], b->of[f].at[i]))
                return false;
    }
    return true;
}

static void merge(struct arena *a, struct credit *to, const struct credit *from)
{
    for (int f = 0; f < CREDIT_FIELDS; f++)
        for (size_t i = 0; i < from->of[f].n; i++)
            credit_add(a, to, (enum credit_field)f, from->of[f].at[i], strlen(from->of[f].at[i]));
}

static void put_head(struct str *s)
{
    str_puts(s, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta "
                "xmlns:x=\"adobe:ns:meta/\">"
                "<rdf:RDF xmlns:rdf=\"" NS_RDF "\"><rdf:Description rdf:about=\"\"");
    for (size_t i = 0; i < N_NAMESPACES; i++)
        str_printf(s, " xmlns:%s=\"%s\"", namespaces[i].prefix, namespaces[i].ns);
    str_puts(s, ">\n");
}

static void put_tail(struct str *s)
{
    str_puts(s, "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

char *credit_packet(struct arena *a, const struct credit *const *list, size_t n, size_t *len)
{
    struct credit all = {0};
    const struct credit **different = ARENA_ARRAY(a, n + 1, const struct credit *);
    size_t n_different = 0;
    for (size_t i = 0; i < n; i++) {
        bool known = credit_empty(list[i]);
        for (size_t k = 0; k < n_different && !known; k++)
            known = same(list[i], different[k]);
        if (!known)
            different[n_different++] = list[i];
        merge(a, &all, list[i]);
    }
    *len = 0;
    if (!n_different)
        return NULL;
    compose_source_type(a, &all.of[CREDIT_SOURCE_TYPE]);
    struct str s = STR_INIT;
    put_head(&s);
    put_fields(&s, &all);
    size_t common = s.len;
    if (n_different > 1) {
        str_puts(&s, "<pressrun:Pictures><rdf:Bag>\n");
        for (size_t i = 0; i < n_different; i++) {
            str_puts(&s, "<rdf:li rdf:parseType=\"Resource\">\n");
            put_fields(&s, different[i]);
            str_puts(&s, "</rdf:li>\n");
        }
        str_puts(&s, "</rdf:Bag></pressrun:Pictures>\n");
    }
    if (s.len > PACKET_MOST) {
        s.len = common;
        s.data[common] = '\0';
    }
    put_tail(&s);
    char *out = arena_strndup(a, s.data, s.len);
    *len = s.len;
    str_drop(&s);
    return out;
}
