#include "l10n/l10n.h"

#include <stdlib.h>
#include <string.h>

/* Translation files: XLIFF of both generations and PO. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = xstrndup((const char *)data, size);
    for (const struct l10n_source *const *s = l10n_sources; *s; s++) {
        struct ctx ctx = {0};
        struct arena *a = arena_new();
        struct l10n_file file = {.path = "fuzz"};
        if ((*s)->load(&ctx, a, "fuzz", text, size, &file) == 0) {
            for (size_t i = 0; i < file.n_units; i++) {
                bool table = strcmp((*s)->name, "csv") == 0 || strcmp((*s)->name, "tsv") == 0;
                if ((!file.units[i].source && !table) ||
                    (file.units[i].target && strlen(file.units[i].target) > 16 * size + 1024))
                    __builtin_trap();
            }
        }
        arena_drop(a);
    }
    free(text);
    return 0;
}
