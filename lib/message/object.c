/* ICU's format objects, opened once for each (kind, locale, style, currency) a formatter: opening one costs
 * 50 times what using it does. */
#include <stdlib.h>
#include <string.h>

#include <unicode/ucurr.h>
#include <unicode/udateintervalformat.h>
#include <unicode/udatpg.h>
#include <unicode/ulistformatter.h>
#include <unicode/unumberrangeformatter.h>
#include <unicode/ureldatefmt.h>
#include <unicode/ustring.h>

#include "message/message-imp.h"

struct entry {
    uint64_t hash;
    enum object_kind kind;
    int sub;
    unsigned locale_id;
    enum part_kind part_kind;
    enum style_kind style_kind;
    char currency[4];
    char *style;
    void *object; /* NULL: ICU has none */
    UErrorCode status;
};

/* Locales and currencies come from rows: past this many objects the cache starts anew. */
enum { MAX_ENTRIES = 4096, MAX_LOCALES = 4096 };

UChar *to_wide(const char *s, size_t n, int32_t *out_n)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar *w = xmalloc((n + 1) * sizeof *w);
    u_strFromUTF8WithSub(w, (int32_t)n + 1, out_n, s, (int32_t)n, 0xFFFD, NULL, &status);
    return w;
}

static void *open_decimal(const struct part *part, const char *currency, const char *locale,
                          UErrorCode *status)
{
    int32_t n;
    UChar *w = to_wide(part->style, strlen(part->style), &n);
    UNumberFormat *format = unum_open(UNUM_PATTERN_DECIMAL, w, n, locale, NULL, status);
    free(w);
    if (format && currency && U_SUCCESS(*status)) {
        UChar code[4];
        u_charsToUChars(currency, code, 4);
        unum_setTextAttribute(format, UNUM_CURRENCY_CODE, code, 3, status);
    }
    return format;
}

/* The digits that a pattern prints, as a skeleton: plural rules look at the visible ones. */
static void put_pattern_digits(struct str *out, const struct part *part, const char *locale)
{
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *format = open_decimal(part, NULL, locale, &status);
    if (format && U_SUCCESS(status)) {
        bool significant = unum_getAttribute(format, UNUM_SIGNIFICANT_DIGITS_USED) != 0;
        int least = unum_getAttribute(format,
                                      significant ? UNUM_MIN_SIGNIFICANT_DIGITS : UNUM_MIN_FRACTION_DIGITS),
            most = unum_getAttribute(format,
                                     significant ? UNUM_MAX_SIGNIFICANT_DIGITS : UNUM_MAX_FRACTION_DIGITS),
            scale = unum_getAttribute(format, UNUM_MULTIPLIER);
        double step = unum_getDoubleAttribute(format, UNUM_ROUNDING_INCREMENT);
        if (step > 0)
            str_printf(out, "precision-increment/%.*f", least, step);
        else if (!significant && most == 0)
            str_puts(out, "precision-integer");
        else if (!significant)
            str_putc(out, '.');
        for (int n = 0; step <= 0 && n < most && n < 100; n++)
            str_putc(out, n >= least ? '#' : significant ? '@' : '0');
        if (scale > 1)
            str_printf(out, " scale/%d", scale);
    }
    unum_close(format);
}

/* The skeleton of a number's style for unumf; with `currency`, it replaces the style's own. */
static void put_skeleton(struct str *out, const struct part *part, int sub, const char *currency,
                         const char *locale)
{
    if (!part || part->style_kind == STYLE_NONE) {
        str_puts(out, ".###"); /* DecimalFormat's default; unumf's own would be six digits */
    } else if (part->style_kind == STYLE_PATTERN) {
        put_pattern_digits(out, part, locale);
    } else if (part->style_kind == STYLE_SKELETON) {
        for (const char *p = part->style; *p;) {
            size_t space = strspn(p, " \t\r\n");
            str_put(out, p, space);
            p += space;
            size_t n = strcspn(p, " \t\r\n");
            if (currency && n >= 9 && memcmp(p, "currency/", 9) == 0)
                str_printf(out, "currency/%s", currency);
            else
                str_put(out, p, n);
            p += n;
        }
    } else if (str_eq(part->style, "percent")) {
        str_puts(out, "percent scale/100 precision-integer");
    } else if (str_eq(part->style, "integer")) {
        str_puts(out, "precision-integer");
    } else {
        UErrorCode status = U_ZERO_ERROR;
        UChar code[4] = {0};
        char local[4] = "XXX";
        if (!currency && ucurr_forLocale(locale, code, 4, &status) == 3 && U_SUCCESS(status))
            u_UCharsToChars(code, local, 3);
        str_printf(out, "currency/%s", currency ? currency : local);
        if (part->price) {
            static const char *const symbols[] = {"", " unit-width-narrow", " unit-width-iso-code",
                                                  " unit-width-hidden"};
            str_printf(out, " rounding-mode-half-up%s%s", symbols[sub / SUB_SYMBOL_NARROW & 3],
                       sub & SUB_WHOLE ? " precision-integer" : "");
        }
    }
}

