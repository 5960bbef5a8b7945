/* What the schema of XLIFF 2.1's core says, as tables (XLIFF 2.1, OASIS standard, sections 4.2 and 4.3). */
#include "l10n/check-imp.h"

#include <string.h>

#define INLINE                                                                    \
    {"ph", 1}, {"pc", 1}, {"sc", 1}, {"ec", 1}, {"cp", 1}, {"mrk", 1}, {"sm", 1}, \
    {                                                                             \
        "em", 1                                                                   \
    }
#define CODE_ATTRS                                                                                  \
    {"id", IS_NMTOKEN}, {"canCopy", IS_YESNO}, {"canDelete", IS_YESNO}, {"canReorder", IS_REORDER}, \
        {"copyOf", IS_NMTOKEN}, {"type", IS_CODE_TYPE},                                             \
    {                                                                                               \
        "subType", IS_PREFIXED                                                                      \
    }
#define CONTAINER_ATTRS                                                                                \
    {"id", IS_NMTOKEN, true}, {"canResegment", IS_YESNO}, {"translate", IS_YESNO}, {"srcDir", IS_DIR}, \
        {"trgDir", IS_DIR},                                                                            \
    {                                                                                                  \
        "xml:space", IS_SPACE                                                                          \
    }

static const struct element_rule core_rules[] = {
    {"xliff",
     FOREIGN_ANY,
     false,
     {{"version", IS_VERSION, true},
      {"srcLang", IS_LANG, true},
      {"trgLang", IS_LANG},
      {"xml:space", IS_SPACE}},
     {{"file", 1, false, true}}},
    {"file",
     FOREIGN_ANY,
     false,
     {CONTAINER_ATTRS, {"original", IS_TEXT}},
     {{"skeleton", 1, true}, {"*", 2}, {"notes", 3, true}, {"unit", 4}, {"group", 4}}},
    {"skeleton", FOREIGN_NONE, true, {{"href", IS_TEXT}}, {{"*", 1}}},
    {"group",
     FOREIGN_ANY,
     false,
     {CONTAINER_ATTRS, {"name", IS_TEXT}, {"type", IS_PREFIXED}},
     {{"*", 2}, {"notes", 3, true}, {"unit", 4}, {"group", 4}}},
    {"unit",
     FOREIGN_ANY,
     false,
     {CONTAINER_ATTRS, {"name", IS_TEXT}, {"type", IS_PREFIXED}},
     {{"*", 2},
      {"notes", 3, true},
      {"originalData", 4, true},
      {"segment", 5, false, true},
      {"ignorable", 5}}},
    {"segment",
     FOREIGN_NONE,
     false,
     {{"id", IS_NMTOKEN}, {"canResegment", IS_YESNO}, {"state", IS_STATE}, {"subState", IS_PREFIXED}},
     {{"source", 1, true, true}, {"target", 2, true}}},
    {"ignorable",
     FOREIGN_NONE,
     false,
     {{"id", IS_NMTOKEN}},
     {{"source", 1, true, true}, {"target", 2, true}}},
    {"notes", FOREIGN_NONE, false, {{NULL}}, {{"note", 1, false, true}}},
    {"note",
     FOREIGN_ANY,
     true,
     {{"id", IS_NMTOKEN},
      {"appliesTo", IS_APPLIES},
      {"category", IS_TEXT},
      {"priority", IS_PRIORITY},
      {"ref", IS_TEXT}},
     {{NULL}}},
    {"originalData", FOREIGN_NONE, false, {{NULL}}, {{"data", 1, false, true}}},
    {"data",
     FOREIGN_NONE,
     true,
     {{"id", IS_NMTOKEN, true}, {"dir", IS_DIR}, {"xml:space", IS_PRESERVE}},
     {{"cp", 1}}},
    {"source", FOREIGN_NONE, true, {{"xml:lang", IS_LANG}, {"xml:space", IS_SPACE}}, {INLINE}},
    {"target",
     FOREIGN_NONE,
     true,
     {{"xml:lang", IS_LANG}, {"xml:space", IS_SPACE}, {"order", IS_POSITIVE}},
     {INLINE}},
    {"cp", FOREIGN_NONE, false, {{"hex", IS_HEX, true}}, {{NULL}}},
    {"ph",
     FOREIGN_CODES,
     false,
     {CODE_ATTRS, {"disp", IS_TEXT}, {"equiv", IS_TEXT}, {"dataRef", IS_NMTOKEN}, {"subFlows", IS_TEXT}},
     {{NULL}}},
    {"pc",
     FOREIGN_CODES,
     true,
     {CODE_ATTRS,
      {"canOverlap", IS_YESNO},
      {"dispStart", IS_TEXT},
      {"dispEnd", IS_TEXT},
      {"equivStart", IS_TEXT},
      {"equivEnd", IS_TEXT},
      {"dataRefStart", IS_NMTOKEN},
      {"dataRefEnd", IS_NMTOKEN},
      {"subFlowsStart", IS_TEXT},
      {"subFlowsEnd", IS_TEXT},
      {"dir", IS_DIR}},
     {INLINE}},
    {"sc",
     FOREIGN_CODES,
     false,
     {CODE_ATTRS,
      {"canOverlap", IS_YESNO},
      {"disp", IS_TEXT},
      {"equiv", IS_TEXT},
      {"dataRef", IS_NMTOKEN},
      {"subFlows", IS_TEXT},
      {"dir", IS_DIR},
      {"isolated", IS_YESNO}},
     {{NULL}}},
    {"ec",
     FOREIGN_CODES,
     false,
     {CODE_ATTRS,
      {"canOverlap", IS_YESNO},
      {"disp", IS_TEXT},
      {"equiv", IS_TEXT},
      {"dataRef", IS_NMTOKEN},
      {"subFlows", IS_TEXT},
      {"dir", IS_DIR},
      {"isolated", IS_YESNO},
      {"startRef", IS_NMTOKEN}},
     {{NULL}}},
    {"mrk",
     FOREIGN_ANY,
     true,
     {{"id", IS_NMTOKEN, true},
      {"translate", IS_YESNO},
      {"type", IS_MARK_TYPE},
      {"ref", IS_TEXT},
      {"value", IS_TEXT}},
     {INLINE}},
    {"sm",
     FOREIGN_ANY,
     false,
     {{"id", IS_NMTOKEN, true},
      {"translate", IS_YESNO},
      {"type", IS_MARK_TYPE},
      {"ref", IS_TEXT},
      {"value", IS_TEXT}},
     {{NULL}}},
    {"em", FOREIGN_NONE, false, {{"startRef", IS_NMTOKEN, true}}, {{NULL}}},
    {NULL},
};

