/* Types of attribute values in XLIFF 2.1, and the one way to say what is wrong. */
#include "l10n/check-imp.h"

#include <stdlib.h>
#include <string.h>

bool fault(struct check *k, const struct xml_node *e, const char *hint, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *message = arena_vprintf(k->a, fmt, ap);
    va_end(ap);
    report_hint(k->ctx, DIAG_ERROR, DIAG_L10N_INVALID, xml_where(k->doc, e), hint, "%s", message);
    k->result = -1;
    return false;
}

static bool one_of(const char *value, const char *words)
{
    size_t n = strlen(value);
    for (const char *p = words; *p; p += *p == ' ') {
        size_t len = strcspn(p, " ");
        if (len == n && memcmp(p, value, n) == 0)
            return true;
        p += len;
    }
    return false;
}

bool is_nmtoken(const char *s)
{
    if (!*s)
        return false;
    for (; *s; s++) {
        if (!((unsigned char)*s >= 0x80 || (*s >= '0' && *s <= '9') ||
              ((*s | 0x20) >= 'a' && (*s | 0x20) <= 'z') || strchr(".-_:", *s)))
            return false;
    }
    return true;
}

bool all_space(const char *s)
{
    return s[strspn(s, " \t\r\n")] == 0;
}

static bool integer_between(const char *s, long min, long max)
{
    char *end;
    long v = strtol(s, &end, 10);
    return *s && !*end && (s[0] == '+' || (s[0] >= '0' && s[0] <= '9')) && v >= min && v <= max;
}

static bool prefixed(const char *s)
{
    const char *colon = strchr(s, ':');
    return colon && colon > s && colon[1] && !strpbrk(s, " \t\r\n");
}

static bool hex_code_point(const char *s)
{
    size_t n = strspn(s, "0123456789abcdefABCDEF");
    unsigned long c = strtoul(s, NULL, 16);
    /* Characters that XML can hold are written as they are (XLIFF 2.1, 4.3.1.1). */
    bool in_xml = c == 9 || c == 10 || c == 13 || (c >= 0x20 && c <= 0xD7FF) ||
                  (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    return n && n % 2 == 0 && n <= 6 && !s[n] && c <= 0x10FFFF && !in_xml;
}

static bool number_100(const char *s)
{
    double v;
    return *s && number_parse(s, strlen(s), &v) == strlen(s) && v >= 0 && v <= 100;
}

bool value_fits(enum value_type type, const char *value)
{
    switch (type) {
    case IS_TEXT:
        return true;
    case IS_NMTOKEN:
        return is_nmtoken(value);
    case IS_YESNO:
        return one_of(value, "yes no");
    case IS_LANG:
        return bcp47_well_formed(value);
    case IS_DIR:
        return one_of(value, "ltr rtl auto");
    case IS_SPACE:
        return one_of(value, "default preserve");
    case IS_PRESERVE:
        return one_of(value, "preserve");
    case IS_STATE:
        return one_of(value, "initial translated reviewed final");
    case IS_POSITIVE:
        return integer_between(value, 1, 1000000000);
    case IS_NUMBER100:
        return number_100(value);
    case IS_PRIORITY:
        return integer_between(value, 1, 10);
    case IS_APPLIES:
        return one_of(value, "source target");
    case IS_META_APPLIES:
        return one_of(value, "source target ignorable");
    case IS_REORDER:
        return one_of(value, "yes firstNo no");
    case IS_CODE_TYPE:
        return one_of(value, "fmt ui quote link image other");
    case IS_PREFIXED:
        return prefixed(value);
    case IS_MARK_TYPE:
        return one_of(value, "generic comment term") || prefixed(value);
    case IS_HEX:
        return hex_code_point(value);
    case IS_MATCH_TYPE:
        return one_of(value, "am ebm gm idm icm mt tb tm other ice");
    case IS_NORMAL_FORM:
        return one_of(value, "none nfc nfd");
    case IS_VERSION:
        return one_of(value, "2.0 2.1 2.2");
    }
    return false;
}

const char *value_wanted(enum value_type type)
{
    static const char *const wanted[] = {
        [IS_TEXT] = "text",
        [IS_NMTOKEN] = "letters, digits, '.', '-', '_' and ':' only",
        [IS_YESNO] = "yes or no",
        [IS_LANG] = "a BCP 47 language tag, as in de-DE",
        [IS_DIR] = "ltr, rtl or auto",
        [IS_SPACE] = "default or preserve",
        [IS_PRESERVE] = "preserve",
        [IS_STATE] = "initial, translated, reviewed or final",
        [IS_POSITIVE] = "a whole number from 1",
        [IS_NUMBER100] = "a number from 0 to 100",
        [IS_PRIORITY] = "a whole number from 1 to 10",
        [IS_APPLIES] = "source or target",
        [IS_META_APPLIES] = "source, target or ignorable",
        [IS_REORDER] = "yes, firstNo or no",
        [IS_CODE_TYPE] = "fmt, ui, quote, link, image or other",
        [IS_PREFIXED] = "authority:value",
        [IS_MARK_TYPE] = "generic, comment, term or authority:value",
        [IS_HEX] = "a code point that XML cannot hold, in 2, 4 or 6 hexadecimal digits",
        [IS_MATCH_TYPE] = "am, ebm, gm, idm, icm, mt, tb, tm or other",
        [IS_NORMAL_FORM] = "none, nfc or nfd",
        [IS_VERSION] = "2.0, 2.1 or 2.2"};
    return wanted[type];
}
