#include "message/message.h"
#include "test.h"

static struct message *parse(struct arena *a, const char *pattern)
{
    struct ctx ctx = {0};
    return message_parse(&ctx, a, pattern, NULL, (struct where){0});
}

/* "label=sentence|label=sentence..." of a message, with the forms of a language. */
static const char *forms(struct arena *a, const char *pattern, const char *other, const char *const *labels,
                         const char *locale)
{
    struct message *m = parse(a, pattern), *o = other ? parse(a, other) : NULL;
    struct message_plan *plan = message_plan_new(a, m, o, labels, locale);
    struct str out = STR_INIT;
    for (size_t i = 0; plan && i < message_plan_forms(plan); i++) {
        struct message_piece *pieces;
        size_t n = message_plan_pieces(plan, o ? o : m, a, i, &pieces);
        str_printf(&out, "%s%s=%s", i ? "|" : "", message_plan_label(plan, a, i),
                   pieces_pattern(a, pieces, n));
    }
    char *result = plan ? arena_strndup(a, out.data, out.len) : NULL;
    str_drop(&out);
    return result;
}

static const char *joined(struct arena *a, const char *pattern, const char *locale)
{
    struct message *m = parse(a, pattern);
    struct message_plan *plan = message_plan_new(a, m, NULL, NULL, locale);
    const char **texts = ARENA_ARRAY(a, message_plan_forms(plan), const char *);
    for (size_t i = 0; i < message_plan_forms(plan); i++) {
        struct message_piece *pieces;
        size_t n = message_plan_pieces(plan, m, a, i, &pieces);
        texts[i] = pieces_pattern(a, pieces, n);
    }
    return message_plan_join(plan, a, texts);
}

static void test_each_language_has_its_own_forms(void **state)
{
    struct arena *a = arena_new();
    const char *cups = "You have {n, plural, one {# cup} other {# cups}} left";
    (void)state;
    assert_string_equal(forms(a, cups, NULL, NULL, "en"),
                        "one=You have # cup left|other=You have # cups left");
    assert_string_equal(forms(a, cups, NULL, NULL, "ja"), "other=You have # cups left");
    assert_string_equal(forms(a, cups, NULL, NULL, "pl"),
                        "one=You have # cup left|few=You have # cups left|many=You have # cups left|"
                        "other=You have # cups left");
    const char *arabic = forms(a, cups, NULL, NULL, "ar");
    assert_non_null(strstr(arabic, "zero="));
    assert_non_null(strstr(arabic, "two="));
    arena_drop(a);
}

static void test_exact_forms_and_those_only_the_translation_has(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    assert_string_equal(forms(a, "{d, plural, =1 {Last day!} other {# days}}",
                              "{d, plural, =0 {Zu spät} other {# Tage}}", NULL, "de"),
                        "=1=# Tage|=0=Zu spät|one=# Tage|other=# Tage");
    const char *const labels[] = {"=7", "few", "x y", NULL};
    assert_string_equal(forms(a, "{d, plural, other {# days}}", NULL, labels, "ja"),
                        "=7=# days|other=# days");
    arena_drop(a);
}

static void test_selects_stand_around_plurals(void **state)
{
    struct arena *a = arena_new();
    const char *m = "{n, plural, one {# cup} other {# cups}} of {who, select, her {hers} other {theirs}}";
    (void)state;
    assert_string_equal(forms(a, m, NULL, NULL, "en"),
                        "who:her,n:one=# cup of hers|who:her,n:other=# cups of hers|"
                        "who:other,n:one=# cup of theirs|who:other,n:other=# cups of theirs");
    assert_string_equal(joined(a, m, "en"),
                        "{who, select, her {{n, plural, one {# cup of hers} other {# cups of hers}}} "
                        "other {{n, plural, one {# cup of theirs} other {# cups of theirs}}}}");
    assert_string_equal(joined(a, joined(a, m, "en"), "en"), joined(a, m, "en"));
    arena_drop(a);
}

static void test_hash_keeps_its_meaning(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    /* Two plurals: each '#' says which number it is. Outside a plural '#' is text, and is quoted inside. */
    assert_string_equal(joined(a, "{a, plural, other {#}} of {b, plural, other {#}}", "ja"),
                        "{a, plural, other {{b, plural, other {{a, number} of {b, number}}}}}");
    assert_string_equal(joined(a, "No #1: {a, plural, other {#}}", "ja"), "{a, plural, other {No '#'1: #}}");
    /* In a select within a plural it is text too. */
    assert_string_equal(joined(a, "{a, plural, other {{s, select, other {#}}}}", "ja"),
                        "{s, select, other {{a, plural, other {'#'}}}}");
    arena_drop(a);
}

static void test_what_sentences_cannot_show(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    assert_null(forms(a, "plain {x}", NULL, NULL, "de"));
    assert_null(forms(a, "{n, plural, offset:1 one {#} other {#}}", NULL, NULL, "de"));
    assert_null(forms(a, "{n, choice, 0#none|1#one}", NULL, NULL, "de"));
    assert_null(forms(a, "{n, plural, other {a}}{n, select, other {b}}", NULL, NULL, "de"));
    assert_null(forms(a, "{n, plural, other {a}}", "{n, select, other {b}}", NULL, "de"));
    assert_null(forms(
        a, "{a, plural, one {1} other {a}} {b, plural, one {1} other {b}} {c, plural, one {1} other {c}}",
        NULL, NULL, "ar"));
    arena_drop(a);
}

static void test_missing_forms_fall_to_other(void **state)
{
    struct arena *a = arena_new();
    struct message *m = parse(a, "{n, plural, one {#} other {#}}");
    struct message_plan *plan = message_plan_new(a, m, NULL, NULL, "pl");
    const char *texts[4] = {"jeden", NULL, NULL, "inne"};
    (void)state;
    assert_string_equal(message_plan_join(plan, a, texts),
                        "{n, plural, one {jeden} few {inne} many {inne} other {inne}}");
    texts[3] = NULL;
    assert_null(message_plan_join(plan, a, texts));
    assert_string_equal(message_plan_hint(plan, a, 1, "pl"), "used when n is 2, 3, 4, 22, 23, ...");
    assert_string_equal(message_plan_hint(plan, a, 3, "pl"), "used when n is a fraction");
    arena_drop(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_language_has_its_own_forms),
        cmocka_unit_test(test_exact_forms_and_those_only_the_translation_has),
        cmocka_unit_test(test_selects_stand_around_plurals),
        cmocka_unit_test(test_hash_keeps_its_meaning),
        cmocka_unit_test(test_what_sentences_cannot_show),
        cmocka_unit_test(test_missing_forms_fall_to_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
