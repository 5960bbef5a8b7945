/* Pictures for translators: a layout with one of its texts outlined. */
#include "l10n/fit-imp.h"

#include <math.h>
#include <stdlib.h>

#include "image/image.h"

enum { PREVIEW_SIDE = 640, OUTLINE = 3 };
#define OUTLINE_COLOR 0xFFE6007Eu /* magenta: rare in layouts, seen on dark and light */

static void fill(struct pixmap *p, int x0, int y0, int x1, int y1)
{
    for (int y = y0 < 0 ? 0 : y0; y < y1 && y < p->height; y++) {
        uint32_t *row = (uint32_t *)(void *)(p->data + (size_t)y * (size_t)p->stride);
        for (int x = x0 < 0 ? 0 : x0; x < x1 && x < p->width; x++)
            row[x] = OUTLINE_COLOR;
    }
}

static void outline(struct pixmap *p, struct rect r)
{
    int x0 = (int)floor(r.x) - OUTLINE, y0 = (int)floor(r.y) - OUTLINE;
    int x1 = (int)ceil(r.x + r.w) + OUTLINE, y1 = (int)ceil(r.y + r.h) + OUTLINE;
    fill(p, x0, y0, x1, y0 + OUTLINE);
    fill(p, x0, y1 - OUTLINE, x1, y1);
    fill(p, x0, y0, x0 + OUTLINE, y1);
    fill(p, x1 - OUTLINE, y0, x1, y1);
}

static int write_png(struct ctx *ctx, const char *path, const struct pixmap *drawn, struct rect box)
{
    double side = drawn->width > drawn->height ? drawn->width : drawn->height, scale = PREVIEW_SIDE / side;
    if (scale > 1)
        scale = 1;
    struct pixmap *small = scale < 1 ? image_resize(drawn, (int)fmax(1, round(drawn->width * scale)),
                                                    (int)fmax(1, round(drawn->height * scale)))
                                     : pixmap_clone(drawn);
    uint8_t *bytes = NULL;
    size_t len = 0;
    int result = -1;
    if (small) {
        outline(small, (struct rect){box.x * scale, box.y * scale, box.w * scale, box.h * scale});
        const struct encode_options o = {.format = IMAGE_PNG};
        result = image_encode(ctx, small, &o, (struct where){.file = path}, &bytes, &len);
    }
    if (result == 0)
        result = file_write(ctx, path, bytes, len);
    free(bytes);
    pixmap_drop(small);
    return result;
}

/* Where the text stands in the picture: its box, or its lines. */
static struct rect place_of(const struct scene_slot *s)
{
    struct rect r = s->view;
    if (r.w > 0 && r.h > 0)
        return r;
    return s->text ? matrix_apply_rect(s->matrix, s->text->ink) : r;
}

int l10n_fit_preview(struct ctx *ctx, struct l10n_fit *f, const struct l10n_fit_request *r, const char *path)
{
    const struct fit_message *m = map_find(f->messages, r->id);
    const struct l10n_place *places;
    size_t n = l10n_fit_measure(f, r, &places);
    if (!n || !m->n_uses || !m->uses[0]->n_contexts)
        return 1;
    /* The tallest text is the easiest to see: the layout whose letters are the largest. */
    size_t best = 0;
    for (size_t i = 1; i < n; i++) {
        if (places[i].full_size > places[best].full_size)
            best = i;
    }
    const struct fit_use *use = NULL;
    for (size_t i = 0; i < m->n_uses && !use; i++) {
        if (str_eq(m->uses[i]->layout, places[best].layout) && str_eq(m->uses[i]->slot, places[best].slot))
            use = m->uses[i];
    }
    if (!use || !use->n_contexts)
        return 1;
    const struct fit_context *c = use->contexts[0];
    struct slot_value value = {.next = c->slots,
                               .slot = use->slot,
                               .kind = SLOT_VALUE_TEXT,
                               .text = places[best].text,
                               .visible = true};
    struct variant v = {.id = "preview",
                        .creative = f->path,
                        .layout = use->layout,
                        .locale = r->locale,
                        .theme = c->theme,
                        .slots = &value};
    struct arena *a = arena_new();
    struct ctx silent = {0}; /* what is wrong with the layout itself is not the translator's */
    struct scene *scene = stage_bind(&silent, f->stage, a, &v);
    const struct pixmap *drawn = scene ? stage_draw(&silent, f->stage, scene) : NULL;
    int result = 1;
    for (size_t i = 0; drawn && i < scene->n_slots; i++) {
        if (str_eq(scene->slots[i].slot->name, use->slot)) {
            result = write_png(ctx, path, drawn, place_of(&scene->slots[i]));
            break;
        }
    }
    arena_drop(a);
    return result;
}
