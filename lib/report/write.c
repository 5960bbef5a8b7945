/* Formats by name. */
#include <stdlib.h>
#include <string.h>

#include "report/report-imp.h"

const struct report_format *report_format_find(const char *name)
{
    for (size_t i = 0; name && report_formats[i]; i++)
        if (str_eq(report_formats[i]->name, name))
            return report_formats[i];
    return NULL;
}

int report_level(const char *name)
{
    for (int i = DIAG_INFO; i <= DIAG_ERROR; i++)
        if (str_eq(name, diag_level_name((enum diag_level)i)))
            return i;
    return -1;
}

/* [usage] with the formats there are. -1. */
static int no_format(struct ctx *ctx, const char *name, const char *wanted, const char *how)
{
    const char *names[64];
    size_t n = 0;
    struct str hint = STR_INIT;
    str_puts(&hint, wanted);
    for (; report_formats[n] && n < LENGTH(names); n++) {
        names[n] = report_formats[n]->name;
        str_printf(&hint, "%s%s", n == 0 ? "" : report_formats[n + 1] ? ", " : " or ", names[n]);
    }
    const char *mean = report_format_find(name) ? NULL : did_you_mean(name, names, n);
    if (mean)
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, hint.data,
                    "'%s' is no format of reports, did you mean '%s'?", how, mean);
    else
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, hint.data, "cannot report as '%s'", how);
    str_drop(&hint);
    return -1;
}

int report_write(struct ctx *ctx, const struct report *r, const char *format, struct str *out)
{
    const struct report_format *f = report_format_find(format);
    if (!f)
        return no_format(ctx, format, "the formats are ", format);
    f->write(r, out);
    return 0;
}

bool report_shows_edits(const char *format)
{
    return str_eq(format, "sarif") || str_eq(format, "rdjsonl");
}

bool report_shows_pictures(const char *format)
{
    return str_eq(format, "html");
}

bool report_asked(const char *format, const char *const *how, size_t n, bool (*which)(const char *format))
{
    bool asked = which(format);
    for (size_t i = 0; i < n && !asked; i++) {
        char *name = xstrndup(how[i], strcspn(how[i], "="));
        asked = which(name);
        free(name);
    }
    return asked;
}

int report_file(struct ctx *ctx, const struct report *r, const char *how)
{
    const char *eq = strchr(how, '=');
    char *name = eq ? xstrndup(how, (size_t)(eq - how)) : xstrdup(how);
    const struct report_format *f = eq && eq[1] ? report_format_find(name) : NULL;
    int result = -1;
    if (f) {
        struct str out = STR_INIT;
        f->write(r, &out);
        result = file_write(ctx, eq + 1, out.data, out.len);
        str_drop(&out);
    } else {
        no_format(ctx, name, "write FORMAT=FILE, FORMAT being ", how);
    }
    free(name);
    return result;
}
