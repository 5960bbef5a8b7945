/* The message in a text element: its characters with white space collapsed as lib/svg does, and a run
 * <tN>..</tN> around what another element than the first character's holds, or what is not translated. N
 * counts spans as lowering makes them: maximal sequences of characters of one element, from 1. */
#include <string.h>

#include "creative/creative-imp.h"

struct segment {
    size_t start;
    const struct xml_node *owner;
};

struct gather {
    struct str out;
    bool space, ends_collapsible;
    struct svg_lines lines;
    struct vec(struct segment) segments;
};

static bool holds_text(const struct xml_node *e)
{
    return e->kind == XN_ELEMENT && str_eq(e->ns, XML_NS_SVG) &&
           (str_eq(e->name, "tspan") || str_eq(e->name, "a") || str_eq(e->name, "textPath"));
}

static void put_char(struct gather *g, const struct xml_node *owner, char ch, bool preserve)
{
    bool blank = ascii_space(ch);
    if (blank && !preserve && g->space)
        return;
    if (!g->segments.len || g->segments.at[g->segments.len - 1].owner != owner)
        vec_push(&g->segments, ((struct segment){g->out.len, owner}));
    str_putc(&g->out, blank ? ' ' : ch);
    g->space = blank;
    g->ends_collapsible = blank && !preserve;
}

static void gather(struct gather *g, const struct xml_node *e, bool preserve)
{
    const char *space = xml_attr_ns(e, XML_NS_XML, "space");
    if (space)
        preserve = str_eq(space, "preserve");
    for (const struct xml_node *k = e->first; k; k = k->next) {
        if (k->kind == XN_TEXT)
            for (const char *p = k->text; *p; p++) {
                if (g->lines.pending && svg_lines_gap(&g->lines, g->out.data, g->out.len, p))
                    str_putc(&g->out, ' '); /* the line before's; bind_text gives it no room */
                put_char(g, e, *p, preserve);
            }
        else if (holds_text(k)) {
            svg_lines_enter(&g->lines, k);
            gather(g, k, preserve);
        }
    }
}

/* The span has a letter or placeholder that a translator is to see. */
static bool to_translate(const struct gather *g, size_t i, size_t end)
{
    if (!its_translate(g->segments.at[i].owner))
        return false;
    for (size_t k = g->segments.at[i].start; k < end; k++)
        if (!ascii_space(g->out.data[k]))
            return true;
    return false;
}

char *text_pattern(struct arena *a, const struct xml_node *text, bool runs, struct text_runs *out)
{
    struct gather g = {.out = STR_INIT, .space = true};
    bool preserve = false;
    for (const struct xml_node *p = text->parent; p; p = p->parent) {
        const char *space = xml_attr_ns(p, XML_NS_XML, "space");
        if (space) {
            preserve = str_eq(space, "preserve");
            break;
        }
    }
    svg_lines_enter(&g.lines, text);
    gather(&g, text, preserve);
    size_t len = g.out.len - (g.out.len && g.ends_collapsible);
    while (g.segments.len && g.segments.at[g.segments.len - 1].start >= len)
        g.segments.len--;
    out->n = runs && g.segments.len > 1 ? g.segments.len : 0;
    out->fixed = ARENA_ARRAY(a, out->n + 1, bool);
    out->nothing_to_translate = g.segments.len > 0;
    struct str pattern = STR_INIT;
    for (size_t i = 0; i < g.segments.len; i++) {
        size_t start = g.segments.at[i].start,
               end = i + 1 < g.segments.len ? g.segments.at[i + 1].start : len;
        bool translate = to_translate(&g, i, end);
        bool fixed = out->n && !translate && !its_translate(g.segments.at[i].owner);
        bool run = out->n && (fixed || g.segments.at[i].owner != g.segments.at[0].owner);
        out->nothing_to_translate &= !translate;
        if (out->n)
            out->fixed[i] = fixed;
        if (run)
            str_printf(&pattern, "<t%zu>", i + 1);
        str_put(&pattern, g.out.data + start, end - start);
        if (run)
            str_printf(&pattern, "</t%zu>", i + 1);
    }
    char *result = arena_strndup(a, pattern.data, pattern.len);
    str_drop(&pattern);
    str_drop(&g.out);
    vec_drop(&g.segments);
    return result;
}
