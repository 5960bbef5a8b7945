/* A file of markets that campaigns share, in a creative that has what it may name. */
#include <stdint.h>
#include <stdlib.h>

#include "creative/creative.h"

#include "folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *folder(void)
{
    static const char svg[] =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text id=\"t\">x</text></svg>";
    static const char creative[] =
        "<creative xmlns=\"urn:pressrun:creative:1\" name=\"c\"><data><field name=\"price\" "
        "type=\"money\" "
        "currency=\"EUR\"/><field name=\"ends\" type=\"date\"/></data><layouts><layout name=\"a\" "
        "src=\"a.svg\"/></layouts><slots><slot name=\"t\" role=\"legal\" message=\"m\"/></slots><copy>"
        "<message id=\"m\">{price, number, price}</message></copy><themes default=\"day\"><theme "
        "name=\"day\"/><theme name=\"night\"/></themes><markets src=\"markets.xml\"/></creative>";
    static const struct fuzz_file files[] = {{"a.svg", svg, sizeof svg - 1},
                                             {"creative.xml", creative, sizeof creative - 1}};
    return fuzz_folder(files, 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx ctx = {0};
    if (size > 1 << 16 || !folder())
        return 0;
    struct arena *a = arena_new();
    if (file_write(&ctx, path_join(a, folder(), "markets.xml"), (const char *)data, size) == 0) {
        struct creative *c = creative_load(&ctx, path_join(a, folder(), "creative.xml"));
        for (size_t i = 0; c && i < c->n_locales; i++) {
            if (!locale_def_format(a, &c->locales[i], c->locales[i].tag))
                __builtin_trap();
        }
        creative_drop(c);
    }
    arena_drop(a);
    return 0;
}
