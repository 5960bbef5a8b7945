/* Personal data where it must not be: names of variants and files, addresses, metadata. Findings never show
 * it. */
#include "brand/brand-imp.h"
#include "brand/url-imp.h"

#include <ctype.h>
#include <string.h>

static const struct brand_param params[] = {
    {NULL, "in", BRAND_CHOICES, .def = "names urls metadata", .choices = "names|urls|metadata|copy",
     .help =
         "where to look: names and paths of variants and files, web addresses, what picture files say about "
         "who made them, all copy"},
    {NULL, "find", BRAND_CHOICES, .def = "email phone iban card fields params",
     .choices = "email|phone|iban|card|fields|params",
     .help = "what to look for; fields: values of columns that the creative marks pii; params: parameters of "
             "addresses named email, phone, name..."},
    {"forbid", "", BRAND_PATTERN, .required = true, .help = "a further pattern of personal data"},
    {NULL, "allow", BRAND_PATTERN, .help = "what this matches is in order: ^help@acme\\.example$"},
};

enum { EMAIL, PHONE, IBAN, CARD, N_PATTERNS };
static const struct {
    const char *name, *pattern, *what;
} patterns[N_PATTERNS] = {
    {"email", "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}", "an e-mail address"},
    {"phone", "(?<![\\w+])\\+[1-9]\\d{0,2}[ ()./-]{0,2}\\d(?:[ ()./-]{0,2}\\d){6,12}(?!\\w)",
     "a telephone number"},
    {"iban", "(?<![A-Za-z0-9])[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])",
     "a bank account (IBAN)"},
    {"card",
     "(?<!\\d)(?:4\\d{3}|5[1-5]\\d{2}|2[2-7]\\d{2}|6(?:011|5\\d{2}))(?:[ "
     "-]?\\d{4}){3}(?!\\d)|(?<!\\d)3[47]\\d{13}(?!\\d)",
     "a card number"},
};
static const char param_names[] =
    "(?i)^(?:e-?mail(?:_?address)?|mail|phone|telephone|tel|mobile|(?:first|last|full|sur)_?-?name|name|"
    "birth(?:day|_?date)|dob|ssn|iban|street|address|postcode|zip)$";

struct payload {
    const struct match *at[N_PATTERNS], *param, *allow;
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    struct payload *p = *out = ARENA_NEW(loader_arena(l), struct payload);
    for (size_t i = 0; i < N_PATTERNS; i++)
        if (words_have(rule_value(r, "find")->words, patterns[i].name) &&
            !(p->at[i] = loader_match(l, patterns[i].pattern, 0, r->where)))
            return -1;
    if (words_have(rule_value(r, "find")->words, "params") &&
        !(p->param = loader_match(l, param_names, 0, r->where)))
        return -1;
    p->allow = rule_value(r, "allow")->pattern;
    return 0;
}

/* ISO 7064 MOD 97-10. */
static bool iban_valid(const char *s, size_t n)
{
    char text[48];
    size_t len = 0;
    for (size_t i = 0; i < n && len < sizeof text; i++)
        if (s[i] != ' ')
            text[len++] = s[i];
    unsigned rest = 0;
    for (size_t i = 0; i < len; i++) {
        char ch = text[(i + 4) % len];
        unsigned v = isdigit((unsigned char)ch) ? (unsigned)(ch - '0') : (unsigned)(ch - 'A') + 10;
        rest = (rest * (v > 9 ? 100 : 10) + v) % 97;
    }
    return len >= 15 && len <= 34 && rest == 1;
}

/* The check digit of ISO/IEC 7812 (Luhn). */
static bool card_valid(const char *s, size_t n)
{
    int sum = 0, at = 0;
    for (size_t i = n; i-- > 0;) {
        if (!isdigit((unsigned char)s[i]))
            continue;
        int d = s[i] - '0';
        if (at++ % 2)
            d = 2 * d > 9 ? 2 * d - 9 : 2 * d;
        sum += d;
    }
    return sum % 10 == 0;
}

