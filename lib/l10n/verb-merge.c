/* localize merge: what translators send back goes into the creative's locales, whatever tool wrote it. */
#include "l10n/exchange-imp.h"

#include <string.h>

static const char *const any_runs[] = {NULL};

/* The text as a message. A form's '#' is an argument: it is read as it will stand in the plural. */
static struct message *text_message(struct ctx *ctx, struct arena *a, const char *text, bool form,
                                    const char *const *runs, struct where where)
{
    if (form)
        text = arena_printf(a, "{x, plural, other {%s}}", text);
    return message_parse(ctx, a, text, runs ? runs : any_runs, where);
}

/* A translation that would break its message is reported and left out; the one there was stays. */
static bool is_sound(struct ctx *ctx, struct arena *a, const struct creative *c, const struct l10n_unit *u)
{
    const char *key = u->name ? u->name : u->id;
    bool form = key && str_ends(key, "]") && !creative_message(c, key);
    const char *id =
        form && strrchr(key, '[') ? arena_strndup(a, key, (size_t)(strrchr(key, '[') - key)) : key;
    const struct message_def *def = id ? creative_message(c, id) : NULL;
    if (!def || !u->target || !*u->target)
        return true;
    struct ctx silent = {0};
    const struct message *target = text_message(ctx, a, u->target, form, def->runs, u->where);
    const struct message *source = form && u->source
                                       ? text_message(&silent, a, u->source, true, def->runs, u->where)
                                   : form ? NULL
                                          : def->parsed;
    return target && (!source || message_compare(ctx, source, target, u->where) == 0);
}

struct merging {
    const struct creative *c;
    struct l10n_catalog *catalog;
    struct map *locales; /* tag -> how many texts came, as a long * */
};

static int take(struct ctx *ctx, struct merging *m, const char *path)
{
    struct arena *a = l10n_catalog_arena(m->catalog);
    struct l10n_file *file = ARENA_NEW(a, struct l10n_file);
    if (l10n_load(ctx, a, path, file))
        return -1;
    char *locale = l10n_file_locale(ctx, a, file);
    if (!locale)
        return -1;
    /* The file's own place is where the locale's translations lie, not where this one came from. */
    const struct l10n_file *home = l10n_catalog_file(m->catalog, locale);
    long *count = map_find(m->locales, locale);
    if (!count) {
        count = ARENA_NEW(a, long);
        map_put(m->locales, locale, count);
    }
    size_t n = 0;
    for (size_t i = 0; i < file->n_units; i++) {
        struct l10n_unit *u = &file->units[i];
        if (!is_sound(ctx, a, m->c, u))
            continue;
        *count += u->target && *u->target;
        file->units[n++] = *u;
    }
    file->n_units = n;
    int result = l10n_catalog_add(ctx, m->catalog, m->c, file);
    l10n_catalog_set_file(m->catalog, locale, home);
    return result;
}

/* The file of a locale is written in its own format, a new one in XLIFF 1.2 or what --format says. */
static const struct l10n_writer *writer_for(const struct l10n_file *home, const char *format)
{
    for (const struct l10n_writer *const *w = l10n_writers; home && !format && *w; w++) {
        if (str_eq((*w)->source, home->format))
            return *w;
    }
    return exchange_writer(format ? format : "xliff1.2", NULL);
}

/* Kept at the end, but for further translations of messages that are there. */
static size_t n_gone(const struct exchange *x)
{
    size_t n = 0;
    for (size_t i = 0; i < x->n_obsolete; i++) {
        const struct l10n_unit *u = x->obsolete[i];
        int number;
        n += !l10n_candidate_owner(x->a, x->c, u->name ? u->name : u->id, &number);
    }
    return n;
}

static int put_locale(struct ctx *ctx, const struct l10n_request *q, struct merging *m, const char *locale,
                      long count, struct str *out)
{
    struct arena *a = arena_new();
    const struct l10n_file *home = l10n_catalog_file(m->catalog, locale);
    const struct l10n_writer *w = writer_for(home, q->format);
    const struct exchange_options o = {.to = locale, .no_matches = true};
    struct exchange x;
    struct str text = STR_INIT;
    int result = exchange_gather(ctx, a, m->c, m->catalog, &o, &x);
    if (result == 0)
        result = w->write(ctx, &x, q->output ? out : &text);
    if (result == 0 && !q->output) {
        const char *path = home && !q->format
                               ? home->path
                               : path_join(a, m->c->locales_dir, arena_printf(a, "%s%s", locale, w->suffix));
        result = dir_make(ctx, m->c->locales_dir) || file_write(ctx, path, text.data, text.len) ? -1 : 0;
        str_printf(out, "%s: %ld %s merged, %zu kept of messages that are gone\n", path, count,
                   count == 1 ? "text" : "texts", n_gone(&x));
    }
    str_drop(&text);
    arena_drop(a);
    return result;
}

static int merge(struct ctx *ctx, const struct l10n_request *q, struct merging *m, struct str *out)
{
    for (size_t i = 1; i < q->n_operands; i++) {
        if (take(ctx, m, q->operands[i]))
            return -1;
    }
    if (q->output && map_len(m->locales) > 1)
        return l10n_usage(ctx, "--output is one file and the files are of several languages",
                          "merge one language at a time");
    if (!m->c->locales_dir && !q->output)
        return l10n_usage(ctx, "this creative has no folder of locales", "use -o FILE");
    for (size_t i = 0; i < map_len(m->locales); i++) {
        if (put_locale(ctx, q, m, map_key(m->locales, i), *(long *)map_value(m->locales, i), out))
            return -1;
    }
    return 0; /* what was left out has been reported, and counts in the exit status */
}

static int run(struct ctx *ctx, const struct l10n_request *q, struct str *out)
{
    if (q->n_operands < 2)
        return l10n_usage(ctx, "merge wants a creative and the files to take in",
                          "localize merge CREATIVE FILE...");
    if (q->format && (!exchange_writer(q->format, NULL) || !exchange_writer(q->format, NULL)->source))
        return l10n_usage(ctx, "--format is not one that merge writes",
                          "use xliff1.2, xliff2.1, po, csv or tsv");
    struct creative *c = creative_load(ctx, q->operands[0]);
    struct merging m = {c, c ? l10n_catalog_load(ctx, c) : NULL, map_new()};
    int result = m.catalog ? merge(ctx, q, &m, out) : -1;
    map_drop(m.locales);
    l10n_catalog_drop(m.catalog);
    creative_drop(c);
    return result;
}

const struct l10n_verb l10n_verb_merge = {"merge", "merge CREATIVE FILE... [-f FORMAT] [-o FILE]", run};
