/* <data>, <fonts>, <layouts>, <modules>, <styles>, <themes>, <locales>, <output>: the parts that are lists of
 * facts. */
#include <math.h>
#include <string.h>

#include "creative/creative-imp.h"

#define FIELD_TYPES "text|number|money|date|enum|image|colour|url|locale|boolean"

const char *field_type_name(enum field_type t)
{
    static const char *const names[] = {"text",  "number", "money", "date",   "enum",
                                        "image", "colour", "url",   "locale", "boolean"};
    return names[t];
}

static bool valid_name(const char *s)
{
    for (const char *p = s; *p; p++)
        if ((unsigned char)*p < 0x20 || strchr("{}<>\"'/\\$", *p))
            return false;
    return *s;
}

/* A name that must be unique among `n` earlier ones. */
static void check_name(struct loading *l, const struct xml_node *e, const char *what, const char *name,
                       const char *earlier)
{
    if (*name && !valid_name(name))
        creative_wrong(l, xml_where(l->doc, e), "use letters, digits, '-', '_' and '.'",
                       "%s name '%s' is not valid", what, name);
    if (earlier)
        creative_wrong(l, xml_where(l->doc, e), "rename one", "%s '%s' is declared twice", what, earlier);
}

static void read_field(struct loading *l, const struct xml_node *e, struct field *f)
{
    check_attrs(
        l, e,
        "name|type|required|default|pattern|min|max|max-length|values|currency|empty|pii|carry|key|note");
    check_children(l, e, "value");
    f->where = xml_where(l->doc, e);
    f->name = need_attr(l, e, "name");
    const char *type = xml_attr(e, "type");
    if (str_eq(type, "color"))
        f->type = FIELD_COLOUR;
    else
        f->type = (enum field_type)attr_word(l, e, "type", FIELD_TYPES, FIELD_TEXT);
    f->required = attr_bool(l, e, "required", false);
    f->pii = attr_bool(l, e, "pii", false);
    f->carry = attr_bool(l, e, "carry", false);
    f->key = attr_bool(l, e, "key", false);
    f->def = xml_attr(e, "default");
    f->pattern = xml_attr(e, "pattern");
    f->min = attr_number(l, e, "min", -1e300, 1e300, NAN);
    f->max = attr_number(l, e, "max", -1e300, 1e300, NAN);
    f->max_length = attr_long(l, e, "max-length", 1, LIMIT_TEXT_BYTES, 0);
    f->currency = xml_attr(e, "currency");
    f->empty = (enum field_empty)attr_word(l, e, "empty", "value|default|drop|skip|stop",
                                           f->def ? EMPTY_DEFAULT : EMPTY_VALUE);
    if (f->empty == EMPTY_DEFAULT && !f->def)
        creative_wrong(l, f->where, "add default=\"...\"", "field '%s' has empty=\"default\" and no default",
                       f->name);
    if ((!isnan(f->min) || !isnan(f->max)) && f->type != FIELD_NUMBER && f->type != FIELD_MONEY)
        creative_wrong(l, f->where, "use max-length or pattern",
                       "min and max are for numbers, field '%s' is %s", f->name, field_type_name(f->type));
    if (f->min > f->max)
        creative_wrong(l, f->where, NULL, "field '%s' has a min above its max", f->name);
    if (f->currency && f->type != FIELD_MONEY)
        creative_wrong(l, f->where, "write type=\"money\"", "field '%s' has a currency and is %s", f->name,
                       field_type_name(f->type));
    size_t n_children = count_children(e, "value"), n = 0;
    const char *values = xml_attr(e, "values");
    if (values) {
        f->values = split_words(l->a, values, &n);
    } else if (n_children) {
        const char **list = ARENA_ARRAY(l->a, n_children + 1, const char *);
        for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "value"); k;
             k = xml_next(k, XML_NS_CREATIVE, "value"))
            list[n++] = xml_text(l->a, k);
        f->values = list;
    }
    if (f->type == FIELD_ENUM && !n)
        creative_wrong(l, f->where, "write values=\"a|b|c\"", "field '%s' is an enum without values",
                       f->name);
    if (f->values && f->type != FIELD_ENUM)
        creative_wrong(l, f->where, "write type=\"enum\"", "field '%s' has values and is %s", f->name,
                       field_type_name(f->type));
    if (f->key && f->pii)
        report_hint(
            l->ctx, DIAG_ERROR, DIAG_CREATIVE_PII, f->where,
            "take a column that identifies the row without naming the person, or drop key: ids then use the "
            "row number",
            "field '%s' is personal data and may not be the key, as ids are written to file names and logs",
            f->name);
    l->failed |= f->key && f->pii;
}

void read_data(struct loading *l, const struct xml_node *e)
{
    struct creative *c = l->c;
    check_attrs(l, e, "");
    check_children(l, e, "field");
    c->fields = ARENA_ARRAY(l->a, count_children(e, "field"), struct field);
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "field"); k;
         k = xml_next(k, XML_NS_CREATIVE, "field")) {
        struct field f = {0};
        read_field(l, k, &f);
        check_name(l, k, "field", f.name, creative_field(c, f.name) ? f.name : NULL);
        c->fields[c->n_fields++] = f;
        if (!map_has(c->field_index, f.name))
            map_put(c->field_index, f.name, (void *)c->n_fields);
    }
}

