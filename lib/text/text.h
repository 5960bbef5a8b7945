/* text: fonts, shaping, line breaking, SVG text positioning and text boxes with a fit ladder. The only folder
 * that includes HarfBuzz, FreeType, fontconfig and ICU's bidi and break iterators. It knows no SVG document
 * and no colours: spans carry a number that the caller maps to paints. */
#ifndef PRESSRUN_TEXT_H
#define PRESSRUN_TEXT_H

#include "base/base.h"
#include "image/image.h"

/* ---- fonts ---- */
struct fonts; /* the fonts a creative may use; immutable and shared by threads (locks inside where needed) */
struct typesetter; /* one a thread: FreeType faces, HarfBuzz fonts, break iterators, hyphenation, shaping
                      cache */
struct face;       /* one font file (+ variations) opened by a typesetter */

enum {
    FONTS_NO_SYSTEM = 1
}; /* only the folders given; else fontconfig's configuration (FONTCONFIG_FILE) too */
/* Folders are searched recursively. A folder's fonts win over the system's. */
struct fonts *fonts_new(struct ctx *ctx, const char *const *dirs, size_t n_dirs, unsigned flags);
void fonts_drop(struct fonts *f);
/* Per-script families to prefer in fallback ("Arab" -> "Noto Sans Arabic"), from the creative or the brand.
 */
void fonts_prefer(struct fonts *f, const char *script4, const char *family);
/* Fonts embedded in the document (@font-face data) are not read; text_knows_family tells what is at hand. */

/* Glyphs that are SVG documents (OpenType's SVG table) are read above: whoever opens the fonts gives a maker
 * of pictures, else such glyphs are drawn as their plain outlines. */
struct tree; /* what a maker made: kept here and handed back, never looked into */
struct glyph_svg {
    const char *data; /* the document, as it lies in the font: may be gzipped */
    size_t len;
    uint32_t glyph; /* the id of its element is glyph and this number */
    double em;      /* font units */
    struct rgba color;
    const struct rgba *palette; /* var(--color0)... */
    size_t n_palette;
};
struct glyph_maker { /* called by any thread, one call at a time for each face */
    /* A picture in font units, y down from the baseline; `ink`: where it paints; `colored`: it depends on
     * `color`. NULL when there is nothing to draw. */
    struct tree *(*make)(const struct glyph_svg *g, struct rect *ink, bool *colored);
    void (*drop)(struct tree *t);
};
void fonts_svg_glyphs(struct fonts *f, const struct glyph_maker *m); /* before the first layout; borrowed */

struct typesetter *typesetter_new(struct fonts *f); /* fonts must outlive it */
void typesetter_drop(struct typesetter *t);

/* ---- input ---- */
enum text_slant { SLANT_NORMAL, SLANT_ITALIC, SLANT_OBLIQUE };
enum text_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };
enum text_baseline { /* dominant-baseline and alignment-baseline */
                     BASELINE_AUTO,
                     BASELINE_ALPHABETIC,
                     BASELINE_IDEOGRAPHIC,
                     BASELINE_HANGING,
                     BASELINE_MATHEMATICAL,
                     BASELINE_CENTRAL,
                     BASELINE_MIDDLE,
                     BASELINE_TEXT_BEFORE_EDGE,
                     BASELINE_TEXT_AFTER_EDGE,
                     BASELINE_BEFORE_EDGE,
                     BASELINE_AFTER_EDGE
};
enum text_writing { WRITING_LR, WRITING_RL, WRITING_TB };
enum text_orientation { ORIENT_MIXED, ORIENT_UPRIGHT, ORIENT_SIDEWAYS };
enum text_case { CASE_AS_IS, CASE_UPPER, CASE_LOWER, CASE_CAPITALIZE }; /* text-transform */

enum { SYNTHESIS_WEIGHT = 1, SYNTHESIS_STYLE = 2, SYNTHESIS_CAPS = 4 };

struct text_tag_value { /* OpenType feature or variation axis */
    char tag[5];
    double value;
};

struct text_shift { /* one baseline-shift, outermost element first */
    enum { SHIFT_LENGTH, SHIFT_SUB, SHIFT_SUPER } kind;
    double length;    /* user units, positive raises */
    double font_size; /* of the element that set it */
};

