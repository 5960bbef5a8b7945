/* Putting wrapped lines into their box: alignment, justification, hyphens, visual order. */
#include "text/layout-imp.h"

#include <math.h>
#include <unicode/uscript.h>

struct boxer {
    struct wrapper *w;
    const struct fit *fit;
    const struct text_box *box;
    struct placed *placed;
    size_t n, cap;
    uint32_t *order;
    size_t n_order, cap_order;
};

static void push(struct boxer *b, uint32_t cell)
{
    if (b->n_order == b->cap_order) {
        size_t cap = b->cap_order * 2 + 64;
        b->order = arena_grow(b->w->p->a, b->order, b->cap_order, cap, sizeof *b->order);
        b->cap_order = cap;
    }
    b->order[b->n_order++] = cell;
}

static bool unsafe_at(const struct para *p, size_t cell)
{
    return cell > 0 && cell < p->n_cells && (p->cells[cell].flags & CELL_UNSAFE) &&
           p->cells[cell].item == p->cells[cell - 1].item;
}

/* The line's cells in logical order; runs that the line's ends cut where shaping minds are shaped by
 * themselves. */
static void line_cells(struct boxer *b, const struct line *l)
{
    struct para *p = b->w->p;
    b->n_order = 0;
    for (size_t i = l->start; i < l->content;) {
        size_t j = i + 1;
        while (j < l->content && p->cells[j].item == p->cells[i].item)
            j++;
        bool cut = (i == l->start && unsafe_at(p, i)) || (j == l->content && unsafe_at(p, j));
        if (cut) {
            size_t to = p->cells[j - 1].cp + p->cells[j - 1].n_cp;
            size_t first = para_shape_part(p, p->cells[i].item, p->cells[i].cp, to);
            for (size_t k = first; k < p->n_cells; k++)
                push(b, (uint32_t)k);
        } else {
            for (size_t k = i; k < j; k++)
                push(b, (uint32_t)k);
        }
        i = j;
    }
    if (l->hyphen && l->content > l->start)
        push(b, (uint32_t)para_add_cell(p, p->cells[l->content - 1].item, 0x2010));
}

static void line_reorder(struct boxer *b)
{
    struct para *p = b->w->p;
    uint32_t *visual = ARENA_ARRAY(p->a, b->n_order + 1, uint32_t);
    para_reorder(p, b->order, b->n_order, visual);
    for (size_t i = 0; i < b->n_order; i++)
        visual[i] = b->order[visual[i]];
    for (size_t i = 0; i < b->n_order; i++)
        b->order[i] = visual[i];
}

static bool cjk(const struct para *p, uint32_t cell)
{
    UScriptCode s = cell_item(p, &p->cells[cell])->script;
    return s == USCRIPT_HAN || s == USCRIPT_HIRAGANA || s == USCRIPT_KATAKANA;
}

static double advance(const struct boxer *b, uint32_t cell, bool last)
{
    const struct para *p = b->w->p;
    const struct cell *c = &p->cells[cell];
    double adv = c->adv + c->gap - (last ? c->letter : 0);
    if (!last && !(c->flags & CELL_IGNORABLE))
        adv += b->fit->tracking * p->spans[cell_item(p, c)->span].style->size;
    return adv * b->fit->scale;
}

/* Shares the room out between words, or between ideographs where there are no words. */
static void justify(struct boxer *b, double *adv, double room)
{
    const struct para *p = b->w->p;
    size_t gaps = 0;
    bool words = false;
    for (size_t i = 0; i + 1 < b->n_order; i++)
        words = words || (p->cells[b->order[i]].flags & CELL_WORD_GAP);
    for (size_t i = 0; i + 1 < b->n_order; i++)
        gaps += words ? (p->cells[b->order[i]].flags & CELL_WORD_GAP) != 0
                      : cjk(p, b->order[i]) && cjk(p, b->order[i + 1]);
    for (size_t i = 0; gaps > 0 && i + 1 < b->n_order; i++)
        if (words ? (p->cells[b->order[i]].flags & CELL_WORD_GAP) != 0
                  : cjk(p, b->order[i]) && cjk(p, b->order[i + 1]))
            adv[i] += room / (double)gaps;
}

/* `along` the line and `across` the lines, in the coordinates of the box, which for vertical text is turned.
 */
