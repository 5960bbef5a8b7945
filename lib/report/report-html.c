/* A page for people: one file that opens from disk, with a picture of the first example of each finding. */
#include "report/report-imp.h"
#include "xml/xml.h"

static const char head[] =
    "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
    "content=\"width=device-width\">\n"
    "<style>\n"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 "
    "1rem;color:#222;background:#fff}\n"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem;border-bottom:1px solid "
    "#ccc;text-transform:capitalize}\n"
    "article{display:flex;gap:1.25rem;margin:1.25rem 0;align-items:flex-start;flex-wrap:wrap}\n"
    "article>div{flex:1 1 20rem;min-width:0;overflow-wrap:anywhere}p{margin:.25rem "
    "0}small{color:#555}code{font-size:.9em}\n"
    "b{padding:.1rem "
    ".5rem;border-radius:1rem;font-size:.8rem;color:#fff}.error{background:#a1160a}.warning{background:#"
    "7a4b00}\n"
    ".info{background:#1f4e79}figure{margin:0;position:relative;flex:0 1 auto;max-width:24rem;border:1px "
    "solid #ccc}\n"
    "img{display:block;max-width:100%;height:auto}i{position:absolute;outline:3px solid "
    "#e0218a;outline-offset:2px}\n</style>\n";

static void put(struct str *out, const char *s)
{
    xml_escape(out, s ? s : "", true);
}

static void put_picture(struct str *out, const struct report_group *g)
{
    struct rect all = {0, 0, g->width, g->height}, b = rect_intersect(g->picture_box, all);
    str_puts(out, "<figure><img alt=\"the first example\" src=\"");
    str_puts(out, g->picture);
    str_puts(out, "\">");
    if (!rect_empty(b))
        str_printf(out, "<i style=\"left:%.2f%%;top:%.2f%%;width:%.2f%%;height:%.2f%%\"></i>",
                   100 * b.x / g->width, 100 * b.y / g->height, 100 * b.w / g->width, 100 * b.h / g->height);
    str_puts(out, "</figure>\n");
}

static void put_list(struct str *out, const char *what, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        str_puts(out, i ? ", " : what);
        put(out, names[i]);
    }
}

static void put_group(struct str *out, const struct report_group *g)
{
    const struct report_example *e = &g->examples[0];
    const char *level = diag_level_name(g->level);
    str_puts(out, "<article><div><p>");
    str_printf(out, "<b class=\"%s\">%s</b> ", level, level);
    put(out, e->message);
    str_puts(out, "</p>\n");
    if (e->hint) {
        str_puts(out, "<p>To do: ");
        put(out, e->hint);
        str_puts(out, "</p>\n");
    }
    str_puts(out, "<p><small><code>");
    put(out, g->rule->id);
    str_printf(out, "</code>, %ld time%s", g->count, g->count == 1 ? "" : "s");
    put_list(out, "; layouts ", g->layouts, g->n_layouts);
    put_list(out, "; locales ", g->locales, g->n_locales);
    for (size_t i = 0; i < g->n_examples && e->variant; i++) {
        str_puts(out, i ? ", " : "; for example ");
        put(out, g->examples[i].variant);
    }
    str_puts(out, "<br>");
    put(out, e->file);
    if (e->line > 0)
        str_printf(out, ":%ld", e->line);
    /* no other scheme may be followed from a report */
    if (g->rule->link && (str_starts(g->rule->link, "https://") || str_starts(g->rule->link, "http://"))) {
        str_puts(out, " <a href=\"");
        put(out, g->rule->link);
        str_puts(out, "\">about the rule</a>");
    }
    str_puts(out, "</small></p></div>\n");
    if (g->picture)
        put_picture(out, g);
    str_puts(out, "</article>\n");
}

static void write_html(const struct report *r, struct str *out)
{
    const struct report_view *v = report_view(r);
    str_puts(out, head);
    str_printf(out,
               "<title>%s</title>\n<h1>%s</h1>\n<p>%ld checked, %ld failed: %ld errors, %ld warnings, %ld "
               "info</p>\n",
               v->tool, v->tool, v->subjects, v->failed, v->n_errors, v->n_warnings, v->n_infos);
    if (v->known || v->waived)
        str_printf(out, "<p>Left out: %ld known from the baseline, %ld waived</p>\n", v->known, v->waived);
    for (size_t i = 0; i < v->n_groups; i++) { /* sections in the order of their worst finding */
        const char *section = v->groups[i]->rule->section;
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = str_eq(v->groups[k]->rule->section, section);
        if (seen)
            continue;
        str_puts(out, "<h2>");
        put(out, section);
        str_puts(out, "</h2>\n");
        for (size_t k = i; k < v->n_groups; k++)
            if (str_eq(v->groups[k]->rule->section, section))
                put_group(out, v->groups[k]);
    }
    str_puts(out, "</html>\n");
}

REPORT_FORMAT(html, write_html);
