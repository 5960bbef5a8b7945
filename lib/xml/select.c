/* XPath over our own tree: the tree is rebuilt in libxml2, each node knowing the one it stands for. */
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "xml/xml.h"

enum { MOST_STEPS = 10000000 };

/* Depth is bounded by LIMIT_XML_DEPTH. Prefixes do not matter: names are matched by namespace. */
static xmlNode *rebuild(xmlDoc *doc, xmlNode *parent, const struct xml_node *e)
{
    xmlNode *out = xmlNewDocNode(doc, NULL, BAD_CAST e->name, NULL);
    if (!out)
        return NULL;
    out->_private = (void *)e;
    if (parent)
        xmlAddChild(parent, out);
    else
        xmlDocSetRootElement(doc, out);
    if (e->ns) {
        xmlNs *ns = parent && parent->ns && xmlStrEqual(parent->ns->href, BAD_CAST e->ns)
                        ? parent->ns
                        : xmlNewNs(out, BAD_CAST e->ns, NULL);
        xmlSetNs(out, ns);
    }
    for (const struct xml_attr *a = e->attrs; a; a = a->next) {
        if (!a->ns)
            xmlNewProp(out, BAD_CAST a->name, BAD_CAST a->value);
    }
    for (const struct xml_node *k = e->first; k; k = k->next) {
        if (k->kind == XN_TEXT)
            xmlAddChild(out, xmlNewDocText(doc, BAD_CAST k->text));
        else
            rebuild(doc, out, k);
    }
    return out;
}

static void silent(void *payload, const xmlError *error)
{
    (void)payload;
    (void)error;
}

int xml_select(struct ctx *ctx, const struct xml_node *root, const struct xml_node *scope, const char *expr,
               void (*take)(void *payload, struct xml_node *n), void *payload, struct where where)
{
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlXPathContext *xp = NULL;
    xmlXPathObject *found = NULL;
    int result = -1;
    if (!doc || !rebuild(doc, NULL, root) || !(xp = xmlXPathNewContext(doc)))
        goto done;
    xp->opLimit = MOST_STEPS;
    xp->error = (xmlStructuredErrorFunc)silent;
    for (const struct xml_node *n = scope; n; n = n->parent) {
        for (const struct xml_attr *a = n->attrs; a; a = a->next) {
            bool named = str_eq(a->ns, XML_NS_XMLNS) && !str_eq(a->name, "xmlns");
            if (named && !xmlXPathNsLookup(xp, BAD_CAST a->name))
                xmlXPathRegisterNs(xp, BAD_CAST a->name, BAD_CAST a->value);
        }
    }
    found = xmlXPathEvalExpression(BAD_CAST expr, xp);
    if (!found || found->type != XPATH_NODESET) {
        report_hint(ctx, DIAG_ERROR, DIAG_XPATH, where, "write an XPath 1.0 that selects elements",
                    "'%.80s' selects nothing that can be marked", expr);
        goto done;
    }
    for (int i = 0; found->nodesetval && i < found->nodesetval->nodeNr; i++) {
        xmlNode *n = found->nodesetval->nodeTab[i];
        if (n->type == XML_ELEMENT_NODE && n->_private)
            take(payload, n->_private);
    }
    result = 0;
done:
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(xp);
    xmlFreeDoc(doc);
    return result;
}
