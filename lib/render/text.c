#include "render/render-imp.h"

#include <math.h>
#include <string.h>

static const struct style_def *find_style(const struct creative *c, const char *name)
{
    for (size_t i = 0; i < c->n_styles; i++)
        if (str_eq(c->styles[i].name, name))
            return &c->styles[i];
    return NULL;
}

static const char *families_for(struct arena *a, const char *own, const char *first)
{
    return first ? arena_printf(a, "'%s', %s", first, own && *own ? own : "sans-serif") : own;
}

/* The run's style: what the creative's <style> changes of the text around it. */
static const struct text_style *run_style(struct arena *a, const struct text_style *base,
                                          const struct style_def *d)
{
    struct text_style *s = ARENA_NEW(a, struct text_style);
    *s = *base;
    if (d->family)
        s->families = families_for(a, base->families, d->family);
    if (d->weight)
        s->weight = d->weight;
    if (d->slant >= 0)
        s->slant = (enum text_slant)d->slant;
    if (d->size > 0)
        s->size = base->size * d->size;
    return s;
}

/* What the spans of one text draw on: its creative, and the paint table that coloured runs extend. */
struct spans {
    struct arena *a;
    const struct creative *creative;
    const char *theme;
    const struct text_block *layout;
    struct text_paint *paints;
    size_t n_paints;
    size_t *of; /* for each new span: number + 1 of the layout's span that it is, 0 none */
};

/* A paint like `like`'s with another fill colour; returns its number in the table. */
static int add_paint(struct spans *s, int like, struct rgba color)
{
    struct text_paint p = like >= 0 && (size_t)like < s->n_paints ? s->paints[like] : (struct text_paint){0};
    struct fill *fill = ARENA_NEW(s->a, struct fill);
    *fill = (struct fill){.paint = {.kind = PAINT_COLOR, .color = color, .slot = SLOT_NONE}, .opacity = 1};
    p.fill = fill;
    s->paints = arena_grow(s->a, s->paints, s->n_paints, s->n_paints + 1, sizeof *s->paints);
    s->paints[s->n_paints] = p;
    return (int)s->n_paints++;
}

/* The span of the layout that a run is drawn as: a tspan with the run's own style (lone SVGs name runs t1,
 * t2... in the order of their spans), else the first span changed by a declared style. */
static struct text_span run_span(struct spans *s, const struct text_span *first, const char *name, size_t *of)
{
    const struct text_block *block = s->layout;
    struct text_span out = *first;
    const struct style_def *d = find_style(s->creative, name);
    struct rgba color;
    if (d) {
        out.style = run_style(s->a, first->style, d);
        if (d->color && stage_color(s->creative, s->theme, d->color, &color))
            out.paint = add_paint(s, first->paint, color);
        return out;
    }
    long k = name[0] == 't' ? strtol(name + 1, NULL, 10) : 0;
    if (k > 0 && (size_t)k <= block->n_spans) {
        out = block->spans[k - 1];
        *of = (size_t)k;
    }
    return out;
}

static int by_start(const void *x, const void *y)
{
    const struct variant_text_run *a = x, *b = y;
    return a->start != b->start ? (a->start < b->start ? -1 : 1) : a->end > b->end ? -1 : a->end < b->end;
}

static void add_span(struct text_block *b, struct text_span *spans, struct text_span like, const char *text,
                     size_t from, size_t to)
{
    if (to <= from)
        return;
    like.text = text + from;
    like.len = to - from;
    spans[b->n_spans++] = like;
}

static bool ends_with_space(const struct text_span *s)
{
    return s->len > 0 && s->text[s->len - 1] == ' ';
}

/* A line of a lone SVG begins at the layout's span number `of`: the space before it, which parts the words in
 * the text but is not in the layout, takes no room. */
static void part_line(const struct spans *s, struct text_block *b, struct text_span *spans, size_t of)
{
    const struct text_block *l = s->layout;
    size_t start = 0;
    if (of < 2 || !l->pos || !b->n_spans || !ends_with_space(&spans[b->n_spans - 1]) ||
        ends_with_space(&l->spans[of - 2]))
        return;
    for (size_t i = 0; i + 1 < of; i++)
        start += utf8_length(l->spans[i].text, l->spans[i].len);
    if (!isfinite(l->pos[start].x))
        return;
    struct text_span gap = spans[b->n_spans - 1];
    if (gap.len > 1)
        spans[b->n_spans - 1].len--;
    else
        b->n_spans--;
    gap.text += gap.len - 1;
    gap.len = 1;
    gap.no_room = true;
    spans[b->n_spans++] = gap;
}

