/* Ids stay unique: keys are remembered as 64-bit hashes in a table of fixed size, so that memory does not
 * grow with the rows. Beyond its capacity the oldest entries of a neighbourhood give way, and only near
 * duplicates are still found. */
#include <string.h>

#include "expand/expand-imp.h"

enum { KEY_BITS = 21, KEY_SLOTS = 1 << KEY_BITS, KEY_WALK = 24 };

void put_id_part(struct str *out, const char *s)
{
    size_t from = out->len;
    bool lost = false;
    for (const char *p = s, *end = s + strlen(s); p < end;) {
        const char *start = p;
        uint32_t c = utf8_next(&p, end);
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                     c == '_' || (c == '.' && start > s) ||
                     (c > 0xA0 && c != 0xFFFD && !(c >= 0x2000 && c <= 0x206F) && c != 0xFEFF);
        if (out->len - from >= 80) {
            lost = true;
            break;
        }
        if (plain)
            str_put(out, start, (size_t)(p - start));
        else
            str_putc(out, '_');
        lost |= !plain;
    }
    if (lost) {
        char hex[33];
        digest_hex(s, strlen(s), hex);
        hex[8] = '\0';
        str_printf(out, "-%s", hex);
    }
}

bool key_is_new(struct ctx *ctx, struct expand *e)
{
    if (!e->n_keys)
        return true;
    uint64_t h = HASH_SEED;
    for (size_t i = 0; i < e->n_keys; i++)
        h = hash_bytes(e->values[e->keys[i]], strlen(e->values[e->keys[i]]) + 1, h);
    h = hash_bytes(e->locale, strlen(e->locale), h);
    h ^= h >> 29; /* FNV mixes its high bits last */
    h *= 0xbf58476d1ce4e5b9ULL;
    h ^= h >> 32;
    if (!h)
        h = 1;
    if (!e->seen_keys)
        e->seen_keys = xcalloc(KEY_SLOTS, sizeof *e->seen_keys);
    size_t at = h & (KEY_SLOTS - 1);
    for (size_t i = 0; i < KEY_WALK; i++) {
        uint64_t *slot = &e->seen_keys[(at + i) & (KEY_SLOTS - 1)];
        if (*slot == h) {
            const struct column *col = &e->columns[e->keys[0]];
            report_hint(ctx, DIAG_ERROR, DIAG_KEY, e->row_where,
                        "make the key unique, or give the rows different locales",
                        "row %ld has the same key (column '%s') and locale %s as an earlier row", e->row->row,
                        col->name, e->locale);
            return false;
        }
        if (!*slot) {
            *slot = h;
            return true;
        }
    }
    e->seen_keys[at] = h;
    return true;
}
