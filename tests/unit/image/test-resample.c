/* Resampling and fitting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "image/image-imp.h"

static struct pixmap *plain(int w, int h, uint32_t color)
{
    struct pixmap *p = pixmap_new(w, h);
    for (int i = 0; i < w * h; i++)
        ((uint32_t *)(void *)p->data)[i] = color;
    p->opaque = color >> 24 == 0xFF;
    return p;
}

/* Four quarters: red, green, blue, white. */
static struct pixmap *quarters(int w, int h)
{
    static const uint32_t colours[] = {0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0xFFFFFFFF};
    struct pixmap *p = pixmap_new(w, h);
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++)
            pixmap_row(p, y)[x] = colours[(x >= w / 2) + 2 * (y >= h / 2)];
    p->opaque = true;
    return p;
}

static uint32_t at(const struct pixmap *p, int x, int y)
{
    return pixmap_row(p, y)[x];
}

static void a_flat_colour_stays_itself(void **state)
{
    (void)state;
    static const uint32_t colours[] = {0xFF123456, 0xFFFFFFFF, 0x80402010, 0x01010101, 0};
    static const int sizes[][2] = {{1, 1}, {7, 3}, {50, 50}, {333, 20}, {1, 500}};
    for (size_t c = 0; c < 5; c++)
        for (size_t s = 0; s < 5; s++) {
            struct pixmap *p = plain(50, 40, colours[c]), *r = image_resize(p, sizes[s][0], sizes[s][1]);
            for (int y = 0; y < r->height; y++)
                for (int x = 0; x < r->width; x++)
                    assert_int_equal(at(r, x, y), colours[c]);
            assert_int_equal(r->opaque, p->opaque);
            pixmap_drop(r);
            pixmap_drop(p);
        }
}

static void shrinking_averages_all_pixels(void **state)
{
    (void)state;
    /* one white pixel in 4096 columns of black: its light must not be lost */
    struct pixmap *p = plain(4096, 1, 0xFF000000);
    for (int x = 0; x < 4096; x += 2)
        pixmap_row(p, 0)[x] = 0xFFFFFFFF;
    struct pixmap *r = image_resize(p, 4, 1);
    for (int x = 0; x < 4; x++)
        assert_in_range(at(r, x, 0) & 0xFF, 126, 129);
    pixmap_drop(r);
    pixmap_drop(p);
}

static void colours_never_exceed_alpha(void **state)
{
    (void)state;
    struct pixmap *p = pixmap_new(64, 64);
    uint32_t seed = 3;
    for (int i = 0; i < 64 * 64; i++) {
        seed = seed * 1664525u + 1013904223u;
        ((uint32_t *)(void *)p->data)[i] = seed & 0x10000 ? 0xFFFFFFFF : 0;
    }
    struct pixmap *r = image_resize(p, 97, 83);
    for (int y = 0; y < r->height; y++)
        for (int x = 0; x < r->width; x++) {
            uint32_t v = at(r, x, y), a = v >> 24;
            assert_true((v >> 16 & 0xFF) <= a && (v >> 8 & 0xFF) <= a && (v & 0xFF) <= a);
        }
    pixmap_drop(r);
    pixmap_drop(p);
}

static void cover_follows_the_focal_point(void **state)
{
    (void)state;
    struct pixmap *p = quarters(400, 100);
    struct pixmap *left = image_fit(p, 50, 50, (struct image_fitting){FIT_COVER, 0, 0.5});
    struct pixmap *right = image_fit(p, 50, 50, (struct image_fitting){FIT_COVER, 1, 0.5});
    struct pixmap *middle = image_fit(p, 50, 50, (struct image_fitting){FIT_COVER, 0.5, 0.5});
    assert_int_equal(at(left, 40, 5), 0xFFFF0000);
    assert_int_equal(at(left, 40, 45), 0xFF0000FF);
    assert_int_equal(at(right, 5, 5), 0xFF00FF00);
    assert_int_equal(at(middle, 5, 5), 0xFFFF0000);
    assert_int_equal(at(middle, 45, 5), 0xFF00FF00);
    assert_true(left->opaque && right->opaque);
    pixmap_drop(left);
    pixmap_drop(right);
    pixmap_drop(middle);
    pixmap_drop(p);
}

static void contain_leaves_free_space_transparent(void **state)
{
    (void)state;
    struct pixmap *p = quarters(400, 100);
    struct pixmap *top = image_fit(p, 100, 100, (struct image_fitting){FIT_CONTAIN, 0.5, 0});
    struct pixmap *mid = image_fit(p, 100, 100, (struct image_fitting){FIT_CONTAIN, 0.5, 0.5});
    assert_int_equal(at(top, 5, 2), 0xFFFF0000);
    assert_int_equal(at(top, 5, 60), 0);
    assert_int_equal(at(mid, 5, 5), 0);
    assert_int_equal(at(mid, 5, 40), 0xFFFF0000);
    assert_false(mid->opaque);
    pixmap_drop(top);
    pixmap_drop(mid);
    pixmap_drop(p);
}

static void none_crops_or_places(void **state)
{
    (void)state;
    struct pixmap *p = quarters(40, 40);
    struct pixmap *crop = image_fit(p, 10, 10, (struct image_fitting){FIT_NONE, 1, 0});
    struct pixmap *room = image_fit(p, 100, 60, (struct image_fitting){FIT_NONE, 0, 1});
    assert_int_equal(at(crop, 5, 5), 0xFF00FF00);
    assert_int_equal(at(room, 0, 19), 0);
    assert_int_equal(at(room, 0, 20), 0xFFFF0000);
    assert_int_equal(at(room, 50, 50), 0);
    pixmap_drop(crop);
    pixmap_drop(room);
    pixmap_drop(p);
}

static void extremes_do_no_harm(void **state)
{
    (void)state;
    struct pixmap *p = quarters(3, 2);
    static const struct image_fitting fits[] = {
        {FIT_COVER, 0.5, 0.5}, {FIT_CONTAIN, 2, -1}, {FIT_FILL, 0, 0}, {FIT_NONE, __builtin_nan(""), 0.5}};
    static const int sizes[][2] = {{1, 1}, {1, 900}, {900, 1}, {16, 16}};
    for (size_t f = 0; f < 4; f++)
        for (size_t s = 0; s < 4; s++)
            pixmap_drop(image_fit(p, sizes[s][0], sizes[s][1], fits[f]));
    assert_null(image_fit(p, 0, 10, fits[0]));
    assert_null(image_resize(p, 20000, 10));
    pixmap_drop(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flat_colour_stays_itself),
        cmocka_unit_test(shrinking_averages_all_pixels),
        cmocka_unit_test(colours_never_exceed_alpha),
        cmocka_unit_test(cover_follows_the_focal_point),
        cmocka_unit_test(contain_leaves_free_space_transparent),
        cmocka_unit_test(none_crops_or_places),
        cmocka_unit_test(extremes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
