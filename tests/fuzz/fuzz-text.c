/* Text layout: the first bytes choose how, the rest is the text (valid UTF-8 or not). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void touch(const struct text_layout *l)
{
    for (size_t i = 0; i < l->n_runs && i < 64; i++)
        for (size_t k = 0; k < l->runs[i].n_glyphs && k < 64; k++)
            face_outline(l->runs[i].face, l->runs[i].glyphs[k].id, l->runs[i].embolden, l->runs[i].oblique);
}

/* Loading fonts for each input would be all the work. */
static struct fonts *fonts;
static struct typesetter *t;

/* fontconfig hides its pointers as offsets, so what is not freed at the end looks like a leak. */
static void close_fonts(void)
{
    typesetter_drop(t);
    fonts_drop(fonts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 8 || size > 4096)
        return 0;
    static const char *const langs[] = {"en", "ar", "ja", "de", "th", "fr-CA", "", "x"};
    static const char *const families[] = {"Inter", "serif, 'x", "\\66 oo, monospace", "Noto Sans CJK JP"};
    struct ctx quiet = {0};
    if (fonts == NULL) {
        fonts = fonts_new(&quiet, NULL, 0, 0);
        t = typesetter_new(fonts);
        atexit(close_fonts);
    }
    struct arena *a = arena_new();
    struct text_style style = {
        .families = families[data[0] & 3], .size = 1 + data[1], .weight = 100 + data[2] * 4, .stretch = 100};
    style.lang = langs[data[0] >> 2 & 7];
    style.slant = (enum text_slant)(data[2] % 3);
    style.small_caps = data[3] & 1;
    style.letter_spacing = data[3] & 2 ? -3 : 0;
    struct fit_step steps[] = {
        {FIT_SHRINK, 4}, {FIT_TRACK, -0.1}, {FIT_TIGHTEN, 0.8}, {FIT_FALLBACK, 0}, {FIT_ELLIPSIS, 0}};
    struct text_box box = {.rect = {0, 0, data[4] * 2, data[5]},
                           .align = (enum text_align)(data[3] >> 2 & 3)};
    box.wrap = (enum text_wrap)(data[3] >> 4 & 1 ? WRAP_BALANCE : WRAP_NORMAL);
    box.line_break = (enum text_break)(data[6] & 3);
    box.hyphenate = data[6] & 4;
    box.max_lines = data[6] >> 5;
    box.first_baseline_y = NAN;
    box.ladder = steps;
    box.n_ladder = data[6] & 8 ? 5 : 0;
    struct text_decor decor = {.lines = 7, .style = &style};
    const char *text = (const char *)data + 8;
    size_t len = size - 8, half = len / 2;
    struct text_span spans[2] = {
        {.text = text, .len = half, .style = &style, .decors = &decor, .n_decors = 1},
        {.text = text + half, .len = len - half, .style = &style, .bidi = data[7] % 3, .rtl = data[7] & 4}};
    struct text_pos *pos = ARENA_ARRAY(a, len + 1, struct text_pos);
    for (size_t i = 0; i < len; i++)
        pos[i] = (struct text_pos){text[i] & 1 ? NAN : text[i], NAN, text[i] & 2 ? 1 : NAN, NAN,
                                   text[i] & 4 ? text[i] : NAN};
    struct text_length length = {data[7] & 15, len, data[5], data[7] & 16};
    struct text_block b = {.spans = spans, .n_spans = 2, .pos = data[7] & 8 ? pos : NULL, .lengths = &length};
    b.n_lengths = data[7] >> 5 & 1;
    b.writing = data[7] & 64 ? WRITING_TB : WRITING_LR;
    b.auto_dir = data[7] & 128;
    b.preserve_newlines = data[6] & 16;
    const char *shorter[] = {"short"};
    touch(text_layout(t, a, &b, NULL, 0));
    b.box = &box;
    struct text_layout *l = text_layout(t, a, &b, shorter, 1);
    touch(l);
    text_layout_move(l, 1, 1);
    arena_drop(a);
    return 0;
}
