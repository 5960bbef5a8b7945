/* message: prices by a market's rules, exact decimals, spans of dates, relative dates, columns named in
 * styles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "message/decimal.h"
#include "message/message.h"

static struct diag_list list;

static const char *decimal_case(const char *value, const char *step, int mode, const char *ending, int toward)
{
    static char text[DECIMAL_TEXT];
    struct decimal d, rule;
    assert_true(decimal_parse(value, &d));
    if (step) {
        assert_true(decimal_parse(step, &rule));
        d = decimal_round(d, rule, mode);
    }
    if (ending) {
        assert_true(decimal_parse(ending, &rule));
        d = decimal_end(d, rule, toward);
    }
    decimal_text(d, text);
    return text;
}

static void test_decimals_are_exact(void **state)
{
    (void)state;
    static const struct {
        const char *value, *step;
        int mode;
        const char *ending;
        int toward;
        const char *want;
    } cases[] = {
        {"10.025", "0.05", MESSAGE_ROUND_HALF_UP, NULL, 0, "10.05"}, /* Swiss cash */
        {"10.024999999999", "0.05", MESSAGE_ROUND_HALF_UP, NULL, 0, "10"},
        {"1.005", "0.01", MESSAGE_ROUND_HALF_UP, NULL, 0, "1.01"}, /* 1.00 as a double */
        {"1.005", "0.01", MESSAGE_ROUND_HALF_EVEN, NULL, 0, "1"},
        {"1.015", "0.01", MESSAGE_ROUND_HALF_EVEN, NULL, 0, "1.02"},
        {"-1.005", "0.01", MESSAGE_ROUND_HALF_UP, NULL, 0, "-1.01"},
        {"1980.4", "1", MESSAGE_ROUND_DOWN, NULL, 0, "1980"}, /* whole yen */
        {"1980.4", "1", MESSAGE_ROUND_UP, NULL, 0, "1981"},
        {"1e3", "7", MESSAGE_ROUND_HALF_UP, NULL, 0, "1001"},
        {"20.30", NULL, 0, ".99", 0, "19.99"},
        {"20.49", NULL, 0, ".99", 0, "20.99"}, /* a tie goes up */
        {"20.30", NULL, 0, ".99", 1, "20.99"},
        {"20.98", NULL, 0, ".99", -1, "19.99"},
        {"20.99", NULL, 0, ".99", -1, "20.99"},
        {"0.10", NULL, 0, ".99", -1, "0.99"}, /* never below the ending */
        {"1234", NULL, 0, "80", 0, "1280"},
        {"1229", NULL, 0, "80", 0, "1180"},
        {"33.33", NULL, 0, "9", 0, "29"},
        {"34", NULL, 0, "9", 0, "39"},
        {"12.40", NULL, 0, "0", 0, "12"},
        {"-5.30", NULL, 0, ".99", 0, "-5.3"}, /* a refund */
        {"123456789012345678.905", "0.01", MESSAGE_ROUND_HALF_UP, NULL, 0, "123456789012345678.91"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(
            decimal_case(cases[i].value, cases[i].step, cases[i].mode, cases[i].ending, cases[i].toward),
            cases[i].want);
    struct decimal d;
    assert_false(decimal_parse("1234567890123456789012345678901", &d));
    assert_false(decimal_parse("1e99", &d));
    assert_false(decimal_parse("1e-99", &d));
    assert_false(decimal_parse("12,50", &d));
    assert_true(decimal_parse("0e99", &d));
    assert_true(d.n == 0);
}

/* Spaces of all kinds as plain ones: which of them stands where is CLDR's affair. */
static const char *plain(struct arena *a, const char *text)
{
    static const char *const spaces[] = {"\u00a0", "\u202f", "\u2009"};
    char *out = arena_strdup(a, text);
    for (size_t i = 0; i < 3; i++) {
        for (char *at; (at = strstr(out, spaces[i])) != NULL;) {
            size_t n = strlen(spaces[i]);
            *at = ' ';
            memmove(at + 1, at + n, strlen(at + n) + 1);
        }
    }
    return out;
}

static const char *price(struct arena *a, const char *locale, const struct message_price *rules,
                         const char *value, const char *currency)
{
    struct ctx ctx = {.sink = diag_list_sink, .payload = &list};
    diag_list_clear(&list);
    struct message *m = message_parse(&ctx, a, "{p, number, price}", NULL, (struct where){0});
    struct message_arg_value arg = {"p", value, currency};
    struct formatter *f = formatter_new();
    struct formatted out;
    formatter_set_price(f, rules);
    assert_non_null(m);
    int failed = message_format(&ctx, f, m, locale, &arg, 1, a, (struct where){0}, &out);
    formatter_drop(f);
    return failed ? "(failed)" : plain(a, out.text);
}

