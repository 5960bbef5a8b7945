#include "creative/creative.h"

#include <math.h>

#include "creative/scratch.h"

#define NS "xmlns=\"urn:pressrun:creative:1\""
#define SVG "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"250\">"

static const char layout[] =
    SVG "<rect id=\"bg\" width=\"300\" height=\"250\"/><rect id=\"box\" width=\"200\" height=\"90\"/>"
        "<text id=\"headline\" x=\"10\" y=\"40\">Your garden</text><text id=\"legal\">Terms apply</text>"
        "<image id=\"product\" width=\"50\" height=\"50\"/><g id=\"badge\"/></svg>";

static const char good[] =
    "<creative " NS " name='spring' source-locale='en_gb' brand='acme'>"
    "<data><field name='id' key='yes'/><field name='name' pii='yes' max-length='40'/>"
    "<field name='segment' type='enum' values='new|lapsed | vip' required='yes'/>"
    "<field name='price' type='money' currency='EUR' min='0' max='99.5' empty='drop'/>"
    "<field name='n' type='number' default='3'/></data>"
    "<layouts><layout name='mpu' src='a.svg' mirror='rtl'/><layout name='wide' src='b.svg'/></layouts>"
    "<modules><module name='m1' src='mod/m1.svg'/></modules>"
    "<styles><style name='b' weight='700' slant='italic'/></styles>"
    "<slots><slot name='headline' kind='text' role='headline' box='box' wrap='balance' align='center' "
    "max-lines='2'>"
    "<fit><shrink to='14px'/><track to='-0.02em'/><fallback message='short'/><ellipsis/></fit>"
    "<in layout='wide' max-lines='1' message='short'/></slot>"
    "<slot name='product' kind='image' fit='contain' focus='25% 75%'/>"
    "<slot name='legal'/>"
    "<slot name='badge' kind='module'/>"
    "<slot name='bg' kind='paint' property='stroke' paint='var(--accent)'/>"
    "<slot name='alt' kind='copy' message='short'/></slots>"
    "<copy><message id='hello' max-chars='60'>Hi  <b>{name}</b>,\n save <b>{price, "
    "number}</b><br/>now</message>"
    "<message id='short'>Now</message></copy>"
    "<themes default='day'><theme name='day'><token name='--accent' value='#fb0'/></theme></themes>"
    "<rules><choose slot='headline'><when test=\"$segment = 'vip' and $n > 2\" message='hello'/><otherwise "
    "drop='yes'/></choose>"
    "<choose slot='badge'><otherwise module='m1'/></choose>"
    "<axis name='tone'><choice name='warm' test='$n > 1'/><choice name='cool' theme='day'><set slot='bg' "
    "paint='blue'/></choice></axis>"
    "<constraint test=\"$tone = 'warm'\"/><cap combinations='5'/></rules>"
    "<locales folder='loc'><locale tag='ar-EG' dir='rtl'><swap slot='headline' "
    "message='short'/></locale></locales>"
    "<output name='{layout}/{locale}/{id}' format='webp' quality='80'/></creative>";

static struct creative *load_good(struct scratch *s)
{
    scratch_put(s, "a.svg", layout);
    scratch_put(s, "b.svg", layout);
    scratch_put(s, "mod/m1.svg", SVG "</svg>");
    scratch_put(s, "creative.xml", good);
    struct creative *c = creative_load(&s->diags.ctx, s->dir);
    if (!c)
        print_error("%s\n", last_diag(&s->diags)->message);
    assert_non_null(c);
    assert_int_equal(s->diags.list.len, 0);
    return c;
}

