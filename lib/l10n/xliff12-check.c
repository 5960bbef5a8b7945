/* XLIFF 1.2: what its transitional schema and the prose ask for and what tools depend on. Attributes are left
 * to the tools that wrote them: half the files in the world carry some that no schema knows. */
#include "l10n/check-imp.h"

#include <string.h>

struct check12 {
    struct check k;
    struct map *ids; /* of the file at hand: trans-unit and bin-unit */
};

static bool is(const struct xml_node *e, const struct xml_node *like, const char *name)
{
    return str_eq(e->ns, like->ns) && str_eq(e->name, name);
}

static bool may_contain(const char *parent, const char *child)
{
    static const struct {
        const char *parent, *children;
    } table[] = {
        {"xliff", " file "},
        {"file", " header body "},
        {"header", " skl phase-group glossary reference count-group prop-group note tool "},
        {"body", " group trans-unit bin-unit "},
        {"group", " context-group count-group prop-group note group trans-unit bin-unit "},
        {"trans-unit", " source seg-source target context-group count-group prop-group note alt-trans "},
        {"bin-unit", " bin-source bin-target context-group count-group prop-group note trans-unit "},
        {"alt-trans", " source seg-source target context-group prop-group note "},
        {"source", " g x bx ex bpt ept ph it mrk "},
        {"seg-source", " g x bx ex bpt ept ph it mrk "},
        {"target", " g x bx ex bpt ept ph it mrk "},
        {"g", " g x bx ex bpt ept ph it mrk "},
        {"mrk", " g x bx ex bpt ept ph it mrk "},
        {"bpt", " sub "},
        {"ept", " sub "},
        {"ph", " sub "},
        {"it", " sub "},
        {"sub", " g x bx ex bpt ept ph it mrk "},
        {"x", " "},
        {"bx", " "},
        {"ex", " "},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (!str_eq(table[i].parent, parent))
            continue;
        char word[40];
        snprintf(word, sizeof word, " %.36s ", child);
        return strstr(table[i].children, word) != NULL;
    }
    return true; /* header's own content, properties: not ours to judge */
}

static void want_attr(struct check12 *c, const struct xml_node *e, const char *name)
{
    if (!xml_attr(e, name))
        fault(&c->k, e, "add it", "<%s> lacks its attribute '%s'", e->name, name);
}

static const struct xml_node *want_child(struct check12 *c, const struct xml_node *e, const char *name)
{
    const struct xml_node *child = xml_child(e, e->ns, name);
    if (!child)
        fault(&c->k, e, "add one", "<%s> lacks <%s>", e->name, name);
    else if (xml_next(child, e->ns, name))
        fault(&c->k, xml_next(child, e->ns, name), "keep one", "<%s> has more than one <%s>", e->name, name);
    return child;
}

/* The schema's xs:language is wider than BCP 47. */
static bool is_language(const char *s)
{
    for (size_t n = 0, part = 0;; s++) {
        bool letter = (*s | 0x20) >= 'a' && (*s | 0x20) <= 'z', digit = *s >= '0' && *s <= '9';
        if (letter || (digit && part)) {
            if (++n > 8)
                return false;
        } else if (n && *s == '-') {
            n = 0;
            part++;
        } else {
            return n && !*s;
        }
    }
}

static void want_language(struct check12 *c, const struct xml_node *e, const char *name)
{
    const char *tag = xml_attr(e, name);
    if (tag && !is_language(tag))
        fault(&c->k, e, "use a tag like de-DE", "%s=\"%s\" is not a language tag", name, tag);
}

/* Ids of inline codes: unique within a text, and pairs by rid (or id). `mid` of markers may repeat in
 * translations. */
static void check_inline(struct check12 *c, const struct xml_node *e, const struct xml_node *like,
                         struct map *ids, struct map *open)
{
    for (const struct xml_node *n = xml_first_element(e); n; n = xml_next_element(n)) {
        bool code = is(n, like, "g") || is(n, like, "x") || is(n, like, "bx") || is(n, like, "ex") ||
                    is(n, like, "bpt") || is(n, like, "ept") || is(n, like, "ph") || is(n, like, "it");
        const char *id = xml_attr(n, "id"), *rid = xml_attr(n, "rid");
        if (code)
            want_attr(c, n, "id");
        if (is(n, like, "it") && !str_eq(xml_attr(n, "pos"), "open") && !str_eq(xml_attr(n, "pos"), "close"))
            fault(&c->k, n, "add it", "<it> has pos=\"open\" or pos=\"close\"");
        if (is(n, like, "mrk"))
            want_attr(c, n, "mtype");
        if (id && (is(n, like, "x") || is(n, like, "ph") || is(n, like, "bx") || is(n, like, "bpt")) &&
            map_put(ids, arena_printf(c->k.a, "%s %s", n->name, id), (void *)n) && is(like, like, "source"))
            report_hint(c->k.ctx, DIAG_WARNING, DIAG_L10N_INVALID, xml_where(c->k.doc, n), "give it another",
                        "the id '%s' of this <%s> is used twice in one text", id, n->name);
        if (is(n, like, "bx") || is(n, like, "bpt"))
            map_put(open, rid ? rid : "", (void *)n);
        if ((is(n, like, "ex") || is(n, like, "ept")) && rid && !map_has(open, rid))
            fault(&c->k, n, NULL, "<%s rid=\"%s\"> ends what nothing began", n->name, rid);
        check_inline(c, n, like, ids, open);
    }
}

