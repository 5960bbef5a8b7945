/* Private to lib/cli. */
#ifndef PRESSRUN_CLI_IMP_H
#define PRESSRUN_CLI_IMP_H

#include "cli/cli.h"

/* Parses the options of argv into tool->values; *operands points at the first operand (argv is permuted).
 * 0 go on, 1 help or version was printed, -1 after a report. */
int options_parse(struct ctx *ctx, const struct tool *tool, int argc, char **argv, int *first_operand);
void options_help(const struct tool *tool, FILE *out);
void options_dump(const struct tool *tool, FILE *out); /* tab-separated, for the manual check */
int options_completion(const struct tool *tool, const char *shell, FILE *out);
/* Clears a progress line before a diagnostic is printed over it. */
void progress_hide(void);
/* Columns of a terminal; 0: no terminal, or it does not say. */
int cli_columns(int fd);
/* Breaks lines at spaces; what follows stands 4 columns further in. Longer words stay whole; escape sequences
 * take no room. */
void cli_fold(struct str *out, const char *text, size_t len, int columns);

#endif
