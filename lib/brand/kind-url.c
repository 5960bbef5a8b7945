#include "brand/brand-imp.h"
#include "brand/url-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {NULL, "schemes", BRAND_WORDS, .def = "https", .help = "schemes that are allowed"},
    {NULL, "hosts", BRAND_WORDS,
     .help = "hosts that are allowed; *.acme.example is acme.example and all below it"},
    {NULL, "max-length", BRAND_NUMBER, .min = 1, .max = 100000, .help = "most characters of the address"},
    {"param", "name", BRAND_TEXT, .required = true,
     .help = "a parameter that the query must have: utm_source"},
    {"param", "value", BRAND_PATTERN, .help = "a pattern that its whole value must match, decoded"},
    {"param", "required", BRAND_YES, .def = "yes",
     .help = "no: only its value is looked at, where it stands"},
};

/* Compiled again as a whole match: part of a value proves nothing. */
struct wanted {
    struct wanted *next;
    const struct brand_item *item;
    const char *name;
    const struct match *value;
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    struct wanted **at = (struct wanted **)out;
    for (const struct brand_item *i = r->items; i; i = i->next) {
        const struct brand_value *v = item_value(r, i, "value");
        struct wanted *w = *at = ARENA_NEW(loader_arena(l), struct wanted);
        at = &w->next;
        w->item = i;
        w->name = item_value(r, i, "name")->text;
        w->value = v->set ? loader_match(l, v->text, MATCH_WHOLE, i->where) : NULL;
        if (v->set && !w->value)
            return -1;
    }
    return 0;
}

/* Addresses are texts of the rule's slots and roles; with neither, those of role url and all that look like
 * one. */
static bool is_url(const struct brand_rule *r, const struct copy_fact *f)
{
    return r->slots || r->roles || str_eq(f->role, "url") || str_starts(f->text, "https://") ||
           str_starts(f->text, "http://");
}

static int check_params(struct check *c, const struct brand_rule *r, const struct copy_fact *f,
                        const struct url *u, const char *name)
{
    for (const struct wanted *w = r->payload; w; w = w->next) {
        const char *query = u->query, *key, *value, *first = NULL;
        size_t n = 0;
        while ((value = url_param(c->arena, &query, &key)))
            if (str_eq(key, w->name)) {
                first = n++ ? first : value;
            }
        struct spot spot = copy_spot(f, arena_printf(c->arena, "%s %s", w->name,
                                                     n == 0  ? "missing"
                                                     : n > 1 ? "twice"
                                                             : "value"));
        if (n == 0 && item_value(r, w->item, "required")->yes)
            found(c, spot, "%s has no parameter %s", name, w->name);
        else if (n > 1)
            found(c, spot, "%s has the parameter %s %zu times", name, w->name, n);
        if (n != 1 || !w->value)
            continue;
        int m = match_test(c->ctx, w->value, first, strlen(first), f->where);
        if (m < 0)
            return -1;
        if (!m)
            found(c, spot, "%s has %s=%s, which must match /%s/", name, w->name,
                  excerpt(c->arena, first, strlen(first)), item_value(r, w->item, "value")->text);
    }
    return 0;
}

static int look(struct check *c, const struct brand_rule *r, const struct copy_fact *f)
{
    struct url u;
    const char *name = spot_name(c, f->slot, f->id, f->where.line), *text = f->text;
    size_t len = utf8_length(text, strlen(text));
    if (!url_parse(c->arena, text, &u)) {
        found(c, copy_spot(f, "address"), "%s is no web address: \"%s\"", name,
              excerpt(c->arena, text, strlen(text)));
        return 0;
    }
    if (text[strcspn(text, " \t\r\n<>\"")])
        found(c, copy_spot(f, "characters"), "%s has white space or quotes in its address", name);
    if (!words_have(rule_value(r, "schemes")->words, u.scheme))
        found(c, copy_spot(f, "scheme"), "%s begins with %s://, allowed is %s", name, u.scheme,
              rule_value(r, "schemes")->text);
    if (u.has_user)
        found(c, copy_spot(f, "user"), "%s has a user name or password before its host", name);
    if (rule_value(r, "hosts")->set && !host_in(rule_value(r, "hosts")->words, u.host))
        found(c, copy_spot(f, "host"), "%s leads to %s, allowed are %s", name, u.host,
              rule_value(r, "hosts")->text);
    if (rule_value(r, "max-length")->set && (double)len > rule_number(r, "max-length", 0))
        found(c, copy_spot(f, "length"), "%s has %zu characters, at most %g are allowed", name, len,
              rule_number(r, "max-length", 0));
    return check_params(c, r, f, &u, name);
}

static int check_text(struct check *c, const struct brand_rule *r, const struct copy_fact *f)
{
    /* the pattern of a message is no address before its values are in it */
    return !f->raw && is_url(r, f) ? look(c, r, f) : 0;
}

BRAND_KIND(url, "url", .summary = "landing pages: scheme, host, and the parameters that measure",
           PARAMS(params), .need = NEED_LINE, .by_slot = true, .section = "data",
           .hint = "mend the address in the creative or the audience", .compile = compile,
           .check_text = check_text);
