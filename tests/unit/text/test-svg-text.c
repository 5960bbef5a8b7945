/* SVG text: positions, anchors, shifts, paths, lengths, bidi, vertical lines, decorations. */
#include "fixture.h"

static struct text_layout *with_pos(struct fixture *f, const char *text, struct text_pos *pos,
                                    enum text_anchor anchor)
{
    struct text_span s = span_of(f, text);
    s.anchor = anchor;
    struct text_block b = {.spans = &s, .n_spans = 1, .pos = pos};
    return text_layout(f->t, f->arena, &b, NULL, 0);
}

#define NONE                    \
    {                           \
        NAN, NAN, NAN, NAN, NAN \
    }

static void positions_and_anchors(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_pos pos[3] = {{50, 60, NAN, NAN, NAN}, NONE, NONE};
    struct text_layout *l = with_pos(f, "HHH", pos, ANCHOR_START);
    assert_int_equal(count_glyphs(l), 3);
    double adv = glyph_at(l, 0)->advance;
    assert_true(adv > 5 && adv < 20);
    assert_float_equal(glyph_at(l, 0)->x, 50, 1e-3);
    assert_float_equal(glyph_at(l, 0)->y, 60, 1e-3);
    assert_float_equal(glyph_at(l, 2)->x, 50 + 2 * adv, 1e-2);
    assert_float_equal(l->em_box.w, 3 * adv, 1e-2);
    assert_true(l->ink.x > 50 && l->ink.w < l->em_box.w && l->ink.h < 20);
    l = with_pos(f, "HHH", pos, ANCHOR_MIDDLE);
    assert_float_equal(glyph_at(l, 0)->x, 50 - 1.5 * adv, 1e-2);
    l = with_pos(f, "HHH", pos, ANCHOR_END);
    assert_float_equal(glyph_at(l, 0)->x, 50 - 3 * adv, 1e-2);
    text_layout_move(l, 5, 6);
    assert_float_equal(glyph_at(l, 0)->x, 55 - 3 * adv, 1e-2);
    assert_float_equal(glyph_at(l, 0)->y, 66, 1e-3);
}

static void shifts_and_rotation(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_pos pos[3] = {{0, 0, NAN, NAN, NAN}, {NAN, NAN, 4, -3, 30}, {100, NAN, NAN, NAN, NAN}};
    struct text_layout *l = with_pos(f, "HHH", pos, ANCHOR_START);
    double adv = glyph_at(l, 0)->advance;
    assert_float_equal(glyph_at(l, 1)->x, adv + 4, 1e-2);
    assert_float_equal(glyph_at(l, 1)->y, -3, 1e-3);
    assert_float_equal(glyph_at(l, 1)->rotate, 30, 1e-3);
    assert_float_equal(glyph_at(l, 2)->x, 100, 1e-3); /* a new chunk keeps the y it has come to */
    assert_float_equal(glyph_at(l, 2)->y, -3, 1e-3);
}

static void lengths(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_span s = span_of(f, "HHHH");
    struct text_length len = {0, 4, 120, false};
    struct text_block b = {.spans = &s, .n_spans = 1, .lengths = &len, .n_lengths = 1};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_float_equal(l->em_box.w, 120, 1e-2);
    assert_float_equal(l->runs[0].scale_x, 1, 1e-6);
    len.spacing_and_glyphs = true;
    l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_float_equal(l->em_box.w, 120, 1e-2);
    assert_true(l->runs[0].scale_x > 1.2);
}

static void along_a_path(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct path p = {0};
    path_move(&p, 10, 100);
    path_line(&p, 10, 0); /* upwards */
    struct text_span s = span_of(f, "HHHHHHHHHH");
    s.on_path = &p;
    s.path_offset = 20;
    struct text_block b = {.spans = &s, .n_spans = 1};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_float_equal(glyph_at(l, 0)->rotate, -90, 1e-3);
    assert_float_equal(glyph_at(l, 0)->x, 10, 1e-3);
    assert_float_equal(glyph_at(l, 0)->y, 80, 1e-2);
    size_t hidden = 0;
    for (size_t i = 0; i < l->n_runs; i++)
        hidden += l->runs[i].hidden ? l->runs[i].n_glyphs : 0;
    assert_true(hidden >= 2 && hidden < 10); /* what does not fit on the path is not drawn */
    path_drop(&p);
}

