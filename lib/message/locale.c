/* Locales: tags, CLDR's parents, direction, case. */
#include <stdlib.h>
#include <string.h>

#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/unumsys.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

#include "message/message-imp.h"

enum { TAG_MAX = 160 };

char *locale_canonical(struct arena *a, const char *tag)
{
    size_t n = strlen(tag);
    if (!n || n >= 100)
        return NULL;
    char hyphens[TAG_MAX], icu[TAG_MAX], out[TAG_MAX];
    for (size_t i = 0; i <= n; i++)
        hyphens[i] = tag[i] == '_' ? '-' : tag[i];
    UErrorCode status = U_ZERO_ERROR;
    int32_t used = 0;
    uloc_forLanguageTag(hyphens, icu, sizeof icu, &used, &status);
    if (U_FAILURE(status) || (size_t)used != n || status == U_STRING_NOT_TERMINATED_WARNING)
        return NULL;
    /* ICU takes any five to eight letters for a language; a language without an ISO 639 code is a slip. */
    if (*uloc_getISO3Language(icu) == 0 && strncmp(hyphens, "und", 3) != 0)
        return NULL;
    uloc_toLanguageTag(icu, out, sizeof out, true, &status);
    return U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING ? NULL : arena_strdup(a, out);
}

bool locale_valid(const char *tag)
{
    struct arena *a = arena_new();
    bool good = !strchr(tag, '_') && locale_canonical(a, tag) != NULL;
    arena_drop(a);
    return good;
}

static bool equals(const UChar *w, int32_t n, const char *ascii)
{
    for (int32_t i = 0; i < n; i++) {
        if (!ascii[i] || w[i] != (UChar)(unsigned char)ascii[i])
            return false;
    }
    return ascii[n] == 0;
}

/* CLDR's parentLocales: a table of parents, each with one child or a list of them. */
static char *explicit_parent(struct arena *a, const char *locale)
{
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *supplemental = ures_openDirect(NULL, "supplementalData", &status);
    UResourceBundle *table = ures_getByKey(supplemental, "parentLocales", NULL, &status);
    UResourceBundle *item = NULL;
    char *parent = NULL;
    while (U_SUCCESS(status) && !parent && ures_hasNext(table)) {
        item = ures_getNextResource(table, item, &status);
        for (int32_t i = 0; U_SUCCESS(status) && !parent && i < ures_getSize(item); i++) {
            int32_t n = 0;
            const UChar *child = ures_getStringByIndex(item, i, &n, &status);
            if (U_SUCCESS(status) && equals(child, n, locale))
                parent = arena_strdup(a, ures_getKey(item));
        }
    }
    ures_close(item);
    ures_close(table);
    ures_close(supplemental);
    return parent;
}

/* zh_TW is written in Hant although zh is written in Hans: a parent without the script would be wrong. */
static bool script_of_region(const char *locale, char *out, int32_t size)
{
    char full[TAG_MAX], base[TAG_MAX], script[16], base_script[16], language[16];
    UErrorCode status = U_ZERO_ERROR;
    if (uloc_getScript(locale, script, sizeof script, &status) > 0)
        return false;
    uloc_getLanguage(locale, language, sizeof language, &status);
    uloc_addLikelySubtags(locale, full, sizeof full, &status);
    uloc_addLikelySubtags(language, base, sizeof base, &status);
    uloc_getScript(full, script, sizeof script, &status);
    uloc_getScript(base, base_script, sizeof base_script, &status);
    if (U_FAILURE(status) || !*script || strcmp(script, base_script) == 0)
        return false;
    snprintf(out, (size_t)size, "%s_%s", language, script);
    return true;
}

