/* Words and sentences of a text, for rules on tone and reading level: letters by blocks of Unicode, so
 * scripts without spaces between words (Han, Thai) have none. */
#include <string.h>

#include "brand/brand-imp.h"

static bool letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xc0 && c != 0xd7 && c != 0xf7 && c < 0x2000);
}

/* Latin-1, Latin Extended-A (pairs), Greek and Cyrillic capitals: scripts without case never count. */
static bool capital(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
           (c >= 0x100 && c <= 0x137 && c % 2 == 0) || (c >= 0x139 && c <= 0x148 && c % 2) ||
           (c >= 0x14a && c <= 0x177 && c % 2 == 0) || (c >= 0x391 && c <= 0x3a9) ||
           (c >= 0x400 && c <= 0x42f);
}

static bool ends_sentence(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0x61f || c == '\n';
}

/* Whether a letter follows: then an apostrophe is part of the word. */
static bool letter_at(const char *p, const char *end)
{
    return p < end && letter(utf8_next(&p, end));
}

bool word_next(const char **at, const char *end, struct word *out)
{
    *out = (struct word){0};
    for (const char *p = *at; p < end;) {
        const char *here = p;
        uint32_t c = utf8_next(&p, end);
        bool inside = out->letters && (c == '\'' || c == 0x2019) && letter_at(p, end);
        if (letter(c)) {
            if (!out->letters)
                out->start = here;
            out->letters++;
            out->capitals += capital(c);
        } else if (!inside && out->letters) {
            out->len = (size_t)(here - out->start);
            *at = here;
            return true;
        } else if (!inside) {
            out->begins |= ends_sentence(c);
        }
        if (p >= end && out->letters) {
            out->len = (size_t)(end - out->start);
            *at = end;
            return true;
        }
    }
    *at = end;
    return false;
}

bool all_capitals(const char *text, long *letters)
{
    struct word w;
    long all = 0, capitals = 0;
    for (const char *p = text ? text : "", *end = p + strlen(p); word_next(&p, end, &w);) {
        all += w.letters;
        capitals += w.capitals;
    }
    if (letters)
        *letters = all;
    return all > 0 && capitals == all;
}

char *pattern_of_text(struct arena *a, const char *text, bool variable)
{
    struct str s = STR_INIT;
    for (const char *p = text; *p; p++) {
        if (ascii_space(*p)) {
            while (ascii_space(p[1]))
                p++;
            str_puts(&s, "[\\s\\x{a0}]+");
        } else if (variable && *p == '{' && strchr(p, '}')) {
            p = strchr(p, '}');
            str_puts(&s, ".{1,80}?");
        } else {
            if (strchr("\\^$.[]|()?*+{}#-/", *p))
                str_putc(&s, '\\');
            str_putc(&s, *p);
        }
    }
    char *out = arena_strdup(a, s.data);
    str_drop(&s);
    return out;
}
