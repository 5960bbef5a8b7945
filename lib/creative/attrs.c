#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "creative/creative-imp.h"

enum {
    CREATIVE_LIST = 10000,     /* entries of one list: readers compare names pairwise */
    CREATIVE_MESSAGES = 100000 /* of <copy>, which has an index */
};

const char *near_name(struct loading *l, const char *word, const char *const *known, size_t n)
{
    return l->n_guesses++ < 100 ? did_you_mean(word, known, n) : NULL;
}

void creative_wrong(struct loading *l, struct where where, const char *hint, const char *fmt, ...)
{
    struct str s = STR_INIT;
    va_list ap;
    va_start(ap, fmt);
    str_vprintf(&s, fmt, ap);
    va_end(ap);
    report_hint(l->ctx, DIAG_ERROR, DIAG_CREATIVE, where, hint, "%s", s.data);
    str_drop(&s);
    l->failed = true;
}

void creative_dangling(struct loading *l, struct where where, const char *what, const char *name,
                       const char *const *known, size_t n_known)
{
    const char *near = near_name(l, name, known, n_known);
    char *hint = near ? arena_printf(l->a, "did you mean '%s'?", near) : NULL;
    if (!hint && n_known && n_known <= 12) {
        struct str s = STR_INIT;
        str_puts(&s, "there is ");
        for (size_t i = 0; i < n_known; i++)
            str_printf(&s, "%s'%s'", i ? ", " : "", known[i]);
        hint = arena_strdup(l->a, s.data);
        str_drop(&s);
    }
    report_hint(l->ctx, DIAG_ERROR, DIAG_CREATIVE_REF, where, hint, "%s '%s' does not exist", what, name);
    l->failed = true;
}

const char *const *split_words(struct arena *a, const char *s, size_t *n)
{
    const char sep = strchr(s, '|') ? '|' : strchr(s, ',') ? ',' : ' ';
    size_t max = 2;
    for (const char *p = s; *p; p++)
        max += *p == sep || ascii_space(*p);
    const char **out = ARENA_ARRAY(a, max + 1, const char *);
    size_t k = 0;
    for (const char *p = s; *p;) {
        const char *start = p;
        while (*p && !(sep == ' ' ? ascii_space(*p) : *p == sep))
            p++;
        const char *end = p;
        while (start < end && ascii_space(*start))
            start++;
        while (end > start && ascii_space(end[-1]))
            end--;
        if (end > start)
            out[k++] = arena_strndup(a, start, (size_t)(end - start));
        if (*p)
            p++;
    }
    if (n)
        *n = k;
    return out;
}

static bool listed(const char *name, const char *const *known, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(known[i], name))
            return true;
    return false;
}

void check_attrs(struct loading *l, const struct xml_node *e, const char *names)
{
    size_t n;
    const char *const *known = split_words(l->a, names, &n);
    for (const struct xml_attr *a = e->attrs; a; a = a->next) {
        if (a->ns || listed(a->name, known, n))
            continue;
        const char *near = near_name(l, a->name, known, n);
        creative_wrong(l, xml_where(l->doc, e), near ? arena_printf(l->a, "did you mean '%s'?", near) : NULL,
                       "<%s> has no attribute '%s'", e->name, a->name);
    }
}

void check_children(struct loading *l, const struct xml_node *e, const char *names)
{
    size_t n;
    const char *const *known = split_words(l->a, names, &n);
    size_t count = 0, most = str_eq(e->name, "copy") ? CREATIVE_MESSAGES : CREATIVE_LIST;
    for (struct xml_node *k = xml_first_element(e); k; k = xml_next_element(k)) {
        if (++count > most) {
            report(l->ctx, DIAG_LIMIT, xml_where(l->doc, k), "<%s> has more than %zu entries", e->name, most);
            l->failed = true;
            k->next = NULL; /* so that no reader goes on */
            break;
        }
        if (!str_eq(k->ns, XML_NS_CREATIVE)) {
            if (!k->ns)
                creative_wrong(l, xml_where(l->doc, k), "write xmlns=\"" XML_NS_CREATIVE "\" on the root",
                               "<%s> is in no namespace", k->name);
            continue; /* other namespaces are the designer's own notes */
        }
        if (listed(k->name, known, n))
            continue;
        const char *near = near_name(l, k->name, known, n);
        creative_wrong(l, xml_where(l->doc, k), near ? arena_printf(l->a, "did you mean <%s>?", near) : NULL,
                       "<%s> may not stand in <%s>", k->name, e->name);
    }
}

