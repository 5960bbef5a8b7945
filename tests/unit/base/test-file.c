#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct files {
    struct collected_diags d;
    struct arena *a;
    char dir[64];
};

static int setup(void **state)
{
    struct files *f = calloc(1, sizeof *f);
    collect_diags(&f->d);
    f->a = arena_new();
    strcpy(f->dir, "/tmp/pressrun-test-XXXXXX");
    *state = f;
    return mkdtemp(f->dir) ? 0 : -1;
}

static int teardown(void **state)
{
    struct files *f = *state;
    char *cmd = arena_printf(f->a, "rm -rf %s", f->dir);
    int rc = system(cmd);
    arena_drop(f->a);
    diag_list_drop(&f->d.list);
    free(f);
    return rc;
}

static void test_write_read(void **state)
{
    struct files *f = *state;
    char *path = path_join(f->a, f->dir, "a/b/c.txt"), *data;
    size_t len;
    assert_int_equal(dir_make(&f->d.ctx, path_dir(f->a, path)), 0);
    assert_int_equal(file_write(&f->d.ctx, path, "hello", 5), 0);
    assert_int_equal(file_read(&f->d.ctx, f->a, path, 100, &data, &len), 0);
    assert_int_equal(len, 5);
    assert_string_equal(data, "hello");
    assert_int_equal(file_read(&f->d.ctx, f->a, path, 4, &data, &len), -1);
    assert_int_equal(last_diag(&f->d)->code, DIAG_LIMIT);
    assert_int_equal(file_read(&f->d.ctx, f->a, f->dir, 100, &data, &len), -1);
    assert_int_equal(last_diag(&f->d)->code, DIAG_NOT_FOUND);
    char **names;
    size_t n;
    assert_int_equal(dir_list(&f->d.ctx, f->a, path_dir(f->a, path), "", &names, &n), 0);
    assert_int_equal(n, 1); /* nothing temporary is left */
}

static void test_disk_full(void **state)
{
    struct files *f = *state;
    assert_int_equal(file_write(&f->d.ctx, "/dev/full/x", "x", 1), -1);
    assert_int_equal(file_write(&f->d.ctx, path_join(f->a, f->dir, "no/such/x"), "x", 1), -1);
    report_errno(&f->d.ctx, "x", "write", 28 /* ENOSPC */);
    assert_int_equal(last_diag(&f->d)->code, DIAG_DISK_FULL);
    assert_int_equal(f->d.ctx.status, 3);
}

static void test_inside(void **state)
{
    struct files *f = *state;
    struct where w = {.file = "t"};
    char *root = path_join(f->a, f->dir, "root");
    assert_int_equal(dir_make(&f->d.ctx, root), 0);
    assert_int_equal(file_write(&f->d.ctx, path_join(f->a, root, "in.png"), "x", 1), 0);
    assert_int_equal(file_write(&f->d.ctx, path_join(f->a, f->dir, "out.png"), "x", 1), 0);
    assert_int_equal(symlink("../out.png", path_join(f->a, root, "link.png")), 0);
    assert_non_null(path_inside(&f->d.ctx, f->a, root, "in.png", w));
    assert_non_null(path_inside(&f->d.ctx, f->a, root, "./in.png", w));
    static const char *const bad[] = {"../out.png",
                                      "/etc/passwd",
                                      "a/../../out.png",
                                      "http://x.test/a.png",
                                      "link.png",
                                      "",
                                      "a\\b",
                                      "..",
                                      "data:image/png,x",
                                      "x\ny",
                                      "~/x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_null(path_inside(&f->d.ctx, f->a, root, bad[i], w));
        assert_int_equal(last_diag(&f->d)->code, DIAG_PATH);
    }
    assert_null(path_inside(&f->d.ctx, f->a, root, "none.png", w));
    assert_int_equal(last_diag(&f->d)->code, DIAG_NOT_FOUND);
}

static void test_paths(void **state)
{
    struct files *f = *state;
    assert_string_equal(path_join(f->a, "a/", "./b"), "a/b");
    assert_string_equal(path_join(f->a, "a", "/b"), "/b");
    assert_string_equal(path_join(f->a, ".", "b"), "b");
    assert_string_equal(path_dir(f->a, "a/b/c"), "a/b");
    assert_string_equal(path_dir(f->a, "c"), ".");
    assert_string_equal(path_base("a/b/c.svg"), "c.svg");
    assert_string_equal(path_ext("a.b/c"), "");
    assert_string_equal(path_ext("a/c.tar.gz"), "gz");
    assert_string_equal(path_ext("a/.hidden"), "");
}

static void test_digest(void **state)
{
    (void)state;
    char hex[33];
    digest_hex("", 0, hex); /* the published XXH3-128 of nothing, seed 0 */
    assert_string_equal(hex, "99aa06d3014798d86001c324468d497f");
}

/* Rows of any length and number that lie apart have the digest of the same bytes in a piece. */
static void test_digest_rows(void **state)
{
    (void)state;
    static const struct {
        size_t len, n;
    } shapes[] = {{0, 5},     {1, 1},     {12, 16},   {300, 16}, {300, 54}, {300, 55}, {300, 200},
                  {16384, 1}, {16384, 3}, {16385, 2}, {8192, 2}, {8193, 2}, {40000, 3}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t len = shapes[i].len, n = shapes[i].n, stride = len + 24;
        char *apart = xcalloc(n, stride), *piece = xcalloc(n, len + 1);
        for (size_t y = 0; y < n; y++)
            for (size_t x = 0; x < stride; x++)
                apart[y * stride + x] = (char)(y * 31 + x * 7 + (x >= len));
        for (size_t y = 0; y < n; y++)
            memcpy(piece + y * len, apart + y * stride, len);
        struct digest128 a = digest_rows(apart, stride, len, n, 7), b = digest_rows(piece, len, len, n, 7);
        assert_memory_equal(&a, &b, sizeof a);
        if (len) {
            apart[(n - 1) * stride + len - 1] ^= 1;
            a = digest_rows(apart, stride, len, n, 7);
            assert_memory_not_equal(&a, &b, sizeof a);
        }
        free(apart);
        free(piece);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_write_read, setup, teardown),
        cmocka_unit_test_setup_teardown(test_disk_full, setup, teardown),
        cmocka_unit_test_setup_teardown(test_inside, setup, teardown),
        cmocka_unit_test_setup_teardown(test_paths, setup, teardown),
        cmocka_unit_test(test_digest),
        cmocka_unit_test(test_digest_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
