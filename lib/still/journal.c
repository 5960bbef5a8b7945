#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "still/still-imp.h"

struct record {
    const char *key, *json;
};
struct journal {
    int fd;
    char *path;
    char *text;          /* the file as it was */
    struct map *records; /* name -> struct record *, the last one of each name */
    struct arena *arena;
};

/* Cuts the text into lines `key TAB name TAB json`. A line without an end was torn by a kill: it does not
 * count. */
static void index_records(struct journal *j, char *text)
{
    for (char *line = text, *nl; (nl = strchr(line, '\n')); line = nl + 1) {
        *nl = '\0';
        char *name = strchr(line, '\t'), *json = name ? strchr(name + 1, '\t') : NULL;
        if (!json)
            continue;
        *name++ = '\0';
        *json++ = '\0';
        struct record *r = ARENA_NEW(j->arena, struct record);
        *r = (struct record){line, json};
        map_put(j->records, name, r);
    }
}

static int read_all(struct ctx *ctx, struct journal *j)
{
    struct stat st;
    if (fstat(j->fd, &st) != 0)
        goto failed;
    size_t n = (size_t)st.st_size, got = 0;
    j->text = xmalloc(n + 1);
    while (got < n) {
        ssize_t r = pread(j->fd, j->text + got, n - got, (off_t)got);
        if (r < 0 && errno == EINTR)
            continue;
        if (r < 0)
            goto failed;
        if (r == 0)
            break;
        got += (size_t)r;
    }
    j->text[got] = '\0';
    if (got && j->text[got - 1] != '\n' && write(j->fd, "\n", 1) != 1)
        goto failed; /* ends the torn record, or the next one would be glued to it */
    index_records(j, j->text);
    return 0;
failed:
    report_errno(ctx, j->path, "read", errno);
    return -1;
}

struct journal *journal_open(struct ctx *ctx, const char *out, bool resume)
{
    struct journal *j = xcalloc(1, sizeof *j);
    j->fd = -1;
    j->arena = arena_new();
    j->records = map_new();
    char *dir = path_join(j->arena, out, ".pressrun");
    j->path = path_join(j->arena, dir, "journal");
    if (dir_make(ctx, dir) != 0)
        goto failed;
    j->fd = open(j->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (j->fd < 0) {
        report_errno(ctx, j->path, "write", errno);
        goto failed;
    }
    /* Runs that share a folder (shards) hold the lock together; one that is alone and does not resume starts
     * afresh. A file system without locks only lets the journal grow. */
    if (!resume && flock(j->fd, LOCK_EX | LOCK_NB) == 0 && ftruncate(j->fd, 0) != 0) {
        report_errno(ctx, j->path, "write", errno);
        goto failed;
    }
    while (flock(j->fd, LOCK_SH) != 0 && errno == EINTR)
        ;
    if (resume && read_all(ctx, j) != 0)
        goto failed;
    return j;
failed:
    journal_drop(j);
    return NULL;
}

void journal_drop(struct journal *j)
{
    if (!j)
        return;
    if (j->fd >= 0)
        close(j->fd);
    map_drop(j->records);
    arena_drop(j->arena);
    free(j->text);
    free(j);
}

const char *journal_find(const struct journal *j, const char *name, const char *key)
{
    const struct record *r = map_find(j->records, name);
    return r && strcmp(r->key, key) == 0 ? r->json : NULL;
}

int journal_add(struct ctx *ctx, struct journal *j, const char *name, const char *key, const char *json)
{
    struct str s = STR_INIT;
    str_printf(&s, "%s\t%s\t%s\n", key, name, json);
    ssize_t n;
    do
        n = write(j->fd, s.data, s.len); /* one write: with O_APPEND records of several writers do not mix */
    while (n < 0 && errno == EINTR);
    int rc = 0;
    if (n != (ssize_t)s.len) {
        report_errno(ctx, j->path, "write", n < 0 ? errno : ENOSPC);
        rc = -1;
    }
    str_drop(&s);
    return rc;
}
