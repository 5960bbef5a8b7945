#include "brand/rules-imp.h"

#include <stdlib.h>
#include <string.h>

const char *brand_need_name(enum brand_need need)
{
    static const char *const names[] = {"line", "layout", "pixels"};
    return names[need];
}

const struct brand_kind *brand_kind_find(const char *name)
{
    for (size_t i = 0; name && brand_kinds[i]; i++)
        if (str_eq(brand_kinds[i]->name, name))
            return brand_kinds[i];
    return NULL;
}

int level_of(const char *name)
{
    int level = report_level(name);
    return level >= 0 ? level : str_eq(name, "off") ? BRAND_OFF : LEVEL_NONE;
}

static bool is_path(const char *name)
{
    return strchr(name, '/') || str_ends(name, ".xml");
}

/* The file that a name stands for; NULL with a report that lists what there is. */
static char *rules_find(struct brand_loader *l, const char *name, const char *from_dir, struct where where)
{
    char *share = path_join(l->arena, share_dir(l->arena), "brand-rules");
    char *real = realpath(share, NULL); /* messages show no "bin/../share" */
    if (real)
        share = arena_strdup(l->arena, real);
    free(real);
    const char *dirs[] = {from_dir, l->dir, share};
    if (is_path(name)) {
        /* a creative's own file wins over one that happens to lie where the tool is run */
        const char *base = from_dir ? from_dir : l->dir;
        char *path = base ? path_join(l->arena, base, name) : arena_strdup(l->arena, name);
        if (!file_exists(path) && !from_dir)
            path = arena_strdup(l->arena, name);
        if (file_exists(path))
            return path;
        rule_wrong(l, where, "write the path of a rule file, or the name of one in share/brand-rules",
                   "there is no rule file '%s'", name);
        return NULL;
    }
    for (size_t i = 0; i < LENGTH(dirs); i++) {
        if (!dirs[i])
            continue;
        char *path = path_join(l->arena, dirs[i], arena_printf(l->arena, "%s.xml", name));
        if (file_exists(path))
            return path;
    }
    char **names = NULL;
    size_t n = 0;
    if (dir_exists(share))
        dir_list(l->ctx, l->arena, share, ".xml", &names, &n);
    for (size_t i = 0; i < n; i++)
        names[i] = arena_strndup(l->arena, names[i], strlen(names[i]) - 4);
    const char *mean = did_you_mean(name, (const char *const *)names, n);
    const char *list = names_list(l->arena, (const char *const *)names, n);
    rule_wrong(
        l, where,
        mean ? arena_printf(l->arena, "did you mean '%s'? There are %s", mean, list)
             : arena_printf(l->arena, "there are %s; or write a path that ends in .xml", n ? list : "none"),
        "there are no rules named '%s'", name);
    return NULL;
}

bool rule_matches(const struct brand_rule *r, const char *what)
{
    size_t n = strlen(what);
    return str_eq(r->entry.id, what) || str_eq(r->own, what) || str_eq(r->kind->name, what) ||
           str_eq(r->entry.section, what) || (strncmp(r->entry.id, what, n) == 0 && r->entry.id[n] == '/');
}

const char *nearest_rule(struct arena *a, const struct brand_rule *rules, size_t n, const char *what)
{
    const char **names = ARENA_ARRAY(a, 3 * n + 1, const char *);
    for (size_t i = 0; i < n; i++) {
        names[3 * i] = rules[i].entry.id;
        names[3 * i + 1] = rules[i].own;
        names[3 * i + 2] = rules[i].kind->name;
    }
    return did_you_mean(what, names, 3 * n);
}

static int file_read_rules(struct brand_loader *l, const char *path, const struct xml_doc *doc);

static int file_load(struct brand_loader *l, const char *path, struct where where)
{
    char *real = realpath(path, NULL);
    char *key = arena_strdup(l->arena, real ? real : path);
    free(real);
    for (size_t i = 0; i < l->open.len; i++)
        if (str_eq(l->open.at[i], key))
            return rule_wrong(l, where, "remove one <extends>", "'%s' extends itself", path);
    for (size_t i = 0; i < l->sets.len; i++)
        if (str_eq(l->sets.at[i].path, key))
            return 0;
    const struct xml_doc *doc = xml_load(l->ctx, l->arena, path);
    if (!doc)
        return l->n_failed++, -1;
    vec_push(&l->open, key);
    int result = file_read_rules(l, key, doc);
    l->open.len--;
    return result;
}

