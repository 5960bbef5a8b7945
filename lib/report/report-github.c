/* GitHub's workflow commands. */
#include "report/report-imp.h"

/* https://docs.github.com/actions/reference/workflow-commands: %, CR and LF are escaped; , and : in
 * properties too. */
static void put_escaped(struct str *out, const char *text, bool property)
{
    struct str safe = STR_INIT; /* an annotation has lines; what else controls a terminal is replaced */
    put_safe_lines(&safe, text);
    for (const char *s = safe.data; *s; s++) {
        if (*s == '%' || *s == '\r' || *s == '\n' || (property && (*s == ',' || *s == ':')))
            str_printf(out, "%%%02X", (unsigned char)*s);
        else
            str_putc(out, *s);
    }
    str_drop(&safe);
}

struct place {
    const char *file;
    long line, column;
};

static void put_command(struct str *out, enum diag_level level, struct place at, const char *title,
                        const char *text)
{
    static const char *const commands[] = {"notice", "warning", "error"};
    str_printf(out, "::%s ", commands[level]);
    if (at.file) {
        str_puts(out, "file=");
        put_escaped(out, report_path(at.file), true);
        str_printf(out, ",line=%ld,", at.line > 0 ? at.line : 1);
        if (at.line > 0 && at.column > 0)
            str_printf(out, "col=%ld,", at.column);
    }
    str_puts(out, "title=");
    put_escaped(out, title, true);
    str_puts(out, "::");
    put_escaped(out, text, false);
    str_puts(out, "\n");
}

/* The log in full, of which nothing is taken for a command whatever the names of files and variants say. */
static void put_log(struct str *out, const struct report_view *v)
{
    struct str text = STR_INIT;
    char token[33];
    put_report_text(&text, v);
    digest_hex(text.data, text.len, token);
    str_printf(out, "::stop-commands::%s\n", token);
    str_put(out, text.data, text.len);
    str_printf(out, "::%s::\n", token);
    str_drop(&text);
}

static void write_github(const struct report *r, struct str *out)
{
    /* a step shows at most ten annotations a level; the rest stays readable in the log, below */
    enum { MOST = 10 };
    const struct report_view *v = report_view(r);
    long shown[DIAG_ERROR + 1] = {0};
    struct str text = STR_INIT;
    for (size_t i = 0; i < v->n_troubles && shown[DIAG_ERROR] < MOST; i++) {
        const struct report_trouble *t = &v->troubles[i];
        put_command(out, DIAG_ERROR, (struct place){t->file, t->line, 0}, t->code, t->message);
        shown[DIAG_ERROR]++;
    }
    for (size_t i = 0; i < v->n_groups; i++) {
        const struct report_group *g = v->groups[i];
        const struct report_example *e = &g->examples[0];
        if (shown[g->level]++ >= MOST)
            continue;
        str_clear(&text);
        str_puts(&text, e->message);
        str_puts(&text, e->hint ? ", " : "");
        str_puts(&text, e->hint ? e->hint : "");
        if (g->count > 1)
            str_printf(&text, " (%ld times)", g->count);
        put_command(out, g->level, (struct place){e->file, e->line, e->column}, g->rule->id, text.data);
    }
    str_drop(&text);
    put_log(out, v);
}

REPORT_FORMAT(github, write_github);
