/* Painting: the bytes are a program that builds a render tree, filters, masks, patterns and odd numbers
 * included; it is painted whole, in a piece (which must equal the whole) and as PDF. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "paint/paint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    const uint8_t *at, *end;
    struct arena *a;
    int nodes, depth;
    bool wild; /* numbers without measure */
};

static unsigned byte(struct input *in)
{
    return in->at < in->end ? *in->at++ : 0;
}

static double number(struct input *in)
{
    static const double odd[] = {0, -0.0, NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e9, -1e7, 1e-300, 0.5, 1};
    unsigned b = byte(in);
    if (b >= 244) {
        in->wild = true;
        return odd[b - 244];
    }
    return (double)b / 4 - 10 + (byte(in) & 7) / 8.0;
}

static double fraction(struct input *in)
{
    return byte(in) / 255.0;
}

static struct matrix matrix(struct input *in)
{
    unsigned b = byte(in);
    if (b & 1)
        return MATRIX_IDENTITY;
    if (b & 2)
        return (struct matrix){1, 0, 0, 1, number(in), number(in)};
    if (b & 4)
        return (struct matrix){number(in), number(in), number(in), number(in), number(in), number(in)};
    double angle = number(in);
    return (struct matrix){cos(angle), sin(angle), -sin(angle), cos(angle), 20, 20};
}

static struct rgba color(struct input *in)
{
    return (struct rgba){(uint8_t)byte(in), (uint8_t)byte(in), (uint8_t)byte(in), (uint8_t)byte(in)};
}

static struct rect box(struct input *in)
{
    return (struct rect){number(in), number(in), number(in), number(in)};
}

static const struct path *path(struct input *in)
{
    struct path p = {0};
    unsigned n = byte(in) % 12;
    path_move(&p, number(in), number(in));
    for (unsigned i = 0; i < n; i++) {
        unsigned b = byte(in);
        if (b % 4 == 0)
            path_move(&p, number(in), number(in));
        else if (b % 4 == 1)
            path_line(&p, number(in), number(in));
        else if (b % 4 == 2)
            path_cubic(&p, number(in), number(in), number(in), number(in), number(in), number(in));
        else
            path_close(&p);
    }
    struct path *out = ARENA_NEW(in->a, struct path);
    *out = (struct path){ARENA_ARRAY(in->a, p.n_verbs, uint8_t),
                         ARENA_ARRAY(in->a, p.n_points, struct point),
                         p.n_verbs,
                         p.n_points,
                         0,
                         0};
    memcpy(out->verbs, p.verbs, p.n_verbs);
    memcpy(out->points, p.points, p.n_points * sizeof *p.points);
    path_drop(&p);
    return out;
}

static const struct node *nodes(struct input *in);

static struct paint paint(struct input *in)
{
    struct paint p = {.kind = PAINT_COLOR, .color = color(in), .slot = SLOT_NONE};
    unsigned b = byte(in);
    if (b % 4 == 1) {
        struct gradient *g = ARENA_NEW(in->a, struct gradient);
        struct gradient_stop *s = ARENA_ARRAY(in->a, 2, struct gradient_stop);
        s[0] = (struct gradient_stop){fraction(in) / 2, color(in), SLOT_NONE};
        s[1] = (struct gradient_stop){0.5 + fraction(in) / 2, color(in), SLOT_NONE};
        *g = (struct gradient){.radial = b & 4,
                               .units_bbox = b & 8,
                               .transform = matrix(in),
                               .spread = (enum spread)(b >> 4) % 3,
                               .x1 = number(in),
                               .y1 = number(in),
                               .x2 = number(in),
                               .y2 = number(in),
                               .cx = number(in),
                               .cy = number(in),
                               .r = number(in),
                               .fx = number(in),
                               .fy = number(in),
                               .fr = number(in),
                               .stops = s,
                               .n_stops = 2};
        p.kind = PAINT_GRADIENT;
        p.gradient = g;
    } else if (b % 4 == 2 && in->depth < 4) {
        struct pattern *t = ARENA_NEW(in->a, struct pattern);
        *t = (struct pattern){.units_bbox = b & 4,
                              .content_bbox = b & 8,
                              .rect = box(in),
                              .transform = matrix(in),
                              .has_view_box = b & 16,
                              .view_box = {box(in), b % 10, b & 32},
                              .content = nodes(in)};
        p.kind = PAINT_PATTERN;
        p.pattern = t;
    }
    return p;
}

