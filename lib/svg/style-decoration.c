/* text-decoration and its longhands (CSS Text Decoration 4): what an element declares for the text in it. */
#include "svg/svg-imp.h"

static bool line_style(const char *v, enum text_line_style *out)
{
    static const char *const names[] = {"solid", "double", "dotted", "dashed", "wavy"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (word_at(v, names[i])) {
            *out = (enum text_line_style)i;
            return true;
        }
    return false;
}

static unsigned one_line(const char *v)
{
    return word_at(v, "underline")      ? DECOR_UNDERLINE
           : word_at(v, "overline")     ? DECOR_OVERLINE
           : word_at(v, "line-through") ? DECOR_LINE_THROUGH
                                        : 0;
}

static void next_word(const char **v)
{
    while (**v && !ascii_space(**v) && **v != ',')
        ++*v;
    scan_comma(v);
}

static unsigned lines_of(const char *v)
{
    unsigned lines = 0;
    scan_space(&v);
    for (; *v; next_word(&v))
        lines |= one_line(v);
    return lines;
}

/* A length or a percentage of the font size at *v; 0 for what the font says. */
static bool thickness(struct lower *L, const struct style *s, const char **v, double vw, double vh,
                      double *out)
{
    struct length_base b = style_base(L, s, vw, vh);
    if (word_at(*v, "auto") || word_at(*v, "from-font")) {
        *out = 0;
        next_word(v);
        return true;
    }
    return scan_length(v, s->font_size, &b, out) && *out >= 0;
}

/* currentColor is what a line has anyway: the paint of its element. */
static bool color(const struct style *s, const char **v, struct decoration *d)
{
    bool current = false;
    if (!scan_color(v, s->color, &d->color, &current))
        return false;
    d->colored = !current;
    return true;
}

/* text-decoration: line || style || color || thickness; a word that is none of them leaves out the rest. */
static void shorthand(struct lower *L, struct style *s, const char *v, double vw, double vh)
{
    struct decoration d = {0};
    for (scan_space(&v); *v; scan_comma(&v)) {
        unsigned line = one_line(v);
        if (line || line_style(v, &d.line.line_style) || word_at(v, "none") || word_at(v, "blink")) {
            d.line.lines |= line;
            next_word(&v);
        } else if (!thickness(L, s, &v, vw, vh, &d.line.thickness) && !color(s, &v, &d)) {
            next_word(&v);
        }
    }
    s->decoration = d;
}

static void underline_offset(struct lower *L, struct style *s, const char *v, double vw, double vh)
{
    struct length_base b = style_base(L, s, vw, vh);
    s->has_underline_offset = parse_length(v, s->font_size, &b, &s->underline_offset);
}

static void underline_position(struct style *s, const char *v)
{
    s->underline_place = PLACE_AUTO;
    scan_space(&v);
    for (; *v; next_word(&v))
        s->underline_place |= word_at(v, "under") ? PLACE_UNDER : word_at(v, "right") ? PLACE_RIGHT : 0;
}

bool style_apply_decoration(struct lower *L, struct style *s, int prop, const char *v, double vw, double vh)
{
    double d;
    switch (prop) {
    case PROP_TEXT_DECORATION:
        shorthand(L, s, v, vw, vh);
        break;
    case PROP_TEXT_DECORATION_LINE:
        s->decoration.line.lines = lines_of(v);
        break;
    case PROP_TEXT_DECORATION_STYLE:
        line_style(v, &s->decoration.line.line_style);
        break;
    case PROP_TEXT_DECORATION_COLOR:
        color(s, &v, &s->decoration);
        break;
    case PROP_TEXT_DECORATION_THICKNESS:
        if (thickness(L, s, &v, vw, vh, &d))
            s->decoration.line.thickness = d;
        break;
    case PROP_TEXT_DECORATION_SKIP_INK:
        s->skip_ink = str_eq(v, "none") ? SKIP_NONE : str_eq(v, "all") ? SKIP_ALL : SKIP_AUTO;
        break;
    case PROP_TEXT_UNDERLINE_OFFSET:
        underline_offset(L, s, v, vw, vh);
        break;
    case PROP_TEXT_UNDERLINE_POSITION:
        underline_position(s, v);
        break;
    default:
        return false;
    }
    return true;
}

static bool is_longhand(int prop)
{
    return prop == PROP_TEXT_DECORATION_LINE || prop == PROP_TEXT_DECORATION_STYLE ||
           prop == PROP_TEXT_DECORATION_COLOR || prop == PROP_TEXT_DECORATION_THICKNESS;
}

void style_reset_decoration(struct el *e, uint64_t rank)
{
    size_t n = 0;
    for (size_t i = 0; i < e->n_decls; i++)
        if (!is_longhand(e->decls[i].prop) || e->decls[i].rank > rank)
            e->decls[n++] = e->decls[i];
    e->n_decls = n;
}

bool style_decoration_reset(const struct el *e, const struct decl *d)
{
    if (!is_longhand(d->prop))
        return false;
    for (size_t i = 0; i < e->n_decls; i++)
        if (e->decls[i].prop == PROP_TEXT_DECORATION)
            return e->decls[i].rank > d->rank;
    return false;
}

void style_keep_decoration(struct lower *L, struct style *s)
{
    struct text_decor *d = &s->decoration.line;
    if (!d->lines)
        return;
    d->has_offset = s->has_underline_offset;
    d->offset = s->underline_offset;
    d->place = s->underline_place;
    d->skip = s->skip_ink;
    struct decorations *all = ARENA_NEW(L->scratch, struct decorations);
    *all = (struct decorations){s->decorations, s->decoration};
    s->decorations = all;
}
