/* What kind of character a code point is, for checks of texts. */
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
