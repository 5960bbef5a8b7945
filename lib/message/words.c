/* Words in texts of any script and case. */
#include <string.h>

#include <unicode/uchar.h>

#include "message/message.h"

/* Letters of scripts that put no spaces between words: any place is a word's edge. */
static bool runs_on(uint32_t c)
{
    return u_hasBinaryProperty((UChar32)c, UCHAR_IDEOGRAPHIC) || (c >= 0x3040 && c <= 0x30FF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xE00 && c <= 0xEFF);
}

/* Does a word begin or end at `at`? */
static bool edge(const char *text, const char *at)
{
    if (at == text || !*at)
        return true;
    const char *before = at - 1, *after = at, *end = text + strlen(text);
    while (before > text && (*before & 0xC0) == 0x80)
        before--;
    uint32_t left = utf8_next(&before, end), right = utf8_next(&after, end);
    return !u_isalnum((UChar32)left) || !u_isalnum((UChar32)right) || runs_on(left) || runs_on(right);
}

static char *folded(struct arena *a, const char *locale, const char *text)
{
    return locale_case(a, locale, locale_case(a, locale, text, 'u'), 'l'); /* SS and \u00df alike */
}

bool message_has_word(struct arena *a, const char *locale, const char *text, const char *word)
{
    const char *in = folded(a, locale, text), *what = folded(a, locale, word);
    size_t n = strlen(what);
    for (const char *p = n ? strstr(in, what) : NULL; p; p = strstr(p + 1, what))
        if (edge(in, p) && edge(in, p + n))
            return true;
    return false;
}