static const struct attr_rule *find_attr(const struct element_rule *rule, const char *name)
{
    for (size_t i = 0; i < 20 && rule->attrs[i].name; i++) {
        if (str_eq(rule->attrs[i].name, name))
            return &rule->attrs[i];
    }
    return NULL;
}

static void check_attributes(struct check *k, const struct xml_node *e, const struct element_rule *rule)
{
    for (const struct xml_attr *at = e->attrs; at; at = at->next) {
        if (str_eq(at->ns, XML_NS_XMLNS))
            continue;
        bool xml = str_eq(at->ns, XML_NS_XML);
        const struct attr_rule *r = at->ns && !xml ? NULL
                                    : xml          ? find_attr(rule, arena_printf(k->a, "xml:%s", at->name))
                                                   : find_attr(rule, at->name);
        if (xml && !r &&
            ((str_eq(at->name, "lang") && *at->value && !bcp47_well_formed(at->value)) ||
             (str_eq(at->name, "space") && !value_fits(IS_SPACE, at->value))))
            fault(k, e, NULL, "xml:%s=\"%s\" of <%s> is not valid", at->name, at->value, e->name);
        if (r && !value_fits(r->type, at->value)) {
            fault(k, e, NULL, "attribute %s=\"%s\" of <%s> is not %s", r->name, at->value, e->name,
                  value_wanted(r->type));
        } else if (!r && !at->ns) {
            const char *names[20];
            size_t n = 0;
            while (n < 20 && rule->attrs[n].name) {
                names[n] = rule->attrs[n].name;
                n++;
            }
            const char *near = did_you_mean(at->name, names, n);
            fault(k, e, near ? arena_printf(k->a, "did you mean '%s'?", near) : "remove it",
                  "<%s> has no attribute '%s'", e->name, at->name);
        } else if (!r &&
                   (rule->attributes == FOREIGN_NONE ||
                    (rule->attributes == FOREIGN_CODES && !is_module(at->ns) && !str_eq(at->ns, ITS_NS)))) {
            fault(k, e, "put it on a unit, group, file, note or mrk",
                  "<%s> takes no attribute of another namespace: '%s'", e->name, at->name);
        }
    }
    for (size_t i = 0; i < 20 && rule->attrs[i].name; i++) {
        if (rule->attrs[i].required && !xml_attr(e, rule->attrs[i].name))
            fault(k, e, "add it", "<%s> lacks its attribute '%s'", e->name, rule->attrs[i].name);
    }
}

static const struct child_rule *find_child(const struct element_rule *rule, const struct xml_node *parent,
                                           const struct xml_node *child)
{
    bool own = str_eq(child->ns, parent->ns);
    for (size_t i = 0; i < 14 && rule->children[i].name; i++) {
        if (own ? str_eq(rule->children[i].name, child->name) : str_eq(rule->children[i].name, "*"))
            return &rule->children[i];
    }
    return NULL;
}

