/* fx-imp: what the primitives share. A kernel sees pictures of one size (the filter region), premultiplied,
 * already in the primitive's colour space, and fills `out`, which starts transparent; pixels outside `area`
 * are cleared afterwards. */
#ifndef PRESSRUN_FX_IMP_H
#define PRESSRUN_FX_IMP_H

#include <math.h>

#include "fx/fx.h"

struct fx_area { /* pixels, x1 and y1 exclusive */
    int x0, y0, x1, y1;
};

struct fx_result {
    struct pixmap *pm;
    struct fx_area area;   /* subregion: what feTile repeats */
    struct rect subregion; /* the same in user space, not cut to the filter region */
    bool linear;           /* linearRGB, else sRGB */
};

struct fx_job {
    const struct fx_filter *filter;
    const struct fx_primitive *p;
    const struct fx_context *c;
    struct matrix to_px;   /* user space to pixels of the pictures */
    struct rect subregion; /* of the primitive, user space, not cut to the region */
    double sx, sy;         /* pixels per user unit, or per bounding box side when primitive_bbox */
    double px, py;         /* pixels per user unit, always */
    int x, y;              /* place of the pictures on the canvas */
    int w, h;
    struct fx_area area, in_area;
    const struct pixmap *in, *in2;   /* never NULL for kernels that need them */
    const struct fx_result *results; /* all earlier ones, for feMerge's inputs */
    const struct pixmap *(*input)(struct fx_job *j, const struct fx_input *in);
    void *owner;
    struct pixmap *out;
};

struct fx_kernel {
    enum fx_kind kind;
    const char *name;              /* SVG element */
    int inputs;                    /* 0, 1 or 2 of in, in2 */
    bool (*run)(struct fx_job *j); /* false: the filter is in error */
    /* How far beyond its input it paints, in user units; INFINITY when it paints by itself. NULL: not at all.
     */
    double (*reach)(const struct fx_primitive *p);
    /* Work for each pixel, a copy being 1 or about a nanosecond. NULL: a few. */
    double (*cost)(const struct fx_primitive *p);
};

extern const struct fx_kernel *const fx_kernels[]; /* the build makes it from the file names */

static inline uint32_t *fx_row(const struct pixmap *p, int y)
{
    return (uint32_t *)(void *)(p->data + (size_t)y * (size_t)p->stride);
}

static inline unsigned fx_div255(unsigned v)
{
    v += 128;
    return (v + (v >> 8)) >> 8;
}

static inline uint32_t fx_scale(uint32_t p, unsigned a)
{
    uint32_t rb = (p & 0xff00ff) * a + 0x800080, ag = ((p >> 8) & 0xff00ff) * a + 0x800080;
    rb = ((rb + ((rb >> 8) & 0xff00ff)) >> 8) & 0xff00ff;
    ag = (ag + ((ag >> 8) & 0xff00ff)) & 0xff00ff00;
    return rb | ag;
}

static inline uint32_t fx_over(uint32_t s, uint32_t d)
{
    return s + fx_scale(d, 255 - (s >> 24));
}

struct fx_pixel {
    unsigned r, g, b, a;
};

static inline unsigned fx_unmultiply(unsigned c, unsigned a)
{
    return c >= a ? 255 : (c * 255 + a / 2) / a;
}

static inline struct fx_pixel fx_unpack(uint32_t p) /* not premultiplied */
{
    unsigned a = p >> 24;
    if (!a)
        return (struct fx_pixel){0, 0, 0, 0};
    return (struct fx_pixel){fx_unmultiply(p >> 16 & 255, a), fx_unmultiply(p >> 8 & 255, a),
                             fx_unmultiply(p & 255, a), a};
}

static inline uint32_t fx_pack(unsigned r, unsigned g, unsigned b, unsigned a) /* premultiplies */
{
    return a << 24 | fx_div255(r * a) << 16 | fx_div255(g * a) << 8 | fx_div255(b * a);
}

static inline double fx_whole(double v) /* offsets in whole pixels, halves towards zero */
{
    return v < 0 ? -ceil(-v - 0.5) : ceil(v - 0.5);
}

static inline unsigned fx_byte(double v) /* 0..1 to 0..255 */
{
    return !(v > 0) ? 0 : v >= 1 ? 255 : (unsigned)(v * 255 + 0.5);
}

/* A colour property's premultiplied pixel in the primitive's colour space. */
uint32_t fx_color(const struct fx_job *j, struct rgba c);
/* In-place conversion of premultiplied pixels between sRGB and linearRGB. */
void fx_convert(struct pixmap *p, bool to_linear);
uint8_t fx_linear_of(uint8_t srgb);

/* Separable blur of all four channels in place; std in pixels. channels 1: alpha alone matters, the rest is
 * 0. */
void fx_blur(struct pixmap *p, double std_x, double std_y, bool alpha_only, int edge);
/* Lighting, shared by the diffuse and the specular primitive. */
bool fx_light_run(struct fx_job *j, bool specular);

#endif
