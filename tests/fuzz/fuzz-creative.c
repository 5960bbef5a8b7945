/* creative.xml or a lone SVG, loaded and, when it is valid, expanded over a small audience. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "expand/expand.h"

#include "folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int discard(struct ctx *ctx, const char *data, size_t len)
{
    (void)ctx;
    return len && data[0] != '{' && data[0] != 'c' ? -1 : 0;
}

static const char *folder(void)
{
    static const char svg[] =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text id=\"t\">{a}</text>"
        "<g id=\"g\"/><rect id=\"r\"/><image id=\"i\"/></svg>";
    static const char csv[] = "a,b,n,locale,seg\nAna,x,1.5,de-DE,new\n\"{q}\",<b>,,,vip\n";
    static const struct fuzz_file files[] = {{"a.svg", svg, sizeof svg - 1}, {"a.csv", csv, sizeof csv - 1}};
    return fuzz_folder(files, 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx ctx = {0};
    if (size > 1 << 16 || !folder())
        return 0;
    struct arena *a = arena_new();
    const char *path = path_join(a, folder(), "creative.xml");
    if (file_write(&ctx, path, data, size) == 0) {
        struct run_totals totals;
        struct run_options o = {.limit = 500, .sample = -1, .skip_errors = true, .write = discard};
        expand_run(&ctx, path, path_join(a, folder(), "a.csv"), &o, &totals);
        o.lint = true;
        expand_run(&ctx, path, path_join(a, folder(), "a.csv"), &o, &totals);
    }
    arena_drop(a);
    return 0;
}
