/* Files: reading whole, writing whole or not at all, paths that stay inside their root. */
#ifndef PRESSRUN_BASE_FILE_H
#define PRESSRUN_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

/* Reads a whole regular file of at most `limit` bytes into the arena (NUL added). 0, or -1 with a report. */
int file_read(struct ctx *ctx, struct arena *a, const char *path, size_t limit, char **data, size_t *len);
bool file_exists(const char *path); /* a regular file that can be read */
bool dir_exists(const char *path);
/* Makes a folder and its parents, like mkdir -p. */
int dir_make(struct ctx *ctx, const char *path);
/* Names (not paths) of the entries of a folder that end in `suffix`, sorted by bytes. */
int dir_list(struct ctx *ctx, struct arena *a, const char *path, const char *suffix, char ***names,
             size_t *n);

/* Writes `path` whole: to a temporary name in the same folder, then renamed. 0, or -1 with a report and no
 * file. The folder must exist. The temporary name starts with ".pressrun-" and is removed on failure. */
int file_write(struct ctx *ctx, const char *path, const void *data, size_t len);

/* Joins with one '/', normalises "." and "//"; an absolute `b` is returned as it is. */
char *path_join(struct arena *a, const char *dir, const char *b);
char *path_dir(struct arena *a, const char *path); /* "." when there is none */
const char *path_base(const char *path);           /* borrowed: after the last '/' */
const char *path_ext(const char *path); /* borrowed: after the last '.' of the base, "" when none */
/* The path of `rel` inside the folder `root`: rejects absolute paths, "..", control characters, URLs and
 * symbolic links that lead out of root. NULL with a report (code [path] or [not-found]). */
char *path_inside(struct ctx *ctx, struct arena *a, const char *root, const char *rel, struct where where);

/* Where the shared data (brand-rules, templates, schema) lives: ../share/pressrun beside the running binary's
 * folder when installed, ../../share in a build tree, else the compiled-in prefix. Owned by the arena. */
char *share_dir(struct arena *a);

/* XXH3 128 (libxxhash) of a buffer as 32 hexadecimal digits plus NUL. */
void digest_hex(const void *data, size_t len, char out[33]);
/* XXH3 128 of n rows of `len` bytes, `stride` apart; `seed` tells kinds of rows apart. For tables in memory.
 */
struct digest128 {
    uint64_t at[2];
};
uint64_t digest_quick(const void *data, size_t len); /* for tables in memory */
struct digest128 digest_rows(const void *rows, size_t stride, size_t len, size_t n, uint64_t seed);

#endif
