#include "env.h"

#include <stdio.h>

/* A creative with every kind of slot in one layout; static shapes lie below, between and above the dynamic
 * ones. */
static const char layout_svg[] =
    "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='120' viewBox='0 0 200 120'>"
    "<rect id='bg' width='200' height='120' fill='var(--ground, #eeeeee)'/>"
    "<rect x='5' y='5' width='60' height='20' fill='#336699' opacity='0.5'/>"
    "<image id='photo' x='120' y='10' width='60' height='60'/>"
    "<g opacity='0.7'><circle cx='150' cy='40' r='20' fill='#cc0000'/><rect x='140' y='30' width='30' "
    "height='5'/></g>"
    "<rect id='box' x='10' y='30' width='100' height='60' fill='none'/>"
    "<text id='headline' x='10' y='45' font-family='Inter' font-size='18'>Hello</text>"
    "<g id='badge'><circle cx='30' cy='100' r='12' fill='#00aa44'/></g>"
    "<rect id='bar' x='60' y='100' width='40' height='8' fill='#222222'/>"
    "<g id='block'/>"
    "<path d='M0 118 H200' stroke='#0000ff' stroke-width='3'/>"
    "</svg>";
static const char module_svg[] = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='120'>"
                                 "<rect x='180' y='100' width='15' height='15' fill='#ff00ff'/></svg>";
static const char creative_xml[] =
    "<creative xmlns='urn:pressrun:creative:1' name='t' source-locale='en-GB'>"
    "<layouts><layout name='a' src='a.svg' mirror='rtl'/></layouts>"
    "<slots><slot name='headline' kind='text' box='box' wrap='balance'><fit><shrink to='8'/></fit></slot>"
    "<slot name='photo' kind='image' fit='cover'/><slot name='badge' kind='visibility'/>"
    "<slot name='bar' kind='paint' property='fill'/>"
    "<slot name='barw' kind='attribute' target='bar' attribute='width'/>"
    "<slot name='block' kind='module'/></slots>"
    "<modules><module name='m' src='m.svg'/></modules>"
    "<themes default='day'><theme name='day'><token name='--ground' value='#eeeeee'/></theme><theme "
    "name='night'><token name='--ground' value='#101020'/></theme></themes>"
    "<output name='{layout}/{row}'/></creative>";

static int setup(void **state)
{
    struct env *e = env_new(layout_svg, creative_xml);
    put(e, "m.svg", module_svg);
    struct pixmap *p = pixmap_new(90, 60);
    for (int y = 0; y < 60; y++)
        for (int x = 0; x < 90; x++)
            ((uint32_t *)(void *)(p->data + y * p->stride))[x] =
                0xFF000000u | (uint32_t)(x * 2) << 16 | (uint32_t)(y * 4) << 8;
    struct encode_options o = {.format = IMAGE_PNG};
    uint8_t *png;
    size_t len;
    if (image_encode(&e->d.ctx, p, &o, (struct where){0}, &png, &len) != 0 ||
        file_write(&e->d.ctx, path_join(e->a, e->dir, "pic.png"), png, len) != 0)
        return -1;
    free(png);
    pixmap_drop(p);
    *state = e;
    return 0;
}

struct choice_of {
    const char *headline, *bar, *width, *module, *theme, *dir;
    bool photo, hide_badge;
};

