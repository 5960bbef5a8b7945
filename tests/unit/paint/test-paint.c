/* The painter on hand-built trees: exact colours where they can be worked out, and pieces that equal the
 * whole. */
#include "test.h"

#include <math.h>
#include <stdlib.h>

#include "paint/paint.h"

static struct arena *arena;
static struct painter *painter;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    painter = painter_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    painter_drop(painter);
    arena_drop(arena);
    return 0;
}

static uint32_t at(const struct pixmap *p, int x, int y)
{
    return ((const uint32_t *)(const void *)(p->data + y * p->stride))[x];
}

static const struct path *copy(struct path *p)
{
    struct path *out = ARENA_NEW(arena, struct path);
    *out = (struct path){ARENA_ARRAY(arena, p->n_verbs, uint8_t),
                         ARENA_ARRAY(arena, p->n_points, struct point),
                         p->n_verbs,
                         p->n_points,
                         0,
                         0};
    memcpy(out->verbs, p->verbs, p->n_verbs);
    memcpy(out->points, p->points, p->n_points * sizeof *p->points);
    path_drop(p);
    return out;
}

static const struct path *rectangle(double x, double y, double w, double h)
{
    struct path p = {0};
    path_move(&p, x, y);
    path_line(&p, x + w, y);
    path_line(&p, x + w, y + h);
    path_line(&p, x, y + h);
    path_close(&p);
    return copy(&p);
}

static const struct path *circle(double cx, double cy, double r)
{
    struct path p = {0};
    path_move(&p, cx + r, cy);
    path_arc(&p, r, r, 0, true, true, cx - r, cy);
    path_arc(&p, r, r, 0, true, true, cx + r, cy);
    path_close(&p);
    return copy(&p);
}

