/* text-decoration and its longhands as the lines of a span. */
#include "svg/text-fixture.h"

static const struct text_span *span_with(struct lowered *l, const char *style)
{
    char svg[1000];
    snprintf(svg, sizeof svg, "<text id='t' font-size='20' fill='red' style='%s'>a</text>", style);
    return block_of(l, svg)->spans;
}

static void test_shorthand(void **state)
{
    struct lowered l;
    (void)state;
    const struct text_span *s = span_with(&l, "text-decoration: wavy underline 10% overline green");
    assert_int_equal(s->n_decors, 1);
    assert_int_equal(s->decors->lines, DECOR_UNDERLINE | DECOR_OVERLINE);
    assert_int_equal(s->decors->line_style, LINE_WAVY);
    assert_true(fabs(s->decors->thickness - 2) < 1e-9);
    assert_int_not_equal(s->decors->paint, s->paint);
    assert_int_equal(s->decors->skip, SKIP_AUTO);
    lowered_drop(&l);
    s = span_with(&l, "text-decoration: underline currentColor from-font");
    assert_int_equal(s->decors->paint, s->paint);
    assert_true(s->decors->thickness == 0);
    lowered_drop(&l);
    s = span_with(&l, "text-decoration: none");
    assert_int_equal(s->n_decors, 0);
    lowered_drop(&l);
}

static void test_longhands(void **state)
{
    struct lowered l;
    (void)state;
    const struct text_span *s = span_with(
        &l, "text-decoration-style: dotted; text-decoration: underline; text-decoration-thickness: 3px;"
            "text-underline-offset: .5em; text-underline-position: right under;"
            "text-decoration-skip-ink: none");
    assert_int_equal(s->decors->line_style, LINE_SOLID); /* the shorthand came later */
    assert_true(s->decors->thickness == 3 && s->decors->has_offset && s->decors->offset == 10);
    assert_int_equal(s->decors->place, PLACE_UNDER | PLACE_RIGHT);
    assert_int_equal(s->decors->skip, SKIP_NONE);
    lowered_drop(&l);
    s = span_with(&l,
                  "text-decoration: underline; text-decoration-style: double; text-underline-offset: auto;"
                  "text-decoration-color: blue; text-decoration-thickness: -1px");
    assert_int_equal(s->decors->line_style, LINE_DOUBLE);
    assert_false(s->decors->has_offset);
    assert_true(s->decors->thickness == 0);
    assert_int_not_equal(s->decors->paint, s->paint);
    lowered_drop(&l);
}

static void test_from_groups(void **state)
{
    struct lowered l;
    (void)state;
    const struct text_block *b = block_of(
        &l, "<g style='text-decoration: overline wavy'><g style='text-decoration: underline dotted'>"
            "<text id='t'>a<tspan style='text-decoration: underline dotted'>b</tspan></text></g></g>");
    assert_int_equal(b->spans[0].n_decors, 2);
    assert_int_equal(b->spans[0].decors[0].line_style, LINE_WAVY);
    assert_int_equal(b->spans[0].decors[1].line_style, LINE_DOTTED);
    assert_int_equal(b->spans[1].n_decors, 3); /* the inner underline hides the outer one */
    assert_int_equal(b->spans[1].decors[1].lines, 0);
    assert_int_equal(b->spans[1].decors[2].lines, DECOR_UNDERLINE);
    lowered_drop(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shorthand),
        cmocka_unit_test(test_longhands),
        cmocka_unit_test(test_from_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
