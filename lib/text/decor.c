/* Underlines, overlines and line-throughs: one rectangle for each straight stretch of text, at the height and
 * with the thickness that the declaring element's font gives. */
#include "text/layout-imp.h"

#include <math.h>

static const unsigned all_lines[] = {DECOR_UNDERLINE, DECOR_OVERLINE, DECOR_LINE_THROUGH};

struct stretch {
    const struct placed *first;
    double width;
    double turn; /* radians: the direction of the line */
};

struct decorator {
    struct para *p;
    struct arena *a;
    struct text_stroke *at;
    size_t n, cap;
    struct text_layout *out;
};

static double line_turn(const struct para *p, const struct placed *d)
{
    bool up = cell_item(p, &p->cells[d->cell])->upright;
    return (d->angle + (up ? 90 : 0)) * (M_PI / 180);
}

/* Distance of the line's middle below the baseline, and its thickness, in em. In vertical text lines run
 * beside the column or through its centre. */
static double line_em(const struct face *f, unsigned line, bool vertical, double *thick)
{
    double half = (f->ascent + f->descent) / 2;
    *thick = line == DECOR_LINE_THROUGH ? f->strike_size : f->underline_size;
    switch (line) {
    case DECOR_UNDERLINE:
        return vertical ? half : -f->underline;
    case DECOR_OVERLINE:
        return vertical ? -half : -f->ascent;
    default:
        return vertical ? 0 : -f->strike;
    }
}

/* Lines follow the text they mark, shifted text too; in vertical text they keep to the column. */
static struct point line_start(const struct para *p, const struct placed *d)
{
    double back = p->vertical ? d->rise : 0;
    return (struct point){d->x - d->down.x * back, d->y - d->down.y * back};
}

static void add_stroke(struct decorator *w, const struct text_decor *decor, unsigned line, size_t span,
                       const struct stretch *s)
{
    const struct text_style *style = decor->style;
    const struct face *f = choice_first(choose(w->p->t, style));
    if (f == NULL || !(s->width > 0))
        return;
    const struct placed *d = s->first;
    double thick, size = style->size * d->scale, below = line_em(f, line, w->p->vertical, &thick) * size;
    struct point from = line_start(w->p, d);
    double co = cos(s->turn), si = sin(s->turn), half = thick * size / 2;
    struct point *pt = ARENA_ARRAY(w->a, 4, struct point);
    uint8_t *verbs = ARENA_ARRAY(w->a, 5, uint8_t);
    const double corner[4][2] = {
        {0, below - half}, {s->width, below - half}, {s->width, below + half}, {0, below + half}};
    static const uint8_t kinds[5] = {PATH_MOVE, PATH_LINE, PATH_LINE, PATH_LINE, PATH_CLOSE};
    for (int i = 0; i < 4; i++)
        pt[i] = (struct point){from.x + corner[i][0] * co - corner[i][1] * si,
                               from.y + corner[i][0] * si + corner[i][1] * co};
    for (int i = 0; i < 5; i++)
        verbs[i] = kinds[i];
    if (w->n == w->cap) {
        size_t cap = w->cap * 2 + 4;
        w->at = arena_grow(w->a, w->at, w->cap, cap, sizeof *w->at);
        w->cap = cap;
    }
    struct text_stroke *st = &w->at[w->n++];
    *st = (struct text_stroke){.paint = decor->paint, .line = line, .before_span = span};
    st->path = (struct path){verbs, pt, 5, 4, 5, 4};
    struct rect box;
    if (path_bounds(&st->path, MATRIX_IDENTITY, &box))
        w->out->ink = rect_union(w->out->ink, box);
}

/* Underlines and overlines run on under the next span when it carries the same declaration: no seam between
 * them. */
static bool same_decor(const struct text_span *a, const struct text_span *b, size_t k)
{
    return k < a->n_decors && k < b->n_decors && a->decors[k].style == b->decors[k].style &&
           a->decors[k].paint == b->decors[k].paint && a->decors[k].lines == b->decors[k].lines;
}

static void decorate(struct decorator *w, const struct placed *placed, size_t n, size_t k, unsigned line)
{
    struct para *p = w->p;
    struct stretch s = {0};
    size_t start_span = 0;
    const struct text_decor *decor = NULL;
    for (size_t i = 0; i <= n; i++) {
        const struct placed *d = i < n ? &placed[i] : NULL;
        size_t span_i = d != NULL ? cell_item(p, &p->cells[d->cell])->span : 0;
        const struct text_span *span = d != NULL ? &p->spans[span_i] : NULL;
        bool here =
            d != NULL && !d->hidden && !span->hidden && k < span->n_decors && (span->decors[k].lines & line);
        bool goes_on = s.first != NULL && here && !d->breaks && line_turn(p, d) == s.turn &&
                       (span_i == start_span ||
                        (line != DECOR_LINE_THROUGH && same_decor(&p->spans[start_span], span, k)));
        if (goes_on) { /* and it must begin where the last one ended */
            struct point from = line_start(p, s.first), to = line_start(p, d);
            double off = hypot(from.x + cos(s.turn) * s.width - to.x, from.y + sin(s.turn) * s.width - to.y);
            goes_on = off < 0.01 * (1 + fabs(d->advance));
        }
        if (s.first != NULL && !goes_on) {
            add_stroke(w, decor, line, start_span, &s);
            s.first = NULL;
        }
        if (!here)
            continue;
        if (s.first == NULL) {
            s = (struct stretch){d, 0, line_turn(p, d)};
            start_span = span_i;
            decor = &span->decors[k];
        }
        s.width += d->advance;
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
