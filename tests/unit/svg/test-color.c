/* Colour functions against what Chromium paints, the values of the examples of CSS Color 4 and 5 among them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "svg/color-imp.h"
#include "svg/svg-imp.h"

struct want {
    const char *text;
    uint32_t rgba;
};

static void are(const struct want *w, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct rgba c;
        if (!svg_parse_color(w[i].text, &c))
            fail_msg("%s is no colour", w[i].text);
        const uint8_t is[4] = {c.r, c.g, c.b, c.a};
        for (int k = 0; k < 4; k++) {
            int d = is[k] - (int)(w[i].rgba >> (24 - 8 * k) & 255);
            if (d < -1 || d > 1)
                fail_msg("%s is %02x%02x%02x%02x, not %08x", w[i].text, c.r, c.g, c.b, c.a, w[i].rgba);
        }
    }
}
#define ARE(list) are(list, sizeof(list) / sizeof *(list))

static void functions_and_spaces(void **state)
{
    (void)state;
    static const struct want list[] = {
        {"rgb(10 20 30)", 0x0a141eff},
        {"rgb(10.4 20.5 30.6 / 50%)", 0x0a151f80},
        {"rgb(none 200 none)", 0x00c800ff},
        {"hsl(120deg 100% 25%)", 0x008000ff},
        {"hsl(0.5turn 50 50 / .5)", 0x40bfbf80},
        {"hsl(120 200% 50%)", 0x00ff00ff},
        {"hwb(194 20% 30%)", 0x3395b3ff},
        {"hwb(194 60% 60%)", 0x808080ff},
        {"lab(29.2345% 39.3825 20.0664)", 0x7d2329ff},
        {"lab(50 80 -120)", 0x8332ffff},
        {"lab(120 0 0)", 0xffffffff},
        {"lch(52.2345% 72.2 56.2)", 0xc65d06ff},
        {"lch(50% 100% none)", 0xff0080ff},
        {"oklab(40.101% 0.1147 0.0453)", 0x7d2329ff},
        {"oklch(72.322% 0.12403 247.996)", 0x62acefff},
        {"oklch(0.7 0.15 180deg)", 0x00bca2ff},
        {"color(display-p3 0.5 0.7 0.2)", 0x70b400ff},
        {"color(display-p3 100% 50% 0%)", 0xff7600ff},
        {"color(display-p3-linear 0.2 0.4 0.1)", 0x6eab4dff},
        {"color(a98-rgb 0.44091 0.49971 0.37408)", 0x6a805dff},
        {"color(prophoto-rgb 0.28610 0.49131 0.16133)", 0x009900ff},
        {"color(rec2020 0.42 0.48 0.36)", 0x708866ff},
        {"color(xyz 0.07719 0.15438 0.02573)", 0x008000ff},
        {"color(xyz-d50 0.08314 0.14746 0.01582)", 0x207c00ff},
        {"color(srgb-linear 0.5 0.2 0.1)", 0xbc7c59ff},
        {"color(srgb 1.5 -0.3 0.2 / 0.7)", 0xff0033b3},
        {"rgba(0 0 0 / none)", 0x00000000},
        {"CanvasText", 0x000000ff},
    };
    ARE(list);
}

static void mixes(void **state)
{
    (void)state;
    static const struct want list[] = {
        {"color-mix(in srgb, red, blue)", 0x800080ff},
        {"color-mix(in srgb, red 30%, blue)", 0x4d00b3ff},
        {"color-mix(in srgb, red, 30% blue)", 0xb3004dff},
        {"color-mix(in srgb, red 20%, blue 30%)", 0x66009980},
        {"color-mix(in srgb, red 0%, blue 0%)", 0x80008000},
        {"color-mix(in srgb, rgb(255 0 0 / 20%), rgb(0 0 255 / 80%))", 0x3300cc80},
        {"color-mix(in srgb-linear, red, lime)", 0xbcbc00ff},
        {"color-mix(in oklab, red, lime)", 0xd0a800ff},
        {"color-mix(red, lime)", 0xd0a800ff},
        {"color-mix(in oklch, red, lime)", 0xf99500ff},
        {"color-mix(in oklch longer hue, red, lime)", 0x5999ffff},
        {"color-mix(in oklch increasing hue, blue, red)", 0xba00c2ff},
        {"color-mix(in oklch decreasing hue, blue, red)", 0x009300ff},
        {"color-mix(in lab, teal, olive)", 0x5e804dff},
        {"color-mix(in lch, teal, olive 25%)", 0x00856aff},
        {"color-mix(in hsl, hsl(120deg 10% 20%), hsl(30deg 30% 40%))", 0x545c3dff},
        {"color-mix(in hsl longer hue, hsl(40deg 50% 50%), hsl(60deg 50% 50%))", 0x4055bfff},
        {"color-mix(in hwb, hwb(120deg 10% 20%), hwb(30deg 30% 40%))", 0x93b333ff},
        {"color-mix(in hsl, white, blue)", 0x9f9fdfff}, /* white has no hue */
        {"color-mix(in oklch, gray, gold)", 0xbdac67ff},
        {"color-mix(in xyz-d65, color(xyz .1 .2 .3), color(xyz-d65 .3 .4 .5))", 0x00a7a4ff},
        {"color-mix(in display-p3, red, lime)", 0xb4961aff},
        {"color-mix(in a98-rgb, red, lime)", 0xc88100ff},
        {"color-mix(in prophoto-rgb, red, lime)", 0xc4a905ff},
        {"color-mix(in rec2020, red, lime)", 0xc5a010ff},
        {"color-mix(in srgb, color(srgb none 0.2 0.3), color(srgb 0.5 none 0.9))", 0x803399ff},
        {"color-mix(in lch, lch(none 50 100), lch(50 30 none))", 0x7b7a30ff},
        {"color-mix(in hsl, hsl(none 50% 50%), hsl(30deg 40% 80%))", 0xcea67eff},
        {"color-mix(in srgb, color-mix(in srgb, red, blue), lime)", 0x408040ff},
        {"light-dark(color-mix(in srgb, red, blue), red)", 0x800080ff},
    };
    ARE(list);
}

