/* Ids stay unique: keys are remembered as 64-bit hashes in a table of fixed size, so that memory does not
 * grow with the rows (a small table serves the first thousands). Beyond its capacity the oldest entries of a
 * neighbourhood give way, and only near duplicates are still found. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "expand/expand-imp.h"

enum { KEY_BITS = 21, KEY_SLOTS = 1 << KEY_BITS, KEY_WALK = 24, KEY_FEW = 1 << 14 };

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

/* The table as it will stay: on huge pages where the system has them, for every row touches another page of
 * it. */
static uint64_t *large_table(void)
{
    void *table = NULL;
    const size_t bytes = KEY_SLOTS * sizeof(uint64_t);
    if (posix_memalign(&table, (size_t)2 << 20, bytes) != 0)
        return xcalloc(KEY_SLOTS, sizeof(uint64_t));
    madvise(table, bytes, MADV_HUGEPAGE); /* without them it is only slower */
    return memset(table, 0, bytes);
}

/* Puts a hash in. False when it is there already. */
static bool put(struct key_set *set, uint64_t h)
{
    size_t mask = set->n_slots - 1, at = h & mask;
    for (size_t i = 0; i < KEY_WALK; i++) {
        uint64_t *slot = &set->slots[(at + i) & mask];
        if (*slot == h)
            return false;
        if (!*slot) {
            *slot = h;
            return true;
        }
    }
    set->slots[at] = h;
    return true;
}

static bool key_set_add(struct key_set *set, uint64_t h)
{
    if (!set->slots) {
        set->n_slots = KEY_FEW;
        set->slots = xcalloc(set->n_slots, sizeof *set->slots);
    } else if (set->n_slots == KEY_FEW && set->len == KEY_FEW / 4) {
        struct key_set large = {.slots = large_table(), .n_slots = KEY_SLOTS, .len = set->len};
        for (size_t i = 0; i < KEY_FEW; i++)
            if (set->slots[i])
                put(&large, set->slots[i]);
        free(set->slots);
        *set = large;
    }
    bool new = put(set, h);
    set->len += new;
    return new;
}

bool expand_claim(struct expand *e, uint64_t key)
{
    return key_set_add(&e->seen_keys, key);
}

void expand_claim_with(struct expand *e, bool (*claim)(void *payload, uint64_t key, const char *locale),
                       void *payload)
{
    e->claim = claim;
    e->claim_payload = payload;
}

void expand_key_taken(struct ctx *ctx, const struct expand *e, const struct row *row, const char *locale)
{
    report_hint(ctx, DIAG_ERROR, DIAG_KEY, (struct where){.file = e->source, .line = row->line},
                "make the key unique, or give the rows different locales",
                "row %ld has the same key (column '%s') and locale %s as an earlier row", row->row,
                e->columns[e->keys[0]].name, locale);
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
    h = h ? h : 1;
    if (e->claim ? e->claim(e->claim_payload, h, e->locale) : expand_claim(e, h))
        return true;
    expand_key_taken(ctx, e, e->row, e->locale);
    return false;
}
