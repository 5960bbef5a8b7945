/* The quick evaluator against libxml2: the common forms are taken, and random tests over random values agree.
 */
#include <math.h>

#include "test.h"

#include "xml/xpath-imp.h"

struct row {
    struct xpath_value values[4];
    unsigned long dice;
    long calls;
};

static unsigned roll(struct row *r, unsigned n)
{
    r->dice = r->dice * 6364136223846793005UL + 1442695040888963407UL;
    return (unsigned)(r->dice >> 33) % n;
}

static bool variable(void *payload, const char *name, struct xpath_value *out)
{
    struct row *r = payload;
    r->calls++;
    if (name[0] < 'a' || name[0] > 'd' || (name[1] && strcmp(name, "c-1.x") != 0))
        return false;
    *out = r->values[name[0] - 'a'];
    return true;
}

static int re_test(void *payload, const char *subject, const char *pattern, const char *flags)
{
    (void)payload;
    (void)flags;
    return *pattern == '(' ? -1 : strstr(subject, pattern) != NULL;
}

static const char *const strings[] = {"",   "vip",  "new", "0",    " 3 ", "-2.5", "a  b ",
                                      "10", "NaN",  "1e3", "true", "Zoë", "+4",   ".5",
                                      "3.", "0.25", "--1", "1 2",  "\t7", "vi",   "1000000000000000000000"};
enum { N_STRINGS = sizeof strings / sizeof *strings };

static void fill(struct row *r)
{
    static const double numbers[] = {0,    -0.0, 1,    3,        3.5,       -2.5, 10,
                                     0.25, 1e21, 1e-7, INFINITY, -INFINITY, NAN};
    for (size_t i = 0; i < 4; i++) {
        struct xpath_value *v = &r->values[i];
        unsigned kind = roll(r, 4);
        *v = (struct xpath_value){.kind = XV_STRING, .string = strings[roll(r, N_STRINGS)]};
        if (kind == 1)
            *v = (struct xpath_value){.kind = XV_NUMBER,
                                      .number = numbers[roll(r, sizeof numbers / sizeof *numbers)]};
        else if (kind == 2)
            *v = (struct xpath_value){.kind = XV_BOOL, .boolean = roll(r, 2)};
    }
}

static void put_operand(struct row *r, struct str *out, int depth);

static void put_test(struct row *r, struct str *out, int depth)
{
    static const char *const compare[] = {" = ", "!=", " < ", "<=", "> ", " >="};
    switch (roll(r, depth > 0 ? 6 : 2)) {
    case 0:
    case 1:
        put_operand(r, out, depth - 1);
        str_puts(out, compare[roll(r, 6)]);
        put_operand(r, out, depth - 1);
        break;
    case 2:
    case 3:
        put_test(r, out, depth - 1);
        str_puts(out, roll(r, 2) ? " and " : " or ");
        put_test(r, out, depth - 1);
        break;
    case 4:
        str_puts(out, "not( ");
        put_test(r, out, depth - 1);
        str_puts(out, ")");
        break;
    default:
        str_puts(out, "(");
        put_test(r, out, depth - 1);
        str_puts(out, " )");
    }
}

/* Numerals are halves and quarters: both evaluators read those exactly. */
static void put_operand(struct row *r, struct str *out, int depth)
{
    static const char *const variables[] = {"$a", "$b", "$c-1.x", "$d"};
    static const char *const numerals[] = {"0", "3", "3.5", "10", ".25", "1000", "2.0"};
    static const char *const calls[] = {"normalize-space", "string-length", "string",
                                        "number",          "boolean",       "not"};
    unsigned kind = roll(r, depth > 0 ? 12 : 6);
    if (kind < 3) {
        str_puts(out, variables[roll(r, 4)]);
    } else if (kind < 4) {
        str_puts(out, numerals[roll(r, 7)]);
    } else if (kind < 6) {
        str_printf(out, "'%s'", strings[roll(r, N_STRINGS)]);
    } else if (kind < 8) {
        str_printf(out, "%s(", calls[roll(r, 6)]);
        put_operand(r, out, depth - 1);
        str_puts(out, ")");
    } else if (kind < 9) {
        str_puts(out, roll(r, 2) ? "contains(" : "starts-with(");
        put_operand(r, out, depth - 1);
        str_puts(out, ",");
        put_operand(r, out, depth - 1);
        str_puts(out, ")");
    } else if (kind < 10) {
        str_puts(out, roll(r, 2) ? "true()" : "false( )");
    } else if (kind < 11) {
        str_puts(out, "-");
        put_operand(r, out, depth - 1);
    } else {
        str_puts(out, "(");
        put_test(r, out, depth - 1);
        str_puts(out, ")");
    }
}

