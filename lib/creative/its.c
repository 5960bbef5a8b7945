/* ITS 2.0's "translate" and localisation notes in layouts and in <copy>: attributes of the elements
 * themselves, and standoff <its:rules> with XPath selectors (W3C, 29 October 2013, sections 5.2, 8.1
 * and 8.2). */
#include "creative/creative-imp.h"

#define ITS "http://www.w3.org/2005/11/its"

/* Names of attributes that a rule made, told by their address: later rules replace them. */
static const char translate_name[] = "translate", note_name[] = "locNote";

struct rule {
    struct arena *a;
    const char *name, *value;
};

static void mark(void *payload, struct xml_node *n)
{
    const struct rule *r = payload;
    for (struct xml_attr *at = n->attrs; at; at = at->next) {
        if (!str_eq(at->ns, ITS) || !str_eq(at->name, r->name))
            continue;
        if (at->name == r->name)
            at->value = r->value;
        return; /* what the element says itself goes first */
    }
    struct xml_attr *at = ARENA_NEW(r->a, struct xml_attr);
    *at = (struct xml_attr){n->attrs, NULL, r->name, ITS, r->value};
    n->attrs = at;
}

static void apply_rule(struct loading *l, const struct xml_doc *doc, const struct xml_node *e)
{
    const char *selector = xml_attr(e, "selector"), *translate = xml_attr(e, "translate");
    struct rule r = {l->a, NULL, NULL};
    if (xml_is(e, ITS, "translateRule")) {
        r.name = translate_name;
        r.value = translate;
    } else if (xml_is(e, ITS, "locNoteRule")) {
        const struct xml_node *note = xml_child(e, ITS, "locNote");
        r.name = note_name;
        r.value = note ? xml_text(l->a, note) : NULL;
    }
    if (!r.name || !r.value)
        return; /* other data categories, and notes elsewhere */
    if (!selector)
        creative_wrong(l, xml_where(doc, e), "add selector=\"//svg:text\" or the like",
                       "<%s> lacks its selector", e->name);
    else if (xml_select(l->ctx, doc->root, e, selector, mark, &r, xml_where(doc, e)))
        l->failed = true;
}

void its_rules(struct loading *l, const struct xml_doc *doc)
{
    for (const struct xml_node *n = doc->root; n; n = xml_following(doc->root, n)) {
        if (n->kind != XN_ELEMENT || !xml_is(n, ITS, "rules"))
            continue;
        for (const struct xml_node *e = xml_first_element(n); e; e = xml_next_element(e))
            apply_rule(l, doc, e);
    }
}

bool its_translate(const struct xml_node *e)
{
    for (; e; e = e->parent) {
        const char *say = xml_attr_ns(e, ITS, "translate");
        if (say)
            return !str_eq(say, "no");
    }
    return true;
}

const char *its_note(const struct xml_node *e)
{
    for (; e; e = e->parent) {
        const char *note = xml_attr_ns(e, ITS, "locNote");
        if (note)
            return note;
    }
    return NULL;
}
