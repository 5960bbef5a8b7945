/* A creative's translations: every file in its folder of locales, parsed once. */
#include "l10n/l10n-imp.h"

#include <stdlib.h>
#include <string.h>

struct texts {                        /* of one locale */
    struct map *entries, *raw, *gone; /* id -> struct l10n_entry *, struct l10n_raw *; obsolete units */
    const struct l10n_file *file;     /* the last one read */
    const char *header, *header_comment;
    struct obsolete_list {
        const struct l10n_unit **at;
        size_t len, cap;
    } obsolete;
};

struct l10n_catalog {
    struct arena *arena;
    struct map *locales; /* tag -> struct texts * */
};

static struct texts *locale_texts(struct l10n_catalog *cat, const char *tag)
{
    struct texts *t = map_find(cat->locales, tag);
    if (!t) {
        t = ARENA_NEW(cat->arena, struct texts);
        t->entries = map_new();
        t->raw = map_new();
        t->gone = map_new();
        map_put(cat->locales, tag, t);
    }
    return t;
}

/* Without a target language inside, the file's name is the tag: de-DE.po. */
char *l10n_file_locale(struct ctx *ctx, struct arena *a, const struct l10n_file *file)
{
    const char *base = path_base(file->path), *dot = strrchr(base, '.');
    const char *tag =
        file->target_lang ? file->target_lang : arena_strndup(a, base, dot ? (size_t)(dot - base) : 0);
    char *canonical = locale_canonical(a, tag);
    if (!canonical)
        report_hint(ctx, DIAG_ERROR, DIAG_L10N_LOCALE, (struct where){.file = file->path, .line = 1},
                    "state the target language, as in de-DE", "'%s' is not a locale", tag);
    return canonical;
}

static struct l10n_entry *find_entry(void *payload, const char *id)
{
    return map_find(payload, id);
}

const struct message_def *l10n_unit_owner(struct arena *a, const struct creative *c, const char *key,
                                          const char **label)
{
    const struct message_def *def = key ? creative_message(c, key) : NULL;
    *label = NULL;
    if (def || !key || !str_ends(key, "]"))
        return def;
    const char *open = strrchr(key, '[');
    if (!open)
        return NULL;
    *label = arena_strndup(a, open + 1, strlen(open + 1) - 1);
    return creative_message(c, arena_strndup(a, key, (size_t)(open - key)));
}

void l10n_put_form(struct arena *a, struct l10n_raw *raw, const char *label, const struct l10n_unit *u)
{
    for (size_t i = 0; i < raw->n_forms; i++) {
        if (str_eq(raw->forms[i].label, label)) {
            raw->forms[i].unit = u;
            return;
        }
    }
    if (raw->n_forms == raw->cap_forms) {
        size_t cap = raw->cap_forms ? raw->cap_forms * 2 : 8;
        raw->forms = arena_grow(a, raw->forms, raw->n_forms, cap, sizeof *raw->forms);
        raw->cap_forms = cap;
    }
    raw->forms[raw->n_forms++] = (struct l10n_form){label, u};
}

static void put_obsolete(struct texts *t, const struct l10n_unit *u, struct arena *a)
{
    const char *text = u->target ? u->target : u->proposal;
    if (!text || !*text || !u->id)
        return;
    char *key =
        arena_printf(a, "%s\x04%s\x04%s", u->name ? u->name : u->id, u->source ? u->source : "", text);
    if (map_has(t->gone, key))
        return;
    map_put(t->gone, key, (void *)u);
    vec_push(&t->obsolete, u);
}

char *l10n_join_forms(struct arena *a, const struct message_def *def, const struct l10n_raw *raw,
                      const char *locale, struct l10n_entry *e, struct where *where)
{
    const char **labels = ARENA_ARRAY(a, raw->n_forms + 1, const char *);
    for (size_t i = 0; i < raw->n_forms; i++)
        labels[i] = raw->forms[i].label;
    struct message_plan *plan = message_plan_new(a, def->parsed, NULL, labels, locale);
    size_t n = plan ? message_plan_forms(plan) : 0;
    const char **texts = ARENA_ARRAY(a, n + 1, const char *), *state = NULL;
    for (size_t i = 0; i < n; i++) {
        const char *label = message_plan_label(plan, a, i);
        for (size_t k = 0; k < raw->n_forms; k++) {
            const struct l10n_unit *u = raw->forms[k].unit;
            if (!str_eq(labels[k], label) || !u->target || !*u->target || !u->translate)
                continue;
            texts[i] = u->target;
            if (!where->file)
                *where = u->where;
            if (!state || l10n_state_reaches(state, u->state))
                state = u->state;
            e->stale |= u->stale;
        }
    }
    e->state = state ? state : "initial";
    return plan ? message_plan_join(plan, a, texts) : NULL;
}

