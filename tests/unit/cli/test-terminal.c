#include "test.h"

#include <string.h>

#include "cli/cli-imp.h"

static void folds(const char *in, int columns, const char *want)
{
    struct str out = STR_INIT;
    cli_fold(&out, in, strlen(in), columns);
    assert_string_equal(out.data ? out.data : "", want);
    str_drop(&out);
}

static void lines_fold_with_a_hanging_indent(void **state)
{
    (void)state;
    folds("a line that fits\n", 40, "a line that fits\n");
    folds("card.svg:8: error: slot headline is long\n", 20,
          "card.svg:8: error:\n    slot headline is\n    long\n");
    folds("    for example one, two, three\nnext", 20, "    for example one,\n        two, three\nnext");
    folds("", 20, "");
    folds("\n\n", 20, "\n\n");
}

static void long_words_stay_whole_and_columns_are_kept(void **state)
{
    (void)state;
    folds("see https://acme.example/a/long/path now\n", 20,
          "see https://acme.example/a/long/path\n    now\n");
    folds("name  value  which is long\n", 20, "name  value  which\n    is long\n");
}

static void width_is_what_the_terminal_shows(void **state)
{
    (void)state;
    folds("\033[31merror:\033[0m twelve more\n", 18, "\033[31merror:\033[0m twelve more\n");
    folds("庭が呼んで いますよ\n", 16, "庭が呼んで\n    いますよ\n");
    folds("zażółć gęślą jaźń\n", 17, "zażółć gęślą jaźń\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines_fold_with_a_hanging_indent),
                                       cmocka_unit_test(long_words_stay_whole_and_columns_are_kept),
                                       cmocka_unit_test(width_is_what_the_terminal_shows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
