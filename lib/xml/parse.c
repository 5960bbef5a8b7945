#include "xml/xml.h"

#include <pthread.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <zlib.h>

#include "xml/xml-imp.h"

/* libxml2 keeps its entity loader in a global: one that opens nothing is set once for the whole process. */
static xmlParserInputPtr refuse_entity(const char *url, const char *id, xmlParserCtxtPtr ctxt)
{
    (void)url;
    (void)id;
    (void)ctxt;
    return NULL;
}

static void init_once(void)
{
    xmlInitParser();
    xmlSetExternalEntityLoader(refuse_entity);
}

void xml_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, init_once);
}

/* The first error of a parse; later ones are mostly its consequences. */
struct first_error {
    int code, line, column;
    char text[256];
};

static void keep_first(void *user, xmlErrorPtr err)
{
    xmlParserCtxtPtr ctxt = user;
    struct first_error *e = ctxt->_private;
    if (!e || e->code || err->level < XML_ERR_ERROR)
        return;
    e->code = err->code;
    e->line = err->line;
    e->column = err->int2;
    size_t n = 0;
    for (const char *p = err->message ? err->message : "unknown error";
         *p && *p != '\n' && n + 1 < sizeof e->text;)
        e->text[n++] = *p++;
    e->text[n] = '\0';
}

struct convert {
    struct ctx *ctx;
    struct arena *a;
    struct xml_doc *doc;
};

static const char *copy(struct arena *a, const xmlChar *s)
{
    return s ? arena_strdup(a, (const char *)s) : NULL;
}

static char *attr_value(struct arena *a, const xmlAttr *at)
{
    const xmlNode *c = at->children;
    if (!c)
        return arena_strdup(a, "");
    if (!c->next && c->type == XML_TEXT_NODE)
        return arena_strdup(a, (const char *)c->content);
    xmlChar *v = xmlNodeListGetString(at->doc, at->children, 1);
    char *out = arena_strdup(a, v ? (const char *)v : "");
    xmlFree(v);
    return out;
}

static void add_attr(struct xml_node *e, struct xml_attr ***tail, struct xml_attr *at)
{
    (void)e;
    **tail = at;
    *tail = &at->next;
}

static struct xml_node *convert_element(struct convert *cv, const xmlNode *n)
{
    struct xml_node *e = ARENA_NEW(cv->a, struct xml_node);
    e->kind = XN_ELEMENT;
    e->name = copy(cv->a, n->name);
    e->line = (int)xmlGetLineNo((xmlNode *)n);
    if (n->ns) {
        e->prefix = copy(cv->a, n->ns->prefix);
        e->ns = copy(cv->a, n->ns->href);
    }
    struct xml_attr **tail = &e->attrs;
    for (const xmlNs *ns = n->nsDef; ns; ns = ns->next) {
        struct xml_attr *at = ARENA_NEW(cv->a, struct xml_attr);
        at->prefix = ns->prefix ? "xmlns" : NULL;
        at->name = ns->prefix ? copy(cv->a, ns->prefix) : "xmlns";
        at->ns = XML_NS_XMLNS;
        at->value = ns->href ? copy(cv->a, ns->href) : "";
        add_attr(e, &tail, at);
    }
    for (const xmlAttr *p = n->properties; p; p = p->next) {
        struct xml_attr *at = ARENA_NEW(cv->a, struct xml_attr);
        at->name = copy(cv->a, p->name);
        at->value = attr_value(cv->a, p);
        if (p->ns) {
            at->prefix = copy(cv->a, p->ns->prefix);
            at->ns = copy(cv->a, p->ns->href);
        }
        add_attr(e, &tail, at);
    }
    cv->doc->n_elements++;
    return e;
}

static bool is_text(const xmlNode *n)
{
    return n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE;
}

/* Adjacent text, CDATA and expanded entity text become one node. Returns the last node taken. */
static const xmlNode *append_text(struct convert *cv, struct xml_node *parent, const xmlNode *n)
{
    struct str s = STR_INIT;
    const xmlNode *last = n;
    for (; n && n->type != XML_ELEMENT_NODE; n = n->next) {
        if (is_text(n) && n->content)
            str_puts(&s, (const char *)n->content);
        last = n;
    }
    if (s.len) {
        struct xml_node *x = xml_new_text(cv->a, s.data);
        x->line = parent->line;
        xml_append(parent, x);
    }
    str_drop(&s);
    return last;
}

static int convert_tree(struct convert *cv, const xmlNode *root)
{
    struct xml_node *cur = cv->doc->root = convert_element(cv, root);
    const xmlNode *n = root->children;
    const xmlNode *parent = root;
    while (parent) {
        if (!n) {
            if (parent == root)
                break;
            n = parent->next;
            parent = parent->parent;
            cur = cur->parent;
            continue;
        }
        if (n->type == XML_ELEMENT_NODE) {
            if (cv->doc->n_elements >= LIMIT_XML_ELEMENTS) {
                report(cv->ctx, DIAG_LIMIT, (struct where){.file = cv->doc->path},
                       "has more than %d elements", LIMIT_XML_ELEMENTS);
                return -1;
            }
            struct xml_node *e = convert_element(cv, n);
            xml_append(cur, e);
            if (n->children) {
                parent = n;
                cur = e;
                n = n->children;
                continue;
            }
        } else if (is_text(n)) {
            n = append_text(cv, cur, n);
        }
        n = n->next;
    }
    return 0;
}

