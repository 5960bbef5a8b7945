#include <stdlib.h>
#include <string.h>

#include "still/still-imp.h"

struct claim {
    uint64_t digest[2];
    long line; /* 0: free */
};
struct claims {
    struct claim *at;
    size_t cap, len; /* cap is a power of two */
};

struct claims *claims_new(void)
{
    struct claims *c = xcalloc(1, sizeof *c);
    c->cap = 1024;
    c->at = xcalloc(c->cap, sizeof *c->at);
    return c;
}

void claims_drop(struct claims *c)
{
    if (!c)
        return;
    free(c->at);
    free(c);
}

static struct claim *find(const struct claims *c, const uint64_t digest[2])
{
    size_t i = (size_t)digest[0] & (c->cap - 1);
    while (c->at[i].line && memcmp(c->at[i].digest, digest, 16) != 0)
        i = (i + 1) & (c->cap - 1);
    return &c->at[i];
}

static void grow(struct claims *c)
{
    struct claims wider = {.cap = c->cap * 2, .len = c->len};
    wider.at = xcalloc(wider.cap, sizeof *wider.at);
    for (size_t i = 0; i < c->cap; i++)
        if (c->at[i].line)
            *find(&wider, c->at[i].digest) = c->at[i];
    free(c->at);
    *c = wider;
}

long claims_take(struct claims *c, const char *name, long line)
{
    char hex[33];
    uint64_t digest[2];
    digest_hex(name, strlen(name), hex);
    digest[1] = strtoull(hex + 16, NULL, 16);
    hex[16] = '\0';
    digest[0] = strtoull(hex, NULL, 16);
    struct claim *at = find(c, digest);
    if (at->line)
        return at->line;
    *at = (struct claim){{digest[0], digest[1]}, line};
    if (++c->len * 2 > c->cap)
        grow(c);
    return 0;
}
