/* Decoration lines: their styles, thickness, places, and the ink they spare. */
#include "fixture.h"

static struct text_layout *lay_line(struct fixture *f, const char *text, const struct text_decor *d,
                                    enum text_writing writing)
{
    struct text_span s = span_of(f, text);
    s.decors = d;
    s.n_decors = 1;
    struct text_block b = {.spans = &s, .n_spans = 1, .writing = writing};
    return text_layout(f->t, f->arena, &b, NULL, 0);
}

static size_t parts(const struct path *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_verbs; i++)
        n += p->verbs[i] == PATH_MOVE;
    return n;
}

static struct rect bounds(const struct text_layout *l)
{
    struct rect r = {0};
    assert_int_equal(l->n_decors, 1);
    assert_true(path_bounds(&l->decors[0].path, MATRIX_IDENTITY, &r));
    return r;
}

static void thickness_and_places(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_decor d = {
        .lines = DECOR_UNDERLINE, .style = &f->style, .thickness = 3, .has_offset = true, .offset = 4};
    struct rect r = bounds(lay_line(f, "HHH", &d, WRITING_LR));
    assert_float_equal(r.y, 4, 1e-6); /* the offset is to the near edge */
    assert_float_equal(r.h, 3, 1e-6);
    d.place = PLACE_UNDER;
    struct rect under = bounds(lay_line(f, "HHH", &d, WRITING_LR));
    assert_true(under.y > r.y + 3);
    d = (struct text_decor){.lines = DECOR_OVERLINE, .style = &f->style};
    struct rect thin = bounds(lay_line(f, "HHH", &d, WRITING_LR));
    d.thickness = 3;
    struct rect thick = bounds(lay_line(f, "HHH", &d, WRITING_LR));
    assert_true(thick.y + thick.h < 0);
    assert_float_equal(thick.y + thick.h, thin.y + thin.h, 1e-6); /* it grows away from the text */
    d = (struct text_decor){.lines = DECOR_LINE_THROUGH, .style = &f->style, .thickness = 1};
    thin = bounds(lay_line(f, "HHH", &d, WRITING_LR));
    d.line_style = LINE_DOUBLE;
    thick = bounds(lay_line(f, "HHH", &d, WRITING_LR));
    assert_float_equal(thick.h, 3, 1e-6);
    assert_float_equal(thick.y + 1.5, thin.y + 0.5, 1e-6); /* and this about its middle */
}

static void vertical_sides(void **state)
{
    struct fixture *f = *state;
    need_file(CJK, "fonts-noto-cjk");
    f->style.families = "Noto Sans CJK JP";
    struct text_decor d = {.lines = DECOR_UNDERLINE, .style = &f->style};
    const char *spring = "\xE6\x98\xA5\xE6\x98\xA5";
    assert_true(bounds(lay_line(f, spring, &d, WRITING_TB)).x < -10);
    d.place = PLACE_RIGHT;
    assert_true(bounds(lay_line(f, spring, &d, WRITING_TB)).x > 10);
    d.lines = DECOR_OVERLINE; /* changes sides with the underline */
    assert_true(bounds(lay_line(f, spring, &d, WRITING_TB)).x < -10);
}

static void spares_ink(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_decor d = {.lines = DECOR_UNDERLINE, .style = &f->style, .thickness = 1};
    assert_int_equal(parts(&lay_line(f, "ogoooo", &d, WRITING_LR)->decors[0].path), 1);
    d.skip = SKIP_AUTO;
    assert_int_equal(parts(&lay_line(f, "oooo", &d, WRITING_LR)->decors[0].path), 1);
    struct text_layout *l = lay_line(f, "oogoogoo", &d, WRITING_LR);
    assert_int_equal(parts(&l->decors[0].path), 3);
    assert_true(l->decors[0].path.points[1].x < glyph_at(l, 2)->x + 3); /* the first part ends before the g */
    d.lines = DECOR_LINE_THROUGH;
    assert_int_equal(parts(&lay_line(f, "oogoogoo", &d, WRITING_LR)->decors[0].path), 1);
    need_file(CJK, "fonts-noto-cjk");
    f->style.families = "Noto Sans CJK JP";
    d = (struct text_decor){
        .lines = DECOR_UNDERLINE, .style = &f->style, .thickness = 1, .has_offset = true, .skip = SKIP_AUTO};
    const char *spring = "\xE6\x98\xA5\xE6\x98\xA5\xE6\x98\xA5";
    assert_int_equal(parts(&lay_line(f, spring, &d, WRITING_LR)->decors[0].path), 1);
    d.skip = SKIP_ALL;
    l = lay_line(f, spring, &d, WRITING_LR);
    assert_true(l->n_decors == 0 || parts(&l->decors[0].path) > 1);
}

static void styles(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_decor d = {
        .lines = DECOR_UNDERLINE, .style = &f->style, .thickness = 2, .has_offset = true, .offset = 5};
    struct text_layout *l = lay_line(f, "HHHHHHHH", &d, WRITING_LR);
    double width = bounds(l).w;
    d.line_style = LINE_DOTTED;
    l = lay_line(f, "HHHHHHHH", &d, WRITING_LR);
    assert_int_equal(parts(&l->decors[0].path), (int)((width - 2) / 4 + 0.5) + 1);
    assert_float_equal(bounds(l).w, width, 1e-3); /* it ends with a whole dot */
    d.line_style = LINE_DASHED;
    l = lay_line(f, "HHHHHHHH", &d, WRITING_LR);
    assert_int_equal(parts(&l->decors[0].path), (int)((width - 6) / 10 + 0.5) + 1);
    assert_float_equal(bounds(l).w, width, 1e-3);
    d.line_style = LINE_WAVY;
    l = lay_line(f, "HHHHHHHH", &d, WRITING_LR);
    assert_int_equal(parts(&l->decors[0].path), 1);
    struct rect r = bounds(l);
    assert_true(r.y > 4.9 && r.h > 4 && r.h < 6);
    d.skip = SKIP_ALL;
    d.offset = 2;
    l = lay_line(f, "HHHHgHHH", &d, WRITING_LR);
    assert_int_equal(parts(&l->decors[0].path), 2);
    d.thickness = 1e-9; /* countless waves are a line */
    l = lay_line(f, "HHHHHHHH", &d, WRITING_LR);
    assert_true(l->decors[0].path.n_points < 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(thickness_and_places, setup, teardown),
        cmocka_unit_test_setup_teardown(vertical_sides, setup, teardown),
        cmocka_unit_test_setup_teardown(spares_ink, setup, teardown),
        cmocka_unit_test_setup_teardown(styles, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
