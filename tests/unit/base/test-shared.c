/* Values made once for several threads. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/base.h"
#include "base/shared.h"

static atomic_int made, dropped, tries;

struct job {
    struct shared *shared;
    bool fail;
};

static void *make(void *payload, size_t *bytes)
{
    const char *key = payload;
    atomic_fetch_add(&made, 1);
    *bytes = 1000;
    return xstrdup(key);
}

static void *cannot(void *payload, size_t *bytes)
{
    (void)payload;
    (void)bytes;
    atomic_fetch_add(&tries, 1);
    return NULL;
}

static void drop(void *value)
{
    atomic_fetch_add(&dropped, 1);
    free(value);
}

enum { KEYS = 40, TURNS = 4000 };

static void *work(void *arg)
{
    struct job *j = arg;
    unsigned seed = (unsigned)(uintptr_t)&seed;
    for (int i = 0; i < TURNS; i++) {
        char key[16];
        snprintf(key, sizeof key, "%d", rand_r(&seed) % KEYS);
        struct shared_ref *r = shared_get(j->shared, key, strlen(key), j->fail ? cannot : make, key, drop);
        if (j->fail ? r != NULL : !r || strcmp(shared_value(r), key) != 0 || shared_bytes(r) != 1000)
            return "wrong";
        shared_release(r);
    }
    return NULL;
}

static void run(size_t budget, bool failing)
{
    pthread_t threads[4];
    struct job j = {shared_new(budget), failing};
    atomic_store(&made, 0);
    atomic_store(&dropped, 0);
    atomic_store(&tries, 0);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &j), 0);
    for (int i = 0; i < 4; i++) {
        void *said;
        pthread_join(threads[i], &said);
        assert_null(said);
    }
    shared_drop(j.shared);
    assert_int_equal(atomic_load(&dropped), atomic_load(&made));
}

static void test_each_is_made_once(void **state)
{
    (void)state;
    run(1 << 20, false);
    assert_int_equal(atomic_load(&made), KEYS);
}

static void test_budget(void **state)
{
    (void)state;
    run(5000, false); /* room for five */
    assert_true(atomic_load(&made) > KEYS);
}

static void test_failure_is_not_remembered(void **state)
{
    (void)state;
    run(1 << 20, true);
    assert_true(atomic_load(&tries) >= TURNS); /* who waited for one who failed tries too */
}

static void test_values_outlive_their_place(void **state)
{
    (void)state;
    struct shared *s = shared_new(1500);
    struct shared_ref *a = shared_get(s, "a", 1, make, "a", drop);
    for (int i = 0; i < 50; i++) {
        char key[16];
        snprintf(key, sizeof key, "k%d", i);
        shared_release(shared_get(s, key, strlen(key), make, key, drop));
    }
    assert_string_equal(shared_value(a), "a");
    shared_release(a);
    shared_keep(s, xstrdup("kept"), free);
    shared_drop(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_is_made_once),
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_failure_is_not_remembered),
        cmocka_unit_test(test_values_outlive_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
