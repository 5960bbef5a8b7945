/* No-break rules put in as characters, so that every tool and every renderer keeps them; title case. */
#include <string.h>

#include <unicode/uchar.h>

#include "message/message-imp.h"

enum { NBSP = 0xA0, NNBSP = 0x202F, JOINER = 0x2060, MAX_ADDRESS = 40 };

struct setting {
    const char *lang;
    const uint32_t *c; /* code points of the text */
    size_t n;
};

static bool digit(uint32_t c)
{
    return u_isdigit((UChar32)c);
}

static bool letter(uint32_t c)
{
    return u_isalpha((UChar32)c);
}

static bool speaks(const struct setting *s, const char *language)
{
    size_t n = strlen(language);
    return strncmp(s->lang, language, n) == 0 && (!s->lang[n] || s->lang[n] == '-');
}

/* The word from i on: "" when it is too long for a list. */
static void word_at(const struct setting *s, size_t i, char *out, size_t size)
{
    size_t n = 0;
    for (; i < s->n && (letter(s->c[i]) || s->c[i] == 0xB0 || s->c[i] == 0xB2 || s->c[i] == 0xB3); i++) {
        if (n + 3 > size || s->c[i] >= 0x800) {
            n = 0;
            break;
        }
        if (s->c[i] >= 0x80)
            out[n++] = (char)(0xC0 | s->c[i] >> 6);
        out[n++] = (char)(s->c[i] >= 0x80 ? 0x80 | (s->c[i] & 0x3F) : s->c[i]);
    }
    out[n] = 0;
}

