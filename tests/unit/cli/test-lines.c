#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"

enum { LINES = 5000 };

static int each(struct ctx *ctx, void *worker, const char *line, size_t len, long number, struct str *out)
{
    long *count = worker;
    ++*count;
    str_printf(out, "%ld:%.*s\n", number, (int)len, line);
    if (len == 3 && memcmp(line, "777", 3) == 0) {
        report(ctx, DIAG_LIMIT, (struct where){.line = number}, "seven");
        return -1;
    }
    return 0;
}

static void *new_worker(struct ctx *ctx, void *shared)
{
    (void)ctx;
    (void)shared;
    return calloc(1, sizeof(long));
}

/* Runs the loop over LINES numbered lines with standard output in a file; returns its content. */
static char *run(int (*work)(struct ctx *, void *, const char *, size_t, long, struct str *), int jobs,
                 bool stop, struct collected_diags *d, int *rc)
{
    char in[] = "/tmp/pressrun-in-XXXXXX", out[] = "/tmp/pressrun-out-XXXXXX";
    int fd = mkstemp(in), ofd = mkstemp(out);
    FILE *f = fdopen(fd, "w");
    for (int i = 0; i < LINES; i++)
        fprintf(f, "%d%s", i, i == LINES - 1 ? "" : i % 2 ? "\r\n" : "\n"); /* the last line has no newline */
    fclose(f);
    fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    dup2(ofd, STDOUT_FILENO);
    struct line_loop loop = {.jobs = jobs,
                             .worker_new = new_worker,
                             .worker_drop = free,
                             .each = work,
                             .stop_on_error = stop,
                             .batch = 7};
    const char *path = in;
    *rc = cli_lines(&d->ctx, &loop, &path, 1);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    struct arena *a = arena_new();
    char *data, *copy;
    size_t len;
    assert_int_equal(file_read(&d->ctx, a, out, 1 << 20, &data, &len), 0);
    copy = xstrndup(data, len);
    arena_drop(a);
    close(ofd);
    unlink(in);
    unlink(out);
    return copy;
}

static void test_order(void **state)
{
    (void)state;
    struct str want = STR_INIT;
    for (int i = 0; i < LINES; i++)
        str_printf(&want, "%d:%d\n", i + 1, i);
    for (int jobs = 1; jobs <= 5; jobs += 2) {
        struct collected_diags d;
        collect_diags(&d);
        int rc;
        char *got = run(each, jobs, false, &d, &rc);
        assert_int_equal(rc, 0);
        assert_string_equal(got, want.data);
        assert_int_equal(d.list.len, 1);
        assert_int_equal(last_diag(&d)->where.line, 778);
        assert_int_equal(d.ctx.status, 1);
        free(got);
        diag_list_drop(&d.list);
    }
    str_drop(&want);
}

static void test_stop(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    int rc;
    char *got = run(each, 2, true, &d, &rc);
    assert_non_null(strstr(got, "778:777\n")); /* the failing line itself is written */
    assert_null(strstr(got, "5000:4999"));
    assert_int_equal(d.ctx.status, 1);
    free(got);
    diag_list_drop(&d.list);
}

/* Slow enough that the other worker has filled the ring and waits for this very line when the run is to end.
 */
static int slow_stop(struct ctx *ctx, void *worker, const char *line, size_t len, long number,
                     struct str *out)
{
    if (len == 3 && memcmp(line, "777", 3) == 0)
        usleep(100 * 1000);
    return each(ctx, worker, line, len, number, out);
}

static void test_stop_while_others_wait(void **state)
{
    (void)state;
    for (int jobs = 2; jobs <= 4; jobs++) {
        struct collected_diags d;
        collect_diags(&d);
        int rc;
        char *got = run(slow_stop, jobs, true, &d, &rc);
        assert_int_equal(rc, -1);
        assert_non_null(strstr(got, "778:777\n"));
        assert_null(strstr(got, "5000:4999"));
        free(got);
        diag_list_drop(&d.list);
    }
}

