/* Can the fonts draw what is printed? */
#include "l10n/checker-imp.h"

static void unit(struct checking *k, const struct checked *u)
{
    const struct l10n_place *places;
    size_t n = measured_places(k, u, &places);
    for (size_t i = 0; i < n; i++) {
        const struct l10n_place *p = &places[i];
        struct str list = STR_INIT;
        for (size_t m = 0; m < p->n_missing; m++)
            str_printf(&list, "%sU+%04X", m ? " " : "", p->missing[m]);
        if (p->n_missing)
            finding_add_place(k, u, p, arena_strdup(k->arena, list.data),
                              "layout '%s' has no font for %s of \"%s\" in slot '%s'", p->layout, list.data,
                              excerpt_of(k->arena, p->missing_text), p->slot);
        str_drop(&list);
    }
}

const struct l10n_rule l10n_check_glyphs = {
    .name = "glyphs",
    .section = "layout",
    .summary = "Fonts have every character of the formatted text.",
    .hint = "add a font for the script to the creative's <fonts>, or name one in its <locale>",
    .level = DIAG_ERROR,
    .explain = "Needs --creative. The text is looked at as it is printed: numbers, prices and dates bring "
               "characters that no "
               "translator types (U+202F between French digits, \xE2\x82\xB9, \xEF\xBF\xA5).",
    .whole = true,
    .unit = unit,
};
