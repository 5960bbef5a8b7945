#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
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
        cmocka_unit_test(test_no_worker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