static int adjust(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e)
{
    static const char *const attributes[] = {"rule", "level"};
    struct where where = xml_where(doc, e);
    const char *rule = xml_attr(e, "rule"), *level = xml_attr(e, "level");
    if (known_attributes(l, doc, e, attributes, LENGTH(attributes)) < 0)
        return -1;
    if (!rule || !level)
        return rule_wrong(l, where, "write <adjust rule=\"wcag/contrast\" level=\"warning\"/>",
                          "<adjust> needs the attributes 'rule' and 'level'");
    int to = level_of(level);
    if (to == LEVEL_NONE)
        return rule_wrong(l, where, "the choices are error, warning, info, off", "there is no level '%s'",
                          level);
    size_t n = 0;
    for (size_t i = 0; i < l->all.len; i++)
        if (rule_matches(&l->all.at[i], rule)) {
            l->all.at[i].level = to;
            n++;
        }
    if (n)
        return 0;
    const char *mean = nearest_rule(l->arena, l->all.at, l->all.len, rule);
    return rule_wrong(l, where,
                      mean ? arena_printf(l->arena, "did you mean '%s'?", mean)
                           : "name a rule of a file that this one extends, as set/id",
                      "there is no rule '%s' above this line", rule);
}

static int file_read_rules(struct brand_loader *l, const char *path, const struct xml_doc *doc)
{
    static const char *const attributes[] = {"name", "title", "dated", "source"};
    static const char *const elements[] = {"extends", "adjust", "rule", "waiver"};
    const struct xml_node *root = doc->root;
    struct where where = xml_where(doc, root);
    if (!xml_is(root, XML_NS_BRAND, "rules"))
        return rule_wrong(l, where, "start it with <rules xmlns=\"" XML_NS_BRAND "\" name=\"...\">",
                          "this is no rule file: its root is <%s>", root->name);
    int result = known_attributes(l, doc, root, attributes, LENGTH(attributes));
    const char *name = xml_attr(root, "name");
    if (!name || !*name || strpbrk(name, "/ \t\n=,"))
        return rule_wrong(l, where, "write name=\"acme\", without spaces, '/', '=' or ','",
                          "<rules> needs a name");
    struct brand_set set = {.name = name,
                            .title = xml_attr(root, "title"),
                            .path = path,
                            .dated = xml_attr(root, "dated"),
                            .source = xml_attr(root, "source")};
    for (size_t i = 0; i < l->sets.len; i++)
        if (str_eq(l->sets.at[i].name, name))
            result = rule_wrong(l, where, "give each file its own name",
                                "rules named '%s' were already read from %s", name, l->sets.at[i].path);
    for (const struct xml_node *e = xml_first_element(root); e; e = xml_next_element(e)) {
        if (xml_is(e, XML_NS_BRAND, "extends")) {
            static const char *const extends_attributes[] = {"src"};
            const char *src = xml_attr(e, "src");
            if (known_attributes(l, doc, e, extends_attributes, 1) < 0)
                result = -1;
            else if (!src)
                result = rule_wrong(l, xml_where(doc, e), "write <extends src=\"hygiene\"/>",
                                    "<extends> needs the attribute 'src'");
            else {
                char *found_path = rules_find(l, src, path_dir(l->arena, path), xml_where(doc, e));
                if (!found_path || file_load(l, found_path, xml_where(doc, e)) < 0)
                    result = -1;
            }
        } else if (xml_is(e, XML_NS_BRAND, "adjust")) {
            result |= adjust(l, doc, e);
        } else if (xml_is(e, XML_NS_BRAND, "rule")) {
            result |= rule_parse(l, doc, e, &set);
        } else if (xml_is(e, XML_NS_BRAND, "waiver")) {
            result |= waiver_parse(l, doc, e);
        } else {
            result = unknown_element(l, doc, e, elements, LENGTH(elements));
        }
    }
    vec_push(&l->sets, set);
    return result;
}

static struct brand_rules *loader_finish(struct brand_loader *l, int result)
{
    struct brand_rules *r = l->rules;
    r->patterns = l->patterns.at; /* handed over, freed by brand_rules_drop */
    r->n_patterns = l->patterns.len;
    r->n_rules = l->all.len;
    r->rules = ARENA_ARRAY(r->arena, l->all.len + 1, struct brand_rule);
    if (l->all.len)
        memcpy(r->rules, l->all.at, l->all.len * sizeof *r->rules);
    for (size_t i = 0; i < r->n_rules; i++)
        r->rules[i].index = i;
    r->n_sets = l->sets.len;
    r->sets = ARENA_ARRAY(r->arena, l->sets.len + 1, struct brand_set);
    if (l->sets.len)
        memcpy(r->sets, l->sets.at, l->sets.len * sizeof *r->sets);
    vec_drop(&l->all);
    r->n_waivers = l->waivers.len;
    r->waivers = ARENA_ARRAY(r->arena, l->waivers.len + 1, struct brand_waiver);
    if (l->waivers.len)
        memcpy(r->waivers, l->waivers.at, l->waivers.len * sizeof *r->waivers);
    vec_drop(&l->waivers);
    vec_drop(&l->sets);
    vec_drop(&l->open);
    if (result == 0 && l->n_failed == 0)
        return r;
    brand_rules_drop(r);
    return NULL;
}

