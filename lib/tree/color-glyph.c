/* Glyphs that bring their own colours, as nodes: every painter and writer draws nodes. */
#include "tree/tree.h"

struct rgba text_paint_color(const struct text_paint *p)
{
    struct rgba black = {0, 0, 0, 255};
    return p->fill && p->fill->paint.kind == PAINT_COLOR ? p->fill->paint.color : black;
}

static const struct node *bitmap(struct color_glyph *g, const struct pixmap *pm, struct rect em)
{
    g->parts[0] = (struct node){.kind = NODE_IMAGE, .transform = MATRIX_IDENTITY, .slot = SLOT_NONE};
    g->parts[0].u.image =
        (struct node_image){.pixmap = pm, .view = em, .fit = {.box = {0, 0, pm->width, pm->height}}};
    return &g->parts[0];
}

static const struct node *layers(struct color_glyph *g, const struct text_run *r, const struct text_glyph *t,
                                 const struct fill *text)
{
    struct face_layer found[COLOR_LAYERS];
    size_t n = face_color_layers(r->face, t->id, found, COLOR_LAYERS), k = 0;
    for (size_t i = 0; i < n && i < COLOR_LAYERS; i++) {
        const struct path *p = face_outline(r->face, found[i].glyph, r->embolden, r->oblique);
        if (!p)
            continue;
        struct fill *f = &g->fills[k];
        *f = (struct fill){.paint = {.kind = PAINT_COLOR, .color = found[i].color, .slot = SLOT_NONE},
                           .opacity = 1};
        if (found[i].use_text_color)
            f->paint = text->paint;
        if (found[i].use_text_color && f->paint.kind == PAINT_COLOR)
            f->paint.color.a = 255; /* that of the whole glyph */
        g->parts[k] = (struct node){.kind = NODE_PATH, .transform = MATRIX_IDENTITY, .slot = SLOT_NONE};
        g->parts[k].u.path = (struct node_path){.path = p, .fill = f, .antialias = true};
        if (k)
            g->parts[k - 1].next = &g->parts[k];
        k++;
    }
    return k ? &g->parts[0] : NULL;
}

bool color_glyph_make(struct color_glyph *g, const struct text_run *r, const struct text_glyph *t,
                      const struct text_paint *p, double pixels_per_em)
{
    static const struct fill black = {
        .paint = {.kind = PAINT_COLOR, .color = {0, 0, 0, 255}, .slot = SLOT_NONE}, .opacity = 1};
    const struct fill *text = p->fill ? p->fill : &black;
    const struct pixmap *pm;
    struct rgba color = text_paint_color(p);
    struct rect em;
    double units = 1;
    const struct node *first;
    const struct tree *svg = NULL;
    double opacity = text->opacity * color.a / 255;
    color.a = 255;
    if (face_bitmap(r->face, t->id, pixels_per_em, color, &pm, &em) && pm)
        first = bitmap(g, pm, em);
    else if ((svg = face_svg(r->face, t->id, color, &units)))
        first = svg->root;
    else
        first = layers(g, r, t, text);
    if (!first)
        return false;
    struct matrix unit = {1 / units, 0, 0, 1 / units, 0, 0};
    g->node =
        (struct node){.kind = NODE_GROUP,
                      .transform = matrix_multiply(text_glyph_matrix(r, t), svg ? unit : MATRIX_IDENTITY),
                      .slot = SLOT_NONE};
    g->node.u.group = (struct node_group){.first = first, .opacity = opacity};
    return true;
}
