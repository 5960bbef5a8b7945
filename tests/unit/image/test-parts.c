/* Pictures in parts: the bytes are those of an encoder that remembers nothing, whatever changed before; the
 * JPEG ones those of libjpeg-turbo for the whole picture; decoders agree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jpeglib.h>

#include "image/image-imp.h"

static const struct where here = {.file = "test"};
static uint32_t seed = 7;

static uint32_t rnd(void)
{
    seed = seed * 1664525 + 1013904223;
    return seed >> 8;
}

static void fill(struct pixmap *p, struct irect r, bool opaque)
{
    uint32_t kind = rnd() % 3, flat = rnd() | 0xFF000000u;
    for (int y = r.y0; y < r.y1; y++)
        for (int x = r.x0; x < r.x1; x++) {
            uint32_t v = kind == 0 ? flat : kind == 1 ? (uint32_t)(x * 3 + y * 5) * 0x10203u : rnd();
            uint32_t a = opaque ? 255 : v % 256;
            pixmap_row(p, y)[x] =
                a << 24 | mul255(v >> 16 & 255, a) << 16 | mul255(v >> 8 & 255, a) << 8 | mul255(v & 255, a);
        }
}

static struct irect some_rect(int w, int h)
{
    int x = (int)(rnd() % (uint32_t)w), y = (int)(rnd() % (uint32_t)h);
    return (struct irect){x, y, x + 1 + (int)(rnd() % (uint32_t)(w - x)),
                          y + 1 + (int)(rnd() % (uint32_t)(h - y))};
}

static void same_as_fresh(const struct pixmap *p, struct encode_options o, const struct irect *busy,
                          size_t n_busy)
{
    struct ctx ctx = {0};
    uint8_t *kept, *fresh;
    size_t kept_len, fresh_len;
    assert_int_equal(image_encode(&ctx, p, &o, here, &kept, &kept_len), 0);
    struct parts *own = parts_new(p->width, p->height, busy, n_busy, NULL);
    o.parts = own;
    assert_int_equal(image_encode(&ctx, p, &o, here, &fresh, &fresh_len), 0);
    assert_int_equal(kept_len, fresh_len);
    assert_memory_equal(kept, fresh, kept_len);
    struct pixmap *back = image_decode(&ctx, kept, kept_len, here);
    assert_non_null(back);
    if (o.format == IMAGE_PNG) {
        assert_int_equal(back->opaque, p->opaque);
        for (int y = 0; p->opaque && y < p->height; y++)
            assert_memory_equal(pixmap_row(back, y), pixmap_row(p, y), (size_t)p->width * 4);
    }
    pixmap_drop(back);
    parts_drop(own);
    free(kept);
    free(fresh);
}

/* Frames whose changed rectangles are told; some repeat what an earlier frame showed there. */
static void test_frames(void **state)
{
    (void)state;
    for (int turn = 0; turn < 40; turn++) {
        int w = 1 + (int)(rnd() % 700), h = 1 + (int)(rnd() % 200);
        bool opaque = turn % 4 != 0;
        struct cache *met = cache_new(turn % 3 ? 1 << 20 : 20000); /* small: parts in use are evicted */
        struct irect busy[3] = {some_rect(w, h), some_rect(w, h), some_rect(w, h)};
        struct parts *parts = parts_new(w, h, busy, 3, met);
        struct pixmap *p = pixmap_new(w, h), *first = NULL;
        fill(p, (struct irect){0, 0, w, h}, opaque);
        first = pixmap_clone(p);
        for (int frame = 0; frame < 12; frame++) {
            struct irect r = some_rect(w, h);
            if (frame % 4 == 3)
                for (int y = r.y0; y < r.y1; y++)
                    memcpy(pixmap_row(p, y) + r.x0, pixmap_row(first, y) + r.x0, (size_t)(r.x1 - r.x0) * 4);
            else
                fill(p, r, opaque);
            p->opaque = opaque;
            parts_changed(parts, r);
            struct encode_options o = {.format = turn % 2 ? IMAGE_PNG : IMAGE_JPEG, .parts = parts};
            o.quality = frame > 8 ? 93 : 85; /* other settings than the parts were made with */
            o.chroma = turn % 5 == 1 ? 422 : 0;
            same_as_fresh(p, o, busy, 3);
        }
        pixmap_drop(p);
        pixmap_drop(first);
        parts_drop(parts);
        cache_drop(met);
    }
}

