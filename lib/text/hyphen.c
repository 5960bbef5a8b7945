/* Hyphenation by F. M. Liang's patterns ("Word Hy-phen-a-tion by Com-put-er", 1983), from the dictionaries
 * that the hyphen package installs. Two levels: the first splits compounds, the second hyphenates their
 * parts. */
#include "text/hyphen-imp.h"
#include "text/layout-imp.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#define DICTIONARIES "/usr/share/hyphen"
#define DIC_BYTES (8L << 20)
#define MAX_PATTERN 40
#define MAX_WORD 200

struct pattern {
    uint64_t hash;
    uint32_t values; /* offset in the pool: n + 1 digits */
    uint8_t n;
};

struct level {
    struct pattern *slots;
    size_t cap, n;
    size_t longest;
};

struct hyphen_dict {
    struct level level[2]; /* compounds, parts */
    struct str pool;
    int left, right, part_left, part_right;
};

static uint64_t mix(uint64_t h, uint32_t c)
{
    return (h ^ c) * 0x100000001b3ULL;
}

/* Hashes stand for the letters: two of 80,000 patterns meet in 64 bits once in billions of dictionaries. */
static struct pattern *slot_for(const struct level *l, uint64_t hash)
{
    size_t h = (hash ^ hash >> 32) & (l->cap - 1);
    while (l->slots[h].n != 0 && l->slots[h].hash != hash)
        h = (h + 1) & (l->cap - 1);
    return &l->slots[h];
}

static void level_grow(struct level *l)
{
    struct level bigger = {.cap = l->cap == 0 ? 4096 : l->cap * 2, .n = l->n, .longest = l->longest};
    bigger.slots = xcalloc(bigger.cap, sizeof *bigger.slots);
    for (size_t i = 0; i < l->cap; i++)
        if (l->slots[i].n != 0)
            *slot_for(&bigger, l->slots[i].hash) = l->slots[i];
    free(l->slots);
    *l = bigger;
}

static void add_pattern(struct hyphen_dict *d, struct level *l, const UChar *s, int32_t n)
{
    uint8_t values[MAX_PATTERN + 1] = {0};
    uint64_t hash = HASH_SEED;
    size_t letters = 0;
    for (int32_t i = 0; i < n;) {
        UChar32 c;
        U16_NEXT(s, i, n, c);
        if (c == '/') /* a spelling that changes at the hyphen: not supported */
            return;
        if (c >= '0' && c <= '9') {
            values[letters] = (uint8_t)(c - '0');
            continue;
        }
        if (letters + 1 >= MAX_PATTERN)
            return;
        hash = mix(hash, (uint32_t)c);
        letters++;
    }
    if (letters == 0)
        return;
    if ((l->n + 1) * 2 > l->cap)
        level_grow(l);
    struct pattern *p = slot_for(l, hash);
    if (p->n == 0)
        l->n++;
    *p = (struct pattern){hash, (uint32_t)d->pool.len, (uint8_t)letters};
    str_put(&d->pool, (const char *)values, letters + 1);
    if (letters > l->longest)
        l->longest = letters;
}

static int setting(const char *line, const char *name, int now)
{
    size_t n = strlen(name);
    return strncmp(line, name, n) == 0 && line[n] == ' ' ? atoi(line + n) : now;
}

static bool is_setting(const char *line)
{
    static const char *const names[] = {"LEFTHYPHENMIN", "RIGHTHYPHENMIN", "COMPOUNDLEFTHYPHENMIN",
                                        "COMPOUNDRIGHTHYPHENMIN", "NOHYPHEN"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_starts(line, names[i]))
            return true;
    return false;
}

