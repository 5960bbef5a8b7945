/* A page for people: one file that opens from disk and prints, with a picture of the first example of each
 * finding and the finding marked in it. No script, nothing from outside. */
#include "report/report-imp.h"

static const char head[] =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
    "content=\"width=device-width\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
    "'unsafe-inline'\">\n<style>\n"
    ":root{color-scheme:light dark;--ink:#1d2126;--soft:#5a626b;--page:#fff;--card:#f6f7f8;--line:#d5d9de;"
    "--error:#a1160a;--warning:#7a4b00;--info:#1f4e79;--mark:#d6006c}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a3abb4;--page:#14171a;--card:#1d2126;"
    "--line:#3a4149;--error:#ff8a7d;--warning:#f2b84b;--info:#8cc4ff;--mark:#ff4fa3}}\n"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 "
    "1rem;color:var(--ink);"
    "background:var(--page)}\n"
    "h1{font-size:1.6rem;margin:0}h2{font-size:1.2rem;margin:2.5rem 0 .5rem;text-transform:capitalize}"
    "h3{font-size:1rem;margin:0;font-weight:600}p{margin:.35rem 0}\n"
    "small,figcaption{color:var(--soft);font-size:.85rem}code{font-size:.85rem}a{color:inherit}\n"
    "table{border-collapse:collapse;margin:1rem 0}th,td{padding:.2rem 1.5rem .2rem 0;text-align:left;"
    "border-bottom:1px solid var(--line)}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".key{color:var(--soft);font-size:.85rem}td.s{text-transform:capitalize}\n"
    "article{display:flex;gap:1.5rem;margin:1rem 0;padding:1rem;align-items:flex-start;flex-wrap:wrap;"
    "background:var(--card);border-left:4px solid var(--level)}\n"
    "article>div{flex:1 1 22rem;min-width:0;overflow-wrap:anywhere}\n"
    ".level{color:var(--level);font-weight:700}.error{--level:var(--error)}.warning{--level:var(--warning)}"
    ".info{--level:var(--info)}\n"
    "figure{margin:0;flex:0 1 auto;min-width:0;max-width:100%}.shot{position:relative;display:inline-block;"
    "border:1px solid var(--line);margin:8px;max-width:calc(100% - 16px)}\n"
    "img{display:block;max-width:100%;height:auto}\n"
    ".mark{position:absolute;outline:3px solid var(--mark);outline-offset:2px;box-shadow:0 0 0 2px #fff;"
    "print-color-adjust:exact}\n"
    "figcaption b{display:inline-block;padding:0 .4rem;margin-right:.4rem;border:3px solid var(--mark);"
    "color:var(--ink);font-weight:600;line-height:1.3;print-color-adjust:exact}\n"
    "@media print{body{max-width:none;margin:0}article{break-inside:avoid}h2{break-after:avoid}}\n"
    "</style>\n";

static void put(struct str *out, const char *s)
{
    put_xml(out, s ? s : "", true);
}

/* An outline alone: what is marked is said below the picture, as a label on it would hide a line of the ad.
 */
static void put_mark(struct str *out, const struct report_group *g, struct rect b)
{
    str_printf(out,
               "<span class=\"mark\" style=\"left:%.2f%%;top:%.2f%%;width:%.2f%%;height:%.2f%%\"></span>",
               100 * b.x / g->width, 100 * b.y / g->height, 100 * b.w / g->width, 100 * b.h / g->height);
}

static void put_caption(struct str *out, const struct report_group *g, bool marked)
{
    const struct report_example *e = &g->examples[0];
    const char *label = g->slot ? g->slot : g->element ? g->element : g->rule->kind;
    str_puts(out, "<figcaption>");
    if (marked) {
        str_puts(out, "<b>");
        put(out, label ? label : "here");
        str_puts(out, "</b>");
    }
    put(out, e->variant ? e->variant : e->file ? report_path(e->file) : "");
    str_printf(out, ", %d × %d px%s</figcaption>", g->width, g->height,
               rect_empty(g->picture_box) ? "; not about one place"
               : !marked                  ? "; outside the picture"
                                          : "");
}

static void put_picture(struct str *out, const struct report_group *g)
{
    struct rect all = {0, 0, g->width, g->height}, b = rect_intersect(g->picture_box, all);
    const struct report_example *e = &g->examples[0];
    str_puts(out, "<figure><div class=\"shot\"><img alt=\"");
    put(out, e->variant ? e->variant : "the picture");
    str_puts(out, ": ");
    put(out, e->message);
    str_puts(out, "\" src=\"");
    str_puts(out, g->picture);
    str_puts(out, "\">");
    if (!rect_empty(b))
        put_mark(out, g, b);
    str_puts(out, "</div>\n");
    put_caption(out, g, !rect_empty(b));
    str_puts(out, "</figure>\n");
}

