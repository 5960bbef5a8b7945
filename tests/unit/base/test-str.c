#include "test.h"

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        size_t used;
        double value;
    } cases[] = {{"12", 2, 12},
                 {"-3.5e2x", 6, -350},
                 {".5", 2, 0.5},
                 {"+7.", 2, 7},
                 {"1e", 1, 1},
                 {"abc", 0, 0},
                 {"0.1", 3, 0.1},
                 {"1.005", 5, 1.005},
                 {"-", 0, 0},
                 {"1e400", 5, 1.0 / 0.0},
                 {"123456789012345678901", 21, 123456789012345678901.0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double v = 0;
        assert_int_equal(number_parse(cases[i].in, strlen(cases[i].in), &v), cases[i].used);
        if (cases[i].used)
            assert_true(v == cases[i].value);
    }
}

static void test_put_number(void **state)
{
    (void)state;
    static const struct {
        double in;
        const char *out;
    } cases[] = {{0, "0"},
                 {-0.0000001, "0"},
                 {1.5, "1.5"},
                 {100, "100"},
                 {-2.25, "-2.25"},
                 {0.0 / 0.0, "0"},
                 {1e20, "100000000000000000000"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str s = STR_INIT;
        str_put_number(&s, cases[i].in);
        assert_string_equal(s.data, cases[i].out);
        str_drop(&s);
    }
}

static void test_utf8(void **state)
{
    (void)state;
    assert_int_equal(utf8_invalid_at("a\xC3\xA9\xF0\x9F\x98\x80", 7), -1);
    assert_int_equal(utf8_invalid_at("ab\xC0\x80", 4), 2);        /* overlong */
    assert_int_equal(utf8_invalid_at("\xED\xA0\x80", 3), 0);      /* surrogate */
    assert_int_equal(utf8_invalid_at("x\xF4\x90\x80\x80", 5), 1); /* beyond U+10FFFF */
    assert_int_equal(utf8_invalid_at("x\xE2\x82", 3), 1);         /* cut */
    assert_int_equal(utf8_length("a\xC3\xA9z", 4), 3);
    assert_int_equal(utf8_offset("a\xC3\xA9z", 2), 3);
    assert_int_equal(utf8_offset("ab", 9), 2);
    const char *p = "\xF0\x9F\x98\x80", *end = p + 4;
    assert_int_equal(utf8_next(&p, end), 0x1F600);
    assert_ptr_equal(p, end);
    struct str s = STR_INIT;
    str_put_utf8(&s, 0x20AC);
    str_put_utf8(&s, 0x1F600);
    assert_string_equal(s.data, "\xE2\x82\xAC\xF0\x9F\x98\x80");
    str_drop(&s);
}

static void test_did_you_mean(void **state)
{
    (void)state;
    static const char *const words[] = {"first_name", "segment", "price", "currency"};
    assert_string_equal(did_you_mean("firstname", words, 4), "first_name");
    assert_string_equal(did_you_mean("Prcie", words, 4), "price");
    assert_string_equal(did_you_mean("SEGMENT", words, 4), "segment");
    assert_null(did_you_mean("colour", words, 4));
    assert_int_equal(edit_distance("ab", "ba", 5), 1); /* a transposition is one slip */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_put_number),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_did_you_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
