/* Names of files: what data may and may not do to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "still/still-imp.h"

static const struct where here = {.file = "test"};

static struct pair fields[] = {{"city", ""}, {"email", "ana@example.org"}};
static struct pair choices[] = {{"angle", "price"}};
static struct field contract[] = {{.name = "city"}, {.name = "email", .pii = true}, {.name = "uncarried"}};
static struct creative creative = {.fields = contract, .n_fields = 3};

static int set_up(void **state)
{
    (void)state;
    creative.field_index = map_new();
    for (size_t i = 0; i < creative.n_fields; i++)
        map_put(creative.field_index, contract[i].name, (void *)(uintptr_t)(i + 1));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    map_drop(creative.field_index);
    return 0;
}

static struct variant sample(const char *city)
{
    fields[0].value = city;
    return (struct variant){.id = "c0042/mpu/de-DE",
                            .layout = "mpu",
                            .locale = "de-DE",
                            .row = 42,
                            .fields = fields,
                            .n_fields = 2,
                            .choices = choices,
                            .n_choices = 1,
                            .state = "ok"};
}

static void check(const char *pattern, const char *city, const char *want)
{
    struct ctx ctx = {0};
    struct arena *a = arena_new();
    struct variant v = sample(city);
    const char *name = still_name(&ctx, a, pattern, &creative, &v, here);
    if (want) {
        assert_non_null(name);
        assert_string_equal(name, want);
        assert_int_equal(ctx.n_errors, 0);
    } else {
        assert_null(name);
        assert_int_equal(ctx.n_errors, 1);
    }
    arena_drop(a);
}

static void templates_are_filled(void **state)
{
    (void)state;
    check("{layout}/{locale}/{city}", "Wien", "mpu/de-DE/Wien");
    check("{id}", "", "c0042/mpu/de-DE");
    check("{row}-{angle}", "", "42-price");
    check("{theme}", "", "none");
    check("plain", "", "plain");
    check("x{uncarried}", "", "xnone");
    check("{city}", "東京", "東京");
    check("{city}", "Łódź é", "Łódź_é");
}

static void data_never_make_or_leave_folders(void **state)
{
    (void)state;
    check("{city}", "../../etc/passwd", "_._.._etc_passwd");
    check("a/{city}", "..", "a/_.");
    check("{city}", "/abs", "_abs");
    check("{city}", "a/b\\c", "a_b_c");
    check("{city}", "-rf", "_rf");
    check("{city}", ".hidden", "_hidden");
    check("{city}", "a\nb\x1b[31m", "a_b__31m");
    check("{city}",
          "a\xe2\x80\xae"
          "gpj.exe",
          "a_gpj.exe"); /* right-to-left override */
    check("{city}", "\xff\xfe", "__");
    check("{city}", "$(id);`x`|&", "__id___x___");
}

static void bad_templates_are_refused(void **state)
{
    (void)state;
    check("{email}", "", NULL); /* personal */
    check("{citi}", "", NULL);  /* unknown */
    check("{city", "", NULL);   /* open */
    check("../{layout}", "", NULL);
    check("/tmp/{layout}", "", NULL);
    check("a//b", "", NULL);
    check("a/", "", NULL);
    check("", "", NULL);
    check(".pressrun/journal", "", NULL);
}

static void long_values_are_cut_but_stay_apart(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct arena *a = arena_new();
    char x[3000], y[3000];
    memset(x, 'x', sizeof x);
    memcpy(y, x, sizeof y);
    x[sizeof x - 1] = y[sizeof y - 1] = '\0';
    y[2000] = 'y';
    struct variant v = sample(x), w;
    char *one = still_name(&ctx, a, "{city}", &creative, &v, here);
    w = sample(y);
    char *two = still_name(&ctx, a, "{city}", &creative, &w, here);
    assert_in_range(strlen(one), 70, 80);
    assert_string_not_equal(one, two);
    arena_drop(a);
}

static void the_first_line_keeps_the_name(void **state)
{
    (void)state;
    struct claims *c = claims_new();
    char name[32];
    for (int i = 1; i <= 5000; i++) {
        snprintf(name, sizeof name, "n%d", i);
        assert_int_equal(claims_take(c, name, i), 0);
    }
    for (int i = 5000; i >= 1; i--) {
        snprintf(name, sizeof name, "n%d", i);
        assert_int_equal(claims_take(c, name, 9999), i);
    }
    claims_drop(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates_are_filled),          cmocka_unit_test(data_never_make_or_leave_folders),
        cmocka_unit_test(bad_templates_are_refused),     cmocka_unit_test(long_values_are_cut_but_stay_apart),
        cmocka_unit_test(the_first_line_keeps_the_name),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
