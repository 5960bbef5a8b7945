/* What kind of character a code point is, for checks of texts. */
#include <stdlib.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include "message/message-imp.h"

bool char_is_letter(uint32_t c)
{
    return u_isalpha((UChar32)c);
}

int char_digit(uint32_t c)
{
    return u_charDigitValue((UChar32)c);
}

bool char_is_space(uint32_t c)
{
    return u_isUWhiteSpace((UChar32)c);
}

bool char_is_closing(uint32_t c)
{
    int8_t type = u_charType((UChar32)c);
    return c == '"' || c == '\'' || type == U_END_PUNCTUATION || type == U_FINAL_PUNCTUATION ||
           type == U_INITIAL_PUNCTUATION || type == U_START_PUNCTUATION;
}

bool char_is_invisible(uint32_t c)
{
    return u_charType((UChar32)c) == U_FORMAT_CHAR;
}

uint32_t char_fold(uint32_t c)
{
    return (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
}

/* Does each code point of this kind begin a cluster, whatever stands beside it, unless that is of another? */
static bool stands_alone(uint32_t c)
{
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_GRAPHEME_CLUSTER_BREAK)) {
    case U_GCB_OTHER:
    case U_GCB_LV:
    case U_GCB_LVT:
    case U_GCB_CONTROL:
    case U_GCB_LF:
        return true;
    default:
        return false;
    }
}

size_t char_count(const char *utf8, size_t n)
{
    size_t count = 0;
    bool simple = true;
    for (const char *p = utf8, *end = utf8 + n; p < end; count++) {
        uint32_t c = utf8_next(&p, end);
        simple = simple && (c < 0x300 ? c != '\r' : stands_alone(c));
    }
    if (simple)
        return count;
    UErrorCode status = U_ZERO_ERROR;
    int32_t n_wide;
    UChar *wide = to_wide(utf8, n, &n_wide);
    UBreakIterator *it = ubrk_open(UBRK_CHARACTER, "", wide, n_wide, &status);
    if (U_SUCCESS(status)) {
        count = 0;
        while (ubrk_next(it) != UBRK_DONE)
            count++;
    }
    ubrk_close(it);
    free(wide);
    return count;
}
