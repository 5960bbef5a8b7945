/* Buffers that live as long as their painter, and canvases made of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "paint/paint-imp.h"

struct painter *painter_new(void)
{
    struct painter *p = xcalloc(1, sizeof *p);
    p->glyphs = cache_new(GLYPHS_BYTES);
    return p;
}

void painter_forget(struct painter *p)
{
    cache_drop(p->glyphs);
    p->glyphs = cache_new(GLYPHS_BYTES);
}

void painter_drop(struct painter *p)
{
    if (!p)
        return;
    for (int i = 0; i < POOL_BLOCKS; i++)
        free(p->blocks[i].memory);
    path_drop(&p->scratch);
    free(p->row);
    cache_drop(p->glyphs);
    free(p);
}

void *pool_take(struct painter *p, size_t size)
{
    struct pool_block *fit = NULL, *vacant = NULL;
    if (size < 4096)
        size = 4096;
    for (int i = 0; i < POOL_BLOCKS; i++) {
        struct pool_block *b = &p->blocks[i];
        if (!b->memory)
            vacant = vacant ? vacant : b;
        else if (!b->used && b->size >= size && b->size / 8 <= size && (!fit || b->size < fit->size))
            fit = b;
    }
    if (!fit && !vacant) /* the pool is full: replace an idle block */
        for (int i = 0; i < POOL_BLOCKS && !vacant; i++)
            if (!p->blocks[i].used) {
                vacant = &p->blocks[i];
                free(vacant->memory);
                vacant->memory = NULL;
            }
    if (!fit) {
        void *memory = pages_ready(xmalloc(size), size);
        if (!vacant)
            return memory; /* not kept: pool_give frees it */
        fit = vacant;
        *fit = (struct pool_block){memory, size, false};
    }
    fit->used = true;
    return fit->memory;
}

void pool_give(struct painter *p, void *memory)
{
    if (!memory)
        return;
    for (int i = 0; i < POOL_BLOCKS; i++)
        if (p->blocks[i].memory == memory) {
            p->blocks[i].used = false;
            return;
        }
    free(memory);
}

uint32_t *painter_row(struct painter *p, size_t n)
{
    if (p->row_len < n) {
        p->row = xrealloc(p->row, n, sizeof *p->row);
        p->row_len = n;
    }
    return p->row;
}

bool layer_new(struct draw *d, struct layer *l, struct irect box)
{
    if (irect_empty(box))
        return false;
    long long w = (long long)box.x1 - box.x0, h = (long long)box.y1 - box.y0;
    if (w > 4 * LIMIT_CANVAS_SIDE || h > 4 * LIMIT_CANVAS_SIDE || w * h > LIMIT_CANVAS_PIXELS)
        return false;
    if (d->work && (d->work->pixels += (double)w * (double)h) > WORK_PIXELS_MAX) {
        draw_limit(d, NULL, "canvases for groups, masks and patterns add up to a picture");
        return false;
    }
    size_t stride = (size_t)w * 4;
    void *memory = pool_take(d->p, stride * (size_t)h);
    memset(memory, 0, stride * (size_t)h);
    *l = (struct layer){{(int)w, (int)h, (int)stride, memory, false}, box.x0, box.y0};
    return true;
}

void layer_free(struct draw *d, struct layer *l)
{
    pool_give(d->p, l->pm.data);
    l->pm.data = NULL;
}

struct irect irect_around(struct rect r, struct irect limit)
{
    double x0 = floor(r.x), y0 = floor(r.y), x1 = ceil(r.x + r.w), y1 = ceil(r.y + r.h);
    if (!(x1 > limit.x0) || !(y1 > limit.y0) || !(x0 < limit.x1) || !(y0 < limit.y1))
        return (struct irect){0};
    return (struct irect){x0 > limit.x0 ? (int)x0 : limit.x0, y0 > limit.y0 ? (int)y0 : limit.y0,
                          x1 < limit.x1 ? (int)x1 : limit.x1, y1 < limit.y1 ? (int)y1 : limit.y1};
}
