/* l10n: lines into their locales, from XLIFF 1.2 (xliff12), XLIFF 2 (xliff2) and PO (po) translations;
 * extraction. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json/json.h"
#include "l10n/exchange-imp.h"

#define SHOP "tests/l10n/shop/creative.xml"

static struct diag_list list;

static struct ctx quiet(void)
{
    diag_list_clear(&list);
    return (struct ctx){.sink = diag_list_sink, .payload = &list};
}

static char *line_for(struct arena *a, const char *locale, const char *n, const char *state)
{
    return arena_printf(a,
                        "{\"v\":1,\"id\":\"7/card/%s\",\"creative\":\"" SHOP
                        "\",\"layout\":\"card\",\"locale\":\"%s\",\"row\":7,"
                        "\"fields\":{\"kept\":\"yes\"},\"slots\":{\"hello\":{\"message\":\"hello\",\"args\":{"
                        "\"name\":\"{n} <b>O'Neil\","
                        "\"n\":\"%s\"},\"text\":\"?\"},\"offer\":{\"message\":\"offer\",\"args\":{\"price\":{"
                        "\"value\":\"1234.5\","
                        "\"currency\":\"EUR\"},\"ends\":\"2026-11-27\"},\"text\":\"?\",\"alts\":[{"
                        "\"message\":\"offer.short\",\"text\":"
                        "\"?\"}]},\"hero\":{\"image\":\"assets/tea.png\"}},\"mine\":[1,2],\"state\":\"%s\"}",
                        locale, locale, n, state);
}

/* Localises one line and parses what comes out; lines are separated. */
static struct json *run_line(struct arena *a, const struct localizer_options *o, const char *line,
                             int *result)
{
    struct ctx ctx = quiet();
    struct localizer *l = localizer_new(o);
    struct localizer_worker *w = localizer_worker_new(l);
    struct str out = STR_INIT;
    *result = localizer_line(&ctx, w, line, strlen(line), (struct where){.file = "lines", .line = 1}, &out);
    char *text = arena_strndup(a, out.data, out.len);
    str_drop(&out);
    localizer_worker_drop(w);
    localizer_drop(l);
    struct ctx silent = {0};
    return json_parse(&silent, a, text, strcspn(text, "\n"), (struct where){0});
}

static const char *slot_text(const struct json *line, const char *slot, const char *member)
{
    return json_member_string(json_member(json_member(line, "slots"), slot), member);
}

static void test_translations(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct localizer_options o = {0};
    int result;
    struct json *j = run_line(a, &o, line_for(a, "de-AT", "1", "ok"), &result);
    assert_int_equal(result, 0);
    assert_string_equal(slot_text(j, "hello", "text"), "Hallo {n} <b>O'Neil, das sind 1 Tasse");
    assert_string_equal(slot_text(j, "hello", "lang"), "de");
    assert_string_equal(slot_text(j, "offer", "text"), "€\u00a01.234,50 bis 27. November 2026");
    assert_string_equal(slot_text(j, "hero", "image"), "assets/mint.png");
    assert_string_equal(json_member_string(json_member(j, "fallbacks"), "hello"), "de");
    assert_int_equal(json_member(j, "mine")->n, 2);
    j = run_line(a, &o, line_for(a, "es-MX", "3", "ok"), &result);
    assert_string_equal(slot_text(j, "hello", "text"), "Hola {n} <b>O'Neil, son 3 tazas");
    const struct json *run = json_member(json_member(json_member(j, "slots"), "hello"), "runs")->first;
    assert_int_equal(json_long(run->first, 0), 24);
    assert_int_equal(json_long(run->first->next, 0), 31);
    assert_string_equal(json_member_string(json_member(j, "fallbacks"), "hello"), "es-419");
    assert_string_equal(json_member_string(json_member(j, "fallbacks"), "offer"), "en-GB");
    assert_string_equal(slot_text(j, "offer", "lang"), "en-GB");
    j = run_line(a, &o, line_for(a, "en-GB", "0", "ok"), &result);
    assert_string_equal(slot_text(j, "hello", "text"), "Hi {n} <b>O'Neil, it’s nothing");
    assert_null(json_member(j, "fallbacks"));
    arena_drop(a);
}

static void test_right_to_left(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct localizer_options o = {.isolate = 1};
    int result;
    struct json *j = run_line(a, &o, line_for(a, "ar", "2", "ok"), &result);
    assert_int_equal(result, 0);
    assert_string_equal(json_member_string(j, "dir"), "rtl");
    assert_string_equal(slot_text(j, "hello", "text"), "مرحبًا \u2068{n} <b>O'Neil\u2069، لك كوبان");
    assert_string_equal(slot_text(j, "hello", "dir"), "rtl");
    assert_string_equal(slot_text(j, "hello", "font"), "Noto Sans Arabic");
    assert_string_equal(slot_text(j, "offer", "dir"), "ltr");
    assert_string_equal(slot_text(j, "hero", "image"), "assets/mint.png");
    arena_drop(a);
}

