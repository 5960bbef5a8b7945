/* Where lines may break: ICU's rules and dictionaries, and what good typesetters add to them. */
#include "text/layout-imp.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/utf16.h>

static bool kana(const uint32_t *cps, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cps[i] >= 0x3041 && cps[i] <= 0x30FF)
            return true;
    return false;
}

/* ICU's locale for a language and mode: lb and lw are its keys for strictness and phrases. */
static void break_locale(const char *lang, enum text_break mode, bool japanese, char *out, size_t cap)
{
    char id[64] = "";
    UErrorCode status = U_ZERO_ERROR;
    if (lang != NULL && uloc_forLanguageTag(lang, id, sizeof id, NULL, &status) < 0)
        id[0] = '\0';
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING)
        id[0] = '\0';
    char *keywords = strchr(id, '@');
    if (keywords != NULL)
        *keywords = '\0';
    if (japanese && mode != BREAK_NORMAL)
        snprintf(id, sizeof id, "ja");
    const char *keys = mode == BREAK_STRICT               ? "@lb=strict"
                       : mode == BREAK_PHRASE && japanese ? "@lb=strict;lw=phrase"
                                                          : "";
    snprintf(out, cap, "%s%s", id, keys);
}

static bool word_like(uint32_t c)
{
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK)) {
    case U_LB_ALPHABETIC:
    case U_LB_AMBIGUOUS:
    case U_LB_NUMERIC:
    case U_LB_IDEOGRAPHIC:
    case U_LB_HEBREW_LETTER:
    case U_LB_H2:
    case U_LB_H3:
    case U_LB_JL:
    case U_LB_JV:
    case U_LB_JT:
    case U_LB_CONDITIONAL_JAPANESE_STARTER:
        return true;
    default:
        return false;
    }
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == 0x2009 || c == 0x3000;
}

static bool digit(uint32_t c)
{
    return u_isdigit((UChar32)c);
}

/* A number stays with its unit, quotation marks with what they quote, French high punctuation with its word,
 * ranges whole: typists rarely give the no-break spaces that these want. A text of no known language breaks
 * by UAX 14 alone. */
static bool glued(const uint32_t *c, size_t n, size_t i, const char *lang)
{
    uint32_t prev = c[i - 1], next = c[i];
    if (is_space(prev) && i >= 2) {
        uint32_t before = c[i - 2];
        if (before == 0xAB || before == 0x2039)
            return true;
        if (next == 0xBB || next == 0x203A)
            return true;
        if (digit(before) &&
            (next == '%' || next == 0x2030 || next == 0xB0 || u_charType((UChar32)next) == U_CURRENCY_SYMBOL))
            return true;
        if (str_starts(lang, "fr") && (next == '!' || next == '?' || next == ':' || next == ';') &&
            (i + 1 == n || !u_isalnum((UChar32)c[i + 1])))
            return true;
        /* "€ 50": a currency sign before its number */
        if (u_charType((UChar32)before) == U_CURRENCY_SYMBOL && digit(next) && (i < 3 || !digit(c[i - 3])))
            return true;
    }
    if (i >= 2 && (prev == 0x2013 || prev == 0x2012) && digit(c[i - 2]) && digit(next))
        return true;
    return (next == 0x2013 || next == 0x2012) && digit(prev) && i + 1 < n && digit(c[i + 1]);
}

static bool ideographic(uint32_t c)
{
    return u_hasBinaryProperty((UChar32)c, UCHAR_IDEOGRAPHIC);
}

static bool han_number(uint32_t c)
{
    static const uint32_t numbers[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03,
                                       0x516B, 0x4E5D, 0x5341, 0x767E, 0x5343, 0x4E07, 0x6570};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (c == numbers[i])
            return true;
    return false;
}

