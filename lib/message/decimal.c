/* Exact decimal arithmetic for prices, in 128 bits. */
#include "message/decimal.h"

#include <string.h>

#include "message/message.h"

static __int128 power(int n)
{
    __int128 p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

bool decimal_parse(const char *s, struct decimal *out)
{
    *out = (struct decimal){0, 0};
    if (!value_is_number(s))
        return false;
    bool negative = *s == '-', point = false;
    int digits = 0, scale = 0;
    __int128 n = 0;
    const char *p = s + (*s == '-' || *s == '+');
    for (; *p && (*p | 0x20) != 'e'; p++) {
        if (*p == '.') {
            point = true;
            continue;
        }
        if (n && ++digits >= DECIMAL_DIGITS)
            return false;
        n = n * 10 + (*p - '0');
        scale += point;
    }
    int exponent = 0;
    if (*p) {
        bool minus = *++p == '-';
        for (p += *p == '-' || *p == '+'; *p; p++)
            exponent = exponent * 10 + (*p - '0');
        exponent = minus ? -exponent : exponent;
    }
    scale -= exponent;
    while (scale > 0 && n % 10 == 0) {
        n /= 10;
        scale--;
    }
    if (!n)
        scale = 0;
    if (scale > 18 || scale < -18 || (scale < 0 && n > power(DECIMAL_DIGITS + scale)))
        return false;
    if (scale < 0) {
        n *= power(-scale);
        scale = 0;
    }
    *out = (struct decimal){negative ? -n : n, scale};
    return true;
}

/* Both to the larger scale of the two; the digits that parsing allows leave room for it. */
static int align(struct decimal *a, struct decimal *b)
{
    int scale = a->scale > b->scale ? a->scale : b->scale;
    a->n *= power(scale - a->scale);
    b->n *= power(scale - b->scale);
    a->scale = b->scale = scale;
    return scale;
}

/* The parser allows 30 digits and 18 of scale: what cannot be aligned in 38 digits stays as it is. */
static bool fits(struct decimal a, struct decimal b)
{
    int more = (a.scale > b.scale ? a.scale : b.scale) - a.scale;
    __int128 n = a.n < 0 ? -a.n : a.n;
    return n < power(36 - more);
}

struct decimal decimal_round(struct decimal d, struct decimal step, int mode)
{
    if (step.n <= 0 || !fits(d, step) || !fits(step, d))
        return d;
    align(&d, &step);
    bool negative = d.n < 0;
    __int128 n = negative ? -d.n : d.n, q = n / step.n, r = n % step.n;
    bool more = mode == MESSAGE_ROUND_HALF_UP     ? r * 2 >= step.n
                : mode == MESSAGE_ROUND_HALF_EVEN ? r * 2 > step.n || (r * 2 == step.n && q % 2)
                : mode == MESSAGE_ROUND_UP        ? r > 0
                                                  : false;
    n = (q + more) * step.n;
    d.n = negative ? -n : n;
    return d;
}

struct decimal decimal_end(struct decimal d, struct decimal ending, int toward)
{
    if (d.n < 0 || ending.n < 0 || !fits(d, ending) || !fits(ending, d))
        return d; /* a refund has no shop's price */
    align(&d, &ending);
    __int128 period = power(d.scale);
    while (period <= ending.n)
        period *= 10;
    if (d.n <= ending.n)
        return ending;
    __int128 below = (d.n - ending.n) / period * period + ending.n;
    if (below == d.n || toward < 0)
        d.n = below;
    else
        d.n = toward > 0 || (d.n - below) * 2 >= period ? below + period : below;
    return d;
}

bool decimal_whole(struct decimal d)
{
    return d.n % power(d.scale) == 0;
}

void decimal_text(struct decimal d, char out[DECIMAL_TEXT])
{
    char digits[DECIMAL_TEXT];
    size_t n = 0, at = 0;
    __int128 v = d.n < 0 ? -d.n : d.n;
    while (d.scale > 0 && v % 10 == 0) {
        v /= 10;
        d.scale--;
    }
    do {
        digits[n++] = (char)('0' + (int)(v % 10));
        v /= 10;
    } while (v || n <= (size_t)d.scale);
    if (d.n < 0)
        out[at++] = '-';
    while (n > 0) {
        out[at++] = digits[--n];
        if (n && n == (size_t)d.scale)
            out[at++] = '.';
    }
    out[at] = 0;
}