static void test_prices_follow_the_market(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct message_price none = {0}, swiss = {.currency = "CHF", .step = "0.05", .whole = ".\u2013"},
                         german = {.currency = "EUR", .ending = ".99"},
                         dutch = {.currency = "EUR", .step = "1", .whole = ",-"},
                         yen = {.currency = "JPY", .step = "1"},
                         norwegian = {.step = "1", .whole = ",-", .symbol = 96},
                         thai = {.currency = "THB", .whole = ""}, code = {.symbol = 64};
    assert_string_equal(price(a, "en-GB", NULL, "1249.995", "GBP"), "£1,250.00");
    assert_string_equal(price(a, "en-GB", &none, "12.5", "GBP"), "£12.50");
    assert_string_equal(price(a, "de-CH", &swiss, "10.025", "CHF"), "CHF 10.05");
    assert_string_equal(price(a, "de-CH", &swiss, "1234.00", "CHF"), "CHF 1’234.–");
    assert_string_equal(price(a, "de-DE", &german, "20.30", "EUR"), "19,99 €");
    assert_string_equal(price(a, "de-DE", &german, "20.30", "CHF"), "20,30 CHF"); /* not the market's money */
    assert_string_equal(price(a, "nl-NL", &dutch, "29.49", "EUR"), "€ 29,-");
    assert_string_equal(price(a, "ja-JP", &yen, "1980.5", "JPY"), "￥1,981");
    assert_string_equal(price(a, "ja-JP", &yen, "1980.5", NULL), "￥1,981"); /* the market's currency */
    assert_string_equal(price(a, "nb-NO", &norwegian, "149.00", "NOK"), "149,-");
    assert_string_equal(price(a, "th-TH", &thai, "990.00", "THB"), "฿990");
    assert_string_equal(price(a, "th-TH", &thai, "990.50", "THB"), "฿990.50");
    assert_string_equal(price(a, "en-US", &code, "5", "EUR"), "EUR 5.00");
    assert_string_equal(price(a, "de-CH", &swiss, "1234567890123456789012345678901", "CHF"), "(failed)");
    assert_string_equal(price(a, "de-CH", &swiss, "5", "XYZ"), "(failed)");
    struct message_price bad = {.step = "0"}, worse = {.ending = "9,99"};
    assert_non_null(message_price_fault(&bad));
    assert_non_null(message_price_fault(&worse));
    assert_null(message_price_fault(&swiss));
    arena_drop(a);
}

/* Formats with up to three columns a, b, c. */
static const char *with(struct arena *a, const char *locale, const char *pattern, const char *va,
                        const char *vb)
{
    struct ctx ctx = {.sink = diag_list_sink, .payload = &list};
    diag_list_clear(&list);
    struct message *m = message_parse(&ctx, a, pattern, NULL, (struct where){0});
    struct message_arg_value args[] = {{"a", va, NULL}, {"b", vb, NULL}};
    if (!m)
        return "(syntax)";
    struct formatter *f = formatter_new();
    struct formatted out;
    int failed = message_format(&ctx, f, m, locale, args, 2, a, (struct where){0}, &out);
    formatter_drop(f);
    return failed ? "(failed)" : plain(a, out.text);
}

static void test_spans_of_dates(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(with(a, "en-US", "{a, interval, ::yMMMd}", "2027-04-10..2027-04-18", NULL),
                        "Apr 10 – 18, 2027");
    assert_string_equal(with(a, "de-DE", "{a, interval, ::MMMMd to {b}}", "2027-04-30", "2027-05-02"),
                        "30. April – 2. Mai");
    assert_string_equal(with(a, "ja-JP", "{a, interval, to {b}}", "2027-04-10", "2027-04-18"),
                        "2027年4月10日～18日");
    assert_string_equal(with(a, "en-US", "{a, interval}", "2027-04-10..2027-04-10", NULL), "Apr 10, 2027");
    assert_string_equal(with(a, "en-US", "{a, interval}", "2027-04-10", NULL), "(failed)");
    assert_string_equal(with(a, "en-US", "{a, interval, to {b}}", "2027-04-10", "soon"), "(failed)");
    assert_string_equal(with(a, "en-US", "{a, interval, long}", "2027-04-10", NULL), "(syntax)");
    assert_string_equal(with(a, "en-US", "{a, interval, ::yMMMd until {b}}", "2027-04-10", NULL), "(syntax)");
    arena_drop(a);
}

