/* XLIFF 2.1's modules: what their schemas and constraints say (sections 5.1 to 5.9). */
#include "l10n/check-imp.h"

#include <string.h>

static const struct element_rule metadata_rules[] = {
    {"metadata", FOREIGN_NONE, false, {{"id", IS_NMTOKEN}}, {{"metaGroup", 1, false, true}}},
    {"metaGroup",
     FOREIGN_NONE,
     false,
     {{"id", IS_NMTOKEN}, {"category", IS_TEXT}, {"appliesTo", IS_META_APPLIES}},
     {{"metaGroup", 1}, {"meta", 1}}},
    {"meta", FOREIGN_NONE, true, {{"type", IS_TEXT, true}}, {{NULL}}},
    {NULL},
};

static const struct element_rule glossary_rules[] = {
    {"glossary", FOREIGN_NONE, false, {{NULL}}, {{"glossEntry", 1, false, true}}},
    {"glossEntry",
     FOREIGN_ANY,
     false,
     {{"id", IS_NMTOKEN}, {"ref", IS_TEXT}},
     {{"term", 1, true, true}, {"translation", 2}, {"definition", 3, true}, {"*", 4}}},
    {"term", FOREIGN_ANY, true, {{"source", IS_TEXT}}, {{NULL}}},
    {"translation", FOREIGN_ANY, true, {{"id", IS_NMTOKEN}, {"ref", IS_TEXT}, {"source", IS_TEXT}}, {{NULL}}},
    {"definition", FOREIGN_ANY, true, {{"source", IS_TEXT}}, {{NULL}}},
    {NULL},
};

static const struct element_rule match_rules[] = {
    {"matches", FOREIGN_NONE, false, {{NULL}}, {{"match", 1, false, true}}},
    {"match",
     FOREIGN_ANY,
     false,
     {{"id", IS_NMTOKEN},
      {"matchQuality", IS_NUMBER100},
      {"matchSuitability", IS_NUMBER100},
      {"origin", IS_TEXT},
      {"ref", IS_TEXT, true},
      {"reference", IS_YESNO},
      {"similarity", IS_NUMBER100},
      {"subType", IS_PREFIXED},
      {"type", IS_MATCH_TYPE}},
     {{"*", 1}}},
    {NULL},
};

static const struct element_rule resource_rules[] = {
    {"resourceData", FOREIGN_NONE, false, {{NULL}}, {{"resourceItemRef", 1}, {"resourceItem", 2}}},
    {"resourceItemRef", FOREIGN_ANY, false, {{"id", IS_NMTOKEN}, {"ref", IS_NMTOKEN, true}}, {{NULL}}},
    {"resourceItem",
     FOREIGN_ANY,
     false,
     {{"id", IS_NMTOKEN}, {"mimeType", IS_TEXT}, {"context", IS_YESNO}},
     {{"source", 1, true}, {"target", 2, true}, {"reference", 3}}},
    {"source", FOREIGN_ANY, true, {{"href", IS_TEXT}, {"xml:lang", IS_LANG}}, {{"*", 1}}},
    {"target", FOREIGN_ANY, true, {{"href", IS_TEXT}, {"xml:lang", IS_LANG}}, {{"*", 1}}},
    {"reference", FOREIGN_ANY, false, {{"href", IS_TEXT, true}, {"xml:lang", IS_LANG}}, {{NULL}}},
    {NULL},
};

static const struct element_rule size_rules[] = {
    {"profiles",
     FOREIGN_NONE,
     false,
     {{"generalProfile", IS_TEXT}, {"storageProfile", IS_TEXT}},
     {{"normalization", 1, true}, {"*", 2}}},
    {"normalization",
     FOREIGN_NONE,
     false,
     {{"general", IS_NORMAL_FORM}, {"storage", IS_NORMAL_FORM}},
     {{NULL}}},
    {"data", FOREIGN_ANY, true, {{"profile", IS_TEXT, true}}, {{"*", 1}}},
    {NULL},
};

