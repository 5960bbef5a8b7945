/* Text that nobody should send: it is laid out somehow, in time near to linear. */
#include "fixture.h"

#include <pthread.h>
#include <time.h>

static double seconds(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

/* Lays `bytes` of a repeated piece out as a box with the whole ladder, and as SVG text. */
static void endure(struct fixture *f, const char *piece, size_t bytes)
{
    struct str s = STR_INIT;
    while (s.len < bytes)
        str_puts(&s, piece);
    struct fit_step steps[] = {{FIT_SHRINK, 8}, {FIT_TRACK, -0.05}, {FIT_TIGHTEN, 0.9}, {FIT_ELLIPSIS, 0}};
    struct text_box box = box_of(300, 250);
    box.hyphenate = true;
    box.wrap = WRAP_BALANCE;
    box.ladder = steps;
    box.n_ladder = 4;
    struct text_span span = {.text = s.data, .len = s.len, .style = &f->style};
    double start = seconds();
    struct text_layout *l = lay_out(f, &span, 1, &box);
    assert_non_null(l);
    box.n_ladder = 0;
    l = lay_out(f, &span, 1, &box);
    l = lay_out(f, &span, 1, NULL);
    assert_int_equal(l->n_lines, 0);
    double took = seconds() - start;
    if (took > 20)
        fail_msg("%zu bytes of %s took %.1f s", bytes, piece, took);
    str_drop(&s);
}

static void long_texts(void **state)
{
    struct fixture *f = *state;
    static const char *const pieces[] = {
        "a",
        "word ",
        "\xCC\x81",                                          /* combining acute, alone */
        "\xD8\xA7\xD9\x84 \xD8\xB3\xD9\x84\xD8\xA7\xD9\x85", /* Arabic */
        "\xE2\x80\xAB"
        "a\xE2\x80\xAA\xD7\x90", /* embeddings without end */
        "\xE4\xB8\x80",
        "\xE0\xB8\x81",
        "\xF0\x9F\x91\xA8\xE2\x80\x8D", /* man, joiner */
        "\xC2\xAD",                     /* soft hyphens: kerning looks past them */
        "\n",
        "\xFF\xC0\xED\xA0\x80", /* no UTF-8 */
        "\x01\x7F\x1B[31m",
        "\xF3\xB0\x80\x80", /* nowhere in a font */
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        endure(f, pieces[i], 20000);
}

static void odd_blocks(void **state)
{
    struct fixture *f = *state;
    struct text_block none = {0};
    assert_int_equal(text_layout(f->t, f->arena, &none, NULL, 0)->n_runs, 0);
    struct text_span s = span_of(f, "");
    struct text_box box = box_of(0, 0);
    assert_int_equal(lay_out(f, &s, 1, &box)->n_lines, 0);
    s = span_of(f, "abc");
    assert_int_equal(lay_out(f, &s, 1, &box)->n_lines, 1);
    f->style.size = NAN;
    assert_int_equal(lay_out(f, &s, 1, &box)->n_runs, 0);
    f->style.size = 20;
    box = box_of(-5, -5);
    assert_int_equal(lay_out(f, &s, 1, &box)->n_lines, 1);
    struct text_pos pos[3] = {
        {NAN, INFINITY, NAN, -INFINITY, NAN}, {NAN, NAN, NAN, NAN, INFINITY}, {1, 1, 1, 1, 1}};
    struct text_block b = {.spans = &s, .n_spans = 1, .pos = pos};
    struct text_layout *l = text_layout(f->t, f->arena, &b, NULL, 0);
    for (size_t i = 0; i < count_glyphs(l); i++)
        assert_true(isfinite(glyph_at(l, i)->x) && isfinite(glyph_at(l, i)->y));
    struct path nothing = {0};
    s.on_path = &nothing;
    l = text_layout(f->t, f->arena, &b, NULL, 0);
    assert_true(l->n_runs == 0 || l->runs[0].hidden);
}

static void same_result_anew(void **state)
{
    struct fixture *f = *state;
    need_file(INTER "/Inter-Regular.otf", "fonts-inter");
    struct text_box box = box_of(200, 0);
    struct text_span s = span_of(
        f, "The same text \xD8\xA7\xD9\x84\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85 again, whatever came before");
    struct text_layout *a = lay_out(f, &s, 1, &box);
    endure(f, "other ", 5000);
    struct text_layout *b = lay_out(f, &s, 1, &box);
    struct typesetter *t = typesetter_new(f->fonts), *own = f->t;
    f->t = t;
    struct text_layout *c = lay_out(f, &s, 1, &box);
    assert_int_equal(count_glyphs(a), count_glyphs(b));
    assert_int_equal(count_glyphs(a), count_glyphs(c));
    for (size_t i = 0; i < count_glyphs(a); i++) {
        assert_memory_equal(glyph_at(a, i), glyph_at(b, i), sizeof(struct text_glyph));
        assert_memory_equal(glyph_at(a, i), glyph_at(c, i), sizeof(struct text_glyph));
    }
    f->t = own;
    typesetter_drop(t);
}

struct job {
    struct fixture *f;
    const struct text_layout *shared; /* laid out before the threads start, as a layout's static texts are */
    double width, ink;
};

static void *work(void *payload)
{
    struct job *j = payload;
    struct typesetter *t = typesetter_new(j->f->fonts);
    struct arena *a = arena_new();
    struct text_style style = j->f->style;
    struct text_box box = box_of(200, 100);
    struct fit_step step = {FIT_SHRINK, 6};
    style.lang = "de";
    box.hyphenate = true;
    box.ladder = &step;
    box.n_ladder = 1;
    const char *text = "Donaudampfschifffahrt \xD8\xA7\xD9\x84 \xF0\x9F\x98\x80 \xE6\x98\xA5 \xE0\xA4\x86";
    struct text_span s = {.text = text, .len = strlen(text), .style = &style};
    struct text_block b = {.spans = &s, .n_spans = 1, .box = &box};
    struct text_layout *l = text_layout(t, a, &b, NULL, 0);
    j->width = l->em_box.w;
    for (size_t i = 0; i < j->shared->n_runs; i++) {
        const struct text_run *r = &j->shared->runs[i];
        const struct pixmap *pixels;
        struct rect em;
        for (size_t k = 0; k < r->n_glyphs; k++) {
            const struct path *p = face_outline(r->face, r->glyphs[k].id, true, false);
            j->ink += p != NULL ? (double)p->n_points : 0;
            j->ink += face_bitmap(r->face, r->glyphs[k].id, 50, (struct rgba){0, 0, 0, 255}, &pixels, &em)
                          ? pixels->width
                          : 0;
        }
    }
    arena_drop(a);
    typesetter_drop(t);
    return NULL;
}

static void threads_agree(void **state)
{
    struct fixture *f = *state;
    struct text_span s = span_of(f, "Shared layout \xF0\x9F\x98\x80");
    struct job jobs[4];
    pthread_t ids[4];
    const struct text_layout *shared = lay_out(f, &s, 1, NULL);
    for (size_t i = 0; i < 4; i++) {
        jobs[i] = (struct job){.f = f, .shared = shared};
        assert_int_equal(pthread_create(&ids[i], NULL, work, &jobs[i]), 0);
    }
    for (size_t i = 0; i < 4; i++)
        pthread_join(ids[i], NULL);
    for (size_t i = 1; i < 4; i++) {
        assert_true(jobs[i].width == jobs[0].width);
        assert_true(jobs[i].ink == jobs[0].ink && jobs[i].ink > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(long_texts, setup, teardown),
        cmocka_unit_test_setup_teardown(odd_blocks, setup, teardown),
        cmocka_unit_test_setup_teardown(same_result_anew, setup, teardown),
        cmocka_unit_test_setup_teardown(threads_agree, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