static void test_relative_dates(void **state)
{
    (void)state;
    static const struct {
        const char *locale, *pattern, *a, *b, *want;
    } cases[] = {
        {"en", "{a, relative}", "1", NULL, "tomorrow"},
        {"en", "{a, relative, day}", "-1", NULL, "yesterday"},
        {"en", "{a, relative, day numeric}", "1", NULL, "in 1 day"},
        {"de", "{a, relative, week}", "2", NULL, "in 2 Wochen"},
        {"pl", "{a, relative, day}", "5", NULL, "za 5 dni"},
        {"ar-EG", "{a, relative, day}", "3", NULL, "خلال ٣ أيام"},
        {"ja", "{a, relative, month}", "1", NULL, "来月"},
        {"en", "{a, relative, hour short}", "-3", NULL, "3 hr. ago"},
        {"en", "{a, relative, day from {b}}", "2027-05-01", "2027-04-28", "in 3 days"},
        {"en", "{a, relative, from {b}}", "2027-03-01", "2027-02-28", "tomorrow"},
        {"en", "{a, relative, auto from {b}}", "2027-04-30", "2027-04-01", "in 4 weeks"},
        {"en", "{a, relative, auto from {b}}", "2027-05-01", "2027-04-01", "next month"},
        {"en", "{a, relative, month from {b}}", "2028-02-29", "2027-03-31", "in 10 months"},
        {"en", "{a, relative, quarter from {b}}", "2026-10-01", "2027-04-01", "2 quarters ago"},
        {"en", "{a, relative, year numeric from {b}}", "2025-04-01", "2027-03-31", "1 year ago"},
        {"en", "{a, relative, minute from {b}}", "2027-04-01T10:00:00Z", "2027-04-01T12:30:59Z",
         "150 minutes ago"},
        {"en", "{a, relative}", "2027-04-01", NULL, "(failed)"},
        {"en", "{a, relative, from {b}}", "2027-04-01", "never", "(failed)"},
        {"en", "{a, relative, fortnight}", "1", NULL, "(syntax)"},
        {"en", "{a, relative, day week}", "1", NULL, "(syntax)"},
        {"en", "{a, relative, day from}", "1", NULL, "(syntax)"},
        {"en", "{a, relative, day from b}", "1", NULL, "(syntax)"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(with(a, cases[i].locale, cases[i].pattern, cases[i].a, cases[i].b),
                            cases[i].want);
    arena_drop(a);
}

static void test_currency_of_a_column(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(with(a, "en-US", "{a, number, ::currency/{b}}", "12.5", "EUR"), "€12.50");
    assert_string_equal(with(a, "de-DE", "{a, number, ::currency/{b} .00/w}", "12", "PLN"), "12 PLN");
    assert_string_equal(with(a, "de-DE", "{a, range, ::currency/{b} .00/w}", "10..20", "EUR"), "10–20 €");
    assert_string_equal(with(a, "en", "{a, plural, one {x} other {{a, number, ::currency/{b}}}}", "3", "EUR"),
                        "€3.00");
    assert_string_equal(with(a, "en-US", "{a, number, ::currency/{b}}", "12.5", "EURO"), "(failed)");
    assert_int_equal(list.len, 1);
    assert_non_null(strstr(list.at[0].message, "argument 'b'"));
    assert_string_equal(with(a, "en-US", "{a, number, ::percent/{b}}", "12.5", "EUR"), "(syntax)");
    assert_int_equal(list.at[0].where.column, 23);
    assert_string_equal(with(a, "en-US", "{a, number, ::currency/{}}", "12.5", "EUR"), "(syntax)");
    /* the pattern is written again as it was, and the column is an argument of the message */
    struct ctx ctx = {.sink = diag_list_sink, .payload = &list};
    static const char *const patterns[] = {"{a, number, ::currency/{b} .00/w}",
                                           "{a, interval, ::MMMd to {b}}", "{a, relative, day from {b}}",
                                           "{a, number, price}"};
    for (size_t i = 0; i < 4; i++) {
        struct message *m = message_parse(&ctx, a, patterns[i], NULL, (struct where){0});
        assert_string_equal(message_pattern(m, a, "en"), patterns[i]);
        assert_int_equal(message_n_args(m), i == 3 ? 1 : 2);
    }
    /* a translation that loses the column of the currency has lost the format */
    diag_list_clear(&list);
    struct message *s = message_parse(&ctx, a, patterns[0], NULL, (struct where){0});
    struct message *t = message_parse(&ctx, a, "{a, number, ::currency/EUR} {b}", NULL, (struct where){0});
    assert_int_equal(message_compare(&ctx, s, s, (struct where){0}), 0);
    assert_int_equal(message_compare(&ctx, s, t, (struct where){0}), -1);
    arena_drop(a);
}

static void test_locale_keywords(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(locale_with(a, "de-CH", "ca", "gregory"), "de-CH-u-ca-gregory");
    assert_string_equal(locale_with(a, "ar-EG-u-nu-arab", "nu", "latn"), "ar-EG-u-nu-latn");
    assert_string_equal(locale_with(a, locale_with(a, "th-TH", "nu", "thai"), "ca", "gregory"),
                        "th-TH-u-ca-gregory-nu-thai");
    assert_null(locale_with(a, "de-CH", "ca", "julian calendar"));
    assert_null(locale_with(a, "nonsense locale", "ca", "gregory"));
    assert_string_equal(with(a, "th-TH", "{a, date, ::y}", "2027-04-10", NULL), "พ.ศ. 2570");
    assert_string_equal(with(a, "th-TH-u-ca-gregory", "{a, date, ::yMMMd}", "2027-04-10", NULL),
                        "10 เม.ย. 2027");
    assert_string_equal(with(a, "en-u-cu-chf", "{a, number, currency}", "5", NULL), "CHF 5.00");
    arena_drop(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decimals_are_exact),   cmocka_unit_test(test_prices_follow_the_market),
        cmocka_unit_test(test_spans_of_dates),       cmocka_unit_test(test_relative_dates),
        cmocka_unit_test(test_currency_of_a_column), cmocka_unit_test(test_locale_keywords),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    diag_list_drop(&list);
    return failed;
}
