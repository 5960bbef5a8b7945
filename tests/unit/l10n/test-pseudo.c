/* Pseudo-locales: what changes and what does not. */
#include <string.h>

#include "l10n/l10n.h"
#include "test.h"

static const char *const runs[] = {"b", NULL};

static const char *strange(struct arena *a, const char *locale, const char *pattern, double growth)
{
    struct ctx ctx = {0};
    struct pseudo_growth g;
    for (size_t i = 0; i < PSEUDO_CLASSES; i++)
        g.by[i] = growth;
    const char *out = l10n_pseudo(a, locale, message_parse(&ctx, a, pattern, runs, (struct where){0}), &g);
    const struct message *m = message_parse(&ctx, a, out, runs, (struct where){0});
    assert_non_null(m); /* it is a message still, with the same arguments */
    assert_int_equal(
        message_compare(&ctx, message_parse(&ctx, a, pattern, runs, (struct where){0}), m, (struct where){0}),
        0);
    return out;
}

static void test_accents(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(strange(a, "en-XA", "Save now", 0), "[Šåṽé ñöŵ]");
    assert_string_equal(strange(a, "en-XA", "<b>Save</b> {price, number, ::currency/EUR} off", 0),
                        "[<b>Šåṽé</b> {price, number, ::currency/EUR} öƒƒ]");
    assert_string_equal(strange(a, "en-XA", "{n, plural, =0 {none} one {# cup} other {# cups}}", 0),
                        "[{n, plural, =0 {ñöñé} one {# çûþ} other {# çûþš}}]");
    assert_string_equal(strange(a, "en-XA", "it''s '{'x'}'", 0), "[îţ'š '{'ẋ'}']");
    /* nothing of its own to say */
    assert_string_equal(strange(a, "en-XA", "{price, number, currency}", 1), "{price, number, currency}");
    assert_string_equal(strange(a, "en-XA", "{a} ({b}).", 1), "{a} ({b}).");
    assert_string_equal(strange(a, "en-XA", "", 1), "");
    arena_drop(a);
}

static void test_expansion(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(strange(a, "en-XA", "Save now", 1), "[Šåṽé ñöŵ one two]");
    const char *text = strange(a, "en-XA", "Everything for your garden, delivered", 0.5);
    size_t n = utf8_length(text, strlen(text)), source = strlen("Everything for your garden, delivered");
    assert_in_range(n, source * 14 / 10, source * 17 / 10);
    /* values do not count: only what is written is longer */
    assert_string_equal(strange(a, "en-XA", "Ends {a_very_long_argument_name, date, long}", 0.5),
                        "[Éñðš {a_very_long_argument_name, date, long} one]");
    assert_int_equal(pseudo_expansion("30"), 30);
    assert_int_equal(pseudo_expansion("150%"), 150);
    assert_int_equal(pseudo_expansion("measured"), -1);
    assert_int_equal(pseudo_expansion(NULL), -1);
    assert_int_equal(pseudo_expansion("-1"), -2);
    assert_int_equal(pseudo_expansion("30x"), -2);
    assert_int_equal(pseudo_expansion(""), -2);
    assert_int_equal(pseudo_expansion("401"), -2);
    arena_drop(a);
}

static void test_mirrored(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(strange(a, "ar-XB", "Save {n} now", 1),
                        "\u200f\u202eSave\u202c {n} \u202enow\u202c\u200f");
    assert_string_equal(strange(a, "ar-XB", "{n, plural, one {<b>#</b> cup} other {# cups}}", 1),
                        "\u200f{n, plural, one {<b>#</b> \u202ecup\u202c} other {# \u202ecups\u202c}}\u200f");
    arena_drop(a);
}

static void test_measured(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct pseudo_growth g;
    pseudo_measure(NULL, NULL, &g);
    assert_true(pseudo_growth_of(&g, 5) > pseudo_growth_of(&g, 100)); /* of experience */
    struct creative *c = creative_load(&ctx, "examples/spring/creative.xml");
    struct l10n_catalog *catalog = l10n_catalog_load(&ctx, c);
    assert_non_null(catalog);
    pseudo_measure(c, catalog, &g);
    for (size_t n = 5; n < 100; n += 10)
        assert_true(pseudo_growth_of(&g, n) >= 0 && pseudo_growth_of(&g, n) < 2);
    /* the long ones have many translations, and Japanese is not what is measured */
    assert_true(pseudo_growth_of(&g, 90) > 0.05);
    l10n_catalog_drop(catalog);
    creative_drop(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_accents), cmocka_unit_test(test_expansion),
                                       cmocka_unit_test(test_mirrored), cmocka_unit_test(test_measured)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
