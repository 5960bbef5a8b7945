/* Texts in PDF: glyphs of embedded fonts that carry their Unicode text, so that it can be searched and
 * copied. Fonts are embedded as they are (their glyphs that are used); faces with axes set or synthesised
 * ones are made of outlines (Type 3). Strokes and colour glyphs are drawn as paths and pictures. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-ft.h>

#include "paint/pdf-imp.h"

static const cairo_user_data_key_t font_key;

enum font_kind {
    FONT_DRAWN, /* glyphs of the face */
    FONT_BLANK  /* shows nothing, but carries the text: of colour glyphs and outlined letters */
};

struct font_source {
    const struct face *face;
    enum font_kind kind;
    bool embolden, oblique;
};

static cairo_status_t render_glyph(cairo_scaled_font_t *scaled, unsigned long glyph, cairo_t *cr,
                                   cairo_text_extents_t *extents)
{
    const struct font_source *f =
        cairo_font_face_get_user_data(cairo_scaled_font_get_font_face(scaled), &font_key);
    const struct path *p = f ? face_outline(f->face, (uint32_t)glyph, f->embolden, f->oblique) : NULL;
    struct rect box;
    bool has_box = p && path_bounds(p, MATRIX_IDENTITY, &box);
    extents->x_advance = has_box ? fmax(box.x + box.w, 0) : f && face_is_color(f->face) ? 1 : 0.25;
    if (f && f->kind == FONT_BLANK) { /* cairo leaves out what it finds empty */
        *extents = (cairo_text_extents_t){0, -1, extents->x_advance, 1, extents->x_advance, 0};
        return CAIRO_STATUS_SUCCESS;
    }
    if (!p)
        return CAIRO_STATUS_SUCCESS;
    struct pdf v = {.cr = cr};
    pdf_path(&v, p);
    cairo_fill(cr);
    return CAIRO_STATUS_SUCCESS;
}

/* The file's own font, of which cairo embeds the glyphs that are used; NULL when it cannot be used as it is.
 */
static cairo_font_face_t *embedded(const struct face *face)
{
    static const cairo_user_data_key_t key;
    void *ft = face_embeddable(face);
    cairo_font_face_t *font =
        ft ? cairo_ft_font_face_create_for_ft_face(ft, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) : NULL;
    if (!font)
        return NULL;
    if (cairo_font_face_set_user_data(font, &key, ft, face_embeddable_drop) == CAIRO_STATUS_SUCCESS)
        return font;
    cairo_font_face_destroy(font);
    face_embeddable_drop(ft);
    return NULL;
}

static cairo_font_face_t *made_of_outlines(const struct font_source *like)
{
    struct font_source *source = xmalloc(sizeof *source);
    *source = *like;
    cairo_font_face_t *font = cairo_user_font_face_create();
    cairo_user_font_face_set_render_glyph_func(font, render_glyph);
    if (cairo_font_face_set_user_data(font, &font_key, source, free) != CAIRO_STATUS_SUCCESS)
        free(source);
    return font;
}

/* An embedded font slants by its matrix, and needs no outlines of its own for that. */
static const struct pdf_font *font_of(struct pdf *v, const struct text_run *r, enum font_kind kind)
{
    for (size_t i = 0; i < v->fonts->len; i++) {
        const struct pdf_font *f = &v->fonts->at[i];
        if (f->face == r->face && f->blank == (kind == FONT_BLANK) && f->embolden == r->embolden &&
            f->oblique == r->oblique)
            return f;
    }
    struct pdf_font f = {
        .face = r->face, .embolden = r->embolden, .oblique = r->oblique, .blank = kind == FONT_BLANK};
    for (size_t i = 0; i < v->fonts->len && r->oblique && !f.blank; i++) { /* the upright one serves */
        const struct pdf_font *k = &v->fonts->at[i];
        if (k->face == r->face && k->embedded && k->embolden == r->embolden)
            f.font = cairo_font_face_reference(k->font);
    }
    if (!f.font && !r->embolden && !f.blank)
        f.font = embedded(r->face);
    f.embedded = f.font != NULL;
    if (!f.font)
        f.font = made_of_outlines(&(struct font_source){r->face, kind, r->embolden, r->oblique});
    vec_push(v->fonts, f);
    return &v->fonts->at[v->fonts->len - 1];
}

