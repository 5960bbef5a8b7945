#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

char str_empty[1] = "";

void str_drop(struct str *s)
{
    if (s->cap)
        free(s->data);
    *s = (struct str)STR_INIT;
}

void str_clear(struct str *s)
{
    s->len = 0;
    if (s->cap)
        s->data[0] = '\0';
}

void str_grow(struct str *s, size_t more)
{
    size_t need = s->len + more + 1;
    size_t cap = s->cap ? s->cap * 2 : 64;
    if (cap < need)
        cap = need;
    s->data = xrealloc(s->cap ? s->data : NULL, cap, 1);
    s->cap = cap;
    s->data[s->len] = '\0';
}

void str_put_utf8(struct str *s, uint32_t c)
{
    char b[4];
    size_t n;
    if (c < 0x80) {
        b[0] = (char)c;
        n = 1;
    } else if (c < 0x800) {
        b[0] = (char)(0xC0 | c >> 6);
        b[1] = (char)(0x80 | (c & 0x3F));
        n = 2;
    } else if (c < 0x10000) {
        b[0] = (char)(0xE0 | c >> 12);
        b[1] = (char)(0x80 | (c >> 6 & 0x3F));
        b[2] = (char)(0x80 | (c & 0x3F));
        n = 3;
    } else {
        b[0] = (char)(0xF0 | c >> 18);
        b[1] = (char)(0x80 | (c >> 12 & 0x3F));
        b[2] = (char)(0x80 | (c >> 6 & 0x3F));
        b[3] = (char)(0x80 | (c & 0x3F));
        n = 4;
    }
    str_put(s, b, n);
}

void str_vprintf(struct str *s, const char *fmt, va_list ap)
{
    va_list copy;
    va_copy(copy, ap);
    int n = vsnprintf(NULL, 0, fmt, copy);
    va_end(copy);
    if (n <= 0)
        return;
    str_reserve(s, (size_t)n);
    vsnprintf(s->data + s->len, (size_t)n + 1, fmt, ap);
    s->len += (size_t)n;
}

void str_printf(struct str *s, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    str_vprintf(s, fmt, ap);
    va_end(ap);
}

void str_put_number(struct str *s, double v)
{
    if (!isfinite(v))
        v = 0;
    char buf[400];
    int n = snprintf(buf, sizeof buf, "%.6f", v);
    if (n < 0 || (size_t)n >= sizeof buf) {
        str_putc(s, '0');
        return;
    }
    char *dot = NULL;
    for (char *p = buf; *p; p++)
        if (*p == '.' || *p == ',')
            dot = p;
    if (dot) {
        *dot = '.';
        while (n > 0 && buf[n - 1] == '0')
            n--;
        if (buf[n - 1] == '.')
            n--;
    }
    if (n == 2 && buf[0] == '-' && buf[1] == '0') {
        str_putc(s, '0');
        return;
    }
    str_put(s, buf, (size_t)n);
}

void str_put_base64(struct str *s, const void *data, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const uint8_t *p = data;
    str_reserve(s, (n / 3 + 1) * 4);
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v =
            (uint32_t)p[i] << 16 | (i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0) | (i + 2 < n ? p[i + 2] : 0);
        str_putc(s, digits[v >> 18]);
        str_putc(s, digits[v >> 12 & 63]);
        str_putc(s, i + 1 < n ? digits[v >> 6 & 63] : '=');
        str_putc(s, i + 2 < n ? digits[v & 63] : '=');
    }
}

char *str_detach(struct str *s)
{
    str_reserve(s, 0);
    char *p = s->data;
    *s = (struct str)STR_INIT;
    return p;
}

/* Length of the well-formed sequence at p (Unicode table 3-7), 0 when it is not one. */
static size_t utf8_seq(const unsigned char *p, size_t n)
{
    if (n == 0)
        return 0;
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    size_t len = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (n < len)
        return 0;
    unsigned char lo = 0x80, hi = 0xBF;
    if (p[0] == 0xE0)
        lo = 0xA0;
    else if (p[0] == 0xED)
        hi = 0x9F;
    else if (p[0] == 0xF0)
        lo = 0x90;
    else if (p[0] == 0xF4)
        hi = 0x8F;
    if (p[1] < lo || p[1] > hi)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

uint32_t utf8_next(const char **pp, const char *end)
{
    const unsigned char *p = (const unsigned char *)*pp;
    if (*pp >= end)
        return 0xFFFD;
    size_t n = utf8_seq(p, (size_t)(end - *pp));
    if (n == 0) {
        *pp += 1;
        return 0xFFFD;
    }
    *pp += n;
    switch (n) {
    case 1:
        return p[0];
    case 2:
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    case 3:
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    default:
        return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 |
               (p[3] & 0x3F);
    }
}

long utf8_invalid_at(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n) {
        if ((unsigned char)s[i] < 0x80) {
            i++;
            continue;
        }
        size_t len = utf8_seq((const unsigned char *)s + i, n - i);
        if (!len)
            return (long)i;
        i += len;
    }
    return -1;
}

