/* Styles of simple arguments: names, skeletons, patterns, and columns that a style names in braces. */
#include <string.h>

#include <unicode/ureldatefmt.h>

#include "message/parse-imp.h"

/* The style's column in braces: "currency/{currency}" in a number, "to {ends}" at the end of an interval.
 * What ICU is to read stays in the style; a number keeps the braces, which stand for the code. */
static int take_reference(struct parser *ps, struct part *part, const char *at)
{
    bool money = part->kind == PART_NUMBER || part->kind == PART_RANGE;
    const char *open = money || part->kind == PART_INTERVAL ? strchr(part->style, '{') : NULL;
    const char *close = open ? strchr(open, '}') : NULL;
    if (!close || memchr(part->style, '\'', (size_t)(open - part->style)))
        return 0;
    static const char to[] = "to ", currency[] = "currency/";
    const char *before = money ? currency : to;
    size_t n = (size_t)(open - part->style), len = strlen(before);
    const char *where = at + n;
    if (n < len || memcmp(open - len, before, len) != 0 ||
        (n > len && !ascii_space(open[-(long)len - 1]) && open[-(long)len - 1] != ':') ||
        (money ? !str_starts(part->style, "::") : close[1] != 0))
        return parse_fail(ps, where, "write ::currency/{column}, or in an interval ::MMMd to {column}",
                          "a style cannot name a column here:", open, (size_t)(close + 1 - open));
    const char *name = open + 1;
    size_t name_len = (size_t)(close - name);
    if (!name_len || strcspn(name, " ,{}") < name_len)
        return parse_fail(ps, where, "write the name of one column", "not a name:", name, name_len);
    part->written = part->style;
    part->second = parse_argument_index(ps, name, name_len, "none") + 1;
    if (!money) {
        size_t keep = n - len;
        while (keep && ascii_space(part->style[keep - 1]))
            keep--;
        part->style = arena_strndup(ps->a, part->style, keep);
    }
    return 0;
}

/* "day", "week numeric short", "auto from {sent_on}". */
static int parse_relative(struct parser *ps, struct part *part, const char *at)
{
    static const char *const units[] = {
        [RELATIVE_AUTO] = "auto",   [RELATIVE_SECOND] = "second",   [RELATIVE_MINUTE] = "minute",
        [RELATIVE_HOUR] = "hour",   [RELATIVE_DAY] = "day",         [RELATIVE_WEEK] = "week",
        [RELATIVE_MONTH] = "month", [RELATIVE_QUARTER] = "quarter", [RELATIVE_YEAR] = "year"};
    enum { N_UNITS = sizeof units / sizeof *units };
    const char *written = part->style, *p = written;
    int unit = -1;
    for (bool from = false; *p;) {
        size_t n = strcspn(p, " \t\r\n"), braces = p[0] == '{' && n > 2 && p[n - 1] == '}';
        bool known = false;
        for (int i = 0; i < N_UNITS && unit < 0; i++) {
            if (strlen(units[i]) == n && memcmp(units[i], p, n) == 0) {
                unit = i;
                known = true;
            }
        }
        if (known) {
        } else if (n == 7 && memcmp(p, "numeric", n) == 0) {
            part->numeric = true;
        } else if (n == 5 && memcmp(p, "short", n) == 0) {
            part->width = UDAT_STYLE_SHORT;
        } else if (n == 6 && memcmp(p, "narrow", n) == 0) {
            part->width = UDAT_STYLE_NARROW;
        } else if (n == 4 && memcmp(p, "from", n) == 0 && !from) {
            from = true;
        } else if (from && braces && !part->second) {
            part->second = parse_argument_index(ps, p + 1, n - 2, "none") + 1;
            part->written = written;
        } else {
            return parse_fail(ps, at + (p - written),
                              "write it as {n, relative, day} or {ends, relative, day from {sent}}",
                              "not a word of a relative date:", p, n);
        }
        p += n + strspn(p + n, " \t\r\n");
        if (!*p && from && !part->second)
            return parse_fail(ps, at, "name the column in braces: from {sent_on}", "'from' wants a column",
                              NULL, 0);
    }
    part->unit = unit < 0 ? RELATIVE_DAY : (enum relative_unit)unit;
    part->style_kind = STYLE_NAMED;
    part->style_hash = HASH_SEED;
    return 0;
}

