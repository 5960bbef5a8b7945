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

/* The ladder's shorter text may be another translation of the same message: "translation 2 of 3". */
static const char *choice_of(struct arena *a, const struct slot_value *value, const struct text_layout *t)
{
    size_t n = 1, chosen = 0;
    if (!value || !value->message || t->fallback < 0)
        return NULL;
    const char *id = (size_t)t->fallback < value->n_alts ? value->alts[t->fallback].message : NULL;
    bool own = str_eq(id, value->message);
    n = own;
    for (size_t i = 0; i < value->n_alts; i++) {
        n += id && str_eq(value->alts[i].message, id);
        if (i == (size_t)t->fallback)
            chosen = n;
    }
    return n > 1 ? arena_printf(a, "translation %zu of %zu%s%s", chosen, n, own ? "" : " of ", own ? "" : id)
                 : NULL;
}

static size_t of_text(struct arena *a, struct variant *v, const char *slot, const struct slot_value *value,
                      const struct text_layout *t)
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
    if (t->n_plain) {
        variant_add_finding(
            a, v, "warning", diag_code_name(DIAG_GLYPH_MISSING), NULL, slot,
            arena_printf(a, "%zu colour glyphs cannot be read: they are drawn in one colour", t->n_plain));
        n++;
    }
    if (t->steps) {
        const char *choice = choice_of(a, value, t);
        struct str list = STR_INIT;
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            if (t->steps & steps[i].bit)
                str_printf(&list, "%s%s", list.len ? ", " : "",
                           choice && steps[i].bit == 1u << FIT_FALLBACK        ? choice
                           : t->cut_word && steps[i].bit == 1u << FIT_ELLIPSIS ? "ellipsis within a word"
                                                                               : steps[i].name);
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
            n += of_text(a, v, scene->slots[i].slot->name, scene->slots[i].value, scene->slots[i].text);
    return n;
}
