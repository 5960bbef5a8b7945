#include <limits.h>

#include "expand/expand.h"
#include "test.h"

static void ranges(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct arena *a = arena_new();
    size_t n;
    struct row_range *r = ranges_parse(&d.ctx, a, "5,8-10,20-", &n);
    assert_int_equal(n, 3);
    assert_true(ranges_have(r, n, 5) && ranges_have(r, n, 9) && ranges_have(r, n, 1000));
    assert_false(ranges_have(r, n, 6) || ranges_have(r, n, 19));
    assert_int_equal(ranges_last(r, n), LONG_MAX);
    r = ranges_parse(&d.ctx, a, "-3", &n);
    assert_true(ranges_have(r, n, 1) && !ranges_have(r, n, 4));
    assert_int_equal(ranges_last(r, n), 3);
    static const char *const bad[] = {"",    "-",  "x",    "1-x",   "0",
                                      "5-2", "1,", "1,,2", "1-2-3", "99999999999999999999999-1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ranges_parse(&d.ctx, a, bad[i], &n))
            fail_msg("'%s' was taken", bad[i]);
    assert_int_equal(d.ctx.status, 2);
    arena_drop(a);
    diag_list_drop(&d.list);
}

static void shards(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    long k, n;
    assert_int_equal(shard_parse(&d.ctx, "2/5", &k, &n), 0);
    assert_true(k == 2 && n == 5);
    static const char *const bad[] = {"", "0/5", "6/5", "2", "2/", "/5", "2/5x", "a/b", "-1/5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(shard_parse(&d.ctx, bad[i], &k, &n), -1);
    diag_list_drop(&d.list);
}

static void sample(void **state)
{
    (void)state;
    long taken[2][10];
    for (int run = 0; run < 2; run++) {
        struct sample *s = sample_new(10, 7);
        for (long i = 1; i <= 1000; i++) {
            const char *cells[] = {"x"};
            sample_offer(s, &(struct row){.cells = cells, .n_cells = 1, .row = i, .raw = "x", .raw_len = 1});
        }
        const struct row *rows;
        assert_int_equal(sample_rows(s, &rows), 10);
        for (int i = 0; i < 10; i++) {
            taken[run][i] = rows[i].row;
            assert_true(i == 0 || rows[i].row > rows[i - 1].row);
            assert_string_equal(rows[i].cells[0], "x");
        }
        sample_drop(s);
    }
    assert_memory_equal(taken[0], taken[1], sizeof taken[0]);
    assert_true(taken[0][9] > 300); /* not just the first ones */
    struct sample *other = sample_new(10, 8);
    const char *cells[] = {"x"};
    for (long i = 1; i <= 1000; i++)
        sample_offer(other, &(struct row){.cells = cells, .n_cells = 1, .row = i});
    const struct row *rows;
    size_t same = 0;
    sample_rows(other, &rows);
    for (int i = 0; i < 10; i++)
        same += rows[i].row == taken[0][i];
    assert_true(same < 10);
    sample_drop(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ranges), cmocka_unit_test(shards),
                                       cmocka_unit_test(sample)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
