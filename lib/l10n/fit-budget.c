/* How many characters of a language fit where a message stands. Letters differ in width more than texts do in
 * length, so ordinary words are laid out: names of months and days, which CLDR has for every locale. */
#include "l10n/fit-imp.h"

#include <string.h>

enum { MOST_CHARS = 600 };

/* Scripts that put no space between words. */
static bool spaced(const char *locale)
{
    static const char *const without[] = {"ja", "zh", "yue", "th", "lo", "km", "my"};
    size_t n = strcspn(locale, "-");
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        if (strlen(without[i]) == n && strncmp(locale, without[i], n) == 0)
            return false;
    }
    return true;
}

/* At least MOST_CHARS code points of the locale's words. NULL when ICU has none. */
static const char *typical_text(struct l10n_fit *f, const char *locale)
{
    struct str key = STR_INIT, out = STR_INIT;
    str_printf(&key, "\nwords\n%s", locale);
    const char *known = map_find(f->measured, key.data);
    static const char *const patterns[] = {"{d, date, ::LLLL}", "{d, date, ::EEEE}"};
    struct arena *a = arena_new();
    struct ctx silent = {0};
    for (size_t i = 0; !known && i < 40 && utf8_length(out.data, out.len) < MOST_CHARS * 2; i++) {
        const struct message *m = message_parse(&silent, a, patterns[i % 2], NULL, (struct where){0});
        const char *date = arena_printf(a, "2026-%02zu-%02zu", i % 12 + 1, i % 28 + 1);
        struct message_arg_value arg = {"d", date, NULL};
        struct formatted word;
        if (!m || message_format(&silent, f->formatter, m, locale, &arg, 1, a, (struct where){0}, &word))
            break;
        if (out.len && spaced(locale))
            str_putc(&out, ' ');
        str_puts(&out, word.text);
    }
    while (!known && out.len && utf8_length(out.data, out.len) < MOST_CHARS) {
        char *once = arena_strndup(a, out.data, out.len);
        str_printf(&out, "%s%s", spaced(locale) ? " " : "", once);
    }
    if (!known && out.len) {
        known = arena_strdup(f->arena, out.data);
        map_put(f->measured, key.data, (void *)known);
    }
    arena_drop(a);
    str_drop(&key);
    str_drop(&out);
    return known;
}

enum verdict { NO_PLACE, NO_FIT, FITS, FITS_AT_EASE };

static enum verdict try_chars(struct l10n_fit *f, const struct fit_use *u, const struct fit_context *c,
                              const char *locale, const char *words, size_t n, struct scene_slot *place)
{
    arena_reset(f->scratch);
    struct fit_text t = {.text = arena_strndup(f->scratch, words, utf8_offset(words, n))};
    const struct scene_slot *s = fit_lay(f, u, c, locale, &t, false);
    if (!s)
        return NO_PLACE;
    *place = *s;
    if (s->text->overflow || s->text->steps >> FIT_ELLIPSIS & 1)
        return NO_FIT;
    return s->text->steps ? FITS : FITS_AT_EASE;
}

/* The most characters that are at least `least` in the place; MOST_CHARS when nothing limits them, 0 when not
 * even one fits, -1 when there is no such place. */
static long most_chars(struct l10n_fit *f, const struct fit_use *u, const struct fit_context *c,
                       const char *locale, const char *words, enum verdict least, struct scene_slot *place)
{
    enum verdict all = try_chars(f, u, c, locale, words, MOST_CHARS, place);
    size_t low = 0, high = MOST_CHARS;
    if (all == NO_PLACE)
        return -1;
    if (all >= least)
        return MOST_CHARS;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (try_chars(f, u, c, locale, words, middle, place) >= least)
            low = middle;
        else
            high = middle;
    }
    return (long)low;
}

bool l10n_fit_budget(struct l10n_fit *f, const char *locale, const char *id, struct l10n_budget *out)
{
    const struct fit_message *m = map_find(f->messages, id);
    const char *words = m ? typical_text(f, locale) : NULL;
    *out = (struct l10n_budget){.chars = MOST_CHARS, .chars_at_ease = MOST_CHARS};
    for (size_t i = 0; words && i < m->n_uses; i++) {
        const struct fit_use *u = m->uses[i];
        for (size_t k = 0; k < u->n_contexts; k++) {
            struct scene_slot place;
            long chars = most_chars(f, u, u->contexts[k], locale, words, FITS, &place);
            if (chars < 0 || chars == MOST_CHARS)
                continue;
            long ease = most_chars(f, u, u->contexts[k], locale, words, FITS_AT_EASE, &place);
            if (ease < out->chars_at_ease)
                out->chars_at_ease = ease;
            if (chars >= out->chars)
                continue;
            const struct slot *slot = creative_slot(f->creative, u->slot);
            out->chars = chars;
            out->layout = u->layout;
            out->slot = u->slot;
            out->width = place.view.w;
            out->height = place.view.h;
            out->max_lines = slot ? slot_fit_for(slot, u->layout)->max_lines : 0;
        }
    }
    return out->layout != NULL;
}
