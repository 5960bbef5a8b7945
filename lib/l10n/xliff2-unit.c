/* Constraints of XLIFF 2.1 that span a unit and that no schema can say: ids, pairs of codes, references,
 * order. */
#include "l10n/check-imp.h"

#include <stdlib.h>
#include <string.h>

struct code { /* an inline element in document order */
    const struct xml_node *e;
    const struct xml_node *segment;
    bool target;
};

struct codes {
    struct code *at;
    size_t len, cap;
};

struct ids { /* of a unit; maps keep hostile files linear */
    struct map *source, *target, *data;
};

static bool is(const struct xml_node *e, const char *name)
{
    return str_eq(e->name, name);
}

static bool isolated(const struct xml_node *e)
{
    return str_eq(xml_attr(e, "isolated"), "yes");
}

static void collect(const struct xml_node *n, const struct xml_node *segment, bool target, struct codes *out)
{
    for (n = n ? n->first : NULL; n; n = n->next) {
        if (n->kind != XN_ELEMENT || !str_eq(n->ns, XLIFF2_NS))
            continue;
        struct code c = {n, segment, target};
        vec_push(out, c);
        collect(n, segment, target, out);
    }
}

/* ---- ids ---- */

static const char *kind_of(const struct xml_node *e)
{
    if (is(e, "sc") || is(e, "pc"))
        return "a spanning code";
    if (is(e, "sm") || is(e, "mrk"))
        return "a marker";
    return is(e, "ph") ? "a placeholder" : e->name;
}

static void put_id(struct check *k, struct map *ids, const struct xml_node *e)
{
    const char *id = xml_attr(e, "id");
    if (id && map_put(ids, id, (void *)e))
        fault(k, e, "give it another", "the id '%s' is used twice in this unit", id);
}

static void check_ids(struct check *k, const struct xml_node *unit, const struct codes *codes,
                      struct ids *ids)
{
    for (const struct xml_node *s = xml_first_element(unit); s; s = xml_next_element(s)) {
        if (xml_is(s, XLIFF2_NS, "segment") || xml_is(s, XLIFF2_NS, "ignorable")) {
            put_id(k, ids->source, s);
            if (xml_attr(s, "id"))
                map_put(ids->target, xml_attr(s, "id"), (void *)s);
        }
    }
    for (size_t i = 0; i < codes->len; i++)
        put_id(k, codes->at[i].target ? ids->target : ids->source, codes->at[i].e);
    for (size_t i = 0; i < codes->len; i++) {
        const char *id = xml_attr(codes->at[i].e, "id");
        const struct xml_node *twin = codes->at[i].target && id ? map_find(ids->source, id) : NULL;
        if (twin && !is(twin, "segment") && !is(twin, "ignorable") &&
            !str_eq(kind_of(twin), kind_of(codes->at[i].e)))
            fault(k, codes->at[i].e, "an id names one code in source and target",
                  "'%s' is %s here but %s in the source", id, kind_of(codes->at[i].e), kind_of(twin));
    }
    const struct xml_node *data = xml_child(unit, XLIFF2_NS, "originalData");
    for (const struct xml_node *d = data ? xml_first_element(data) : NULL; d; d = xml_next_element(d)) {
        if (xml_attr(d, "id") && map_put(ids->data, xml_attr(d, "id"), (void *)d))
            fault(k, d, "give it another", "the id '%s' of this <data> is used twice", xml_attr(d, "id"));
    }
}

/* ---- references of codes ---- */

static void check_data_ref(struct check *k, const struct ids *ids, const struct xml_node *e, const char *name)
{
    const char *ref = xml_attr(e, name);
    if (ref && !map_has(ids->data, ref))
        fault(k, e, "add <data> for it to <originalData>", "%s=\"%s\" names no <data> of this unit", name,
              ref);
}

static void check_sub_flows(struct check *k, const struct xml_node *e, const char *name)
{
    const char *list = xml_attr(e, name);
    for (const char *p = list ? list + strspn(list, " \t\r\n") : ""; *p; p += strspn(p, " \t\r\n")) {
        size_t n = strcspn(p, " \t\r\n");
        if (!map_find_n(k->file_units, p, n))
            fault(k, e, "list ids of units of this file, with spaces between them",
                  "%s=\"%s\" names no unit '%.*s'", name, list, (int)n, p);
        p += n;
    }
}

