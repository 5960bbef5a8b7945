/* The face of one grapheme cluster: the style's families, the script's preferred family, the creative's
 * fonts, a family made for the script, fontconfig's order. Emoji ask for colour fonts first. */
#include "text/layout-imp.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

static bool ignorable(uint32_t cp)
{
    return u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* HarfBuzz draws missing spaces with the width of the space glyph, and composes and decomposes letters
 * itself. */
static bool face_draws(const struct face *f, uint32_t prev, uint32_t cp)
{
    if (face_has(f, cp) || ignorable(cp))
        return true;
    if (u_charType((UChar32)cp) == U_SPACE_SEPARATOR)
        return face_has(f, ' ');
    if (cp == 0x2010 || cp == 0x2011)
        return face_has(f, 0x2010) || face_has(f, '-');
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    if (prev != 0) {
        UChar32 both = unorm2_composePair(nfc, (UChar32)prev, (UChar32)cp);
        if (both > 0 && face_has(f, (uint32_t)both))
            return true;
    }
    UChar parts[16];
    int32_t n = unorm2_getRawDecomposition(nfc, (UChar32)cp, parts, 16, &status);
    if (n <= 0 || U_FAILURE(status))
        return false;
    for (int32_t i = 0; i < n;) {
        UChar32 c;
        U16_NEXT(parts, i, n, c);
        if (!face_has(f, (uint32_t)c))
            return false;
    }
    return true;
}

static bool face_draws_all(const struct face *f, const uint32_t *cps, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!face_draws(f, i > 0 ? cps[i - 1] : 0, cps[i]))
            return false;
    return true;
}

bool cluster_is_emoji(const uint32_t *cps, size_t n)
{
    if (cps[0] < 0x80 && n == 1)
        return false;
    for (size_t i = 1; i < n && i < 16; i++) {
        if (cps[i] == 0xFE0E)
            return false;
        if (cps[i] == 0xFE0F || (cps[i] >= 0x1F3FB && cps[i] <= 0x1F3FF))
            return true;
    }
    return u_hasBinaryProperty((UChar32)cps[0], UCHAR_EMOJI_PRESENTATION);
}

/* What a database of charsets can be asked: the visible code points, as the text has them. */
static size_t visible(const uint32_t *cps, size_t n, uint32_t *out, size_t cap)
{
    size_t k = 0;
    for (size_t i = 0; i < n && k < cap; i++)
        if (!ignorable(cps[i]))
            out[k++] = cps[i];
    return k;
}

static bool western(UScriptCode s)
{
    return s == USCRIPT_LATIN || s == USCRIPT_GREEK || s == USCRIPT_CYRILLIC || s == USCRIPT_COMMON ||
           s == USCRIPT_INHERITED || s == USCRIPT_UNKNOWN;
}

static struct face_ref try_family(struct typesetter *t, const struct choice *c, const struct family *fam,
                                  const uint32_t *cps, size_t n)
{
    struct face_ref r = {0};
    if (fam == NULL)
        return r;
    const struct font_file *file = family_match(fam, c->style.weight, c->style.slant, c->style.stretch);
    if (file != NULL)
        r = choose_open(t, file, &c->style);
    if (r.face != NULL && !face_draws_all(r.face, cps, n))
        r.face = NULL;
    r.fallback = true;
    return r;
}

/* The writing system that Han, kana and Hangul belong to in a language: the region of Noto's CJK families and
 * its ISO 15924 code. NULL for other scripts. */
static const char *const *east_asian(UScriptCode script, const char *lang)
{
    static const char *const systems[][2] = {
        {"JP", "Jpan"}, {"KR", "Kore"}, {"SC", "Hans"}, {"TC", "Hant"}, {"HK", "Hant"}};
    if (script != USCRIPT_HAN && script != USCRIPT_HIRAGANA && script != USCRIPT_KATAKANA &&
        script != USCRIPT_HANGUL && script != USCRIPT_BOPOMOFO)
        return NULL;
    if (lang == NULL)
        lang = "";
    bool hant = strstr(lang, "Hant") != NULL || strstr(lang, "TW") != NULL || strstr(lang, "MO") != NULL;
    return systems[str_starts(lang, "ko") || script == USCRIPT_HANGUL ? 1
                   : strstr(lang, "HK") != NULL                       ? 4
                   : hant || script == USCRIPT_BOPOMOFO               ? 3
                   : str_starts(lang, "zh")                           ? 2
                                                                      : 0];
}

/* The family that the creative prefers for a script, by the script's own code or its writing system's. */
static const char *preferred_family(struct typesetter *t, const struct choice *c, UScriptCode script)
{
    const char *family = fonts_preferred(t->fonts, uscript_getShortName(script));
    const char *const *system = family == NULL ? east_asian(script, c->style.lang) : NULL;
    return system != NULL ? fonts_preferred(t->fonts, system[1]) : family;
}

