/* One row: values, rules, combinations, variants. */
#include <string.h>

#include "expand/expand-imp.h"

static int run_choose(struct ctx *ctx, struct expand *e, struct choose_plan *p)
{
    unsigned long stamp = p->varies ? e->combination_stamp : e->row_stamp;
    if (p->stamp == stamp)
        return 0;
    size_t k = 0;
    for (; k < p->choose->n_whens; k++) {
        int rc = test_run(ctx, e, &p->tests[k]);
        if (rc < 0)
            return -1;
        if (rc)
            break;
    }
    if (k == p->choose->n_whens)
        return -1; /* a choose without otherwise is refused at loading */
    p->chosen = k;
    p->stamp = stamp;
    p->tests[k].fired++;
    return 0;
}

/* What the combination's choices put into a slot (NULL: the theme); the last axis wins. */
static const struct value *axis_value(const struct expand *e, const char *slot, const struct axis_plan **by)
{
    const struct value *v = NULL;
    for (size_t i = 0; i < e->c->n_axes; i++) {
        const struct choice *choice = &e->axes[i].axis->choices[e->axes[i].current];
        for (size_t k = 0; k < choice->n_sets; k++)
            if (str_eq(choice->sets[k].slot, slot)) {
                v = &choice->sets[k].value;
                *by = &e->axes[i];
            }
    }
    return v;
}

static const char *variant_id(struct expand *e, const struct variant *v)
{
    struct str *s = &e->id;
    str_clear(s);
    for (size_t i = 0; i < e->n_keys; i++) {
        if (i)
            str_putc(s, '-');
        put_id_part(s, e->values[e->keys[i]]);
    }
    if (!e->n_keys || !s->len)
        str_printf(s, "%s%ld", e->n_keys ? "row" : "", v->row);
    str_putc(s, '/');
    put_id_part(s, v->layout);
    str_putc(s, '/');
    str_puts(s, v->locale);
    for (size_t i = 0; i < v->n_choices; i++) {
        str_putc(s, i ? '-' : '/');
        put_id_part(s, v->choices[i].value);
    }
    return arena_strndup(e->row_arena, s->data, s->len);
}

static const struct theme *choose_theme(struct ctx *ctx, struct expand *e, const char **why)
{
    const struct axis_plan *by = NULL;
    const struct value *v = axis_value(e, NULL, &by);
    *why = NULL;
    if (v) {
        *why = arena_printf(e->row_arena, "axis %s: %s", by->axis->name, by->axis->choices[by->current].name);
        return creative_theme(e->c, v->text);
    }
    if (e->theme_choose) {
        if (run_choose(ctx, e, e->theme_choose) < 0) {
            e->failed = true;
            return NULL;
        }
        *why = e->theme_choose->why[e->theme_choose->chosen];
        return creative_theme(e->c, e->theme_choose->choose->whens[e->theme_choose->chosen].value.text);
    }
    return creative_theme(e->c, e->c->default_theme);
}

static void build_variant(struct ctx *ctx, struct expand *e, size_t layout)
{
    const struct creative *c = e->c;
    struct arena *a = e->row_arena;
    struct variant *v = ARENA_NEW(a, struct variant);
    v->creative = c->path;
    v->layout = c->layouts[layout].name;
    v->locale = e->locale;
    v->row = e->row->row;
    v->state = "ok";
    v->why = ARENA_ARRAY(a, e->n_slots + 1, struct pair);
    const char *why;
    const struct theme *theme = choose_theme(ctx, e, &why);
    if (e->failed)
        return;
    v->theme = theme ? theme->name : NULL;
    if (why)
        v->why[v->n_why++] = (struct pair){"theme", why};
    v->choices = ARENA_ARRAY(a, c->n_axes, struct pair);
    for (size_t i = 0; i < c->n_axes; i++)
        v->choices[v->n_choices++] =
            (struct pair){c->axes[i].name, c->axes[i].choices[e->axes[i].current].name};
    v->fields = ARENA_ARRAY(a, e->n_carried, struct pair);
    for (size_t i = 0; i < e->n_carried; i++)
        v->fields[v->n_fields++] = (struct pair){e->columns[e->carried[i]].name, e->values[e->carried[i]]};
    struct slot_value **tail = &v->slots;
    struct slot_value *values = ARENA_ARRAY(a, e->n_slots, struct slot_value);
    for (size_t i = 0; i < e->n_slots; i++) {
        struct slot_plan *p = &e->slots[i];
        if (!p->in_layout[layout])
            continue;
        const struct axis_plan *by = NULL;
        const struct value *value = c->n_axes ? axis_value(e, p->slot->name, &by) : NULL;
        why = NULL;
        if (value) {
            why = arena_printf(a, "axis %s: %s", by->axis->name, by->axis->choices[by->current].name);
        } else if (p->choose) {
            struct choose_plan *ch = (struct choose_plan *)p->choose;
            if (run_choose(ctx, e, ch) < 0) {
                e->failed = true;
                return;
            }
            value = &ch->choose->whens[ch->chosen].value;
            why = ch->why[ch->chosen];
        } else {
            value = p->column.kind != VALUE_NONE ? &p->column : slot_initial(p->slot, v->layout);
        }
        bool present;
        if (build_slot(ctx, e, p, value, layout, theme, &values[i], &present) < 0) {
            e->failed = true;
            continue; /* one run shows every fault of the row */
        }
        if (!present)
            continue;
        values[i].next = NULL;
        *tail = &values[i];
        tail = &values[i].next;
        if (why)
            v->why[v->n_why++] = (struct pair){p->slot->name, why};
    }
    v->id = variant_id(e, v);
    vec_push(&e->built, v);
}

