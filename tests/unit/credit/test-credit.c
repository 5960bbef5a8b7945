/* Credits: read from XMP, IIM and EXIF as cameras and programs write them, merged, written, read again. */
#include <stdlib.h>

#include "credit/credit.h"
#include "test.h"

static const struct where here = {.file = "photo.jpg"};

#define OPEN                                                                                                \
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>" \
    "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' "                            \
    "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' xmlns:plus='http://ns.useplus.org/ldf/xmp/1.0/' " \
    "xmlns:ext='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'"
#define CLOSE "</rdf:Description></rdf:RDF></x:xmpmeta>"
#define TYPES "http://cv.iptc.org/newscodes/digitalsourcetype/"

struct fixture {
    struct collected_diags d;
    struct arena *a;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    collect_diags(&f->d);
    f->a = arena_new();
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    diag_list_drop(&f->d.list);
    arena_drop(f->a);
    free(f);
    return 0;
}

static struct credit *of_xmp(struct fixture *f, const char *xmp)
{
    struct image_notes n = {STR_INIT, STR_INIT, STR_INIT, STR_INIT, ""};
    struct credit *c = ARENA_NEW(f->a, struct credit);
    str_puts(&n.xmp, xmp);
    credit_read(&f->d.ctx, f->a, &n, here, c);
    str_drop(&n.xmp);
    return c;
}

static void assert_values(const struct credit *c, enum credit_field field, size_t n, const char *first)
{
    assert_int_equal(c->of[field].n, n);
    if (n)
        assert_string_equal(c->of[field].at[0], first);
}

static void test_xmp_shapes(void **state)
{
    struct fixture *f = *state;
    struct credit *c =
        of_xmp(f, OPEN " photoshop:Credit='Ana / Agency' ext:DigitalSourceType='" TYPES "digitalCapture'>"
                       "<dc:creator><rdf:Seq><rdf:li>Ana  M&#252;ller</rdf:li><rdf:li>Bo</rdf:li>"
                       "<rdf:li>Bo</rdf:li><rdf:li> </rdf:li></rdf:Seq></dc:creator>"
                       "<dc:rights><rdf:Alt><rdf:li xml:lang='de'>Rechte</rdf:li>"
                       "<rdf:li xml:lang='x-default'>&#169; Ana</rdf:li></rdf:Alt></dc:rights>"
                       "<plus:Licensor><rdf:Seq><rdf:li rdf:parseType='Resource'><plus:LicensorName>L"
                       "</plus:LicensorName><plus:LicensorURL>https://l.example</plus:LicensorURL></rdf:li>"
                       "</rdf:Seq></plus:Licensor>"
                       "<plus:ImageCreator><rdf:Seq><rdf:li><rdf:Description plus:ImageCreatorName='Cy'/>"
                       "</rdf:li></rdf:Seq></plus:ImageCreator>" CLOSE);
    assert_values(c, CREDIT_CREATOR, 3, "Ana M\xC3\xBCller");
    assert_string_equal(c->of[CREDIT_CREATOR].at[2], "Cy");
    assert_values(c, CREDIT_RIGHTS, 1, "\xC2\xA9 Ana");
    assert_values(c, CREDIT_LINE, 1, "Ana / Agency");
    assert_values(c, CREDIT_SOURCE_TYPE, 1, TYPES "digitalCapture");
    assert_values(c, CREDIT_LICENSOR, 1, "L\nhttps://l.example");
    assert_int_equal(f->d.list.len, 0);
}

static void test_iim_and_exif(void **state)
{
    struct fixture *f = *state;
    static const char records[] = "\x1C\2\x50\0\5J\xF6rg!"            /* Latin 1 */
                                  "\x1C\2\x74\0\6(c) J."              /* copyright */
                                  "\x1C\1\x50\0\4nope"                /* another record */
                                  "\x1C\2\x6E\0\3A\tB"                /* a control character */
                                  "\x1C\2\x73\xFF\xFFtoo long to be"; /* cut off */
    struct image_notes n = {STR_INIT, STR_INIT, STR_INIT, STR_INIT, ""};
    struct credit c;
    str_put(&n.iptc, records, sizeof records - 1);
    str_puts(&n.artist, "One; Two;");
    str_puts(&n.rights, "R");
    credit_read(&f->d.ctx, f->a, &n, here, &c);
    assert_values(&c, CREDIT_CREATOR, 3, "J\xC3\xB6rg!");
    assert_string_equal(c.of[CREDIT_CREATOR].at[2], "Two");
    assert_values(&c, CREDIT_RIGHTS, 2, "(c) J.");
    assert_values(&c, CREDIT_LINE, 1, "A B");
    assert_values(&c, CREDIT_SOURCE, 0, "");
    str_drop(&n.iptc);
    str_drop(&n.artist);
    str_drop(&n.rights);
}