/* Length, number and a digest of the line: what is cut and joined in the wrong place shows. */
static int each_digest(struct ctx *ctx, void *worker, const char *line, size_t len, long number,
                       struct str *out)
{
    (void)ctx;
    (void)worker;
    str_printf(out, "%ld:%zu:%016llx\n", number, len, (unsigned long long)hash_bytes(line, len, HASH_SEED));
    return 0;
}

static struct str sizes_got = STR_INIT;

static int collect_out(struct ctx *ctx, void *shared, const char *data, size_t len)
{
    (void)ctx;
    (void)shared;
    str_put(&sizes_got, data, len);
    return 0;
}

static void feed(int fd, const char *data, size_t len, size_t piece)
{
    for (size_t at = 0; at < len; at += piece)
        if (write(fd, data + at, len - at < piece ? len - at : piece) < 0)
            _exit(1);
}

/* Lines of one byte to several reads, from a file and from pipes that bring a few bytes at a time, in any
 * size of batch: the same lines. */
static void test_sizes(void **state)
{
    (void)state;
    struct str text = STR_INIT, want = STR_INIT;
    long number = 0;
    for (uint32_t i = 0, x = 7; i < 700; i++) {
        x = x * 1664525 + 1013904223;
        size_t n = i % 97 == 50 ? 131072 + x % 400000 : i % 5 == 0 ? 4090 + x % 12 : x % 700;
        size_t at = text.len;
        for (size_t k = 0; k < n; k++)
            str_putc(&text, (char)('a' + (k + i) % 26));
        number++;
        if (n) /* an empty line counts and is passed over */
            str_printf(&want, "%ld:%zu:%016llx\n", number, n,
                       (unsigned long long)hash_bytes(text.data + at, n, HASH_SEED));
        if (i < 699)
            str_putc(&text, '\n');
    }
    char in[] = "/tmp/pressrun-in-XXXXXX";
    int fd = mkstemp(in);
    feed(fd, text.data, text.len, text.len);
    close(fd);
    static const int batches[] = {0, 1, 16, 200};
    for (size_t i = 0; i < sizeof batches / sizeof batches[0]; i++)
        for (int jobs = 1; jobs <= 3; jobs++)
            for (size_t piece = 0; piece <= 100000; piece = piece ? piece * 100 : 1000) {
                struct collected_diags d;
                collect_diags(&d);
                struct line_loop loop = {
                    .jobs = jobs, .each = each_digest, .batch = batches[i], .write = collect_out};
                const char *path = in;
                int saved = -1, ends[2];
                pid_t child = 0;
                if (piece) {
                    path = "-";
                    assert_int_equal(pipe(ends), 0);
                    child = fork();
                    if (!child) {
                        close(ends[0]);
                        feed(ends[1], text.data, text.len, piece);
                        _exit(0);
                    }
                    close(ends[1]);
                    saved = dup(STDIN_FILENO);
                    dup2(ends[0], STDIN_FILENO);
                    close(ends[0]);
                }
                str_clear(&sizes_got);
                assert_int_equal(cli_lines(&d.ctx, &loop, &path, 1), 0);
                assert_string_equal(sizes_got.data, want.data);
                if (piece) {
                    dup2(saved, STDIN_FILENO);
                    close(saved);
                    waitpid(child, NULL, 0);
                }
                diag_list_drop(&d.list);
            }
    unlink(in);
    str_drop(&text);
    str_drop(&want);
    str_drop(&sizes_got);
}

static void *no_worker(struct ctx *ctx, void *shared)
{
    (void)shared;
    report(ctx, DIAG_SYSTEM, (struct where){0}, "no worker");
    return NULL;
}

static void test_no_worker(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct line_loop loop = {.jobs = 2, .worker_new = no_worker, .each = each};
    const char *path = "/dev/null";
    assert_int_equal(cli_lines(&d.ctx, &loop, &path, 1), -1);
    assert_int_equal(d.ctx.status, 3);
    path = "/no/such/file";
    assert_int_equal(cli_lines(&d.ctx, &loop, &path, 1), -1);
    diag_list_drop(&d.list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_stop),
        cmocka_unit_test(test_stop_while_others_wait),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_no_worker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
