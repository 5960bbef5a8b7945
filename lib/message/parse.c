/* The parser of ICU MessageFormat 1. The grammar and the apostrophe rules are those of ICU's MessagePattern
 * in its default mode (DOUBLE_OPTIONAL); unlike ICU it refuses unknown types and selectors that are given
 * twice. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "message/parse-imp.h"

int parse_fail(struct parser *ps, const char *at, const char *hint, const char *what, const char *detail,
               size_t n)
{
    struct where w = ps->where;
    w.column = (long)utf8_length(ps->start, (size_t)(at - ps->start)) + 1;
    report_hint(ps->ctx, DIAG_ERROR, DIAG_MESSAGE_SYNTAX, w, hint, "%s%s%.*s%s", what, detail ? " '" : "",
                detail ? (int)(n > 60 ? 60 : n) : 0, detail ? detail : "", detail ? "'" : "");
    return -1;
}

uint32_t parse_peek(const struct parser *ps, const char **after)
{
    const char *p = ps->p;
    uint32_t c = utf8_next(&p, ps->end);
    *after = p;
    return c;
}

/* Pattern_White_Space and Pattern_Syntax are immutable properties (UAX 31). */
void parse_skip_space(struct parser *ps)
{
    const char *after;
    while (ps->p < ps->end && u_hasBinaryProperty((UChar32)parse_peek(ps, &after), UCHAR_PATTERN_WHITE_SPACE))
        ps->p = after;
}

struct part *parse_add(struct parser *ps, struct chain *chain, enum part_kind kind)
{
    struct part *part = ARENA_NEW(ps->a, struct part);
    part->kind = kind;
    part->style = "";
    *chain->last = part;
    chain->last = &part->next;
    return part;
}

static void flush_text(struct parser *ps, struct chain *chain)
{
    if (!ps->text.len)
        return;
    struct part *part = parse_add(ps, chain, PART_TEXT);
    part->text = arena_strndup(ps->a, ps->text.data, ps->text.len);
    part->len = ps->text.len;
    str_clear(&ps->text);
}

const char *run_name(const char *declared)
{
    return declared + (*declared == '!');
}

bool run_is_fixed(const struct message *m, const char *name)
{
    for (size_t i = 0; m->runs && m->runs[i]; i++) {
        if (m->runs[i][0] == '!' && strcmp(m->runs[i] + 1, name) == 0)
            return true;
    }
    return false;
}

int run_tag_at(const char *const *runs, const char *p, const char *end, bool *closing, size_t *n)
{
    if (!runs || p == end || *p != '<')
        return -1;
    const char *name = p + 1;
    *closing = name < end && *name == '/';
    name += *closing;
    for (int i = 0; runs[i]; i++) {
        const char *run = run_name(runs[i]);
        size_t len = strlen(run);
        if ((size_t)(end - name) > len && memcmp(name, run, len) == 0 && name[len] == '>') {
            *n = (size_t)(name + len + 1 - p);
            return i;
        }
    }
    return -1;
}

static int tag_at(const struct parser *ps, const char *p, bool *closing, size_t *n)
{
    return run_tag_at(ps->m->runs, p, ps->end, closing, n);
}

static const char *const *copy_runs(struct arena *a, const char *const *runs)
{
    size_t n = 0;
    while (runs && runs[n])
        n++;
    const char **copy = n ? ARENA_ARRAY(a, n + 1, const char *) : NULL;
    for (size_t i = 0; i < n; i++)
        copy[i] = arena_strdup(a, runs[i]);
    return copy;
}

/* Quoted text from the apostrophe at p: collects it, returns what follows. */
static const char *take_quoted(struct parser *ps, const char *p)
{
    for (p++; p < ps->end; p++) {
        if (*p != '\'') {
            str_putc(&ps->text, *p);
        } else if (p + 1 < ps->end && p[1] == '\'') {
            str_putc(&ps->text, '\'');
            p++;
        } else {
            return p + 1;
        }
    }
    return p;
}

static struct part *stop(struct parser *ps)
{
    ps->p = NULL; /* tells an empty text from a failure */
    return NULL;
}

