/* COLRv1 glyphs (OpenType 1.9): FreeType reads the graph of paints and rasters the outlines, we walk and
 * composite. */
#include "text/colr-imp.h"
#include "text/colr-shade-imp.h"

#include <math.h>
#include <string.h>
#include FT_OUTLINE_H

#define MAX_DEPTH 32   /* a graph that refers to itself */
#define MAX_STEPS 4096 /* a graph that shares its parts over and over */
#define MAX_SIDE 1024
#define MAX_BYTES (256U << 20) /* masks and layers of one glyph */

enum { /* as the table numbers them; the first twelve are Porter and Duff's */
       COMPOSITE_SRC_OVER = 3,
       COMPOSITE_PLUS = 12,
       COMPOSITE_SCREEN,
       COMPOSITE_OVERLAY,
       COMPOSITE_DARKEN,
       COMPOSITE_LIGHTEN,
       COMPOSITE_COLOR_DODGE,
       COMPOSITE_COLOR_BURN,
       COMPOSITE_HARD_LIGHT,
       COMPOSITE_SOFT_LIGHT,
       COMPOSITE_DIFFERENCE,
       COMPOSITE_EXCLUSION,
       COMPOSITE_MULTIPLY
};

struct canvas {
    struct arena *a;
    struct face *face;
    FT_Face ft;
    struct colr_table table;
    int w, h;
    int steps;
};

struct layer {
    float *px; /* premultiplied RGBA, row 0 at the top */
};

bool colr_has(hb_face_t *face)
{
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('C', 'O', 'L', 'R'));
    unsigned n = 0;
    const char *data = hb_blob_get_data(blob, &n);
    struct colr_table t;
    bool has = colr_open(&t, data, n);
    hb_blob_destroy(blob);
    return has;
}

static struct layer layer_new(struct canvas *c)
{
    return (struct layer){arena_array(c->a, (size_t)c->w * (size_t)c->h * 4, sizeof(float))};
}

