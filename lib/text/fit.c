/* The fit ladder: each step adds a freedom, and only as much of it is taken as the text needs. Nothing is
 * enlarged. */
#include "text/layout-imp.h"

#include <math.h>
#include <string.h>

#define SEARCH_STEPS 12 /* a 4096th of the range */
#define DEFAULT_LINE_HEIGHT 1.2
#define ELLIPSIS "\xE2\x80\xA6"

struct fitter {
    struct typesetter *t;
    const struct text_block *block;
    const struct text_box *box;
    struct wrapper w;
    struct fit now;
    unsigned steps;
    bool cut_word; /* the ellipsis stands within a word */
    int fallback;
    const char *const *fallbacks;
    size_t n_fallbacks;
};

static double box_width(const struct text_box *box)
{
    return box->rect.w > 0 ? box->rect.w : INFINITY;
}

/* Lines whose least width is the box's own must not fail for rounding. */
static bool fits_in(double need, double have)
{
    return !(need > have * (1 + 1e-6) + 1e-6);
}

/* Lines in shapes are as high as the tallest span makes them. */
static void start_shapes(struct fitter *f, const struct fit *with)
{
    struct wrapper *w = &f->w;
    if (f->box->n_shapes == 0 || w->p->vertical)
        return;
    struct line all = {.start = 0, .end = w->p->n_cells};
    double above, height = line_height(w, &all, with->line_height, &above) * with->scale;
    w->spilled = false;
    w->shape_scale = with->scale;
    shape_walk_start(&w->walk, w->p->a, f->box, height, w->p->base_level & 1);
}

static bool fits(struct fitter *f, const struct fit *with)
{
    double limit = box_width(f->box) / with->scale;
    start_shapes(f, with);
    wrap_lines(&f->w, limit, limit, with->tracking);
    if (f->box->n_shapes > 0)
        return !f->w.spilled && (f->box->max_lines <= 0 || f->w.n_lines <= (size_t)f->box->max_lines);
    if (f->box->max_lines > 0 && f->w.n_lines > (size_t)f->box->max_lines)
        return false;
    if (f->box->rect.h > 0 && !fits_in(wrap_height(&f->w, with->line_height) * with->scale, f->box->rect.h))
        return false;
    return fits_in(f->w.widest, limit);
}

static void start_text(struct fitter *f, const struct text_span *spans, size_t n)
{
    wrapper_init(&f->w, para_new(f->t, f->block, spans, n), f->box);
    f->now = (struct fit){1, 0, f->box->line_height > 0 ? f->box->line_height : DEFAULT_LINE_HEIGHT};
    f->steps = 0;
}

static double *freedom(struct fit *fit, enum fit_step_kind kind)
{
    return kind == FIT_SHRINK ? &fit->scale : kind == FIT_TRACK ? &fit->tracking : &fit->line_height;
}

/* The furthest a step may go: it only ever makes smaller. */
static double furthest(const struct fitter *f, const struct fit_step *s)
{
    double now = *freedom((struct fit *)&f->now, s->kind), to = s->value;
    if (s->kind == FIT_SHRINK)
        to = f->w.p->n_spans > 0 ? s->value / f->w.p->spans[0].style->size : 1;
    if (s->kind == FIT_SHRINK || s->kind == FIT_TIGHTEN)
        to = fmax(to, 0.01);
    else
        to = fmax(to, -0.5);
    return isfinite(to) && to < now ? to : now;
}

/* Takes as little of one freedom as makes the text fit, or all of it. */
static bool take(struct fitter *f, const struct fit_step *s)
{
    double least = furthest(f, s), most = *freedom(&f->now, s->kind);
    if (least == most)
        return false;
    f->steps |= 1U << s->kind;
    struct fit tried = f->now;
    double *v = freedom(&tried, s->kind);
    *v = least;
    bool ok = fits(f, &tried);
    int lo = 0;
    if (ok) {
        int hi = 1 << SEARCH_STEPS;
        while (hi - lo > 1) {
            int mid = (lo + hi) / 2;
            *v = least + (most - least) * mid / (1 << SEARCH_STEPS);
            if (fits(f, &tried))
                lo = mid;
            else
                hi = mid;
        }
    }
    *v = least + (most - least) * lo / (1 << SEARCH_STEPS);
    f->now = tried;
    return ok;
}

