/* A recursive-descent parser and an evaluator for the part of XPath 1.0 (sections 3.1 to 3.5 and 4) that
 * needs no nodes. Whatever is not understood ends the parse, and libxml2 takes the whole expression. */
#include <math.h>
#include <string.h>

#include <libxml/xpath.h>

#include "xml/xpath-imp.h"

enum { QUICK_DEPTH = 64, QUICK_ARGS = 3 };

enum op {
    OP_LITERAL,
    OP_VARIABLE,
    OP_OR,
    OP_AND,
    OP_EQ,
    OP_NE,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_MINUS,
    OP_NOT,
    OP_BOOLEAN,
    OP_NUMBER,
    OP_STRING,
    OP_CONTAINS,
    OP_STARTS,
    OP_NORMALIZE,
    OP_LENGTH,
    OP_RE_TEST,
};

struct node {
    enum op op;
    struct xpath_value value; /* OP_LITERAL */
    const char *name;         /* OP_VARIABLE */
    const struct node *args[QUICK_ARGS];
    int n;
};

struct quick {
    struct arena *a, *scratch; /* scratch: strings made by the evaluation under way */
    const struct node *root;
    /* of the evaluation under way */
    xpath_variable *variable;
    xpath_re_test *re;
    void *payload;
    bool failed, bad_pattern;
};

/* ---- parsing ---- */

struct reading {
    const char *p;
    struct arena *a;
    int depth;
};

static const struct node *read_or(struct reading *r);

static bool name_byte(char c)
{
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.' || c == ':';
}

static void skip_blanks(struct reading *r)
{
    r->p += strspn(r->p, " \t\r\n");
}

static bool take(struct reading *r, const char *token)
{
    skip_blanks(r);
    if (!str_starts(r->p, token))
        return false;
    r->p += strlen(token);
    return true;
}

/* An operator that is spelled as a name. */
static bool take_word(struct reading *r, const char *word)
{
    skip_blanks(r);
    size_t n = strlen(word);
    if (strncmp(r->p, word, n) != 0 || name_byte(r->p[n]))
        return false;
    r->p += n;
    return true;
}

static struct node *node_new(struct reading *r, enum op op, const struct node *left, const struct node *right)
{
    struct node *n = ARENA_NEW(r->a, struct node);
    *n = (struct node){.op = op, .args = {left, right}, .n = right ? 2 : left ? 1 : 0};
    return n;
}

static const struct node *read_function(struct reading *r, const char *name, size_t len)
{
    static const struct {
        const char *name;
        enum op op;
        int least, most;
    } functions[] = {{"not", OP_NOT, 1, 1},
                     {"boolean", OP_BOOLEAN, 1, 1},
                     {"number", OP_NUMBER, 1, 1},
                     {"string", OP_STRING, 1, 1},
                     {"contains", OP_CONTAINS, 2, 2},
                     {"starts-with", OP_STARTS, 2, 2},
                     {"normalize-space", OP_NORMALIZE, 1, 1},
                     {"string-length", OP_LENGTH, 1, 1},
                     {"re:test", OP_RE_TEST, 2, 3},
                     {"true", OP_LITERAL, 0, 0},
                     {"false", OP_LITERAL, 0, 0}};
    size_t k = 0;
    while (k < sizeof functions / sizeof *functions &&
           (strlen(functions[k].name) != len || memcmp(functions[k].name, name, len) != 0))
        k++;
    if (k == sizeof functions / sizeof *functions || !take(r, "("))
        return NULL;
    struct node *n = node_new(r, functions[k].op, NULL, NULL);
    n->value = (struct xpath_value){.kind = XV_BOOL, .boolean = *name == 't'};
    if (take(r, ")"))
        return functions[k].least == 0 ? n : NULL;
    while (n->n < functions[k].most) {
        if (!(n->args[n->n++] = read_or(r)))
            return NULL;
        if (take(r, ")"))
            return n->n >= functions[k].least ? n : NULL;
        if (!take(r, ","))
            return NULL;
    }
    return NULL;
}

