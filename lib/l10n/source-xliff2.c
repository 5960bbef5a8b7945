/* XLIFF 2.0, 2.1 and 2.2 (all have the 2.0 namespace for the core). */
#include "l10n/l10n-imp.h"

#include <stdlib.h>
#include <string.h>

#define MATCHES_NS "urn:oasis:names:tc:xliff:matches:2.0"

static const char *const suffixes[] = {".xlf", ".xliff", NULL};

static bool sniff(const char *data, size_t len)
{
    return l10n_sniff_root(data, len, "2.");
}

struct reader { /* of one unit */
    struct arena *a;
    struct map *data, *starts; /* <data> and <sc> by id; NULL when the unit has none */
};

/* What a code stands for: its original data, else its equivalent, else a tag that its subType names. */
static const char *code_of(const struct reader *r, const struct xml_node *e, const char *suffix, bool closing)
{
    const char *ref = xml_attr(e, arena_printf(r->a, "dataRef%s", suffix));
    const struct xml_node *data = ref && r->data ? map_find(r->data, ref) : NULL;
    if (data)
        return xml_text(r->a, data);
    const char *code = xml_attr(e, arena_printf(r->a, "equiv%s", suffix));
    if (!code) {
        const char *sub = xml_attr(e, "subType");
        if (sub && str_starts(sub, "xlf:") && strlen(sub) == 5)
            return arena_printf(r->a, closing ? "</%s>" : "<%s>", sub + 4);
        code = xml_attr(e, arena_printf(r->a, "disp%s", suffix));
    }
    return code ? code : "";
}

static void put_code_point(struct inline_text *t, const char *hex)
{
    unsigned long c = hex ? strtoul(hex, NULL, 16) : 0;
    struct str s = STR_INIT;
    if (c >= 0x20 && c < 0x110000)
        str_put_utf8(&s, (uint32_t)c);
    inline_put_text(t, s.data);
    str_drop(&s);
}

/* Depth is bounded by LIMIT_XML_DEPTH. */
static void flatten(struct reader *r, const struct xml_node *n, struct inline_text *t)
{
    for (; n; n = n->next) {
        if (n->kind == XN_TEXT) {
            inline_put_text(t, n->text);
        } else if (xml_is(n, XLIFF2_NS, "ph") || xml_is(n, XLIFF2_NS, "sc")) {
            inline_put_code(t, code_of(r, n, "", false));
            if (n->name[0] == 's' && xml_attr(n, "id")) {
                r->starts = r->starts ? r->starts : map_new();
                map_put(r->starts, xml_attr(n, "id"), (void *)n);
            }
        } else if (xml_is(n, XLIFF2_NS, "ec")) {
            const char *code = code_of(r, n, "", true), *ref = xml_attr(n, "startRef");
            const struct xml_node *start = !*code && ref && r->starts ? map_find(r->starts, ref) : NULL;
            inline_put_code(t, start && xml_attr(start, "subType") ? code_of(r, start, "End", true) : code);
        } else if (xml_is(n, XLIFF2_NS, "pc")) {
            inline_put_code(t, code_of(r, n, "Start", false));
            flatten(r, n->first, t);
            inline_put_code(t, code_of(r, n, "End", true));
        } else if (xml_is(n, XLIFF2_NS, "cp")) {
            put_code_point(t, xml_attr(n, "hex"));
        } else {
            flatten(r, n->first, t);
        }
    }
}

static int rank(const char *state)
{
    static const char *const states[] = {"initial", "translated", "reviewed", "final"};
    for (int i = 0; i < 4; i++) {
        if (str_eq(state, states[i]))
            return i;
    }
    return 0;
}

static long order_of(const struct xml_node *segment, long otherwise)
{
    const struct xml_node *target = xml_child(segment, XLIFF2_NS, "target");
    const char *order = target ? xml_attr(target, "order") : NULL;
    return order ? strtol(order, NULL, 10) : otherwise;
}

