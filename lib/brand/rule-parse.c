#include "brand/rules-imp.h"

#include <stdlib.h>
#include <string.h>

static const char *const common_attributes[] = {"id",     "kind",  "level",     "section", "link",
                                                "source", "dated", "certainty", "layouts", "locales",
                                                "test",   "slots", "roles",     "except"};
static const char *const example_attributes[] = {"slot",  "role",  "locale", "layout", "format",
                                                 "bytes", "width", "height", "fields"};
enum { N_COMMON_BY_SLOT = 3 }; /* slots, roles, except: the last ones */

int rule_wrong(struct brand_loader *l, struct where where, const char *hint, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *message = arena_vprintf(l->arena, fmt, ap);
    va_end(ap);
    report_hint(l->ctx, DIAG_ERROR, DIAG_BRAND_RULES, where, hint, "%s", message);
    l->n_failed++;
    return -1;
}

struct arena *loader_arena(struct brand_loader *l)
{
    return l->arena;
}

struct ctx *loader_ctx(struct brand_loader *l)
{
    return l->ctx;
}

int loader_read(struct brand_loader *l, const char *path, size_t limit, char **data, size_t *len)
{
    int result = file_read(l->ctx, l->arena, path, limit, data, len);
    if (result < 0)
        l->n_failed++;
    return result;
}

const struct match *loader_match(struct brand_loader *l, const char *pattern, unsigned flags,
                                 struct where where)
{
    struct match *m = match_new(l->ctx, pattern, flags, where);
    if (!m) {
        l->n_failed++;
        return NULL;
    }
    vec_push(&l->patterns, m);
    return m;
}

static const char *choice_hint(struct brand_loader *l, const char *word, const char *const *names, size_t n)
{
    const char *mean = did_you_mean(word, names, n);
    const char *list = names_list(l->arena, names, n);
    return mean ? arena_printf(l->arena, "did you mean '%s'? The choices are %s", mean, list)
                : arena_printf(l->arena, "the choices are %s", list);
}

int known_attributes(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e,
                     const char *const *names, size_t n)
{
    int result = 0;
    for (const struct xml_attr *a = e->attrs; a; a = a->next) {
        bool known = a->ns != NULL; /* xmlns and foreign attributes are of no concern */
        for (size_t i = 0; i < n && !known; i++)
            known = str_eq(a->name, names[i]);
        if (!known)
            result = rule_wrong(l, xml_where(doc, e),
                                n ? choice_hint(l, a->name, names, n) : "this element takes no attribute",
                                "<%s> has no attribute '%s'", e->name, a->name);
    }
    return result;
}

int unknown_element(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e,
                    const char *const *names, size_t n)
{
    return rule_wrong(l, xml_where(doc, e), choice_hint(l, e->name, names, n), "<%s> cannot be in <%s>",
                      e->name, e->parent ? e->parent->name : "");
}

/* Names of the kind's attributes (element NULL) or of an element's, after the first `n` in out[]. */
static size_t param_names(const struct brand_kind *k, const char *element, const char **out, size_t n)
{
    for (size_t i = 0; i < k->n_params; i++)
        if (str_eq(k->params[i].element, element) && *k->params[i].name)
            out[n++] = k->params[i].name;
    return n;
}

static size_t element_names(const struct brand_kind *k, const char **out, size_t n)
{
    for (size_t i = 0; i < k->n_params; i++) {
        const char *e = k->params[i].element;
        bool known = e == NULL;
        for (size_t j = 0; j < n && !known; j++)
            known = str_eq(out[j], e);
        if (!known)
            out[n++] = e;
    }
    return n;
}

static char *trimmed(struct arena *a, const char *s)
{
    if (!s)
        return NULL;
    while (ascii_space(*s))
        s++;
    size_t n = strlen(s);
    while (n && ascii_space(s[n - 1]))
        n--;
    return arena_strndup(a, s, n);
}

/* White space of prose in a file means nothing: runs become one space. */
static char *prose(struct arena *a, const struct xml_node *e)
{
    char *s = trimmed(a, xml_text(a, e)), *to = s;
    for (const char *p = s; *p; p++)
        if (!ascii_space(*p))
            *to++ = *p;
        else if (!ascii_space(p[1]))
            *to++ = ' ';
    *to = '\0';
    return s;
}

