/* Diagnostics: one shape for every message of every tool, findings of brand-check included.
 * A function that fails reports once, where it knows most, and returns -1 (or NULL); callers only pass it on.
 */
#ifndef PRESSRUN_BASE_DIAG_H
#define PRESSRUN_BASE_DIAG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct str;
enum diag_level { DIAG_INFO, DIAG_WARNING, DIAG_ERROR };

/* The only list of codes is diag-codes.def. */
enum diag_code {
#define DIAG(ID, NAME, STATUS, LEVEL, TEXT) DIAG_##ID,
#include "base/diag-codes.def"
#undef DIAG
    DIAG_N_CODES
};

/* Where a thing is. Unknown members are NULL or 0. Strings are borrowed for the call. */
struct where {
    const char *file;
    long line, column; /* from 1; 0 = unknown */
    const char *variant, *slot;
};

struct diag {
    enum diag_level level;
    enum diag_code code;
    struct where where;
    const char *message; /* what is wrong; no trailing full stop */
    const char *hint;    /* what to do; NULL when the message says it all */
};

const char *diag_code_name(enum diag_code code); /* "csv-quote" */
const char *diag_code_text(enum diag_code code); /* one sentence for the manual's DIAGNOSTICS */
int diag_code_status(enum diag_code code); /* exit status that an error of this code stands for: 1, 2 or 3 */
enum diag_level diag_code_level(enum diag_code code);
const char *diag_level_name(enum diag_level level); /* "info", "warning", "error" */

/* The context every fallible call gets: where messages go. One per thread; nothing global. */
struct ctx {
    void (*sink)(struct ctx *ctx, const struct diag *d); /* NULL: count only */
    void *payload;
    int status; /* worst exit status reported so far (errors only) */
    size_t n_errors, n_warnings;
    const char *const *masked; /* values never to be shown (PII); any occurrence in a message becomes *** */
    size_t n_masked;
};

/* Reports with the code's own level. The format is the message; control characters are replaced when printed.
 */
void report(struct ctx *ctx, enum diag_code code, struct where where, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* The same with a hint (may be NULL) and a level of the caller's choice. */
void report_hint(struct ctx *ctx, enum diag_level level, enum diag_code code, struct where where,
                 const char *hint, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* Reports a ready diagnostic. */
void report_diag(struct ctx *ctx, const struct diag *d);
/* Reports a failed system call on `path`: [system], or [disk-full] for ENOSPC. `doing` is "write", "open"...
 */
void report_errno(struct ctx *ctx, const char *path, const char *doing, int err);

/* Prints `file:line:column: error: message, hint [code]\n` with control characters replaced. */
void diag_print(FILE *out, const struct diag *d, bool color);

/* Appends `s` with every masked value of the context as ***, so that nothing shows personal data. */
void diag_mask(const struct ctx *ctx, struct str *out, const char *s);

/* A sink that keeps diagnostics (deep copies) to be passed on later, e.g. in line order by the main thread.
 */
struct diag_list {
    struct diag *at;
    size_t len, cap;
};
void diag_list_sink(struct ctx *ctx, const struct diag *d); /* ctx->payload is a struct diag_list * */
void diag_list_replay(struct diag_list *l, struct ctx *to); /* reports each to `to`, then clears */
void diag_list_clear(struct diag_list *l);
void diag_list_cut(struct diag_list *l, size_t len); /* forgets what is behind the first len */
void diag_list_drop(struct diag_list *l);

#endif
