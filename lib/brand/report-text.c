/* Reports for people: plain text, and GitHub's workflow commands. */
#include <string.h>

#include "brand/brand-imp.h"

/* Control characters, C1 and bidi controls of input never reach a terminal. */
static void put_safe(struct str *out, const char *s)
{
    for (const char *p = s ? s : "", *end = p + strlen(p); p < end;) {
        uint32_t c = utf8_next(&p, end);
        bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) ||
                       (c >= 0x2066 && c <= 0x2069);
        str_put_utf8(out, control ? 0xfffd : c);
    }
}

static void put_place(struct str *out, const char *file, long line)
{
    if (!file)
        return;
    put_safe(out, file);
    if (line > 0)
        str_printf(out, ":%ld", line);
    str_puts(out, ": ");
}

static void put_names(struct str *out, const char *what, const char *const *names, size_t n)
{
    enum { MOST = 8 };
    str_printf(out, "%s ", what);
    for (size_t i = 0; i < n && i < MOST; i++) {
        str_puts(out, i ? ", " : "");
        put_safe(out, names[i]);
    }
    if (n > MOST)
        str_printf(out, " and %zu more", n - MOST);
}

static void put_group(struct str *out, const struct report_group *g)
{
    const struct report_example *e = &g->examples[0];
    put_place(out, e->file, e->line);
    str_printf(out, "%s: ", diag_level_name(g->level));
    put_safe(out, e->message);
    if (e->hint) {
        str_puts(out, ", ");
        put_safe(out, e->hint);
    }
    str_printf(out, " [%s]\n", g->rule->id);
    if (g->count > 1) {
        str_printf(out, "    %ld times", g->count);
        if (g->n_layouts)
            put_names(out, " in layout", g->layouts, g->n_layouts);
        if (g->n_locales)
            put_names(out, "; in", g->locales, g->n_locales);
        str_puts(out, "\n");
    }
    if (e->variant) {
        str_printf(out, "    for example");
        for (size_t i = 0; i < g->n_examples; i++) {
            str_puts(out, i ? ", " : " ");
            put_safe(out, g->examples[i].variant ? g->examples[i].variant : "?");
        }
        str_puts(out, "\n");
    }
}

static const char *plural(long n)
{
    return n == 1 ? "" : "s";
}

static void put_totals(struct str *out, const struct report_view *v)
{
    str_printf(out, "%ld checked, %ld failed: %ld error%s, %ld warning%s, %ld info\n", v->subjects, v->failed,
               v->n_errors, plural(v->n_errors), v->n_warnings, plural(v->n_warnings), v->n_infos);
    if (v->known || v->waived)
        str_printf(out, "left out: %ld known from the baseline, %ld waived\n", v->known, v->waived);
}

void report_text(const struct brand_report *r, struct str *out)
{
    const struct report_view *v = brand_report_view(r);
    for (size_t i = 0; i < v->n_groups; i++)
        put_group(out, v->groups[i]);
    for (size_t i = 0; i < v->n_all; i++) {
        const struct brand_finding *f = &v->all[i];
        put_place(out, f->file, f->line);
        str_printf(out, "%s: ", diag_level_name(f->level));
        if (f->variant) {
            put_safe(out, f->variant);
            str_puts(out, ": ");
        }
        put_safe(out, f->message);
        str_printf(out, " [%s]\n", f->rule->id);
    }
    put_totals(out, v);
}

/* https://docs.github.com/actions/reference/workflow-commands: %, CR and LF are escaped; , and : in
 * properties too. */
static void put_escaped(struct str *out, const char *s, bool property)
{
    for (; s && *s; s++) {
        if (*s == '%' || *s == '\r' || *s == '\n' || (property && (*s == ',' || *s == ':')))
            str_printf(out, "%%%02X", (unsigned char)*s);
        else
            str_putc(out, *s);
    }
}

void report_github(const struct brand_report *r, struct str *out)
{
    /* a step shows at most ten annotations a level; the rest stays readable in the log, below */
    enum { MOST = 10 };
    const struct report_view *v = brand_report_view(r);
    static const char *const commands[] = {"notice", "warning", "error"};
    long shown[3] = {0};
    for (size_t i = 0; i < v->n_groups; i++) {
        const struct report_group *g = v->groups[i];
        const struct report_example *e = &g->examples[0];
        if (shown[g->level]++ >= MOST)
            continue;
        str_printf(out, "::%s ", commands[g->level]);
        if (e->file) {
            str_puts(out, "file=");
            put_escaped(out, e->file, true);
            str_printf(out, ",line=%ld,", e->line > 0 ? e->line : 1);
        }
        str_puts(out, "title=");
        put_escaped(out, g->rule->id, true);
        str_puts(out, "::");
        put_escaped(out, e->message, false);
        if (e->hint) {
            str_puts(out, ", ");
            put_escaped(out, e->hint, false);
        }
        if (g->count > 1)
            str_printf(out, " (%ld times)", g->count);
        str_puts(out, "\n");
    }
    report_text(r, out);
}
