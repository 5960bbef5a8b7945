/* Style sheets: rules, indexed by what their rightmost compound demands so that each element tries only few.
 */
#include <stdlib.h>

#include "svg/svg-imp.h"

struct rule {
    struct rule *next; /* in its bucket, newest first */
    struct selector *selector;
    struct css_block block;
    uint32_t order;
};

struct sheet {
    struct lower *L;
    struct map *buckets; /* "#id", ".class", "ttag", "*" -> struct rule */
    uint32_t n_rules;
    size_t tried; /* rules on elements */
};

/* Thousands of rules on hundreds of thousands of elements: matching ends here. */
#define MAX_TRIES 5000000

struct sheet *sheet_new(struct lower *L)
{
    struct sheet *s = ARENA_NEW(L->scratch, struct sheet);
    s->L = L;
    s->buckets = map_new();
    return s;
}

/* Past a string, comment or bracketed group at p; p + 1 for anything else. */
static const char *skip_one(const char *p)
{
    if (p[0] == '/' && p[1] == '*') {
        const char *end = strstr(p + 2, "*/");
        return end ? end + 2 : p + strlen(p);
    }
    if (*p == '"' || *p == '\'') {
        char quote = *p++;
        while (*p && *p != quote)
            p += *p == '\\' && p[1] ? 2 : 1;
        return *p ? p + 1 : p;
    }
    if (*p == '\\' && p[1])
        return p + 2;
    return p + 1;
}

/* The end of a block whose '{' lies just before p. */
static const char *block_end(const char *p)
{
    int depth = 1;
    while (*p) {
        if (*p == '{')
            depth++;
        else if (*p == '}' && --depth == 0)
            return p;
        p = skip_one(p);
    }
    return p;
}

static void add_rule(struct sheet *s, const char *p, const char *end, struct css_block block)
{
    struct selector *sel = selector_parse(s->L->scratch, p, end);
    if (!sel)
        return;
    struct rule *r = ARENA_NEW(s->L->scratch, struct rule);
    r->selector = sel;
    r->block = block;
    r->order = s->n_rules++;
    const char *name;
    char kind = selector_key(sel, &name);
    char *key = arena_printf(s->L->scratch, "%c%s", kind, name ? name : "");
    r->next = map_put(s->buckets, key, r);
}

/* Comments become spaces, so that the parsers of values and selectors need not know them. */
char *css_without_comments(struct arena *a, const char *css)
{
    char *copy = arena_strdup(a, css);
    for (char *p = copy; *p;) {
        char *next = copy + (skip_one(p) - copy);
        if (p[0] == '/' && p[1] == '*')
            memset(p, ' ', (size_t)(next - p));
        p = next;
    }
    return copy;
}

static bool media_applies(const char *p, const char *end)
{
    while (p < end) { /* a list: one match is enough */
        const char *comma = memchr(p, ',', (size_t)(end - p));
        const char *stop = comma ? comma : end;
        while (p < stop && ascii_space(*p))
            p++;
        size_t n = (size_t)(stop - p);
        bool plain = n == 0 || (n >= 3 && strncasecmp(p, "all", 3) == 0) ||
                     (n >= 6 && strncasecmp(p, "screen", 6) == 0) ||
                     (n >= 4 && strncasecmp(p, "only", 4) == 0);
        if (plain)
            return true;
        p = comma ? comma + 1 : end;
    }
    return false;
}

/* The value of a declaration of a block, in the scratch arena; NULL. */
static const char *declared(const struct lower *L, const char *p, const char *end, const char *name)
{
    size_t n = strlen(name);
    while (p < end) {
        while (p < end && (ascii_space(*p) || *p == ';'))
            p++;
        const char *start = p;
        int parens = 0;
        for (; p < end && (*p != ';' || parens > 0); p = skip_one(p)) {
            parens += *p == '(';
            parens -= *p == ')';
        }
        p = p > end ? end : p;
        if ((size_t)(p - start) <= n || strncasecmp(start, name, n) != 0)
            continue;
        const char *value = start + n, *stop = p;
        while (value < stop && ascii_space(*value))
            value++;
        if (value == stop || *value != ':')
            continue;
        for (value++; value < stop && ascii_space(*value);)
            value++;
        while (stop > value && ascii_space(stop[-1]))
            stop--;
        return arena_strndup(L->scratch, value, (size_t)(stop - value));
    }
    return NULL;
}

/* Fonts in a document are not read: say so where text would be drawn in another one. */
static void font_face(const struct sheet *s, const char *body, const char *close)
{
    struct lower *L = s->L;
    const char *family = declared(L, body, close, "font-family");
    if (family && L->o->typesetter && !text_knows_family(L->o->typesetter, family))
        warn(L, NULL, DIAG_SVG_FONT,
             "the font %s of @font-face is not read, fonts come from the system and from font folders: "
             "give the folder of its file with --font-dir",
             family);
}

