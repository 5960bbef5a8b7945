/* Documents that assertions ask: the resolved SVG of an ad, and the creative. */
#include <string.h>

#include "brand/worker-imp.h"

static struct xpath_doc *from_file(struct ctx *ctx, struct arena *a, const char *path, bool *lines)
{
    char *data;
    size_t len;
    if (file_read(ctx, a, path, LIMIT_XML_BYTES, &data, &len) < 0)
        return NULL;
    bool gzip = len > 2 && (unsigned char)data[0] == 0x1f && (unsigned char)data[1] == 0x8b;
    *lines = !gzip;
    if (!gzip)
        return xpath_doc_new(ctx, path, data, len);
    const struct xml_doc *doc = xml_load(ctx, a, path);
    struct str s = STR_INIT;
    if (doc)
        xml_write(&s, doc->root, true);
    struct xpath_doc *d = doc ? xpath_doc_new(ctx, path, s.data, s.len) : NULL;
    str_drop(&s);
    return d;
}

static struct xpath_doc *resolved(struct check *c)
{
    struct str s = STR_INIT;
    struct stage *stage = worker_stage(c->ctx, c->worker);
    struct xpath_doc *d = NULL;
    const struct resolved_svg how = {0}; /* links and text as they are */
    if (stage && c->s->scene && stage_resolved_svg(c->ctx, stage, c->s->scene, &how, &s) == 0)
        d = xpath_doc_new(c->ctx, c->s->layout ? c->s->layout->path : c->s->file, s.data, s.len);
    str_drop(&s);
    return d;
}

const struct xpath_doc *worker_document(struct check *c, bool creative, bool *lines)
{
    struct brand_worker *w = c->worker;
    struct worker_doc *d = creative ? &w->creative_doc : &w->svg_doc;
    const void *of = creative ? (const void *)c->s->creative : (const void *)c->s;
    if (!d->doc || d->of != of) {
        xpath_doc_drop(d->doc);
        d->lines = false;
        d->of = of;
        d->doc = creative         ? from_file(c->ctx, c->arena, c->s->creative->path, &d->lines)
                 : c->s->creative ? resolved(c)
                                  : from_file(c->ctx, c->arena, c->s->file, &d->lines);
    }
    *lines = d->lines;
    return d->doc;
}

void worker_documents_drop(struct brand_worker *w, bool all)
{
    xpath_doc_drop(w->svg_doc.doc);
    w->svg_doc = (struct worker_doc){0};
    if (!all)
        return;
    xpath_doc_drop(w->creative_doc.doc);
    w->creative_doc = (struct worker_doc){0};
}
