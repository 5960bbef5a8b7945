/* Plural rules of languages: which categories there are, and for which numbers. */
#include <stdio.h>
#include <string.h>

#include <unicode/uenum.h>

#include "message/message-imp.h"

void plural_rules(const char *locale, UPluralRules *rules[2])
{
    UErrorCode status = U_ZERO_ERROR;
    char icu[160];
    rules[0] = rules[1] = NULL;
    if (!locale)
        return;
    uloc_forLanguageTag(locale, icu, sizeof icu, NULL, &status);
    rules[0] = uplrules_openForType(icu, UPLURAL_TYPE_CARDINAL, &status);
    rules[1] = uplrules_openForType(icu, UPLURAL_TYPE_ORDINAL, &status);
}

void plural_rules_drop(UPluralRules *rules[2])
{
    uplrules_close(rules[0]);
    uplrules_close(rules[1]);
}

bool plural_has(const UPluralRules *rules, const char *category)
{
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *words = uplrules_getKeywords(rules, &status);
    const char *word;
    bool found = false;
    while (U_SUCCESS(status) && !found && (word = uenum_next(words, NULL, &status)) != NULL)
        found = strcmp(word, category) == 0;
    uenum_close(words);
    return found;
}

void plural_samples(const UPluralRules *rules, const char *category, char *out, size_t size)
{
    /* 1,000,000 for the languages that count millions apart. */
    size_t n = 0, found = 0;
    *out = 0;
    for (int i = 0; rules && i <= 201 && found < 6; i++) {
        UErrorCode status = U_ZERO_ERROR;
        UChar wide[32];
        char word[32];
        int number = i <= 200 ? i : 1000000;
        int32_t len = uplrules_select(rules, number, wide, 31, &status);
        for (int32_t k = 0; k < len && k < 31; k++)
            word[k] = (char)wide[k];
        word[len < 31 ? len : 31] = 0;
        if (U_FAILURE(status) || strcmp(word, category) != 0)
            continue;
        const char *sep = found ? ", " : "";
        n += (size_t)snprintf(out + n, size - n, found == 5 ? "%s..." : "%s%d", sep, number);
        found++;
    }
}
