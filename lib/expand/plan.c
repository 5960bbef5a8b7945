#include <string.h>

#include "expand/expand-imp.h"

long expand_column(const struct expand *e, const char *name)
{
    size_t i = (size_t)map_find(e->by_name, name);
    return i ? (long)i - 1 : -1;
}

static const char **audience_names(const struct expand *e, size_t *n)
{
    size_t all = audience_n_columns(e->audience);
    const char **v = ARENA_ARRAY(e->a, all + 1, const char *);
    *n = 0;
    for (size_t i = 0; i < all; i++)
        if (audience_column(e->audience, i))
            v[(*n)++] = audience_column(e->audience, i);
    return v;
}

static struct where header_where(const struct expand *e)
{
    return (struct where){.file = audience_name(e->audience), .line = audience_header_line(e->audience)};
}

static const char *delimiter_hint(const struct expand *e)
{
    size_t len;
    const char *raw = audience_header_raw(e->audience, &len);
    if (audience_n_columns(e->audience) > 1 || !raw)
        return NULL;
    return memchr(raw, ';', len)    ? "it seems to be split by semicolons: add --delimiter ';'"
           : memchr(raw, '\t', len) ? "it seems to be split by tabs: add --delimiter tab"
           : memchr(raw, '|', len)  ? "it seems to be split by bars: add --delimiter '|'"
                                    : NULL;
}

/* Reports a column that is not there; `what` says who needs it. */
static int missing(struct ctx *ctx, struct expand *e, const char *name, const char *what)
{
    size_t n = 0;
    const char **names =
        e->n_missing++ < 100 ? audience_names(e, &n) : NULL; /* not for a thousand placeholders */
    const char *near = did_you_mean(name, names, n), *hint = delimiter_hint(e);
    if (!hint && near)
        hint = arena_printf(e->a, "did you mean '%s'?", near);
    if (!hint && n) {
        struct str s = STR_INIT;
        str_puts(&s, "its columns are ");
        for (size_t i = 0; i < n && i < 20; i++)
            str_printf(&s, "%s%s", i ? ", " : "", names[i]);
        hint = arena_strdup(e->a, s.data);
        str_drop(&s);
    }
    report_hint(ctx, DIAG_ERROR, DIAG_COLUMN, header_where(e), hint,
                "there is no column '%s', which %s needs", name, what);
    return -1;
}

static size_t add_column(struct expand *e, const char *name, long at, const struct field *f)
{
    struct column *col = &e->columns[e->n_columns++];
    *col = (struct column){.name = name, .at = at, .field = f};
    if (f)
        col->where = f->where;
    map_put(e->by_name, name, (void *)e->n_columns);
    return e->n_columns - 1;
}

static int plan_field(struct ctx *ctx, struct expand *e, const struct field *f)
{
    long at = audience_find(e->audience, f->name);
    if (at == -2) {
        report(ctx, DIAG_COLUMN, header_where(e), "the header has column '%s' twice, rename one", f->name);
        return -1;
    }
    if (at < 0) {
        size_t n;
        const char **names = audience_names(e, &n);
        const char *near = did_you_mean(f->name, names, n);
        bool taken = near && creative_field(e->c, near);
        if (f->required || (near && !taken))
            return missing(ctx, e, f->name, "the creative");
        if (!f->def && !audience_is_json(e->audience) && audience_header_line(e->audience))
            report_hint(ctx, DIAG_WARNING, DIAG_COLUMN, header_where(e), "every row takes it as empty",
                        "there is no column '%s'", f->name);
        if (audience_is_json(e->audience))
            at = (long)audience_add(e->audience, f->name);
    }
    struct column *col = &e->columns[add_column(e, f->name, at, f)];
    if (f->pattern && !(col->pattern = match_new(ctx, f->pattern, MATCH_WHOLE, f->where)))
        return -1;
    return 0;
}

