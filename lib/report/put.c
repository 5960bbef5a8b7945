/* Pieces that formats share: JSON of groups and findings, text that is safe to show. */
#include <string.h>
#include <unistd.h>

#include "json/json.h"
#include "report/report-imp.h"
#include "xml/xml.h"

void put_member(struct str *out, const char *name, const char *value)
{
    if (!value)
        return;
    str_printf(out, ",\"%s\":", name);
    json_put_string(out, value);
}

static void put_names(struct str *out, const char *name, const char *const *names, size_t n)
{
    if (!n)
        return;
    str_printf(out, ",\"%s\":[", name);
    for (size_t i = 0; i < n; i++) {
        str_puts(out, i ? "," : "");
        json_put_string(out, names[i]);
    }
    str_puts(out, "]");
}

static void put_box(struct str *out, struct rect b)
{
    if (rect_empty(b))
        return;
    double v[] = {b.x, b.y, b.w, b.h};
    str_puts(out, ",\"box\":[");
    for (int i = 0; i < 4; i++) {
        str_puts(out, i ? "," : "");
        str_printf(out, "%.1f", v[i]);
    }
    str_puts(out, "]");
}

static void put_example(struct str *out, const struct report_example *e)
{
    str_printf(out, "{\"line\":%ld", e->line);
    if (e->column > 0)
        str_printf(out, ",\"column\":%ld", e->column);
    put_member(out, "file", e->file);
    if (e->input)
        str_printf(out, ",\"input\":%ld", e->input);
    put_member(out, "variant", e->variant);
    put_member(out, "layout", e->layout);
    put_member(out, "locale", e->locale);
    if (e->row)
        str_printf(out, ",\"row\":%ld", e->row);
    put_member(out, "message", e->message);
    put_box(out, e->box);
    str_puts(out, "}");
}

void put_group_json(struct str *out, const struct report_group *g)
{
    str_puts(out, "{\"rule\":");
    json_put_string(out, g->rule->id);
    put_member(out, "kind", g->rule->kind);
    put_member(out, "section", g->rule->section);
    put_member(out, "level", diag_level_name(g->level));
    put_member(out, "about", g->about);
    put_member(out, "slot", g->slot);
    put_member(out, "element", g->element);
    put_member(out, "message", g->examples[0].message);
    put_member(out, "hint", g->examples[0].hint);
    put_member(out, "link", g->rule->link);
    str_printf(out, ",\"count\":%ld", g->count);
    put_names(out, "layouts", g->layouts, g->n_layouts);
    put_names(out, "locales", g->locales, g->n_locales);
    str_puts(out, ",\"examples\":[");
    for (size_t i = 0; i < g->n_examples; i++) {
        str_puts(out, i ? "," : "");
        put_example(out, &g->examples[i]);
    }
    str_puts(out, "]}");
}

void put_finding_json(struct str *out, const struct finding *f)
{
    str_puts(out, "{\"rule\":");
    json_put_string(out, f->rule->id);
    put_member(out, "level", diag_level_name(f->level));
    put_member(out, "file", f->file);
    str_printf(out, ",\"line\":%ld", f->line);
    if (f->column > 0)
        str_printf(out, ",\"column\":%ld", f->column);
    if (f->input)
        str_printf(out, ",\"input\":%ld", f->input);
    put_member(out, "variant", f->variant);
    put_member(out, "layout", f->layout);
    put_member(out, "locale", f->locale);
    if (f->row)
        str_printf(out, ",\"row\":%ld", f->row);
    put_member(out, "slot", f->slot);
    put_member(out, "element", f->element);
    put_member(out, "message", f->message);
    put_box(out, f->box);
    str_puts(out, "}");
}

static void put_clean(struct str *out, const char *s, bool lines)
{
    for (const char *p = s ? s : "", *end = p + strlen(p); p < end;) {
        uint32_t c = utf8_next(&p, end);
        bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) ||
                       (c >= 0x2066 && c <= 0x2069) || c == 0xfffe || c == 0xffff;
        str_put_utf8(out, control && !(lines && (c == '\n' || c == '\r')) ? 0xfffd : c);
    }
}

void put_safe(struct str *out, const char *s)
{
    put_clean(out, s, false);
}

void put_safe_lines(struct str *out, const char *s)
{
    put_clean(out, s, true);
}

void put_score(struct str *out, double score)
{
    if (score < 0)
        str_putc(out, '-');
    else
        str_put_number(out, score);
}

const char *report_path(const char *path)
{
    char here[4096];
    if (!path)
        return NULL;
    while (path[0] == '.' && path[1] == '/')
        path += 2;
    if (path[0] == '/' && getcwd(here, sizeof here)) {
        size_t n = strlen(here);
        if (n > 1 && strncmp(path, here, n) == 0 && path[n] == '/')
            return path + n + 1;
    }
    return path;
}

/* A URI reference: what RFC 3986 does not allow as it is becomes %XX. */
void put_uri(struct str *out, const char *path)
{
    str_putc(out, '"');
    for (const unsigned char *p = (const unsigned char *)report_path(path); *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
                     strchr("-._~/!$&'()*+,;=@", *p);
        if (plain)
            str_putc(out, (char)*p);
        else
            str_printf(out, "%%%02X", *p);
    }
    str_putc(out, '"');
}

void put_iri(struct str *out, const char *link)
{
    for (const unsigned char *p = (const unsigned char *)link; *p; p++) {
        if (*p > 0x20 && *p < 0x7f && !strchr("\"<>\\^`{|}", *p))
            str_putc(out, (char)*p);
        else
            str_printf(out, "%%%02X", *p);
    }
}

void put_xml(struct str *out, const char *s, bool in_attr)
{
    struct str safe = STR_INIT;
    put_safe(&safe, s);
    xml_escape(out, safe.data, in_attr);
    str_drop(&safe);
}

void put_scores_json(struct str *out, const struct report_view *v)
{
    str_puts(out, "\"score\":");
    v->total.score < 0 ? str_puts(out, "null") : put_score(out, v->total.score);
    str_puts(out, ",\"sections\":{");
    for (size_t i = 0; i < v->n_sections; i++) {
        str_puts(out, i ? "," : "");
        json_put_string(out, v->sections[i].section);
        str_puts(out, ":");
        v->sections[i].score < 0 ? str_puts(out, "null") : put_score(out, v->sections[i].score);
    }
    str_puts(out, "}");
}

void put_group_text(struct str *out, const struct report_group *g)
{
    const struct report_example *e = &g->examples[0];
    put_safe(out, e->message);
    if (e->hint) {
        str_puts(out, ", ");
        put_safe(out, e->hint);
    }
    if (g->count > 1)
        str_printf(out, " (%ld times)", g->count);
}

bool is_web_link(const char *link)
{
    return link && (str_starts(link, "https://") || str_starts(link, "http://"));
}