struct text_style {
    const char *families; /* CSS font-family list as written; generic names go through fontconfig */
    double size;          /* user units, > 0 */
    int weight;           /* 1..1000 */
    enum text_slant slant;
    double stretch; /* percent, 100 = normal */
    double letter_spacing, word_spacing;
    const char *lang; /* BCP 47, NULL unknown */
    const struct text_tag_value
        *features; /* font-feature-settings, font-variant-*, font-kerning as features */
    size_t n_features;
    const struct text_tag_value *variations; /* font-variation-settings */
    size_t n_variations;
    enum text_case letter_case; /* letters are changed one by one: offsets stay those of the text given */
    bool small_caps;            /* smcp, synthesised where the face has none */
    bool all_small_caps;        /* capitals too: c2sc, synthesised likewise */
    unsigned no_synthesis;      /* font-synthesis: what is not made where a face lacks it, SYNTHESIS_... */
    double size_adjust;         /* font-size-adjust, 0 = none */
    enum text_baseline dominant, alignment;
    const struct text_shift *shifts;
    size_t n_shifts;
    bool optical_sizing_none; /* font-optical-sizing: none */
};

enum { DECOR_UNDERLINE = 1, DECOR_OVERLINE = 2, DECOR_LINE_THROUGH = 4 };
enum text_line_style { LINE_SOLID, LINE_DOUBLE, LINE_DOTTED, LINE_DASHED, LINE_WAVY };
enum text_line_place { /* text-underline-position; left and right are those of vertical lines */
                       PLACE_AUTO = 0,
                       PLACE_UNDER = 1,
                       PLACE_RIGHT = 2
};
enum text_skip_ink { SKIP_NONE, SKIP_AUTO, SKIP_ALL }; /* auto: not for ideographs, kana and Hangul */
struct text_decor {
    unsigned lines;                 /* DECOR_... declared by one element */
    int paint;                      /* the declaring element's number in the caller's paint table */
    const struct text_style *style; /* of the declaring element: position and thickness come from its font */
    enum text_line_style line_style;
    double thickness; /* user units, 0: as the font says */
    bool has_offset;
    double offset;           /* text-underline-offset, user units from the baseline (or below the descent) */
    unsigned place;          /* PLACE_... */
    enum text_skip_ink skip; /* underlines and overlines spare the ink of letters */
    bool outlined;           /* its paint strokes: the line of each span is drawn by itself */
};

enum text_bidi { /* unicode-bidi */
                 BIDI_NORMAL,
                 BIDI_EMBED,
                 BIDI_OVERRIDE,
                 BIDI_ISOLATE,
                 BIDI_ISOLATE_OVERRIDE,
                 BIDI_PLAINTEXT
};

struct text_span { /* a run of text of one element; UTF-8, white space already treated by the caller */
    const char *text;
    size_t len;
    const struct text_style *style;
    int paint; /* the caller's paint table */
    const struct text_decor *decors;
    size_t n_decors;
    enum text_anchor anchor;
    const struct path *on_path; /* textPath geometry in user space, or NULL */
    double path_offset;         /* startOffset, user units along the path */
    bool path_closed_loop;      /* its only subpath is closed: the text may go on over its start */
    bool hidden;                /* visibility: hidden: takes space, is not drawn */
    bool no_room;               /* a space between lines that have places of their own; ignored in boxes */
    enum text_bidi bidi;
    bool rtl;       /* direction of that embedding, override or isolate */
    int bidi_scope; /* the element that declared it: its spans are one isolate */
};

struct text_pos { /* one per code point of the whole block; NaN = not given */
    double x, y, dx, dy, rotate;
};

struct text_length { /* textLength over code points [start, end) */
    size_t start, end;
    double length;
    bool spacing_and_glyphs;
};

