/* Private to lib/text: the typesetter, analysed paragraphs and their way to a layout.
 *
 * text_layout: para_new (decode, bidi, scripts) -> para_itemize (faces) -> para_shape (cells) -> one of
 * svg_place (SVG positions) or box_place (lines, fit ladder) -> emit (runs, boxes) and decorations. */
#ifndef PRESSRUN_TEXT_LAYOUT_IMP_H
#define PRESSRUN_TEXT_LAYOUT_IMP_H

#include <unicode/ubidi.h>
#include <unicode/ubrk.h>

#include "text/font-imp.h"

/* ---- memo: byte strings to pointers, all forgotten at once (memo.c) ---- */
struct memo {
    struct memo_entry **slots;
    size_t n, cap, bytes;
    struct arena *arena; /* keys, and what the caller stores with them */
};
void memo_drop(struct memo *m);
void memo_reset(struct memo *m);
void *memo_find(const struct memo *m, const void *key, size_t n);
void memo_put(struct memo *m, const void *key, size_t n, void *value);
struct arena *memo_arena(struct memo *m);

/* ---- typesetter ---- */
struct typesetter {
    struct fonts *fonts;
    struct arena *scratch; /* one layout */
    struct memo choices, face_keys, axes, clusters, shapes;
    struct vec(struct face *) faces;
    unsigned n_choices;
    hb_buffer_t *buffer;
    UBiDi *bidi;
    struct memo breakers; /* locale -> UBreakIterator */
    struct vec(UBreakIterator *) iterators;
    struct str key; /* built anew for every look-up */
};

const struct choice *choose(struct typesetter *t, const struct text_style *s);
/* The face of a file for a style (its axes set), with what must be synthesised. NULL face when it cannot be
 * read. */
struct face_ref choose_open(struct typesetter *t, const struct font_file *file, const struct text_style *s);
/* First usable face of a choice; NULL when the machine has no font. */
struct face *choice_first(const struct choice *c);
/* The face for one grapheme cluster. `script` is the resolved script of its run. */
struct face_ref choose_cluster(struct typesetter *t, const struct choice *c, const uint32_t *cps, size_t n,
                               UScriptCode script);
bool cluster_is_emoji(const uint32_t *cps, size_t n);
/* A break iterator for a locale (ICU form), reused; NULL when ICU fails. */
UBreakIterator *typesetter_breaker(struct typesetter *t, UBreakIteratorType type, const char *locale);

/* ---- paragraphs ---- */
enum {                      /* of cells */
       CELL_SPACE = 1,      /* white space: hangs at the end of a line */
       CELL_NEWLINE = 2,    /* forces a line */
       CELL_SHY = 4,        /* a soft hyphen */
       CELL_WORD_GAP = 8,   /* a word separator: word-spacing and justification */
       CELL_UNSAFE = 16,    /* a line that starts here must be shaped anew */
       CELL_MISSING = 32,   /* no font can draw it */
       CELL_IGNORABLE = 64, /* no letter-spacing */
       CELL_PLAIN = 128     /* its colour glyph cannot be read */
};

struct item { /* a run of one face, span, level and orientation */
    struct face_ref ref;
    uint32_t start, end; /* code points */
    size_t span;
    UScriptCode script;
    uint8_t level;
    bool joined;  /* differs from the item before by its span alone: shaped with it */
    bool caps;    /* synthesised small capitals */
    bool upright; /* upright in vertical text */
    double size;  /* user units per em at scale 1: font-size, font-size-adjust and small capitals applied */
};

struct em_glyph { /* in em of its item, y down */
    uint32_t id;
    float x, y, adv; /* adv: along the line */
};

struct cell { /* what moves as one: a grapheme cluster or a ligature */
    uint32_t cp, n_cp;
    uint32_t item, glyph, n_glyphs;
    float adv;    /* user units at scale 1, without spacing */
    float gap;    /* letter- and word-spacing, user units at scale 1 */
    float letter; /* the letter-spacing in gap: the last cell of a line or chunk goes without */
    uint8_t flags;
};

