/* The RELAX NG schema of rule files, from the same tables that read them: the two cannot disagree. */
#include <string.h>

#include "brand/brand-imp.h"
#include "xml/xml.h"

static void put_type(struct str *out, const struct brand_param *p)
{
    switch (p->type) {
    case BRAND_NUMBER:
        str_puts(out, "<data type=\"double\"/>");
        break;
    case BRAND_YES:
        str_puts(out, "<choice><value>yes</value><value>no</value></choice>");
        break;
    case BRAND_DATE:
        str_puts(out, "<data type=\"date\"/>");
        break;
    case BRAND_CHOICE:
    case BRAND_CHOICES: {
        str_puts(out, p->type == BRAND_CHOICES ? "<list><zeroOrMore><choice>" : "<choice>");
        for (const char *c = p->choices; *c;) {
            size_t n = strcspn(c, "|");
            str_puts(out, "<value>");
            str_put(out, c, n);
            str_puts(out, "</value>");
            c += n + (c[n] == '|');
        }
        str_puts(out, p->type == BRAND_CHOICES ? "</choice></zeroOrMore></list>" : "</choice>");
        break;
    }
    case BRAND_SIZES:
        str_puts(out,
                 "<list><oneOrMore><data type=\"token\"><param name=\"pattern\">[0-9]+x[0-9]+</param></data>"
                 "</oneOrMore></list>");
        break;
    default:
        str_puts(out, "<text/>");
    }
}

static void put_attribute(struct str *out, const struct brand_param *p)
{
    if (!p->required || p->def)
        str_puts(out, "<optional>");
    str_printf(out, "<attribute name=\"%s\">", p->name);
    put_type(out, p);
    str_puts(out, "</attribute>");
    if (!p->required || p->def)
        str_puts(out, "</optional>");
}

static bool first_of_element(const struct brand_kind *k, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (str_eq(k->params[j].element, k->params[i].element))
            return false;
    return true;
}

static void put_kind(struct str *out, const struct brand_kind *k)
{
    str_printf(out,
               "  <define name=\"kind.%s\">\n    <attribute name=\"kind\"><value>%s</value></attribute>\n"
               "    <ref name=\"rule.attributes\"/>\n",
               k->name, k->name);
    if (k->by_slot)
        str_puts(out, "    <ref name=\"rule.by-slot\"/>\n");
    for (size_t i = 0; i < k->n_params; i++)
        if (!k->params[i].element) {
            str_puts(out, "    ");
            put_attribute(out, &k->params[i]);
            str_puts(out, "\n");
        }
    bool elements = false;
    for (size_t i = 0; i < k->n_params; i++)
        elements |= k->params[i].element != NULL;
    if (!elements) { /* libxml2 does not take an interleave of one */
        str_puts(out, "    <ref name=\"rule.elements\"/>\n  </define>\n");
        return;
    }
    str_puts(out, "    <interleave>\n      <ref name=\"rule.elements\"/>\n");
    for (size_t i = 0; i < k->n_params; i++) {
        const char *element = k->params[i].element;
        if (!element || !first_of_element(k, i))
            continue;
        bool body = false;
        str_printf(out, "      <zeroOrMore><element name=\"%s\">", element);
        for (size_t j = i; j < k->n_params; j++) {
            if (!str_eq(k->params[j].element, element))
                continue;
            body |= !*k->params[j].name;
            if (*k->params[j].name)
                put_attribute(out, &k->params[j]);
        }
        str_puts(out, body ? "<text/></element></zeroOrMore>\n" : "<empty/></element></zeroOrMore>\n");
    }
    str_puts(out, "    </interleave>\n  </define>\n");
}

