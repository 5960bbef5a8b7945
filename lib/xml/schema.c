#include "xml/xml.h"

#include <string.h>

#include <libxml/relaxng.h>
#include <libxml/tree.h>

#include "xml/xml-imp.h"

struct schema_report {
    struct ctx *ctx;
    const char *path;
};

static void report_one(void *user, xmlErrorPtr err)
{
    struct schema_report *r = user;
    size_t n = err->message ? strcspn(err->message, "\n") : 0;
    report(r->ctx, DIAG_XML_SCHEMA, (struct where){.file = r->path, .line = err->line}, "%.*s", (int)n,
           err->message ? err->message : "");
}

static xmlDocPtr load(struct ctx *ctx, struct arena *a, const char *path)
{
    char *data;
    size_t len;
    return xml_read_file(ctx, a, path, &data, &len) == 0 ? xml_read_memory(ctx, path, data, len) : NULL;
}

int xml_validate(struct ctx *ctx, const char *schema_path, const char *path)
{
    int rc = -1;
    struct arena *a = arena_new();
    struct schema_report rs = {ctx, schema_path}, rd = {ctx, path};
    xmlDocPtr schema_doc = NULL, doc = NULL;
    xmlRelaxNGParserCtxtPtr parser = NULL;
    xmlRelaxNGPtr schema = NULL;
    xmlRelaxNGValidCtxtPtr valid = NULL;
    if (!(schema_doc = load(ctx, a, schema_path)) || !(doc = load(ctx, a, path)))
        goto done;
    parser = xmlRelaxNGNewDocParserCtxt(schema_doc);
    if (parser) {
        xmlRelaxNGSetParserStructuredErrors(parser, report_one, &rs);
        schema = xmlRelaxNGParse(parser);
    }
    valid = schema ? xmlRelaxNGNewValidCtxt(schema) : NULL;
    if (!valid)
        goto done;
    xmlRelaxNGSetValidStructuredErrors(valid, report_one, &rd);
    rc = xmlRelaxNGValidateDoc(valid, doc) == 0 ? 0 : -1;
done:
    if (valid)
        xmlRelaxNGFreeValidCtxt(valid);
    if (schema)
        xmlRelaxNGFree(schema);
    if (parser)
        xmlRelaxNGFreeParserCtxt(parser);
    if (doc)
        xmlFreeDoc(doc);
    if (schema_doc)
        xmlFreeDoc(schema_doc);
    arena_drop(a);
    return rc;
}
