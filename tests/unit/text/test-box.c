/* Text in boxes: wrapping, alignment, the fit ladder, scripts, and what is reported. */
#include "fixture.h"

static size_t lines_of(struct fixture *f, const char *text, const struct text_box *box)
{
    struct text_span s = span_of(f, text);
    return lay_out(f, &s, 1, box)->n_lines;
}

static void wraps_and_aligns(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_box box = box_of(120, 200);
    struct text_span s = span_of(f, "Save twenty percent on every plant");
    struct text_layout *l = lay_out(f, &s, 1, &box);
    assert_true(l->n_lines >= 3);
    assert_false(l->overflow);
    assert_int_equal(l->fallback, -1);
    for (size_t i = 0; i < l->n_lines; i++) {
        assert_true(l->lines[i].width <= 120.001);
        assert_float_equal(l->lines[i].x, 10, 1e-3);
        assert_float_equal(l->lines[i].top, 20 + 24 * (double)i, 1e-3); /* 1.2 x 20 */
    }
    assert_int_equal(l->lines[0].start, 0);
    assert_int_equal(l->lines[l->n_lines - 1].end, s.len);
    box.align = ALIGN_END;
    l = lay_out(f, &s, 1, &box);
    assert_float_equal(l->lines[0].x + l->lines[0].width, 130, 1e-3);
    box.align = ALIGN_CENTER;
    box.valign = VALIGN_MIDDLE;
    l = lay_out(f, &s, 1, &box);
    assert_float_equal(l->lines[0].x + l->lines[0].width / 2, 70, 1e-3);
    assert_float_equal(l->lines[0].top + l->lines[l->n_lines - 1].bottom, 2 * 120, 1e-3);
    box.align = ALIGN_JUSTIFY;
    box.valign = VALIGN_BOTTOM;
    l = lay_out(f, &s, 1, &box);
    assert_float_equal(l->lines[0].width, 120, 1e-2);
    assert_true(l->lines[l->n_lines - 1].width < 119);
    assert_float_equal(l->lines[l->n_lines - 1].bottom, 220, 1e-3);
    box = box_of(120, 0);
    box.mirrored = true;
    l = lay_out(f, &s, 1, &box);
    assert_float_equal(l->lines[0].x + l->lines[0].width, 130, 1e-3);
    box.mirrored = false;
    box.first_baseline_y = 77;
    l = lay_out(f, &s, 1, &box);
    assert_float_equal(l->lines[0].baseline, 77, 1e-3);
    assert_float_equal(glyph_at(l, 0)->y, 77, 1e-3);
}

/* An address goes to a line of its own before it is broken; a slash between words is a place like another. */
static void addresses(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_span s = span_of(f, "Order at acme.example/garden");
    struct text_box box = box_of(220, 0);
    struct text_layout *l = lay_out(f, &s, 1, &box);
    assert_int_equal(l->n_lines, 2);
    assert_int_equal(l->lines[1].start, strlen("Order at "));
    box.rect.w = 140;
    l = lay_out(f, &s, 1, &box);
    assert_int_equal(l->n_lines, 3);
    assert_int_equal(l->lines[2].start, strlen("Order at acme.example/"));
    assert_false(l->lines[1].hyphenated);
    s = span_of(f, "Plants and/or pots"); /* no address: any slash will do */
    box.rect.w = 122;
    l = lay_out(f, &s, 1, &box);
    assert_int_equal(l->lines[1].start, strlen("Plants and/"));
}

/* A name in a script without spaces: a dictionary finds words in it, and parts it there only if it must. */
static void names_stay_whole(void **state)
{
    struct fixture *f = *state;
    const char *text = "สวัสดีคุณกัญญารัตน์ชนะพานิชย์สุข สวนรออยู่", *name = "กัญญารัตน์ชนะพานิชย์สุข";
    size_t start = strlen("สวัสดีคุณ");
    struct text_box box = box_of(240, 0);
    struct text_span s = span_of(f, text);
    f->style.lang = "th";
    f->style.families = "Noto Sans Thai";
    struct text_block b = {.spans = &s, .n_spans = 1, .box = &box};
    const struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_true(l->lines[0].end > start); /* within the name */
    b.whole = &name;
    b.n_whole = 1;
    l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_int_equal(l->lines[1].start, start);
    assert_true(l->lines[1].end >= start + strlen(name));
    box.rect.w = 150; /* too narrow for it: parted between words, in its box */
    l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_true(l->n_lines >= 3);
    for (size_t i = 0; i < l->n_lines; i++)
        assert_true(l->lines[i].width <= 150.001);
}

