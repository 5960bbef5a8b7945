/* The SVG writer's texts: outlines, pictures of colour glyphs, lines. */
#include "tree/write-imp.h"

struct text_write {
    struct svg_writer *w;
    struct str *out;
    const struct node_text *text;
    const struct text_layout *l;
};

static void put_outlines(struct text_write *t, const struct text_run *r, const struct text_paint *p)
{
    struct path all = {0};
    for (size_t i = 0; i < r->n_glyphs; i++) {
        const struct path *o = face_outline(r->face, r->glyphs[i].id, r->embolden, r->oblique);
        if (o)
            path_append(&all, o, text_glyph_matrix(r, &r->glyphs[i]));
    }
    if (all.n_verbs) {
        str_puts(t->out, "<path");
        write_path(t->out, &all, MATRIX_IDENTITY);
        write_paints(t->w, t->out, p->fill, p->stroke, p->stroke_first, t->text->antialias, &t->l->em_box);
        str_puts(t->out, "/>\n");
    }
    path_drop(&all);
}

static void put_color_run(struct text_write *t, const struct text_run *r, const struct text_paint *p)
{
    struct color_glyph *own = xmalloc(sizeof *own);
    for (size_t i = 0; i < r->n_glyphs; i++) {
        struct text_run one = *r;
        one.glyphs = &r->glyphs[i];
        one.n_glyphs = 1;
        if (color_glyph_make(own, r, one.glyphs, p, 160))
            write_nodes(t->w, t->out, &own->node);
        else
            put_outlines(t, &one, p);
    }
    free(own);
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
            put_color_run(&t, r, p);
        else
            put_outlines(&t, r, p);
    }
    put_lines(&t, true);
    str_puts(out, "</g>\n");
}
