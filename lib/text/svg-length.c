/* textLength: inner ranges first; an outer one moves what its inner ones left as it is (SVG 2, 11.5). */
#include "text/layout-imp.h"

#include <math.h>

static void adjust(const struct para *p, const struct text_length *l, const uint32_t *order, bool *fixed,
                   double *advance, double *stretch)
{
    bool inner = false; /* the cell before belongs to an inner range */
    double width = 0, loose = 0;
    size_t n = 0, last = 0;
    for (size_t v = 0; v < p->n_cells; v++) {
        size_t i = order[v];
        if (p->cells[i].cp < l->start || p->cells[i].cp >= l->end)
            continue;
        width += advance[i];
        n += !(fixed[i] && inner); /* an inner range counts as one */
        inner = fixed[i];
        last = v;
        if (!fixed[i])
            loose += advance[i];
    }
    if (n == 0 || !isfinite(l->length) || l->length < 0)
        return;
    if (l->spacing_and_glyphs) {
        double factor = loose > 0 ? (l->length - (width - loose)) / loose : 1;
        if (!(factor > 0.001))
            return;
        for (size_t i = 0; i < p->n_cells; i++)
            if (p->cells[i].cp >= l->start && p->cells[i].cp < l->end && !fixed[i]) {
                advance[i] *= factor;
                stretch[i] *= factor;
                fixed[i] = true;
            }
        return;
    }
    /* After every cell but the last to be seen, which for right-to-left text is the first. */
    double extra = n > 1 ? (l->length - width) / (double)(n - 1) : 0;
    for (size_t v = 0; v <= last; v++) {
        size_t i = order[v];
        if (p->cells[i].cp < l->start || p->cells[i].cp >= l->end)
            continue;
        bool inner_goes_on = fixed[i] && v < last && fixed[order[v + 1]];
        if (v < last && !inner_goes_on)
            advance[i] += extra;
    }
    for (size_t i = 0; i < p->n_cells; i++)
        if (p->cells[i].cp >= l->start && p->cells[i].cp < l->end)
            fixed[i] = true;
}

void svg_lengths(const struct para *p, const uint32_t *order, double *advance, double *stretch)
{
    const struct text_block *b = p->block;
    if (b->n_lengths == 0)
        return;
    bool *fixed = ARENA_ARRAY(p->a, p->n_cells + 1, bool);
    bool *done = ARENA_ARRAY(p->a, b->n_lengths, bool);
    for (size_t k = 0; k < b->n_lengths && k < 1000; k++) {
        size_t best = b->n_lengths;
        for (size_t i = 0; i < b->n_lengths; i++)
            if (!done[i] && (best == b->n_lengths || b->lengths[i].end - b->lengths[i].start <
                                                         b->lengths[best].end - b->lengths[best].start))
                best = i;
        done[best] = true;
        adjust(p, &b->lengths[best], order, fixed, advance, stretch);
    }
}
