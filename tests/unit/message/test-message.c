/* message: syntax, formatting, locales; and the public MessageFormat cases when they are beside the project.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json/json.h"
#include "message/message.h"

#define SUITE "../shared/l10n-suite/messages/"

static struct diag_list list;

static struct ctx quiet(void)
{
    diag_list_clear(&list);
    return (struct ctx){.sink = diag_list_sink, .payload = &list};
}

static void test_syntax_errors_have_columns(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        long column;
        const char *says;
    } cases[] = {
        {"Hi {", 4, "never closed"},
        {"Hi {}", 5, "name of an argument is missing"},
        {"Łódź {n, nummber}", 10, "unknown type"},
        {"{n, plural, one{x}}", 1, "no 'other'"},
        {"{n, plural, one{a} one{b} other{c}}", 20, "given twice"},
        {"{n, plural, =1{a} =1.0{b} other{c}}", 19, "given twice"},
        {"{g, select, a{1} a{2} other{3}}", 18, "given twice"},
        {"{n, number, ::foo}", 13, "not a skeleton"},
        {"{n, plural, one{a} offset:1 other{b}}", 20, "too late"},
        {"{a b}", 4, "unexpected character"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ctx ctx = quiet();
        assert_null(message_parse(&ctx, a, cases[i].pattern, NULL, (struct where){.file = "t", .line = 3}));
        assert_int_equal(list.len, 1);
        assert_int_equal(list.at[0].where.column, cases[i].column);
        assert_int_equal(list.at[0].where.line, 3);
        assert_non_null(strstr(list.at[0].message, cases[i].says));
        assert_int_equal(list.at[0].code, DIAG_MESSAGE_SYNTAX);
    }
    arena_drop(a);
}

static void test_depth_is_bounded(void **state)
{
    (void)state;
    struct str s = STR_INIT;
    for (int i = 0; i < 2000; i++)
        str_puts(&s, "{a,select,other{");
    struct arena *a = arena_new();
    struct ctx ctx = quiet();
    assert_null(message_parse(&ctx, a, s.data, NULL, (struct where){0}));
    assert_int_equal(list.len, 1);
    assert_non_null(strstr(list.at[0].message, "too deep"));
    str_drop(&s);
    arena_drop(a);
}

static const char *format(struct arena *a, const char *locale, const char *pattern, const char *name,
                          const char *value, const char *currency, int isolate)
{
    struct ctx ctx = quiet();
    struct message *m = message_parse(&ctx, a, pattern, NULL, (struct where){0});
    if (!m)
        return NULL;
    struct formatter *f = formatter_new();
    formatter_set_isolate(f, isolate);
    struct message_arg_value v = {name, value, currency};
    struct formatted out;
    const char *text =
        message_format(&ctx, f, m, locale, &v, name ? 1 : 0, a, (struct where){0}, &out) ? NULL : out.text;
    formatter_drop(f);
    return text;
}

static void test_format(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(format(a, "en", "{p, number, ::currency/EUR}", "p", "19.9", "PLN", 0),
                        "PLN\u00a019.90");
    assert_string_equal(format(a, "de-DE", "{p, number, currency}", "p", "1234.5", NULL, 0),
                        "1.234,50\u00a0€");
    assert_string_equal(
        format(a, "en", "{p, number, ::.000000000000000000}", "p", "1.005000000000000001", NULL, 0),
        "1.005000000000000001");
    assert_string_equal(format(a, "en", "{p, number, #,##0.00}", "p", "1234.5", NULL, 0), "1,234.50");
    assert_string_equal(format(a, "en", "{n, spellout}", "n", "42", NULL, 0), "forty-two");
    assert_string_equal(format(a, "en", "{n, spellout, %spellout-ordinal}", "n", "42", NULL, 0),
                        "forty-second");
    assert_string_equal(format(a, "en", "{n, ordinal}", "n", "42", NULL, 0), "42nd");
    static const char choice[] = "{n, choice, -1#less|0#none '|' {n}|1#one|1<many # |10\u2264lots}";
    assert_string_equal(format(a, "en", choice, "n", "-5", NULL, 0), "less");
    assert_string_equal(format(a, "en", choice, "n", "0.5", NULL, 0), "none | 0.5");
    assert_string_equal(format(a, "en", choice, "n", "1", NULL, 0), "one");
    assert_string_equal(format(a, "en", choice, "n", "1.1", NULL, 0), "many # ");
    assert_string_equal(format(a, "en", choice, "n", "10", NULL, 0), "lots");
    assert_null(format(a, "en", "{n, choice, x#a}", "n", "1", NULL, 0));
    assert_null(format(a, "en", "{n, choice, 1#a", "n", "1", NULL, 0));
    assert_string_equal(format(a, "en", "{1a}", "1a", "x", NULL, 0), "x");
    assert_null(format(a, "en", "{01}", "01", "x", NULL, 0));
    assert_string_equal(format(a, "en", "{x, list}", "x", "red | green|blue", NULL, 0),
                        "red, green, and blue");
    assert_string_equal(format(a, "de", "{x, list, or}", "x", "rot|blau", NULL, 0), "rot oder blau");
    assert_string_equal(
        format(a, "en", "{x, range, ::currency/EUR precision-integer}", "x", "10..20", NULL, 0), "€10 – €20");
    assert_string_equal(
        format(a, "en-GB", "{d, date, yyyy/MM/dd}", "d", "2026-02-28T23:30:00-05:00", NULL, 0), "2026/03/01");
    assert_string_equal(format(a, "he", "שלום {x}", "x", "Ana", NULL, 1), "שלום \u2068Ana\u2069");
    assert_string_equal(format(a, "he", "שלום {x}", "x", "דנה", NULL, 1), "שלום דנה");
    assert_string_equal(format(a, "he", "שלום {x}", "x", "Ana", NULL, 0), "שלום Ana");
    assert_string_equal(format(a, "en", "Hi {x}", "x", "دانا", NULL, 2), "Hi \u2068دانا\u2069");
    assert_null(format(a, "en", "Hi {x}", NULL, NULL, NULL, 0));
    assert_non_null(strstr(list.at[0].message, "'x' has no value"));
    assert_null(format(a, "en", "{n, number}", "n", "1e", NULL, 0));
    assert_null(format(a, "en", "{n, plural, other{#}}", "n", "NaN", NULL, 0));
    assert_null(format(a, "en", "{d, date}", "d", "2026-02-30", NULL, 0));
    assert_null(format(a, "no locale", "{d}", "d", "x", NULL, 0));
    assert_null(format(a, "en", "{p, number, ::currency/EUR}", "p", "1", "E;x", 0));
    arena_drop(a);
}

static void test_runs(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct ctx ctx = quiet();
    static const char *const runs[] = {"b", "big", NULL};
    struct message *m =
        message_parse(&ctx, a, "Nur <b>{n, plural, one{<big>#</big> Tag} other{# Tage}}</b> '<b>' <i>", runs,
                      (struct where){0});
    assert_non_null(m);
    struct formatter *f = formatter_new();
    struct formatted out;
    struct message_arg_value v = {"n", "1", NULL};
    assert_int_equal(message_format(&ctx, f, m, "de", &v, 1, a, (struct where){0}, &out), 0);
    assert_string_equal(out.text, "Nur 1 Tag <b> <i>");
    assert_int_equal(out.n_runs, 2);
    assert_string_equal(out.runs[0].name, "b");
    assert_int_equal(out.runs[0].start, 4);
    assert_int_equal(out.runs[0].end, 9);
    assert_string_equal(out.runs[1].name, "big");
    assert_int_equal(out.runs[1].end, 5);
    v.value = "2";
    assert_int_equal(message_format(&ctx, f, m, "de", &v, 1, a, (struct where){0}, &out), 0);
    assert_int_equal(out.n_runs, 1);
    assert_null(message_parse(&ctx, a, "<b>x", runs, (struct where){0}));
    assert_null(message_parse(&ctx, a, "x</b>", runs, (struct where){0}));
    assert_null(message_parse(&ctx, a, "<b><big>x</b></big>", runs, (struct where){0}));
    assert_non_null(message_parse(&ctx, a, "<b>x", NULL, (struct where){0}));
    formatter_drop(f);
    arena_drop(a);
}

static int compare(const char *source, const char *target)
{
    struct arena *a = arena_new();
    struct ctx ctx = quiet();
    static const char *const runs[] = {"b", NULL};
    struct message *s = message_parse(&ctx, a, source, runs, (struct where){0});
    struct message *t = message_parse(&ctx, a, target, runs, (struct where){0});
    assert_non_null(s);
    assert_non_null(t);
    int result = message_compare(&ctx, s, t, (struct where){0});
    assert_int_equal(result ? list.len : 1, list.len ? list.len : 1);
    arena_drop(a);
    return result;
}

static void test_compare(void **state)
{
    (void)state;
    assert_int_equal(compare("Hi {x}", "Hallo {x}"), 0);
    assert_int_equal(compare("Hi {x}", "Hallo"), -1);
    assert_int_equal(compare("Hi", "Hallo {x}"), -1);
    assert_int_equal(
        compare("{n, plural, one{# a} other{# b}}", "{n, plural, zero{null} one{eins} other{#}}"), 0);
    assert_int_equal(compare("{n, plural, one{# a} other{# b}}", "{n} b"), -1);
    assert_int_equal(compare("{p, number, ::currency/EUR}", "{p, number}"), -1);
    assert_int_equal(compare("{p, number, percent}", "{p}"), -1);
    assert_int_equal(compare("{g, select, f{a} other{b}}", "{g, select, w{a} other{b}}"), -1);
    assert_int_equal(compare("<b>x</b>", "x"), -1);
    assert_int_equal(compare("<b>x</b>", "<b>y</b>"), 0);
    struct arena *a = arena_new();
    struct ctx ctx = quiet();
    struct message *m = message_parse(&ctx, a, "{n, plural, one{a} other{b}}", NULL, (struct where){0});
    assert_int_equal(message_check_plurals(&ctx, m, "de", (struct where){0}), 0);
    assert_int_equal(message_check_plurals(&ctx, m, "fr", (struct where){0}), 0);
    assert_int_equal(message_check_plurals(&ctx, m, "pl", (struct where){0}), -1);
    assert_int_equal(list.len, 2);
    arena_drop(a);
}

static void test_locales(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(locale_canonical(a, "de_de"), "de-DE");
    assert_null(locale_canonical(a, "english"));
    assert_null(locale_canonical(a, "de-"));
    assert_null(locale_canonical(a, ""));
    assert_true(locale_valid("zh-Hant-TW"));
    assert_false(locale_valid("de_DE"));
    assert_string_equal(locale_parent(a, "es-MX"), "es-419");
    assert_string_equal(locale_parent(a, "es-419"), "es");
    assert_string_equal(locale_parent(a, "en-AU"), "en-001");
    assert_string_equal(locale_parent(a, "en-001"), "en");
    assert_string_equal(locale_parent(a, "zh-TW"), "zh-Hant");
    assert_string_equal(locale_parent(a, "pt-AO"), "pt-PT");
    assert_string_equal(locale_parent(a, "de-DE-u-ca-gregory"), "de-DE");
    assert_null(locale_parent(a, "zh-Hant"));
    assert_null(locale_parent(a, "de"));
    assert_true(locale_rtl("ar-EG"));
    assert_true(locale_rtl("he"));
    assert_false(locale_rtl("de"));
    assert_string_equal(locale_case(a, "tr", "istanbul", 'u'), "İSTANBUL");
    assert_string_equal(locale_case(a, "nl", "ijsje", 't'), "IJsje");
    assert_true(value_is_number("-1.5e3"));
    assert_false(value_is_number("1."));
    assert_false(value_is_number("1,5"));
    assert_true(value_is_date("2028-02-29"));
    assert_false(value_is_date("2026-02-29"));
    assert_true(value_is_date("2026-11-27T18:05:00+01:00"));
    assert_true(value_is_currency("EUR"));
    assert_false(value_is_currency("eur"));
    assert_false(value_is_currency("QQQ"));
    arena_drop(a);
}

/* Rows of a .jsonl file, or a skipped test when the file is not there. */
static char *suite(struct arena *a, struct ctx *ctx, const char *path)
{
    char *data;
    size_t len;
    if (!file_exists(path)) {
        print_message("%s is not there: skipped\n", path);
        skip();
    }
    assert_int_equal(file_read(ctx, a, path, 16 << 20, &data, &len), 0);
    return data;
}

