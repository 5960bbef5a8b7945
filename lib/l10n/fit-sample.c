/* Places and arguments of messages that no row showed: from the creative's slots, rules and data contract. */
#include "l10n/fit-imp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool l10n_is_sample(const struct creative *c, const struct message_def *def)
{
    for (size_t i = 0; def->implicit && i < c->n_slots; i++) {
        const char *name = c->slots[i].literal ? c->slots[i].name : "";
        size_t n = strlen(name);
        if (n && strncmp(def->id, name, n) == 0 && (def->id[n] == 0 || def->id[n] == '@') &&
            l10n_always_chosen(c, c->slots[i].name))
            return true;
    }
    return false;
}

struct values {
    const char *at[FIT_SAMPLE_BRANCHES];
    size_t n;
};

static void put(struct values *v, const char *s)
{
    for (size_t i = 0; i < v->n; i++) {
        if (str_eq(v->at[i], s))
            return;
    }
    if (s && *s && v->n < FIT_SAMPLE_BRANCHES)
        v->at[v->n++] = s;
}

static void put_number(struct l10n_fit *f, struct values *v, const struct field *field, double number)
{
    if (field &&
        ((isfinite(field->min) && number < field->min) || (isfinite(field->max) && number > field->max)))
        return;
    struct str s = STR_INIT;
    str_put_number(&s, number);
    put(v, fit_intern(f, s.data));
    str_drop(&s);
}

/* One of each plural form of any language, and a long one. */
static void put_numbers(struct l10n_fit *f, struct values *v, const struct field *field)
{
    static const double numbers[] = {1000, 1, 2, 3, 5, 11, 21, 100, 0, 0.25, 0.5};
    if (field && isfinite(field->max))
        put_number(f, v, field, field->max);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        put_number(f, v, field, numbers[i]);
    if (field && isfinite(field->min))
        put_number(f, v, field, field->min);
}

static void sample_values(struct l10n_fit *f, const struct field *field, const char *type, const char *locale,
                          const char *name, struct values *v)
{
    v->n = 0;
    put(v, field ? field->def : NULL);
    if (str_eq(name, "locale") || (field && field->type == FIELD_LOCALE))
        put(v, locale);
    for (size_t i = 0; field && field->values && field->values[i]; i++)
        put(v, field->values[i]);
    if (field && field->type == FIELD_MONEY)
        put_number(f, v, field, 1999.99);
    else if ((field && field->type == FIELD_NUMBER) || str_eq(type, "number") || str_eq(type, "plural") ||
             str_eq(type, "selectordinal") || str_eq(type, "spellout"))
        put_numbers(f, v, field);
    else if ((field && field->type == FIELD_DATE) || str_eq(type, "date") || str_eq(type, "time"))
        put(v, "2026-09-30"); /* a Wednesday in September */
    if (v->n == 0) {
        static const char name_like[] = "Maximiliane";
        size_t n = sizeof name_like - 1;
        if (field && field->max_length > 0 && (size_t)field->max_length < n)
            n = (size_t)field->max_length;
        put(v, arena_strndup(f->arena, name_like, n));
    }
}

static const char *currency_of(struct l10n_fit *f, const struct field *field)
{
    const char *currency = field ? field->currency : NULL;
    if (!currency || value_is_currency(currency))
        return currency;
    const struct field *column = creative_field(f->creative, currency);
    return column && column->def ? column->def : "EUR";
}

/* Each argument's values in turn, the others at their first. */
static void add_sets(struct l10n_fit *f, struct fit_message *m)
{
    const struct message_def *def = creative_message(f->creative, m->id);
    size_t n = message_n_args(def->parsed);
    struct variant_arg *args = ARENA_ARRAY(f->arena, n + 1, struct variant_arg);
    struct values *values = ARENA_ARRAY(f->arena, n + 1, struct values);
    for (size_t i = 0; i < n; i++) {
        const char *name = message_arg(def->parsed, i);
        const struct field *field = creative_field(f->creative, name);
        sample_values(f, field, message_arg_type(def->parsed, i), f->creative->source_locale, name,
                      &values[i]);
        args[i] = (struct variant_arg){name, values[i].at[0], currency_of(f, field)};
    }
    fit_set_add(f, m, args, n, NULL, 0, NULL, NULL, 0);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 1; k < values[i].n; k++) {
            args[i].value = values[i].at[k];
            fit_set_add(f, m, args, n, NULL, 0, NULL, NULL, 0);
        }
        args[i].value = values[i].at[0];
    }
}