/* A column that the creative uses without declaring it. */
static long need_column(struct ctx *ctx, struct expand *e, const char *name, const char *what)
{
    long known = expand_column(e, name);
    if (known >= 0) {
        e->columns[known].used = true;
        return known;
    }
    long at = audience_find(e->audience, name);
    if (at == -2) {
        report(ctx, DIAG_COLUMN, header_where(e), "the header has column '%s' twice, rename one", name);
        return -1;
    }
    if (at < 0)
        return missing(ctx, e, name, what);
    size_t k = add_column(e, name, at, NULL);
    e->columns[k].used = true;
    for (size_t i = 0; i < k; i++) /* "First Name" as First_Name: the same cells */
        e->columns[i].used |= e->columns[i].at == at;
    return (long)k;
}

static int plan_columns(struct ctx *ctx, struct expand *e, const struct expand_options *o)
{
    const struct creative *c = e->c;
    int rc = 0;
    for (size_t i = 0; i < o->n_sets; i++) {
        const char *eq = strchr(o->sets[i], '=');
        if (!eq || eq == o->sets[i]) {
            report(ctx, DIAG_USAGE, (struct where){0}, "--set wants column=value, not '%s'", o->sets[i]);
            return -1;
        }
        audience_add(e->audience, arena_strndup(e->a, o->sets[i], (size_t)(eq - o->sets[i])));
    }
    size_t args = 0;
    for (size_t i = 0; i < c->n_messages; i++)
        args += message_n_args(c->messages[i].parsed);
    size_t values = 2 * c->n_slots + 16;
    for (size_t i = 0; i < c->n_slots; i++)
        values += c->slots[i].n_in;
    for (size_t i = 0; i < c->n_chooses; i++)
        values += c->chooses[i].n_whens;
    for (size_t i = 0; i < c->n_axes; i++)
        for (size_t k = 0; k < c->axes[i].n_choices; k++)
            values += c->axes[i].choices[k].n_sets;
    size_t most = c->n_fields + args + values + audience_n_columns(e->audience);
    for (const char *const *p = c->output_columns; p && *p; p++)
        most++;
    e->columns = ARENA_ARRAY(e->a, most, struct column);
    for (size_t i = 0; i < c->n_fields; i++)
        rc |= plan_field(ctx, e, &c->fields[i]);
    /* Tests may read any column of the audience. */
    for (size_t i = 0; i < audience_n_columns(e->audience); i++) {
        const char *name = audience_column(e->audience, i);
        if (name && expand_column(e, name) < 0 && audience_find(e->audience, name) == (long)i)
            add_column(e, name, (long)i, NULL);
    }
    for (size_t i = 0; i < o->n_sets; i++) {
        const char *eq = strchr(o->sets[i], '=');
        long k = expand_column(e, arena_strndup(e->a, o->sets[i], (size_t)(eq - o->sets[i])));
        if (k >= 0)
            e->columns[k].forced = eq + 1;
    }
    return rc;
}

static int plan_message(struct ctx *ctx, struct expand *e, struct message_plan *p,
                        const struct message_def *def)
{
    p->def = def;
    p->n_args = message_n_args(def->parsed);
    size_t *columns = ARENA_ARRAY(e->a, p->n_args, size_t);
    long *money = ARENA_ARRAY(e->a, p->n_args, long);
    p->currency_code = ARENA_ARRAY(e->a, p->n_args, const char *);
    p->columns = columns;
    p->currency_column = money;
    int rc = 0;
    for (size_t i = 0; i < p->n_args; i++) {
        const char *arg = message_arg(def->parsed, i);
        long k = need_column(ctx, e, arg,
                             arena_printf(e->a, "%s '%s' (%s:%ld)", def->implicit ? "the text of" : "message",
                                          def->id, path_base(def->where.file ? def->where.file : ""),
                                          def->where.line));
        money[i] = -1;
        if (k < 0) {
            rc = -1;
            continue;
        }
        columns[i] = (size_t)k;
        const struct field *f = e->columns[k].field;
        if (f && f->currency && value_is_currency(f->currency))
            p->currency_code[i] = f->currency;
        else if (f && f->currency)
            money[i] = need_column(ctx, e, f->currency, "the creative");
    }
    return rc;
}

