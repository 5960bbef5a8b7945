/* Exact decimals for prices: a whole number of 10^-scale. Private to message. */
#ifndef PRESSRUN_DECIMAL_H
#define PRESSRUN_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

struct decimal {
    __int128 n; /* value * 10^scale */
    int scale;  /* 0..18 */
};

enum { DECIMAL_DIGITS = 30, DECIMAL_TEXT = 48 };

/* "-12.50", "1e3": false when it is no number or has more than DECIMAL_DIGITS digits. */
bool decimal_parse(const char *s, struct decimal *out);
/* To the nearest multiple of `step` (> 0). Modes as in enum message_round; ties of the two "half" modes. */
struct decimal decimal_round(struct decimal d, struct decimal step, int mode);
/* To the value that ends as `ending` does, in its own digits: .99 gives 0.99, 1.99...; 80 gives 80, 180...;
 * never below the ending itself. `toward`: 0 nearest (ties up), 1 up, -1 down. */
struct decimal decimal_end(struct decimal d, struct decimal ending, int toward);
bool decimal_whole(struct decimal d);
/* Plain digits, no exponent, no zeros at the end of the fraction. */
void decimal_text(struct decimal d, char out[DECIMAL_TEXT]);

#endif
