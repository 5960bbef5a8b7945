/* Arguments of a pattern: names, types, styles, branches. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unicode/uchar.h>

#include "message/parse-imp.h"

static size_t skip_identifier(struct parser *ps)
{
    const char *from = ps->p, *after;
    while (ps->p < ps->end) {
        UChar32 c = (UChar32)parse_peek(ps, &after);
        if (u_hasBinaryProperty(c, UCHAR_PATTERN_WHITE_SPACE) || u_hasBinaryProperty(c, UCHAR_PATTERN_SYNTAX))
            break;
        ps->p = after;
    }
    return (size_t)(ps->p - from);
}

/* A decimal number: sign, digits, fraction, exponent. */
static bool take_number(struct parser *ps, double *out)
{
    const char *p = ps->p;
    if (p < ps->end && (*p == '-' || *p == '+'))
        p++;
    if (p == ps->end || *p < '0' || *p > '9')
        return false;
    size_t used = number_parse(ps->p, (size_t)(ps->end - ps->p), out);
    ps->p += used;
    return used > 0;
}

size_t parse_argument_index(struct parser *ps, const char *name, size_t n, const char *type)
{
    struct message *m = ps->m;
    for (size_t i = 0; i < m->n_args; i++) {
        if (strlen(m->args[i].name) == n && memcmp(m->args[i].name, name, n) == 0)
            return i;
    }
    if ((m->n_args & (m->n_args - 1)) == 0) /* grow at powers of two */
        m->args = arena_grow(ps->a, m->args, m->n_args, m->n_args ? m->n_args * 2 : 1, sizeof *m->args);
    m->args[m->n_args].name = arena_strndup(ps->a, name, n);
    m->args[m->n_args].type = type;
    return m->n_args++;
}

static const struct simple_type {
    const char *name;
    enum part_kind kind;
} simple_types[] = {{"number", PART_NUMBER},
                    {"date", PART_DATE},
                    {"time", PART_TIME},
                    {"spellout", PART_RULES},
                    {"ordinal", PART_RULES},
                    {"duration", PART_RULES},
                    {"list", PART_LIST},
                    {"range", PART_RANGE},
                    {"interval", PART_INTERVAL},
                    {"relative", PART_RELATIVE},
                    {"plural", PART_PLURAL},
                    {"select", PART_SELECT},
                    {"selectordinal", PART_PLURAL},
                    {"choice", PART_CHOICE}};
enum { N_TYPES = sizeof simple_types / sizeof *simple_types };

/* The style of a simple argument: up to the brace that closes it; apostrophes quote, braces nest. */
static int take_style(struct parser *ps, const char **style, size_t *n)
{
    parse_skip_space(ps);
    const char *from = ps->p;
    int nest = 0;
    for (; ps->p < ps->end; ps->p++) {
        if (*ps->p == '\'') {
            const char *close = memchr(ps->p + 1, '\'', (size_t)(ps->end - ps->p - 1));
            if (!close)
                return parse_fail(ps, ps->p, "close it with another apostrophe",
                                  "the quote in this style is never closed", NULL, 0);
            ps->p = close;
        } else if (*ps->p == '{') {
            nest++;
        } else if (*ps->p == '}' && nest-- == 0) {
            *style = from;
            *n = (size_t)(ps->p - from);
            while (*n && ascii_space(from[*n - 1]))
                --*n;
            return *n ? 0
                      : parse_fail(ps, from, "leave the comma out for the default style",
                                   "the style is empty", NULL, 0);
        }
    }
    return parse_fail(ps, from, "add the closing brace", "this argument is never closed", NULL, 0);
}

static int check_selector(struct parser *ps, const struct part *part, const struct branch *b, const char *at,
                          size_t n)
{
    for (const struct branch *other = part->branches; other; other = other->next) {
        if (b->exact ? other->exact && other->value == b->value
                     : !other->exact && str_eq(other->selector, b->selector))
            return parse_fail(ps, at, "each may be there once; remove one",
                              "this selector is given twice:", at, n);
    }
    static const char *const categories[] = {"zero", "one", "two", "few", "many", "other"};
    if (part->kind != PART_PLURAL || b->exact)
        return 0;
    for (size_t i = 0; i < 6; i++) {
        if (str_eq(b->selector, categories[i]))
            return 0;
    }
    struct where w = ps->where;
    w.column = (long)utf8_length(ps->start, (size_t)(at - ps->start)) + 1;
    report_hint(ps->ctx, DIAG_WARNING, DIAG_MESSAGE_PLURAL, w, "use zero, one, two, few, many, other or =N",
                "no language has a plural form '%s'; this branch is never chosen", b->selector);
    return 0;
}

