/* Faces: one font file with its variations, as HarfBuzz (and, when needed, FreeType) sees it. */
#include "text/colr-imp.h"
#include "text/font-imp.h"

#include <hb-ot.h>
#include <math.h>
#include <string.h>
#include FT_MULTIPLE_MASTERS_H

/* HarfBuzz positions are whole numbers: 1/16 of a font unit keeps the deltas of variable fonts. */
#define SUBUNITS 16

static double metric(const struct face *f, hb_ot_metrics_tag_t tag)
{
    hb_position_t v = 0;
    hb_ot_metrics_get_position_with_fallback(f->hb, tag, &v);
    return v * f->scale;
}

static void face_read_metrics(struct face *f)
{
    hb_font_extents_t e;
    if (hb_font_get_h_extents(f->hb, &e)) {
        f->ascent = e.ascender * f->scale;
        f->descent = -e.descender * f->scale; /* below the baseline, positive */
        f->line_gap = e.line_gap * f->scale;
    }
    if (f->ascent + f->descent <= 0) {
        f->ascent = 0.8;
        f->descent = 0.2;
    }
    f->x_height = metric(f, HB_OT_METRICS_TAG_X_HEIGHT);
    f->cap_height = metric(f, HB_OT_METRICS_TAG_CAP_HEIGHT);
    if (f->x_height <= 0)
        f->x_height = f->ascent * 0.5;
    if (f->cap_height <= 0)
        f->cap_height = f->ascent * 0.7;
    f->underline = metric(f, HB_OT_METRICS_TAG_UNDERLINE_OFFSET);
    f->underline_size = metric(f, HB_OT_METRICS_TAG_UNDERLINE_SIZE);
    f->strike = metric(f, HB_OT_METRICS_TAG_STRIKEOUT_OFFSET);
    f->strike_size = metric(f, HB_OT_METRICS_TAG_STRIKEOUT_SIZE);
    if (f->underline_size <= 0)
        f->underline_size = 1 / 18.0;
    if (f->underline == 0)
        f->underline = -1 / 9.0;
    if (f->strike_size <= 0)
        f->strike_size = f->underline_size;
    if (f->strike <= 0)
        f->strike = f->x_height / 2;
    f->sub_offset = metric(f, HB_OT_METRICS_TAG_SUBSCRIPT_EM_Y_OFFSET);
    f->super_offset = metric(f, HB_OT_METRICS_TAG_SUPERSCRIPT_EM_Y_OFFSET);
    if (f->sub_offset == 0)
        f->sub_offset = 0.2;
    if (f->super_offset == 0)
        f->super_offset = 0.4;
    f->advance_zero = 0.5;
    hb_codepoint_t zero;
    if (hb_font_get_nominal_glyph(f->hb, '0', &zero))
        f->advance_zero = hb_font_get_glyph_h_advance(f->hb, zero) * f->scale;
}

static bool has_feature(hb_face_t *face, hb_tag_t feature)
{
    hb_set_t *lookups = hb_set_create();
    hb_tag_t features[] = {feature, HB_TAG_NONE};
    hb_ot_layout_collect_lookups(face, HB_OT_TAG_GSUB, NULL, NULL, features, lookups);
    bool has = !hb_set_is_empty(lookups);
    hb_set_destroy(lookups);
    return has;
}

