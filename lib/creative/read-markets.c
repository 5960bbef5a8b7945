/* <markets>: what each market asks of a campaign, in the creative itself or in a file that several share. */
#include <string.h>

#include "creative/creative-imp.h"

struct locale_def *locale_entry(struct loading *l, const char *tag)
{
    struct creative *c = l->c;
    for (size_t i = 0; i < c->n_locales; i++)
        if (str_eq(c->locales[i].tag, tag))
            return &c->locales[i];
    if ((c->n_locales & (c->n_locales - 1)) == 0)
        c->locales = arena_grow(l->a, c->locales, c->n_locales, c->n_locales ? c->n_locales * 2 : 1,
                                sizeof *c->locales);
    struct locale_def *d = &c->locales[c->n_locales++];
    *d = (struct locale_def){.tag = tag, .hyphenate = -1};
    return d;
}

/* An attribute that is a keyword of the locale for formatting: calendar="buddhist" is -u-ca-buddhist. */
static void add_keyword(struct loading *l, const struct xml_node *e, struct locale_def *d, const char *attr,
                        const char *key, const char *value)
{
    if (!value)
        return;
    if (!locale_with(l->a, "en", key, value)) {
        creative_wrong(l, xml_where(l->doc, e),
                       "use a name of CLDR, as in calendar=\"gregory\" digits=\"latn\"",
                       "'%s' is not a value of '%s'", value, attr);
        return;
    }
    d->keywords[d->n_keywords++] = (struct locale_keyword){key, value};
}

static void read_keywords(struct loading *l, const struct xml_node *e, struct locale_def *d)
{
    static const char *const units[] = {"metric", "ussystem", "uksystem"};
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const char *calendar = xml_attr(e, "calendar"), *currency = xml_attr(e, "currency");
    int unit = attr_word(l, e, "units", "metric|us|uk", -1);
    int day = attr_word(l, e, "first-day", "mon|tue|wed|thu|fri|sat|sun", -1);
    d->n_keywords = 0;
    add_keyword(l, e, d, "calendar", "ca", str_eq(calendar, "gregorian") ? "gregory" : calendar);
    if (currency && !value_is_currency(currency))
        creative_wrong(l, xml_where(l->doc, e), "use an ISO 4217 code, as in EUR", "'%s' is not a currency",
                       currency);
    else if (currency) {
        char *code = arena_strdup(l->a, currency);
        for (char *p = code; *p; p++)
            *p |= 0x20;
        add_keyword(l, e, d, "currency", "cu", code);
    }
    add_keyword(l, e, d, "first-day", "fw", day >= 0 ? days[day] : NULL);
    add_keyword(l, e, d, "units", "ms", unit >= 0 ? units[unit] : NULL);
    add_keyword(l, e, d, "digits", "nu", xml_attr(e, "digits"));
    d->currency = currency;
}

static void read_price(struct loading *l, const struct xml_node *e, struct locale_def *d)
{
    static const int symbols[] = {0, 32, 64, 96};
    check_attrs(l, e, "step|round|ending|toward|whole|symbol");
    struct message_price *p = ARENA_NEW(l->a, struct message_price);
    p->currency = d->currency;
    p->step = xml_attr(e, "step");
    p->round = (enum message_round)attr_word(l, e, "round", "half-up|half-even|up|down", 0);
    p->ending = xml_attr(e, "ending");
    p->toward = attr_word(l, e, "toward", "down|nearest|up", 1) - 1;
    const char *whole = xml_attr(e, "whole");
    p->whole = str_eq(whole, "show") ? NULL : str_eq(whole, "hide") ? "" : whole;
    p->symbol = symbols[attr_word(l, e, "symbol", "yes|narrow|code|no", 0)];
    const char *fault = message_price_fault(p);
    if (fault)
        creative_wrong(l, xml_where(l->doc, e), NULL, "%s", fault);
    if (d->price)
        creative_wrong(l, xml_where(l->doc, e), "join them", "a second <price>");
    d->price = p;
}

static void read_legal(struct loading *l, const struct xml_node *e, struct locale_def *d)
{
    check_attrs(l, e, "role|contains|note");
    struct market_legal *legal = &d->legals[d->n_legals++];
    *legal = (struct market_legal){
        .role = xml_attr(e, "role"), .contains = xml_attr(e, "contains"), .where = xml_where(l->doc, e)};
    if (!legal->role)
        legal->role = "legal";
    legal->pattern = copy_pattern(l, e);
    if (!*legal->pattern)
        legal->pattern = NULL;
    else if (!(legal->message = message_parse(l->ctx, l->a, legal->pattern, l->c->run_names, legal->where)))
        l->failed = true;
}

