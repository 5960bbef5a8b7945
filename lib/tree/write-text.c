/* The SVG writer's texts: outlines, pictures of colour glyphs, lines. */
#include "tree/write-imp.h"

struct text_write {
    struct svg_writer *w;
    struct str *out;
    const struct node_text *text;
    const struct text_layout *l;
};

static void put_outlines(struct text_write *t, const struct text_run *r, size_t from, size_t to,
                         uint32_t only, const struct fill *fill, const struct stroke *stroke,
                         bool stroke_first)
{
    struct path all = {0};
    for (size_t i = from; i < to; i++) {
        uint32_t id = only ? only : r->glyphs[i].id;
        const struct path *p = face_outline(r->face, id, r->embolden, r->oblique);
        if (p)
            path_append(&all, p, text_glyph_matrix(r, &r->glyphs[i]));
    }
    if (all.n_verbs) {
        str_puts(t->out, "<path");
        write_path(t->out, &all, MATRIX_IDENTITY);
        write_paints(t->w, t->out, fill, stroke, stroke_first, t->text->antialias, &t->l->em_box);
        str_puts(t->out, "/>\n");
    }
    path_drop(&all);
}

static void put_color_glyph(struct text_write *t, const struct text_run *r, size_t i,
                            const struct text_paint *p)
{
    const struct pixmap *pm;
    struct rect em;
    struct face_layer layers[64];
    if (face_bitmap(r->face, r->glyphs[i].id, 160, &pm, &em) && pm) {
        str_puts(t->out, "<image");
        write_matrix(t->out, "transform", text_glyph_matrix(r, &r->glyphs[i]));
        write_attr(t->out, "x", em.x);
        write_attr(t->out, "y", em.y);
        write_attr(t->out, "width", em.w);
        write_attr(t->out, "height", em.h);
        str_printf(t->out, " preserveAspectRatio=\"none\" href=\"%s\"/>\n", write_picture(t->w, pm));
        return;
    }
    double units;
    const struct tree *svg = face_svg(r->face, r->glyphs[i].id, text_paint_color(p), &units);
    if (svg) {
        str_puts(t->out, "<g");
        write_matrix(t->out, "transform",
                     matrix_multiply(text_glyph_matrix(r, &r->glyphs[i]),
                                     (struct matrix){1 / units, 0, 0, 1 / units, 0, 0}));
        str_puts(t->out, ">\n");
        write_nodes(t->w, t->out, svg->root);
        str_puts(t->out, "</g>\n");
        return;
    }
    size_t n = face_color_layers(r->face, r->glyphs[i].id, layers, 64);
    if (!n)
        put_outlines(t, r, i, i + 1, 0, p->fill, p->stroke, p->stroke_first);
    for (size_t k = 0; k < n && k < 64; k++) {
        struct fill own = {.paint = {.kind = PAINT_COLOR, .color = layers[k].color, .slot = SLOT_NONE},
                           .opacity = p->fill ? p->fill->opacity : 1};
        put_outlines(t, r, i, i + 1, layers[k].glyph, layers[k].use_text_color ? p->fill : &own, NULL, false);
    }
}

static void put_lines(struct text_write *t, bool above)
{
    for (size_t i = 0; i < t->l->n_decors; i++) {
        const struct text_stroke *s = &t->l->decors[i];
        if ((s->line == DECOR_LINE_THROUGH) != above || s->paint < 0 || (size_t)s->paint >= t->text->n_paints)
            continue;
        const struct text_paint *p = &t->text->paints[s->paint];
        str_puts(t->out, "<path");
        write_path(t->out, &s->path, MATRIX_IDENTITY);
        write_paints(t->w, t->out, p->fill, p->stroke, p->stroke_first, t->text->antialias, &t->l->em_box);
        str_puts(t->out, "/>\n");
    }
}

/* The words stay as a label for readers of the screen. */
static void put_label(struct str *out, const struct text_layout *l, const struct text_block *b)
{
    if (!b || l->fallback >= 0)
        return;
    str_puts(out, " aria-label=\"");
    for (size_t i = 0; i < b->n_spans; i++) {
        struct str s = STR_INIT;
        str_put(&s, b->spans[i].text, b->spans[i].len);
        write_text(out, s.data);
        str_drop(&s);
    }
    str_putc(out, '"');
}

void write_text_node(struct svg_writer *w, struct str *out, const struct node *n)
{
    struct node_text own = n->u.text;
    const struct bound *b = frame_at(w->f, n->slot);
    own.paints = node_text_paints(n, w->f, &own.n_paints);
    struct text_write t = {w, out, &own, node_text_layout(n, w->f)};
    if (!t.l)
        return;
    str_puts(out, "<g");
    write_id(out, n->id);
    write_matrix(out, "transform", n->transform);
    if (!b || !b->text) /* what a slot shows is not the layout's own text */
        put_label(out, t.l, own.block);
    str_puts(out, ">\n");
    put_lines(&t, false);
    for (size_t i = 0; i < t.l->n_runs; i++) {
        const struct text_run *r = &t.l->runs[i];
        if (r->hidden || r->paint < 0 || (size_t)r->paint >= own.n_paints)
            continue;
        const struct text_paint *p = &own.paints[r->paint];
        if (face_is_color(r->face))
            for (size_t k = 0; k < r->n_glyphs; k++)
                put_color_glyph(&t, r, k, p);
        else
            put_outlines(&t, r, 0, r->n_glyphs, 0, p->fill, p->stroke, p->stroke_first);
    }
    put_lines(&t, true);
    str_puts(out, "</g>\n");
}
