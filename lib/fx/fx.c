/* Running a filter: regions, inputs, colour spaces. Filter Effects Module Level 1, sections 8 and 9. */
#include "fx/fx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fx/fx-imp.h"

static const struct fx_kernel *kernel_of(enum fx_kind kind)
{
    for (size_t i = 0; fx_kernels[i]; i++)
        if (fx_kernels[i]->kind == kind)
            return fx_kernels[i];
    return NULL;
}

bool fx_region(const struct fx_filter *f, struct rect b, struct rect *out)
{
    if (f->from_function) {
        *out = rect_inset(b, -fx_reach(f));
        return !rect_empty(*out);
    }
    if (f->units_bbox)
        *out = (struct rect){b.x + f->x * b.w, b.y + f->y * b.h, f->w * b.w, f->h * b.h};
    else
        *out = (struct rect){f->x, f->y, f->w, f->h};
    return !rect_empty(*out) && isfinite(out->x + out->y + out->w + out->h);
}

double fx_reach(const struct fx_filter *f)
{
    double *reach = xcalloc(f->n + 1, sizeof *reach), last = 0;
    for (size_t i = 0; i < f->n; i++) {
        const struct fx_primitive *p = &f->primitives[i];
        const struct fx_kernel *k = kernel_of(p->kind);
        const struct fx_input pair[2] = {p->in, p->in2}, *in = pair;
        size_t n = k ? (size_t)k->inputs : 0;
        if (p->kind == FX_MERGE) {
            in = p->u.merge.inputs;
            n = p->u.merge.n;
        }
        double from = 0;
        for (size_t q = 0; q < n; q++) {
            if (in[q].kind == FX_IN_PREVIOUS && i > 0)
                from = fmax(from, reach[i - 1]);
            else if (in[q].kind == FX_IN_RESULT && in[q].result >= 0 && (size_t)in[q].result < i)
                from = fmax(from, reach[in[q].result]);
            else if (in[q].kind == FX_IN_BACKGROUND && i > 0)
                from = fmax(from, reach[i - 1]);
            else if (in[q].kind == FX_IN_FILL_PAINT || in[q].kind == FX_IN_STROKE_PAINT)
                from = INFINITY; /* they cover everything */
        }
        double own = k && k->reach ? k->reach(p) : 0;
        if (f->primitive_bbox && own > 0)
            own = INFINITY;
        last = reach[i] = from + own;
    }
    free(reach);
    return last;
}

double fx_cost(const struct fx_filter *f)
{
    double sum = 4;
    for (size_t i = 0; i < f->n; i++) {
        const struct fx_kernel *k = kernel_of(f->primitives[i].kind);
        sum += k && k->cost ? k->cost(&f->primitives[i]) : 15;
    }
    return sum;
}

