/* Tests: XPath over the row, evaluated as rarely as what they read allows. */
#include <math.h>
#include <string.h>

#include "expand/expand-imp.h"

static long axis_of(const struct expand *e, const char *name)
{
    for (size_t i = 0; i < e->c->n_axes; i++)
        if (str_eq(e->c->axes[i].name, name))
            return (long)i;
    return -1;
}

int test_init(struct ctx *ctx, struct expand *e, struct test *t, const char *expr, struct where where)
{
    *t = (struct test){.where = where};
    if (!expr)
        return 0;
    if (!(t->x = xpath_new(ctx, expr, where)))
        return -1;
    int rc = 0;
    for (const char *const *v = xpath_variables(t->x); *v; v++) {
        if (axis_of(e, *v) >= 0) {
            t->by_choice = true;
        } else if (str_eq(*v, "layout")) {
            t->by_layout = true;
        } else if (expand_column(e, *v) >= 0) {
            e->columns[expand_column(e, *v)].used = true;
        } else if (!str_eq(*v, "row") && !str_eq(*v, "locale")) {
            long at = audience_find(e->audience, *v); /* "First Name" as $First_Name */
            if (at >= 0) {
                map_put(e->by_name, *v, map_find(e->by_name, audience_column(e->audience, (size_t)at)));
                if (expand_column(e, *v) >= 0)
                    e->columns[expand_column(e, *v)].used = true;
                continue;
            }
            size_t n = audience_n_columns(e->audience), k = 0;
            const char **names = ARENA_ARRAY(e->a, n + 3, const char *);
            for (size_t i = 0; i < n; i++)
                if (audience_column(e->audience, i))
                    names[k++] = audience_column(e->audience, i);
            const char *near = did_you_mean(*v, names, k);
            report_hint(
                ctx, DIAG_ERROR, DIAG_COLUMN, where,
                near ? arena_printf(e->a, "did you mean $%s?", near) : "see the header of the audience",
                "test \"%s\" reads $%s, and %s has no such column", expr, *v, audience_name(e->audience));
            rc = -1;
        }
    }
    return rc;
}

static bool variable(void *payload, const char *name, struct xpath_value *out)
{
    const struct expand *e = payload;
    long k = expand_column(e, name);
    if (k >= 0) {
        const struct column *col = &e->columns[k];
        const char *v = e->raw_values ? row_cell(e, col) : e->values[k];
        if (e->raw_values && !*v && col->field && col->field->def)
            v = col->field->def;
        *out = (struct xpath_value){.kind = XV_STRING, .string = v};
        if (!col->field || !*v)
            return true;
        bool yes;
        double d;
        if (col->field->type == FIELD_NUMBER || col->field->type == FIELD_MONEY) {
            if (number_parse(v, strlen(v), &d))
                *out = (struct xpath_value){.kind = XV_NUMBER, .number = d};
        } else if (col->field->type == FIELD_BOOLEAN && parse_boolean(v, &yes)) {
            *out = (struct xpath_value){.kind = XV_BOOL, .boolean = yes};
        }
        return true;
    }
    long axis = axis_of(e, name);
    if (axis >= 0)
        *out = (struct xpath_value){.kind = XV_STRING,
                                    .string = e->axes[axis].axis->choices[e->axes[axis].current].name};
    else if (str_eq(name, "layout"))
        *out = (struct xpath_value){.kind = XV_STRING, .string = e->layout ? e->layout : ""};
    else if (str_eq(name, "locale"))
        *out = (struct xpath_value){.kind = XV_STRING, .string = e->locale ? e->locale : ""};
    else if (str_eq(name, "row"))
        *out = (struct xpath_value){.kind = XV_NUMBER, .number = (double)e->row->row};
    else
        return false;
    return true;
}

static int re_test(void *payload, const char *subject, const char *pattern, const char *flags)
{
    struct expand *e = payload;
    return match_cache_test(e->ctx, e->patterns, subject, pattern, flags, e->row_where);
}

int test_run(struct ctx *ctx, struct expand *e, struct test *t)
{
    if (!t->x)
        return 1;
    unsigned long stamp = t->by_choice ? e->combination_stamp : t->by_layout ? e->layout_stamp : e->row_stamp;
    if (t->stamp == stamp && stamp)
        return t->result;
    e->ctx = ctx;
    int rc = xpath_test(ctx, t->x, variable, re_test, e, e->row_where);
    if (rc < 0)
        return -1;
    t->stamp = stamp;
    t->result = rc;
    return rc;
}