static const struct element_rule validation_rules[] = {
    {"validation", FOREIGN_ANY, false, {{NULL}}, {{"rule", 1, false, true}}},
    {"rule",
     FOREIGN_ANY,
     false,
     {{"isPresent", IS_TEXT},
      {"isNotPresent", IS_TEXT},
      {"startsWith", IS_TEXT},
      {"endsWith", IS_TEXT},
      {"occurs", IS_POSITIVE},
      {"existsInSource", IS_YESNO},
      {"caseSensitive", IS_YESNO},
      {"normalization", IS_NORMAL_FORM},
      {"disabled", IS_YESNO}},
     {{NULL}}},
    {NULL},
};

static const struct element_rule change_rules[] = {
    {"changeTrack", FOREIGN_NONE, false, {{NULL}}, {{"revisions", 1, false, true}}},
    {"revisions",
     FOREIGN_ANY,
     false,
     {{"appliesTo", IS_NMTOKEN, true}, {"ref", IS_NMTOKEN}, {"currentVersion", IS_NMTOKEN}},
     {{"revision", 1, false, true}}},
    {"revision",
     FOREIGN_ANY,
     false,
     {{"author", IS_TEXT}, {"datetime", IS_TEXT}, {"version", IS_NMTOKEN}},
     {{"item", 1}, {"simpleItem", 1}}},
    {"item", FOREIGN_ANY, true, {{"property", IS_TEXT, true}}, {{"*", 1}}},
    {"simpleItem", FOREIGN_ANY, true, {{"property", IS_TEXT, true}}, {{NULL}}},
    {NULL},
};

static const struct {
    const char *ns;
    const struct element_rule *rules;
} modules[] = {{MODULE_NS "changetracking:2.1", change_rules}, {MODULE_NS "metadata:2.0", metadata_rules},
               {MODULE_NS "glossary:2.0", glossary_rules},     {MODULE_NS "matches:2.0", match_rules},
               {MODULE_NS "resourcedata:2.0", resource_rules}, {MODULE_NS "sizerestriction:2.0", size_rules},
               {MODULE_NS "validation:2.0", validation_rules}};

void check_module_places(struct check *k, const struct xml_node *parent)
{
    static const struct {
        const char *ns, *name, *parents;
    } places[] = {{MODULE_NS "metadata:2.0", "metadata", "file group unit match"},
                  {MODULE_NS "glossary:2.0", "glossary", "unit"},
                  {MODULE_NS "matches:2.0", "matches", "unit"},
                  {RES_NS, "resourceData", "file group unit"},
                  {SLR_NS, "profiles", "file"},
                  {SLR_NS, "data", "file group unit match"},
                  {MODULE_NS "validation:2.0", "validation", "file group unit"}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct xml_node *first = xml_child(parent, places[i].ns, places[i].name);
        const struct xml_node *second = first ? xml_next(first, places[i].ns, places[i].name) : NULL;
        if (first && !strstr(places[i].parents, parent->name))
            fault(k, first, "move or remove it", "<%s> may not stand in <%s>", first->name, parent->name);
        if (second)
            fault(k, second, "keep one", "<%s> has more than one <%s>", parent->name, second->name);
    }
}

/* Ids of the named children (and theirs) of `e`, all in one set. */
static void unique_among(struct check *k, const struct xml_node *e, struct map *seen, const char *name,
                         const char *other)
{
    for (const struct xml_node *n = xml_first_element(e); n; n = xml_next_element(n)) {
        if (!str_eq(n->ns, e->ns) || !(str_eq(n->name, name) || str_eq(n->name, other)))
            continue;
        const char *id = xml_attr(n, "id");
        if (id && map_put(seen, id, (void *)n))
            fault(k, n, "give it another", "the id '%s' is used twice in this <%s>", id, e->name);
        unique_among(k, n, seen, name, other);
    }
}

static void unique_in(struct check *k, const struct xml_node *e, const char *name, const char *other)
{
    struct map *seen = map_new();
    unique_among(k, e, seen, name, other);
    map_drop(seen);
}

