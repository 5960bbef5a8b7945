/* Random patterns, formatted by us and by ICU's own MessageFormat (its C API: numbered arguments). What ICU
 * accepts and we do not, or the other way round, is looked at in the suites; here both print, and the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ucal.h>
#include <unicode/umsg.h>
#include <unicode/ustring.h>

#include "message/message.h"
#include "test.h"

static uint32_t seed = 20270401;

static unsigned pick(unsigned n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

/* {0} and {1} are numbers, {2} a text, {3} a date. */
static void put_text(struct str *out)
{
    static const char *const words[] = {
        "tea ", "it''s ", "für ",       "'{'x'}' ", "\u8336 ", "\u0634\u0627\u064a ", "50 ", ", ",
        "a'b ", "\n",     "\U0001f375", "",         "o''clock"};
    str_puts(out, words[pick(sizeof words / sizeof *words)]);
}

static void put_pattern(struct str *out, int depth, bool plural);

static void put_branch(struct str *out, const char *selector, int depth, bool plural)
{
    str_printf(out, " %s {", selector);
    put_pattern(out, depth + 1, plural);
    str_putc(out, '}');
}

static void put_choice(struct str *out, int depth)
{
    static const char *const categories[] = {"zero", "one", "two", "few", "many"};
    unsigned kind = pick(3);
    if (kind == 0) {
        str_puts(out, "{2, select,");
        if (pick(2))
            put_branch(out, "Ana", depth, false);
        put_branch(out, "x", depth, false);
        put_branch(out, "other", depth, false);
    } else {
        str_printf(out, "{%u, %s,", pick(2), kind == 1 ? "plural" : "selectordinal");
        if (pick(4) == 0)
            str_printf(out, " offset:%u", 1 + pick(2));
        if (pick(2))
            put_branch(out, pick(2) ? "=1" : "=3", depth, true);
        for (unsigned i = 0; i < 5; i++) {
            if (pick(3) == 0)
                put_branch(out, categories[i], depth, true);
        }
        put_branch(out, "other", depth, true);
    }
    str_putc(out, '}');
}

static void put_simple(struct str *out)
{
    static const char *const simple[] = {"{0, number,0.##}",

                                         "{2}",
                                         "{0, number}",
                                         "{1, number, integer}",
                                         "{0, number, percent}",
                                         "{1, number, ::compact-short}",
                                         "{0, number, ::currency/EUR}",
                                         "{1, number, ::.00}",
                                         "{0, number,#,##0.0}",
                                         "{0, spellout}",
                                         "{0, ordinal}",
                                         "{3, date}",
                                         "{3, date, short}",
                                         "{3, date, long}",
                                         "{3, date, full}",
                                         "{3, date, ::yMMMd}",
                                         "{3, date,EEEE d MMMM}",
                                         "{3, time, short}"};
    str_puts(out, simple[pick(sizeof simple / sizeof *simple)]);
}

static void put_pattern(struct str *out, int depth, bool plural)
{
    for (unsigned n = 1 + pick(depth ? 3 : 5); n > 0; n--) {
        unsigned what = pick(10);
        if (what < 4)
            put_text(out);
        else if (what < 7 || depth == 3)
            put_simple(out);
        else if (what == 7 && plural)
            str_putc(out, '#');
        else
            put_choice(out, depth);
    }
}

static char *by_icu(struct arena *a, const char *locale, const char *pattern, double n0, double n1,
                    const char *text)
{
    UErrorCode status = U_ZERO_ERROR;
    UParseError where;
    UChar wide[8192], word[64], out[16384];
    char utf8[32768];
    int32_t n_wide, n_out;
    u_strFromUTF8(wide, 8192, &n_wide, pattern, -1, &status);
    u_strFromUTF8(word, 64, NULL, text, -1, &status);
    UMessageFormat *f = umsg_open(wide, n_wide, locale, &where, &status);
    /* 1 May 2027, 14:30 UTC; umsg_format asks for all four arguments whichever the pattern has */
    n_out = U_SUCCESS(status) ? umsg_format(f, out, 16384, &status, n0, n1, word, 1809181800000.0) : 0;
    if (f)
        umsg_close(f);
    u_strToUTF8(utf8, sizeof utf8, NULL, out, n_out, &status);
    return U_SUCCESS(status) ? arena_strdup(a, utf8) : NULL;
}