static int make_entry(struct ctx *ctx, struct l10n_catalog *cat, struct texts *t,
                      const struct message_def *def, const struct l10n_raw *raw, const char *locale)
{
    struct l10n_entry *e = ARENA_NEW(cat->arena, struct l10n_entry);
    const struct l10n_unit *u = raw->whole;
    struct where where = u ? u->where : (struct where){0};
    const char *pattern = NULL;
    if (u && u->target && *u->target && u->translate) {
        struct ctx silent = {0};
        pattern = u->target;
        e->source = u->source ? message_parse(&silent, cat->arena, u->source, def->runs, where) : NULL;
        e->state = u->state;
        e->stale = u->stale;
    } else if (!u) {
        pattern = l10n_join_forms(cat->arena, def, raw, locale, e, &where);
        e->source = e->stale ? NULL : def->parsed;
    }
    if (!pattern)
        return 0;
    e->message = message_parse(ctx, cat->arena, pattern, def->runs, where);
    if (e->message)
        map_put(t->entries, def->id, e);
    return e->message ? 0 : -1;
}

/* Notes of translators stay, whichever file has them: `u` takes those of the unit that it replaces, or
 * (not `replaces`) gives its own to the one that stays. The unit to use in place of `u`. */
static const struct l10n_unit *keep_notes(struct arena *a, struct l10n_raw *raw, const char *label,
                                          const struct l10n_unit *u, bool replaces)
{
    const struct l10n_unit **there = label ? NULL : &raw->whole;
    for (size_t i = 0; label && i < raw->n_forms; i++)
        there = str_eq(raw->forms[i].label, label) ? &raw->forms[i].unit : there;
    if (!there || !*there || !(replaces ? (*there)->n_notes : u->n_notes))
        return u;
    const struct l10n_unit *from = replaces ? *there : u;
    struct l10n_unit *to = ARENA_NEW(a, struct l10n_unit);
    *to = replaces ? *u : **there;
    for (size_t i = 0; i < from->n_notes; i++)
        l10n_add_note(a, to, from->notes[i]);
    if (!replaces)
        *there = to;
    return replaces ? to : u;
}

int l10n_catalog_add(struct ctx *ctx, struct l10n_catalog *cat, const struct creative *c,
                     const struct l10n_file *file)
{
    const char *tag = l10n_file_locale(ctx, cat->arena, file);
    if (!tag)
        return -1;
    struct texts *t = locale_texts(cat, tag);
    struct map *touched = map_new();
    int result = 0;
    t->file = file;
    if (file->header)
        t->header = file->header, t->header_comment = file->header_comment;
    for (size_t i = 0; i < file->n_units; i++) {
        const struct l10n_unit *u = &file->units[i];
        const char *label;
        const struct message_def *def = l10n_unit_owner(cat->arena, c, u->name, &label);
        if (!def)
            def = l10n_unit_owner(cat->arena, c, u->id, &label);
        if (!def) {
            put_obsolete(t, u, cat->arena);
            continue;
        }
        struct l10n_raw *raw = map_find(t->raw, def->id);
        bool confirmed = u->target && *u->target, empty = !confirmed && !u->proposal;
        if (!raw) {
            raw = ARENA_NEW(cat->arena, struct l10n_raw);
            map_put(t->raw, def->id, raw);
        } else if (!confirmed && (empty || map_has(t->entries, def->id))) {
            keep_notes(cat->arena, raw, label, u, false);
            continue; /* what another file has is not undone by one that has nothing */
        }
        u = keep_notes(cat->arena, raw, label, u, true);
        if (label) {
            raw->whole = NULL;
            l10n_put_form(cat->arena, raw, label, u);
        } else {
            raw->whole = u;
            raw->n_forms = 0;
        }
        map_put(touched, def->id, raw);
    }
    for (size_t i = 0; i < file->n_obsolete; i++)
        put_obsolete(t, &file->obsolete[i], cat->arena);
    for (size_t i = 0; i < map_len(touched); i++) {
        const struct message_def *def = creative_message(c, map_key(touched, i));
        if (make_entry(ctx, cat, t, def, map_value(touched, i), tag))
            result = -1;
    }
    map_drop(touched);
    return l10n_candidates(ctx, cat->arena, c, file, find_entry, t->entries) ? -1 : result;
}

