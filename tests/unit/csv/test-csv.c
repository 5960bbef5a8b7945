#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "csv/csv.h"

static struct diag_list diags;

static struct ctx quiet(void)
{
    diag_list_clear(&diags);
    return (struct ctx){.sink = diag_list_sink, .payload = &diags};
}

/* Every record as [cell|cell], its line in front and its raw bytes behind; damaged ones as "line! code". */
static void expect(const char *input, size_t len, const char *want)
{
    struct ctx ctx = quiet();
    struct csv *c = csv_open_memory("t.csv", input, len, NULL);
    struct str got = STR_INIT;
    struct csv_record r;
    for (int rc; (rc = csv_next(&ctx, c, &r)) != 0;) {
        if (rc < 0) {
            str_printf(&got, "%ld!%s", r.line, diag_code_name(diags.at[diags.len - 1].code));
            if (diags.at[diags.len - 1].where.line)
                str_printf(&got, "@%ld", diags.at[diags.len - 1].where.line);
            str_putc(&got, ';');
            continue;
        }
        str_printf(&got, "%ld[", r.line);
        for (size_t i = 0; i < r.n_cells; i++)
            str_printf(&got, "%s%.*s", i ? "|" : "", (int)r.cells[i].len, r.cells[i].text);
        str_printf(&got, "]{%.*s};", (int)r.raw_len, r.raw);
    }
    assert_string_equal(got.data, want);
    str_drop(&got);
    csv_drop(c);
}
#define EXPECT(in, want) expect(in, sizeof in - 1, want)

static void records(void **state)
{
    (void)state;
    EXPECT("", "");
    EXPECT("\n\r\n\n", "");
    EXPECT("a,b\n1,2\n", "1[a|b]{a,b};2[1|2]{1,2};");
    EXPECT("a,b\r\n1,2", "1[a|b]{a,b};2[1|2]{1,2};");
    EXPECT("a,b\r1,\r", "1[a|b]{a,b};2[1|]{1,};");
    EXPECT("\xEF\xBB\xBF"
           "a,\"b\"\n",
           "1[a|b]{a,\"b\"};");
    EXPECT("\"x \"\"y\"\"\",\"p\nq\"\n\n z ,\n", "1[x \"y\"|p\nq]{\"x \"\"y\"\"\",\"p\nq\"};4[ z |]{ z ,};");
    EXPECT("\"one\r\ntwo\",3\r\nk,l\r\n", "1[one\r\ntwo|3]{\"one\r\ntwo\",3};3[k|l]{k,l};");
    EXPECT("5\" pipe,a\"b\"c\n", "1[5\" pipe|a\"b\"c]{5\" pipe,a\"b\"c};");
    EXPECT("\"\"\n", "1[]{\"\"};");
    EXPECT(",\n", "1[|]{,};");
}

static void damage(void **state)
{
    (void)state;
    EXPECT("a,b\n\"x\"y,2\n3,4\n", "1[a|b]{a,b};2!csv-quote@2;3[3|4]{3,4};");
    EXPECT("a, \"b\"\n3,4\n", "1!csv-quote@1;2[3|4]{3,4};");
    EXPECT("a,b\n1,2\nx,\"open\n3,4\n", "1[a|b]{a,b};2[1|2]{1,2};3!csv-quote@3;");
    EXPECT("\"a\nb\",\"open\nx", "1!csv-quote@2;");
    EXPECT("a\nb\xFF\nc\n", "1[a]{a};2!csv-utf8@2;3[c]{c};");
    EXPECT("a\nb\0x\nc\n", "1[a]{a};2!csv-nul@2;3[c]{c};");
    EXPECT("\xFF\xFE"
           "a\0\n\0",
           "1!csv-utf8@1;");
}

static void messages(void **state)
{
    (void)state;
    struct ctx ctx = quiet();
    struct csv *c = csv_open_memory("t.csv", "a,caf\xE9\n", 8, NULL);
    struct csv_record r;
    assert_int_equal(csv_next(&ctx, c, &r), -1);
    assert_string_equal(diags.at[0].message,
                        "invalid UTF-8 in column 2 (byte 0xE9 after 3 characters), save the file as UTF-8");
    assert_int_equal(ctx.status, 1);
    csv_drop(c);
}