static const struct fx_filter *filter(struct input *in)
{
    struct fx_filter *f = ARENA_NEW(in->a, struct fx_filter);
    unsigned b = byte(in), n = byte(in) % 4;
    struct fx_primitive *p = ARENA_ARRAY(in->a, n + 1, struct fx_primitive);
    static const double kernel[9] = {1, 2, -1, 0, 3, 5, 1, 1, -4}, table[3] = {0, 1, 0.3};
    for (unsigned i = 0; i < n; i++) {
        struct fx_primitive *q = &p[i];
        unsigned k = byte(in);
        *q = (struct fx_primitive){.kind = (enum fx_kind)(byte(in) % FX_N_KINDS),
                                   .x = NAN,
                                   .y = NAN,
                                   .w = NAN,
                                   .h = NAN,
                                   .linear = k & 1,
                                   .in = {(enum fx_input_kind)(byte(in) % 7), (int)(i ? i - 1 : 0)},
                                   .in2 = {(enum fx_input_kind)(byte(in) % 6), 0}};
        if (k & 2)
            q->x = number(in), q->y = number(in), q->w = number(in), q->h = number(in);
        double v[6] = {number(in), number(in), number(in), number(in), number(in), number(in)};
        switch (q->kind) {
        case FX_BLEND:
            q->u.blend.mode = (enum blend_mode)(k % 16);
            break;
        case FX_COLOR_MATRIX:
            for (int m = 0; m < 20; m++)
                q->u.color_matrix.values[m] = v[m % 6];
            break;
        case FX_COMPONENT_TRANSFER:
            q->u.transfer.r =
                (struct fx_transfer){(enum fx_transfer_kind)(k % 5), table, 3, v[0], v[1], v[2], v[3], v[4]};
            q->u.transfer.a = q->u.transfer.r;
            break;
        case FX_COMPOSITE:
            q->u.composite.op = k % 7;
            q->u.composite.k1 = v[0], q->u.composite.k2 = v[1], q->u.composite.k3 = v[2],
            q->u.composite.k4 = v[3];
            break;
        case FX_CONVOLVE_MATRIX:
            q->u.convolve.cols = q->u.convolve.rows = 3;
            q->u.convolve.target_x = (int)(k % 3), q->u.convolve.edge = (int)(k % 3),
            q->u.convolve.kernel = kernel;
            q->u.convolve.divisor = v[0], q->u.convolve.bias = v[1], q->u.convolve.preserve_alpha = k & 4;
            break;
        case FX_DIFFUSE_LIGHTING:
        case FX_SPECULAR_LIGHTING:
            q->u.lighting.surface_scale = v[0], q->u.lighting.constant = v[1],
            q->u.lighting.specular_exponent = v[2];
            q->u.lighting.color = color(in);
            q->u.lighting.light = (struct fx_light){
                (enum fx_light_kind)(k % 3), v[3], v[4], v[5], v[0], v[1], v[2], v[3], v[4], v[5], v[0]};
            break;
        case FX_DISPLACEMENT_MAP:
            q->u.displacement.scale = v[0], q->u.displacement.x_channel = (int)(k % 4);
            break;
        case FX_DROP_SHADOW:
            q->u.shadow.dx = v[0], q->u.shadow.dy = v[1], q->u.shadow.std_x = v[2], q->u.shadow.std_y = v[3];
            q->u.shadow.color = color(in);
            break;
        case FX_FLOOD:
            q->u.flood.color = color(in);
            break;
        case FX_GAUSSIAN_BLUR:
            q->u.blur.std_x = v[0], q->u.blur.std_y = v[1];
            break;
        case FX_IMAGE:
            q->u.image.use_subregion = k & 4;
            q->u.image.content = in->depth < 4 ? nodes(in) : NULL;
            break;
        case FX_MERGE: {
            struct fx_input *m = ARENA_ARRAY(in->a, 2, struct fx_input);
            m[0] = q->in;
            m[1] = q->in2;
            q->u.merge.inputs = m;
            q->u.merge.n = 2;
            break;
        }
        case FX_MORPHOLOGY:
            q->u.morphology.dilate = k & 4, q->u.morphology.rx = v[0], q->u.morphology.ry = v[1];
            break;
        case FX_OFFSET:
            q->u.offset.dx = v[0], q->u.offset.dy = v[1];
            break;
        case FX_TURBULENCE:
            q->u.turbulence.fx = v[0], q->u.turbulence.fy = v[1], q->u.turbulence.octaves = (int)(k % 4);
            q->u.turbulence.seed = v[2], q->u.turbulence.stitch = k & 4, q->u.turbulence.fractal = k & 8;
            break;
        default:
            break;
        }
    }
    *f = (struct fx_filter){
        .units_bbox = b & 1, .primitive_bbox = b & 2, .from_function = b & 4, .primitives = p, .n = n};
    struct rect r = box(in);
    f->x = r.x, f->y = r.y, f->w = r.w, f->h = r.h;
    return f;
}

