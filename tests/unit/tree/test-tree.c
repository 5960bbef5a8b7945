/* Boxes, slots, walking, the checks and the dump of hand-built trees. */
#include "test.h"

#include <math.h>

#include "tree/tree.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_drop(arena);
    return 0;
}

/* The paths of the tests live in static storage. */
#define PATH(NAME, VERBS, ...)                                               \
    static struct point NAME##_points[] = {__VA_ARGS__};                     \
    static uint8_t NAME##_verbs[] = VERBS;                                   \
    static struct path NAME = {NAME##_verbs,                                 \
                               NAME##_points,                                \
                               sizeof NAME##_verbs - 1,                      \
                               sizeof NAME##_points / sizeof *NAME##_points, \
                               0,                                            \
                               0}
PATH(square, "\0\1\1\1\3", {10, 10}, {30, 10}, {30, 20}, {10, 20});
PATH(line, "\0\1", {0, 5}, {40, 5});
PATH(spike, "\0\1\1", {0, 0}, {10, 0}, {0, 1});

static const struct fill red = {.paint = {.kind = PAINT_COLOR, .color = {255, 0, 0, 255}, .slot = SLOT_NONE},
                                .opacity = 1};

static struct node *leaf(struct path *p)
{
    struct node *n = ARENA_NEW(arena, struct node);
    *n = (struct node){.kind = NODE_PATH, .transform = MATRIX_IDENTITY, .slot = SLOT_NONE};
    n->u.path = (struct node_path){.path = p, .fill = &red, .antialias = true};
    return n;
}

static struct node *group(struct node *first)
{
    struct node *n = ARENA_NEW(arena, struct node);
    *n = (struct node){.kind = NODE_GROUP, .transform = MATRIX_IDENTITY, .slot = SLOT_NONE};
    n->u.group = (struct node_group){.first = first, .opacity = 1};
    return n;
}

static void assert_rect(struct rect r, double x, double y, double w, double h)
{
    assert_float_equal(r.x, x, 1e-6);
    assert_float_equal(r.y, y, 1e-6);
    assert_float_equal(r.w, w, 1e-6);
    assert_float_equal(r.h, h, 1e-6);
}

static void view_boxes(void **state)
{
    (void)state;
    struct view_box v = {.box = {10, 20, 100, 50}, .align = 5};
    struct matrix m = view_box_matrix(&v, 200, 200);
    struct point p = matrix_apply(m, 10, 20);
    assert_float_equal(p.x, 0, 1e-9);
    assert_float_equal(p.y, 50, 1e-9);
    v.slice = true;
    v.align = 9;
    p = matrix_apply(view_box_matrix(&v, 200, 200), 110, 70);
    assert_float_equal(p.x, 200, 1e-9);
    assert_float_equal(p.y, 200, 1e-9);
    v.align = 0;
    m = view_box_matrix(&v, 200, 200);
    assert_float_equal(m.a, 2, 1e-9);
    assert_float_equal(m.d, 4, 1e-9);
    v.box.w = 0;
    m = view_box_matrix(&v, 200, 200);
    assert_float_equal(m.a, 0, 0);
}

static void object_boxes_keep_flat_shapes(void **state)
{
    (void)state;
    struct node *a = leaf(&square), *b = leaf(&line);
    a->next = b;
    struct rect r;
    assert_true(node_object_box(group(a), &FRAME_NONE, &r));
    assert_rect(r, 0, 5, 40, 15);
    assert_true(node_object_box(b, &FRAME_NONE, &r));
    assert_rect(r, 0, 5, 40, 0);
    a->transform = (struct matrix){0, 1, -1, 0, 0, 0};
    b->next = a;
    a->next = NULL;
    assert_true(node_object_box(group(b), &FRAME_NONE, &r));
    assert_rect(r, -20, 5, 60, 25);
    assert_false(node_object_box(group(NULL), &FRAME_NONE, &r));
}

static void paint_boxes_hold_strokes(void **state)
{
    (void)state;
    struct stroke s = {.paint = red.paint, .opacity = 1, .width = 4, .miter_limit = 10, .join = JOIN_MITER};
    struct node *n = leaf(&square);
    n->u.path.stroke = &s;
    struct rect r;
    assert_true(node_paint_box(n, &FRAME_NONE, &r));
    assert_true(r.x <= 8 && r.y <= 8 && r.x + r.w >= 32 && r.y + r.h >= 22);
    assert_true(r.w < 27); /* not the miter limit's 40 */
    n = leaf(&spike);
    n->u.path.stroke = &s;
    s.miter_limit = 100;
    assert_true(node_paint_box(n, &FRAME_NONE, &r));
    assert_true(r.x + r.w > 10 + 2 * 19); /* the spike's miter is 20 times the width */
}

static void paint_boxes_follow_filters(void **state)
{
    (void)state;
    struct fx_primitive p = {
        .kind = FX_GAUSSIAN_BLUR, .x = NAN, .y = NAN, .w = NAN, .h = NAN, .u.blur = {3, 3, 0}};
    struct fx_filter f = {
        .units_bbox = true, .x = -0.1, .y = -0.1, .w = 1.2, .h = 1.2, .primitives = &p, .n = 1};
    struct node *g = group(leaf(&square));
    g->u.group.filters = &f;
    g->u.group.n_filters = 1;
    struct rect r;
    assert_true(node_paint_box(g, &FRAME_NONE, &r));
    assert_rect(r, 8, 9, 24, 12);
    f.from_function = true;
    assert_true(node_paint_box(g, &FRAME_NONE, &r));
    assert_rect(r, 1, 1, 38, 28);
}