static int values_parse(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e,
                        const struct brand_kind *k, const char *element, struct brand_value **out)
{
    int result = 0;
    struct brand_value *values = ARENA_ARRAY(l->arena, k->n_params, struct brand_value);
    struct where where = xml_where(doc, e);
    for (size_t i = 0; i < k->n_params; i++) {
        const struct brand_param *p = &k->params[i];
        if (!str_eq(p->element, element))
            continue;
        const char *text = *p->name ? xml_attr(e, p->name) : trimmed(l->arena, xml_text(l->arena, e));
        if (!text)
            text = p->def;
        if (text) {
            if (value_parse(l, p, text, where, &values[i]) < 0)
                result = -1;
        } else if (p->required) {
            result = rule_wrong(l, where, p->help, "<%s> of kind '%s' needs the attribute '%s'", e->name,
                                k->name, p->name);
        }
    }
    *out = values;
    return result;
}

static int example_svgs(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e,
                        struct brand_example *x)
{
    size_t n = 0;
    for (const struct xml_node *svg = xml_first_element(e); svg; svg = xml_next_element(svg))
        n++;
    const char **svgs = ARENA_ARRAY(l->arena, n + 1, const char *);
    n = 0;
    for (const struct xml_node *svg = xml_first_element(e); svg; svg = xml_next_element(svg)) {
        if (!xml_is(svg, XML_NS_SVG, "svg"))
            return rule_wrong(l, xml_where(doc, svg), "write text, or <svg xmlns=\"" XML_NS_SVG "\">",
                              "<%s> holds <%s>", e->name, svg->name);
        struct str s = STR_INIT;
        xml_write(&s, svg, true);
        svgs[n++] = arena_strdup(l->arena, s.data);
        str_drop(&s);
    }
    x->svgs = svgs;
    return 0;
}

static int example_parse(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e,
                         struct brand_example **out)
{
    struct brand_example *x = ARENA_NEW(l->arena, struct brand_example);
    x->fail = str_eq(e->name, "fail");
    x->where = xml_where(doc, e);
    if (known_attributes(l, doc, e, example_attributes, LENGTH(example_attributes)) < 0)
        return -1;
    x->slot = xml_attr(e, "slot");
    x->role = xml_attr(e, "role");
    x->locale = xml_attr(e, "locale");
    x->layout = xml_attr(e, "layout");
    x->format = xml_attr(e, "format");
    x->bytes = xml_attr(e, "bytes");
    x->fields = xml_attr(e, "fields");
    const char *w = xml_attr(e, "width"), *h = xml_attr(e, "height");
    x->width = w ? strtol(w, NULL, 10) : 0;
    x->height = h ? strtol(h, NULL, 10) : 0;
    if (xml_first_element(e)) {
        if (example_svgs(l, doc, e, x) < 0)
            return -1;
    } else {
        x->text = arena_strdup(l->arena, xml_text(l->arena, e)); /* as it is: white space may be the point */
    }
    while (*out)
        out = &(*out)->next;
    *out = x;
    return 0;
}

static int child_parse(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e,
                       struct brand_rule *r)
{
    const char *names[4 + 64];
    const char *common[] = {"message", "hint", "pass", "fail"};
    memcpy(names, common, sizeof common);
    size_t n = element_names(r->kind, names, LENGTH(common));
    if (!str_eq(e->ns, XML_NS_BRAND))
        return unknown_element(l, doc, e, names, n);
    if (str_eq(e->name, "message") || str_eq(e->name, "hint")) {
        *(e->name[0] == 'm' ? &r->message : &r->entry.hint) = prose(l->arena, e);
        return known_attributes(l, doc, e, NULL, 0);
    }
    if (str_eq(e->name, "pass") || str_eq(e->name, "fail"))
        return example_parse(l, doc, e, &r->examples);
    for (size_t i = LENGTH(common); i < n; i++) {
        if (!str_eq(e->name, names[i]))
            continue;
        const char *attributes[64];
        size_t n_attributes = param_names(r->kind, names[i], attributes, 0);
        struct brand_item *item = ARENA_NEW(l->arena, struct brand_item);
        item->element = names[i];
        item->where = xml_where(doc, e);
        int result = known_attributes(l, doc, e, attributes, n_attributes);
        result |= values_parse(l, doc, e, r->kind, item->element, &item->values);
        struct brand_item **at = &r->items;
        while (*at)
            at = &(*at)->next;
        *at = item;
        return result;
    }
    return unknown_element(l, doc, e, names, n);
}

