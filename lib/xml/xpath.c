#include "xml/xml.h"

#include <string.h>

#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "xml/xpath-imp.h"

enum { XPATH_OP_LIMIT = 1000000 }; /* steps an expression may take: a test that never ends */

struct xpath {
    char *expr;
    xmlXPathCompExprPtr comp;
    xmlXPathContextPtr xp;
    xmlDocPtr doc;       /* an empty one: a context node must exist */
    struct quick *quick; /* NULL: libxml2 evaluates */
    const char **variables;
    /* of the evaluation under way */
    xpath_variable *variable;
    xpath_re_test *re;
    void *payload;
    char error[200];
};

static void keep_error(void *user, xmlErrorPtr err)
{
    struct xpath *x = user;
    if (x->error[0] || !err->message)
        return;
    size_t n = strcspn(err->message, "\n");
    if (n >= sizeof x->error)
        n = sizeof x->error - 1;
    memcpy(x->error, err->message, n);
    x->error[n] = '\0';
}

static xmlXPathObjectPtr lookup(void *data, const xmlChar *name, const xmlChar *ns)
{
    struct xpath *x = data;
    struct xpath_value v = {0};
    if (ns || !x->variable || !x->variable(x->payload, (const char *)name, &v))
        return NULL;
    switch (v.kind) {
    case XV_NUMBER:
        return xmlXPathNewFloat(v.number);
    case XV_BOOL:
        return xmlXPathNewBoolean(v.boolean);
    default:
        return xmlXPathNewCString(v.string ? v.string : "");
    }
}

static const char bad_pattern[] = "re:test() cannot use its pattern";

static void fn_test(xmlXPathParserContextPtr pc, int nargs)
{
    struct xpath *x = pc->context->userData;
    if (nargs != 2 && nargs != 3) {
        xmlXPathSetArityError(pc);
        return;
    }
    xmlChar *flags = nargs == 3 ? xmlXPathPopString(pc) : NULL;
    xmlChar *pattern = xmlXPathPopString(pc), *subject = xmlXPathPopString(pc);
    int r = -1;
    if (pattern && subject && x->re)
        r = x->re(x->payload, (const char *)subject, (const char *)pattern, flags ? (const char *)flags : "");
    xmlFree(flags);
    xmlFree(pattern);
    xmlFree(subject);
    if (r < 0) {
        if (!x->error[0])
            strcpy(x->error, bad_pattern);
        xmlXPatherror(pc, __FILE__, __LINE__, XPATH_EXPR_ERROR);
        pc->error = XPATH_EXPR_ERROR;
        return;
    }
    valuePush(pc, xmlXPathNewBoolean(r));
}

static bool name_char(unsigned char c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           c == '_' || c == '-' || c == '.';
}

/* The $names of an expression, string literals skipped. */
static const char **find_variables(const char *expr)
{
    struct vec(const char *) v = {0};
    for (const char *p = expr; *p;) {
        if (*p == '"' || *p == '\'') {
            const char *end = strchr(p + 1, *p);
            p = end ? end + 1 : p + strlen(p);
        } else if (*p == '$') {
            const char *start = ++p;
            while (name_char((unsigned char)*p))
                p++;
            bool known = false;
            for (size_t i = 0; i < v.len; i++)
                known |= strlen(v.at[i]) == (size_t)(p - start) &&
                         strncmp(v.at[i], start, (size_t)(p - start)) == 0;
            if (!known)
                vec_push(&v, xstrndup(start, (size_t)(p - start)));
        } else {
            p++;
        }
    }
    vec_push(&v, NULL);
    return v.at;
}