static void slots_are_found_everywhere(void **state)
{
    (void)state;
    struct gradient_stop stops[2] = {{0, {0}, SLOT_NONE}, {1, {0}, 3}};
    struct gradient gradient = {.stops = stops, .n_stops = 2, .transform = MATRIX_IDENTITY};
    struct fill fill = {.paint = {.kind = PAINT_GRADIENT, .gradient = &gradient, .slot = SLOT_NONE},
                        .opacity = 1};
    struct node *in_mask = leaf(&square), *shown = leaf(&square);
    in_mask->u.path.fill = &fill;
    struct mask mask = {.content = in_mask};
    struct node *g = group(shown);
    assert_false(node_is_dynamic(g));
    g->u.group.mask = &mask;
    assert_true(node_is_dynamic(g));
    assert_true(node_reads_slot(g, 3));
    assert_false(node_reads_slot(g, 2));
    assert_false(node_reads_slot(g, SLOT_NONE));
    shown->slot = 2;
    assert_true(node_reads_slot(g, 2));
}

struct seen {
    struct str names;
};

static bool enter(void *payload, const struct node *n, struct matrix m)
{
    (void)m;
    str_puts(&((struct seen *)payload)->names, n->id ? "(" : "[");
    return !n->id;
}

static void leave(void *payload, const struct node *n, struct matrix m)
{
    (void)m;
    str_puts(&((struct seen *)payload)->names, n->id ? ")" : "]");
}

static void at_leaf(void *payload, const struct node *n, struct matrix m)
{
    (void)n;
    str_printf(&((struct seen *)payload)->names, "%g ", m.e);
}

static void walking(void **state)
{
    (void)state;
    struct node *a = leaf(&square), *b = leaf(&line), *c = leaf(&line), *skipped = group(leaf(&line));
    a->next = b;
    b->next = skipped;
    skipped->id = "skip";
    skipped->next = c;
    b->slot = 0;
    a->transform.e = 5;
    struct node *root = group(a);
    struct tree t = {
        .width = 10, .height = 10, .root_matrix = {2, 0, 0, 2, 1, 0}, .root = root, .n_slots = 1};
    struct seen seen = {STR_INIT};
    struct tree_visitor v = {enter, leave, at_leaf, &seen};
    tree_walk(&t, &FRAME_NONE, &v);
    assert_string_equal(seen.names.data, "[11 1 ()1 ]");
    str_clear(&seen.names);
    struct bound hidden = {.hidden = true};
    struct frame f = {&hidden, 1};
    tree_walk(&t, &f, &v);
    assert_string_equal(seen.names.data, "[11 ()1 ]");
    str_drop(&seen.names);
}

static void broken_trees_are_reported(void **state)
{
    (void)state;
    struct collected_diags d;
    collect_diags(&d);
    struct node *n = leaf(&square);
    struct tree t = {
        .width = 10, .height = 10, .root_matrix = MATRIX_IDENTITY, .root = group(n), .path = "a.svg"};
    assert_int_equal(tree_validate(&d.ctx, &t), 0);
    n->slot = 0;
    n->line = 7;
    assert_int_equal(tree_validate(&d.ctx, &t), -1);
    assert_int_equal(last_diag(&d)->code, DIAG_TREE);
    assert_int_equal(last_diag(&d)->where.line, 7);
    n->slot = SLOT_NONE;
    struct gradient_stop stops[2] = {{1, {0}, SLOT_NONE}, {0, {0}, SLOT_NONE}};
    struct gradient gradient = {.stops = stops, .n_stops = 2};
    struct fill fill = {.paint = {.kind = PAINT_GRADIENT, .gradient = &gradient, .slot = SLOT_NONE},
                        .opacity = 1};
    n->u.path.fill = &fill;
    assert_int_equal(tree_validate(&d.ctx, &t), -1);
    n->u.path.fill = &red;
    n->transform.a = NAN;
    assert_int_equal(tree_validate(&d.ctx, &t), -1);
    diag_list_drop(&d.list);
}

static void dumps_are_stable(void **state)
{
    (void)state;
    struct node *g = group(leaf(&line));
    g->id = "g1";
    g->u.group.opacity = 0.5;
    struct tree t = {.width = 10, .height = 20, .root_matrix = MATRIX_IDENTITY, .root = g};
    struct str out = STR_INIT;
    tree_dump(&out, &t);
    assert_string_equal(out.data, "tree width=10 height=20\n"
                                  "  group id=g1 opacity=0.5\n"
                                  "    path d=\"M0 5L40 5\"\n"
                                  "      fill #ff0000ff\n");
    str_drop(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(view_boxes),
        cmocka_unit_test(object_boxes_keep_flat_shapes),
        cmocka_unit_test(paint_boxes_hold_strokes),
        cmocka_unit_test(paint_boxes_follow_filters),
        cmocka_unit_test(slots_are_found_everywhere),
        cmocka_unit_test(walking),
        cmocka_unit_test(broken_trees_are_reported),
        cmocka_unit_test(dumps_are_stable),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
