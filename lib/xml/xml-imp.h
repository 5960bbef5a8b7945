/* Private to lib/xml. */
#ifndef PRESSRUN_XML_IMP_H
#define PRESSRUN_XML_IMP_H

#include "xml/xml.h"

struct _xmlDoc;      /* libxml2's */
void xml_init(void); /* once a process: entity loader, parser */
struct _xmlDoc *xml_read_memory(struct ctx *ctx, const char *path, const char *data, size_t len);
int xml_read_file(struct ctx *ctx, struct arena *a, const char *path, char **data, size_t *len);

/* Evaluates at a place (NULL: an empty document). Freed by the caller; NULL with a report. */
struct _xmlXPathObject *xpath_eval_at(struct ctx *ctx, struct xpath *x, const struct xpath_place *at,
                                      const struct xpath_env *env);

#endif