static bool is_translation(const char *name)
{
    for (const struct l10n_source *const *s = l10n_sources; *s; s++) {
        for (const char *const *suffix = (*s)->suffixes; *suffix; suffix++) {
            if (str_ends(name, *suffix))
                return true;
        }
    }
    return false;
}

struct l10n_catalog *l10n_catalog_load(struct ctx *ctx, const struct creative *c)
{
    struct l10n_catalog *cat = xcalloc(1, sizeof *cat);
    cat->arena = arena_new();
    cat->locales = map_new();
    char **names = NULL;
    size_t n = 0;
    bool failed = c->locales_dir && dir_exists(c->locales_dir) &&
                  dir_list(ctx, cat->arena, c->locales_dir, "", &names, &n) != 0;
    for (size_t i = 0; i < n; i++) {
        struct l10n_file *file = ARENA_NEW(cat->arena, struct l10n_file);
        if (!is_translation(names[i]))
            continue;
        char *path = path_join(cat->arena, c->locales_dir, names[i]);
        if (l10n_load(ctx, cat->arena, path, file) || l10n_catalog_add(ctx, cat, c, file))
            failed = true;
    }
    if (failed) {
        l10n_catalog_drop(cat);
        return NULL;
    }
    return cat;
}

static void drop_texts(struct texts *t)
{
    map_drop(t->entries);
    map_drop(t->raw);
    map_drop(t->gone);
    free(t->obsolete.at);
}

void l10n_catalog_drop(struct l10n_catalog *cat)
{
    if (!cat)
        return;
    for (size_t i = 0; i < map_len(cat->locales); i++)
        drop_texts(map_value(cat->locales, i));
    map_drop(cat->locales);
    arena_drop(cat->arena);
    free(cat);
}

const struct l10n_entry *l10n_catalog_entry(const struct l10n_catalog *cat, const char *locale,
                                            const char *id)
{
    const struct texts *t = map_find(cat->locales, locale);
    return t ? map_find(t->entries, id) : NULL;
}

const struct l10n_raw *l10n_catalog_raw(const struct l10n_catalog *cat, const char *locale, const char *id)
{
    const struct texts *t = map_find(cat->locales, locale);
    return t ? map_find(t->raw, id) : NULL;
}

size_t l10n_catalog_obsolete(const struct l10n_catalog *cat, const char *locale,
                             const struct l10n_unit *const **out)
{
    const struct texts *t = map_find(cat->locales, locale);
    *out = t ? t->obsolete.at : NULL;
    return t ? t->obsolete.len : 0;
}

const struct l10n_file *l10n_catalog_file(const struct l10n_catalog *cat, const char *locale)
{
    const struct texts *t = map_find(cat->locales, locale);
    return t ? t->file : NULL;
}

const char *l10n_catalog_header(const struct l10n_catalog *cat, const char *locale, const char **comment)
{
    const struct texts *t = map_find(cat->locales, locale);
    *comment = t ? t->header_comment : NULL;
    return t ? t->header : NULL;
}

void l10n_catalog_set_file(struct l10n_catalog *cat, const char *locale, const struct l10n_file *file)
{
    locale_texts(cat, locale)->file = file;
}

struct arena *l10n_catalog_arena(struct l10n_catalog *cat)
{
    return cat->arena;
}

const struct message *l10n_catalog_find(const struct l10n_catalog *cat, const char *locale, const char *id)
{
    const struct l10n_entry *e = l10n_catalog_entry(cat, locale, id);
    return e ? e->message : NULL;
}

static int state_rank(const char *state)
{
    static const char *const states[] = {"initial", "translated", "reviewed", "final"};
    for (int i = 3; i > 0; i--) {
        if (str_eq(state, states[i]))
            return i;
    }
    return 0;
}

bool l10n_state_reaches(const char *state, const char *least)
{
    return state_rank(state) >= state_rank(least);
}

size_t l10n_catalog_n_locales(const struct l10n_catalog *cat)
{
    return map_len(cat->locales);
}

const char *l10n_catalog_locale(const struct l10n_catalog *cat, size_t i)
{
    return map_key(cat->locales, i);
}

bool l10n_always_chosen(const struct creative *c, const char *slot)
{
    for (size_t i = 0; i < c->n_chooses; i++) {
        if (c->chooses[i].slot && str_eq(c->chooses[i].slot, slot))
            return true;
    }
    return false;
}
