#include "json/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool plain(unsigned char c)
{
    return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F;
}

/* How many bytes from s need no escape. Eight at a time: the high bit of a byte is set where it is below
 * 0x20, or equal to one of the three (the "determine if a word has a byte less than n" trick of Anderson's
 * Bit Twiddling Hacks). */
static size_t plain_span(const char *s, size_t n)
{
    const uint64_t ones = ~0ULL / 255, high = ones << 7;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t w;
        memcpy(&w, s + i, 8);
        uint64_t q = w ^ ones * '"', b = w ^ ones * '\\', d = w ^ ones * 0x7F;
        if ((((w - ones * 0x20) & ~w) | ((q - ones) & ~q) | ((b - ones) & ~b) | ((d - ones) & ~d)) & high)
            break;
    }
    while (i < n && plain((unsigned char)s[i]))
        i++;
    return i;
}

/* The part of a string from the first byte that needs an escape. */
static void put_escaped(struct str *out, const char *s, size_t n)
{
    static const char hex[] = "0123456789abcdef";
    size_t from = 0;
    for (size_t i = 0; i < n; i += plain_span(s + i, n - i)) {
        unsigned char c = (unsigned char)s[i];
        str_put(out, s + from, i - from);
        from = ++i;
        str_putc(out, '\\');
        switch (c) {
        case '"':
        case '\\':
            str_putc(out, (char)c);
            break;
        case '\n':
            str_putc(out, 'n');
            break;
        case '\t':
            str_putc(out, 't');
            break;
        case '\r':
            str_putc(out, 'r');
            break;
        default:
            str_puts(out, "u00");
            str_putc(out, hex[c >> 4]);
            str_putc(out, hex[c & 15]);
        }
    }
    str_put(out, s + from, n - from);
}

void json_put_string_n(struct str *out, const char *s, size_t n)
{
    size_t span = plain_span(s, n);
    str_reserve(out, n + 2);
    char *p = out->data + out->len;
    *p = '"';
    memcpy(p + 1, s, span);
    out->len += span + 1;
    if (span < n)
        put_escaped(out, s + span, n - span);
    str_putc(out, '"');
}

void json_put_string(struct str *out, const char *s)
{
    json_put_string_n(out, s, strlen(s));
}

void json_put_number(struct str *out, double v)
{
    if (!isfinite(v)) {
        str_puts(out, "null");
        return;
    }
    char buf[40];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(buf, sizeof buf, "%.*g", digits, v);
        for (char *p = buf; *p; p++)
            if (*p == ',')
                *p = '.';
        double back;
        if (number_parse(buf, strlen(buf), &back) == strlen(buf) && back == v)
            break;
    }
    str_puts(out, buf);
}
