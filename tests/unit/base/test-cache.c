/* cache: what it keeps, what it lets go, and when. */
#include "base/cache.h"
#include "test.h"

static int live;

static void let_go(void *value)
{
    assert_non_null(value);
    live--;
}

static void put(struct cache *c, int key, size_t bytes)
{
    static char value;
    live++;
    cache_next_epoch(c);
    cache_put(c, &key, sizeof key, &value, bytes, let_go);
}

static bool has(struct cache *c, int key)
{
    return cache_find(c, &key, sizeof key) != NULL;
}

/* The budget holds after every put, not only now and then. */
static void test_budget(void **state)
{
    (void)state;
    struct cache *c = cache_new(1000);
    for (int i = 0; i < 500; i++) {
        put(c, i, 100);
        assert_true(has(c, i));
        assert_true(live <= 10);
    }
    put(c, 1000, 5000); /* larger than all: it is kept while it is in use, alone */
    assert_true(has(c, 1000));
    assert_int_equal(live, 1);
    put(c, 1001, 10);
    assert_false(has(c, 1000));
    assert_int_equal(live, 1);
    cache_drop(c);
    assert_int_equal(live, 0);
}

/* Keys that go round and round in a cache that holds half of them: some stay and are met again. */
static void test_round_and_round(void **state)
{
    (void)state;
    struct cache *c = cache_new(1000);
    int met = 0;
    for (int round = 0; round < 20; round++)
        for (int i = 0; i < 20; i++)
            if (has(c, i))
                met++;
            else
                put(c, i, 100);
    assert_true(met > 20 * 20 / 4);
    cache_drop(c);
    assert_int_equal(live, 0);
}

/* What this epoch found is not thrown out by what it puts; a key that is put again takes the old one's place.
 */
static void test_in_use(void **state)
{
    (void)state;
    static char value;
    struct cache *c = cache_new(200);
    put(c, 1, 100);
    put(c, 2, 100);
    cache_next_epoch(c);
    assert_true(has(c, 1) && has(c, 2));
    int key = 3;
    live++;
    cache_put(c, &key, sizeof key, &value, 100, let_go);
    assert_true(has(c, 1) && has(c, 2) && has(c, 3));
    put(c, 3, 50);
    assert_true(has(c, 3));
    assert_true(live <= 2);
    cache_drop(c);
    assert_int_equal(live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_round_and_round),
        cmocka_unit_test(test_in_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
