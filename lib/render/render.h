/* render: a variant bound to its layout, planned and drawn. One stage a thread; creatives are shared.
 * Structure (theme tokens, modules, attribute slots, direction, locale fonts) is bound before lowering and
 * the lowered tree is cached by what it read; text, image, paint and visibility are bound per variant into a
 * frame. */
#ifndef PRESSRUN_RENDER_H
#define PRESSRUN_RENDER_H

#include "base/base.h"
#include "creative/creative.h"
#include "paint/paint.h"
#include "tree/tree.h"
#include "variant/variant.h"

struct shared;
struct stage_options {
    double scale;          /* output pixels per user unit; 0 = 1 */
    bool no_cache;         /* draw everything anew: same bytes, for tests */
    size_t cache_bytes;    /* budget; 0 = default 256 MiB */
    struct shared *shared; /* of all stages of a run: trees, still layers, pictures; NULL: the stage's own. It
                            * is dropped after the stages, and keeps what its values need of them. */
    const char *const *font_dirs;
    size_t n_font_dirs;
    bool no_system_fonts;
};

struct stage;
struct stage *stage_new(struct ctx *ctx, const struct stage_options *o);
void stage_drop(struct stage *s);
/* The creative that a line names, loaded once a path (relative to the current folder). Borrowed. NULL with a
 * report. */
const struct creative *stage_creative(struct ctx *ctx, struct stage *s, const char *path);

struct scene_slot { /* a slot as bound in one variant */
    const struct slot *slot;
    const struct slot_value *value; /* NULL: the layout's own content */
    const struct text_layout *text; /* text slots */
    const struct text_style *style; /* of its first span */
    const struct pixmap *source;    /* image slots: the decoded source */
    struct rect view;     /* image: where it goes; text: its box (empty when none), in picture units */
    struct matrix matrix; /* user space of the target -> picture */
};
struct scene {
    const struct creative *creative;
    const struct layout *layout;
    const struct variant *variant;
    const struct tree *tree;
    struct frame frame;
    struct scene_slot *slots;
    size_t n_slots;
    int width, height; /* pixels */
    struct rgba background;
};
/* Binds one variant. Lives in `a` and until the next bind of this stage. Findings (overflow, missing glyph,
 * ladder steps) are the caller's to derive from the scene. NULL with reports. */
struct scene *stage_bind(struct ctx *ctx, struct stage *s, struct arena *a, const struct variant *v);
/* One text slot of a variant alone, laid out as stage_bind does it: no picture is read and no other slot is
 * bound, so that thousands of texts can be tried. Lives as a scene does. NULL when the layout has no such
 * text; with a report when the variant cannot be bound. */
const struct scene_slot *stage_bind_text(struct ctx *ctx, struct stage *s, struct arena *a,
                                         const struct variant *v, const char *slot);
/* The same text on one line at its full size, out of its box: how long it is by itself. */
const struct scene_slot *stage_bind_open_text(struct ctx *ctx, struct stage *s, struct arena *a,
                                              const struct variant *v, const char *slot);
/* Draws a bound scene; the pixmap is the stage's and valid until the next draw. NULL with reports. */
const struct pixmap *stage_draw(struct ctx *ctx, struct stage *s, const struct scene *scene);
struct stage_counts {        /* of a stage so far, or added up */
    double pixels, drawn;    /* of all pictures; drawn again since the one before */
    long filtered, recalled; /* filtered groups drawn; put down as they were drawn before */
};
struct stage_counts stage_counts(const struct stage *s);
/* The parts of the picture drawn last, for encode_options. Borrowed until the next draw. */
struct parts *stage_parts(const struct stage *s);
/* A plain SVG file as a scene (no creative): width/height override as in render-still, 0 = natural. */
struct scene *stage_open_svg(struct ctx *ctx, struct stage *s, struct arena *a, const char *path,
                             double width, double height, double scale);
/* What a finished file of the scene is to say about who made its pictures: merged from the metadata of those
 * that are drawn. Borrowed until the next call; empty when they say nothing. */
struct image_marks stage_marks(struct ctx *ctx, struct stage *s, const struct scene *scene);
struct resolved_svg {
    bool strip;      /* embedded pictures lose their metadata */
    bool embed;      /* linked pictures become part of the file */
    bool outlines;   /* texts become paths */
    const char *xmp; /* put into a metadata element; NULL: none */
    size_t xmp_len;
};
/* The scene as a standalone SVG: slots resolved, text wrapped into tspans or as outlines. */
int stage_resolved_svg(struct ctx *ctx, struct stage *s, const struct scene *scene,
                       const struct resolved_svg *how, struct str *out);

#endif