/* Steps [0, n) for the text at hand. */
static bool climb(struct fitter *f, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct fit_step *s = &f->box->ladder[i];
        if ((s->kind == FIT_SHRINK || s->kind == FIT_TRACK || s->kind == FIT_TIGHTEN) && take(f, s))
            return true;
    }
    return false;
}

static bool try_fallbacks(struct fitter *f, size_t steps_before)
{
    bool ok = false;
    for (size_t i = 0; !ok && i < f->n_fallbacks && f->block->n_spans > 0; i++) {
        if (f->fallbacks[i] == NULL || f->fallbacks[i][0] == '\0')
            continue;
        struct text_span *one = ARENA_NEW(f->t->scratch, struct text_span);
        *one = f->block->spans[0];
        one->text = f->fallbacks[i];
        one->len = strlen(one->text);
        start_text(f, one, 1);
        f->fallback = (int)i;
        ok = fits(f, &f->now) || climb(f, steps_before);
        f->steps |= 1U << FIT_FALLBACK;
    }
    return ok;
}

static bool fits_cut(struct fitter *f, size_t cells)
{
    f->w.n = cells;
    return fits(f, &f->now);
}

/* The text up to a cell, without the spaces and commas before it, and an ellipsis in the style of its last
 * span. */
static void cut_at(struct fitter *f, size_t cells)
{
    const struct para *p = f->w.p;
    while (cells > 0) {
        uint32_t c = p->cp[p->cells[cells - 1].cp];
        if (!(p->cells[cells - 1].flags & CELL_SPACE) && c != ',' && c != ';' && c != ':' && c != 0x2013 &&
            c != 0x2014 && c != '-' && c != '(' && c != 0x3001 && c != 0xFF0C && c != 0x60C)
            break;
        cells--;
    }
    size_t bytes = cells < p->n_cells ? p->byte[p->cells[cells].cp] : p->byte[p->n], n = 0, done = 0;
    struct text_span *spans = ARENA_ARRAY(f->t->scratch, p->n_spans, struct text_span);
    for (; n < p->n_spans; n++) {
        spans[n] = p->spans[n];
        if (done + spans[n].len >= bytes || n + 1 == p->n_spans) {
            size_t keep = bytes - done < spans[n].len ? bytes - done : spans[n].len;
            char *text = arena_alloc(f->t->scratch, keep + sizeof ELLIPSIS);
            memcpy(text, spans[n].text, keep);
            memcpy(text + keep, ELLIPSIS, sizeof ELLIPSIS);
            spans[n].text = text;
            spans[n].len = keep + sizeof ELLIPSIS - 1;
            n++;
            break;
        }
        done += spans[n].len;
    }
    struct fit keep = f->now;
    unsigned steps = f->steps;
    start_text(f, spans, n);
    f->now = keep;
    f->steps = steps;
}

/* The last place at or before a cell where a word of the text begins, 0 when there is none: where a line
 * might begin, too. Nothing is parted that lines do not part. */
static size_t word_cut(const struct para *p, const uint8_t *marks, size_t cells)
{
    while (cells > 0 && (!(marks[p->cells[cells].cp] & (BREAK_SOFT | BREAK_HARD)) ||
                         (p->cells[cells - 1].flags & CELL_SHY)))
        cells--;
    return cells;
}

static uint8_t *word_marks(struct fitter *f, const struct para *p)
{
    uint8_t *marks = ARENA_ARRAY(p->a, p->n + 2, uint8_t);
    break_marks(f->t, p->cp, p->n, p->spans[0].style->lang, f->box->line_break, marks);
    for (size_t i = 0; i < p->block->n_whole; i++)
        break_keep(p->cp, p->n, p->block->whole[i], marks);
    return marks;
}

