/* Pseudo-locales, as CLDR names them: en-XA (accents, brackets, more length) and ar-XB (right to left). Only
 * what a translator would write changes: arguments, the syntax around them, inline runs and the values that
 * lines print stay as they are. */
#include <stdlib.h>
#include <string.h>

#include "l10n/exchange-imp.h"
#include "l10n/localizer-imp.h"

/* Letters of the same look with accents, for A-Z and a-z. */
static const char *const accented[52] = {"Å", "Ɓ", "Ç", "Ð", "É", "Ƒ", "Ĝ", "Ĥ", "Î", "Ĵ", "Ķ", "Ļ", "Ṁ",
                                         "Ñ", "Ö", "Þ", "Ǫ", "Ŕ", "Š", "Ţ", "Û", "Ṽ", "Ŵ", "Ẋ", "Ý", "Ž",
                                         "å", "ƀ", "ç", "ð", "é", "ƒ", "ĝ", "ĥ", "î", "ĵ", "ķ", "ļ", "ɱ",
                                         "ñ", "ö", "þ", "ǫ", "ŕ", "š", "ţ", "û", "ṽ", "ŵ", "ẋ", "ý", "ž"};

/* Upper ends of the classes of length, in characters, and what translations from English grow by in each
 * where a creative has none to measure (the rule of thumb of IBM's globalisation guidelines). */
static const size_t class_ends[PSEUDO_CLASSES] = {10, 20, 30, 50, 70, SIZE_MAX};
static const double usual_growth[PSEUDO_CLASSES] = {1.0, 0.9, 0.7, 0.5, 0.35, 0.3};

static size_t class_of(size_t length)
{
    size_t k = 0;
    while (length > class_ends[k])
        k++;
    return k;
}

/* Characters of the longest of the message's sentences, arguments apart. */
static size_t own_length(struct arena *a, const struct message *m)
{
    struct message_reading *r;
    size_t n = message_readings(m, a, &r), most = 0;
    for (size_t i = 0; i < n; i++) {
        size_t length = 0;
        for (const char *p = r[i].text, *end = p + strlen(p); p < end;)
            length += utf8_next(&p, end) != 0xFFFC;
        most = length > most ? length : most;
    }
    return most;
}

/* The language that grows most in each class of length says by how much, on its average. */
void pseudo_measure(const struct creative *c, const struct l10n_catalog *catalog, struct pseudo_growth *out)
{
    struct arena *a = arena_new();
    double most[PSEUDO_CLASSES] = {0};
    bool measured[PSEUDO_CLASSES] = {false};
    for (size_t l = 0; c && catalog && l < l10n_catalog_n_locales(catalog); l++) {
        double sum[PSEUDO_CLASSES] = {0};
        size_t n[PSEUDO_CLASSES] = {0};
        for (size_t i = 0; i < c->n_messages; i++) {
            const struct message *m =
                l10n_catalog_find(catalog, l10n_catalog_locale(catalog, l), c->messages[i].id);
            size_t length = m && c->messages[i].parsed ? own_length(a, c->messages[i].parsed) : 0;
            if (length) {
                n[class_of(length)]++;
                sum[class_of(length)] += (double)own_length(a, m) / (double)length - 1;
            }
            arena_reset(a);
        }
        for (size_t k = 0; k < PSEUDO_CLASSES; k++) {
            if (n[k] >= 2 && (!measured[k] || sum[k] / (double)n[k] > most[k]))
                most[k] = sum[k] / (double)n[k], measured[k] = true;
        }
    }
    for (size_t k = 0; k < PSEUDO_CLASSES; k++)
        out->by[k] = !measured[k] ? usual_growth[k] : most[k] > 0 ? most[k] : 0;
    arena_drop(a);
}

long pseudo_expansion(const char *text)
{
    char *end = NULL;
    if (!text || str_eq(text, "measured"))
        return -1;
    long percent = *text >= '0' && *text <= '9' ? strtol(text, &end, 10) : -1;
    return percent >= 0 && percent <= 400 && (!*end || str_eq(end, "%")) ? percent : -2;
}

double pseudo_growth_of(const struct pseudo_growth *g, size_t length)
{
    return g->by[class_of(length)];
}

static bool letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static void put_accented(struct str *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (letter(*p))
            str_puts(out, accented[*p <= 'Z' ? *p - 'A' : *p - 'a' + 26]);
        else
            str_putc(out, *p);
    }
}

/* Words that can break, about as many characters as asked for. */
static void put_more(struct str *out, size_t more)
{
    static const char *const words[] = {" one", " two", " three", " four", " five"};
    for (size_t i = 0, put = 0; put + 3 <= more; put += strlen(words[i++ % 5]))
        str_puts(out, words[i % 5]);
}

/* Every run of letters is forced to the right-to-left direction: what is read stays readable backwards. */
static void put_mirrored(struct str *out, const char *text)
{
    bool inside = false;
    for (const char *p = text; *p; p++) {
        bool word = *p != ' ' && *p != '\n';
        if (word != inside)
            str_puts(out, word ? "\xE2\x80\xAE" : "\xE2\x80\xAC"); /* U+202E override, U+202C its end */
        inside = word;
        str_putc(out, *p);
    }
    if (inside)
        str_puts(out, "\xE2\x80\xAC");
}

/* Is there anything that a translator would write? Text that is only punctuation around arguments is not. */
static bool has_words(const struct message_piece *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (const char *c = p[i].text; p[i].kind == PIECE_TEXT && *c; c++) {
            if (letter(*c) || (unsigned char)*c >= 0x80)
                return true;
        }
    }
    return false;
}

char *l10n_pseudo(struct arena *a, const char *locale, const struct message *m,
                  const struct pseudo_growth *growth)
{
    struct message_piece *p;
    size_t n = message_pieces(m, a, NULL, &p);
    bool rtl = str_eq(locale, "ar-XB");
    if (!has_words(p, n))
        return pieces_pattern(a, p, n);
    struct str out = STR_INIT;
    str_puts(&out, rtl ? "\xE2\x80\x8F" : "["); /* U+200F: the paragraph runs right to left */
    for (size_t i = 0; i < n; i++) {
        if (p[i].kind != PIECE_TEXT)
            str_puts(&out, pieces_pattern(a, p + i, 1));
        else if (rtl)
            put_mirrored(&out, p[i].text);
        else
            put_accented(&out, p[i].text);
    }
    size_t length = own_length(a, m);
    if (!rtl)
        put_more(&out, (size_t)((double)length * pseudo_growth_of(growth, length) + 0.5));
    str_puts(&out, rtl ? "\xE2\x80\x8F" : "]");
    char *result = arena_strndup(a, out.data, out.len);
    str_drop(&out);
    return result;
}

const struct message *pseudo_message(struct arena *a, const char *locale, const struct message_def *def,
                                     const struct pseudo_growth *growth)
{
    struct ctx silent = {0};
    if (def->no_translation || exchange_is_address(def->pattern))
        return def->parsed;
    const struct message *m =
        message_parse(&silent, a, l10n_pseudo(a, locale, def->parsed, growth), def->runs, def->where);
    return m ? m : def->parsed;
}