static void test_failures_keep_the_line(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct localizer_options o = {0};
    int result;
    struct json *j = run_line(a, &o, line_for(a, "de", "many", "ok"), &result);
    assert_int_equal(result, -1);
    assert_string_equal(json_member_string(j, "state"), "failed");
    assert_string_equal(json_member_string(json_member(j, "findings")->first, "code"), "message-arg");
    assert_string_equal(json_member_string(json_member(j, "findings")->first, "slot"), "hello");
    j = run_line(a, &o, line_for(a, "de", "many", "failed"), &result); /* passes untouched */
    assert_int_equal(result, 0);
    assert_string_equal(slot_text(j, "hello", "text"), "?");
    j = run_line(a, &o, line_for(a, "nowhere", "1", "ok"), &result);
    assert_string_equal(json_member_string(json_member(j, "findings")->first, "code"), "l10n-locale");
    o.strict = true;
    j = run_line(a, &o, line_for(a, "de-AT", "1", "ok"), &result);
    assert_int_equal(result, -1);
    assert_string_equal(json_member_string(json_member(j, "findings")->first, "code"), "l10n-fallback");
    arena_drop(a);
}

static void test_fan_out(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    static const char *const to[] = {"de", "es-MX", NULL};
    struct localizer_options o = {.to = to};
    struct ctx ctx = quiet();
    struct localizer *l = localizer_new(&o);
    struct localizer_worker *w = localizer_worker_new(l);
    struct str out = STR_INIT;
    const char *line = line_for(a, "en-GB", "1", "ok");
    assert_int_equal(localizer_line(&ctx, w, line, strlen(line), (struct where){0}, &out), 0);
    assert_non_null(strstr(out.data, "\"id\":\"7/card/de\""));
    assert_non_null(strstr(out.data, "\"id\":\"7/card/es-MX\""));
    assert_null(strstr(out.data, "7/card/en-GB"));
    localizer_worker_drop(w);
    localizer_summary(&ctx, l);
    assert_true(list.len > 0);
    localizer_drop(l);
    str_drop(&out);
    assert_string_equal(l10n_variant_id(a, "a/de-DE/b", "de-DE", "fr"), "a/fr/b");
    assert_string_equal(l10n_variant_id(a, "a/de-DEx", "de-DE", "fr"), "a/de-DEx/fr");
    assert_string_equal(l10n_variant_id(a, "a", NULL, "fr"), "a/fr");
    arena_drop(a);
}

/* What is written, in any format, reads as the translations it was made from. */
static void test_extract_round_trip(void **state)
{
    (void)state;
    static const char *const to[] = {"de", "es-419", "ar", "pl"};
    struct arena *a = arena_new();
    struct ctx ctx = quiet();
    struct creative *c = creative_load(&ctx, SHOP);
    assert_non_null(c);
    for (size_t v = 0; l10n_writers[v]; v++) {
        struct l10n_catalog *catalog = l10n_catalog_load(&ctx, c);
        assert_int_equal(l10n_catalog_n_locales(catalog), 3);
        for (int t = 0; t < 4; t++) {
            struct str out = STR_INIT;
            struct exchange x;
            const struct exchange_options o = {.to = to[t], .no_matches = true};
            assert_int_equal(exchange_gather(&ctx, a, c, catalog, &o, &x), 0);
            assert_int_equal(l10n_writers[v]->write(&ctx, &x, &out), 0);
            char *path = arena_printf(a, "build/test-extract-%s-%s%s", to[t], l10n_writers[v]->name,
                                      l10n_writers[v]->suffix);
            assert_int_equal(file_write(&ctx, path, out.data, out.len), 0);
            struct l10n_file file;
            assert_int_equal(l10n_load(&ctx, a, path, &file), 0);
            assert_string_equal(file.target_lang,
                                strcmp(l10n_writers[v]->name, "po") || t != 1 ? to[t] : "es_419");
            const char *before[16] = {0};
            assert_in_range(c->n_messages, 1, 16);
            for (size_t i = 0; i < c->n_messages; i++) {
                const struct message *m = l10n_catalog_find(catalog, to[t], c->messages[i].id);
                before[i] = m ? message_pattern(m, a, to[t]) : NULL;
            }
            assert_int_equal(l10n_catalog_add(&ctx, catalog, c, &file), 0);
            for (size_t i = 0; i < c->n_messages; i++) {
                const struct message *m = l10n_catalog_find(catalog, to[t], c->messages[i].id);
                const char *after = m ? message_pattern(m, a, to[t]) : NULL;
                struct message_piece *pieces;
                assert_int_equal(before[i] != NULL, after != NULL);
                /* Sentences are the same text with the choice around it. */
                if (m && message_pieces(m, a, to[t], &pieces) == 1)
                    assert_string_equal(after, before[i]);
            }
            str_drop(&out);
        }
        l10n_catalog_drop(catalog);
    }
    creative_drop(c);
    arena_drop(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_translations),           cmocka_unit_test(test_right_to_left),
        cmocka_unit_test(test_failures_keep_the_line), cmocka_unit_test(test_fan_out),
        cmocka_unit_test(test_extract_round_trip),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    diag_list_drop(&list);
    return failed;
}