static void everything_is_read(void **state)
{
    (void)state;
    struct scratch s;
    scratch_open(&s);
    struct creative *c = load_good(&s);
    assert_string_equal(c->source_locale, "en-GB");
    assert_int_equal(c->n_fields, 5);
    assert_true(creative_field(c, "name")->pii);
    assert_string_equal(creative_field(c, "segment")->values[2], "vip");
    assert_null(creative_field(c, "segment")->values[3]);
    assert_true(creative_field(c, "price")->max == 99.5);
    assert_true(isnan(creative_field(c, "n")->max));
    assert_int_equal(creative_field(c, "n")->empty, EMPTY_DEFAULT);
    assert_int_equal(creative_field(c, "price")->empty, EMPTY_DROP);
    assert_true(creative_layout(c, "mpu")->mirror_rtl);
    assert_true(creative_layout(c, "wide")->width == 300 && creative_layout(c, "wide")->height == 250);
    const struct slot *h = creative_slot(c, "headline");
    assert_int_equal(h->fit.n_ladder, 4);
    assert_true(h->fit.ladder[0].kind == FIT_SHRINK && h->fit.ladder[0].value == 14);
    assert_true(h->fit.ladder[1].kind == FIT_TRACK && h->fit.ladder[1].value == -0.02);
    assert_string_equal(h->fit.fallbacks[0], "short");
    assert_int_equal(slot_fit_for(h, "mpu")->max_lines, 2);
    assert_int_equal(slot_fit_for(h, "wide")->max_lines, 1);
    assert_int_equal(slot_fit_for(h, "wide")->n_ladder, 4);
    assert_int_equal(slot_initial(h, "mpu")->kind, VALUE_NONE);
    assert_string_equal(slot_initial(h, "wide")->text, "short");
    assert_true(creative_slot(c, "product")->fit.fitting.focus_y == 0.75);
    assert_string_equal(creative_slot(c, "legal")->literal, "legal");
    assert_string_equal(creative_message(c, "legal")->pattern, "Terms apply");
    assert_string_equal(creative_message(c, "hello")->pattern,
                        "Hi <b>{name}</b>, save <b>{price, number}</b>\nnow");
    assert_int_equal(c->n_chooses, 2);
    assert_null(c->chooses[0].whens[1].test);
    assert_int_equal(c->cap, 5);
    assert_string_equal(theme_value(creative_theme(c, "day"), "--accent"), "#fb0");
    assert_string_equal(c->output_columns[0], "id");
    assert_null(c->output_columns[1]);
    assert_true(str_ends(c->locales_dir, "/loc"));
    assert_string_equal(creative_locale(c, "ar-EG")->dir, "rtl");
    assert_null(creative_locale(c, "de-DE"));
    creative_drop(c);
    scratch_close(&s);
}

/* Loads `good` with one replacement; it must fail with that code and those words. */
static void breaks(const char *what, const char *with, enum diag_code code, const char *says)
{
    struct scratch s;
    scratch_open(&s);
    scratch_put(&s, "a.svg", layout);
    scratch_put(&s, "b.svg", layout);
    scratch_put(&s, "mod/m1.svg", SVG "</svg>");
    const char *at = strstr(good, what);
    assert_non_null(at);
    struct str x = STR_INIT;
    str_put(&x, good, (size_t)(at - good));
    str_puts(&x, with);
    str_puts(&x, at + strlen(what));
    const char *path = scratch_put(&s, "creative.xml", x.data);
    if (creative_load(&s.diags.ctx, path))
        fail_msg("'%s' was taken", with);
    if (!scratch_said(&s, code, says))
        fail_msg("with '%s': no [%s] %s, but: %s", with, diag_code_name(code), says,
                 s.diags.list.len ? s.diags.list.at[0].message : "nothing");
    assert_int_equal(s.diags.list.at[0].where.line > 0 || code == DIAG_NOT_FOUND, 1);
    str_drop(&x);
    scratch_close(&s);
}