/* Does a skeleton or decimal pattern print a currency? */
static bool prints_currency(const struct part *part)
{
    if (part->style_kind == STYLE_SKELETON) {
        const char *at = strstr(part->style, "currency/");
        return at && (at == part->style || ascii_space(at[-1]));
    }
    if (part->style_kind == STYLE_PATTERN)
        return strstr(part->style, "\xC2\xA4") != NULL;
    return str_eq(part->style, "currency") || str_eq(part->style, "price");
}

int parse_style(struct parser *ps, struct part *part, const char *at)
{
    static const char *const number_styles[] = {"integer", "currency", "percent", "price", NULL};
    static const char *const range_styles[] = {"integer", "currency", "percent", NULL};
    static const char *const no_styles[] = {NULL};
    static const char *const date_styles[] = {"short", "medium", "long", "full", NULL};
    static const char *const list_styles[] = {"and", "or", "unit", NULL};
    const char *const *named = part->kind == PART_NUMBER     ? number_styles
                               : part->kind == PART_RANGE    ? range_styles
                               : part->kind == PART_LIST     ? list_styles
                               : part->kind == PART_RULES    ? no_styles
                               : part->kind == PART_INTERVAL ? no_styles
                                                             : date_styles;
    if (part->kind == PART_RELATIVE)
        return parse_relative(ps, part, at);
    if (take_reference(ps, part, at))
        return -1;
    if (str_starts(part->style, "::")) {
        const char *skeleton = part->style + 2;
        while (ascii_space(*skeleton))
            skeleton++;
        if (!*skeleton)
            return parse_fail(ps, at, NULL, "the skeleton is empty", NULL, 0);
        part->style = skeleton;
        part->style_kind = STYLE_SKELETON;
    } else {
        part->style_kind = STYLE_PATTERN;
        for (; *named; named++) {
            if (str_eq_nocase(*named, part->style)) {
                part->style_kind = STYLE_NAMED;
                part->style = *named;
            }
        }
    }
    if ((part->kind == PART_LIST && part->style_kind != STYLE_NAMED) ||
        (part->kind == PART_RULES && part->style_kind == STYLE_SKELETON))
        return parse_fail(ps, at,
                          part->kind == PART_LIST ? "the styles are and, or, unit"
                                                  : "name a rule set as in %spellout-ordinal",
                          "this type has no style", part->style, strlen(part->style));
    if (part->kind == PART_INTERVAL && part->style_kind == STYLE_PATTERN && !*part->style) {
        part->style_kind = STYLE_NONE; /* {starts, interval, to {ends}} */
        part->style_hash = HASH_SEED;
        return 0;
    }
    if (part->kind == PART_INTERVAL && part->style_kind != STYLE_SKELETON)
        return parse_fail(ps, at, "give a skeleton, as in ::yMMMd", "a span of dates has no style",
                          part->style, strlen(part->style));
    part->style_hash = hash_bytes(part->style, strlen(part->style), HASH_SEED);
    part->has_currency = (part->kind == PART_NUMBER || part->kind == PART_RANGE) && prints_currency(part);
    part->price =
        part->kind == PART_NUMBER && part->style_kind == STYLE_NAMED && str_eq(part->style, "price");
    if (part->style_kind == STYLE_NAMED)
        return 0;
    enum object_kind kind = part->kind == PART_RULES             ? OBJECT_RULES
                            : part->kind == PART_RANGE           ? OBJECT_RANGE
                            : part->kind != PART_NUMBER          ? OBJECT_DATE
                            : part->style_kind == STYLE_SKELETON ? OBJECT_NUMBER
                                                                 : OBJECT_DECIMAL;
    UErrorCode status = U_ZERO_ERROR;
    void *object = object_open(kind, part->kind == PART_TIME ? SUB_TIME : SUB_DATE, part,
                               part->second ? "EUR" : NULL, "en", "UTC", &status);
    if (object && kind == OBJECT_DATE) { /* letters without a meaning show only when they are used */
        UChar probe[512];
        udat_format(object, 0, probe, 512, NULL, &status);
    }
    object_close(kind, object);
    if (U_FAILURE(status))
        return parse_fail(
            ps, at,
            part->style_kind == STYLE_SKELETON ? "see ICU's skeletons, as in ::currency/EUR or ::yMMMd"
            : part->kind == PART_NUMBER
                ? "use integer, percent, currency, price, a skeleton (::.00) or a pattern (#,##0.00)"
                : "use short, medium, long, full, a skeleton (::yMMMd) or a pattern",
            part->style_kind == STYLE_SKELETON ? "not a skeleton:" : "not a style:", part->style,
            strlen(part->style));
    return 0;
}
