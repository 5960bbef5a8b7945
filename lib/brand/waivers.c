/* --waivers: a file of waivers that stands beside the rule files, for what a brand team lets pass without
 * editing the rules. Its root is <waivers>, in the namespace of rule files. */
#include <string.h>

#include "brand/rules-imp.h"

/* A file that several brands share names rules of all of them. */
static bool of_another_set(const struct brand_rules *r, const char *rule)
{
    const char *slash = rule ? strchr(rule, '/') : NULL;
    for (size_t i = 0; slash && i < r->n_sets; i++)
        if (strlen(r->sets[i].name) == (size_t)(slash - rule) &&
            strncmp(r->sets[i].name, rule, (size_t)(slash - rule)) == 0)
            return false;
    return slash != NULL;
}

static int waivers_read(struct brand_loader *l, const struct xml_doc *doc)
{
    static const char *const elements[] = {"waiver"};
    if (!xml_is(doc->root, XML_NS_BRAND, "waivers"))
        return rule_wrong(l, xml_where(doc, doc->root), "start it with <waivers xmlns=\"" XML_NS_BRAND "\">",
                          "this is no file of waivers: its root is <%s>", doc->root->name);
    int result = known_attributes(l, doc, doc->root, NULL, 0);
    for (const struct xml_node *e = xml_first_element(doc->root); e; e = xml_next_element(e)) {
        if (!xml_is(e, XML_NS_BRAND, "waiver"))
            result = unknown_element(l, doc, e, elements, LENGTH(elements));
        else if (!of_another_set(l->rules, xml_attr(e, "rule")))
            result |= waiver_parse(l, doc, e);
    }
    return result;
}

static int waivers_add(struct brand_rules *r, struct brand_loader *l, const struct xml_doc *doc)
{
    for (size_t i = 0; i < r->n_rules; i++)
        vec_push(&l->all, r->rules[i]);
    int result = doc ? waivers_read(l, doc) : -1;
    if (l->waivers.len) {
        r->waivers =
            arena_grow(r->arena, r->waivers, r->n_waivers, r->n_waivers + l->waivers.len, sizeof *r->waivers);
        memcpy(r->waivers + r->n_waivers, l->waivers.at, l->waivers.len * sizeof *r->waivers);
        r->n_waivers += l->waivers.len;
    }
    vec_drop(&l->all);
    vec_drop(&l->waivers);
    return result;
}

int brand_rules_waive(struct ctx *ctx, struct brand_rules *r, const char *path)
{
    struct brand_loader l = {.ctx = ctx, .arena = r->arena, .rules = r};
    return waivers_add(r, &l, xml_load(ctx, r->arena, path));
}

int brand_rules_waive_parse(struct ctx *ctx, struct brand_rules *r, const char *path, const char *data,
                            size_t len)
{
    struct brand_loader l = {.ctx = ctx, .arena = r->arena, .rules = r};
    return waivers_add(r, &l, xml_parse(ctx, r->arena, path, data, len));
}
