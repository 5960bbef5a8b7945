/* Line breaks by language and mode, base direction. */
#include "fixture.h"

/* The text with "|" where a line may start. */
static const char *broken(struct fixture *f, const char *text, const char *lang, enum text_break mode)
{
    size_t at[64], n = text_breaks(f->t, text, strlen(text), lang, mode, at, 64), from = 0;
    struct str s = STR_INIT;
    for (size_t i = 0; i < n; i++) {
        str_put(&s, text + from, at[i] - from);
        str_putc(&s, '|');
        from = at[i];
    }
    str_puts(&s, text + from);
    const char *out = arena_strdup(f->arena, s.data);
    str_drop(&s);
    return out;
}

static void latin(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(broken(f, "Save now, today-only!", "en", BREAK_NORMAL), "Save |now, |today-|only!");
    assert_string_equal(broken(f, "bis 50 % Rabatt", "de", BREAK_NORMAL), "bis |50 % |Rabatt");
    assert_string_equal(broken(f, "nur 50 \xE2\x82\xAC heute", "de", BREAK_NORMAL),
                        "nur |50 \xE2\x82\xAC |heute");
    assert_string_equal(broken(f, "l'offre \xC2\xAB top \xC2\xBB ici", "fr", BREAK_NORMAL),
                        "l'offre |\xC2\xAB top \xC2\xBB |ici");
    assert_string_equal(broken(f, "Vraiment ? Oui !", "fr", BREAK_NORMAL), "Vraiment ? |Oui !");
    assert_string_equal(broken(f,
                               "age 10\xE2\x80\x93"
                               "20 only",
                               "en", BREAK_NORMAL),
                        "age |10\xE2\x80\x93"
                        "20 |only");
}

static void east_asian(void **state)
{
    struct fixture *f = *state;
    /* small kana and the long mark may start a line in normal mode of Japanese, not in strict */
    assert_string_equal(broken(f, "\xE3\x82\xB3\xE3\x83\xBC\xE3\x83\x92", "ja", BREAK_STRICT),
                        "\xE3\x82\xB3\xE3\x83\xBC|\xE3\x83\x92");
    assert_string_equal(broken(f, "\xE3\x82\xB3\xE3\x83\xBC\xE3\x83\x92", "ja", BREAK_NORMAL),
                        "\xE3\x82\xB3|\xE3\x83\xBC|\xE3\x83\x92");
    const char *phrase = "\xE4\xBB\x8A\xE6\x97\xA5\xE3\x81\xAF\xE5\xA4\xA9\xE6\xB0\x97\xE3\x81\xA7\xE3\x81"
                         "\x99"; /* 今日は天気です
                                  */
    assert_true(strlen(broken(f, phrase, "ja", BREAK_PHRASE)) <
                strlen(broken(f, phrase, "ja", BREAK_STRICT)) - 2);
    /* the honorific prefix stays with its noun: お庭 */
    assert_null(
        strstr(broken(f, "\xE6\x98\xA5\xE3\x81\xAE\xE3\x81\x8A\xE5\xBA\xAD\xE3\x81\xAB", "ja", BREAK_PHRASE),
               "\xE3\x81\x8A|\xE5\xBA\xAD"));
    const char *korean = "\xEC\x98\xA4\xEB\x8A\x98 \xEB\xA7\x8C 50%"; /* 오늘 만 50% */
    assert_string_equal(broken(f, korean, "ko", BREAK_KEEP_ALL),
                        "\xEC\x98\xA4\xEB\x8A\x98 |\xEB\xA7\x8C |50%");
    assert_true(strlen(broken(f, korean, "ko", BREAK_NORMAL)) >
                strlen(broken(f, korean, "ko", BREAK_KEEP_ALL)));
}

/* Phrases: a Korean word is whole, an honorific stays with its word, a number with its counter, and Chinese
 * words that the dictionary knows are not parted. */
static void phrases(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(broken(f, "지후 님, 싱그러운 봄을", "ko-KR", BREAK_PHRASE),
                        "지후 |님, |싱그러운 |봄을");
    assert_null(strstr(broken(f, "春は、お庭から。", "ja-JP", BREAK_PHRASE), "お|庭"));
    assert_non_null(strstr(broken(f, "春は、お庭から。", "ja-JP", BREAK_PHRASE), "、|お庭"));
    assert_null(strstr(broken(f, "一週間の先行販売", "ja-JP", BREAK_PHRASE), "一|週"));
    assert_null(strstr(broken(f, "歡迎回來，園藝用品", "zh-TW", BREAK_PHRASE), "歡|迎"));
    assert_null(strstr(broken(f, "雅婷，花園想念你", "zh-TW", BREAK_PHRASE), "花|園"));
    assert_non_null(strstr(broken(f, "雅婷，花園想念你", "zh-TW", BREAK_NORMAL), "花|園"));
}

static void thai(void **state)
{
    struct fixture *f = *state;
    /* ลดราคา | พิเศษ */
    const char *text = "\xE0\xB8\xA5\xE0\xB8\x94\xE0\xB8\xA3\xE0\xB8\xB2\xE0\xB8\x84\xE0\xB8\xB2\xE0\xB8\x9E"
                       "\xE0\xB8\xB4\xE0\xB9\x80"
                       "\xE0\xB8\xA8\xE0\xB8\xA9";
    size_t at[8];
    assert_true(text_breaks(f->t, text, strlen(text), "th", BREAK_NORMAL, at, 8) >= 1);
    assert_int_equal(at[0] % 3, 0);
    assert_int_equal(text_breaks(f->t, text, strlen(text), "th", BREAK_NORMAL, at, 0), 0);
}

static void direction(void **state)
{
    (void)state;
    assert_int_equal(text_direction("12 ab", 5), 0);
    assert_int_equal(text_direction("12 \xD7\x90", 5), 1);
    assert_int_equal(text_direction("12 !", 4), -1);
    assert_int_equal(text_direction("", 0), -1);
    assert_int_equal(text_direction("\xE2\x81\xA8"
                                    "abc\xE2\x81\xA9\xD7\x90",
                                    11),
                     1); /* isolates do not count */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(latin, setup, teardown),
        cmocka_unit_test_setup_teardown(east_asian, setup, teardown),
        cmocka_unit_test_setup_teardown(phrases, setup, teardown),
        cmocka_unit_test_setup_teardown(thai, setup, teardown),
        cmocka_unit_test(direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