static void *open_number(const struct part *part, int sub, const char *currency, const char *locale,
                         bool range, UErrorCode *status)
{
    struct str skeleton = STR_INIT;
    put_skeleton(&skeleton, part, sub, currency, locale);
    int32_t n;
    UChar *w = to_wide(skeleton.data, skeleton.len, &n);
    void *object;
    if (range)
        object = unumrf_openForSkeletonWithCollapseAndIdentityFallback(
            w, n, UNUM_RANGE_COLLAPSE_AUTO, UNUM_IDENTITY_FALLBACK_SINGLE_VALUE, locale, NULL, status);
    else
        object = unumf_openForSkeletonAndLocale(w, n, locale, status);
    free(w);
    str_drop(&skeleton);
    return object;
}

static UDateFormatStyle named_date_style(const char *style)
{
    static const struct {
        const char *name;
        UDateFormatStyle style;
    } styles[] = {{"short", UDAT_SHORT}, {"medium", UDAT_MEDIUM}, {"long", UDAT_LONG}, {"full", UDAT_FULL}};
    for (size_t i = 0; i < 4; i++) {
        if (str_eq(styles[i].name, style))
            return styles[i].style;
    }
    return UDAT_MEDIUM;
}

/* The day that the locale's keyword fw says weeks begin with: ICU itself looks at it from version 73 on. */
static void set_first_day(UDateFormat *format, const char *locale, UErrorCode *status)
{
    static const char *const days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    char first[8];
    UErrorCode none = U_ZERO_ERROR;
    if (!format || U_FAILURE(*status) || uloc_getKeywordValue(locale, "fw", first, sizeof first, &none) != 3)
        return;
    UCalendar *calendar = ucal_clone(udat_getCalendar(format), status);
    for (int32_t i = 0; calendar && i < 7; i++) {
        if (strcmp(first, days[i]) == 0)
            ucal_setAttribute(calendar, UCAL_FIRST_DAY_OF_WEEK, i + 1);
    }
    if (calendar && U_SUCCESS(*status))
        udat_setCalendar(format, calendar);
    ucal_close(calendar);
}

static void *open_date(int sub, const struct part *part, const char *locale, const char *timezone,
                       UErrorCode *status)
{
    int32_t zone_n, pattern_n = 0;
    UChar *zone = to_wide(timezone, strlen(timezone), &zone_n), *pattern = NULL;
    UDateFormatStyle date = UDAT_NONE, time = UDAT_NONE;
    if (part->style_kind == STYLE_SKELETON || part->style_kind == STYLE_PATTERN) {
        date = time = UDAT_PATTERN;
        pattern = to_wide(part->style, strlen(part->style), &pattern_n);
    } else if (sub & SUB_TIME) {
        time = named_date_style(part->style);
    } else {
        date = named_date_style(part->style);
    }
    if (part->style_kind == STYLE_SKELETON) {
        UDateTimePatternGenerator *generator = udatpg_open(locale, status);
        UChar best[256];
        int32_t n = udatpg_getBestPattern(generator, pattern, pattern_n, best, 256, status);
        udatpg_close(generator);
        if (U_SUCCESS(*status) && n == 0)
            *status = U_ILLEGAL_ARGUMENT_ERROR;
        free(pattern);
        pattern = U_SUCCESS(*status) ? u_memcpy(xmalloc(sizeof best), best, n) : NULL;
        pattern_n = n;
    }
    UDateFormat *format =
        U_SUCCESS(*status) ? udat_open(time, date, locale, zone, zone_n, pattern, pattern_n, status) : NULL;
    free(pattern);
    free(zone);
    set_first_day(format, locale, status);
    return format;
}

