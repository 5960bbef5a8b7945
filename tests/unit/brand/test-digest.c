#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "brand/digest-imp.h"

static struct pixmap *card(int w, int h, int x0, uint32_t ink)
{
    struct pixmap *p = pixmap_new(w, h);
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            uint32_t v = x >= x0 && x < x0 + w / 3 && y >= h / 4 && y < h / 2 ? ink : 0xffffffff;
            memcpy(p->data + (size_t)y * (size_t)p->stride + (size_t)x * 4, &v, 4);
        }
    return p;
}

static void one_picture_in_two_sizes_looks_the_same(void **state)
{
    (void)state;
    struct pixmap *a = card(180, 90, 20, 0xff1f5a45), *b = card(360, 180, 40, 0xff1f5a45);
    struct look_digest x = look_of_picture(a), y = look_of_picture(b);
    assert_in_range(look_distance(&x, &y), 0, 2);
    assert_in_range(look_color_distance(&x, &y), 0, 3);
    pixmap_drop(a);
    pixmap_drop(b);
}

static void another_place_or_colour_looks_different(void **state)
{
    (void)state;
    struct pixmap *a = card(180, 90, 20, 0xff1f5a45), *b = card(180, 90, 100, 0xff1f5a45),
                  *c = card(180, 90, 20, 0xff45611f);
    struct look_digest x = look_of_picture(a), y = look_of_picture(b), z = look_of_picture(c);
    assert_in_range(look_distance(&x, &y), 8, 128);
    assert_in_range(look_distance(&x, &z), 0, 3);
    assert_in_range(look_color_distance(&x, &z), 13, 255);
    pixmap_drop(a);
    pixmap_drop(b);
    pixmap_drop(c);
}

static void a_shape_has_no_colour(void **state)
{
    (void)state;
    struct pixmap *a = pixmap_new(90, 90), *b = pixmap_new(90, 90);
    for (int y = 20; y < 50; y++)
        for (int x = 10; x < 60; x++) {
            uint32_t dark = 0xff102030, pale = 0xfff0f0e0;
            memcpy(a->data + (size_t)y * (size_t)a->stride + (size_t)x * 4, &dark, 4);
            memcpy(b->data + (size_t)y * (size_t)b->stride + (size_t)x * 4, &pale, 4);
        }
    struct look_digest x = look_of_shape(a, (struct rect){0, 0, 90, 90}),
                       y = look_of_shape(b, (struct rect){0, 0, 90, 90});
    assert_int_equal(look_distance(&x, &y), 0);
    assert_true(x.bits[0] != 0 && x.bits[1] != 0);
    pixmap_drop(a);
    pixmap_drop(b);
}

static void digits_come_back(void **state)
{
    (void)state;
    struct look_digest d = {.bits = {0x0123456789abcdef, 0xfedcba9876543210}}, back;
    char hex[33];
    look_write(&d, hex);
    assert_string_equal(hex, "0123456789abcdeffedcba9876543210");
    assert_true(look_read(hex, &back));
    assert_int_equal(look_distance(&d, &back), 0);
    assert_false(look_read("0123", &back));
    assert_false(look_read("0123456789abcdeffedcba987654321g", &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_picture_in_two_sizes_looks_the_same),
        cmocka_unit_test(another_place_or_colour_looks_different),
        cmocka_unit_test(a_shape_has_no_colour),
        cmocka_unit_test(digits_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
