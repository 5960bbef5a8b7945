/* XLIFF 1.2. */
#include "l10n/l10n-imp.h"

#include <stdlib.h>
#include <string.h>

static const char *const suffixes[] = {".xlf", ".xliff", NULL};

static bool sniff(const char *data, size_t len)
{
    return l10n_sniff_root(data, len, "1.");
}

struct unit_context { /* what the elements around a unit say */
    bool translate, message, obsolete;
};

static const char *tag_of(struct arena *a, const struct xml_node *e, bool closing)
{
    static const struct {
        const char *ctype, *name;
    } types[] = {{"bold", "b"}, {"italic", "i"}, {"underlined", "u"}};
    const char *equiv = xml_attr(e, "equiv-text"), *ctype = xml_attr(e, "ctype");
    if (equiv && *equiv == '<') {
        size_t n = strcspn(equiv + 1, " />");
        return closing ? arena_printf(a, "</%.*s>", (int)n, equiv + 1) : equiv;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (str_eq(ctype, types[i].ctype))
            return arena_printf(a, closing ? "</%s>" : "<%s>", types[i].name);
    }
    return "";
}

static void flatten(struct arena *a, const struct xml_node *n, struct inline_text *t)
{
    for (; n; n = n->next) {
        if (n->kind == XN_TEXT) {
            inline_put_text(t, n->text);
            continue;
        }
        const char *equiv = xml_attr(n, "equiv-text");
        if (str_eq(n->name, "x") || str_eq(n->name, "bx") || str_eq(n->name, "ex")) {
            inline_put_code(t, equiv ? equiv : "");
        } else if (str_eq(n->name, "ph") || str_eq(n->name, "it") || str_eq(n->name, "bpt") ||
                   str_eq(n->name, "ept")) {
            const char *code = xml_text(a, n); /* the native code itself */
            inline_put_code(t, *code ? code : equiv ? equiv : "");
        } else if (str_eq(n->name, "g")) {
            inline_put_code(t, tag_of(a, n, false));
            flatten(a, n->first, t);
            inline_put_code(t, tag_of(a, n, true));
        } else {
            flatten(a, n->first, t);
        }
    }
}

static const char *state_of(const struct xml_node *unit, const struct xml_node *target)
{
    static const struct {
        const char *name, *state;
    } states[] = {{"final", "final"},
                  {"signed-off", "final"},
                  {"translated", "translated"},
                  {"needs-review-translation", "translated"},
                  {"needs-review-l10n", "translated"},
                  {"needs-review-adaptation", "translated"},
                  {"x-reviewed", "reviewed"}};
    const char *state = xml_attr(target, "state");
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (str_eq(state, states[i].name))
            return states[i].state;
    }
    return str_eq(xml_attr(unit, "approved"), "yes") ? "reviewed" : "initial";
}

/* The wording of the source that the translation was made from, when the source is another now. */
static const char *previous_source(struct arena *a, const struct xml_node *unit)
{
    for (const struct xml_node *t = xml_child(unit, unit->ns, "alt-trans"); t;
         t = xml_next(t, unit->ns, "alt-trans")) {
        const struct xml_node *source = xml_child(t, unit->ns, "source");
        if (!source || !str_eq(xml_attr(t, "alttranstype"), "previous-version"))
            continue;
        struct inline_text text = {STR_INIT, false};
        flatten(a, source->first, &text);
        return inline_take(a, &text, xml_space_preserved(source));
    }
    return NULL;
}

