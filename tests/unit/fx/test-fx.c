/* Filter primitives on small pictures whose results can be worked out by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "fx/fx.h"

static const struct fx_context plain = {.bbox = {0, 0, 10, 10}, .ctm = {1, 0, 0, 1, 0, 0}};

static uint32_t at(const struct pixmap *p, int x, int y)
{
    return ((const uint32_t *)(const void *)(p->data + y * p->stride))[x];
}

static void put(struct pixmap *p, int x, int y, uint32_t v)
{
    ((uint32_t *)(void *)(p->data + y * p->stride))[x] = v;
}

static struct fx_primitive prim(enum fx_kind kind)
{
    struct fx_primitive p = {.kind = kind, .x = NAN, .y = NAN, .w = NAN, .h = NAN};
    return p;
}

static struct pixmap *run(const struct pixmap *source, const struct fx_primitive *p, size_t n)
{
    struct ctx ctx = {0};
    struct fx_filter f = {.w = source->width, .h = source->height, .primitives = p, .n = n};
    struct fx_context c = plain;
    c.bbox = (struct rect){0, 0, source->width, source->height};
    return fx_run(&ctx, &f, source, &c);
}

static struct pixmap *dot(int size) /* an opaque red pixel in the middle */
{
    struct pixmap *p = pixmap_new(size, size);
    put(p, size / 2, size / 2, 0xffff0000);
    return p;
}

static void flood_keeps_to_its_subregion(void **state)
{
    (void)state;
    struct pixmap *s = dot(9);
    struct fx_primitive p = prim(FX_FLOOD);
    p.x = 2;
    p.y = 3;
    p.w = 4;
    p.h = 2;
    p.u.flood.color = (struct rgba){0, 0, 255, 255};
    struct pixmap *o = run(s, &p, 1);
    assert_non_null(o);
    for (int y = 0; y < 9; y++)
        for (int x = 0; x < 9; x++)
            assert_int_equal(at(o, x, y), x >= 2 && x < 6 && y >= 3 && y < 5 ? 0xff0000ff : 0);
    pixmap_drop(o);
    pixmap_drop(s);
}

static void linear_colours_come_back(void **state)
{
    (void)state;
    struct pixmap *s = dot(5);
    struct fx_primitive p = prim(FX_FLOOD);
    p.linear = true;
    p.u.flood.color = (struct rgba){200, 100, 255, 255};
    struct pixmap *o = run(s, &p, 1);
    uint32_t v = at(o, 1, 1);
    assert_in_range(v >> 16 & 255, 199, 201);
    assert_in_range(v >> 8 & 255, 99, 101);
    assert_int_equal(v & 255, 255);
    pixmap_drop(o);
    pixmap_drop(s);
}

static void offset_moves_whole_pixels(void **state)
{
    (void)state;
    struct pixmap *s = dot(9);
    struct fx_primitive p = prim(FX_OFFSET);
    p.in.kind = FX_IN_SOURCE_GRAPHIC;
    p.u.offset.dx = 2;
    p.u.offset.dy = -3;
    struct pixmap *o = run(s, &p, 1);
    for (int y = 0; y < 9; y++)
        for (int x = 0; x < 9; x++)
            assert_int_equal(at(o, x, y), x == 6 && y == 1 ? 0xffff0000 : 0);
    pixmap_drop(o);
    p.u.offset.dx = 1e9;
    o = run(s, &p, 1);
    assert_int_equal(at(o, 4, 4), 0);
    pixmap_drop(o);
    pixmap_drop(s);
}

static void blur_is_symmetric_and_keeps_the_sum(void **state)
{
    (void)state;
    static const double deviations[] = {0.7, 1.5, 2, 3, 4.2};
    for (size_t i = 0; i < sizeof deviations / sizeof *deviations; i++) {
        struct pixmap *s = pixmap_new(61, 61);
        for (int y = 25; y < 36; y++)
            for (int x = 25; x < 36; x++)
                put(s, x, y, 0xffff8000);
        struct fx_primitive p = prim(FX_GAUSSIAN_BLUR);
        p.in.kind = FX_IN_SOURCE_GRAPHIC;
        p.u.blur.std_x = p.u.blur.std_y = deviations[i];
        struct pixmap *o = run(s, &p, 1);
        long sum = 0;
        for (int y = 0; y < 61; y++)
            for (int x = 0; x < 61; x++) {
                sum += at(o, x, y) >> 24;
                assert_in_range((at(o, x, y) >> 24) + 2 - (at(o, 60 - x, y) >> 24), 0, 4);
                assert_in_range((at(o, x, y) >> 24) + 2 - (at(o, y, x) >> 24), 0, 4);
            }
        assert_in_range(sum, 121 * 255 * 97 / 100, 121 * 255 * 103 / 100);
        pixmap_drop(o);
        pixmap_drop(s);
    }
}

