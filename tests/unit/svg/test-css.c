/* The cascade: selectors, specificity, importance, inheritance, custom properties. */
#include "svg/fixture.h"

#define GREEN "fill #008000ff"
#define RECT(ATTRS) "<rect width='10' height='10' " ATTRS "/>"

static void styled(const char *css, const char *body, bool green)
{
    struct str s = STR_INIT;
    str_printf(&s,
               "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'><style>%s</style>%s</svg>",
               css, body);
    struct lowered l;
    lower(&l, s.data);
    if ((strstr(l.dump.data, GREEN) != NULL) != green)
        fail_msg("%s: %s\n%s", green ? "not green" : "green", s.data, l.dump.data);
    lowered_drop(&l);
    str_drop(&s);
}

static void test_selectors(void **state)
{
    static const char *const match[] = {"rect{fill:green}",
                                        "*{fill:green}",
                                        ".a{fill:green}",
                                        ".b{fill:green}",
                                        "#r{fill:green}",
                                        "rect.a.b{fill:green}",
                                        "[width]{fill:green}",
                                        "[width='10']{fill:green}",
                                        "[class~=b]{fill:green}",
                                        "[id^=r]{fill:green}",
                                        "[class$=b]{fill:green}",
                                        "[class*='a b']{fill:green}",
                                        "g rect{fill:green}",
                                        "svg g>rect{fill:green}",
                                        "circle+rect{fill:green}",
                                        "line~rect{fill:green}",
                                        "rect:last-child{fill:green}",
                                        "rect:nth-child(3){fill:green}",
                                        "rect:nth-child(odd){fill:green}",
                                        "rect:first-of-type{fill:green}",
                                        "rect:not(.c){fill:green}",
                                        "text , rect{fill:green}",
                                        "/* x */rect{/* y */fill/**/:green}",
                                        "@media screen{rect{fill:green}}",
                                        "@import url(x.css);rect{fill:green}",
                                        "a{fill:red}}rect{fill:green}"};
    static const char *const no_match[] = {"circle{fill:green}",
                                           ".A{fill:green}",
                                           "#x{fill:green}",
                                           "rect .a{fill:green}",
                                           "svg>rect{fill:green}",
                                           "line+rect{fill:green}",
                                           "rect:first-child{fill:green}",
                                           "rect:hover{fill:green}",
                                           "rect::before{fill:green}",
                                           "[height='1']{fill:green}",
                                           "@media print{rect{fill:green}}",
                                           "rect{fill:greenish}",
                                           "rect{fill:}",
                                           "rect:not(.a){fill:green}",
                                           "rect:unknown{fill:green}"};
    const char *body = "<g><line/><circle/>" RECT("id='r' class='a b'") "</g>";
    (void)state;
    for (size_t i = 0; i < sizeof match / sizeof *match; i++)
        styled(match[i], body, true);
    for (size_t i = 0; i < sizeof no_match / sizeof *no_match; i++)
        styled(no_match[i], body, false);
}

static void test_cascade(void **state)
{
    (void)state;
    styled("rect{fill:red}.a{fill:green}", RECT("class='a'"), true);
    styled(".a{fill:green}rect{fill:red}", RECT("class='a'"), true);
    styled("#r{fill:green}.a.b.c{fill:red}", RECT("id='r' class='a b c'"), true);
    styled(".a{fill:red}.a{fill:green}", RECT("class='a'"), true);
    styled("rect{fill:red}", RECT("style='fill:green'"), true);
    styled("rect{fill:green!important}", RECT("style='fill:red'"), true);
    styled("rect{fill:green ! important}#r{fill:red}", RECT("id='r'"), true);
    styled("rect{fill:green}", RECT("fill='red'"), true);
    styled("rect{fill:green;fill:nonsense}", RECT(""), true); /* an invalid declaration does not count */
    styled("g{fill:green}", "<g>" RECT("") "</g>", true);
    styled("g{fill:red}", "<g fill='red'>" RECT("fill='green'") "</g>", true);
    styled("rect{fill:inherit}", "<g fill='green'>" RECT("fill='red'") "</g>", true);
    styled("rect{fill:unset}", "<g fill='green'>" RECT("") "</g>", true);
    styled("rect{fill:initial}", "<g fill='green'>" RECT("") "</g>", false);
}