static int kind_unknown(struct brand_loader *l, struct where where, const char *name)
{
    const char *names[128];
    size_t n = 0;
    for (; brand_kinds[n] && n < LENGTH(names); n++)
        names[n] = brand_kinds[n]->name;
    if (!name)
        return rule_wrong(l, where, choice_hint(l, "", names, n), "<rule> needs the attribute 'kind'");
    return rule_wrong(l, where, choice_hint(l, name, names, n), "there is no kind of rule '%s'", name);
}

static const char *const *scope_words(struct brand_loader *l, const struct xml_node *e, const char *name)
{
    const char *text = xml_attr(e, name);
    return text ? words_split(l->arena, text) : NULL;
}

static int head_parse(struct brand_loader *l, struct where where, const struct xml_node *e,
                      const struct brand_set *set, struct brand_rule *r)
{
    static const char *const levels[] = {"error", "warning", "info", "off"};
    int result = 0;
    const char *level = xml_attr(e, "level");
    r->own = xml_attr(e, "id");
    if (!r->own || !*r->own || strpbrk(r->own, "/ \t\n=,"))
        result = rule_wrong(l, where, "write id=\"a-short-name\", without spaces, '/', '=' or ','",
                            r->own ? "'%s' cannot be the id of a rule" : "<rule> needs the attribute 'id'%s",
                            r->own ? r->own : "");
    r->entry.id = arena_printf(l->arena, "%s/%s", set->name, r->own ? r->own : "?");
    for (size_t i = 0; i < l->all.len; i++)
        if (r->own && str_eq(l->all.at[i].entry.id, r->entry.id))
            result = rule_wrong(l, where, "give each rule of a file its own id",
                                "the id '%s' is already used on line %ld", r->own, l->all.at[i].where.line);
    r->level = level ? level_of(level) : DIAG_ERROR;
    if (r->level == LEVEL_NONE)
        result = rule_wrong(l, where, choice_hint(l, level, levels, LENGTH(levels)), "there is no level '%s'",
                            level);
    r->entry.section = xml_attr(e, "section") ? xml_attr(e, "section") : r->kind->section;
    r->entry.link = xml_attr(e, "link");
    r->source = xml_attr(e, "source") ? xml_attr(e, "source") : set->source;
    r->dated = xml_attr(e, "dated") ? xml_attr(e, "dated") : set->dated;
    r->certainty = xml_attr(e, "certainty");
    static const char *const certainties[] = {"second-hand", "unsure"};
    if (r->certainty && !str_eq(r->certainty, certainties[0]) && !str_eq(r->certainty, certainties[1]))
        result = rule_wrong(l, where, choice_hint(l, r->certainty, certainties, LENGTH(certainties)),
                            "certainty cannot be '%s'", r->certainty);
    r->layouts = scope_words(l, e, "layouts");
    r->locales = scope_words(l, e, "locales");
    r->slots = scope_words(l, e, "slots");
    r->roles = scope_words(l, e, "roles");
    r->except = scope_words(l, e, "except");
    r->test = xml_attr(e, "test");
    if (r->test) { /* compiled again by each worker: an evaluator belongs to one thread */
        struct xpath *x = xpath_new(l->ctx, r->test, where);
        if (!x)
            result = -1, l->n_failed++;
        xpath_drop(x);
    }
    return result;
}

int rule_parse(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e,
               const struct brand_set *set)
{
    struct brand_rule r = {.where = xml_where(doc, e)};
    r.kind = brand_kind_find(xml_attr(e, "kind"));
    if (!r.kind)
        return kind_unknown(l, r.where, xml_attr(e, "kind"));
    const char *names[LENGTH(common_attributes) + 64];
    size_t n = LENGTH(common_attributes) - (r.kind->by_slot ? 0 : N_COMMON_BY_SLOT);
    memcpy(names, common_attributes, n * sizeof names[0]);
    n = param_names(r.kind, NULL, names, n);
    r.entry.kind = r.kind->name;
    int result = known_attributes(l, doc, e, names, n);
    result |= head_parse(l, r.where, e, set, &r);
    result |= values_parse(l, doc, e, r.kind, NULL, &r.values);
    for (const struct xml_node *c = xml_first_element(e); c; c = xml_next_element(c))
        result |= child_parse(l, doc, c, &r);
    r.entry.summary = r.message ? r.message : r.kind->summary;
    if (!r.entry.hint)
        r.entry.hint = r.kind->hint;
    if (result == 0 && r.kind->compile && r.kind->compile(l, &r, &r.payload) < 0)
        result = -1;
    r.need = result == 0 && r.kind->need_of ? r.kind->need_of(&r) : r.kind->need;
    r.index = l->all.len;
    if (result == 0)
        vec_push(&l->all, r);
    return result;
}
