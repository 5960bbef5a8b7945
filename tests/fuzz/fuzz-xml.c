#include "xml/xml.h"

#include <string.h>

/* The XML fence: hostile documents give a tree or a diagnostic; a tree is written and read again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx ctx = {0};
    struct arena *a = arena_new();
    struct xml_doc *doc = xml_parse(&ctx, a, "fuzz.xml", (const char *)data, size);
    if (doc) {
        struct str out = STR_INIT;
        xml_write(&out, xml_clone(a, doc->root), true);
        if (!xml_parse(&ctx, a, "again.xml", out.data, out.len))
            __builtin_trap();
        str_drop(&out);
    }
    char *expr = arena_strndup(a, (const char *)data, size < 300 ? size : 300);
    struct xpath *x = xpath_new(&ctx, expr, (struct where){0});
    if (x)
        xpath_test(&ctx, x, NULL, NULL, NULL, (struct where){0});
    xpath_drop(x);
    arena_drop(a);
    return 0;
}
