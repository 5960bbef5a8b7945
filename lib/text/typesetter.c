/* The typesetter: what one thread keeps between layouts. */
#include "text/layout-imp.h"

#include <string.h>

struct typesetter *typesetter_new(struct fonts *f)
{
    struct typesetter *t = xcalloc(1, sizeof *t);
    t->fonts = f;
    t->scratch = arena_new();
    t->buffer = hb_buffer_create();
    t->bidi = ubidi_open();
    t->key = (struct str)STR_INIT;
    return t;
}

void typesetter_drop(struct typesetter *t)
{
    if (t == NULL)
        return;
    for (size_t i = 0; i < t->iterators.len; i++)
        ubrk_close(t->iterators.at[i]);
    vec_drop(&t->iterators);
    for (size_t i = 0; i < t->faces.len; i++)
        face_drop(t->faces.at[i]);
    vec_drop(&t->faces);
    memo_drop(&t->choices);
    memo_drop(&t->face_keys);
    memo_drop(&t->axes);
    memo_drop(&t->clusters);
    memo_drop(&t->shapes);
    memo_drop(&t->breakers);
    ubidi_close(t->bidi);
    hb_buffer_destroy(t->buffer);
    arena_drop(t->scratch);
    str_drop(&t->key);
    free(t);
}

UBreakIterator *typesetter_breaker(struct typesetter *t, UBreakIteratorType type, const char *locale)
{
    char key[128];
    int n = snprintf(key, sizeof key, "%d %s", (int)type, locale);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof key ? (size_t)n : sizeof key - 1;
    UBreakIterator *it = memo_find(&t->breakers, key, len);
    if (it != NULL)
        return it;
    if (t->iterators.len >= 64) /* locales come from data: start over rather than grow without end */
        locale = "";
    UErrorCode status = U_ZERO_ERROR;
    it = ubrk_open(type, locale, NULL, 0, &status);
    if (U_FAILURE(status))
        return NULL;
    vec_push(&t->iterators, it);
    memo_put(&t->breakers, key, len, it);
    return it;
}

bool text_knows_family(const struct typesetter *t, const char *families)
{
    char name[256];
    bool quoted;
    fonts_load(t->fonts);
    while (family_next(&families, name, sizeof name, &quoted))
        if ((!quoted && family_is_generic(name)) || fonts_family(t->fonts, name))
            return true;
    return false;
}

struct text_metrics text_metrics(struct typesetter *t, const struct text_style *style)
{
    const struct face *f = choice_first(choose(t, style));
    double s = style->size;
    if (f == NULL)
        return (struct text_metrics){0.8 * s, 0.2 * s, 0.5 * s, 0.7 * s, 0.5 * s, 0};
    return (struct text_metrics){f->ascent * s,     f->descent * s,      f->x_height * s,
                                 f->cap_height * s, f->advance_zero * s, f->line_gap * s};
}
