/* Small pictures of failing ads, for the HTML report. */
#include <math.h>
#include <string.h>

#include "brand/worker-imp.h"

static struct rect place_of(const struct subject *s, const struct finding *f)
{
    for (size_t i = 0; i < s->n_texts; i++) {
        const struct drawn_text *t = &s->texts[i];
        if (f->slot ? str_eq(t->slot, f->slot) : f->element && str_eq(t->id, f->element))
            return t->box;
    }
    return (struct rect){0};
}

static bool is_personal(const struct subject *s, const char *value)
{
    for (size_t i = 0; i < s->n_masked && value; i++)
        if (str_eq(value, s->masked[i]))
            return true;
    return false;
}

static bool holds_personal(const struct subject *s, const char *text)
{
    for (size_t i = 0; i < s->n_masked && text; i++)
        if (strcasestr(text, s->masked[i]))
            return true;
    return false;
}

/* What a slot shows may be formatted, shortened or in capitals: a personal value among its arguments is
 * enough. */
static bool slot_is_personal(const struct subject *s, const char *slot)
{
    const struct slot_value *v = slot && s->variant ? variant_slot(s->variant, slot) : NULL;
    bool personal = v && (is_personal(s, v->value) || holds_personal(s, v->text));
    for (size_t i = 0; v && i < v->n_args; i++)
        personal |= is_personal(s, v->args[i].value);
    return personal;
}

/* Fills an area with its mean colour: the outlines of a mosaic can be read again. */
static void cover(struct pixmap *p, struct rect area)
{
    struct rect all = {0, 0, p->width, p->height};
    area = rect_intersect(rect_inset(area, -2), all);
    if (rect_empty(area))
        return;
    uint64_t sum[4] = {0}, n = 0;
    int right = (int)ceil(area.x + area.w), bottom = (int)ceil(area.y + area.h);
    for (int pass = 0; pass < 2; pass++)
        for (int y = (int)area.y; y < bottom && y < p->height; y++)
            for (int x = (int)area.x; x < right && x < p->width; x++) {
                uint8_t *at = p->data + (size_t)y * (size_t)p->stride + (size_t)x * 4;
                for (int k = 0; k < 4; k++) {
                    if (pass)
                        at[k] = (uint8_t)(sum[k] / n);
                    else
                        sum[k] += at[k];
                }
                n += !pass;
            }
}

/* The picture as others may see it: a copy with what is personal covered; NULL when nothing of it is. */
static struct pixmap *without_personal(const struct subject *s)
{
    struct pixmap *copy = NULL;
    for (size_t i = 0; i < s->n_texts && s->n_masked; i++) {
        const struct drawn_text *t = &s->texts[i];
        if (!holds_personal(s, t->text) && !slot_is_personal(s, t->slot))
            continue;
        copy = copy ? copy : pixmap_clone(s->pixels);
        cover(copy, rect_union(t->box, t->ink));
    }
    for (size_t i = 0; i < s->n_images && s->n_masked; i++)
        if (slot_is_personal(s, s->images[i].slot)) {
            copy = copy ? copy : pixmap_clone(s->pixels);
            cover(copy, s->images[i].box);
        }
    return copy;
}

void attach_picture(struct ctx *ctx, struct brand_worker *w, struct subject *s, struct finding *f, size_t n)
{
    const char *uri = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!report_wants_picture(w->run->report, s->serial, &f[i]))
            continue;
        if (!s->pixels && s->scene)
            s->pixels = stage_draw(ctx, worker_stage(ctx, w), s->scene);
        if (!s->pixels)
            return; /* rules on copy alone draw nothing */
        if (!uri) {
            struct pixmap *covered = without_personal(s);
            uri = report_picture(ctx, w->arena, covered ? covered : s->pixels);
            pixmap_drop(covered);
        }
        f[i].picture = uri;
        if (rect_empty(f[i].box)) /* a rule on words knows no place, the layout does */
            f[i].box = place_of(s, &f[i]);
        f[i].width = s->pixels->width;
        f[i].height = s->pixels->height;
    }
}
