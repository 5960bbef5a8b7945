/* The sentences that a message can become: one for each branch of each choice, for checks of their text. */
#include <string.h>

#include "message/message-imp.h"

enum { MOST_READINGS = 64 };

struct reading_of {
    const struct message *m;
    size_t arg;           /* the choices on this argument take the branch... */
    const char *selector; /* ...of this name; NULL: every choice is `other` */
    struct str text, tags;
};

static const struct branch *chosen(const struct reading_of *r, const struct part *p)
{
    const struct branch *last = p->branches;
    for (const struct branch *b = p->branches; b; b = b->next) {
        if (r->selector && p->arg == r->arg && strcmp(b->selector, r->selector) == 0)
            return b;
        last = b;
    }
    return p->other ? p->other : last;
}

static void put_parts(struct reading_of *r, const struct part *parts)
{
    for (const struct part *p = parts; p; p = p->next) {
        const struct branch *b;
        switch (p->kind) {
        case PART_TEXT:
            str_put(&r->text, p->text, p->len);
            break;
        case PART_RUN_OPEN:
        case PART_RUN_CLOSE:
            str_printf(&r->tags, p->kind == PART_RUN_OPEN ? "<%s>" : "</%s>", p->text);
            break;
        case PART_PLURAL:
        case PART_SELECT:
        case PART_CHOICE:
            b = chosen(r, p);
            put_parts(r, b ? b->parts : NULL);
            break;
        default:
            str_puts(&r->text, READING_ARGUMENT);
        }
    }
}

struct gathering {
    struct arena *a;
    const struct message *m;
    struct message_reading at[MOST_READINGS];
    size_t n;
    struct map *seen;
};

static void add(struct gathering *g, size_t arg, const char *selector)
{
    struct reading_of r = {g->m, arg, selector, STR_INIT, STR_INIT};
    if (g->n == MOST_READINGS)
        return;
    put_parts(&r, g->m->parts);
    g->at[g->n++] = (struct message_reading){
        .argument = selector ? g->m->args[arg].name : NULL,
        .selector = selector,
        .text = arena_strndup(g->a, r.text.data, r.text.len),
        .tags = arena_strndup(g->a, r.tags.data, r.tags.len),
    };
    str_drop(&r.text);
    str_drop(&r.tags);
}

static void gather(struct gathering *g, const struct part *parts)
{
    for (const struct part *p = parts; p; p = p->next) {
        for (const struct branch *b = p->branches; b; b = b->next) {
            char *key = arena_printf(g->a, "%zu %s", p->arg, b->selector);
            g->seen = g->seen ? g->seen : map_new();
            if (b != p->other && !map_has(g->seen, key)) {
                map_put(g->seen, key, g);
                add(g, p->arg, b->selector);
            }
            gather(g, b->parts);
        }
    }
}

size_t message_readings(const struct message *m, struct arena *a, struct message_reading **out)
{
    struct gathering g = {.a = a, .m = m};
    add(&g, 0, NULL);
    gather(&g, m->parts);
    map_drop(g.seen);
    *out = arena_grow(a, g.at, g.n, g.n, sizeof g.at[0]);
    return g.n;
}
