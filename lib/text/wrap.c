/* Breaking a paragraph into lines of a given width. Everything is measured once at scale 1: a smaller size is
 * a wider box. */
#include "text/layout-imp.h"

#include <math.h>
#include <unicode/uchar.h>

#define ROUNDING 1e-6

static void measure(struct wrapper *w)
{
    struct para *p = w->p;
    for (size_t i = 0; i < p->n_cells; i++) {
        const struct cell *c = &p->cells[i];
        const struct item *it = cell_item(p, c);
        w->width[i + 1] = w->width[i] + c->adv + c->gap;
        w->sizes[i + 1] = w->sizes[i] + (c->flags & CELL_IGNORABLE ? 0 : p->spans[it->span].style->size);
        w->content[i + 1] = c->flags & CELL_SPACE ? w->content[i] : (uint32_t)(i + 1);
    }
    for (size_t i = 0; i < p->n_spans; i++) {
        const struct text_style *s = p->spans[i].style;
        const struct face *f = choice_first(p->choice[i]);
        w->above[i] = (f != NULL ? f->ascent : 0.8) * s->size;
        w->below[i] = (f != NULL ? f->descent : 0.2) * s->size;
        hb_codepoint_t g;
        if (f != NULL &&
            (hb_font_get_nominal_glyph(f->hb, 0x2010, &g) || hb_font_get_nominal_glyph(f->hb, '-', &g)))
            w->hyphen[i] = hb_font_get_glyph_h_advance(f->hb, g) * f->scale * s->size;
        if (i > 0 &&
            (s->size != p->spans[0].style->size || w->above[i] != w->above[0] || w->below[i] != w->below[0]))
            w->uniform = false;
    }
}

/* Dictionary points for words that are wider than the box at full size; smaller sizes have no more of them.
 */
static void hyphenate(struct wrapper *w, const uint32_t *cell_of, uint8_t *marks)
{
    struct para *p = w->p;
    for (size_t i = 0; i < p->n;) {
        size_t end = i + 1;
        while (end < p->n && marks[end] == 0)
            end++;
        size_t from = cell_of[i], to = w->content[cell_of[end]];
        if (to > from && w->width[to] - w->width[from] > w->box->rect.w) {
            const char *lang = p->spans[p->span[i]].style->lang;
            hyphen_marks(p->t->fonts, &p->cp[i], end - i, lang, &marks[i]);
        }
        i = end;
    }
}

static void collect(struct wrapper *w)
{
    struct para *p = w->p;
    uint8_t *marks = ARENA_ARRAY(p->a, p->n + 2, uint8_t);
    uint32_t *cell_of = ARENA_ARRAY(p->a, p->n + 2, uint32_t); /* first cell at or after a code point */
    const char *lang = p->n_spans > 0 ? p->spans[0].style->lang : NULL;
    break_marks(p->t, p->cp, p->n, lang, w->box->line_break, marks);
    for (size_t i = 0; i < p->block->n_whole; i++)
        break_keep(p->cp, p->n, p->block->whole[i], marks);
    for (size_t i = 0, c = 0; i <= p->n; i++) {
        while (c < p->n_cells && p->cells[c].cp < i)
            c++;
        cell_of[i] = (uint32_t)c;
    }
    if (w->box->hyphenate && w->box->wrap != WRAP_NONE && w->box->rect.w > 0)
        hyphenate(w, cell_of, marks);
    w->at = ARENA_ARRAY(p->a, p->n_cells + 1, struct opportunity);
    uint32_t word = 0;
    size_t open = 0;
    for (size_t i = 1; i < p->n_cells; i++) {
        uint8_t kind = marks[p->cells[i].cp];
        if (kind == 0 || (w->box->wrap == WRAP_NONE && kind != BREAK_HARD))
            continue;
        struct opportunity *o = &w->at[w->n_at++];
        *o = (struct opportunity){.cell = (uint32_t)i, .kind = kind};
        o->hyphen = kind == BREAK_HYPHEN || (kind == BREAK_SOFT && (p->cells[i - 1].flags & CELL_SHY));
        if (kind == BREAK_HYPHEN || kind == BREAK_WORD) {
            o->word = word;
            continue;
        }
        for (; open < w->n_at; open++)
            w->at[open].word_end = (uint32_t)i;
        word = (uint32_t)i;
    }
    for (; open < w->n_at; open++)
        w->at[open].word_end = (uint32_t)p->n_cells;
}

void wrapper_init(struct wrapper *w, struct para *p, const struct text_box *box)
{
    *w = (struct wrapper){.p = p, .box = box, .n = p->n_cells, .uniform = true};
    w->width = ARENA_ARRAY(p->a, p->n_cells + 1, double);
    w->sizes = ARENA_ARRAY(p->a, p->n_cells + 1, double);
    w->content = ARENA_ARRAY(p->a, p->n_cells + 1, uint32_t);
    w->hyphen = ARENA_ARRAY(p->a, p->n_spans + 1, double);
    w->above = ARENA_ARRAY(p->a, p->n_spans + 1, double);
    w->below = ARENA_ARRAY(p->a, p->n_spans + 1, double);
    measure(w);
    collect(w);
}

