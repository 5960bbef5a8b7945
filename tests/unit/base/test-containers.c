#include "test.h"

#include <stdio.h>

static void test_arena(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    char *big = arena_alloc(a, 5 * 1024 * 1024);
    assert_int_equal(big[5 * 1024 * 1024 - 1], 0);
    char *s = arena_printf(a, "%s-%d", "x", 7);
    assert_string_equal(s, "x-7");
    for (int i = 0; i < 1000; i++) {
        unsigned char *p = arena_alloc(a, (size_t)i);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (int k = 0; k < i; k++)
            assert_int_equal(p[k], 0);
        memset(p, 0xAA, (size_t)i);
    }
    assert_true(arena_used(a) > 5u * 1024 * 1024);
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
    unsigned char *again = arena_alloc(a, 64);
    assert_int_equal(again[63], 0); /* zeroed again after a reset */
    arena_drop(a);
}

static void test_map(void **state)
{
    (void)state;
    struct map *m = map_new();
    static int values[5000];
    char key[16];
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "k%d", i);
        assert_null(map_put(m, key, &values[i]));
    }
    assert_int_equal(map_len(m), 5000);
    assert_ptr_equal(map_find(m, "k4321"), &values[4321]);
    assert_null(map_find(m, "k5000"));
    assert_ptr_equal(map_put(m, "k7", &values[0]), &values[7]);
    assert_int_equal(map_len(m), 5000);
    assert_string_equal(map_key(m, 7), "k7");
    assert_ptr_equal(map_find_n(m, "k12345", 3), &values[12]);
    map_put(m, "null", NULL);
    assert_true(map_has(m, "null"));
    assert_false(map_has(m, "nul"));
    map_drop(m);
}

static void test_vec(void **state)
{
    (void)state;
    struct vec(int) v = {0};
    for (int i = 0; i < 1000; i++)
        vec_push(&v, i * i);
    assert_int_equal(v.len, 1000);
    assert_int_equal(v.at[999], 999 * 999);
    vec_clear(&v);
    assert_int_equal(v.len, 0);
    vec_drop(&v);
    assert_null(v.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena),
        cmocka_unit_test(test_map),
        cmocka_unit_test(test_vec),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