struct xpath *xpath_new(struct ctx *ctx, const char *expr, struct where where)
{
    xml_init();
    struct xpath *x = xcalloc(1, sizeof *x);
    x->expr = xstrdup(expr);
    x->doc = xmlNewDoc((const xmlChar *)"1.0");
    xmlNodePtr root = x->doc ? xmlNewDocNode(x->doc, NULL, (const xmlChar *)"row", NULL) : NULL;
    if (root)
        xmlDocSetRootElement(x->doc, root);
    x->xp = x->doc ? xmlXPathNewContext(x->doc) : NULL;
    if (!x->xp || !root) {
        report(ctx, DIAG_SYSTEM, where, "out of memory");
        goto fail;
    }
    x->xp->node = root;
    x->xp->userData = x;
    x->xp->error = keep_error;
    x->xp->opLimit = XPATH_OP_LIMIT;
    xmlXPathRegisterVariableLookup(x->xp, lookup, x);
    static const char re_ns[] = "http://exslt.org/regular-expressions";
    xmlXPathRegisterNs(x->xp, (const xmlChar *)"re", (const xmlChar *)re_ns);
    xmlXPathRegisterFuncNS(x->xp, (const xmlChar *)"test", (const xmlChar *)re_ns, fn_test);
    xmlXPathRegisterNs(x->xp, (const xmlChar *)"svg", (const xmlChar *)XML_NS_SVG);
    xmlXPathRegisterNs(x->xp, (const xmlChar *)"xlink", (const xmlChar *)XML_NS_XLINK);
    xmlXPathRegisterNs(x->xp, (const xmlChar *)"c", (const xmlChar *)XML_NS_CREATIVE);
    x->comp = xmlXPathCtxtCompile(x->xp, (const xmlChar *)expr);
    if (!x->comp) {
        report_hint(ctx, DIAG_ERROR, DIAG_XPATH, where,
                    "write XPath 1.0, such as $segment = 'vip' and $orders > 3",
                    "'%s' is not a valid test: %s", expr, x->error[0] ? x->error : "syntax error");
        goto fail;
    }
    x->variables = find_variables(expr);
    x->quick = quick_new(expr);
    return x;
fail:
    xpath_drop(x);
    return NULL;
}

void xpath_drop(struct xpath *x)
{
    if (!x)
        return;
    quick_drop(x->quick);
    if (x->comp)
        xmlXPathFreeCompExpr(x->comp);
    if (x->xp)
        xmlXPathFreeContext(x->xp);
    if (x->doc)
        xmlFreeDoc(x->doc);
    for (const char **v = x->variables; v && *v; v++)
        free((char *)*v);
    free(x->variables);
    free(x->expr);
    free(x);
}

const char *xpath_expr(const struct xpath *x)
{
    return x->expr;
}

const char *const *xpath_variables(const struct xpath *x)
{
    return x->variables;
}

int xpath_test(struct ctx *ctx, struct xpath *x, xpath_variable *variable, xpath_re_test *re, void *payload,
               struct where where)
{
    int known = x->quick ? quick_test(x->quick, variable, re, payload) : -1;
    if (known == -2) {
        report(ctx, DIAG_XPATH, where, "cannot evaluate '%s': %s", x->expr, bad_pattern);
        return -1;
    }
    return known >= 0 ? known : xpath_test_slowly(ctx, x, variable, re, payload, where);
}

int xpath_test_slowly(struct ctx *ctx, struct xpath *x, xpath_variable *variable, xpath_re_test *re,
                      void *payload, struct where where)
{
    x->variable = variable;
    x->re = re;
    x->payload = payload;
    x->error[0] = '\0';
    x->xp->opCount = 0;
    int r = xmlXPathCompiledEvalToBoolean(x->comp, x->xp);
    if (r < 0)
        report(ctx, DIAG_XPATH, where, "cannot evaluate '%s': %s", x->expr, x->error[0] ? x->error : "error");
    return r < 0 ? -1 : r > 0;
}

xmlXPathObjectPtr xpath_eval_at(struct ctx *ctx, struct xpath *x, const struct xpath_place *at,
                                const struct xpath_env *env)
{
    x->variable = env->variable;
    x->re = env->re;
    x->payload = env->payload;
    x->error[0] = '\0';
    x->xp->opCount = 0;
    if (at) {
        x->xp->doc = at->doc;
        x->xp->node = at->node;
    }
    xmlXPathObjectPtr got = xmlXPathCompiledEval(x->comp, x->xp);
    x->xp->doc = x->doc;
    x->xp->node = xmlDocGetRootElement(x->doc);
    if (!got)
        report(ctx, DIAG_XPATH, env->where, "cannot evaluate '%s': %s", x->expr,
               x->error[0] ? x->error : "error");
    return got;
}