static struct fill *color(unsigned rgb, double opacity)
{
    struct fill *f = ARENA_NEW(arena, struct fill);
    struct rgba c = {(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255};
    *f = (struct fill){.paint = {.kind = PAINT_COLOR, .color = c, .slot = SLOT_NONE}, .opacity = opacity};
    return f;
}

static struct node *leaf(const struct path *p, const struct fill *f)
{
    struct node *n = ARENA_NEW(arena, struct node);
    *n = (struct node){.kind = NODE_PATH, .transform = MATRIX_IDENTITY, .slot = SLOT_NONE};
    n->u.path = (struct node_path){.path = p, .fill = f, .antialias = true};
    return n;
}

static struct node *group(struct node *first)
{
    struct node *n = ARENA_NEW(arena, struct node);
    *n = (struct node){.kind = NODE_GROUP, .transform = MATRIX_IDENTITY, .slot = SLOT_NONE};
    n->u.group = (struct node_group){.first = first, .opacity = 1};
    return n;
}

static struct pixmap *paint_f(struct node *root, const struct frame *f, int w, int h)
{
    struct ctx ctx = {0};
    struct tree t = {.width = w, .height = h, .root_matrix = MATRIX_IDENTITY, .root = root};
    struct pixmap *pm = pixmap_new(w, h);
    assert_int_equal(paint_tree(&ctx, painter, &t, f, pm), 0);
    return pm;
}

static struct pixmap *paint(struct node *root, int w, int h)
{
    return paint_f(root, &FRAME_NONE, w, h);
}

static void rectangles_cover_exactly(void **state)
{
    (void)state;
    struct pixmap *p = paint(group(leaf(rectangle(1, 1, 2.5, 1), color(0xff0000, 1))), 5, 4);
    assert_int_equal(at(p, 0, 1), 0);
    assert_int_equal(at(p, 1, 1), 0xffff0000);
    assert_int_equal(at(p, 2, 1), 0xffff0000);
    assert_int_equal(at(p, 3, 1), 0x80800000);
    assert_int_equal(at(p, 1, 2), 0);
    pixmap_drop(p);
    struct node *n = leaf(rectangle(1, 1, 2.6, 1), color(0xff0000, 1));
    n->u.path.antialias = false;
    p = paint(group(n), 5, 4);
    assert_int_equal(at(p, 3, 1), 0xffff0000);
    pixmap_drop(p);
}

static void curves_cover_their_area(void **state)
{
    (void)state;
    struct pixmap *p = paint(group(leaf(circle(20, 20, 15.3), color(0, 1))), 40, 40);
    double sum = 0;
    for (int y = 0; y < 40; y++)
        for (int x = 0; x < 40; x++)
            sum += (at(p, x, y) >> 24) / 255.0;
    assert_float_equal(sum, M_PI * 15.3 * 15.3, 3);
    pixmap_drop(p);
}

static void strokes_and_dashes(void **state)
{
    (void)state;
    static const double dashes[] = {2, 2};
    struct stroke s = {.paint = color(0x0000ff, 1)->paint, .opacity = 1, .width = 2, .miter_limit = 4};
    struct path line = {0};
    path_move(&line, 0, 3);
    path_line(&line, 8, 3);
    struct node *n = leaf(copy(&line), NULL);
    n->u.path.stroke = &s;
    struct pixmap *p = paint(group(n), 8, 6);
    for (int x = 0; x < 8; x++) {
        assert_int_equal(at(p, x, 1), 0);
        assert_int_equal(at(p, x, 2), 0xff0000ff);
        assert_int_equal(at(p, x, 3), 0xff0000ff);
        assert_int_equal(at(p, x, 4), 0);
    }
    pixmap_drop(p);
    s.dashes = dashes;
    s.n_dashes = 2;
    p = paint(group(n), 8, 6);
    for (int x = 0; x < 8; x++)
        assert_int_equal(at(p, x, 3), x % 4 < 2 ? 0xff0000ff : 0);
    pixmap_drop(p);
}

static void gradients_reach_their_stops(void **state)
{
    (void)state;
    struct gradient_stop stops[2] = {{0, {255, 0, 0, 255}, SLOT_NONE}, {1, {0, 0, 255, 255}, 0}};
    struct gradient g = {
        .units_bbox = true, .transform = MATRIX_IDENTITY, .x2 = 1, .stops = stops, .n_stops = 2};
    struct fill f = {.paint = {.kind = PAINT_GRADIENT, .gradient = &g, .slot = SLOT_NONE}, .opacity = 1};
    struct node *root = group(leaf(rectangle(0, 0, 100, 2), &f));
    struct pixmap *p = paint(root, 100, 2);
    for (int x = 0; x < 100; x++) {
        int blue = (int)lrint(255 * (x + 0.5) / 100), have = (int)(at(p, x, 1) & 255);
        assert_in_range(have + 2 - blue, 0, 4);
        assert_int_equal(at(p, x, 1) >> 24, 255);
    }
    pixmap_drop(p);
    struct bound green = {.has_color = true, .color = {0, 255, 0, 255}};
    p = paint_f(root, &(struct frame){&green, 1}, 100, 2);
    assert_true((at(p, 99, 0) >> 8 & 255) > 250);
    pixmap_drop(p);
    /* a line has no box to fill: the gradient is not painted */
    struct path line = {0};
    path_move(&line, 0, 1);
    path_line(&line, 100, 1);
    struct stroke s = {.paint = f.paint, .opacity = 1, .width = 2, .miter_limit = 4};
    struct node *n = leaf(copy(&line), NULL);
    n->u.path.stroke = &s;
    p = paint(group(n), 100, 2);
    assert_int_equal(at(p, 50, 0), 0);
    pixmap_drop(p);
}

static void group_opacity_is_of_the_whole(void **state)
{
    (void)state;
    struct node *a = leaf(rectangle(0, 0, 4, 4), color(0xff0000, 1)),
                *b = leaf(rectangle(2, 0, 4, 4), color(0x00ff00, 1));
    a->next = b;
    struct node *g = group(a);
    g->u.group.opacity = 0.5;
    struct pixmap *p = paint(g, 6, 4);
    assert_int_equal(at(p, 1, 1), 0x80800000);
    assert_int_equal(at(p, 3, 1), 0x80008000);
    pixmap_drop(p);
}

static void clips_and_masks(void **state)
{
    (void)state;
    struct node *shape = leaf(rectangle(2, 0, 2, 4), color(0, 1));
    shape->next = leaf(rectangle(5, 0, 1, 2), color(0, 1));
    struct clip clip = {.transform = MATRIX_IDENTITY, .content = shape};
    struct node *g = group(leaf(rectangle(0, 0, 8, 4), color(0x0000ff, 1)));
    g->u.group.clip = &clip;
    struct pixmap *p = paint(g, 8, 4);
    for (int y = 0; y < 4; y++)
        for (int x = 0; x < 8; x++)
            assert_int_equal(at(p, x, y), (x >= 2 && x < 4) || (x == 5 && y < 2) ? 0xff0000ff : 0);
    pixmap_drop(p);
    clip.content = NULL;
    p = paint(g, 8, 4);
    assert_int_equal(at(p, 3, 1), 0);
    pixmap_drop(p);
    struct mask mask = {.luminance = true,
                        .rect = {0, 0, 6, 4},
                        .content = leaf(rectangle(0, 0, 8, 2), color(0xffffff, 0.5))};
    g->u.group.clip = NULL;
    g->u.group.mask = &mask;
    p = paint(g, 8, 4);
    assert_int_equal(at(p, 3, 1), 0x80000080);
    assert_int_equal(at(p, 3, 3), 0);
    assert_int_equal(at(p, 7, 1), 0);
    pixmap_drop(p);
}

static void pictures_are_fitted(void **state)
{
    (void)state;
    struct pixmap *pic = pixmap_new(2, 2);
    pixmap_fill(pic, (struct rgba){0, 255, 0, 255});
    struct node *n = leaf(NULL, NULL);
    n->kind = NODE_IMAGE;
    n->u.image = (struct node_image){.pixmap = pic, .view = {0, 0, 8, 4}, .fit = {{0, 0, 2, 2}, 5, false}};
    struct pixmap *p = paint(group(n), 8, 4);
    assert_int_equal(at(p, 1, 1), 0);
    assert_int_equal(at(p, 2, 1), 0xff00ff00);
    assert_int_equal(at(p, 5, 3), 0xff00ff00);
    assert_int_equal(at(p, 6, 3), 0);
    pixmap_drop(p);
    n->u.image.fit.slice = true;
    p = paint(group(n), 8, 4);
    assert_int_equal(at(p, 0, 0), 0xff00ff00);
    assert_int_equal(at(p, 7, 3), 0xff00ff00);
    pixmap_drop(p);
    pixmap_drop(pic);
}

/* A busy picture: everything that could depend on where a drawing is cut. */
static struct node *busy(void)
{
    static const double dashes[] = {7, 3.3};
    struct gradient_stop *stops = ARENA_ARRAY(arena, 3, struct gradient_stop);
    stops[0] = (struct gradient_stop){0, {250, 10, 20, 255}, SLOT_NONE};
    stops[1] = (struct gradient_stop){0.3, {20, 200, 20, 128}, SLOT_NONE};
    stops[2] = (struct gradient_stop){1, {20, 10, 240, 255}, SLOT_NONE};
    struct gradient *linear = ARENA_NEW(arena, struct gradient), *radial = ARENA_NEW(arena, struct gradient);
    *linear = (struct gradient){.units_bbox = true,
                                .transform = {0.9, 0.2, -0.1, 1, 0, 0},
                                .x2 = 1,
                                .y2 = 0.3,
                                .stops = stops,
                                .n_stops = 3};
    *radial = (struct gradient){.radial = true,
                                .transform = MATRIX_IDENTITY,
                                .spread = SPREAD_REFLECT,
                                .cx = 80,
                                .cy = 60,
                                .r = 33,
                                .fx = 70,
                                .fy = 66,
                                .fr = 3,
                                .stops = stops,
                                .n_stops = 3};
    struct fill *lf = ARENA_NEW(arena, struct fill), *rf = ARENA_NEW(arena, struct fill),
                *pf = ARENA_NEW(arena, struct fill);
    *lf = (struct fill){.paint = {.kind = PAINT_GRADIENT, .gradient = linear, .slot = SLOT_NONE},
                        .opacity = 0.9};
    *rf =
        (struct fill){.paint = {.kind = PAINT_GRADIENT, .gradient = radial, .slot = SLOT_NONE}, .opacity = 1};
    struct pattern *pat = ARENA_NEW(arena, struct pattern);
    *pat = (struct pattern){.rect = {3, 3, 11.3, 9.7},
                            .transform = {0.97, 0.2, -0.2, 0.97, 0, 0},
                            .content = leaf(circle(5, 5, 4), color(0x8800aa, 1))};
    *pf = (struct fill){.paint = {.kind = PAINT_PATTERN, .pattern = pat, .slot = SLOT_NONE}, .opacity = 1};
    struct stroke *s = ARENA_NEW(arena, struct stroke);
    *s = (struct stroke){.paint = rf->paint,
                         .opacity = 0.7,
                         .width = 5.3,
                         .miter_limit = 4,
                         .cap = CAP_ROUND,
                         .join = JOIN_ROUND,
                         .dashes = dashes,
                         .n_dashes = 2};

