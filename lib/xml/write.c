#include "xml/xml.h"

#include <string.h>

void xml_escape(struct str *out, const char *text, bool in_attr)
{
    for (const char *p = text; *p; p++) {
        switch (*p) {
        case '&':
            str_puts(out, "&amp;");
            break;
        case '<':
            str_puts(out, "&lt;");
            break;
        case '>':
            str_puts(out, "&gt;");
            break;
        case '"':
            str_puts(out, in_attr ? "&quot;" : "\"");
            break;
        case '\n':
        case '\t':
        case '\r':
            if (in_attr || *p == '\r')
                str_printf(out, "&#%d;", *p);
            else
                str_putc(out, *p);
            break;
        default:
            if ((unsigned char)*p >= 0x20) /* other control characters cannot stand in XML 1.0 */
                str_putc(out, *p);
        }
    }
}

static void put_name(struct str *out, const char *prefix, const char *name)
{
    if (prefix) {
        str_puts(out, prefix);
        str_putc(out, ':');
    }
    str_puts(out, name);
}

static void open_tag(struct str *out, const struct xml_node *e)
{
    str_putc(out, '<');
    put_name(out, e->prefix, e->name);
    for (const struct xml_attr *a = e->attrs; a; a = a->next) {
        str_putc(out, ' ');
        put_name(out, a->prefix, a->name);
        str_puts(out, "=\"");
        xml_escape(out, a->value, true);
        str_putc(out, '"');
    }
    str_puts(out, e->first ? ">" : "/>");
}

static void close_tag(struct str *out, const struct xml_node *e)
{
    str_puts(out, "</");
    put_name(out, e->prefix, e->name);
    str_putc(out, '>');
}

void xml_write(struct str *out, const struct xml_node *top, bool with_header)
{
    if (with_header)
        str_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    const struct xml_node *n = top;
    for (;;) {
        if (n->kind == XN_TEXT)
            xml_escape(out, n->text, false);
        else
            open_tag(out, n);
        if (n->first) {
            n = n->first;
            continue;
        }
        while (n != top && !n->next) {
            n = n->parent;
            close_tag(out, n);
        }
        if (n == top)
            break;
        n = n->next;
    }
    if (with_header)
        str_putc(out, '\n');
}