static void test_current_color(void **state)
{
    (void)state;
    styled("rect{fill:currentColor;color:green}", RECT(""), true);
    styled("rect{fill:currentColor}", "<g color='green'>" RECT("") "</g>", true);
    styled("", RECT("fill='none' stroke='currentColor' color='green'"), false);
}

static void test_custom_properties(void **state)
{
    (void)state;
    styled("svg{--c:green}rect{fill:var(--c)}", RECT(""), true);
    styled("rect{fill:var(--c, green)}", RECT(""), true);
    styled("svg{--d:green;--c:var(--d)}rect{fill:var( --c )}", RECT(""), true);
    styled("svg{--c:green}g{--c:red}rect{fill:var(--c)}", "<g/>" RECT(""), true);
    styled("rect{--a:var(--b);--b:var(--a);fill:var(--a)}", RECT("fill='green'"), false); /* a cycle ends */
    struct svg_token token = {"--c", "green", 0};
    struct svg_options o = {.tokens = &token, .n_tokens = 1};
    struct lowered l;
    lower_with(&l, SVG("<style>svg{--c:red}</style>" RECT("style='fill:var(--c)'")), &o);
    assert_non_null(strstr(l.dump.data, GREEN)); /* the theme wins */
    lowered_drop(&l);
}

static void test_values_in_css(void **state)
{
    (void)state;
    expect(SVG("<style>rect{x:5px;y:10%;width:20px;height:2em}</style><rect/>"),
           "d=\"M5 10L25 10L25 34L5 34Z\"");
    expect(SVG("<style>path{d:path('M1 2L3 4')}</style><path/>"), "d=\"M1 2L3 4\"");
    expect(SVG("<g style='transform:translate(5px,6px)'>" RECT("") "<line/></g>"), "transform=1,0,0,1,5,6");
}

/* Deep selectors on deep trees, long lists of siblings: matching must not blow up. */
static void test_hostile(void **state)
{
    (void)state;
    struct str s = STR_INIT;
    str_puts(&s, "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><style>");
    for (int i = 0; i < 30; i++)
        str_puts(&s, i % 2 ? "g ~ " : "g ");
    str_puts(&s, "x{fill:red} g~g~g~g~g~g~x{fill:red} rect:nth-last-child(3n+1){fill:green}</style>");
    for (int i = 0; i < 200; i++)
        str_puts(&s, "<g>");
    for (int i = 0; i < 20000; i++)
        str_puts(&s, "<g/>");
    str_puts(&s, "<x/>");
    for (int i = 0; i < 200; i++)
        str_puts(&s, "</g>");
    str_puts(&s, "</svg>");
    struct lowered l;
    lower(&l, s.data);
    assert_non_null(l.tree);
    lowered_drop(&l);
    str_drop(&s);
}

/* var() of var() of var()..., ten at each level: the expansion is cut off, and the rest is drawn. */
static void test_var_explosion(void **state)
{
    (void)state;
    struct str s = STR_INIT;
    str_puts(&s, "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><style>svg{--v0: ");
    for (int level = 1; level < 15; level++) {
        str_printf(&s, ";--v%d:", level);
        for (int i = 0; i < 10; i++)
            str_printf(&s, " var(--v%d)", level - 1);
    }
    str_puts(&s, "}</style><rect width='5' height='5' style='fill:var(--v14)'/></svg>");
    struct lowered l;
    lower(&l, s.data);
    assert_int_equal(count_of(l.dump.data, "path"), 1);
    lowered_drop(&l);
    str_drop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_selectors),     cmocka_unit_test(test_cascade),
        cmocka_unit_test(test_current_color), cmocka_unit_test(test_custom_properties),
        cmocka_unit_test(test_values_in_css), cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_var_explosion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
