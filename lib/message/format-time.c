/* Dates, times, spans of dates and times told from another one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/udateintervalformat.h>
#include <unicode/ureldatefmt.h>

#include "message/format-imp.h"

int put_date(struct job *j, const struct part *part)
{
    const struct message_arg_value *v = job_value(j, part);
    double millis;
    bool zoned;
    if (!v)
        return -1;
    if (!date_parse(v->value, &millis, &zoned))
        return job_bad_value(j, part->arg, "a date", v->value,
                             "write it as 2026-11-27 or 2026-11-27T18:05:00Z");
    UErrorCode status = U_ZERO_ERROR;
    int sub = (part->kind == PART_TIME ? SUB_TIME : SUB_DATE) | (zoned ? SUB_ZONED : 0);
    const UDateFormat *format = formatter_object(j->f, OBJECT_DATE, sub, part, NULL, &status);
    for (int pass = 0; pass < 2 && U_SUCCESS(status); pass++) {
        UChar *w = formatter_wide(j->f, 256);
        int32_t n = udat_format(format, millis, w, (int32_t)j->f->wide_cap, NULL, &status);
        if (!job_put_wide(j, w, n, pass, &status))
            break;
    }
    return U_FAILURE(status) ? job_icu_failed(j, part, status) : 0;
}

/* A span of dates: "2027-04-10..2027-04-18" in the row, or its end in a second column. */
int put_interval(struct job *j, const struct part *part)
{
    const struct message_arg_value *v = job_value(j, part);
    const struct message_arg_value *end = v && part->second ? job_argument(j, part->second - 1) : NULL;
    char low[64];
    double from, to;
    bool from_zoned, to_zoned;
    if (!v || (part->second && !end))
        return -1;
    const char *last = end ? end->value : split_range(v->value, low, sizeof low);
    if (!last || !date_parse(end ? v->value : low, &from, &from_zoned))
        return job_bad_value(j, part->arg, "a span of dates", v->value, "write it as 2027-04-10..2027-04-18");
    if (!date_parse(last, &to, &to_zoned))
        return job_bad_value(j, end ? part->second - 1 : part->arg, "a date", last, "write it as 2027-04-18");
    UErrorCode status = U_ZERO_ERROR;
    const UDateIntervalFormat *format =
        formatter_object(j->f, OBJECT_INTERVAL, from_zoned ? SUB_ZONED : 0, part, NULL, &status);
    for (int pass = 0; pass < 2 && U_SUCCESS(status); pass++) {
        UChar *w = formatter_wide(j->f, 256);
        int32_t n = udtitvfmt_format(format, from, to, w, (int32_t)j->f->wide_cap, NULL, &status);
        if (!job_put_wide(j, w, n, pass, &status))
            break;
    }
    return U_FAILURE(status) ? job_icu_failed(j, part, status) : 0;
}

/* Whole months from one date to another, towards zero. */
static double months_between(double from, double to)
{
    int y[2], m[2], d[2];
    date_civil(from, &y[0], &m[0], &d[0]);
    date_civil(to, &y[1], &m[1], &d[1]);
    int months = (y[1] - y[0]) * 12 + m[1] - m[0];
    if (months > 0 && d[1] < d[0])
        months--;
    else if (months < 0 && d[1] > d[0])
        months++;
    return months;
}

/* How many units lie between two dates. Days and longer count calendar days; shorter ones are whole units of
 * time. */
static double units_between(double from, double to, enum relative_unit unit)
{
    static const double millis[] = {
        [RELATIVE_SECOND] = 1000, [RELATIVE_MINUTE] = 60e3, [RELATIVE_HOUR] = 3600e3};
    double days = floor(to / 86400e3) - floor(from / 86400e3);
    switch (unit) {
    case RELATIVE_SECOND:
    case RELATIVE_MINUTE:
    case RELATIVE_HOUR:
        return trunc((to - from) / millis[unit]);
    case RELATIVE_WEEK:
        return trunc(days / 7);
    case RELATIVE_MONTH:
        return months_between(from, to);
    case RELATIVE_QUARTER:
        return trunc(months_between(from, to) / 3);
    case RELATIVE_YEAR:
        return trunc(months_between(from, to) / 12);
    default:
        return days;
    }
}

/* The longest unit of which the span has one: days below a week, weeks below a month... */
static enum relative_unit natural_unit(double from, double to)
{
    static const enum relative_unit units[] = {RELATIVE_YEAR, RELATIVE_MONTH, RELATIVE_WEEK};
    for (size_t i = 0; i < 3; i++)
        if (units_between(from, to, units[i]) != 0)
            return units[i];
    return RELATIVE_DAY;
}

/* "tomorrow", "in 3 days", "2 weeks ago": a number of units, or a date told from another column's. There is
 * no clock in it: the same row gives the same text. */
int put_relative(struct job *j, const struct part *part)
{
    static const URelativeDateTimeUnit icu_units[] = {
        [RELATIVE_SECOND] = UDAT_REL_UNIT_SECOND,   [RELATIVE_MINUTE] = UDAT_REL_UNIT_MINUTE,
        [RELATIVE_HOUR] = UDAT_REL_UNIT_HOUR,       [RELATIVE_DAY] = UDAT_REL_UNIT_DAY,
        [RELATIVE_WEEK] = UDAT_REL_UNIT_WEEK,       [RELATIVE_MONTH] = UDAT_REL_UNIT_MONTH,
        [RELATIVE_QUARTER] = UDAT_REL_UNIT_QUARTER, [RELATIVE_YEAR] = UDAT_REL_UNIT_YEAR};
    const struct message_arg_value *v = job_value(j, part);
    const struct message_arg_value *from = v && part->second ? job_argument(j, part->second - 1) : NULL;
    double offset = 0, at, since;
    bool zoned;
    enum relative_unit unit = part->unit;
    if (!v || (part->second && !from))
        return -1;
    if (from) {
        if (!date_parse(v->value, &at, &zoned))
            return job_bad_value(j, part->arg, "a date", v->value, "write it as 2027-04-18");
        if (!date_parse(from->value, &since, &zoned))
            return job_bad_value(j, part->second - 1, "a date", from->value, "write it as 2027-04-18");
        if (unit == RELATIVE_AUTO)
            unit = natural_unit(since, at);
        offset = units_between(since, at, unit);
    } else if (value_is_number(v->value)) {
        number_parse(v->value, strlen(v->value), &offset);
    } else {
        return job_bad_value(j, part->arg, "a number", v->value,
                             "write 3 or -2, or say {name, relative, day from {column}} for a date");
    }
    if (unit == RELATIVE_AUTO)
        unit = RELATIVE_DAY;
    UErrorCode status = U_ZERO_ERROR;
    const URelativeDateTimeFormatter *format =
        formatter_object(j->f, OBJECT_RELATIVE, part->width, part, NULL, &status);
    for (int pass = 0; pass < 2 && U_SUCCESS(status); pass++) {
        UChar *w = formatter_wide(j->f, 256);
        int32_t n = (part->numeric ? ureldatefmt_formatNumeric : ureldatefmt_format)(
            format, offset, icu_units[unit], w, (int32_t)j->f->wide_cap, &status);
        if (!job_put_wide(j, w, n, pass, &status))
            break;
    }
    return U_FAILURE(status) ? job_icu_failed(j, part, status) : 0;
}
