/* Pseudo-locales, as CLDR names them: en-XA and ar-XB. */
#include "l10n/l10n.h"

#include <string.h>

/* Letters of the same look with accents, for A-Z and a-z. */
static const char *const accented[52] = {"Å", "Ɓ", "Ç", "Ð", "É", "Ƒ", "Ĝ", "Ĥ", "Î", "Ĵ", "Ķ", "Ļ", "Ṁ",
                                         "Ñ", "Ö", "Þ", "Ǫ", "Ŕ", "Š", "Ţ", "Û", "Ṽ", "Ŵ", "Ẋ", "Ý", "Ž",
                                         "å", "ƀ", "ç", "ð", "é", "ƒ", "ĝ", "ĥ", "î", "ĵ", "ķ", "ļ", "ɱ",
                                         "ñ", "ö", "þ", "ǫ", "ŕ", "š", "ţ", "û", "ṽ", "ŵ", "ẋ", "ý", "ž"};

static void put_accented(struct str *out, const char *text)
{
    size_t letters = 0;
    str_puts(out, "[");
    for (const char *p = text; *p; p++) {
        if (*p >= 'A' && *p <= 'Z')
            str_puts(out, accented[*p - 'A']);
        else if (*p >= 'a' && *p <= 'z')
            str_puts(out, accented[*p - 'a' + 26]);
        else
            str_putc(out, *p);
        letters += (*p & 0xC0) != 0x80;
    }
    /* A third longer, in words that can break. Short labels grow more: English words of two letters double.
     */
    static const char *const words[] = {" one", " two", " three", " four", " five"};
    size_t more = letters < 10 ? letters : letters / 3;
    for (size_t i = 0, put = 0; put + 3 <= more; put += strlen(words[i++ % 5]))
        str_puts(out, words[i % 5]);
    str_puts(out, "]");
}

/* Every run of letters is forced to the right-to-left direction: what is read stays readable backwards. */
static void put_mirrored(struct str *out, const char *text)
{
    bool inside = false;
    str_puts(out, "\xE2\x80\x8F"); /* U+200F: the paragraph runs right to left */
    for (const char *p = text; *p; p++) {
        bool word = *p != ' ' && *p != '\n';
        if (word != inside)
            str_puts(out, word ? "\xE2\x80\xAE" : "\xE2\x80\xAC"); /* U+202E override, U+202C its end */
        inside = word;
        str_putc(out, *p);
    }
    if (inside)
        str_puts(out, "\xE2\x80\xAC");
    str_puts(out, "\xE2\x80\x8F");
}

char *l10n_pseudo(struct arena *a, const char *locale, const char *text)
{
    struct str out = STR_INIT;
    if (!*text)
        str_puts(&out, "");
    else if (str_eq(locale, "ar-XB"))
        put_mirrored(&out, text);
    else
        put_accented(&out, text);
    char *result = arena_strndup(a, out.data, out.len);
    str_drop(&out);
    return result;
}
