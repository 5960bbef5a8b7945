/* Texts: glyph outlines filled and stroked with the paints of their spans, decorations, colour glyphs. */
#include <math.h>
#include <stdlib.h>

#include "paint/paint-imp.h"

void text_outline(struct path *out, const struct text_run *r, struct matrix m)
{
    for (size_t i = 0; i < r->n_glyphs; i++) {
        const struct path *p = face_outline(r->face, r->glyphs[i].id, r->embolden, r->oblique);
        if (p)
            path_to_device(out, p, matrix_multiply(m, text_glyph_matrix(r, &r->glyphs[i])));
    }
}

struct span_paint { /* one paint step of a span, over the whole text's box */
    struct draw *d;
    struct matrix m;
    const struct rect *box;
    bool antialias;
};

static void paint_outline(const struct span_paint *t, const struct fill *f, const struct stroke *s)
{
    struct draw *d = t->d;
    struct shade shade;
    struct cover c;
    if (f ? cover_fill(d, &d->p->scratch, false, t->antialias, d->clip, &c)
          : cover_stroke(d, &d->p->scratch, t->m, s, t->antialias, d->clip, &c)) {
        if (shade_paint(d, f ? &f->paint : &s->paint, f ? f->opacity : s->opacity, t->m, t->box, c.box,
                        &shade))
            paint_cover(d, &c, &shade);
        shade_free(d, &shade);
        cover_free(d, &c);
    }
}

static bool paint_shows(const struct paint *p)
{
    return p->kind != PAINT_NONE || p->slot != SLOT_NONE;
}

/* Fills and strokes what `outline` puts into the scratch path; it is asked again where the scratch was used
 * meanwhile. */
static void paint_run_outlines(const struct span_paint *t, const struct text_paint *p,
                               const struct text_run *runs, size_t n_runs, const struct path *line)
{
    for (int step = 0; step < 2; step++) {
        bool stroke = (step == 0) == p->stroke_first;
        const struct fill *f = stroke ? NULL : p->fill;
        const struct stroke *s = stroke ? p->stroke : NULL;
        if (!(f && paint_shows(&f->paint)) && !(s && paint_shows(&s->paint)))
            continue;
        if (f && !line && glyphs_fill(t->d, runs, n_runs, t->m, t->antialias, f, t->box))
            continue;
        struct path *out = &t->d->p->scratch;
        out->n_verbs = out->n_points = 0;
        if (line)
            path_to_device(out, line, t->m);
        for (size_t i = 0; i < n_runs; i++)
            if (!runs[i].hidden && !face_is_color(runs[i].face))
                text_outline(out, &runs[i], t->m);
        if (out->n_points)
            paint_outline(t, f, s);
    }
}

/* ---- colour glyphs ---- */
/* A plain glyph of a colour face. */
static void draw_plain(const struct span_paint *t, const struct text_run *one, const struct text_paint *p)
{
    struct path *out = &t->d->p->scratch;
    for (int step = 0; step < 2; step++) {
        bool stroke = (step == 0) == p->stroke_first;
        out->n_verbs = out->n_points = 0;
        text_outline(out, one, t->m);
        if (out->n_points &&
            (stroke ? p->stroke && paint_shows(&p->stroke->paint) : p->fill && paint_shows(&p->fill->paint)))
            paint_outline(t, stroke ? NULL : p->fill, stroke ? p->stroke : NULL);
    }
}

static void draw_color_run(const struct span_paint *t, const struct text_run *r, const struct text_paint *p)
{
    double pixels = r->size * matrix_scale_of(t->m);
    struct color_glyph *own = xmalloc(sizeof *own);
    for (size_t i = 0; i < r->n_glyphs; i++) {
        struct text_run one = *r;
        one.glyphs = &r->glyphs[i];
        one.n_glyphs = 1;
        if (color_glyph_make(own, r, one.glyphs, p, pixels))
            draw_node(t->d, &own->node, t->m);
        else
            draw_plain(t, &one, p);
    }
    free(own);
}

