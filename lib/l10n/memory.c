/* A translation memory in the main memory: exact texts by a hash, similar ones by rare trigrams.
 *
 * A text is compared as code points, each placeholder being one, tags of runs none. Score: 100 for the same
 * text, else the share of code points that stay: 100 (1 - d / longer length), d being Levenshtein's distance,
 * at most 99; texts that differ in placeholders alone have 99.
 * Candidates share one of the text's rarest trigrams; a signature of its pairs bounds d from below (an edit
 * changes at most two pairs), the rest is measured by Myers' bit-parallel algorithm (J. ACM 46, 1999) in
 * Hyyro's formulation for blocks. */
#include "l10n/l10n-imp.h"

#include <stdlib.h>
#include <string.h>

enum { RAREST = 12, MOST_POSTINGS = 4000, PLACEHOLDER = 0xFFFC, LONGEST = 2000 };

struct memory_pair {
    const char *source, *target, *origin;
    uint32_t *text; /* normalised */
    size_t len;
    uint64_t pairs[4]; /* a bit for each pair of neighbours */
};

struct postings {
    uint32_t *at;
    size_t len, cap;
};

struct l10n_memory {
    struct arena *arena;
    struct {
        struct memory_pair *at;
        size_t len, cap;
    } entries;
    struct map *exact, *known, *normal; /* source, source and target, normalised text -> number + 1 */
    struct map *trigrams;               /* three code points -> struct postings * */
    uint32_t *stamps, stamp;            /* of the search that saw an entry last */
    size_t n_stamps;
};

struct l10n_memory *l10n_memory_new(void)
{
    struct l10n_memory *m = xcalloc(1, sizeof *m);
    m->arena = arena_new();
    m->exact = map_new();
    m->known = map_new();
    m->normal = map_new();
    m->trigrams = map_new();
    return m;
}

void l10n_memory_drop(struct l10n_memory *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < map_len(m->trigrams); i++)
        free(((struct postings *)map_value(m->trigrams, i))->at);
    map_drop(m->exact);
    map_drop(m->known);
    map_drop(m->normal);
    map_drop(m->trigrams);
    free(m->entries.at);
    free(m->stamps);
    arena_drop(m->arena);
    free(m);
}

/* Code points of the text; {...} is one, <name> and </name> are none, white space is one space. */
static size_t normalise(const char *s, uint32_t *out)
{
    size_t n = 0;
    const char *end = s + strlen(s);
    while (s < end) {
        if (*s == '{') {
            size_t depth = 0;
            for (; s < end; s++) {
                depth += *s == '{';
                if (*s == '}' && --depth == 0)
                    break;
            }
            s += s < end;
            out[n++] = PLACEHOLDER;
        } else if (*s == '<' && strcspn(s, ">") < 16 && strchr(s, '>') &&
                   (s[1] == '/' || (s[1] | 0x20) >= 'a')) {
            s = strchr(s, '>') + 1;
        } else if (ascii_space(*s)) {
            s++;
            if (n && out[n - 1] != ' ')
                out[n++] = ' ';
        } else {
            out[n++] = utf8_next(&s, end);
        }
    }
    return n;
}

static void sign(const uint32_t *text, size_t n, uint64_t pairs[4])
{
    memset(pairs, 0, 4 * sizeof *pairs);
    for (size_t i = 0; i + 1 < n; i++) {
        uint64_t h = hash_bytes(text + i, 2 * sizeof *text, HASH_SEED);
        h ^= h >> 32;
        pairs[(h >> 6) & 3] |= 1ull << (h & 63);
    }
}

/* At least so many pairs of `a` are not in `b`. */
static size_t missing_pairs(const uint64_t a[4], const uint64_t b[4])
{
    size_t n = 0;
    for (int i = 0; i < 4; i++)
        n += (size_t)__builtin_popcountll(a[i] & ~b[i]);
    return n;
}