/* Calls back for every value that slots and rules may give a slot. */
static void each_value(const struct creative *c, const struct slot *slot, const char *layout,
                       void (*each)(void *payload, const struct value *v), void *payload)
{
    each(payload, slot_initial(slot, layout));
    for (size_t i = 0; i < c->n_chooses; i++) {
        for (size_t k = 0; str_eq(c->chooses[i].slot, slot->name) && k < c->chooses[i].n_whens; k++)
            each(payload, &c->chooses[i].whens[k].value);
    }
    for (size_t i = 0; i < c->n_axes; i++) {
        for (size_t k = 0; k < c->axes[i].n_choices; k++) {
            const struct choice *choice = &c->axes[i].choices[k];
            for (size_t j = 0; j < choice->n_sets; j++) {
                if (str_eq(choice->sets[j].slot, slot->name))
                    each(payload, &choice->sets[j].value);
            }
        }
    }
    for (size_t i = 0; i < c->n_locales; i++) {
        for (size_t k = 0; k < c->locales[i].n_swaps; k++) {
            if (str_eq(c->locales[i].swaps[k].slot, slot->name))
                each(payload, &c->locales[i].swaps[k].value);
        }
    }
}

static void put_module(void *payload, const struct value *v)
{
    if (v->kind == VALUE_MODULE)
        put(payload, v->text);
}

/* Variants without rows: the modules that rules choose, each once. */
static size_t sample_contexts(struct l10n_fit *f, const char *layout, struct fit_context **out)
{
    const struct creative *c = f->creative;
    struct values *modules = ARENA_ARRAY(f->arena, c->n_slots + 1, struct values);
    size_t n = 1;
    for (size_t i = 0; i < c->n_slots; i++) {
        if (c->slots[i].kind == SLOT_MODULE)
            each_value(c, &c->slots[i], layout, put_module, &modules[i]);
        n = modules[i].n > n ? modules[i].n : n;
    }
    n = n > FIT_MOST_CONTEXTS ? FIT_MOST_CONTEXTS : n;
    for (size_t k = 0; k < n; k++) {
        struct variant v = {.theme = c->default_theme};
        for (size_t i = 0; i < c->n_slots; i++) {
            if (!modules[i].n)
                continue;
            struct slot_value *s = ARENA_NEW(f->arena, struct slot_value);
            *s = (struct slot_value){.next = v.slots,
                                     .slot = c->slots[i].name,
                                     .kind = SLOT_VALUE_MODULE,
                                     .value = modules[i].at[k % modules[i].n],
                                     .visible = true};
            v.slots = s;
        }
        out[k] = fit_context(f, &v);
    }
    return n;
}

struct placing { /* of one text slot in one layout */
    struct l10n_fit *f;
    const struct map *shown; /* messages that rows showed: they need no sample */
    const char *layout, *slot;
    const char *const *fallbacks;
    struct fit_context **contexts;
    size_t n_contexts;
};

static void place(struct placing *p, const char *id, const char *const *alts)
{
    if (!creative_message(p->f->creative, id) || map_has(p->shown, id))
        return;
    struct fit_use *u = fit_use(p->f, fit_message(p->f, id), p->layout, p->slot);
    u->alts = u->alts ? u->alts : alts;
    for (size_t i = 0; i < p->n_contexts; i++)
        fit_use_context(p->f, u, p->contexts[i]);
}

static void place_value(void *payload, const struct value *v)
{
    struct placing *p = payload;
    if (v->kind == VALUE_MESSAGE)
        place(p, v->text, p->fallbacks);
}

void l10n_fit_samples(struct l10n_fit *f)
{
    const struct creative *c = f->creative;
    struct map *shown = map_new();
    for (size_t i = 0; i < map_len(f->messages); i++)
        map_put(shown, map_key(f->messages, i), f);
    for (size_t l = 0; l < c->n_layouts; l++) {
        const char *layout = c->layouts[l].name;
        struct fit_context *contexts[FIT_MOST_CONTEXTS];
        struct placing p = {f, shown, layout, NULL, NULL, contexts, sample_contexts(f, layout, contexts)};
        for (size_t i = 0; i < c->n_slots; i++) {
            const struct slot *slot = &c->slots[i];
            if (slot->kind != SLOT_TEXT)
                continue;
            p.slot = slot->name;
            p.fallbacks = slot_fit_for(slot, layout)->fallbacks;
            each_value(c, slot, layout, place_value, &p);
            for (size_t k = 0; p.fallbacks && p.fallbacks[k]; k++)
                place(&p, p.fallbacks[k], NULL);
            if (!slot->literal || l10n_always_chosen(c, slot->name) ||
                slot_initial(slot, layout)->kind != VALUE_NONE)
                continue;
            const char *own = arena_printf(f->arena, "%s@%s", slot->name, layout);
            place(&p, creative_message(c, own) ? own : slot->literal, NULL);
        }
    }
    for (size_t i = 0; i < c->n_messages; i++) {
        struct fit_message *m = fit_message(f, c->messages[i].id);
        if (!m->n_sets)
            add_sets(f, m);
    }
    map_drop(shown);
}