static void put_list(struct str *out, const char *what, const char *const *names, size_t n)
{
    enum { MOST = 20 };
    for (size_t i = 0; i < n && i < MOST; i++) {
        str_puts(out, i ? ", " : what);
        put(out, names[i]);
    }
    if (n > MOST)
        str_printf(out, " and %zu more", n - MOST);
}

static void put_group(struct str *out, const struct report_group *g)
{
    const struct report_example *e = &g->examples[0];
    const char *level = diag_level_name(g->level);
    str_printf(out, "<article class=\"%s\"><div>\n<h3><span class=\"level\">%s</span> ", level, level);
    put(out, e->message);
    str_puts(out, "</h3>\n");
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
    if (e->file) {
        str_puts(out, "<br><code>");
        put(out, report_path(e->file));
        if (e->line > 0)
            str_printf(out, ":%ld", e->line);
        str_puts(out, "</code>");
    }
    if (is_web_link(g->rule->link)) {
        str_puts(out, " <a href=\"");
        put(out, g->rule->link);
        str_puts(out, "\">about the rule</a>");
    }
    str_puts(out, "</small></p></div>\n");
    if (g->picture)
        put_picture(out, g);
    str_puts(out, "</article>\n");
}

static void put_row(struct str *out, const char *name, const struct report_view *v,
                    const struct report_score *s)
{
    long n[DIAG_ERROR + 1] = {0};
    for (size_t i = 0; i < v->n_groups; i++)
        if (!s->section || str_eq(v->groups[i]->rule->section, s->section))
            n[v->groups[i]->level] += v->groups[i]->count;
    str_puts(out, "<tr><td class=\"s\">");
    put(out, name);
    str_puts(out, "<td class=\"n\">");
    put_score(out, s->score);
    str_printf(out, "<td class=\"n\">%ld<td class=\"n\">%ld<td class=\"n\">%ld<td class=\"n\">%ld\n",
               s->checks, n[DIAG_ERROR], n[DIAG_WARNING], n[DIAG_INFO]);
}

static void put_table(struct str *out, const struct report_view *v)
{
    str_puts(
        out,
        "<p class=\"key\" id=\"key\">Score: the share of checks that passed, an error weighing 5 and a "
        "warning "
        "2.</p>\n<table aria-describedby=\"key\">\n<tr><th scope=\"col\">Section<th scope=\"col\">Score<th "
        "scope=\"col\">Checks<th scope=\"col\">Errors<th scope=\"col\">Warnings<th scope=\"col\">Info\n");
    for (size_t i = 0; i < v->n_sections; i++)
        put_row(out, v->sections[i].section, v, &v->sections[i]);
    put_row(out, "total", v, &v->total);
    str_puts(out, "</table>\n");
}

static void put_troubles(struct str *out, const struct report_view *v)
{
    if (v->n_troubles)
        str_puts(out, "<section><h2>Could not be checked</h2>\n");
    for (size_t i = 0; i < v->n_troubles; i++) {
        const struct report_trouble *t = &v->troubles[i];
        str_puts(out, "<article class=\"error\"><div><h3>");
        put(out, t->message);
        str_puts(out, "</h3>");
        if (t->hint) {
            str_puts(out, "<p>To do: ");
            put(out, t->hint);
            str_puts(out, "</p>");
        }
        str_puts(out, "<p><small><code>");
        put(out, t->file ? report_path(t->file) : v->tool);
        if (t->line > 0)
            str_printf(out, ":%ld", t->line);
        str_printf(out, "</code> %s</small></p></div></article>\n", t->code);
    }
    if (v->n_troubles)
        str_puts(out, "</section>\n");
}

static const char *section_of(const struct report_group *g)
{
    return g->rule->section ? g->rule->section : "other";
}

static void write_html(const struct report *r, struct str *out)
{
    const struct report_view *v = report_view(r);
    str_puts(out, head);
    str_printf(out,
               "<title>%s: %ld errors, %ld warnings</title>\n<main>\n<h1>%s</h1>\n<p>%ld checked, %ld "
               "failed: %ld errors, %ld warnings, %ld info</p>\n",
               v->tool, v->n_errors, v->n_warnings, v->tool, v->subjects, v->failed, v->n_errors,
               v->n_warnings, v->n_infos);
    if (v->known || v->waived)
        str_printf(out, "<p>Left out: %ld known from the baseline, %ld waived</p>\n", v->known, v->waived);
    if (v->n_sections)
        put_table(out, v);
    put_troubles(out, v);
    for (size_t i = 0; i < v->n_groups; i++) { /* sections in the order of their worst finding */
        const char *section = section_of(v->groups[i]);
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = str_eq(section_of(v->groups[k]), section);
        if (seen)
            continue;
        str_puts(out, "<section><h2>");
        put(out, section);
        str_puts(out, "</h2>\n");
        for (size_t k = i; k < v->n_groups; k++)
            if (str_eq(section_of(v->groups[k]), section))
                put_group(out, v->groups[k]);
        str_puts(out, "</section>\n");
    }
    str_puts(out, "</main>\n</html>\n");
}

REPORT_FORMAT(html, write_html);
