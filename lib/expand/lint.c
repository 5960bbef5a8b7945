/* --lint: what a run would show only in the pictures. */
#include <stdio.h>
#include <string.h>

#include "expand/expand-imp.h"

enum { DISTINCT_MAX = 10000, FIRST_LINES = 3 };

struct column_stats {
    long filled;
    size_t longest;
    long longest_line;
    struct map *distinct; /* NULL: more than DISTINCT_MAX */
};
struct slot_stats {
    const struct slot *slot;
    size_t longest;
    long line;
    char *layout, *text;
    const struct message_def *message; /* of the longest text; NULL: a column or a literal */
};
struct long_message {
    const struct message_def *def;
    long count, line;
    size_t chars;
};

struct lint {
    const struct expand *e;
    struct column_stats *columns;
    struct slot_stats *slots;
    struct map *slot_index;
    struct long_message *messages;
    long rows, expanded, otherwise;
    long lines[FIRST_LINES];
};

struct lint *lint_new(const struct expand *e)
{
    struct lint *l = xcalloc(1, sizeof *l);
    l->e = e;
    l->columns = xcalloc(e->n_columns + 1, sizeof *l->columns);
    for (size_t i = 0; i < e->n_columns; i++)
        l->columns[i].distinct = map_new();
    l->slots = xcalloc(e->c->n_slots + 1, sizeof *l->slots);
    l->messages = xcalloc(e->c->n_messages + 1, sizeof *l->messages);
    l->slot_index = map_new();
    return l;
}

void lint_drop(struct lint *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->e->n_columns; i++)
        map_drop(l->columns[i].distinct);
    for (size_t i = 0; i < map_len(l->slot_index); i++) {
        free(l->slots[i].layout);
        free(l->slots[i].text);
    }
    map_drop(l->slot_index);
    free(l->columns);
    free(l->slots);
    free(l->messages);
    free(l);
}

void lint_row(struct lint *l, const struct row *row)
{
    l->rows++;
    for (size_t i = 0; i < l->e->n_columns; i++) {
        const struct column *col = &l->e->columns[i];
        const char *v = col->forced                                      ? col->forced
                        : col->at >= 0 && (size_t)col->at < row->n_cells ? row->cells[col->at]
                                                                         : "";
        struct column_stats *s = &l->columns[i];
        s->filled += *v != '\0';
        size_t n = utf8_length(v, strlen(v));
        if (n > s->longest) {
            s->longest = n;
            s->longest_line = row->line;
        }
        if (s->distinct && *v)
            map_put(s->distinct, v, NULL);
        if (s->distinct && map_len(s->distinct) > DISTINCT_MAX) {
            map_drop(s->distinct);
            s->distinct = NULL;
        }
    }
}

void lint_expanded(struct lint *l, const struct row *row)
{
    l->expanded++;
    size_t rules = 0, by_otherwise = 0;
    for (size_t i = 0; i < l->e->c->n_chooses; i++) {
        const struct choose_plan *p = &l->e->chooses[i];
        if (p->choose->n_whens < 2)
            continue;
        rules++;
        by_otherwise += !p->tests[p->chosen].x;
    }
    if (!rules || by_otherwise < rules)
        return;
    if (l->otherwise < FIRST_LINES)
        l->lines[l->otherwise] = row->line;
    l->otherwise++;
}

static struct slot_stats *stats_of(struct lint *l, const char *slot)
{
    size_t i = (size_t)map_find(l->slot_index, slot);
    if (!i) {
        map_put(l->slot_index, slot, (void *)(map_len(l->slot_index) + 1));
        i = map_len(l->slot_index);
        l->slots[i - 1].slot = creative_slot(l->e->c, slot);
    }
    return &l->slots[i - 1];
}

void lint_variant(struct lint *l, const struct variant *v, long line)
{
    for (const struct slot_value *s = v->slots; s; s = s->next) {
        struct slot_stats *st = stats_of(l, s->slot);
        const struct message_def *def = s->message ? creative_message(l->e->c, s->message) : NULL;
        const char *text = s->kind == SLOT_VALUE_TEXT ? s->text : s->value;
        size_t n = text ? utf8_length(text, strlen(text)) : 0;
        if (n > st->longest) {
            st->longest = n;
            st->line = line;
            free(st->layout);
            free(st->text);
            st->layout = xstrdup(v->layout);
            st->text = xstrdup(text);
            st->message = def;
        }
        if (def && def->max_chars && n > (size_t)def->max_chars) {
            struct long_message *m = &l->messages[def - l->e->c->messages];
            m->def = def;
            m->count++;
            if (n > m->chars) {
                m->chars = n;
                m->line = line;
            }
        }
    }
}

/* Whether a slot's longest text shows a personal field; a column that is no message's may always. */
static bool shows_pii(const struct lint *l, const struct slot_stats *s)
{
    if (s->message) {
        const struct message_plan *m = &l->e->messages[s->message - l->e->c->messages];
        for (size_t k = 0; k < m->n_args; k++)
            if (l->e->columns[m->columns[k]].field && l->e->columns[m->columns[k]].field->pii)
                return true;
        return false;
    }
    if (s->slot->kind != SLOT_TEXT && s->slot->kind != SLOT_COPY)
        return false;
    for (size_t i = 0; i < l->e->c->n_fields; i++)
        if (l->e->c->fields[i].pii)
            return true;
    return false;
}

