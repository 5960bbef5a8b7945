/* No-break rules, title case, forbidden words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "message/message.h"

/* The text set finely: "~" for U+00A0, "_" for U+202F, "+" for U+2060. */
static const char *set(struct arena *a, const char *lang, unsigned what, const char *text)
{
    static const struct {
        const char *from, to;
    } shown[] = {{"\u00a0", '~'}, {"\u202f", '_'}, {"\u2060", '+'}};
    struct formatted f = {.text = text, .len = strlen(text)};
    message_typeset(a, lang, what, &f);
    char *out = arena_strdup(a, f.text);
    for (size_t i = 0; i < 3; i++) {
        for (char *at; (at = strstr(out, shown[i].from)) != NULL;) {
            size_t n = strlen(shown[i].from);
            *at = shown[i].to;
            memmove(at + 1, at + n, strlen(at + n) + 1);
        }
    }
    return out;
}

static void test_no_break(void **state)
{
    (void)state;
    static const struct {
        const char *lang, *text, *want;
    } cases[] = {
        {"de-DE", "bis 50 % Rabatt", "bis 50~% Rabatt"},
        {"fr-FR", "jusqu’à 50 % !", "jusqu’à 50_%_!"},
        {"fr-FR", "« offre » : vite ; oui ? non", "«~offre~»~: vite_; oui_? non"},
        {"en-GB", "Really ? Yes !", "Really ? Yes !"},
        {"en-GB", "10–20 years – or 5", "10+–+20 years~– or 5"},
        {"de-DE", "Nr. 5, 3 km, 20 °C und 5 kmh", "Nr.~5, 3~km, 20~°C und 5 kmh"},
        {"de-DE", "z. B. für 10 EUR oder CHF 20", "z.~B. für 10~EUR oder CHF~20"},
        {"en-US", "for $ 5 or 5 € only", "for $~5 or 5~€ only"},
        {"pl-PL", "w ogrodzie i z domu", "w~ogrodzie i~z~domu"},
        {"en-GB", "a b and I", "a b and I"},
        {"en-GB", "Terms: acme.example/garden-club now", "Terms: acme.example/+garden-+club now"},
        {"en-GB", "and/or well-known 1/2", "and/or well-known 1/2"},
        {"es-MX", "pág. 12", "pág.~12"},
        {"de-DE", " % ", " % "},
        {"de-DE", "", ""},
        {"fr-FR", "!", "!"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(set(a, cases[i].lang, TYPESET_NO_BREAK, cases[i].text), cases[i].want);
    /* a text that needs nothing is not copied */
    struct formatted f = {.text = "Nothing here", .len = 12};
    message_typeset(a, "en", TYPESET_NO_BREAK, &f);
    assert_string_equal(f.text, "Nothing here");
    arena_drop(a);
}

static void test_runs_move_along(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct message_run runs[] = {{"b", 0, 4}, {"i", 5, 14}};
    struct formatted f = {.text = "50 % 10\u201320 ok", .len = 15, .runs = runs, .n_runs = 2};
    message_typeset(a, "de", TYPESET_NO_BREAK, &f);
    assert_memory_equal(f.text + f.runs[0].start, "50\u00a0%", 5);
    assert_int_equal(f.runs[0].end, 5);
    assert_memory_equal(f.text + f.runs[1].start, "10\u2060\u2013\u206020", 13);
    assert_string_equal(f.text + f.runs[1].end, "k");
    arena_drop(a);
}

static void test_title_case(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(set(a, "en-GB", TYPESET_TITLE, "the best of a garden’s life, by VIP"),
                        "The Best of a Garden’s Life, by VIP");
    assert_string_equal(set(a, "nl-NL", TYPESET_TITLE, "het ijs"), "Het IJs");
    assert_string_equal(set(a, "tr-TR", TYPESET_TITLE, "iyi bahar"), "İyi Bahar");
    assert_string_equal(set(a, "el-GR", TYPESET_TITLE, "ο κήπος"), "Ο Κήπος");
    arena_drop(a);
}

static void test_words(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_true(message_has_word(a, "de-DE", "Jetzt GRATIS!", "gratis"));
    assert_false(message_has_word(a, "de-DE", "gratisch", "gratis"));
    assert_true(message_has_word(a, "de-DE", "die größte Auswahl", "GRÖSSTE"));
    assert_true(message_has_word(a, "ja-JP", "業界最安値です", "最安"));
    assert_true(message_has_word(a, "tr-TR", "İNDİRİM var", "indirim"));
    assert_false(message_has_word(a, "en-GB", "free", ""));
    arena_drop(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_break),
        cmocka_unit_test(test_runs_move_along),
        cmocka_unit_test(test_title_case),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
