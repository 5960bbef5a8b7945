/* Typed values as rows carry them: numbers, ISO 8601 dates, currency codes. */
#include <string.h>

#include <unicode/ucurr.h>
#include <unicode/ustring.h>

#include "message/message-imp.h"

static size_t digits(const char *s)
{
    size_t n = 0;
    while (s[n] >= '0' && s[n] <= '9')
        n++;
    return n;
}

bool value_is_number(const char *s)
{
    const char *p = s;
    p += *p == '-' || *p == '+';
    size_t whole = digits(p), fraction = 0;
    p += whole;
    if (*p == '.') {
        fraction = digits(p + 1);
        p += 1 + fraction;
        if (!fraction)
            return false;
    }
    if (!whole && !fraction)
        return false;
    if (*p == 'e' || *p == 'E') {
        p++;
        p += *p == '-' || *p == '+';
        size_t n = digits(p);
        if (!n || n > 3)
            return false;
        p += n;
    }
    return !*p && p - s <= 200; /* a price of ten thousand digits is an attack */
}

static bool take(const char **p, size_t n, int min, int max, int *out)
{
    int v = 0;
    for (size_t i = 0; i < n; i++) {
        if ((*p)[i] < '0' || (*p)[i] > '9')
            return false;
        v = v * 10 + ((*p)[i] - '0');
    }
    *p += n;
    *out = v;
    return v >= min && v <= max;
}

/* Days since 1970-01-01 of a Gregorian date (the usual civil-date arithmetic on 400-year eras). */
static long days_of(int y, int m, int d)
{
    y -= m <= 2;
    long era = (y >= 0 ? y : y - 399) / 400;
    long yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void date_civil(double millis, int *year, int *month, int *day)
{
    long z = (long)(millis >= 0 ? millis / 86400000.0 : (millis - 86399999.0) / 86400000.0) + 719468;
    long era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

bool date_parse(const char *s, double *millis, bool *zoned)
{
    int y, m, d, h = 0, min = 0, sec = 0, zh, zm;
    double fraction = 0;
    const char *p = s;
    if (!take(&p, 4, 1, 9999, &y) || *p++ != '-' || !take(&p, 2, 1, 12, &m) || *p++ != '-' ||
        !take(&p, 2, 1, 31, &d))
        return false;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (d > lengths[m - 1] + (m == 2 && leap))
        return false;
    *zoned = false;
    double offset = 0;
    if (*p == 'T' || *p == ' ') {
        p++;
        if (!take(&p, 2, 0, 23, &h) || *p++ != ':' || !take(&p, 2, 0, 59, &min))
            return false;
        if (*p == ':') {
            p++;
            if (!take(&p, 2, 0, 59, &sec))
                return false;
            if (*p == '.') {
                double scale = 100;
                size_t n = digits(++p);
                if (!n)
                    return false;
                for (size_t i = 0; i < n; i++, scale /= 10)
                    fraction += (p[i] - '0') * scale;
                p += n;
            }
        }
        if (*p == 'Z') {
            *zoned = true;
            p++;
        } else if (*p == '+' || *p == '-') {
            int sign = *p++ == '-' ? -1 : 1;
            if (!take(&p, 2, 0, 14, &zh))
                return false;
            p += *p == ':';
            if (!take(&p, 2, 0, 59, &zm))
                return false;
            *zoned = true;
            offset = sign * (zh * 60.0 + zm) * 60000;
        }
    }
    *millis = (double)days_of(y, m, d) * 86400000.0 + ((h * 60.0 + min) * 60.0 + sec) * 1000.0 +
              (double)(long)fraction - offset;
    return !*p;
}

bool value_is_date(const char *s)
{
    double millis;
    bool zoned;
    return date_parse(s, &millis, &zoned);
}

bool value_is_currency(const char *s)
{
    if (strlen(s) != 3)
        return false;
    UChar code[4];
    for (size_t i = 0; i < 3; i++) {
        if (s[i] < 'A' || s[i] > 'Z')
            return false;
    }
    u_charsToUChars(s, code, 4);
    return ucurr_getNumericCode(code) != 0;
}
