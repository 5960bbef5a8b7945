/* Choosing faces: families, weights, slants, synthesis, variations, fallback; glyph pictures. */
#include "fixture.h"

#define SUITE "../shared/svg-suite/fonts"

static const struct text_run *first_run(struct fixture *f, const char *text)
{
    struct text_span s = span_of(f, text);
    struct text_block b = {.spans = &s, .n_spans = 1};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_true(l->n_runs > 0);
    return &l->runs[0];
}

static void weights_and_slants(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    static const struct {
        int want, have;
    } w[] = {{100, 100}, {400, 400}, {450, 500}, {550, 600}, {650, 700}, {1000, 900}, {1, 100}};
    for (size_t i = 0; i < sizeof w / sizeof *w; i++) {
        f->style.weight = w[i].want;
        const struct text_run *r = first_run(f, "H");
        assert_int_equal(face_weight(r->face), w[i].have);
        assert_false(r->embolden);
    }
    f->style.weight = 400;
    f->style.slant = SLANT_ITALIC;
    assert_non_null(strstr(face_path(first_run(f, "H")->face), "Italic"));
    assert_false(first_run(f, "H")->oblique);
}

static void family_lists(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    f->style.families = "No Such Font, 'INTER' , serif";
    assert_string_equal(face_family(first_run(f, "H")->face), "Inter");
    f->style.families = "Int\\65 r";
    assert_string_equal(face_family(first_run(f, "H")->face), "Inter");
    f->style.families = "Inter-Bold"; /* PostScript names, as Illustrator writes them */
    assert_int_equal(face_weight(first_run(f, "H")->face), 700);
    f->style.families = "";
    assert_non_null(first_run(f, "H")->face);
    f->style.families = NULL;
    assert_non_null(first_run(f, "H")->face);
}

static int suite_setup(void **state)
{
    setup(state);
    struct fixture *f = *state;
    if (!dir_exists(SUITE))
        return 0;
    typesetter_drop(f->t);
    fonts_drop(f->fonts);
    const char *dirs[] = {SUITE};
    f->fonts = fonts_new(&f->ctx, dirs, 1, FONTS_NO_SYSTEM);
    f->t = typesetter_new(f->fonts);
    return 0;
}

static void need_suite(void)
{
    if (!dir_exists(SUITE)) {
        print_message("skipped: no %s\n", SUITE);
        skip();
    }
}

static void only_given_folders(void **state)
{
    need_suite();
    struct fixture *f = *state;
    f->style.families = "sans-serif";
    assert_string_equal(face_family(first_run(f, "H")->face), "Noto Sans");
    f->style.families = "Inter"; /* not in the folder */
    assert_non_null(strstr(face_path(first_run(f, "H")->face), "svg-suite"));
    f->style.families = "Noto Serif"; /* Regular alone: the rest is synthesised */
    f->style.weight = 700;
    f->style.slant = SLANT_ITALIC;
    const struct text_run *r = first_run(f, "H");
    assert_true(r->embolden && r->oblique);
    struct rect thin, bold;
    assert_true(path_bounds(face_outline(r->face, r->glyphs[0].id, false, false), MATRIX_IDENTITY, &thin));
    assert_true(path_bounds(face_outline(r->face, r->glyphs[0].id, true, false), MATRIX_IDENTITY, &bold));
    assert_true(bold.w > thin.w + 0.02 && bold.w < thin.w + 0.08);
    assert_true(path_bounds(face_outline(r->face, r->glyphs[0].id, false, true), MATRIX_IDENTITY, &bold));
    assert_true(bold.w > thin.w + 0.1);
    assert_true(thin.y < -0.6 && thin.y + thin.h < 0.05); /* y down, on the baseline */
    assert_ptr_equal(face_outline(r->face, r->glyphs[0].id, true, false),
                     face_outline(r->face, r->glyphs[0].id, true, false));
}

static void variable_axes(void **state)
{
    need_suite();
    struct fixture *f = *state;
    f->style.families = "Roboto Flex";
    f->style.weight = 100;
    double thin = first_run(f, "N")->glyphs[0].advance;
    f->style.weight = 1000;
    const struct text_run *r = first_run(f, "N");
    assert_false(r->embolden);
    assert_true(r->glyphs[0].advance > thin + 1);
    assert_int_equal(face_weight(r->face), 1000);
    struct text_tag_value v = {"wght", 100}; /* explicit settings win */
    f->style.variations = &v;
    f->style.n_variations = 1;
    assert_float_equal(first_run(f, "N")->glyphs[0].advance, thin, 1e-3);
}