static void no_colours(void **state)
{
    (void)state;
    static const char *const list[] = {"rgb(10%, 20, 30%)",
                                       "rgb(1 2)",
                                       "rgb(1 2 3, 4)",
                                       "rgb(1 2 3 4)x",
                                       "rgb(none, 1, 2)",
                                       "lab(1, 2, 3)",
                                       "color(bogus 1 1 1)",
                                       "color(hsl 1 1 1)",
                                       "color-mix(in srgb red, blue)",
                                       "color-mix(in srgb shorter hue, red, blue)",
                                       "color-mix(in foo, red, blue)",
                                       "color-mix(in srgb, red 120%, blue)",
                                       "color-mix(in srgb, red)",
                                       "color-mix(in srgb, red, blue",
                                       "light-dark(red)",
                                       "reddish",
                                       "red blue",
                                       "#12345",
                                       "currentcolor"};
    struct rgba c;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (svg_parse_color(list[i], &c))
            fail_msg("%s is taken for a colour", list[i]);
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    enum { DEEP = 20000 };
    static char text[DEEP * 12 + 16];
    char *at = text;
    for (int i = 0; i < DEEP; i++)
        at += snprintf(at, 16, "light-dark(");
    struct rgba c;
    assert_false(svg_parse_color(text, &c));
}

static void current_colour_is_mixed(void **state)
{
    (void)state;
    const char *s = "color-mix(in srgb, currentcolor, white) rest";
    struct rgba c;
    bool current;
    assert_true(scan_color(&s, (struct rgba){0, 0, 255, 255}, &c, &current));
    assert_false(current);
    assert_int_equal(c.r, 128);
    assert_int_equal(c.b, 255);
    assert_string_equal(s, "rest");
    s = "light-dark(currentColor, red)";
    assert_true(scan_color(&s, (struct rgba){0, 0, 255, 255}, &c, &current));
    assert_true(current);
}

static void every_space_there_and_back(void **state)
{
    (void)state;
    static const struct color from = {SPACE_SRGB, {0.8, 0.35, 0.1}, 0.5, {0}};
    for (int s = 0; s < SPACE_COUNT; s++) {
        struct color back = color_convert(color_convert(from, (enum color_space)s), SPACE_SRGB);
        for (int i = 0; i < 3; i++)
            assert_float_equal(back.c[i], from.c[i], 1e-6);
        assert_float_equal(back.alpha, 0.5, 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_and_spaces),
        cmocka_unit_test(mixes),
        cmocka_unit_test(no_colours),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(current_colour_is_mixed),
        cmocka_unit_test(every_space_there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