static void place_cell(struct boxer *b, uint32_t cell, double along, double across, double adv,
                       const double *rise)
{
    const struct para *p = b->w->p;
    const struct item *it = cell_item(p, &p->cells[cell]);
    double scale = b->fit->scale, down = rise[it->span] * scale;
    struct placed d = {.cell = cell, .advance = adv, .scale = scale, .stretch = 1, .down = {0, 1}};
    if (p->vertical) {
        const struct rect *r = &p->block->box->rect;
        down += it->upright ? 0 : sideways_drop(it) * scale;
        d.angle = it->upright ? 0 : 90;
        d.down = (struct point){-1, 0};
        d.x = r->x + fmax(r->w, 0) - across - down;
        d.y = r->y + along;
    } else {
        d.x = along;
        d.y = across + down;
    }
    d.rise = down;
    b->placed[b->n++] = d;
}

static void place_line(struct boxer *b, const struct line *l, double baseline, struct text_line *out,
                       const double *rise)
{
    struct para *p = b->w->p;
    double width = 0, box_w = b->box->rect.w;
    line_cells(b, l);
    line_reorder(b);
    double *adv = ARENA_ARRAY(p->a, b->n_order + 1, double);
    for (size_t i = 0; i < b->n_order; i++)
        width += adv[i] = advance(b, b->order[i], i + 1 == b->n_order);
    if (b->box->align == ALIGN_JUSTIFY && !l->last && box_w > width && box_w > 0) {
        justify(b, adv, box_w - width);
        width = 0;
        for (size_t i = 0; i < b->n_order; i++)
            width += adv[i];
    }
    bool from_right = (p->base_level & 1) || b->box->mirrored;
    double room = box_w > 0 ? box_w - width : 0, x = b->box->rect.x;
    if (b->box->align == ALIGN_CENTER)
        x += room / 2;
    else if ((b->box->align == ALIGN_END) != from_right)
        x += room;
    out->x = x;
    out->width = width;

    if (b->n + b->n_order > b->cap) {
        size_t cap = (b->n + b->n_order) * 2 + 64;
        b->placed = arena_grow(p->a, b->placed, b->cap, cap, sizeof *b->placed);
        b->cap = cap;
    }
    for (size_t i = 0; i < b->n_order; i++) {
        place_cell(b, b->order[i], x, baseline, adv[i], rise);
        x += adv[i];
    }
}

void box_place(struct wrapper *w, const struct fit *fit, struct arena *a, struct text_layout *out)
{
    struct para *p = w->p;
    const struct text_box *box = w->box;
    struct boxer b = {.w = w, .fit = fit, .box = box};
    double *rise = ARENA_ARRAY(p->a, p->n_spans + 1, double);
    for (size_t i = 0; i < p->n_spans; i++)
        rise[i] = style_rise(p->t, p->spans[i].style, p->vertical);
    double height = wrap_height(w, fit->line_height) * fit->scale, y = box->rect.y, above;
    if (box->rect.h > 0 && box->valign != VALIGN_TOP)
        y += (box->rect.h - height) * (box->valign == VALIGN_MIDDLE ? 0.5 : 1);
    if (isfinite(box->first_baseline_y) && w->n_lines > 0) {
        line_height(w, &w->lines[0], fit->line_height, &above);
        y = box->first_baseline_y - above * fit->scale;
    }
    struct text_line *lines = ARENA_ARRAY(a, w->n_lines + 1, struct text_line);
    struct text_box own = *box; /* of one line in a shape */
    for (size_t i = 0; i < w->n_lines; i++) {
        const struct line *l = &w->lines[i];
        if (w->shape_scale > 0) {
            y = l->y;
            own.rect.x = l->x;
            own.rect.w = l->room;
            b.box = &own;
        }
        double tall = line_height(w, l, fit->line_height, &above) * fit->scale;
        size_t n_cells = w->n;
        lines[i].top = y;
        lines[i].baseline = y + (p->vertical ? tall / 2 : above * fit->scale);
        lines[i].bottom = y + tall;
        lines[i].start = l->start < n_cells ? p->byte[p->cells[l->start].cp] : p->byte[p->n];
        lines[i].end = l->end < n_cells ? p->byte[p->cells[l->end].cp] : p->byte[p->n];
        lines[i].rtl = p->base_level & 1;
        lines[i].hyphenated = l->hyphen;
        place_line(&b, l, lines[i].baseline, &lines[i], rise);
        y += tall;
    }
    if (p->vertical) /* back to user space */
        for (size_t i = 0; i < w->n_lines; i++) {
            double right = p->block->box->rect.x + fmax(p->block->box->rect.w, 0);
            lines[i].baseline = right - lines[i].baseline;
            lines[i].top = right - lines[i].top;
            lines[i].bottom = right - lines[i].bottom;
            lines[i].x += p->block->box->rect.y;
        }
    out->lines = lines;
    out->n_lines = w->n_lines;
    out->vertical = p->vertical;
    emit_runs(p, a, b.placed, b.n, out);
    emit_decors(p, a, b.placed, b.n, out);
}
