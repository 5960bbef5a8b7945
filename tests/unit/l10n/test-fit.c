/* l10n: texts laid out where a creative shows them, with rows and without; length budgets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "l10n/l10n.h"

#define CREATIVE "tests/l10n/fit/creative.xml"

static struct arena *arena;
static struct l10n_fit *fit;

static int setup(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    arena = arena_new();
    fit = l10n_fit_new(&ctx, CREATIVE, &(struct l10n_fit_options){0});
    return fit ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    l10n_fit_drop(fit);
    arena_drop(arena);
    return 0;
}

static const struct message *parse(const char *pattern)
{
    static const char *const runs[] = {"b", NULL};
    struct ctx ctx = {0};
    const struct message *m = message_parse(&ctx, arena, pattern, runs, (struct where){0});
    assert_non_null(m);
    return m;
}

static void add(const char *line)
{
    struct ctx ctx = {0};
    struct variant *v = variant_read(&ctx, arena, line, strlen(line), (struct where){0});
    assert_non_null(v);
    l10n_fit_add(fit, v);
}

static void add_head(const char *layout, const char *locale, const char *name, const char *n, int row)
{
    add(arena_printf(
        arena,
        "{\"v\":1,\"id\":\"%d/%s/%s\",\"creative\":\"" CREATIVE
        "\",\"layout\":\"%s\",\"locale\":\"%s\",\"row\":%d,\"slots\":{\"head\":{\"message\":\"head\","
        "\"args\":{\"name\":\"%s\",\"n\":\"%s\"},\"text\":\"\",\"alts\":[{\"message\":\"head.short\","
        "\"text\":\"Tea for you\"}]}},\"state\":\"ok\"}",
        row, layout, locale, layout, locale, row, name, n));
}

static const struct l10n_place *in_layout(const char *locale, const char *id, const char *pattern,
                                          const char *layout)
{
    const struct l10n_place *places;
    struct l10n_fit_request r = {.locale = locale, .id = id, .message = parse(pattern)};
    size_t n = l10n_fit_measure(fit, &r, &places);
    for (size_t i = 0; i < n; i++) {
        if (str_eq(places[i].layout, layout))
            return &places[i];
    }
    return NULL;
}

static void test_worst_row_of_the_locale(void **state)
{
    (void)state;
    add_head("narrow", "de-DE", "Bo", "1", 1);
    add_head("narrow", "de-DE", "Annegret", "2", 2);
    add_head("narrow", "fr-FR", "Marie-Antoinette-Amelie", "2", 3);
    l10n_fit_samples(fit);
    const struct l10n_place *p =
        in_layout("de-DE", "head", "Hallo {name}, {n, plural, one {# Tee} other {# Tees}}", "narrow");
    assert_non_null(p);
    assert_int_equal(p->row, 2);
    assert_string_equal(p->variant, "2/narrow/de-DE");
    assert_string_equal(p->text, "Hallo ***, 2 Tees");
    assert_int_equal(p->n_texts, 2);
    assert_true(p->fits);
    /* rows of another locale only: all rows are used */
    p = in_layout("it-IT", "head", "Ciao {name}", "narrow");
    assert_int_equal(p->n_texts, 3);
    assert_int_equal(p->row, 3);
    /* a row of Swiss German falls back to German */
    add_head("narrow", "de-CH", "Konstantin Maximilian", "2", 4);
    p = in_layout("de", "head", "Hoi {name}", "narrow");
    assert_int_equal(p->n_texts, 3);
    assert_int_equal(p->row, 4);
}

static void test_ladder_and_overflow(void **state)
{
    (void)state;
    add_head("wide", "de-DE", "Bo", "1", 1);
    add_head("narrow", "de-DE", "Bo", "1", 1);
    l10n_fit_samples(fit);
    const char *longer = "Guten Morgen {name}, der Tee steht bereit";
    const struct l10n_place *p = in_layout("de-DE", "head", longer, "wide");
    assert_true(p->fits && !p->steps && p->fallback < 0);
    assert_true(p->size == p->full_size && p->box_width == 500);
    p = in_layout("de-DE", "head", longer, "narrow");
    assert_true(p->fits && p->steps == 1u << FIT_SHRINK && p->fallback < 0);
    assert_true(p->size < p->full_size && p->size >= 14);
    p = in_layout("de-DE", "head", "{name}, der Tee steht schon bereit, ganz heiß und gut gezogen", "narrow");
    assert_true(p->fits && p->steps >> FIT_FALLBACK & 1 && p->fallback == 0);
    assert_string_equal(p->fallback_id, "head.short");
    p = in_layout("de-DE", "button", "Jetzt ausprobieren und sparen", "wide"); /* no ladder, no row */
    assert_true(!p->fits && p->overflow_x + p->overflow_y > 1 && p->sample && !p->variant);
    p = in_layout("de-DE", "cut", "Jetzt hier weiterlesen, bitte", "wide"); /* an ellipsis is no fit */
    assert_true(!p->fits && p->steps >> FIT_ELLIPSIS & 1 && p->overflow_x == 0);
    assert_null(in_layout("de-DE", "cut", "Weiter", "narrow"));
    assert_null(in_layout("de-DE", "post", "Komm", "wide"));
}