/* Parts up to the end or the brace that closes this text (not consumed). */
struct part *parse_parts(struct parser *ps, enum level level)
{
    struct chain chain = {NULL, &chain.first};
    int open[LIMIT_MESSAGE_DEPTH], n_open = 0;
    const char *open_at[LIMIT_MESSAGE_DEPTH];
    if (++ps->depth > LIMIT_MESSAGE_DEPTH) {
        parse_fail(ps, ps->p, "flatten it", "arguments are nested too deep", NULL, 0);
        return stop(ps);
    }
    while (ps->p < ps->end && !(level != LEVEL_TOP && *ps->p == '}') &&
           !(level == LEVEL_CHOICE && *ps->p == '|')) {
        bool closing = false;
        size_t tag_len = 0;
        int tag;
        char c = *ps->p;
        char next = ps->p + 1 < ps->end ? ps->p[1] : 0;
        if (c == '\'' && next == '\'') {
            str_putc(&ps->text, '\'');
            ps->p += 2;
        } else if (c == '\'' && (next == '{' || next == '}' || (next == '#' && level == LEVEL_PLURAL) ||
                                 (next == '|' && level == LEVEL_CHOICE) ||
                                 tag_at(ps, ps->p + 1, &closing, &tag_len) >= 0)) {
            ps->p = take_quoted(ps, ps->p);
        } else if (c == '{') {
            flush_text(ps, &chain);
            if (parse_argument(ps, &chain))
                return stop(ps);
        } else if (c == '#' && level == LEVEL_PLURAL) {
            flush_text(ps, &chain);
            parse_add(ps, &chain, PART_HASH);
            ps->p++;
        } else if ((tag = tag_at(ps, ps->p, &closing, &tag_len)) >= 0) {
            flush_text(ps, &chain);
            if (closing ? !n_open || open[n_open - 1] != tag : n_open == LIMIT_MESSAGE_DEPTH) {
                parse_fail(ps, ps->p, "runs must nest, and open and close in one branch",
                           closing ? "nothing opened this run:" : "too many runs in one another:", ps->p,
                           tag_len);
                return stop(ps);
            }
            if (closing) {
                n_open--;
            } else {
                open_at[n_open] = ps->p;
                open[n_open++] = tag;
            }
            parse_add(ps, &chain, closing ? PART_RUN_CLOSE : PART_RUN_OPEN)->text =
                run_name(ps->m->runs[tag]);
            ps->m->has_runs = true;
            ps->p += tag_len;
        } else {
            str_putc(&ps->text, c);
            ps->p++;
        }
    }
    if (n_open) {
        parse_fail(ps, open_at[n_open - 1], "runs must nest, and open and close in one branch",
                   "this run is never closed", NULL, 0);
        return stop(ps);
    }
    flush_text(ps, &chain);
    ps->depth--;
    return chain.first;
}

struct message *message_parse(struct ctx *ctx, struct arena *a, const char *pattern, const char *const *runs,
                              struct where where)
{
    struct parser ps = {.ctx = ctx, .a = a, .where = where, .start = pattern, .p = pattern};
    size_t n = strlen(pattern);
    ps.end = pattern + n;
    ps.text = (struct str)STR_INIT;
    ps.m = ARENA_NEW(a, struct message);
    ps.m->runs = copy_runs(a, runs);
    long bad = utf8_invalid_at(pattern, n);
    struct message *m = NULL;
    if (n > LIMIT_TEXT_BYTES) {
        report(ctx, DIAG_LIMIT, where, "the message has %zu bytes; at most %ld are allowed", n,
               (long)LIMIT_TEXT_BYTES);
    } else if (bad >= 0) {
        parse_fail(&ps, pattern + bad, "save the file as UTF-8", "the message is not valid UTF-8", NULL, 0);
    } else {
        ps.m->parts = parse_parts(&ps, LEVEL_TOP);
        ps.m->literal = ps.m->n_args == 0;
        if (ps.p)
            m = ps.m;
    }
    str_drop(&ps.text);
    return m;
}

size_t message_n_args(const struct message *m)
{
    return m->n_args;
}

const char *message_arg(const struct message *m, size_t i)
{
    return i < m->n_args ? m->args[i].name : NULL;
}

const char *message_arg_type(const struct message *m, size_t i)
{
    return i < m->n_args ? m->args[i].type : NULL;
}

bool message_is_literal(const struct message *m)
{
    return m->literal;
}