enum text_align { ALIGN_START, ALIGN_CENTER, ALIGN_END, ALIGN_JUSTIFY };
enum text_valign { VALIGN_TOP, VALIGN_MIDDLE, VALIGN_BOTTOM };
enum text_wrap { WRAP_NONE, WRAP_NORMAL, WRAP_BALANCE };
enum text_break {
    BREAK_NORMAL,
    BREAK_STRICT,
    BREAK_PHRASE,
    BREAK_KEEP_ALL
}; /* Japanese strict/phrase, Korean */

enum fit_step_kind { FIT_SHRINK, FIT_TRACK, FIT_FALLBACK, FIT_ELLIPSIS, FIT_TIGHTEN };
struct fit_step {
    enum fit_step_kind kind;
    double value; /* SHRINK: least font size (of the first span; others scale); TRACK: letter-spacing in em,
                     negative; TIGHTEN: least line height factor */
};

struct text_box {     /* wraps the block into a rectangle instead of SVG positioning */
    struct rect rect; /* h <= 0: as high as needed (inline-size) */
    enum text_align align;
    enum text_valign valign;
    enum text_wrap wrap;
    enum text_break line_break;
    bool hyphenate;          /* soft hyphens always work; this adds dictionaries by language */
    int max_lines;           /* 0 = no limit */
    double line_height;      /* factor of the font size; 0 = 1.2 */
    double first_baseline_y; /* NaN, or where the first baseline lies (inline-size keeps the SVG's y) */
    const struct fit_step *ladder;
    size_t n_ladder;
    /* shape-inside of other shapes than one upright rectangle: lines keep within them, one after the other,
     * and out of the holes. Horizontal text only; rect is the bounds of the first. */
    const struct path *const *shapes;
    size_t n_shapes;
    const struct path *const *holes; /* shape-subtract */
    size_t n_holes;
    double shape_padding, shape_margin;
    bool mirrored; /* ALIGN_START means right even for a left-to-right text (mirrored layout) */
};

struct text_block {
    const struct text_span *spans;
    size_t n_spans;
    const struct text_pos *pos; /* NULL or one per code point */
    const struct text_length *lengths;
    size_t n_lengths;
    enum text_writing writing;
    enum text_orientation orientation;
    bool rtl;                   /* base direction, from `direction` */
    bool auto_dir;              /* base direction from the first strong character instead */
    bool preserve_newlines;     /* '\n' forces a line (white-space: pre, boxes) */
    const struct text_box *box; /* NULL: SVG text */
    const char *const *whole;   /* boxes: values (names) that are parted only where they do not fit a line */
    size_t n_whole;
};

/* ---- output ---- */
struct text_glyph {
    uint32_t id;
    float x, y;      /* origin in user space */
    float rotate;    /* degrees */
    float advance;   /* along the line, user units */
    uint32_t offset; /* byte offset of its cluster in the concatenated span texts */
};

#define TEXT_SLANT 0.25 /* of synthesised obliques: some 14 degrees (CSS Fonts 4) */

struct text_run { /* glyphs of one face, size and span, in visual order */
    const struct face *face;
    double size;   /* user units per em, after fit */
    float scale_x; /* lengthAdjust=spacingAndGlyphs, else 1; along the line: the y axis of vertical runs */
    bool embolden, oblique; /* synthesised */
    bool vertical;          /* upright glyphs of a vertical line */
    int paint;
    size_t span;
    const struct text_glyph *glyphs;
    size_t n_glyphs;
    bool hidden;
};

struct text_stroke { /* a decoration line: a path to fill with the declaring element's paint */
    int paint;
    unsigned line; /* DECOR_... : underline and overline are drawn below the text, line-through above */
    struct path path;
    size_t before_span; /* belongs to this span */
};

/* In vertical boxes baseline, top and bottom are the x of a line's centre, right and left side, x the y of
 * its start and width its length. */
struct text_line {
    double baseline, top, bottom, x, width; /* user space, horizontal lines */
    size_t start, end;                      /* byte range in the text laid out */
    bool rtl, hyphenated;
};