static void check_type(struct check *k, const struct xml_node *e)
{
    static const struct {
        const char *sub, *type;
    } reserved[] = {{"xlf:lb", "fmt"}, {"xlf:pb", "fmt"}, {"xlf:b", "fmt"},
                    {"xlf:i", "fmt"},  {"xlf:u", "fmt"},  {"xlf:var", "ui"}};
    const char *type = xml_attr(e, "type"), *sub = xml_attr(e, "subType");
    if (!sub)
        return;
    if (!type) {
        fault(k, e, "add a type", "a subType needs a type");
    } else if (str_starts(sub, "xlf:")) {
        for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
            if (str_eq(reserved[i].sub, sub)) {
                if (!str_eq(reserved[i].type, type))
                    fault(k, e, NULL, "subType=\"%s\" goes with type=\"%s\" only", sub, reserved[i].type);
                return;
            }
        }
        fault(k, e, "use a prefix of your own", "subType=\"%s\": 'xlf:' is reserved", sub);
    }
}

static void check_code(struct check *k, const struct code *c, const struct ids *ids)
{
    const struct xml_node *e = c->e;
    static const char *const data_refs[] = {"dataRef", "dataRefStart", "dataRefEnd"};
    static const char *const sub_flows[] = {"subFlows", "subFlowsStart", "subFlowsEnd"};
    bool code = is(e, "ph") || is(e, "pc") || is(e, "sc") || is(e, "ec");
    if (!code)
        return;
    for (int i = 0; i < 3; i++) {
        check_data_ref(k, ids, e, data_refs[i]);
        check_sub_flows(k, e, sub_flows[i]);
        if (xml_attr(e, "copyOf") && xml_attr(e, data_refs[i]))
            fault(k, e, "keep one of them", "a code has both copyOf and %s", data_refs[i]);
    }
    check_type(k, e);
    const char *copy = xml_attr(e, "copyOf");
    const struct xml_node *base = copy ? map_find(ids->source, copy) : NULL;
    if (copy && !base)
        base = map_find(ids->target, copy);
    if (copy && (!base || is(base, "segment") || is(base, "ignorable") || is(base, "mrk") || is(base, "sm")))
        fault(k, e, NULL, "copyOf=\"%s\" names no code of this unit", copy);
    if (copy && base && str_eq(xml_attr(base, "canCopy"), "no"))
        fault(k, e, NULL, "copyOf=\"%s\" copies a code that must not be copied", copy);
    bool placeholder = base && is(base, "ph");
    if (copy && base && !is(base, "segment") && !is(base, "ignorable") && placeholder != is(e, "ph"))
        fault(k, e, NULL, "copyOf=\"%s\" copies %s", copy, kind_of(base));
    for (int i = 0; copy && base && i < 3; i++) {
        if (xml_attr(base, data_refs[i]))
            fault(k, e, "copy the reference to its data, and drop copyOf",
                  "copyOf=\"%s\" copies a code that has original data", copy);
    }
    const char *reorder = xml_attr(e, "canReorder");
    if (reorder && !str_eq(reorder, "yes") && !(is(e, "ec") && !isolated(e)) &&
        (!str_eq(xml_attr(e, "canCopy"), "no") || !str_eq(xml_attr(e, "canDelete"), "no")))
        fault(k, e, "add canCopy=\"no\" and canDelete=\"no\"",
              "a code that cannot be reordered can neither be copied nor deleted");
    if (is(e, "ec")) {
        if (isolated(e) ? !xml_attr(e, "id") || xml_attr(e, "startRef")
                        : xml_attr(e, "id") || !xml_attr(e, "startRef"))
            fault(k, e, NULL, "an <ec> has a startRef, or it has isolated=\"yes\" and an id");
        if (!isolated(e) && xml_attr(e, "dir"))
            fault(k, e, "put it on the <sc>", "an <ec> with a start has no dir of its own");
    } else if (!xml_attr(e, "id")) {
        fault(k, e, "add it", "<%s> lacks its attribute 'id'", e->name);
    }
}

/* ---- pairs ---- */

static void check_pair(struct check *k, const struct code *start, const struct code *end)
{
    static const char *const same[] = {"canCopy", "canDelete", "canOverlap", "canReorder"};
    if (is(end->e, "em"))
        return;
    if (isolated(start->e))
        fault(k, start->e, "set isolated=\"no\"", "an isolated <sc> has its <ec> in the same unit");
    for (size_t i = 0; i < 4; i++) {
        const char *a = xml_attr(start->e, same[i]), *b = xml_attr(end->e, same[i]);
        if (i == 3 && str_eq(a, "firstNo") && str_eq(b, "no"))
            continue; /* the end goes on with the sequence that the start begins */
        if (b && !str_eq(a ? a : "yes", b))
            fault(k, end->e, "make them the same", "%s is \"%s\" here but \"%s\" on the <sc>", same[i], b,
                  a ? a : "yes");
    }
}

