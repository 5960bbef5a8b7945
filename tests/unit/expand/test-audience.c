#include "expand/audience.h"

#include "test.h"

static struct audience *open_text(struct collected_diags *d, const char *name, const char *text)
{
    return audience_open_memory(&d->ctx, name, text, strlen(text), 0);
}

static void csv_rows(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct audience *a = open_text(
        &d, "a.csv", "\xEF\xBB\xBFid, First Name ,,\xC2\xA0mail\n1,Ana,x,a@b\n2,\"B\no\",y,\n3,z\n4,d,e,f\n");
    assert_non_null(a);
    assert_int_equal(audience_n_columns(a), 4);
    assert_string_equal(audience_column(a, 1), "First Name");
    assert_null(audience_column(a, 2));
    assert_int_equal(audience_find(a, "First Name"), 1);
    assert_int_equal(audience_find(a, "First_Name"), 1);
    assert_int_equal(audience_find(a, "first_name"), -1);
    assert_int_equal(audience_find(a, "mail"), 3);
    struct row r;
    assert_int_equal(audience_next(&d.ctx, a, &r), 1);
    assert_true(r.row == 1 && r.line == 2);
    assert_int_equal(audience_next(&d.ctx, a, &r), 1);
    assert_true(r.row == 2 && r.line == 3);
    assert_string_equal(r.cells[1], "B\no");
    assert_int_equal(audience_next(&d.ctx, a, &r), -1);
    assert_true(r.row == 3 && r.line == 5 && !r.broken);
    assert_memory_equal(r.raw, "3,z", 3);
    assert_int_equal(last_diag(&d)->code, DIAG_AUDIENCE_ROW);
    assert_int_equal(audience_next(&d.ctx, a, &r), 1);
    assert_int_equal(r.row, 4);
    assert_int_equal(audience_next(&d.ctx, a, &r), 0);
    audience_drop(a);
    diag_list_drop(&d.list);
}

static void headers(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    assert_null(open_text(&d, "a.csv", ""));
    assert_int_equal(last_diag(&d)->code, DIAG_AUDIENCE);
    assert_null(open_text(&d, "a.csv", "\n\n"));
    assert_null(open_text(&d, "a.csv", ", ,\n1,2,3\n"));
    assert_null(open_text(&d, "a.csv", "\"a\n"));
    assert_int_equal(last_diag(&d)->code, DIAG_CSV_QUOTE);
    assert_int_equal(d.ctx.status, 2);
    struct audience *a = open_text(&d, "a.csv", "a,b,a,x y,x.y,x_y\n");
    assert_int_equal(audience_find(a, "a"), -2);
    assert_int_equal(audience_find(a, "b"), 1);
    assert_int_equal(audience_find(a, "x_y"), 5);
    struct row r;
    assert_int_equal(audience_next(&d.ctx, a, &r), 0);
    audience_drop(a);
    diag_list_drop(&d.list);
}

static void json_lines(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct audience *a = open_text(
        &d, "-", " {\"a\":\"x\",\"n\":1.50}\n\n{\"b\":null,\"n\":true}\n[1]\n{\"a\":[1]}\n{\"a\":1");
    assert_non_null(a);
    assert_true(audience_is_json(a));
    struct row r;
    assert_int_equal(audience_next(&d.ctx, a, &r), 1);
    assert_string_equal(r.cells[audience_find(a, "n")], "1.50");
    assert_int_equal(audience_next(&d.ctx, a, &r), 1);
    assert_int_equal(r.line, 3);
    assert_int_equal(r.n_cells, 3);
    assert_string_equal(r.cells[0], "");
    assert_string_equal(r.cells[1], "true");
    assert_int_equal(audience_next(&d.ctx, a, &r), -1);
    assert_int_equal(audience_next(&d.ctx, a, &r), 1);
    assert_true(audience_nested(r.cells[0]));
    assert_int_equal(audience_next(&d.ctx, a, &r), -1);
    assert_true(r.broken);
    assert_int_equal(audience_next(&d.ctx, a, &r), 0);
    audience_drop(a);
    diag_list_drop(&d.list);
}

static void no_audience(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct audience *a = audience_none();
    audience_add(a, "name");
    struct row r;
    assert_int_equal(audience_next(&d.ctx, a, &r), 1);
    assert_true(r.row == 0 && r.n_cells == 1);
    assert_int_equal(audience_next(&d.ctx, a, &r), 0);
    audience_drop(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(csv_rows), cmocka_unit_test(headers),
                                       cmocka_unit_test(json_lines), cmocka_unit_test(no_audience)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