    struct node *back = leaf(rectangle(-20.3, -10.1, 300, 300), lf), *disc = leaf(circle(60, 50, 71.7), rf);
    struct node *tiles = leaf(circle(110, 100, 44), pf), *ring = leaf(circle(100, 80, 90.1), NULL);
    ring->u.path.stroke = s;
    struct path star = {0};
    for (int i = 0; i < 40; i++) {
        double r = i % 2 ? 30 : 200, a = i * 0.31415;
        (i ? path_line : path_move)(&star, 90 + r * cos(a), 70 + r * sin(a));
    }
    path_close(&star);
    struct node *spikes = leaf(copy(&star), color(0x00aa77, 0.6));
    struct mask *mask = ARENA_NEW(arena, struct mask);
    *mask = (struct mask){.luminance = true,
                          .linear = true,
                          .rect = {5.5, 5.5, 170, 120},
                          .content = leaf(circle(90, 70, 80), lf)};
    struct fx_primitive *p = ARENA_ARRAY(arena, 2, struct fx_primitive);
    p[0] = (struct fx_primitive){.kind = FX_DROP_SHADOW,
                                 .x = NAN,
                                 .y = NAN,
                                 .w = NAN,
                                 .h = NAN,
                                 .in = {FX_IN_SOURCE_GRAPHIC, 0},
                                 .linear = true,
                                 .u.shadow = {4, 6, 3.5, 3.5, {0, 0, 0, 180}}};
    p[1] = (struct fx_primitive){
        .kind = FX_DIFFUSE_LIGHTING,
        .x = NAN,
        .y = NAN,
        .w = NAN,
        .h = NAN,
        .in = {FX_IN_RESULT, 0},
        .u.lighting = {3, 1, 1, {255, 240, 200, 255}, {.kind = FX_LIGHT_POINT, .x = 30, .y = 10, .z = 40}}};
    struct fx_filter *f = ARENA_NEW(arena, struct fx_filter);
    *f = (struct fx_filter){
        .units_bbox = true, .x = -0.1, .y = -0.1, .w = 1.2, .h = 1.2, .primitives = p, .n = 2};
    struct node *masked = group(spikes), *lit = group(leaf(circle(130, 50, 25.2), rf)), *mixed = group(tiles),
                *faded = group(ring);
    masked->u.group.mask = mask;
    lit->u.group.filters = f;
    lit->u.group.n_filters = 1;
    mixed->u.group.blend = BLEND_LUMINOSITY;
    faded->u.group.opacity = 0.43;
    back->next = disc;
    disc->next = mixed;
    mixed->next = faded;
    faded->next = masked;
    masked->next = lit;
    return group(back);
}

static void pieces_equal_the_whole(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct node *root = busy();
    enum { W = 180, H = 140 };
    struct pixmap *whole = paint(root, W, H);
    static const struct rect cuts[] = {{0, 0, W, H},   {17, 23, 61, 55}, {90, 0, 90, 140},
                                       {33, 71, 1, 1}, {120, 40, 30, 7}, {0, 139, 180, 1}};
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        struct rect c = cuts[i];
        /* in place, clipped */
        struct pixmap *p = pixmap_new(W, H);
        assert_int_equal(paint_node_in(&ctx, painter, root, false, &FRAME_NONE, MATRIX_IDENTITY, p, 0, 0, c),
                         0);
        for (int y = 0; y < H; y++)
            for (int x = 0; x < W; x++) {
                bool inside = x >= c.x && x < c.x + c.w && y >= c.y && y < c.y + c.h;
                if (at(p, x, y) != (inside ? at(whole, x, y) : 0))
                    fail_msg("cut %zu, pixel %d,%d: %08x instead of %08x", i, x, y, at(p, x, y),
                             inside ? at(whole, x, y) : 0);
            }
        pixmap_drop(p);
        /* on a small canvas of its own */
        p = pixmap_new((int)c.w, (int)c.h);
        paint_node(&ctx, painter, root, false, &FRAME_NONE, MATRIX_IDENTITY, p, (int)c.x, (int)c.y);
        for (int y = 0; y < p->height; y++)
            assert_memory_equal(p->data + y * p->stride,
                                whole->data + (y + (int)c.y) * whole->stride + (int)c.x * 4,
                                (size_t)p->width * 4);
        pixmap_drop(p);
    }
    pixmap_drop(whole);
}

