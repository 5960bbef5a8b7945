/* Tests (XPath) and the output name: they compile, and what they read exists. */
#include <string.h>

#include "creative/creative-imp.h"

static const char *const builtin[] = {"layout", "locale", "row", "id", "theme"};
enum { N_BUILTIN = sizeof builtin / sizeof *builtin };

static bool known_variable(const struct creative *c, const char *name, bool in_test)
{
    for (size_t i = 0; i < N_BUILTIN; i++)
        if (str_eq(builtin[i], name) && !(in_test && i >= 3))
            return true;
    for (size_t i = 0; i < c->n_axes; i++)
        if (str_eq(c->axes[i].name, name))
            return true;
    return creative_field(c, name) != NULL;
}

static const char *const *variables(struct loading *l, size_t n_builtin, size_t *n)
{
    struct creative *c = l->c;
    const char **v = ARENA_ARRAY(l->a, c->n_fields + c->n_axes + n_builtin, const char *);
    *n = 0;
    for (size_t i = 0; l->n_guesses < 100 && i < c->n_fields; i++)
        v[(*n)++] = c->fields[i].name;
    for (size_t i = 0; i < c->n_axes; i++)
        v[(*n)++] = c->axes[i].name;
    for (size_t i = 0; i < n_builtin; i++)
        v[(*n)++] = builtin[i];
    return v;
}

/* The second argument of every re:test() is a literal: a value of a row never becomes a pattern. */
static bool patterns_are_literal(const char *test)
{
    for (const char *p = strstr(test, "re:test"); p; p = strstr(p, "re:test")) {
        p += strlen("re:test");
        p += strspn(p, " \t\r\n");
        if (*p != '(')
            continue;
        int depth = 0;
        const char *q = p + 1;
        for (; *q && !(depth == 0 && *q == ','); q++) {
            if (*q == '\'' || *q == '"') {
                const char *end = strchr(q + 1, *q);
                if (!end)
                    return false;
                q = end;
            }
            depth += (*q == '(') - (*q == ')');
        }
        q += *q == ',';
        q += strspn(q, " \t\r\n");
        const char *end = *q == '\'' || *q == '"' ? strchr(q + 1, *q) : NULL;
        if (!end)
            return false;
        end += 1 + strspn(end + 1, " \t\r\n");
        if (*end != ',' && *end != ')')
            return false;
        p = end;
    }
    return true;
}

static void check_test(struct loading *l, const char *test, struct where where)
{
    if (!test || !*test)
        return;
    struct xpath *x = xpath_new(l->ctx, test, where);
    if (!x) {
        l->failed = true;
        return;
    }
    if (!patterns_are_literal(test))
        creative_wrong(l, where, "write the pattern in quotes",
                       "the pattern of re:test() in \"%s\" is not a literal", test);
    /* Without <data> the columns are known only when the audience is. */
    for (size_t i = 0; l->c->n_fields && xpath_variables(x)[i]; i++) {
        const char *name = xpath_variables(x)[i];
        if (known_variable(l->c, name, true))
            continue;
        size_t n;
        const char *const *known = variables(l, 3, &n);
        const char *near = near_name(l, name, known, n);
        report_hint(l->ctx, DIAG_ERROR, DIAG_CREATIVE_REF, where,
                    near ? arena_printf(l->a, "did you mean $%s?", near)
                         : arena_printf(l->a, "declare <field name=\"%s\"/>", name),
                    "test \"%s\" reads $%s, which is no column of <data> and no axis", test, name);
        l->failed = true;
    }
    xpath_drop(x);
}

void resolve_tests(struct loading *l)
{
    struct creative *c = l->c;
    for (size_t i = 0; i < c->n_chooses; i++)
        for (size_t k = 0; k < c->chooses[i].n_whens; k++)
            check_test(l, c->chooses[i].whens[k].test, c->chooses[i].whens[k].where);
    for (size_t i = 0; i < c->n_axes; i++) {
        if (creative_field(c, c->axes[i].name))
            creative_wrong(l, c->axes[i].where, "rename the axis", "axis '%s' has the name of a column",
                           c->axes[i].name);
        for (size_t k = 0; k < c->axes[i].n_choices; k++)
            check_test(l, c->axes[i].choices[k].test, c->axes[i].choices[k].where);
    }
    for (size_t i = 0; i < c->n_constraints; i++)
        check_test(l, c->constraints[i].test, c->constraints[i].where);
}

static bool is_builtin_name(const struct creative *c, const char *name)
{
    return known_variable(c, name, false) && !creative_field(c, name);
}

static void check_output_column(struct loading *l, const char *name, struct where where)
{
    struct creative *c = l->c;
    const struct field *f = creative_field(c, name);
    if (f && f->pii) {
        report_hint(l->ctx, DIAG_ERROR, DIAG_CREATIVE_PII, where,
                    "use {id}, {row} or a column without personal data",
                    "the output name uses {%s}, which is personal data", name);
        l->failed = true;
    } else if (!f && c->n_fields) {
        size_t n;
        const char *const *known = variables(l, N_BUILTIN, &n);
        const char *near = near_name(l, name, known, n);
        report_hint(l->ctx, DIAG_ERROR, DIAG_CREATIVE_REF, where,
                    near ? arena_printf(l->a, "did you mean {%s}?", near)
                         : "use {layout}, {locale}, {id}, {row} or a column",
                    "the output name uses {%s}, which is no column of <data>", name);
        l->failed = true;
    }
}

void resolve_output(struct loading *l)
{
    struct creative *c = l->c;
    const char *t = c->output_name ? c->output_name : "";
    const struct xml_node *e = xml_child(l->doc->root, XML_NS_CREATIVE, "output");
    struct where where = e ? xml_where(l->doc, e) : (struct where){.file = l->doc->path};
    size_t max = 1, n = 0;
    for (const char *p = t; *p; p++)
        max += *p == '{';
    const char **columns = ARENA_ARRAY(l->a, max, const char *);
    for (const char *p = t; *p; p++) {
        if (*p == '}')
            creative_wrong(l, where, NULL, "the output name '%s' has a } without {", t);
        if (*p != '{')
            continue;
        const char *end = strchr(p, '}');
        if (!end || end == p + 1) {
            creative_wrong(l, where, "write {layout} or {column}",
                           "the output name '%s' has an empty or open {", t);
            break;
        }
        const char *name = arena_strndup(l->a, p + 1, (size_t)(end - p - 1));
        p = end;
        if (is_builtin_name(c, name))
            continue;
        check_output_column(l, name, where);
        bool twice = false;
        for (size_t i = 0; i < n; i++)
            twice |= str_eq(columns[i], name);
        if (!twice)
            columns[n++] = name;
    }
    if (t[0] == '/' || strstr(t, ".."))
        creative_wrong(l, where, "names are relative to -o", "the output name '%s' leaves its folder", t);
    c->output_columns = columns;
}