static int plan_value(struct ctx *ctx, struct expand *e, const struct value *v, const char *slot)
{
    if (v->kind != VALUE_COLUMN)
        return 0;
    return need_column(ctx, e, v->text, arena_printf(e->a, "slot '%s'", slot)) < 0 ? -1 : 0;
}

static struct choose_plan *choose_of(struct expand *e, const char *slot)
{
    for (size_t i = 0; i < e->c->n_chooses; i++)
        if (str_eq(e->c->chooses[i].slot, slot))
            return &e->chooses[i];
    return NULL;
}

static int plan_slot(struct ctx *ctx, struct expand *e, const struct slot *s)
{
    const struct creative *c = e->c;
    struct slot_plan p = {.slot = s, .choose = choose_of(e, s->name)};
    int rc = plan_value(ctx, e, &s->initial, s->name);
    bool any = s->initial.kind != VALUE_NONE || p.choose || map_has(e->axis_slots, s->name);
    for (size_t i = 0; i < s->n_in; i++) {
        rc |= plan_value(ctx, e, &s->in[i].initial, s->name);
        any |= s->in[i].initial.kind != VALUE_NONE;
    }
    if (!any && s->implicit && audience_find(e->audience, s->name) >= 0) {
        p.column = (struct value){.kind = VALUE_COLUMN, .text = s->name};
        rc |= plan_value(ctx, e, &p.column, s->name);
        any = true;
    }
    if (!any)
        return rc;
    p.in_layout = ARENA_ARRAY(e->a, c->n_layouts, bool);
    bool in_module = false;
    for (size_t i = 0; i < c->n_modules; i++)
        in_module |= s->fit.target && map_has(c->modules[i].ids, s->fit.target);
    for (size_t i = 0; i < c->n_layouts; i++) {
        const char *target = slot_fit_for(s, c->layouts[i].name)->target;
        p.in_layout[i] = s->kind == SLOT_COPY || in_module || (target && map_has(c->layouts[i].ids, target));
    }
    e->slots[e->n_slots++] = p;
    return rc;
}

static int plan_rules(struct ctx *ctx, struct expand *e)
{
    const struct creative *c = e->c;
    int rc = 0;
    e->chooses = ARENA_ARRAY(e->a, c->n_chooses, struct choose_plan);
    for (size_t i = 0; i < c->n_chooses; i++) {
        struct choose_plan *p = &e->chooses[i];
        p->choose = &c->chooses[i];
        p->tests = ARENA_ARRAY(e->a, p->choose->n_whens, struct test);
        p->why = ARENA_ARRAY(e->a, p->choose->n_whens, char *);
        for (size_t k = 0; k < p->choose->n_whens; k++) {
            const struct when *w = &p->choose->whens[k];
            rc |= test_init(ctx, e, &p->tests[k], w->test, w->where);
            rc |= plan_value(ctx, e, &w->value, p->choose->slot ? p->choose->slot : "theme");
            p->varies |= p->tests[k].by_layout || p->tests[k].by_choice;
            p->why[k] = w->test ? arena_printf(e->a, "when[%zu]: %s", k + 1, w->test)
                                : arena_strdup(e->a, "otherwise");
        }
        if (!p->choose->slot)
            e->theme_choose = p;
    }
    e->axes = ARENA_ARRAY(e->a, c->n_axes, struct axis_plan);
    size_t product = 1;
    for (size_t i = 0; i < c->n_axes; i++) {
        struct axis_plan *p = &e->axes[i];
        p->axis = &c->axes[i];
        p->tests = ARENA_ARRAY(e->a, p->axis->n_choices, struct test);
        for (size_t k = 0; k < p->axis->n_choices; k++) {
            const struct choice *choice = &p->axis->choices[k];
            rc |= test_init(ctx, e, &p->tests[k], choice->test, choice->where);
            for (size_t j = 0; j < choice->n_sets; j++)
                if (choice->sets[j].slot)
                    map_put(e->axis_slots, choice->sets[j].slot, NULL);
            for (size_t j = 0; j < choice->n_sets; j++)
                rc |= plan_value(ctx, e, &choice->sets[j].value, p->axis->name);
        }
        product = product > LIMIT_VARIANTS_PER_ROW ? product : product * p->axis->n_choices;
    }
    if (product > LIMIT_VARIANTS_PER_ROW && !c->cap) {
        report_hint(ctx, DIAG_ERROR, DIAG_COMBINATIONS, c->axes[0].where,
                    "add <cap combinations=\"50\"/> or fewer choices",
                    "the axes multiply to more than %d combinations", LIMIT_VARIANTS_PER_ROW);
        rc = -1;
    }
    e->constraints = ARENA_ARRAY(e->a, c->n_constraints, struct test);
    for (size_t i = 0; i < c->n_constraints; i++)
        rc |= test_init(ctx, e, &e->constraints[i], c->constraints[i].test, c->constraints[i].where);
    return rc;
}

