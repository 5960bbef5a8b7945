#include "cli/cli-imp.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int bad(struct ctx *ctx, const struct tool *tool, const char *hint, const char *fmt, const char *a,
               const char *b)
{
    struct str msg = STR_INIT;
    str_puts(&msg, tool->name);
    str_puts(&msg, ": ");
    for (const char *p = fmt; *p; p++) {
        if (*p == '1')
            str_puts(&msg, a);
        else if (*p == '2')
            str_puts(&msg, b);
        else
            str_putc(&msg, *p);
    }
    report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, hint, "%s", msg.data);
    str_drop(&msg);
    return -1;
}

static bool in_words(const char *words, const char *w)
{
    size_t n = strlen(w);
    for (const char *p = words; p && *p; p = *p ? p + 1 : p) {
        const char *end = strchr(p, '|');
        size_t m = end ? (size_t)(end - p) : strlen(p);
        if (m == n && memcmp(p, w, n) == 0)
            return true;
        p += m;
        if (!*p)
            break;
    }
    return false;
}

/* "150k", "2M", "1000": decimal kilo and mega, as ad platforms count. */
static bool parse_bytes(const char *s, size_t *out)
{
    char *end;
    double v = strtod(s, &end);
    if (end == s || !(v >= 0))
        return false;
    double unit = 1;
    if (*end == 'k' || *end == 'K')
        unit = 1000, end++;
    else if (*end == 'M' || *end == 'm')
        unit = 1e6, end++;
    else if (*end == 'G')
        unit = 1e9, end++;
    if (*end == 'i')
        unit = unit == 1000 ? 1024.0 : unit == 1e6 ? 1048576.0 : unit * 1.073741824, end++;
    if (*end == 'B')
        end++;
    if (*end || v * unit > 1e15)
        return false;
    *out = (size_t)(v * unit);
    return true;
}

static int bad_word(struct ctx *ctx, const struct tool *tool, const struct option *o, const char *arg)
{
    enum { MOST_WORDS = 32 };
    const char *words[MOST_WORDS];
    size_t n = 0;
    struct str choices = STR_INIT, hint = STR_INIT;
    char *copy = xstrdup(o->arg), *save = NULL;
    for (char *w = strtok_r(copy, "|", &save); w && n < MOST_WORDS; w = strtok_r(NULL, "|", &save)) {
        str_printf(&choices, "%s%s", n ? ", " : "", w);
        words[n++] = w;
    }
    const char *near = did_you_mean(arg, words, n);
    if (near)
        str_printf(&hint, "did you mean '%s'? The choices are %s", near, choices.data);
    else
        str_printf(&hint, "the choices are %s", choices.data);
    bad(ctx, tool, hint.data, "--1 does not know '2'", o->name, arg);
    free(copy);
    str_drop(&choices);
    str_drop(&hint);
    return -1;
}

static int set_value(struct ctx *ctx, const struct tool *tool, const struct option *o, char *arg)
{
    void *at = (char *)tool->values + o->offset;
    bool ranged = o->min != 0 || o->max != 0;
    char *end;
    switch (o->type) {
    case OPT_FLAG:
        *(bool *)at = true;
        return 0;
    case OPT_STRING:
        *(const char **)at = arg;
        return 0;
    case OPT_LIST: {
        struct string_list *l = at;
        vec_push(l, arg);
        vec_push(l, NULL); /* ends the list */
        l->len--;
        return 0;
    }
    case OPT_ENUM:
        if (!in_words(o->arg, arg))
            return bad_word(ctx, tool, o, arg);
        *(const char **)at = arg;
        return 0;
    case OPT_INT: {
        long v = strtol(arg, &end, 10);
        if (end == arg || *end || (ranged && (v < (long)o->min || (double)v > o->max)))
            return bad(ctx, tool, o->help, "--1 wants a whole number in its range, not '2'", o->name, arg);
        *(long *)at = v;
        return 0;
    }
    case OPT_NUMBER: {
        double v;
        if (number_parse(arg, strlen(arg), &v) != strlen(arg) || (ranged && (v < o->min || v > o->max)))
            return bad(ctx, tool, o->help, "--1 wants a number in its range, not '2'", o->name, arg);
        *(double *)at = v;
        return 0;
    }
    case OPT_BYTES:
        if (!parse_bytes(arg, at))
            return bad(ctx, tool, "write 150k, 2M or a number of bytes", "--1 wants a size, not '2'", o->name,
                       arg);
        return 0;
    }
    return -1;
}

static int unknown_option(struct ctx *ctx, const struct tool *tool, const char *word)
{
    const char **names = xcalloc(tool->n_options + 2, sizeof *names);
    for (size_t i = 0; i < tool->n_options; i++)
        names[i] = tool->options[i].name;
    names[tool->n_options] = "help";
    names[tool->n_options + 1] = "version";
    const char *bare = word + strspn(word, "-");
    char *stem = xstrndup(bare, strcspn(bare, "="));
    const char *near = did_you_mean(stem, names, tool->n_options + 2);
    struct str hint = STR_INIT;
    if (near && word[0] == '-' && word[1] == '-')
        str_printf(&hint, "did you mean --%s? ", near);
    str_printf(&hint, "try '%s --help'", tool->name);
    bad(ctx, tool, hint.data, "unknown option '1'", word, "");
    str_drop(&hint);
    free(stem);
    free(names);
    return -1;
}

