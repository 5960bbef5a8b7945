/* Colours, lengths, transforms and path data. */
#include <math.h>

#include "svg/fixture.h"

static void color_is(const char *text, uint32_t rgba)
{
    struct rgba c = {0};
    if (!svg_parse_color(text, &c))
        fail_msg("%s is no colour", text);
    assert_int_equal((uint32_t)c.r << 24 | (uint32_t)c.g << 16 | (uint32_t)c.b << 8 | c.a, rgba);
}

static void test_colors(void **state)
{
    (void)state;
    color_is("red", 0xff0000ff);
    color_is("LightGoldenRodYellow", 0xfafad2ff);
    color_is("#abc", 0xaabbccff);
    color_is("#abcd", 0xaabbccdd);
    color_is("#12345678", 0x12345678);
    color_is("rgb(255, 128, 0)", 0xff8000ff);
    color_is("rgb(100% 50% 0% / 50%)", 0xff800080);
    color_is("rgba(0, 127, 0, 2)", 0x007f00ff);
    color_is("hsl(120, 100%, 25%)", 0x008000ff);
    color_is("hsl(999, 100%, 25%)", 0x530080ff);
}

static void test_modern_colors(void **state)
{
    (void)state;
    color_is("hsl(0.5turn 100% 50%)", 0x00ffffff);
    color_is("hwb(0 0% 0%)", 0xff0000ff);
    color_is("lab(100 0 0)", 0xffffffff);
    color_is("oklab(0 0 0)", 0x000000ff);
    color_is("color(srgb 1 0 0 / 0.5)", 0xff000080);
    color_is("transparent", 0x00000000);
}

static void test_no_colors(void **state)
{
    static const char *const bad[] = {
        "",     "#",         "#12",     "#12345", "#ggg",    "rgb(1,2)", "rgb(0, 50%, 0)", "currentColor",
        "redd", "rgb(1 2 3", "url(#a)", "hsl()",  "red blue"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct rgba c;
        if (svg_parse_color(bad[i], &c))
            fail_msg("\"%s\" is taken as a colour", bad[i]);
    }
}

static void length_is(const char *text, double want)
{
    double v = NAN;
    assert_true(svg_parse_length(text, 200, 10, &v));
    assert_true(fabs(v - want) < 1e-9);
}

static void test_lengths(void **state)
{
    double v;
    (void)state;
    length_is("10", 10);
    length_is(" 1in ", 96);
    length_is("2.54cm", 96);
    length_is("25.4mm", 96);
    length_is("72pt", 96);
    length_is("6pc", 96);
    length_is("101.6Q", 96);
    length_is("50%", 100);
    length_is("2em", 20);
    length_is("2ex", 10);
    length_is("1e2px", 100);
    length_is("calc(50% - 2 * 10px)", 80);
    assert_false(svg_parse_length("10 px", 1, 1, &v));
    assert_false(svg_parse_length("10foo", 1, 1, &v));
    assert_false(svg_parse_length("", 1, 1, &v));
    assert_false(svg_parse_length("1e999", 1, 1, &v));
}

static void test_transforms(void **state)
{
    struct matrix m;
    (void)state;
    assert_true(svg_parse_transform("translate(10) scale(2,3)", &m));
    struct point p = matrix_apply(m, 1, 1);
    assert_true(p.x == 12 && p.y == 3);
    assert_true(svg_parse_transform("rotate(90 10 10)", &m));
    p = matrix_apply(m, 20, 10);
    assert_true(fabs(p.x - 10) < 1e-9 && fabs(p.y - 20) < 1e-9);
    assert_true(svg_parse_transform("matrix(1 2 3 4 5 6),rotate(0.25turn)", &m));
    assert_true(svg_parse_transform("", &m) && matrix_is_identity(m));
    assert_false(svg_parse_transform("rotate(1 2)", &m));
    assert_false(svg_parse_transform("scale(1", &m));
    assert_false(svg_parse_transform("spin(3)", &m));
    assert_false(svg_parse_transform("translate(1,2,3)", &m));
}

static void path_is(const char *d, bool valid, const char *verbs)
{
    struct path p = {0};
    char got[64] = "";
    assert_int_equal(svg_parse_path(d, &p), valid);
    for (size_t i = 0; i < p.n_verbs && i < 63; i++)
        got[i] = "MLCZ"[p.verbs[i]];
    assert_string_equal(got, verbs);
    path_drop(&p);
}

static void test_paths(void **state)
{
    (void)state;
    path_is("M 1 2 3 4 5 6", true, "MLL");
    path_is("m1-2.5-.5.5l3,4", true, "MLL");
    path_is("M0 0H1V2h3v4z", true, "MLLLLZ");
    path_is("M0 0 C1 1 2 2 3 3 S4 4 5 5 Q6 6 7 7 T8 8", true, "MCCCC");
    path_is("M0 0z L5 5", true, "MZML");
    path_is("M0 0A5 5 0 1110 0", true, "MCC");
    path_is("M0 0A5 5 0 2110 0", false, "M");   /* a flag is 0 or 1 */
    path_is("M1 1 L2 2 L3 3 L4", false, "MLL"); /* what stands before the error is kept */
    path_is("L1 1", false, "");
    path_is("", true, "");
    path_is("M1 1 2 2 x 3", false, "ML");
    path_is("M0 0 L1e400 0", false, "M");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_colors),     cmocka_unit_test(test_modern_colors),
        cmocka_unit_test(test_no_colors),  cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_transforms), cmocka_unit_test(test_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
