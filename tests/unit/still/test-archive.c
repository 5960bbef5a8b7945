/* Tar blocks by the letter: sizes, sums, extended headers whose length counts itself. */
#include "test.h"

#include <stdlib.h>

#include "still/still-imp.h"

enum { BLOCK = 512 };

static unsigned long octal(const char *field, size_t n)
{
    char text[16] = {0};
    memcpy(text, field, n);
    return strtoul(text, NULL, 8);
}

static void check_header(const char *h, const char *name, size_t size, char type)
{
    unsigned long sum = 0;
    for (size_t i = 0; i < BLOCK; i++)
        sum += i >= 148 && i < 156 ? ' ' : (unsigned char)h[i];
    assert_int_equal(octal(h + 148, 8), sum);
    assert_memory_equal(h, name, strnlen(name, 100));
    assert_int_equal(octal(h + 100, 8), 0644);
    assert_int_equal(octal(h + 124, 12), size);
    assert_int_equal(octal(h + 136, 12), 0);
    assert_int_equal(h[156], type);
    assert_memory_equal(h + 257, "ustar\00000", 8);
}

static void test_plain(void **state)
{
    (void)state;
    struct str s = STR_INIT;
    archive_put_member(&s, "a/b.png", "12345", 5);
    assert_int_equal(s.len, 2 * BLOCK);
    check_header(s.data, "a/b.png", 5, '0');
    assert_string_equal(s.data + BLOCK, "12345");
    for (size_t i = BLOCK + 5; i < s.len; i++)
        assert_int_equal(s.data[i], 0);
    archive_put_member(&s, "empty", "", 0);
    assert_int_equal(s.len, 3 * BLOCK);
    char full[BLOCK] = {'x'};
    archive_put_member(&s, "full", full, sizeof full); /* whole blocks have no padding */
    assert_int_equal(s.len, 5 * BLOCK);
    str_drop(&s);
}

/* A record's length counts its own digits, also where one more digit makes it longer. */
static void test_extended(void **state)
{
    (void)state;
    for (size_t n = 85; n < 1200; n++) {
        struct str name = STR_INIT, s = STR_INIT;
        while (name.len < n)
            str_putc(&name, (char)('a' + name.len % 26));
        str_puts(&name, "ë");
        archive_put_member(&s, name.data, "x", 1);
        size_t size = octal(s.data + 124, 12);
        check_header(s.data, "././@PaxHeader", size, 'x');
        const char *record = s.data + BLOCK;
        char *end;
        assert_int_equal(strtoul(record, &end, 10), size);
        assert_memory_equal(end, " path=", 6);
        assert_memory_equal(end + 6, name.data, name.len);
        assert_int_equal(record[size - 1], '\n');
        assert_int_equal((size_t)(end + 6 - record) + name.len + 1, size);
        check_header(s.data + BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK, name.data, 1, '0');
        str_drop(&name);
        str_drop(&s);
    }
}

static struct str written;

static int keep(struct ctx *ctx, const char *data, size_t len)
{
    (void)ctx;
    str_put(&written, data, len);
    return 0;
}

static void test_stream(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    written = (struct str)STR_INIT;
    struct still_options o = {.out = "-", .archive = "tar", .write = keep};
    struct archive *a = archive_new(&d.ctx, &o);
    assert_non_null(a);
    struct str members = STR_INIT, records = STR_INIT;
    archive_put_member(&members, "1.png", "one", 3);
    archive_put_line(&records, &members, "{\"a\":1}\n", 8);
    str_clear(&members);
    archive_put_line(&records, &members, "{\"failed\":2}\n", 13);
    assert_int_equal(archive_write(&d.ctx, a, records.data, records.len), 0);
    assert_int_equal(archive_finish(&d.ctx, a), 0);
    archive_drop(a);
    assert_int_equal(written.len, (2 + 2 + 2) * BLOCK); /* the picture, the manifest, the end */
    check_header(written.data, "1.png", 3, '0');
    check_header(written.data + 2 * BLOCK, "manifest.jsonl", 21, '0');
    assert_memory_equal(written.data + 3 * BLOCK, "{\"a\":1}\n{\"failed\":2}\n", 21);
    str_drop(&members);
    str_drop(&records);
    str_drop(&written);
    diag_list_drop(&d.list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_extended),
        cmocka_unit_test(test_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
