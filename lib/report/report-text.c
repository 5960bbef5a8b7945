/* Plain text, for people. */
#include "report/report-imp.h"

static void put_place(struct str *out, const char *file, long line, long column)
{
    if (!file)
        return;
    put_safe(out, file);
    if (line > 0)
        str_printf(out, ":%ld", line);
    if (line > 0 && column > 0)
        str_printf(out, ":%ld", column);
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
    put_place(out, e->file, e->line, e->column);
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
    if (v->total.score < 0)
        return;
    str_puts(out, "score ");
    put_score(out, v->total.score);
    for (size_t i = 0; i < v->n_sections; i++) {
        str_printf(out, "%s %s ", i ? "," : ":", v->sections[i].section);
        put_score(out, v->sections[i].score);
    }
    str_puts(out, "\n");
}

void put_report_text(struct str *out, const struct report_view *v)
{
    for (size_t i = 0; i < v->n_groups; i++)
        put_group(out, v->groups[i]);
    for (size_t i = 0; i < v->n_all; i++) {
        const struct finding *f = &v->all[i];
        put_place(out, f->file, f->line, f->column);
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

static void write_text(const struct report *r, struct str *out)
{
    put_report_text(out, report_view(r));
}

REPORT_FORMAT(text, write_text);
