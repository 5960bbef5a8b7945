/* ITS 2.0's "translate", "elements within text" and localisation notes in layouts and in <copy>: attributes
 * of the elements themselves, and standoff <its:rules> with XPath selectors (W3C, 29 October 2013,
 * sections 5.2, 8.1, 8.2 and 8.9). */
#include "creative/creative-imp.h"

#define ITS "http://www.w3.org/2005/11/its"

/* Names of attributes that a rule made, told by their address: later rules replace them. */
static const char translate_name[] = "translate", note_name[] = "locNote", within_name[] = "withinText";

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
    } else if (xml_is(e, ITS, "withinTextRule")) {
        r.name = within_name;
        r.value = xml_attr(e, "withinText");
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

/* ---- elements within text ---- */

static bool is_span(const struct xml_node *n)
{
    return n->kind == XN_ELEMENT && xml_is(n, XML_NS_SVG, "tspan");
}

/* Does what stands here begin at a place of its own, whatever is before it? */
static bool is_placed(const struct xml_node *n)
{
    return is_span(n) && xml_attr(n, "x") && xml_attr(n, "y");
}

static bool is_blank(const struct xml_node *n)
{
    if (n->kind != XN_TEXT)
        return false;
    for (const char *p = n->text; *p; p++)
        if (!ascii_space(*p))
            return false;
    return true;
}

static bool is_own_flow(const struct xml_node *n)
{
    const char *within = is_span(n) ? xml_attr_ns(n, ITS, "withinText") : NULL;
    return within && !str_eq(within, "yes");
}

static const struct xml_node *shown_beside(const struct xml_node *n, bool after)
{
    do
        n = after ? n->next : n->prev;
    while (n && is_blank(n));
    return n;
}

/* Does a text of its own begin here? */
static bool begins_flow(struct loading *l, const struct layout *layout, const struct xml_node *n)
{
    const struct xml_node *before = shown_beside(n, false), *after = shown_beside(n, true);
    if (is_placed(n) && before && is_own_flow(before))
        return true;
    if (!is_own_flow(n))
        return false;
    if (is_placed(n) && (!after || is_placed(after)))
        return before != NULL;
    report_hint(l->ctx, DIAG_WARNING, DIAG_CREATIVE, xml_where(layout->doc, n),
                "give it x and y, and the span after it too",
                "a span that stands where the one before it ends is one unit with it, whatever "
                "its:withinText says");
    return false;
}

/* Moves the spans from `span` on into a text element of the same look after `text`. */
static void split_at(struct loading *l, struct layout *layout, struct xml_node *text, struct xml_node *span,
                     size_t number)
{
    struct xml_node *own = xml_new_element(l->a, XML_NS_SVG, "text");
    struct xml_attr **tail = &own->attrs;
    const char *id = xml_attr(text, "id");
    own->prefix = text->prefix;
    own->line = span->line;
    for (const struct xml_attr *at = text->attrs; at; at = at->next) {
        if (!at->ns && str_eq(at->name, "id"))
            continue;
        *tail = ARENA_NEW(l->a, struct xml_attr);
        **tail = *at;
        (*tail)->next = NULL;
        tail = &(*tail)->next;
    }
    char *name = id ? arena_printf(l->a, "%s-%zu", id, number) : NULL;
    if (name && !map_has(layout->ids, name)) {
        xml_set_attr(l->a, own, "id", name);
        map_put(layout->ids, name, own);
    }
    for (struct xml_node *n = span, *next; n; n = next) {
        next = n->next;
        xml_unlink(n);
        xml_append(own, n);
    }
    if (text->next)
        xml_insert_before(text->next, own);
    else
        xml_append(text->parent, own);
}

static void split_text(struct loading *l, struct layout *layout, struct xml_node *text)
{
    struct vec(struct xml_node *) flows = {0};
    for (struct xml_node *n = text->first; n; n = n->next) {
        if (begins_flow(l, layout, n))
            vec_push(&flows, n);
    }
    for (size_t i = flows.len; i > 0; i--) /* the last first: each goes right after the text */
        split_at(l, layout, text, flows.at[i - 1], i + 1);
    vec_drop(&flows);
}

void its_split_texts(struct loading *l, struct layout *layout, const struct map *targets)
{
    struct xml_node *root = layout->doc->root;
    for (struct xml_node *n = root; n; n = xml_following(root, n)) {
        const char *id = n->kind == XN_ELEMENT ? xml_attr(n, "id") : NULL;
        if (xml_is(n, XML_NS_SVG, "text") && n->parent && !(id && map_has(targets, id)))
            split_text(l, layout, n);
    }
}