/* The whole picture through libjpeg-turbo alone, with a restart marker every `interval` blocks. */
static uint8_t *libjpeg(const struct pixmap *p, int quality, unsigned interval, size_t *len)
{
    struct jpeg_compress_struct c = {0};
    struct jpeg_error_mgr e;
    uint8_t *out = NULL;
    unsigned long size = 0;
    size_t n;
    const uint8_t *profile = image_srgb_profile(&n);
    c.err = jpeg_std_error(&e);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &out, &size);
    c.image_width = (JDIMENSION)p->width;
    c.image_height = (JDIMENSION)p->height;
    c.input_components = 4;
    c.in_color_space = PIXMAP_LITTLE ? JCS_EXT_BGRX : JCS_EXT_XRGB;
    jpeg_set_defaults(&c);
    jpeg_set_quality(&c, quality, TRUE);
    c.restart_interval = interval;
    jpeg_start_compress(&c, TRUE);
    jpeg_write_icc_profile(&c, profile, (unsigned)n);
    while (c.next_scanline < c.image_height) {
        JSAMPROW row = (JSAMPROW)pixmap_row(p, (int)c.next_scanline);
        jpeg_write_scanlines(&c, &row, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    *len = size;
    return out;
}

static void test_jpeg_is_libjpegs(void **state)
{
    (void)state;
    /* sides, and blocks from one marker to the next: part of a row, a row that has no even part, less than a
     * block */
    static const int kinds[][3] = {{1200, 628, 15}, {300, 250, 19}, {728, 90, 23}, {1080, 1080, 17},
                                   {1, 1, 1},       {33, 1, 3},     {16, 17, 1},   {384, 40, 12}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct ctx ctx = {0};
        struct pixmap *p = pixmap_new(kinds[i][0], kinds[i][1]);
        struct irect all = {0, 0, p->width, p->height};
        fill(p, all, true);
        fill(p, some_rect(p->width, p->height), true);
        p->opaque = true;
        struct parts *parts = parts_new(p->width, p->height, &all, 1, NULL);
        struct encode_options o = {.format = IMAGE_JPEG, .quality = 85, .parts = parts};
        for (int frame = 0; frame < 3; frame++) {
            uint8_t *ours, *theirs;
            size_t n, m;
            assert_int_equal(image_encode(&ctx, p, &o, here, &ours, &n), 0);
            theirs = libjpeg(p, 85, (unsigned)kinds[i][2], &m);
            assert_int_equal(n, m);
            assert_memory_equal(ours, theirs, n);
            free(ours);
            free(theirs);
            struct irect r = some_rect(p->width, p->height);
            fill(p, r, true);
            parts_changed(parts, r);
        }
        parts_drop(parts);
        pixmap_drop(p);
    }
}

static void test_counts(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct cache *met = cache_new(1 << 20);
    struct irect busy = {0, 64, 320, 80};
    struct pixmap *p = pixmap_new(320, 160);
    p->opaque = true;
    fill(p, (struct irect){0, 0, 320, 160}, true);
    struct parts *parts = parts_new(320, 160, &busy, 1, met);
    struct encode_options o = {.format = IMAGE_PNG, .parts = parts};
    uint8_t *out;
    size_t len;
    for (int frame = 0; frame < 4;
         frame++) { /* flat colours by turns in the busy band: 64, 16, 64 and 16 rows */
        for (int x = 0; x < 320; x++)
            pixmap_row(p, 70)[x] = frame % 2 ? 0xFF00FF00u : 0xFF0000FFu;
        parts_changed(parts, (struct irect){0, 70, 320, 71});
        assert_int_equal(image_encode(&ctx, p, &o, here, &out, &len), 0);
        free(out);
    }
    struct parts_counts c = parts_counts(parts);
    assert_int_equal(c.made, 5);
    assert_int_equal(c.met, 2);
    assert_int_equal(c.kept, 9);
    parts_drop(parts);
    pixmap_drop(p);
    cache_drop(met);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frames),
        cmocka_unit_test(test_jpeg_is_libjpegs),
        cmocka_unit_test(test_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
