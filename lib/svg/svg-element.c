/* The tree of elements that lowering works on: names as numbers, declarations cascaded, ids indexed. */
#include "svg/svg-imp.h"

const char *el_attr(const struct el *e, const char *name)
{
    return e->tag == TAG_TEXT_NODE ? NULL : xml_attr(e->x, name);
}

const char *el_href(const struct el *e)
{
    const char *v = el_attr(e, "href");
    return v ? v : e->tag == TAG_TEXT_NODE ? NULL : xml_attr_ns(e->x, XML_NS_XLINK, "href");
}

struct el *el_by_id(struct lower *L, const char *id)
{
    return id ? map_find(L->ids, id) : NULL;
}

struct el *el_target(struct lower *L, const struct el *e)
{
    const char *href = el_href(e);
    if (!href)
        return NULL;
    while (ascii_space(*href))
        href++;
    if (*href != '#')
        return NULL;
    size_t n = strlen(++href);
    while (n && ascii_space(href[n - 1]))
        n--;
    return map_find_n(L->ids, href, n);
}

const char *el_prop(const struct el *e, int prop)
{
    for (size_t i = 0; i < e->n_decls; i++)
        if (e->decls[i].prop == prop)
            return e->decls[i].value;
    return NULL;
}

void el_set(struct lower *L, struct el *e, int prop, const char *name, const char *value, uint64_t rank)
{
    if (!value || !style_value_valid(prop, value))
        return;
    for (size_t i = 0; i < e->n_decls; i++) {
        struct decl *d = &e->decls[i];
        if (d->prop == prop && (prop != PROP_CUSTOM || str_eq(d->name, name))) {
            if (rank >= d->rank) {
                d->rank = rank;
                d->value = value;
            }
            return;
        }
    }
    if (e->n_decls == e->cap_decls) {
        size_t cap = e->cap_decls ? e->cap_decls * 2 : 6;
        e->decls = arena_grow(L->scratch, e->decls, e->cap_decls, cap, sizeof *e->decls);
        e->cap_decls = cap;
    }
    e->decls[e->n_decls++] = (struct decl){prop, rank, name, value};
}

void el_declare(struct lower *L, struct el *e, const char *name, size_t name_len, const char *value,
                size_t value_len, uint64_t rank)
{
    char lower_name[64];
    char *text = str_trim(L->scratch, value, value_len);
    if (name_len >= 2 && name[0] == '-' && name[1] == '-') {
        if (e->n_decls < 4096)
            el_set(L, e, PROP_CUSTOM, arena_strndup(L->scratch, name, name_len), text, rank);
        return;
    }
    if (name_len >= sizeof lower_name || !*text)
        return;
    for (size_t i = 0; i < name_len; i++)
        lower_name[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]);
    lower_name[name_len] = '\0';
    int prop = prop_find(lower_name, NULL);
    if (prop >= 0) {
        if (prop == PROP_TEXT_DECORATION)
            style_reset_decoration(e, rank);
        el_set(L, e, prop, NULL, text, rank);
    } else if (str_eq(lower_name, "marker")) {
        el_set(L, e, PROP_MARKER_START, NULL, text, rank);
        el_set(L, e, PROP_MARKER_MID, NULL, text, rank);
        el_set(L, e, PROP_MARKER_END, NULL, text, rank);
    } else if (str_eq(lower_name, "font")) {
        style_font_shorthand(L, e, text, rank);
    } else if (str_eq(lower_name, "background")) {
        el_set(L, e, PROP_BACKGROUND_COLOR, NULL, text, rank);
    } else if (str_eq(lower_name, "-inkscape-font-specification")) {
        return;
    }
}

struct el *el_following(const struct el *root, const struct el *e)
{
    if (e->first)
        return e->first;
    while (e && !e->next)
        e = e == root ? NULL : e->parent;
    return e && e != root ? e->next : NULL;
}

