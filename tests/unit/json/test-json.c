#include "test.h"

#include <math.h>

#include "json/json.h"

static const struct where at = {.file = "t", .line = 3};

static struct json *parse(struct collected_diags *d, struct arena *a, const char *s)
{
    return json_parse(&d->ctx, a, s, strlen(s), at);
}

static void test_values(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct arena *a = arena_new();
    struct json *v =
        parse(&d, a, " {\"a\": [1, -2.50e1, true, null], \"b\\u00e9\":\"x\\n\\ud83d\\ude00\\/\"} ");
    assert_non_null(v);
    assert_int_equal(v->n, 2);
    const struct json *list = json_member(v, "a");
    assert_int_equal(list->n, 4);
    assert_true(list->first->next->number == -25);
    assert_memory_equal(list->first->next->raw, "-2.50e1", 7); /* bytes kept as written */
    assert_string_equal(json_member_string(v, "b\xC3\xA9"), "x\n\xF0\x9F\x98\x80/");
    assert_null(json_member(v, "zz"));
    assert_int_equal(json_long(list->first, 9), 1);
    assert_int_equal(json_long(list, 9), 9);
    arena_drop(a);
    diag_list_drop(&d.list);
}

static void test_errors(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "{",
                                      "{\"a\"}",
                                      "{\"a\":1,}",
                                      "[1 2]",
                                      "\"abc",
                                      "\"\x01\"",
                                      "01",
                                      "1.",
                                      "-",
                                      "tru",
                                      "{\"a\":1,\"a\":2}",
                                      "\"\\ud800\"",
                                      "\"\\u0000\"",
                                      "\"\\x\"",
                                      "1 1",
                                      "\"\xC0\x80\"",
                                      "{a:1}",
                                      "[1,]",
                                      "nul",
                                      "\"\\udc00\"",
                                      "+1",
                                      "\"\xFF\"",
                                      "1e"};
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct collected_diags d;
        collect_diags(&d);
        if (parse(&d, a, bad[i]))
            fail_msg("accepted: %s", bad[i]);
        assert_int_equal(d.list.len, 1); /* reported once */
        assert_int_equal(last_diag(&d)->code, DIAG_JSON_SYNTAX);
        assert_int_equal(last_diag(&d)->where.line, 3);
        assert_true(last_diag(&d)->where.column > 0);
        diag_list_drop(&d.list);
    }
    arena_drop(a);
}

static void test_depth(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct arena *a = arena_new();
    char deep[200001];
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    assert_null(parse(&d, a, deep));
    arena_drop(a);
    diag_list_drop(&d.list);
}

static void test_shallow(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct arena *a = arena_new();
    const char *s = "{\"a\":{\"x\":[1,2]},\"b\":2}";
    struct json *v = json_parse_shallow(&d.ctx, a, s, strlen(s), at);
    struct json *m = json_member(v, "a");
    assert_int_equal(m->raw_len, 11);
    struct json *full = json_expand(&d.ctx, a, m, at);
    assert_int_equal(json_member(full, "x")->n, 2);
    s = "{\"a\":{\"x\":[1,}}";
    assert_null(json_parse_shallow(&d.ctx, a, s, strlen(s), at)); /* inner values are checked too */
    arena_drop(a);
    diag_list_drop(&d.list);
}

static void test_many_members(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct arena *a = arena_new();
    struct str s = STR_INIT;
    str_putc(&s, '{');
    for (int i = 0; i < 50000; i++)
        str_printf(&s, "%s\"k%d\":1", i ? "," : "", i);
    str_puts(&s, ",\"k77\":2}");
    assert_null(json_parse(&d.ctx, a, s.data, s.len, at)); /* the duplicate is found, in good time */
    assert_non_null(strstr(last_diag(&d)->message, "twice"));
    str_drop(&s);
    arena_drop(a);
    diag_list_drop(&d.list);
}

static void test_write(void **state)
{
    (void)state;
    struct str s = STR_INIT;
    json_put_string(&s, "a\"\\\n\x01\x7F\xC3\xA9/");
    assert_string_equal(s.data, "\"a\\\"\\\\\\n\\u0001\\u007f\xC3\xA9/\"");
    str_clear(&s);
    json_put_number(&s, 0.1);
    str_putc(&s, ' ');
    json_put_number(&s, 1e300);
    str_putc(&s, ' ');
    json_put_number(&s, HUGE_VAL);
    assert_string_equal(s.data, "0.1 1e+300 null");
    str_drop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),  cmocka_unit_test(test_errors),       cmocka_unit_test(test_depth),
        cmocka_unit_test(test_shallow), cmocka_unit_test(test_many_members), cmocka_unit_test(test_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