static struct variant *make(struct env *e, const struct choice_of *c)
{
    struct variant *v = ARENA_NEW(e->a, struct variant);
    *v = (struct variant){.id = "1/a",
                          .creative = e->creative,
                          .layout = "a",
                          .locale = "en-GB",
                          .row = 1,
                          .state = "ok",
                          .theme = c->theme,
                          .dir = c->dir};
    struct slot_value *s = ARENA_ARRAY(e->a, 6, struct slot_value);
    s[0] = (struct slot_value){
        .next = &s[1], .slot = "headline", .kind = SLOT_VALUE_TEXT, .text = c->headline, .visible = true};
    s[1] = (struct slot_value){
        .next = &s[2], .slot = "bar", .kind = SLOT_VALUE_PAINT, .value = c->bar ? c->bar : "#222222"};
    s[2] = (struct slot_value){
        .next = &s[3], .slot = "badge", .kind = SLOT_VALUE_VISIBLE, .visible = !c->hide_badge};
    s[3] = (struct slot_value){
        .next = &s[4], .slot = "barw", .kind = SLOT_VALUE_ATTRIBUTE, .value = c->width ? c->width : "40"};
    v->slots = &s[0];
    if (c->photo)
        s[4] = (struct slot_value){
            .next = &s[5], .slot = "photo", .kind = SLOT_VALUE_IMAGE, .value = "pic.png", .visible = true};
    else
        s[3].next = &s[5];
    if (c->module)
        s[5] = (struct slot_value){.slot = "block", .kind = SLOT_VALUE_MODULE, .value = c->module};
    else if (c->photo)
        s[4].next = NULL;
    else
        s[3].next = NULL;
    return v;
}

static const struct pixmap *draw(struct env *e, struct stage *s, const struct choice_of *c,
                                 struct scene **scene)
{
    return draw_variant(e, s, make(e, c), scene);
}

static const struct choice_of choices[] = {
    {.headline = "Hello there", .photo = true},
    {.headline = "A much longer headline that needs lines", .photo = false, .hide_badge = true},
    {.headline = "Short", .bar = "#ff8800", .photo = true, .theme = "night"},
    {.headline = "Wide bar", .width = "90", .module = "m"},
    {.headline = "Hello there", .photo = true},
    {.headline = "\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7", .photo = true, .dir = "rtl", .module = "m"},
    {.headline = "", .photo = false},
};
enum { N_CHOICES = sizeof choices / sizeof *choices };

/* Whatever was drawn before, with the cache and without: the same bytes. */
static void test_same_bytes(void **state)
{
    struct env *e = *state;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < N_CHOICES; i++) {
            const struct pixmap *a = draw(e, e->stage, &choices[i], NULL),
                                *b = draw(e, e->plain, &choices[i], NULL);
            assert_int_equal(a->width, 200);
            assert_int_equal(a->height, 120);
            if (memcmp(a->data, b->data, (size_t)a->stride * 120) != 0)
                fail_msg("variant %d of round %d differs from a fresh drawing", i, round);
        }
}

/* The plan against a plain drawing of the whole tree: layers may round a component by 2. */
static void test_plan_is_the_picture(void **state)
{
    struct env *e = *state;
    struct painter *painter = painter_new();
    for (int i = 0; i < N_CHOICES; i++) {
        struct scene *scene;
        const struct pixmap *a = draw(e, e->stage, &choices[i], &scene);
        struct pixmap *b = pixmap_new(200, 120);
        paint_tree(&e->d.ctx, painter, scene->tree, &scene->frame, b);
        for (int k = 0; k < 120 * a->stride; k++) {
            int d = a->data[k] - b->data[k];
            if (d > 2 || d < -2)
                fail_msg("variant %d: byte %d is %d, plainly drawn %d", i, k, a->data[k], b->data[k]);
        }
        pixmap_drop(b);
    }
    painter_drop(painter);
}

static uint32_t pixel(const struct pixmap *p, int x, int y)
{
    return ((const uint32_t *)(const void *)(p->data + y * p->stride))[x];
}

static void test_slots_are_bound(void **state)
{
    struct env *e = *state;
    const struct pixmap *p = draw(e, e->stage, &choices[2], NULL);
    assert_int_equal(pixel(p, 90, 104), 0xFFFF8800); /* paint slot */
    assert_int_equal(pixel(p, 2, 60), 0xFF101020);   /* token of the theme */
    assert_int_equal(pixel(p, 30, 100), 0xFF00AA44); /* badge shown */
    p = draw(e, e->stage, &choices[1], NULL);
    assert_int_equal(pixel(p, 30, 100), 0xFFEEEEEE); /* badge hidden */
    p = draw(e, e->stage, &choices[3], NULL);
    assert_int_equal(pixel(p, 140, 104), 0xFF222222); /* attribute slot: a wider bar */
    assert_int_equal(pixel(p, 187, 107), 0xFFFF00FF); /* module */
    p = draw(e, e->stage, &choices[5], NULL);
    assert_int_equal(pixel(p, 12, 107), 0xFFFF00FF); /* the module of the mirrored layout */
    assert_int_equal(pixel(p, 170, 100), 0xFF00AA44);
}