static const struct message *short_text(void *payload, const char *id)
{
    return str_eq(id, "head.short") ? payload : NULL;
}

static void test_shorter_texts_of_the_locale(void **state)
{
    (void)state;
    add_head("narrow", "de-DE", "Bo", "1", 1);
    l10n_fit_samples(fit);
    const struct l10n_place *places;
    struct l10n_fit_request r = {
        .locale = "de-DE",
        .id = "head",
        .message = parse("Donaudampfschifffahrtsgesellschaftskapitän {name}"),
        .lookup = short_text,
        .payload = (void *)parse("Donaudampfschifffahrtsgesellschaftskapitäne trinken Tee")};
    assert_int_equal(l10n_fit_measure(fit, &r, &places), 1);
    assert_true(!places[0].fits && places[0].overflow_x > 1);
    r.lookup = NULL; /* the source's own short text fits */
    assert_int_equal(l10n_fit_measure(fit, &r, &places), 1);
    assert_true(places[0].fits);
    assert_string_equal(places[0].fallback_id, "head.short");
    const struct l10n_place *again;
    assert_int_equal(l10n_fit_measure(fit, &r, &again), 1);
    assert_ptr_equal(again, places); /* kept */
}

static void test_samples_try_every_branch(void **state)
{
    (void)state;
    l10n_fit_samples(fit);
    const char *button = "{size, select, s {Klein} m {Mittel} xl {Ganz besonders groß} other {Groß}}";
    const struct l10n_place *p = in_layout("de-DE", "button", button, "wide");
    assert_true(p->sample && !p->fits);
    assert_string_equal(p->text, "Ganz besonders groß");
    p = in_layout("de-DE", "head", "{n, plural, one {Tasse} other {Tassen}}", "wide");
    assert_string_equal(p->text, "Tassen");
    assert_int_equal(p->n_texts, 2);
}

static void test_glyphs_of_formatted_output(void **state)
{
    (void)state;
    l10n_fit_samples(fit);
    /* U+0378 is no character; the formatted price around it can be drawn. */
    const struct l10n_place *p = in_layout("de-DE", "price", "{price, number, currency} \xCD\xB8", "wide");
    assert_int_equal(p->n_missing, 1);
    assert_int_equal(p->missing[0], 0x0378);
    assert_non_null(strstr(p->missing_text, "€"));
    p = in_layout("de-DE", "price", "{price, number, currency}", "wide");
    assert_int_equal(p->n_missing, 0);
}

static void test_many_rows_keep_the_worst(void **state)
{
    (void)state;
    for (int i = 0; i < 900; i++)
        add_head("wide", "de-DE", arena_printf(arena, "N%03d", i), "1", i + 1);
    add_head("wide", "de-DE", "WWWWWWWWWWWWWWWWWWWW", "1", 901);
    l10n_fit_samples(fit);
    const struct l10n_place *p = in_layout("de-DE", "head", "{name}", "wide");
    assert_int_equal(p->n_texts, 96);
    p = in_layout("de-DE", "head", "{name}{name} und Tee", "wide");
    assert_int_equal(p->row, 901);
}

static void test_budget(void **state)
{
    (void)state;
    l10n_fit_samples(fit);
    struct l10n_budget b, ja;
    assert_true(l10n_fit_budget(fit, "de-DE", "button", &b));
    assert_string_equal(b.layout, "narrow");
    assert_true(b.width == 70 && b.height == 30 && b.max_lines == 1);
    assert_true(b.chars >= 5 && b.chars <= 12);
    assert_int_equal(b.chars, b.chars_at_ease); /* no ladder */
    assert_true(l10n_fit_budget(fit, "ja-JP", "button", &ja));
    assert_true(ja.chars == 4); /* 16 px each */
    assert_true(l10n_fit_budget(fit, "de-DE", "head", &b));
    assert_true(b.chars > b.chars_at_ease && b.chars_at_ease > 12);
    assert_false(l10n_fit_budget(fit, "de-DE", "post", &b));
    /* what the budget says is what fits */
    assert_true(l10n_fit_budget(fit, "de-DE", "price", &b));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_worst_row_of_the_locale),
        TEST(test_ladder_and_overflow),
        TEST(test_shorter_texts_of_the_locale),
        TEST(test_samples_try_every_branch),
        TEST(test_glyphs_of_formatted_output),
        TEST(test_many_rows_keep_the_worst),
        TEST(test_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