/* The region hides what lies beyond it; what is left looks as it would without the region. */
static void blur_is_cut_by_the_region_not_lightened(void **state)
{
    (void)state;
    static const double deviations[] = {1.2, 2, 5, 10, 30};
    enum { BIG = 201, SIDE = 41, FROM = (BIG - SIDE) / 2 };
    struct pixmap *wide = pixmap_new(BIG, BIG), *tight = pixmap_new(SIDE, SIDE);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            put(wide, FROM + x, FROM + y, 0xff0080ff);
            put(tight, x, y, 0xff0080ff);
        }
    for (size_t i = 0; i < sizeof deviations / sizeof *deviations; i++) {
        struct fx_primitive p = prim(FX_GAUSSIAN_BLUR);
        p.in.kind = FX_IN_SOURCE_GRAPHIC;
        p.u.blur.std_x = p.u.blur.std_y = deviations[i];
        struct pixmap *all = run(wide, &p, 1), *cut = run(tight, &p, 1);
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++)
                assert_int_equal(at(cut, x, y), at(all, FROM + x, FROM + y));
        pixmap_drop(all);
        pixmap_drop(cut);
    }
    pixmap_drop(wide);
    pixmap_drop(tight);
}

static void blur_of_any_size_ends(void **state)
{
    (void)state;
    struct pixmap *s = dot(9);
    struct fx_primitive p = prim(FX_GAUSSIAN_BLUR);
    p.in.kind = FX_IN_SOURCE_GRAPHIC;
    static const double odd[] = {1e300, INFINITY, NAN, -1, 1e5};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        p.u.blur.std_x = odd[i];
        p.u.blur.std_y = odd[i];
        struct pixmap *o = run(s, &p, 1);
        assert_non_null(o);
        pixmap_drop(o);
    }
    pixmap_drop(s);
}

static void morphology_grows_and_shrinks(void **state)
{
    (void)state;
    struct pixmap *s = dot(11);
    struct fx_primitive p[2] = {prim(FX_MORPHOLOGY), prim(FX_MORPHOLOGY)};
    p[0].in.kind = FX_IN_SOURCE_GRAPHIC;
    p[0].u.morphology.dilate = true;
    p[0].u.morphology.rx = 2;
    p[0].u.morphology.ry = 1;
    struct pixmap *o = run(s, p, 1);
    for (int y = 0; y < 11; y++)
        for (int x = 0; x < 11; x++)
            assert_int_equal(at(o, x, y), x >= 3 && x <= 7 && y >= 4 && y <= 6 ? 0xffff0000 : 0);
    pixmap_drop(o);
    p[1] = p[0];
    p[1].in = (struct fx_input){FX_IN_RESULT, 0};
    p[1].u.morphology.dilate = false;
    o = run(s, p, 2);
    for (int y = 0; y < 11; y++)
        for (int x = 0; x < 11; x++)
            assert_int_equal(at(o, x, y), x == 5 && y == 5 ? 0xffff0000 : 0);
    pixmap_drop(o);
    p[0].u.morphology.rx = 1e12;
    o = run(s, p, 1);
    assert_int_equal(at(o, 0, 5), 0xffff0000);
    pixmap_drop(o);
    pixmap_drop(s);
}

static uint32_t extreme_around(const struct pixmap *s, int x, int y, int rx, int ry, bool dilate)
{
    uint32_t out = 0;
    for (int c = 0; c < 32; c += 8) {
        uint32_t best = dilate ? 0 : 255;
        for (int v = y - ry; v <= y + ry; v++)
            for (int u = x - rx; u <= x + rx; u++) {
                bool in = u >= 0 && v >= 0 && u < s->width && v < s->height;
                uint32_t k = in ? at(s, u, v) >> c & 255 : 0;
                best = dilate ? (k > best ? k : best) : (k < best ? k : best);
            }
        out |= best << c;
    }
    return out;
}

