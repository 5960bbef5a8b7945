/* Selectors: compounds of type, universal, class, id, attribute and structural pseudo-classes, joined by
 * combinators. */
#include "svg/svg-imp.h"

struct test {
    struct test *next;
    enum {
        TEST_TYPE,
        TEST_CLASS,
        TEST_ID,
        TEST_ATTR,
        TEST_FIRST,
        TEST_LAST,
        TEST_ONLY,
        TEST_ROOT,
        TEST_NTH,
        TEST_EMPTY,
        TEST_NOT,
        TEST_IS,
        TEST_NEVER
    } kind;
    const char *name, *value;
    char op;  /* attributes: 0 present, = ~ | ^ $ * */
    int a, b; /* an+b */
    bool from_end, of_type;
    struct selector *inner; /* a list through `also` */
};

struct selector { /* one compound; `left` is what stands before it */
    struct test *tests;
    struct selector *left;
    char combinator; /* ' ' '>' '+' '~': between left and this */
    uint32_t specificity;
    struct selector *also; /* of a list inside :is() or :not() */
};

struct cursor {
    const char *p, *end;
    struct arena *a;
};

static bool name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '\\' || (c & 0x80);
}

/* An identifier with its escapes undone; NULL when there is none. */
static char *name(struct cursor *c)
{
    const char *start = c->p;
    while (c->p < c->end && name_char(*c->p))
        c->p += *c->p == '\\' && c->p + 1 < c->end ? 2 : 1;
    if (c->p == start)
        return NULL;
    char *out = arena_strndup(c->a, start, (size_t)(c->p - start)), *w = out;
    for (const char *r = out; *r; r++) {
        if (*r == '\\' && r[1])
            r++;
        *w++ = *r;
    }
    *w = '\0';
    return out;
}

static void spaces(struct cursor *c)
{
    while (c->p < c->end && ascii_space(*c->p))
        c->p++;
}

static struct test *add(struct cursor *c, struct selector *s, int kind, uint32_t specificity)
{
    struct test *t = ARENA_NEW(c->a, struct test);
    t->kind = kind;
    t->next = s->tests;
    s->tests = t;
    s->specificity += specificity;
    return t;
}

static bool attribute(struct cursor *c, struct selector *s)
{
    c->p++;
    spaces(c);
    struct test *t = add(c, s, TEST_ATTR, 1 << 8);
    if (c->end - c->p > 2 && c->p[0] == '*' && c->p[1] == '|') /* any namespace */
        c->p += 2;
    t->name = name(c);
    if (!t->name)
        return false;
    if (c->p < c->end && *c->p == '|' && c->p + 1 < c->end &&
        c->p[1] != '=') { /* ns|name: the prefix is dropped */
        c->p++;
        t->name = name(c);
    }
    spaces(c);
    if (c->p < c->end && *c->p == ']') {
        c->p++;
        return t->name != NULL;
    }
    if (c->p < c->end && strchr("~|^$*", *c->p))
        t->op = *c->p++;
    else
        t->op = '=';
    if (c->p >= c->end || *c->p != '=')
        return false;
    c->p++;
    spaces(c);
    if (c->p < c->end && (*c->p == '"' || *c->p == '\'')) {
        char quote = *c->p++;
        const char *start = c->p;
        while (c->p < c->end && *c->p != quote)
            c->p++;
        t->value = arena_strndup(c->a, start, (size_t)(c->p - start));
        if (c->p < c->end)
            c->p++;
    } else {
        t->value = name(c);
    }
    spaces(c);
    if (!t->value || c->p >= c->end || *c->p != ']')
        return false;
    c->p++;
    return true;
}

static bool nth(struct test *t, const char *arg)
{
    scan_space(&arg);
    if (strncmp(arg, "odd", 3) == 0) {
        t->a = 2;
        t->b = 1;
        return true;
    }
    if (strncmp(arg, "even", 4) == 0) {
        t->a = 2;
        return true;
    }
    double v = 1;
    const char *p = arg;
    bool number = scan_number(&p, &v);
    if (!number && (*p == '+' || *p == '-'))
        v = *p++ == '-' ? -1 : 1;
    if (*p != 'n') {
        if (!number || fabs(v) >= 1e6)
            return false;
        t->b = (int)v;
        return true;
    }
    t->a = fabs(v) < 1e6 ? (int)v : 0;
    p++;
    scan_space(&p);
    double sign = 1;
    if ((*p == '+' || *p == '-') && ascii_space(p[1])) {
        sign = *p++ == '-' ? -1 : 1;
        scan_space(&p);
    }
    if (scan_number(&p, &v) && fabs(v) < 1e6)
        t->b = (int)(sign * v);
    return true;
}

