/* What the checks of texts share. */
#include "l10n/checker-imp.h"

#include <string.h>

enum { EXCERPT = 60 };

const char *excerpt_of(struct arena *a, const char *text)
{
    struct str s = STR_INIT;
    size_t n = 0;
    const char *p = text, *end = text + strlen(text);
    for (; p < end && n < EXCERPT; n++) {
        uint32_t c = utf8_next(&p, end);
        if (c == 0xFFFC)
            str_puts(&s, "{}");
        else
            str_put_utf8(&s, c < 0x20 ? ' ' : c);
    }
    if (p < end)
        str_puts(&s, "…");
    char *out = arena_strdup(a, s.data);
    str_drop(&s);
    return out;
}

bool has_letters(const char *text)
{
    for (const char *p = text, *end = text + strlen(text); p < end;) {
        if (char_is_letter(utf8_next(&p, end)))
            return true;
    }
    return false;
}

bool language_is(const char *locale, const char *language)
{
    size_t n = strlen(language);
    return locale && strncmp(locale, language, n) == 0 && (locale[n] == 0 || locale[n] == '-');
}

bool language_among(const char *locale, const char *languages)
{
    for (const char *p = languages; *p; p += strspn(p, " ")) {
        size_t n = strcspn(p, " ");
        if (locale && strncmp(locale, p, n) == 0 && (locale[n] == 0 || locale[n] == '-'))
            return true;
        p += n;
    }
    return false;
}

/* Code points of a text folded in case, for comparing. */
static size_t fold(struct arena *a, const char *text, uint32_t **out)
{
    size_t len = strlen(text), n = 0;
    *out = ARENA_ARRAY(a, len + 1, uint32_t);
    for (const char *p = text, *end = text + len; p < end;) {
        uint32_t c = utf8_next(&p, end);
        if (!char_is_invisible(c))
            (*out)[n++] = char_fold(c);
    }
    return n;
}

bool has_word(const char *text, const char *word)
{
    struct arena *a = arena_new();
    uint32_t *t, *w;
    size_t n = fold(a, text, &t), m = fold(a, word, &w);
    bool found = false;
    bool left = m && char_is_letter(w[0]), right = m && char_is_letter(w[m - 1]);
    for (size_t i = 0; m && !found && i + m <= n; i++)
        found = memcmp(t + i, w, m * sizeof *w) == 0 && (!left || i == 0 || !char_is_letter(t[i - 1])) &&
                (!right || i + m == n || !char_is_letter(t[i + m]));
    arena_drop(a);
    return found;
}

static size_t count(const struct str *words, const char *word, size_t n)
{
    size_t found = 0;
    for (const char *p = words->data; *p; p += *p == '\n') {
        size_t len = strcspn(p, "\n");
        found += len == n && memcmp(p, word, n) == 0;
        p += len;
    }
    return found;
}

char *words_missing(struct arena *a, const struct str *words, const struct str *among)
{
    struct str out = STR_INIT, seen = STR_INIT;
    for (const char *p = words->data; *p; p += *p == '\n') {
        size_t n = strcspn(p, "\n");
        if (n && !count(&seen, p, n) && count(words, p, n) > count(among, p, n)) {
            str_printf(&out, "%s'%.*s'", out.len ? ", " : "", (int)n, p);
            str_put(&seen, p, n);
            str_putc(&seen, '\n');
        }
        p += n;
    }
    char *result = out.len ? arena_strdup(a, out.data) : NULL;
    str_drop(&out);
    str_drop(&seen);
    return result;
}

bool is_address_message(const struct message_def *def)
{
    return str_starts(def->pattern, "https://") || str_starts(def->pattern, "http://");
}

bool is_address(const char *text)
{
    return !strpbrk(text, " \t\n") && (strstr(text, "://") || strchr(text, '@') || strchr(text, '/'));
}