/* A state of no list is read as initial: what was translated would be asked for again. */
static void check_state(struct check12 *c, const struct xml_node *target)
{
    static const char *const states[] = {"final",
                                         "needs-adaptation",
                                         "needs-l10n",
                                         "needs-review-adaptation",
                                         "needs-review-l10n",
                                         "needs-review-translation",
                                         "needs-translation",
                                         "new",
                                         "signed-off",
                                         "translated"};
    const size_t n = sizeof states / sizeof *states;
    const char *state = xml_attr(target, "state");
    if (!state || str_starts(state, "x-"))
        return;
    for (size_t i = 0; i < n; i++)
        if (str_eq(state, states[i]))
            return;
    const char *near = did_you_mean(state, states, n);
    report_hint(
        c->k.ctx, DIAG_WARNING, DIAG_L10N_INVALID, xml_where(c->k.doc, target),
        arena_printf(c->k.a,
                     "%s%s%suse new, needs-translation, translated, needs-review-translation, signed-off "
                     "or final, or one that begins with x-",
                     near ? "did you mean '" : "", near ? near : "", near ? "'? Otherwise " : ""),
        "there is no state '%.40s'; it counts as not translated yet", state);
}

static void check_text(struct check12 *c, const struct xml_node *text)
{
    struct map *ids = map_new(), *open = map_new();
    check_inline(c, text, text, ids, open);
    map_drop(ids);
    map_drop(open);
}

static void walk(struct check12 *c, const struct xml_node *e)
{
    for (const struct xml_node *n = e->first; n; n = n->next) {
        if (n->kind == XN_TEXT) {
            static const char *const structural[] = {"xliff",      "file",     "body",     "group",
                                                     "trans-unit", "bin-unit", "alt-trans"};
            for (size_t i = 0; i < 7; i++) {
                if (str_eq(e->name, structural[i]) && !all_space(n->text))
                    fault(&c->k, e, "remove it", "<%s> takes no text: '%.40s'", e->name, n->text);
            }
            continue;
        }
        if (!str_eq(n->ns, e->ns))
            continue; /* extensions may stand anywhere */
        if (!may_contain(e->name, n->name)) {
            fault(&c->k, n, "move or remove it", "<%s> may not stand in <%s>", n->name, e->name);
            continue;
        }
        if (str_eq(n->name, "trans-unit") || str_eq(n->name, "bin-unit")) {
            bool text = n->name[0] == 't';
            const char *id = xml_attr(n, "id");
            want_attr(c, n, "id");
            if (text)
                want_child(c, n, "source");
            else
                want_child(c, n, "bin-source"), want_attr(c, n, "mime-type");
            if (xml_child(n, n->ns, "target") && xml_next(xml_child(n, n->ns, "target"), n->ns, "target"))
                fault(&c->k, n, "keep one", "<trans-unit> has more than one <target>");
            /* a bin-unit's texts are units of their own */
            if (id && !str_eq(e->name, "bin-unit") && map_put(c->ids, id, (void *)n))
                fault(&c->k, n, "give it another", "the id '%s' of this <%s> is used twice in its file", id,
                      n->name);
        } else if (str_eq(n->name, "alt-trans")) {
            if (!xml_child(n, n->ns, "target"))
                fault(&c->k, n, "add one", "<alt-trans> lacks <target>");
        } else if (str_eq(n->name, "source") || str_eq(n->name, "target")) {
            const char *lang = xml_attr_ns(n, XML_NS_XML, "lang");
            if (lang && !is_language(lang))
                fault(&c->k, n, "use a tag like de-DE", "xml:lang=\"%s\" is not a language tag", lang);
            if (n->name[0] == 't')
                check_state(c, n);
            check_text(c, n);
            continue;
        }
        walk(c, n);
    }
}

static void check_file(struct check12 *c, const struct xml_node *file)
{
    static const char *const wanted[] = {"original", "source-language", "datatype"};
    for (size_t i = 0; i < 3; i++)
        want_attr(c, file, wanted[i]);
    want_language(c, file, "source-language");
    want_language(c, file, "target-language");
    want_child(c, file, "body");
    c->ids = map_new();
    walk(c, file);
    map_drop(c->ids);
}

int xliff12_check(struct ctx *ctx, const struct xml_doc *doc)
{
    struct check12 c = {.k = {.ctx = ctx, .a = arena_new(), .doc = doc}};
    const struct xml_node *root = doc->root;
    const char *version = xml_attr(root, "version");
    if (!str_eq(root->name, "xliff")) {
        fault(&c.k, root, "the root is <xliff>", "<%s> is not XLIFF", root->name);
    } else {
        if (root->ns && !str_eq(root->ns, XLIFF12_NS) &&
            !str_starts(root->ns, "urn:oasis:names:tc:xliff:document:1."))
            fault(&c.k, root, "use " XLIFF12_NS, "'%s' is not XLIFF's namespace", root->ns);
        if (!str_eq(version, "1.2") && !str_eq(version, "1.1") && !str_eq(version, "1.0"))
            fault(&c.k, root, "use 1.2", "version=\"%s\" is unknown", version ? version : "");
        want_attr(&c, root, "version");
        if (!xml_child(root, root->ns, "file"))
            fault(&c.k, root, "add one", "<xliff> lacks <file>");
        for (const struct xml_node *f = xml_first_element(root); f; f = xml_next_element(f)) {
            if (str_eq(f->ns, root->ns) && !str_eq(f->name, "file"))
                fault(&c.k, f, "move or remove it", "<%s> may not stand in <xliff>", f->name);
            else if (str_eq(f->ns, root->ns))
                check_file(&c, f);
        }
    }
    arena_drop(c.k.a);
    return c.k.result;
}
