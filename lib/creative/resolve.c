/* References: every name that the creative uses exists, is of the right kind, and is told apart from a slip
 * of the pen. */
#include <math.h>
#include <string.h>

#include "creative/creative-imp.h"
#include "match/match.h"

#define NAMES_OF(FN, LIST, KEY)                                   \
    static const char *const *FN(struct loading *l, size_t *n)    \
    {                                                             \
        *n = l->n_guesses < 100 ? l->c->n_##LIST : 0;             \
        const char **v = ARENA_ARRAY(l->a, *n + 1, const char *); \
        for (size_t i = 0; i < *n; i++)                           \
            v[i] = l->c->LIST[i].KEY;                             \
        return v;                                                 \
    }
NAMES_OF(slot_names, slots, name)
NAMES_OF(message_names, messages, id)
NAMES_OF(module_names, modules, name)
NAMES_OF(theme_names, themes, name)
NAMES_OF(layout_names, layouts, name)
NAMES_OF(field_names, fields, name)

static void dangling(struct loading *l, struct where where, const char *what, const char *name,
                     const char *const *(*names)(struct loading *, size_t *))
{
    size_t n;
    const char *const *known = names(l, &n);
    creative_dangling(l, where, what, name, known, n);
}

static void check_column(struct loading *l, const char *name, struct where where)
{
    if (l->c->n_fields && !creative_field(l->c, name))
        dangling(l, where, "column", name, field_names);
}

static void check_message(struct loading *l, const char *id, struct where where)
{
    if (!creative_message(l->c, id))
        dangling(l, where, "message", id, message_names);
}

/* "--accent" of "var(--accent)", or NULL. */
static const char *token_of(struct arena *a, const char *s)
{
    if (!str_starts(s, "var(") || !str_ends(s, ")"))
        return NULL;
    const char *p = s + 4, *end = s + strlen(s) - 1;
    while (ascii_space(*p))
        p++;
    while (end > p && ascii_space(end[-1]))
        end--;
    return arena_strndup(a, p, (size_t)(end - p));
}

static void check_paint(struct loading *l, const char *text, struct where where)
{
    struct rgba rgba;
    const char *token = token_of(l->a, text);
    if (!token) {
        if (!svg_parse_color(text, &rgba))
            creative_wrong(l, where, "write #rrggbb, a colour name or var(--token)", "'%s' is not a colour",
                           text);
        return;
    }
    struct creative *c = l->c;
    for (size_t i = 0; i < c->n_themes; i++) {
        const char *value = theme_value(&c->themes[i], token);
        if (!value)
            creative_dangling(l, where, arena_printf(l->a, "in theme '%s', token", c->themes[i].name), token,
                              NULL, 0);
        else if (!svg_parse_color(value, &rgba))
            creative_wrong(l, where, NULL, "token '%s' of theme '%s' is '%s', not a colour", token,
                           c->themes[i].name, value);
    }
    if (!c->n_themes)
        creative_wrong(l, where, "add <themes>", "'%s' needs a theme and there is none", text);
}

static void check_image(struct loading *l, const char *path, const struct slot *s, struct where where)
{
    const char *folder = s ? s->fit.folder : NULL;
    struct arena *a = arena_new();
    const char *rel = folder ? path_join(a, folder, path) : path;
    if (path[0] == '/' || !path_inside(l->ctx, a, l->c->dir, rel, where)) {
        if (path[0] == '/')
            creative_wrong(l, where, "write it relative to the creative", "image path '%s' is absolute",
                           path);
        l->failed = true;
    }
    arena_drop(a);
}

void check_value(struct loading *l, const struct value *v, const struct slot *s, struct where where)
{
    static const unsigned allowed[] = {
        [SLOT_TEXT] = 1u << VALUE_MESSAGE | 1u << VALUE_COLUMN | 1u << VALUE_TEXT,
        [SLOT_IMAGE] = 1u << VALUE_IMAGE | 1u << VALUE_COLUMN,
        [SLOT_PAINT] = 1u << VALUE_PAINT | 1u << VALUE_COLUMN,
        [SLOT_VISIBILITY] = 1u << VALUE_VISIBLE | 1u << VALUE_COLUMN,
        [SLOT_MODULE] = 1u << VALUE_MODULE | 1u << VALUE_COLUMN,
        [SLOT_ATTRIBUTE] = 1u << VALUE_LITERAL | 1u << VALUE_COLUMN,
        [SLOT_COPY] = 1u << VALUE_MESSAGE | 1u << VALUE_COLUMN | 1u << VALUE_TEXT,
    };
    static const char *const takes[] = {"message, column or text", "image or column",  "paint or column",
                                        "visible or column",       "module or column", "value or column",
                                        "message, column or text"};
    if (v->kind == VALUE_NONE)
        return;
    if (s && v->kind != VALUE_DROP && !(allowed[s->kind] & 1u << v->kind)) {
        creative_wrong(l, where, arena_printf(l->a, "give %s", takes[s->kind]),
                       "slot '%s' is of kind %s and cannot take this value", s->name,
                       slot_kind_name(s->kind));
        return;
    }
    if (v->kind == VALUE_MESSAGE)
        check_message(l, v->text, where);
    else if (v->kind == VALUE_COLUMN)
        check_column(l, v->text, where);
    else if (v->kind == VALUE_IMAGE)
        check_image(l, v->text, s, where);
    else if (v->kind == VALUE_PAINT)
        check_paint(l, v->text, where);
    else if (v->kind == VALUE_MODULE && !creative_module(l->c, v->text))
        dangling(l, where, "module", v->text, module_names);
    else if (v->kind == VALUE_THEME && !creative_theme(l->c, v->text))
        dangling(l, where, "theme", v->text, theme_names);
}

