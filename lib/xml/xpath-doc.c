/* XPath over documents: nodes that an expression selects, and tests and texts at each of them. */
#include "xml/xml.h"

#include <string.h>

#include <libxml/tree.h>
#include <libxml/xpath.h>

#include "xml/xml-imp.h"

enum { MOST_NODES = 100000 };

struct xpath_doc {
    xmlDocPtr doc;
};

struct xpath_doc *xpath_doc_new(struct ctx *ctx, const char *path, const char *data, size_t len)
{
    xml_init();
    xmlDocPtr doc = xml_read_memory(ctx, path, data, len);
    if (!doc)
        return NULL;
    struct xpath_doc *d = xcalloc(1, sizeof *d);
    d->doc = doc;
    return d;
}

void xpath_doc_drop(struct xpath_doc *d)
{
    if (!d)
        return;
    xmlFreeDoc(d->doc);
    free(d);
}

/* The value of an attribute `name` without namespace at a node or above, copied to `a`. */
static const char *inherited(struct arena *a, xmlNodePtr n, const char *name)
{
    for (; n; n = n->parent) {
        xmlChar *v = n->type == XML_ELEMENT_NODE ? xmlGetNoNsProp(n, (const xmlChar *)name) : NULL;
        if (v) {
            const char *out = arena_strdup(a, (const char *)v);
            xmlFree(v);
            return out;
        }
    }
    return NULL;
}

int xpath_each(struct ctx *ctx, struct xpath *x, const struct xpath_doc *d, const struct xpath_env *env,
               struct arena *a, xpath_node *each, void *payload)
{
    struct xpath_place all = {.doc = d->doc, .node = xmlDocGetRootElement(d->doc)};
    xmlXPathObjectPtr got = xpath_eval_at(ctx, x, &all, env);
    int result = 0;
    if (!got)
        return -1;
    if (got->type != XPATH_NODESET) {
        report_hint(ctx, DIAG_ERROR, DIAG_XPATH, env->where, "write a path such as //svg:text",
                    "'%s' selects no nodes", xpath_expr(x));
        result = -1;
    }
    int n = result == 0 && got->nodesetval ? got->nodesetval->nodeNr : 0;
    for (int i = 0; i < n && i < MOST_NODES && result == 0; i++) {
        xmlNodePtr node = got->nodesetval->nodeTab[i];
        if (node->type == XML_NAMESPACE_DECL)
            continue;
        xmlNodePtr element =
            node->type == XML_ELEMENT_NODE || node->type == XML_DOCUMENT_NODE ? node : node->parent;
        struct xpath_place at = {.doc = d->doc,
                                 .node = node,
                                 .line = element ? xmlGetLineNo(element) : 0,
                                 .name = (const char *)node->name};
        at.id = element && element->type == XML_ELEMENT_NODE ? inherited(a, element, "id") : NULL;
        result = each(payload, &at);
    }
    xmlXPathFreeObject(got);
    return result;
}

int xpath_test_at(struct ctx *ctx, struct xpath *x, const struct xpath_place *at, const struct xpath_env *env)
{
    xmlXPathObjectPtr got = xpath_eval_at(ctx, x, at, env);
    if (!got)
        return -1;
    int result = xmlXPathCastToBoolean(got);
    xmlXPathFreeObject(got);
    return result ? 1 : 0;
}

const char *xpath_string_at(struct ctx *ctx, struct xpath *x, const struct xpath_place *at,
                            const struct xpath_env *env, struct arena *a)
{
    xmlXPathObjectPtr got = xpath_eval_at(ctx, x, at, env);
    if (!got)
        return NULL;
    xmlChar *s = xmlXPathCastToString(got);
    const char *out = arena_strdup(a, s ? (const char *)s : "");
    xmlFree(s);
    xmlXPathFreeObject(got);
    return out;
}
