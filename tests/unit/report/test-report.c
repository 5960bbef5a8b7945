#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "report/report-imp.h"
#include "json/json.h"
#include "xml/xml.h"

static const struct report_rule rules[2] = {
    {.id = "t/b", .kind = "copy", .section = "copy", .summary = "s"},
    {.id = "t/a", .kind = "copy", .section = "copy", .summary = "s", .link = "https://example.com/?a=1&b=2"},
};
static const enum diag_level levels[2] = {DIAG_WARNING, DIAG_ERROR};

static struct finding finding(int rule, const char *slot, const char *variant)
{
    return (struct finding){.rule = &rules[rule],
                            .level = levels[rule],
                            .slot = slot,
                            .key = "k",
                            .message = "say \"less\" <&> 100%\n",
                            .about = "c.xml",
                            .file = "a b.svg",
                            .line = 7,
                            .variant = variant,
                            .layout = "mpu",
                            .locale = "de-DE",
                            .box = {1, 2, 3, 4}};
}

static struct report *filled(bool backwards, bool all)
{
    struct report *r = report_new("brand-check", all);
    for (int i = 0; i < 2000; i++) {
        int n = backwards ? 1999 - i : i;
        char id[16];
        snprintf(id, sizeof id, "v%04d", n);
        struct finding f[2] = {finding(0, "headline", id), finding(1, n % 2 ? "cta" : "legal", id)};
        report_add(r, n, f, 2);
    }
    report_counted(r, 2000, 2000);
    return r;
}

static void groups_equal_findings(void **state)
{
    (void)state;
    struct report *r = filled(false, false);
    const struct report_view *v = report_view(r);
    assert_int_equal(v->n_groups, 3);
    assert_string_equal(v->groups[0]->rule->id, "t/a"); /* errors first */
    assert_string_equal(v->groups[0]->slot, "legal");   /* then by first occurrence */
    assert_int_equal(v->groups[0]->count, 1000);
    assert_int_equal(v->groups[2]->count, 2000);
    assert_int_equal(v->groups[2]->n_examples, 3);
    assert_string_equal(v->groups[2]->examples[2].variant, "v0002");
    assert_int_equal(v->n_errors, 2000);
    assert_true(report_reaches(r, DIAG_ERROR));
    report_drop(r);
}

static void order_of_arrival_does_not_show(void **state)
{
    (void)state;
    for (size_t i = 0; report_formats[i]; i++) {
        const struct report_format *f = report_formats[i];
        struct report *a = filled(false, true), *b = filled(true, true);
        struct str x = STR_INIT, y = STR_INIT;
        f->write(a, &x);
        f->write(b, &y);
        assert_string_equal(x.data, y.data);
        str_drop(&x);
        str_drop(&y);
        report_drop(a);
        report_drop(b);
    }
}

static void formats_are_well_formed(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct arena *a = arena_new();
    struct report *r = filled(false, false);
    static const char *const names[] = {"json", "sarif"};
    for (int i = 0; i < 2; i++) {
        struct str s = STR_INIT;
        report_format_find(names[i])->write(r, &s);
        const struct json *j = json_parse(&ctx, a, s.data, s.len, (struct where){.file = names[i]});
        assert_non_null(j);
        if (i == 0)
            assert_int_equal(json_member(j, "findings")->n, 3);
        else
            assert_non_null(strstr(s.data, "\"uri\":\"a%20b.svg\""));
        str_drop(&s);
    }
    struct str s = STR_INIT;
    report_format_find("junit")->write(r, &s);
    const struct xml_doc *doc = xml_parse(&ctx, a, "junit", s.data, s.len);
    assert_non_null(doc);
    assert_string_equal(xml_attr(xml_first_element(doc->root), "failures"), "2");
    str_clear(&s);
    report_format_find("github")->write(r, &s);
    assert_non_null(strstr(s.data, "::error file=a b.svg,line=7,title=t/a::say \"less\" <&> 100%25%0A"));
    str_drop(&s);
    report_drop(r);
    arena_drop(a);
    assert_int_equal(ctx.status, 0);
}

static void an_empty_report_is_well_formed_too(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct arena *a = arena_new();
    struct report *r = report_new("brand-check", false);
    struct str s = STR_INIT;
    report_format_find("sarif")->write(r, &s);
    assert_non_null(json_parse(&ctx, a, s.data, s.len, (struct where){0}));
    str_clear(&s);
    report_format_find("junit")->write(r, &s);
    assert_non_null(xml_parse(&ctx, a, "junit", s.data, s.len));
    str_clear(&s);
    report_format_find("text")->write(r, &s);
    assert_string_equal(s.data, "0 checked, 0 failed: 0 errors, 0 warnings, 0 info\n");
    assert_false(report_reaches(r, DIAG_INFO));
    str_drop(&s);
    report_drop(r);
    arena_drop(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_equal_findings),
        cmocka_unit_test(order_of_arrival_does_not_show),
        cmocka_unit_test(formats_are_well_formed),
        cmocka_unit_test(an_empty_report_is_well_formed_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
