/* text_layout: the way in. */
#include "text/layout-imp.h"

#include <math.h>

#define MEMO_ENTRIES 20000 /* of each cache; beyond, it is emptied between layouts */
#define MEMO_BYTES (16 << 20)

static void trim(struct memo *m)
{
    if (m->n > MEMO_ENTRIES || (m->arena != NULL && arena_used(m->arena) > MEMO_BYTES))
        memo_reset(m);
}

static bool usable(const struct text_block *b)
{
    for (size_t i = 0; i < b->n_spans; i++) {
        const struct text_style *s = b->spans[i].style;
        if (s == NULL || !(s->size > 0) || !isfinite(s->size) ||
            (b->spans[i].text == NULL && b->spans[i].len > 0))
            return false;
    }
    return b->n_spans > 0;
}

struct text_layout *text_layout(struct typesetter *t, struct arena *a, const struct text_block *block,
                                const char *const *fallbacks, size_t n_fallbacks)
{
    struct text_layout *out;
    arena_reset(t->scratch);
    trim(&t->shapes);
    trim(&t->clusters);
    trim(&t->choices);
    if (!usable(block)) {
        out = ARENA_NEW(a, struct text_layout);
        out->fallback = -1;
        return out;
    }
    if (block->box != NULL)
        return box_layout(t, a, block, fallbacks, n_fallbacks);
    out = ARENA_NEW(a, struct text_layout);
    out->fallback = -1;
    out->size = block->spans[0].style->size;
    svg_place(para_new(t, block, block->spans, block->n_spans), a, out);
    return out;
}