static const struct node *read_primary(struct reading *r)
{
    skip_blanks(r);
    const char *start = r->p;
    struct node *n;
    if (*start == '(') {
        r->p++;
        const struct node *inner = read_or(r);
        return inner && take(r, ")") ? inner : NULL;
    }
    if (*start == '\'' || *start == '"') {
        const char *end = strchr(start + 1, *start);
        if (!end)
            return NULL;
        n = node_new(r, OP_LITERAL, NULL, NULL);
        n->value = (struct xpath_value){.kind = XV_STRING,
                                        .string = arena_strndup(r->a, start + 1, (size_t)(end - start) - 1)};
        r->p = end + 1;
        return n;
    }
    if (*start == '$') {
        while (name_byte(*++r->p))
            if (*r->p == ':')
                return NULL;
        n = node_new(r, OP_VARIABLE, NULL, NULL);
        n->name = arena_strndup(r->a, start + 1, (size_t)(r->p - start) - 1);
        return n;
    }
    if ((*start >= '0' && *start <= '9') || (*start == '.' && start[1] >= '0' && start[1] <= '9')) {
        size_t digits = strspn(start, "0123456789.");
        n = node_new(r, OP_LITERAL, NULL, NULL);
        n->value.kind = XV_NUMBER;
        if (number_parse(start, digits, &n->value.number) != digits || name_byte(start[digits]))
            return NULL;
        r->p += digits;
        return n;
    }
    while (name_byte(*r->p))
        r->p++;
    return r->p > start ? read_function(r, start, (size_t)(r->p - start)) : NULL;
}

static const struct node *read_unary(struct reading *r)
{
    int minus = 0;
    while (take(r, "-"))
        minus++;
    const struct node *n = minus > QUICK_DEPTH ? NULL : read_primary(r);
    while (n && minus-- > 0)
        n = node_new(r, OP_MINUS, n, NULL);
    return n;
}

static const struct node *read_relation(struct reading *r)
{
    static const struct {
        const char *token;
        enum op op;
    } tokens[] = {{"<=", OP_LE}, {">=", OP_GE}, {"<", OP_LT}, {">", OP_GT}};
    const struct node *n = read_unary(r);
    for (size_t i = 0; n && i < 4; i++) {
        if (!take(r, tokens[i].token))
            continue;
        const struct node *right = read_unary(r);
        n = right ? node_new(r, tokens[i].op, n, right) : NULL;
        i = (size_t)-1; /* look for the next operator from the first again */
    }
    return n;
}

static const struct node *read_equality(struct reading *r)
{
    const struct node *n = read_relation(r);
    while (n) {
        enum op op = take(r, "!=") ? OP_NE : take(r, "=") ? OP_EQ : OP_LITERAL;
        if (op == OP_LITERAL)
            break;
        const struct node *right = read_relation(r);
        n = right ? node_new(r, op, n, right) : NULL;
    }
    return n;
}

static const struct node *read_and(struct reading *r)
{
    const struct node *n = read_equality(r);
    while (n && take_word(r, "and")) {
        const struct node *right = read_equality(r);
        n = right ? node_new(r, OP_AND, n, right) : NULL;
    }
    return n;
}

static const struct node *read_or(struct reading *r)
{
    if (r->depth >= QUICK_DEPTH)
        return NULL;
    r->depth++;
    const struct node *n = read_and(r);
    while (n && take_word(r, "or")) {
        const struct node *right = read_and(r);
        n = right ? node_new(r, OP_OR, n, right) : NULL;
    }
    r->depth--;
    return n;
}

struct quick *quick_new(const char *expr)
{
    struct quick *q = xcalloc(1, sizeof *q);
    q->a = arena_new();
    q->scratch = arena_new();
    struct reading r = {.p = expr, .a = q->a};
    enum {
        LONGEST = 4096
    }; /* chains of operators nest to the left: this bounds how deep they are evaluated */
    q->root = strlen(expr) > LONGEST ? NULL : read_or(&r);
    skip_blanks(&r);
    if (q->root && !*r.p)
        return q;
    quick_drop(q);
    return NULL;
}

void quick_drop(struct quick *q)
{
    if (!q)
        return;
    arena_drop(q->a);
    arena_drop(q->scratch);
    free(q);
}

/* ---- evaluating ---- */

static struct xpath_value evaluate(struct quick *q, const struct node *n);

static bool truth_of(const struct xpath_value *v)
{
    switch (v->kind) {
    case XV_BOOL:
        return v->boolean;
    case XV_NUMBER:
        return v->number != 0 && !isnan(v->number);
    default:
        return *v->string != '\0';
    }
}

static double number_of(const struct xpath_value *v)
{
    if (v->kind == XV_NUMBER)
        return v->number;
    if (v->kind == XV_BOOL)
        return v->boolean;
    return xmlXPathCastStringToNumber((const xmlChar *)v->string);
}

static const char *string_of(struct quick *q, const struct xpath_value *v)
{
    if (v->kind == XV_STRING)
        return v->string;
    if (v->kind == XV_BOOL)
        return v->boolean ? "true" : "false";
    xmlChar *text = xmlXPathCastNumberToString(v->number);
    const char *own = arena_strdup(q->scratch, text ? (const char *)text : "");
    xmlFree(text);
    return own;
}