static void parse_rules(struct sheet *s, const char *p, const char *end, int depth)
{
    while (p < end) {
        while (p < end && (ascii_space(*p) || *p == ';' || *p == '}'))
            p++;
        if (p >= end)
            return;
        if (strncmp(p, "<!--", 4) == 0) {
            p += 4;
            continue;
        }
        if (strncmp(p, "-->", 3) == 0) {
            p += 3;
            continue;
        }
        const char *start = p;
        bool at_rule = *p == '@';
        while (p < end && *p != '{' && !(at_rule && *p == ';'))
            p = skip_one(p);
        if (p >= end)
            return;
        if (*p == ';') {
            p++;
            continue;
        }
        const char *head_end = p, *body = p + 1, *close = block_end(body);
        if (close > end)
            close = end;
        if (at_rule) {
            bool media = strncasecmp(start, "@media", 6) == 0 && media_applies(start + 6, head_end);
            bool supports = strncasecmp(start, "@supports", 9) == 0 || strncasecmp(start, "@layer", 6) == 0;
            if ((media || supports) && depth < 8)
                parse_rules(s, body, close, depth + 1);
            else if (strncasecmp(start, "@font-face", 10) == 0)
                font_face(s, body, close);
        } else {
            struct css_block block = {body, (size_t)(close - body)};
            const char *q = start, *from = start;
            int parens = 0;
            for (; q < head_end; q = skip_one(q)) {
                parens += *q == '(' || *q == '[';
                parens -= *q == ')' || *q == ']';
                if (*q == ',' && parens <= 0) {
                    add_rule(s, from, q, block);
                    from = q + 1;
                }
            }
            add_rule(s, from, head_end, block);
        }
        p = *close ? close + 1 : close;
    }
}

void sheet_parse(struct sheet *s, const char *css)
{
    char *copy = css_without_comments(s->L->scratch, css);
    parse_rules(s, copy, copy + strlen(copy), 0);
}

void css_declarations(struct lower *L, struct el *e, const char *css, size_t len, uint64_t rank)
{
    const char *p = css, *end = css + len;
    while (p < end) {
        while (p < end && (ascii_space(*p) || *p == ';'))
            p++;
        const char *name = p;
        while (p < end && *p != ':' && *p != ';')
            p++;
        if (p >= end || *p == ';')
            continue;
        const char *name_end = p++;
        while (name_end > name && ascii_space(name_end[-1]))
            name_end--;
        const char *value = p;
        int parens = 0;
        while (p < end && (*p != ';' || parens > 0)) {
            parens += *p == '(';
            parens -= *p == ')';
            const char *next = skip_one(p);
            p = next > end ? end : next;
        }
        const char *value_end = p;
        while (value_end > value && ascii_space(value_end[-1]))
            value_end--;
        uint64_t r = rank;
        if (value_end - value >= 10 && strncasecmp(value_end - 9, "important", 9) == 0) {
            const char *bang = value_end - 9;
            while (bang > value && ascii_space(bang[-1]))
                bang--;
            if (bang > value && bang[-1] == '!') {
                value_end = bang - 1;
                r |= RANK_IMPORTANT;
            }
        }
        el_declare(L, e, name, (size_t)(name_end - name), value, (size_t)(value_end - value), r);
    }
}

static void apply_bucket(struct sheet *s, struct el *e, const char *key)
{
    for (const struct rule *r = map_find(s->buckets, key); r; r = r->next) {
        if (++s->tried >= MAX_TRIES) {
            if (s->tried == MAX_TRIES)
                warn(s->L, e, DIAG_LIMIT,
                     "too many style rules for so many elements: the rest is not styled");
            s->tried = MAX_TRIES;
            return;
        }
        if (selector_match(r->selector, e))
            css_declarations(s->L, e, r->block.text, r->block.len,
                             RANK_RULE(selector_specificity(r->selector), r->order));
    }
}

static void apply_one(struct sheet *s, struct el *e, struct str *key)
{
    apply_bucket(s, e, "*");
    str_clear(key);
    str_printf(key, "t%s", e->x->name);
    apply_bucket(s, e, key->data);
    if (e->id) {
        str_clear(key);
        str_printf(key, "#%s", e->id);
        apply_bucket(s, e, key->data);
    }
    const char *c = el_attr(e, "class");
    while (c && *c) {
        while (ascii_space(*c))
            c++;
        const char *start = c;
        while (*c && !ascii_space(*c))
            c++;
        if (c > start) {
            str_clear(key);
            str_putc(key, '.');
            str_put(key, start, (size_t)(c - start));
            apply_bucket(s, e, key->data);
        }
    }
}

void sheet_apply(struct sheet *s, struct el *root)
{
    struct str key = STR_INIT;
    if (s->n_rules)
        for (struct el *e = root; e; e = el_following(root, e))
            if (e->tag != TAG_TEXT_NODE)
                apply_one(s, e, &key);
    str_drop(&key);
    map_drop(s->buckets);
}
