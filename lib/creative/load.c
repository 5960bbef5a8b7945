#include <string.h>

#include "creative/creative-imp.h"

static const struct {
    const char *name;
    void (*read)(struct loading *l, const struct xml_node *e);
} parts[] = {
    /* in the order they are read, whatever their order in the file: messages need the styles */
    {"data", read_data},     {"fonts", read_fonts},     {"layouts", read_layouts}, {"modules", read_modules},
    {"styles", read_styles}, {"slots", read_slots},     {"copy", read_copy},       {"themes", read_themes},
    {"rules", read_rules},   {"markets", read_markets}, {"locales", read_locales}, {"output", read_output},
};

void read_creative(struct loading *l, const struct xml_node *e)
{
    struct creative *c = l->c;
    check_attrs(l, e, "name|source-locale|brand|note|version");
    check_children(l, e, "data|fonts|layouts|modules|styles|slots|copy|themes|rules|markets|locales|output");
    const char *v;
    if ((v = xml_attr(e, "name")))
        c->name = v;
    if ((v = xml_attr(e, "source-locale"))) {
        c->source_locale = locale_canonical(l->a, v);
        if (!c->source_locale)
            creative_wrong(l, xml_where(l->doc, e), "use BCP 47, such as en-GB", "'%s' is not a locale", v);
    }
    c->brand = xml_attr(e, "brand");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const struct xml_node *part = xml_child(e, XML_NS_CREATIVE, parts[i].name);
        if (!part)
            continue;
        const struct xml_node *second = xml_next(part, XML_NS_CREATIVE, parts[i].name);
        if (second)
            creative_wrong(l, xml_where(l->doc, second), "join them", "a second <%s>", parts[i].name);
        parts[i].read(l, part);
    }
}

/* The manifest in a lone SVG's metadata, or NULL. */
static const struct xml_node *find_manifest(const struct xml_node *svg)
{
    for (const struct xml_node *m = xml_child(svg, XML_NS_SVG, "metadata"); m;
         m = xml_next(m, XML_NS_SVG, "metadata")) {
        const struct xml_node *c = xml_child(m, XML_NS_CREATIVE, "creative");
        if (c)
            return c;
    }
    return NULL;
}

static void load_lone(struct loading *l)
{
    struct creative *c = l->c;
    c->lone_svg = true;
    const struct xml_node *svg = l->doc->root;
    const char *lang = xml_attr_ns(svg, XML_NS_XML, "lang");
    if (!lang)
        lang = xml_attr(svg, "lang");
    if (lang && locale_canonical(l->a, lang))
        c->source_locale = locale_canonical(l->a, lang);
    const struct xml_node *manifest = find_manifest(svg);
    if (manifest) {
        const char *stem = c->name;
        read_creative(l, manifest);
        const char *name = c->name;
        c->name = stem; /* the layout is named after the file */
        lone_layout(l);
        c->name = name;
    } else {
        lone_layout(l);
    }
}

struct creative *creative_load(struct ctx *ctx, const char *path)
{
    struct arena *a = arena_new();
    struct creative *c = ARENA_NEW(a, struct creative);
    c->arena = a;
    c->slot_index = map_new();
    c->message_index = map_new();
    c->field_index = map_new();
    struct loading l = {.ctx = ctx, .a = a, .c = c};
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    c->path =
        dir_exists(path) ? path_join(a, arena_strndup(a, path, n), "creative.xml") : arena_strdup(a, path);
    if (dir_exists(path) && !file_exists(c->path)) {
        report_hint(ctx, DIAG_ERROR, DIAG_NOT_FOUND, (struct where){.file = path},
                    "name the folder of a creative, its creative.xml, or an SVG",
                    "the folder has no creative.xml");
        goto fail;
    }
    c->dir = path_dir(a, c->path);
    const char *base = path_base(c->path), *ext = path_ext(c->path);
    c->name = arena_strndup(a, base, strlen(base) - (*ext ? strlen(ext) + 1 : 0));
    c->source_locale = "en";
    c->locales_dir = path_join(a, c->dir, "locales");
    if (!(l.doc = xml_load(ctx, a, c->path)))
        goto fail;
    if (xml_is(l.doc->root, XML_NS_SVG, "svg")) {
        load_lone(&l);
    } else if (xml_is(l.doc->root, XML_NS_CREATIVE, "creative")) {
        if (str_eq(c->name, "creative") && !str_eq(c->dir, "."))
            c->name = path_base(c->dir);
        its_rules(&l, l.doc);
        read_creative(&l, l.doc->root);
        if (!c->n_layouts && !l.failed)
            creative_wrong(&l, xml_where(l.doc, l.doc->root),
                           "add <layouts><layout name=\"...\" src=\"....svg\"/></layouts>",
                           "the creative has no layout");
    } else {
        report_hint(ctx, DIAG_ERROR, DIAG_CREATIVE, xml_where(l.doc, l.doc->root),
                    "the root is <creative xmlns=\"" XML_NS_CREATIVE "\"> or an svg",
                    "<%s> is neither a creative nor an SVG", l.doc->root->name);
        goto fail;
    }
    if (!l.failed || c->n_layouts) {
        for (size_t i = 0; i < c->n_layouts; i++)
            its_rules(&l, c->layouts[i].doc);
        implicit_slots(&l);
        resolve_creative(&l);
    }
    if (!l.failed)
        return c;
fail:
    creative_drop(c);
    return NULL;
}

