/* Pictures of glyphs: outlines, colour layers and bitmaps, cached in the face. */
#include "text/colr-imp.h"
#include "text/font-imp.h"

#include <hb-ot.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include FT_OUTLINE_H

/* Synthesised bold thickens strokes by 1/24 em, as FreeType's own does. */
#define EMBOLDEN_EM (1.0 / 24)
#define FT_PPEM 1024
#define MOST_BITMAPS 4096 /* beyond, a glyph is not drawn again for another colour of the text */

struct pen {
    struct path *path;
    double scale;
};

static void pen_move(hb_draw_funcs_t *d, void *data, hb_draw_state_t *st, float x, float y, void *user)
{
    (void)d, (void)st, (void)user;
    struct pen *pen = data;
    path_move(pen->path, x * pen->scale, -y * pen->scale);
}

static void pen_line(hb_draw_funcs_t *d, void *data, hb_draw_state_t *st, float x, float y, void *user)
{
    (void)d, (void)st, (void)user;
    struct pen *pen = data;
    path_line(pen->path, x * pen->scale, -y * pen->scale);
}

static void pen_quad(hb_draw_funcs_t *d, void *data, hb_draw_state_t *st, float cx, float cy, float x,
                     float y, void *user)
{
    (void)d, (void)st, (void)user;
    struct pen *pen = data;
    path_quad(pen->path, cx * pen->scale, -cy * pen->scale, x * pen->scale, -y * pen->scale);
}

static void pen_cubic(hb_draw_funcs_t *d, void *data, hb_draw_state_t *st, float ax, float ay, float bx,
                      float by, float x, float y, void *user)
{
    (void)d, (void)st, (void)user;
    struct pen *pen = data;
    path_cubic(pen->path, ax * pen->scale, -ay * pen->scale, bx * pen->scale, -by * pen->scale,
               x * pen->scale, -y * pen->scale);
}

static void pen_close(hb_draw_funcs_t *d, void *data, hb_draw_state_t *st, void *user)
{
    (void)d, (void)st, (void)user;
    path_close(((struct pen *)data)->path);
}

