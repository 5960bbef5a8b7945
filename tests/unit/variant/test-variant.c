#include "test.h"

#include <stdlib.h>

#include "variant/variant.h"

struct env {
    struct collected_diags d;
    struct arena *a;
    struct str out;
};

static int setup(void **state)
{
    struct env *e = calloc(1, sizeof *e);
    collect_diags(&e->d);
    e->a = arena_new();
    e->out = (struct str)STR_INIT;
    *state = e;
    return 0;
}

static int teardown(void **state)
{
    struct env *e = *state;
    arena_drop(e->a);
    diag_list_drop(&e->d.list);
    str_drop(&e->out);
    free(e);
    return 0;
}

static struct variant *read_line(struct env *e, const char *s)
{
    return variant_read(&e->d.ctx, e->a, s, strlen(s), (struct where){.file = "t", .line = 1});
}

static const char line[] =
    "{\"v\":1,\"id\":\"c1/mpu/"
    "de-DE\",\"x-before\":1.10,\"creative\":\"c.xml\",\"layout\":\"mpu\",\"locale\":\"de-DE\",\"row\":42,"
    "\"fields\":{\"customer_id\":\"c1\"},\"slots\":{\"headline\":{\"message\":\"h\",\"args\":{\"n\":\"3\","
    "\"p\":"
    "{\"value\":\"1.005\",\"currency\":\"EUR\"}},\"text\":\"Hi "
    "\\\"Ana\\\"\",\"runs\":[[0,2,\"b\"]],\"alts\":[{\"message\":"
    "\"hs\",\"text\":\"Hi\"}],\"mine\":{\"k\":12345678901234567890}},\"img\":{\"image\":\"a.png\"},\"badge\":"
    "{\"visible\":false}},"
    "\"why\":{\"headline\":\"when[1]\"},\"state\":\"ok\",\"tm\":[1e400,0.10]}";

static void test_read(void **state)
{
    struct env *e = *state;
    struct variant *v = read_line(e, line);
    assert_non_null(v);
    assert_string_equal(v->locale, "de-DE");
    assert_int_equal(v->row, 42);
    assert_string_equal(pair_find(v->fields, v->n_fields, "customer_id"), "c1");
    struct slot_value *h = variant_slot(v, "headline");
    assert_int_equal(h->kind, SLOT_VALUE_TEXT);
    assert_string_equal(h->args[1].currency, "EUR");
    assert_string_equal(h->args[1].value, "1.005");
    assert_int_equal(h->runs[0].end, 2);
    assert_string_equal(h->alts[0].text, "Hi");
    assert_string_equal(variant_slot(v, "img")->value, "a.png");
    assert_false(variant_slot(v, "badge")->visible);
    assert_null(variant_slot(v, "none"));
    assert_false(variant_failed(v));
}

/* Nothing touched: the same bytes, numbers of other tools included. */
static void test_untouched(void **state)
{
    struct env *e = *state;
    variant_write(&e->out, read_line(e, line));
    assert_int_equal(e->out.len, strlen(line) + 1);
    assert_memory_equal(e->out.data, line, strlen(line));
}

/* Slots rewritten: what another tool put into a slot stays. */
static void test_touched(void **state)
{
    struct env *e = *state;
    struct variant *v = read_line(e, line);
    variant_slot(v, "headline")->text = "Hallo";
    v->touched |= V_SLOTS;
    variant_add_finding(e->a, v, "error", "overflow", NULL, "headline", "too long");
    v->dir = "rtl";
    v->touched |= V_DIR;
    variant_write(&e->out, v);
    assert_non_null(strstr(e->out.data, "\"text\":\"Hallo\""));
    assert_non_null(strstr(e->out.data, "\"mine\":{\"k\":12345678901234567890}"));
    assert_non_null(strstr(e->out.data, "\"tm\":[1e400,0.10]"));
    assert_non_null(strstr(e->out.data, "\"state\":\"failed\""));
    assert_non_null(strstr(e->out.data, "\"x-before\":1.10,\"creative\""));
    assert_non_null(strstr(e->out.data, "\"row\":42,\"dir\":\"rtl\",\"fields\""));
    assert_non_null(strstr(e->out.data,
                           "\"findings\":[{\"level\":\"error\",\"code\":\"overflow\",\"slot\":\"headline\","
                           "\"message\":\"too long\"}]"));
    struct variant *again = read_line(e, arena_strndup(e->a, e->out.data, e->out.len - 1));
    assert_true(variant_failed(again));
    assert_int_equal(again->n_findings, 1);
}

static void test_new(void **state)
{
    struct env *e = *state;
    struct slot_value paint = {.slot = "accent", .kind = SLOT_VALUE_PAINT, .value = "#fff"};
    struct variant_output output = {
        .path = "a.png", .format = "png", .digest = "00", .bytes = 5, .width = 3, .height = 2};
    struct variant v = {.id = "1/a",
                        .creative = "c.svg",
                        .layout = "a",
                        .locale = "en",
                        .row = 1,
                        .slots = &paint,
                        .state = "ok",
                        .outputs = &output,
                        .n_outputs = 1};
    variant_write(&e->out, &v);
    assert_string_equal(e->out.data,
                        "{\"v\":1,\"id\":\"1/"
                        "a\",\"creative\":\"c.svg\",\"layout\":\"a\",\"locale\":\"en\",\"row\":1,\"slots\":"
                        "{\"accent\":{\"paint\":\"#fff\"}},\"state\":\"ok\",\"outputs\":[{\"path\":\"a.png\","
                        "\"format\":\"png\","
                        "\"bytes\":5,\"width\":3,\"height\":2,\"digest\":\"00\"}]}\n");
}

static void test_wrong(void **state)
{
    struct env *e = *state;
    static const char *const bad[] = {
        "[]",
        "{}",
        "{\"v\":2}",
        "{\"v\":1,\"id\":\"a\"}",
        "{\"v\":1,\"id\":1,\"creative\":\"c\",\"layout\":\"l\"}",
        "{\"v\":1,\"id\":\"a\",\"creative\":\"c\",\"layout\":\"l\",\"slots\":[]}",
        "{\"v\":1,\"id\":\"a\",\"creative\":\"c\",\"layout\":\"l\",\"slots\":{\"x\":{}}}",
        "{\"v\":1,\"id\":\"a\",\"creative\":\"c\",\"layout\":\"l\",\"slots\":{\"x\":{\"text\":\"\",\"runs\":["
        "[3,1,\"b\"]]}}}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        size_t before = e->d.list.len;
        if (read_line(e, bad[i]))
            fail_msg("accepted: %s", bad[i]);
        assert_int_equal(e->d.list.len, before + 1);
        assert_int_equal(last_diag(&e->d)->code, DIAG_VARIANT_LINE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_read, setup, teardown),
        cmocka_unit_test_setup_teardown(test_untouched, setup, teardown),
        cmocka_unit_test_setup_teardown(test_touched, setup, teardown),
        cmocka_unit_test_setup_teardown(test_new, setup, teardown),
        cmocka_unit_test_setup_teardown(test_wrong, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
