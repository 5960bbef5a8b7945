#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/vec.h"

int file_read(struct ctx *ctx, struct arena *a, const char *path, size_t limit, char **data, size_t *len)
{
    int rc = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        report_errno(ctx, path, "open", errno);
        return -1;
    }
    struct stat st;
    if (fstat(fd, &st) != 0) {
        report_errno(ctx, path, "read", errno);
        goto done;
    }
    if (!S_ISREG(st.st_mode)) {
        report(ctx, DIAG_NOT_FOUND, (struct where){.file = path}, "is not a regular file");
        goto done;
    }
    if ((size_t)st.st_size > limit) {
        report(ctx, DIAG_LIMIT, (struct where){.file = path}, "is %lld bytes, more than the limit of %zu",
               (long long)st.st_size, limit);
        goto done;
    }
    size_t n = (size_t)st.st_size, got = 0;
    char *buf = arena_alloc(a, n + 1);
    while (got < n) {
        ssize_t r = read(fd, buf + got, n - got);
        if (r < 0 && errno == EINTR)
            continue;
        if (r < 0) {
            report_errno(ctx, path, "read", errno);
            goto done;
        }
        if (r == 0)
            break;
        got += (size_t)r;
    }
    buf[got] = '\0';
    *data = buf;
    *len = got;
    rc = 0;
done:
    close(fd);
    return rc;
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, R_OK) == 0;
}

bool dir_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int dir_make(struct ctx *ctx, const char *path)
{
    char *p = xstrdup(path);
    for (char *q = p + 1;; q++) {
        if (*q != '/' && *q != '\0')
            continue;
        char keep = *q;
        *q = '\0';
        if (mkdir(p, 0777) != 0 && errno != EEXIST && !dir_exists(p)) {
            report_errno(ctx, path, "write: make folder", errno);
            free(p);
            return -1;
        }
        *q = keep;
        if (!keep)
            break;
    }
    free(p);
    if (!dir_exists(path)) {
        report(ctx, DIAG_SYSTEM, (struct where){.file = path}, "exists and is not a folder");
        return -1;
    }
    return 0;
}

static int by_bytes(const void *x, const void *y)
{
    return strcmp(*(char *const *)x, *(char *const *)y);
}

int dir_list(struct ctx *ctx, struct arena *a, const char *path, const char *suffix, char ***names, size_t *n)
{
    DIR *d = opendir(path);
    if (!d) {
        report_errno(ctx, path, "open", errno);
        return -1;
    }
    struct vec(char *) list = {0};
    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.' && str_ends(e->d_name, suffix))
            vec_push(&list, arena_strdup(a, e->d_name));
    closedir(d);
    if (list.len)
        qsort(list.at, list.len, sizeof *list.at, by_bytes);
    *names = arena_grow(a, list.at, list.len, list.len, sizeof *list.at);
    *n = list.len;
    vec_drop(&list);
    return 0;
}

int file_write(struct ctx *ctx, const char *path, const void *data, size_t len)
{
    static atomic_uint serial; /* only makes temporary names differ between threads */
    struct arena *a = arena_new();
    char *dir = path_dir(a, path);
    char *tmp = arena_printf(a, "%s/.pressrun-%ld-%u.tmp", dir, (long)getpid(), atomic_fetch_add(&serial, 1));
    int rc = -1, err = 0;
    int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        report_errno(ctx, path, "write", errno);
        goto done;
    }
    for (size_t put = 0; put < len && !err;) {
        ssize_t w = write(fd, (const char *)data + put, len - put);
        if (w < 0 && errno != EINTR)
            err = errno;
        else if (w >= 0)
            put += (size_t)w;
    }
    if (close(fd) != 0 && !err)
        err = errno;
    if (!err && rename(tmp, path) != 0)
        err = errno;
    if (err) {
        unlink(tmp);
        report_errno(ctx, path, "write", err);
        goto done;
    }
    rc = 0;
done:
    arena_drop(a);
    return rc;
}

char *path_join(struct arena *a, const char *dir, const char *b)
{
    if (b[0] == '/' || !dir || !*dir || str_eq(dir, "."))
        return arena_strdup(a, b);
    while (b[0] == '.' && b[1] == '/')
        b += 2;
    size_t n = strlen(dir);
    while (n > 1 && dir[n - 1] == '/')
        n--;
    return arena_printf(a, "%.*s%s%s", (int)n, dir, dir[n - 1] == '/' ? "" : "/", b);
}

char *path_dir(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return arena_strdup(a, ".");
    if (slash == path)
        return arena_strdup(a, "/");
    return arena_strndup(a, path, (size_t)(slash - path));
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *path_ext(const char *path)
{
    const char *base = path_base(path), *dot = strrchr(base, '.');
    return dot && dot != base ? dot + 1 : "";
}

char *path_inside(struct ctx *ctx, struct arena *a, const char *root, const char *rel, struct where where)
{
    const char *why = NULL;
    if (!*rel)
        why = "is empty";
    else if (rel[0] == '/' || rel[0] == '~')
        why = "is absolute";
    else if (strstr(rel, "://") || str_starts(rel, "data:"))
        why = "is a URL";
    for (const char *p = rel; *p && !why; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7F || *p == '\\')
            why = "has a control character or a backslash";
        else if ((p == rel || p[-1] == '/') && p[0] == '.' && p[1] == '.' && (p[2] == '/' || p[2] == '\0'))
            why = "leaves its folder";
    }
    if (why) {
        report_hint(ctx, DIAG_ERROR, DIAG_PATH, where, "name a file below the creative's folder",
                    "path '%s' %s", rel, why);
        return NULL;
    }
    char *path = path_join(a, root, rel);
    if (str_eq(root, "."))
        path = arena_strdup(a, rel);
    char *real = realpath(path, NULL), *real_root = realpath(*root ? root : ".", NULL);
    char *out = NULL;
    if (!real || !real_root) {
        report_hint(ctx, DIAG_ERROR, DIAG_NOT_FOUND, where, "check the name and that the file is there",
                    "file '%s' does not exist", rel);
    } else {
        size_t n = strlen(real_root);
        if (strncmp(real, real_root, n) == 0 && (real[n] == '/' || real[n] == '\0' || n == 1))
            out = path;
        else
            report(ctx, DIAG_PATH, where, "path '%s' is a link that leaves its folder", rel);
    }
    free(real);
    free(real_root);
    return out;
}
