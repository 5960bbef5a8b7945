/* Texts that rules found nothing in. Ads of a campaign share most of their copy, so a worker keeps what it
 * saw: a table with one place for each hash, the newer text taking the place. Everything that a finding may
 * follow from is compared, not only its hash. */
#include <stdlib.h>
#include <string.h>

#include "brand/worker-imp.h"

enum { PLACES = 4096, LONGEST = 2048 };

struct place {
    char *key;
    size_t len, cap;
    uint64_t round; /* of the subject that used it last */
};

struct clean_texts {
    struct place places[PLACES];
    uint64_t *passed; /* places * words: a bit a rule */
    size_t words;
    uint64_t round;
    struct str key;
};

struct clean_texts *clean_new(size_t n_rules)
{
    struct clean_texts *t = xcalloc(1, sizeof *t);
    t->words = n_rules / 64 + 1;
    t->passed = xcalloc(PLACES * t->words, sizeof *t->passed);
    t->key = (struct str)STR_INIT;
    return t;
}

void clean_drop(struct clean_texts *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < PLACES; i++)
        free(t->places[i].key);
    free(t->passed);
    str_drop(&t->key);
    free(t);
}

static void put(struct str *s, const char *text)
{
    if (text)
        str_puts(s, text);
    str_put(s, text ? "\0" : "\1", 1); /* none is not empty */
}

void clean_next(struct clean_texts *t)
{
    t->round++;
}

uint64_t *clean_find(struct clean_texts *t, const struct copy_fact *f, const char *locale)
{
    struct str *s = &t->key;
    str_clear(s);
    put(s, f->text);
    put(s, f->slot);
    put(s, f->role);
    put(s, f->id);
    put(s, f->lang ? f->lang : locale);
    const long flags = f->max_chars * 4 + f->raw * 2 + f->optional;
    str_put(s, (const char *)&flags, sizeof flags);
    if (s->len > LONGEST)
        return NULL;
    size_t at = digest_rows(s->data, s->len, s->len, 1, HASH_SEED).at[0] % PLACES;
    struct place *p = &t->places[at];
    uint64_t *passed = t->passed + at * t->words;
    bool known = p->len == s->len && memcmp(p->key, s->data, s->len) == 0;
    if (!known && p->round == t->round) /* another text of this subject has it */
        return NULL;
    p->round = t->round;
    if (known)
        return passed;
    if (p->cap < s->len) {
        p->cap = s->len + 64;
        p->key = xrealloc(p->key, p->cap, 1);
    }
    memcpy(p->key, s->data, s->len);
    p->len = s->len;
    memset(passed, 0, t->words * sizeof *passed);
    return passed;
}