void read_fonts(struct loading *l, const struct xml_node *e)
{
    struct creative *c = l->c;
    check_attrs(l, e, "");
    check_children(l, e, "folder|script");
    const char **dirs = ARENA_ARRAY(l->a, count_children(e, "folder") + 1, const char *);
    c->script_fonts = ARENA_ARRAY(l->a, count_children(e, "script"), struct script_font);
    for (const struct xml_node *k = xml_first_element(e); k; k = xml_next_element(k)) {
        if (xml_is(k, XML_NS_CREATIVE, "folder")) {
            check_attrs(l, k, "src");
            char *path = path_inside(l->ctx, l->a, c->dir, need_attr(l, k, "src"), xml_where(l->doc, k));
            if (path)
                dirs[c->n_font_dirs++] = path;
            l->failed |= !path;
        } else if (xml_is(k, XML_NS_CREATIVE, "script")) {
            check_attrs(l, k, "name|family");
            const char *name = need_attr(l, k, "name");
            if (strlen(name) != 4)
                creative_wrong(l, xml_where(l->doc, k), "use ISO 15924, such as Arab, Jpan or Hebr",
                               "'%s' is not a script code", name);
            c->script_fonts[c->n_script_fonts++] = (struct script_font){name, need_attr(l, k, "family")};
        }
    }
    c->font_dirs = dirs;
}

void read_styles(struct loading *l, const struct xml_node *e)
{
    struct creative *c = l->c;
    check_attrs(l, e, "");
    check_children(l, e, "style");
    size_t n = count_children(e, "style");
    c->styles = ARENA_ARRAY(l->a, n, struct style_def);
    const char **names = ARENA_ARRAY(l->a, n + 1, const char *);
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "style"); k;
         k = xml_next(k, XML_NS_CREATIVE, "style")) {
        check_attrs(l, k, "name|weight|slant|family|color|size");
        struct style_def s = {
            .name = need_attr(l, k, "name"), .family = xml_attr(k, "family"), .color = xml_attr(k, "color")};
        const char *twice = NULL;
        for (size_t i = 0; i < c->n_styles; i++)
            if (str_eq(names[i], s.name))
                twice = s.name;
        check_name(l, k, "style", s.name, twice);
        if (str_eq(s.name, "br"))
            creative_wrong(l, xml_where(l->doc, k), "choose another name",
                           "<br/> in a message is a line break");
        s.weight = str_eq(xml_attr(k, "weight"), "bold") ? 700 : (int)attr_long(l, k, "weight", 1, 1000, 0);
        s.slant = attr_word(l, k, "slant", "normal|italic|oblique", -1);
        s.size = attr_number(l, k, "size", 0.05, 20, 0);
        struct rgba rgba;
        if (s.color && !str_starts(s.color, "var(") && !svg_parse_color(s.color, &rgba))
            creative_wrong(l, xml_where(l->doc, k), "write #rrggbb or var(--token)", "'%s' is not a colour",
                           s.color);
        names[c->n_styles] = s.name;
        c->styles[c->n_styles++] = s;
    }
    c->run_names = c->n_styles ? names : NULL;
}

void read_themes(struct loading *l, const struct xml_node *e)
{
    struct creative *c = l->c;
    check_attrs(l, e, "default");
    check_children(l, e, "theme");
    c->themes = ARENA_ARRAY(l->a, count_children(e, "theme"), struct theme);
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "theme"); k;
         k = xml_next(k, XML_NS_CREATIVE, "theme")) {
        check_attrs(l, k, "name|note");
        check_children(l, k, "token");
        struct theme t = {.name = need_attr(l, k, "name")};
        check_name(l, k, "theme", t.name, creative_theme(c, t.name) ? t.name : NULL);
        t.tokens = ARENA_ARRAY(l->a, count_children(k, "token"), struct svg_token);
        for (const struct xml_node *o = xml_child(k, XML_NS_CREATIVE, "token"); o;
             o = xml_next(o, XML_NS_CREATIVE, "token")) {
            check_attrs(l, o, "name|value");
            struct svg_token token = {need_attr(l, o, "name"), need_attr(l, o, "value"),
                                      xml_where(l->doc, o).line};
            if (*token.name && !str_starts(token.name, "--"))
                creative_wrong(l, xml_where(l->doc, o), arena_printf(l->a, "write '--%s'", token.name),
                               "token names begin with two dashes, '%s' does not", token.name);
            if (strpbrk(token.value, ";{}<>"))
                creative_wrong(l, xml_where(l->doc, o), NULL, "the value of token '%s' holds markup",
                               token.name);
            t.tokens[t.n_tokens++] = token;
        }
        c->themes[c->n_themes++] = t;
    }
    c->default_theme = xml_attr(e, "default");
    if (!c->default_theme && c->n_themes)
        c->default_theme = c->themes[0].name;
}

void read_output(struct loading *l, const struct xml_node *e)
{
    check_attrs(l, e, "name|format|quality");
    l->c->output_name = xml_attr(e, "name");
    l->c->output_format = xml_attr(e, "format");
    l->c->output_quality = (int)attr_long(l, e, "quality", 1, 100, 0);
    if (l->c->output_format)
        attr_word(l, e, "format", "png|jpeg|jpg|webp|avif|gif|tiff|pdf|svg", 0);
}
