#include "base/diag.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

static const struct code_info {
    const char *name, *text;
    int status;
    enum diag_level level;
} codes[DIAG_N_CODES] = {
#define DIAG(ID, NAME, STATUS, LEVEL, TEXT) {NAME, TEXT, STATUS, LEVEL},
#include "base/diag-codes.def"
#undef DIAG
};

const char *diag_code_name(enum diag_code code)
{
    return codes[code].name;
}

const char *diag_code_text(enum diag_code code)
{
    return codes[code].text;
}

int diag_code_status(enum diag_code code)
{
    return codes[code].status;
}

enum diag_level diag_code_level(enum diag_code code)
{
    return codes[code].level;
}

const char *diag_level_name(enum diag_level level)
{
    static const char *const names[] = {"info", "warning", "error"};
    return names[level];
}

void diag_mask(const struct ctx *ctx, struct str *out, const char *s)
{
    while (*s) {
        size_t skip = 0;
        for (size_t i = 0; i < ctx->n_masked; i++) {
            size_t n = strlen(ctx->masked[i]);
            if (n > skip && strncmp(s, ctx->masked[i], n) == 0)
                skip = n;
        }
        if (skip) {
            str_puts(out, "***");
            s += skip;
        } else {
            str_putc(out, *s++);
        }
    }
}

void report_diag(struct ctx *ctx, const struct diag *d)
{
    if (d->level == DIAG_ERROR) {
        ctx->n_errors++;
        if (codes[d->code].status > ctx->status)
            ctx->status = codes[d->code].status;
    } else if (d->level == DIAG_WARNING) {
        ctx->n_warnings++;
    }
    if (!ctx->sink)
        return;
    if (!ctx->n_masked) {
        ctx->sink(ctx, d);
        return;
    }
    struct str message = STR_INIT, hint = STR_INIT;
    struct diag copy = *d;
    diag_mask(ctx, &message, d->message);
    copy.message = message.data;
    if (d->hint) {
        diag_mask(ctx, &hint, d->hint);
        copy.hint = hint.data;
    }
    ctx->sink(ctx, &copy);
    str_drop(&message);
    str_drop(&hint);
}

__attribute__((format(printf, 6, 0))) static void vreport(struct ctx *ctx, enum diag_level level,
                                                          enum diag_code code, struct where where,
                                                          const char *hint, const char *fmt, va_list ap)
{
    struct str message = STR_INIT;
    str_vprintf(&message, fmt, ap);
    struct diag d = {level, code, where, message.data, hint};
    report_diag(ctx, &d);
    str_drop(&message);
}

void report(struct ctx *ctx, enum diag_code code, struct where where, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vreport(ctx, codes[code].level, code, where, NULL, fmt, ap);
    va_end(ap);
}

void report_hint(struct ctx *ctx, enum diag_level level, enum diag_code code, struct where where,
                 const char *hint, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vreport(ctx, level, code, where, hint, fmt, ap);
    va_end(ap);
}

void report_errno(struct ctx *ctx, const char *path, const char *doing, int err)
{
    enum diag_code code = err == ENOSPC || err == EDQUOT           ? DIAG_DISK_FULL
                          : err == ENOENT || err == ENOTDIR        ? DIAG_NOT_FOUND
                          : err == EACCES && doing[0] != 'w'       ? DIAG_NOT_FOUND
                          : err == EISDIR && str_eq(doing, "read") ? DIAG_NOT_FOUND
                                                                   : DIAG_SYSTEM;
    report(ctx, code, (struct where){.file = path}, "cannot %s: %s", doing, strerror(err));
}

/* Text of a message as it may reach a terminal: control characters become visible, never act. */
static void print_clean(FILE *out, const char *s)
{
    for (const char *p = s, *end = s + strlen(s); p < end;) {
        const char *start = p;
        uint32_t c = utf8_next(&p, end);
        if (c == '\n' || c == '\r' || c == '\t')
            fputc(' ', out);
        else if (c < 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0) || c == 0xFFFD ||
                 (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
            fputc('?', out);
        else
            fwrite(start, 1, (size_t)(p - start), out);
    }
}

void diag_print(FILE *out, const struct diag *d, bool color)
{
    static const char *const paint[] = {"\033[36m", "\033[33m", "\033[31m"};
    const struct where *w = &d->where;
    if (w->file)
        print_clean(out, w->file);
    if (w->file && w->line > 0)
        fprintf(out, ":%ld", w->line);
    if (w->file && w->line > 0 && w->column > 0)
        fprintf(out, ":%ld", w->column);
    if (w->file)
        fputs(": ", out);
    fprintf(out, "%s%s:%s ", color ? paint[d->level] : "", diag_level_name(d->level), color ? "\033[0m" : "");
    if (w->variant) {
        print_clean(out, w->variant);
        fputs(": ", out);
    }
    if (w->slot) {
        fputs("slot ", out);
        print_clean(out, w->slot);
        fputs(": ", out);
    }
    print_clean(out, d->message);
    if (d->hint) {
        fputs(", ", out);
        print_clean(out, d->hint);
    }
    fprintf(out, " [%s]\n", codes[d->code].name);
}

static const char *copy_or_null(const char *s)
{
    return s ? xstrdup(s) : NULL;
}

void diag_list_sink(struct ctx *ctx, const struct diag *d)
{
    struct diag_list *l = ctx->payload;
    if (l->len == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 4;
        l->at = xrealloc(l->at, l->cap, sizeof *l->at);
    }
    struct diag c = *d;
    c.where.file = copy_or_null(d->where.file);
    c.where.variant = copy_or_null(d->where.variant);
    c.where.slot = copy_or_null(d->where.slot);
    c.message = copy_or_null(d->message);
    c.hint = copy_or_null(d->hint);
    l->at[l->len++] = c;
}

void diag_list_cut(struct diag_list *l, size_t len)
{
    for (size_t i = len; i < l->len; i++) {
        free((char *)l->at[i].where.file);
        free((char *)l->at[i].where.variant);
        free((char *)l->at[i].where.slot);
        free((char *)l->at[i].message);
        free((char *)l->at[i].hint);
    }
    l->len = len < l->len ? len : l->len;
}

void diag_list_clear(struct diag_list *l)
{
    diag_list_cut(l, 0);
}

void diag_list_replay(struct diag_list *l, struct ctx *to)
{
    for (size_t i = 0; i < l->len; i++)
        report_diag(to, &l->at[i]);
    diag_list_clear(l);
}

void diag_list_drop(struct diag_list *l)
{
    diag_list_clear(l);
    free(l->at);
    *l = (struct diag_list){0};
}