/* The branches of plural, selectordinal and select, up to and with the closing brace. */
static int parse_branches(struct parser *ps, struct part *part, const char *arg_start)
{
    struct branch **last = &part->branches;
    bool plural = part->kind == PART_PLURAL;
    for (;;) {
        parse_skip_space(ps);
        if (ps->p == ps->end)
            return parse_fail(ps, arg_start, "add the closing brace", "this argument is never closed", NULL,
                              0);
        const char *at = ps->p;
        if (*ps->p == '}') {
            ps->p++;
            break;
        }
        struct branch *b = ARENA_NEW(ps->a, struct branch);
        if (plural && *ps->p == '=') {
            ps->p++;
            b->exact = true;
            if (!take_number(ps, &b->value))
                return parse_fail(ps, at, "write it as =1", "'=' wants a number", NULL, 0);
        } else if (skip_identifier(ps) == 0) {
            return parse_fail(ps, at, "write selector {text}", "a selector is missing here", NULL, 0);
        }
        size_t n = (size_t)(ps->p - at);
        if (plural && n == 6 && memcmp(at, "offset", 6) == 0 && ps->p < ps->end && *ps->p == ':') {
            if (part->branches || part->offset != 0)
                return parse_fail(ps, at, "write it before the branches", "the offset comes too late", NULL,
                                  0);
            ps->p++;
            parse_skip_space(ps);
            if (!take_number(ps, &part->offset))
                return parse_fail(ps, ps->p, "write it as offset:1", "'offset:' wants a number", NULL, 0);
            continue;
        }
        b->selector = arena_strndup(ps->a, at, n);
        if (check_selector(ps, part, b, at, n))
            return -1;
        parse_skip_space(ps);
        if (ps->p == ps->end || *ps->p != '{')
            return parse_fail(ps, at, "write selector {text}", "no text in braces follows the selector", at,
                              n);
        const char *brace = ps->p++;
        b->parts = parse_parts(ps, plural ? LEVEL_PLURAL : LEVEL_SELECT);
        if (!b->parts && ps->p == NULL)
            return -1;
        if (ps->p == ps->end)
            return parse_fail(ps, brace, "add the closing brace", "this text is never closed", NULL, 0);
        ps->p++;
        *last = b;
        last = &b->next;
        if (!b->exact && str_eq(b->selector, "other"))
            part->other = b;
    }
    if (!part->other)
        return parse_fail(ps, arg_start, "add other {...}: it is what every language falls back to",
                          "there is no 'other' branch", NULL, 0);
    if (plural) {
        for (const struct part *p = part->other->parts; p && p->kind != PART_HASH && !part->number;
             p = p->next) {
            if (p->kind == PART_NUMBER && p->arg == part->arg)
                part->number = p;
        }
    }
    return 0;
}

/* The ranges of a choice: 0#none|1#one|1<many, up to and with the closing brace. A range ends where the next
 * begins. */
static int parse_choice(struct parser *ps, struct part *part, const char *arg_start)
{
    struct branch **last = &part->branches;
    do {
        parse_skip_space(ps);
        const char *at = ps->p;
        struct branch *b = ARENA_NEW(ps->a, struct branch);
        bool negative = ps->end - ps->p > 1 && *ps->p == '-';
        if (strncmp(ps->p + negative, "\u221e", 3) == 0) {
            b->value = negative ? -INFINITY : INFINITY;
            ps->p += 3 + negative;
        } else if (!take_number(ps, &b->value)) {
            return parse_fail(ps, at, "write it as 0#none|1#one|1<many", "a range begins with a number", NULL,
                              0);
        }
        b->exact = true;
        b->selector = arena_strndup(ps->a, at, (size_t)(ps->p - at));
        parse_skip_space(ps);
        b->above = ps->p < ps->end && *ps->p == '<';
        if (b->above || (ps->p < ps->end && *ps->p == '#'))
            ps->p++;
        else if (ps->end - ps->p >= 3 && memcmp(ps->p, "\u2264", 3) == 0)
            ps->p += 3;
        else
            return parse_fail(ps, ps->p, "write it as 0#none|1#one|1<many",
                              "'#' or '<' is missing after the number", NULL, 0);
        b->parts = parse_parts(ps, LEVEL_CHOICE);
        if (!b->parts && ps->p == NULL)
            return -1;
        if (ps->p == ps->end)
            return parse_fail(ps, arg_start, "add the closing brace", "this argument is never closed", NULL,
                              0);
        *last = b;
        last = &b->next;
    } while (*ps->p++ == '|');
    return 0;
}

