#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "brand/fix-imp.h"

/* The file after a fix; `want` NULL: nothing to change. */
static void fixed_in(const char *path, struct fix f, const char *file, const char *want)
{
    struct arena *a = arena_new();
    struct edits edits = {0};
    struct str out = STR_INIT;
    size_t n = fix_find_in(a, path, file, strlen(file), &f, &edits);
    assert_int_equal(n, edits.len);
    fix_apply(file, strlen(file), &edits, &out);
    assert_int_equal(n > 0, want != NULL);
    assert_string_equal(out.data, want ? want : file);
    str_drop(&out);
    vec_drop(&edits);
    arena_drop(a);
}

static void fixed(struct fix f, const char *file, const char *want)
{
    fixed_in("f.xml", f, file, want);
}

static struct fix text(const char *id, long line, const char *from, const char *to)
{
    return (struct fix){FIX_TEXT, id, line, from, to, false};
}

static struct fix color(const char *id, long line, const char *from, bool anywhere)
{
    return (struct fix){FIX_COLOR, id, line, from, "#123456", anywhere};
}

static void texts_of_an_element_and_no_others(void **state)
{
    (void)state;
    fixed(text("a", 0, "x", "y"), "<c><m id=\"b\">x</m><m id=\"a\">x<b>x</b></m>x</c>",
          "<c><m id=\"b\">x</m><m id=\"a\">y<b>y</b></m>x</c>");
    fixed(text("a", 0, "x", "y"), "<m id='a' t='x'><!-- x --><?x x?><![CDATA[x]]></m>", NULL);
    fixed(text("a", 0, "R&D", "<R>"), "<m id=\"a\">R&amp;D</m>", "<m id=\"a\">&lt;R&gt;</m>");
    fixed(text(NULL, 2, "x", "y"), "<m>x\n<t>x</t></m>", "<m>x\n<t>y</t></m>");
    fixed(text("no", 2, "x", "y"), "<m>x\n<t>x</t></m>", "<m>x\n<t>y</t></m>"); /* else by line */
    fixed(text("a", 0, "", "y"), "<m id=\"a\">x</m>", NULL);
    fixed(text("a", 0, "x", "y"), "<m id=\"a\" t=\"a>b\">x</m>", "<m id=\"a\" t=\"a>b\">y</m>");
    fixed(text("u", 0, "x", "y"), "<trans-unit resname=\"u\"><source>x</source></trans-unit>",
          "<trans-unit resname=\"u\"><source>y</source></trans-unit>");
}

static void texts_of_po_files(void **state)
{
    (void)state;
    const struct fix f = text("a", 0, "x", "y"), quote = text("a", 0, "\"x", "\\y");
    fixed_in("f.po", f, "msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"1x\"\n\"x\"\n",
             "msgctxt \"a\"\nmsgid \"y\"\nmsgstr \"1y\"\n\"y\"\n");
    fixed_in("f.po", f, "msgctxt \"b\"\nmsgid \"a\"\nmsgstr \"x\"\n", NULL);
    fixed_in("f.po", f, "msgctxt \"a\"\nmsgid \"b\"\nmsgstr \"b\"\nmsgid \"c\"\nmsgstr \"x\"", NULL);
    fixed_in("f.po", f, "msgid \"\"\n\"a\"\nmsgstr \"x\"", "msgid \"\"\n\"a\"\nmsgstr \"y\"");
    fixed_in("f.po", f, "#~ msgctxt \"a\"\n#| msgid \"x\"\n# x\n", NULL);
    fixed_in("f.po", f, "msgid \"a\"\nmsgstr \"x\n\"x\\", NULL); /* never closed */
    fixed_in("f.po", quote, "msgid \"a\"\nmsgstr \"\\\"x\\nx\"", "msgid \"a\"\nmsgstr \"\\\\y\\nx\"");
    fixed_in("f.po", text("a", 0, "n", "m"), "msgid \"a\"\nmsgstr \"\\nn\"", "msgid \"a\"\nmsgstr \"\\nm\"");
    fixed_in("f.po", text("a", 0, "xx", "y"), "msgid \"a\"\nmsgstr \"x\"\n\"x\"", NULL);
    fixed_in("f.po", f, "msgid \"a\"\nmsgstr \"\xff x\"", NULL); /* no UTF-8 */
    fixed_in("f.po", color("a", 0, "#ff0000", true), "msgid \"a\"\nmsgstr \"red\"", NULL);
}