static void morphology_is_the_extreme_of_the_window(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int size = 1; size < 40; size += 6) { /* lines are worked on in strips: full and part ones */
        struct pixmap *s = pixmap_new(size, size);
        for (int y = 0; y < size; y++)
            for (int x = 0; x < size; x++) {
                seed = seed * 1664525 + 1013904223;
                uint32_t v = seed >> 24;
                put(s, x, y, 0xff000000 | v << 16 | (v ^ 0x55) << 8 | (255 - v));
            }
        for (int k = 0; k < 4; k++) {
            struct fx_primitive p = prim(FX_MORPHOLOGY);
            p.u.morphology.dilate = k & 1;
            p.u.morphology.rx = k & 2 ? 1 : 5;
            p.u.morphology.ry = k & 2 ? 7 : 2;
            struct pixmap *o = run(s, &p, 1);
            for (int y = 0; y < size; y++)
                for (int x = 0; x < size; x++)
                    assert_int_equal(at(o, x, y), extreme_around(s, x, y, (int)p.u.morphology.rx,
                                                                 (int)p.u.morphology.ry, k & 1));
            pixmap_drop(o);
        }
        pixmap_drop(s);
    }
}

static void costs_follow_the_work(void **state)
{
    (void)state;
    struct fx_primitive p[2] = {prim(FX_TURBULENCE), prim(FX_CONVOLVE_MATRIX)};
    struct fx_filter f = {.primitives = p, .n = 1};
    p[0].u.turbulence.octaves = 1;
    double few = fx_cost(&f);
    p[0].u.turbulence.octaves = 10;
    assert_true(fx_cost(&f) > 5 * few);
    f.primitives = p + 1;
    p[1].u.convolve.cols = p[1].u.convolve.rows = 3;
    few = fx_cost(&f);
    p[1].u.convolve.cols = p[1].u.convolve.rows = 30;
    assert_true(fx_cost(&f) > 50 * few);
    p[1] = prim(FX_OFFSET);
    assert_true(fx_cost(&f) < few);
}

static void composite_follows_porter_duff(void **state)
{
    (void)state;
    struct pixmap *s = pixmap_new(2, 1);
    put(s, 0, 0, 0xffff0000);
    put(s, 1, 0, 0x80800000);
    struct fx_primitive p[2] = {prim(FX_FLOOD), prim(FX_COMPOSITE)};
    p[0].u.flood.color = (struct rgba){0, 0, 255, 255};
    p[1].in.kind = FX_IN_SOURCE_GRAPHIC;
    p[1].in2 = (struct fx_input){FX_IN_RESULT, 0};
    static const uint32_t want[][2] = {
        {0xffff0000, 0xff80007f}, {0xffff0000, 0x80800000}, {0, 0},
        {0xffff0000, 0xff80007f}, {0, 0x7f00007f},          {0xffff00ff, 0xff8000ff},
    };
    for (int op = FX_OVER; op <= FX_LIGHTER; op++) {
        p[1].u.composite.op = op;
        struct pixmap *o = run(s, p, 2);
        assert_int_equal(at(o, 0, 0), want[op][0]);
        assert_int_equal(at(o, 1, 0), want[op][1]);
        pixmap_drop(o);
    }
    p[1].u.composite.op = FX_ARITHMETIC;
    p[1].u.composite.k2 = 0.5;
    struct pixmap *o = run(s, p, 2);
    assert_int_equal(at(o, 0, 0), 0x80800000);
    pixmap_drop(o);
    pixmap_drop(s);
}

static void tile_repeats_the_subregion(void **state)
{
    (void)state;
    struct pixmap *s = pixmap_new(12, 12);
    for (int y = 0; y < 12; y++)
        for (int x = 0; x < 12; x++)
            put(s, x, y, 0xff000000u + (unsigned)(y * 16 + x));
    struct fx_primitive p[2] = {prim(FX_OFFSET), prim(FX_TILE)};
    p[0].in.kind = FX_IN_SOURCE_GRAPHIC;
    p[0].x = 3;
    p[0].y = 4;
    p[0].w = 2;
    p[0].h = 3;
    p[1].in = (struct fx_input){FX_IN_RESULT, 0};
    struct pixmap *o = run(s, p, 2);
    for (int y = 0; y < 12; y++)
        for (int x = 0; x < 12; x++)
            assert_int_equal(at(o, x, y), at(s, 3 + (x + 1) % 2, 4 + (y + 2) % 3));
    pixmap_drop(o);
    pixmap_drop(s);
}