static void test_random(void **state)
{
    (void)state;
    static const char *const locales[] = {"en", "de", "pl", "ar-EG", "ja", "fr", "hi", "he", "cy", "pt-BR"};
    static const char *const numbers[] = {"0",   "1",   "2",       "3",       "5", "111",
                                          "121", "1.5", "12345.5", "1000000", "-7"};
    static const char *const texts[] = {"Ana", "x", "\u5c0f\u767e\u5408", "O'Brien {1}"};
    struct formatter *f = formatter_new();
    UErrorCode status = U_ZERO_ERROR;
    UChar utc[4];
    u_uastrcpy(utc, "UTC");
    ucal_setDefaultTimeZone(utc, &status);
    size_t compared = 0, wrong = 0;
    for (int i = 0; i < 3000; i++) {
        struct arena *a = arena_new();
        struct str pattern = STR_INIT;
        struct ctx silent = {0};
        /* umsg_format reads its arguments by the types that the pattern gives them */
        str_puts(&pattern, "{0, number}{1, number}{2}{3, date}");
        put_pattern(&pattern, 0, false);
        const char *locale = locales[pick(10)], *n0 = numbers[pick(11)], *n1 = numbers[pick(11)],
                   *text = texts[pick(4)];
        const struct message *m = message_parse(&silent, a, pattern.data, NULL, (struct where){0});
        const struct message_arg_value args[] = {
            {"0", n0, NULL}, {"1", n1, NULL}, {"2", text, NULL}, {"3", "2027-05-01T14:30:00", NULL}};
        struct formatted out = {0};
        char *icu = by_icu(a, locale, pattern.data, strtod(n0, NULL), strtod(n1, NULL), text);
        bool ours = m && message_format(&silent, f, m, locale, args, 4, a, (struct where){0}, &out) == 0;
        if (icu && ours) {
            compared++;
            if (strcmp(icu, out.text) != 0 && wrong++ < 5)
                printf("# %s %s %s %s: %s\n#  ours %s\n#  ICU  %s\n", locale, n0, n1, text, pattern.data,
                       out.text, icu);
        } else if (icu && wrong++ < 5) { /* umsg_open refuses more than we do: an argument of two types */
            printf("# %s %s %s: %s: ICU only\n", locale, n0, n1, pattern.data);
        }
        str_drop(&pattern);
        arena_drop(a);
    }
    printf("# %zu patterns compared, %zu differ\n", compared, wrong);
    formatter_drop(f);
    assert_int_equal(wrong, 0);
    assert_true(compared > 1500);
}

static const char *form_of(const char *text)
{
    static const char *const forms[] = {"zero", "one", "two", "few", "many", "other"};
    for (size_t i = 0; i < 6; i++)
        if (strstr(text, forms[i]))
            return forms[i];
    return "";
}

/* The form is chosen by the number as `other` prints it: 1.0 is no "one" in English. ICU itself looks at it
 * only when the style is a word or a pattern: with a skeleton it takes the bare number, and we the printed
 * one. */
static void test_forms_by_what_is_printed(void **state)
{
    (void)state;
    static const char *const locales[] = {"en", "pl", "ru", "lv", "lt",  "sl",
                                          "fr", "da", "ar", "mk", "fil", "he"};
    static const char *const numbers[] = {"0",  "1",   "1.5",  "2",    "5",       "11",
                                          "21", "0.1", "0.01", "1.05", "1000000", "100"};
    static const char *const styles[] = {"",  "integer", "percent", "0.0", "0.00",   "#,##0.##",
                                         "#", "@@@",     "@@#",     "0%",  "#,#00.5"};
    struct formatter *f = formatter_new();
    size_t compared = 0, wrong = 0;
    for (size_t i = 0; i < 12 * 12 * (sizeof styles / sizeof *styles); i++) {
        struct arena *a = arena_new();
        struct ctx silent = {0};
        const char *locale = locales[i % 12], *n0 = numbers[i / 12 % 12], *style = styles[i / 144];
        for (int ordinal = 0; ordinal < 2; ordinal++) {
            char *pattern =
                arena_printf(a,
                             "{0, %s, zero {zero} one {one} two {two} few {few} many {many} other {{0, "
                             "number%s%s} other}}{1, number}{2}{3, date}",
                             ordinal ? "selectordinal" : "plural", *style ? "," : "", style);
            const struct message *m = message_parse(&silent, a, pattern, NULL, (struct where){0});
            const struct message_arg_value args[] = {
                {"0", n0, NULL}, {"1", "1", NULL}, {"2", "x", NULL}, {"3", "2027-05-01T14:30:00", NULL}};
            struct formatted out = {0};
            char *icu = by_icu(a, locale, pattern, strtod(n0, NULL), 1, "x");
            if (!icu || !m || message_format(&silent, f, m, locale, args, 4, a, (struct where){0}, &out))
                continue;
            compared++;
            if (strcmp(form_of(icu), form_of(out.text)) != 0 && wrong++ < 12)
                printf("# %s %s: %s\n#  ours %s\n#  ICU  %s\n", locale, n0, pattern, out.text, icu);
        }
        arena_drop(a);
    }
    printf("# %zu forms compared, %zu differ\n", compared, wrong);
    formatter_drop(f);
    assert_int_equal(wrong, 0);
    assert_true(compared > 2500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random),
                                       cmocka_unit_test(test_forms_by_what_is_printed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
