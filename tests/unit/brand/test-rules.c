#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "brand/brand.h"

#define RULES(body) "<rules xmlns=\"" XML_NS_BRAND "\" name=\"t\">" body "</rules>"

struct seen {
    char text[4096];
};

static void sink(struct ctx *ctx, const struct diag *d)
{
    struct seen *s = ctx->payload;
    size_t n = strlen(s->text);
    snprintf(s->text + n, sizeof s->text - n, "%ld:%s|%s\n", d->where.line, d->message,
             d->hint ? d->hint : "");
}

static struct brand_rules *parse(struct ctx *ctx, const char *text)
{
    return brand_rules_parse(ctx, "rules.xml", text, strlen(text));
}

static void wrong(const char *text, const char *want)
{
    struct seen seen = {0};
    struct ctx ctx = {.sink = sink, .payload = &seen};
    struct brand_rules *r = parse(&ctx, text);
    if (r || !strstr(seen.text, want)) {
        brand_rules_drop(r);
        fail_msg("want \"%s\", got \"%s\"", want, seen.text);
    }
    assert_int_equal(ctx.status, 2);
}

static void reads_a_rule_with_its_defaults(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct brand_rules *r =
        parse(&ctx, RULES("<rule id='a' kind='palette' level='warning' locales='de fr' test='1 = 1'>"
                          "<message> two\n words </message><color value='#fff'/></rule>"
                          "<rule id='b' kind='glyphs'/>"));
    assert_non_null(r);
    assert_int_equal(r->n_rules, 2);
    assert_string_equal(r->rules[0].entry.id, "t/a");
    assert_int_equal(r->rules[0].level, DIAG_WARNING);
    assert_string_equal(r->rules[0].message, "two words");
    assert_string_equal(r->rules[0].locales[1], "fr");
    assert_string_equal(r->rules[0].entry.section, "colour");
    assert_int_equal(r->rules[1].level, DIAG_ERROR);
    assert_int_equal(brand_rules_need(r), NEED_LAYOUT);
    brand_rules_drop(r);
}

static void tells_what_is_wrong_and_where(void **state)
{
    (void)state;
    wrong("<rules/>", "its root is <rules>");
    wrong("<rules xmlns='" XML_NS_BRAND "'/>", "<rules> needs a name");
    wrong(RULES("<rule kind='glyphs'/>"), "needs the attribute 'id'");
    wrong(RULES("<rule id='a/b' kind='glyphs'/>"), "cannot be the id");
    wrong(RULES("\n<rule id='a' kind='glyhps'/>"),
          "2:there is no kind of rule 'glyhps'|did you mean 'glyphs'?");
    wrong(RULES("<rule id='a' kind='glyphs'/><rule id='a' kind='glyphs'/>"), "already used");
    wrong(RULES("<rule id='a' kind='glyphs' colour='x'/>"), "no attribute 'colour'");
    wrong(RULES("<rule id='a' kind='blank' slots='x'/>"), "no attribute 'slots'");
    wrong(RULES("<rule id='a' kind='file' max-bytes='150 parsecs'/>"), "not a number of bytes");
    wrong(RULES("<rule id='a' kind='file' formats='png jpge'/>"), "did you mean 'jpeg'?");
    wrong(RULES("<rule id='a' kind='dimensions' sizes='300x'/>"), "no valid size");
    wrong(RULES("<rule id='a' kind='disclaimer'><text until='soon'>x</text></rule>"), "not a date");
    wrong(RULES("<rule id='a' kind='image' distorted='maybe'/>"), "write yes or no");
    wrong(RULES("<rule id='a' kind='copy'><forbid>[</forbid></rule>"), "1:");
    wrong(RULES("<rule id='a' kind='assert' that='$a ='/>"), "no XPath");
    wrong(RULES("<adjust rule='wcag/contrast' level='off'/>"), "no rule 'wcag/contrast'");
    wrong(RULES("<extends src='no-such-rules'/>"), "no rules named 'no-such-rules'");
    wrong(RULES("<rule id='a' kind='glyphs' certainty='unsur'/>"), "did you mean 'unsure'?");
    wrong(RULES("<rule id='a' kind='copy'><forbid>x</forbid><fail><b/></fail></rule>"), "<fail> holds <b>");
}

static void reads_bytes_with_units(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double bytes;
    } of[] = {{"150kB", 150000},  {"150KiB", 153600}, {"5MB", 5e6},
              {"5 MiB", 5242880}, {"20000", 20000},   {"1.5k", 1500}};
    for (size_t i = 0; i < sizeof of / sizeof of[0]; i++) {
        struct ctx ctx = {0};
        char text[400];
        snprintf(text, sizeof text, RULES("<rule id='a' kind='file' max-bytes='%s'/>"), of[i].text);
        struct brand_rules *r = parse(&ctx, text);
        assert_non_null(r);
        assert_true(r->rules[0].values[0].number == of[i].bytes);
        brand_rules_drop(r);
    }
}

static void choosing_sets_levels(void **state)
{
    (void)state;
    struct seen seen = {0};
    struct ctx ctx = {.sink = sink, .payload = &seen};
    struct brand_rules *r = parse(
        &ctx, RULES("<rule id='a' kind='glyphs'/><rule id='b' kind='blank'/><rule id='c' kind='name'/>"));
    static const char *const set[] = {"t/a=info"}, *const only[] = {"glyphs", "c"}, *const skip[] = {"data"};
    struct brand_choice how = {set, only, skip, 1, 2, 1};
    assert_int_equal(brand_rules_choose(&ctx, r, &how), 0);
    assert_int_equal(r->rules[0].level, DIAG_INFO);
    assert_int_equal(r->rules[1].level, BRAND_OFF);
    assert_int_equal(r->rules[2].level, BRAND_OFF);
    assert_int_equal(brand_rules_need(r), NEED_LAYOUT);
    static const char *const bad[] = {"glyphz"};
    assert_int_equal(brand_rules_choose(&ctx, r, &(struct brand_choice){.skip = bad, .n_skip = 1}), -1);
    assert_non_null(strstr(seen.text, "did you mean 'glyphs'?"));
    brand_rules_drop(r);
}

static void kinds_are_complete(void **state)
{
    (void)state;
    for (size_t i = 0; brand_kinds[i]; i++) {
        const struct brand_kind *k = brand_kinds[i];
        assert_non_null(k->name);
        assert_non_null(k->summary);
        assert_non_null(k->section);
        assert_true(k->check || k->check_text);
        assert_ptr_equal(brand_kind_find(k->name), k);
        for (size_t j = 0; j < k->n_params; j++) {
            const struct brand_param *p = &k->params[j];
            assert_non_null(p->help);
            bool choice = p->type == BRAND_CHOICE || p->type == BRAND_CHOICES;
            assert_int_equal(choice, p->choices != NULL);
        }
    }
    assert_null(brand_kind_find("nonsense"));
    assert_null(brand_kind_find(NULL));
}

static void schema_names_every_kind_and_parameter(void **state)
{
    (void)state;
    struct str s = STR_INIT;
    brand_schema(&s);
    char want[128];
    for (size_t i = 0; brand_kinds[i]; i++) {
        snprintf(want, sizeof want, "<value>%s</value>", brand_kinds[i]->name);
        assert_non_null(strstr(s.data, want));
    }
    str_drop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_rule_with_its_defaults),
        cmocka_unit_test(tells_what_is_wrong_and_where),
        cmocka_unit_test(reads_bytes_with_units),
        cmocka_unit_test(choosing_sets_levels),
        cmocka_unit_test(kinds_are_complete),
        cmocka_unit_test(schema_names_every_kind_and_parameter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
