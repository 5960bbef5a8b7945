/* Unicode's own test of line breaking (Debian's unicode-data): at least as many cases as ICU passes by
 * itself. */
#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"

enum { ICU_PASSES = 7632, MAX_POINTS = 256 };

static size_t put_utf8(char *out, unsigned long c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* "× 0023 ÷ 0023 ÷": false for a line that is no case. */
static bool read_case(char *line, char *text, size_t *len, size_t *want, size_t *n_want)
{
    char *hash = strchr(line, '#'), *save = NULL;
    if (hash)
        *hash = 0;
    *len = *n_want = 0;
    for (char *word = strtok_r(line, " \t\n", &save); word; word = strtok_r(NULL, " \t\n", &save)) {
        if (strcmp(word, "\u00f7") == 0)
            want[(*n_want)++] = *len;
        else if (strcmp(word, "\u00d7") != 0)
            *len += put_utf8(text + *len, strtoul(word, NULL, 16));
        if (*n_want == MAX_POINTS)
            return false;
    }
    if (*n_want && want[*n_want - 1] == *len)
        --*n_want; /* the end of the text is always a break */
    return *len > 0;
}

static void unicode_line_break_test(void **state)
{
    struct fixture *f = *state;
    FILE *file = fopen("/usr/share/unicode/auxiliary/LineBreakTest.txt", "r");
    if (!file)
        skip();
    char line[4096], text[4096];
    size_t len, want[MAX_POINTS], got[MAX_POINTS], n_want;
    int cases = 0, passed = 0;
    while (fgets(line, sizeof line, file)) {
        if (!read_case(line, text, &len, want, &n_want))
            continue;
        size_t n = text_breaks(f->t, text, len, NULL, BREAK_NORMAL, got, MAX_POINTS);
        cases++;
        passed += n == n_want && memcmp(got, want, n * sizeof *got) == 0;
    }
    fclose(file);
    print_message("# %d of %d line break cases\n", passed, cases);
    assert_true(cases > 7000);
    assert_true(passed >= ICU_PASSES - (7654 - cases));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(unicode_line_break_test, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