int parse_argument(struct parser *ps, struct chain *chain)
{
    const char *start = ps->p++;
    parse_skip_space(ps);
    const char *name = ps->p;
    size_t name_len = skip_identifier(ps);
    parse_skip_space(ps);
    if (ps->p == ps->end)
        return parse_fail(ps, start, "add the closing brace, or write '{' for a brace",
                          "this argument is never closed", NULL, 0);
    if (!name_len)
        return parse_fail(ps, ps->p, "write {name}, or '{' for a brace", "the name of an argument is missing",
                          NULL, 0);
    if (*name >= '0' && *name <= '9') {
        size_t digits = strspn(name, "0123456789");
        if (digits == name_len && ((*name == '0' && name_len > 1) || name_len > 9))
            return parse_fail(ps, name, NULL, "not a name or number of an argument:", name, name_len);
    }
    if (*ps->p != '}' && *ps->p != ',') {
        const char *after;
        parse_peek(ps, &after);
        return parse_fail(ps, ps->p, "names are letters, digits and _",
                          "unexpected character in an argument:", ps->p, (size_t)(after - ps->p));
    }
    struct part *part = parse_add(ps, chain, PART_ARG);
    if (*ps->p == '}') {
        ps->p++;
        part->arg = parse_argument_index(ps, name, name_len, "none");
        return 0;
    }
    ps->p++;
    parse_skip_space(ps);
    const char *type = ps->p;
    while (ps->p < ps->end && ((*ps->p | 0x20) >= 'a' && (*ps->p | 0x20) <= 'z'))
        ps->p++;
    size_t type_len = (size_t)(ps->p - type);
    const struct simple_type *t = NULL;
    for (size_t i = 0; i < N_TYPES && !t; i++) {
        if (strlen(simple_types[i].name) == type_len &&
            strncasecmp(simple_types[i].name, type, type_len) == 0)
            t = &simple_types[i];
    }
    if (!t) {
        const char *names[N_TYPES];
        for (size_t i = 0; i < N_TYPES; i++)
            names[i] = simple_types[i].name;
        const char *near = did_you_mean(arena_strndup(ps->a, type, type_len), names, N_TYPES);
        return parse_fail(
            ps, type,
            near ? arena_printf(ps->a, "did you mean '%s'?", near)
                 : "use number, date, time, plural, selectordinal, select, spellout, ordinal or duration",
            type_len ? "unknown type of argument:" : "the type of the argument is missing",
            type_len ? type : NULL, type_len);
    }
    part->kind = t->kind;
    part->text = t->name;
    part->arg = parse_argument_index(ps, name, name_len, t->name);
    part->ordinal = t->kind == PART_PLURAL && t->name[6] == 'o';
    parse_skip_space(ps);
    if (ps->p == ps->end || (*ps->p != ',' && *ps->p != '}'))
        return parse_fail(ps, ps->p == ps->end ? start : ps->p, "write {name, type, style}",
                          "a comma or closing brace is missing", NULL, 0);
    bool complex_type = t->kind == PART_PLURAL || t->kind == PART_SELECT || t->kind == PART_CHOICE;
    if (*ps->p++ == '}') {
        if (complex_type)
            return parse_fail(ps, type, "add , other {...}", "there are no branches", NULL, 0);
        part->style_hash = HASH_SEED;
        return 0;
    }
    if (complex_type)
        return t->kind == PART_CHOICE ? parse_choice(ps, part, start) : parse_branches(ps, part, start);
    const char *style = "";
    size_t style_len = 0;
    parse_skip_space(ps);
    const char *style_at = ps->p;
    if (take_style(ps, &style, &style_len))
        return -1;
    ps->p++;
    part->style = arena_strndup(ps->a, style, style_len);
    return parse_style(ps, part, style_at);
}
