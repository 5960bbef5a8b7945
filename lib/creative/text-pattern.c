/* The message in a text element: its character data with white space collapsed as SVG does, tspans as runs
 * <t1>..</t1>. */
#include <string.h>

#include "creative/creative-imp.h"

struct gather {
    struct str out;
    bool blank, tags;
    size_t n_tspans;
};

static bool is_span(const struct xml_node *e)
{
    return e->kind == XN_ELEMENT && str_eq(e->ns, XML_NS_SVG) && str_eq(e->name, "tspan");
}

static bool is_transparent(const struct xml_node *e)
{
    return e->kind == XN_ELEMENT && str_eq(e->ns, XML_NS_SVG) &&
           (str_eq(e->name, "a") || str_eq(e->name, "textPath"));
}

static void put_blank(struct gather *g)
{
    if (g->blank && g->out.len)
        str_putc(&g->out, ' ');
    g->blank = false;
}

static void gather(struct gather *g, const struct xml_node *e, bool preserve)
{
    const char *space = xml_attr_ns(e, XML_NS_XML, "space");
    if (space)
        preserve = str_eq(space, "preserve");
    for (const struct xml_node *k = e->first; k; k = k->next) {
        if (k->kind == XN_TEXT) {
            for (const char *p = k->text; *p; p++) {
                if (!ascii_space(*p)) {
                    put_blank(g);
                    str_putc(&g->out, *p);
                } else if (preserve) {
                    put_blank(g);
                    str_putc(&g->out, ' ');
                } else {
                    g->blank = true;
                }
            }
        } else if (is_span(k)) {
            size_t number = ++g->n_tspans;
            if (g->tags) {
                put_blank(g);
                str_printf(&g->out, "<t%zu>", number);
            }
            gather(g, k, preserve);
            if (g->tags)
                str_printf(&g->out, "</t%zu>", number);
        } else if (is_transparent(k)) {
            gather(g, k, preserve);
        }
    }
}

static bool blank_text(const struct xml_node *n)
{
    for (const char *p = n->text; *p; p++)
        if (!ascii_space(*p))
            return false;
    return true;
}

/* Whether all character data lies in one chain of single children: then no part of the text differs from
 * another. */
static bool uniform(const struct xml_node *e)
{
    for (;;) {
        const struct xml_node *only = NULL;
        size_t n = 0;
        bool text = false;
        for (const struct xml_node *k = e->first; k; k = k->next) {
            if (k->kind == XN_TEXT)
                text |= !blank_text(k);
            else if (is_span(k) || is_transparent(k)) {
                only = k;
                n++;
            }
        }
        if (n == 0)
            return true;
        if (n > 1 || text)
            return false;
        e = only;
    }
}

char *text_pattern(struct arena *a, const struct xml_node *text, size_t *n_runs)
{
    struct gather g = {.out = STR_INIT, .tags = !uniform(text)};
    bool preserve = false;
    for (const struct xml_node *p = text->parent; p; p = p->parent) {
        const char *space = xml_attr_ns(p, XML_NS_XML, "space");
        if (space) {
            preserve = str_eq(space, "preserve");
            break;
        }
    }
    gather(&g, text, preserve);
    size_t n = g.out.len;
    while (n && g.out.data[n - 1] == ' ')
        n--;
    size_t from = 0;
    while (from < n && g.out.data[from] == ' ')
        from++;
    char *pattern = arena_strndup(a, g.out.data + from, n - from);
    str_drop(&g.out);
    *n_runs = g.tags ? g.n_tspans : 0;
    return pattern;
}