static void letter_case(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_style upper = f->style;
    struct text_box box = box_of(2000, 0);
    struct text_span plain = span_of(f, "AB \xC3\x84"
                                        "C"),
                     s = span_of(f, "ab \xC3\xA4"
                                    "c");
    s.style = &upper;
    upper.letter_case = CASE_UPPER;
    double want = lay_out(f, &plain, 1, &box)->lines[0].width;
    assert_float_equal(lay_out(f, &s, 1, &box)->lines[0].width, want, 1e-4);
    plain = span_of(f, "It's Ab-Cd");
    s.text = "it's ab-cd";
    s.len = strlen(s.text);
    upper.letter_case = CASE_CAPITALIZE;
    want = lay_out(f, &plain, 1, &box)->lines[0].width;
    assert_float_equal(lay_out(f, &s, 1, &box)->lines[0].width, want, 1e-4);
    upper.letter_case = CASE_UPPER;
    upper.lang = "tr";
    plain = span_of(f, "\xC4\xB0");
    s.text = "i";
    s.len = 1;
    want = lay_out(f, &plain, 1, &box)->lines[0].width;
    assert_float_equal(lay_out(f, &s, 1, &box)->lines[0].width, want, 1e-4);
}

static void forced_lines_and_none(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_box box = box_of(400, 0);
    assert_int_equal(lines_of(f, "one\ntwo\n\nfour", &box), 4);
    box.wrap = WRAP_NONE;
    box.rect.w = 50;
    assert_int_equal(lines_of(f, "a long line that would wrap\nand another", &box), 2);
}

static void balances(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_box box = box_of(300, 0);
    struct text_span s = span_of(f, "The quick brown fox jumps over it all");
    struct text_layout *l = lay_out(f, &s, 1, &box);
    assert_int_equal(l->n_lines, 2);
    double before = fabs(l->lines[0].width - l->lines[1].width);
    box.wrap = WRAP_BALANCE;
    l = lay_out(f, &s, 1, &box);
    assert_int_equal(l->n_lines, 2);
    assert_true(fabs(l->lines[0].width - l->lines[1].width) < before / 2);
}

static void shrinks_by_width_and_height(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct fit_step step = {FIT_SHRINK, 8};
    struct text_box box = box_of(120, 30);
    box.ladder = &step;
    box.n_ladder = 1;
    struct text_span s = span_of(f, "Save twenty percent today");
    struct text_layout *l = lay_out(f, &s, 1, &box);
    assert_false(l->overflow);
    assert_int_equal(l->steps, 1U << FIT_SHRINK);
    assert_true(l->size < 20 && l->size >= 8);
    assert_true(l->lines[l->n_lines - 1].bottom <= 50.001);
    /* the largest size that fits: a hundredth more does not */
    struct text_box bigger = box;
    bigger.n_ladder = 0;
    f->style.size = l->size * 1.01;
    assert_true(lay_out(f, &s, 1, &bigger)->overflow);
    f->style.size = 20;
    /* never enlarged, and no step where none is needed */
    box.rect = (struct rect){0, 0, 900, 900};
    l = lay_out(f, &s, 1, &box);
    assert_float_equal(l->size, 20, 1e-9);
    assert_int_equal(l->steps, 0);
    /* a word that no size allowed makes fit */
    box.rect = (struct rect){0, 0, 20, 900};
    l = lay_out(f, &s, 1, &box);
    assert_true(l->overflow);
    assert_float_equal(l->size, 8, 1e-6);
    assert_true(l->overflow_x > 5);
}

static void climbs_in_order(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct fit_step steps[] = {{FIT_SHRINK, 18}, {FIT_TRACK, -0.03}, {FIT_FALLBACK, 0}, {FIT_ELLIPSIS, 0}};
    struct text_box box = box_of(200, 26);
    box.ladder = steps;
    box.n_ladder = 4;
    const char *shorter[] = {"Save twenty percent today only", "Save 20% today"};
    struct text_span s = span_of(f, "Save twenty percent on everything today and tomorrow");
    struct text_block b = {.spans = &s, .n_spans = 1, .box = &box};
    struct text_layout *l = text_layout(f->t, f->arena, &b, shorter, 2);
    assert_false(l->overflow);
    assert_int_equal(l->fallback, 1);
    assert_true(l->steps & 1U << FIT_FALLBACK);
    assert_int_equal(l->n_lines, 1);
    l = text_layout(f->t, f->arena, &b, NULL, 0); /* nothing shorter: cut */
    assert_false(l->overflow);
    assert_true(l->steps & 1U << FIT_ELLIPSIS);
    assert_true(l->lines[0].width <= 200.001 && l->lines[0].width > 150);
    assert_int_equal(l->n_lines, 1);
    s = span_of(f, "Save twenty percent!");
    box.rect.w =
        lay_out(f, &s, 1,
                &(struct text_box){.rect = {0, 0, 900, 0}, .wrap = WRAP_NONE, .first_baseline_y = NAN})
            ->lines[0]
            .width *
        0.89;
    l = text_layout(f->t, f->arena, &b, shorter, 2);
    assert_int_equal(l->steps, 1U << FIT_SHRINK | 1U << FIT_TRACK);
    assert_float_equal(l->size, 18, 1e-6);
}