static void presentation_attributes(struct lower *L, struct el *e)
{
    for (const struct xml_attr *a = e->x->attrs; a; a = a->next) {
        if (a->ns)
            continue;
        bool attribute;
        int prop = prop_find(a->name, &attribute);
        if (prop < 0 || !attribute)
            continue;
        /* the attribute of a gradient or pattern is named otherwise, and a text's x is a list */
        char *v = str_trim(L->scratch, a->value, strlen(a->value));
        if (*v)
            el_set(L, e, prop, NULL, v, RANK_ATTR);
    }
}

static enum svg_tag tag_of(const struct xml_node *x)
{
    if (x->ns && strcmp(x->ns, XML_NS_SVG) != 0)
        return TAG_UNKNOWN;
    return tag_find(x->name);
}

static struct el *make(struct lower *L, const struct xml_node *x, struct el *parent)
{
    struct el *e = ARENA_NEW(L->scratch, struct el);
    e->x = x;
    e->parent = parent;
    e->mark_node = e->mark_fill = e->mark_stroke = e->mark_stop = SLOT_NONE;
    e->index = 1;
    if (parent) {
        e->prev = parent->last;
        if (e->prev)
            e->index = e->prev->index + (e->prev->tag != TAG_TEXT_NODE);
        if (parent->last)
            parent->last->next = e;
        else
            parent->first = e;
        parent->last = e;
    }
    if (x->kind == XN_TEXT) {
        e->tag = TAG_TEXT_NODE;
        e->text = x->text ? x->text : "";
        return e;
    }
    e->tag = tag_of(x);
    e->id = xml_attr(x, "id");
    if (!e->id)
        e->id = xml_attr_ns(x, XML_NS_XML, "id");
    if (e->id && !map_has(L->ids, e->id))
        map_put(L->ids, e->id, e);
    presentation_attributes(L, e);
    return e;
}

static void collect_sheets(struct lower *L, struct sheet *s)
{
    for (struct el *e = L->root; e; e = el_following(L->root, e)) {
        if (e->tag != TAG_STYLE)
            continue;
        const char *type = el_attr(e, "type"), *media = el_attr(e, "media");
        bool css = !type || !*type || str_eq_nocase(type, "text/css");
        if (css && (!media || !str_eq_nocase(media, "print")))
            sheet_parse(s, xml_text(L->scratch, e->x));
    }
}

static void set_marks(struct lower *L)
{
    for (size_t i = 0; i < L->o->n_marks && !L->outer; i++) {
        const struct svg_mark *m = &L->o->marks[i];
        struct el *e = el_by_id(L, m->id);
        if (!e)
            continue;
        int *slot = m->kind == MARK_FILL     ? &e->mark_fill
                    : m->kind == MARK_STROKE ? &e->mark_stroke
                    : m->kind == MARK_STOP   ? &e->mark_stop
                                             : &e->mark_node;
        *slot = m->slot;
    }
}

struct el *element_build(struct lower *L)
{
    struct el *root = make(L, L->doc->root, NULL), *parent = root;
    const struct xml_node *x = L->doc->root->first;
    /* depth first without recursion: `parent` follows x */
    while (x) {
        struct el *e = make(L, x, parent);
        if (x->kind == XN_ELEMENT && x->first) {
            parent = e;
            x = x->first;
            continue;
        }
        while (x && !x->next) {
            x = x->parent;
            if (x == L->doc->root)
                x = NULL;
            else
                parent = parent->parent;
        }
        if (x)
            x = x->next;
    }
    L->root = root;
    struct sheet *s = sheet_new(L);
    collect_sheets(L, s);
    sheet_apply(s, root);
    for (struct el *e = root; e; e = el_following(root, e)) {
        const char *style = el_attr(e, "style");
        if (style && strstr(style, "/*"))
            style = css_without_comments(L->scratch, style);
        if (style)
            css_declarations(L, e, style, strlen(style), RANK_STYLE);
    }
    set_marks(L);
    cycles_cut(L);
    return root;
}