static void check_pairs(struct check *k, const struct codes *codes)
{
    bool *closed = xcalloc(codes->len + 1, sizeof *closed);
    struct map *starts = map_new(); /* "s sc id" -> struct code * */
    for (size_t i = 0; i < codes->len; i++) {
        const struct code *c = &codes->at[i];
        if ((is(c->e, "sc") || is(c->e, "sm")) && xml_attr(c->e, "id"))
            map_put(starts,
                    arena_printf(k->a, "%c%s%s", c->target ? 't' : 's', c->e->name, xml_attr(c->e, "id")),
                    &codes->at[i]);
    }
    for (size_t i = 0; i < codes->len; i++) {
        const struct code *c = &codes->at[i];
        const char *ref = xml_attr(c->e, "startRef"), *name = is(c->e, "ec") ? "sc" : "sm";
        if ((!is(c->e, "ec") && !is(c->e, "em")) || !ref)
            continue;
        const struct code *start =
            map_find(starts, arena_printf(k->a, "%c%s%s", c->target ? 't' : 's', name, ref));
        size_t at = start ? (size_t)(start - codes->at) : 0;
        if (!start)
            fault(k, c->e, NULL, "startRef=\"%s\" names no <%s> of this unit", ref, name);
        else if (at > i)
            fault(k, c->e, "put it after its start", "<%s> comes before the <%s> '%s' that it ends",
                  c->e->name, name, ref);
        else if (closed[at])
            fault(k, c->e, "remove one", "'%s' is ended twice", ref);
        if (start) {
            closed[at] = true;
            check_pair(k, start, c);
        }
    }
    for (size_t i = 0; i < codes->len; i++) {
        const struct code *c = &codes->at[i];
        if (closed[i] || !(is(c->e, "sm") || (is(c->e, "sc") && !isolated(c->e))))
            continue;
        fault(k, c->e, is(c->e, "sc") ? "add the <ec>, or set isolated=\"yes\"" : "add the <em>",
              "<%s id=\"%s\"> is never ended in this unit", c->e->name,
              xml_attr(c->e, "id") ? xml_attr(c->e, "id") : "");
    }
    map_drop(starts);
    free(closed);
}

/* ---- order of codes and segments ---- */

static bool counts_for_order(const struct xml_node *e)
{
    return is(e, "ph") || is(e, "pc") || is(e, "sc") || (is(e, "ec") && isolated(e));
}

/* A sequence that must keep its order begins with firstNo. */
static void check_sequences(struct check *k, const struct codes *codes)
{
    bool begun = false;
    for (size_t i = 0; i < codes->len; i++) {
        const struct code *c = &codes->at[i];
        const char *reorder = c->target ? NULL : xml_attr(c->e, "canReorder");
        begun |= str_eq(reorder, "firstNo");
        if (str_eq(reorder, "no") && !begun) {
            fault(k, c->e, "set canReorder=\"firstNo\" on the first code of the sequence",
                  "canReorder=\"no\" goes on with a sequence that nothing began");
            return;
        }
    }
}

/* A code with canReorder="no" follows the same code in the target as in the source. */
static void check_reordering(struct check *k, const struct codes *codes)
{

    const char *before = NULL;
    struct map *follows = map_new();
    for (size_t i = 0; i < codes->len; i++) {
        const struct code *c = &codes->at[i];
        const char *id = xml_attr(c->e, "id");
        if (c->target || !counts_for_order(c->e) || !id)
            continue;
        if (str_eq(xml_attr(c->e, "canReorder"), "no") && before)
            map_put(follows, id, (void *)before);
        before = id;
    }
    before = NULL;
    for (size_t i = 0; i < codes->len && map_len(follows); i++) {
        const struct code *c = &codes->at[i];
        const char *id = xml_attr(c->e, "id");
        if (!c->target || !counts_for_order(c->e) || !id)
            continue;
        const char *want = map_find(follows, id);
        if (want && !str_eq(want, before))
            fault(k, c->e, "keep the order of the source", "code '%s' must follow code '%s'", id, want);
        before = id;
    }
    map_drop(follows);
}

