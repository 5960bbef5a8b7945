/* Different sources that read alike in the translation. */
#include "l10n/checker-imp.h"

#include <string.h>

struct said {
    const struct checked *unit;
    const char *source;
};

static void unit(struct checking *k, const struct checked *u)
{
    struct locale_seen *l = locale_of(k);
    struct said *s = map_find(l->targets, u->unit->target);
    if (!has_letters(u->unit->target) || str_eq(u->unit->source, u->unit->target))
        return;
    if (!s) {
        s = ARENA_NEW(k->arena, struct said);
        *s = (struct said){u, u->unit->source};
        map_put(l->targets, u->unit->target, s);
    } else if (!str_eq(s->source, u->unit->source)) {
        finding_add(k, u, NULL, NULL, "\"%s\" translates \"%s\" too, in line %ld (%s)",
                    excerpt_of(k->arena, u->unit->target), excerpt_of(k->arena, s->source),
                    s->unit->where.line, s->unit->id);
    }
}

const struct l10n_rule l10n_check_ambiguity = {
    .name = "ambiguity",
    .section = "terms",
    .summary = "Different sources have different translations.",
    .hint = "see whether the difference matters to the reader",
    .level = DIAG_INFO,
    .explain = "Two messages that say different things in the source and the same in the translation may be "
               "a slip of "
               "copy and paste.",
    .unit = unit,
};
