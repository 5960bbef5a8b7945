/* cli: what the four tools share: option tables, help, exit status, progress, and the line loop with ordered
 * workers. */
#ifndef PRESSRUN_CLI_H
#define PRESSRUN_CLI_H

#include <stdio.h>

#include "base/base.h"

enum option_type {
    OPT_FLAG,   /* bool */
    OPT_STRING, /* const char * */
    OPT_LIST,   /* struct string_list: repeatable */
    OPT_INT,    /* long, min..max */
    OPT_NUMBER, /* double, min..max */
    OPT_BYTES,  /* size_t: 150k, 2M, 100000 */
    OPT_ENUM,   /* const char *, one of arg's words "a|b|c" */
};

struct string_list {
    const char **at; /* NULL when empty, else NULL-terminated */
    size_t len, cap;
};

struct option {
    const char *name; /* long name without dashes */
    char letter;      /* 0: none */
    enum option_type type;
    const char *arg;   /* name of the argument in help; OPT_ENUM: the words */
    size_t offset;     /* offsetof in the tool's options struct */
    double min, max;   /* OPT_INT, OPT_NUMBER; both 0: any */
    const char *group; /* heading in --help; NULL: the previous one's */
    const char *help;
    bool bare; /* OPT_ENUM: the argument may be left out, which stands for the first word; given as
                  --name=word */
};

struct tool {
    const char *name, *summary;
    const char *const *usage; /* NULL-terminated synopsis lines without the tool's name */
    const struct option *options;
    size_t n_options;
    void *values;             /* the options struct */
    const char *const *verbs; /* NULL-terminated, or NULL: a first operand that selects a mode */
    int (*run)(struct ctx *ctx, const struct tool *tool, int argc,
               char **argv); /* operands; returns ignored status: the
                                worst of it and ctx->status wins */
};

/* The whole of a main: locale, SIGPIPE, options (--help, --version, hidden --dump-options and --completion
 * SHELL), run, flush, exit status. */
int cli_main(const struct tool *tool, int argc, char **argv);

/* Feeds lines to workers and writes what they append, in the order of the input.
 * Memory is bounded: at most a few batches are in flight. */
struct line_loop {
    int jobs; /* workers; < 1: one a core */
    void *shared;
    void *(*worker_new)(struct ctx *ctx, void *shared); /* per thread; NULL with a report stops the run */
    void (*worker_drop)(void *worker);
    /* Optional: handles the same line before `each` on the same worker, one line at a time in the order of
     * the input whatever the number of workers: for claims that the first comer wins (names of files).
     * Implies batch = 1. */
    void (*first)(struct ctx *ctx, void *worker, const char *line, size_t len, long number);
    /* Handles one line (no newline), appends output. 0, or -1 after reports (the loop goes on unless
     * stop_on_error), or -2 after reports when going on makes no sense (the disk is full). */
    int (*each)(struct ctx *ctx, void *worker, const char *line, size_t len, long number, struct str *out);
    /* Optional: takes what `each` appended, in the order of the input; NULL: cli_write. -1 ends the run. */
    int (*write)(struct ctx *ctx, void *shared, const char *data, size_t len);
    long shard,
        shards; /* `each` is for every shards-th line only, from line `shard` on (`first`: all); 0: all */
    bool stop_on_error;
    int batch;            /* most lines a worker takes at once; 0 = 256. Small when a line is much work */
    const char *progress; /* "images": shows a progress line on a terminal; NULL none */
    long expected;        /* for the ETA; 0 unknown */
};
/* Reads `path` ("-" = standard input). 0, or -1 (system or read errors were reported). SIGPIPE/closed output
 * ends the run quietly with -1. */
int cli_lines(struct ctx *ctx, const struct line_loop *loop, const char *const *paths, size_t n_paths);

/* Standard output with errors checked: ENOSPC gives [disk-full], EPIPE ends quietly. */
int cli_write(struct ctx *ctx, const char *data, size_t len);
int cli_flush(struct ctx *ctx);

struct progress;
struct progress *progress_new(const char *unit, long expected); /* draws only when stderr is a terminal */
void progress_add(struct progress *p, long n);
void progress_drop(struct progress *p); /* clears the line */

/* To stdout or stderr. Text for people (format NULL or "text") is folded at the width of a terminal with a
 * hanging indent, and its levels are coloured; other formats, files and pipes get the same bytes. 0, or -1 as
 * cli_write. */
int cli_show(struct ctx *ctx, FILE *to, const char *format, const char *data, size_t len);
bool cli_color_on(int fd); /* a terminal, NO_COLOR unset, TERM not dumb */

#endif