static void test_packet_is_read_again(void **state)
{
    struct fixture *f = *state;
    struct credit *one =
        of_xmp(f, OPEN " photoshop:Source='S &lt;&amp;>'>"
                       "<dc:creator><rdf:Seq><rdf:li>Ana</rdf:li></rdf:Seq></dc:creator>" CLOSE);
    const struct credit *list[] = {one};
    size_t len;
    char *packet = credit_packet(f->a, list, 1, &len);
    assert_non_null(packet);
    assert_int_equal(strlen(packet), len);
    assert_null(strstr(packet, "pressrun:Pictures")); /* one picture: nothing to tell apart */
    struct credit *back = of_xmp(f, packet);
    assert_values(back, CREDIT_CREATOR, 1, "Ana");
    assert_values(back, CREDIT_SOURCE, 1, "S <&>");
    assert_int_equal(f->d.list.len, 0);
}

static char *type_of(struct fixture *f, const char *a, const char *b)
{
    const struct credit *list[] = {
        of_xmp(f, arena_printf(f->a, OPEN " ext:DigitalSourceType='%s%s'>" CLOSE, TYPES, a)),
        of_xmp(f, arena_printf(f->a, OPEN " ext:DigitalSourceType='%s%s'>" CLOSE, TYPES, b))};
    size_t len;
    struct credit *c = of_xmp(f, credit_packet(f->a, list, 2, &len));
    assert_int_equal(c->of[CREDIT_SOURCE_TYPE].n, 1);
    return arena_strdup(f->a, c->of[CREDIT_SOURCE_TYPE].at[0] + strlen(TYPES));
}

static void test_pictures_of_several_types_make_a_composite(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(type_of(f, "digitalCapture", "digitalCapture"), "digitalCapture");
    assert_string_equal(type_of(f, "digitalCapture", "trainedAlgorithmicMedia"),
                        "compositeWithTrainedAlgorithmicMedia");
    assert_string_equal(type_of(f, "digitalCapture", "negativeFilm"), "compositeCapture");
    assert_string_equal(type_of(f, "digitalArt", "negativeFilm"), "compositeSynthetic");
    assert_string_equal(type_of(f, "digitalCapture", "somethingNew"), "composite");
}

static void test_merge_keeps_each_picture_apart(void **state)
{
    struct fixture *f = *state;
    const struct credit *list[] = {
        of_xmp(
            f, OPEN
            " photoshop:Credit='A'><dc:creator><rdf:Seq><rdf:li>Ana</rdf:li></rdf:Seq></dc:creator>" CLOSE),
        of_xmp(f, OPEN ">" CLOSE),
        of_xmp(f, OPEN
               " photoshop:Credit='B'><dc:creator><rdf:Seq><rdf:li>Ana</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq>"
               "</dc:creator>" CLOSE)};
    size_t len, iim_len;
    char *packet = credit_packet(f->a, list, 3, &len);
    struct credit *c = of_xmp(f, packet);
    assert_values(c, CREDIT_CREATOR, 2, "Ana");
    assert_values(c, CREDIT_LINE, 1, "A; B");
    assert_non_null(strstr(packet, "pressrun:Pictures"));
    assert_non_null(strstr(packet, "<photoshop:Credit>B</photoshop:Credit>"));
    char *iim = credit_iim(f->a, list, 3, &iim_len);
    assert_non_null(memmem(iim, iim_len, "\x1C\2\x50\0\2Bo", 7));
    /* the same again, byte for byte */
    size_t again_len;
    char *again = credit_packet(f->a, list, 3, &again_len);
    assert_int_equal(again_len, len);
    assert_memory_equal(again, packet, len);
    assert_null(credit_packet(f->a, list + 1, 1, &len));
    assert_null(credit_iim(f->a, list + 1, 1, &len));
}

static void test_hostile_packets(void **state)
{
    struct fixture *f = *state;
    assert_true(credit_empty(of_xmp(f, "<x:xmpmeta>")));
    assert_int_equal(last_diag(&f->d)->code, DIAG_IMAGE_CREDIT);
    assert_int_equal(last_diag(&f->d)->level, DIAG_WARNING);
    assert_true(credit_empty(of_xmp(f, "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>")));
    struct str s = STR_INIT; /* values without end */
    str_puts(&s, OPEN "><dc:creator><rdf:Seq>");
    for (int i = 0; i < 5000; i++)
        str_printf(&s, "<rdf:li>%05d%02000d</rdf:li>", i, 0);
    str_puts(&s, "</rdf:Seq></dc:creator>" CLOSE);
    struct credit *c = of_xmp(f, s.data);
    str_drop(&s);
    assert_in_range(c->of[CREDIT_CREATOR].n, 1, 64);
    const struct credit *list[40];
    for (int i = 0; i < 40; i++) { /* so many that the pictures apart do not fit a segment */
        list[i] = of_xmp(f, arena_printf(f->a, OPEN " photoshop:Credit='%d %01900d'>" CLOSE, i, 0));
    }
    size_t len;
    char *packet = credit_packet(f->a, list, 40, &len);
    assert_in_range(len, 1000, 65000);
    assert_false(credit_empty(of_xmp(f, packet)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_xmp_shapes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_iim_and_exif, setup, teardown),
        cmocka_unit_test_setup_teardown(test_packet_is_read_again, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pictures_of_several_types_make_a_composite, setup, teardown),
        cmocka_unit_test_setup_teardown(test_merge_keeps_each_picture_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hostile_packets, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