static void one_cluster_falls_back_alone(void **state)
{
    struct fixture *f = *state;
    need_file(NOTO, "fonts-noto-core");
    struct text_span s = span_of(f, "ab\xD8\xA7"
                                    "cd");
    struct text_block b = {.spans = &s, .n_spans = 1};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_int_equal(l->n_runs, 3);
    assert_string_equal(face_family(l->runs[0].face), "Inter");
    assert_string_equal(face_family(l->runs[1].face), "Noto Sans Arabic");
    assert_string_equal(face_family(l->runs[2].face), "Inter");
    assert_int_equal(l->n_fallback_fonts, 1);
    fonts_prefer(f->fonts, "Hebr", "Noto Serif Hebrew");
    struct text_span h = span_of(f, "\xD7\x90");
    b.spans = &h;
    l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_string_equal(face_family(l->runs[0].face), "Noto Serif Hebrew");
}

/* "Jpan", "Hant"... are what a font map says; letters are Han, Hiragana, Hangul. */
static void writing_systems_map_to_fonts(void **state)
{
    struct fixture *f = *state;
    need_file(CJK, "fonts-noto-cjk");
    static const struct {
        const char *text, *lang, *family;
    } of[] = {{"庭", "ja-JP", "Noto Serif CJK JP"},
              {"庭", "zh-TW", "Noto Serif CJK TC"},
              {"庭", "zh-CN", "Noto Serif CJK SC"},
              {"봄", "ko-KR", "Noto Serif CJK KR"}};
    fonts_prefer(f->fonts, "Jpan", of[0].family);
    fonts_prefer(f->fonts, "Hant", of[1].family);
    fonts_prefer(f->fonts, "Hans", of[2].family);
    fonts_prefer(f->fonts, "Kore", of[3].family);
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        f->style.lang = of[i].lang;
        struct text_span s = span_of(f, of[i].text);
        struct text_block b = {.spans = &s, .n_spans = 1};
        struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
        assert_string_equal(face_family(l->runs[0].face), of[i].family);
    }
}

static void small_capitals(void **state)
{
    struct fixture *f = *state;
    need_file(NOTO, "fonts-noto-core");
    f->style.families =
        "Noto Sans Arabic"; /* no Latin at all: falls back, then capitals are synthesised or the face's */
    f->style.small_caps = true;
    struct text_span s = span_of(f, "Hi");
    struct text_block b = {.spans = &s, .n_spans = 1};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    f->style.small_caps = false;
    struct text_layout *plain = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_int_equal(glyph_at(l, 0)->id, glyph_at(plain, 0)->id);
    assert_int_not_equal(glyph_at(l, 1)->id, glyph_at(plain, 1)->id);
}

static void layers_of_color(void **state)
{
    need_suite();
    struct fixture *f = *state;
    f->style.families = "Noto Color Emoji";
    struct text_span s = span_of(f, "\xF0\x9F\x98\x80");
    struct text_block b = {.spans = &s, .n_spans = 1};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_int_equal(l->n_missing, 0);
    assert_true(face_is_color(l->runs[0].face));
}

static void layered_gradients(void **state)
{
    need_suite();
    struct fixture *f = *state;
    f->style.families = "Noto Color Emoji COLR";                 /* COLR version 1 */
    const struct text_run *r = first_run(f, "\xF0\x9F\x90\xB6"); /* a dog's face: pale, with brown ears */
    const struct pixmap *pixels;
    struct rect em;
    assert_true(face_bitmap(r->face, r->glyphs[0].id, 60, (struct rgba){0, 0, 0, 255}, &pixels, &em));
    assert_true(em.w > 0.8 && em.w < 1.5 && em.y < -0.5 && em.y + em.h < 0.4);
    assert_int_equal(pixels->width, (int)(em.w * 64 + 0.5));
    size_t pale = 0, brown = 0;
    for (int y = 0; y < pixels->height; y++)
        for (int x = 0; x < pixels->width; x++) {
            uint32_t v =
                ((const uint32_t *)(const void *)(pixels->data + (size_t)y * (size_t)pixels->stride))[x];
            uint32_t red = v >> 16 & 255, green = v >> 8 & 255, blue = v & 255;
            pale += v >> 24 == 255 && red > 230 && green > 200 && blue > 160;
            brown += v >> 24 == 255 && red > 100 && red < 170 && green < 110 && blue < 100;
        }
    assert_true(pale > 200 && brown > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(weights_and_slants, setup, teardown),
        cmocka_unit_test_setup_teardown(family_lists, setup, teardown),
        cmocka_unit_test_setup_teardown(only_given_folders, suite_setup, teardown),
        cmocka_unit_test_setup_teardown(variable_axes, suite_setup, teardown),
        cmocka_unit_test_setup_teardown(one_cluster_falls_back_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(writing_systems_map_to_fonts, setup, teardown),
        cmocka_unit_test_setup_teardown(small_capitals, setup, teardown),
        cmocka_unit_test_setup_teardown(layers_of_color, suite_setup, teardown),
        cmocka_unit_test_setup_teardown(layered_gradients, suite_setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