static struct xpath_value boolean(bool yes)
{
    return (struct xpath_value){.kind = XV_BOOL, .boolean = yes};
}

static bool test(struct quick *q, const struct node *n)
{
    struct xpath_value v = evaluate(q, n);
    return truth_of(&v);
}

static bool equal(const struct xpath_value *a, const struct xpath_value *b)
{
    if (a->kind == XV_BOOL || b->kind == XV_BOOL)
        return truth_of(a) == truth_of(b);
    if (a->kind == XV_NUMBER || b->kind == XV_NUMBER)
        return number_of(a) == number_of(b);
    return strcmp(a->string, b->string) == 0;
}

static struct xpath_value compare(struct quick *q, const struct node *n)
{
    struct xpath_value a = evaluate(q, n->args[0]), b = evaluate(q, n->args[1]);
    if (n->op == OP_EQ || n->op == OP_NE)
        return boolean(equal(&a, &b) == (n->op == OP_EQ));
    double x = number_of(&a), y = number_of(&b);
    return boolean(n->op == OP_LT ? x < y : n->op == OP_LE ? x <= y : n->op == OP_GT ? x > y : x >= y);
}

/* Blanks at the ends go, those inside become one space. */
static const char *normalized(struct arena *a, const char *s)
{
    char *out = arena_alloc(a, strlen(s) + 1), *q = out;
    for (const char *p = s + strspn(s, " \t\r\n"); *p;) {
        size_t word = strcspn(p, " \t\r\n");
        if (q > out)
            *q++ = ' ';
        memcpy(q, p, word);
        q += word;
        p += word;
        p += strspn(p, " \t\r\n");
    }
    *q = '\0';
    return out;
}

static struct xpath_value call(struct quick *q, const struct node *n)
{
    const char *s[QUICK_ARGS] = {"", "", ""};
    for (int i = 0; i < n->n; i++) {
        struct xpath_value v = evaluate(q, n->args[i]);
        s[i] = string_of(q, &v);
    }
    int found = 0;
    switch (n->op) {
    case OP_CONTAINS:
        return boolean(strstr(s[0], s[1]) != NULL);
    case OP_STARTS:
        return boolean(str_starts(s[0], s[1]));
    case OP_NORMALIZE:
        return (struct xpath_value){.kind = XV_STRING, .string = normalized(q->scratch, s[0])};
    case OP_LENGTH:
        return (struct xpath_value){.kind = XV_NUMBER, .number = (double)utf8_length(s[0], strlen(s[0]))};
    case OP_RE_TEST:
        found = !q->failed && q->re ? q->re(q->payload, s[0], s[1], s[2]) : -1;
        if (found < 0)
            q->failed = q->bad_pattern = true;
        return boolean(found > 0);
    default:
        return (struct xpath_value){.kind = XV_STRING, .string = s[0]};
    }
}

/* Recursion is as deep as the expression, which quick_new bounds. */
static struct xpath_value evaluate(struct quick *q, const struct node *n)
{
    struct xpath_value v = {.kind = XV_STRING, .string = ""};
    if (q->failed)
        return v;
    switch (n->op) {
    case OP_LITERAL:
        return n->value;
    case OP_VARIABLE:
        q->failed = !q->variable || !q->variable(q->payload, n->name, &v);
        if (v.kind == XV_STRING && !v.string)
            v.string = "";
        return v;
    case OP_OR:
        return boolean(test(q, n->args[0]) || test(q, n->args[1]));
    case OP_AND:
        return boolean(test(q, n->args[0]) && test(q, n->args[1]));
    case OP_EQ:
    case OP_NE:
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
        return compare(q, n);
    case OP_NOT:
    case OP_BOOLEAN:
        return boolean(test(q, n->args[0]) == (n->op == OP_BOOLEAN));
    case OP_NUMBER:
    case OP_MINUS:
        v = evaluate(q, n->args[0]);
        v = (struct xpath_value){.kind = XV_NUMBER, .number = number_of(&v)};
        v.number = n->op == OP_MINUS ? -v.number : v.number;
        return v;
    default:
        return call(q, n);
    }
}

int quick_test(struct quick *q, xpath_variable *variable, xpath_re_test *re, void *payload)
{
    q->variable = variable;
    q->re = re;
    q->payload = payload;
    q->failed = q->bad_pattern = false;
    if (arena_used(q->scratch))
        arena_reset(q->scratch);
    bool yes = test(q, q->root);
    return q->bad_pattern ? -2 : q->failed ? -1 : yes;
}