struct place { /* a text that is looked at */
    struct spot spot;
    const char *name; /* for messages */
    const char *text;
    struct where where;
};

static void tell(struct check *c, const struct place *p, const char *what)
{
    struct spot spot = p->spot;
    spot.key = what;
    found(c, spot, "%s holds %s", p->name, what);
}

/* 1 when it was told, 0 not, -1 with a report. */
static int look_for(struct check *c, const struct payload *pl, const struct match *m, int which,
                    const char *what, const struct place *p)
{
    size_t len = strlen(p->text), start, end;
    for (size_t from = 0; m && from <= len; from = end > from ? end : from + 1) {
        int hit = match_search(c->ctx, m, p->text, len, from, &start, &end, p->where);
        if (hit <= 0)
            return hit;
        const char *at = p->text + start;
        size_t n = end - start;
        int ok = pl->allow ? match_test(c->ctx, pl->allow, at, n, p->where) : 0;
        if (ok < 0)
            return -1;
        if (ok || (which == IBAN && !iban_valid(at, n)) || (which == CARD && !card_valid(at, n)))
            continue;
        tell(c, p, what);
        return 1;
    }
    return 0;
}

static bool word_char(char ch)
{
    return isalnum((unsigned char)ch) || (ch & 0x80);
}

/* Whether a value stands in a text as a word, whatever its case. */
static bool holds_word(const char *text, const char *value)
{
    size_t n = strlen(value);
    for (const char *p = strcasestr(text, value); p; p = strcasestr(p + 1, value))
        if ((p == text || !word_char(p[-1])) && !word_char(p[n]))
            return true;
    return false;
}

static bool tell_field(struct check *c, const struct place *p, const char *name, const char *value)
{
    const struct field *f = creative_field(c->s->creative, name);
    if (!f || !f->pii || !value || strlen(value) < 3 || !holds_word(p->text, value))
        return false;
    tell(c, p, arena_printf(c->arena, "the column %s, which is personal", f->name));
    return true;
}

/* Values of personal columns come with the fields of the line, or as arguments of its messages. */
static void look_for_fields(struct check *c, const struct place *p)
{
    const struct variant *v = c->s->variant;
    if (!v || !c->s->creative)
        return;
    for (size_t i = 0; i < v->n_fields; i++)
        if (tell_field(c, p, v->fields[i].name, v->fields[i].value))
            return;
    for (const struct slot_value *s = v->slots; s; s = s->next)
        for (size_t i = 0; i < s->n_args; i++)
            if (tell_field(c, p, s->args[i].name, s->args[i].value))
                return;
}

static int look_for_params(struct check *c, const struct payload *pl, const struct place *p)
{
    struct url u;
    const char *query, *name, *value;
    if (!pl->param || !url_parse(c->arena, p->text, &u))
        return 0;
    for (query = u.query; (value = url_param(c->arena, &query, &name));) {
        int m = match_test(c->ctx, pl->param, name, strlen(name), p->where);
        if (m < 0)
            return -1;
        if (m && *value)
            tell(c, p, arena_printf(c->arena, "the parameter %s", excerpt(c->arena, name, strlen(name))));
    }
    return 0;
}

/* Which patterns a text can match at all, a bit each: most texts hold none of what they begin with. */
static unsigned may_hold(const char *text)
{
    bool at = false, plus = false, code = false, beyond = false;
    int digits = 0;
    for (const char *p = text; *p; p++) {
        at |= *p == '@';
        plus |= *p == '+';
        code |= *p >= 'A' && *p <= 'Z' && p[1] >= 'A' && p[1] <= 'Z';
        digits += *p >= '0' && *p <= '9';
        beyond |= (unsigned char)*p >= 0x80; /* digits of other scripts among them */
    }
    enum { LEAST_DIGITS = 15 }; /* of a card */
    return (unsigned)at << EMAIL | (unsigned)plus << PHONE | (unsigned)code << IBAN |
           (unsigned)(beyond || digits >= LEAST_DIGITS) << CARD;
}

