#include "json/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void json_put_string_n(struct str *out, const char *s, size_t n)
{
    static const char hex[] = "0123456789abcdef";
    str_reserve(out, n + 2);
    str_putc(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
            continue;
        str_put(out, s + from, i - from);
        from = i + 1;
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
