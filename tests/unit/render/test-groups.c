/* Groups that need a canvas and hold slots: their still parts and their filtered looks are reused, and the
 * bytes are those of a fresh drawing. */
#include "env.h"

static const char layout_svg[] =
    "<svg xmlns='http://www.w3.org/2000/svg' width='240' height='160' viewBox='0 0 240 160'>"
    "<defs><filter id='shadow' x='-20%' y='-20%' width='140%' height='150%'>"
    "<feDropShadow dx='2' dy='3' stdDeviation='3' flood-opacity='0.6'/></filter>"
    "<filter id='soft'><feGaussianBlur stdDeviation='1.5'/></filter>"
    "<mask id='fade'><rect width='240' height='160' fill='#999'/></mask></defs>"
    "<rect width='240' height='160' fill='#e8efe0'/>"
    /* a card that reaches over the picture's edge, with still parts before and after its slots */
    "<g filter='url(#shadow)'><rect x='-10' y='10' width='120' height='70' rx='8' fill='#fff'/>"
    "<circle cx='90' cy='30' r='14' fill='#cc0000' opacity='0.8'/>"
    "<rect id='box' x='8' y='36' width='90' height='30' fill='none'/>"
    "<text id='headline' x='8' y='50' font-family='Inter' font-size='14'>Hello</text>"
    "<path d='M0 72 H100' stroke='#0000ff' stroke-width='3' opacity='0.5'/></g>"
    /* opacity, and inside it a mask and a filter with a paint slot */
    "<g opacity='0.7'><rect x='130' y='10' width='60' height='40' fill='#226644'/>"
    "<g mask='url(#fade)'><circle cx='150' cy='60' r='22' fill='#ffcc00'/>"
    "<g filter='url(#soft)'><rect x='140' y='70' width='30' height='20' fill='#333'/>"
    "<rect id='bar' x='150' y='50' width='40' height='30' fill='#222222'/></g></g>"
    "<rect x='180' y='40' width='30' height='30' fill='#8888ff'/></g>"
    /* turned: filtered upright, then turned */
    "<g transform='rotate(20 60 120)' filter='url(#soft)'><rect x='30' y='100' width='60' height='30' "
    "fill='#aa22aa'/><rect id='badge' x='50' y='110' width='20' height='20' fill='#fff'/></g>"
    /* a child that blends with what is behind it inside the group */
    "<g opacity='0.9'><rect id='ground' x='140' y='100' width='80' height='50' fill='#cccc00'/>"
    "<rect x='160' y='90' width='30' height='50' fill='#00cccc' style='mix-blend-mode:multiply'/></g>"
    "</svg>";
static const char creative_xml[] =
    "<creative xmlns='urn:pressrun:creative:1' name='t' source-locale='en-GB'>"
    "<layouts><layout name='a' src='a.svg'/></layouts>"
    "<slots><slot name='headline' kind='text' box='box'/><slot name='badge' kind='visibility'/>"
    "<slot name='bar' kind='paint' property='fill'/><slot name='ground' kind='paint' property='fill'/>"
    "</slots><output name='{layout}/{row}'/></creative>";

static int setup(void **state)
{
    *state = env_new(layout_svg, creative_xml);
    return 0;
}

struct look {
    const char *headline, *bar, *ground;
    bool badge;
};
/* Each slot changes alone, and looks come back. */
static const struct look looks[] = {
    {"Hello", "#ff8800", "#cccc00", true},    {"Good morning", "#ff8800", "#cccc00", true},
    {"Hello", "#ff8800", "#cccc00", true},    {"Hello", "#0044ff", "#cccc00", true},
    {"Hello", "#0044ff", "#cccc00", false},   {"Hello", "#ff8800", "#ff00aa", true},
    {"Hello", "#ff8800", "#ff00aa", true},    {"", "#ff8800", "#ff00aa", true},
    {"A word more", "#0044ff", "#ff00aa", 0}, {"Good morning", "#ff8800", "#cccc00", true},
};
enum { N_LOOKS = sizeof looks / sizeof *looks };