static void check_target(struct loading *l, const struct slot *s)
{
    struct creative *c = l->c;
    if (s->kind == SLOT_COPY || s->implicit)
        return;
    bool somewhere = false;
    for (size_t i = 0; i < c->n_layouts; i++) {
        const struct slot_fit *fit = slot_fit_for(s, c->layouts[i].name);
        bool here = map_has(c->layouts[i].ids, fit->target);
        somewhere |= here;
        if (here && fit->box && !map_has(c->layouts[i].ids, fit->box)) {
            size_t n = l->n_guesses < 100 ? map_len(c->layouts[i].ids) : 0;
            const char **ids = ARENA_ARRAY(l->a, n, const char *);
            for (size_t k = 0; k < n; k++)
                ids[k] = map_key(c->layouts[i].ids, k);
            creative_dangling(l, s->where, arena_printf(l->a, "in layout '%s', the box", c->layouts[i].name),
                              fit->box, ids, n);
        }
    }
    for (size_t i = 0; i < c->n_modules && !somewhere; i++)
        somewhere = map_has(c->modules[i].ids, s->fit.target);
    if (somewhere)
        return;
    struct vec(const char *) ids = {0};
    for (size_t i = 0; l->n_guesses < 100 && i < c->n_layouts; i++)
        for (size_t k = 0; k < map_len(c->layouts[i].ids); k++)
            vec_push(&ids, map_key(c->layouts[i].ids, k));
    const char *near = near_name(l, s->fit.target, ids.at, ids.len);
    report_hint(l->ctx, DIAG_ERROR, DIAG_CREATIVE_REF, s->where,
                near ? arena_printf(l->a, "did you mean '%s'?", near)
                     : "give an element that id, or write target=\"id\"",
                "slot '%s': no layout has an element with the id '%s'", s->name, s->fit.target);
    l->failed = true;
    vec_drop(&ids);
}

static void resolve_slot(struct loading *l, struct slot *s)
{
    struct creative *c = l->c;
    check_value(l, &s->initial, s, s->where);
    for (size_t i = 0; i < s->n_in; i++) {
        if (!creative_layout(c, s->in[i].layout))
            dangling(l, s->in[i].where, "layout", s->in[i].layout, layout_names);
        check_value(l, &s->in[i].initial, s, s->in[i].where);
        for (size_t k = 0; s->in[i].fit.fallbacks && s->in[i].fit.fallbacks[k]; k++)
            check_message(l, s->in[i].fit.fallbacks[k], s->in[i].where);
    }
    for (size_t k = 0; s->fit.fallbacks && s->fit.fallbacks[k]; k++)
        check_message(l, s->fit.fallbacks[k], s->where);
    check_target(l, s);
}

static void resolve_field(struct loading *l, const struct field *f)
{
    if (f->pattern) {
        struct match *m = match_new(l->ctx, f->pattern, MATCH_WHOLE, f->where);
        l->failed |= !m;
        match_drop(m);
    }
    if (f->currency && !value_is_currency(f->currency) && !creative_field(l->c, f->currency)) {
        size_t n;
        const char *const *known = field_names(l, &n);
        creative_dangling(l, f->where, "currency code or column", f->currency, known, n);
    }
}

static void resolve_message(struct loading *l, const struct message_def *m)
{
    if (!m->parsed || !l->c->n_fields)
        return;
    for (size_t i = 0; i < message_n_args(m->parsed); i++) {
        const char *arg = message_arg(m->parsed, i);
        if (creative_field(l->c, arg))
            continue;
        size_t n;
        const char *const *known = field_names(l, &n);
        const char *near = near_name(l, arg, known, n);
        report_hint(l->ctx, DIAG_ERROR, DIAG_CREATIVE_REF, m->where,
                    near ? arena_printf(l->a, "did you mean {%s}?", near)
                         : arena_printf(l->a, "declare <field name=\"%s\"/>", arg),
                    "message '%s' uses {%s}, which is no column of <data>", m->id, arg);
        l->failed = true;
    }
}

