/* Rule files: whatever the bytes, rules or diagnostics, then what the tool prints about them. */
#include <stdint.h>
#include <stdlib.h>

#include "brand/brand.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The same bytes as a file of waivers of some rules. */
static void waive(const char *data, size_t size)
{
    static const char rules[] =
        "<rules xmlns=\"" XML_NS_BRAND "\" name=\"t\"><rule id=\"a\" kind=\"glyphs\"/></rules>";
    struct ctx ctx = {0};
    struct brand_rules *r = brand_rules_parse(&ctx, "/nowhere/rules.xml", rules, sizeof rules - 1);
    if ((brand_rules_waive_parse(&ctx, r, "/nowhere/waivers.xml", data, size) < 0) != (ctx.n_errors > 0))
        abort();
    brand_rules_drop(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx ctx = {0};
    struct brand_rules *r = brand_rules_parse(&ctx, "/nowhere/rules.xml", (const char *)data, size);
    if (!r != (ctx.n_errors > 0))
        abort(); /* NULL is always reported, and a report always means NULL */
    if (r) {
        struct str out = STR_INIT;
        brand_rules_list(r, &out);
        for (size_t i = 0; i < r->n_rules; i++)
            brand_rules_explain(&ctx, r, r->rules[i].entry.id, &out);
        str_drop(&out);
    }
    brand_rules_drop(r);
    waive((const char *)data, size);
    return 0;
}