static void a_second_drawing_is_the_same(void **state)
{
    (void)state;
    struct node *root = busy();
    struct pixmap *a = paint(root, 180, 140), *b = paint(root, 180, 140);
    assert_memory_equal(a->data, b->data, (size_t)a->stride * 140);
    pixmap_drop(a);
    pixmap_drop(b);
}

static void hostile_geometry_ends(void **state)
{
    (void)state;
    static const double odd[] = {NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e9, 0, 1e-300};
    static const double tiny[] = {1e-9, 1e-9};
    struct stroke s = {.paint = color(0xff, 1)->paint,
                       .opacity = 1,
                       .width = 2,
                       .miter_limit = 4,
                       .dashes = tiny,
                       .n_dashes = 2};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        for (size_t k = 0; k < sizeof odd / sizeof *odd; k++) {
            struct path p = {0};
            path_move(&p, 0, 0);
            path_cubic(&p, odd[i], odd[k], 5, odd[i], 9, 9);
            path_line(&p, odd[k], 7);
            path_close(&p);
            struct node *n = leaf(copy(&p), color(0xff00, 1));
            n->u.path.stroke = &s;
            s.width = k % 2 ? 2 : odd[i];
            n->transform = (struct matrix){1, 0, 0, i % 2 ? odd[k] : 1, odd[i] > 1e8 ? 0 : odd[i], 0};
            struct node *g = group(n);
            g->u.group.opacity = 0.5;
            pixmap_drop(paint(g, 16, 16));
        }
    struct node *deep = leaf(rectangle(0, 0, 4, 4), color(0xff, 1));
    for (int i = 0; i < 1500; i++) {
        deep = group(deep);
        deep->u.group.opacity = i % 2 ? 0.99 : 1;
    }
    struct collected_diags d;
    collect_diags(&d);
    struct tree t = {.width = 4, .height = 4, .root_matrix = MATRIX_IDENTITY, .root = deep};
    struct pixmap *pm = pixmap_new(4, 4);
    assert_int_equal(paint_tree(&d.ctx, painter, &t, &FRAME_NONE, pm), 0);
    assert_int_equal(d.list.len, 1);
    assert_int_equal(last_diag(&d)->code, DIAG_PAINT_LIMIT);
    diag_list_drop(&d.list);
    pixmap_drop(pm);
}