static void limits(void **state)
{
    (void)state;
    struct ctx ctx = quiet();
    struct str s = STR_INIT;
    str_puts(&s, "a\n\"");
    for (int i = 0; i < 1000; i++)
        str_puts(&s, "0123456789\n");
    struct csv_options o = {.record_limit = 4096};
    struct csv *c = csv_open_memory("t.csv", s.data, s.len, &o);
    struct csv_record r;
    assert_int_equal(csv_next(&ctx, c, &r), 1);
    assert_int_equal(csv_next(&ctx, c, &r), -1);
    assert_true(csv_failed(c));
    assert_int_equal(csv_next(&ctx, c, &r), 0);
    csv_drop(c);
    str_clear(&s);
    for (int i = 0; i < 5000; i++)
        str_putc(&s, ',');
    c = csv_open_memory("t.csv", s.data, s.len, NULL);
    assert_int_equal(csv_next(&ctx, c, &r), -1);
    csv_drop(c);
    str_drop(&s);
}

static void long_lines_through_the_buffer(void **state)
{
    (void)state;
    /* Records longer than the reader's buffer, and line ends that fall on its border. */
    char path[] = "/tmp/pressrun-csv-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "w");
    for (int i = 0; i < 40; i++) {
        fprintf(f, "%d,\"", i);
        for (int k = 0; k < 30011 + i * 977; k++)
            fputc("abcdefghij"[k % 10], f);
        fputs("\",x\r\n", f);
    }
    fclose(f);
    struct ctx ctx = quiet();
    struct csv *c = csv_open(&ctx, path, NULL);
    struct csv_record r;
    for (int i = 0; i < 40; i++) {
        assert_int_equal(csv_next(&ctx, c, &r), 1);
        assert_int_equal(r.n_cells, 3);
        assert_int_equal(r.line, i + 1);
        assert_int_equal(r.cells[1].len, 30011 + i * 977);
        assert_string_equal(r.cells[2].text, "x");
    }
    assert_int_equal(csv_next(&ctx, c, &r), 0);
    csv_drop(c);
    remove(path);
}

static void lines(void **state)
{
    (void)state;
    struct ctx ctx = quiet();
    const char in[] = "\xEF\xBB\xBF\n {\"a\":1}\r\n\n{\"b\":\"\xFF\"}\n{\"c\":2}";
    struct csv *c = csv_open_memory("t.jsonl", in, sizeof in - 1, NULL);
    struct csv_record r;
    assert_int_equal(csv_peek(&ctx, c), '{');
    assert_int_equal(csv_next_line(&ctx, c, &r), 1);
    assert_int_equal(r.line, 2);
    assert_int_equal(r.raw_len, 8);
    assert_int_equal(csv_next_line(&ctx, c, &r), -1);
    assert_int_equal(r.line, 4);
    assert_int_equal(csv_next_line(&ctx, c, &r), 1);
    assert_int_equal(r.line, 5);
    assert_memory_equal(r.raw, "{\"c\":2}", 7);
    assert_int_equal(csv_next_line(&ctx, c, &r), 0);
    csv_drop(c);
}

static void cells_written(void **state)
{
    (void)state;
    struct str s = STR_INIT;
    csv_put_cell(&s, "plain", 5, ',');
    csv_put_cell(&s, "a,b", 3, ',');
    csv_put_cell(&s, "q\"q", 3, ';');
    csv_put_cell(&s, " x", 2, ',');
    assert_string_equal(s.data, "plain\"a,b\"\"q\"\"q\"\" x\"");
    str_drop(&s);
}

static void open_errors(void **state)
{
    (void)state;
    struct ctx ctx = quiet();
    assert_null(csv_open(&ctx, "no/such/file.csv", NULL));
    assert_null(csv_open(&ctx, "lib", NULL));
    assert_int_equal(ctx.n_errors, 2);
    assert_int_equal(ctx.status, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records),
        cmocka_unit_test(damage),
        cmocka_unit_test(messages),
        cmocka_unit_test(limits),
        cmocka_unit_test(long_lines_through_the_buffer),
        cmocka_unit_test(lines),
        cmocka_unit_test(cells_written),
        cmocka_unit_test(open_errors),
    };
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    diag_list_drop(&diags);
    return rc;
}