static void a_matrix_that_changes_nothing_keeps_the_dark(void **state)
{
    (void)state;
    struct pixmap *s = pixmap_new(64, 1);
    for (int x = 0; x < 64; x++)
        put(s, x, 0, 0xff000000u | (uint32_t)(x * 0x010101));
    struct fx_primitive p = prim(FX_COLOR_MATRIX);
    p.linear = true;
    p.in.kind = FX_IN_SOURCE_GRAPHIC;
    for (int i = 0; i < 20; i += 6)
        p.u.color_matrix.values[i] = 1;
    struct pixmap *o = run(s, &p, 1);
    for (int x = 0; x < 64; x++)
        assert_int_equal(at(o, x, 0), at(s, x, 0));
    pixmap_drop(o);
    pixmap_drop(s);
}

static void convolution_turns_the_kernel(void **state)
{
    (void)state;
    static const double kernel[9] = {1, 0, 0, 0, 0, 0, 0, 0, 0};
    struct pixmap *s = dot(7);
    struct fx_primitive p = prim(FX_CONVOLVE_MATRIX);
    p.in.kind = FX_IN_SOURCE_GRAPHIC;
    p.u.convolve.cols = p.u.convolve.rows = 3;
    p.u.convolve.target_x = p.u.convolve.target_y = 1;
    p.u.convolve.kernel = kernel;
    p.u.convolve.divisor = 1;
    struct pixmap *o = run(s, &p, 1);
    for (int y = 0; y < 7; y++)
        for (int x = 0; x < 7; x++)
            assert_int_equal(at(o, x, y), x == 2 && y == 2 ? 0xffff0000 : 0);
    pixmap_drop(o);
    pixmap_drop(s);
}

static void flat_surfaces_are_lit_evenly(void **state)
{
    (void)state;
    struct pixmap *s = pixmap_new(6, 6);
    struct fx_primitive p = prim(FX_DIFFUSE_LIGHTING);
    p.in.kind = FX_IN_SOURCE_ALPHA;
    p.u.lighting.surface_scale = 5;
    p.u.lighting.constant = 1;
    p.u.lighting.color = (struct rgba){200, 100, 0, 255};
    p.u.lighting.light = (struct fx_light){.kind = FX_LIGHT_DISTANT, .elevation = 30};
    struct pixmap *o = run(s, &p, 1);
    for (int y = 0; y < 6; y++)
        for (int x = 0; x < 6; x++)
            assert_int_equal(at(o, x, y), 0xff643200); /* sin 30 = 1/2 */
    pixmap_drop(o);
    pixmap_drop(s);
}

static void transfer_functions(void **state)
{
    (void)state;
    static const double steps[] = {0, 1, 0.5};
    struct pixmap *s = pixmap_new(1, 1);
    put(s, 0, 0, 0xff80c040);
    struct fx_primitive p = prim(FX_COMPONENT_TRANSFER);
    p.in.kind = FX_IN_SOURCE_GRAPHIC;
    p.u.transfer.r = (struct fx_transfer){.kind = FX_DISCRETE, .table = steps, .n_table = 3};
    p.u.transfer.g = (struct fx_transfer){.kind = FX_TABLE, .table = steps, .n_table = 3};
    p.u.transfer.b = (struct fx_transfer){.kind = FX_GAMMA, .amplitude = 1, .exponent = 2, .offset = 0};
    struct pixmap *o = run(s, &p, 1);
    assert_int_equal(at(o, 0, 0), 0xffffbf10);
    pixmap_drop(o);
    pixmap_drop(s);
}

static void turbulence_is_stable_and_bounded(void **state)
{
    (void)state;
    struct pixmap *s = pixmap_new(32, 32);
    struct fx_primitive p = prim(FX_TURBULENCE);
    p.u.turbulence.fx = p.u.turbulence.fy = 0.1;
    p.u.turbulence.octaves = 2000000000;
    p.u.turbulence.fractal = true;
    struct pixmap *a = run(s, &p, 1), *b = run(s, &p, 1);
    assert_memory_equal(a->data, b->data, (size_t)a->stride * 32);
    p.u.turbulence.seed = 7;
    struct pixmap *c = run(s, &p, 1);
    assert_memory_not_equal(a->data, c->data, (size_t)a->stride * 32);
    /* noise is 0 on the lattice: every channel is one half there, alpha included */
    assert_int_equal(at(a, 10, 20) >> 24, 128);
    pixmap_drop(a);
    pixmap_drop(b);
    pixmap_drop(c);
    pixmap_drop(s);
}

