#include "test.h"

#include <stdio.h>
#include <stdlib.h>

static char *printed(const struct diag *d)
{
    char *text = NULL;
    size_t n;
    FILE *f = open_memstream(&text, &n);
    diag_print(f, d, false);
    fclose(f);
    return text;
}

static void test_form(void **state)
{
    (void)state;
    struct diag d = {DIAG_ERROR, DIAG_USAGE, {.file = "a.csv", .line = 12, .column = 3}, "wrong", "do this"};
    char *s = printed(&d);
    assert_string_equal(s, "a.csv:12:3: error: wrong, do this [usage]\n");
    free(s);
    d = (struct diag){DIAG_WARNING, DIAG_LIMIT, {.variant = "v1", .slot = "head"}, "big", NULL};
    s = printed(&d);
    assert_string_equal(s, "warning: v1: slot head: big [limit]\n");
    free(s);
}

/* A cell of the CSV may hold escape sequences and direction overrides: a terminal must never see them. */
static void test_control_characters(void **state)
{
    (void)state;
    struct diag d = {DIAG_ERROR, DIAG_USAGE, {0}, "x\033[2J\ny\xE2\x80\xAEz\xFF", NULL};
    char *s = printed(&d);
    assert_string_equal(s, "error: x?[2J y?z? [usage]\n");
    free(s);
}

static void test_masking(void **state)
{
    (void)state;
    struct collected_diags c;
    collect_diags(&c);
    static const char *const secrets[] = {"Ana", "Anabel"};
    c.ctx.masked = secrets;
    c.ctx.n_masked = 2;
    report(&c.ctx, DIAG_LIMIT, (struct where){0}, "value 'Anabel' of Ana is long");
    assert_string_equal(last_diag(&c)->message, "value '***' of *** is long");
    diag_list_drop(&c.list);
}

static void test_status(void **state)
{
    (void)state;
    struct collected_diags c;
    collect_diags(&c);
    report_hint(&c.ctx, DIAG_WARNING, DIAG_DISK_FULL, (struct where){0}, NULL, "only a warning");
    assert_int_equal(c.ctx.status, 0);
    report(&c.ctx, DIAG_LIMIT, (struct where){0}, "one");
    assert_int_equal(c.ctx.status, 1);
    report(&c.ctx, DIAG_DISK_FULL, (struct where){0}, "two");
    report(&c.ctx, DIAG_LIMIT, (struct where){0}, "three");
    assert_int_equal(c.ctx.status, 3);
    assert_int_equal(c.ctx.n_errors, 3);
    assert_int_equal(c.ctx.n_warnings, 1);
    struct collected_diags to;
    collect_diags(&to);
    diag_list_replay(&c.list, &to.ctx);
    assert_int_equal(to.list.len, 4);
    assert_int_equal(to.ctx.status, 3);
    assert_int_equal(c.list.len, 0);
    diag_list_drop(&c.list);
    diag_list_drop(&to.list);
}

static void test_codes_are_distinct(void **state)
{
    (void)state;
    struct map *m = map_new();
    for (int i = 0; i < DIAG_N_CODES; i++) {
        const char *name = diag_code_name((enum diag_code)i);
        assert_false(map_has(m, name));
        map_put(m, name, NULL);
        assert_true(strlen(diag_code_text((enum diag_code)i)) > 10);
        assert_in_range(diag_code_status((enum diag_code)i), 1, 3);
    }
    map_drop(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_control_characters),
        cmocka_unit_test(test_masking),
        cmocka_unit_test(test_status),
        cmocka_unit_test(test_codes_are_distinct),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
