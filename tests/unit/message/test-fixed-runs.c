/* Runs whose text is not translated. */
#include "message/message.h"
#include "test.h"

static const char *const runs[] = {"b", "!t2", NULL};

static struct message *parse(struct arena *a, const char *pattern)
{
    struct ctx ctx = {0};
    return message_parse(&ctx, a, pattern, runs, (struct where){0});
}

static void test_pieces(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct message_piece *p;
    const char *pattern = "Tea of <t2>Old <b>{city}</b></t2>, <b>fine</b>";
    struct message *m = parse(a, pattern);
    assert_non_null(m);
    assert_int_equal(message_pieces(m, a, NULL, &p), 6);
    assert_int_equal(p[1].kind, PIECE_ARGUMENT);
    assert_string_equal(p[1].text, "<t2>Old <b>{city}</b></t2>");
    assert_int_equal(p[3].kind, PIECE_OPEN);
    assert_string_equal(pieces_pattern(a, p, 6), pattern);
    assert_string_equal(message_pattern(m, a, "de"), pattern);
    /* in the sentences of a plural too */
    m = parse(a, "{n, plural, one {a <t2>cup {x}</t2>} other {# <t2>cup {x}</t2>s}}");
    struct message_plan *plan = message_plan_new(a, m, NULL, NULL, "en");
    assert_int_equal(message_plan_pieces(plan, m, a, 1, &p), 4);
    assert_string_equal(p[2].text, "<t2>cup {x}</t2>");
    arena_drop(a);
}

static int compare(const char *source, const char *target)
{
    struct arena *a = arena_new();
    struct ctx ctx = {0};
    int result = message_compare(&ctx, parse(a, source), parse(a, target), (struct where){0});
    arena_drop(a);
    return result;
}

static void test_compare(void **state)
{
    (void)state;
    assert_int_equal(compare("Tea of <t2>Old Town</t2>", "<t2>Old Town</t2>-Tee"), 0);
    assert_int_equal(compare("Tea of <t2>Old Town</t2>", "<t2>Altstadt</t2>-Tee"), -1);
    assert_int_equal(compare("Tea of <t2>Old Town</t2>", "Old-Town-Tee"), -1);
    assert_int_equal(compare("Tea of <t2>Old {x}</t2>", "Tee aus <t2>Old</t2> {x}"), -1);
    assert_int_equal(compare("Tea of <b>Old Town</b>", "Tee aus der <b>Altstadt</b>"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pieces), cmocka_unit_test(test_compare)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
