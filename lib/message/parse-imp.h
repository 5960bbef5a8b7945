/* Private to the parser. */
#ifndef PRESSRUN_PARSE_IMP_H
#define PRESSRUN_PARSE_IMP_H

#include "message/message-imp.h"

struct parser {
    struct ctx *ctx;
    struct arena *a;
    const char *start, *p, *end;
    struct where where;
    struct message *m;
    struct str text; /* text collected since the last part */
    int depth;
};

enum level { LEVEL_TOP, LEVEL_PLURAL, LEVEL_SELECT, LEVEL_CHOICE };

struct chain { /* where the next part goes */
    struct part *first, **last;
};

/* Reports [message-syntax] at `at`; always -1. */
int parse_fail(struct parser *ps, const char *at, const char *hint, const char *what, const char *detail,
               size_t n);
uint32_t parse_peek(const struct parser *ps, const char **after);
void parse_skip_space(struct parser *ps);
struct part *parse_add(struct parser *ps, struct chain *chain, enum part_kind kind);
/* Parts up to the end, or to the brace (or bar) that closes this text, which stays. NULL is an empty text,
 * or, when ps->p is NULL, a failure. */
struct part *parse_parts(struct parser *ps, enum level level);
/* The number of an argument, new or used before. */
size_t parse_argument_index(struct parser *ps, const char *name, size_t n, const char *type);
/* Checks a simple argument's style, which begins at `at`. 0, or -1 with a report. */
int parse_style(struct parser *ps, struct part *part, const char *at);
/* An argument from its opening brace to its closing one. 0, or -1 with a report. */
int parse_argument(struct parser *ps, struct chain *chain);

#endif
