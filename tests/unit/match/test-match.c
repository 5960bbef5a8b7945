#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "match/match.h"

static int test(const char *pattern, unsigned flags, const char *subject)
{
    struct ctx ctx = {0};
    struct match *m = match_new(&ctx, pattern, flags, (struct where){0});
    assert_non_null(m);
    int rc = match_test(&ctx, m, subject, strlen(subject), (struct where){0});
    match_drop(m);
    return rc;
}

static void flags(void **state)
{
    (void)state;
    assert_int_equal(test("b+", 0, "abbc"), 1);
    assert_int_equal(test("b+", MATCH_WHOLE, "abbc"), 0);
    assert_int_equal(test("a|abc", MATCH_WHOLE, "abc"), 1);
    assert_int_equal(test("STRASSE", MATCH_NOCASE, "Strasse"), 1);
    assert_int_equal(test("É", MATCH_NOCASE, "é"), 1);
    assert_int_equal(test("^b", 0, "a\nb"), 0);
    assert_int_equal(test("^b", MATCH_MULTILINE, "a\nb"), 1);
    assert_int_equal(test("a.b", MATCH_DOTALL, "a\nb"), 1);
    assert_int_equal(test("a b # c", MATCH_EXTENDED, "ab"), 1);
    assert_int_equal(test("a.b", MATCH_LITERAL, "axb"), 0);
    assert_int_equal(test("a.b", MATCH_LITERAL | MATCH_NOCASE, "xA.B"), 1);
    assert_int_equal(test("free", MATCH_WORDS, "carefree"), 0);
    assert_int_equal(test("free", MATCH_WORDS, "it is free!"), 1);
    assert_int_equal(test("\\w+", MATCH_WHOLE, "żółw"), 1);
}

static void ranges(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct match *m = match_new(&ctx, "[0-9]+", 0, (struct where){0});
    size_t s, e;
    assert_int_equal(match_search(&ctx, m, "a12b345", 7, 0, &s, &e, (struct where){0}), 1);
    assert_true(s == 1 && e == 3);
    assert_int_equal(match_search(&ctx, m, "a12b345", 7, e, &s, &e, (struct where){0}), 1);
    assert_true(s == 4 && e == 7);
    assert_int_equal(match_search(&ctx, m, "a12b345", 7, 7, &s, &e, (struct where){0}), 0);
    match_drop(m);
}

/* Threads that share patterns, with the compiled code and with the interpreter, which asks the heap for more.
 */
static void *search_often(void *shared)
{
    struct match *const *m = shared;
    struct ctx ctx = {0};
    uintptr_t right = 0;
    for (int i = 0; i < 2000; i++) {
        char text[64];
        size_t len = (size_t)snprintf(text, sizeof text, "%*d and x%dy", i % 40, 0, i), s = 0, e = 0;
        for (int k = 0; k < 2; k++)
            right += match_search(&ctx, m[k], text, len, 0, &s, &e, (struct where){0}) == 1 && e == len &&
                     text[s] == 'x';
    }
    return (void *)right; /* NOLINT(performance-no-int-to-ptr) */
}

static void threads(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct match *m[] = {match_new(&ctx, "(x)([0-9]+)(y)", 0, (struct where){0}),
                         match_new(&ctx, "(*NO_JIT)x(?:[0-9]|[a-f])+y", 0, (struct where){0})};
    pthread_t ids[3];
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&ids[i], NULL, search_often, m), 0);
    for (int i = 0; i < 3; i++) {
        void *right;
        pthread_join(ids[i], &right);
        assert_int_equal((uintptr_t)right, 4000);
    }
    match_drop(m[0]);
    match_drop(m[1]);
}

static void bad_patterns(void **state)
{
    (void)state;
    struct diag_list l = {0};
    struct ctx ctx = {.sink = diag_list_sink, .payload = &l};
    assert_null(match_new(&ctx, "a(b", 0, (struct where){0}));
    assert_null(match_new(&ctx, "\\C", 0, (struct where){0}));
    assert_null(match_new(&ctx, "\xFF", 0, (struct where){0}));
    assert_int_equal(l.len, 3);
    assert_non_null(strstr(l.at[0].message, "at character 4"));
    assert_int_equal(l.at[0].code, DIAG_PATTERN);
    diag_list_drop(&l);
}

static void backtracking_ends(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct match *m = match_new(&ctx, "^(a+)+$", 0, (struct where){0});
    char subject[64];
    memset(subject, 'a', sizeof subject);
    subject[63] = 'b';
    assert_int_equal(match_test(&ctx, m, subject, sizeof subject, (struct where){0}), -1);
    assert_int_equal(ctx.n_errors, 1);
    match_drop(m);
}

static void cache(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct where w = {0};
    struct match_cache *c = match_cache_new();
    assert_int_equal(match_cache_test(&ctx, c, "Hello", "^h", "i", w), 1);
    assert_int_equal(match_cache_test(&ctx, c, "Hello", "^h", "", w), 0);
    assert_int_equal(match_cache_test(&ctx, c, "Hello", "^h", "gi", w), 1);
    assert_int_equal(match_cache_test(&ctx, c, "Hello", "^h", "z", w), -1);
    assert_int_equal(match_cache_test(&ctx, c, "Hello", "(", NULL, w), -1);
    char p[16];
    for (int i = 0; i < 1000; i++) {
        snprintf(p, sizeof p, "^%d$", i);
        assert_int_equal(match_cache_test(&ctx, c, p + 1, p, NULL, w), 0);
    }
    match_cache_drop(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flags),
        cmocka_unit_test(ranges),
        cmocka_unit_test(threads),
        cmocka_unit_test(bad_patterns),
        cmocka_unit_test(backtracking_ends),
        cmocka_unit_test(cache),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
