/* Baselines: shifts and alignments, from the metrics of the style's first face. */
#include "text/layout-imp.h"

/* Positions of baselines above the alphabetic one, in em. Fonts seldom carry a BASE table; as browsers do,
 * they are taken from ascent, descent and x-height. */
static double baseline_em(enum text_baseline b, const struct face *f)
{
    switch (b) {
    case BASELINE_IDEOGRAPHIC:
    case BASELINE_TEXT_AFTER_EDGE:
    case BASELINE_AFTER_EDGE:
        return -f->descent;
    case BASELINE_HANGING:
        return f->ascent * 0.8;
    case BASELINE_MATHEMATICAL:
        return f->ascent * 0.5;
    case BASELINE_CENTRAL:
        return (f->ascent - f->descent) / 2;
    case BASELINE_MIDDLE:
        return f->x_height / 2;
    case BASELINE_TEXT_BEFORE_EDGE:
    case BASELINE_BEFORE_EDGE:
        return f->ascent;
    case BASELINE_AUTO:
    case BASELINE_ALPHABETIC:
        break;
    }
    return 0;
}

double style_rise(struct typesetter *t, const struct text_style *s, bool vertical)
{
    enum text_baseline b = s->alignment != BASELINE_AUTO ? s->alignment : s->dominant;
    if (s->n_shifts == 0 && b == BASELINE_AUTO)
        return 0;
    const struct face *f = choice_first(choose(t, s));
    if (f == NULL)
        return 0;
    double down = 0;
    for (size_t i = 0; i < s->n_shifts; i++) {
        const struct text_shift *sh = &s->shifts[i];
        if (sh->kind == SHIFT_LENGTH)
            down -= sh->length;
        else if (sh->kind == SHIFT_SUB)
            down += f->sub_offset * sh->font_size;
        else
            down -= f->super_offset * sh->font_size;
    }
    if (!vertical) /* a vertical line's glyphs hang on its centre */
        down += baseline_em(b, f) * s->size;
    return down;
}

/* A sideways glyph's baseline lies below the line's centre so that the centre is midway between ascent and
 * descent. */
double sideways_drop(const struct item *it)
{
    return it->ref.face == NULL ? 0 : (it->ref.face->ascent - it->ref.face->descent) / 2 * it->size;
}