static void test_text_fits_its_box(void **state)
{
    struct env *e = *state;
    struct scene *scene;
    draw(e, e->stage, &choices[1], &scene);
    const struct text_layout *l = NULL;
    for (size_t i = 0; i < scene->n_slots; i++)
        if (strcmp(scene->slots[i].slot->name, "headline") == 0)
            l = scene->slots[i].text;
    assert_non_null(l);
    assert_true(l->n_lines >= 2);
    assert_false(l->overflow);
    for (size_t i = 0; i < l->n_lines; i++)
        assert_true(l->lines[i].width <= 100.01);
}

static void test_resolved_svg(void **state)
{
    struct env *e = *state;
    struct scene *scene;
    draw(e, e->stage, &choices[2], &scene);
    struct str out = STR_INIT;
    assert_int_equal(
        stage_resolved_svg(&e->d.ctx, e->stage, scene, &(struct resolved_svg){.embed = true}, &out), 0);
    assert_non_null(strstr(out.data, "#101020"));
    assert_non_null(strstr(out.data, "#ff8800"));
    assert_non_null(strstr(out.data, "data:image/png;base64,"));
    assert_null(strstr(out.data, "var("));
    struct xml_doc *doc = xml_parse(&e->d.ctx, e->a, "resolved.svg", out.data, out.len);
    assert_non_null(doc);
    assert_string_equal(xml_text(e->a, xml_by_id(doc->root, "headline")), "Short");
    /* drawn as a plain SVG it is the same picture */
    assert_int_equal(file_write(&e->d.ctx, path_join(e->a, e->dir, "r.svg"), out.data, out.len), 0);
    const struct pixmap *p = draw(e, e->stage, &choices[2], NULL);
    struct scene *again =
        stage_open_svg(&e->d.ctx, e->plain, e->a, path_join(e->a, e->dir, "r.svg"), 0, 0, 0);
    assert_non_null(again);
    const struct pixmap *q = stage_draw(&e->d.ctx, e->plain, again);
    int off = 0;
    for (int k = 0; k < 120 * p->stride; k++)
        off += abs(p->data[k] - q->data[k]) > 24;
    assert_true(off < 120 * p->stride / 500);
    str_drop(&out);
}

static void test_missing_things(void **state)
{
    struct env *e = *state;
    struct variant *v = make(e, &choices[0]);
    v->layout = "nope";
    assert_null(stage_bind(&e->d.ctx, e->stage, e->a, v));
    v = make(e, &choices[0]);
    v->theme = "nope";
    assert_null(stage_bind(&e->d.ctx, e->stage, e->a, v));
    struct choice_of c = choices[3];
    c.module = "nope";
    assert_null(stage_bind(&e->d.ctx, e->stage, e->a, make(e, &c)));
    v = make(e, &choices[0]);
    variant_slot(v, "photo")->value = "../../etc/passwd";
    assert_null(stage_bind(&e->d.ctx, e->stage, e->a, v));
    assert_int_equal(last_diag(&e->d)->code, DIAG_PATH);
    v = make(e, &choices[0]);
    variant_slot(v, "photo")->slot = "phto";
    assert_null(stage_bind(&e->d.ctx, e->stage, e->a, v));
    assert_non_null(strstr(last_diag(&e->d)->hint, "'photo'"));
    v->creative = "/no/such/creative.xml";
    assert_null(stage_bind(&e->d.ctx, e->stage, e->a, v));
    assert_true(e->d.ctx.n_errors >= 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_plan_is_the_picture, setup, teardown),
        cmocka_unit_test_setup_teardown(test_slots_are_bound, setup, teardown),
        cmocka_unit_test_setup_teardown(test_text_fits_its_box, setup, teardown),
        cmocka_unit_test_setup_teardown(test_resolved_svg, setup, teardown),
        cmocka_unit_test_setup_teardown(test_missing_things, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
