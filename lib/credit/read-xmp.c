/* XMP packets: RDF/XML as ISO 16684-1 narrows it: properties of rdf:Description as attributes or elements,
 * arrays, structures one level deep. */
#include "credit/credit-imp.h"

#include <string.h>

#include "xml/xml.h"

static void add_text(struct arena *a, struct credit *out, enum credit_field f, const char *text)
{
    if (text)
        credit_add(a, out, f, text, strlen(text));
}

/* A property of a structure, written as attribute, element, or inside an rdf:Description. */
static const char *part_of(struct arena *a, const struct xml_node *e, const char *ns, const char *name)
{
    const struct xml_node *inner = xml_child(e, NS_RDF, "Description");
    const char *as_attr = xml_attr_ns(e, ns, name);
    const struct xml_node *as_element = xml_child(e, ns, name);
    if (as_attr)
        return as_attr;
    if (as_element) {
        const char *link = xml_attr_ns(as_element, NS_RDF, "resource");
        return link ? link : xml_text(a, as_element);
    }
    return inner && inner != e ? part_of(a, inner, ns, name) : NULL;
}

static void add_item(struct arena *a, struct credit *out, const struct credit_property *p,
                     const struct xml_node *e)
{
    const char *link = xml_attr_ns(e, NS_RDF, "resource");
    if (p->shape == SHAPE_LICENSOR) {
        const char *name = part_of(a, e, NS_PLUS, "LicensorName"),
                   *url = part_of(a, e, NS_PLUS, "LicensorURL");
        if (name || url)
            add_text(a, out, p->field, arena_printf(a, "%s\n%s", name ? name : "", url ? url : ""));
    } else if (p->part) {
        add_text(a, out, p->field, part_of(a, e, p->ns, p->part));
    } else {
        add_text(a, out, p->field, link ? link : xml_text(a, e));
    }
}

/* Of a text in several languages the default one is taken. */
static const struct xml_node *default_item(const struct xml_node *alt)
{
    for (const struct xml_node *li = xml_child(alt, NS_RDF, "li"); li; li = xml_next(li, NS_RDF, "li"))
        if (str_eq(xml_attr_ns(li, XML_NS_XML, "lang"), "x-default"))
            return li;
    return xml_child(alt, NS_RDF, "li");
}

static void read_element(struct arena *a, struct credit *out, const struct credit_property *p,
                         const struct xml_node *e)
{
    const struct xml_node *list = xml_child(e, NS_RDF, "Seq"), *alt = xml_child(e, NS_RDF, "Alt");
    if (!list)
        list = xml_child(e, NS_RDF, "Bag");
    if (alt) {
        const struct xml_node *li = default_item(alt);
        if (li)
            add_item(a, out, p, li);
    } else if (list) {
        for (const struct xml_node *li = xml_child(list, NS_RDF, "li"); li; li = xml_next(li, NS_RDF, "li"))
            add_item(a, out, p, li);
    } else {
        add_item(a, out, p, e);
    }
}

static void read_description(struct arena *a, struct credit *out, const struct xml_node *d)
{
    for (size_t i = 0; i < credit_n_properties; i++) {
        const struct credit_property *p = &credit_properties[i];
        add_text(a, out, p->field, xml_attr_ns(d, p->ns, p->name));
        for (const struct xml_node *e = xml_child(d, p->ns, p->name); e; e = xml_next(e, p->ns, p->name))
            read_element(a, out, p, e);
    }
}

void credit_read_xmp(struct ctx *ctx, struct arena *a, const struct str *packet, struct where where,
                     struct credit *out)
{
    struct diag_list said = {0};
    struct ctx quiet = {.sink = diag_list_sink, .payload = &said};
    struct arena *mine = arena_new(); /* values are copied out of it */
    size_t len = packet->len;
    while (len && (packet->data[len - 1] == '\0' || ascii_space(packet->data[len - 1])))
        len--;
    struct xml_doc *doc = xml_parse(&quiet, mine, where.file, packet->data, len);
    if (!doc)
        report(ctx, DIAG_IMAGE_CREDIT, where, "the picture's XMP is not carried on: %s",
               said.len ? said.at[0].message : "it is not valid");
    for (struct xml_node *n = doc ? doc->root : NULL; n; n = xml_following(doc->root, n))
        if (xml_is(n, NS_RDF, "RDF"))
            for (const struct xml_node *d = xml_child(n, NS_RDF, "Description"); d;
                 d = xml_next(d, NS_RDF, "Description"))
                read_description(a, out, d);
    diag_list_drop(&said);
    arena_drop(mine);
}
