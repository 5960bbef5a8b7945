/* Structure, paints, clips, markers, filters and slots, seen in the lowered tree. */
#include "svg/fixture.h"

#define RECT(ATTRS) "<rect width='10' height='10' " ATTRS "/>"
#define PATH "d=\"M0 0L10 0L10 10L0 10Z\""

static void size_of(const char *attrs, double w, double h)
{
    struct str s = STR_INIT;
    struct lowered l;
    str_printf(&s, "<svg xmlns='http://www.w3.org/2000/svg' %s>" RECT("") "</svg>", attrs);
    lower(&l, s.data);
    assert_non_null(l.tree);
    assert_true(l.tree->width == w && l.tree->height == h);
    lowered_drop(&l);
    str_drop(&s);
}

static void test_root(void **state)
{
    (void)state;
    size_of("width='20' height='30'", 20, 30);
    size_of("viewBox='0 0 40 50'", 40, 50);
    size_of("viewBox='0 0 40 50' width='80'", 80, 100);
    size_of("width='100%' height='100%' viewBox='1 2 3 4'", 3, 4);
    size_of("width='1in' height='2in'", 96, 192);
    size_of("", 10, 10); /* no size at all: what it draws */
    static const char *const bad[] = {"<svg xmlns='http://www.w3.org/2000/svg' width='0' height='5'/>",
                                      "<svg xmlns='http://www.w3.org/2000/svg' width='-1' height='5'/>",
                                      "<html xmlns='http://www.w3.org/1999/xhtml'/>"};
    for (size_t i = 0; i < 3; i++) {
        struct lowered l;
        lower(&l, bad[i]);
        assert_null(l.tree);
        assert_int_equal(last_diag(&l.diags)->code, DIAG_SVG_ROOT);
        lowered_drop(&l);
    }
}

static void test_use(void **state)
{
    (void)state;
    expect_count(SVG("<defs>" RECT("id='r'") "</defs><use href='#r'/><use href='#r' x='5'/>"), PATH, 2);
    expect(SVG("<defs>" RECT("id='r'") "</defs><use href='#r' x='5' fill='green'/>"),
           "transform=1,0,0,1,5,0");
    expect(SVG("<defs>" RECT("id='r'") "</defs><use href='#r' x='5' fill='green'/>"), "fill #008000ff");
    expect(
        SVG("<symbol id='s' viewBox='0 0 5 5'>" RECT("") "</symbol><use href='#s' width='10' height='10'/>"),
        "transform=2,0,0,2,0,0");
    expect_count(SVG("<symbol id='s'>" RECT("") "</symbol>" RECT("display='none'")), PATH, 0);
    expect_count(SVG("<use href='#none'/>"), "group", 1);
}

static void test_cycles(void **state)
{
    static const char *const cycles[] = {
        SVG("<g id='a'><use href='#a'/></g>"),
        SVG("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"),
        SVG("<use id='u' href='#u'/>"),
        SVG("<symbol id='s'><use href='#s'/></symbol><use href='#s'/>"),
        SVG("<clipPath id='c' clip-path='url(#c)'>" RECT("") "</clipPath>" RECT("clip-path='url(#c)'")),
        SVG("<mask id='m'>" RECT("mask='url(#m)'") "</mask>" RECT("mask='url(#m)'")),
        SVG("<pattern id='p' width='1' height='1'>" RECT("fill='url(#p)'") "</pattern>" RECT(
            "fill='url(#p)'")),
        SVG("<marker id='k'><path d='M0 0L1 1' marker-end='url(#k)'/></marker><path d='M0 0L1 1' "
            "marker-end='url(#k)'/>"),
        SVG("<filter id='f'><feImage href='#r'/></filter>" RECT("id='r' filter='url(#f)'")),
        SVG("<linearGradient id='a' href='#b'/><linearGradient id='b' href='#a'/>" RECT("fill='url(#a)'")),
    };
    (void)state;
    for (size_t i = 0; i < sizeof cycles / sizeof *cycles; i++) {
        struct lowered l;
        lower(&l, cycles[i]);
        assert_non_null(l.tree);
        bool warned = false;
        for (size_t k = 0; k < l.diags.list.len; k++)
            warned |= l.diags.list.at[k].code == DIAG_SVG_CYCLE;
        /* the filter's picture is only left out; everything else says so */
        if (!warned && !strstr(cycles[i], "feImage"))
            fail_msg("no warning about %s", cycles[i]);
        lowered_drop(&l);
    }
}