static void bidi_runs(void **state)
{
    struct fixture *f = *state;
    need_file(NOTO, "fonts-noto-core");
    struct text_span s = span_of(f, "ab \xD7\x90\xD7\x91 12"); /* alef bet 12 */
    struct text_block b = {.spans = &s, .n_spans = 1};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_int_equal(l->n_missing, 0);
    /* visually: a b space 1 2 space bet alef */
    assert_int_equal(glyph_at(l, 0)->offset, 0);
    assert_int_equal(glyph_at(l, 3)->offset, 8);
    assert_int_equal(glyph_at(l, 6)->offset, 5);
    assert_int_equal(glyph_at(l, 7)->offset, 3);
    struct text_span o = span_of(f, "abc");
    o.bidi = 2;
    o.rtl = true;
    b.spans = &o;
    l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_int_equal(glyph_at(l, 0)->offset, 2);
    b.spans = &s;
    b.rtl = true; /* start is at the right */
    l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_float_equal(l->em_box.x + l->em_box.w, 0, 1e-2);
}

static void vertical_lines(void **state)
{
    struct fixture *f = *state;
    need_file(CJK, "fonts-noto-cjk");
    f->style.families = "Noto Sans CJK JP";
    struct text_span s = span_of(f, "\xE6\x98\xA5H"); /* an ideograph stands, a Latin letter lies */
    struct text_block b = {.spans = &s, .n_spans = 1, .writing = WRITING_TB};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_int_equal(l->n_runs, 2);
    assert_true(l->runs[0].vertical);
    assert_float_equal(glyph_at(l, 0)->x, -10, 0.1);
    assert_float_equal(glyph_at(l, 0)->rotate, 0, 1e-6);
    assert_float_equal(glyph_at(l, 1)->rotate, 90, 1e-6);
    assert_float_equal(glyph_at(l, 1)->y, 20, 0.1);
    b.orientation = ORIENT_UPRIGHT;
    l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_float_equal(glyph_at(l, 1)->rotate, 0, 1e-6);
}

static void decorations(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_decor d = {.lines = DECOR_UNDERLINE | DECOR_LINE_THROUGH, .paint = 7, .style = &f->style};
    struct text_span s[2] = {span_of(f, "one"), span_of(f, "two")};
    s[0].decors = s[1].decors = &d;
    s[0].n_decors = s[1].n_decors = 1;
    struct text_block b = {.spans = s, .n_spans = 2};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_int_equal(l->n_decors, 3); /* the underline runs through */
    struct rect r;
    assert_true(path_bounds(&l->decors[0].path, MATRIX_IDENTITY, &r));
    assert_int_equal(l->decors[0].line, DECOR_UNDERLINE);
    assert_int_equal(l->decors[0].paint, 7);
    assert_true(r.y > 0 && r.y < 6 && r.h > 0.5 && r.h < 3);
    assert_float_equal(r.w, l->em_box.w, 1e-2);
    assert_true(path_bounds(&l->decors[1].path, MATRIX_IDENTITY, &r));
    assert_true(r.y < -2 && r.y > -12);
}

