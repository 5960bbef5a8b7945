/* Reading a COLR table of version 1 (OpenType 1.9, "COLR: Color Table"): glyphs, layers, clips and the graph
 * of paints. */
#include "text/colr-shade-imp.h"

#include <math.h>

static uint32_t get(const struct colr_table *t, size_t at, size_t bytes)
{
    uint32_t v = 0;
    if (at > t->n || t->n - at < bytes)
        return 0;
    for (size_t i = 0; i < bytes; i++)
        v = v << 8 | t->at[at + i];
    return v;
}

static double fword(const struct colr_table *t, size_t at)
{
    return (int16_t)get(t, at, 2);
}

static double f2dot14(const struct colr_table *t, size_t at)
{
    return (int16_t)get(t, at, 2) / 16384.0;
}

static double fixed(const struct colr_table *t, size_t at)
{
    return (int32_t)get(t, at, 4) / 65536.0;
}

/* A 24 bit offset from the start of the paint that holds it. */
static size_t child(const struct colr_table *t, size_t paint, size_t field)
{
    uint32_t off = get(t, paint + field, 3);
    return off == 0 ? 0 : paint + off;
}

bool colr_open(struct colr_table *t, const void *data, size_t n)
{
    *t = (struct colr_table){.at = data, .n = n};
    if (n < 34 || get(t, 0, 2) != 1)
        return false;
    t->base = get(t, 14, 4);
    t->layers = get(t, 18, 4);
    t->clips = get(t, 22, 4);
    return t->base != 0;
}

