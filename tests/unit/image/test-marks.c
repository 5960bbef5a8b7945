/* Marks in finished files: put in, found again, the pixels as they were, nothing put where there is no place.
 */
#include <stdlib.h>

#include "image/image.h"
#include "test.h"

static const struct where here = {.file = "test"};
static const enum image_format formats[] = {IMAGE_PNG, IMAGE_JPEG, IMAGE_WEBP, IMAGE_GIF, IMAGE_AVIF};
static const char packet[] = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>odd length</x:xmpmeta>";
static const char records[] = "\x1C\2\x50\0\3Ana";

static struct pixmap *picture(bool alpha)
{
    struct pixmap *p = pixmap_new(40, 30);
    for (int i = 0; i < 40 * 30; i++)
        ((uint32_t *)(void *)p->data)[i] = alpha && i % 40 < 20 ? 0 : 0xFF000000u | (uint32_t)(i * 97);
    p->opaque = !alpha;
    return p;
}

static void test_found_again(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    const struct image_marks m = {packet, sizeof packet - 1, records, sizeof records - 1};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        for (int kind = 0; kind < 4; kind++) {
            if (!image_can_encode(formats[i]))
                continue;
            struct encode_options o = {.format = formats[i],
                                       .lossless = kind & 2,
                                       .palette = kind & 2,
                                       .progressive = kind & 2,
                                       .quality = 90};
            struct pixmap *p = picture(kind & 1);
            uint8_t *data;
            size_t len, plain;
            assert_int_equal(image_encode(&ctx, p, &o, here, &data, &len), 0);
            struct pixmap *before = image_decode(&ctx, data, len, here);
            plain = len;
            assert_true(image_mark(formats[i], &m, &data, &len));
            assert_in_range(len, plain + m.xmp_len, plain + image_mark_size(formats[i], &m));
            struct image_notes *n = image_notes_read(data, len);
            assert_non_null(n);
            assert_int_equal(n->xmp.len, m.xmp_len);
            assert_memory_equal(n->xmp.data, packet, m.xmp_len);
            if (formats[i] == IMAGE_JPEG)
                assert_memory_equal(n->iptc.data, records, sizeof records - 1);
            image_notes_drop(n);
            struct pixmap *after = image_decode(&ctx, data, len, here);
            assert_non_null(after);
            assert_non_null(after->notes);
            assert_null(before->notes);
            assert_memory_equal(before->data, after->data, 40 * 30 * 4);
            pixmap_drop(before);
            pixmap_drop(after);
            pixmap_drop(p);
            free(data);
        }
}

static void test_webp_is_tagged_srgb(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct pixmap *p = picture(true);
    uint8_t *data;
    size_t len, plain;
    struct image_info info;
    const struct image_marks none = {0};
    assert_int_equal(image_encode(&ctx, p, &(struct encode_options){.format = IMAGE_WEBP}, here, &data, &len),
                     0);
    plain = len;
    assert_true(image_mark(IMAGE_WEBP, &none, &data, &len));
    assert_in_range(len, plain, plain + image_mark_size(IMAGE_WEBP, &none));
    assert_int_equal(image_probe(&ctx, data, len, here, &info), 0);
    assert_true(info.has_profile);
    assert_true(info.alpha);
    assert_int_equal(info.width, 40);
    assert_false(image_mark(IMAGE_WEBP, &none, &data, &len)); /* once is enough */
    free(data);
    pixmap_drop(p);
}

static void test_left_as_it_is(void **state)
{
    (void)state;
    const struct image_marks m = {packet, sizeof packet - 1, NULL, 0}, none = {0};
    uint8_t *data = (uint8_t *)xstrdup("\x89PNG\r\n\x1a\n too short");
    size_t len = strlen((char *)data), was = len;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        assert_false(image_mark(formats[i], &m, &data, &len));
    assert_int_equal(len, was);
    free(data);
    assert_int_equal(image_mark_size(IMAGE_PNG, &none), 0);
    assert_int_equal(image_mark_size(IMAGE_JPEG, &none), 0);
}

/* Blocks cut off at every byte: nothing is read beyond the end (the sanitizers look on). */
static void test_cut_files(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    const struct image_marks m = {packet, sizeof packet - 1, records, sizeof records - 1};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (!image_can_encode(formats[i]))
            continue;
        struct pixmap *p = picture(false);
        uint8_t *data;
        size_t len;
        assert_int_equal(
            image_encode(&ctx, p, &(struct encode_options){.format = formats[i]}, here, &data, &len), 0);
        image_mark(formats[i], &m, &data, &len);
        for (size_t cut = 0; cut < len; cut++) {
            uint8_t *part = xmalloc(cut + 1), *again = xmalloc(cut + 1);
            size_t n = cut;
            memcpy(part, data, cut);
            memcpy(again, data, cut);
            image_notes_drop(image_notes_read(part, cut));
            image_mark(formats[i], &m, &again, &n);
            free(part);
            free(again);
        }
        free(data);
        pixmap_drop(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_again),
        cmocka_unit_test(test_webp_is_tagged_srgb),
        cmocka_unit_test(test_left_as_it_is),
        cmocka_unit_test(test_cut_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