struct para {
    struct typesetter *t;
    struct arena *a;
    const struct text_block *block;
    const struct text_span *spans;
    size_t n_spans;
    size_t n; /* code points */
    uint32_t *cp, *byte, *span;
    uint8_t *level;
    uint16_t *script;
    bool *cluster; /* a grapheme cluster starts here */
    bool *chunk;   /* an absolute position or a text path starts or ends here: shaping does not cross */
    const struct choice **choice; /* by span */
    uint8_t base_level;
    struct gate { /* an isolate of unicode-bidi begins or ends before a code point: its controls' level */
        uint32_t cp;
        int32_t at; /* of the control in the text that ICU sees */
        uint8_t level;
    } * gates;
    size_t n_gates;
    bool vertical;
    struct item *items;
    size_t n_items, cap_items;
    struct cell *cells; /* in logical order */
    size_t n_cells, cap_cells;
    struct em_glyph *glyphs;
    size_t n_glyphs, cap_glyphs;
};

/* Decodes, finds levels, scripts, clusters and faces, shapes. The para lives in t->scratch. */
struct para *para_new(struct typesetter *t, const struct text_block *block, const struct text_span *spans,
                      size_t n_spans);
void para_itemize(struct para *p);
void para_shape(struct para *p);
/* Shapes code points [start, end) of an item, and of items joined to it, by themselves; appends cells in
 * logical order to p and returns the index of the first. Used for lines that break where shaping said unsafe.
 */
size_t para_shape_part(struct para *p, size_t item, size_t start, size_t end);
/* Adds one cell that draws `cp` (a hyphen, an ellipsis) in the style of the given item. */
size_t para_add_cell(struct para *p, size_t item, uint32_t cp);
static inline const struct item *cell_item(const struct para *p, const struct cell *c)
{
    return &p->items[c->item];
}
/* The visual order (indices into cells) of cells[0..n), given in logical order (UAX 9, rule L2). */
void para_reorder(const struct para *p, const uint32_t *cells, size_t n, uint32_t *visual);

/* ---- shaping (shape.c) ---- */
struct shaped_glyph {
    uint32_t id, cluster;
    float x, y, adv;
    bool unsafe;
};
struct shaped {
    size_t n;
    struct shaped_glyph glyphs[];
};
const struct shaped *shape_run(struct para *p, const struct item *it, size_t start, size_t end);

/* ---- placing ---- */
struct placed { /* a cell in user space */
    uint32_t cell;
    double x, y;       /* where its advance begins, on the baseline it is drawn on */
    double angle;      /* degrees, of the glyphs */
    double advance;    /* user units, spacing included */
    double scale;      /* fit */
    double stretch;    /* lengthAdjust=spacingAndGlyphs */
    struct point down; /* unit vector across the line, towards descenders */
    double rise;       /* how far (x, y) lies along `down` from the line's own baseline */
    bool hidden;       /* off its path */
    bool breaks;       /* decorations start anew: moved or rotated by itself */
};

/* Runs, boxes and missing glyphs; placed in visual order. */
void emit_runs(struct para *p, struct arena *a, const struct placed *placed, size_t n,
               struct text_layout *out);
void emit_decors(struct para *p, struct arena *a, const struct placed *placed, size_t n,
                 struct text_layout *out);
void svg_place(struct para *p, struct arena *a, struct text_layout *out);
struct text_layout *box_layout(struct typesetter *t, struct arena *a, const struct text_block *block,
                               const char *const *fallbacks, size_t n_fallbacks);
/* textLength: changes the advances and stretches of cells, both arrays by cell. `order`: cells as they are
 * seen. */
void svg_lengths(const struct para *p, const uint32_t *order, double *advance, double *stretch);
/* How far a style's baseline lies below the line's own, user units: baseline-shift and alignment. */
double style_rise(struct typesetter *t, const struct text_style *s, bool vertical);
/* How far the baseline of a sideways glyph lies below the centre of its vertical line. */
double sideways_drop(const struct item *it);

/* Places cells [0, n) along a path; see on-path.c. */
struct path_walk;
struct path_walk *path_walk_new(struct arena *a, const struct path *path);
double path_walk_length(const struct path_walk *w);
/* Point and direction (degrees) at a distance; false when it lies off the path. */
bool path_walk_at(const struct path_walk *w, double distance, struct point *at, double *angle);

