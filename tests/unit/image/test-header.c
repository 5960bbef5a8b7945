/* Headers: signatures, sizes, orientation, and pictures that promise too much. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "image/image-imp.h"

static const struct where here = {.file = "test"};
#define BYTES(s) (s), sizeof(s) - 1

static void sniffs_by_signature(void **state)
{
    (void)state;
    assert_int_equal(image_sniff(BYTES("\x89PNG\r\n\x1a\nxx")), IMAGE_PNG);
    assert_int_equal(image_sniff(BYTES("\xFF\xD8\xFF\xE0")), IMAGE_JPEG);
    assert_int_equal(image_sniff(BYTES("RIFF\0\0\0\0WEBPVP8 ")), IMAGE_WEBP);
    assert_int_equal(image_sniff(BYTES("GIF89a")), IMAGE_GIF);
    assert_int_equal(image_sniff(BYTES("MM\0*\0\0")), IMAGE_TIFF);
    assert_int_equal(image_sniff(BYTES("\0\0\0\x1c"
                                       "ftypmif1\0\0\0\0mif1avif")),
                     IMAGE_AVIF);
    assert_int_equal(image_sniff(BYTES("\0\0\0\x1c"
                                       "ftypheic\0\0\0\0mif1heic")),
                     IMAGE_UNKNOWN);
    assert_int_equal(image_sniff(BYTES("<svg/>")), IMAGE_SVG);
    assert_int_equal(image_sniff(BYTES(
                         "\xEF\xBB\xBF<?xml version='1.0'?><!-- <a> --><!DOCTYPE svg [<!ENTITY a \"<b>\">]>\n"
                         "<s:svg xmlns:s='u'/>")),
                     IMAGE_SVG);
    assert_int_equal(image_sniff(BYTES("<html><svg/></html>")), IMAGE_UNKNOWN);
    assert_int_equal(image_sniff("", 0), IMAGE_UNKNOWN);
}

static void names_go_both_ways(void **state)
{
    (void)state;
    assert_int_equal(image_format_of("JPG"), IMAGE_JPEG);
    assert_int_equal(image_format_of("jpeg"), IMAGE_JPEG);
    assert_int_equal(image_format_of("bmp"), IMAGE_UNKNOWN);
    assert_string_equal(image_format_ext(IMAGE_JPEG), "jpg");
    assert_string_equal(image_format_name(IMAGE_WEBP), "webp");
    assert_null(image_format_ext(IMAGE_TIFF));
}

static void huge_pictures_are_refused_before_memory_is_taken(void **state)
{
    (void)state;
    static const uint8_t png[] =
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\x86\xA0\0\1\x86\xA0\x08\x06\0\0\0\0\0\0\0";
    struct ctx ctx = {0};
    struct image_info info;
    assert_int_equal(image_probe(&ctx, png, sizeof png, here, &info), -1);
    assert_null(image_decode(&ctx, png, sizeof png, here));
    static const uint8_t gif[] = "GIF89a\xFF\xFF\xFF\xFF\0\0\0,";
    assert_null(image_decode(&ctx, gif, sizeof gif, here));
    assert_int_equal(ctx.n_errors, 3);
    assert_null(pixmap_new(0, 5));
    assert_null(pixmap_new(100000, 100000));
    assert_null(pixmap_new(16384 + 1, 1));
}

static void our_profile_is_srgb(void **state)
{
    (void)state;
    size_t n;
    const uint8_t *p = image_srgb_profile(&n);
    assert_int_equal(be32(p), n);
    assert_true(icc_is_srgb(p, n));
}

/* A JPEG of 32 x 16: left half red, with an EXIF orientation spliced in. */
static void orientation_is_applied(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct pixmap *p = pixmap_new(32, 16);
    for (int y = 0; y < 16; y++)
        for (int x = 0; x < 32; x++)
            pixmap_row(p, y)[x] = x < 16 ? (y < 8 ? 0xFFFF0000 : 0xFF000000) : 0xFFFFFFFF;
    uint8_t *data;
    size_t len;
    assert_int_equal(image_encode(&ctx, p, &(struct encode_options){.format = IMAGE_JPEG, .quality = 95},
                                  here, &data, &len),
                     0);
    /* where the red corner goes: x and y as 0 (start) or 1 (end) */
    static const int corner[9][2] = {{0, 0}, {0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}, {1, 0}, {1, 1}, {0, 1}};
    for (int o = 1; o <= 8; o++) {
        uint8_t app1[] = "\xFF\xE1\0\x22"
                         "Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0?\0\0\0\0\0\0";
        enum { N = sizeof app1 - 1 };
        assert_int_equal(be16(app1 + 2) + 2, N);
        app1[2 + 2 + 6 + 8 + 2 + 9] = (uint8_t)o;
        uint8_t *turned = malloc(len + N);
        memcpy(turned, data, 2);
        memcpy(turned + 2, app1, N);
        memcpy(turned + 2 + N, data + 2, len - 2);
        struct image_info info;
        assert_int_equal(image_probe(&ctx, turned, len + N, here, &info), 0);
        assert_int_equal(info.width, o >= 5 ? 16 : 32);
        struct pixmap *back = image_decode(&ctx, turned, len + N, here);
        assert_non_null(back);
        assert_int_equal(back->width, info.width);
        uint32_t v =
            pixmap_row(back, corner[o][1] ? back->height - 2 : 1)[corner[o][0] ? back->width - 2 : 1];
        assert_true((v >> 16 & 0xFF) > 200 && (v >> 8 & 0xFF) < 60);
        pixmap_drop(back);
        free(turned);
    }
    free(data);
    pixmap_drop(p);
}