/* Three code points as a key that no NUL cuts short. */
static void trigram_key(const uint32_t *text, char key[22])
{
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 6; k++)
            key[i * 7 + k] = (char)('0' + ((text[i] >> (4 * k)) & 15));
        key[i * 7 + 6] = '.';
    }
    key[20] = 0;
}

static char *normal_key(struct arena *a, const uint32_t *text, size_t n)
{
    struct str key = STR_INIT;
    for (size_t i = 0; i < n; i++)
        str_put_utf8(&key, text[i]);
    char *out = arena_strndup(a, key.data, key.len);
    str_drop(&key);
    return out;
}

void l10n_memory_add(struct l10n_memory *m, const char *source, const char *target, const char *origin)
{
    size_t n = strlen(source);
    if (!n || !*target || n > LIMIT_TEXT_BYTES || m->entries.len >= UINT32_MAX - 1)
        return;
    struct str both = STR_INIT;
    str_printf(&both, "%s\x04%s", source, target);
    bool known = map_put(m->known, both.data, m) != NULL;
    str_drop(&both);
    if (known)
        return;
    struct memory_pair p = {.source = arena_strdup(m->arena, source),
                            .target = arena_strdup(m->arena, target),
                            .origin = arena_strdup(m->arena, origin)};
    p.text = ARENA_ARRAY(m->arena, n + 1, uint32_t);
    p.len = normalise(source, p.text);
    sign(p.text, p.len, p.pairs);
    vec_push(&m->entries, p);
    uint32_t number = (uint32_t)m->entries.len;
    if (!map_has(m->exact, source))
        map_put(m->exact, source, (void *)(uintptr_t)number);
    char *normal = normal_key(m->arena, p.text, p.len);
    if (!map_has(m->normal, normal))
        map_put(m->normal, normal, (void *)(uintptr_t)number);
    for (size_t i = 0; i + 3 <= p.len && i < LONGEST; i++) {
        char key[22];
        trigram_key(p.text + i, key);
        struct postings *list = map_find(m->trigrams, key);
        if (!list) {
            list = ARENA_NEW(m->arena, struct postings);
            map_put(m->trigrams, key, list);
        }
        if ((!list->len || list->at[list->len - 1] != number) && list->len < MOST_POSTINGS)
            vec_push(list, number);
    }
}

size_t l10n_memory_len(const struct l10n_memory *m)
{
    return m->entries.len;
}

/* Levenshtein's distance of two texts, the first one's positions being bits of blocks of 64. */
static size_t distance(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    enum { BLOCKS = (LONGEST + 63) / 64 };
    uint64_t pv[BLOCKS], mv[BLOCKS];
    size_t blocks = (n + 63) / 64, score = n;
    if (!n || !m)
        return n + m;
    for (size_t k = 0; k < blocks; k++) {
        pv[k] = ~0ull;
        mv[k] = 0;
    }
    for (size_t j = 0; j < m; j++) {
        int carry = 1; /* the row above grows by one a column */
        for (size_t k = 0; k < blocks; k++) {
            size_t len = n - k * 64 < 64 ? n - k * 64 : 64;
            uint64_t eq = 0;
            for (size_t i = 0; i < len; i++)
                eq |= (uint64_t)(a[k * 64 + i] == b[j]) << i;
            uint64_t xv = eq | mv[k], e = eq | (carry < 0);
            uint64_t xh = (((e & pv[k]) + pv[k]) ^ pv[k]) | e;
            uint64_t ph = mv[k] | ~(xh | pv[k]), mh = pv[k] & xh;
            uint64_t top = 1ull << (len - 1);
            int out = (ph & top) ? 1 : (mh & top) ? -1 : 0;
            ph = (ph << 1) | (carry > 0);
            mh = (mh << 1) | (carry < 0);
            pv[k] = mh | ~(xv | ph);
            mv[k] = ph & xv;
            carry = out;
        }
        score += (size_t)carry;
    }
    return score;
}