/* Wide and fullwidth blocks of UAX 11. */
int utf8_width(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0x303e) || (c >= 0x3041 && c <= 0xa4cf) ||
                   (c >= 0xa960 && c <= 0xa97c) || (c >= 0xac00 && c <= 0xd7a3) ||
                   (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) ||
                   (c >= 0xff00 && c <= 0xff60) || (c >= 0xffe0 && c <= 0xffe6) ||
                   (c >= 0x1f300 && c <= 0x1f64f) || (c >= 0x1f900 && c <= 0x1f9ff) ||
                   (c >= 0x20000 && c <= 0x3fffd)
               ? 2
               : 1;
}

size_t utf8_length(const char *s, size_t n)
{
    size_t count = 0;
    for (const char *p = s, *end = s + n; p < end; count++)
        utf8_next(&p, end);
    return count;
}

size_t utf8_offset(const char *s, size_t n)
{
    const char *p = s, *end = s + strlen(s);
    while (n-- && p < end)
        utf8_next(&p, end);
    return (size_t)(p - s);
}

bool str_eq(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool str_eq_nocase(const char *a, const char *b)
{
    return a == b || (a && b && strcasecmp(a, b) == 0);
}

bool str_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);
    return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

bool ascii_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

size_t number_parse(const char *s, size_t n, double *out)
{
    size_t i = 0, digits = 0;
    bool neg = false;
    uint64_t mant = 0;
    int exp10 = 0;
    if (i < n && (s[i] == '+' || s[i] == '-'))
        neg = s[i++] == '-';
    for (; i < n && s[i] >= '0' && s[i] <= '9'; i++, digits++) {
        if (mant < 1000000000000000000ULL)
            mant = mant * 10 + (uint64_t)(s[i] - '0');
        else
            exp10++;
    }
    if (i + 1 < n && s[i] == '.' && s[i + 1] >= '0' && s[i + 1] <= '9') {
        for (i++; i < n && s[i] >= '0' && s[i] <= '9'; i++, digits++) {
            if (mant < 1000000000000000000ULL) {
                mant = mant * 10 + (uint64_t)(s[i] - '0');
                exp10--;
            }
        }
    }
    if (!digits)
        return 0;
    if (i < n && (s[i] == 'e' || s[i] == 'E')) {
        size_t j = i + 1;
        bool eneg = false;
        if (j < n && (s[j] == '+' || s[j] == '-'))
            eneg = s[j++] == '-';
        if (j < n && s[j] >= '0' && s[j] <= '9') {
            int e = 0;
            for (; j < n && s[j] >= '0' && s[j] <= '9'; j++)
                if (e < 10000)
                    e = e * 10 + (s[j] - '0');
            exp10 += eneg ? -e : e;
            i = j;
        }
    }
    /* the powers of ten that a double holds exactly */
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    double v = (double)mant;
    if (exp10 < 0 && exp10 >= -22)
        v /= tens[-exp10];
    else if (exp10)
        v *= pow(10, exp10);
    *out = neg ? -v : v;
    return i;
}

int edit_distance(const char *a, const char *b, int cap)
{
    size_t n = strlen(a), m = strlen(b);
    if (n > 64 || m > 64)
        return cap;
    int d[3][66];
    for (size_t j = 0; j <= m; j++)
        d[0][j] = (int)j;
    int *prev2 = d[2], *prev = d[0], *cur = d[1];
    for (size_t i = 1; i <= n; i++) {
        cur[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int cost = a[i - 1] != b[j - 1];
            int best = prev[j - 1] + cost;
            if (prev[j] + 1 < best)
                best = prev[j] + 1;
            if (cur[j - 1] + 1 < best)
                best = cur[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && prev2[j - 2] + 1 < best)
                best = prev2[j - 2] + 1;
            cur[j] = best;
        }
        int *t = prev2;
        prev2 = prev;
        prev = cur;
        cur = t;
    }
    return prev[m] < cap ? prev[m] : cap;
}

const char *did_you_mean(const char *word, const char *const *candidates, size_t n)
{
    char w[65], c[65];
    size_t len = strlen(word);
    if (len > 64)
        return NULL;
    for (size_t i = 0; i <= len; i++)
        w[i] = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] + 32) : word[i];
    int best = (int)len / 3 + 1;
    const char *found = NULL;
    for (size_t k = 0; k < n; k++) {
        size_t m = strlen(candidates[k]);
        if (m > 64)
            continue;
        for (size_t i = 0; i <= m; i++)
            c[i] = candidates[k][i] >= 'A' && candidates[k][i] <= 'Z' ? (char)(candidates[k][i] + 32)
                                                                      : candidates[k][i];
        int d = edit_distance(w, c, best + 1);
        if (d < best || (d == best && !found)) {
            best = d;
            found = candidates[k];
        }
    }
    return found;
}
