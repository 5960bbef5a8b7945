/* SVG glyphs of OpenType fonts, read and lowered as any SVG: no text in them, no links, bounded in size. */
#include "render/render-imp.h"

#include <string.h>

enum { MOST_ELEMENTS = 20000, MOST_TOKENS = 64 };

/* What draws when it stands in a document; paint servers and the like do so only when they are referred to.
 */
static bool draws(const struct xml_node *n)
{
    static const char *const names[] = {"g",        "path",    "rect",  "circle", "ellipse", "line", "use",
                                        "polyline", "polygon", "image", "svg",    "switch",  "a",    "text"};
    for (size_t i = 0; n->kind == XN_ELEMENT && i < sizeof names / sizeof *names; i++)
        if (xml_is(n, XML_NS_SVG, names[i]))
            return true;
    return false;
}

/* Only the glyph's element is drawn, with what it inherits and what it refers to: the rest goes to defs. */
static void keep_only(struct arena *a, struct xml_node *glyph)
{
    for (struct xml_node *n = glyph; n->parent != NULL; n = n->parent) {
        struct xml_node *defs = xml_new_element(a, XML_NS_SVG, "defs");
        for (struct xml_node *k = n->parent->first, *next; k != NULL; k = next) {
            next = k->next;
            if (k != n && draws(k)) {
                xml_unlink(k);
                xml_append(defs, k);
            }
        }
        xml_append(n->parent, defs);
    }
}

static const char *replaced(struct arena *a, const char *text, const char *from, const char *to)
{
    struct str s = STR_INIT;
    for (const char *at; (at = strstr(text, from)) != NULL; text = at + strlen(from)) {
        str_put(&s, text, (size_t)(at - text));
        str_puts(&s, to);
    }
    str_puts(&s, text);
    const char *out = arena_strndup(a, s.data, s.len);
    str_drop(&s);
    return out;
}

/* The text's fill is what context-fill means; it has no stroke. Pictures that are not embedded are not read.
 */
static bool prepare(struct arena *a, struct xml_node *root)
{
    bool colored = false;
    for (struct xml_node *n = root, *next; n != NULL; n = next) {
        next = xml_following(root, n);
        if (n->kind == XN_TEXT) {
            colored |= strstr(n->text, "currentColor") != NULL || strstr(n->text, "context-fill") != NULL;
            n->text =
                replaced(a, replaced(a, n->text, "context-fill", "currentColor"), "context-stroke", "none");
            continue;
        }
        for (struct xml_attr *t = n->attrs; t != NULL; t = t->next) {
            if (strstr(t->value, "context-") != NULL)
                t->value = replaced(a, replaced(a, t->value, "context-fill", "currentColor"),
                                    "context-stroke", "none");
            colored |= strstr(t->value, "currentColor") != NULL || strstr(t->value, "currentcolor") != NULL;
            if (str_eq(t->name, "href") && xml_is(n, XML_NS_SVG, "image") && !str_starts(t->value, "data:"))
                t->value = "";
        }
    }
    return colored;
}

static const char *css_color(struct arena *a, struct rgba c)
{
    return arena_printf(a, "#%02x%02x%02x%02x", c.r, c.g, c.b, c.a);
}

static void forget_ids(struct node *n) /* a glyph may stand in a picture many times */
{
    for (; n != NULL; n = (struct node *)n->next) {
        n->id = NULL;
        if (n->kind == NODE_GROUP)
            forget_ids((struct node *)n->u.group.first);
    }
}

static struct tree *make(const struct glyph_svg *g, struct rect *ink, bool *colored)
{
    struct ctx quiet = {0};
    struct arena *a = arena_new();
    struct tree *t = NULL;
    struct xml_doc *doc = xml_parse(&quiet, a, "glyph.svg", g->data, g->len);
    struct xml_node *glyph =
        doc != NULL ? xml_by_id(doc->root, arena_printf(a, "glyph%u", (unsigned)g->glyph)) : NULL;
    if (glyph == NULL || doc->n_elements > MOST_ELEMENTS)
        goto done;
    keep_only(a, glyph);
    *colored = prepare(a, doc->root);
    if (xml_attr(doc->root, "color") == NULL)
        xml_set_attr(a, doc->root, "color", css_color(a, g->color));
    struct svg_token tokens[MOST_TOKENS];
    size_t n = g->n_palette < MOST_TOKENS ? g->n_palette : MOST_TOKENS;
    for (size_t i = 0; i < n; i++)
        tokens[i] = (struct svg_token){arena_printf(a, "--color%zu", i), css_color(a, g->palette[i]), 0};
    struct svg_options o = {.width = g->em, .height = g->em, .tokens = tokens, .n_tokens = n};
    t = svg_lower(&quiet, doc, &o);
    if (t != NULL && (t->root == NULL || !node_paint_box(t->root, &FRAME_NONE, ink))) {
        tree_drop(t);
        t = NULL;
    }
    if (t != NULL)
        forget_ids((struct node *)t->root);
done:
    arena_drop(a);
    return t;
}

const struct glyph_maker svg_glyphs = {make, tree_drop};