/* ---- colour ---- */
/* IEC 61966-2-1 */
static double to_linear(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double to_srgb(double v)
{
    return v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

uint8_t fx_linear_of(uint8_t srgb)
{
    return (uint8_t)fx_byte(to_linear(srgb / 255.0));
}

void fx_convert(struct pixmap *p, bool linear)
{
    uint8_t table[256];
    for (int i = 0; i < 256; i++)
        table[i] = (uint8_t)fx_byte(linear ? to_linear(i / 255.0) : to_srgb(i / 255.0));
    for (int y = 0; y < p->height; y++) {
        uint32_t *row = fx_row(p, y);
        for (int x = 0; x < p->width; x++) {
            uint32_t v = row[x];
            if (!(v & 0xffffff))
                continue;
            if (v >> 24 == 255) {
                row[x] = 0xff000000u | (uint32_t)table[v >> 16 & 255] << 16 |
                         (uint32_t)table[v >> 8 & 255] << 8 | table[v & 255];
                continue;
            }
            struct fx_pixel c = fx_unpack(v);
            row[x] = fx_pack(table[c.r], table[c.g], table[c.b], c.a);
        }
    }
}

uint32_t fx_color(const struct fx_job *j, struct rgba c)
{
    if (j->p->linear)
        c = (struct rgba){fx_linear_of(c.r), fx_linear_of(c.g), fx_linear_of(c.b), c.a};
    return fx_pack(c.r, c.g, c.b, c.a);
}

/* ---- one run ---- */
struct run {
    const struct fx_filter *f;
    const struct fx_context *c;
    struct fx_area place; /* the region on the canvas */
    struct rect region;   /* in user space */
    int w, h;
    struct fx_result *results;
    size_t n;
    struct pixmap *source;  /* the region of the source graphic */
    struct pixmap *kept[8]; /* converted copies of the primitive at work */
    size_t n_kept;
    struct pixmap **more;
    size_t n_more, cap_more;
};

static struct pixmap *keep(struct run *r, struct pixmap *p)
{
    if (r->n_kept < 8) {
        r->kept[r->n_kept++] = p;
        return p;
    }
    if (r->n_more == r->cap_more) {
        r->cap_more = r->cap_more * 2 + 8;
        r->more = xrealloc(r->more, r->cap_more, sizeof *r->more);
    }
    return r->more[r->n_more++] = p;
}

static void forget_kept(struct run *r)
{
    for (size_t i = 0; i < r->n_kept; i++)
        pixmap_drop(r->kept[i]);
    for (size_t i = 0; i < r->n_more; i++)
        pixmap_drop(r->more[i]);
    r->n_kept = r->n_more = 0;
}

static struct pixmap *crop(const struct pixmap *p, struct fx_area a)
{
    struct pixmap *out = pixmap_new(a.x1 - a.x0, a.y1 - a.y0);
    if (!out)
        return NULL;
    for (int y = 0; y < out->height; y++)
        if (y + a.y0 < p->height && a.x1 <= p->width)
            memcpy(fx_row(out, y), fx_row(p, y + a.y0) + a.x0, (size_t)out->width * 4);
    return out;
}

/* The earlier primitive that an input means; r->n when it means none. An input that is not there is one
 * without a name, as browsers treat unknown ones. */
static size_t result_of(const struct run *r, const struct fx_input *in)
{
    if (in->kind == FX_IN_RESULT && in->result >= 0 && (size_t)in->result < r->n)
        return (size_t)in->result;
    if (r->n > 0 &&
        (in->kind == FX_IN_PREVIOUS || in->kind == FX_IN_BACKGROUND ||
         (in->kind == FX_IN_FILL_PAINT && !r->c->fill) || (in->kind == FX_IN_STROKE_PAINT && !r->c->stroke)))
        return r->n - 1;
    return r->n;
}

/* An input in the primitive's colour space; borrowed until the primitive is done. */
static const struct pixmap *input_of(struct fx_job *j, const struct fx_input *in)
{
    struct run *r = j->owner;
    const struct pixmap *from = NULL;
    bool linear = false;
    size_t index = result_of(r, in);
    if (index < r->n) {
        from = r->results[index].pm;
        linear = r->results[index].linear;
    } else if (in->kind == FX_IN_SOURCE_GRAPHIC || in->kind == FX_IN_PREVIOUS || in->kind == FX_IN_RESULT ||
               in->kind == FX_IN_BACKGROUND || (in->kind == FX_IN_FILL_PAINT && !r->c->fill) ||
               (in->kind == FX_IN_STROKE_PAINT && !r->c->stroke)) {
        from = r->source;
    } else if (in->kind == FX_IN_SOURCE_ALPHA) {
        struct pixmap *alpha = pixmap_new(r->w, r->h);
        for (int y = 0; alpha && y < r->h; y++) {
            const uint32_t *s = fx_row(r->source, y);
            uint32_t *d = fx_row(alpha, y);
            for (int x = 0; x < r->w; x++)
                d[x] = s[x] & 0xff000000u;
        }
        return alpha ? keep(r, alpha) : NULL;
    } else {
        const struct pixmap *paint = in->kind == FX_IN_FILL_PAINT     ? r->c->fill
                                     : in->kind == FX_IN_STROKE_PAINT ? r->c->stroke
                                                                      : NULL;
        bool fits = paint && paint->width >= r->place.x1 && paint->height >= r->place.y1;
        struct pixmap *own = fits ? crop(paint, r->place) : pixmap_new(r->w, r->h);
        if (!own)
            return NULL;
        from = keep(r, own);
    }
    if (linear == j->p->linear)
        return from;
    struct pixmap *copy = pixmap_clone(from);
    if (!copy)
        return NULL;
    fx_convert(copy, j->p->linear);
    return keep(r, copy);
}

static struct fx_area area_of_input(const struct run *r, const struct fx_input *in)
{
    if (in->kind == FX_IN_RESULT && in->result >= 0 && (size_t)in->result < r->n)
        return r->results[in->result].area;
    if (in->kind == FX_IN_PREVIOUS && r->n > 0)
        return r->results[r->n - 1].area;
    return (struct fx_area){0, 0, r->w, r->h};
}

/* Whole pixels that a device rectangle touches; a thousandth of a pixel is noise. */
static struct fx_area pixels_of(struct rect r, int w, int h)
{
    double x0 = floor(r.x + 1e-3), y0 = floor(r.y + 1e-3), x1 = ceil(r.x + r.w - 1e-3),
           y1 = ceil(r.y + r.h - 1e-3);
    x0 = fmax(x0, 0);
    y0 = fmax(y0, 0);
    x1 = fmin(x1, w);
    y1 = fmin(y1, h);
    if (!(x1 > x0) || !(y1 > y0))
        return (struct fx_area){0, 0, 0, 0};
    return (struct fx_area){(int)x0, (int)y0, (int)x1, (int)y1};
}

static struct rect user_area_of_input(const struct run *r, const struct fx_input *in)
{
    if (in->kind == FX_IN_RESULT && in->result >= 0 && (size_t)in->result < r->n)
        return r->results[in->result].subregion;
    if (in->kind == FX_IN_PREVIOUS && r->n > 0)
        return r->results[r->n - 1].subregion;
    return r->region;
}

/* The union of the inputs' subregions; the filter region when there are none, and for feTile (section 9.2).
 */
static struct rect default_subregion(const struct run *r, const struct fx_primitive *p)
{
    const struct fx_kernel *k = kernel_of(p->kind);
    const struct fx_input pair[2] = {p->in, p->in2}, *in = pair;
    size_t n = k ? (size_t)k->inputs : 0;
    struct rect all = {0};
    if (p->kind == FX_MERGE) {
        in = p->u.merge.inputs;
        n = p->u.merge.n;
    }
    if (!n || p->kind == FX_TILE)
        return r->region;
    for (size_t i = 0; i < n; i++)
        all = rect_union(all, user_area_of_input(r, &in[i]));
    return all;
}

/* The primitive's subregion, in user space and in pixels. */
static struct fx_area subregion(const struct run *r, const struct fx_job *j, struct rect *user)
{
    const struct fx_primitive *p = j->p;
    struct rect s = default_subregion(r, p), b = r->c->bbox;
    bool boxed = r->f->primitive_bbox;
    if (!isnan(p->x))
        s.x = boxed ? b.x + p->x * b.w : p->x;
    if (!isnan(p->y))
        s.y = boxed ? b.y + p->y * b.h : p->y;
    if (!isnan(p->w))
        s.w = boxed ? p->w * b.w : p->w;
    if (!isnan(p->h))
        s.h = boxed ? p->h * b.h : p->h;
    *user = s;
    if (s.x == r->region.x && s.y == r->region.y && s.w == r->region.w && s.h == r->region.h)
        return (struct fx_area){0, 0, r->w, r->h};
    return pixels_of(matrix_apply_rect(j->to_px, s), r->w, r->h);
}

static void clear_outside(struct pixmap *p, struct fx_area a)
{
    for (int y = 0; y < p->height; y++) {
        uint32_t *row = fx_row(p, y);
        if (y < a.y0 || y >= a.y1) {
            memset(row, 0, (size_t)p->width * 4);
            continue;
        }
        memset(row, 0, (size_t)a.x0 * 4);
        memset(row + a.x1, 0, (size_t)(p->width - a.x1) * 4);
    }
}

/* A matrix that changes nothing, as Illustrator's opacity masks have: it stays in the space of its input,
 * since eight bits of linear light are few in the dark. */
static bool changes_nothing(const struct fx_primitive *p)
{
    if (p->kind != FX_COLOR_MATRIX)
        return false;
    for (int i = 0; i < 20; i++)
        if (p->u.color_matrix.values[i] != (i % 6 == 0))
            return false;
    return true;
}

static bool run_primitive(struct run *r, const struct fx_primitive *p)
{
    const struct fx_kernel *k = kernel_of(p->kind);
    struct fx_primitive plain;
    if (changes_nothing(p)) {
        size_t from = result_of(r, &p->in);
        plain = *p;
        plain.linear = from < r->n && r->results[from].linear;
        p = &plain;
    }
    struct fx_job j = {.filter = r->f,
                       .p = p,
                       .c = r->c,

                       .w = r->w,
                       .h = r->h,
                       .x = r->place.x0,
                       .y = r->place.y0,
                       .results = r->results,
                       .input = input_of,
                       .owner = r};
    if (!k)
        return false;
    j.to_px = matrix_multiply((struct matrix){1, 0, 0, 1, -r->place.x0, -r->place.y0}, r->c->ctm);
    matrix_scales(r->c->ctm, &j.px, &j.py);
    j.sx = j.px * (r->f->primitive_bbox ? r->c->bbox.w : 1);
    j.sy = j.py * (r->f->primitive_bbox ? r->c->bbox.h : 1);
    j.area = subregion(r, &j, &j.subregion);
    j.in_area = area_of_input(r, &p->in);
    if (k->inputs > 0 && !(j.in = input_of(&j, &p->in)))
        return false;
    if (k->inputs > 1 && !(j.in2 = input_of(&j, &p->in2)))
        return false;
    if (!(j.out = pixmap_new(r->w, r->h)))
        return false;
    if (!k->run(&j)) {
        pixmap_drop(j.out);
        return false;
    }
    clear_outside(j.out, j.area);
    r->results[r->n++] = (struct fx_result){j.out, j.area, j.subregion, p->linear};
    return true;
}

struct pixmap *fx_run(struct ctx *ctx, const struct fx_filter *f, const struct pixmap *source,
                      const struct fx_context *c)
{
    (void)ctx;
    struct rect region;
    struct run r = {.f = f, .c = c, .place = {0, 0, source->width, source->height}};
    struct pixmap *out = pixmap_new(source->width, source->height);
    if (!out || !fx_region(f, c->bbox, &region))
        goto fail;
    if (f->from_function) { /* unbounded: all of the canvas */
        struct matrix back;
        if (!matrix_invert(c->ctm, &back))
            goto fail;
        region = matrix_apply_rect(back, (struct rect){0, 0, source->width, source->height});
    } else {
        r.place = pixels_of(matrix_apply_rect(c->ctm, region), source->width, source->height);
    }
    r.region = region;
    r.w = r.place.x1 - r.place.x0;
    r.h = r.place.y1 - r.place.y0;
    if (r.w < 1 || r.h < 1 || !f->n)
        return out; /* nothing of it is visible */
    r.results = xcalloc(f->n, sizeof *r.results);
    bool ok = (r.source = crop(source, r.place)) != NULL;
    for (size_t i = 0; i < f->n && ok; i++) {
        ok = run_primitive(&r, &f->primitives[i]);
        forget_kept(&r);
    }
    if (ok) {
        struct fx_result *last = &r.results[r.n - 1];
        if (last->linear)
            fx_convert(last->pm, false);
        for (int y = 0; y < r.h; y++)
            memcpy(fx_row(out, y + r.place.y0) + r.place.x0, fx_row(last->pm, y), (size_t)r.w * 4);
    }
    for (size_t i = 0; i < r.n; i++)
        pixmap_drop(r.results[i].pm);
    free(r.results);
    free(r.more);
    pixmap_drop(r.source);
    if (ok)
        return out;
fail:
    pixmap_drop(out);
    return NULL;
}