static void layers_are_put_over(void **state)
{
    (void)state;
    struct pixmap *t = pixmap_new(40, 3), *l = pixmap_new(20, 3);
    pixmap_fill(t, (struct rgba){255, 255, 255, 255});
    assert_true(t->opaque);
    pixmap_fill(l, (struct rgba){255, 0, 0, 128});
    struct rect clip = {5, 1, 4, 1};
    pixmap_over(t, l, -2, 0, &clip);
    for (int y = 0; y < 3; y++)
        for (int x = 0; x < 40; x++)
            assert_int_equal(at(t, x, y), y == 1 && x >= 5 && x < 9 ? 0xffff7f7f : 0xffffffff);
    pixmap_over(t, l, 30, 2, NULL);
    assert_int_equal(at(t, 39, 2), 0xffff7f7f);
    assert_int_equal(at(t, 39, 1), 0xffffffff);
    pixmap_copy_rect(l, t, 10, 0, 100, 100);
    assert_int_equal(at(l, 10, 0), 0xffffffff);
    assert_int_equal(at(l, 9, 0), 0x80800000);
    pixmap_drop(t);
    pixmap_drop(l);
}

static void points_and_clipped_miters(void **state)
{
    (void)state;
    static const double dots[] = {0, 4};
    struct stroke s = {
        .paint = color(0x0000ff, 1)->paint, .opacity = 1, .width = 2, .miter_limit = 4, .cap = CAP_SQUARE};
    struct path point = {0}, line = {0}, corner = {0};
    path_move(&point, 5, 5);
    path_line(&point, 5, 5);
    struct node *n = leaf(copy(&point), NULL);
    n->u.path.stroke = &s;
    struct pixmap *p = paint(group(n), 10, 10);
    assert_true(at(p, 4, 4) >> 24 > 250 && at(p, 5, 5) >> 24 > 250);
    assert_true(at(p, 7, 5) >> 24 < 5);
    pixmap_drop(p);
    /* dashes of no length: dots with caps, nothing without */
    path_move(&line, 2, 5);
    path_line(&line, 20, 5);
    s.dashes = dots;
    s.n_dashes = 2;
    n = leaf(copy(&line), NULL);
    n->u.path.stroke = &s;
    p = paint(group(n), 20, 10);
    assert_true(at(p, 2, 5) >> 24 > 200 && at(p, 6, 5) >> 24 > 200 && at(p, 4, 5) >> 24 < 50);
    pixmap_drop(p);
    s.cap = CAP_BUTT;
    p = paint(group(n), 20, 10);
    for (int x = 0; x < 20; x++)
        assert_int_equal(at(p, x, 5), 0);
    pixmap_drop(p);
    /* a tip beyond the limit is cut there, not bevelled */
    path_move(&corner, 0, 14);
    path_line(&corner, 30, 20);
    path_line(&corner, 0, 26);
    s = (struct stroke){
        .paint = s.paint, .opacity = 1, .width = 4, .miter_limit = 3, .join = JOIN_MITER_CLIP};
    n = leaf(copy(&corner), NULL);
    n->u.path.stroke = &s;
    p = paint(group(n), 44, 40);
    assert_int_equal(at(p, 34, 20) >> 24, 255);
    assert_int_equal(at(p, 37, 20) >> 24, 0);
    pixmap_drop(p);
    s.join = JOIN_MITER;
    p = paint(group(n), 44, 40);
    assert_int_equal(at(p, 34, 20) >> 24, 0);
    pixmap_drop(p);
}