/* Goes on to the next combination, the last axis fastest; false after the last one. */
static bool next_combination(struct expand *e)
{
    for (size_t i = e->c->n_axes; i-- > 0;) {
        if (++e->axes[i].current < e->axes[i].axis->n_choices)
            return true;
        e->axes[i].current = 0;
    }
    return false;
}

/* 1 kept, 0 not, -1 with a report. */
static int combination_kept(struct ctx *ctx, struct expand *e)
{
    for (size_t i = 0; i < e->c->n_axes; i++) {
        int rc = test_run(ctx, e, &e->axes[i].tests[e->axes[i].current]);
        if (rc <= 0)
            return rc;
    }
    for (size_t i = 0; i < e->c->n_constraints; i++) {
        int rc = test_run(ctx, e, &e->constraints[i]);
        if (rc <= 0)
            return rc;
    }
    return 1;
}

static int expand_layout(struct ctx *ctx, struct expand *e, size_t layout)
{
    const struct creative *c = e->c;
    e->layout = c->layouts[layout].name;
    e->layout_stamp++;
    for (size_t i = 0; i < c->n_axes; i++)
        e->axes[i].current = 0;
    long kept = 0, looked = 0;
    do {
        e->combination_stamp++;
        if (++looked > 10L * LIMIT_VARIANTS_PER_ROW) {
            report_hint(ctx, DIAG_ERROR, DIAG_COMBINATIONS, e->row_where, "give the axes fewer choices",
                        "row %ld: more than %ld combinations were looked at", e->row->row, looked - 1);
            return -1;
        }
        int rc = combination_kept(ctx, e);
        if (rc < 0)
            return -1;
        if (!rc)
            continue;
        if (c->cap && kept == c->cap) {
            e->totals.capped++;
            break;
        }
        kept++;
        build_variant(ctx, e, layout);
        if (e->failed)
            return -1;
        if (e->built.len > LIMIT_VARIANTS_PER_ROW) {
            report_hint(ctx, DIAG_ERROR, DIAG_COMBINATIONS, e->row_where, "add <cap combinations=\"50\"/>",
                        "row %ld makes more than %d variants", e->row->row, LIMIT_VARIANTS_PER_ROW);
            return -1;
        }
    } while (next_combination(e));
    return 0;
}

/* Values of personal fields, so that no message of this row shows them. Very short ones would mask every
 * text. */
static void mask_row(struct ctx *ctx, struct expand *e)
{
    e->n_masked = 0;
    for (size_t i = 0; i < e->n_columns; i++)
        if (e->columns[i].field && e->columns[i].field->pii) {
            const char *v = row_cell(e, &e->columns[i]);
            if (strlen(v) >= 3)
                e->masked[e->n_masked++] = v;
        }
    ctx->masked = e->masked;
    ctx->n_masked = e->n_masked;
}

static void begin_row(struct ctx *ctx, struct expand *e, const struct row *row)
{
    arena_reset(e->row_arena);
    vec_clear(&e->built);
    e->row = row;
    e->row_where = (struct where){.file = e->source, .line = row->line};
    e->failed = false;
    e->layout = NULL;
    e->locale = NULL;
    e->row_stamp++;
    e->layout_stamp++;
    e->combination_stamp++;
    mask_row(ctx, e);
}

static int selects(struct ctx *ctx, struct expand *e)
{
    if (!e->where.x)
        return 1;
    e->raw_values = true;
    e->where.stamp = 0;
    int rc = test_run(ctx, e, &e->where);
    e->raw_values = false;
    return rc;
}

int expand_selects(struct ctx *ctx, struct expand *e, const struct row *row)
{
    begin_row(ctx, e, row);
    int rc = selects(ctx, e);
    ctx->masked = NULL;
    ctx->n_masked = 0;
    return rc;
}

static int build_row(struct ctx *ctx, struct expand *e)
{
    int rc = selects(ctx, e);
    if (rc <= 0)
        return rc;
    e->totals.selected++;
    rc = row_values(ctx, e);
    if (rc != 1) {
        e->totals.skipped += rc == 0;
        return rc;
    }
    if (!(e->locale = row_locale(ctx, e)))
        return -1;
    row_market(e);
    if (!key_is_new(ctx, e))
        return -1;
    for (size_t i = 0; i < e->c->n_layouts; i++)
        if (e->layout_on[i] && expand_layout(ctx, e, i) < 0)
            return -1;
    return 1;
}

int expand_row(struct ctx *ctx, struct expand *e, const struct row *row, expand_emit *emit, void *payload)
{
    begin_row(ctx, e, row);
    int rc = build_row(ctx, e);
    if (rc < 0)
        e->totals.rejected++;
    for (size_t i = 0; rc == 1 && i < e->built.len; i++) {
        const struct variant *v = e->built.at[i];
        int emitted = emit(ctx, payload, v);
        if (emitted) {
            rc = emitted > 0 ? 2 : -1;
            break;
        }
        e->totals.variants++;
        e->totals.by_layout[creative_layout(e->c, v->layout) - e->c->layouts]++;
    }
    ctx->masked = NULL;
    ctx->n_masked = 0;
    return rc;
}
