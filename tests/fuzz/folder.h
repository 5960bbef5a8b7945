/* A folder with the files that do not change from input to input, for targets whose reader follows paths.
 * Made once a process. */
#ifndef PRESSRUN_FUZZ_FOLDER_H
#define PRESSRUN_FUZZ_FOLDER_H

#include <stdlib.h>

#include "base/base.h"

struct fuzz_file {
    const char *name, *data;
    size_t len;
};

/* Its path; NULL when it cannot be made. */
static inline const char *fuzz_folder(const struct fuzz_file *files, size_t n)
{
    static char dir[] = "/tmp/pressrun-fuzz-XXXXXX";
    static const char *made;
    if (!made && (made = mkdtemp(dir))) {
        struct ctx ctx = {0};
        struct arena *a = arena_new();
        for (size_t i = 0; i < n; i++)
            file_write(&ctx, path_join(a, made, files[i].name), files[i].data, files[i].len);
        arena_drop(a);
    }
    return made;
}

#endif
