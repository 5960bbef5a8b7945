/* Does the translation fit where it is shown? */
#include "l10n/checker-imp.h"

static void unit(struct checking *k, const struct checked *u)
{
    const struct l10n_place *places;
    size_t n = measured_places(k, u, &places);
    for (size_t i = 0; i < n; i++) {
        const struct l10n_place *p = &places[i];
        if (p->fits || other_that_fits(k, u, p))
            continue;
        const char *many = p->n_texts > 1 ? arena_printf(k->arena, " (%zu of %zu texts do not fit)",
                                                         p->n_overflow, p->n_texts)
                                          : "";
        const char *sample = p->sample ? "the sample " : "";
        const char *text = excerpt_of(k->arena, p->text);
        if (p->steps >> FIT_ELLIPSIS & 1)
            finding_add_place(k, u, p, p->layout, "layout '%s' cuts %s\"%s\" off in slot '%s'%s", p->layout,
                              sample, text, p->slot, many);
        else
            finding_add_place(k, u, p, p->layout,
                              "layout '%s' has no room for %s\"%s\" in slot '%s': it leaves the box by %.0f "
                              "px across and %.0f px down%s",
                              p->layout, sample, text, p->slot, p->overflow_x, p->overflow_y, many);
    }
}

const struct l10n_rule l10n_check_fit = {
    .name = "fit",
    .section = "layout",
    .summary = "The text fits its box in every layout, with real data.",
    .hint = "shorten it, translate a shorter text for the fit ladder, or ask the designer for room",
    .level = DIAG_ERROR,
    .explain =
        "Needs --creative. The translation is formatted with the rows of --audience (those of the locale, or "
        "all "
        "when there are none; without --audience with values of the data contract) and laid out in every "
        "slot and layout that shows the message, with the creative's fonts and its fit ladder, as "
        "render-still "
        "draws it. The forms of a plural are joined first. Where another translation of the message fits "
        "(headline.new.2), nothing is wrong: the rule \"ladder\" says which.",
    .whole = true,
    .unit = unit,
};
