/* Pictures as tar: POSIX.1-2017 ustar blocks (pax, "ustar Interchange Format"), with an extended header
 * before a member whose name or size does not go into one. The same variants give the same bytes: owner 0,
 * mode 0644, time 0 or SOURCE_DATE_EPOCH. Workers make blocks; the run's output, which is in the order of the
 * lines, carries them here. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "still/still-imp.h"

enum { BLOCK = 512, NAME_MAX_USTAR = 100, COPY = 64 * 1024 };

struct archive {
    const char *dir;  /* NULL: one stream to `write` */
    const char *name; /* of the shards */
    size_t shard_bytes;
    int (*write)(struct ctx *ctx, const char *data, size_t len);
    char *path, *temporary; /* of the shard under way; NULL: none */
    int fd;                 /* of it */
    long shard;             /* its number, from 1 */
    size_t bytes;           /* in it */
    FILE *manifest;         /* lines of this shard or stream, on disk: memory does not grow with them */
    size_t manifest_bytes;
    struct str buf;
};

/* ---- blocks ---- */

static void put_octal(char *field, size_t width, unsigned long long v)
{
    field[width - 1] = '\0';
    for (size_t i = width - 1; i-- > 0; v >>= 3)
        field[i] = (char)('0' + (v & 7));
}

static unsigned long long member_time(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end;
    unsigned long long t = epoch ? strtoull(epoch, &end, 10) : 0;
    return epoch && *epoch && !*end && t <= 077777777777ULL ? t : 0;
}

static void put_header(struct str *out, const char *name, size_t size, char type)
{
    char h[BLOCK] = {0};
    unsigned sum = 0;
    memcpy(h, name, strnlen(name, NAME_MAX_USTAR));
    put_octal(h + 100, 8, 0644);
    put_octal(h + 108, 8, 0);
    put_octal(h + 116, 8, 0);
    put_octal(h + 124, 12, size);
    put_octal(h + 136, 12, member_time());
    memset(h + 148, ' ', 8); /* the sum is taken with blanks in its place */
    h[156] = type;
    memcpy(h + 257, "ustar\00000", 8);
    put_octal(h + 329, 8, 0);
    put_octal(h + 337, 8, 0);
    for (size_t i = 0; i < BLOCK; i++)
        sum += (unsigned char)h[i];
    put_octal(h + 148, 7, sum);
    str_put(out, h, BLOCK);
}

static void put_padding(struct str *out, size_t size)
{
    static const char zeros[BLOCK];
    str_put(out, zeros, (BLOCK - size % BLOCK) % BLOCK);
}

/* "LENGTH key=value\n", where LENGTH counts itself. */
static void put_record(struct str *out, const char *key, const char *value)
{
    size_t rest = strlen(key) + strlen(value) + 3, len = rest + 1, digits = 0;
    while (digits != len - rest) {
        digits = len - rest;
        len = rest;
        for (size_t n = rest + digits; n; n /= 10)
            len++;
    }
    str_printf(out, "%zu %s=%s\n", len, key, value);
}

static void put_member_header(struct str *out, const char *name, size_t size)
{
    const size_t most = 077777777777; /* eight gigabytes */
    bool plain = strlen(name) <= NAME_MAX_USTAR;
    for (const char *p = name; *p; p++)
        plain &= (unsigned char)*p < 0x80;
    if (!plain || size > most) {
        struct str more = STR_INIT;
        char digits[24];
        snprintf(digits, sizeof digits, "%zu", size);
        if (!plain)
            put_record(&more, "path", name);
        if (size > most)
            put_record(&more, "size", digits);
        put_header(out, "././@PaxHeader", more.len, 'x');
        str_put(out, more.data, more.len);
        put_padding(out, more.len);
        str_drop(&more);
    }
    put_header(out, name, size > most ? 0 : size, '0');
}

void archive_put_member(struct str *out, const char *name, const void *data, size_t len)
{
    str_reserve(out, len + 4 * BLOCK);
    put_member_header(out, name, len);
    str_put(out, data, len);
    put_padding(out, len);
}

/* ---- records: what a worker hands to the writer for a line ---- */

void archive_put_line(struct str *out, const struct str *members, const char *line, size_t len)
{
    uint64_t sizes[2] = {members->len, len};
    str_put(out, (const char *)sizes, sizeof sizes);
    str_put(out, members->data, members->len);
    str_put(out, line, len);
}

/* ---- writing ---- */