static void tables(const struct lint *l, struct str *out)
{
    str_printf(out, "%-24s %-8s %10s %10s %8s\n", "column", "type", "filled", "distinct", "longest");
    for (size_t i = 0; i < l->e->n_columns; i++) {
        const struct column *col = &l->e->columns[i];
        const struct column_stats *s = &l->columns[i];
        str_printf(out, "%-24s %-8s %10ld ", col->name, col->field ? field_type_name(col->field->type) : "-",
                   s->filled);
        if (s->distinct)
            str_printf(out, "%10zu %8zu\n", map_len(s->distinct), s->longest);
        else
            str_printf(out, "%10s %8zu\n", ">10000", s->longest);
    }
    str_printf(out, "\n%-24s %-12s %8s  %s\n", "slot", "kind", "longest",
               "longest value: line, layout, text");
    for (size_t i = 0; i < map_len(l->slot_index); i++) {
        const struct slot_stats *s = &l->slots[i];
        if (!s->text)
            continue;
        bool hide = shows_pii(l, s);
        str_printf(out, "%-24s %-12s %8zu  line %ld, %s", s->slot->name, slot_kind_name(s->slot->kind),
                   s->longest, s->line, s->layout);
        if (!hide) {
            str_puts(out, ": ");
            for (const char *p = s->text; *p; p++)
                str_putc(out, (unsigned char)*p < 0x20 ? ' ' : *p);
        }
        str_putc(out, '\n');
    }
    str_putc(out, '\n');
    for (size_t i = 0; i < l->e->c->n_chooses; i++) {
        const struct choose_plan *p = &l->e->chooses[i];
        str_printf(out, "rule for %s\n", p->choose->slot ? p->choose->slot : "theme");
        for (size_t k = 0; k < p->choose->n_whens; k++)
            str_printf(out, "  %8ld  %s\n", p->tests[k].fired, p->why[k]);
    }
}

static void columns(struct ctx *ctx, const struct lint *l)
{
    for (size_t i = 0; i < l->e->n_columns; i++) {
        const struct column *col = &l->e->columns[i];
        struct where where = {.file = audience_name(l->e->audience),
                              .line = audience_header_line(l->e->audience)};
        if (!col->used)
            report_hint(ctx, col->field ? DIAG_INFO : DIAG_WARNING, DIAG_LINT_COLUMN, where,
                        col->field ? NULL : "drop it, or put it to use", "column '%s' is %s", col->name,
                        col->field ? "declared and used nowhere" : "used nowhere");
        else if (l->rows && !l->columns[i].filled && !(col->field && col->field->def))
            report_hint(ctx, DIAG_WARNING, DIAG_LINT_COLUMN, where, NULL, "column '%s' is empty in every row",
                        col->name);
    }
}

static void rules(struct ctx *ctx, const struct lint *l)
{
    for (size_t i = 0; l->expanded && i < l->e->c->n_chooses; i++) {
        const struct choose_plan *p = &l->e->chooses[i];
        const char *name = p->choose->slot ? p->choose->slot : "theme";
        for (size_t k = 0; k < p->choose->n_whens; k++)
            if (p->tests[k].x && !p->tests[k].fired)
                report_hint(ctx, DIAG_WARNING, DIAG_LINT_RULE, p->choose->whens[k].where,
                            "no row passes it, or an earlier rule takes them all",
                            "rule %zu for '%s' never fires: %s", k + 1, name, p->choose->whens[k].test);
            else if (!p->tests[k].x && !p->tests[k].fired && k)
                report_hint(ctx, DIAG_INFO, DIAG_LINT_RULE, p->choose->whens[k].where, NULL,
                            "the otherwise for '%s' is not needed by this audience", name);
    }
    if (l->otherwise) {
        struct str s = STR_INIT;
        for (long k = 0; k < l->otherwise && k < FIRST_LINES; k++)
            str_printf(&s, "%s%ld", k ? ", " : "", l->lines[k]);
        report_hint(ctx, DIAG_INFO, DIAG_LINT_RULE,
                    (struct where){.file = audience_name(l->e->audience), .line = l->lines[0]}, NULL,
                    "%ld of %ld rows match no rule, only the otherwise of each (lines %s%s)", l->otherwise,
                    l->expanded, s.data, l->otherwise > FIRST_LINES ? "..." : "");
        str_drop(&s);
    }
    for (size_t i = 0; i < l->e->c->n_messages; i++) {
        const struct long_message *m = &l->messages[i];
        if (m->count)
            report(ctx, DIAG_LINT_TEXT, m->def->where,
                   "message '%s' may have %ld characters, %ld variants have more: %zu on line %ld of the "
                   "audience",
                   m->def->id, m->def->max_chars, m->count, m->chars, m->line);
    }
}

void lint_finish(struct ctx *ctx, struct lint *l, struct str *out)
{
    columns(ctx, l);
    rules(ctx, l);
    tables(l, out);
}