/* Whether [from, to) is an address: a scheme, or a name with a dot before its first slash. */
static bool is_address(const uint32_t *c, size_t from, size_t to)
{
    bool dot = false;
    for (size_t i = from; i < to; i++) {
        if (c[i] > 0x7E)
            return false;
        if (c[i] == '/')
            return dot || (i + 1 < to && c[i + 1] == '/' && i > from && c[i - 1] == ':');
        dot |= c[i] == '.' && i > from && i + 1 < to && u_isalnum((UChar32)c[i - 1]) &&
               u_isalpha((UChar32)c[i + 1]);
    }
    return false;
}

/* An address is broken only where it does not fit a line. */
static void keep_addresses(const uint32_t *c, size_t n, uint8_t *marks)
{
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && c[end] > ' ')
            end++;
        if (is_address(c, i, end))
            for (size_t k = i + 1; k < end; k++)
                if (marks[k] == BREAK_SOFT)
                    marks[k] = BREAK_WORD;
        i = end + 1;
    }
}

/* What may stand before a noun with an honorific prefix: a particle, or anything but hiragana. */
static bool before_noun(uint32_t c)
{
    static const uint32_t particles[] = {0x306E, 0x3092, 0x304C, 0x306F, 0x306B, 0x3067, 0x3068, 0x3082};
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (c == particles[i])
            return true;
    return c < 0x3041 || c > 0x309F;
}

/* ICU's phrases part an honorific from its word and a number from its counter: o|niwa, ichi|shuukan. */
static void join_japanese(const uint32_t *c, size_t n, uint8_t *marks)
{
    for (size_t i = 1; i < n; i++) {
        if (marks[i] != BREAK_SOFT)
            continue;
        uint32_t prev = c[i - 1];
        bool prefix = (prev == 0x304A || prev == 0x3054 || prev == 0x5FA1) &&
                      (i == 1 || marks[i - 1] != 0 || before_noun(c[i - 2]));
        if ((prefix && word_like(c[i])) || (han_number(prev) && ideographic(c[i])))
            marks[i] = 0;
        if (prefix && i > 1 && marks[i] == 0 && marks[i - 1] == 0 && ideographic(c[i]))
            marks[i - 1] = BREAK_SOFT; /* joined to the particle before it instead */
    }
}

/* Chinese breaks between words only where the dictionary knows them. */
static void join_chinese(struct typesetter *t, const uint32_t *c, size_t n, const UChar *u, int32_t len,
                         const uint32_t *from, uint8_t *marks)
{
    UBreakIterator *it = typesetter_breaker(t, UBRK_WORD, "zh");
    UErrorCode status = U_ZERO_ERROR;
    if (it == NULL)
        return;
    ubrk_setText(it, u, len, &status);
    int32_t b = ubrk_first(it);
    for (size_t i = 1; i < n; i++) {
        while (b != UBRK_DONE && from[b] < i)
            b = ubrk_next(it);
        if (marks[i] == BREAK_SOFT && ideographic(c[i - 1]) && ideographic(c[i]) &&
            (b == UBRK_DONE || from[b] != i))
            marks[i] = 0;
    }
}

void break_marks(struct typesetter *t, const uint32_t *cps, size_t n, const char *lang, enum text_break mode,
                 uint8_t *marks)
{
    memset(marks, 0, n + 1);
    if (n == 0)
        return;
    char locale[128];
    bool japanese = (lang != NULL && str_starts(lang, "ja")) || (mode != BREAK_NORMAL && kana(cps, n));
    bool chinese = !japanese && lang != NULL && str_starts(lang, "zh");
    if (mode == BREAK_PHRASE && lang != NULL && str_starts(lang, "ko"))
        mode = BREAK_KEEP_ALL; /* Korean phrases stand between spaces */
    break_locale(lang, mode, japanese, locale, sizeof locale);
    UBreakIterator *it = typesetter_breaker(t, UBRK_LINE, locale);
    if (it == NULL)
        return;
    UChar *u = xcalloc(n * 2 + 2, sizeof *u);
    uint32_t *from = xcalloc(n * 2 + 2, sizeof *from);
    int32_t len = 0;
    for (size_t i = 0; i < n; i++) {
        UBool error = false;
        from[len] = (uint32_t)i;
        U16_APPEND(u, len, len + 2, (UChar32)cps[i], error);
        (void)error;
    }
    from[len] = (uint32_t)n;
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(it, u, len, &status);
    ubrk_first(it);
    for (int32_t b = ubrk_next(it); b != UBRK_DONE; b = ubrk_next(it)) {
        size_t i = from[b];
        bool hard = cps[i - 1] == '\n';
        if (i < n && !hard &&
            ((lang != NULL && glued(cps, n, i, lang)) ||
             (mode == BREAK_KEEP_ALL && word_like(cps[i - 1]) && word_like(cps[i]))))
            continue;
        marks[i] = hard ? BREAK_HARD : BREAK_SOFT;
    }
    if (mode == BREAK_PHRASE && japanese)
        join_japanese(cps, n, marks);
    if (mode == BREAK_PHRASE && chinese)
        join_chinese(t, cps, n, u, len, from, marks);
    keep_addresses(cps, n, marks);
    free(u);
    free(from);
}