/* use of use of use...: two to the thirtieth copies must stop at the limit. */
static void test_explosion(void **state)
{
    struct str s = STR_INIT;
    struct lowered l;
    (void)state;
    str_puts(&s, "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><defs>" RECT("id='u0'"));
    for (int i = 1; i <= 30; i++)
        str_printf(&s, "<g id='u%d'><use href='#u%d'/><use href='#u%d'/></g>", i, i - 1, i - 1);
    str_puts(&s, "</defs><use href='#u30'/></svg>");
    struct svg_options o = {0};
    l.arena = arena_new();
    l.dump = (struct str)STR_INIT;
    collect_diags(&l.diags);
    struct xml_doc *doc = xml_parse(&l.diags.ctx, l.arena, "test.svg", s.data, s.len);
    l.tree = svg_lower(&l.diags.ctx, doc, &o);
    assert_non_null(l.tree);
    assert_true(l.diags.list.len > 0);
    assert_int_equal(last_diag(&l.diags)->code, DIAG_LIMIT);
    lowered_drop(&l);
    str_drop(&s);
}

static void test_conditions(void **state)
{
    (void)state;
    expect_count(
        SVG("<switch>" RECT("systemLanguage='de'") RECT("systemLanguage='en-US'") RECT("") "</switch>"), PATH,
        1);
    expect_count(SVG(RECT("systemLanguage='fr, de'")), PATH, 0);
    expect_count(SVG(RECT("requiredExtensions='http://x'")), PATH, 0);
    expect_count(
        SVG("<g xmlns='urn:other'><rect xmlns='http://www.w3.org/2000/svg' width='1' height='1'/></g>"),
        "path", 0);
}

static void test_shapes(void **state)
{
    (void)state;
    expect_count(SVG("<rect width='10'/><rect width='-1' height='3'/><circle r='0'/><ellipse rx='3' ry='0'/>"
                     "<polyline points='1 1'/><path d=''/><path d='M1 1'/>"),
                 "path ", 0);
    expect(SVG("<ellipse rx='3'/>"), "M3 0"); /* ry is auto */
    expect(SVG("<polygon points='1,1 2,2 3,3 4'/>"), "d=\"M1 1L2 2L3 3Z\"");
    expect(SVG("<line x1='10%' y2='3'/>"), "d=\"M10 0L0 3\"");
    expect(SVG("<rect width='10' height='10' rx='200'/>"), "d=\"M5 0");
}

static void test_paint(void **state)
{
    (void)state;
    expect(SVG("<linearGradient id='g'><stop stop-color='red'/><stop offset='1'/></linearGradient>" RECT(
               "fill='url(#g)'")),
           "stop=0:#ff0000ff stop=1:#000000ff");
    expect(SVG("<linearGradient id='g'><stop offset='.5' stop-color='red'/><stop "
               "offset='.2'/></linearGradient>" RECT("fill='url(#g)'")),
           "stop=0.5:#ff0000ff stop=0.5:#000000ff");
    expect(SVG("<linearGradient id='g'><stop stop-color='red'/></linearGradient>" RECT("fill='url(#g)'")),
           "fill #ff0000ff");
    expect(SVG("<linearGradient id='a' x2='.5'><stop/><stop offset='1'/></linearGradient>"
               "<linearGradient id='b' href='#a' y1='.2'/>" RECT("fill='url(#b)'")),
           "line=0,0.2,0.5,0");
    expect(SVG(RECT("fill='url(#no) green'")), "fill #008000ff");
    expect_count(SVG(RECT("fill='url(#no)'")), "fill #", 0);
    expect_count(SVG("<linearGradient id='g'><stop/><stop offset='1'/></linearGradient><line x2='9' "
                     "stroke='url(#g)'/>"),
                 "stroke", 0); /* a box without height */
    expect(
        SVG("<defs><path id='p' d='M0 0H9V9' fill='context-stroke'/></defs><use href='#p' stroke='green'/>"),
        "fill #008000ff");
    expect(SVG(RECT("stroke='red' stroke-dasharray='1 2 3'")), "dashes=1,2,3,1,2,3");
    expect_count(SVG(RECT("stroke='red' stroke-dasharray='1 -2'")), "dashes", 0);
    expect(SVG(RECT("stroke='red' stroke-miterlimit='0.5'")), "miter=1");
    expect_count(SVG(RECT("stroke='red' stroke-width='0'")), "stroke", 0);
}

static void test_groups(void **state)
{
    (void)state;
    expect_count(SVG("<g><g>" RECT("transform='translate(1)'") "</g></g>"), "group",
                 1); /* needless ones vanish */
    expect(SVG("<g opacity='50%'>" RECT("") "</g>"), "opacity=0.5");
    expect(SVG("<g style='mix-blend-mode:multiply'>" RECT("") "</g>"), "blend=multiply");
    expect_count(SVG(RECT("transform='scale(0)'")), "path", 0);
    expect_count(SVG(RECT("clip-path='url(#no)'")), PATH, 1);
    expect_count(SVG(RECT("filter='url(#no)'")), PATH, 1);
    expect_count(SVG(RECT("filter='blur(-1)'")), PATH, 1); /* not valid: no filter at all */
    expect_count(SVG("<g display='none'>" RECT("display='inline'") "</g>"), PATH, 0);
    expect_count(SVG("<svg x='1' width='5' height='5'>" RECT("") "</svg>"), "clip", 1);
}