static int plan_layouts(struct ctx *ctx, struct expand *e, const struct expand_options *o)
{
    const struct creative *c = e->c;
    e->layout_on = ARENA_ARRAY(e->a, c->n_layouts, bool);
    const char **names = ARENA_ARRAY(e->a, c->n_layouts, const char *);
    for (size_t i = 0; i < c->n_layouts; i++) {
        e->layout_on[i] = o->n_layouts == 0;
        names[i] = c->layouts[i].name;
    }
    int rc = 0;
    for (size_t i = 0; i < o->n_layouts; i++) {
        const struct layout *y = creative_layout(c, o->layouts[i]);
        if (y) {
            e->layout_on[y - c->layouts] = true;
            continue;
        }
        const char *near = did_you_mean(o->layouts[i], names, c->n_layouts);
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){.file = c->path},
                    near ? arena_printf(e->a, "did you mean '%s'?", near) : NULL, "there is no layout '%s'",
                    o->layouts[i]);
        rc = -1;
    }
    return rc;
}

static int plan_ids(struct ctx *ctx, struct expand *e)
{
    const struct creative *c = e->c;
    size_t *keys = ARENA_ARRAY(e->a, c->n_fields + 1, size_t);
    size_t carry_max = c->n_fields;
    for (const char *const *p = c->output_columns; p && *p; p++)
        carry_max++;
    size_t *carried = ARENA_ARRAY(e->a, carry_max + 1, size_t);
    e->locale_column = -1;
    for (size_t i = 0; i < c->n_fields; i++) {
        long k = expand_column(e, c->fields[i].name);
        if (k < 0)
            continue;
        e->columns[k].used |= c->fields[i].key || c->fields[i].carry || c->fields[i].type == FIELD_LOCALE;
        if (c->fields[i].key)
            keys[e->n_keys++] = (size_t)k;
        if (c->fields[i].carry)
            carried[e->n_carried++] = (size_t)k;
        if (c->fields[i].type == FIELD_LOCALE && e->locale_column < 0)
            e->locale_column = k;
    }
    int rc = 0;
    for (const char *const *p = c->output_columns; p && *p; p++) {
        long k = need_column(ctx, e, *p, "the output name");
        const struct field *f = creative_field(c, *p);
        if (k < 0)
            rc = -1;
        else if (!(f && f->carry))
            carried[e->n_carried++] = (size_t)k;
    }
    if (e->locale_column < 0)
        e->locale_column = expand_column(e, "locale");
    if (e->locale_column >= 0)
        e->columns[e->locale_column].used = true;
    e->keys = keys;
    e->carried = carried;
    return rc;
}

