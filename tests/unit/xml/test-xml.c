#include "test.h"

#include <stdlib.h>

#include "xml/xml.h"

struct env {
    struct collected_diags d;
    struct arena *a;
};

static int setup(void **state)
{
    struct env *e = calloc(1, sizeof *e);
    collect_diags(&e->d);
    e->a = arena_new();
    *state = e;
    return 0;
}

static int teardown(void **state)
{
    struct env *e = *state;
    arena_drop(e->a);
    diag_list_drop(&e->d.list);
    free(e);
    return 0;
}

static struct xml_doc *parse(struct env *e, const char *s)
{
    return xml_parse(&e->d.ctx, e->a, "t.xml", s, strlen(s));
}

static void test_tree(void **state)
{
    struct env *e = *state;
    struct xml_doc *d =
        parse(e, "<a xmlns='urn:x' xmlns:p='urn:p'>\n <b id='1' p:q='&lt;2'>t<!-- c --><![CDATA[<u>]]>v</b>"
                 "<?pi x?><c/></a>");
    assert_non_null(d);
    assert_int_equal(d->n_elements, 3);
    struct xml_node *b = xml_child(d->root, "urn:x", "b");
    assert_int_equal(b->line, 2);
    assert_string_equal(xml_attr(b, "id"), "1");
    assert_string_equal(xml_attr_ns(b, "urn:p", "q"), "<2");
    assert_null(xml_attr(b, "q"));
    assert_string_equal(xml_text(e->a, b), "t<u>v");
    assert_ptr_equal(b->first, b->last); /* one text node */
    assert_ptr_equal(xml_next_element(b), xml_child(d->root, NULL, "c"));
    assert_ptr_equal(xml_by_id(d->root, "1"), b);
    assert_null(xml_by_id(d->root, "2"));
}

static void test_write_keeps_everything(void **state)
{
    struct env *e = *state;
    static const char in[] =
        "<a xmlns=\"urn:x\" xmlns:p=\"urn:p\"><b p:q=\"&quot;&amp;&#10;\">x &lt; y<c/></b>tail</a>";
    struct xml_doc *d = parse(e, in);
    struct str out = STR_INIT;
    xml_write(&out, d->root, false);
    assert_string_equal(out.data, in);
    str_clear(&out);
    xml_write(&out, xml_clone(e->a, d->root), false);
    assert_string_equal(out.data, in);
    str_drop(&out);
}

static void test_edit(void **state)
{
    struct env *e = *state;
    struct xml_doc *d = parse(e, "<a><b/><c k='1'/></a>");
    struct xml_node *b = xml_child(d->root, NULL, "b"), *c = xml_child(d->root, NULL, "c");
    xml_set_attr(e->a, c, "k", "2");
    xml_set_attr(e->a, b, "n", "<");
    xml_insert_before(b, xml_new_text(e->a, "hi"));
    xml_unlink(c);
    xml_append(b, c);
    struct str out = STR_INIT;
    xml_write(&out, d->root, false);
    assert_string_equal(out.data, "<a>hi<b n=\"&lt;\"><c k=\"2\"/></b></a>");
    xml_set_attr(e->a, c, "k", NULL);
    assert_null(xml_attr(c, "k"));
    str_drop(&out);
}

static void test_hostile(void **state)
{
    struct env *e = *state;
    struct str s = STR_INIT;
    str_puts(&s, "<!DOCTYPE a [<!ENTITY l0 'lol'>");
    for (int i = 1; i < 12; i++)
        str_printf(&s, "<!ENTITY l%d '&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;'>", i, i - 1, i - 1,
                   i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    str_puts(&s, "]><a>&l11;</a>");
    assert_null(parse(e, s.data)); /* billion laughs */
    assert_int_equal(last_diag(&e->d)->code, DIAG_XML_ENTITY);
    assert_null(parse(e, "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"));
    assert_int_equal(last_diag(&e->d)->code, DIAG_XML_ENTITY);
    assert_null(parse(e, "<a><b></a>"));
    assert_int_equal(last_diag(&e->d)->code, DIAG_XML_SYNTAX);
    assert_int_equal(last_diag(&e->d)->where.line, 1);
    assert_null(parse(e, ""));
    assert_null(parse(e, "<a>\xFF</a>"));
    str_clear(&s);
    for (int i = 0; i < 100000; i++)
        str_puts(&s, "<g>");
    assert_null(parse(e, s.data));
    str_drop(&s);
    /* internal entities, as Illustrator writes them, are fine */
    struct xml_doc *d =
        parse(e, "<!DOCTYPE svg PUBLIC 'x' 'http://example.invalid/x.dtd' [<!ENTITY ns 'urn:n'>]>"
                 "<svg xmlns='&ns;'>&ns;</svg>");
    assert_non_null(d);
    assert_string_equal(d->root->ns, "urn:n");
    assert_string_equal(xml_text(e->a, d->root), "urn:n");
}

static bool variable(void *payload, const char *name, struct xpath_value *out)
{
    (void)payload;
    if (strcmp(name, "segment") == 0)
        *out = (struct xpath_value){.kind = XV_STRING, .string = "vip"};
    else if (strcmp(name, "orders") == 0)
        *out = (struct xpath_value){.kind = XV_NUMBER, .number = 4};
    else
        return false;
    return true;
}

static int re_test(void *payload, const char *subject, const char *pattern, const char *flags)
{
    (void)payload;
    (void)flags;
    return strcmp(pattern, "(") == 0 ? -1 : strstr(subject, pattern) != NULL;
}

static int eval(struct env *e, const char *expr)
{
    struct xpath *x = xpath_new(&e->d.ctx, expr, (struct where){.file = "t"});
    if (!x)
        return -2;
    int r = xpath_test(&e->d.ctx, x, variable, re_test, NULL, (struct where){.file = "t"});
    xpath_drop(x);
    return r;
}

static void test_xpath(void **state)
{
    struct env *e = *state;
    assert_int_equal(eval(e, "$segment = 'vip' and $orders > 3"), 1);
    assert_int_equal(eval(e, "$orders > 4"), 0);
    assert_int_equal(eval(e, "re:test($segment, 'ip')"), 1);
    assert_int_equal(eval(e, "contains($segment, 'x') or true()"), 1);
    assert_int_equal(eval(e, "$unknown = 1"), -1);
    assert_int_equal(last_diag(&e->d)->code, DIAG_XPATH);
    assert_int_equal(eval(e, "re:test($segment, '(')"), -1);
    assert_int_equal(eval(e, "$segment = "), -2);
    assert_int_equal(last_diag(&e->d)->code, DIAG_XPATH);
    struct xpath *x = xpath_new(&e->d.ctx, "$a-b = '$no' and $c.d and $a-b", (struct where){0});
    const char *const *v = xpath_variables(x);
    assert_string_equal(v[0], "a-b");
    assert_string_equal(v[1], "c.d");
    assert_null(v[2]);
    xpath_drop(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_tree, setup, teardown),
        cmocka_unit_test_setup_teardown(test_write_keeps_everything, setup, teardown),
        cmocka_unit_test_setup_teardown(test_edit, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hostile, setup, teardown),
        cmocka_unit_test_setup_teardown(test_xpath, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