const char *need_attr(struct loading *l, const struct xml_node *e, const char *name)
{
    const char *v = xml_attr(e, name);
    if (v && *v)
        return v;
    creative_wrong(l, xml_where(l->doc, e), NULL, "<%s> needs the attribute '%s'", e->name, name);
    return "";
}

bool attr_bool(struct loading *l, const struct xml_node *e, const char *name, bool otherwise)
{
    const char *v = xml_attr(e, name);
    if (!v)
        return otherwise;
    if (str_eq(v, "yes") || str_eq(v, "true") || str_eq(v, "1"))
        return true;
    if (!str_eq(v, "no") && !str_eq(v, "false") && !str_eq(v, "0"))
        creative_wrong(l, xml_where(l->doc, e), "write yes or no", "'%s' is not a value of '%s'", v, name);
    return false;
}

double attr_number(struct loading *l, const struct xml_node *e, const char *name, double min, double max,
                   double otherwise)
{
    const char *v = xml_attr(e, name);
    if (!v)
        return otherwise;
    double d;
    size_t n = number_parse(v, strlen(v), &d);
    if (n && (str_eq(v + n, "px") || str_eq(v + n, "em")))
        n += 2;
    if (!n || v[n]) {
        creative_wrong(l, xml_where(l->doc, e), "write a plain number", "'%s' is not a value of '%s'", v,
                       name);
        return otherwise;
    }
    if (d < min || d > max) {
        creative_wrong(l, xml_where(l->doc, e), NULL, "%s=\"%s\" is not between %g and %g", name, v, min,
                       max);
        return otherwise;
    }
    return d;
}

long attr_long(struct loading *l, const struct xml_node *e, const char *name, long min, long max,
               long otherwise)
{
    double d = attr_number(l, e, name, (double)min, (double)max, (double)otherwise);
    if (d != floor(d)) {
        creative_wrong(l, xml_where(l->doc, e), NULL, "'%s' is a whole number", name);
        return otherwise;
    }
    return (long)d;
}

int attr_word(struct loading *l, const struct xml_node *e, const char *name, const char *words, int otherwise)
{
    const char *v = xml_attr(e, name);
    if (!v)
        return otherwise;
    size_t n;
    const char *const *known = split_words(l->a, words, &n);
    for (size_t i = 0; i < n; i++)
        if (str_eq(known[i], v))
            return (int)i;
    creative_wrong(l, xml_where(l->doc, e), arena_printf(l->a, "use one of %s", words),
                   "'%s' is not a value of '%s'", v, name);
    return otherwise;
}

size_t count_children(const struct xml_node *e, const char *name)
{
    size_t n = 0;
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, name); k;
         k = xml_next(k, XML_NS_CREATIVE, name))
        n++;
    return n;
}

struct value read_value(struct loading *l, const struct xml_node *e, const char *except)
{
    static const struct {
        const char *name;
        enum value_kind kind;
    } kinds[] = {{"message", VALUE_MESSAGE}, {"column", VALUE_COLUMN}, {"text", VALUE_TEXT},
                 {"image", VALUE_IMAGE},     {"paint", VALUE_PAINT},   {"visible", VALUE_VISIBLE},
                 {"module", VALUE_MODULE},   {"value", VALUE_LITERAL}, {"drop", VALUE_DROP}};
    struct value v = {0};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *text = xml_attr(e, kinds[i].name);
        if (!text || str_eq(kinds[i].name, except))
            continue;
        if (v.kind != VALUE_NONE) {
            creative_wrong(l, xml_where(l->doc, e), "keep one of them",
                           "<%s> gives two values, the second in '%s'", e->name, kinds[i].name);
            continue;
        }
        v.kind = kinds[i].kind;
        v.text = text;
        if (v.kind == VALUE_VISIBLE)
            v.yes = attr_bool(l, e, "visible", true);
        if (v.kind == VALUE_DROP && !attr_bool(l, e, "drop", true))
            v = (struct value){0};
    }
    return v;
}
