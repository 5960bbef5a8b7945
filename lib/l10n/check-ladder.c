/* What the fit ladder had to do. */
#include "l10n/checker-imp.h"

static void unit(struct checking *k, const struct checked *u)
{
    const struct l10n_place *places;
    size_t n = measured_places(k, u, &places);
    for (size_t i = 0; i < n; i++) {
        const struct l10n_place *p = &places[i];
        size_t other = p->fits ? 0 : other_that_fits(k, u, p);
        if (other)
            finding_add_place(k, u, p, arena_printf(k->arena, "%zu", other),
                              "layout '%s' shows translation %zu where \"%s\" does not fit in slot '%s'",
                              p->layout, other, excerpt_of(k->arena, p->text), p->slot);
        if (p->fits && p->fallback >= 0)
            finding_add_place(k, u, p, NULL, "layout '%s' shows '%s' instead of \"%s\" in slot '%s'",
                              p->layout, p->fallback_id ? p->fallback_id : "", excerpt_of(k->arena, p->text),
                              p->slot);
    }
}

const struct l10n_rule l10n_check_ladder = {
    .name = "ladder",
    .section = "layout",
    .summary = "The text itself is shown, not a shorter one.",
    .hint = "shorten it if it matters that readers see this text",
    .level = DIAG_INFO,
    .explain = "Needs --creative. Where the fit ladder replaces a text by a shorter message, nothing is "
               "wrong in the picture, but "
               "what the translator wrote is not seen there, for the longest rows at least.",
    .whole = true,
    .unit = unit,
};