static void *open_interval(const struct part *part, const char *locale, const char *timezone,
                           UErrorCode *status)
{
    const char *skeleton = part->style_kind == STYLE_SKELETON ? part->style : "yMMMd";
    int32_t zone_n, n;
    UChar *zone = to_wide(timezone, strlen(timezone), &zone_n), *w = to_wide(skeleton, strlen(skeleton), &n);
    UDateIntervalFormat *format = udtitvfmt_open(locale, w, n, zone, zone_n, status);
    free(zone);
    free(w);
    return format;
}

static void *open_rules(const struct part *part, const char *locale, UErrorCode *status)
{
    UNumberFormatStyle style = part->text[0] == 's'   ? UNUM_SPELLOUT
                               : part->text[0] == 'o' ? UNUM_ORDINAL
                                                      : UNUM_DURATION;
    UNumberFormat *format = unum_open(style, NULL, 0, locale, NULL, status);
    if (format && U_SUCCESS(*status) && part->style_kind == STYLE_PATTERN) {
        int32_t n;
        UChar *w = to_wide(part->style, strlen(part->style), &n);
        unum_setTextAttribute(format, UNUM_DEFAULT_RULESET, w, n, status);
        free(w);
    }
    return format;
}

void *object_open(enum object_kind kind, int sub, const struct part *part, const char *currency,
                  const char *locale, const char *timezone, UErrorCode *status)
{
    switch (kind) {
    case OBJECT_NUMBER:
    case OBJECT_RANGE:
        return open_number(part, sub, currency, locale, kind == OBJECT_RANGE, status);
    case OBJECT_DECIMAL:
        return open_decimal(part, currency, locale, status);
    case OBJECT_DATE:
        return open_date(sub, part, locale, timezone, status);
    case OBJECT_RULES:
        return open_rules(part, locale, status);
    case OBJECT_PLURALS:
        return uplrules_openForType(locale, sub & SUB_ORDINAL ? UPLURAL_TYPE_ORDINAL : UPLURAL_TYPE_CARDINAL,
                                    status);
    case OBJECT_INTERVAL:
        return open_interval(part, locale, timezone, status);
    case OBJECT_RELATIVE:
        return ureldatefmt_open(locale, NULL, (UDateRelativeDateTimeFormatterStyle)sub,
                                UDISPCTX_CAPITALIZATION_NONE, status);
    case OBJECT_LIST:
        return ulistfmt_openForType(locale,
                                    str_eq(part->style, "or")     ? ULISTFMT_TYPE_OR
                                    : str_eq(part->style, "unit") ? ULISTFMT_TYPE_UNITS
                                                                  : ULISTFMT_TYPE_AND,
                                    ULISTFMT_WIDTH_WIDE, status);
    }
    return NULL;
}

void object_close(enum object_kind kind, void *object)
{
    if (!object)
        return;
    switch (kind) {
    case OBJECT_NUMBER:
        unumf_close(object);
        break;
    case OBJECT_RANGE:
        unumrf_close(object);
        break;
    case OBJECT_DECIMAL:
    case OBJECT_RULES:
        unum_close(object);
        break;
    case OBJECT_DATE:
        udat_close(object);
        break;
    case OBJECT_PLURALS:
        uplrules_close(object);
        break;
    case OBJECT_LIST:
        ulistfmt_close(object);
        break;
    case OBJECT_INTERVAL:
        udtitvfmt_close(object);
        break;
    case OBJECT_RELATIVE:
        ureldatefmt_close(object);
        break;
    }
}

struct formatter *formatter_new(void)
{
    struct formatter *f = xcalloc(1, sizeof *f);
    UErrorCode status = U_ZERO_ERROR;
    f->locales = map_new();
    f->timezone = xstrdup("UTC");
    f->result = unumf_openResult(&status);
    f->out = (struct str)STR_INIT;
    return f;
}

static void forget_objects(struct formatter *f)
{
    for (size_t i = 0; i < f->cap; i++) {
        if (!f->entries[i].style)
            continue;
        object_close(f->entries[i].kind, f->entries[i].object);
        free(f->entries[i].style);
    }
    free(f->entries);
    f->entries = NULL;
    f->n_entries = f->cap = 0;
}

static void forget_locales(struct formatter *f)
{
    for (size_t i = 0; i < map_len(f->locales); i++)
        free(map_value(f->locales, i));
    map_drop(f->locales);
    f->locales = map_new();
    f->locale = NULL;
}

void formatter_drop(struct formatter *f)
{
    if (!f)
        return;
    forget_objects(f);
    forget_locales(f);
    map_drop(f->locales);
    unumf_closeResult(f->result);
    str_drop(&f->out);
    vec_drop(&f->runs);
    free(f->wide);
    free(f->timezone);
    free(f);
}

