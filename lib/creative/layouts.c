/* <layouts> and <modules>: SVG files, parsed once and shared. */
#include <string.h>

#include "creative/creative-imp.h"

/* The size of the picture: width and height, else the viewBox. */
void layout_size(struct layout *layout)
{
    const struct xml_node *svg = layout->doc->root;
    double box[4] = {0};
    const char *p = xml_attr(svg, "viewBox");
    for (int i = 0; p && i < 4; i++) {
        while (ascii_space(*p) || *p == ',')
            p++;
        size_t n = number_parse(p, strlen(p), &box[i]);
        if (!n)
            break;
        p += n;
    }
    const char *w = xml_attr(svg, "width"), *h = xml_attr(svg, "height");
    if (!w || !svg_parse_length(w, box[2], 16, &layout->width) || layout->width <= 0)
        layout->width = box[2] > 0 ? box[2] : 300;
    if (!h || !svg_parse_length(h, box[3], 16, &layout->height) || layout->height <= 0)
        layout->height = box[3] > 0 ? box[3] : 150;
}

/* Every element id once; recursion is bounded by LIMIT_XML_DEPTH. */
static void collect_ids(struct map *ids, struct xml_node *e)
{
    const char *id = xml_attr(e, "id");
    if (id && *id && !map_has(ids, id))
        map_put(ids, id, e);
    for (struct xml_node *k = e->first; k; k = k->next)
        if (k->kind == XN_ELEMENT)
            collect_ids(ids, k);
}

static struct map *ids_of(const struct xml_doc *doc)
{
    struct map *ids = map_new();
    collect_ids(ids, doc->root);
    return ids;
}

/* Loads an SVG below the creative; false after a report. */
static bool load_svg(struct loading *l, const char *src, struct where where, const char **path,
                     const struct xml_doc **doc)
{
    *path = *src ? path_inside(l->ctx, l->a, l->c->dir, src, where) : NULL;
    if (!*path || !(*doc = xml_load(l->ctx, l->a, *path))) {
        l->failed = true;
        return false;
    }
    if (!xml_is((*doc)->root, XML_NS_SVG, "svg")) {
        report_hint(l->ctx, DIAG_ERROR, DIAG_CREATIVE, xml_where(*doc, (*doc)->root),
                    "the root element is svg in the namespace " XML_NS_SVG, "'%s' is not an SVG file", src);
        l->failed = true;
        return false;
    }
    return true;
}

/* Elements that are named to stay as they are when the layout is mirrored. */
static void check_ids(struct loading *l, const struct layout *y, const char *const *ids)
{
    for (; ids && *ids; ids++) {
        if (map_has(y->ids, *ids))
            continue;
        size_t n = map_len(y->ids);
        const char **known = ARENA_ARRAY(l->a, n + 1, const char *);
        for (size_t i = 0; i < n; i++)
            known[i] = map_key(y->ids, i);
        creative_dangling(l, y->where, arena_printf(l->a, "in layout '%s', the element", y->name), *ids,
                          known, n);
    }
}

void read_layouts(struct loading *l, const struct xml_node *e)
{
    struct creative *c = l->c;
    if (c->lone_svg) {
        creative_wrong(l, xml_where(l->doc, e), "use a creative.xml for several layouts",
                       "the manifest inside an SVG has <layouts>, and the SVG itself is the layout");
        return;
    }
    check_attrs(l, e, "");
    check_children(l, e, "layout");
    c->layouts = ARENA_ARRAY(l->a, count_children(e, "layout") + 1, struct layout);
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "layout"); k;
         k = xml_next(k, XML_NS_CREATIVE, "layout")) {
        check_attrs(l, k, "name|src|mirror|unmirrored|fixed|note");
        struct layout y = {
            .name = need_attr(l, k, "name"), .src = need_attr(l, k, "src"), .where = xml_where(l->doc, k)};
        y.mirror_rtl = attr_word(l, k, "mirror", "no|rtl", 0) == 1;
        size_t n;
        if (xml_attr(k, "unmirrored"))
            y.unmirrored = split_words(l->a, xml_attr(k, "unmirrored"), &n);
        if (xml_attr(k, "fixed"))
            y.fixed = split_words(l->a, xml_attr(k, "fixed"), &n);
        if (strchr(y.name, '/'))
            creative_wrong(l, y.where, NULL, "layout name '%s' has a slash", y.name);
        if (creative_layout(c, y.name))
            creative_wrong(l, y.where, "rename one", "layout '%s' is declared twice", y.name);
        if (!load_svg(l, y.src, y.where, &y.path, &y.doc))
            continue;
        layout_size(&y);
        y.ids = ids_of(y.doc);
        check_ids(l, &y, y.unmirrored);
        check_ids(l, &y, y.fixed);
        c->layouts[c->n_layouts++] = y;
    }
}

void read_modules(struct loading *l, const struct xml_node *e)
{
    struct creative *c = l->c;
    check_attrs(l, e, "");
    check_children(l, e, "module");
    c->modules = ARENA_ARRAY(l->a, count_children(e, "module"), struct module);
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "module"); k;
         k = xml_next(k, XML_NS_CREATIVE, "module")) {
        check_attrs(l, k, "name|src|note");
        struct module m = {
            .name = need_attr(l, k, "name"), .src = need_attr(l, k, "src"), .where = xml_where(l->doc, k)};
        if (creative_module(c, m.name))
            creative_wrong(l, m.where, "rename one", "module '%s' is declared twice", m.name);
        if (!load_svg(l, m.src, m.where, &m.path, &m.doc))
            continue;
        m.ids = ids_of(m.doc);
        c->modules[c->n_modules++] = m;
    }
}

void lone_layout(struct loading *l)
{
    struct creative *c = l->c;
    struct layout *y = c->layouts = ARENA_ARRAY(l->a, 1, struct layout);
    c->n_layouts = 1;
    *y = (struct layout){.name = c->name,
                         .src = path_base(c->path),
                         .path = c->path,
                         .doc = l->doc,
                         .where = xml_where(l->doc, l->doc->root)};
    layout_size(y);
    y->ids = ids_of(y->doc);
}