static bool ellipsis(struct fitter *f)
{
    struct para *p = f->w.p;
    f->steps |= 1U << FIT_ELLIPSIS;
    if (p->n_items == 0)
        return false;
    size_t dots = para_add_cell(p, p->n_items - 1, 0x2026);
    f->w.tail = p->cells[dots].adv;
    p->n_cells--; /* measured only */
    struct wrapper full = f->w;
    size_t lo = 0, hi = p->n_cells;
    while (hi - lo > 1) {
        size_t mid = (lo + hi) / 2;
        if (fits_cut(f, mid))
            lo = mid;
        else
            hi = mid;
    }
    const uint8_t *marks = word_marks(f, p);
    bool ok = false;
    for (int tries = 0; tries < 8; tries++) { /* the new text may shape a little wider than was measured */
        size_t at = word_cut(p, marks, lo);
        f->cut_word = at == 0 && lo > 0; /* not even the first word */
        if (f->cut_word)
            at = lo;
        f->w = full;
        cut_at(f, at);
        ok = fits(f, &f->now);
        if (ok || at == 0)
            break;
        lo = at - 1;
    }
    return ok;
}

static bool ladder(struct fitter *f)
{
    if (fits(f, &f->now))
        return true;
    for (size_t i = 0; i < f->box->n_ladder; i++) {
        const struct fit_step *s = &f->box->ladder[i];
        bool ok;
        if (s->kind == FIT_FALLBACK)
            ok = try_fallbacks(f, i);
        else if (s->kind == FIT_ELLIPSIS)
            ok = ellipsis(f);
        else
            ok = take(f, s);
        if (ok)
            return true;
    }
    return false;
}

/* The narrowest width that gives no more lines: lines of like lengths. Words are hyphenated as in the full
 * width. */
static void wrap_final(struct fitter *f)
{
    double limit = box_width(f->box) / f->now.scale, lo, hi = limit;
    start_shapes(f, &f->now);
    wrap_lines(&f->w, limit, limit, f->now.tracking);
    size_t n = f->w.n_lines;
    if (f->box->n_shapes > 0)
        return;
    if (f->box->wrap != WRAP_BALANCE || n < 2 || !isfinite(limit) || f->w.widest > limit * (1 + 1e-6))
        return;
    hi = f->w.widest;
    lo = hi / (double)n;
    for (int i = 0; i < SEARCH_STEPS; i++) {
        double mid = (lo + hi) / 2;
        wrap_lines(&f->w, mid, limit, f->now.tracking);
        if (f->w.n_lines <= n && f->w.widest <= mid * (1 + 1e-6))
            hi = mid;
        else
            lo = mid;
    }
    wrap_lines(&f->w, hi, limit, f->now.tracking);
}

static void report_overflow(struct fitter *f, struct text_layout *out)
{
    const struct text_box *box = f->box;
    double limit = box_width(box), width = f->w.widest * f->now.scale, above;
    double height = wrap_height(&f->w, f->now.line_height) * f->now.scale,
           room = box->rect.h > 0 ? box->rect.h : INFINITY;
    if (box->max_lines > 0 && f->w.n_lines > (size_t)box->max_lines) {
        double lines = 0;
        for (size_t i = 0; i < (size_t)box->max_lines; i++)
            lines += line_height(&f->w, &f->w.lines[i], f->now.line_height, &above) * f->now.scale;
        room = fmin(room, lines);
    }
    out->overflow = true;
    out->overflow_x = fmax(0, width - limit);
    out->overflow_y = fmax(0, height - room);
}

struct text_layout *box_layout(struct typesetter *t, struct arena *a, const struct text_block *block,
                               const char *const *fallbacks, size_t n_fallbacks)
{
    struct text_layout *out = ARENA_NEW(a, struct text_layout);
    struct fitter f = {.t = t, .block = block, .box = block->box, .fallback = -1};
    struct text_box turned = *block->box;
    if (block->writing == WRITING_TB) { /* lines are as long as the box is high */
        turned.rect = (struct rect){0, 0, block->box->rect.h, block->box->rect.w};
        turned.mirrored = false;
        turned.first_baseline_y = NAN;
        f.box = &turned;
    }
    f.fallbacks = fallbacks;
    f.n_fallbacks = n_fallbacks;
    start_text(&f, block->spans, block->n_spans);
    bool ok = ladder(&f);
    wrap_final(&f);
    out->fallback = f.fallback;
    out->steps = f.steps;
    out->cut_word = f.cut_word;
    out->size = block->spans[0].style->size * f.now.scale;
    if (!ok)
        report_overflow(&f, out);
    if (block->writing == WRITING_TB) {
        double x = out->overflow_x;
        out->overflow_x = out->overflow_y;
        out->overflow_y = x;
    }
    if (f.w.p->n > 0)
        box_place(&f.w, &f.now, a, out);
    return out;
}
