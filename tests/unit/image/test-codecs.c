/* Encoders and decoders: round trips, budgets, refusals. Pictures are made here, so every expected pixel is
 * known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "image/image.h"

static const struct where here = {.file = "test"};

/* Soft gradients; with alpha when asked. Premultiplied. */
static struct pixmap *gradient(int w, int h, bool alpha)
{
    struct pixmap *p = pixmap_new(w, h);
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            uint32_t a = alpha ? (uint32_t)(x * 255 / (w - 1)) : 255;
            uint32_t r = (uint32_t)(x * 255 / (w - 1)) * a / 255, g = (uint32_t)(y * 255 / (h - 1)) * a / 255,
                     b = 128 * a / 255;
            ((uint32_t *)(void *)(p->data + y * p->stride))[x] = a << 24 | r << 16 | g << 8 | b;
        }
    p->opaque = !alpha;
    return p;
}

static int worst_difference(const struct pixmap *a, const struct pixmap *b)
{
    assert_int_equal(a->width, b->width);
    assert_int_equal(a->height, b->height);
    int worst = 0;
    for (int y = 0; y < a->height; y++)
        for (int x = 0; x < a->width * 4; x++) {
            int d = abs(a->data[y * a->stride + x] - b->data[y * b->stride + x]);
            worst = d > worst ? d : worst;
        }
    return worst;
}

static int round_trip(const struct pixmap *p, struct encode_options o, size_t *bytes)
{
    struct ctx ctx = {0};
    uint8_t *data;
    size_t len;
    assert_int_equal(image_encode(&ctx, p, &o, here, &data, &len), 0);
    assert_int_equal(image_sniff(data, len), o.format);
    struct pixmap *back = image_decode(&ctx, data, len, here);
    assert_non_null(back);
    int worst = worst_difference(p, back);
    /* the same bytes again */
    uint8_t *again;
    size_t again_len;
    assert_int_equal(image_encode(&ctx, p, &o, here, &again, &again_len), 0);
    assert_int_equal(again_len, len);
    assert_memory_equal(again, data, len);
    free(again);
    free(data);
    pixmap_drop(back);
    assert_int_equal(ctx.n_errors, 0);
    if (bytes)
        *bytes = len;
    return worst;
}

static void png_is_lossless(void **state)
{
    (void)state;
    struct pixmap *p = gradient(61, 33, false), *t = gradient(61, 33, true);
    for (int level = 0; level <= 12; level += 3) {
        assert_int_equal(
            round_trip(p, (struct encode_options){.format = IMAGE_PNG, .compression = level}, NULL), 0);
        /* alpha: un-premultiplying and back may cost one step */
        assert_in_range(
            round_trip(t, (struct encode_options){.format = IMAGE_PNG, .compression = level}, NULL), 0, 1);
    }
    pixmap_drop(p);
    pixmap_drop(t);
}

static void palette_keeps_few_colours_exactly(void **state)
{
    (void)state;
    static const uint32_t colours[] = {0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0x00000000, 0xFFFFFFFF};
    for (int n = 1; n <= 5; n++) {
        struct pixmap *p = pixmap_new(37, 5);
        for (int i = 0; i < 37 * 5; i++)
            ((uint32_t *)(void *)p->data)[i] = colours[i % n];
        assert_int_equal(round_trip(p, (struct encode_options){.format = IMAGE_PNG, .palette = true}, NULL),
                         0);
        pixmap_drop(p);
    }
}

static void palette_reduces_many_colours(void **state)
{
    (void)state;
    struct pixmap *p = gradient(200, 200, false);
    size_t full, small;
    round_trip(p, (struct encode_options){.format = IMAGE_PNG}, &full);
    int worst = round_trip(p, (struct encode_options){.format = IMAGE_PNG, .palette = true}, &small);
    assert_in_range(worst, 1, 60);
    pixmap_drop(p);
}

