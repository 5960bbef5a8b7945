/* Text elements as text blocks: white space, positions, styles, decorations, boxes. The text is a slot, so
 * that the block can be looked at without fonts. */
#include "svg/text-fixture.h"

static void text_is(const char *body, const char *want)
{
    struct lowered l;
    const struct text_block *b = block_of(&l, body);
    struct str s = STR_INIT;
    for (size_t i = 0; i < b->n_spans; i++)
        str_printf(&s, "%s%.*s", i ? "|" : "", (int)b->spans[i].len, b->spans[i].text);
    assert_string_equal(s.data, want);
    str_drop(&s);
    lowered_drop(&l);
}

static void test_white_space(void **state)
{
    (void)state;
    text_is("<text id='t'>\n  a \t b\n</text>", "a b");
    text_is("<text id='t'> a <tspan> b </tspan> c </text>", "a |b |c");
    text_is("<text id='t' xml:space='preserve'> a\n b </text>", " a  b ");
    text_is("<text id='t' style='white-space:pre'>a\nb</text>", "a\nb");
    text_is("<text id='t' style='white-space:pre-line'>a  \n  b</text>", "a\nb");
    text_is("<text id='t'>a<title>no</title>b</text>", "ab");
    text_is("<text id='t'>a<tspan display='none'>no</tspan>b</text>", "ab");
    text_is("<text id='t'>a<tspan font-size='0'>no</tspan>b</text>", "ab");
    text_is("<text id='x'>Old</text><text id='t'><tref xlink:href='#x'/>!</text>", "Old|!");
    text_is("<text id='t'>a<textPath href='#none'>no</textPath>b</text>", "ab");
}

static void test_positions(void **state)
{
    struct lowered l;
    (void)state;
    const struct text_block *b = block_of(&l, "<text id='t' x='1 2 3 4 5' rotate='10 20'>ab<tspan x='30' "
                                              "dy='1em' font-size='7'>cd</tspan>e</text>");
    const double x[] = {1, 2, 30, 4, 5}, rotate[] = {10, 20, 20, 20, 20};
    for (int i = 0; i < 5; i++) {
        assert_true(b->pos[i].x == x[i]);
        assert_true(b->pos[i].rotate == rotate[i]);
        assert_true(isnan(b->pos[i].y));
    }
    assert_true(b->pos[2].dy == 7 && isnan(b->pos[3].dy));
    lowered_drop(&l);
    b = block_of(&l, "<text id='t' textLength='50' lengthAdjust='spacingAndGlyphs'>ab<tspan "
                     "textLength='9'>cd</tspan></text>");
    assert_int_equal(b->n_lengths, 2);
    assert_true(b->lengths[0].end == 4 && b->lengths[0].length == 50 && b->lengths[0].spacing_and_glyphs);
    assert_true(b->lengths[1].start == 2 && b->lengths[1].end == 4);
    lowered_drop(&l);
}

static void test_styles(void **state)
{
    struct lowered l;
    (void)state;
    const struct text_block *b =
        block_of(&l, "<g font='italic small-caps bold 20px/2 \"A B\", serif' text-anchor='end' "
                     "style='font:italic small-caps bold "
                     "20px/2 \"A B\", serif'><text id='t'>a<tspan font-size='50%' font-weight='bolder' "
                     "font-variant='normal' "
                     "style=\"font-feature-settings:'ss01' 2,'kern' off;font-variation-settings:'wght' "
                     "650\">b</tspan></text></g>");
    const struct text_style *s = b->spans[0].style, *t = b->spans[1].style;
    assert_string_equal(s->families, "\"A B\", serif");
    assert_true(s->size == 20 && s->weight == 700 && s->slant == SLANT_ITALIC && s->small_caps);
    assert_int_equal(b->spans[0].anchor, ANCHOR_END);
    assert_true(t->size == 10 && t->weight == 900 && !t->small_caps);
    assert_int_equal(t->n_features, 2);
    assert_string_equal(t->features[0].tag, "ss01");
    assert_true(t->features[0].value == 2 && t->features[1].value == 0);
    assert_true(t->n_variations == 1 && t->variations[0].value == 650);
    lowered_drop(&l);
}

static void test_decorations_and_shifts(void **state)
{
    struct lowered l;
    (void)state;
    const struct text_block *b =
        block_of(&l, "<g text-decoration='overline'><text id='t' fill='red'>a<tspan baseline-shift='super' "
                     "text-decoration='underline' "
                     "fill='green'><tspan baseline-shift='-2'>b</tspan></tspan></text></g>");
    assert_int_equal(b->spans[0].n_decors, 1);
    assert_int_equal(b->spans[0].decors[0].lines, DECOR_OVERLINE);
    assert_int_equal(b->spans[1].n_decors, 2);
    assert_int_equal(b->spans[1].decors[1].lines, DECOR_UNDERLINE);
    assert_int_not_equal(b->spans[1].decors[1].paint, b->spans[1].decors[0].paint);
    assert_int_equal(b->spans[1].style->n_shifts, 2);
    assert_int_equal(b->spans[1].style->shifts[0].kind, SHIFT_SUPER);
    assert_true(b->spans[1].style->shifts[1].length == -2);
    lowered_drop(&l);
}

static void test_paths(void **state)
{
    struct lowered l;
    (void)state;
    const struct text_block *b =
        block_of(&l, "<path id='p' d='M0 0H100' transform='translate(0 5)'/><text id='t'><textPath href='#p' "
                     "startOffset='25%'>a</textPath></text>");
    assert_non_null(b->spans[0].on_path);
    assert_true(b->spans[0].path_offset == 25 && b->spans[0].on_path->points[0].y == 5);
    lowered_drop(&l);
}

static void test_boxes(void **state)
{
    struct lowered l;
    (void)state;
    const struct text_block *b = block_of(
        &l, "<rect id='r' x='5' y='6' width='50' height='40'/><g transform='translate(5 0)'><text id='t' "
            "style='shape-inside:url(#r);shape-padding:2;text-align:center;white-space:pre;line-height:1.5'>"
            "<tspan x='0' y='9'>a\nb</tspan></text></g>");
    assert_non_null(b->box);
    assert_true(b->box->rect.x == 2 && b->box->rect.y == 8 && b->box->rect.w == 46 && b->box->rect.h == 36);
    assert_int_equal(b->box->align, ALIGN_CENTER);
    assert_true(b->box->line_height == 1.5 && b->preserve_newlines);
    assert_null(b->pos);
    lowered_drop(&l);
    b = block_of(&l, "<text id='t' x='10' y='20' inline-size='60' text-anchor='middle'>some words</text>");
    assert_true(b->box && b->box->rect.x == -20 && b->box->rect.w == 60 && !(b->box->rect.h > 0));
    assert_true(b->box->first_baseline_y == 20);
    lowered_drop(&l);
    b = block_of(
        &l, "<flowRoot id='t'><flowRegion><rect width='30' height='20'/></flowRegion><flowPara>a</flowPara>"
            "<flowPara>b</flowPara></flowRoot>");
    assert_true(b->box && b->box->rect.w == 30);
    assert_true(b->preserve_newlines);
    lowered_drop(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_white_space), cmocka_unit_test(test_positions),
        cmocka_unit_test(test_styles),      cmocka_unit_test(test_decorations_and_shifts),
        cmocka_unit_test(test_paths),       cmocka_unit_test(test_boxes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