static void read_market(struct loading *l, const struct xml_node *e)
{
    check_attrs(l, e,
                "locale|currency|calendar|digits|first-day|units|font|dir|hyphenate|no-break|title-case|"
                "isolate|note");
    check_children(l, e, "price|legal|forbid|swap");
    const char *locale = need_attr(l, e, "locale"), *tag = locale_canonical(l->a, locale);
    if (!tag) {
        if (*locale)
            creative_wrong(l, xml_where(l->doc, e), "use BCP 47, such as de-DE", "'%s' is not a locale",
                           locale);
        return;
    }
    struct locale_def *d = locale_entry(l, tag);
    if (d->market)
        creative_wrong(l, xml_where(l->doc, e), "join them", "a second market for %s", tag);
    d->market = true;
    d->where = xml_where(l->doc, e);
    d->font = xml_attr(e, "font");
    int dir = attr_word(l, e, "dir", "ltr|rtl", -1);
    d->dir = dir < 0 ? NULL : dir ? "rtl" : "ltr";
    d->hyphenate = xml_attr(e, "hyphenate") ? attr_bool(l, e, "hyphenate", false) : -1;
    d->no_break = attr_bool(l, e, "no-break", false);
    d->isolate = attr_bool(l, e, "isolate", false);
    size_t n = 0;
    if (xml_attr(e, "title-case"))
        d->title_case = split_words(l->a, xml_attr(e, "title-case"), &n);
    read_keywords(l, e, d);
    d->legals = ARENA_ARRAY(l->a, count_children(e, "legal"), struct market_legal);
    d->forbidden = ARENA_ARRAY(l->a, count_children(e, "forbid"), struct market_word);
    d->n_legals = d->n_forbidden = 0;
    for (const struct xml_node *k = e->first; k; k = k->next) {
        if (k->kind != XN_ELEMENT || !str_eq(k->ns, XML_NS_CREATIVE))
            continue;
        if (str_eq(k->name, "price")) {
            read_price(l, k, d);
        } else if (str_eq(k->name, "legal")) {
            read_legal(l, k, d);
        } else if (str_eq(k->name, "forbid")) {
            check_attrs(l, k, "word|instead|note");
            d->forbidden[d->n_forbidden++] =
                (struct market_word){need_attr(l, k, "word"), xml_attr(k, "instead")};
        }
    }
    read_swaps(l, e, d);
}

void read_markets(struct loading *l, const struct xml_node *e)
{
    check_attrs(l, e, "src|note");
    check_children(l, e, "market");
    const struct xml_doc *own = l->doc;
    const char *src = xml_attr(e, "src");
    if (src) {
        const char *path = path_inside(l->ctx, l->a, l->c->dir, src, xml_where(l->doc, e));
        const struct xml_doc *shared = path ? xml_load(l->ctx, l->a, path) : NULL;
        if (!shared) {
            l->failed = true;
        } else if (!xml_is(shared->root, XML_NS_CREATIVE, "markets") || xml_attr(shared->root, "src")) {
            l->failed = true;
            report_hint(l->ctx, DIAG_ERROR, DIAG_CREATIVE, xml_where(shared, shared->root),
                        "its root is <markets xmlns=\"" XML_NS_CREATIVE "\"> with the markets in it",
                        "'%s' is not a file of markets", src);
        } else {
            l->doc = shared;
            check_attrs(l, shared->root, "note");
            check_children(l, shared->root, "market");
            for (const struct xml_node *k = xml_child(shared->root, XML_NS_CREATIVE, "market"); k;
                 k = xml_next(k, XML_NS_CREATIVE, "market"))
                read_market(l, k);
            l->doc = own;
        }
    }
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "market"); k;
         k = xml_next(k, XML_NS_CREATIVE, "market"))
        read_market(l, k);
}

const char *locale_def_format(struct arena *a, const struct locale_def *d, const char *locale)
{
    for (size_t i = 0; d && i < d->n_keywords; i++) {
        const char *with = locale_with(a, locale, d->keywords[i].key, d->keywords[i].value);
        locale = with ? with : locale;
    }
    return locale;
}
