/* Small pictures of failing ads, for the HTML report. */
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
        if (!uri)
            uri = report_picture(ctx, w->arena, s->pixels);
        f[i].picture = uri;
        if (rect_empty(f[i].box)) /* a rule on words knows no place, the layout does */
            f[i].box = place_of(s, &f[i]);
        f[i].width = s->pixels->width;
        f[i].height = s->pixels->height;
    }
}
