#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "brand/worker-imp.h"

static const struct copy_fact fern = {
    .slot = "headline", .role = "headline", .text = "A fern", .lang = "en-GB"};

static void a_text_keeps_what_it_passed(void **state)
{
    (void)state;
    struct clean_texts *t = clean_new(130);
    clean_next(t);
    uint64_t *passed = clean_find(t, &fern, "de-DE");
    assert_non_null(passed);
    passed[0] |= 1, passed[2] |= 2;
    clean_next(t);
    struct copy_fact same = fern;
    char text[] = "A fern";
    same.text = text; /* told by what it says, not by where it is */
    passed = clean_find(t, &same, "fr-FR");
    assert_int_equal(passed[0], 1);
    assert_int_equal(passed[1], 0);
    assert_int_equal(passed[2], 2);
    clean_drop(t);
}

static void what_differs_is_another_text(void **state)
{
    (void)state;
    struct copy_fact others[8];
    for (size_t i = 0; i < 8; i++)
        others[i] = fern;
    others[0].text = "A ferm";
    others[1].slot = NULL;
    others[2].role = "";
    others[3].lang = "en-US";
    others[4].id = "x";
    others[5].raw = true;
    others[6].optional = true;
    others[7].max_chars = 5;
    struct clean_texts *t = clean_new(3);
    for (size_t i = 0; i < 8; i++) {
        clean_next(t);
        *clean_find(t, &fern, NULL) |= 1;
        clean_next(t);
        assert_int_equal(*clean_find(t, &others[i], NULL), 0);
    }
    /* without a language the locale of the line stands in */
    struct copy_fact none = fern;
    none.lang = NULL;
    clean_next(t);
    *clean_find(t, &none, "de-DE") |= 1;
    clean_next(t);
    assert_int_equal(*clean_find(t, &none, "de-AT"), 0);
    clean_drop(t);
}

/* More texts than places: whatever takes a place, nobody gets the bits of another, and the texts of one
 * subject never share a place. */
static void places_are_never_shared(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct clean_texts *t = clean_new(1);
    struct copy_fact f = fern;
    char text[32];
    size_t kept = 0;
    f.text = text;
    clean_next(t);
    for (int i = 0; i < N; i++) {
        snprintf(text, sizeof text, "A fern, number %d", i);
        uint64_t *passed = clean_find(t, &f, NULL);
        if (!passed)
            continue;
        kept++;
        assert_int_equal(*passed, 0);
        *passed = 1;
    }
    assert_in_range(kept, 1000, 4096);
    clean_next(t);
    for (int i = N; i < 2 * N; i++, clean_next(t)) {
        snprintf(text, sizeof text, "A fern, number %d", i);
        uint64_t *passed = clean_find(t, &f, NULL);
        assert_non_null(passed);
        assert_int_equal(*passed, 0);
        *passed = 1;
    }
    clean_drop(t);
}

static void a_long_text_is_not_kept(void **state)
{
    (void)state;
    char text[4000];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct copy_fact f = fern;
    f.text = text;
    struct clean_texts *t = clean_new(1);
    clean_next(t);
    assert_null(clean_find(t, &f, NULL));
    clean_drop(t);
    clean_drop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_keeps_what_it_passed),
        cmocka_unit_test(what_differs_is_another_text),
        cmocka_unit_test(places_are_never_shared),
        cmocka_unit_test(a_long_text_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