/* A picture whose profile has red and green exchanged comes out exchanged: the profile is really applied. */
static void profiles_are_converted_to_srgb(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct pixmap *p = pixmap_new(16, 16);
    for (int i = 0; i < 16 * 16; i++)
        ((uint32_t *)(void *)p->data)[i] = 0xFFE00000;
    uint8_t *data;
    size_t len;
    struct encode_options o = {.format = IMAGE_JPEG, .quality = 95};
    assert_int_equal(image_encode(&ctx, p, &o, here, &data, &len), 0);
    struct image_info info;
    assert_int_equal(image_probe(&ctx, data, len, here, &info), 0);
    assert_true(info.has_profile);
    uint8_t *name = memmem(data, len, "s\0R\0G\0B", 7), *red = memmem(data, len, "rXYZ", 4),
            *green = memmem(data, len, "gXYZ", 4);
    assert_non_null(name);
    memcpy(name, "x\0y\0z\0w", 7);
    memcpy(red, "gXYZ", 4);
    memcpy(green, "rXYZ", 4);
    struct pixmap *back = image_decode(&ctx, data, len, here);
    assert_non_null(back);
    uint32_t v = pixmap_row(back, 8)[8];
    assert_in_range(v >> 16 & 0xFF, 0, 40);
    assert_in_range(v >> 8 & 0xFF, 200, 255);
    assert_true(back->opaque);
    pixmap_drop(back);
    free(data);
    pixmap_drop(p);
}

/* CMYK as Adobe writes it (inverted) and without a profile. */
static void cmyk_without_a_profile_is_shown(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct arena *a = arena_new();
    char *data;
    size_t len;
    assert_int_equal(file_read(&ctx, a, "tests/fuzz/corpus/image/cmyk.jpg", 1 << 20, &data, &len), 0);
    struct pixmap *p = image_decode(&ctx, data, len, here);
    assert_non_null(p);
    uint32_t top = pixmap_row(p, 0)[8], bottom = pixmap_row(p, 15)[8]; /* a gradient from red to blue */
    assert_true((top >> 16 & 0xFF) > 200 && (top & 0xFF) < 60);
    assert_true((bottom >> 16 & 0xFF) < 60 && (bottom & 0xFF) > 200);
    pixmap_drop(p);
    arena_drop(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sniffs_by_signature),
        cmocka_unit_test(names_go_both_ways),
        cmocka_unit_test(huge_pictures_are_refused_before_memory_is_taken),
        cmocka_unit_test(our_profile_is_srgb),
        cmocka_unit_test(orientation_is_applied),
        cmocka_unit_test(profiles_are_converted_to_srgb),
        cmocka_unit_test(cmyk_without_a_profile_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