struct query {
    uint32_t text[LONGEST];
    size_t len;
    uint64_t pairs[4];
    int least;
    struct l10n_match *out;
    size_t n, max;
};

static void keep(struct query *q, const struct memory_pair *p, int score)
{
    for (size_t i = 0; i < q->n; i++) {
        if (strcmp(q->out[i].target, p->target) == 0) {
            if (q->out[i].score >= score)
                return;
            memmove(q->out + i, q->out + i + 1, (q->n - i - 1) * sizeof *q->out);
            q->n--;
            break;
        }
    }
    size_t at = q->n;
    while (at && q->out[at - 1].score < score)
        at--;
    if (at == q->max)
        return;
    if (q->n < q->max)
        q->n++;
    memmove(q->out + at + 1, q->out + at, (q->n - at - 1) * sizeof *q->out);
    q->out[at] = (struct l10n_match){p->source, p->target, p->origin, score};
}

static void consider(struct query *q, const struct memory_pair *p)
{
    size_t longer = p->len > q->len ? p->len : q->len, shorter = p->len + q->len - longer;
    size_t allowed = longer * (size_t)(100 - q->least) / 100;
    if (!longer || longer - shorter > allowed || p->len > LONGEST ||
        missing_pairs(q->pairs, p->pairs) > 2 * allowed || missing_pairs(p->pairs, q->pairs) > 2 * allowed)
        return;
    size_t d = distance(p->text, p->len, q->text, q->len);
    int score = (int)(100 - (d * 100 + longer - 1) / longer);
    if (d <= longer && score >= q->least)
        keep(q, p, d ? score : 99);
}

static int by_length(const void *a, const void *b)
{
    const struct postings *x = *(struct postings *const *)a, *y = *(struct postings *const *)b;
    return (x->len > y->len) - (x->len < y->len);
}

/* Looks at what shares one of the rarest trigrams. */
static void search(struct l10n_memory *m, struct query *q)
{
    const struct postings *lists[LONGEST];
    size_t n = 0;
    if (m->n_stamps < m->entries.len) {
        m->stamps = xrealloc(m->stamps, m->entries.len, sizeof *m->stamps);
        memset(m->stamps + m->n_stamps, 0, (m->entries.len - m->n_stamps) * sizeof *m->stamps);
        m->n_stamps = m->entries.len;
    }
    m->stamp++;
    for (size_t i = 0; i + 3 <= q->len; i++) {
        char key[22];
        trigram_key(q->text + i, key);
        const struct postings *list = map_find(m->trigrams, key);
        if (list)
            lists[n++] = list;
    }
    qsort(lists, n, sizeof *lists, by_length);
    for (size_t i = 0; i < n && i < RAREST; i++) {
        for (size_t k = 0; k < lists[i]->len; k++) {
            uint32_t at = lists[i]->at[k] - 1;
            if (m->stamps[at] == m->stamp)
                continue;
            m->stamps[at] = m->stamp;
            consider(q, &m->entries.at[at]);
        }
    }
}

size_t l10n_memory_find(struct l10n_memory *m, const char *source, int least, size_t max,
                        struct l10n_match *out)
{
    struct query q = {.least = least, .out = out, .max = max};
    uintptr_t exact = (uintptr_t)map_find(m->exact, source);
    if (!max)
        return 0;
    if (exact) { /* nothing is better */
        keep(&q, &m->entries.at[exact - 1], 100);
        return q.n;
    }
    if (utf8_length(source, strlen(source)) > LONGEST)
        return 0;
    q.len = normalise(source, q.text);
    struct arena *a = arena_new();
    uintptr_t same = (uintptr_t)map_find(m->normal, normal_key(a, q.text, q.len));
    arena_drop(a);
    sign(q.text, q.len, q.pairs);
    if (same)
        keep(&q, &m->entries.at[same - 1], 99);
    else
        search(m, &q);
    return q.n;
}
