/* Underlines, overlines and line-throughs: one shape for each straight stretch of text, at the height and
 * with the thickness that the declaring element's style and font give (CSS Text Decoration 4). */
#include "text/decor-imp.h"

#include <math.h>
#include <unicode/uscript.h>

static const unsigned all_lines[] = {DECOR_UNDERLINE, DECOR_OVERLINE, DECOR_LINE_THROUGH};

struct stretch {
    const struct placed *first;
    double turn; /* radians: the direction of the line */
    struct line_shape shape;
    bool skips;
    size_t span;
    const struct text_decor *decor;
};

struct decorator {
    struct para *p;
    struct arena *a;
    struct text_stroke *at;
    size_t n, cap;
    struct line_gap *gaps; /* of the stretch in hand */
    size_t n_gaps, cap_gaps;
    struct text_layout *out;
};

static double line_turn(const struct para *p, const struct placed *d)
{
    bool up = cell_item(p, &p->cells[d->cell])->upright;
    return (d->angle + (up ? 90 : 0)) * (M_PI / 180);
}

/* The middle of an underline or overline of `extent`: it grows outwards from the edge towards the text that
 * the font gives. In vertical text lines run beside the column: underlines at its left unless told otherwise,
 * and overlines at the other side. */
static double outer_middle(const struct text_decor *decor, unsigned line, const struct face *f, double size,
                           double scale, bool vertical, double extent)
{
    double font_half = f->underline_size * size / 2, half = (f->ascent + f->descent) / 2 * size;
    double offset = decor->has_offset ? decor->offset * scale : 0;
    bool under = line == DECOR_UNDERLINE;
    if (vertical) {
        bool left = under != ((decor->place & PLACE_RIGHT) != 0);
        double edge = half - font_half + (under ? offset : 0) + extent / 2;
        return left ? edge : -edge;
    }
    if (!under)
        return -f->ascent * size + font_half - extent / 2;
    if (decor->place & PLACE_UNDER)
        return f->descent * size + offset + extent / 2;
    /* Some fonts ask for lines that touch their letters: one thickness below the baseline at least. */
    double top = fmax(-f->underline * size - font_half, 2 * font_half);
    return (decor->has_offset ? offset : top) + extent / 2;
}

static bool shape_of(const struct para *p, const struct placed *d, const struct text_decor *decor,
                     unsigned line, struct line_shape *out)
{
    const struct face *f = choice_first(choose(p->t, decor->style));
    if (f == NULL)
        return false;
    double size = decor->style->size * d->scale;
    double own = line == DECOR_LINE_THROUGH ? f->strike_size : f->underline_size;
    *out = (struct line_shape){.style = decor->line_style,
                               .thick = decor->thickness > 0 ? decor->thickness * d->scale : own * size};
    if (line == DECOR_LINE_THROUGH) /* through the centre of a column */
        out->middle = p->vertical ? 0 : -f->strike * size;
    else
        out->middle =
            outer_middle(decor, line, f, size, d->scale, p->vertical, line_extent(out->style, out->thick));
    return true;
}

/* Lines follow the text they mark, shifted text too; in vertical text they keep to the column. */
static struct point line_start(const struct para *p, const struct placed *d)
{
    double back = p->vertical ? d->rise : 0;
    return (struct point){d->x - d->down.x * back, d->y - d->down.y * back};
}

/* Ideographs, kana and Hangul fill their squares: a line that spared them would be all gaps. */
static bool fills_square(UScriptCode s)
{
    return s == USCRIPT_HAN || s == USCRIPT_HIRAGANA || s == USCRIPT_KATAKANA || s == USCRIPT_HANGUL ||
           s == USCRIPT_BOPOMOFO || s == USCRIPT_YI;
}

static void add_gap(struct decorator *w, double from, double to)
{
    if (w->n_gaps == w->cap_gaps) {
        size_t cap = w->cap_gaps * 2 + 16;
        w->gaps = arena_grow(w->p->a, w->gaps, w->cap_gaps, cap, sizeof *w->gaps);
        w->cap_gaps = cap;
    }
    w->gaps[w->n_gaps++] = (struct line_gap){from, to};
}

/* Gaps where the cell's ink meets the line's band, a line's thickness wider at both sides. */
static void spare_ink(struct decorator *w, const struct stretch *s, const struct placed *d)
{
    const struct para *p = w->p;
    const struct cell *c = &p->cells[d->cell];
    const struct item *it = cell_item(p, c);
    if (it->ref.face == NULL || (s->decor->skip == SKIP_AUTO && fills_square(it->script)))
        return;
    struct point from = line_start(p, s->first);
    double size = it->size * d->scale, turn = d->angle * (M_PI / 180), pen = 0;
    struct matrix line = {cos(s->turn), sin(s->turn), -sin(s->turn), cos(s->turn), from.x, from.y}, to_line;
    struct matrix cell = {cos(turn), sin(turn), -sin(turn), cos(turn), d->x, d->y};
    if (!matrix_invert(line, &to_line))
        return;
    double half = line_extent(s->shape.style, s->shape.thick) / 2, wide = s->shape.thick;
    for (uint32_t i = 0; i < c->n_glyphs; i++) {
        const struct em_glyph *g = &p->glyphs[c->glyph + i];
        double sx = size * (it->upright ? 1 : d->stretch), sy = size * (it->upright ? d->stretch : 1);
        struct matrix glyph = {
            sx, 0, 0, sy, g->x * sx + (it->upright ? 0 : pen), g->y * sy + (it->upright ? pen : 0)};
        struct matrix m = matrix_multiply(to_line, matrix_multiply(cell, glyph));
        const struct path *o = face_outline(it->ref.face, g->id, it->ref.embolden, it->ref.oblique);
        struct line_gap gap;
        pen += g->adv * size * d->stretch;
        if (o != NULL && ink_between(o, m, s->shape.middle - half, s->shape.middle + half, &gap))
            add_gap(w, gap.from - wide, gap.to + wide);
    }
}