/* Selectors with commas between them, the invalid ones left out; the specificity of the greatest. */
static struct selector *selector_list(struct arena *a, const char *p, uint32_t *most)
{
    struct selector *list = NULL;
    for (const char *start = p; p; start = p + 1) {
        int depth = 0;
        for (p = start; *p && (*p != ',' || depth > 0); p++)
            depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
        struct selector *s = selector_parse(a, start, p);
        if (s) {
            s->also = list;
            list = s;
            *most = s->specificity > *most ? s->specificity : *most;
        }
        if (!*p)
            break;
    }
    return list;
}

static bool pseudo(struct cursor *c, struct selector *s)
{
    c->p++;
    if (c->p < c->end && *c->p == ':')
        return false; /* pseudo-elements never match */
    const char *n = name(c);
    if (!n)
        return false;
    char *arg = NULL;
    if (c->p < c->end && *c->p == '(') {
        const char *start = ++c->p;
        int depth = 1;
        while (c->p < c->end && depth > 0) {
            depth += *c->p == '(';
            depth -= *c->p == ')';
            c->p++;
        }
        if (depth)
            return false;
        arg = arena_strndup(c->a, start, (size_t)(c->p - 1 - start));
    }
    struct test *t = add(c, s, TEST_NEVER, 1 << 8);
    if (str_eq(n, "first-child") || str_eq(n, "first-of-type")) {
        t->kind = TEST_FIRST;
        t->of_type = n[6] == 'o';
    } else if (str_eq(n, "last-child") || str_eq(n, "last-of-type")) {
        t->kind = TEST_LAST;
        t->of_type = n[5] == 'o';
    } else if (str_eq(n, "only-child")) {
        t->kind = TEST_ONLY;
    } else if (str_eq(n, "root")) {
        t->kind = TEST_ROOT;
    } else if (str_eq(n, "empty")) {
        t->kind = TEST_EMPTY;
    } else if (arg && str_starts(n, "nth-")) {
        t->kind = TEST_NTH;
        t->from_end = str_starts(n, "nth-last-");
        t->of_type = str_ends(n, "of-type");
        return nth(t, arg);
    } else if (arg && (str_eq(n, "not") || str_eq(n, "is") || str_eq(n, "where") || str_eq(n, "matches"))) {
        uint32_t most = 0;
        t->kind = *n == 'n' ? TEST_NOT : TEST_IS;
        t->inner = selector_list(c->a, arg, &most);
        if (!t->inner && t->kind == TEST_NOT)
            return false;
        s->specificity += (*n == 'w' ? 0 : most) - (1 << 8);
    } else if (str_eq(n, "link") || str_eq(n, "any-link")) {
        t->kind = TEST_ATTR;
        t->name = "href";
    } else if (!str_eq(n, "hover") && !str_eq(n, "focus") && !str_eq(n, "active") && !str_eq(n, "visited")) {
        return false;
    }
    return true;
}

static struct selector *compound(struct cursor *c)
{
    struct selector *s = ARENA_NEW(c->a, struct selector);
    bool any = false;
    while (c->p < c->end) {
        char ch = *c->p;
        if (ch == '*') {
            c->p++;
        } else if (ch == '#') {
            c->p++;
            struct test *t = add(c, s, TEST_ID, 1 << 16);
            if (!(t->name = name(c)))
                return NULL;
        } else if (ch == '.') {
            c->p++;
            struct test *t = add(c, s, TEST_CLASS, 1 << 8);
            if (!(t->name = name(c)))
                return NULL;
        } else if (ch == '[') {
            if (!attribute(c, s))
                return NULL;
        } else if (ch == ':') {
            if (!pseudo(c, s))
                return NULL;
        } else if (ch == '|') { /* ns|type: the prefix is dropped */
            c->p++;
            s->tests = NULL;
        } else if (!any && name_char(ch)) {
            struct test *t = add(c, s, TEST_TYPE, 1);
            t->name = name(c);
        } else {
            break;
        }
        any = true;
    }
    return any ? s : NULL;
}

struct selector *selector_parse(struct arena *a, const char *p, const char *end)
{
    struct cursor c = {p, end, a};
    spaces(&c);
    struct selector *s = compound(&c);
    for (int n = 0; s && c.p < c.end; n++) {
        const char *before = c.p;
        spaces(&c);
        if (c.p >= c.end)
            break;
        char combinator = ' ';
        if (strchr(">+~", *c.p)) {
            combinator = *c.p++;
            spaces(&c);
        } else if (c.p == before) {
            return NULL;
        }
        struct selector *right = compound(&c);
        if (!right || n > 32)
            return NULL;
        right->left = s;
        right->combinator = combinator;
        right->specificity += s->specificity;
        s = right;
    }
    return s;
}

static bool has_class(const struct el *e, const char *cls)
{
    const char *c = el_attr(e, "class");
    size_t n = strlen(cls);
    while (c && (c = strstr(c, cls))) {
        const char *all = el_attr(e, "class");
        if ((c == all || ascii_space(c[-1])) && (!c[n] || ascii_space(c[n])))
            return true;
        c++;
    }
    return false;
}