static void draw_plain(const struct face *f, uint32_t glyph, struct path *out)
{
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(funcs, pen_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, pen_line, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(funcs, pen_quad, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, pen_cubic, NULL, NULL);
    hb_draw_funcs_set_close_path_func(funcs, pen_close, NULL, NULL);
    struct pen pen = {out, f->scale};
    hb_font_get_glyph_shape(f->hb, glyph, funcs, &pen);
    hb_draw_funcs_destroy(funcs);
}

static int ft_move(const FT_Vector *to, void *data)
{
    struct pen *pen = data;
    struct point unused;
    if (path_current(pen->path, &unused))
        path_close(pen->path);
    path_move(pen->path, (double)to->x * pen->scale, (double)-to->y * pen->scale);
    return 0;
}

static int ft_line(const FT_Vector *to, void *data)
{
    struct pen *pen = data;
    path_line(pen->path, (double)to->x * pen->scale, (double)-to->y * pen->scale);
    return 0;
}

static int ft_conic(const FT_Vector *c, const FT_Vector *to, void *data)
{
    struct pen *pen = data;
    path_quad(pen->path, (double)c->x * pen->scale, (double)-c->y * pen->scale, (double)to->x * pen->scale,
              (double)-to->y * pen->scale);
    return 0;
}

static int ft_cubic(const FT_Vector *a, const FT_Vector *b, const FT_Vector *to, void *data)
{
    struct pen *pen = data;
    path_cubic(pen->path, (double)a->x * pen->scale, (double)-a->y * pen->scale, (double)b->x * pen->scale,
               (double)-b->y * pen->scale, (double)to->x * pen->scale, (double)-to->y * pen->scale);
    return 0;
}

/* FreeType's emboldening grows to the right and upwards; the outline is moved back to stay centred. */
static bool draw_bold(struct face *f, uint32_t glyph, struct path *out)
{
    FT_Face ft = face_freetype(f);
    if (ft == NULL || !FT_IS_SCALABLE(ft) || FT_Set_Pixel_Sizes(ft, 0, FT_PPEM) != 0 ||
        FT_Load_Glyph(ft, glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0 ||
        ft->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return false;
    FT_Outline *o = &ft->glyph->outline;
    FT_Pos strength = (FT_Pos)(EMBOLDEN_EM * FT_PPEM * 64);
    if (FT_Outline_Embolden(o, strength) != 0)
        return false;
    FT_Outline_Translate(o, -strength / 2, -strength / 2);
    static const FT_Outline_Funcs funcs = {ft_move, ft_line, ft_conic, ft_cubic, 0, 0};
    struct pen pen = {out, 1.0 / (FT_PPEM * 64.0)};
    FT_Outline_Decompose(o, &funcs, &pen);
    struct point unused;
    if (path_current(out, &unused))
        path_close(out);
    return true;
}

static size_t outline_place(const struct outlines *t, uint32_t key)
{
    size_t h = (key * 2654435761U) & (t->cap - 1);
    for (const struct outline *o; (o = atomic_load_explicit(&t->at[h], memory_order_acquire)) != NULL;) {
        if (o->key == key)
            break;
        h = (h + 1) & (t->cap - 1);
    }
    return h;
}

static const struct outline *outline_find(const struct face *f, uint32_t key)
{
    const struct outlines *t = atomic_load_explicit(&f->outlines, memory_order_acquire);
    return t != NULL ? atomic_load_explicit(&t->at[outline_place(t, key)], memory_order_acquire) : NULL;
}

/* Under the lock. */
static struct outlines *outlines_grow(struct face *f, struct outlines *old)
{
    size_t cap = old == NULL ? 256 : old->cap * 2;
    struct outlines *t = xcalloc(1, sizeof *t + cap * sizeof t->at[0]);
    t->outgrown = old;
    t->cap = cap;
    for (size_t i = 0; old != NULL && i < old->cap; i++) {
        struct outline *o = atomic_load_explicit(&old->at[i], memory_order_relaxed);
        if (o != NULL)
            atomic_store_explicit(&t->at[outline_place(t, o->key)], o, memory_order_relaxed);
    }
    atomic_store_explicit(&f->outlines, t, memory_order_release);
    return t;
}

static struct digest128 path_digest(const struct path *p)
{
    struct digest128 verbs = digest_rows(p->verbs, p->n_verbs, p->n_verbs, 1, 0);
    size_t len = p->n_points * sizeof *p->points;
    return digest_rows(p->points, len, len, 1, verbs.at[0]);
}

static const struct outline *outline_make(struct face *f, uint32_t key)
{
    bool embolden = key & 1, oblique = key & 2;
    struct outline *o = xcalloc(1, sizeof *o);
    o->key = key;
    if (!embolden || !draw_bold(f, key >> 2, &o->path))
        draw_plain(f, key >> 2, &o->path);
    if (oblique)
        path_transform(&o->path, (struct matrix){1, 0, -TEXT_SLANT, 1, 0, 0});
    o->blank = o->path.n_verbs == 0;
    o->digest = path_digest(&o->path);
    struct outlines *t = atomic_load_explicit(&f->outlines, memory_order_relaxed);
    if (t == NULL || f->n_outlines * 2 >= t->cap)
        t = outlines_grow(f, t);
    atomic_store_explicit(&t->at[outline_place(t, key)], o, memory_order_release);
    f->n_outlines++;
    return o;
}

const struct path *face_outline(const struct face *cf, uint32_t glyph, bool embolden, bool oblique)
{
    struct face *f = (struct face *)cf; /* the cache is not part of its value */
    uint32_t key = glyph << 2 | (oblique ? 2 : 0) | (embolden ? 1 : 0);
    const struct outline *o = outline_find(f, key);
    if (o == NULL) {
        pthread_mutex_lock(&f->lock);
        o = outline_find(f, key);
        if (o == NULL)
            o = outline_make(f, key);
        pthread_mutex_unlock(&f->lock);
    }
    return o->blank ? NULL : &o->path;
}

struct digest128 face_outline_digest(const struct path *outline)
{
    return ((const struct outline *)((const char *)outline - offsetof(struct outline, path)))->digest;
}

void face_drop_outlines(struct face *f)
{
    struct outlines *t = f->outlines;
    for (size_t i = 0; t != NULL && i < t->cap; i++)
        if (t->at[i] != NULL) {
            path_drop(&((struct outline *)t->at[i])->path);
            free(t->at[i]);
        }
    for (struct outlines *older; t != NULL; t = older) {
        older = t->outgrown;
        free(t);
    }
}

/* HarfBuzz runs a CFF glyph's program to learn its extents: kept, or it would be most of a layout's time. */
bool face_ink(const struct face *cf, uint32_t glyph, struct rect *out)
{
    struct face *f = (struct face *)cf;
    unsigned n = hb_face_get_glyph_count(f->hb_face);
    if (glyph >= n)
        return false;
    if (f->inks == NULL)
        f->inks = xcalloc(n, sizeof *f->inks);
    struct ink *ink = &f->inks[glyph];
    if (!ink->known) {
        hb_glyph_extents_t e;
        ink->known = true;
        ink->blank = !hb_font_get_glyph_extents(f->hb, glyph, &e) || e.width == 0 || e.height == 0;
        const struct pixmap *pixels;
        struct rect em;
        if ((f->colr1 && face_bitmap(f, glyph, 32, (struct rgba){0, 0, 0, 255}, &pixels, &em)) ||
            face_svg_ink(f, glyph, &em)) {
            *ink = (struct ink){(float)em.x, (float)em.y, (float)em.w, (float)em.h, true, false};
        } else if (!ink->blank) {
            ink->x = (float)(e.x_bearing * f->scale);
            ink->y = (float)(-e.y_bearing * f->scale);
            ink->w = (float)(e.width * f->scale);
            ink->h = (float)(-e.height * f->scale);
        }
    }
    *out = (struct rect){ink->x, ink->y, ink->w, ink->h};
    return !ink->blank;
}

/* The smallest strike that is not enlarged, else the largest. */
static int pick_strike(FT_Face ft, double ppem)
{
    int best = -1;
    for (int i = 0; i < ft->num_fixed_sizes; i++) {
        double have = (double)ft->available_sizes[i].y_ppem / 64,
               now = best < 0 ? 0 : (double)ft->available_sizes[best].y_ppem / 64;
        if (best < 0 || (now < ppem ? have > now : have >= ppem && have < now))
            best = i;
    }
    return best;
}

static struct pixmap *copy_bgra(const FT_Bitmap *b)
{
    struct pixmap *p = pixmap_new((int)b->width, (int)b->rows);
    if (p == NULL)
        return NULL;
    for (unsigned y = 0; y < b->rows; y++) {
        const uint8_t *from = b->buffer + (ptrdiff_t)y * b->pitch;
        uint32_t *to = (uint32_t *)(void *)(p->data + (size_t)y * (size_t)p->stride);
        for (unsigned x = 0; x < b->width; x++)
            to[x] = (uint32_t)from[4 * x + 3] << 24 | (uint32_t)from[4 * x + 2] << 16 |
                    (uint32_t)from[4 * x + 1] << 8 | from[4 * x];
    }
    return p;
}

static void load_bitmap(FT_Face ft, struct bitmap *b)
{
    if (FT_Select_Size(ft, (FT_Int)b->strike) != 0 || FT_Load_Glyph(ft, b->glyph, FT_LOAD_COLOR) != 0)
        return;
    FT_GlyphSlot g = ft->glyph;
    if (g->format != FT_GLYPH_FORMAT_BITMAP || g->bitmap.pixel_mode != FT_PIXEL_MODE_BGRA ||
        g->bitmap.width == 0)
        return;
    double ppem = (double)ft->available_sizes[b->strike].y_ppem / 64;
    b->pixels = copy_bgra(&g->bitmap);
    b->em = (struct rect){g->bitmap_left / ppem, -g->bitmap_top / ppem, g->bitmap.width / ppem,
                          g->bitmap.rows / ppem};
}

/* Sizes that COLRv1 glyphs are drawn at: the next power of two, so that a few serve all. */
static unsigned vector_size(double ppem)
{
    unsigned size = 32;
    while (size < ppem && size < 512)
        size *= 2;
    return size;
}

/* The cached picture, drawn when it is new. The lock is held. */
static struct bitmap *bitmap_for(struct face *f, uint32_t glyph, double ppem, struct rgba color)
{
    FT_Face ft = face_freetype(f);
    int strike = ft == NULL ? -1 : f->colr1 ? (int)vector_size(ppem) : pick_strike(ft, ppem);
    if (strike < 0)
        return NULL;
    for (size_t i = 0; i < f->bitmaps.len; i++) {
        struct bitmap *b = f->bitmaps.at[i];
        bool same = memcmp(&b->color, &color, sizeof color) == 0 || f->bitmaps.len >= MOST_BITMAPS;
        if (b->glyph == glyph && b->strike == (unsigned)strike && (!b->colored || same))
            return b;
    }
    struct bitmap *b = xcalloc(1, sizeof *b);
    b->glyph = glyph;
    b->color = color;
    b->strike = (unsigned)strike;
    if (f->colr1)
        b->pixels = colr_draw(f, glyph, strike, color, &b->em, &b->colored);
    else
        load_bitmap(ft, b);
    vec_push(&f->bitmaps, b);
    return b;
}

bool face_bitmap(const struct face *cf, uint32_t glyph, double pixels_per_em, struct rgba color,
                 const struct pixmap **out, struct rect *em)
{
    struct face *f = (struct face *)cf;
    if (!f->color || (!f->colr1 && !hb_ot_color_has_png(f->hb_face)))
        return false;
    pthread_mutex_lock(&f->lock);
    struct bitmap *b = bitmap_for(f, glyph, pixels_per_em, color);
    pthread_mutex_unlock(&f->lock);
    if (b == NULL || b->pixels == NULL)
        return false;
    *out = b->pixels;
    *em = b->em;
    return true;
}

size_t face_color_layers(const struct face *f, uint32_t glyph, struct face_layer *out, size_t cap)
{
    if (!f->color || !hb_ot_color_has_layers(f->hb_face))
        return 0;
    hb_ot_color_layer_t layers[64];
    unsigned n = sizeof layers / sizeof *layers;
    hb_ot_color_glyph_get_layers(f->hb_face, glyph, 0, &n, layers);
    for (unsigned i = 0; i < n && i < cap; i++) {
        hb_color_t c = HB_COLOR(0, 0, 0, 255);
        unsigned one = 1;
        out[i].glyph = layers[i].glyph;
        out[i].use_text_color = layers[i].color_index == 0xFFFF;
        if (!out[i].use_text_color)
            hb_ot_color_palette_get_colors(f->hb_face, 0, layers[i].color_index, &one, &c);
        out[i].color = (struct rgba){hb_color_get_red(c), hb_color_get_green(c), hb_color_get_blue(c),
                                     hb_color_get_alpha(c)};
    }
    return n;
}

struct matrix text_glyph_matrix(const struct text_run *r, const struct text_glyph *g)
{
    double angle = g->rotate * M_PI / 180, c = cos(angle), s = sin(angle);
    double stretch =
        r->scale_x != 0 ? r->scale_x : 1; /* along the line, which upright glyphs follow downwards */
    double sx = r->size * (r->vertical ? 1 : stretch), sy = r->size * (r->vertical ? stretch : 1);
    if (g->rotate == 0)
        return (struct matrix){sx, 0, 0, sy, g->x, g->y};
    return (struct matrix){c * sx, s * sx, -s * sy, c * sy, g->x, g->y};
}