static void add_stroke(struct decorator *w, unsigned line, const struct stretch *s)
{
    struct path shape = {0};
    line_draw(&s->shape, w->gaps, w->n_gaps, &shape);
    w->n_gaps = 0;
    if (shape.n_verbs > 0) {
        struct point from = line_start(w->p, s->first);
        double co = cos(s->turn), si = sin(s->turn);
        path_transform(&shape, (struct matrix){co, si, -si, co, from.x, from.y});
        if (w->n == w->cap) {
            size_t cap = w->cap * 2 + 4;
            w->at = arena_grow(w->a, w->at, w->cap, cap, sizeof *w->at);
            w->cap = cap;
        }
        struct text_stroke *st = &w->at[w->n++];
        *st = (struct text_stroke){.paint = s->decor->paint, .line = line, .before_span = s->span};
        st->path = (struct path){.n_verbs = shape.n_verbs, .n_points = shape.n_points};
        st->path.verbs = arena_grow(w->a, shape.verbs, shape.n_verbs, shape.n_verbs, sizeof *shape.verbs);
        st->path.points =
            arena_grow(w->a, shape.points, shape.n_points, shape.n_points, sizeof *shape.points);
        st->path.cap_verbs = shape.n_verbs;
        st->path.cap_points = shape.n_points;
        struct rect box;
        if (path_bounds(&st->path, MATRIX_IDENTITY, &box))
            w->out->ink = rect_union(w->out->ink, box);
    }
    path_drop(&shape);
}

/* Underlines and overlines run on under the next span when it carries the same declaration: no seam between
 * them. Outlined ones are drawn span by span, as browsers do. */
static bool same_decor(const struct text_span *a, const struct text_span *b, size_t k, unsigned line)
{
    const struct text_decor *x = &a->decors[k], *y = &b->decors[k];
    return k < a->n_decors && k < b->n_decors && (y->lines & line) && !x->outlined && x->style == y->style &&
           x->paint == y->paint && x->line_style == y->line_style;
}

static void decorate(struct decorator *w, const struct placed *placed, size_t n, size_t k, unsigned line)
{
    struct para *p = w->p;
    struct stretch s = {0};
    for (size_t i = 0; i <= n; i++) {
        const struct placed *d = i < n ? &placed[i] : NULL;
        size_t span_i = d != NULL ? cell_item(p, &p->cells[d->cell])->span : 0;
        const struct text_span *span = d != NULL ? &p->spans[span_i] : NULL;
        bool here =
            d != NULL && !d->hidden && !span->hidden && k < span->n_decors && (span->decors[k].lines & line);
        bool goes_on = s.first != NULL && here && !d->breaks && line_turn(p, d) == s.turn &&
                       (span_i == s.span ||
                        (line != DECOR_LINE_THROUGH && same_decor(&p->spans[s.span], span, k, line)));
        if (goes_on) { /* and it must begin where the last one ended */
            double so_far = s.shape.length;
            struct point from = line_start(p, s.first), to = line_start(p, d);
            double off = hypot(from.x + cos(s.turn) * so_far - to.x, from.y + sin(s.turn) * so_far - to.y);
            goes_on = off < 0.01 * (1 + fabs(d->advance));
        }
        if (s.first != NULL && !goes_on) {
            add_stroke(w, line, &s);
            s.first = NULL;
        }
        if (!here)
            continue;
        if (s.first == NULL) {
            s = (struct stretch){
                .first = d, .turn = line_turn(p, d), .span = span_i, .decor = &span->decors[k]};
            s.skips = s.decor->skip != SKIP_NONE && line != DECOR_LINE_THROUGH;
            if (!shape_of(p, d, s.decor, line, &s.shape)) {
                s.first = NULL;
                continue;
            }
        }
        if (s.skips)
            spare_ink(w, &s, d);
        s.shape.length += d->advance;
    }
}

void emit_decors(struct para *p, struct arena *a, const struct placed *placed, size_t n,
                 struct text_layout *out)
{
    size_t most = 0;
    for (size_t i = 0; i < p->n_spans; i++)
        if (p->spans[i].n_decors > most)
            most = p->spans[i].n_decors;
    struct decorator w = {.p = p, .a = a, .out = out};
    for (size_t k = 0; k < most && k < 64; k++)
        for (size_t l = 0; l < 3; l++)
            decorate(&w, placed, n, k, all_lines[l]);
    out->decors = w.at;
    out->n_decors = w.n;
}