static void faults_are_told_apart(void **state)
{
    (void)state;
    breaks("<slots>", "<slotz/><slots>", DIAG_CREATIVE, "did you mean <slots>?");
    breaks("max-length=", "max-lenght=", DIAG_CREATIVE, "did you mean 'max-length'?");
    breaks("type='enum'", "type='enumm'", DIAG_CREATIVE, "use one of");
    breaks("values='new|lapsed | vip'", "", DIAG_CREATIVE, "enum without values");
    breaks("name='name' pii", "name='id' pii", DIAG_CREATIVE, "declared twice");
    breaks("key='yes'", "key='yes' pii='yes'", DIAG_CREATIVE_PII, "row number");
    breaks("{locale}/{id}", "{locale}/{name}", DIAG_CREATIVE_PII, "{name}");
    breaks("{locale}/{id}", "{locale}/{idd}", DIAG_CREATIVE_REF, "did you mean {id}?");
    breaks("src='a.svg'", "src='aa.svg'", DIAG_NOT_FOUND, "does not exist");
    breaks("src='a.svg'", "src='../a.svg'", DIAG_PATH, "leaves its folder");
    breaks("src='mod/m1.svg'", "src='creative.xml'", DIAG_CREATIVE, "not an SVG");
    breaks("box='box'", "box='boxx'", DIAG_CREATIVE_REF, "did you mean 'box'?");
    breaks("name='product'", "name='prodct'", DIAG_CREATIVE_REF, "did you mean 'product'?");
    breaks("fallback message='short'", "fallback message='shot'", DIAG_CREATIVE_REF, "did you mean 'short'?");
    breaks("layout='wide'", "layout='wid'", DIAG_CREATIVE_REF, "did you mean 'wide'?");
    breaks("focus='25% 75%'", "focus='25% 175%'", DIAG_CREATIVE, "focal point");
    breaks("paint='var(--accent)'", "paint='var(--acent)'", DIAG_CREATIVE_REF, "--acent");
    breaks("paint='var(--accent)'", "text='x'", DIAG_CREATIVE, "give paint or column");
    breaks("paint='var(--accent)'", "paint='red' column='n'", DIAG_CREATIVE, "two values");
    breaks("{price, number}", "{prize, number}", DIAG_CREATIVE_REF, "did you mean {price}?");
    breaks("{price, number}", "{price, number", DIAG_MESSAGE_SYNTAX, "");
    breaks("<b>{name}</b>", "<i>{name}</i>", DIAG_CREATIVE_REF, "'b'");
    breaks("<otherwise drop='yes'/>", "", DIAG_CREATIVE, "no <otherwise>");
    breaks("$segment = 'vip'", "$segmnt = 'vip'", DIAG_CREATIVE_REF, "did you mean $segment?");
    breaks("$segment = 'vip'", "$segment = ", DIAG_XPATH, "");
    breaks("$segment = 'vip'", "re:test($segment, $name)", DIAG_CREATIVE, "literal");
    breaks("$segment = 'vip'", "re:test(concat($segment, ','), concat('^', $name))", DIAG_CREATIVE,
           "literal");
    breaks("choose slot='badge'", "choose slot='headline'", DIAG_CREATIVE, "second <choose>");
    breaks("choose slot='badge'", "choose slot='bagde'", DIAG_CREATIVE_REF, "did you mean 'badge'?");
    breaks("theme='day'", "theme='dya'", DIAG_CREATIVE_REF, "did you mean 'day'?");
    breaks("otherwise module='m1'", "otherwise module='m2'", DIAG_CREATIVE_REF, "did you mean 'm1'?");
    breaks("value='#fb0'", "value='#fb0;}'", DIAG_CREATIVE, "markup");
    breaks("name='--accent'", "name='accent'", DIAG_CREATIVE, "write '--accent'");
    breaks("tag='ar-EG'", "tag='!!'", DIAG_CREATIVE, "BCP 47");
    breaks("slot='headline' message='short'/></locale>", "slot='headlin' message='short'/></locale>",
           DIAG_CREATIVE_REF, "did you mean 'headline'?");
    breaks("pii='yes' max", "pattern='(' pii='yes' max", DIAG_PATTERN, "pattern");
    breaks("currency='EUR'", "currency='curency'", DIAG_CREATIVE_REF, "currency");
    breaks("kind='image' fit", "kind='attribute' attribute='onload' fit", DIAG_CREATIVE, "may not vary");
    breaks("kind='image' fit", "kind='attribute' attribute='xlink:href' fit", DIAG_CREATIVE, "may not vary");
}

static struct creative *lone(struct scratch *s, const char *body)
{
    const char *svg = arena_printf(s->a, SVG "%s</svg>", body);
    return creative_load(&s->diags.ctx, scratch_put(s, "card.svg", svg));
}

static void lone_svg(void **state)
{
    (void)state;
    struct scratch s;
    scratch_open(&s);
    struct creative *c =
        lone(&s, "<defs><clipPath id='clip'><rect id='inclip'/></clipPath>"
                 "<linearGradient id='lg'><stop id='from'/></linearGradient></defs>"
                 "<rect id='bg'/><g id='badge'><text>Hello\n   {name} </text></g><text id='cta'>Buy</text>"
                 "<text>plain</text><text id='n'>{a}</text>"
                 "<image id='pic' preserveAspectRatio='xMinYMax slice'/>");
    assert_non_null(c);
    assert_true(c->lone_svg);
    assert_string_equal(c->layouts[0].name, "card");
    assert_int_equal(c->n_slots, 8);
    assert_string_equal(creative_slot(c, "from")->fit.property, "stop-color");
    assert_null(creative_slot(c, "inclip"));
    assert_int_equal(creative_slot(c, "badge")->kind, SLOT_VISIBILITY);
    assert_int_equal(creative_slot(c, "bg")->kind, SLOT_PAINT);
    const struct slot *t = creative_slot(c, "text-1");
    assert_non_null(t);
    assert_int_equal(t->initial.kind, VALUE_MESSAGE);
    assert_string_equal(creative_message(c, t->initial.text)->pattern, "Hello {name}");
    assert_true(map_has(c->layouts[0].ids, "text-1"));
    assert_string_equal(creative_slot(c, "cta")->literal, "cta");
    assert_int_equal(creative_slot(c, "cta")->initial.kind, VALUE_NONE);
    const struct image_fitting how = creative_slot(c, "pic")->fit.fitting;
    assert_true(how.fit == FIT_COVER && how.focus_x == 0 && how.focus_y == 1);
    creative_drop(c);
    scratch_close(&s);
}