static void test_agrees(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct row r = {.dice = 42};
    struct str expr = STR_INIT;
    int yes = 0, quick = 0;
    enum { EXPRESSIONS = 4000, ROWS = 8 };
    for (int i = 0; i < EXPRESSIONS; i++) {
        str_clear(&expr);
        put_test(&r, &expr, 4);
        struct xpath *x = xpath_new(&d.ctx, expr.data, (struct where){.file = "t"});
        assert_non_null(x);
        struct quick *q = quick_new(expr.data);
        quick += q != NULL;
        quick_drop(q);
        for (int k = 0; k < ROWS; k++) {
            fill(&r);
            int ours = xpath_test(&d.ctx, x, variable, re_test, &r, (struct where){.file = "t"});
            int theirs = xpath_test_slowly(&d.ctx, x, variable, re_test, &r, (struct where){.file = "t"});
            if (ours != theirs)
                fail_msg("%s: %d, libxml2 says %d", expr.data, ours, theirs);
            yes += ours;
        }
        xpath_drop(x);
    }
    assert_int_equal(quick, EXPRESSIONS);
    assert_true(yes > EXPRESSIONS && yes < EXPRESSIONS * (ROWS - 1)); /* the generator is not one-sided */
    str_drop(&expr);
    diag_list_drop(&d.list);
}

static void test_taken(void **state)
{
    (void)state;
    static const char *const taken[] = {"$segment = 'vip'",           "$a=$b and$c",
                                        "not($x) or $orders >= 3.5",  "re:test($p, '^(a|b)$', 'i')",
                                        "normalize-space($n) = \"\"", "- -1 < $x"};
    static const char *const left[] = {"$a + 1 > 2", "count(/row) = 1", "$a-1 - 1 = 0",   "3. = $a",
                                       "1 = 2 | 3",  "$n:a = 1",        "position() = 1", "a = 'b'",
                                       "$a[1]",      "$a mod 2 = 0"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        struct quick *q = quick_new(taken[i]);
        if (!q)
            fail_msg("not taken: %s", taken[i]);
        quick_drop(q);
    }
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (quick_new(left[i]))
            fail_msg("taken: %s", left[i]);
}

/* What the second operand of a settled and/or reads is not asked for; faults are reported once. */
static void test_faults(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct row r = {.dice = 1};
    fill(&r);
    static const struct {
        const char *expr;
        int want, diags;
    } cases[] = {{"true() or $zzz = 1", 1, 0},
                 {"false() and re:test($a, '(')", 0, 0},
                 {"$zzz = 1", -1, 1},
                 {"re:test($a, '(')", -1, 1},
                 {"0.1 + 0.2 = 0.3 or $zzz", -1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t before = d.list.len;
        struct xpath *x = xpath_new(&d.ctx, cases[i].expr, (struct where){.file = "t"});
        assert_non_null(x);
        assert_int_equal(xpath_test(&d.ctx, x, variable, re_test, &r, (struct where){.file = "t"}),
                         cases[i].want);
        assert_int_equal(d.list.len - before, cases[i].diags);
        xpath_drop(x);
    }
    diag_list_drop(&d.list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_agrees),
        cmocka_unit_test(test_taken),
        cmocka_unit_test(test_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