/* Translations beside the unit's own that somebody has accepted: candidates, in their order. */
static void read_accepted(struct arena *a, const struct xml_node *unit, const struct l10n_unit *of,
                          struct l10n_file *out)
{
    int number = 1;
    for (const struct xml_node *t = xml_child(unit, unit->ns, "alt-trans"); t;
         t = xml_next(t, unit->ns, "alt-trans")) {
        const struct xml_node *target = xml_child(t, unit->ns, "target");
        if (!target || !str_eq(xml_attr(t, "alttranstype"), "accepted"))
            continue;
        struct inline_text text = {STR_INIT, false};
        flatten(a, target->first, &text);
        const char *state = xml_attr(target, "state") ? state_of(unit, target) : of->state;
        l10n_add_alternative(a, out, of, inline_take(a, &text, xml_space_preserved(target)), state, &number);
    }
}

static void read_unit(struct arena *a, const struct xml_doc *doc, const struct xml_node *unit,
                      struct unit_context in, struct l10n_file *out)
{
    struct inline_text text = {STR_INIT, false};
    const struct xml_node *source = xml_child(unit, unit->ns, "source"),
                          *target = xml_child(unit, unit->ns, "target");
    struct l10n_unit *u = in.obsolete ? l10n_add_obsolete(a, out) : l10n_add_unit(a, out);
    u->id = xml_attr(unit, "id");
    u->name = xml_attr(unit, "resname");
    u->translate = in.translate;
    u->message = in.message;
    u->where = xml_where(doc, unit);
    for (const struct xml_node *n = xml_child(unit, unit->ns, "note"); n; n = xml_next(n, unit->ns, "note"))
        l10n_add_note(a, u,
                      (struct l10n_note){
                          xml_attr(n, "from"), xml_text(a, n), xml_attr(n, "priority"),
                          str_eq(xml_attr(n, "annotates"), "general") ? NULL : xml_attr(n, "annotates")});
    const char *width = xml_attr(unit, "maxwidth"), *measure = xml_attr(unit, "size-unit");
    if (width && str_eq(measure, "char")) /* pixels of which font, the format does not say */
        u->max_chars = strtol(width, NULL, 10);
    if (source)
        flatten(a, source->first, &text);
    u->source = inline_take(a, &text, source && xml_space_preserved(source));
    if (target && target->first) {
        u->state = state_of(unit, target);
        flatten(a, target->first, &text);
        u->target = inline_take(a, &text, xml_space_preserved(target));
        u->stale = str_eq(xml_attr(target, "state"), "needs-adaptation");
        u->previous = u->stale ? previous_source(a, unit) : NULL;
        if (!in.obsolete)
            read_accepted(a, unit, u, out);
    }
}

static void read_units(struct arena *a, const struct xml_doc *doc, const struct xml_node *parent,
                       struct unit_context in, struct l10n_file *out)
{
    for (const struct xml_node *e = xml_first_element(parent); e; e = xml_next_element(e)) {
        const char *say = xml_attr(e, "translate"), *type = xml_attr(e, "datatype");
        struct unit_context here = {say ? str_eq(say, "yes") : in.translate,
                                    type ? strstr(type, "messageformat") != NULL : in.message,
                                    in.obsolete || str_eq(xml_attr(e, "restype"), "x-pressrun-obsolete")};
        if (str_eq(e->name, "trans-unit"))
            read_unit(a, doc, e, here, out);
        else if (str_eq(e->name, "file") || str_eq(e->name, "body") || str_eq(e->name, "group"))
            read_units(a, doc, e, here, out);
    }
}

static int load(struct ctx *ctx, struct arena *a, const char *path, const char *data, size_t len,
                struct l10n_file *out)
{
    struct xml_doc *doc = xml_parse(ctx, a, path, data, len);
    if (!doc || xliff12_check(ctx, doc))
        return -1;
    const struct xml_node *file = xml_child(doc->root, doc->root->ns, "file");
    out->source_lang = file ? xml_attr(file, "source-language") : NULL;
    out->target_lang = file ? xml_attr(file, "target-language") : NULL;
    read_units(a, doc, doc->root, (struct unit_context){true, false, false}, out);
    return 0;
}

const struct l10n_source l10n_source_xliff12 = {"xliff12", "XLIFF 1.2", suffixes, sniff, load};
