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
    struct str whole = STR_INIT;
    if (mean)
        str_printf(&whole, "did you mean '%s'? Otherwise ", mean);
    str_puts(&whole, hint.data);
    report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, whole.data, "cannot report as '%s'", how);
    str_drop(&whole);
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

/* The format of "FORMAT=FILE"; NULL with a report. */
static const struct report_format *format_of(struct ctx *ctx, const char *how)
{
    size_t n = strcspn(how, "=");
    char *name = xstrndup(how, n);
    const struct report_format *f = how[n] && how[n + 1] ? report_format_find(name) : NULL;
    if (!f)
        no_format(ctx, name, "write FORMAT=FILE, FORMAT being ", how);
    free(name);
    return f;
}

int report_files_known(struct ctx *ctx, const char *const *how, size_t n)
{
    int result = 0;
    for (size_t i = 0; i < n; i++)
        if (!format_of(ctx, how[i]))
            result = -1;
    return result;
}

int report_file(struct ctx *ctx, const struct report *r, const char *how)
{
    const struct report_format *f = format_of(ctx, how);
    struct str out = STR_INIT;
    if (!f)
        return -1;
    f->write(r, &out);
    int result = file_write(ctx, strchr(how, '=') + 1, out.data, out.len);
    str_drop(&out);
    return result;
}
