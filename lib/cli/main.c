#include "cli/cli-imp.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef PRESSRUN_VERSION
#define PRESSRUN_VERSION "0"
#endif

static void print_diag(struct ctx *ctx, const struct diag *d)
{
    (void)ctx;
    int columns = cli_columns(STDERR_FILENO);
    char *line = NULL;
    size_t len = 0;
    FILE *text = columns ? open_memstream(&line, &len) : NULL;
    progress_hide();
    if (text) {
        struct str folded = STR_INIT;
        diag_print(text, d, cli_color_on(STDERR_FILENO));
        fclose(text);
        cli_fold(&folded, line, len, columns);
        fwrite(folded.data, 1, folded.len, stderr);
        str_drop(&folded);
        free(line);
    } else {
        flockfile(stderr);
        diag_print(stderr, d, cli_color_on(STDERR_FILENO));
        funlockfile(stderr);
    }
}

int cli_write(struct ctx *ctx, const char *data, size_t len)
{
    while (len) {
        ssize_t n = write(STDOUT_FILENO, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            if (errno != EPIPE) /* a reader that has enough, such as head, is no failure */
                report_errno(ctx, "standard output", "write", errno);
            return -1;
        }
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

int cli_flush(struct ctx *ctx)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    if (errno != EPIPE)
        report_errno(ctx, "standard output", "write", errno);
    return -1;
}

int cli_main(const struct tool *tool, int argc, char **argv)
{
    struct ctx ctx = {.sink = print_diag};
    int first = argc, status = 0;
    static char messages[4096]; /* one write a message: a million bad rows must not take minutes */
    setvbuf(stderr, messages, _IOLBF, sizeof messages);
    /* Numbers are written and read the same everywhere; text is UTF-8 whatever the locale says. */
    setlocale(LC_ALL, "C");
    signal(SIGPIPE, SIG_IGN);
    int parsed = options_parse(&ctx, tool, argc, argv, &first);
    if (parsed == 0)
        status = tool->run(&ctx, tool, argc - first, argv + first);
    cli_flush(&ctx);
    if (status < 0)
        status = ctx.status ? 0 : 1;
    for (size_t i = 0; i < tool->n_options; i++) {
        if (tool->options[i].type == OPT_LIST) {
            struct string_list *l = (void *)((char *)tool->values + tool->options[i].offset);
            free(l->at);
            *l = (struct string_list){0};
        }
    }
    return ctx.status > status ? ctx.status : status;
}