static void check_children(struct check *k, const struct xml_node *e, const struct element_rule *rule)
{
    int phase = 0;
    size_t counts[14] = {0};
    for (const struct xml_node *n = e->first; n; n = n->next) {
        if (n->kind == XN_TEXT) {
            if (!rule->text && !all_space(n->text))
                fault(k, e, "remove it", "<%s> takes no text: '%.40s'", e->name, n->text);
            continue;
        }
        const struct child_rule *c = find_child(rule, e, n);
        if (!c) {
            fault(k, n, "move or remove it", "<%s> may not stand in <%s>", n->name, e->name);
            continue;
        }
        if (c->phase < phase)
            fault(k, n, "move it up", "<%s> stands too late in <%s>", n->name, e->name);
        phase = c->phase > phase ? c->phase : phase;
        if (++counts[c - rule->children] == 2 && c->once)
            fault(k, n, "keep one", "<%s> has more than one <%s>", e->name, n->name);
    }
    for (size_t i = 0; i < 14 && rule->children[i].name; i++) {
        if (rule->children[i].required && !counts[i])
            fault(k, e, "add one", "<%s> lacks <%s>", e->name, rule->children[i].name);
    }
}

void check_element(struct check *k, const struct xml_node *e, const struct element_rule *rules)
{
    const struct element_rule *rule = rules;
    while (rule->name && !str_eq(rule->name, e->name))
        rule++;
    if (!rule->name) {
        fault(k, e, "remove it", "<%s> is no element of its namespace", e->name);
        return;
    }
    check_attributes(k, e, rule);
    check_children(k, e, rule);
}

bool is_module(const char *ns)
{
    return ns && str_starts(ns, MODULE_NS) && !str_eq(ns, XLIFF2_NS);
}

static const char *language_of(const struct xml_node *n)
{
    for (; n; n = n->parent) {
        const char *lang = xml_attr_ns(n, XML_NS_XML, "lang");
        if (lang)
            return lang;
    }
    return NULL;
}

static void check_language(struct check *k, const struct xml_node *e)
{
    bool target = str_eq(e->name, "target");
    const char *lang = language_of(e), *want = target ? k->trg_lang : k->src_lang;
    bool in_match = e->parent && !str_eq(e->parent->ns, XLIFF2_NS);
    if (in_match && target && str_eq(xml_attr(e->parent, "reference"), "yes"))
        return; /* the target of a reference may be in a third language */
    if (target && !k->trg_lang && !in_match)
        fault(k, e, "add trgLang to <xliff>", "there is a <target> but no target language");
    if (lang && want && !str_eq_nocase(lang, want))
        fault(k, e, "make them the same", "<%s> is in '%s' but <xliff> says '%s'", e->name, lang, want);
}

/* Ids of elements of extensions are unique within a file, group or unit, for each namespace; inner containers
 * have ids of their own. */
static void extension_ids(struct check *k, const struct xml_node *e, struct map *seen)
{
    for (const struct xml_node *n = xml_first_element(e); n; n = xml_next_element(n)) {
        if (str_eq(n->ns, XLIFF2_NS) || is_module(n->ns))
            continue;
        const char *id = xml_attr(n, "id");
        if (!id)
            id = xml_attr_ns(n, XML_NS_XML, "id");
        if (id && map_put(seen, arena_printf(k->a, "%s\n%s", n->ns ? n->ns : "", id), (void *)n))
            fault(k, n, "give it another", "the id '%s' is used twice by this extension", id);
        extension_ids(k, n, seen);
    }
}

static void unique_ids(struct check *k, const struct xml_node *parent, const char *child)
{
    struct map *seen = map_new();
    for (const struct xml_node *n = parent ? xml_child(parent, XLIFF2_NS, child) : NULL; n;
         n = xml_next(n, XLIFF2_NS, child)) {
        const char *id = xml_attr(n, "id");
        if (id && map_put(seen, id, (void *)n))
            fault(k, n, "give it another", "the id '%s' of this <%s> is used twice", id, child);
    }
    map_drop(seen);
}

static void check_container(struct check *k, const struct xml_node *e)
{
    struct map *seen = map_new();
    extension_ids(k, e, seen);
    map_drop(seen);
    check_module_places(k, e);
    unique_ids(k, xml_child(e, XLIFF2_NS, "notes"), "note");
    const char *type = xml_attr(e, "type");
    if (type && str_starts(type, "xlf:"))
        fault(k, e, "use a prefix of your own", "type=\"%s\": 'xlf:' is reserved", type);
}

static void walk(struct check *k, const struct xml_node *e, const struct xml_node *unit);