/* Cuts the text into spans at its runs (the outermost of overlapping runs wins). */
static void fill_spans(struct spans *s, struct text_block *b, const struct text_span *first,
                       const struct slot_value *value)
{
    const char *text = value->text ? value->text : "";
    size_t len = strlen(text), at = 0;
    struct text_span *spans = ARENA_ARRAY(s->a, 3 * value->n_runs + 2, struct text_span);
    struct variant_text_run *runs = arena_grow(s->a, value->runs, value->n_runs, value->n_runs, sizeof *runs);
    if (value->n_runs)
        qsort(runs, value->n_runs, sizeof *runs, by_start);
    b->spans = spans;
    b->n_spans = 0;
    s->of = ARENA_ARRAY(s->a, 3 * value->n_runs + 3, size_t);
    if (value->n_alts && value->n_runs && runs[0].start == 0) {
        /* a shorter text takes the first span's style: that of the slot, not of the run it begins with */
        spans[b->n_spans] = *first;
        spans[b->n_spans].text = text;
        spans[b->n_spans++].len = 0;
    }
    for (size_t i = 0; i < value->n_runs; i++) {
        size_t from = utf8_offset(text, runs[i].start), to = utf8_offset(text, runs[i].end);
        if (from < at)
            continue;
        add_span(b, spans, *first, text, at, from);
        size_t of = 0;
        struct text_span run = run_span(s, first, runs[i].name, &of);
        part_line(s, b, spans, of);
        if (to > from)
            s->of[b->n_spans] = of;
        add_span(b, spans, run, text, from, to);
        at = to > at ? to : at;
    }
    add_span(b, spans, *first, text, at, len);
    if (!b->n_spans) { /* an empty text still has a style */
        spans[0] = *first;
        spans[0].text = "";
        spans[0].len = 0;
        b->n_spans = 1;
    }
}

static enum text_align anchor_align(enum text_anchor anchor)
{
    return anchor == ANCHOR_MIDDLE ? ALIGN_CENTER : anchor == ANCHOR_END ? ALIGN_END : ALIGN_START;
}

/* A market may hyphenate what the slots do not, and the other way round. */
static bool hyphenates(const struct creative *c, const char *locale, bool own)
{
    bool asked = false;
    for (size_t i = 0; i < c->n_locales && !asked; i++)
        asked = c->locales[i].hyphenate >= 0;
    const struct locale_def *def = asked ? creative_locale(c, locale) : NULL;
    return def && def->hyphenate >= 0 ? def->hyphenate : own;
}

/* Other translations of a message are tried though the ladder names no shorter message: before an ellipsis,
 * or at its end. */
static void add_fallback_step(struct arena *a, struct text_box *box)
{
    size_t at = box->n_ladder;
    for (size_t i = 0; i < box->n_ladder; i++) {
        if (box->ladder[i].kind == FIT_FALLBACK)
            return;
        if (box->ladder[i].kind == FIT_ELLIPSIS && at > i)
            at = i;
    }
    struct fit_step *ladder = ARENA_ARRAY(a, box->n_ladder + 1, struct fit_step);
    memcpy(ladder, box->ladder, at * sizeof *ladder);
    ladder[at].kind = FIT_FALLBACK;
    memcpy(ladder + at + 1, box->ladder + at, (box->n_ladder - at) * sizeof *ladder);
    box->ladder = ladder;
    box->n_ladder++;
}

static struct text_box *make_box(struct arena *a, const struct text_block *layout,
                                 const struct text_span *first, const struct slot_fit *fit,
                                 const struct slot_node *sn, bool rtl, bool mirrored)
{
    if (!sn->has_box && !layout->box && !(fit->width > 0))
        return NULL;
    struct text_box *box = ARENA_NEW(a, struct text_box);
    enum text_align align = fit->align_set ? fit->align : anchor_align(first->anchor);
    box->first_baseline_y = NAN;
    box->line_height = fit->line_height;
    if (layout->box) {
        *box = *layout->box;
        if (!fit->align_set)
            align = box->align;
        if (fit->line_height > 0)
            box->line_height = fit->line_height;
    }
    if (sn->has_box) {
        box->rect = sn->box;
        box->n_shapes = 0;
        box->first_baseline_y = NAN;
    } else if (fit->width > 0) { /* a width only: the text keeps its own x, y and anchor */
        double x = layout->pos && isfinite(layout->pos[0].x) ? layout->pos[0].x : 0;
        double y = layout->pos && isfinite(layout->pos[0].y) ? layout->pos[0].y : 0;
        double shift = align == ALIGN_CENTER ? 0.5 : (align == ALIGN_END) != mirrored ? 1 : 0;
        box->rect = (struct rect){x - fit->width * shift, y - first->style->size, fit->width, 0};
        box->first_baseline_y = y;
    }
    box->align = align;
    box->valign = fit->valign;
    box->wrap = fit->wrap;
    box->line_break = fit->line_break;
    box->hyphenate = fit->hyphenate;
    box->max_lines = fit->max_lines;
    box->ladder = fit->ladder;
    box->n_ladder = fit->n_ladder;
    box->mirrored = rtl;
    return box;
}