static struct node *node(struct input *in)
{
    struct node *n = ARENA_NEW(in->a, struct node);
    unsigned b = byte(in);
    *n = (struct node){.kind = NODE_PATH, .transform = matrix(in), .slot = SLOT_NONE};
    if (b % 3 && in->depth < 6) {
        n->kind = NODE_GROUP;
        n->u.group = (struct node_group){.first = nodes(in), .opacity = b & 4 ? fraction(in) : 1};
        if (b & 8)
            n->u.group.blend = (enum blend_mode)(byte(in) % 16);
        if (b & 16) {
            struct clip *c = ARENA_NEW(in->a, struct clip);
            *c = (struct clip){.units_bbox = b & 1, .transform = matrix(in), .content = nodes(in)};
            n->u.group.clip = c;
        }
        if (b & 32) {
            struct mask *m = ARENA_NEW(in->a, struct mask);
            unsigned k = byte(in);
            *m = (struct mask){.units_bbox = k & 1,
                               .content_bbox = k & 2,
                               .luminance = k & 4,
                               .linear = k & 8,
                               .rect = box(in),
                               .content = nodes(in)};
            n->u.group.mask = m;
        }
        if (b & 64) {
            n->u.group.filters = filter(in);
            n->u.group.n_filters = 1;
        }
        return n;
    }
    struct fill *f = ARENA_NEW(in->a, struct fill);
    *f = (struct fill){.paint = paint(in), .opacity = fraction(in), .evenodd = b & 128};
    n->u.path =
        (struct node_path){.path = path(in), .fill = f, .stroke_first = b & 64, .antialias = !(b & 32)};
    if (b & 4) {
        struct stroke *s = ARENA_NEW(in->a, struct stroke);
        double *dashes = ARENA_ARRAY(in->a, 2, double);
        unsigned k = byte(in);
        dashes[0] = fabs(number(in));
        dashes[1] = fabs(number(in));
        *s = (struct stroke){.paint = paint(in),
                             .opacity = 1,
                             .width = number(in),
                             .miter_limit = 1 + fraction(in) * 20,
                             .cap = k % 3,
                             .join = k / 3 % 5};
        s->dash_offset = number(in);
        if (k & 64 && dashes[0] + dashes[1] > 0) {
            s->dashes = dashes;
            s->n_dashes = 2;
        }
        n->u.path.stroke = s;
    }
    return n;
}

static const struct node *nodes(struct input *in)
{
    struct node *first = NULL, **tail = &first;
    unsigned n = 1 + byte(in) % 3;
    in->depth++;
    while (n-- && in->nodes < 40 && in->at < in->end) {
        in->nodes++;
        *tail = node(in);
        tail = (struct node **)&(*tail)->next;
    }
    in->depth--;
    return first;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { W = 48, H = 40 };
    if (size > 2000)
        return 0;
    struct ctx quiet = {0};
    struct input in = {data, data + size, arena_new(), 0, 0, false};
    struct node root = {
        .kind = NODE_GROUP, .transform = MATRIX_IDENTITY, .slot = SLOT_NONE, .u.group = {.opacity = 1}};
    root.u.group.first = nodes(&in);
    struct tree t = {.width = W, .height = H, .root_matrix = MATRIX_IDENTITY, .root = &root};
    struct painter *p = painter_new();
    struct pixmap *whole = pixmap_new(W, H), *piece = pixmap_new(17, 13);
    paint_tree(&quiet, p, &t, &FRAME_NONE, whole);
    paint_node(&quiet, p, &root, false, &FRAME_NONE, MATRIX_IDENTITY, piece, 11, 9);
    struct str dump = STR_INIT;
    tree_dump(&dump, &t);
    /* numbers beyond all measure are clamped where they are met: pieces of such a picture may differ */
    for (int y = 0; y < 13 && !in.wild; y++)
        if (memcmp(piece->data + y * piece->stride, whole->data + (y + 9) * whole->stride + 11 * 4, 17 * 4)) {
            fprintf(stderr, "a piece differs from the whole in row %d:\n%s", y + 9, dump.data);
            for (int x = 0; x < 17; x++)
                fprintf(stderr, "%08x %08x\n", ((uint32_t *)(void *)(piece->data + y * piece->stride))[x],
                        ((uint32_t *)(void *)(whole->data + (y + 9) * whole->stride))[x + 11]);
            abort();
        }
    uint8_t *pdf = NULL;
    size_t len = 0;
    if (!in.wild) /* cairo itself has no measure there */
        paint_pdf(&quiet, &t, &FRAME_NONE, &pdf, &len);
    free(pdf);
    tree_validate(&quiet, &t);
    str_drop(&dump);
    pixmap_drop(whole);
    pixmap_drop(piece);
    painter_drop(p);
    arena_drop(in.a);
    return 0;
}
