/* What comes beside translations: memories (TMX) and glossaries (TBX, CSV, TSV), read and asked. */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "l10n/l10n.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *folder(void)
{
    static char dir[] = "/tmp/pressrun-fuzz-XXXXXX";
    static const char *made;
    if (!made)
        made = mkdtemp(dir);
    return made;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.tmx", "a.tbx", "a.csv", "a.tsv"};
    if (size > 1 << 16 || !folder())
        return 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct ctx ctx = {0};
        struct arena *a = arena_new();
        const char *path = path_join(a, folder(), names[i]);
        struct l10n_glossary g = {0};
        struct l10n_match found[3];
        if (file_write(&ctx, path, (const char *)data, size) == 0 && i == 0) {
            struct l10n_memory *m = l10n_memory_new();
            l10n_memory_load(&ctx, m, path, "en-GB", "de");
            size_t n = l10n_memory_find(m, "Tea for you, {name}", 50, 3, found);
            for (size_t k = 0; k < n; k++) {
                if (found[k].score < 50 || found[k].score > 100)
                    __builtin_trap();
            }
            l10n_memory_drop(m);
        } else if (i > 0 && l10n_glossary_load(&ctx, a, path, "en-GB", "de", &g) == 0) {
            for (size_t k = 0; k < g.n; k++) {
                if (!g.terms[k].source && !g.terms[k].target)
                    __builtin_trap();
            }
        }
        arena_drop(a);
    }
    return 0;
}