static bool has_external_entity(const xmlDoc *doc)
{
    for (const xmlNode *n = doc->intSubset ? doc->intSubset->children : NULL; n; n = n->next) {
        if (n->type != XML_ENTITY_DECL)
            continue;
        const xmlEntity *e = (const xmlEntity *)n;
        if (e->etype != XML_INTERNAL_GENERAL_ENTITY && e->etype != XML_INTERNAL_PREDEFINED_ENTITY &&
            e->etype != XML_INTERNAL_PARAMETER_ENTITY)
            return true;
    }
    return false;
}

struct _xmlDoc *xml_read_memory(struct ctx *ctx, const char *path, const char *data, size_t len)
{
    xml_init();
    struct where where = {.file = path};
    if (len > LIMIT_XML_BYTES) {
        report(ctx, DIAG_LIMIT, where, "is %zu bytes, more than the limit of %ld", len, LIMIT_XML_BYTES);
        return NULL;
    }
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (!parser) {
        report(ctx, DIAG_SYSTEM, where, "out of memory");
        return NULL;
    }
    struct first_error err = {0};
    parser->_private = &err;
    parser->sax->serror = keep_first;
    xmlDocPtr doc = xmlCtxtReadMemory(parser, data, (int)len, path, NULL,
                                      XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR |
                                          XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES | XML_PARSE_COMPACT);
    bool ok = doc && parser->wellFormed;
    if (doc && has_external_entity(doc)) {
        report_hint(ctx, DIAG_ERROR, DIAG_XML_ENTITY, where,
                    "remove the entity: external entities are never read", "declares an external entity");
        ok = false;
    } else if (!ok) {
        where.line = err.line;
        where.column = err.column;
        bool loop = err.code == XML_ERR_ENTITY_LOOP || err.code == XML_ERR_ENTITY_PROCESSING;
        if (!len)
            report_hint(ctx, DIAG_ERROR, DIAG_XML_SYNTAX, where, "write an XML document into it", "is empty");
        else
            report(ctx, loop ? DIAG_XML_ENTITY : DIAG_XML_SYNTAX, where, "%s",
                   err.code ? err.text : "is not well-formed XML");
    }
    if (!ok && doc) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    xmlFreeParserCtxt(parser);
    return doc;
}

/* Inflates gzip data (.svgz) up to the same limit as plain files: a bomb stops there. */
static int gunzip(struct ctx *ctx, struct arena *a, const char *path, char **data, size_t *len)
{
    int rc = -1;
    struct str out = STR_INIT;
    z_stream z = {0};
    if (inflateInit2(&z, 16 + MAX_WBITS) != Z_OK) {
        report(ctx, DIAG_SYSTEM, (struct where){.file = path}, "cannot start zlib");
        return -1;
    }
    z.next_in = (unsigned char *)*data;
    z.avail_in = (unsigned)*len;
    int state = Z_OK;
    while (state == Z_OK) {
        str_reserve(&out, 64 * 1024);
        z.next_out = (unsigned char *)out.data + out.len;
        z.avail_out = 64 * 1024;
        state = inflate(&z, Z_NO_FLUSH);
        out.len += 64 * 1024 - z.avail_out;
        if (out.len > LIMIT_XML_BYTES) {
            report(ctx, DIAG_LIMIT, (struct where){.file = path}, "inflates to more than %ld bytes",
                   LIMIT_XML_BYTES);
            goto done;
        }
        if (state == Z_OK && z.avail_in == 0 && z.avail_out)
            break;
    }
    if (state != Z_STREAM_END) {
        report(ctx, DIAG_XML_SYNTAX, (struct where){.file = path}, "is damaged gzip data");
        goto done;
    }
    *data = arena_strndup(a, out.data, out.len);
    *len = out.len;
    rc = 0;
done:
    inflateEnd(&z);
    str_drop(&out);
    return rc;
}

static bool is_gzip(const char *data, size_t len)
{
    return len > 2 && (unsigned char)data[0] == 0x1F && (unsigned char)data[1] == 0x8B;
}

struct xml_doc *xml_parse(struct ctx *ctx, struct arena *a, const char *path, const char *data, size_t len)
{
    struct xml_doc *out = NULL;
    struct arena *scratch = arena_new();
    char *text = (char *)data;
    xmlDocPtr doc = NULL;
    if (!is_gzip(data, len) || gunzip(ctx, scratch, path, &text, &len) == 0)
        doc = xml_read_memory(ctx, path, text, len);
    if (doc) {
        struct convert cv = {ctx, a, ARENA_NEW(a, struct xml_doc)};
        cv.doc->path = arena_strdup(a, path);
        const xmlNode *root = xmlDocGetRootElement(doc);
        if (root && convert_tree(&cv, root) == 0)
            out = cv.doc;
        xmlFreeDoc(doc);
    }
    arena_drop(scratch);
    return out;
}

int xml_read_file(struct ctx *ctx, struct arena *a, const char *path, char **data, size_t *len)
{
    if (file_read(ctx, a, path, LIMIT_XML_BYTES, data, len) != 0)
        return -1;
    if (is_gzip(*data, *len))
        return gunzip(ctx, a, path, data, len);
    return 0;
}

struct xml_doc *xml_load(struct ctx *ctx, struct arena *a, const char *path)
{
    struct arena *scratch = arena_new();
    char *data;
    size_t len;
    struct xml_doc *doc = NULL;
    if (xml_read_file(ctx, scratch, path, &data, &len) == 0)
        doc = xml_parse(ctx, a, path, data, len);
    arena_drop(scratch);
    return doc;
}