/* A long option by its name or an unambiguous beginning of it; *ambiguous is set when several begin so. */
static const struct option *find_long(const struct tool *tool, const char *name, size_t len, bool *ambiguous)
{
    const struct option *found = NULL;
    *ambiguous = false;
    for (size_t i = 0; i < tool->n_options; i++) {
        const struct option *o = &tool->options[i];
        if (strncmp(o->name, name, len) != 0)
            continue;
        if (strlen(o->name) == len) {
            *ambiguous = false;
            return o;
        }
        *ambiguous |= found != NULL;
        found = o;
    }
    return *ambiguous ? NULL : found;
}

static const struct option *find_letter(const struct tool *tool, char letter)
{
    for (size_t i = 0; i < tool->n_options; i++)
        if (tool->options[i].letter == letter)
            return &tool->options[i];
    return NULL;
}

static int missing_argument(struct ctx *ctx, const struct tool *tool, const struct option *o)
{
    return bad(ctx, tool, o->help, "--1 wants an argument (2)", o->name, o->arg ? o->arg : "VALUE");
}

/* One --word. Returns how many arguments it used, 0 when help or version was printed, -1 after a report. */
static int parse_long(struct ctx *ctx, const struct tool *tool, char *word, char *next)
{
    const char *name = word + 2;
    size_t len = strcspn(name, "=");
    char *arg = name[len] ? word + 2 + len + 1 : NULL;
    if (strcmp(name, "help") == 0) {
        options_help(tool, stdout);
        return 0;
    }
    if (strcmp(name, "version") == 0) {
        printf("%s (Pressrun) %s\n", tool->name, PRESSRUN_VERSION);
        return 0;
    }
    if (strcmp(name, "dump-options") == 0) {
        options_dump(tool, stdout);
        return 0;
    }
    if (len == 10 && strncmp(name, "completion", len) == 0) {
        if (options_completion(tool, arg ? arg : next ? next : "", stdout) == 0)
            return 0;
        return bad(ctx, tool, "choose bash, zsh or fish", "--completion does not know '1'", arg ? arg : "",
                   "");
    }
    bool ambiguous;
    const struct option *o = find_long(tool, name, len, &ambiguous);
    if (!o && ambiguous)
        return bad(ctx, tool, "write more of it", "option '1' is ambiguous", word, "");
    if (!o)
        return unknown_option(ctx, tool, word);
    if (o->type == OPT_FLAG) {
        if (arg)
            return bad(ctx, tool, NULL, "--1 takes no argument", o->name, "");
        return set_value(ctx, tool, o, NULL) == 0 ? 1 : -1;
    }
    if (!arg && o->bare) { /* owned by nobody else: lives as long as the words */
        const char *bar = strchr(o->arg, '|');
        arg = bar ? xstrndup(o->arg, (size_t)(bar - o->arg)) : (char *)o->arg;
        return set_value(ctx, tool, o, arg) == 0 ? 1 : -1;
    }
    int used = arg ? 1 : 2;
    if (!arg)
        arg = next;
    if (!arg)
        return missing_argument(ctx, tool, o);
    return set_value(ctx, tool, o, arg) == 0 ? used : -1;
}

/* One cluster of letters: -v, -j4, -vj 4. */
static int parse_letters(struct ctx *ctx, const struct tool *tool, char *word, char *next)
{
    for (char *p = word + 1; *p; p++) {
        if (*p == 'h' && !find_letter(tool, 'h')) {
            options_help(tool, stdout);
            return 0;
        }
        const struct option *o = find_letter(tool, *p);
        if (!o)
            return unknown_option(ctx, tool, word);
        if (o->type == OPT_FLAG) {
            if (set_value(ctx, tool, o, NULL) != 0)
                return -1;
            continue;
        }
        char *arg = p[1] ? p + 1 : next;
        if (!arg)
            return missing_argument(ctx, tool, o);
        return set_value(ctx, tool, o, arg) == 0 ? (p[1] ? 1 : 2) : -1;
    }
    return 1;
}

int options_parse(struct ctx *ctx, const struct tool *tool, int argc, char **argv, int *first_operand)
{
    char **operands = xcalloc((size_t)argc + 1, sizeof *operands);
    int n = 0, rc = 0;
    for (int i = 1; i < argc;) {
        char *w = argv[i];
        if (strcmp(w, "--") == 0) {
            for (i++; i < argc; i++)
                operands[n++] = argv[i];
            break;
        }
        if (w[0] != '-' || w[1] == '\0') {
            operands[n++] = w;
            i++;
            continue;
        }
        char *next = i + 1 < argc ? argv[i + 1] : NULL;
        int used = w[1] == '-' ? parse_long(ctx, tool, w, next) : parse_letters(ctx, tool, w, next);
        if (used <= 0) {
            rc = used < 0 ? -1 : 1;
            break;
        }
        i += used;
    }
    if (rc == 0) {
        *first_operand = argc - n;
        for (int i = 0; i < n; i++)
            argv[argc - n + i] = operands[i];
    }
    free(operands);
    return rc;
}