/* A code that must not be deleted and has gone: an error once the translation is final. */
static void check_removed(struct check *k, const struct codes *codes, const struct ids *ids)
{
    for (size_t i = 0; i < codes->len; i++) {
        const struct code *c = &codes->at[i];
        const char *id = xml_attr(c->e, "id");
        if (c->target || !str_eq(xml_attr(c->e, "canDelete"), "no") || !id ||
            !xml_child(c->segment, XLIFF2_NS, "target"))
            continue;
        if (map_has(ids->target, id))
            continue;
        if (str_eq(xml_attr(c->segment, "state"), "final"))
            fault(k, c->segment, "put it back", "the final target lacks code '%s', which must not be deleted",
                  id);
        else
            report_hint(k->ctx, DIAG_WARNING, DIAG_L10N_INVALID, xml_where(k->doc, c->segment),
                        "put it back before the text is final",
                        "the target lacks code '%s', which must not be deleted", id);
    }
}

static void check_order(struct check *k, const struct xml_node *unit)
{
    size_t n = 0, i = 0;
    for (const struct xml_node *s = xml_first_element(unit); s; s = xml_next_element(s))
        n += xml_is(s, XLIFF2_NS, "segment") || xml_is(s, XLIFF2_NS, "ignorable");
    const struct xml_node **taken = xcalloc(n + 1, sizeof *taken);
    for (const struct xml_node *s = xml_first_element(unit); s; s = xml_next_element(s)) {
        if (!xml_is(s, XLIFF2_NS, "segment") && !xml_is(s, XLIFF2_NS, "ignorable"))
            continue;
        const struct xml_node *target = xml_child(s, XLIFF2_NS, "target");
        const char *order = target ? xml_attr(target, "order") : NULL;
        size_t at = order ? (size_t)strtoul(order, NULL, 10) : i + 1;
        i++;
        if (order && at > n) {
            fault(k, target, NULL, "order=\"%s\" is more than the %zu parts of the unit", order, n);
        } else if (at >= 1 && at <= n) {
            if (taken[at])
                fault(k, target ? target : s, "give every moved target its place",
                      "two parts of the unit have place %zu in the target", at);
            taken[at] = s;
        }
    }
    free(taken);
}

/* ---- markers ---- */

static void check_marker(struct check *k, const struct xml_node *unit, const struct xml_node *e)
{
    const char *type = xml_attr(e, "type"), *ref = xml_attr(e, "ref"), *value = xml_attr(e, "value");
    if (type && str_starts(type, "xlf:"))
        fault(k, e, "use a prefix of your own", "type=\"%s\": 'xlf:' is reserved", type);
    if (str_eq(type, "comment") && (!ref == !value))
        fault(k, e, "give it one of them", "a comment has a value, or a ref to a note");
    if (ref && *ref == '#')
        check_reference(k, e, unit, ref, str_eq(type, "comment") ? 'n' : 0);
    else if (ref && str_eq(type, "comment"))
        fault(k, e, "write it as #n=ID", "the ref of a comment names a note of the unit");
}

void check_unit(struct check *k, const struct xml_node *unit)
{
    struct codes codes = {0};
    struct ids ids = {map_new(), map_new(), map_new()};
    for (const struct xml_node *s = xml_first_element(unit); s; s = xml_next_element(s)) {
        if (xml_is(s, XLIFF2_NS, "segment") || xml_is(s, XLIFF2_NS, "ignorable"))
            collect(xml_child(s, XLIFF2_NS, "source"), s, false, &codes);
    }
    for (const struct xml_node *s = xml_first_element(unit); s; s = xml_next_element(s)) {
        if (xml_is(s, XLIFF2_NS, "segment") || xml_is(s, XLIFF2_NS, "ignorable"))
            collect(xml_child(s, XLIFF2_NS, "target"), s, true, &codes);
    }
    check_ids(k, unit, &codes, &ids);
    for (size_t i = 0; i < codes.len; i++) {
        check_code(k, &codes.at[i], &ids);
        if (is(codes.at[i].e, "mrk") || is(codes.at[i].e, "sm"))
            check_marker(k, unit, codes.at[i].e);
    }
    check_pairs(k, &codes);
    check_sequences(k, &codes);
    check_reordering(k, &codes);
    check_removed(k, &codes, &ids);
    check_order(k, unit);
    map_drop(ids.source);
    map_drop(ids.target);
    map_drop(ids.data);
    vec_drop(&codes);
}

void check_match_codes(struct check *k, const struct xml_node *match)
{
    struct codes codes = {0};
    struct ids ids = {map_new(), map_new(), map_new()};
    collect(xml_child(match, XLIFF2_NS, "source"), match, false, &codes);
    collect(xml_child(match, XLIFF2_NS, "target"), match, true, &codes);
    check_ids(k, match, &codes, &ids);
    for (size_t i = 0; i < codes.len; i++)
        check_code(k, &codes.at[i], &ids);
    check_pairs(k, &codes);
    map_drop(ids.source);
    map_drop(ids.target);
    map_drop(ids.data);
    vec_drop(&codes);
}