void creative_drop(struct creative *c)
{
    if (!c)
        return;
    map_drop(c->slot_index);
    map_drop(c->message_index);
    map_drop(c->field_index);
    for (size_t i = 0; i < c->n_layouts; i++)
        map_drop(c->layouts[i].ids);
    for (size_t i = 0; i < c->n_modules; i++)
        map_drop(c->modules[i].ids);
    arena_drop(c->arena);
}

#define FINDER(FN, T, LIST, KEY)                         \
    T *FN(const struct creative *c, const char *name)    \
    {                                                    \
        for (size_t i = 0; name && i < c->n_##LIST; i++) \
            if (str_eq(c->LIST[i].KEY, name))            \
                return &c->LIST[i];                      \
        return NULL;                                     \
    }
FINDER(creative_layout, struct layout, layouts, name)
FINDER(creative_theme, struct theme, themes, name)
FINDER(creative_module, struct module, modules, name)

#define INDEXED(FN, T, LIST, INDEX)                             \
    T *FN(const struct creative *c, const char *name)           \
    {                                                           \
        size_t i = name ? (size_t)map_find(c->INDEX, name) : 0; \
        return i ? &c->LIST[i - 1] : NULL;                      \
    }
INDEXED(creative_slot, struct slot, slots, slot_index)
INDEXED(creative_message, struct message_def, messages, message_index)
INDEXED(creative_field, struct field, fields, field_index)

const struct slot_fit *slot_fit_for(const struct slot *s, const char *layout)
{
    for (size_t i = 0; i < s->n_in; i++)
        if (str_eq(s->in[i].layout, layout))
            return &s->in[i].fit;
    return &s->fit;
}

const struct value *slot_initial(const struct slot *s, const char *layout)
{
    for (size_t i = 0; i < s->n_in; i++)
        if (str_eq(s->in[i].layout, layout) && s->in[i].initial.kind != VALUE_NONE)
            return &s->in[i].initial;
    return &s->initial;
}

const struct locale_def *creative_locale(const struct creative *c, const char *tag)
{
    struct arena *a = arena_new();
    const struct locale_def *found = NULL;
    for (const char *t = tag ? locale_canonical(a, tag) : NULL; t && !found; t = locale_parent(a, t))
        for (size_t i = 0; i < c->n_locales && !found; i++)
            if (str_eq(c->locales[i].tag, t))
                found = &c->locales[i];
    arena_drop(a);
    return found;
}

const char *theme_value(const struct theme *t, const char *name)
{
    for (size_t i = 0; t && i < t->n_tokens; i++)
        if (str_eq(t->tokens[i].name, name))
            return t->tokens[i].value;
    return NULL;
}

struct fonts *creative_fonts(struct ctx *ctx, const struct creative *c, const char *const *extra,
                             size_t n_extra, unsigned flags)
{
    const char **dirs = xcalloc(n_extra + c->n_font_dirs, sizeof *dirs);
    size_t n = 0;
    for (size_t i = 0; i < n_extra; i++)
        dirs[n++] = extra[i];
    for (size_t i = 0; i < c->n_font_dirs; i++)
        dirs[n++] = c->font_dirs[i];
    struct fonts *f = fonts_new(ctx, dirs, n, flags);
    free(dirs);
    for (size_t i = 0; f && i < c->n_script_fonts; i++)
        fonts_prefer(f, c->script_fonts[i].script, c->script_fonts[i].family);
    return f;
}
