#include "xml/xml.h"

#include <string.h>

const char *xml_attr(const struct xml_node *e, const char *name)
{
    return xml_attr_ns(e, NULL, name);
}

const char *xml_attr_ns(const struct xml_node *e, const char *ns, const char *name)
{
    for (const struct xml_attr *a = e->attrs; a; a = a->next)
        if (strcmp(a->name, name) == 0 && str_eq(a->ns, ns))
            return a->value;
    return NULL;
}

bool xml_is(const struct xml_node *n, const char *ns, const char *name)
{
    return n && n->kind == XN_ELEMENT && strcmp(n->name, name) == 0 && str_eq(n->ns, ns);
}

static struct xml_node *first_from(const struct xml_node *n, const char *ns, const char *name)
{
    for (; n; n = n->next)
        if (n->kind == XN_ELEMENT && (!name || strcmp(n->name, name) == 0) && (!ns || str_eq(n->ns, ns)))
            return (struct xml_node *)n;
    return NULL;
}

struct xml_node *xml_child(const struct xml_node *e, const char *ns, const char *name)
{
    return first_from(e->first, ns, name);
}

struct xml_node *xml_next(const struct xml_node *e, const char *ns, const char *name)
{
    return first_from(e->next, ns, name);
}

struct xml_node *xml_first_element(const struct xml_node *e)
{
    return first_from(e->first, NULL, NULL);
}

struct xml_node *xml_next_element(const struct xml_node *e)
{
    return first_from(e->next, NULL, NULL);
}

struct xml_node *xml_following(const struct xml_node *root, const struct xml_node *n)
{
    if (n->first)
        return n->first;
    while (n != root) {
        if (n->next)
            return n->next;
        n = n->parent;
    }
    return NULL;
}

struct xml_node *xml_by_id(const struct xml_node *root, const char *id)
{
    for (const struct xml_node *n = root; n; n = xml_following(root, n)) {
        if (n->kind != XN_ELEMENT)
            continue;
        if (str_eq(xml_attr(n, "id"), id) || str_eq(xml_attr_ns(n, XML_NS_XML, "id"), id))
            return (struct xml_node *)n;
    }
    return NULL;
}

char *xml_text(struct arena *a, const struct xml_node *e)
{
    struct str s = STR_INIT;
    for (const struct xml_node *n = e; n; n = xml_following(e, n))
        if (n->kind == XN_TEXT)
            str_puts(&s, n->text);
    char *out = arena_strndup(a, s.data, s.len);
    str_drop(&s);
    return out;
}

struct where xml_where(const struct xml_doc *doc, const struct xml_node *n)
{
    return (struct where){.file = doc ? doc->path : NULL, .line = n ? n->line : 0};
}

static struct xml_node *clone_one(struct arena *a, const struct xml_node *n)
{
    struct xml_node *c = ARENA_NEW(a, struct xml_node);
    *c = *n;
    c->parent = c->first = c->last = c->prev = c->next = NULL;
    c->attrs = NULL;
    struct xml_attr **tail = &c->attrs;
    for (const struct xml_attr *at = n->attrs; at; at = at->next) {
        struct xml_attr *b = ARENA_NEW(a, struct xml_attr);
        *b = *at;
        b->next = NULL;
        *tail = b;
        tail = &b->next;
    }
    return c;
}

struct xml_node *xml_clone(struct arena *a, const struct xml_node *n)
{
    struct xml_node *top = clone_one(a, n), *to = top;
    const struct xml_node *from = n;
    while (from) {
        if (from->first) {
            from = from->first;
            struct xml_node *c = clone_one(a, from);
            xml_append(to, c);
            to = c;
            continue;
        }
        while (from != n && !from->next) {
            from = from->parent;
            to = to->parent;
        }
        if (from == n)
            break;
        from = from->next;
        struct xml_node *c = clone_one(a, from);
        xml_append(to->parent, c);
        to = c;
    }
    return top;
}

struct xml_node *xml_new_element(struct arena *a, const char *ns, const char *name)
{
    struct xml_node *e = ARENA_NEW(a, struct xml_node);
    e->kind = XN_ELEMENT;
    e->ns = arena_strdup(a, ns);
    e->name = arena_strdup(a, name);
    return e;
}

struct xml_node *xml_new_text(struct arena *a, const char *text)
{
    struct xml_node *n = ARENA_NEW(a, struct xml_node);
    n->kind = XN_TEXT;
    n->text = arena_strdup(a, text);
    return n;
}

void xml_append(struct xml_node *parent, struct xml_node *child)
{
    child->parent = parent;
    child->next = NULL;
    child->prev = parent->last;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

void xml_insert_before(struct xml_node *ref, struct xml_node *n)
{
    n->parent = ref->parent;
    n->next = ref;
    n->prev = ref->prev;
    if (ref->prev)
        ref->prev->next = n;
    else if (ref->parent)
        ref->parent->first = n;
    ref->prev = n;
}

void xml_unlink(struct xml_node *n)
{
    if (n->prev)
        n->prev->next = n->next;
    else if (n->parent)
        n->parent->first = n->next;
    if (n->next)
        n->next->prev = n->prev;
    else if (n->parent)
        n->parent->last = n->prev;
    n->parent = n->prev = n->next = NULL;
}

void xml_set_attr(struct arena *a, struct xml_node *e, const char *name, const char *value)
{
    struct xml_attr **p = &e->attrs;
    for (; *p; p = &(*p)->next) {
        if ((*p)->ns || strcmp((*p)->name, name) != 0)
            continue;
        if (value)
            (*p)->value = arena_strdup(a, value);
        else
            *p = (*p)->next;
        return;
    }
    if (!value)
        return;
    struct xml_attr *at = ARENA_NEW(a, struct xml_attr);
    at->name = arena_strdup(a, name);
    at->value = arena_strdup(a, value);
    *p = at;
}