/* ---- breaks (breaks.c, hyphen.c) ---- */
/* Only for words that do not fit: BREAK_HYPHEN, and BREAK_WORD, which shows no hyphen (addresses). */
enum { BREAK_SOFT = 1, BREAK_HARD = 2, BREAK_HYPHEN = 4, BREAK_WORD = 8 };
/* marks[0..n]: may (must) a line start before code point i? cps may hold '\n' for forced lines. */
void break_marks(struct typesetter *t, const uint32_t *cps, size_t n, const char *lang, enum text_break mode,
                 uint8_t *marks);
/* Breaks inside a value, wherever it stands in the text, become BREAK_WORD: a name in a script without spaces
 * is not parted where a dictionary finds words in it, but may be where it begins and ends. Values with spaces
 * and long ones break as other text does. */
void break_keep(const uint32_t *cps, size_t n, const char *value, uint8_t *marks);
/* Adds BREAK_HYPHEN inside the word cps[0..n) from the dictionary of its language; false when there is none.
 */
bool hyphen_marks(struct fonts *f, const uint32_t *cps, size_t n, const char *lang, uint8_t *marks);

/* ---- boxes (wrap.c, box.c, fit.c) ---- */
struct line {
    size_t start, end; /* cells */
    size_t content;    /* end without the spaces that hang */
    double width;      /* user units at scale 1, hyphen and tracking included */
    bool hyphen;       /* draws a hyphen at its end */
    bool last;         /* of its paragraph */
    double x, y, room; /* in shapes: where it lies, user units */
};

struct opportunity { /* where a line may start */
    uint32_t cell;
    uint8_t kind;            /* BREAK_... */
    bool hyphen;             /* a hyphen is drawn before it */
    uint32_t word, word_end; /* BREAK_HYPHEN: the cells of the whole word */
};

/* ---- lines in shapes (shape-lines.c) ---- */
enum { LINE_STRETCHES = 16 }; /* of one height */
struct stretch_x {
    double from, to;
};
struct outline_edges;
struct shape_walk { /* stretches for lines of one height, from top to bottom */
    const struct text_box *box;
    struct outline_edges *inside, *holes;
    double height, y;
    bool rtl, used, done;
    size_t shape, k, n, work;
    struct stretch_x at[LINE_STRETCHES];
};
/* Begins anew; the outlines are kept from an earlier start. */
void shape_walk_start(struct shape_walk *w, struct arena *a, const struct text_box *box, double height,
                      bool rtl);
struct stretch_x
shape_walk_stretch(const struct shape_walk *w); /* the one at hand; below the last: the box's */
/* The next one; `used`: a line lies in this one. Where a band took no line the next begins a little lower. */
void shape_walk_next(struct shape_walk *w, bool used);

struct wrapper {
    struct para *p;
    struct shape_walk walk; /* of a box with shapes */
    double shape_scale;     /* the walk's user units are this many of scale 1; 0: no shapes */
    bool spilled;           /* a line found no place */
    const struct text_box *box;
    size_t n;          /* cells that count: less than the para's when an ellipsis cuts it */
    double *width;     /* prefix sums of advances at scale 1, n_cells + 1 */
    double *sizes;     /* prefix sums of font sizes: what tracking multiplies */
    uint32_t *content; /* content[i]: end of the last cell before i that is no space */
    struct opportunity *at;
    size_t n_at;
    double *hyphen; /* by span: advance of a hyphen */
    double *above,
        *below;   /* by span: ascent and descent, em-height shared out, at scale 1 without line height */
    double tail;  /* advance of the ellipsis after cell n, 0 when none */
    bool uniform; /* all spans have one size */
    struct line *lines;
    size_t n_lines, cap_lines;
    double widest; /* of the last wrap */
};

void wrapper_init(struct wrapper *w, struct para *p, const struct text_box *box);
/* Breaks into w->lines at `limit`; words wider than `word_limit` may be hyphenated. Units of scale 1. */
void wrap_lines(struct wrapper *w, double limit, double word_limit, double tracking);
/* Height of a line, and of its part above the baseline, at scale 1. */
double line_height(const struct wrapper *w, const struct line *l, double factor, double *above);
double wrap_height(const struct wrapper *w, double factor);

struct fit { /* the freedoms taken */
    double scale, tracking, line_height;
};

/* Puts the wrapped lines into the box and fills the layout. For vertical text w->box is the box turned: its
 * width is the length of the lines, which stand side by side from the right of `rect`. */
void box_place(struct wrapper *w, const struct fit *fit, struct arena *a, struct text_layout *out);

#endif
