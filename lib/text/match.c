/* CSS font matching: family lists and the nearest face of a family (CSS Fonts 4, section 5.2). */
#include "text/font-imp.h"

#include <math.h>
#include <string.h>

bool family_is_generic(const char *name)
{
    static const char *const generics[] = {
        "serif",         "sans-serif",   "monospace",  "cursive", "fantasy", "system-ui", "ui-serif",
        "ui-sans-serif", "ui-monospace", "ui-rounded", "emoji",   "math",    "fangsong"};
    for (size_t i = 0; i < sizeof generics / sizeof *generics; i++)
        if (str_eq_nocase(name, generics[i]))
            return true;
    return false;
}

/* A CSS escape at s (after the backslash): its code point; returns the bytes used. */
static size_t css_escape(const char *s, uint32_t *cp)
{
    size_t n = 0;
    *cp = 0;
    while (n < 6 && s[n] != '\0' && strchr("0123456789abcdefABCDEF", s[n]) != NULL) {
        *cp = *cp * 16 + (uint32_t)(s[n] <= '9' ? s[n] - '0' : (s[n] | 32) - 'a' + 10);
        n++;
    }
    if (n == 0) {
        *cp = (unsigned char)s[0];
        return s[0] == '\0' ? 0 : 1;
    }
    if (*cp == 0 || *cp > 0x10FFFF || (*cp >= 0xD800 && *cp < 0xE000))
        *cp = 0xFFFD;
    return n + (ascii_space(s[n]) ? 1 : 0);
}

bool family_next(const char **p, char *out, size_t cap, bool *quoted)
{
    const char *s = *p;
    struct str name = STR_INIT;
    *quoted = false;
    while (ascii_space(*s) || *s == ',')
        s++;
    if (*s == '\0')
        return false;
    char quote = 0;
    for (; *s != '\0' && (quote != 0 || *s != ','); s++) {
        if (quote == 0 && (*s == '"' || *s == '\'')) {
            quote = *s;
            *quoted = true;
        } else if (quote != 0 && *s == quote) {
            quote = 0;
        } else if (*s == '\\') {
            uint32_t cp;
            size_t used = css_escape(s + 1, &cp);
            if (used == 0)
                break;
            str_put_utf8(&name, cp);
            s += used;
        } else if (quote == 0 && ascii_space(*s)) {
            if (name.len > 0 && name.data[name.len - 1] != ' ')
                str_putc(&name, ' ');
        } else {
            str_putc(&name, *s);
        }
    }
    while (name.len > 0 && name.data[name.len - 1] == ' ' && !*quoted)
        name.data[--name.len] = '\0';
    if (*quoted)
        while (name.len > 0 && name.data[name.len - 1] == ' ')
            name.data[--name.len] = '\0';
    size_t n = name.len < cap - 1 ? name.len : cap - 1;
    memcpy(out, name.data, n);
    out[n] = '\0';
    str_drop(&name);
    *p = s;
    return true;
}

static double off_range(double want, double lo, double hi)
{
    return want < lo ? lo - want : want > hi ? want - hi : 0;
}

/* Lower is better. Values on the preferred side come before all on the other. */
static double stretch_rank(const struct font_file *f, double want)
{
    double off = off_range(want, f->stretch_min, f->stretch_max);
    bool narrower = f->stretch_max < want;
    if (off <= 0.6) /* fontconfig's rounding of 62.5 and 112.5 */
        return 0;
    return off + (narrower == (want <= 100) ? 0 : 10000);
}

static double slant_rank(const struct font_file *f, enum text_slant want)
{
    static const int rank[3][3] = {/* want normal */ {0, 2, 1}, /* italic */ {2, 0, 1},
                                   /* oblique */ {2, 1, 0}};
    return rank[want][f->slant];
}

static double weight_rank(const struct font_file *f, double want)
{
    double off = off_range(want, f->weight_min, f->weight_max);
    bool lighter = f->weight_max < want;
    if (off == 0)
        return 0;
    if (want >= 400 && want <= 500) { /* up to 500 first, then lighter, then heavier */
        if (!lighter && f->weight_min <= 500)
            return off;
        return off + (lighter ? 1000 : 2000);
    }
    return off + (lighter == (want < 400) ? 0 : 1000);
}

const struct font_file *family_match(const struct family *fam, int weight, enum text_slant slant,
                                     double stretch)
{
    const struct font_file *best = NULL;
    double rank[3] = {0};
    for (size_t i = 0; i < fam->n; i++) {
        const struct font_file *f = fam->at[i];
        double r[3] = {stretch_rank(f, stretch), slant_rank(f, slant), weight_rank(f, weight)};
        bool better = best == NULL;
        for (int k = 0; !better && k < 3; k++) {
            if (r[k] > rank[k])
                break;
            better = r[k] < rank[k];
        }
        if (better) {
            best = f;
            memcpy(rank, r, sizeof r);
        }
    }
    return best;
}

static bool covers(const struct font_file *file, const uint32_t *cps, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (file->charset == NULL || !FcCharSetHasChar(file->charset, cps[i]))
            return false;
    return true;
}

const struct font_file *fonts_covering(struct fonts *f, const uint32_t *cps, size_t n,
                                       const struct text_style *style, bool app, bool emoji)
{
    const struct font_file *best = NULL;
    double best_rank = 0;
    for (size_t i = 0; i < f->n_files; i++) {
        const struct font_file *file = &f->files[i];
        if ((app && !file->app) || !covers(file, cps, n))
            continue;
        double rank = (file->color != emoji ? 1e9 : 0) + stretch_rank(file, style->stretch) * 1e4 +
                      slant_rank(file, style->slant) * 1e4 + weight_rank(file, style->weight);
        if (best == NULL || rank < best_rank) {
            best = file;
            best_rank = rank;
        }
    }
    return best;
}
