/* Characters as readers count them. */
#include <string.h>

#include "message/message.h"
#include "test.h"

static void test_count(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
    } cases[] = {
        {"", 0},
        {"Tea", 3},
        {"Tee für", 7},
        {"Tee fu\u0308r", 7},                            /* a letter and its mark */
        {"\u0e01\u0e33\u0e19\u0e49", 2},                 /* Thai: a vowel and a tone mark on their letters */
        {"\u0928\u093f\u092e", 2},                       /* a vowel sign on its letter */
        {"\uc548\ub155", 2},                             /* Korean syllables */
        {"\u1112\u1161\u11ab", 1},                       /* one of jamo */
        {"\U0001f1e9\U0001f1ea\U0001f1ef\U0001f1f5", 2}, /* two flags */
        {"\U0001f468\u200d\U0001f469\u200d\U0001f467!", 2}, /* a family */
        {"\r\n", 1},
        {"\u6625\u306f\u3001", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(char_count(cases[i].text, strlen(cases[i].text)), cases[i].n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_count)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
