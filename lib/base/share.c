#include <limits.h>
#include <unistd.h>

#include "base/file.h"

#ifndef PRESSRUN_SHARE
#define PRESSRUN_SHARE "/usr/local/share/pressrun"
#endif

char *share_dir(struct arena *a)
{
    char exe[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n > 0) {
        exe[n] = '\0';
        char *dir = path_dir(a, exe);
        static const char *const beside[] = {"../share/pressrun", "../../share", "../../../share"};
        for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
            char *p = path_join(a, dir, beside[i]);
            if (dir_exists(path_join(a, p, "brand-rules")))
                return p;
        }
    }
    return arena_strdup(a, PRESSRUN_SHARE);
}
