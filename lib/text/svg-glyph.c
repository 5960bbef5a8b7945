/* Glyphs that are SVG documents (OpenType's SVG table): kept with the face once they are made. */
#include "text/font-imp.h"

#include <hb-ot.h>

#define MOST_BYTES (4U << 20) /* of one document */
#define MOST_COLORED 1024     /* pictures of a face that differ by the text's colour alone */
#define MOST_PALETTE 64

static hb_blob_t *document(const struct face *f, uint32_t glyph)
{
    if (f->maker == NULL || hb_ot_color_has_png(f->hb_face) || f->colr1 || hb_ot_color_has_layers(f->hb_face))
        return NULL; /* kinds that are drawn before this one */
    hb_blob_t *blob = hb_ot_color_glyph_reference_svg(f->hb_face, glyph);
    if (hb_blob_get_length(blob) > 0)
        return blob;
    hb_blob_destroy(blob);
    return NULL;
}

bool face_has_svg(const struct face *f, uint32_t glyph)
{
    hb_blob_t *blob = document(f, glyph);
    hb_blob_destroy(blob);
    return blob != NULL;
}

static size_t palette(const struct face *f, struct rgba *out)
{
    hb_color_t c[MOST_PALETTE];
    unsigned n = MOST_PALETTE;
    if (!hb_ot_color_has_palettes(f->hb_face))
        return 0;
    hb_ot_color_palette_get_colors(f->hb_face, 0, 0, &n, c);
    for (unsigned i = 0; i < n; i++)
        out[i] = (struct rgba){hb_color_get_red(c[i]), hb_color_get_green(c[i]), hb_color_get_blue(c[i]),
                               hb_color_get_alpha(c[i])};
    return n;
}

static bool same_color(struct rgba a, struct rgba b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

/* The lock is held. */
static struct svg_glyph *find(struct face *f, uint32_t glyph, struct rgba color)
{
    struct svg_glyph *like = NULL;
    for (size_t i = 0; i < f->svgs.len; i++) {
        struct svg_glyph *g = f->svgs.at[i];
        if (g->glyph != glyph)
            continue;
        if (!g->colored || same_color(g->color, color))
            return g;
        like = g;
    }
    return f->svgs.len < MOST_COLORED ? NULL : like;
}

static struct svg_glyph *make(struct face *f, uint32_t glyph, struct rgba color)
{
    hb_blob_t *blob = document(f, glyph);
    if (blob == NULL)
        return NULL;
    struct rgba colors[MOST_PALETTE];
    unsigned len = 0;
    const char *data = hb_blob_get_data(blob, &len);
    double em = hb_face_get_upem(f->hb_face);
    struct glyph_svg in = {data, len, glyph, em, color, colors, palette(f, colors)};
    struct svg_glyph *g = xcalloc(1, sizeof *g);
    g->glyph = glyph;
    g->color = color;
    if (len <= MOST_BYTES)
        g->tree = f->maker->make(&in, &g->ink, &g->colored);
    g->ink = (struct rect){g->ink.x / em, g->ink.y / em, g->ink.w / em, g->ink.h / em};
    hb_blob_destroy(blob);
    vec_push(&f->svgs, g);
    return g;
}

static struct svg_glyph *find_or_make(const struct face *cf, uint32_t glyph, struct rgba color)
{
    struct face *f = (struct face *)cf; /* the cache is not part of its value */
    if (f->maker == NULL)
        return NULL;
    pthread_mutex_lock(&f->lock);
    struct svg_glyph *g = find(f, glyph, color);
    if (g == NULL)
        g = make(f, glyph, color);
    pthread_mutex_unlock(&f->lock);
    return g;
}

const struct tree *face_svg(const struct face *f, uint32_t glyph, struct rgba color, double *em)
{
    const struct svg_glyph *g = find_or_make(f, glyph, color);
    *em = hb_face_get_upem(f->hb_face);
    return g != NULL ? g->tree : NULL;
}

bool face_svg_ink(const struct face *f, uint32_t glyph, struct rect *em)
{
    const struct svg_glyph *g = find_or_make(f, glyph, (struct rgba){0, 0, 0, 255});
    if (g == NULL || g->tree == NULL)
        return false;
    *em = g->ink;
    return true;
}

void face_drop_svgs(struct face *f)
{
    for (size_t i = 0; i < f->svgs.len; i++) {
        if (f->svgs.at[i]->tree != NULL)
            f->maker->drop(f->svgs.at[i]->tree);
        free(f->svgs.at[i]);
    }
    vec_drop(&f->svgs);
}
