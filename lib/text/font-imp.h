/* Private to lib/text: the font database, faces and the choice of a face for a cluster. */
#ifndef PRESSRUN_TEXT_FONT_IMP_H
#define PRESSRUN_TEXT_FONT_IMP_H

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unicode/uscript.h>

#include "text/text.h"

/* ---- the database (fonts.c, match.c) ---- */
struct font_file { /* one face of one font file, as fontconfig lists it; immutable once loaded */
    const char *path;
    int index;
    const char *family;              /* first name, as the font says */
    double weight_min, weight_max;   /* CSS 1..1000 */
    double stretch_min, stretch_max; /* percent */
    enum text_slant slant;
    bool variable, color, app;
    const FcCharSet *charset; /* owned by the fontconfig configuration */
};

struct family { /* the faces that share a family name */
    const struct font_file **at;
    size_t n, cap;
    bool app; /* from the creative's folders: the system's faces of that name are left out */
};

struct hyphen_dict;

struct fonts {
    pthread_mutex_t lock; /* guards everything below; the files and families never change after loading */
    bool loaded;
    FcConfig *config;
    unsigned flags;
    char **dirs;
    size_t n_dirs;
    struct arena *arena;
    struct font_file *files;
    size_t n_files;
    struct map *families;            /* lower-case family name -> struct family */
    struct map *names;               /* lower-case PostScript and full names -> struct font_file */
    struct map *prefer;              /* script code -> family name */
    const struct glyph_maker *maker; /* of SVG glyphs; NULL: none */
    struct map *hyphen;              /* language -> struct hyphen_dict, or a mark for "none" */
};

/* Loads the database once; call it before any other use. */
void fonts_load(struct fonts *f);
const char *fonts_preferred(struct fonts *f, const char *script4);            /* NULL when none */
const struct family *fonts_family(const struct fonts *f, const char *name);   /* any case; NULL when absent */
const struct font_file *fonts_named(const struct fonts *f, const char *name); /* by PostScript or full name */
/* The family fontconfig substitutes for a generic name, an alias, or (name NULL) for nothing at all.
 * `metric_only` takes only names that the configuration binds as equal (Arial -> Liberation Sans). NULL when
 * there is none. */
const struct family *fonts_substitute(struct fonts *f, const char *name, const char *lang, bool metric_only);
/* The nearest face of a family by CSS Fonts 4, section 5.2. */
const struct font_file *family_match(const struct family *fam, int weight, enum text_slant slant,
                                     double stretch);
/* The best of all faces, the creative's only when `app`, that has all of cps[0..n). NULL when none. */
const struct font_file *fonts_covering(struct fonts *f, const uint32_t *cps, size_t n,
                                       const struct text_style *style, bool app, bool emoji);
/* fontconfig's own order for a code point. */
const struct font_file *fonts_sorted(struct fonts *f, const uint32_t *cps, size_t n,
                                     const struct text_style *style);
bool family_is_generic(const char *name);
/* The next name of a CSS family list at *p: copied to out without quotes and escapes. False at the end.
 * `quoted` tells whether it was a string, which never is a generic name. */
bool family_next(const char **p, char *out, size_t cap, bool *quoted);

/* ---- faces (face.c, glyph.c) ---- */
struct outline {
    uint32_t key; /* glyph << 2 | oblique << 1 | embolden; a face has fewer than 2^30 glyphs */
    bool blank;
    struct path path;
    struct digest128 digest; /* of the path */
};

/* Open addressing. Read without the lock: what is in it does not change, and a table that was outgrown stays
 * until the face goes. */
struct outlines {
    struct outlines *outgrown;
    size_t cap; /* a power of two */
    _Atomic(struct outline *) at[];
};

struct bitmap {
    uint32_t glyph;
    unsigned strike;
    struct rgba color;
    bool colored;          /* shows that colour */
    struct pixmap *pixels; /* NULL: the glyph has none */
    struct rect em;
};

struct svg_glyph {
    uint32_t glyph;
    struct rgba color;
    bool colored;      /* depends on the colour */
    struct tree *tree; /* NULL: cannot be drawn */
    struct rect ink;   /* em */
};

struct ink {
    float x, y, w, h; /* em, y down */
    bool known, blank;
};

struct face {
    const struct font_file *file;
    unsigned id; /* in order of opening, within the typesetter */
    hb_blob_t *blob;
    hb_face_t *hb_face;
    hb_font_t *hb; /* scaled so that positions are in 1/16 font unit */
    double scale;  /* from hb_font's positions to em */
    /* FreeType's face, opened when first needed (bitmaps, emboldened outlines). A library of its own: faces
     * of static layouts are drawn by several threads, and FT_New_Face must not meet another call on its
     * library. */
    FT_Library ft_library;
    FT_Face ft;
    bool ft_failed;
    hb_variation_t *coords;
    unsigned n_coords;
    /* in em, y up */
    double ascent, descent, line_gap, x_height, cap_height, advance_zero;
    double underline, underline_size, strike, strike_size, sub_offset, super_offset;
    int weight;
    bool color, has_smcp, has_c2sc, has_opsz, has_vertical; /* metrics of vertical lines */
    bool colr1;                                             /* COLR version 1: drawn to pixels */
    uint64_t latin[4];                                      /* coverage of U+0000..U+00FF */
    struct ink *inks;                    /* by glyph; for layouts alone, which are the owner's thread's */
    pthread_mutex_t lock;                /* the caches below: static layouts are drawn by several threads */
    _Atomic(struct outlines *) outlines; /* NULL: none yet */
    size_t n_outlines;
    struct vec(struct bitmap *) bitmaps;
    const struct glyph_maker *maker; /* NULL: the face has no SVG glyphs that can be drawn */
    struct vec(struct svg_glyph *) svgs;
};

/* NULL when the file is no font HarfBuzz can read. */
struct face *face_open(const struct font_file *file, const hb_variation_t *coords, unsigned n_coords,
                       const struct glyph_maker *maker);
void face_drop(struct face *f);
bool face_has(const struct face *f, uint32_t cp);
FT_Face face_freetype(struct face *f); /* NULL when FreeType cannot open it; caller holds the lock */
/* Ink box of a glyph in em, y down. False for a blank glyph. */
bool face_ink(const struct face *f, uint32_t glyph, struct rect *out);
/* SVG glyphs (svg-glyph.c): whether the font has a document for it; where its picture paints, in em. */
bool face_has_svg(const struct face *f, uint32_t glyph);
bool face_svg_ink(const struct face *f, uint32_t glyph, struct rect *em);
void face_drop_svgs(struct face *f);
void face_drop_outlines(struct face *f);

/* ---- choosing (choose.c, fallback.c) ---- */
struct face_ref {
    struct face *face;
    bool embolden, oblique;
    bool fallback; /* not one of the families the style names */
};

struct candidate {
    struct face_ref ref;
    bool generic; /* a generic family or the last resort: the script's preferred font goes before it */
};

struct choice { /* what a style's families come to, in order; never empty unless there is no font at all */
    struct candidate *at;
    size_t n;
    unsigned id;
    bool optical;            /* a face has an optical size axis: the choice is made anew for each size */
    struct text_style style; /* own copy of what fallback needs */
};

#endif