static void test_suite_parse(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct ctx ctx = quiet();
    int wrong = 0, rows = 0;
    for (char *line = strtok(suite(a, &ctx, SUITE "parse.jsonl"), "\n"); line; line = strtok(NULL, "\n")) {
        struct json *row = json_parse(&ctx, a, line, strlen(line), (struct where){0});
        bool want = json_member(row, "ok")->kind == JSON_TRUE;
        struct message *m =
            message_parse(&ctx, a, json_member_string(row, "pattern"), NULL, (struct where){0});
        rows++;
        if ((m != NULL) != want) {
            wrong++;
            print_message("%s: %s\n", want ? "refused" : "accepted", line);
        }
    }
    print_message("parse: %d of %d\n", rows - wrong, rows);
    assert_int_equal(wrong, 0);
    arena_drop(a);
}

static void test_suite_values(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct ctx ctx = quiet();
    struct formatter *f = formatter_new();
    int wrong = 0, rows = 0;
    for (char *line = strtok(suite(a, &ctx, SUITE "values.jsonl"), "\n"); line; line = strtok(NULL, "\n")) {
        struct json *row = json_parse(&ctx, a, line, strlen(line), (struct where){0});
        struct message *m =
            message_parse(&ctx, a, json_member_string(row, "pattern"), NULL, (struct where){0});
        struct message_arg_value args[16];
        size_t n = 0;
        for (struct json *v = json_member(row, "args")->first; v && n < 16; v = v->next)
            args[n++] = (struct message_arg_value){
                v->key, v->kind == JSON_STRING ? v->string : arena_strndup(a, v->raw, v->raw_len), NULL};
        struct formatted out;
        rows++;
        if (!m ||
            message_format(&ctx, f, m, json_member_string(row, "locale"), args, n, a, (struct where){0},
                           &out) ||
            strcmp(out.text, json_member_string(row, "expected")) != 0) {
            wrong++;
            print_message("got '%s' for %s\n", m ? out.text : "(syntax)", line);
        }
    }
    print_message("values: %d of %d\n", rows - wrong, rows);
    assert_int_equal(wrong, 0);
    formatter_drop(f);
    arena_drop(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syntax_errors_have_columns),
        cmocka_unit_test(test_depth_is_bounded),
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_locales),
        cmocka_unit_test(test_suite_parse),
        cmocka_unit_test(test_suite_values),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    diag_list_drop(&list);
    return failed;
}