static void walk_children(struct check *k, const struct xml_node *e, const struct xml_node *unit)
{
    for (const struct xml_node *n = xml_first_element(e); n; n = xml_next_element(n))
        walk(k, n, unit);
}

static void walk(struct check *k, const struct xml_node *e, const struct xml_node *unit)
{
    if (!str_eq(e->ns, XLIFF2_NS)) {
        if (is_module(e->ns)) {
            check_module_element(k, e, unit);
            walk_children(k, e, unit);
        }
        return;
    }
    check_element(k, e, core_rules);
    check_module_attributes(k, e);
    check_its_attributes(k, e);
    if (str_eq(e->name, "source") || str_eq(e->name, "target"))
        check_language(k, e);
    else if (str_eq(e->name, "file") || str_eq(e->name, "group") || str_eq(e->name, "unit"))
        check_container(k, e);
    else if (str_eq(e->name, "skeleton") && !xml_attr(e, "href") && !e->first)
        fault(k, e, "give it a href, or put the skeleton in it", "the skeleton is empty");
    else if (str_eq(e->name, "skeleton") && xml_attr(e, "href") &&
             (xml_first_element(e) || !all_space(xml_text(k->a, e))))
        fault(k, e, "keep one of them", "the skeleton has both content and a href");
    else if (str_eq(e->name, "segment") && xml_attr(e, "subState") && !xml_attr(e, "state"))
        fault(k, e, "add a state", "a subState needs a state");
    else if (str_eq(e->name, "segment") && xml_attr(e, "subState") &&
             str_starts(xml_attr(e, "subState"), "xlf:"))
        fault(k, e, "use a prefix of your own", "subState=\"%s\": 'xlf:' is reserved",
              xml_attr(e, "subState"));
    if (str_eq(e->name, "unit"))
        check_unit(k, e);
    walk_children(k, e, str_eq(e->name, "unit") ? e : unit);
}

static void collect_ids(struct check *k, const struct xml_node *parent, struct map *units, struct map *groups)
{
    for (const struct xml_node *n = xml_first_element(parent); n; n = xml_next_element(n)) {
        bool unit = xml_is(n, XLIFF2_NS, "unit"), group = xml_is(n, XLIFF2_NS, "group");
        const char *id = xml_attr(n, "id");
        if ((unit || group) && id && map_put(unit ? units : groups, id, (void *)n))
            fault(k, n, "give it another", "the id '%s' of this <%s> is used twice in the file", id, n->name);
        if (group)
            collect_ids(k, n, units, groups);
    }
}

static void check_file(struct check *k, const struct xml_node *file)
{
    k->file = file;
    k->file_groups = map_new();
    k->file_units = map_new();
    collect_ids(k, file, k->file_units, k->file_groups);
    const struct xml_node *profiles = xml_child(file, SLR_NS, "profiles");
    const char *general = profiles ? xml_attr(profiles, "generalProfile") : NULL;
    const char *storage = profiles ? xml_attr(profiles, "storageProfile") : NULL;
    k->general_profile = general && str_starts(general, "xliff:");
    k->storage_profile = storage && str_starts(storage, "xliff:");
    if (!xml_child(file, XLIFF2_NS, "unit") && !xml_child(file, XLIFF2_NS, "group"))
        fault(k, file, "add one", "the file has no <unit> or <group>");
    walk(k, file, NULL);
    map_drop(k->file_groups);
    map_drop(k->file_units);
}

int xliff2_check(struct ctx *ctx, const struct xml_doc *doc)
{
    struct check k = {.ctx = ctx, .a = arena_new(), .doc = doc};
    if (!xml_is(doc->root, XLIFF2_NS, "xliff")) {
        fault(&k, doc->root, "the root is <xliff xmlns=\"" XLIFF2_NS "\">", "<%s> is not XLIFF 2",
              doc->root->name);
    } else {
        k.src_lang = xml_attr(doc->root, "srcLang");
        k.trg_lang = xml_attr(doc->root, "trgLang");
        check_element(&k, doc->root, core_rules);
        unique_ids(&k, doc->root, "file");
        k.files = map_new();
        for (const struct xml_node *f = xml_child(doc->root, XLIFF2_NS, "file"); f;
             f = xml_next(f, XLIFF2_NS, "file")) {
            if (xml_attr(f, "id"))
                map_put(k.files, xml_attr(f, "id"), (void *)f);
        }
        for (const struct xml_node *f = xml_child(doc->root, XLIFF2_NS, "file"); f;
             f = xml_next(f, XLIFF2_NS, "file"))
            check_file(&k, f);
    }
    check_forget_targets(&k);
    map_drop(k.files);
    arena_drop(k.a);
    return k.result;
}
