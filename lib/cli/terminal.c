/* What people read, on a terminal: long lines are folded with a hanging indent, and levels have their colour.
 * To a file or a pipe goes every line whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli-imp.h"

enum { NARROWEST = 40, HANGING = 4 };

bool cli_color_on(int fd)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(fd) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

int cli_columns(int fd)
{
    struct winsize size = {0};
    if (!isatty(fd) || ioctl(fd, TIOCGWINSZ, &size) < 0)
        return 0;
    return size.ws_col < NARROWEST ? 0 : size.ws_col; /* 0: the terminal does not say */
}

/* The end of the word at p, and how many columns it takes; an escape sequence takes none. */
static const char *word_end(const char *p, const char *end, int *width)
{
    *width = 0;
    while (p < end && *p != ' ') {
        if (*p == '\033') {
            while (p < end && *p != 'm')
                p++;
            p += p < end;
        } else {
            *width += utf8_width(utf8_next(&p, end));
        }
    }
    return p;
}

static void fold_line(struct str *out, const char *line, size_t len, int columns)
{
    const char *p = line, *end = line + len;
    int at = 0, indent = 0, width;
    while (p < end && *p == ' ')
        p++, indent++;
    str_put(out, line, (size_t)indent);
    at = indent;
    indent += indent + HANGING < columns / 2 ? HANGING : 0;
    for (bool first = true; p < end; first = false) {
        const char *gap = p;
        while (p < end && *p == ' ')
            p++;
        const char *word = p;
        int spaces = (int)(word - gap);
        p = word_end(p, end, &width);
        if (!first && at + spaces + width > columns && width <= columns - indent) {
            str_printf(out, "\n%*s", indent, "");
            at = indent;
        } else {
            str_put(out, gap, (size_t)spaces);
            at += spaces;
        }
        str_put(out, word, (size_t)(p - word));
        at += width;
    }
}

void cli_fold(struct str *out, const char *text, size_t len, int columns)
{
    for (const char *p = text, *end = text + len; p < end;) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        fold_line(out, p, (size_t)((nl ? nl : end) - p), columns);
        if (nl)
            str_putc(out, '\n');
        p = nl ? nl + 1 : end;
    }
}

/* "FILE:LINE: error: ...", as diag_print paints its own. Lines with an indent are details. */
static void paint_line(struct str *out, const char *line, size_t len)
{
    static const char *const paint[] = {"\033[36m", "\033[33m", "\033[31m"};
    const char *found = NULL;
    int level = 0;
    for (int l = DIAG_INFO; l <= DIAG_ERROR && *line != ' '; l++) {
        char name[16];
        size_t n = (size_t)snprintf(name, sizeof name, ": %s: ", diag_level_name((enum diag_level)l));
        const char *at =
            len >= n - 2 && memcmp(line, name + 2, n - 2) == 0 ? line : memmem(line, len, name, n);
        if (at && (!found || at < found))
            found = at + (at == line ? 0 : 2), level = l;
    }
    size_t n = found ? strlen(diag_level_name((enum diag_level)level)) + 1 : 0, before = 0;
    if (found) {
        before = (size_t)(found - line);
        str_put(out, line, before);
        str_puts(out, paint[level]);
        str_put(out, found, n);
        str_puts(out, "\033[0m");
    }
    str_put(out, line + before + n, len - before - n);
}

static void paint_levels(struct str *out, const char *text, size_t len)
{
    for (const char *p = text, *end = text + len; p < end;) {
        const char *nl = memchr(p, '\n', (size_t)(end - p)), *next = nl ? nl + 1 : end;
        paint_line(out, p, (size_t)(next - p));
        p = next;
    }
}

int cli_show(struct ctx *ctx, FILE *to, const char *format, const char *data, size_t len)
{
    struct str painted = STR_INIT, folded = STR_INIT;
    bool prose = !format || str_eq(format, "text");
    int columns = prose ? cli_columns(fileno(to)) : 0, result = 0;
    if (len && prose && cli_color_on(fileno(to))) {
        paint_levels(&painted, data, len);
        data = painted.data;
        len = painted.len;
    }
    if (len && columns) {
        cli_fold(&folded, data, len, columns);
        data = folded.data;
        len = folded.len;
    }
    if (to == stderr) {
        progress_hide();
        fwrite(data, 1, len, to);
    } else {
        result = cli_write(ctx, data, len);
    }
    str_drop(&painted);
    str_drop(&folded);
    return result;
}