/* The target's segments may stand in an order of their own. */
static void flatten_targets(struct reader *r, const struct xml_node **parts, size_t n, struct inline_text *t)
{
    const struct xml_node **sorted = ARENA_ARRAY(r->a, n, const struct xml_node *);
    for (size_t i = 0; i < n; i++) {
        long at = order_of(parts[i], (long)i + 1) - 1;
        if (at >= 0 && at < (long)n && !sorted[at])
            sorted[at] = parts[i];
    }
    for (size_t i = 0; i < n; i++) {
        if (!sorted[i])
            continue;
        const struct xml_node *target = xml_child(sorted[i], XLIFF2_NS, "target");
        if (!target) /* white space between sentences, kept as it is */
            target = xml_child(sorted[i], XLIFF2_NS, "source");
        if (target)
            flatten(r, target->first, t);
    }
}

/* The wording of the source that the translation was made from: a match that says so. */
static const char *previous_source(struct arena *a, const struct xml_node *unit)
{
    const struct xml_node *matches = xml_child(unit, MATCHES_NS, "matches");
    for (const struct xml_node *m = matches ? xml_first_element(matches) : NULL; m; m = xml_next_element(m)) {
        const struct xml_node *source = xml_child(m, XLIFF2_NS, "source");
        if (!source || !str_eq(xml_attr(m, "subType"), "pressrun:previous-version"))
            continue;
        struct reader r = {.a = a};
        struct inline_text text = {STR_INIT, false};
        flatten(&r, source->first, &text);
        map_drop(r.starts);
        return inline_take(a, &text, xml_space_preserved(source));
    }
    return NULL;
}

/* Matches that say they are candidates: further translations that somebody has accepted. */
static void read_accepted(struct arena *a, const struct xml_node *unit, const struct l10n_unit *of,
                          struct l10n_file *out)
{
    int number = 1;
    const struct xml_node *matches = xml_child(unit, MATCHES_NS, "matches");
    for (const struct xml_node *m = matches ? xml_first_element(matches) : NULL; m; m = xml_next_element(m)) {
        const struct xml_node *target = xml_child(m, XLIFF2_NS, "target");
        if (!target || !str_eq(xml_attr(m, "subType"), "pressrun:candidate"))
            continue;
        struct reader r = {.a = a};
        struct inline_text text = {STR_INIT, false};
        flatten(&r, target->first, &text);
        map_drop(r.starts);
        l10n_add_alternative(a, out, of, inline_take(a, &text, xml_space_preserved(target)), of->state,
                             &number);
    }
}

struct unit_context { /* what the elements around a unit say */
    bool translate, obsolete;
};