struct text_layout {
    const struct text_run *runs;
    size_t n_runs;
    const struct text_stroke *decors;
    size_t n_decors;
    const struct text_line *lines; /* boxes only */
    size_t n_lines;
    bool vertical;                 /* lines stand */
    struct rect em_box;            /* union of advance x (ascent..descent), SVG's text bounding box */
    struct rect ink;               /* union of glyph outlines and decorations, without stroke */
    double size;                   /* final size of the first span */
    unsigned steps;                /* bit (1u << fit_step_kind) for every step used */
    bool cut_word;                 /* FIT_ELLIPSIS stands within a word, the first one of its text */
    int fallback;                  /* index of the fallback text used, -1 = the text itself */
    bool overflow;                 /* the ladder ran out and the text still leaves its box */
    double overflow_x, overflow_y; /* by how much, user units */
    size_t n_plain;                /* colour glyphs that cannot be read: drawn as outlines */
    size_t n_missing;              /* clusters no font could draw (.notdef or an empty colour glyph) */
    uint32_t missing[8];           /* first code points of some of them */
    size_t n_fallback_fonts;       /* runs not drawn with a family the style names */
};

/* Lays out into arena `a` (results live as long as it and the typesetter). `fallbacks`: shorter texts in
 * order for FIT_FALLBACK, each replacing all spans by the first span's style. Never fails: bad input gives an
 * empty layout. */
struct text_layout *text_layout(struct typesetter *t, struct arena *a, const struct text_block *block,
                                const char *const *fallbacks, size_t n_fallbacks);
/* Moves a layout (positions, boxes, lines) by dx, dy in place. */
void text_layout_move(struct text_layout *l, double dx, double dy);

/* Font metrics of the first face that `style` selects, in user units (x-height, cap height for ex, cap
 * units...). */
struct text_metrics {
    double ascent, descent, x_height, cap_height, advance_zero, line_gap;
};
struct text_metrics text_metrics(struct typesetter *t, const struct text_style *style);
/* Whether a name of a CSS family list is that of a font at hand, or a generic one. */
bool text_knows_family(const struct typesetter *t, const char *families);

/* ---- glyph pictures ---- */
/* From a glyph's em units to the layout's. */
struct matrix text_glyph_matrix(const struct text_run *r, const struct text_glyph *g);
/* Outline in units of 1 em = 1.0, y down, origin at the glyph's origin; NULL for blank or bitmap-only glyphs.
 * Cached and owned by the face. */
const struct path *face_outline(const struct face *f, uint32_t glyph, bool embolden, bool oblique);
/* Of an outline that face_outline gave: equal outlines, whatever their face, have equal ones. */
struct digest128 face_outline_digest(const struct path *outline);
/* Colour glyph in pixels (CBDT, sbix, and COLRv1, which may show the text's colour): pixels and where they
 * go, in em units (y down). False when there is none. */
bool face_bitmap(const struct face *f, uint32_t glyph, double pixels_per_em, struct rgba color,
                 const struct pixmap **out, struct rect *em);
/* COLRv0 layers: count, then each layer's glyph and colour (use_text_color: the current paint). 0 when none.
 */
struct face_layer {
    uint32_t glyph;
    struct rgba color;
    bool use_text_color;
};
size_t face_color_layers(const struct face *f, uint32_t glyph, struct face_layer *out, size_t cap);
/* SVG glyph: its picture, and in `em` the font units that the picture's own units are. NULL when there is
 * none. */
const struct tree *face_svg(const struct face *f, uint32_t glyph, struct rgba color, double *em);
bool face_is_color(const struct face *f);
/* A FreeType face (FT_Face) of the same file, opened for the caller alone, for writers that embed fonts. Axes
 * are set in a copy of the font. NULL when FreeType cannot read it, and for colour fonts. */
void *face_embeddable(const struct face *f);
void face_embeddable_drop(void *ft_face);
const char *face_family(const struct face *f); /* family name as the font says */
const char *face_path(const struct face *f);
int face_weight(const struct face *f);

/* ---- Unicode services for the folders above ---- */
/* Line break opportunities: fills out[] (cap entries) with byte offsets where a line may start; returns the
 * count. */
size_t text_breaks(struct typesetter *t, const char *utf8, size_t len, const char *lang, enum text_break mode,
                   size_t *out, size_t cap);
/* Base direction of the first strong character: 1 rtl, 0 ltr, -1 none. */
int text_direction(const char *utf8, size_t len);

#endif
