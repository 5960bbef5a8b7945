/* Prices as a market writes them. A market is given by a sample, such as 1.234,56 €: it shows the separators,
 * the number of decimals, and where the currency stands. */
#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {"format", "like", BRAND_TEXT, .required = true,
     .help = "a price of a thousand or more, as the market writes it: 1.234,56 €; 12 345,67 zł where four "
             "digits have no separator"},
    {"format", "locales", BRAND_WORDS,
     .help = "only in these locales; a locale with no format is not checked"},
    {"format", "whole", BRAND_YES, .def = "no", .help = "whether the decimals may be left out"},
};

#define SPACE "[ \\x{a0}\\x{202f}\\x{2009}]"
#define CURRENCY                                                                                          \
    "(?:\\p{Sc}|(?<![\\p{L}])(?:EUR|USD|GBP|PLN|JPY|CHF|SEK|NOK|DKK|CZK|HUF|RON|AED|SAR|CNY|INR|BRL|CAD|" \
    "AUD|zł|Kč|kr\\.?|Ft|lei|"                                                                          \
    "円|元|د\\.إ|ر\\.س)(?![\\p{L}]))"
/* Amounts with a currency, however written. */
static const char any_price[] =
    "(?:(?:[A-Z]{2}|)" CURRENCY SPACE "?)(?<![.,])\\d+(?:[.,'’٫٬]?" SPACE "?\\d+)*(?:[.,]-)?"
    "|(?<![\\d.,])\\d+(?:[.,'’٫٬]?" SPACE "?\\d+)*" SPACE "?" CURRENCY;

struct format {
    struct format *next;
    const struct match *right;
    const char *like;
    const char *const *locales;
};
struct payload {
    const struct match *any;
    struct format *formats;
};

static size_t digit_at(const char *p)
{
    if (*p >= '0' && *p <= '9')
        return 1;
    return (unsigned char)p[0] == 0xd9 && (unsigned char)p[1] >= 0xa0 && (unsigned char)p[1] <= 0xa9 ? 2 : 0;
}

/* Text around the number: spaces of any kind where the sample has one. */
static void put_affix(struct arena *a, struct str *s, const char *p, size_t n)
{
    char *text = arena_strndup(a, p, n);
    for (const char *at = text, *end = text + n; at < end;) {
        const char *here = at;
        uint32_t cp = utf8_next(&at, end);
        if (cp == ' ' || cp == 0xa0 || cp == 0x202f || cp == 0x2009)
            str_puts(s, SPACE);
        else
            str_puts(s, pattern_of_text(a, arena_strndup(a, here, (size_t)(at - here)), false));
    }
}

/* The pattern of a sample; NULL when it has no number. */
static char *sample_pattern(struct arena *a, const char *like, bool whole)
{
    const char *first = like, *last = NULL, *sep[8] = {0};
    size_t n_sep = 0, sep_len[8] = {0}, after[8] = {0}, before = 0, n;
    while (*first && !digit_at(first))
        first++;
    for (const char *p = first; *p;) {
        if ((n = digit_at(p))) {
            last = p += n;
            if (n_sep)
                after[n_sep - 1]++;
            else
                before++;
            continue;
        }
        const char *start = p;
        while (*p && !digit_at(p))
            p++;
        if (!*p || n_sep == LENGTH(sep))
            break;
        sep[n_sep] = start;
        sep_len[n_sep++] = (size_t)(p - start);
    }
    if (!last)
        return NULL;
    bool decimals = n_sep && after[n_sep - 1] != 3;
    bool groups = n_sep > (decimals ? 1u : 0u);
    struct str s = STR_INIT;
    put_affix(a, &s, like, (size_t)(first - like));
    if (groups) {
        /* 12.345 as a sample: four digits are written without a separator, as in Polish and Spanish */
        str_printf(&s, "(?:\\d{1,%d}|\\d{1,3}(?:", before > 1 ? 4 : 3);
        put_affix(a, &s, sep[0], sep_len[0]);
        str_puts(&s, "\\d{3})+)");
    } else {
        str_puts(&s, "\\d+");
    }
    if (decimals) {
        str_puts(&s, "(?:");
        put_affix(a, &s, sep[n_sep - 1], sep_len[n_sep - 1]);
        str_printf(&s, "\\d{%zu})%s", after[n_sep - 1], whole ? "?" : "");
    }
    put_affix(a, &s, last, strlen(last));
    char *out = arena_strdup(a, s.data);
    str_drop(&s);
    return out;
}

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    struct arena *a = loader_arena(l);
    struct payload *p = *out = ARENA_NEW(a, struct payload);
    struct format **at = &p->formats;
    if (!r->items)
        return rule_wrong(l, r->where, "write <format like=\"1.234,56 €\" locales=\"de\"/>",
                          "a rule of kind 'price' needs a format");
    for (const struct brand_item *i = r->items; i; i = i->next) {
        struct format *f = *at = ARENA_NEW(a, struct format);
        at = &f->next;
        f->like = item_value(r, i, "like")->text;
        f->locales = item_value(r, i, "locales")->words;
        char *pattern = sample_pattern(a, f->like, item_value(r, i, "whole")->yes);
        if (!pattern)
            return rule_wrong(l, i->where, "write a price of the market: like=\"£1,234.56\"",
                              "'%s' is no sample of a price: it has no number", f->like);
        f->right = loader_match(l, pattern, MATCH_WHOLE, i->where);
        if (!f->right)
            return -1;
    }
    p->any = loader_match(l, any_price, 0, r->where);
    return p->any ? 0 : -1;
}