static bool match_attr(const struct test *t, const struct el *e)
{
    const char *v = el_attr(e, t->name);
    if (!v && str_eq(t->name, "href"))
        v = el_href(e);
    if (!v || !t->op)
        return v != NULL;
    size_t n = strlen(t->value);
    switch (t->op) {
    case '=':
        return strcmp(v, t->value) == 0;
    case '^':
        return n && strncmp(v, t->value, n) == 0;
    case '$':
        return n && str_ends(v, t->value);
    case '*':
        return n && strstr(v, t->value);
    case '|':
        return strncmp(v, t->value, n) == 0 && (!v[n] || v[n] == '-');
    default:
        for (const char *p = v; n && (p = strstr(p, t->value)); p++)
            if ((p == v || ascii_space(p[-1])) && (!p[n] || ascii_space(p[n])))
                return true;
        return false;
    }
}

/* How many siblings a position is counted over: a long list of siblings must not make matching quadratic. */
#define MAX_SIBLINGS 4096

static int position(const struct el *e, bool from_end, bool of_type)
{
    if (!from_end && !of_type)
        return e->index;
    int n = 1, steps = 0;
    for (const struct el *s = from_end ? e->next : e->prev; s && steps < MAX_SIBLINGS;
         s = from_end ? s->next : s->prev, steps++)
        if (s->tag != TAG_TEXT_NODE && (!of_type || str_eq(s->x->name, e->x->name)))
            n++;
    return n;
}

static bool match_test(const struct test *t, const struct el *e)
{
    switch (t->kind) {
    case TEST_TYPE:
        return str_eq(t->name, e->x->name);
    case TEST_CLASS:
        return has_class(e, t->name);
    case TEST_ID:
        return str_eq(t->name, e->id);
    case TEST_ATTR:
        return match_attr(t, e);
    case TEST_FIRST:
        return position(e, false, t->of_type) == 1;
    case TEST_LAST:
        return position(e, true, t->of_type) == 1;
    case TEST_ONLY:
        return e->index == 1 && position(e, true, false) == 1;
    case TEST_ROOT:
        return !e->parent;
    case TEST_EMPTY:
        return !e->first;
    case TEST_NTH: {
        int n = position(e, t->from_end, t->of_type) - t->b;
        return t->a ? n % t->a == 0 && n / t->a >= 0 : n == 0;
    }
    case TEST_NOT:
    case TEST_IS:
        for (const struct selector *one = t->inner; one; one = one->also)
            if (selector_match(one, e))
                return t->kind == TEST_IS;
        return t->kind == TEST_NOT;
    default:
        return false;
    }
}

/* A failure says how far up trying again is useless, which keeps matching polynomial. */
enum outcome { MATCH, FAIL_HERE, FAIL_SIBLINGS, FAIL_ALL };

static const struct el *element_before(const struct el *e)
{
    do
        e = e->prev;
    while (e && e->tag == TAG_TEXT_NODE);
    return e;
}

static enum outcome match(const struct selector *s, const struct el *e)
{
    for (const struct test *t = s->tests; t; t = t->next)
        if (!match_test(t, e))
            return FAIL_HERE;
    if (!s->left)
        return MATCH;
    enum outcome r;
    switch (s->combinator) {
    case '>':
        if (!e->parent)
            return FAIL_ALL;
        r = match(s->left, e->parent);
        return r == FAIL_SIBLINGS ? FAIL_HERE : r;
    case '+':
        e = element_before(e);
        return e ? match(s->left, e) : FAIL_HERE;
    case '~':
        for (e = element_before(e); e; e = element_before(e)) {
            r = match(s->left, e);
            if (r != FAIL_HERE)
                return r;
        }
        return FAIL_SIBLINGS;
    default:
        for (e = e->parent; e; e = e->parent) {
            r = match(s->left, e);
            if (r == MATCH || r == FAIL_ALL)
                return r;
        }
        return FAIL_ALL;
    }
}

bool selector_match(const struct selector *s, const struct el *e)
{
    return match(s, e) == MATCH;
}

uint32_t selector_specificity(const struct selector *s)
{
    return s->specificity < (1u << 27) ? s->specificity : (1u << 27);
}

char selector_key(const struct selector *s, const char **key)
{
    const struct test *id = NULL, *cls = NULL, *type = NULL;
    for (const struct test *t = s->tests; t; t = t->next) {
        if (t->kind == TEST_ID)
            id = t;
        else if (t->kind == TEST_CLASS)
            cls = t;
        else if (t->kind == TEST_TYPE)
            type = t;
    }
    const struct test *best = id ? id : cls ? cls : type;
    *key = best ? best->name : NULL;
    return id ? '#' : cls ? '.' : type ? 't' : '*';
}