/* Families made for a script: Noto's, serif beside a serif face. Han goes by language. */
static struct face_ref try_script(struct typesetter *t, const struct choice *c, UScriptCode script,
                                  const uint32_t *cps, size_t n)
{
    const struct face *first = choice_first(c);
    bool serif = first != NULL && strstr(first->file->family, "Serif") != NULL;
    for (int pass = 0; pass < 2; pass++) {
        const char *kind = (pass == 0) == serif ? "Serif" : "Sans";
        char name[96];
        const char *const *system = east_asian(script, c->style.lang);
        if (system != NULL) {
            snprintf(name, sizeof name, "Noto %s CJK %s", kind, system[0]);
        } else if (western(script)) {
            snprintf(name, sizeof name, "Noto %s", kind);
        } else {
            snprintf(name, sizeof name, "Noto %s %s", kind, uscript_getName(script));
            for (char *s = name; *s != '\0'; s++)
                if (*s == '_')
                    *s = ' ';
        }
        struct face_ref r = try_family(t, c, fonts_family(t->fonts, name), cps, n);
        if (r.face != NULL)
            return r;
    }
    return (struct face_ref){0};
}

static struct face_ref try_file(struct typesetter *t, const struct choice *c, const struct font_file *file)
{
    struct face_ref r = {0};
    if (file != NULL)
        r = choose_open(t, file, &c->style);
    r.fallback = true;
    return r;
}

static struct face_ref find_emoji(struct typesetter *t, const struct choice *c, const uint32_t *cps, size_t n)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->at[i].ref.face->color && face_draws_all(c->at[i].ref.face, cps, n))
            return c->at[i].ref;
    const char *family = fonts_preferred(t->fonts, "Zsye");
    struct face_ref r = {0};
    if (family != NULL)
        r = try_family(t, c, fonts_family(t->fonts, family), cps, n);
    uint32_t seen[16];
    size_t k = visible(cps, n, seen, 16);
    for (int pass = 0; r.face == NULL && pass < 3 && k > 0; pass++) {
        if (pass == 1)
            r = try_family(t, c, fonts_family(t->fonts, "Noto Color Emoji"), cps, n);
        else {
            const struct font_file *file = fonts_covering(t->fonts, seen, k, &c->style, pass == 0, true);
            if (file != NULL && file->color)
                r = try_file(t, c, file);
        }
    }
    return r;
}

static struct face_ref find(struct typesetter *t, const struct choice *c, const uint32_t *cps, size_t n,
                            UScriptCode script, bool last_try)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode own = uscript_getScript((UChar32)cps[0], &status);
    struct face_ref r = {0};
    uint32_t seen[16];
    size_t k = visible(cps, n, seen, 16);

    for (size_t i = 0; i < c->n; i++)
        if (!c->at[i].generic && face_draws_all(c->at[i].ref.face, cps, n))
            return c->at[i].ref;
    for (int pass = 0; pass < 2; pass++) {
        /* First for letters of other scripts than a generic family is chosen for, then for what it lacks. */
        bool early = pass == 0;
        if (early && (own == USCRIPT_COMMON || own == USCRIPT_INHERITED))
            continue;
        const char *family = preferred_family(t, c, script);
        if (family != NULL && (r = try_family(t, c, fonts_family(t->fonts, family), cps, n)).face != NULL)
            return r;
        if (early && western(own))
            continue;
        if (!early)
            for (size_t i = 0; i < c->n; i++)
                if (face_draws_all(c->at[i].ref.face, cps, n))
                    return c->at[i].ref;
        if (k > 0 &&
            (r = try_file(t, c, fonts_covering(t->fonts, seen, k, &c->style, true, false))).face != NULL)
            return r;
        if ((r = try_script(t, c, script, cps, n)).face != NULL)
            return r;
    }
    if (k > 0 && (r = try_file(t, c, fonts_sorted(t->fonts, seen, k, &c->style))).face != NULL)
        return r;
    if (k > 0 &&
        (r = try_file(t, c, fonts_covering(t->fonts, seen, k, &c->style, false, false))).face != NULL)
        return r;
    /* Nothing has the whole cluster: the base alone decides. */
    if (n > 1 && !last_try)
        return find(t, c, cps, 1, script, true);
    r = (struct face_ref){0};
    return c->n > 0 ? c->at[0].ref : r;
}

struct face_ref choose_cluster(struct typesetter *t, const struct choice *c, const uint32_t *cps, size_t n,
                               UScriptCode script)
{
    if (c->n == 0)
        return (struct face_ref){0};
    if (n == 1 && !c->at[0].generic && cps[0] < 256 && face_has(c->at[0].ref.face, cps[0]) &&
        cps[0] != 0xA9 && cps[0] != 0xAE)
        return c->at[0].ref;
    if (n > 32) /* stacks of marks: what the first dozens need decides */
        n = 32;
    struct {
        unsigned choice;
        int script;
        uint32_t cps[32];
    } key;
    key.choice = c->id;
    key.script = (int)script;
    memcpy(key.cps, cps, n * sizeof *cps);
    size_t len = offsetof(__typeof__(key), cps) + n * sizeof *cps;
    struct face_ref *known = memo_find(&t->clusters, &key, len);
    if (known != NULL)
        return *known;
    struct face_ref r = {0};
    if (cluster_is_emoji(cps, n))
        r = find_emoji(t, c, cps, n);
    if (r.face == NULL)
        r = find(t, c, cps, n, script, false);
    known = ARENA_NEW(memo_arena(&t->clusters), struct face_ref);
    *known = r;
    memo_put(&t->clusters, &key, len, known);
    return r;
}
