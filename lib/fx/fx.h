/* fx: filter primitives, one file each (fe-NAME.c exports one constant record; the build makes the registry).
 * A filter is a list of primitives already in pixels-independent user units; fx_run works on pixmaps.
 * Specification: Filter Effects Module Level 1 (W3C). */
#ifndef PRESSRUN_FX_H
#define PRESSRUN_FX_H

#include "base/base.h"
#include "image/image.h"

enum fx_input_kind {
    FX_IN_PREVIOUS,
    FX_IN_SOURCE_GRAPHIC,
    FX_IN_SOURCE_ALPHA,
    FX_IN_BACKGROUND,
    FX_IN_FILL_PAINT,
    FX_IN_STROKE_PAINT,
    FX_IN_RESULT
};
struct fx_input {
    enum fx_input_kind kind;
    int result; /* FX_IN_RESULT: index of the earlier primitive */
};

enum fx_kind {
    FX_BLEND,
    FX_COLOR_MATRIX,
    FX_COMPONENT_TRANSFER,
    FX_COMPOSITE,
    FX_CONVOLVE_MATRIX,
    FX_DIFFUSE_LIGHTING,
    FX_DISPLACEMENT_MAP,
    FX_DROP_SHADOW,
    FX_FLOOD,
    FX_GAUSSIAN_BLUR,
    FX_IMAGE,
    FX_MERGE,
    FX_MORPHOLOGY,
    FX_OFFSET,
    FX_SPECULAR_LIGHTING,
    FX_TILE,
    FX_TURBULENCE,
    FX_N_KINDS
};

enum blend_mode {
    BLEND_NORMAL,
    BLEND_MULTIPLY,
    BLEND_SCREEN,
    BLEND_OVERLAY,
    BLEND_DARKEN,
    BLEND_LIGHTEN,
    BLEND_COLOR_DODGE,
    BLEND_COLOR_BURN,
    BLEND_HARD_LIGHT,
    BLEND_SOFT_LIGHT,
    BLEND_DIFFERENCE,
    BLEND_EXCLUSION,
    BLEND_HUE,
    BLEND_SATURATION,
    BLEND_COLOR,
    BLEND_LUMINOSITY,
    BLEND_PLUS_LIGHTER, /* of mix-blend-mode alone, not of feBlend */
    BLEND_COUNT
};

enum fx_transfer_kind { FX_IDENTITY, FX_TABLE, FX_DISCRETE, FX_LINEAR, FX_GAMMA };
struct fx_transfer {
    enum fx_transfer_kind kind;
    const double *table;
    size_t n_table;
    double slope, intercept, amplitude, exponent, offset;
};

enum fx_light_kind { FX_LIGHT_DISTANT, FX_LIGHT_POINT, FX_LIGHT_SPOT };
struct fx_light {
    enum fx_light_kind kind;
    double azimuth, elevation;        /* degrees */
    double x, y, z, at_x, at_y, at_z; /* user units */
    double specular_exponent;
    double cone_angle; /* NaN: none */
};

/* Lengths are in user space (or fractions of the bounding box when the filter's primitive_bbox is set). */
struct fx_primitive {
    enum fx_kind kind;
    double x, y, w, h; /* subregion; NaN = not given */
    bool linear;       /* color-interpolation-filters: linearRGB */
    struct fx_input in, in2;
    union {
        struct {
            enum blend_mode mode;
        } blend;
        struct {
            double values[20];
        } color_matrix; /* type already turned into a matrix */
        struct {
            struct fx_transfer r, g, b, a;
        } transfer;
        struct {
            enum { FX_OVER, FX_IN, FX_OUT, FX_ATOP, FX_XOR, FX_LIGHTER, FX_ARITHMETIC } op;
            double k1, k2, k3, k4;
        } composite;
        struct {
            int cols, rows, target_x, target_y;
            const double *kernel;
            double divisor, bias;
            int edge;
            bool preserve_alpha;
        } convolve; /* edge 0 none 1 duplicate 2 wrap */
        struct {
            double surface_scale, constant, specular_exponent;
            struct rgba color;
            struct fx_light light;
        } lighting;
        struct {
            double scale;
            int x_channel, y_channel;
        } displacement; /* 0..3 = R G B A */
        struct {
            double dx, dy, std_x, std_y;
            struct rgba color;
        } shadow;
        struct {
            struct rgba color;
        } flood;
        struct {
            double std_x, std_y;
            int edge;
        } blur;
        /* content: drawn by the caller's callback. A picture lies in a unit square that is fitted into the
         * subregion; an element (use_subregion set by lowering) starts at the subregion's corner, in user
         * units. */
        struct {
            const void *content;
            struct rect rect;
            bool use_subregion;
            int align;
            int smooth;
        } image;
        struct {
            const struct fx_input *inputs;
            size_t n;
        } merge;
        struct {
            bool dilate;
            double rx, ry;
        } morphology;
        struct {
            double dx, dy;
        } offset;
        struct {
            double fx, fy;
            int octaves;
            double seed;
            bool stitch, fractal;
        } turbulence;
    } u;
};

struct fx_filter {
    bool units_bbox, primitive_bbox;
    double x, y, w, h; /* region */
    const struct fx_primitive *primitives;
    size_t n;
    bool from_function; /* a CSS filter function: the region is unbounded (drop-shadow, blur grow) */
};

struct fx_context {
    struct rect bbox;  /* object bounding box, user space */
    struct matrix ctm; /* user space to pixels of `source` */
    struct pixmap *fill,
        *stroke; /* full-canvas pictures of FillPaint, StrokePaint; may be NULL (transparent) */
    /* Draws feImage content for primitive `p` into a pixmap of the canvas' size; NULL on failure. Owned by
     * the caller. subregion: the primitive's in user space, not cut to the filter region. */
    struct pixmap *(*draw_image)(void *payload, const struct fx_primitive *p, struct rect subregion, int w,
                                 int h);
    void *payload;
};

/* The filter region in user space. False when it is empty (the element is not drawn). */
bool fx_region(const struct fx_filter *f, struct rect bbox, struct rect *out);
/* Runs the filter on `source` (a canvas-sized group picture), returning a new canvas-sized pixmap. NULL when
 * the filter is in error (the element is not drawn then). */
struct pixmap *fx_run(struct ctx *ctx, const struct fx_filter *f, const struct pixmap *source,
                      const struct fx_context *c);
/* How far (user units) the filter may paint outside its input; for bounds of dynamic layers. The region
 * limits it too. */
double fx_reach(const struct fx_filter *f);

/* The names of CSS: "color-dodge". */
const char *fx_blend_name(enum blend_mode mode);
bool fx_blend_named(const char *name, enum blend_mode *out);
/* Work for each pixel of the region, about one nanosecond being 1: for a budget against hostile filters. */
double fx_cost(const struct fx_filter *f);

/* Blends n premultiplied pixels of src onto dst (Compositing and Blending Level 1: blend, then source-over).
 * Also the painter's blend modes. */
void fx_blend_row(enum blend_mode mode, const uint32_t *src, uint32_t *dst, size_t n);

#endif