static void read_lines(struct hyphen_dict *d, char *text, UConverter *cnv)
{
    struct level *l = &d->level[0];
    bool two = false;
    UChar wide[256];
    for (char *line = text, *next; line != NULL && *line != '\0'; line = next) {
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        size_t len = strcspn(line, "\r");
        line[len] = '\0';
        d->left = setting(line, "LEFTHYPHENMIN", d->left);
        d->right = setting(line, "RIGHTHYPHENMIN", d->right);
        d->part_left = setting(line, "COMPOUNDLEFTHYPHENMIN", d->part_left);
        d->part_right = setting(line, "COMPOUNDRIGHTHYPHENMIN", d->part_right);
        if (str_eq(line, "NEXTLEVEL")) {
            l = &d->level[1];
            two = true;
        }
        if (len == 0 || len > 200 || line[0] == '#' || line[0] == '%' || is_setting(line) ||
            str_eq(line, "NEXTLEVEL"))
            continue;
        UErrorCode status = U_ZERO_ERROR;
        int32_t n = ucnv_toUChars(cnv, wide, 256, line, (int32_t)len, &status);
        if (U_SUCCESS(status))
            add_pattern(d, l, wide, n < 256 ? n : 255);
    }
    if (!two) { /* one level only: it hyphenates, nothing splits compounds */
        d->level[1] = d->level[0];
        d->level[0] = (struct level){0};
    }
}

struct hyphen_dict *hyphen_load(const char *path)
{
    struct ctx quiet = {0};
    struct arena *a = arena_new();
    struct hyphen_dict *d = NULL;
    char *text = NULL;
    size_t len = 0;
    if (!file_exists(path) || file_read(&quiet, a, path, DIC_BYTES, &text, &len) != 0)
        goto out;
    size_t first = strcspn(text, "\r\n");
    char charset[64];
    snprintf(charset, sizeof charset, "%.*s", (int)(first < 63 ? first : 63), text);
    if (str_starts(charset, "ISO8859-")) /* ICU knows it with a hyphen more */
        snprintf(charset, sizeof charset, "ISO-8859-%.*s", 8, text + 8);
    charset[strcspn(charset, "\r\n")] = '\0';
    UErrorCode status = U_ZERO_ERROR;
    UConverter *cnv = ucnv_open(charset, &status);
    if (U_FAILURE(status))
        goto out;
    d = xcalloc(1, sizeof *d);
    d->pool = (struct str)STR_INIT;
    d->left = d->right = 2;
    read_lines(d, text + first + (text[first] != '\0'), cnv);
    ucnv_close(cnv);
out:
    arena_drop(a);
    return d;
}

void hyphen_drop(struct hyphen_dict *d)
{
    if (d == NULL)
        return;
    free(d->level[0].slots);
    free(d->level[1].slots);
    str_drop(&d->pool);
    free(d);
}

/* Values between the letters of ".word."; odd ones are breaks. values[i] stands before word[i]. */
static void apply(const struct hyphen_dict *d, const struct level *l, const uint32_t *word, size_t n,
                  uint8_t *values)
{
    memset(values, 0, n + 1);
    if (l->n == 0)
        return;
    for (size_t start = 0; start < n + 2; start++) {
        uint64_t hash = HASH_SEED;
        for (size_t k = 0; k < l->longest && start + k < n + 2; k++) {
            size_t at = start + k; /* in ".word." */
            hash = mix(hash, at == 0 || at == n + 1 ? '.' : word[at - 1]);
            const struct pattern *p = slot_for(l, hash);
            if (p->n != k + 1)
                continue;
            const uint8_t *v = (const uint8_t *)d->pool.data + p->values;
            for (size_t i = 0; i <= k + 1; i++) {
                size_t before = start + i; /* in ".word." */
                if (before >= 1 && before <= n && v[i] > values[before - 1])
                    values[before - 1] = v[i];
            }
        }
    }
}

void hyphen_word(const struct hyphen_dict *d, const uint32_t *word, size_t n, bool *points)
{
    memset(points, 0, n * sizeof *points);
    if (n < 4 || n > MAX_WORD)
        return;
    uint32_t low[MAX_WORD];
    uint8_t outer[MAX_WORD + 2], inner[MAX_WORD + 2];
    for (size_t i = 0; i < n; i++)
        low[i] = (uint32_t)u_tolower((UChar32)word[i]);
    apply(d, &d->level[0], low, n, outer);
    int part_left = d->part_left > 0 ? d->part_left : d->left,
        part_right = d->part_right > 0 ? d->part_right : d->right;
    for (size_t start = 0; start < n;) {
        size_t end = start + 1;
        while (end < n && !(outer[end] & 1))
            end++;
        apply(d, &d->level[1], low + start, end - start, inner);
        for (size_t i = start + 1; i < end; i++) {
            int from_left = (int)(i - start), to_right = (int)(end - i);
            bool room = (start == 0 || from_left >= part_left) && (end == n || to_right >= part_right);
            points[i] = (inner[i - start] & 1) && room;
        }
        if (end < n)
            points[end] = true;
        start = end;
    }
    for (size_t i = 0; i < n; i++)
        if ((int)i < d->left || (int)(n - i) < d->right)
            points[i] = false;
}