static const char head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- RELAX NG schema of brand rule files. Made by brand-check (schema) from the tables of the kinds of "
    "rule. -->\n"
    "<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\" ns=\"" XML_NS_BRAND "\"\n"
    "         datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">\n"
    "  <start><choice><ref name=\"rules\"/><ref name=\"waivers\"/></choice></start>\n"
    "  <define name=\"waivers\"><element name=\"waivers\"><zeroOrMore><ref "
    "name=\"waiver\"/></zeroOrMore></element></define>\n"
    "  <define name=\"rules\"><element name=\"rules\">\n"
    "    <attribute name=\"name\"/>\n"
    "    <optional><attribute name=\"title\"/></optional>\n"
    "    <optional><attribute name=\"dated\"/></optional>\n"
    "    <optional><attribute name=\"source\"/></optional>\n"
    "    <zeroOrMore><choice><ref name=\"extends\"/><ref name=\"adjust\"/><ref "
    "name=\"rule\"/><ref name=\"waiver\"/></choice></zeroOrMore>\n"
    "  </element></define>\n"
    "  <define name=\"extends\"><element name=\"extends\"><attribute "
    "name=\"src\"/><empty/></element></define>\n"
    "  <define name=\"adjust\"><element name=\"adjust\"><attribute name=\"rule\"/><ref "
    "name=\"level\"/><empty/></element></define>\n"
    "  <define name=\"waiver\"><element name=\"waiver\"><attribute name=\"rule\"/><attribute name=\"owner\"/>"
    "<attribute name=\"reason\"/><attribute name=\"until\"><data type=\"date\"/></attribute>"
    "<optional><attribute name=\"slots\"/></optional><optional><attribute name=\"layouts\"/></optional>"
    "<optional><attribute name=\"locales\"/></optional><empty/></element></define>\n"
    "  <define name=\"level\"><attribute name=\"level\"><choice><value>error</value><value>warning</value>"
    "<value>info</value><value>off</value></choice></attribute></define>\n"
    "  <define name=\"rule.attributes\">\n"
    "    <attribute name=\"id\"><data type=\"token\"><param "
    "name=\"pattern\">[^/=,\\s]+</param></data></attribute>\n"
    "    <optional><ref name=\"level\"/></optional>\n"
    "    <optional><attribute name=\"section\"/></optional>\n"
    "    <optional><attribute name=\"link\"/></optional>\n"
    "    <optional><attribute name=\"source\"/></optional>\n"
    "    <optional><attribute name=\"dated\"/></optional>\n"
    "    <optional><attribute "
    "name=\"certainty\"><choice><value>second-hand</value><value>unsure</value></choice>"
    "</attribute></optional>\n"
    "    <optional><attribute name=\"layouts\"/></optional>\n"
    "    <optional><attribute name=\"locales\"/></optional>\n"
    "    <optional><attribute name=\"test\"/></optional>\n"
    "  </define>\n"
    "  <define name=\"rule.by-slot\">\n"
    "    <optional><attribute name=\"slots\"/></optional>\n"
    "    <optional><attribute name=\"roles\"/></optional>\n"
    "    <optional><attribute name=\"except\"/></optional>\n"
    "  </define>\n"
    "  <define name=\"rule.elements\"><interleave>\n"
    "    <optional><element name=\"message\"><text/></element></optional>\n"
    "    <optional><element name=\"hint\"><text/></element></optional>\n"
    "    <zeroOrMore><element name=\"pass\"><ref name=\"example\"/></element></zeroOrMore>\n"
    "    <zeroOrMore><element name=\"fail\"><ref name=\"example\"/></element></zeroOrMore>\n"
    "  </interleave></define>\n"
    "  <define name=\"example\">\n"
    "    <optional><attribute name=\"slot\"/></optional>\n"
    "    <optional><attribute name=\"role\"/></optional>\n"
    "    <optional><attribute name=\"locale\"/></optional>\n"
    "    <optional><attribute name=\"layout\"/></optional>\n"
    "    <optional><attribute name=\"format\"/></optional>\n"
    "    <optional><attribute name=\"bytes\"/></optional>\n"
    "    <optional><attribute name=\"width\"><data type=\"positiveInteger\"/></attribute></optional>\n"
    "    <optional><attribute name=\"height\"><data type=\"positiveInteger\"/></attribute></optional>\n"
    "    <optional><attribute name=\"fields\"/></optional>\n"
    "    <mixed><zeroOrMore><ref name=\"svg\"/></zeroOrMore></mixed>\n"
    "  </define>\n"
    "  <define name=\"svg\"><element name=\"svg\" ns=\"" XML_NS_SVG
    "\"><ref name=\"any\"/></element></define>\n"
    "  <define name=\"any\"><mixed><zeroOrMore><choice><attribute><anyName/></attribute>"
    "<element><anyName/><ref name=\"any\"/></element></choice></zeroOrMore></mixed></define>\n";

void brand_schema(struct str *out)
{
    str_puts(out, head);
    str_puts(out, "  <define name=\"rule\"><element name=\"rule\"><choice>\n");
    for (size_t i = 0; brand_kinds[i]; i++)
        str_printf(out, "    <ref name=\"kind.%s\"/>\n", brand_kinds[i]->name);
    str_puts(out, "  </choice></element></define>\n");
    for (size_t i = 0; brand_kinds[i]; i++)
        put_kind(out, brand_kinds[i]);
    str_puts(out, "</grammar>\n");
}
