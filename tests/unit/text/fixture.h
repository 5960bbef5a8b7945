/* A typesetter over Debian's Inter and Noto, or a skipped test that says what to install. */
#ifndef PRESSRUN_TESTS_TEXT_FIXTURE_H
#define PRESSRUN_TESTS_TEXT_FIXTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "text/text.h"

#define INTER "/usr/share/fonts/opentype/inter"
#define NOTO "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf"
#define CJK "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
#define EMOJI "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"

struct fixture {
    struct ctx ctx;
    struct arena *arena;
    struct fonts *fonts;
    struct typesetter *t;
    struct text_style style;
};

static inline void need_file(const char *path, const char *package)
{
    if (!file_exists(path)) {
        print_message("skipped: install %s\n", package);
        skip();
    }
}

static inline int setup(void **state)
{
    struct fixture *f = xcalloc(1, sizeof *f);
    f->arena = arena_new();
    f->fonts = fonts_new(&f->ctx, NULL, 0, 0);
    f->t = typesetter_new(f->fonts);
    f->style = (struct text_style){
        .families = "Inter, sans-serif", .size = 20, .weight = 400, .stretch = 100, .lang = "en"};
    *state = f;
    return 0;
}

static inline int teardown(void **state)
{
    struct fixture *f = *state;
    typesetter_drop(f->t);
    fonts_drop(f->fonts);
    arena_drop(f->arena);
    free(f);
    return 0;
}

static inline struct text_span span_of(const struct fixture *f, const char *text)
{
    return (struct text_span){.text = text, .len = strlen(text), .style = &f->style};
}

static inline struct text_box box_of(double w, double h)
{
    return (struct text_box){.rect = {10, 20, w, h}, .wrap = WRAP_NORMAL, .first_baseline_y = NAN};
}

static inline struct text_layout *lay_out(struct fixture *f, const struct text_span *spans, size_t n,
                                          const struct text_box *box)
{
    struct text_block b = {
        .spans = spans, .n_spans = n, .box = box, .preserve_newlines = box != NULL, .auto_dir = true};
    return text_layout(f->t, f->arena, &b, NULL, 0);
}

static inline size_t count_glyphs(const struct text_layout *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n_runs; i++)
        n += l->runs[i].n_glyphs;
    return n;
}

/* The n-th glyph in visual order. */
static inline const struct text_glyph *glyph_at(const struct text_layout *l, size_t n)
{
    for (size_t i = 0; i < l->n_runs; n -= l->runs[i++].n_glyphs)
        if (n < l->runs[i].n_glyphs)
            return &l->runs[i].glyphs[n];
    fail_msg("no glyph %zu", n);
    return NULL;
}

#endif