struct expand *expand_new(struct ctx *ctx, const struct creative *c, struct audience *a,
                          const struct expand_options *o)
{
    struct expand *e = xcalloc(1, sizeof *e);
    e->c = c;
    e->audience = a;
    e->source = audience_name(a);
    e->a = arena_new();
    e->json = e->id = (struct str)STR_INIT;
    e->row_arena = arena_new();
    e->image_arena = arena_new();
    e->formatter = formatter_new();
    e->patterns = match_cache_new();
    e->by_name = map_new();
    e->locales = map_new();
    e->markets = map_new();
    e->images = map_new();
    e->axis_slots = map_new();
    e->totals.by_layout = ARENA_ARRAY(e->a, c->n_layouts, long);
    int rc = plan_columns(ctx, e, o);
    rc |= plan_layouts(ctx, e, o);
    if (rc == 0) {
        e->messages = ARENA_ARRAY(e->a, c->n_messages, struct message_plan);
        for (size_t i = 0; i < c->n_messages; i++)
            rc |= plan_message(ctx, e, &e->messages[i], &c->messages[i]);
        rc |= plan_rules(ctx, e);
        e->slots = ARENA_ARRAY(e->a, c->n_slots, struct slot_plan);
        for (size_t i = 0; i < c->n_slots; i++)
            rc |= plan_slot(ctx, e, &c->slots[i]);
        rc |= plan_ids(ctx, e);
        rc |= test_init(ctx, e, &e->where, o->where, (struct where){.file = "--where"});
    }
    if (o->locale && !(e->forced_locale = locale_canonical(e->a, o->locale))) {
        report(ctx, DIAG_USAGE, (struct where){0}, "--locale wants a BCP 47 tag such as de-DE, not '%s'",
               o->locale);
        rc = -1;
    }
    size_t layouts = 0;
    for (size_t i = 0; i < c->n_layouts; i++)
        layouts += e->layout_on[i];
    e->shares_slots = layouts > 1 || c->n_axes > 0;
    e->values = ARENA_ARRAY(e->a, e->n_columns + 1, const char *);
    e->empty = ARENA_ARRAY(e->a, e->n_columns + 1, bool);
    e->masked = ARENA_ARRAY(e->a, e->n_columns + 1, const char *);
    if (rc == 0)
        return e;
    expand_drop(e);
    return NULL;
}

static void drop_tests(struct test *t, size_t n)
{
    for (size_t i = 0; t && i < n; i++)
        xpath_drop(t[i].x);
}

void expand_drop(struct expand *e)
{
    if (!e)
        return;
    for (size_t i = 0; i < e->n_columns; i++)
        match_drop(e->columns[i].pattern);
    for (size_t i = 0; e->chooses && i < e->c->n_chooses; i++)
        drop_tests(e->chooses[i].tests, e->chooses[i].choose ? e->chooses[i].choose->n_whens : 0);
    for (size_t i = 0; e->axes && i < e->c->n_axes; i++)
        drop_tests(e->axes[i].tests, e->axes[i].axis ? e->axes[i].axis->n_choices : 0);
    drop_tests(e->constraints, e->c->n_constraints);
    drop_tests(&e->where, 1);
    formatter_drop(e->formatter);
    match_cache_drop(e->patterns);
    map_drop(e->by_name);
    map_drop(e->locales);
    map_drop(e->markets);
    map_drop(e->images);
    map_drop(e->axis_slots);
    vec_drop(&e->built);
    str_drop(&e->json);
    str_drop(&e->id);
    free(e->seen_keys.slots);
    arena_drop(e->image_arena);
    arena_drop(e->row_arena);
    arena_drop(e->a);
    free(e);
}

const struct expand_totals *expand_totals(const struct expand *e)
{
    return &e->totals;
}