static double run_width(const struct wrapper *w, size_t from, size_t to, double tracking)
{
    if (to <= from)
        return 0;
    const struct cell *last = &w->p->cells[to - 1];
    double size = w->sizes[to] - w->sizes[to - 1];
    return w->width[to] - w->width[from] - last->letter + tracking * (w->sizes[to] - w->sizes[from] - size);
}

static double line_width(const struct wrapper *w, size_t from, const struct opportunity *o, double tracking)
{
    size_t content = w->content[o->cell];
    double width = run_width(w, from, content, tracking);
    if (o->hyphen && content > from)
        width += w->hyphen[cell_item(w->p, &w->p->cells[content - 1])->span];
    return width;
}

static void push_line(struct wrapper *w, size_t start, size_t end, double width, bool hyphen, bool last)
{
    if (w->n_lines == w->cap_lines) {
        size_t cap = w->cap_lines * 2 + 8;
        w->lines = arena_grow(w->p->a, w->lines, w->cap_lines, cap, sizeof *w->lines);
        w->cap_lines = cap;
    }
    size_t content = w->content[end] > start ? w->content[end] : start;
    struct line *l = &w->lines[w->n_lines++];
    *l = (struct line){
        .start = start, .end = end, .content = content, .width = width, .hyphen = hyphen, .last = last};
    if (width > w->widest)
        w->widest = width;
    if (!(w->shape_scale > 0))
        return;
    struct stretch_x s = shape_walk_stretch(&w->walk);
    l->x = s.from;
    l->y = w->walk.y;
    l->room = s.to - s.from;
    w->spilled = w->spilled || w->walk.done || width * w->shape_scale > l->room * (1 + 2 * ROUNDING);
    shape_walk_next(&w->walk, true);
}

/* How long the line at hand may be, at scale 1. */
static double room_for_line(const struct wrapper *w, double limit)
{
    if (!(w->shape_scale > 0))
        return limit;
    struct stretch_x s = shape_walk_stretch(&w->walk);
    return w->walk.done ? limit : (s.to - s.from) / w->shape_scale * (1 + ROUNDING);
}

/* Goes on to a place in the shape where the next word may fit; false when there is none. */
static bool next_room(struct wrapper *w)
{
    if (!(w->shape_scale > 0) || w->walk.done)
        return false;
    shape_walk_next(&w->walk, false);
    return !w->walk.done;
}

void wrap_lines(struct wrapper *w, double limit, double word_limit, double tracking)
{
    w->n_lines = 0;
    w->widest = 0;
    limit += limit * ROUNDING;
    word_limit += word_limit * ROUNDING;
    size_t start = 0, best = SIZE_MAX, i = 0;
    while (i <= w->n_at) {
        struct opportunity end = {.cell = (uint32_t)w->n, .kind = BREAK_HARD};
        bool at_end = i == w->n_at || w->at[i].cell >= w->n;
        const struct opportunity *o = at_end ? &end : &w->at[i];
        if ((o->kind == BREAK_HYPHEN || o->kind == BREAK_WORD) &&
            !(run_width(w, o->word, w->content[o->word_end], tracking) > word_limit)) {
            i++;
            continue;
        }
        double width = line_width(w, start, o, tracking) + (at_end ? w->tail : 0);
        double room = room_for_line(w, limit);
        if (width > room && best == SIZE_MAX && next_room(w))
            continue;
        if (width > room && best != SIZE_MAX) { /* back to the last place that fitted */
            const struct opportunity *b = &w->at[best];
            push_line(w, start, b->cell, line_width(w, start, b, tracking), b->hyphen, false);
            start = b->cell;
            i = best + 1;
            best = SIZE_MAX;
            continue;
        }
        if (at_end || o->kind == BREAK_HARD || width > room) { /* a line's end, or a word that fits nowhere */
            push_line(w, start, o->cell, width, o->hyphen, at_end || o->kind == BREAK_HARD);
            start = o->cell;
            best = SIZE_MAX;
            if (at_end)
                break;
            i++;
            continue;
        }
        best = i++;
    }
    /* A text that ends in a newline has one more, empty line. */
    if (w->n > 0 && w->n == w->p->n_cells && (w->p->cells[w->n - 1].flags & CELL_NEWLINE) && start != w->n)
        push_line(w, w->n, w->n, 0, false, true);
}

/* CSS inline layout: the leading is shared out above and below each span's ascent and descent. */
double line_height(const struct wrapper *w, const struct line *l, double factor, double *above)
{
    const struct para *p = w->p;
    double up = -INFINITY, down = -INFINITY;
    size_t last_span = SIZE_MAX;
    for (size_t i = l->start; i < l->end || last_span == SIZE_MAX; i++) {
        size_t span = i < p->n_cells ? cell_item(p, &p->cells[i])->span : p->n_spans - 1;
        if (span == last_span)
            continue;
        last_span = span;
        double lead = factor * p->spans[span].style->size - (w->above[span] + w->below[span]);
        up = fmax(up, w->above[span] + lead / 2);
        down = fmax(down, w->below[span] + lead / 2);
        if (w->uniform)
            break;
    }
    *above = up;
    return up + down;
}

double wrap_height(const struct wrapper *w, double factor)
{
    double sum = 0, above;
    for (size_t i = 0; i < w->n_lines; i++)
        sum += line_height(w, &w->lines[i], factor, &above);
    return sum;
}
