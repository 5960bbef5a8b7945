/* Fonts for writers that embed them: the file's own, or an instance of a variable one. */
#include "text/font-imp.h"

#include <hb-ot.h>
#include <hb-subset.h>

#define MOST_AXES 64

static float axis_at(const struct face *f, const hb_ot_var_axis_info_t *axis)
{
    for (unsigned i = 0; i < f->n_coords; i++)
        if (f->coords[i].tag == axis->tag)
            return f->coords[i].value;
    return axis->default_value;
}

/* The font with its axes set where the face has them, all glyphs under their numbers; NULL when HarfBuzz
 * cannot (CFF2). Layout tables are for those who shape. */
static hb_blob_t *instance(const struct face *f)
{
    hb_ot_var_axis_info_t axes[MOST_AXES];
    unsigned n = MOST_AXES;
    hb_blob_t *glyf = hb_face_reference_table(f->hb_face, HB_TAG('g', 'l', 'y', 'f'));
    bool outlines = hb_blob_get_length(glyf) > 0;
    hb_blob_destroy(glyf);
    hb_subset_input_t *in = outlines ? hb_subset_input_create_or_fail() : NULL;
    if (in == NULL)
        return NULL;
    hb_subset_input_set_flags(in, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NOTDEF_OUTLINE |
                                      HB_SUBSET_FLAGS_GLYPH_NAMES);
    hb_set_invert(hb_subset_input_glyph_set(in));
    static const hb_tag_t unused[] = {HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'),
                                      HB_TAG('G', 'D', 'E', 'F')};
    for (size_t i = 0; i < sizeof unused / sizeof *unused; i++)
        hb_set_add(hb_subset_input_set(in, HB_SUBSET_SETS_DROP_TABLE_TAG), unused[i]);
    bool pinned = hb_ot_var_get_axis_infos(f->hb_face, 0, &n, axes) <= MOST_AXES;
    for (unsigned i = 0; pinned && i < n; i++)
        pinned = hb_subset_input_pin_axis_location(in, f->hb_face, axes[i].tag, axis_at(f, &axes[i]));
    hb_face_t *made = pinned ? hb_subset_or_fail(f->hb_face, in) : NULL;
    hb_blob_t *blob = made != NULL ? hb_face_reference_blob(made) : NULL;
    hb_face_destroy(made);
    hb_subset_input_destroy(in);
    return blob;
}

void *face_embeddable(const struct face *f)
{
    FT_Library library;
    FT_Face ft;
    unsigned len = 0;
    bool own = f->n_coords == 0;
    hb_blob_t *blob = f->color ? NULL : own ? hb_blob_reference(f->blob) : instance(f);
    const char *data = hb_blob_get_data(blob, &len);
    if (len == 0 || FT_Init_FreeType(&library) != 0) {
        hb_blob_destroy(blob);
        return NULL;
    }
    if (FT_New_Memory_Face(library, (const FT_Byte *)data, (FT_Long)len, own ? f->file->index : 0, &ft) !=
        0) {
        FT_Done_FreeType(library);
        hb_blob_destroy(blob);
        return NULL;
    }
    ft->generic.data = blob; /* whoever embeds may keep the face longer than we keep ours */
    if (FT_IS_SCALABLE(ft))
        return ft;
    face_embeddable_drop(ft);
    return NULL;
}

void face_embeddable_drop(void *ft_face)
{
    FT_Face ft = ft_face;
    if (ft == NULL)
        return;
    FT_Library library = ft->glyph->library;
    hb_blob_t *blob = ft->generic.data;
    FT_Done_Face(ft);
    FT_Done_FreeType(library);
    hb_blob_destroy(blob);
}