static void tightens_lines(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct fit_step step = {FIT_TIGHTEN, 1.0};
    struct text_box box = box_of(400, 43);
    box.ladder = &step;
    box.n_ladder = 1;
    struct text_span s = span_of(f, "one\ntwo");
    struct text_layout *l = lay_out(f, &s, 1, &box);
    assert_false(l->overflow);
    assert_int_equal(l->steps, 1U << FIT_TIGHTEN);
    assert_float_equal(l->lines[1].baseline - l->lines[0].baseline, 21.5, 0.01);
}

static void too_many_lines(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_box box = box_of(400, 0);
    box.max_lines = 2;
    struct text_span s = span_of(f, "one\ntwo\nthree");
    struct text_layout *l = lay_out(f, &s, 1, &box);
    assert_true(l->overflow);
    assert_float_equal(l->overflow_y, 24, 1e-3);
    assert_float_equal(l->overflow_x, 0, 1e-9);
}

static void mixed_styles_scale_together(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_style bold = f->style;
    bold.weight = 700;
    bold.size = 40;
    struct text_span s[3] = {span_of(f, "Save "), span_of(f, "twenty percent"), span_of(f, " on plants")};
    s[1].style = &bold;
    s[1].paint = 1;
    struct fit_step step = {FIT_SHRINK, 5};
    struct text_box box = box_of(220, 60);
    box.ladder = &step;
    box.n_ladder = 1;
    struct text_layout *l = lay_out(f, s, 3, &box);
    assert_false(l->overflow);
    assert_true(l->n_lines >= 2);
    bool seen = false;
    for (size_t i = 0; i < l->n_runs; i++)
        if (l->runs[i].span == 1) {
            seen = true;
            assert_float_equal(l->runs[i].size, 2 * l->size, 1e-6);
            assert_int_equal(l->runs[i].paint, 1);
            assert_int_equal(face_weight(l->runs[i].face), 700);
        }
    assert_true(seen);
}

static void hyphenates(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    need_file("/usr/share/hyphen/hyph_de_DE.dic", "hyphen-de");
    struct fit_step step = {FIT_SHRINK, 6};
    struct text_box box = box_of(220, 96);
    box.ladder = &step;
    box.n_ladder = 1;
    f->style.lang = "de-DE";
    f->style.size = 24;
    struct text_span s = span_of(f, "Donaudampfschifffahrtsgesellschaft");
    double plain = lay_out(f, &s, 1, &box)->size;
    box.hyphenate = true;
    struct text_layout *l = lay_out(f, &s, 1, &box);
    assert_true(l->size > plain);
    assert_true(l->lines[0].hyphenated);
    assert_int_equal(l->lines[0].end, strlen("Donaudampfschiff"));
    assert_int_equal(l->n_missing, 0);
    f->style.lang = "xx"; /* no dictionary: as without */
    assert_float_equal(lay_out(f, &s, 1, &box)->size, plain, 1e-9);
}

static void soft_hyphens(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_box box = box_of(90, 0);
    struct text_span s = span_of(f, "Garten\xC2\xADschere");
    struct text_layout *l = lay_out(f, &s, 1, &box);
    assert_int_equal(l->n_lines, 2);
    assert_true(l->lines[0].hyphenated);
    assert_int_equal(count_glyphs(l), 13); /* one hyphen drawn */
    box.rect.w = 300;
    l = lay_out(f, &s, 1, &box);
    assert_int_equal(l->n_lines, 1);
    assert_int_equal(count_glyphs(l), 12);
}

static void right_to_left(void **state)
{
    struct fixture *f = *state;
    need_file(NOTO, "fonts-noto-core");
    struct text_box box = box_of(160, 0);
    f->style.lang = "ar";
    struct text_span s =
        span_of(f, "\xD8\xA7\xD8\xB7\xD9\x84\xD8\xA8 \xD8\xA7\xD9\x84\xD8\xA2\xD9\x86 Pressrun "
                   "\xD8\xB9\xD8\xB1\xD8\xB6 \xD8\xAE\xD8\xA7\xD8\xB5");
    struct text_layout *l = lay_out(f, &s, 1, &box);
    assert_true(l->n_lines >= 2);
    assert_int_equal(l->n_missing, 0);
    for (size_t i = 0; i < l->n_lines; i++) {
        assert_true(l->lines[i].rtl);
        assert_float_equal(l->lines[i].x + l->lines[i].width, 170, 1e-2);
    }
    /* The first letter stands at the right end of the first line. */
    double right = 0;
    for (size_t i = 0; i < count_glyphs(l); i++)
        if (glyph_at(l, i)->offset == 0)
            right = glyph_at(l, i)->x + glyph_at(l, i)->advance;
    assert_float_equal(right, 170, 1e-2);
    box.align = ALIGN_END;
    assert_float_equal(lay_out(f, &s, 1, &box)->lines[0].x, 10, 1e-3);
}

