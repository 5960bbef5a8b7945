/* xml: a hardened fence over libxml2 (the only folder that includes it). No network, no external entity,
 * bounded expansion, size, depth and element count. Documents become a small tree of our own in the caller's
 * arena. */
#ifndef PRESSRUN_XML_H
#define PRESSRUN_XML_H

#include "base/base.h"

#define XML_NS_SVG "http://www.w3.org/2000/svg"
#define XML_NS_XLINK "http://www.w3.org/1999/xlink"
#define XML_NS_XML "http://www.w3.org/XML/1998/namespace"
#define XML_NS_XMLNS "http://www.w3.org/2000/xmlns/"
#define XML_NS_CREATIVE "urn:pressrun:creative:1"

enum xn_kind { XN_ELEMENT, XN_TEXT }; /* comments and processing instructions are dropped */

struct xml_attr {
    struct xml_attr *next; /* in document order; namespace declarations are attributes of XML_NS_XMLNS */
    const char *prefix;    /* NULL when none */
    const char *name;      /* local name */
    const char *ns;        /* namespace URI, NULL when none */
    const char *value;     /* entities expanded */
};

struct xml_node {
    enum xn_kind kind;
    const char *prefix, *name, *ns; /* elements; name is the local name */
    const char *text;               /* XN_TEXT: adjacent text and CDATA merged */
    struct xml_attr *attrs;
    struct xml_node *parent, *first, *last, *prev, *next;
    int line;      /* from 1 */
    void *payload; /* for the reader's use; NULL at first */
};

struct xml_doc {
    struct xml_node *root;
    const char *path; /* for messages */
    size_t n_elements;
};

/* Parses a file or a buffer (`path` only names it). Gzipped SVG (.svgz) is read too, within the same limits.
 * The document lives in `a`. NULL with a report: xml-syntax, xml-entity, limit, not-found. */
struct xml_doc *xml_load(struct ctx *ctx, struct arena *a, const char *path);
struct xml_doc *xml_parse(struct ctx *ctx, struct arena *a, const char *path, const char *data, size_t len);

/* Attribute without namespace, or NULL. */
const char *xml_attr(const struct xml_node *e, const char *name);
const char *xml_attr_ns(const struct xml_node *e, const char *ns, const char *name);
bool xml_is(const struct xml_node *n, const char *ns, const char *name);
struct xml_node *xml_child(const struct xml_node *e, const char *ns,
                           const char *name); /* first child element or NULL */
struct xml_node *xml_next(const struct xml_node *e, const char *ns,
                          const char *name); /* next sibling element; name NULL: any */
struct xml_node *xml_first_element(const struct xml_node *e);
struct xml_node *xml_next_element(const struct xml_node *e);
/* The node after `n` in document order within `root`'s subtree, or NULL: for loops without recursion. */
struct xml_node *xml_following(const struct xml_node *root, const struct xml_node *n);
struct xml_node *xml_by_id(const struct xml_node *root,
                           const char *id);                /* depth first, attribute id or xml:id */
char *xml_text(struct arena *a, const struct xml_node *e); /* all text below e, concatenated */
struct where xml_where(const struct xml_doc *doc, const struct xml_node *n);

/* Editing, for resolved copies. All memory from `a`. */
struct xml_node *xml_clone(struct arena *a, const struct xml_node *n); /* deep; parent and siblings unset */
struct xml_node *xml_new_element(struct arena *a, const char *ns, const char *name);
struct xml_node *xml_new_text(struct arena *a, const char *text);
void xml_append(struct xml_node *parent, struct xml_node *child);
void xml_insert_before(struct xml_node *ref, struct xml_node *n);
void xml_unlink(struct xml_node *n);
void xml_set_attr(struct arena *a, struct xml_node *e, const char *name,
                  const char *value); /* NULL removes */
/* Serialises with escapes; with_header writes the XML declaration. */
void xml_write(struct str *out, const struct xml_node *n, bool with_header);
void xml_escape(struct str *out, const char *text, bool in_attr);

/* XPath 1.0. Compiled once, evaluated many times; one evaluator a thread. */
struct xpath;
struct xpath_value {
    enum { XV_STRING, XV_NUMBER, XV_BOOL } kind;
    const char *string;
    double number;
    bool boolean;
};
/* Answers a variable ($name); false when unknown (an evaluation error). */
typedef bool xpath_variable(void *payload, const char *name, struct xpath_value *out);
/* re:test(subject, pattern, flags); the pattern is a literal in practice, so implementations cache. 1, 0, -1
 * error. */
typedef int xpath_re_test(void *payload, const char *subject, const char *pattern, const char *flags);

/* Compiles `expr`; NULL with a report [xpath]. Prefix re: is bound to http://exslt.org/regular-expressions.
 */
struct xpath *xpath_new(struct ctx *ctx, const char *expr, struct where where);
void xpath_drop(struct xpath *x);
const char *xpath_expr(const struct xpath *x);
/* The variables the expression reads, for lint: NULL-terminated, owned by x. */
const char *const *xpath_variables(const struct xpath *x);
/* 1 or 0; -1 with a report. */
int xpath_test(struct ctx *ctx, struct xpath *x, xpath_variable *variable, xpath_re_test *re, void *payload,
               struct where where);

/* The same, always by libxml2: for tests that compare the two. */
int xpath_test_slowly(struct ctx *ctx, struct xpath *x, xpath_variable *variable, xpath_re_test *re,
                      void *payload, struct where where);

/* The same over documents, in libxml2's own form. Prefixes svg, xlink and c (creative) are bound. */
struct xpath_doc;
/* NULL with a report. */
struct xpath_doc *xpath_doc_new(struct ctx *ctx, const char *path, const char *data, size_t len);
void xpath_doc_drop(struct xpath_doc *d);
struct xpath_env { /* what an expression may ask beside the document */
    xpath_variable *variable;
    xpath_re_test *re;
    void *payload;
    struct where where;
};
struct xpath_place { /* a node */
    struct _xmlDoc *doc;
    struct _xmlNode *node;
    long line;             /* of its element */
    const char *id, *name; /* the id of its element or the nearest one above; NULL none */
};
/* 0, or -1 after a report, which ends the visit. */
typedef int xpath_node(void *payload, const struct xpath_place *at);
/* Calls `each` for the nodes that `x` selects, in document order; ids are copied to `a`. 0 or -1. */
int xpath_each(struct ctx *ctx, struct xpath *x, const struct xpath_doc *d, const struct xpath_env *env,
               struct arena *a, xpath_node *each, void *payload);
/* 1 or 0, -1 with a report. `at` NULL: no document. */
int xpath_test_at(struct ctx *ctx, struct xpath *x, const struct xpath_place *at,
                  const struct xpath_env *env);
/* The value as text, copied to `a`; NULL with a report. */
const char *xpath_string_at(struct ctx *ctx, struct xpath *x, const struct xpath_place *at,
                            const struct xpath_env *env, struct arena *a);

/* Calls `take` for each element below `root` that an XPath 1.0 selects, in document order; its prefixes are
 * those declared at `scope`. 0, or -1 with a report [xpath]. */
int xml_select(struct ctx *ctx, const struct xml_node *root, const struct xml_node *scope, const char *expr,
               void (*take)(void *payload, struct xml_node *n), void *payload, struct where where);

/* Validates a file against a RELAX NG schema file: 0, or -1 with reports [xml-schema]. */
int xml_validate(struct ctx *ctx, const char *schema_path, const char *path);

#endif