static void check_match(struct check *k, const struct xml_node *e, const struct xml_node *unit)
{
    static const char *const once[] = {"source", "target", "originalData"};
    for (int i = 0; i < 3; i++) {
        const struct xml_node *first = xml_child(e, XLIFF2_NS, once[i]);
        if (first && xml_next(first, XLIFF2_NS, once[i]))
            fault(k, e, "keep one", "<match> has more than one <%s>", once[i]);
    }
    const char *ref = xml_attr(e, "ref");
    if (xml_attr(e, "subType") && !xml_attr(e, "type"))
        fault(k, e, "add a type", "a subType needs a type");
    else if (xml_attr(e, "subType") && str_starts(xml_attr(e, "subType"), "xlf:"))
        fault(k, e, "use a prefix of your own", "subType=\"%s\": 'xlf:' is reserved", xml_attr(e, "subType"));
    check_module_places(k, e);
    if (xml_attr_ns(e, XML_NS_XML, "lang"))
        fault(k, e, "put it on the <target>", "<match> takes no xml:lang");
    if (ref && *ref != '#')
        fault(k, e, "write it as #ID", "ref=\"%s\" is not a reference into this unit", ref);
    else if (ref && unit)
        check_reference(k, e, unit, ref, 's');
    if (!xml_child(e, XLIFF2_NS, "source") || !xml_child(e, XLIFF2_NS, "target"))
        fault(k, e, "add it", "a <match> has a <source> and a <target>");
    check_match_codes(k, e);
}

static void check_resource_text(struct check *k, const struct xml_node *e)
{
    const char *lang = xml_attr_ns(e, XML_NS_XML, "lang"), *href = xml_attr(e, "href");
    const char *want = str_eq(e->name, "source") ? k->src_lang : k->trg_lang;
    bool content = xml_first_element(e) || (e->first && !all_space(xml_text(k->a, e)));
    if (!href == !content)
        fault(k, e, "keep one of them", "<%s> has a href, or content", e->name);
    if (lang && want && !str_eq_nocase(lang, want))
        fault(k, e, "make them the same", "<%s> is in '%s' but <xliff> says '%s'", e->name, lang, want);
}

static void check_rule(struct check *k, const struct xml_node *e)
{
    static const char *const kinds[] = {"isPresent", "isNotPresent", "startsWith", "endsWith"};
    int n = 0;
    for (int i = 0; i < 4; i++)
        n += xml_attr(e, kinds[i]) != NULL;
    for (const struct xml_attr *at = e->attrs; at && !n; at = at->next)
        n += at->ns && !str_eq(at->ns, XML_NS_XMLNS) && !str_eq(at->ns, XML_NS_XML);
    if (n != 1)
        fault(k, e, "split it",
              "a <rule> has exactly one of isPresent, isNotPresent, startsWith and endsWith");
    if (xml_attr(e, "occurs") && !xml_attr(e, "isPresent"))
        fault(k, e, NULL, "occurs goes with isPresent only");
    if (xml_attr(e, "existsInSource") && xml_attr(e, "isNotPresent"))
        fault(k, e, NULL, "existsInSource goes with isPresent, startsWith and endsWith only");
}

static void check_profiles(struct check *k, const struct xml_node *e)
{
    static const char *const general[] = {"xliff:codepoints", NULL}, *const storage[] = {"xliff:utf8",
                                                                                         "xliff:utf16",
                                                                                         "xliff:utf32", NULL};
    for (int i = 0; i < 2; i++) {
        const char *profile = xml_attr(e, i ? "storageProfile" : "generalProfile");
        const char *const *known = i ? storage : general;
        while (*known && !str_eq(*known, profile))
            known++;
        if (profile && str_starts(profile, "xliff:") && !*known)
            fault(k, e, i ? "use xliff:utf8, xliff:utf16 or xliff:utf32" : "use xliff:codepoints",
                  "'%s' is no profile of XLIFF", profile);
    }
}

static void check_resource_item(struct check *k, const struct xml_node *e)
{
    static const char *const sides[] = {"source", "target"};
    if (!xml_first_element(e))
        fault(k, e, "add <source>, <target> or <reference>", "a <resourceItem> is empty");
    for (int i = 0; i < 2; i++) {
        const struct xml_node *side = xml_child(e, e->ns, sides[i]);
        if (side && !side->first && !xml_attr(e, "mimeType"))
            fault(k, e, "add a mimeType",
                  "the <%s> of this resource is elsewhere, so its mimeType must be said", sides[i]);
    }
}