static int look(struct check *c, const struct brand_rule *r, struct place p)
{
    const struct payload *pl = r->payload;
    if (!p.text || !*p.text)
        return 0;
    if (look_for_params(c, pl, &p) < 0)
        return -1;
    p.text = percent_decode(c->arena, p.text, strlen(p.text));
    if (utf8_invalid_at(p.text, strlen(p.text)) >= 0)
        return 0; /* bytes that are no text hold no name */
    const unsigned may = may_hold(p.text);
    for (int i = 0; i < N_PATTERNS; i++)
        if ((may >> i & 1) && look_for(c, pl, pl->at[i], i, patterns[i].what, &p) < 0)
            return -1;
    for (const struct brand_item *it = r->items; it; it = it->next)
        if (look_for(c, pl, item_value(r, it, "")->pattern, N_PATTERNS, "personal data", &p) < 0)
            return -1;
    if (words_have(rule_value(r, "find")->words, "fields"))
        look_for_fields(c, &p);
    return 0;
}

/* IPTC records and the like: what lies between the texts becomes spaces. */
static char *as_text(struct arena *a, const char *data, size_t len)
{
    char *text = arena_strndup(a, data, len);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < ' ' || (unsigned char)text[i] == 0xFF)
            text[i] = ' ';
    return text;
}

static int look_in_metadata(struct check *c, const struct brand_rule *r, const char *path)
{
    char *data;
    size_t len;
    if (file_read(c->ctx, c->arena, path, LIMIT_IMAGE_BYTES, &data, &len) != 0)
        return -1;
    struct image_notes *n = image_notes_read(data, len);
    if (!n)
        return 0;
    const struct str *parts[] = {&n->xmp, &n->iptc, &n->artist, &n->rights};
    int result = 0;
    for (size_t i = 0; result == 0 && i < sizeof parts / sizeof *parts; i++)
        if (parts[i]->len)
            result = look(c, r,
                          (struct place){{0},
                                         "what the picture says of itself",
                                         as_text(c->arena, parts[i]->data, parts[i]->len),
                                         {.file = path}});
    image_notes_drop(n);
    return result;
}

static int check(struct check *c, const struct brand_rule *r)
{
    const char *const *in = rule_value(r, "in")->words;
    bool names = words_have(in, "names"), urls = words_have(in, "urls"), copy = words_have(in, "copy");
    if (names && c->s->kind == SUBJECT_VARIANT &&
        look(c, r, (struct place){{0}, "the id of the variant", c->s->variant->id, {0}}) < 0)
        return -1;
    for (size_t i = 0; i < c->s->n_files && names; i++)
        if (look(c, r, (struct place){{0}, "the name of the picture", c->s->files[i].path, {0}}) < 0)
            return -1;
    for (size_t i = 0; i < c->s->n_files && words_have(in, "metadata"); i++)
        if (c->s->files[i].at_hand && look_in_metadata(c, r, c->s->files[i].path) < 0)
            return -1;
    for (size_t i = 0; i < c->s->n_copy; i++) {
        const struct copy_fact *f = &c->s->copy[i];
        bool url =
            str_eq(f->role, "url") || str_starts(f->text, "https://") || str_starts(f->text, "http://");
        if (!(copy || (urls && url)) || !rule_covers(r, f->slot, f->role, f->id))
            continue;
        struct place p = {copy_spot(f, NULL), spot_name(c, f->slot, f->id, f->where.line), f->text, f->where};
        if (look(c, r, p) < 0)
            return -1;
    }
    return 0;
}

BRAND_KIND(personal_data, "personal-data",
           .summary = "personal data in names, paths, web addresses and metadata; findings never show it",
           PARAMS(params), .need = NEED_LINE, .by_slot = true, .section = "data",
           .hint = "use an id in its place: <output name=\"{layout}/{locale}/{customer_id}\"/>",
           .compile = compile, .check = check);
