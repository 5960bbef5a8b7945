/* Our deflate against zlib's inflate: rows of every kind, lengths at the edges of the format, codes that are
 * too deep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#include "image/image-imp.h"

static uint32_t seed = 1;
static uint32_t rnd(void)
{
    seed = seed * 1664525 + 1013904223;
    return seed >> 8;
}

/* Two streams joined, as bands are, and ended. */
static size_t check(const uint8_t *raw, size_t len, size_t row)
{
    struct deflate *d = deflate_new();
    uint8_t *out = malloc(2 * deflate_bound(len) + 2), *back = malloc(2 * len + 1);
    size_t n = deflate_rows(d, raw, len, row, out);
    assert_true(n <= deflate_bound(len));
    size_t all = n + deflate_rows(d, raw, len, row, out + n);
    assert_int_equal(all, 2 * n);
    out[all++] = 3;
    out[all++] = 0;
    z_stream z = {.next_in = out, .avail_in = (uInt)all, .next_out = back, .avail_out = (uInt)(2 * len + 1)};
    assert_int_equal(inflateInit2(&z, -15), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, 2 * len);
    assert_int_equal(z.avail_in, 0);
    if (len) {
        assert_memory_equal(back, raw, len);
        assert_memory_equal(back + len, raw, len);
    }
    inflateEnd(&z);
    free(out);
    free(back);
    deflate_drop(d);
    return n;
}

static void test_kinds(void **state)
{
    (void)state;
    enum { MOST = 200000 };
    uint8_t *raw = malloc(MOST);
    for (int turn = 0; turn < 400; turn++) {
        size_t row = 2 + rnd() % (turn % 7 ? 900 : 40000), len = turn % 10 ? rnd() % 5000 : rnd() % MOST;
        unsigned mask = (1u << rnd() % 9) - 1, stay = rnd() % 100, copy = rnd() % 100;
        for (size_t i = 0; i < len; i++)
            raw[i] = i && rnd() % 100 < stay          ? raw[i - 1]
                     : i >= row && rnd() % 100 < copy ? raw[i - row]
                                                      : (uint8_t)(rnd() & mask);
        check(raw, len, row);
    }
    free(raw);
}

static void test_edges(void **state)
{
    (void)state;
    uint8_t raw[2000] = {0};
    for (size_t len = 0; len < 1200; len++) { /* runs of every length, at every place */
        for (size_t i = 0; i < len; i++)
            raw[i] = i < len % 17 ? (uint8_t)i : 200;
        check(raw, len, 61);
        for (size_t i = 0; i < len; i++)
            raw[i] = (uint8_t)(i % 61 * 7 + (i == len / 2));
        check(raw, len, 61);
    }
    uint8_t *flat = calloc(1, 1000000);
    assert_true(check(flat, 1000000, 3001) < 2500);
    free(flat);
}

/* Frequencies of the Fibonacci numbers make a tree deeper than the format has bits. */
static void test_deep_codes(void **state)
{
    (void)state;
    for (int kinds = 2; kinds < 24; kinds++) {
        size_t n = 0;
        uint8_t *raw = malloc(400000);
        for (unsigned a = 1, b = 1, k = 0; (int)k < kinds; k++, b += a, a = b - a)
            for (unsigned i = 0; i < a && n < 59000; i++)
                raw[n++] = (uint8_t)(k * 11);
        for (size_t i = n; i > 1; i--) { /* shuffled, so that no runs take them away */
            size_t j = rnd() % i;
            uint8_t t = raw[j];
            raw[j] = raw[i - 1];
            raw[i - 1] = t;
        }
        check(raw, n, 500);
        free(raw);
    }
}

static void test_noise_is_stored(void **state)
{
    (void)state;
    uint8_t *raw = malloc(150000);
    for (size_t i = 0; i < 150000; i++)
        raw[i] = (uint8_t)rnd();
    assert_true(check(raw, 150000, 3001) <= 150000 + 3 * 5 + 8);
    free(raw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_deep_codes),
        cmocka_unit_test(test_noise_is_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
