#include "json/json.h"
#include "variant/variant.h"

#include <string.h>

/* JSON and variant lines: what is read is written again, and reads the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx ctx = {0};
    struct arena *a = arena_new();
    char *text = arena_strndup(a, (const char *)data, size);
    json_parse(&ctx, a, text, size, (struct where){0});
    json_parse_shallow(&ctx, a, text, size, (struct where){0});
    struct variant *v = variant_read(&ctx, a, text, size, (struct where){0});
    if (v) {
        struct str out = STR_INIT;
        v->touched = V_ALL;
        variant_write(&out, v);
        if (!variant_read(&ctx, a, out.data, out.len, (struct where){0}))
            __builtin_trap();
        str_drop(&out);
    }
    arena_drop(a);
    return 0;
}
