/* l10n: translation files are read and checked; the public conformance files when they are beside the
 * project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "l10n/l10n.h"

#define SUITE "../shared/l10n-suite/"

static struct diag_list list;

static struct ctx quiet(void)
{
    diag_list_clear(&list);
    return (struct ctx){.sink = diag_list_sink, .payload = &list};
}

/* Runs every file of a folder; returns how many have the wrong verdict. */
static int folder(const char *path, bool valid, int *total)
{
    struct arena *a = arena_new();
    struct ctx ctx = quiet();
    char **names;
    size_t n;
    int wrong = 0;
    assert_int_equal(dir_list(&ctx, a, path, "", &names, &n), 0);
    for (size_t i = 0; i < n; i++) {
        ctx = quiet();
        bool good = l10n_check(&ctx, path_join(a, path, names[i])) == 0;
        ++*total;
        if (good != valid) {
            wrong++;
            print_message("%s: %s %s\n", path, good ? "accepted" : "refused", names[i]);
            for (size_t k = 0; k < list.len && !good; k++)
                print_message("    %ld: %s\n", list.at[k].where.line, list.at[k].message);
        }
        if (!good && ctx.n_errors) { /* a reason, in a line */
            size_t k = 0;
            while (k < list.len && list.at[k].level != DIAG_ERROR)
                k++;
            assert_true(k < list.len && list.at[k].where.line > 0);
        }
    }
    arena_drop(a);
    return wrong;
}

static void test_suite(void **state)
{
    (void)state;
    static const char *const folders[] = {"xliff/core", "xliff/modules", "xliff12", "po"};
    int wrong_invalid = 0, invalid = 0;
    if (!dir_exists(SUITE "xliff")) {
        print_message("%s is not there: skipped\n", SUITE);
        skip();
    }
    for (size_t i = 0; i < 4; i++) {
        char path[200];
        int valid = 0, bad = 0;
        snprintf(path, sizeof path, SUITE "%s/valid", folders[i]);
        assert_int_equal(folder(path, true, &valid), 0);
        snprintf(path, sizeof path, SUITE "%s/invalid", folders[i]);
        int wrong = folder(path, false, &bad);
        print_message("%s: valid %d of %d, invalid %d of %d\n", folders[i], valid, valid, bad - wrong, bad);
        wrong_invalid += wrong;
        invalid += bad;
    }
    assert_true(wrong_invalid * 100 <= invalid * 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_suite),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    diag_list_drop(&list);
    return failed;
}