static void spacing_and_features(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    double plain = with_pos(f, "AV AV", NULL, ANCHOR_START)->em_box.w;
    f->style.letter_spacing = 2;
    assert_float_equal(with_pos(f, "AV AV", NULL, ANCHOR_START)->em_box.w, plain + 8, 1e-2);
    f->style.letter_spacing = 0;
    f->style.word_spacing = 5;
    assert_float_equal(with_pos(f, "AV AV", NULL, ANCHOR_START)->em_box.w, plain + 5, 1e-2);
    f->style.word_spacing = 0;
    struct text_tag_value kern = {"kern", 0};
    f->style.features = &kern;
    f->style.n_features = 1;
    assert_true(with_pos(f, "AV AV", NULL, ANCHOR_START)->em_box.w > plain + 0.5);
    f->style.n_features = 0;
    f->style.size_adjust = 1.09; /* twice Inter's own 0.546 */
    double wide = with_pos(f, "AV AV", NULL, ANCHOR_START)->em_box.w;
    assert_true(wide > plain * 1.9 && wide < plain * 2.1);
}

static void baselines(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_metrics m = text_metrics(f->t, &f->style);
    assert_true(m.ascent > 15 && m.x_height > 9 && m.cap_height > m.x_height && m.advance_zero > 8);
    f->style.dominant = BASELINE_MIDDLE;
    assert_float_equal(glyph_at(with_pos(f, "H", NULL, ANCHOR_START), 0)->y, m.x_height / 2, 1e-2);
    f->style.dominant = BASELINE_AUTO;
    struct text_shift up[2] = {{SHIFT_LENGTH, 3, 20}, {SHIFT_SUPER, 0, 20}};
    f->style.shifts = up;
    f->style.n_shifts = 1;
    assert_float_equal(glyph_at(with_pos(f, "H", NULL, ANCHOR_START), 0)->y, -3, 1e-3);
    f->style.n_shifts = 2;
    assert_true(glyph_at(with_pos(f, "H", NULL, ANCHOR_START), 0)->y < -6);
}

/* Spacing stands between letters as they are seen: none at the right end of right-to-left text. */
static void spaced_right_to_left(void **state)
{
    struct fixture *f = *state;
    need_file(NOTO, "fonts-noto-core");
    struct text_span s = span_of(f, "\xD7\x90\xD7\x91"); /* alef bet */
    struct text_length len = {0, 2, 100, false};
    struct text_block b = {.spans = &s, .n_spans = 1, .lengths = &len, .n_lengths = 1};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    const struct text_glyph *alef = glyph_at(l, 1), *bet = glyph_at(l, 0);
    assert_int_equal(alef->offset, 0);
    assert_float_equal(bet->x, 0, 1e-3);
    assert_float_equal(alef->x + alef->advance, 100, 1e-2);
    f->style.letter_spacing = 7;
    b.n_lengths = 0;
    l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_float_equal(glyph_at(l, 1)->x, glyph_at(l, 0)->advance + 7, 1e-2);
    assert_float_equal(l->em_box.w, glyph_at(l, 1)->x + glyph_at(l, 1)->advance, 1e-2);
}

/* Kerning does not mind that a letter has another colour. */
static void shaped_across_spans(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_span whole = span_of(f, "AVA"),
                     parts[3] = {span_of(f, "A"), span_of(f, "V"), span_of(f, "A")};
    parts[1].paint = 1;
    struct text_layout *a = lay_out(f, &whole, 1, NULL), *b = lay_out(f, parts, 3, NULL);
    assert_float_equal(a->em_box.w, b->em_box.w, 1e-4);
    assert_int_equal(b->n_runs, 3);
    assert_int_equal(b->runs[1].paint, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(positions_and_anchors, setup, teardown),
        cmocka_unit_test_setup_teardown(shifts_and_rotation, setup, teardown),
        cmocka_unit_test_setup_teardown(lengths, setup, teardown),
        cmocka_unit_test_setup_teardown(along_a_path, setup, teardown),
        cmocka_unit_test_setup_teardown(bidi_runs, setup, teardown),
        cmocka_unit_test_setup_teardown(vertical_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(decorations, setup, teardown),
        cmocka_unit_test_setup_teardown(spacing_and_features, setup, teardown),
        cmocka_unit_test_setup_teardown(baselines, setup, teardown),
        cmocka_unit_test_setup_teardown(spaced_right_to_left, setup, teardown),
        cmocka_unit_test_setup_teardown(shaped_across_spans, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
