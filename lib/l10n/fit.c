/* Where the messages of a creative stand, and the arguments that real rows give them. */
#include "l10n/fit-imp.h"

#include <stdlib.h>
#include <string.h>

struct l10n_fit *l10n_fit_new(struct ctx *ctx, const char *path, const struct l10n_fit_options *o)
{
    struct l10n_fit *f = xcalloc(1, sizeof *f);
    f->options = *o;
    f->arena = arena_new();
    f->scratch = arena_new();
    f->messages = map_new();
    f->contexts = map_new();
    f->strings = map_new();
    f->measured = map_new();
    f->markets = map_new();
    f->key = (struct str)STR_INIT;
    f->formatter = formatter_new();
    f->path = arena_strdup(f->arena, path);
    struct stage_options so = {.font_dirs = o->font_dirs,
                               .n_font_dirs = o->n_font_dirs,
                               .no_system_fonts = o->no_system_fonts,
                               .cache_bytes = 1024L
                                              << 20}; /* layouts are not drawn: what weighs is not made */
    f->stage = stage_new(ctx, &so);
    f->creative = stage_creative(ctx, f->stage, path);
    if (!f->creative) {
        l10n_fit_drop(f);
        return NULL;
    }
    return f;
}

void l10n_fit_drop(struct l10n_fit *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < map_len(f->messages); i++) {
        struct fit_message *m = map_value(f->messages, i);
        map_drop(m->use_index);
        map_drop(m->set_index);
        map_drop(m->longest);
    }
    map_drop(f->messages);
    map_drop(f->contexts);
    map_drop(f->strings);
    map_drop(f->measured);
    map_drop(f->markets);
    formatter_drop(f->formatter);
    stage_drop(f->stage);
    str_drop(&f->key);
    arena_drop(f->arena);
    arena_drop(f->scratch);
    free(f);
}

const struct creative *l10n_fit_creative(const struct l10n_fit *f)
{
    return f->creative;
}

const char *fit_intern(struct l10n_fit *f, const char *s)
{
    if (!s)
        return NULL;
    const char *known = map_find(f->strings, s);
    if (!known) {
        known = arena_strdup(f->arena, s);
        map_put(f->strings, known, (void *)known);
    }
    return known;
}

struct fit_message *fit_message(struct l10n_fit *f, const char *id)
{
    struct fit_message *m = map_find(f->messages, id);
    if (!m) {
        m = ARENA_NEW(f->arena, struct fit_message);
        m->id = fit_intern(f, id);
        m->use_index = map_new();
        m->set_index = map_new();
        m->longest = map_new();
        map_put(f->messages, m->id, m);
    }
    return m;
}

/* Does the value change the document before texts are set? */
static bool structural(const struct creative *c, const struct slot_value *s)
{
    const struct slot *slot = creative_slot(c, s->slot);
    return slot && (slot->kind == SLOT_MODULE || slot->kind == SLOT_ATTRIBUTE);
}

struct fit_context *fit_context(struct l10n_fit *f, const struct variant *v)
{
    str_clear(&f->key);
    str_puts(&f->key, v->theme ? v->theme : "");
    for (const struct slot_value *s = v->slots; s; s = s->next) {
        if (structural(f->creative, s))
            str_printf(&f->key, "\n%s=%c%s", s->slot,
                       s->kind != SLOT_VALUE_VISIBLE ? '='
                       : s->visible                  ? '+'
                                                     : '-',
                       s->value ? s->value : "");
    }
    struct fit_context *c = map_find(f->contexts, f->key.data);
    if (c)
        return c;
    c = ARENA_NEW(f->arena, struct fit_context);
    c->key = arena_strdup(f->arena, f->key.data);
    c->theme = fit_intern(f, v->theme);
    c->variant = arena_strdup(f->arena, v->id);
    struct slot_value **tail = &c->slots;
    for (const struct slot_value *s = v->slots; s; s = s->next) {
        if (!structural(f->creative, s))
            continue;
        struct slot_value *copy = *tail = ARENA_NEW(f->arena, struct slot_value);
        *copy = (struct slot_value){.slot = fit_intern(f, s->slot),
                                    .kind = s->kind,
                                    .value = fit_intern(f, s->value),
                                    .visible = s->visible};
        tail = &copy->next;
    }
    map_put(f->contexts, c->key, c);
    return c;
}

struct fit_use *fit_use(struct l10n_fit *f, struct fit_message *m, const char *layout, const char *slot)
{
    str_clear(&f->key);
    str_printf(&f->key, "%s\n%s", layout, slot);
    struct fit_use *u = map_find(m->use_index, f->key.data);
    if (u)
        return u;
    u = ARENA_NEW(f->arena, struct fit_use);
    u->layout = fit_intern(f, layout);
    u->slot = fit_intern(f, slot);
    map_put(m->use_index, f->key.data, u);
    if (m->n_uses == m->cap_uses) {
        size_t cap = m->cap_uses ? m->cap_uses * 2 : 8;
        m->uses = arena_grow(f->arena, m->uses, m->n_uses, cap, sizeof(struct fit_use *));
        m->cap_uses = cap;
    }
    m->uses[m->n_uses++] = u;
    return u;
}

void fit_use_context(struct l10n_fit *f, struct fit_use *u, struct fit_context *c)
{
    for (size_t i = 0; i < u->n_contexts; i++) {
        if (u->contexts[i] == c)
            return;
    }
    if (u->n_contexts == FIT_MOST_CONTEXTS)
        return;
    if (!u->contexts)
        u->contexts = ARENA_ARRAY(f->arena, FIT_MOST_CONTEXTS, struct fit_context *);
    u->contexts[u->n_contexts++] = c;
}