/* Between two syllables of a script whose words only a dictionary finds: Thai, Lao, Khmer, Burmese. */
static bool between_syllables(const uint32_t *c, size_t n, size_t i)
{
    bool leads = i > 0 && u_hasBinaryProperty((UChar32)c[i - 1], UCHAR_LOGICAL_ORDER_EXCEPTION);
    return i > 0 && i < n && !leads && !u_getCombiningClass((UChar32)c[i]) &&
           u_getIntPropertyValue((UChar32)c[i], UCHAR_GRAPHEME_CLUSTER_BREAK) == U_GCB_OTHER &&
           u_getIntPropertyValue((UChar32)c[i - 1], UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT &&
           u_getIntPropertyValue((UChar32)c[i], UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
}

void break_keep(const uint32_t *cps, size_t n, const char *value, uint8_t *marks)
{
    enum { NARROW = 32, WIDE = 8, SURE = 4 }; /* code points of a name; ideographs say more each */
    uint32_t v[NARROW];
    size_t len = 0, wide = 0;
    for (const char *s = value, *end = value + strlen(value); s < end; len++) {
        uint32_t c = utf8_next(&s, end);
        wide += ideographic(c);
        if (len == NARROW || wide > WIDE || u_isUWhiteSpace((UChar32)c))
            return;
        v[len] = c;
    }
    for (size_t i = 0; len > 1 && i + len <= n; i++) {
        if (memcmp(cps + i, v, len * sizeof *v) != 0)
            continue;
        for (size_t k = i + 1; k < i + len; k++)
            if (marks[k] == BREAK_SOFT)
                marks[k] = BREAK_WORD;
        /* its ends are ends of words, which the dictionary does not always see */
        if (len >= SURE && marks[i] == 0 && between_syllables(cps, n, i))
            marks[i] = BREAK_SOFT;
        if (len >= SURE && marks[i + len] == 0 && between_syllables(cps, n, i + len))
            marks[i + len] = BREAK_SOFT;
    }
}

size_t text_breaks(struct typesetter *t, const char *utf8, size_t len, const char *lang, enum text_break mode,
                   size_t *out, size_t cap)
{
    if (len > LIMIT_TEXT_BYTES)
        len = LIMIT_TEXT_BYTES;
    uint32_t *cps = xcalloc(len + 1, sizeof *cps);
    size_t *at = xcalloc(len + 1, sizeof *at);
    uint8_t *marks = xcalloc(len + 2, 1);
    size_t n = 0, found = 0;
    for (const char *s = utf8, *end = utf8 + len; s < end; n++) {
        at[n] = (size_t)(s - utf8);
        cps[n] = utf8_next(&s, end);
    }
    break_marks(t, cps, n, lang, mode, marks);
    for (size_t i = 1; i < n; i++)
        if (marks[i] != 0) {
            if (found < cap)
                out[found] = at[i];
            found++;
        }
    free(cps);
    free(at);
    free(marks);
    return found < cap ? found : cap;
}