void formatter_set_timezone(struct formatter *f, const char *olson_id)
{
    free(f->timezone);
    f->timezone = xstrdup(olson_id);
    forget_objects(f);
}

void formatter_set_isolate(struct formatter *f, int mode)
{
    f->isolate = mode;
}

UChar *formatter_wide(struct formatter *f, size_t n)
{
    if (f->wide_cap < n) {
        f->wide_cap = n + 256;
        f->wide = xrealloc(f->wide, f->wide_cap, sizeof *f->wide);
    }
    return f->wide;
}

bool formatter_locale(struct formatter *f, const char *tag)
{
    if (f->locale && strcmp(f->locale->tag, tag) == 0)
        return f->locale->valid;
    struct known_locale *known = map_find(f->locales, tag);
    if (!known) {
        if (map_len(f->locales) >= MAX_LOCALES) {
            forget_objects(f);
            forget_locales(f);
        }
        struct arena *a = arena_new();
        char *canonical = locale_canonical(a, tag);
        UErrorCode status = U_ZERO_ERROR;
        known = xcalloc(1, sizeof *known);
        known->id = (unsigned)map_len(f->locales) + 1;
        known->valid = canonical &&
                       uloc_forLanguageTag(canonical, known->icu, sizeof known->icu, NULL, &status) > 0 &&
                       U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING;
        known->rtl = known->valid && uloc_isRightToLeft(known->icu);
        if (known->valid)
            snprintf(known->tag, sizeof known->tag, "%s", tag);
        map_put(f->locales, tag, known);
        arena_drop(a);
    }
    f->locale = known;
    return known->valid;
}

static void grow(struct formatter *f)
{
    size_t cap = f->cap ? f->cap * 2 : 64;
    struct entry *to = xcalloc(cap, sizeof *to);
    for (size_t i = 0; i < f->cap; i++) {
        if (!f->entries[i].style)
            continue;
        size_t at = f->entries[i].hash & (cap - 1);
        while (to[at].style)
            at = (at + 1) & (cap - 1);
        to[at] = f->entries[i];
    }
    free(f->entries);
    f->entries = to;
    f->cap = cap;
}

void *formatter_object(struct formatter *f, enum object_kind kind, int sub, const struct part *part,
                       const char *currency, UErrorCode *status)
{
    enum part_kind part_kind = part ? part->kind : PART_HASH;
    enum style_kind style_kind = part ? part->style_kind : STYLE_NONE;
    const char *style = part ? kind == OBJECT_RULES && !*part->style ? part->text : part->style : "";
    uint64_t small[3] = {(uint64_t)kind << 32 | (uint64_t)sub << 16 | f->locale->id,
                         part ? part->style_hash : HASH_SEED, 0};
    if (currency)
        memcpy(&small[2], currency, 3);
    uint64_t hash = (small[0] * 0x9E3779B97F4A7C15ULL ^ small[1]) + small[2] * 0xC2B2AE3D27D4EB4FULL;
    hash ^= hash >> 29;
    if (f->cap) {
        for (size_t at = hash & (f->cap - 1); f->entries[at].style; at = (at + 1) & (f->cap - 1)) {
            struct entry *e = &f->entries[at];
            if (e->hash == hash && e->kind == kind && e->sub == sub && e->locale_id == f->locale->id &&
                e->style_kind == style_kind && e->part_kind == part_kind &&
                memcmp(e->currency, &small[2], 3) == 0 && strcmp(e->style, style) == 0) {
                *status = e->status;
                return e->object;
            }
        }
    }
    if (f->n_entries >= MAX_ENTRIES)
        forget_objects(f);
    if ((f->n_entries + 1) * 2 > f->cap)
        grow(f);
    size_t at = hash & (f->cap - 1);
    while (f->entries[at].style)
        at = (at + 1) & (f->cap - 1);
    struct entry *e = &f->entries[at];
    f->n_entries++;
    *e = (struct entry){.hash = hash,
                        .kind = kind,
                        .sub = sub,
                        .locale_id = f->locale->id,
                        .part_kind = part_kind,
                        .style_kind = style_kind,
                        .style = xstrdup(style)};
    memcpy(e->currency, &small[2], 3);
    e->object = object_open(kind, sub, part, currency, f->locale->icu, sub & SUB_ZONED ? f->timezone : "UTC",
                            &e->status);
    if (U_FAILURE(e->status)) {
        object_close(kind, e->object);
        e->object = NULL;
    }
    *status = e->status;
    return e->object;
}