static void test_markers(void **state)
{
    (void)state;
    expect_count(SVG("<marker id='m' orient='auto'>" RECT(
                     "") "</marker>"
                         "<path d='M0 0 L10 0 A5 5 0 1 1 30 0' fill='none' stroke='red' "
                         "marker-start='url(#m)' marker-mid='url(#m)'"
                         " marker-end='url(#m)'/>"),
                 PATH, 3); /* the pieces of an arc have none */
    expect(SVG("<marker id='m' orient='auto' overflow='visible'>" RECT(
               "") "</marker>"
                   "<path d='M0 0 V10' marker-end='url(#m)' stroke-width='2'/>"),
           "transform=0,2,-2,0,0,10");
}

static void test_slots(void **state)
{
    const struct svg_mark marks[] = {{"gone", MARK_NODE, 0}, {"g", MARK_FILL, 1},   {"s", MARK_STROKE, 2},
                                     {"stop", MARK_STOP, 3}, {"pic", MARK_NODE, 4}, {"layer", MARK_NODE, 5},
                                     {"none", MARK_NODE, 6}};
    struct svg_options o = {.marks = marks, .n_marks = 7, .n_slots = 7};
    struct lowered l;
    (void)state;
    lower_with(&l,
               SVG("<linearGradient id='lg'><stop id='stop'/><stop offset='1'/></linearGradient>"
                   "<rect id='gone' display='none'/><g id='g'>" RECT("") RECT("fill='red'") "</g>" RECT(
                       "id='s' fill='url(#lg)'") "<image id='pic' width='3' height='4'/><g id='layer'/>"),
               &o);
    assert_int_equal(l.tree->n_slots, 7);
    for (int i = 0; i < 6; i++) {
        bool found = false;
        for (const struct node *n = l.tree->root->u.group.first; n; n = n->next)
            found |= node_reads_slot(n, i);
        if (!found)
            fail_msg("slot %d is in no node of\n%s", i, l.dump.data);
    }
    assert_int_equal(count_of(l.dump.data, "slot=1"), 1); /* not the child with its own fill */
    lowered_drop(&l);
}

static void test_services(void **state)
{
    struct arena *a = arena_new();
    struct collected_diags d;
    (void)state;
    collect_diags(&d);
    const char *svg =
        SVG("<g transform='translate(10 20)'><rect id='box' x='1' y='2' width='30' height='40'/></g>"
            "<g transform='scale(2)'><text id='t'>\n  Hello <tspan>big</tspan>\n world </text></g>");
    struct xml_doc *doc = xml_parse(&d.ctx, a, "x.svg", svg, strlen(svg));
    struct xml_node *t = xml_by_id(doc->root, "t"), *box = xml_by_id(doc->root, "box");
    struct rect r;
    assert_true(svg_element_box(doc, box, t, &r));
    assert_true(r.x == 5.5 && r.y == 11 && r.w == 15 && r.h == 20);
    assert_false(svg_element_box(doc, t, box, &r));
    assert_string_equal(svg_text_content(a, t), "Hello big world");
    assert_int_equal(svg_kind_of(t), SVG_ELEMENT_TEXT);
    assert_int_equal(svg_kind_of(box), SVG_ELEMENT_SHAPE);
    assert_int_equal(svg_kind_of(box->parent), SVG_ELEMENT_GROUP);
    arena_drop(a);
}

static void test_images(void **state)
{
    struct lowered l;
    (void)state;
    static const char *const bad[] = {"http://x/a.png",    "../../etc/passwd",           "/etc/passwd",
                                      "nope.png",          "data:image/png;base64,AAAA", "data:,",
                                      "file:///etc/passwd"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct str s = STR_INIT;
        str_printf(&s, SVG("<image href='%s' width='3' height='3'/>" RECT("")), bad[i]);
        lower(&l, s.data);
        assert_int_equal(count_of(l.dump.data, PATH), 1);
        assert_null(strstr(l.dump.data, "image"));
        assert_int_equal(last_diag(&l.diags)->code, DIAG_SVG_IMAGE);
        lowered_drop(&l);
        str_drop(&s);
    }
    /* an SVG picture is lowered in place */
    expect(SVG("<image width='20' height='20' href=\"data:image/svg+xml,%3Csvg "
               "xmlns='http://www.w3.org/2000/svg' width='10' "
               "height='10'%3E%3Crect width='10' height='10'/%3E%3C/svg%3E\"/>"),
           "transform=2,0,0,2,0,0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_root),      cmocka_unit_test(test_use),        cmocka_unit_test(test_cycles),
        cmocka_unit_test(test_explosion), cmocka_unit_test(test_conditions), cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_paint),     cmocka_unit_test(test_groups),     cmocka_unit_test(test_markers),
        cmocka_unit_test(test_slots),     cmocka_unit_test(test_services),   cmocka_unit_test(test_images),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
