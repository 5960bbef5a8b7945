/* Fragment identifiers of XLIFF 2.1 (section 4.4.2): #/f=ID/g=ID/u=ID/..., the last selector an id, n=, d=,
 * t= or a module's prefix. A reference without the leading slash starts at the unit it stands in. */
#include "l10n/check-imp.h"

#include <string.h>

enum { RANK_FILE = 1, RANK_GROUP, RANK_UNIT, RANK_LAST };

static void add_ids(struct map *m, const struct xml_node *e)
{
    for (const struct xml_node *n = e ? xml_first_element(e) : NULL; n; n = xml_next_element(n)) {
        if (xml_attr(n, "id"))
            map_put(m, xml_attr(n, "id"), (void *)n);
        add_ids(m, n);
    }
}

/* Ids of the unit's notes and spans of text, collected once a unit: references may be as many as there are
 * ids. */
static void collect_targets(struct check *k, const struct xml_node *unit)
{
    if (k->targets_of == unit)
        return;
    check_forget_targets(k);
    k->targets_of = unit;
    k->notes = map_new();
    k->data = map_new();
    k->glossary = map_new();
    k->matches = map_new();
    k->source_spans = map_new();
    k->target_spans = map_new();
    add_ids(k->notes, xml_child(unit, XLIFF2_NS, "notes"));
    add_ids(k->data, xml_child(unit, XLIFF2_NS, "originalData"));
    add_ids(k->glossary, xml_child(unit, MODULE_NS "glossary:2.0", "glossary"));
    add_ids(k->matches, xml_child(unit, MODULE_NS "matches:2.0", "matches"));
    for (const struct xml_node *s = xml_first_element(unit); s; s = xml_next_element(s)) {
        if (!xml_is(s, XLIFF2_NS, "segment") && !xml_is(s, XLIFF2_NS, "ignorable"))
            continue;
        if (xml_attr(s, "id")) {
            map_put(k->source_spans, xml_attr(s, "id"), (void *)s);
            map_put(k->target_spans, xml_attr(s, "id"), (void *)s);
        }
        add_ids(k->source_spans, xml_child(s, XLIFF2_NS, "source"));
        add_ids(k->target_spans, xml_child(s, XLIFF2_NS, "target"));
    }
}

void check_forget_targets(struct check *k)
{
    map_drop(k->notes);
    map_drop(k->data);
    map_drop(k->glossary);
    map_drop(k->matches);
    map_drop(k->source_spans);
    map_drop(k->target_spans);
    k->notes = k->data = k->glossary = k->matches = k->source_spans = k->target_spans = NULL;
    k->targets_of = NULL;
}

static int rank_of(const char *prefix, size_t n)
{
    if (n == 1 && *prefix == 'f')
        return RANK_FILE;
    if (n == 1 && *prefix == 'g')
        return RANK_GROUP;
    return n == 1 && *prefix == 'u' ? RANK_UNIT : RANK_LAST;
}

struct reference {
    const char *file, *group, *unit, *prefix, *id; /* the parts it names; prefix "" for a plain id */
};

static bool parse(struct check *k, const struct xml_node *e, const char *ref, struct reference *r)
{
    int rank = 0;
    const char *p = ref + 1;
    bool absolute = *p == '/';
    p += absolute;
    if (!*p)
        return fault(k, e, NULL, "ref=\"%s\" is empty", ref);
    while (*p) {
        size_t n = strcspn(p, "/");
        char *selector = arena_strndup(k->a, p, n), *equals = strchr(selector, '=');
        const char *id = equals ? equals + 1 : selector;
        size_t prefix = equals ? (size_t)(equals - selector) : 0;
        int at = equals ? rank_of(selector, prefix) : RANK_LAST;
        if (equals)
            *equals = 0;
        if (!is_nmtoken(id) || (equals && !is_nmtoken(selector)))
            return fault(k, e, "write it as #ID or #/f=FILE/u=UNIT/ID",
                         "ref=\"%s\" is not a reference of XLIFF", ref);
        if (at <= rank && !(at == RANK_GROUP && rank == RANK_GROUP))
            return fault(k, e, "the order is f, g, u and one more",
                         "ref=\"%s\" has its parts twice or out of order", ref);
        if (at == RANK_LAST && prefix == 1 && !strchr("ndt", *selector))
            return fault(k, e, "prefixes of modules and extensions have two letters and more",
                         "ref=\"%s\" has an unknown prefix '%s'", ref, selector);
        if (at == RANK_FILE)
            r->file = id;
        else if (at == RANK_GROUP)
            r->group = id;
        else if (at == RANK_UNIT)
            r->unit = id;
        else
            r->prefix = equals ? selector : "", r->id = id;
        rank = at;
        p += n;
        if (*p == '/' && !*++p)
            return fault(k, e, NULL, "ref=\"%s\" ends in a slash", ref);
    }
    return true;
}

static bool names_unit(const struct reference *r, const struct xml_node *unit)
{
    const struct xml_node *file = unit;
    while (file && !xml_is(file, XLIFF2_NS, "file"))
        file = file->parent;
    if (r->file && !(file && str_eq(xml_attr(file, "id"), r->file)))
        return false;
    if (r->unit)
        return str_eq(xml_attr(unit, "id"), r->unit);
    return !r->file && !r->group;
}

/* Selectors of modules that a unit does not hold, and of extensions, are not ours to follow. */
static bool resolves_here(const struct check *k, const struct reference *r, const char *prefix)
{
    const struct {
        const char *prefix;
        const struct map *ids;
    } known[] = {{"", k->source_spans}, {"t", k->target_spans}, {"n", k->notes},
                 {"d", k->data},        {"gls", k->glossary},   {"mtc", k->matches}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (str_eq(known[i].prefix, prefix))
            return map_has(known[i].ids, r->id);
    }
    return true;
}

/* Another file, group or unit must be there; what is in it is not looked for. */
static bool names_container(const struct check *k, const struct reference *r)
{
    if (r->file && !map_has(k->files, r->file))
        return false;
    bool this_file = !r->file || str_eq(xml_attr(k->file, "id"), r->file);
    return !this_file || ((!r->unit || map_has(k->file_units, r->unit)) &&
                          (!r->group || map_has(k->file_groups, r->group)));
}

void check_reference(struct check *k, const struct xml_node *e, const struct xml_node *unit, const char *ref,
                     char kind)
{
    struct reference r = {0};
    if (!parse(k, e, ref, &r))
        return;
    collect_targets(k, unit);
    bool here = names_unit(&r, unit);
    const char *prefix = r.prefix ? r.prefix : "-";
    if (kind == 'n' && !(here && str_eq(prefix, "n") && map_has(k->notes, r.id))) {
        fault(k, e, "write it as #n=ID", "ref=\"%s\" names no note of this unit", ref);
    } else if (kind == 's' && !(here && ((!*prefix && map_has(k->source_spans, r.id)) ||
                                         (str_eq(prefix, "t") && map_has(k->target_spans, r.id))))) {
        fault(k, e, "name a segment or an inline element", "ref=\"%s\" names no text of this unit", ref);
    } else if (!kind && (here ? !resolves_here(k, &r, prefix) : !names_container(k, &r))) {
        fault(k, e, NULL, "ref=\"%s\" names nothing", ref);
    }
}