static void texts_of_tables(void **state)
{
    (void)state;
    const struct fix f = text("a", 0, "x", "y"), quotes = text("a", 0, "x", "\"y\",");
    fixed_in("f.csv", f, "id,target,notes\na,x,x\nb,x,x\n", "id,target,notes\na,y,x\nb,x,x\n");
    fixed_in("f.csv", f, "de,key\r\n\"x \"\"x\"\"\",\"a\"", "de,key\r\n\"y \"\"y\"\"\",\"a\"");
    fixed_in("f.csv", f, "id,max-chars,state\na,x,x\n", NULL);
    fixed_in("f.csv", f, "name,target\na,x\n", NULL);
    fixed_in("f.csv", f, "id,target\n\"a,x\n", NULL);
    fixed_in("f.csv", f, "id,target\na\na,x", "id,target\na\na,y");
    fixed_in("f.csv", quotes, "id,target\na,1x2x\n", "id,target\na,\"1\"\"y\"\",2\"\"y\"\",\"\n");
    fixed_in("f.csv", quotes, "id,target\na,\"x\"\n", "id,target\na,\"\"\"y\"\",\"\n");
    fixed_in("f.csv", text("a", 0, "\"x", "y"), "id,target\na,\"\"\"x\"\n", "id,target\na,\"y\"\n");
    fixed_in("f.tsv", f, "id\ttarget\na\tx,\n", "id\ttarget\na\ty,\n");
}

static void colors_where_colors_are_written(void **state)
{
    (void)state;
    fixed(color("a", 0, "#ff0000", false),
          "<r id=\"a\" fill=\"red\" d=\"red\" stroke='#F00'/><r fill=\"red\"/>",
          "<r id=\"a\" fill=\"#123456\" d=\"red\" stroke='#123456'/><r fill=\"red\"/>");
    fixed(color("f00", 0, "#f00", false), "<r id=\"f00\" fill=\"url(#f00) red\" clip-path=\"url(#f00)\"/>",
          "<r id=\"f00\" fill=\"url(#f00) #123456\" clip-path=\"url(#f00)\"/>");
    fixed(color("a", 0, "#f00", false), "<r id=\"a\" style=\"fill:RED!important;/*red*/x:rgb(255, 0, 0)\"/>",
          "<r id=\"a\" style=\"fill:#123456!important;/*red*/x:#123456\"/>");
    fixed(color("a", 0, "#f00", false), "<r id=\"a\" fill=\"#ff000080\"/>", NULL); /* half of it is another */
    fixed(color("a", 0, "#f00", false), "<r id=\"a\" fill=\"rgb(255,\n0,0)\"/>", NULL); /* over two lines */
    fixed(color(NULL, 2, "#f00", false), "<c>\n<token name=\"--a\" value=\"red\"/><axis value=\"red\"/></c>",
          "<c>\n<token name=\"--a\" value=\"#123456\"/><axis value=\"red\"/></c>");
    fixed(color(NULL, 0, "#f00", true),
          "<s><style>.red{fill:red}red:x{y:z}</style><g fill=\"red\">red</g></s>",
          "<s><style>.red{fill:#123456}red:x{y:z}</style><g fill=\"#123456\">red</g></s>");
    fixed(color(NULL, 0, "#f00", true), "<!DOCTYPE s [<!ENTITY e \"red\">]><s><!-- red --></s>", NULL);
    fixed(color("a", 0, "no colour", true), "<r id=\"a\" fill=\"red\"/>", NULL);
}

static void broken_files_are_left(void **state)
{
    (void)state;
    static const char *const files[] = {"",
                                        "<",
                                        "<m",
                                        "<m id=",
                                        "<m id=\"a",
                                        "<!--",
                                        "<![CDATA[",
                                        "<!DOCTYPE [",
                                        "</m></m>x",
                                        "<m id=\"a\" fill=red>",
                                        "<m id='a'/>x",
                                        "<m id=\"b\">x"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        fixed(text("a", 0, "x", "y"), files[i], NULL);
        fixed(color("a", 0, "#f00", true), files[i], NULL);
    }
}

static void edits_that_overlap_are_applied_once(void **state)
{
    (void)state;
    struct edits edits = {0};
    struct str out = STR_INIT;
    vec_push(&edits, ((struct edit){4, 2, "Z"}));
    vec_push(&edits, ((struct edit){0, 3, "A"}));
    vec_push(&edits, ((struct edit){2, 3, "B"}));
    fix_apply("abcdefg", 7, &edits, &out);
    assert_string_equal(out.data, "AdZg");
    str_drop(&out);
    vec_drop(&edits);
}

static void a_diff_is_one_that_patch_takes(void **state)
{
    (void)state;
    struct str out = STR_INIT;
    const char *old = "1\n2\n3\n4\n5\n6\nx\n", *new = "1\n2\n3\n4\n5\n6\ny\n";
    fix_diff(&out, "a.svg", old, strlen(old), old, strlen(old));
    assert_int_equal(out.len, 0);
    fix_diff(&out, "a.svg", old, strlen(old), new, strlen(new));
    assert_string_equal(out.data, "--- a/a.svg\n+++ b/a.svg\n@@ -4,4 +4,4 @@\n 4\n 5\n 6\n-x\n+y\n");
    str_drop(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_an_element_and_no_others),
        cmocka_unit_test(texts_of_po_files),
        cmocka_unit_test(texts_of_tables),
        cmocka_unit_test(colors_where_colors_are_written),
        cmocka_unit_test(broken_files_are_left),
        cmocka_unit_test(edits_that_overlap_are_applied_once),
        cmocka_unit_test(a_diff_is_one_that_patch_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