static void lossy_formats_come_close(void **state)
{
    (void)state;
    struct pixmap *p = gradient(96, 64, false);
    static const struct encode_options cases[] = {
        {.format = IMAGE_JPEG, .quality = 95},
        {.format = IMAGE_JPEG, .quality = 95, .progressive = true},
        {.format = IMAGE_JPEG, .quality = 95, .chroma = 420},
        {.format = IMAGE_JPEG, .quality = 95, .chroma = 422},
        {.format = IMAGE_WEBP, .quality = 95},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_in_range(round_trip(p, cases[i], NULL), 0, 16);
    assert_int_equal(round_trip(p, (struct encode_options){.format = IMAGE_WEBP, .lossless = true}, NULL), 0);
    pixmap_drop(p);
}

static void jpeg_lies_on_its_background(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct pixmap *p = pixmap_new(16, 16);
    static const struct rgba backgrounds[] = {{0}, {10, 200, 30, 255}};
    for (int i = 0; i < 2; i++) {
        uint8_t *data;
        size_t len;
        struct encode_options o = {.format = IMAGE_JPEG, .quality = 95, .background = backgrounds[i]};
        assert_int_equal(image_encode(&ctx, p, &o, here, &data, &len), 0);
        struct pixmap *back = image_decode(&ctx, data, len, here);
        uint32_t v = *(uint32_t *)(void *)back->data;
        assert_in_range(v >> 8 & 0xFF, i ? 198 : 254, i ? 202 : 255);
        pixmap_drop(back);
        free(data);
    }
    pixmap_drop(p);
}

/* A picture of many sizes: noise over steps of colour. */
static struct pixmap *grain(void)
{
    struct pixmap *p = pixmap_new(256, 256);
    uint32_t seed = 1;
    for (int i = 0; i < 256 * 256; i++) {
        seed = seed * 1664525u + 1013904223u;
        ((uint32_t *)(void *)p->data)[i] = 0xFF000000u | (seed >> 9 & 0x3F3F3F) | (uint32_t)(i & 0xC0C0C0);
    }
    p->opaque = true;
    return p;
}

static size_t encode_size(struct ctx *ctx, const struct pixmap *p, const struct encode_options *o)
{
    uint8_t *data;
    size_t len;
    if (image_encode(ctx, p, o, here, &data, &len) != 0)
        return 0;
    free(data);
    return len;
}

/* Every budget gets the best quality that fits it, in a few encodings. */
static void budget_finds_the_best_quality(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct pixmap *p = grain();
    enum { FLOOR = 30, TOP = 92 };
    enum image_format formats[] = {IMAGE_JPEG, IMAGE_WEBP};
    for (int i = 0; i < 2; i++) {
        size_t size[TOP + 1];
        struct encode_options o = {.format = formats[i], .max_bytes = 1 << 30};
        for (int q = FLOOR; q <= TOP; q++) {
            o.quality = q;
            size[q] = encode_size(&ctx, p, &o);
        }
        long encodings = 0, most = 0;
        int n = 0;
        o = (struct encode_options){
            .format = formats[i], .quality = TOP, .quality_floor = FLOOR, .encodings = &encodings};
        for (int q = FLOOR; q < TOP; q += 3, n++) {
            if (size[q] >= size[q + 1])
                continue;
            long before = encodings;
            for (size_t more = 0; more < 2; more++) { /* exactly the size, and just less than the next */
                o.max_bytes = more ? size[q + 1] - 1 : size[q];
                assert_int_equal(encode_size(&ctx, p, &o), size[q]);
            }
            most = encodings - before > most ? encodings - before : most;
        }
        assert_in_range(most, 2, 14);          /* of two searches */
        assert_in_range(encodings, 2, n * 11); /* half of it a search, on average */
        o.max_bytes = size[FLOOR] - 1;
        assert_int_equal(encode_size(&ctx, p, &o), 0);
        o.max_bytes = 200; /* far too small: known after two */
        encodings = 0;
        assert_int_equal(encode_size(&ctx, p, &o), 0);
        assert_int_equal(encodings, 2);
    }
    assert_int_equal(ctx.n_errors, 4);
    pixmap_drop(p);
}

static void gif_and_avif_when_the_machine_can(void **state)
{
    (void)state;
    struct pixmap *p = gradient(40, 30, false);
    assert_true(image_can_encode(IMAGE_GIF));
    assert_in_range(round_trip(p, (struct encode_options){.format = IMAGE_GIF}, NULL), 0, 70);
    if (image_can_encode(IMAGE_AVIF))
        assert_in_range(round_trip(p, (struct encode_options){.format = IMAGE_AVIF, .quality = 90}, NULL), 0,
                        24);
    pixmap_drop(p);
    p = grain();
    struct ctx ctx = {0};
    if (image_can_encode(IMAGE_AVIF)) {
        struct encode_options low = {.format = IMAGE_AVIF, .quality = 20}, high = low;
        high.quality = 90;
        size_t small = encode_size(&ctx, p, &low), large = encode_size(&ctx, p, &high);
        assert_true(small * 2 < large);
        high.max_bytes = (small + large) / 2;
        assert_in_range(encode_size(&ctx, p, &high), small, high.max_bytes);
    }
    pixmap_drop(p);
}

static void refuses_what_is_not_a_picture(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "hello",
                                      "push graphic-context\nviewbox 0 0 1 1",
                                      "<svg xmlns='x'/>",
                                      "%!PS-Adobe",
                                      "\x89PNG\r\n\x1a\n",
                                      "\xFF\xD8\xFF\xE0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct ctx ctx = {0};
        assert_null(image_decode(&ctx, bad[i], strlen(bad[i]), here));
        assert_int_equal(ctx.n_errors, 1);
    }
}

/* Every cut of a good file and many damaged ones end in a picture or in one report, never in a crash. */
static void survives_damage(void **state)
{
    (void)state;
    struct pixmap *p = gradient(24, 24, true);
    static const enum image_format formats[] = {IMAGE_PNG, IMAGE_JPEG, IMAGE_WEBP, IMAGE_GIF};
    for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
        struct ctx ctx = {0};
        uint8_t *data;
        size_t len;
        assert_int_equal(
            image_encode(&ctx, p, &(struct encode_options){.format = formats[f]}, here, &data, &len), 0);
        for (size_t cut = 0; cut < len; cut += 1 + len / 40) {
            struct ctx quiet = {0};
            pixmap_drop(image_decode(&quiet, data, cut, here));
        }
        uint32_t seed = 7;
        for (int i = 0; i < 60; i++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = seed % len;
            uint8_t keep = data[at];
            data[at] = (uint8_t)(seed >> 24);
            struct ctx quiet = {0};
            pixmap_drop(image_decode(&quiet, data, len, here));
            data[at] = keep;
        }
        free(data);
    }
    pixmap_drop(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_is_lossless),
        cmocka_unit_test(palette_keeps_few_colours_exactly),
        cmocka_unit_test(palette_reduces_many_colours),
        cmocka_unit_test(lossy_formats_come_close),
        cmocka_unit_test(jpeg_lies_on_its_background),
        cmocka_unit_test(budget_finds_the_best_quality),
        cmocka_unit_test(gif_and_avif_when_the_machine_can),
        cmocka_unit_test(refuses_what_is_not_a_picture),
        cmocka_unit_test(survives_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
