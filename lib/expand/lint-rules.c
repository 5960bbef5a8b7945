/* Rules that no row can ever reach, seen without one: tests that repeat, values outside an enum. */
#include <string.h>

#include "expand/expand.h"

static bool name_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-' || c == '.' || (unsigned char)c >= 0x80;
}

/* $column = 'literal' in a test: the literal must be one of the enum's values. */
static void check_literals(struct ctx *ctx, const struct creative *c, const char *test, struct where where)
{
    struct arena *a = arena_new();
    for (const char *p = strchr(test, '$'); p; p = strchr(p + 1, '$')) {
        const char *start = p + 1, *end = start;
        while (name_char(*end))
            end++;
        const struct field *f = creative_field(c, arena_strndup(a, start, (size_t)(end - start)));
        const char *q = end + strspn(end, " \t\n");
        bool negated = q[0] == '!' && q[1] == '=';
        q += negated;
        if (*q != '=' || !f)
            continue;
        q += 1 + strspn(q + 1, " \t\n");
        const char *close = *q == '\'' || *q == '"' ? strchr(q + 1, *q) : NULL;
        if (!close)
            continue;
        const char *literal = arena_strndup(a, q + 1, (size_t)(close - q - 1));
        if (f->type == FIELD_BOOLEAN) {
            report_hint(ctx, DIAG_WARNING, DIAG_LINT_RULE, where,
                        arena_printf(a, "write $%s or not($%s)", f->name, f->name),
                        "$%s is a boolean, '%s' is a text and always true", f->name, literal);
        } else if (f->type == FIELD_ENUM && *literal) {
            size_t n = 0;
            bool known = false;
            for (; f->values[n]; n++)
                known |= str_eq(f->values[n], literal);
            const char *near = did_you_mean(literal, f->values, n);
            if (!known)
                report_hint(ctx, DIAG_WARNING, DIAG_LINT_RULE, where,
                            near ? arena_printf(a, "did you mean '%s'?", near) : NULL,
                            "the test \"%s\" asks for '%s', which is no value of '%s'%s", test, literal,
                            f->name, negated ? "" : ", so it can never fire");
        }
    }
    arena_drop(a);
}

static bool names(const char *name, const char *part)
{
    size_t n = strlen(part);
    for (const char *p = strchr(name, '{'); p; p = strchr(p + 1, '{'))
        if (strncmp(p + 1, part, n) == 0 && p[n + 1] == '}')
            return true;
    return false;
}

/* An output name that must repeat: what tells two variants apart is missing from it. */
static void check_output(struct ctx *ctx, const struct creative *c)
{
    const char *name = c->output_name;
    struct where where = {.file = c->path};
    if (!name || names(name, "id"))
        return;
    if (c->n_layouts > 1 && !names(name, "layout"))
        report_hint(ctx, DIAG_WARNING, DIAG_LINT_RULE, where, "add {layout} or {id}",
                    "the output name '%s' is the same for every layout", name);
    if (!names(name, "row") && !c->output_columns[0])
        report_hint(ctx, DIAG_WARNING, DIAG_LINT_RULE, where,
                    "add {id}, {row} or a column that is the row's own",
                    "the output name '%s' is the same for every row", name);
    for (size_t i = 0; i < c->n_axes; i++)
        if (c->axes[i].n_choices > 1 && !names(name, c->axes[i].name))
            report_hint(ctx, DIAG_WARNING, DIAG_LINT_RULE, where, "add it, or {id}",
                        "the output name '%s' does not tell the choices of {%s} apart", name,
                        c->axes[i].name);
}

void lint_rules(struct ctx *ctx, const struct creative *c)
{
    for (size_t i = 0; i < c->n_chooses; i++) {
        const struct choose *ch = &c->chooses[i];
        struct map *seen = map_new();
        bool all = false;
        for (size_t k = 0; k < ch->n_whens && ch->whens[k].test; k++) {
            const struct when *w = &ch->whens[k];
            if (all || map_has(seen, w->test))
                report_hint(ctx, DIAG_WARNING, DIAG_LINT_RULE, w->where, "remove it",
                            "rule %zu for '%s' can never fire, %s: %s", k + 1, ch->slot ? ch->slot : "theme",
                            all ? "an earlier rule takes every row" : "an earlier rule has the same test",
                            w->test);
            all |= str_eq(w->test, "true()") || str_eq(w->test, "1");
            map_put(seen, w->test, NULL);
            check_literals(ctx, c, w->test, w->where);
        }
        map_drop(seen);
    }
    for (size_t i = 0; i < c->n_axes; i++)
        for (size_t k = 0; k < c->axes[i].n_choices; k++)
            if (c->axes[i].choices[k].test)
                check_literals(ctx, c, c->axes[i].choices[k].test, c->axes[i].choices[k].where);
    for (size_t i = 0; i < c->n_constraints; i++)
        check_literals(ctx, c, c->constraints[i].test, c->constraints[i].where);
    check_output(ctx, c);
}
