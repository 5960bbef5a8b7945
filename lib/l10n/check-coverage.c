/* Is every message translated? */
#include "l10n/checker-imp.h"

#include <string.h>

static void file(struct checking *k)
{
    for (size_t i = 0; i < k->n_units; i++) {
        const struct checked *u = &k->units[i];
        bool wanted = u->unit->translate && u->unit->source && has_letters(u->unit->source) &&
                      !(k->checker->creative && !u->def && !u->form) &&
                      !(u->def ? is_address_message(u->def) : is_address(u->unit->source));
        if (wanted && (!u->unit->target || !*u->unit->target) && !sibling(locale_of(k), u->id))
            finding_add(k, u, NULL, NULL, "not translated: \"%s\"", excerpt_of(k->arena, u->unit->source));
    }
}

/* The messages that the files of a locale hold, by id. Caller drops. */
static struct map *messages_of(const struct l10n_checker *c, const char *locale)
{
    struct map *held = map_new();
    for (size_t i = 0; i < c->files.len; i++) {
        const struct checking *k = c->files.at[i];
        for (size_t n = 0; str_eq(k->locale, locale) && n < k->n_units; n++) {
            const struct message_def *def = k->units[n].def ? k->units[n].def : k->units[n].form;
            if (def)
                map_put(held, def->id, held);
        }
    }
    return held;
}

/* The creative's messages that no file of the locale holds. */
static void finish(struct checking *k)
{
    const struct creative *c = k->checker->creative;
    struct map *held = c && k->locale ? messages_of(k->checker, k->locale) : NULL;
    for (size_t i = 0; held && i < c->n_messages; i++) {
        const struct message_def *def = &c->messages[i];
        struct checked u = {.id = def->id, .ours = true, .where = {.file = k->file->path, .line = 1}};
        if (l10n_is_sample(c, def) || is_address_message(def) || !has_letters(def->pattern) ||
            map_has(held, def->id))
            continue;
        finding_add(k, &u, NULL, "extract the creative again, and translate it",
                    "no file of %s has the message '%s': \"%s\"", k->locale, def->id,
                    excerpt_of(k->arena, def->pattern));
    }
    map_drop(held);
}

const struct l10n_rule l10n_check_coverage = {
    .name = "coverage",
    .section = "progress",
    .summary = "Every message has a translation.",
    .hint = "translate it; until then a parent locale or the source is shown",
    .level = DIAG_WARNING,
    .explain = "Units without a target, and with --creative the messages that no file of the locale has, "
               "each file's locale "
               "taken together. Messages that are addresses need no translation.",
    .file = file,
    .finish = finish,
};
