#include <string.h>

#include "still/still-imp.h"
#include "xml/xml.h"

static void put_text(struct str *out, const char *s)
{
    xml_escape(out, s ? s : "", true);
}

/* One character of a text that is shown: a new line is one on the page too. */
static void put_shown(struct str *out, const char *s, size_t n)
{
    char one[5] = {0};
    memcpy(one, s, n < sizeof one ? n : 0);
    if (one[0] == '\n')
        str_puts(out, "<br>");
    else
        xml_escape(out, one, true);
}

/* In attributes and URLs of files beside this one. */
static void put_url(struct str *out, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (strchr("-._~/", c) || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
            str_putc(out, (char)c);
        else
            str_printf(out, "%%%c%c", hex[c >> 4], hex[c & 15]);
    }
}

static void begin(struct str *out, const struct copy_sheet *s)
{
    str_puts(out, "<!DOCTYPE html>\n<html lang=\"");
    put_text(out, s->locale);
    str_printf(out, "\" dir=\"%s\">\n<meta charset=\"utf-8\">\n<title>", s->dir);
    put_text(out, s->id);
    str_puts(out, "</title>\n<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem;max-width:60rem}"
                  "img{max-width:100%;height:auto;box-shadow:0 1px 6px "
                  "#0004}dt{color:#666;font-size:.85em;margin-top:1em}"
                  "dd{margin:0}</style>\n<p><img src=\"");
    put_url(out, s->image);
    str_printf(out, "\" width=\"%ld\" height=\"%ld\" alt=\"", s->width, s->height);
    put_text(out, s->alt);
    str_puts(out, "\">\n<dl>\n");
}

/* Runs are given in code points; they may not cross each other, so a run opens and closes where its points
 * lie. */
static void put_runs(struct str *out, const struct copy_entry *e)
{
    const char *p = e->text, *end = p + strlen(p);
    for (size_t at = 0;; at++) {
        for (size_t i = e->n_runs; i-- > 0;)
            if ((e->runs[i].end == at || (p >= end && e->runs[i].end > at)) && e->runs[i].start < at)
                str_puts(out, "</span>");
        for (size_t i = 0; i < e->n_runs; i++)
            if (p < end && e->runs[i].start == at && e->runs[i].end > at) {
                str_puts(out, "<span class=\"");
                put_text(out, e->runs[i].name);
                str_puts(out, "\">");
            }
        if (p >= end)
            break;
        const char *from = p;
        utf8_next(&p, end);
        put_shown(out, from, (size_t)(p - from));
    }
}

static void entry(struct str *out, const struct copy_sheet *s, size_t i)
{
    const struct copy_entry *e = &s->entries[i];
    str_puts(out, "<dt>");
    put_text(out, e->slot);
    str_puts(out, "</dt>\n<dd");
    if (!str_eq(e->lang, s->locale) && e->lang) {
        str_puts(out, " lang=\"");
        put_text(out, e->lang);
        str_putc(out, '"');
    }
    str_printf(out, " dir=\"%s\">", e->dir);
    /* only web addresses become links: a value is data and may say javascript: */
    if (str_starts(e->text, "https://") || str_starts(e->text, "http://")) {
        str_puts(out, "<a href=\"");
        put_text(out, e->text);
        str_puts(out, "\">");
        put_text(out, e->text);
        str_puts(out, "</a>");
    } else {
        put_runs(out, e);
    }
    str_puts(out, "</dd>\n");
}

static void end(struct str *out, const struct copy_sheet *s)
{
    (void)s;
    str_puts(out, "</dl>\n</html>\n");
}

const struct copy_format copy_format_html = {
    .name = "html",
    .ext = "html",
    .summary = "a page with the picture and the text of each slot",
    .begin = begin,
    .entry = entry,
    .end = end,
};