/* Beyond the most sets that are kept, one that makes some argument longer than any before still counts. */
static bool longer(struct l10n_fit *f, struct fit_message *m, const struct variant_arg *args, size_t n_args)
{
    bool found = false;
    for (size_t i = 0; i < n_args; i++) {
        size_t n = args[i].value ? utf8_length(args[i].value, strlen(args[i].value)) : 0;
        size_t *most = map_find(m->longest, args[i].name);
        if (!most) {
            most = ARENA_NEW(f->arena, size_t);
            map_put(m->longest, args[i].name, most);
        }
        found |= n > *most;
        *most = n > *most ? n : *most;
    }
    return found;
}

static void put_key(struct str *key, const char *name, const char *value, const char *more)
{
    str_printf(key, "%s\x1f%s\x1f%s\x1e", name, value ? value : "", more ? more : "");
}

void fit_set_add(struct l10n_fit *f, struct fit_message *m, const struct variant_arg *args, size_t n_args,
                 const struct pair *fields, size_t n_fields, const char *locale, const char *variant,
                 long row)
{
    str_clear(&f->key);
    str_puts(&f->key, locale ? locale : "");
    for (size_t i = 0; i < n_args; i++)
        put_key(&f->key, args[i].name, args[i].value, args[i].currency);
    for (size_t i = 0; i < n_fields; i++)
        put_key(&f->key, fields[i].name, fields[i].value, NULL);
    if (map_has(m->set_index, f->key.data))
        return;
    bool stands_out = longer(f, m, args, n_args);
    if (m->n_sets >= FIT_MOST_SETS && !f->options.all_rows && !stands_out)
        return;
    struct fit_set *s = ARENA_NEW(f->arena, struct fit_set);
    struct variant_arg *copies = ARENA_ARRAY(f->arena, n_args + 1, struct variant_arg);
    struct pair *columns = ARENA_ARRAY(f->arena, n_fields + 1, struct pair);
    for (size_t i = 0; i < n_args; i++)
        copies[i] = (struct variant_arg){fit_intern(f, args[i].name), fit_intern(f, args[i].value),
                                         fit_intern(f, args[i].currency)};
    for (size_t i = 0; i < n_fields; i++)
        columns[i] = (struct pair){fit_intern(f, fields[i].name), fit_intern(f, fields[i].value)};
    *s = (struct fit_set){
        copies, n_args, columns, n_fields, fit_intern(f, locale), arena_strdup(f->arena, variant), row};
    map_put(m->set_index, f->key.data, s);
    if (m->n_sets == m->cap_sets) {
        size_t cap = m->cap_sets ? m->cap_sets * 2 : 8;
        m->sets = arena_grow(f->arena, m->sets, m->n_sets, cap, sizeof(struct fit_set *));
        m->cap_sets = cap;
    }
    m->sets[m->n_sets++] = s;
}

void l10n_fit_add(struct l10n_fit *f, const struct variant *v)
{
    struct fit_context *context = NULL;
    const struct creative *c = f->creative;
    if (!v->layout || variant_failed(v))
        return;
    for (const struct slot_value *s = v->slots; s; s = s->next) {
        const struct slot *slot = creative_slot(c, s->slot);
        if (s->kind != SLOT_VALUE_TEXT || !s->message || !slot)
            continue;
        struct fit_message *m = fit_message(f, s->message);
        if (slot->kind != SLOT_TEXT) { /* copy: it has a length, but no place */
            fit_set_add(f, m, s->args, s->n_args, v->fields, v->n_fields, v->locale, v->id, v->row);
            continue;
        }
        context = context ? context : fit_context(f, v);
        struct fit_use *u = fit_use(f, m, v->layout, s->slot);
        fit_use_context(f, u, context);
        fit_set_add(f, m, s->args, s->n_args, v->fields, v->n_fields, v->locale, v->id, v->row);
        if (!u->alts && s->n_alts) {
            const char **alts = ARENA_ARRAY(f->arena, s->n_alts + 1, const char *);
            for (size_t i = 0; i < s->n_alts; i++)
                alts[i] = fit_intern(f, s->alts[i].message);
            u->alts = alts;
        }
        for (size_t i = 0; i < s->n_alts; i++) { /* a shorter text has to fit too */
            if (!s->alts[i].message)
                continue;
            struct fit_message *alt = fit_message(f, s->alts[i].message);
            fit_use_context(f, fit_use(f, alt, v->layout, s->slot), context);
            fit_set_add(f, alt, s->args, s->n_args, v->fields, v->n_fields, v->locale, v->id, v->row);
        }
    }
}

static int take(struct ctx *ctx, void *payload, const struct variant *v)
{
    (void)ctx;
    l10n_fit_add(payload, v);
    return 0;
}

struct l10n_fit *l10n_fit_open(struct ctx *ctx, const struct l10n_request *q, const char *path)
{
    struct l10n_fit_options o = {q->font_dirs, q->n_font_dirs, q->no_system_fonts, q->all_rows};
    struct l10n_fit *f = l10n_fit_new(ctx, path, &o);
    if (f && q->audience && q->each_variant(ctx, path, q->audience, take, f)) {
        l10n_fit_drop(f);
        return NULL;
    }
    if (f)
        l10n_fit_samples(f);
    return f;
}
