#include "test.h"

#include <math.h>

static void near(double a, double b)
{
    if (!(fabs(a - b) < 1e-6))
        fail_msg("%.9f is not %.9f", a, b);
}

static void test_matrix(void **state)
{
    (void)state;
    struct matrix t = {1, 0, 0, 1, 10, 20}, s = {2, 0, 0, 3, 0, 0}, inv;
    struct point p = matrix_apply(matrix_multiply(t, s), 1, 1);
    near(p.x, 12);
    near(p.y, 23);
    assert_true(matrix_invert(matrix_multiply(t, s), &inv));
    p = matrix_apply(inv, 12, 23);
    near(p.x, 1);
    near(p.y, 1);
    assert_false(matrix_invert((struct matrix){1, 1, 1, 1, 0, 0}, &inv));
    struct rect r = matrix_apply_rect((struct matrix){0, 1, -1, 0, 0, 0}, (struct rect){0, 0, 4, 2});
    near(r.x, -2);
    near(r.w, 2);
    near(r.h, 4);
}

static void test_rects(void **state)
{
    (void)state;
    struct rect a = {0, 0, 10, 10}, b = {5, 5, 10, 10}, u = rect_union(a, b), i = rect_intersect(a, b);
    near(u.w, 15);
    near(i.x, 5);
    near(i.w, 5);
    assert_true(rect_empty(rect_intersect(a, (struct rect){20, 20, 1, 1})));
    assert_true(rect_empty((struct rect){0, 0, NAN, 1}));
    near(rect_union((struct rect){0, 0, 0, 0}, b).x, 5);
}

static void test_path_bounds(void **state)
{
    (void)state;
    struct path p = {0};
    struct rect r;
    assert_false(path_bounds(&p, MATRIX_IDENTITY, &r));
    path_move(&p, 0, 0);
    path_cubic(&p, 0, 100, 100, 100, 100, 0); /* its top is at t = 1/2, not at the control points */
    assert_true(path_bounds(&p, MATRIX_IDENTITY, &r));
    near(r.h, 75);
    path_drop(&p);
    path_move(&p, 0, 0);
    path_line(&p, 10, 0);
    path_close(&p);
    path_cubic(&p, 0, -100, 0, -100, 0, 0); /* goes on from (0, 0), not from (10, 0) */
    assert_true(path_bounds(&p, MATRIX_IDENTITY, &r));
    near(r.y, -75);
    near(r.w, 10);
    path_drop(&p);
    path_move(&p, 0, 0);
    path_line(&p, INFINITY, 10);
    assert_false(path_bounds(&p, MATRIX_IDENTITY, &r));
    path_drop(&p);
    path_move(&p, 0, 0);
    path_cubic(&p, NAN, 0, 1, 1, 2, 2);
    assert_false(path_bounds(&p, MATRIX_IDENTITY, &r));
    path_drop(&p);
    path_move(&p, 50, 50); /* a lone move paints nothing and has no box */
    assert_false(path_bounds(&p, MATRIX_IDENTITY, &r));
    path_drop(&p);
}

static void test_arc(void **state)
{
    (void)state;
    struct path p = {0};
    struct rect r;
    path_move(&p, 10, 0);
    path_arc(&p, 10, 10, 0, true, true, -10, 0);
    path_arc(&p, 10, 10, 0, true, true, 10, 0);
    path_close(&p);
    assert_true(path_bounds(&p, MATRIX_IDENTITY, &r));
    assert_true(fabs(r.w - 20) < 0.02 && fabs(r.h - 20) < 0.02);
    struct point c;
    assert_true(path_current(&p, &c));
    near(c.x, 10); /* closing goes back to the start of the subpath */
    path_drop(&p);
    path_move(&p, 0, 0);
    path_arc(&p, 1, 1, 0, false, true, 100, 0); /* radii too small grow until they fit */
    assert_true(path_bounds(&p, MATRIX_IDENTITY, &r));
    assert_true(fabs(r.h - 50) < 0.1);
    path_drop(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matrix),
        cmocka_unit_test(test_rects),
        cmocka_unit_test(test_path_bounds),
        cmocka_unit_test(test_arc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