static void lone_svg_runs(void **state)
{
    (void)state;
    struct scratch s;
    scratch_open(&s);
    struct creative *c =
        lone(&s, "<text id='a'>Hi <tspan font-weight='700'>{name}</tspan>, you <tspan>save</tspan> </text>"
                 "<text id='b'><tspan x='1' y='2'> {name} &lt;b> </tspan></text>"
                 "<text id='c' xml:space='preserve'>{n}  x</text>"
                 "<text id='d'>&lt;x>{na<tspan>me} and</tspan> {n}</text>");
    assert_non_null(c);
    const struct message_def *m = creative_message(c, "a");
    assert_string_equal(m->pattern, "Hi <t2>{name}</t2>, you <t4>save</t4>");
    assert_string_equal(m->runs[1], "t2");
    assert_string_equal(creative_message(c, "d")->pattern, "<x>{name} and {n}");
    assert_string_equal(creative_message(c, "b")->pattern, "{name} <b>");
    assert_null(creative_message(c, "b")->runs);
    assert_string_equal(creative_message(c, "c")->pattern, "{n}  x");
    creative_drop(c);
    assert_null(lone(&s, "<text id='a'>a { b</text>"));
    assert_true(scratch_said(&s, DIAG_MESSAGE_SYNTAX, ""));
    scratch_close(&s);
}

static void manifest_in_metadata(void **state)
{
    (void)state;
    struct scratch s;
    scratch_open(&s);
    struct creative *c =
        lone(&s, "<metadata><creative " NS " name='x'><data><field name='name' required='yes'/></data>"
                 "<slots><slot name='title' target='t' text='fixed'/></slots></creative></metadata>"
                 "<text id='t'>{nonsense</text><text id='u'>{name}</text>");
    assert_non_null(c);
    assert_string_equal(c->name, "x");
    assert_string_equal(c->layouts[0].name, "card");
    assert_int_equal(c->n_fields, 1);
    assert_int_equal(creative_slot(c, "title")->initial.kind, VALUE_TEXT);
    assert_non_null(creative_slot(c, "u"));
    assert_null(creative_slot(c, "t"));
    creative_drop(c);
    scratch_close(&s);
}

static void hostile_files(void **state)
{
    (void)state;
    struct scratch s;
    scratch_open(&s);
    const char *evil = scratch_put(
        &s, "evil.svg",
        "<!DOCTYPE svg [<!ENTITY x SYSTEM \"/etc/passwd\">]><svg xmlns=\"http://www.w3.org/2000/svg\">"
        "<text>&x;{a}</text></svg>");
    assert_null(creative_load(&s.diags.ctx, evil));
    assert_int_equal(s.diags.ctx.status, 2);
    assert_null(creative_load(&s.diags.ctx, scratch_put(&s, "x.xml", "<html/>")));
    assert_null(creative_load(&s.diags.ctx, scratch_put(&s, "y.xml", "not xml")));
    assert_null(creative_load(&s.diags.ctx, s.dir));
    struct str many = STR_INIT;
    str_puts(&many, "<creative " NS "><data>");
    for (int i = 0; i < 20000; i++)
        str_printf(&many, "<field name='f%d'/>", i);
    str_puts(&many, "</data></creative>");
    assert_null(creative_load(&s.diags.ctx, scratch_put(&s, "many.xml", many.data)));
    assert_true(scratch_said(&s, DIAG_LIMIT, "more than"));
    str_clear(&many);
    str_puts(&many, SVG);
    for (int i = 0; i < 30000; i++)
        str_printf(&many, "<rect id='r%d'/><text>{c%d}</text>", i, i);
    str_puts(&many, "</svg>");
    struct creative *c = creative_load(&s.diags.ctx, scratch_put(&s, "many.svg", many.data));
    assert_non_null(c);
    assert_int_equal(c->n_slots, 60000);
    creative_drop(c);
    str_drop(&many);
    scratch_close(&s);
}

/* What the reader takes, the schema takes, and the other way round. */
static void schema(void **state)
{
    (void)state;
    struct scratch s;
    scratch_open(&s);
    scratch_put(&s, "creative.xml", good);
    assert_int_equal(
        xml_validate(&s.diags.ctx, "share/schema/creative.rng", scratch_path(&s, "creative.xml")), 0);
    scratch_put(&s, "bad.xml", "<creative " NS "><slots><slot name='a' kind='txt'/></slots></creative>");
    assert_int_equal(xml_validate(&s.diags.ctx, "share/schema/creative.rng", scratch_path(&s, "bad.xml")),
                     -1);
    scratch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_read),
        cmocka_unit_test(faults_are_told_apart),
        cmocka_unit_test(lone_svg),
        cmocka_unit_test(lone_svg_runs),
        cmocka_unit_test(manifest_in_metadata),
        cmocka_unit_test(hostile_files),
        cmocka_unit_test(schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