/* A revision changes something, and the current version is one of those that are told. */
static void check_revisions(struct check *k, const struct xml_node *e)
{
    const char *current = xml_attr(e, "currentVersion");
    bool found = false;
    for (const struct xml_node *r = xml_child(e, e->ns, "revision"); r; r = xml_next(r, e->ns, "revision")) {
        found |= str_eq(xml_attr(r, "version"), current);
        if (!xml_child(r, e->ns, "item") && !xml_child(r, e->ns, "simpleItem"))
            fault(k, r, "add <item>", "a <revision> says nothing of what it changed");
    }
    if (current && !found)
        fault(k, e, "name the version of one of them",
              "currentVersion=\"%s\" is the version of no <revision>", current);
}

void check_module_element(struct check *k, const struct xml_node *e, const struct xml_node *unit)
{
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        if (str_eq(modules[i].ns, e->ns))
            check_element(k, e, modules[i].rules);
    }
    if (str_eq(e->ns, SLR_NS) && str_eq(e->name, "profiles")) {
        check_profiles(k, e);
    } else if (str_eq(e->ns, MODULE_NS "matches:2.0")) {
        if (str_eq(e->name, "matches"))
            unique_in(k, e, "match", "match");
        else if (str_eq(e->name, "match"))
            check_match(k, e, unit);
    } else if (str_eq(e->ns, MODULE_NS "glossary:2.0")) {
        const char *ref = xml_attr(e, "ref");
        if (str_eq(e->name, "glossary"))
            unique_in(k, e, "glossEntry", "translation");
        if (str_eq(e->name, "glossEntry") && !xml_child(e, e->ns, "translation") &&
            !xml_child(e, e->ns, "definition"))
            fault(k, e, "add one of them", "a <glossEntry> has a <translation> or a <definition>");
        if (ref && *ref == '#' && unit)
            check_reference(k, e, unit, ref, 's');
        else if (ref && *ref != '#')
            fault(k, e, "write it as #ID", "ref=\"%s\" is not a reference into this unit", ref);
    } else if (str_eq(e->ns, MODULE_NS "resourcedata:2.0")) {
        if (str_eq(e->name, "resourceData"))
            unique_in(k, e, "resourceItem", "resourceItemRef");
        else if (str_eq(e->name, "source") || str_eq(e->name, "target"))
            check_resource_text(k, e);
        else if (str_eq(e->name, "resourceItem"))
            check_resource_item(k, e);
    } else if (str_eq(e->ns, MODULE_NS "metadata:2.0")) {
        if (str_eq(e->name, "metadata")) {
            struct map *seen = map_new();
            if (xml_attr(e, "id"))
                map_put(seen, xml_attr(e, "id"), (void *)e);
            unique_among(k, e, seen, "metaGroup", "metaGroup");
            map_drop(seen);
        }
        if (str_eq(e->name, "metaGroup") && !xml_first_element(e))
            fault(k, e, "add <meta>", "a <metaGroup> is empty");
    } else if (str_eq(e->ns, MODULE_NS "changetracking:2.1") && str_eq(e->name, "revisions")) {
        check_revisions(k, e);
    } else if (str_eq(e->ns, MODULE_NS "validation:2.0") && str_eq(e->name, "rule")) {
        check_rule(k, e);
    }
}

/* ---- attributes of modules ---- */

static bool html_name(const char *name)
{
    static const char *const names[] = {
        "a",      "b",     "bdo",    "big",      "blockquote", "body", "br",   "button", "caption", "center",
        "cite",   "code",  "col",    "colgroup", "dd",         "del",  "div",  "dl",     "dt",      "em",
        "h1",     "h2",    "h3",     "h4",       "h5",         "h6",   "head", "hr",     "html",    "i",
        "img",    "label", "legend", "li",       "ol",         "p",    "pre",  "q",      "s",       "samp",
        "select", "small", "span",   "strike",   "strong",     "sub",  "sup",  "table",  "tbody",   "td",
        "tfoot",  "th",    "thead",  "title",    "tr",         "tt",   "u",    "ul"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_eq(names[i], name))
            return true;
    }
    return false;
}

static bool digits_only(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && s[i] >= '0' && s[i] <= '9')
        i++;
    return n && i == n;
}