/* ---- the text behind the glyphs ---- */
struct source_text {
    struct str all;
    uint32_t *starts; /* of clusters, ascending */
    size_t n;
};

static int compare_starts(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void source_open(struct source_text *t, const struct node_text *text, const struct text_layout *l)
{
    *t = (struct source_text){STR_INIT, NULL, 0};
    if (!text->block || l->fallback >= 0) /* another text was laid out: no mapping */
        return;
    for (size_t i = 0; i < text->block->n_spans; i++)
        str_put(&t->all, text->block->spans[i].text, text->block->spans[i].len);
    size_t n = 0;
    for (size_t i = 0; i < l->n_runs; i++)
        n += l->runs[i].n_glyphs;
    t->starts = xmalloc((n + 1) * sizeof *t->starts);
    for (size_t i = 0; i < l->n_runs; i++)
        for (size_t k = 0; k < l->runs[i].n_glyphs; k++)
            t->starts[t->n++] = l->runs[i].glyphs[k].offset;
    qsort(t->starts, t->n, sizeof *t->starts, compare_starts);
}

/* The bytes of the cluster that starts at `offset`; 0 when it is not known. */
static size_t cluster_length(const struct source_text *t, uint32_t offset)
{
    size_t lo = 0, hi = t->n;
    if (offset >= t->all.len)
        return 0;
    while (lo < hi) { /* first start beyond offset */
        size_t mid = (lo + hi) / 2;
        if (t->starts[mid] > offset)
            hi = mid;
        else
            lo = mid + 1;
    }
    size_t end = lo < t->n && t->starts[lo] <= t->all.len ? t->starts[lo] : t->all.len;
    return utf8_invalid_at(t->all.data + offset, end - offset) < 0 ? end - offset : 0;
}

static void source_close(struct source_text *t)
{
    str_drop(&t->all);
    free(t->starts);
}

/* Glyphs as text, cluster by cluster. */
static void show_run(struct pdf *v, const struct text_run *r, const struct source_text *t, struct matrix m,
                     enum font_kind kind)
{
    const struct pdf_font *own = font_of(v, r, kind);
    double slant = own->embedded && r->oblique ? TEXT_SLANT : 0;
    cairo_set_font_face(v->cr, own->font);
    double stretch = r->scale_x != 0 ? r->scale_x : 1;
    double sx = r->size * (r->vertical ? 1 : stretch), sy = r->size * (r->vertical ? stretch : 1);
    for (size_t i = 0; i < r->n_glyphs;) {
        size_t end = i + 1;
        const struct text_glyph *g = &r->glyphs[i];
        while (end < r->n_glyphs && r->glyphs[end].offset == g->offset &&
               r->glyphs[end].rotate == g->rotate && end - i < 16)
            end++;
        cairo_glyph_t glyphs[16];
        for (size_t k = i; k < end; k++)
            glyphs[k - i] = (cairo_glyph_t){r->glyphs[k].id, r->glyphs[k].x, r->glyphs[k].y};
        double angle = g->rotate * M_PI / 180;
        cairo_matrix_t font = {cos(angle) * sx, sin(angle) * sx, -sin(angle) * sy, cos(angle) * sy, 0, 0};
        font.xy -= slant * font.xx;
        font.yy -= slant * font.yx;
        pdf_set_matrix(v, m);
        cairo_set_font_matrix(v->cr, &font);
        size_t len = cluster_length(t, g->offset);
        cairo_text_cluster_t cluster = {(int)len, (int)(end - i)};
        if (len)
            cairo_show_text_glyphs(v->cr, t->all.data + g->offset, (int)len, glyphs, (int)(end - i), &cluster,
                                   1, 0);
        else
            cairo_show_glyphs(v->cr, glyphs, (int)(end - i));
        i = end;
    }
}

static void outline_of(struct path *out, const struct text_run *r)
{
    /* user space: strokes need it */
    for (size_t i = 0; i < r->n_glyphs; i++) {
        const struct text_glyph *g = &r->glyphs[i];
        const struct path *p = face_outline(r->face, g->id, r->embolden, r->oblique);
        if (p)
            path_append(out, p, text_glyph_matrix(r, g));
    }
}

static void paint_outline(struct pdf *v, const struct path *p, const struct text_paint *t, struct matrix m,
                          const struct rect *box, bool stroke)
{
    if (stroke ? !t->stroke || !pdf_paint(v, &t->stroke->paint, t->stroke->opacity, m, box)
               : !t->fill || !pdf_paint(v, &t->fill->paint, t->fill->opacity, m, box))
        return;
    pdf_set_matrix(v, m);
    cairo_new_path(v->cr);
    pdf_path(v, p);
    cairo_set_fill_rule(v->cr, CAIRO_FILL_RULE_WINDING);
    if (stroke) {
        pdf_stroke_style(v, t->stroke, m, p);
        cairo_stroke(v->cr);
    } else {
        cairo_fill(v->cr);
    }
}

static void color_run(struct pdf *v, const struct text_run *r, const struct text_paint *t, struct matrix m,
                      const struct rect *box)
{
    struct color_glyph *own = xmalloc(sizeof *own);
    for (size_t i = 0; i < r->n_glyphs; i++) {
        struct text_run one = *r;
        struct path outline = {0};
        one.glyphs = &r->glyphs[i];
        one.n_glyphs = 1;
        if (color_glyph_make(own, r, one.glyphs, t, 1000)) {
            pdf_nodes(v, &own->node, m);
            continue;
        }
        outline_of(&outline, &one);
        paint_outline(v, &outline, t, m, box, t->stroke_first);
        paint_outline(v, &outline, t, m, box, !t->stroke_first);
        path_drop(&outline);
    }
    free(own);
}

static void decors(struct pdf *v, const struct node_text *text, const struct text_layout *l, struct matrix m,
                   bool above)
{
    for (size_t i = 0; i < l->n_decors; i++) {
        const struct text_stroke *s = &l->decors[i];
        if ((s->line == DECOR_LINE_THROUGH) != above || s->paint < 0 || (size_t)s->paint >= text->n_paints)
            continue;
        const struct text_paint *t = &text->paints[s->paint];
        paint_outline(v, &s->path, t, m, &l->em_box, t->stroke_first);
        paint_outline(v, &s->path, t, m, &l->em_box, !t->stroke_first);
    }
}

/* FreeType refuses fonts that are larger: letters that a page shows a corner of at most. */
static bool beyond_fonts(const struct text_run *r, struct matrix m)
{
    double sx, sy;
    matrix_scales(m, &sx, &sy);
    return !(r->size * fmax(sx, sy) < 8192);
}

/* What is drawn by other means is found and copied all the same. */
static void show_unseen(struct pdf *v, const struct text_run *r, const struct source_text *t, struct matrix m)
{
    if (!t->all.len || beyond_fonts(r, m))
        return;
    cairo_set_source_rgb(v->cr, 0, 0, 0);
    show_run(v, r, t, m, FONT_BLANK);
}

void pdf_text(struct pdf *v, const struct node *n, struct matrix m)
{
    struct node_text own = n->u.text; /* with the paints of a variant's runs */
    const struct node_text *text = &own;
    own.paints = node_text_paints(n, v->f, &own.n_paints);
    const struct text_layout *l = node_text_layout(n, v->f);
    struct source_text source;
    if (!l)
        return;
    source_open(&source, text, l);
    decors(v, text, l, m, false);
    for (size_t i = 0; i < l->n_runs; i++) {
        const struct text_run *r = &l->runs[i];
        if (r->hidden || r->paint < 0 || (size_t)r->paint >= text->n_paints || !(r->size > 0))
            continue;
        const struct text_paint *t = &text->paints[r->paint];
        if (face_is_color(r->face)) {
            color_run(v, r, t, m, &l->em_box);
            show_unseen(v, r, &source, m);
            continue;
        }
        struct path outline = {0};
        bool beyond = beyond_fonts(r, m);
        if (t->stroke || beyond)
            outline_of(&outline, r);
        if (t->stroke && t->stroke_first)
            paint_outline(v, &outline, t, m, &l->em_box, true);
        if (beyond)
            paint_outline(v, &outline, t, m, &l->em_box, false);
        else if (t->fill && pdf_paint(v, &t->fill->paint, t->fill->opacity, m, &l->em_box))
            show_run(v, r, &source, m, FONT_DRAWN);
        else if (t->stroke)
            show_unseen(v, r, &source, m);
        if (t->stroke && !t->stroke_first)
            paint_outline(v, &outline, t, m, &l->em_box, true);
        path_drop(&outline);
    }
    decors(v, text, l, m, true);
    source_close(&source);
}