const struct text_layout *bind_text(const struct loaded *l, struct arena *a, const struct variant *v,
                                    const struct slot_fit *fit, const struct slot_node *sn,
                                    const struct slot_value *value, bool mirrored, struct bound *out,
                                    const struct text_style **style)
{
    const struct text_block *layout = sn->node->u.text.block;
    if (!layout->n_spans || strlen(value->text ? value->text : "") > LIMIT_TEXT_BYTES)
        return NULL;
    struct text_block *b = ARENA_NEW(a, struct text_block);
    *b = *layout;
    b->lengths = NULL;
    b->n_lengths = 0;
    struct text_span first = layout->spans[0];
    struct text_style *st = ARENA_NEW(a, struct text_style);
    *st = *first.style;
    st->lang = value->lang ? value->lang : v->locale ? v->locale : st->lang;
    st->families = families_for(a, st->families, value->font);
    first.style = st;
    *style = st;
    bool rtl = str_eq(value->dir ? value->dir : v->dir, "rtl");
    if (value->dir || v->dir)
        b->rtl = rtl;
    else
        b->auto_dir = true;
    const struct node_text *node = &sn->node->u.text;
    struct spans spans = {a, l->creative, v->theme, layout, NULL, node->n_paints, NULL};
    spans.paints = arena_grow(a, node->paints, node->n_paints, node->n_paints, sizeof *spans.paints);
    fill_spans(&spans, b, &first, value);
    if (spans.n_paints > node->n_paints) {
        out->paints = spans.paints;
        out->n_paints = spans.n_paints;
    }
    struct text_box *box = make_box(a, layout, &first, fit, sn, str_eq(v->dir, "rtl"), mirrored);
    if (box) {
        box->hyphenate = hyphenates(l->creative, v->locale, box->hyphenate);
        if (value->n_alts)
            add_fallback_step(a, box);
    }
    b->box = box;
    const char **whole = ARENA_ARRAY(a, value->n_args + 1, const char *);
    for (size_t i = 0; box && i < value->n_args; i++)
        if (value->args[i].value)
            whole[b->n_whole++] = value->args[i].value;
    b->whole = whole;
    b->preserve_newlines = b->box != NULL; /* elsewhere a newline is a space */
    if (layout->pos) { /* the layout's position is for the first character; the rest follows */
        size_t n = 0;
        for (size_t i = 0; i < b->n_spans; i++)
            n += utf8_length(b->spans[i].text, b->spans[i].len);
        struct text_pos *pos = ARENA_ARRAY(a, n + 1, struct text_pos);
        for (size_t i = 0; i < n; i++)
            pos[i] = i ? (struct text_pos){NAN, NAN, NAN, NAN, NAN} : layout->pos[0];
        /* tspans of a lone SVG keep their own places: the lines of a text as design tools export it */
        size_t *starts = ARENA_ARRAY(a, layout->n_spans + 1, size_t);
        for (size_t k = 0; k < layout->n_spans; k++)
            starts[k + 1] = starts[k] + utf8_length(layout->spans[k].text, layout->spans[k].len);
        for (size_t k = 0, at = 0; k < b->n_spans && at < n; k++) {
            if (spans.of[k])
                pos[at] = layout->pos[starts[spans.of[k] - 1]];
            at += utf8_length(b->spans[k].text, b->spans[k].len);
        }
        b->pos = pos;
    }
    const char **alts = ARENA_ARRAY(a, value->n_alts + 1, const char *);
    for (size_t i = 0; i < value->n_alts; i++)
        alts[i] = value->alts[i].text;
    return text_layout(l->typesetter, a, b, alts, value->n_alts);
}