static void filters_follow_turned_axes(void **state)
{
    (void)state;
    struct fx_primitive p = {.kind = FX_OFFSET, .x = NAN, .y = NAN, .w = NAN, .h = NAN, .u.offset = {10, 0}};
    struct fx_filter f = {.x = -50, .y = -50, .w = 100, .h = 100, .primitives = &p, .n = 1};
    struct node *g = group(leaf(rectangle(-4, -4, 8, 8), color(0xff0000, 1)));
    g->u.group.filters = &f;
    g->u.group.n_filters = 1;
    g->transform = (struct matrix){0, 1, -1, 0, 20, 20}; /* a quarter turn: right becomes down */
    struct pixmap *pm = paint(group(g), 40, 40);
    assert_int_equal(at(pm, 20, 30), 0xffff0000);
    assert_int_equal(at(pm, 30, 20), 0);
    assert_int_equal(at(pm, 20, 20), 0);
    pixmap_drop(pm);
}

static void pdf_is_whole_and_repeatable(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct tree t = {.width = 180, .height = 140, .root_matrix = MATRIX_IDENTITY, .root = busy()};
    uint8_t *a = NULL, *b = NULL;
    size_t n = 0, k = 0;
    assert_int_equal(paint_pdf(&ctx, &t, &FRAME_NONE, &a, &n), 0);
    assert_int_equal(paint_pdf(&ctx, &t, &FRAME_NONE, &b, &k), 0);
    assert_true(n > 500 && memcmp(a, "%PDF-", 5) == 0 && memcmp(a + n - 6, "%%EOF", 5) == 0);
    assert_int_equal(n, k);
    assert_memory_equal(a, b, n);
    assert_non_null(memmem(a, n, "[ 0 0 135 105 ]", 15)); /* 0.75 points a unit */
    free(a);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rectangles_cover_exactly),
        cmocka_unit_test(curves_cover_their_area),
        cmocka_unit_test(strokes_and_dashes),
        cmocka_unit_test(gradients_reach_their_stops),
        cmocka_unit_test(group_opacity_is_of_the_whole),
        cmocka_unit_test(clips_and_masks),
        cmocka_unit_test(pictures_are_fitted),
        cmocka_unit_test(pieces_equal_the_whole),
        cmocka_unit_test(a_second_drawing_is_the_same),
        cmocka_unit_test(hostile_geometry_ends),
        cmocka_unit_test(layers_are_put_over),
        cmocka_unit_test(points_and_clipped_miters),
        cmocka_unit_test(filters_follow_turned_axes),
        cmocka_unit_test(pdf_is_whole_and_repeatable),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
