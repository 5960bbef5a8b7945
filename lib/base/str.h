/* str: a growable byte string that is always a valid C string; and small text helpers. */
#ifndef PRESSRUN_BASE_STR_H
#define PRESSRUN_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    char *data; /* NUL-terminated; points at a shared empty string until the first append */
    size_t len, cap;
};

extern char str_empty[1];
/* clang-format off */
#define STR_INIT { str_empty, 0, 0 }
/* clang-format on */

void str_drop(struct str *s);              /* frees, leaves STR_INIT */
void str_clear(struct str *s);             /* length 0, memory kept */
void str_grow(struct str *s, size_t more); /* makes the buffer larger; use str_reserve */

/* The writers of lines spend their time here, so the common case is inline. */
static inline void str_reserve(struct str *s, size_t more) /* room for `more` further bytes */
{
    if (s->len + more + 1 > s->cap)
        str_grow(s, more);
}

static inline void str_put(struct str *s, const char *bytes, size_t n)
{
    if (!n)
        return;
    str_reserve(s, n);
    memcpy(s->data + s->len, bytes, n);
    s->len += n;
    s->data[s->len] = '\0';
}

static inline void str_puts(struct str *s, const char *text)
{
    str_put(s, text, strlen(text));
}

static inline void str_putc(struct str *s, char c)
{
    str_reserve(s, 1);
    s->data[s->len++] = c;
    s->data[s->len] = '\0';
}

void str_put_utf8(struct str *s, uint32_t code_point);
void str_printf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void str_vprintf(struct str *s, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* A number as short as round-trips for pictures (at most 6 decimals, no exponent, '.' whatever the locale).
 */
void str_put_number(struct str *s, double v);
void str_put_base64(struct str *s, const void *data, size_t n);
char *str_detach(struct str *s); /* the buffer as malloc'd C string, owned by the caller; s is STR_INIT */

/* Decodes one code point at *p (before end), advances *p; U+FFFD and one byte for invalid input. */
uint32_t utf8_next(const char **p, const char *end);
/* Byte offset of the first invalid UTF-8 sequence, or -1 when all n bytes are valid. */
long utf8_invalid_at(const char *s, size_t n);
int utf8_width(uint32_t code_point);         /* columns: 2 for wide and fullwidth, else 1 */
size_t utf8_length(const char *s, size_t n); /* code points */

size_t utf8_offset(const char *s, size_t n); /* byte offset of code point n, at most the length of s */

bool str_eq(const char *a, const char *b);        /* NULL equals only NULL */
bool str_eq_nocase(const char *a, const char *b); /* ASCII case */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
bool ascii_space(char c); /* space, tab, CR, LF, FF */
/* A decimal number as in CSS/SVG, whatever the C locale. Returns the bytes used, 0 when there is none. */
size_t number_parse(const char *s, size_t n, double *out);
/* Optimal-string-alignment distance of two UTF-8 byte strings, for "did you mean"; capped at `cap`. */
int edit_distance(const char *a, const char *b, int cap);
/* The candidate nearest to `word` within a third of its length (ASCII case ignored), or NULL. */
const char *did_you_mean(const char *word, const char *const *candidates, size_t n);

#endif
