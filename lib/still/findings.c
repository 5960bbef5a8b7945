/* What a drawn variant shows that its maker should know. Levels: running out of the fit ladder and characters
 * without a glyph are warnings (the picture is written, brand-check decides what is grave); a step of the
 * ladder is information. */
#include <string.h>

#include "still/still-imp.h"

static const struct {
    unsigned bit;
    const char *name;
} steps[] = {
    {1u << FIT_SHRINK, "shrunk"},    {1u << FIT_TRACK, "tracked"},     {1u << FIT_TIGHTEN, "tightened"},
    {1u << FIT_FALLBACK, "shorter"}, {1u << FIT_ELLIPSIS, "ellipsis"},
};

static size_t of_text(struct arena *a, struct variant *v, const char *slot, const struct text_layout *t)
{
    size_t n = 0;
    if (t->overflow) {
        variant_add_finding(
            a, v, "warning", diag_code_name(DIAG_TEXT_OVERFLOW), NULL, slot,
            arena_printf(a, "the text leaves its box by %.1f x %.1f px", t->overflow_x, t->overflow_y));
        n++;
    }
    if (t->n_missing) {
        struct str list = STR_INIT;
        for (size_t i = 0; i < t->n_missing && i < sizeof t->missing / sizeof *t->missing; i++)
            str_printf(&list, "%sU+%04X", i ? " " : "", (unsigned)t->missing[i]);
        variant_add_finding(
            a, v, "warning", diag_code_name(DIAG_GLYPH_MISSING), NULL, slot,
            arena_printf(a, "no font has a glyph for %zu characters: %s", t->n_missing, list.data));
        str_drop(&list);
        n++;
    }
    if (t->steps) {
        struct str list = STR_INIT;
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            if (t->steps & steps[i].bit)
                str_printf(&list, "%s%s", list.len ? ", " : "", steps[i].name);
        variant_add_finding(a, v, "info", diag_code_name(DIAG_TEXT_FITTED), NULL, slot,
                            arena_printf(a, "%s; drawn at %.1f px", list.data, t->size));
        str_drop(&list);
    }
    return n;
}

size_t findings_of_scene(struct arena *a, struct variant *v, const struct scene *scene)
{
    size_t n = 0;
    for (size_t i = 0; i < scene->n_slots; i++)
        if (scene->slots[i].slot && scene->slots[i].text)
            n += of_text(a, v, scene->slots[i].slot->name, scene->slots[i].text);
    return n;
}
