/* Copy files: data stay data in every format. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "still/still-imp.h"

static struct slot slots[] = {
    {.name = "primary", .kind = SLOT_COPY, .role = "alt"},
    {.name = "headline", .kind = SLOT_TEXT, .role = "headline"},
    {.name = "product", .kind = SLOT_IMAGE},
    {.name = "link", .kind = SLOT_COPY},
};
static struct creative creative = {.slots = slots, .n_slots = 4};

static int set_up(void **state)
{
    (void)state;
    creative.slot_index = map_new();
    for (size_t i = 0; i < creative.n_slots; i++)
        map_put(creative.slot_index, slots[i].name, (void *)(uintptr_t)(i + 1));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    map_drop(creative.slot_index);
    return 0;
}

static struct slot_value link_value = {.slot = "link",
                                       .kind = SLOT_VALUE_ATTRIBUTE,
                                       .value = "https://shop.example/?a=1&b=\"2\"",
                                       .visible = true};
static struct slot_value product = {
    .next = &link_value, .slot = "product", .kind = SLOT_VALUE_IMAGE, .value = "fern.png"};
static struct variant_text_run runs[] = {{"b", 4, 9}, {"i", 20, 99}};
static struct slot_value headline = {.next = &product,
                                     .slot = "headline",
                                     .kind = SLOT_VALUE_TEXT,
                                     .text = "Hi, <b>Ana</b> & \"co\"\nline two",
                                     .runs = runs,
                                     .n_runs = 2};
static struct slot_value primary = {.next = &headline,
                                    .slot = "primary",
                                    .kind = SLOT_VALUE_TEXT,
                                    .text = "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7",
                                    .lang = "ar"};
static const struct variant variant = {
    .id = "v\"1", .layout = "mpu", .locale = "en-GB", .slots = &primary, .state = "ok"};

static char *write_copy(struct arena *a, const char *format)
{
    struct str s = STR_INIT;
    copy_write(&s, copy_format_named(format), copy_gather(a, &creative, &variant, "a b.png", 300, 250));
    char *text = arena_strndup(a, s.data, s.len);
    str_drop(&s);
    return text;
}

static void json_can_be_parsed(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct arena *a = arena_new();
    char *text = write_copy(a, "json");
    const struct json *top = json_parse(&ctx, a, text, strlen(text), (struct where){0});
    assert_non_null(top);
    assert_string_equal(json_member_string(top, "id"), "v\"1");
    const struct json *copy = json_member(top, "copy");
    assert_int_equal(copy->n, 3); /* no picture slot */
    assert_string_equal(copy->first->key, "primary");
    assert_string_equal(json_member_string(copy->first, "dir"), "rtl");
    assert_string_equal(json_member_string(copy->first, "lang"), "ar");
    assert_string_equal(json_member_string(json_member(copy, "headline"), "text"), headline.text);
    assert_string_equal(json_member_string(json_member(copy, "link"), "value"), link_value.value);
    arena_drop(a);
}

static void html_is_escaped_and_balanced(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    char *text = write_copy(a, "html");
    assert_null(strstr(text, "<b>"));
    assert_non_null(strstr(text, "<span class=\"b\">&lt;b&gt;An</span>a&lt;/b&gt; &amp; "));
    assert_non_null(strstr(text, "src=\"a%20b.png\""));
    assert_non_null(strstr(text, "href=\"https://shop.example/?a=1&amp;b=&quot;2&quot;\""));
    assert_non_null(strstr(text, "lang=\"ar\" dir=\"rtl\""));
    int open = 0, close = 0;
    for (const char *p = text; (p = strstr(p, "<span")); p++)
        open++;
    for (const char *p = text; (p = strstr(p, "</span")); p++)
        close++;
    assert_int_equal(open, 2);
    assert_int_equal(close, open);
    arena_drop(a);
}

static void text_keeps_one_slot_a_line(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    char *text = write_copy(a, "txt");
    assert_non_null(strstr(text, "\nheadline: Hi, <b>Ana</b> & \"co\"\n    line two\n"));
    assert_null(copy_format_named("docx"));
    arena_drop(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_can_be_parsed),
        cmocka_unit_test(html_is_escaped_and_balanced),
        cmocka_unit_test(text_keeps_one_slot_a_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