static struct hyphen_dict none; /* marks "looked for, not there"; never written */

void hyphen_drop_all(struct map *dicts)
{
    for (size_t i = 0; i < map_len(dicts); i++)
        if (map_value(dicts, i) != &none)
            hyphen_drop(map_value(dicts, i));
}

/* hyph_de_AT.dic, hyph_de.dic, hyph_de_DE.dic, then any region's, in order of names. */
static struct hyphen_dict *find_dictionary(const char *lang)
{
    char ll[4] = "", name[64], path[256];
    size_t n = strcspn(lang, "-_");
    if (n < 2 || n > 3)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        if (((lang[i] | 32) < 'a') || ((lang[i] | 32) > 'z'))
            return NULL;
        ll[i] = (char)(lang[i] | 32);
    }
    char region[4] = "";
    for (const char *s = lang + n; *s != '\0';) {
        s += 1;
        size_t k = strcspn(s, "-_");
        if (k == 2 && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") >= 2)
            snprintf(region, sizeof region, "%c%c", s[0] & ~32, s[1] & ~32);
        s += k;
    }
    const char *const tails[] = {region, "", NULL, "US", "GB"};
    char own[4] = {(char)(ll[0] & ~32), (char)(ll[1] & ~32), '\0'};
    struct hyphen_dict *d = NULL;
    for (size_t i = 0; d == NULL && i < sizeof tails / sizeof *tails; i++) {
        const char *tail = tails[i] == NULL ? own : tails[i];
        if ((i == 0 && region[0] == '\0') || (i > 2 && !str_eq(ll, "en")))
            continue;
        snprintf(path, sizeof path, "%s/hyph_%s%s%s.dic", DICTIONARIES, ll, tail[0] != '\0' ? "_" : "", tail);
        d = hyphen_load(path);
    }
    struct ctx quiet = {0};
    struct arena *a = arena_new();
    char **names;
    size_t n_names = 0;
    snprintf(name, sizeof name, "hyph_%s_", ll);
    if (d == NULL && dir_exists(DICTIONARIES) &&
        dir_list(&quiet, a, DICTIONARIES, ".dic", &names, &n_names) == 0)
        for (size_t i = 0; d == NULL && i < n_names; i++)
            if (str_starts(names[i], name)) {
                snprintf(path, sizeof path, "%s/%s", DICTIONARIES, names[i]);
                d = hyphen_load(path);
            }
    arena_drop(a);
    return d;
}

bool hyphen_marks(struct fonts *f, const uint32_t *cps, size_t n, const char *lang, uint8_t *marks)
{
    if (lang == NULL || lang[0] == '\0' || n > MAX_WORD)
        return false;
    pthread_mutex_lock(&f->lock);
    struct hyphen_dict *d = map_find(f->hyphen, lang);
    if (d == NULL && map_len(f->hyphen) < 256) { /* languages may come from data */
        d = find_dictionary(lang);
        if (d == NULL)
            d = &none;
        map_put(f->hyphen, lang, d);
    }
    pthread_mutex_unlock(&f->lock);
    if (d == NULL || d == &none)
        return false;
    bool points[MAX_WORD];
    for (size_t i = 0; i < n;) { /* letters only: punctuation, digits and hyphens bound the words */
        size_t j = i;
        while (j < n && u_isalpha((UChar32)cps[j]))
            j++;
        hyphen_word(d, cps + i, j - i, points);
        for (size_t k = i + 1; k < j; k++)
            if (points[k - i] && marks[k] == 0)
                marks[k] = BREAK_HYPHEN;
        i = j + (j == i || j < n ? 1 : 0);
    }
    return true;
}
