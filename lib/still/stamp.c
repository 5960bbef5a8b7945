#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "still/still-imp.h"

enum { MOST_FILES = 50000, MOST_DEPTH = 12 };

struct walk {
    struct str text;
    const struct stat *skip;
    size_t left;
};

/* Only what a renderer reads: a table of people or a manifest beside a lone SVG does not make its pictures
 * stale. */
static bool counts(const char *name)
{
    static const char *const kinds[] = {"svg",  "xml",  "png", "jpg", "jpeg", "webp", "gif",  "tif",
                                        "tiff", "avif", "ttf", "otf", "ttc",  "otc",  "woff", "woff2"};
    const char *ext = path_ext(name);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq_nocase(ext, kinds[i]))
            return true;
    return false;
}

static void put_file(struct walk *w, const char *path, const struct stat *st)
{
    str_printf(&w->text, "%s\t%lld\t%lld.%09ld\n", path, (long long)st->st_size,
               (long long)st->st_mtim.tv_sec, (long)st->st_mtim.tv_nsec);
}

static void walk_folder(struct walk *w, struct arena *a, const char *dir, int depth)
{
    struct ctx quiet = {0};
    char **names;
    size_t n;
    if (depth > MOST_DEPTH || dir_list(&quiet, a, dir, "", &names, &n) != 0)
        return;
    for (size_t i = 0; i < n && w->left; i++) {
        char *path = path_join(a, dir, names[i]);
        struct stat st;
        w->left--;
        if (stat(path, &st) != 0)
            continue;
        if (S_ISREG(st.st_mode) && counts(names[i]))
            put_file(w, path, &st);
        else if (S_ISDIR(st.st_mode) &&
                 !(w->skip && w->skip->st_ino == st.st_ino && w->skip->st_dev == st.st_dev))
            walk_folder(w, a, path, depth + 1);
    }
}

void creative_stamp(const struct creative *c, const struct stat *skip, char out[33])
{
    struct walk w = {.text = STR_INIT, .skip = skip, .left = MOST_FILES};
    struct arena *a = arena_new();
    walk_folder(&w, a, c->dir, 0);
    for (size_t i = 0; i < c->n_font_dirs; i++) /* may lie outside: the system's fonts */
        walk_folder(&w, a, c->font_dirs[i], 0);
    digest_hex(w.text.data, w.text.len, out);
    arena_drop(a);
    str_drop(&w.text);
}