/* ---- the whole text ---- */
struct span_use { /* where a span's runs and decorations lie: decorations are drawn once, around its runs */
    size_t first, last;         /* runs */
    size_t from_decor, n_decor; /* decorations, which are in the order of the spans */
};

/* One entry a span that occurs; NULL when there are no decorations. */
static struct span_use *spans_of(const struct text_layout *l)
{
    size_t n = 0;
    if (!l->n_decors)
        return NULL;
    for (size_t i = 0; i < l->n_runs; i++)
        if (l->runs[i].span >= n)
            n = l->runs[i].span + 1;
    struct span_use *uses = xcalloc(n ? n : 1, sizeof *uses);
    for (size_t i = l->n_runs; i-- > 0;)
        uses[l->runs[i].span].first = i;
    for (size_t i = 0; i < l->n_runs; i++)
        uses[l->runs[i].span].last = i;
    for (size_t i = 0; i < l->n_decors; i++) {
        size_t span = l->decors[i].before_span;
        if (span >= n)
            continue;
        if (!uses[span].n_decor)
            uses[span].from_decor = i;
        uses[span].n_decor = i + 1 - uses[span].from_decor;
    }
    return uses;
}

static void draw_decors(const struct span_paint *t, const struct node_text *text, const struct text_layout *l,
                        const struct span_use *use, unsigned lines)
{
    static const unsigned order[] = {DECOR_UNDERLINE, DECOR_OVERLINE, DECOR_LINE_THROUGH};
    size_t span = use->n_decor ? l->decors[use->from_decor].before_span : 0;
    for (int k = 0; k < 3; k++)
        for (size_t i = 0; (lines & order[k]) && i < use->n_decor; i++) {
            const struct text_stroke *s = &l->decors[use->from_decor + i];
            if (s->before_span == span && s->line == order[k] && s->paint >= 0 &&
                (size_t)s->paint < text->n_paints)
                paint_run_outlines(t, &text->paints[s->paint], NULL, 0, &s->path);
        }
}

void draw_text(struct draw *d, const struct node *n, struct matrix m)
{
    struct node_text own = n->u.text; /* with the paints of a variant's runs */
    const struct node_text *text = &own;
    own.paints = node_text_paints(n, d->f, &own.n_paints);
    const struct text_layout *l = node_text_layout(n, d->f);
    struct node shown = *n;
    struct rect box;
    if (!l)
        return;
    shown.transform = MATRIX_IDENTITY;
    shown.next = NULL;
    if (!node_paint_box(&shown, d->f, &box) ||
        irect_empty(irect_around(rect_inset(matrix_apply_rect(m, box), -1), d->clip)))
        return;
    struct span_paint t = {d, m, &l->em_box, text->antialias};
    struct span_use *uses = spans_of(l);
    for (size_t i = 0; i < l->n_runs;) {
        size_t span = l->runs[i].span, end = i + 1;
        while (end < l->n_runs && l->runs[end].span == span && l->runs[end].paint == l->runs[i].paint)
            end++;
        if (uses && uses[span].first == i)
            draw_decors(&t, text, l, &uses[span], DECOR_UNDERLINE | DECOR_OVERLINE);
        if (l->runs[i].paint >= 0 && (size_t)l->runs[i].paint < text->n_paints) {
            const struct text_paint *p = &text->paints[l->runs[i].paint];
            paint_run_outlines(&t, p, l->runs + i, end - i, NULL);
            for (size_t k = i; k < end; k++)
                if (!l->runs[k].hidden && face_is_color(l->runs[k].face))
                    draw_color_run(&t, &l->runs[k], p);
        }
        if (uses && uses[span].last < end)
            draw_decors(&t, text, l, &uses[span], DECOR_LINE_THROUGH);
        i = end;
    }
    free(uses);
}
