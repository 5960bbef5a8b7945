/* A creative's translations: every file in its folder of locales, parsed once. */
#include "l10n/l10n-imp.h"

#include <stdlib.h>
#include <string.h>

struct l10n_catalog {
    struct arena *arena;
    struct map *locales; /* tag -> struct map * of id -> struct l10n_entry * */
};

static struct map *locale_map(struct l10n_catalog *cat, const char *tag)
{
    struct map *m = map_find(cat->locales, tag);
    if (!m) {
        m = map_new();
        map_put(cat->locales, tag, m);
    }
    return m;
}

/* Without a target language inside, the file's name is the tag: de-DE.po. */
static const char *file_locale(struct ctx *ctx, struct arena *a, const struct l10n_file *file)
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

static int add_file(struct ctx *ctx, struct l10n_catalog *cat, const struct creative *c,
                    const struct l10n_file *file)
{
    const char *tag = file_locale(ctx, cat->arena, file);
    if (!tag)
        return -1;
    struct map *m = locale_map(cat, tag);
    int result = 0;
    for (size_t i = 0; i < file->n_units; i++) {
        const struct l10n_unit *u = &file->units[i];
        if (!u->target || !*u->target || !u->translate)
            continue;
        const struct message_def *def = creative_message(c, u->id);
        if (!def && u->name)
            def = creative_message(c, u->name);
        if (!def)
            continue; /* a message that the creative had once */
        struct ctx silent = {0};
        struct l10n_entry *e = ARENA_NEW(cat->arena, struct l10n_entry);
        e->message = message_parse(ctx, cat->arena, u->target, def->runs, u->where);
        e->source = message_parse(&silent, cat->arena, u->source, def->runs, u->where);
        e->state = u->state;
        if (!e->message)
            result = -1;
        else
            map_put(m, def->id, e);
    }
    return l10n_candidates(ctx, cat->arena, c, file, find_entry, m) ? -1 : result;
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
        struct l10n_file file;
        if (!is_translation(names[i]))
            continue;
        char *path = path_join(cat->arena, c->locales_dir, names[i]);
        if (l10n_load(ctx, cat->arena, path, &file) || add_file(ctx, cat, c, &file))
            failed = true;
    }
    if (failed) {
        l10n_catalog_drop(cat);
        return NULL;
    }
    return cat;
}

void l10n_catalog_drop(struct l10n_catalog *cat)
{
    if (!cat)
        return;
    for (size_t i = 0; i < map_len(cat->locales); i++)
        map_drop(map_value(cat->locales, i));
    map_drop(cat->locales);
    arena_drop(cat->arena);
    free(cat);
}

const struct l10n_entry *l10n_catalog_entry(const struct l10n_catalog *cat, const char *locale,
                                            const char *id)
{
    const struct map *m = map_find(cat->locales, locale);
    return m ? map_find(m, id) : NULL;
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