static double value_of(const char *digits)
{
    double v = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++)
        v = v * 10 + (*digits - '0');
    return v;
}

/* "*", "N", "N,M" or "N,*" */
static bool restriction(const char *s)
{
    const char *comma = strchr(s, ',');
    if (!comma)
        return str_eq(s, "*") || digits_only(s, strlen(s));
    if (!digits_only(s, (size_t)(comma - s)))
        return false;
    return str_eq(comma + 1, "*") ||
           (digits_only(comma + 1, strlen(comma + 1)) && value_of(s) <= value_of(comma + 1));
}

static void check_size(struct check *k, const struct xml_node *e)
{
    static const char *const known[] = {"storageRestriction", "sizeRestriction", "equivStorage", "sizeInfo",
                                        "sizeInfoRef"};
    bool code =
        str_eq(e->name, "ph") || str_eq(e->name, "sc") || str_eq(e->name, "ec") || str_eq(e->name, "pc");
    for (const struct xml_attr *at = e->attrs; at; at = at->next) {
        if (!str_eq(at->ns, SLR_NS))
            continue;
        int i = 0;
        while (i < 5 && !str_eq(at->name, known[i]))
            i++;
        if (i == 5)
            fault(k, e, NULL, "the size module has no attribute '%s'", at->name);
        else if ((i == 0 ? k->storage_profile : i == 1 && k->general_profile) && !restriction(at->value))
            fault(k, e, "write it as 90, 25,100 or 25,*",
                  "slr:%s=\"%s\" is not a restriction of this profile", at->name, at->value);
        else if (i == 2 && !code)
            fault(k, e, NULL, "slr:equivStorage is for codes only");
        else if ((i == 2 ? k->storage_profile : i == 3 && k->general_profile && code) &&
                 !digits_only(at->value, strlen(at->value)))
            fault(k, e, NULL, "slr:%s=\"%s\" is not a whole number, as this profile wants", at->name,
                  at->value);
        if (str_eq(e->name, "ec") && !str_eq(xml_attr(e, "isolated"), "yes"))
            fault(k, e, "put it on the <sc>", "slr:%s may stand on an isolated <ec> only", at->name);
    }
    if (xml_attr_ns(e, SLR_NS, "sizeInfo") && xml_attr_ns(e, SLR_NS, "sizeInfoRef"))
        fault(k, e, "keep one of them", "<%s> has both slr:sizeInfo and slr:sizeInfoRef", e->name);
}

/* "name,value\name,value": a comma or backslash of the text itself has a backslash before it. */
static bool style_pairs(const char *s)
{
    size_t commas = 0, name = 0;
    for (const char *p = s; *p; p++) {
        if (*p == '\\' && (p[1] == ',' || p[1] == '\\')) {
            p++;
            name += !commas;
        } else if (*p == '\\') {
            if (commas != 1 || !name)
                return false;
            commas = name = 0;
        } else if (*p == ',') {
            commas++;
        } else {
            name += !commas;
        }
    }
    return commas == 1 && name;
}

void check_module_attributes(struct check *k, const struct xml_node *e)
{
    const char *fs = xml_attr_ns(e, FS_NS, "fs"), *sub_fs = xml_attr_ns(e, FS_NS, "subFs");
    if (fs && !html_name(fs))
        fault(k, e, "use one of the elements that the Format Style module lists",
              "fs:fs=\"%s\" is no HTML element", fs);
    for (const struct xml_attr *at = e->attrs; at; at = at->next) {
        if (str_eq(at->ns, FS_NS) && !str_eq(at->name, "fs") && !str_eq(at->name, "subFs"))
            fault(k, e, NULL, "the format style module has no attribute '%s'", at->name);
    }
    if (sub_fs && !fs)
        fault(k, e, "add fs:fs", "fs:subFs needs fs:fs");
    if (sub_fs && !style_pairs(sub_fs))
        fault(k, e, "write name,value with a backslash between pairs",
              "fs:subFs=\"%s\" is no list of attributes", sub_fs);
    if ((fs || sub_fs) && str_eq(e->name, "ec") && !str_eq(xml_attr(e, "isolated"), "yes"))
        fault(k, e, "put it on the <sc>", "fs:fs may stand on an isolated <ec> only");
    check_size(k, e);
}