static const struct pixmap *draw(struct env *e, struct stage *s, const struct look *k, struct scene **scene)
{
    struct variant *v = ARENA_NEW(e->a, struct variant);
    struct slot_value *x = ARENA_ARRAY(e->a, 4, struct slot_value);
    x[0] = (struct slot_value){
        .next = &x[1], .slot = "headline", .kind = SLOT_VALUE_TEXT, .text = k->headline, .visible = true};
    x[1] = (struct slot_value){.next = &x[2], .slot = "bar", .kind = SLOT_VALUE_PAINT, .value = k->bar};
    x[2] = (struct slot_value){.next = &x[3], .slot = "ground", .kind = SLOT_VALUE_PAINT, .value = k->ground};
    x[3] = (struct slot_value){.slot = "badge", .kind = SLOT_VALUE_VISIBLE, .visible = k->badge};
    *v = (struct variant){.id = "1/a",
                          .creative = e->creative,
                          .layout = "a",
                          .locale = "en-GB",
                          .row = 1,
                          .state = "ok",
                          .slots = x};
    return draw_variant(e, s, v, scene);
}

static void test_same_bytes(void **state)
{
    struct env *e = *state;
    for (int i = 0; i < 3 * N_LOOKS; i++) {
        int k = i * 7 % N_LOOKS; /* the looks in their order, then in others */
        k = i < N_LOOKS ? i : k;
        const struct pixmap *a = draw(e, e->stage, &looks[k], NULL), *b = draw(e, e->plain, &looks[k], NULL);
        if (memcmp(a->data, b->data, (size_t)a->stride * (size_t)a->height) != 0)
            fail_msg("look %d differs from a fresh drawing in turn %d", k, i);
    }
    assert_int_equal(e->d.ctx.n_errors, 0);
}

/* Layers may round a component by 2, and opacity over them by one more. */
static void test_groups_are_the_picture(void **state)
{
    struct env *e = *state;
    struct painter *painter = painter_new();
    for (int i = 0; i < N_LOOKS; i++) {
        struct scene *scene;
        const struct pixmap *a = draw(e, e->stage, &looks[i], &scene);
        struct pixmap *b = pixmap_new(a->width, a->height);
        paint_tree(&e->d.ctx, painter, scene->tree, &scene->frame, b);
        for (int k = 0; k < a->height * a->stride; k++) {
            int d = a->data[k] - b->data[k];
            if (d > 3 || d < -3)
                fail_msg("look %d: byte %d is %d, plainly drawn %d", i, k, a->data[k], b->data[k]);
        }
        pixmap_drop(b);
    }
    painter_drop(painter);
}

/* A filter runs for what is new; what was met before is put down, and what stays is not touched. */
static void test_work(void **state)
{
    struct env *e = *state;
    draw(e, e->stage, &looks[0], NULL);
    struct stage_counts a = stage_counts(e->stage), b;
    assert_true(a.filtered >= 3 && a.recalled == 0);
    assert_true(a.drawn == a.pixels);
    draw(e, e->stage, &looks[1], NULL); /* another headline: the card alone */
    b = stage_counts(e->stage);
    assert_int_equal(b.filtered - a.filtered, 1);
    assert_true(b.drawn - a.drawn < 160 * 120);
    draw(e, e->stage, &looks[2], NULL); /* the first headline again */
    a = stage_counts(e->stage);
    assert_int_equal(a.filtered - b.filtered, 0);
    assert_true(a.recalled > b.recalled);
    draw(e, e->stage, &looks[2], NULL); /* the same picture */
    b = stage_counts(e->stage);
    assert_int_equal(b.filtered + b.recalled, a.filtered + a.recalled);
    assert_true(b.drawn == a.drawn && b.pixels > a.pixels);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_groups_are_the_picture, setup, teardown),
        cmocka_unit_test_setup_teardown(test_work, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