static void emoji_and_missing(void **state)
{
    struct fixture *f = *state;
    need_file(EMOJI, "fonts-noto-color-emoji");
    struct text_box box = box_of(400, 0);
    /* waving hand with skin tone, a family, a flag, a keycap: one colour glyph each */
    struct text_span s =
        span_of(f, "\xF0\x9F\x91\x8B\xF0\x9F\x8F\xBD\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D"
                   "\xF0\x9F\x91\xA7\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA"
                   "3\xEF\xB8\x8F\xE2\x83\xA3");
    struct text_layout *l = lay_out(f, &s, 1, &box);
    assert_int_equal(l->n_missing, 0);
    assert_int_equal(count_glyphs(l), 4);
    assert_true(face_is_color(l->runs[0].face));
    const struct pixmap *pixels;
    struct rect em;
    assert_true(
        face_bitmap(l->runs[0].face, glyph_at(l, 0)->id, 40, (struct rgba){0, 0, 0, 255}, &pixels, &em));
    assert_true(pixels->width > 50 && em.w > 0.8 && em.w < 1.6 && em.y < -0.5);
    struct text_span odd = span_of(f, "a\xF3\xB0\x80\x80z"); /* a private plane's code point */
    l = lay_out(f, &odd, 1, &box);
    assert_int_equal(l->n_missing, 1);
    assert_int_equal(l->missing[0], 0xF0000);
}

/* Japanese in columns from the right; Latin lies on its side; the ladder sees a turned box. */
static void vertical_box(void **state)
{
    struct fixture *f = *state;
    need_file(CJK, "fonts-noto-cjk");
    f->style.families = "Noto Sans CJK JP";
    f->style.lang = "ja";
    struct text_box box = box_of(100, 90); /* from (10, 20) */
    struct text_span s = span_of(
        f, "\xE6\x98\xA5\xE3\x81\xAE\xE6\x96\xB0\xE4\xBD\x9C\xE6\x98\xA5\xE3\x81\xAE\xE6\x96\xB0\xE4\xBD\x9C"
           "AB");
    struct text_block b = {.spans = &s, .n_spans = 1, .box = &box, .writing = WRITING_TB};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_false(l->overflow);
    assert_int_equal(l->n_lines, 3); /* four ideographs of 20 fit into 90 */
    assert_float_equal(l->lines[0].top, 110, 1e-3);
    assert_float_equal(l->lines[0].baseline, 98, 1e-3);
    assert_float_equal(l->lines[1].baseline, 74, 1e-3);
    assert_float_equal(glyph_at(l, 0)->x, 88, 0.5);
    assert_float_equal(l->lines[0].x, 20, 1e-3);
    assert_float_equal(l->lines[0].width, 80, 0.1);
    assert_float_equal(glyph_at(l, 8)->rotate, 90, 1e-6);
    struct fit_step step = {FIT_SHRINK, 5};
    box.rect.w = 30; /* room for one column of 24: smaller */
    box.ladder = &step;
    box.n_ladder = 1;
    l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_false(l->overflow);
    assert_int_equal(l->n_lines, 2);
    assert_true(l->size < 13 && l->size > 10);
    box.n_ladder = 0;
    l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_true(l->overflow);
    assert_float_equal(l->overflow_x, 42, 0.1);
    text_layout_move(l, 3, 4);
    assert_float_equal(l->lines[0].x, 24, 1e-3);
    assert_float_equal(l->lines[0].top, 43, 1e-3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(wraps_and_aligns, setup, teardown),
        cmocka_unit_test_setup_teardown(addresses, setup, teardown),
        cmocka_unit_test_setup_teardown(names_stay_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(letter_case, setup, teardown),
        cmocka_unit_test_setup_teardown(forced_lines_and_none, setup, teardown),
        cmocka_unit_test_setup_teardown(balances, setup, teardown),
        cmocka_unit_test_setup_teardown(shrinks_by_width_and_height, setup, teardown),
        cmocka_unit_test_setup_teardown(climbs_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(tightens_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(too_many_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(mixed_styles_scale_together, setup, teardown),
        cmocka_unit_test_setup_teardown(hyphenates, setup, teardown),
        cmocka_unit_test_setup_teardown(soft_hyphens, setup, teardown),
        cmocka_unit_test_setup_teardown(right_to_left, setup, teardown),
        cmocka_unit_test_setup_teardown(emoji_and_missing, setup, teardown),
        cmocka_unit_test_setup_teardown(vertical_box, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