static void blend_modes(void **state)
{
    (void)state;
    static const uint32_t want[] = {
        0xff4080c0, 0xff2060c0, 0xffa0dfff, 0xff40c0ff, 0xff4080c0, 0xff80c0ff, 0xffabffff, 0xff0181ff,
    };
    for (int mode = BLEND_NORMAL; mode <= BLEND_COLOR_BURN; mode++) {
        uint32_t src = 0xff4080c0, dst = 0xff80c0ff;
        fx_blend_row((enum blend_mode)mode, &src, &dst, 1);
        for (int k = 0; k < 32; k += 8)
            assert_in_range((dst >> k & 255) + 1, want[mode] >> k & 255, (want[mode] >> k & 255) + 2);
    }
    for (int mode = BLEND_NORMAL; mode < BLEND_COUNT; mode++) { /* premultiplied stays valid */
        for (uint32_t seed = 1; seed < 2000; seed++) {
            uint32_t v = seed * 2654435761u, a = v >> 24, d = seed * 40503u, b = d >> 8 & 255;
            uint32_t src = a << 24 | (v & 255) * a / 255 << 16 | (v >> 8 & 255) * a / 255 << 8 | a / 2;
            uint32_t dst = b << 24 | (d & 255) * b / 255 << 16 | b / 3 << 8 | b;
            fx_blend_row((enum blend_mode)mode, &src, &dst, 1);
            for (int k = 0; k < 24; k += 8)
                assert_in_range(dst >> k & 255, 0, dst >> 24);
        }
    }
}

static void every_kind_has_a_kernel_and_survives_nothing(void **state)
{
    (void)state;
    struct pixmap *s = dot(4);
    for (int kind = 0; kind < FX_N_KINDS; kind++) {
        if (kind == FX_CONVOLVE_MATRIX)
            continue; /* an empty kernel is an error there */
        struct fx_primitive p = prim((enum fx_kind)kind);
        struct pixmap *o = run(s, &p, 1);
        assert_non_null(o);
        pixmap_drop(o);
    }
    pixmap_drop(s);
}

static void regions_and_reach(void **state)
{
    (void)state;
    struct rect r;
    struct fx_filter f = {.units_bbox = true, .x = -0.1, .y = -0.1, .w = 1.2, .h = 1.2};
    assert_true(fx_region(&f, (struct rect){10, 20, 100, 50}, &r));
    assert_float_equal(r.x, 0, 1e-9);
    assert_float_equal(r.h, 60, 1e-9);
    assert_false(fx_region(&f, (struct rect){10, 20, 0, 50}, &r));
    struct fx_primitive p[2] = {prim(FX_GAUSSIAN_BLUR), prim(FX_OFFSET)};
    p[0].in.kind = FX_IN_SOURCE_GRAPHIC;
    p[0].u.blur.std_x = 4;
    p[1].u.offset.dx = 5;
    f.primitives = p;
    f.n = 2;
    assert_float_equal(fx_reach(&f), 17, 1e-9);
    p[1].kind = FX_FLOOD;
    p[1].u.flood.color.a = 1;
    assert_true(isinf(fx_reach(&f)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flood_keeps_to_its_subregion),
        cmocka_unit_test(linear_colours_come_back),
        cmocka_unit_test(offset_moves_whole_pixels),
        cmocka_unit_test(blur_is_symmetric_and_keeps_the_sum),
        cmocka_unit_test(blur_is_cut_by_the_region_not_lightened),
        cmocka_unit_test(blur_of_any_size_ends),
        cmocka_unit_test(morphology_grows_and_shrinks),
        cmocka_unit_test(morphology_is_the_extreme_of_the_window),
        cmocka_unit_test(costs_follow_the_work),
        cmocka_unit_test(composite_follows_porter_duff),
        cmocka_unit_test(tile_repeats_the_subregion),
        cmocka_unit_test(a_matrix_that_changes_nothing_keeps_the_dark),
        cmocka_unit_test(convolution_turns_the_kernel),
        cmocka_unit_test(flat_surfaces_are_lit_evenly),
        cmocka_unit_test(transfer_functions),
        cmocka_unit_test(turbulence_is_stable_and_bounded),
        cmocka_unit_test(blend_modes),
        cmocka_unit_test(every_kind_has_a_kernel_and_survives_nothing),
        cmocka_unit_test(regions_and_reach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