/* 1 when some format of the locale has this price, 0 when none does, -1 when it cannot be told. */
static int judge(struct check *c, const struct payload *p, const char *locale, const char *price, size_t n,
                 const struct format **wanted, struct where where)
{
    for (const struct format *f = p->formats; f; f = f->next) {
        if (f->locales && (!locale || !locale_in(f->locales, locale)))
            continue;
        if (!*wanted)
            *wanted = f;
        int m = match_test(c->ctx, f->right, price, n, where);
        if (m)
            return m;
    }
    return 0;
}

static int look(struct check *c, const struct payload *p, const struct copy_fact *f, const char *locale)
{
    size_t len = strlen(f->text), start, end;
    for (size_t from = 0; from <= len; from = end > from ? end : from + 1) {
        const struct format *wanted = NULL;
        int m = match_search(c->ctx, p->any, f->text, len, from, &start, &end, f->where);
        if (m <= 0)
            return m;
        int ok = judge(c, p, locale, f->text + start, end - start, &wanted, f->where);
        if (ok < 0)
            return -1;
        if (ok || !wanted)
            continue;
        found(c, copy_spot(f, wanted->like), "%s writes \"%s\", a price%s%s is written like %s",
              spot_name(c, f->slot, f->id, f->where.line), excerpt(c->arena, f->text + start, end - start),
              locale ? " in " : "", locale ? locale : "", wanted->like);
        return 0; /* one finding a text is enough */
    }
    return 0;
}

/* What every price has: a digit, and a sign or a name of a currency. Most texts have none, and need no
 * pattern. */
static bool may_hold_price(const char *text)
{
    bool digit = false, money = false;
    for (const char *p = text; *p; p++) {
        if ((unsigned char)*p >= 0x80)
            return true;
        bool two = *p >= 'A' && *p <= 'Z' && p[1] >= 'A' && p[1] <= 'Z';
        digit |= *p >= '0' && *p <= '9';
        money |= *p == '$' || two || (*p == 'k' && p[1] == 'r') || (*p == 'F' && p[1] == 't') ||
                 (*p == 'l' && p[1] == 'e');
    }
    return digit && money;
}

static int check_text(struct check *c, const struct brand_rule *r, const struct copy_fact *f)
{
    return may_hold_price(f->text) ? look(c, r->payload, f, f->lang ? f->lang : c->s->locale) : 0;
}

BRAND_KIND(price, "price", .summary = "prices as each market writes them", PARAMS(params), .need = NEED_LINE,
           .by_slot = true, .section = "legal",
           .hint = "format it as {price, number, currency}, with the currency of the row", .compile = compile,
           .check_text = check_text);
