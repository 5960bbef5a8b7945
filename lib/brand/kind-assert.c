/* Conditions in XPath, in the manner of Schematron: for each node of a context, something must be true. */
#include "brand/worker-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {NULL, "that", BRAND_TEXT, .required = true,
     .help = "XPath 1.0 that must be true; columns, choices, slots, $layout, $locale, $theme, $width, "
             "$height and the rule's <let> are variables"},
    {NULL, "on", BRAND_CHOICE, .def = "values", .choices = "values|svg|creative",
     .help = "what it is asked of: the values of the ad; its SVG with all slots resolved; the creative.xml"},
    {NULL, "context", BRAND_TEXT, .def = "/*",
     .help = "of svg and creative: XPath of the nodes that are each asked; prefixes svg, xlink, c "
             "(creative.xml)"},
    {NULL, "tell", BRAND_TEXT, .help = "XPath whose value the finding shows, at the node"},
    {"let", "name", BRAND_TEXT, .required = true, .help = "a variable of the rule"},
    {"let", "value", BRAND_TEXT, .required = true,
     .help = "XPath of its value, at the node; later ones may use earlier ones"},
};

enum { MOST_LETS = 32, MOST_TOLD = 50 };

static bool on(const struct brand_rule *r, const char *what)
{
    return str_eq(rule_value(r, "on")->text, what);
}

static enum brand_need need_of(const struct brand_rule *r)
{
    return on(r, "svg") ? NEED_LAYOUT : NEED_LINE;
}

static int expression(struct brand_loader *l, const char *name, const char *expr, struct where where)
{
    struct ctx quiet = {0};
    struct xpath *x = expr ? xpath_new(&quiet, expr, where) : NULL;
    bool ok = !expr || x;
    xpath_drop(x);
    return ok ? 0
              : rule_wrong(l, where, "write XPath 1.0, such as that=\"$price > 0 or $segment = 'vip'\"",
                           "%s= is no XPath expression: %s", name, expr);
}

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    static const char *const names[] = {"that", "context", "tell"};
    size_t lets = 0;
    int result = 0;
    (void)out;
    for (size_t i = 0; i < LENGTH(names); i++)
        result |= expression(l, names[i], rule_value(r, names[i])->text, r->where);
    for (const struct brand_item *i = r->items; i; i = i->next, lets++)
        result |= expression(l, "value", item_value(r, i, "value")->text, i->where);
    if (lets > MOST_LETS)
        return rule_wrong(l, r->where, "fold some into one", "a rule has at most %d <let>", MOST_LETS);
    return result;
}

struct ask {
    struct check *c;
    const struct brand_rule *r;
    struct xpath_env env;
    bool lines; /* the document has the lines of its file */
    size_t told;
};

/* The variables of the rule at a node, in order. */
static int lets_at(struct ask *q, const struct xpath_place *at)
{
    struct check *c = q->c;
    c->n_lets = 0;
    for (const struct brand_item *i = q->r->items; i; i = i->next) {
        struct xpath *x = worker_expr(c, item_value(q->r, i, "value")->text);
        const char *value = x ? xpath_string_at(c->ctx, x, at, &q->env, c->arena) : NULL;
        if (!value)
            return -1;
        c->lets[c->n_lets++] = (struct pair){item_value(q->r, i, "name")->text, value};
    }
    return 0;
}

static const char *told(struct ask *q, const struct xpath_place *at)
{
    const char *tell = rule_value(q->r, "tell")->text;
    struct xpath *x = tell ? worker_expr(q->c, tell) : NULL;
    const char *value = x ? xpath_string_at(q->c->ctx, x, at, &q->env, q->c->arena) : NULL;
    return value ? arena_printf(q->c->arena, " (%s)", excerpt(q->c->arena, value, strlen(value))) : "";
}

static int ask_node(void *payload, const struct xpath_place *at)
{
    struct ask *q = payload;
    struct check *c = q->c;
    const char *that = rule_value(q->r, "that")->text;
    struct xpath *x = worker_expr(c, that);
    if (!x || lets_at(q, at) < 0)
        return -1;
    int ok = xpath_test_at(c->ctx, x, at, &q->env);
    if (ok == 0 && q->told++ < MOST_TOLD) {
        struct spot spot = {.id = at->id, .key = that};
        if (q->lines) {
            spot.line = at->line;
            spot.file = on(q->r, "creative") ? c->s->creative->path : c->s->file;
        }
        found(c, spot, "%s: it is not true that %s%s",
              at->id ? arena_printf(c->arena, "#%s", at->id)
                     : arena_printf(c->arena, "<%s>", at->name ? at->name : "?"),
              that, told(q, at));
    }
    return ok < 0 ? -1 : 0;
}

static int ask_values(struct check *c, const struct brand_rule *r)
{
    if (c->s->kind == SUBJECT_CREATIVE || c->s->kind == SUBJECT_IMAGE) /* there is no row to ask */
        return 0;
    const char *that = rule_value(r, "that")->text;
    struct xpath *x = worker_expr(c, that);
    struct ask q = {.c = c, .r = r, .env = worker_env(c)};
    c->n_lets = 0;
    for (const struct brand_item *i = r->items; i; i = i->next) {
        struct xpath *let = worker_expr(c, item_value(r, i, "value")->text);
        const char *value = let ? xpath_string_at(c->ctx, let, NULL, &q.env, c->arena) : NULL;
        if (!value)
            return -1;
        c->lets[c->n_lets++] = (struct pair){item_value(r, i, "name")->text, value};
    }
    int ok = x ? xpath_test_at(c->ctx, x, NULL, &q.env) : -1;
    if (ok == 0)
        found(c, (struct spot){.key = that}, "it is not true that %s%s", that, told(&q, NULL));
    return ok < 0 ? -1 : 0;
}

static int check(struct check *c, const struct brand_rule *r)
{
    struct pair lets[MOST_LETS];
    int result;
    c->lets = lets;
    c->n_lets = 0;
    if (on(r, "values")) {
        result = ask_values(c, r);
    } else if ((on(r, "creative") && !c->s->creative) || c->s->kind == SUBJECT_IMAGE) {
        result = 0; /* a lone file has no creative, a picture no elements */
    } else {
        struct ask q = {.c = c, .r = r, .env = worker_env(c)};
        const struct xpath_doc *doc = worker_document(c, on(r, "creative"), &q.lines);
        struct xpath *x = doc ? worker_expr(c, rule_value(r, "context")->text) : NULL;
        result = x ? xpath_each(c->ctx, x, doc, &q.env, c->arena, ask_node, &q) : -1;
    }
    c->lets = NULL;
    c->n_lets = 0;
    return result;
}

BRAND_KIND(assert, "assert",
           .summary = "any condition in XPath over the values of an ad, its SVG or the creative",
           PARAMS(params), .need = NEED_LAYOUT, .need_of = need_of, .section = "data",
           .hint = "see the rule: --explain tells all of it", .compile = compile, .check = check);
