/* Ads of a campaign that look the same: perceptual digests are kept while ads are checked, and grouped at the
 * end. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "brand/brand-imp.h"
#include "brand/digest-imp.h"

static const struct brand_param params[] = {
    {NULL, "distance", BRAND_NUMBER, .def = "3", .min = 0, .max = 15,
     .help = "bits of 128 by which ads may differ and still look the same"},
    {NULL, "color", BRAND_NUMBER, .def = "12", .min = 0, .max = 255,
     .help = "greatest difference of the mean colour of any ninth of them, of 255"},
    {NULL, "most", BRAND_NUMBER, .min = 1, .max = 1000000000,
     .help = "most ads of one size that may look the same; without it, any number"},
    {NULL, "min-distinct", BRAND_NUMBER, .min = 0, .max = 100,
     .help = "least share of the ads that must look distinct, in percent"},
};

enum { MOST_GROUPS_TOLD = 20, MOST_NAMES = 3 };

struct ad {
    struct look_digest digest;
    char *name;
    long serial;
    int width, height;
    long group; /* index of the first ad that looks the same */
    long n;     /* ads of the group, at the first */
};
struct ads {
    struct vec(struct ad) at;
};

static void ads_drop(void *data)
{
    struct ads *ads = data;
    for (size_t i = 0; ads && i < ads->at.len; i++)
        free(ads->at.at[i].name);
    if (ads)
        vec_drop(&ads->at);
    free(ads);
}

static int check(struct check *c, const struct brand_rule *r)
{
    (void)r;
    const struct pixmap *p = c->s->pixels;
    if (!p)
        return 0;
    const struct variant *v = c->s->variant;
    struct ad ad = {.digest = look_of_picture(p),
                    .serial = c->s->serial,
                    .width = p->width,
                    .height = p->height,
                    .name = xstrdup(v && v->id ? check_masked(c, v->id) : c->s->file)};
    struct rule_memory *m = rule_memory(c);
    struct ads *ads = m->data;
    if (!ads) {
        ads = m->data = xcalloc(1, sizeof *ads);
        m->drop = ads_drop;
    }
    vec_push(&ads->at, ad);
    pthread_mutex_unlock(&m->lock);
    return 0;
}

static int by_serial(const void *a, const void *b)
{
    const struct ad *x = a, *y = b;
    return x->serial != y->serial ? (x->serial > y->serial) - (x->serial < y->serial)
                                  : strcmp(x->name, y->name);
}

/* Chunks of the digest by value: digests that differ in d bits agree in one of d + 1 chunks at least, so only
 * first ads that share a chunk are compared. */
struct chunks {
    long *heads, *next; /* by hash; by (first ad, chunk) */
    size_t n, mask;
};

static uint64_t chunk_of(const struct look_digest *d, size_t i, size_t n)
{
    size_t from = 128 * i / n, to = 128 * (i + 1) / n;
    uint64_t v = 0;
    for (size_t b = from; b < to && b - from < 64; b++)
        v |= (d->bits[b / 64] >> (b % 64) & 1) << (b - from);
    return v;
}

static size_t slot_of(const struct chunks *t, const struct ad *ad, size_t i)
{
    uint64_t key[4] = {i, chunk_of(&ad->digest, i, t->n), (uint64_t)ad->width, (uint64_t)ad->height};
    return hash_bytes(key, sizeof key, HASH_SEED) & t->mask;
}

static bool same(const struct ad *a, const struct ad *b, int bits, int color)
{
    return a->width == b->width && a->height == b->height && look_distance(&a->digest, &b->digest) <= bits &&
           look_color_distance(&a->digest, &b->digest) <= color;
}

/* Groups ads by the first one that each looks like; returns the number of groups. */
static long group(struct arena *a, struct ad *ads, size_t n, int bits, int color)
{
    struct chunks t = {.n = (size_t)bits + 1 < 2 ? 2 : (size_t)bits + 1, .mask = 1};
    while (t.mask < 2 * n)
        t.mask *= 2;
    t.heads = ARENA_ARRAY(a, t.mask, long);
    t.mask--;
    t.next = ARENA_ARRAY(a, n * t.n + 1, long);
    long groups = 0;
    for (size_t i = 0; i < n; i++) {
        ads[i].group = (long)i;
        for (size_t k = 0; k < t.n && ads[i].group == (long)i; k++)
            for (long at = t.heads[slot_of(&t, &ads[i], k)]; at; at = t.next[at - 1]) {
                size_t first = (size_t)(at - 1) / t.n;
                if ((size_t)(at - 1) % t.n == k && same(&ads[first], &ads[i], bits, color)) {
                    ads[i].group = (long)first;
                    break;
                }
            }
        ads[ads[i].group].n++;
        if (ads[i].group != (long)i)
            continue;
        groups++;
        for (size_t k = 0; k < t.n; k++) {
            size_t slot = slot_of(&t, &ads[i], k);
            t.next[i * t.n + k] = t.heads[slot];
            t.heads[slot] = (long)(i * t.n + k) + 1;
        }
    }
    return groups;
}

static void tell_groups(struct check *c, const struct brand_rule *r, const struct ad *ads, size_t n)
{
    double most = rule_number(r, "most", 0);
    int told = 0;
    for (size_t i = 0; i < n && told < MOST_GROUPS_TOLD; i++) {
        if ((double)ads[i].n <= most)
            continue;
        struct str s = STR_INIT;
        long names = 0;
        for (size_t k = i + 1; k < n && names < MOST_NAMES; k++)
            if (ads[k].group == (long)i)
                str_printf(&s, "%s%s", names++ ? ", " : "", ads[k].name);
        found(c, (struct spot){.key = arena_strdup(c->arena, ads[i].name), .file = c->memory->file},
              "%ld ads look like %s, such as %s; at most %g may look the same", ads[i].n - 1, ads[i].name,
              s.data, most);
        str_drop(&s);
        told++;
    }
}

static int finish(struct check *c, const struct brand_rule *r)
{
    struct ads *all = c->memory->data;
    struct ad *ads = all ? all->at.at : NULL;
    size_t n = all ? all->at.len : 0;
    if (!n)
        return 0;
    qsort(ads, n, sizeof *ads, by_serial);
    long distinct =
        group(c->arena, ads, n, (int)rule_number(r, "distance", 3), (int)rule_number(r, "color", 12));
    double share = 100 * (double)distinct / (double)n, least = rule_number(r, "min-distinct", 0);
    struct spot spot = {.key = "distinct", .file = c->memory->file};
    if (share < least) {
        found(c, spot, "%zu ad%s, %ld visually distinct: %.1f %%, at least %g %% are needed", n,
              n == 1 ? "" : "s", distinct, share, least);
    } else {
        spot.level = AT_LEVEL(DIAG_INFO);
        found(c, spot, "%zu ad%s, %ld visually distinct", n, n == 1 ? "" : "s", distinct);
    }
    if (rule_value(r, "most")->set)
        tell_groups(c, r, ads, n);
    return 0;
}

BRAND_KIND(near_duplicate, "near-duplicate",
           .summary = "ads of a campaign that look the same: N ads, M visually distinct", PARAMS(params),
           .need = NEED_PIXELS, .section = "picture",
           .hint = "vary what is seen, or drop the rows that give no ad of their own", .check = check,
           .finish = finish);
