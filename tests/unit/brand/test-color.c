#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "brand/color-imp.h"

/* The 34 pairs of Sharma, Wu and Dalal (2005), table 1: they cover every branch of the formula. */
static const double sharma[][7] = {
    {50.0000, 2.6772, -79.7751, 50.0000, 0.0000, -82.7485, 2.0425},
    {50.0000, 3.1571, -77.2803, 50.0000, 0.0000, -82.7485, 2.8615},
    {50.0000, 2.8361, -74.0200, 50.0000, 0.0000, -82.7485, 3.4412},
    {50.0000, -1.3802, -84.2814, 50.0000, 0.0000, -82.7485, 1.0000},
    {50.0000, -1.1848, -84.8006, 50.0000, 0.0000, -82.7485, 1.0000},
    {50.0000, -0.9009, -85.5211, 50.0000, 0.0000, -82.7485, 1.0000},
    {50.0000, 0.0000, 0.0000, 50.0000, -1.0000, 2.0000, 2.3669},
    {50.0000, -1.0000, 2.0000, 50.0000, 0.0000, 0.0000, 2.3669},
    {50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0009, 7.1792},
    {50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0010, 7.1792},
    {50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0011, 7.2195},
    {50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0012, 7.2195},
    {50.0000, -0.0010, 2.4900, 50.0000, 0.0009, -2.4900, 4.8045},
    {50.0000, -0.0010, 2.4900, 50.0000, 0.0010, -2.4900, 4.8045},
    {50.0000, -0.0010, 2.4900, 50.0000, 0.0011, -2.4900, 4.7461},
    {50.0000, 2.5000, 0.0000, 50.0000, 0.0000, -2.5000, 4.3065},
    {50.0000, 2.5000, 0.0000, 73.0000, 25.0000, -18.0000, 27.1492},
    {50.0000, 2.5000, 0.0000, 61.0000, -5.0000, 29.0000, 22.8977},
    {50.0000, 2.5000, 0.0000, 56.0000, -27.0000, -3.0000, 31.9030},
    {50.0000, 2.5000, 0.0000, 58.0000, 24.0000, 15.0000, 19.4535},
    {50.0000, 2.5000, 0.0000, 50.0000, 3.1736, 0.5854, 1.0000},
    {50.0000, 2.5000, 0.0000, 50.0000, 3.2972, 0.0000, 1.0000},
    {50.0000, 2.5000, 0.0000, 50.0000, 1.8634, 0.5757, 1.0000},
    {50.0000, 2.5000, 0.0000, 50.0000, 3.2592, 0.3350, 1.0000},
    {60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644},
    {63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630},
    {61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731},
    {35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645},
    {22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373},
    {36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146},
    {90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441},
    {90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381},
    {6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377},
    {2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082},
};

static void ciede2000_matches_published_pairs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sharma / sizeof sharma[0]; i++) {
        const double *v = sharma[i];
        struct lab x = {v[0], v[1], v[2]}, y = {v[3], v[4], v[5]};
        if (fabs(color_difference(x, y) - v[6]) > 0.00005 || fabs(color_difference(y, x) - v[6]) > 0.00005)
            fail_msg("pair %zu: %.5f, want %.4f", i + 1, color_difference(x, y), v[6]);
    }
}

static void near(double got, double want, double by)
{
    if (!(fabs(got - want) <= by))
        fail_msg("got %.6f, want %.6f", got, want);
}

static void lab_of_known_colours(void **state)
{
    (void)state;
    struct lab white = lab_of((struct rgba){255, 255, 255, 255});
    near(white.l, 100, 0.001);
    near(white.a, 0, 0.01);
    near(white.b, 0, 0.02);
    struct lab red = lab_of((struct rgba){255, 0, 0, 255});
    near(red.l, 53.24, 0.01);
    near(red.a, 80.09, 0.02);
    near(red.b, 67.20, 0.02);
}

static void wcag_contrast_of_known_pairs(void **state)
{
    (void)state;
    struct rgba white = {255, 255, 255, 255}, black = {0, 0, 0, 255};
    near(color_contrast(white, black), 21, 1e-9);
    near(color_contrast(black, white), 21, 1e-9);
    near(color_contrast(white, white), 1, 1e-9);
    /* #767676 is the lightest grey that passes 4.5:1 on white, #777777 the first that fails */
    assert_true(color_contrast(white, (struct rgba){0x76, 0x76, 0x76, 255}) >= 4.5);
    assert_true(color_contrast(white, (struct rgba){0x77, 0x77, 0x77, 255}) < 4.5);
}

static void apca_of_published_pairs(void **state)
{
    (void)state;
    /* the check values that APCA-W3 publishes for 0.1.9 */
    near(color_apca((struct rgba){0x88, 0x88, 0x88, 255}, (struct rgba){255, 255, 255, 255}),
         63.056469930209424, 1e-3);
    near(color_apca((struct rgba){255, 255, 255, 255}, (struct rgba){0x88, 0x88, 0x88, 255}),
         -68.54146436644962, 1e-3);
    near(color_apca((struct rgba){0, 0, 0, 255}, (struct rgba){0xaa, 0xaa, 0xaa, 255}), 58.146262578561334,
         1e-3);
    near(color_apca((struct rgba){0xaa, 0xaa, 0xaa, 255}, (struct rgba){0, 0, 0, 255}), -56.24113336839742,
         1e-3);
}

static void over_and_pixels(void **state)
{
    (void)state;
    struct rgba c = color_over((struct rgba){0, 0, 0, 255}, 0.5, (struct rgba){255, 255, 255, 255});
    assert_int_equal(c.r, 128);
    c = color_of_pixel(0x80000000u, (struct rgba){255, 255, 255, 255});
    assert_int_equal(c.g, 127);
    char hex[10];
    color_hex((struct rgba){1, 2, 3, 4}, hex);
    assert_string_equal(hex, "#01020304");
}

static void simulation_keeps_greys_and_merges_red_with_green(void **state)
{
    (void)state;
    for (int v = VISION_PROTAN; v <= VISION_TRITAN; v++) {
        struct rgba g = color_simulate((struct rgba){128, 128, 128, 255}, v);
        assert_in_range(g.r, 127, 129);
        assert_in_range(g.b, 127, 129);
    }
    struct rgba red = {200, 60, 40, 255}, green = {70, 130, 40, 255};
    double seen = color_difference(lab_of(red), lab_of(green));
    double deutan = color_difference(lab_of(color_simulate(red, VISION_DEUTAN)),
                                     lab_of(color_simulate(green, VISION_DEUTAN)));
    assert_true(deutan < seen / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ciede2000_matches_published_pairs),
        cmocka_unit_test(lab_of_known_colours),
        cmocka_unit_test(wcag_contrast_of_known_pairs),
        cmocka_unit_test(apca_of_published_pairs),
        cmocka_unit_test(over_and_pixels),
        cmocka_unit_test(simulation_keeps_greys_and_merges_red_with_green),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