/* Coverage of a glyph's outline under m, within `clip` (NULL: everywhere). NULL when nothing is left. */
static const uint8_t *glyph_mask(struct canvas *c, FT_UInt glyph, struct matrix m, const uint8_t *clip)
{
    if (FT_Load_Glyph(c->ft, glyph, FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP | FT_LOAD_NO_HINTING) != 0 ||
        c->ft->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return NULL;
    FT_Outline *o = &c->ft->glyph->outline;
    for (int i = 0; i < o->n_points; i++) {
        struct point p = matrix_apply(m, (double)o->points[i].x, (double)o->points[i].y);
        if (!(fabs(p.x) < 1e5) || !(fabs(p.y) < 1e5))
            return NULL;
        o->points[i].x = (FT_Pos)lround(p.x * 64);
        o->points[i].y = (FT_Pos)lround(p.y * 64);
    }
    size_t n = (size_t)c->w * (size_t)c->h;
    uint8_t *mask = arena_alloc(c->a, n);
    FT_Bitmap bitmap = {.rows = (unsigned)c->h, .width = (unsigned)c->w, .pitch = c->w, .buffer = mask};
    bitmap.num_grays = 256;
    bitmap.pixel_mode = FT_PIXEL_MODE_GRAY;
    if (FT_Outline_Get_Bitmap(c->face->ft_library, o, &bitmap) != 0)
        return NULL;
    for (size_t i = 0; clip != NULL && i < n; i++)
        mask[i] = (uint8_t)((mask[i] * clip[i] + 127) / 255);
    return mask;
}

static void fill(struct canvas *c, const struct shade *s, struct matrix m, const uint8_t *clip,
                 struct layer to)
{
    struct matrix back;
    if (!matrix_invert(m, &back))
        return;
    for (int y = 0; y < c->h; y++)
        for (int x = 0; x < c->w; x++) {
            size_t i = (size_t)y * (size_t)c->w + (size_t)x;
            if (clip != NULL && clip[i] == 0)
                continue;
            struct point at = matrix_apply(back, x + 0.5, c->h - (y + 0.5));
            struct shade_color v = shade_at(s, at.x, at.y);
            float cover = clip != NULL ? (float)clip[i] / 255.0F : 1, *d = to.px + 4 * i;
            for (int k = 0; k < 4; k++)
                d[k] = v.v[k] * cover + d[k] * (1 - v.v[3] * cover);
        }
}

/* Separable blend of two colours that are not premultiplied (Compositing and Blending Level 1). */
static float blend(int mode, float b, float s)
{
    switch (mode) {
    case COMPOSITE_SCREEN:
        return b + s - b * s;
    case COMPOSITE_MULTIPLY:
        return b * s;
    case COMPOSITE_OVERLAY:
        return b <= 0.5F ? 2 * b * s : 1 - 2 * (1 - b) * (1 - s);
    case COMPOSITE_HARD_LIGHT:
        return s <= 0.5F ? 2 * b * s : 1 - 2 * (1 - b) * (1 - s);
    case COMPOSITE_DARKEN:
        return fminf(b, s);
    case COMPOSITE_LIGHTEN:
        return fmaxf(b, s);
    case COMPOSITE_DIFFERENCE:
        return fabsf(b - s);
    case COMPOSITE_EXCLUSION:
        return b + s - 2 * b * s;
    case COMPOSITE_COLOR_DODGE:
        return b == 0 ? 0 : s >= 1 ? 1 : fminf(1, b / (1 - s));
    case COMPOSITE_COLOR_BURN:
        return b >= 1 ? 1 : s <= 0 ? 0 : 1 - fminf(1, (1 - b) / s);
    case COMPOSITE_SOFT_LIGHT: {
        float d = b <= 0.25F ? ((16 * b - 12) * b + 4) * b : sqrtf(b);
        return s <= 0.5F ? b - (1 - 2 * s) * b * (1 - b) : b + (2 * s - 1) * (d - b);
    }
    default:
        return s;
    }
}

/* Porter and Duff's factors of source and backdrop; false for a blend mode. */
static bool factors(int mode, float sa, float ba, float *fs, float *fb)
{
    const float table[12][2] = {{0, 0},      {1, 0},       {0, 1},       {1, 1 - sa},
                                {1 - ba, 1}, {ba, 0},      {0, sa},      {1 - ba, 0},
                                {0, 1 - sa}, {ba, 1 - sa}, {1 - ba, sa}, {1 - ba, 1 - sa}};
    if (mode == COMPOSITE_PLUS) {
        *fs = *fb = 1;
        return true;
    }
    if (mode < 0 || mode > 11)
        return false;
    *fs = table[mode][0];
    *fb = table[mode][1];
    return true;
}

static void composite(struct canvas *c, int mode, const float *src, float *dst)
{
    for (size_t i = 0; i < (size_t)c->w * (size_t)c->h; i++, src += 4, dst += 4) {
        float sa = src[3], ba = dst[3], fs, fb, out[4];
        bool duff = factors(mode, sa, ba, &fs, &fb);
        for (int k = 0; k < 4; k++) {
            if (duff)
                out[k] = fminf(1, src[k] * fs + dst[k] * fb);
            else if (k == 3)
                out[k] = sa + ba - sa * ba;
            else
                out[k] = src[k] * (1 - ba) + dst[k] * (1 - sa) +
                         (sa > 0 && ba > 0 ? sa * ba * blend(mode, dst[k] / ba, src[k] / sa) : 0);
        }
        memcpy(dst, out, sizeof out);
    }
}

static void walk(struct canvas *c, size_t at, struct matrix m, const uint8_t *clip, struct layer to,
                 int depth)
{
    if (depth > MAX_DEPTH || c->steps++ > MAX_STEPS || arena_used(c->a) > MAX_BYTES)
        return;
    struct colr_paint p = colr_read(&c->table, at);
    struct shade s;
    switch (p.kind) {
    case COLR_TRANSFORM:
        walk(c, p.child, matrix_multiply(m, p.transform), clip, to, depth + 1);
        break;
    case COLR_LAYERS:
        for (uint32_t i = 0; i < p.count; i++)
            walk(c, colr_layer_paint(&c->table, p.first + i), m, clip, to, depth + 1);
        break;
    case COLR_GLYPH: {
        const uint8_t *mask = glyph_mask(c, p.glyph, m, clip);
        if (mask != NULL)
            walk(c, p.child, m, mask, to, depth + 1);
        break;
    }
    case COLR_REFERENCE:
        walk(c, colr_glyph_paint(&c->table, p.glyph), m, clip, to, depth + 1);
        break;
    case COLR_COMPOSITE: {
        struct layer backdrop = layer_new(c), source = layer_new(c);
        walk(c, p.backdrop, m, clip, backdrop, depth + 1);
        walk(c, p.child, m, clip, source, depth + 1);
        composite(c, p.mode, source.px, backdrop.px);
        composite(c, COMPOSITE_SRC_OVER, backdrop.px, to.px);
        break;
    }
    case COLR_SHADE:
        if (shade_read(&c->table, c->face->hb_face, p.shade, &s))
            fill(c, &s, m, clip, to);
        break;
    case COLR_NONE:
        break;
    }
}

/* Where the glyph may draw, font units with y up: its clip box, or its advance by the font's height. */
static struct rect draw_box(const struct canvas *c, uint32_t glyph)
{
    struct rect box;
    const struct face *f = c->face;
    double upem = c->ft->units_per_EM;
    if (colr_clip(&c->table, glyph, &box))
        return box;
    double adv = hb_font_get_glyph_h_advance(f->hb, glyph) * f->scale * upem;
    return (struct rect){-0.1 * upem, -(f->descent + 0.1) * upem, adv + 0.2 * upem,
                         (f->ascent + f->descent + 0.2) * upem};
}

static struct pixmap *to_pixmap(const struct canvas *c, struct layer l)
{
    struct pixmap *p = pixmap_new(c->w, c->h);
    for (int y = 0; p != NULL && y < c->h; y++) {
        uint32_t *row = (uint32_t *)(void *)(p->data + (size_t)y * (size_t)p->stride);
        for (int x = 0; x < c->w; x++) {
            const float *v = l.px + 4 * ((size_t)y * (size_t)c->w + (size_t)x);
            uint32_t b[4];
            for (int k = 0; k < 4; k++)
                b[k] = (uint32_t)(fminf(fmaxf(v[k], 0), 1) * 255 + 0.5F);
            row[x] = b[3] << 24 | b[0] << 16 | b[1] << 8 | b[2];
        }
    }
    return p;
}

static struct pixmap *draw(struct canvas *c, uint32_t glyph, double ppem, struct rect *em)
{
    size_t root = colr_glyph_paint(&c->table, glyph);
    if (root == 0)
        return NULL;
    struct rect box = draw_box(c, glyph);
    double upem = c->ft->units_per_EM, scale = ppem / upem;
    c->w = (int)ceil(fmin(box.w * scale, MAX_SIDE + 1));
    c->h = (int)ceil(fmin(box.h * scale, MAX_SIDE + 1));
    if (c->w < 1 || c->h < 1 || c->w > MAX_SIDE || c->h > MAX_SIDE)
        return NULL;
    struct layer to = layer_new(c);
    walk(c, root, (struct matrix){scale, 0, 0, scale, -box.x * scale, -box.y * scale}, NULL, to, 0);
    /* Row 0 is the top of h whole pixels above box.y. */
    *em = (struct rect){box.x / upem, -(box.y + c->h / scale) / upem, c->w / ppem, c->h / ppem};
    return to_pixmap(c, to);
}

struct pixmap *colr_draw(struct face *f, uint32_t glyph, double ppem, struct rgba text, struct rect *em,
                         bool *colored)
{
    struct canvas c = {.face = f, .ft = face_freetype(f)};
    if (c.ft == NULL || c.ft->units_per_EM == 0)
        return NULL;
    hb_blob_t *blob = hb_face_reference_table(f->hb_face, HB_TAG('C', 'O', 'L', 'R'));
    unsigned n = 0;
    const char *data = hb_blob_get_data(blob, &n);
    struct pixmap *p = NULL;
    if (colr_open(&c.table, data, n)) {
        c.a = arena_new();
        c.table.text = text;
        c.table.shows_text = colored;
        p = draw(&c, glyph, ppem, em);
        arena_drop(c.a);
    }
    hb_blob_destroy(blob);
    return p;
}