static struct brand_loader loader_init(struct ctx *ctx, const char *dir)
{
    struct brand_rules *r = xcalloc(1, sizeof *r);
    r->arena = arena_new();
    return (struct brand_loader){.ctx = ctx, .arena = r->arena, .rules = r, .dir = dir};
}

struct brand_rules *brand_rules_load(struct ctx *ctx, const char *const *names, size_t n, const char *dir)
{
    struct brand_loader l = loader_init(ctx, dir);
    int result = 0;
    for (size_t i = 0; i < n; i++) {
        struct where where = {.file = "-r"};
        char *path = rules_find(&l, names[i], NULL, where);
        if (!path || file_load(&l, path, where) < 0)
            result = -1;
    }
    return loader_finish(&l, result);
}

struct brand_rules *brand_rules_parse(struct ctx *ctx, const char *path, const char *data, size_t len)
{
    struct brand_loader l = loader_init(ctx, NULL);
    const struct xml_doc *doc = xml_parse(ctx, l.arena, path, data, len);
    return loader_finish(&l, doc ? file_read_rules(&l, arena_strdup(l.arena, path), doc) : -1);
}

void brand_rules_drop(struct brand_rules *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->n_patterns; i++)
        match_drop(r->patterns[i]);
    free(r->patterns);
    arena_drop(r->arena);
    free(r);
}

/* ---- choosing ---- */

static int no_such_rule(struct ctx *ctx, const struct brand_rules *r, const char *option, const char *what)
{
    const char *mean = nearest_rule(r->arena, r->rules, r->n_rules, what);
    report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0},
                mean ? arena_printf(r->arena, "did you mean '%s'? --list-rules shows them all", mean)
                     : "--list-rules shows them all",
                "%s: no rule is named '%s'", option, what);
    return -1;
}

static int set_levels(struct ctx *ctx, struct brand_rules *r, const char *option, const char *what, int level)
{
    bool any = false;
    for (size_t i = 0; i < r->n_rules; i++)
        if (rule_matches(&r->rules[i], what)) {
            r->rules[i].level = level;
            any = true;
        }
    return any ? 0 : no_such_rule(ctx, r, option, what);
}

int brand_rules_choose(struct ctx *ctx, struct brand_rules *r, const struct brand_choice *how)
{
    int result = 0;
    for (size_t i = 0; i < how->n_set; i++) {
        const char *eq = strrchr(how->set[i], '=');
        int level = eq ? level_of(eq + 1) : LEVEL_NONE;
        if (level == LEVEL_NONE) {
            report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0},
                        "LEVEL is error, warning, info or off", "--set needs RULE=LEVEL, not '%s'",
                        how->set[i]);
            result = -1;
        } else {
            char *what = arena_strndup(r->arena, how->set[i], (size_t)(eq - how->set[i]));
            result |= set_levels(ctx, r, "--set", what, level);
        }
    }
    for (size_t i = 0; i < r->n_rules && how->n_only; i++) {
        bool keep = false;
        for (size_t j = 0; j < how->n_only; j++)
            keep |= rule_matches(&r->rules[i], how->only[j]);
        if (!keep)
            r->rules[i].level = BRAND_OFF;
    }
    for (size_t j = 0; j < how->n_only; j++) {
        bool any = false;
        for (size_t i = 0; i < r->n_rules; i++)
            any |= rule_matches(&r->rules[i], how->only[j]);
        if (!any)
            result = no_such_rule(ctx, r, "--only", how->only[j]);
    }
    for (size_t j = 0; j < how->n_skip; j++)
        result |= set_levels(ctx, r, "--skip", how->skip[j], BRAND_OFF);
    return result;
}

enum brand_need brand_rules_need(const struct brand_rules *r)
{
    enum brand_need need = NEED_LINE;
    for (size_t i = 0; i < r->n_rules; i++)
        if (r->rules[i].level != BRAND_OFF && r->rules[i].need > need)
            need = r->rules[i].need;
    return need;
}