size_t colr_glyph_paint(const struct colr_table *t, uint32_t glyph)
{
    size_t lo = 0, hi = get(t, t->base, 4);
    if (hi > t->n / 6)
        return 0;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2, at = t->base + 4 + 6 * mid;
        uint32_t id = get(t, at, 2);
        if (id == glyph)
            return t->base + get(t, at + 2, 4);
        if (id < glyph)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

size_t colr_layer_paint(const struct colr_table *t, uint32_t layer)
{
    if (t->layers == 0 || layer >= get(t, t->layers, 4))
        return 0;
    return t->layers + get(t, t->layers + 4 + 4 * (size_t)layer, 4);
}

bool colr_clip(const struct colr_table *t, uint32_t glyph, struct rect *box)
{
    size_t n = t->clips == 0 ? 0 : get(t, t->clips + 1, 4);
    for (size_t i = 0; i < n && t->clips + 5 + 7 * i < t->n; i++) {
        size_t at = t->clips + 5 + 7 * i;
        if (glyph < get(t, at, 2) || glyph > get(t, at + 2, 2))
            continue;
        size_t c = t->clips + get(t, at + 4, 3);
        double x = fword(t, c + 1), y = fword(t, c + 3);
        *box = (struct rect){x, y, fword(t, c + 5) - x, fword(t, c + 7) - y};
        return box->w > 0 && box->h > 0;
    }
    return false;
}

static struct matrix around(double x, double y, struct matrix m)
{
    struct matrix there = {1, 0, 0, 1, x, y}, back = {1, 0, 0, 1, -x, -y};
    return matrix_multiply(there, matrix_multiply(m, back));
}

/* Formats 12 to 31, in pairs of one without and one with variations; angles are in half turns. */
static bool read_transform(const struct colr_table *t, size_t p, int format, struct matrix *m)
{
    double cx = 0, cy = 0, a, b;
    switch (format & ~1) {
    case 12: {
        size_t at = child(t, p, 4);
        *m = (struct matrix){fixed(t, at),      fixed(t, at + 4),  fixed(t, at + 8),
                             fixed(t, at + 12), fixed(t, at + 16), fixed(t, at + 20)};
        return at != 0;
    }
    case 14:
        *m = (struct matrix){1, 0, 0, 1, fword(t, p + 4), fword(t, p + 6)};
        return true;
    case 18:
        cx = fword(t, p + 8), cy = fword(t, p + 10);
        /* fall through */
    case 16:
        *m = around(cx, cy, (struct matrix){f2dot14(t, p + 4), 0, 0, f2dot14(t, p + 6), 0, 0});
        return true;
    case 22:
        cx = fword(t, p + 6), cy = fword(t, p + 8);
        /* fall through */
    case 20:
        a = f2dot14(t, p + 4);
        *m = around(cx, cy, (struct matrix){a, 0, 0, a, 0, 0});
        return true;
    case 26:
        cx = fword(t, p + 6), cy = fword(t, p + 8);
        /* fall through */
    case 24:
        a = f2dot14(t, p + 4) * M_PI;
        *m = around(cx, cy, (struct matrix){cos(a), sin(a), -sin(a), cos(a), 0, 0});
        return true;
    case 30:
        cx = fword(t, p + 8), cy = fword(t, p + 10);
        /* fall through */
    case 28:
        a = tan(f2dot14(t, p + 4) * M_PI), b = tan(f2dot14(t, p + 6) * M_PI);
        *m = around(cx, cy, (struct matrix){1, b, -a, 1, 0, 0});
        return true;
    default:
        return false;
    }
}

struct colr_paint colr_read(const struct colr_table *t, size_t p)
{
    struct colr_paint out = {.shade = p};
    int format = p == 0 ? 0 : (int)get(t, p, 1);
    if (format == 1) {
        out.kind = COLR_LAYERS;
        out.count = get(t, p + 1, 1);
        out.first = get(t, p + 2, 4);
    } else if (format >= 2 && format <= 9) {
        out.kind = COLR_SHADE;
    } else if (format == 10) {
        out.kind = COLR_GLYPH;
        out.child = child(t, p, 1);
        out.glyph = get(t, p + 4, 2);
    } else if (format == 11) {
        out.kind = COLR_REFERENCE;
        out.glyph = get(t, p + 1, 2);
    } else if (format == 32) {
        out.kind = COLR_COMPOSITE;
        out.child = child(t, p, 1);
        out.mode = (int)get(t, p + 4, 1);
        out.backdrop = child(t, p, 5);
    } else if (read_transform(t, p, format, &out.transform)) {
        out.kind = COLR_TRANSFORM;
        out.child = child(t, p, 1);
    }
    return out;
}

/* Colour 0xFFFF is the text's own. */
static struct shade_color color_of(const struct colr_table *t, hb_face_t *face, uint32_t index, double alpha)
{
    hb_color_t c = HB_COLOR(t->text.b, t->text.g, t->text.r, t->text.a);
    unsigned one = 1;
    if (index != 0xFFFF)
        hb_ot_color_palette_get_colors(face, 0, index, &one, &c);
    else if (t->shows_text != NULL)
        *t->shows_text = true;
    float a = (float)(fmin(fmax(alpha, 0), 1) * hb_color_get_alpha(c) / 255.0);
    return (struct shade_color){{(float)hb_color_get_red(c) / 255.0F * a,
                                 (float)hb_color_get_green(c) / 255.0F * a,
                                 (float)hb_color_get_blue(c) / 255.0F * a, a}};
}

static void read_line(const struct colr_table *t, hb_face_t *face, size_t line, bool varies,
                      struct shade *out)
{
    size_t n = line == 0 ? 0 : get(t, line + 1, 2), each = varies ? 10 : 6;
    uint32_t extend = get(t, line, 1);
    out->extend = extend == 1 ? EXTEND_REPEAT : extend == 2 ? EXTEND_REFLECT : EXTEND_PAD;
    for (size_t i = 0; i < n && out->n < SHADE_STOPS; i++) {
        size_t from = line + 3 + each * i, at = out->n++;
        double offset = f2dot14(t, from);
        for (; at > 0 && out->stops[at - 1].offset > offset; at--)
            out->stops[at] = out->stops[at - 1];
        out->stops[at].offset = offset;
        out->stops[at].color = color_of(t, face, get(t, from + 2, 2), f2dot14(t, from + 4));
    }
}

bool shade_read(const struct colr_table *t, hb_face_t *face, size_t p, struct shade *out)
{
    int format = (int)get(t, p, 1);
    *out = (struct shade){0};
    if ((format & ~1) == 2) {
        out->kind = SHADE_SOLID;
        out->n = 1;
        out->stops[0].color = color_of(t, face, get(t, p + 1, 2), f2dot14(t, p + 3));
        return true;
    }
    read_line(t, face, child(t, p, 1), format & 1, out);
    out->a = (struct point){fword(t, p + 4), fword(t, p + 6)};
    if ((format & ~1) == 4) {
        /* Lines of one colour run along a-c: b is projected on their normal. */
        struct point a = out->a, b = {fword(t, p + 8), fword(t, p + 10)},
                     c = {fword(t, p + 12), fword(t, p + 14)};
        double nx = c.y - a.y, ny = a.x - c.x, nn = nx * nx + ny * ny;
        double k = nn > 0 ? ((b.x - a.x) * nx + (b.y - a.y) * ny) / nn : 0;
        out->kind = SHADE_LINEAR;
        out->b = nn > 0 ? (struct point){a.x + k * nx, a.y + k * ny} : b;
    } else if ((format & ~1) == 6) {
        out->kind = SHADE_RADIAL;
        out->ra = get(t, p + 8, 2);
        out->b = (struct point){fword(t, p + 10), fword(t, p + 12)};
        out->rb = get(t, p + 14, 2);
    } else { /* angles are in half turns, biased by one */
        out->kind = SHADE_SWEEP;
        out->ra = (f2dot14(t, p + 8) + 1) * M_PI;
        out->rb = (f2dot14(t, p + 10) + 1) * M_PI;
    }
    return out->n > 0;
}