static void read_unit(struct arena *a, const struct xml_doc *doc, const struct xml_node *unit,
                      struct unit_context in, struct l10n_file *out)
{
    bool stale = false;
    struct inline_text source = {STR_INIT, false}, target = {STR_INIT, false};
    size_t n = 0, missing = 0, filled = 0;
    int state = 3;
    struct reader r = {.a = a};
    const struct xml_node *data = xml_child(unit, XLIFF2_NS, "originalData");
    if (data)
        r.data = map_new();
    for (data = data ? xml_first_element(data) : NULL; data; data = xml_next_element(data)) {
        if (xml_attr(data, "id"))
            map_put(r.data, xml_attr(data, "id"), (void *)data);
    }
    for (const struct xml_node *s = xml_first_element(unit); s; s = xml_next_element(s))
        n += xml_is(s, XLIFF2_NS, "segment") || xml_is(s, XLIFF2_NS, "ignorable");
    const struct xml_node **parts = ARENA_ARRAY(a, n + 1, const struct xml_node *);
    n = 0;
    for (const struct xml_node *s = xml_first_element(unit); s; s = xml_next_element(s)) {
        bool segment = xml_is(s, XLIFF2_NS, "segment");
        if (!segment && !xml_is(s, XLIFF2_NS, "ignorable"))
            continue;
        parts[n++] = s;
        const struct xml_node *text = xml_child(s, XLIFF2_NS, "source");
        if (text)
            flatten(&r, text->first, &source);
        if (segment) {
            const struct xml_node *to = xml_child(s, XLIFF2_NS, "target");
            missing += !to;
            stale |= str_eq(xml_attr(s, "subState"), "pressrun:source-changed");
            filled += to && to->first;
            state = rank(xml_attr(s, "state")) < state ? rank(xml_attr(s, "state")) : state;
        }
    }
    struct l10n_unit *u = in.obsolete ? l10n_add_obsolete(a, out) : l10n_add_unit(a, out);
    static const char *const states[] = {"initial", "translated", "reviewed", "final"};
    u->id = xml_attr(unit, "id");
    u->name = xml_attr(unit, "name");
    u->state = states[state];
    u->translate = in.translate;
    u->message = str_eq(xml_attr(unit, "type"), "pressrun:message");
    u->where = xml_where(doc, unit);
    const struct xml_node *notes = xml_child(unit, XLIFF2_NS, "notes");
    for (const struct xml_node *e = notes ? xml_first_element(notes) : NULL; e; e = xml_next_element(e))
        l10n_add_note(a, u,
                      (struct l10n_note){xml_attr(e, "category"), xml_text(a, e), xml_attr(e, "priority"),
                                         xml_attr(e, "appliesTo")});
    const char *size = xml_attr_ns(unit, "urn:oasis:names:tc:xliff:sizerestriction:2.0", "sizeRestriction");
    const char *most = size && strchr(size, ',') ? strchr(size, ',') + 1 : size; /* "least,most" or "most" */
    u->max_chars = most ? strtol(most, NULL, 10) : 0;
    bool preserve = xml_space_preserved(unit);
    if (n && xml_child(parts[0], XLIFF2_NS, "source"))
        preserve = preserve || xml_space_preserved(xml_child(parts[0], XLIFF2_NS, "source"));
    u->source = inline_take(a, &source, preserve);
    if (!missing && filled) {
        flatten_targets(&r, parts, n, &target);
        u->target = inline_take(a, &target, preserve);
        u->stale = stale;
        u->previous = stale ? previous_source(a, unit) : NULL;
        if (!in.obsolete)
            read_accepted(a, unit, u, out);
    }
    map_drop(r.data);
    map_drop(r.starts);
}

static void read_units(struct arena *a, const struct xml_doc *doc, const struct xml_node *parent,
                       struct unit_context in, struct l10n_file *out)
{
    for (const struct xml_node *e = xml_first_element(parent); e; e = xml_next_element(e)) {
        const char *say = xml_attr(e, "translate");
        struct unit_context here = {say ? str_eq(say, "yes") : in.translate,
                                    in.obsolete || str_eq(xml_attr(e, "type"), "pressrun:obsolete")};
        if (xml_is(e, XLIFF2_NS, "unit"))
            read_unit(a, doc, e, here, out);
        else if (xml_is(e, XLIFF2_NS, "group") || xml_is(e, XLIFF2_NS, "file"))
            read_units(a, doc, e, here, out);
    }
}

/* XLIFF 2.2 gave the core a new namespace and the old rules: its elements are read as those of 2.0. */
static void rename_core(struct xml_node *e)
{
    for (; e; e = e->next) {
        if (e->kind != XN_ELEMENT)
            continue;
        if (str_eq(e->ns, XLIFF22_NS))
            e->ns = XLIFF2_NS;
        rename_core(e->first);
    }
}

static int load(struct ctx *ctx, struct arena *a, const char *path, const char *data, size_t len,
                struct l10n_file *out)
{
    struct xml_doc *doc = xml_parse(ctx, a, path, data, len);
    if (!doc)
        return -1;
    if (str_eq(doc->root->ns, XLIFF22_NS))
        rename_core(doc->root);
    if (xliff2_check(ctx, doc))
        return -1;
    out->source_lang = xml_attr(doc->root, "srcLang");
    out->target_lang = xml_attr(doc->root, "trgLang");
    read_units(a, doc, doc->root, (struct unit_context){true, false}, out);
    return 0;
}

const struct l10n_source l10n_source_xliff2 = {"xliff2", "XLIFF 2.0 to 2.2", suffixes, sniff, load};