static bool listed(const char *word, const char *const *words, size_t n)
{
    for (size_t i = 0; *word && i < n; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

static bool unit(const struct setting *s, size_t i)
{
    static const char *const units[] = {"mm",  "cm", "m",  "km",  "g",   "kg",  "mg",   "t",   "l",   "L",
                                        "ml",  "cl", "dl", "mL",  "h",   "min", "s",    "ms",  "W",   "kW",
                                        "kWh", "V",  "A",  "mAh", "Hz",  "kHz", "MHz",  "GHz", "kB",  "MB",
                                        "GB",  "TB", "px", "pt",  "°C",  "°F",  "m²",   "m³",  "cm²", "km²",
                                        "ft",  "in", "lb", "oz",  "mph", "ha",  "kcal", "kJ",  "bar", "PS"};
    char word[16];
    word_at(s, i, word, sizeof word);
    if (listed(word, units, sizeof units / sizeof *units))
        return true;
    return strlen(word) == 3 && value_is_currency(word);
}

/* "Nr.", "No.", "№", "p.", "art.": what stands before its number. */
static bool numbering(const struct setting *s, size_t end)
{
    static const char *const words[] = {"Nr", "nr",  "No",  "no",  "Art", "art", "Abs", "Abb",
                                        "Bd", "S",   "p",   "pp",  "pág", "n",   "N",   "str",
                                        "ul", "vol", "Vol", "fig", "Fig", "tel", "Tel"};
    if (s->c[end - 1] == 0x2116 || s->c[end - 1] == 0xA7 || s->c[end - 1] == 0xB0 || s->c[end - 1] == 0xBA)
        return true;
    if (s->c[end - 1] != '.')
        return false;
    size_t start = end - 1;
    while (start > 0 && letter(s->c[start - 1]))
        start--;
    char word[16];
    word_at(s, start, word, sizeof word);
    return listed(word, words, sizeof words / sizeof *words);
}

/* A preposition or conjunction of one letter does not end a line in Polish, Czech and Slovak. */
static bool lonely(const struct setting *s, size_t i)
{
    const char *letters = speaks(s, "pl")   ? "aiouwzAIOUWZ"
                          : speaks(s, "cs") ? "ksvzoiuaKSVZOIUA"
                          : speaks(s, "sk") ? "ksvzoiuaKSVZOIUA"
                                            : "";
    uint32_t c = s->c[i - 1];
    return c < 0x80 && strchr(letters, (int)c) != NULL && c &&
           (i == 1 || (!letter(s->c[i - 2]) && !digit(s->c[i - 2]) && s->c[i - 2] != 0x2019));
}

/* What the space at i becomes: itself, or a no-break one. */
static uint32_t joined(const struct setting *s, size_t i)
{
    uint32_t prev = s->c[i - 1], next = s->c[i + 1];
    bool french = speaks(s, "fr");
    if (digit(prev) && (next == '%' || next == 0x2030))
        return french ? NNBSP : NBSP;
    if (digit(prev) && (next == 0xB0 || u_charType((UChar32)next) == U_CURRENCY_SYMBOL || unit(s, i + 1)))
        return NBSP;
    if (u_charType((UChar32)prev) == U_CURRENCY_SYMBOL && digit(next))
        return NBSP;
    if (digit(next) && (numbering(s, i) || (i >= 3 && prev >= 'A' && prev <= 'Z' &&
                                            !(i > 3 && letter(s->c[i - 4])) && unit(s, i - 3))))
        return NBSP;
    if (prev == 0xAB || prev == 0x2039 || next == 0xBB || next == 0x203A)
        return NBSP;
    if (french && (next == '!' || next == '?' || next == ';'))
        return NNBSP;
    if (french && next == ':')
        return NBSP;
    /* A dash does not begin a line. */
    if ((next == 0x2013 || next == 0x2014) && i + 2 < s->n && s->c[i + 2] == ' ')
        return NBSP;
    /* "z. B.", "d. h.", "J. R." */
    if (prev == '.' && i >= 2 && letter(s->c[i - 2]) && (i == 2 || !letter(s->c[i - 3])) && letter(next) &&
        i + 2 < s->n && s->c[i + 2] == '.')
        return NBSP;
    return lonely(s, i) ? NBSP : ' ';
}

/* Is the sign at i inside a short address, as acme.example/garden, that is read and typed as one? */
static bool in_address(const struct setting *s, size_t i)
{
    size_t from = i, to = i;
    bool dot = false;
    while (from > 0 && !u_isWhitespace((UChar32)s->c[from - 1]) && s->c[from - 1] < 0x2000)
        from--;
    while (to < s->n && !u_isWhitespace((UChar32)s->c[to]) && s->c[to] < 0x2000)
        to++;
    for (size_t k = from + 1; k < i; k++)
        dot |= s->c[k] == '.' && letter(s->c[k - 1]) && letter(s->c[k + 1]);
    return dot && to - from <= MAX_ADDRESS && i + 1 < to;
}

/* English leaves small words small, but for the first and the last. */
static bool small_word(const struct setting *s, size_t i)
{
    static const char *const words[] = {"a",   "an", "and", "as", "at",  "but", "by", "for", "in",
                                        "nor", "of", "on",  "or", "the", "to",  "up", "via"};
    char word[16];
    word_at(s, i, word, sizeof word);
    return speaks(s, "en") && i > 0 && i + strlen(word) < s->n &&
           listed(word, words, sizeof words / sizeof *words);
}

static uint32_t titled(const struct setting *s, size_t i)
{
    uint32_t c = s->c[i], prev = i ? s->c[i - 1] : ' ';
    bool starts =
        !letter(prev) && !digit(prev) && prev != '\'' && prev != 0x2019 && prev != '.' && prev != '/';
    if (speaks(s, "nl") && c == 'j' && prev == 'i' && (i == 1 || !letter(s->c[i - 2])))
        return 'J';
    if (!starts || !letter(c) || small_word(s, i))
        return c;
    if ((speaks(s, "tr") || speaks(s, "az")) && c == 'i')
        return 0x130;
    return (uint32_t)u_totitle((UChar32)c);
}

void message_typeset(struct arena *a, const char *lang, unsigned what, struct formatted *f)
{
    if (!f->len)
        return;
    uint32_t *c = ARENA_ARRAY(a, f->len + 1, uint32_t);
    size_t *at = ARENA_ARRAY(a, f->len + 1, size_t), n = 0;
    const char *end = f->text + f->len;
    for (const char *p = f->text; p < end; n++) {
        at[n] = (size_t)(p - f->text);
        c[n] = utf8_next(&p, end);
    }
    at[n] = f->len;
    struct setting s = {lang, c, n};
    struct message_run *runs = f->n_runs ? ARENA_ARRAY(a, f->n_runs, struct message_run) : NULL;
    struct str out = STR_INIT;
    bool changed = false;
    for (size_t i = 0; i <= n; i++) {
        for (size_t r = 0; r < f->n_runs; r++) {
            runs[r].name = f->runs[r].name;
            if (f->runs[r].start == at[i])
                runs[r].start = out.len;
            if (f->runs[r].end == at[i])
                runs[r].end = out.len;
        }
        if (i == n)
            break;
        uint32_t new = c[i];
        bool joins = false;
        if (what & TYPESET_NO_BREAK) {
            if (c[i] == ' ' && i && i + 1 < n)
                new = joined(&s, i);
            bool span = c[i] == 0x2013 && i && i + 1 < n && digit(c[i - 1]) && digit(c[i + 1]);
            joins = span || ((c[i] == '/' || c[i] == '-' || c[i] == '?') && in_address(&s, i));
            if (span)
                str_put_utf8(&out, JOINER);
        }
        if (what & TYPESET_TITLE && new == c[i])
            new = titled(&s, i);
        str_put_utf8(&out, new);
        if (joins)
            str_put_utf8(&out, JOINER);
        changed |= joins || new != c[i];
    }
    if (changed) {
        f->text = arena_strndup(a, out.data, out.len);
        f->len = out.len;
        f->runs = runs;
    }
    str_drop(&out);
}
