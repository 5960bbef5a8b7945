/* The resume journal: what counts as finished after a kill. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "still/still-imp.h"

static char dir[] = "/tmp/pressrun-journal-XXXXXX";
static char file[64];

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(dir))
        return -1;
    snprintf(file, sizeof file, "%s/.pressrun/journal", dir);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char sub[64];
    snprintf(sub, sizeof sub, "%s/.pressrun", dir);
    unlink(file);
    rmdir(sub);
    return rmdir(dir);
}

static void put(const char *mode, const char *text)
{
    FILE *f = fopen(file, mode);
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void records_come_back(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct journal *j = journal_open(&ctx, dir, false);
    assert_non_null(j);
    assert_null(journal_find(j, "a/b", "k1"));
    assert_int_equal(journal_add(&ctx, j, "a/b", "k1", "{\"x\":1}"), 0);
    assert_int_equal(journal_add(&ctx, j, "c", "k2", "{}"), 0);
    journal_drop(j);
    j = journal_open(&ctx, dir, true);
    assert_string_equal(journal_find(j, "a/b", "k1"), "{\"x\":1}");
    assert_null(journal_find(j, "a/b", "k2"));
    /* the same name written again with other inputs: only the last record speaks for the file */
    assert_int_equal(journal_add(&ctx, j, "a/b", "k3", "{}"), 0);
    journal_drop(j);
    j = journal_open(&ctx, dir, true);
    assert_null(journal_find(j, "a/b", "k1"));
    assert_non_null(journal_find(j, "a/b", "k3"));
    journal_drop(j);
    assert_int_equal(ctx.n_errors, 0);
}

static void a_torn_record_does_not_count_nor_spoil_the_next(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    put("w", "k1\tone\t{}\nk2\ttwo\t{\"outp");
    struct journal *j = journal_open(&ctx, dir, true);
    assert_non_null(journal_find(j, "one", "k1"));
    assert_null(journal_find(j, "two", "k2"));
    assert_int_equal(journal_add(&ctx, j, "three", "k3", "{}"), 0);
    journal_drop(j);
    j = journal_open(&ctx, dir, true);
    assert_non_null(journal_find(j, "one", "k1"));
    assert_non_null(journal_find(j, "three", "k3"));
    journal_drop(j);
    put("w", "rubbish\n\n\t\n\x01\xff\n");
    j = journal_open(&ctx, dir, true);
    assert_non_null(j);
    journal_drop(j);
}

static void a_fresh_run_starts_afresh_unless_another_one_is_there(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    put("w", "k1\tone\t{}\n");
    struct journal *other = journal_open(&ctx, dir, true);
    struct journal *j = journal_open(&ctx, dir, false); /* shares the folder: nothing is lost */
    journal_drop(j);
    journal_drop(other);
    j = journal_open(&ctx, dir, true);
    assert_non_null(journal_find(j, "one", "k1"));
    journal_drop(j);
    journal_drop(journal_open(&ctx, dir, false));
    j = journal_open(&ctx, dir, true);
    assert_null(journal_find(j, "one", "k1"));
    journal_drop(j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_back),
        cmocka_unit_test(a_torn_record_does_not_count_nor_spoil_the_next),
        cmocka_unit_test(a_fresh_run_starts_afresh_unless_another_one_is_there),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