struct face *face_open(const struct font_file *file, const hb_variation_t *coords, unsigned n_coords,
                       const struct glyph_maker *maker)
{
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(file->path);
    if (blob == NULL)
        return NULL;
    hb_face_t *hb_face = hb_face_create(blob, (unsigned)file->index);
    if (hb_face_get_glyph_count(hb_face) == 0) {
        hb_face_destroy(hb_face);
        hb_blob_destroy(blob);
        return NULL;
    }
    struct face *f = xcalloc(1, sizeof *f);
    f->file = file;
    f->blob = blob;
    f->hb_face = hb_face;
    f->hb = hb_font_create(hb_face);
    unsigned upem = hb_face_get_upem(hb_face);
    hb_font_set_scale(f->hb, (int)upem * SUBUNITS, (int)upem * SUBUNITS);
    f->scale = 1.0 / ((double)upem * SUBUNITS);
    if (n_coords > 0) {
        f->coords = xcalloc(n_coords, sizeof *coords);
        memcpy(f->coords, coords, n_coords * sizeof *coords);
        f->n_coords = n_coords;
        hb_font_set_variations(f->hb, coords, n_coords);
    }
    hb_font_make_immutable(f->hb);
    face_read_metrics(f);
    f->weight = (int)(file->weight_min + 0.5);
    for (unsigned i = 0; i < n_coords; i++)
        if (coords[i].tag == HB_TAG('w', 'g', 'h', 't'))
            f->weight = (int)(coords[i].value + 0.5F);
    f->colr1 = colr_has(hb_face);
    f->maker = hb_ot_color_has_svg(hb_face) ? maker : NULL;
    f->color =
        hb_ot_color_has_layers(hb_face) || hb_ot_color_has_png(hb_face) || f->colr1 || f->maker != NULL;
    for (unsigned i = 0; i < n_coords; i++)
        f->has_opsz = f->has_opsz || coords[i].tag == HB_TAG('o', 'p', 's', 'z');
    hb_blob_t *vmtx = hb_face_reference_table(hb_face, HB_TAG('v', 'm', 't', 'x'));
    f->has_vertical = hb_blob_get_length(vmtx) > 0;
    hb_blob_destroy(vmtx);
    f->has_smcp = has_feature(hb_face, HB_TAG('s', 'm', 'c', 'p'));
    f->has_c2sc = has_feature(hb_face, HB_TAG('c', '2', 's', 'c'));
    for (uint32_t cp = 0; cp < 256; cp++) {
        hb_codepoint_t g;
        if (hb_font_get_nominal_glyph(f->hb, cp, &g))
            f->latin[cp / 64] |= (uint64_t)1 << (cp % 64);
    }
    pthread_mutex_init(&f->lock, NULL);
    return f;
}

void face_drop(struct face *f)
{
    if (f == NULL)
        return;
    face_drop_outlines(f);
    for (size_t i = 0; i < f->bitmaps.len; i++) {
        pixmap_drop(f->bitmaps.at[i]->pixels);
        free(f->bitmaps.at[i]);
    }
    vec_drop(&f->bitmaps);
    face_drop_svgs(f);
    if (f->ft != NULL)
        FT_Done_Face(f->ft);
    if (f->ft_library != NULL)
        FT_Done_FreeType(f->ft_library);
    free(f->inks);
    free(f->coords);
    hb_font_destroy(f->hb);
    hb_face_destroy(f->hb_face);
    hb_blob_destroy(f->blob);
    pthread_mutex_destroy(&f->lock);
    free(f);
}

bool face_has(const struct face *f, uint32_t cp)
{
    if (cp < 256)
        return (f->latin[cp / 64] >> (cp % 64)) & 1;
    hb_codepoint_t g;
    return hb_font_get_nominal_glyph(f->hb, cp, &g);
}

/* FreeType wants all axes in the font's order. */
static void set_ft_coords(struct face *f)
{
    unsigned n = hb_ot_var_get_axis_count(f->hb_face);
    if (n == 0 || n > 64)
        return;
    hb_ot_var_axis_info_t axes[64];
    FT_Fixed values[64];
    hb_ot_var_get_axis_infos(f->hb_face, 0, &n, axes);
    for (unsigned i = 0; i < n; i++) {
        float v = axes[i].default_value;
        for (unsigned k = 0; k < f->n_coords; k++)
            if (f->coords[k].tag == axes[i].tag)
                v = f->coords[k].value;
        v = fminf(fmaxf(v, axes[i].min_value), axes[i].max_value);
        values[i] = (FT_Fixed)(v * 65536.0F);
    }
    FT_Set_Var_Design_Coordinates(f->ft, n, values);
}

FT_Face face_freetype(struct face *f)
{
    if (f->ft != NULL || f->ft_failed)
        return f->ft;
    unsigned len = 0;
    const char *data = hb_blob_get_data(f->blob, &len);
    f->ft_failed =
        FT_Init_FreeType(&f->ft_library) != 0 ||
        FT_New_Memory_Face(f->ft_library, (const FT_Byte *)data, (FT_Long)len, f->file->index, &f->ft) != 0;
    if (f->ft_failed)
        f->ft = NULL;
    else
        set_ft_coords(f);
    return f->ft;
}

bool face_is_color(const struct face *f)
{
    return f->color;
}

const char *face_family(const struct face *f)
{
    return f->file->family;
}

const char *face_path(const struct face *f)
{
    return f->file->path;
}

int face_weight(const struct face *f)
{
    return f->weight;
}