static int write_bytes(struct ctx *ctx, struct archive *a, const char *data, size_t len)
{
    a->bytes += len;
    if (!a->dir)
        return a->write(ctx, data, len);
    while (len) {
        ssize_t n = write(a->fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            report_errno(ctx, a->path, "write", errno);
            return -1;
        }
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

static int begin_shard(struct ctx *ctx, struct archive *a)
{
    struct str s = STR_INIT;
    a->shard++;
    a->bytes = a->manifest_bytes = 0;
    rewind(a->manifest);
    if (ftruncate(fileno(a->manifest), 0) != 0) {
        report_errno(ctx, "manifest", "write", errno);
        return -1;
    }
    if (!a->dir)
        return 0;
    str_printf(&s, "%s/%s-%05ld.tar", a->dir, a->name, a->shard);
    a->path = str_detach(&s);
    str_printf(&s, "%s/.pressrun-%ld-%s-%05ld.tmp", a->dir, (long)getpid(), a->name, a->shard);
    a->temporary = str_detach(&s);
    a->fd = open(a->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (a->fd >= 0)
        return 0;
    report_errno(ctx, a->path, "write", errno);
    return -1;
}

/* The manifest as the last member: the lines of the pictures before it. */
static int put_manifest(struct ctx *ctx, struct archive *a)
{
    char name[300], buf[COPY];
    if (a->dir)
        snprintf(name, sizeof name, "manifest-%.200s-%05ld.jsonl", a->name, a->shard);
    else
        snprintf(name, sizeof name, "manifest.jsonl");
    str_clear(&a->buf);
    put_member_header(&a->buf, name, a->manifest_bytes);
    if (fflush(a->manifest) != 0 || write_bytes(ctx, a, a->buf.data, a->buf.len) != 0)
        return -1;
    rewind(a->manifest);
    for (size_t n; (n = fread(buf, 1, sizeof buf, a->manifest)) > 0;)
        if (write_bytes(ctx, a, buf, n) != 0)
            return -1;
    str_clear(&a->buf);
    put_padding(&a->buf, a->manifest_bytes);
    static const char end[2 * BLOCK];
    str_put(&a->buf, end, sizeof end);
    return write_bytes(ctx, a, a->buf.data, a->buf.len);
}

static void drop_shard(struct archive *a)
{
    if (a->fd >= 0)
        close(a->fd);
    if (a->temporary)
        unlink(a->temporary);
    free(a->path);
    free(a->temporary);
    a->path = a->temporary = NULL;
    a->fd = -1;
}

/* Ends the shard and gives it its name. */
static int end_shard(struct ctx *ctx, struct archive *a)
{
    int rc = put_manifest(ctx, a);
    if (rc == 0 && a->dir) {
        rc = close(a->fd);
        a->fd = -1;
        if (rc == 0)
            rc = rename(a->temporary, a->path);
        if (rc != 0)
            report_errno(ctx, a->path, "write", errno);
        else
            a->temporary[0] = '\0'; /* nothing is left to remove */
    }
    drop_shard(a);
    return rc == 0 ? 0 : -1;
}

/* One line with its members; they stay in one shard. */
static int put_line(struct ctx *ctx, struct archive *a, const char *members, size_t n, const char *line,
                    size_t len)
{
    bool full = a->dir && a->bytes && a->shard_bytes && a->bytes + n > a->shard_bytes;
    if ((full && end_shard(ctx, a) != 0) || ((full || !a->shard) && begin_shard(ctx, a) != 0))
        return -1;
    if (fwrite(line, 1, len, a->manifest) != len) {
        report_errno(ctx, "manifest", "write", errno);
        return -1;
    }
    a->manifest_bytes += len;
    return write_bytes(ctx, a, members, n) != 0 || (a->dir && a->write(ctx, line, len) != 0) ? -1 : 0;
}

int archive_write(struct ctx *ctx, struct archive *a, const char *data, size_t len)
{
    const char *end = data + len;
    while (data < end) {
        uint64_t sizes[2];
        memcpy(sizes, data, sizeof sizes);
        data += sizeof sizes;
        if (put_line(ctx, a, data, sizes[0], data + sizes[0], sizes[1]) != 0)
            return -1;
        data += sizes[0] + sizes[1];
    }
    return 0;
}

struct archive *archive_new(struct ctx *ctx, const struct still_options *o)
{
    struct archive *a = xcalloc(1, sizeof *a);
    a->dir = str_eq(o->out, "-") ? NULL : o->out;
    a->name = o->archive_name ? o->archive_name : "pictures";
    a->shard_bytes = o->archive_size;
    a->write = o->write;
    a->fd = -1;
    a->buf = (struct str)STR_INIT;
    const char *fault = !*a->name || strchr(a->name, '/') || a->name[0] == '.' || strlen(a->name) > 100
                            ? "--archive-name is the beginning of a file's name: no '/', no leading '.'"
                        : o->resume ? "--resume goes with a folder of pictures, not with --archive"
                        : o->archive_size && !a->dir ? "--archive-size goes with -o DIR: a stream is not cut"
                                                     : NULL;
    if (fault) {
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, "see render-still(1), ARCHIVES", "%s",
                    fault);
    } else if (!(a->manifest = tmpfile())) {
        report_errno(ctx, "manifest", "write", errno);
    } else {
        return a;
    }
    archive_drop(a);
    return NULL;
}

int archive_finish(struct ctx *ctx, struct archive *a)
{
    if (!a->shard && begin_shard(ctx, a) != 0) /* no line came: an archive of no pictures */
        return -1;
    return end_shard(ctx, a);
}

void archive_drop(struct archive *a)
{
    if (!a)
        return;
    drop_shard(a);
    if (a->manifest)
        fclose(a->manifest);
    str_drop(&a->buf);
    free(a);
}