static void resolve_swaps(struct loading *l, const struct locale_def *d)
{
    struct where where = d->where;
    for (size_t i = 0; i < d->n_swaps; i++) {
        const struct locale_swap *s = &d->swaps[i];
        if (s->slot) {
            const struct slot *slot = creative_slot(l->c, s->slot);
            if (!slot)
                dangling(l, where, arena_printf(l->a, "locale %s: slot", d->tag), s->slot, slot_names);
            else
                check_value(l, &s->value, slot, where);
        } else if (s->module) {
            if (!creative_module(l->c, s->module))
                dangling(l, where, "module", s->module, module_names);
            if (s->with && !creative_module(l->c, s->with))
                dangling(l, where, "module", s->with, module_names);
        } else if (s->theme) {
            if (!creative_theme(l->c, s->theme))
                dangling(l, where, "theme", s->theme, theme_names);
            if (s->with && !creative_theme(l->c, s->with))
                dangling(l, where, "theme", s->with, theme_names);
        } else if (s->image && s->with) {
            check_image(l, s->image, NULL, where);
            check_image(l, s->with, NULL, where);
        }
    }
}

static void carry(struct loading *l, const char *column)
{
    struct field *f = creative_field(l->c, column);
    if (!f)
        return;
    f->carry = true;
    f = f->currency ? creative_field(l->c, f->currency) : NULL;
    if (f)
        f->carry = true;
}

/* What a market shows in place of what the line was made with may need other columns: lines carry them. */
static void carry_args(struct loading *l, const struct message *m)
{
    for (size_t i = 0; m && i < message_n_args(m); i++)
        carry(l, message_arg(m, i));
}

static void resolve_locale(struct loading *l, const struct locale_def *d)
{
    resolve_swaps(l, d);
    for (size_t i = 0; i < d->n_swaps; i++) {
        const struct value *v = &d->swaps[i].value;
        const struct message_def *m = v->kind == VALUE_MESSAGE ? creative_message(l->c, v->text) : NULL;
        if (d->swaps[i].slot && m)
            carry_args(l, m->parsed);
        else if (d->swaps[i].slot && v->kind == VALUE_COLUMN)
            carry(l, v->text);
    }
    for (size_t i = 0; i < d->n_legals; i++) {
        const struct market_legal *legal = &d->legals[i];
        struct message_def m = {.id = arena_printf(l->a, "%s of %s", legal->role, d->tag),
                                .parsed = legal->message,
                                .where = legal->where};
        resolve_message(l, &m);
        carry_args(l, legal->message);
    }
}

void resolve_creative(struct loading *l)
{
    struct creative *c = l->c;
    for (size_t i = 0; i < c->n_fields; i++)
        resolve_field(l, &c->fields[i]);
    for (size_t i = 0; i < c->n_slots; i++)
        resolve_slot(l, &c->slots[i]);
    for (size_t i = 0; i < c->n_messages; i++)
        resolve_message(l, &c->messages[i]);
    for (size_t i = 0; i < c->n_chooses; i++) {
        const struct choose *ch = &c->chooses[i];
        const struct slot *s = ch->slot ? creative_slot(c, ch->slot) : NULL;
        if (ch->slot && !s)
            dangling(l, ch->where, "slot", ch->slot, slot_names);
        for (size_t k = 0; k < ch->n_whens; k++)
            check_value(l, &ch->whens[k].value, s, ch->whens[k].where);
    }
    for (size_t i = 0; i < c->n_axes; i++)
        for (size_t k = 0; k < c->axes[i].n_choices; k++) {
            const struct choice *choice = &c->axes[i].choices[k];
            for (size_t j = 0; j < choice->n_sets; j++) {
                const struct slot *s = choice->sets[j].slot ? creative_slot(c, choice->sets[j].slot) : NULL;
                if (choice->sets[j].slot && !s)
                    dangling(l, choice->where, "slot", choice->sets[j].slot, slot_names);
                check_value(l, &choice->sets[j].value, s, choice->where);
            }
        }
    for (size_t i = 0; i < c->n_locales; i++)
        resolve_locale(l, &c->locales[i]);
    if (c->default_theme && !creative_theme(c, c->default_theme))
        dangling(l, (struct where){.file = l->doc->path}, "theme", c->default_theme, theme_names);
    resolve_tests(l);
    resolve_output(l);
}
