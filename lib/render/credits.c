/* Who made the pictures of a scene. */
#include <string.h>

#include "credit/credit.h"
#include "render/render-imp.h"

enum { MOST_PICTURES = 64, MOST_KEPT = 1000 };

struct collect {
    const struct scene *scene;
    const struct image_notes *notes[MOST_PICTURES];
    const char *names[MOST_PICTURES];
    size_t n;
};

static void collect(void *payload, const struct node *image)
{
    struct collect *c = payload;
    const struct scene *sc = c->scene;
    const struct pixmap *source = image->u.image.pixmap;
    const char *name = image->u.image.href;
    bool bound = image->slot >= 0 && (size_t)image->slot < sc->frame.n && sc->frame.at[image->slot].pixmap;
    if (bound && (size_t)image->slot < sc->n_slots) {
        source = sc->slots[image->slot].source;
        name = sc->slots[image->slot].value ? sc->slots[image->slot].value->value : name;
    }
    const struct image_notes *notes = source ? source->notes : NULL;
    for (size_t i = 0; notes && i < c->n; i++)
        if (str_eq(c->notes[i]->digest, notes->digest))
            return;
    if (!notes || c->n == MOST_PICTURES)
        return;
    c->names[c->n] = str_starts(name, "data:") ? NULL : name;
    c->notes[c->n++] = notes;
}

struct image_marks stage_marks(struct ctx *ctx, struct stage *s, const struct scene *scene)
{
    struct collect c = {.scene = scene};
    tree_pictures(scene->tree, &scene->frame, collect, &c);
    if (!c.n)
        return (struct image_marks){0};
    struct str key = STR_INIT;
    for (size_t i = 0; i < c.n; i++)
        str_puts(&key, c.notes[i]->digest);
    if (map_len(s->marks) >= MOST_KEPT) {
        map_drop(s->marks);
        s->marks = map_new();
        arena_reset(s->marks_arena);
    }
    struct image_marks *m = map_find(s->marks, key.data);
    if (!m) {
        struct arena *a = arena_new();
        const struct credit **list = ARENA_ARRAY(a, c.n, const struct credit *);
        for (size_t i = 0; i < c.n; i++) {
            struct where where = {.file = c.names[i] ? c.names[i] : scene->tree->path,
                                  .variant = scene->variant ? scene->variant->id : NULL};
            struct credit *x = ARENA_NEW(a, struct credit);
            credit_read(ctx, a, c.notes[i], where, x);
            list[i] = x;
        }
        m = ARENA_NEW(s->marks_arena, struct image_marks);
        m->xmp = arena_strdup(s->marks_arena, credit_packet(a, list, c.n, &m->xmp_len));
        char *iptc = credit_iim(a, list, c.n, &m->iptc_len);
        m->iptc = iptc ? arena_strndup(s->marks_arena, iptc, m->iptc_len) : NULL;
        map_put(s->marks, key.data, m);
        arena_drop(a);
    }
    str_drop(&key);
    return *m;
}
