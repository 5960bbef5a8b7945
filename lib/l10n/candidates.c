/* Transcreation: several translations of one message, in units of their own: headline.new, headline.new.2,
 * headline.new.3. */
#include "l10n/l10n-imp.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_CANDIDATES = 9 };

const struct message_def *l10n_candidate_owner(struct arena *a, const struct creative *c, const char *id,
                                               int *number)
{
    const char *dot = id && !creative_message(c, id) ? strrchr(id, '.') : NULL;
    if (!dot || dot[1] < '2' || dot[1] > '9' || dot[2])
        return NULL;
    *number = dot[1] - '0';
    return creative_message(c, arena_strndup(a, id, (size_t)(dot - id)));
}

int l10n_candidates(struct ctx *ctx, struct arena *a, const struct creative *c, const struct l10n_file *file,
                    struct l10n_entry *(*find)(void *payload, const char *id), void *payload)
{
    int result = 0;
    for (int n = 2; n <= MAX_CANDIDATES; n++) { /* in the order of their numbers, wherever they stand */
        for (size_t i = 0; i < file->n_units + file->n_obsolete;
             i++) { /* extract keeps them among the latter */
            const struct l10n_unit *u =
                i < file->n_units ? &file->units[i] : &file->obsolete[i - file->n_units];
            int number = 0;
            const struct message_def *def = l10n_candidate_owner(a, c, u->id, &number);
            if (!def)
                def = l10n_candidate_owner(a, c, u->name, &number);
            struct l10n_entry *e = def && number == n ? find(payload, def->id) : NULL;
            bool kept =
                i >= file->n_units; /* among those at the end, which are marked as not to be touched */
            if (!e || !u->target || !*u->target || (!u->translate && !kept))
                continue;
            const struct message *m = message_parse(ctx, a, u->target, def->runs, u->where);
            if (!m) {
                result = -1;
                continue;
            }
            struct l10n_candidate *all = ARENA_ARRAY(a, e->n_candidates + 1, struct l10n_candidate);
            if (e->n_candidates)
                memcpy(all, e->candidates, e->n_candidates * sizeof *all);
            all[e->n_candidates++] = (struct l10n_candidate){m, u->state};
            e->candidates = all;
        }
    }
    return result;
}

void l10n_add_alternative(struct arena *a, struct l10n_file *file, const struct l10n_unit *of,
                          const char *target, const char *state, int *number)
{
    struct l10n_unit base = *of; /* the list may move */
    const char *id = base.name ? base.name : base.id;
    if (!id || !target || !*target || *number >= MAX_CANDIDATES || str_eq(target, base.target))
        return;
    struct l10n_unit *u = l10n_add_obsolete(a, file);
    u->id = u->name = arena_printf(a, "%s.%d", id, ++*number);
    u->source = base.source;
    u->target = target;
    u->state = state;
    u->message = base.message;
    u->where = base.where;
}
