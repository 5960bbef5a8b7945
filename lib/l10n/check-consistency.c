/* One source, one translation. */
#include "l10n/checker-imp.h"

#include <string.h>

struct said {
    const struct checked *unit;
    const char *text;
};

static void unit(struct checking *k, const struct checked *u)
{
    struct locale_seen *l = locale_of(k);
    struct said *s = map_find(l->sources, u->unit->source);
    if (!has_letters(u->unit->source))
        return;
    if (!s) {
        s = ARENA_NEW(k->arena, struct said);
        *s = (struct said){u, u->unit->target};
        map_put(l->sources, u->unit->source, s);
    } else if (!str_eq(s->text, u->unit->target)) {
        finding_add(k, u, NULL, NULL, "\"%s\" is translated otherwise here than in line %ld (%s): \"%s\"",
                    excerpt_of(k->arena, u->unit->source), s->unit->where.line, s->unit->id,
                    excerpt_of(k->arena, s->text));
    }
}

const struct l10n_rule l10n_check_consistency = {
    .name = "consistency",
    .section = "terms",
    .summary = "Equal sources have equal translations.",
    .hint = "use one wording, or give the messages different sources",
    .level = DIAG_WARNING,
    .explain =
        "Within a locale, over all the files of the run. The first translation is the one that others are "
        "compared with.",
    .unit = unit,
};