char *locale_parent(struct arena *a, const char *tag)
{
    char *canonical = locale_canonical(a, tag);
    UErrorCode status = U_ZERO_ERROR;
    char icu[TAG_MAX], base[TAG_MAX], parent[TAG_MAX], out[TAG_MAX];
    if (!canonical || strcmp(canonical, "und") == 0)
        return NULL;
    uloc_forLanguageTag(canonical, icu, sizeof icu, NULL, &status);
    uloc_getBaseName(icu, base, sizeof base, &status);
    if (U_FAILURE(status) || !*base)
        return NULL;
    if (strcmp(icu, base) != 0) { /* extensions go first */
        snprintf(parent, sizeof parent, "%s", base);
    } else {
        char *listed = explicit_parent(a, base);
        if (listed)
            snprintf(parent, sizeof parent, "%s", listed);
        else if (!script_of_region(base, parent, sizeof parent))
            uloc_getParent(base, parent, sizeof parent, &status);
    }
    if (U_FAILURE(status) || !*parent || strcmp(parent, "root") == 0)
        return NULL;
    uloc_toLanguageTag(parent, out, sizeof out, true, &status);
    return U_FAILURE(status) || strcmp(out, "und") == 0 ? NULL : arena_strdup(a, out);
}

/* ICU takes any word for a calendar or a numbering system: it must be one that it has. */
static bool known_type(const char *legacy_key, const char *legacy)
{
    UErrorCode status = U_ZERO_ERROR;
    if (str_eq(legacy_key, "numbers")) {
        UNumberingSystem *system = unumsys_openByName(legacy, &status);
        unumsys_close(system);
        return U_SUCCESS(status);
    }
    if (!str_eq(legacy_key, "calendar"))
        return true;
    UEnumeration *all = ucal_getKeywordValuesForLocale("calendar", "und", false, &status);
    const char *name;
    bool found = false;
    while (U_SUCCESS(status) && !found && (name = uenum_next(all, NULL, &status)) != NULL)
        found = str_eq(name, legacy);
    uenum_close(all);
    return found;
}

char *locale_with(struct arena *a, const char *tag, const char *key, const char *value)
{
    char *canonical = locale_canonical(a, tag);
    const char *legacy_key = uloc_toLegacyKey(key);
    const char *legacy = legacy_key ? uloc_toLegacyType(key, value) : NULL;
    char icu[TAG_MAX], out[TAG_MAX];
    UErrorCode status = U_ZERO_ERROR;
    if (!canonical || !legacy || !known_type(legacy_key, legacy))
        return NULL;
    uloc_forLanguageTag(canonical, icu, sizeof icu, NULL, &status);
    uloc_setKeywordValue(legacy_key, legacy, icu, sizeof icu, &status);
    uloc_toLanguageTag(icu, out, sizeof out, true, &status);
    return U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING ? NULL : arena_strdup(a, out);
}

bool locale_rtl(const char *tag)
{
    struct arena *a = arena_new();
    char *canonical = locale_canonical(a, tag);
    char icu[TAG_MAX];
    UErrorCode status = U_ZERO_ERROR;
    bool rtl = canonical && uloc_forLanguageTag(canonical, icu, sizeof icu, NULL, &status) > 0 &&
               U_SUCCESS(status) && uloc_isRightToLeft(icu);
    arena_drop(a);
    return rtl;
}

char *locale_case(struct arena *a, const char *locale, const char *utf8, char mode)
{
    char *canonical = locale_canonical(a, locale);
    char icu[TAG_MAX] = "";
    UErrorCode status = U_ZERO_ERROR;
    if (canonical)
        uloc_forLanguageTag(canonical, icu, sizeof icu, NULL, &status);
    int32_t n;
    UChar *from = to_wide(utf8, strlen(utf8), &n);
    int32_t room = n * 3 + 16; /* a letter maps to at most three */
    UChar *to = xmalloc((size_t)room * sizeof *to);
    status = U_ZERO_ERROR;
    int32_t m = mode == 'u'   ? u_strToUpper(to, room, from, n, icu, &status)
                : mode == 'l' ? u_strToLower(to, room, from, n, icu, &status)
                              : u_strToTitle(to, room, from, n, NULL, icu, &status);
    struct str out = STR_INIT;
    if (U_SUCCESS(status))
        put_wide(&out, to, m);
    char *result = U_SUCCESS(status) ? arena_strndup(a, out.data, out.len) : arena_strdup(a, utf8);
    str_drop(&out);
    free(from);
    free(to);
    return result;
}
