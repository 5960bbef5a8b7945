#include "brand/rules-imp.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *const *words_split(struct arena *a, const char *text)
{
    size_t n = 0;
    for (const char *p = text; *p;) {
        while (ascii_space(*p))
            p++;
        n += *p != '\0';
        while (*p && !ascii_space(*p))
            p++;
    }
    const char **out = ARENA_ARRAY(a, n + 1, const char *);
    n = 0;
    for (const char *p = text; *p;) {
        while (ascii_space(*p))
            p++;
        const char *start = p;
        while (*p && !ascii_space(*p))
            p++;
        if (p > start)
            out[n++] = arena_strndup(a, start, (size_t)(p - start));
    }
    return out;
}

const char *names_list(struct arena *a, const char *const *names, size_t n)
{
    struct str s = STR_INIT;
    for (size_t i = 0; i < n; i++)
        str_printf(&s, "%s%s", i ? ", " : "", names[i]);
    char *out = arena_strdup(a, s.data);
    str_drop(&s);
    return out;
}

static const char *const *choices_split(struct arena *a, const char *choices, size_t *n)
{
    char *copy = arena_strdup(a, choices);
    for (char *p = copy; *p; p++)
        if (*p == '|')
            *p = ' ';
    const char *const *words = words_split(a, copy);
    for (*n = 0; words[*n];)
        ++*n;
    return words;
}

static int choice_check(struct brand_loader *l, const struct brand_param *p, const char *word,
                        struct where where)
{
    size_t n;
    const char *const *words = choices_split(l->arena, p->choices, &n);
    if (words_have(words, word))
        return 0;
    const char *mean = did_you_mean(word, words, n);
    const char *list = names_list(l->arena, words, n);
    return rule_wrong(l, where,
                      mean ? arena_printf(l->arena, "did you mean '%s'? It is one of %s", mean, list)
                           : arena_printf(l->arena, "write one of %s", list),
                      "%s cannot be '%s'", *p->name ? p->name : p->element, word);
}

bool bytes_parse(const char *s, double *out)
{
    static const struct {
        const char *unit;
        double factor;
    } units[] = {{"", 1},     {"B", 1},   {"kB", 1e3},   {"KB", 1e3},         {"k", 1e3},
                 {"MB", 1e6}, {"M", 1e6}, {"KiB", 1024}, {"MiB", 1024 * 1024}};
    size_t used = number_parse(s, strlen(s), out);
    if (!used || *out < 0)
        return false;
    while (s[used] == ' ')
        used++;
    for (size_t i = 0; i < LENGTH(units); i++)
        if (str_eq(s + used, units[i].unit)) {
            *out *= units[i].factor;
            return true;
        }
    return false;
}

static bool date_parse(const char *s, double *out)
{
    if (strlen(s) != 10 || s[4] != '-' || s[7] != '-')
        return false;
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && !isdigit((unsigned char)s[i]))
            return false;
    long y = strtol(s, NULL, 10), m = strtol(s + 5, NULL, 10), d = strtol(s + 8, NULL, 10);
    *out = (double)(y * 10000 + m * 100 + d);
    return m >= 1 && m <= 12 && d >= 1 && d <= 31;
}

static bool size_word(const char *w)
{
    char *end;
    long width = strtol(w, &end, 10);
    if (!isdigit((unsigned char)*w) || *end != 'x' || width < 1 || width > LIMIT_CANVAS_SIDE)
        return false;
    const char *h = end + 1;
    long height = strtol(h, &end, 10);
    return isdigit((unsigned char)*h) && !*end && height >= 1 && height <= LIMIT_CANVAS_SIDE;
}

int value_parse(struct brand_loader *l, const struct brand_param *p, const char *text, struct where where,
                struct brand_value *out)
{
    const char *name = *p->name ? p->name : p->element;
    out->set = true;
    out->text = arena_strdup(l->arena, text);
    switch (p->type) {
    case BRAND_TEXT:
        if (p->required && !*text)
            return rule_wrong(l, where, "write a value", "%s is empty", name);
        return 0;
    case BRAND_NUMBER:
        if (number_parse(text, strlen(text), &out->number) != strlen(text) || !*text)
            return rule_wrong(l, where, "write a number such as 4.5", "%s is not a number: '%s'", name, text);
        if ((p->min != 0 || p->max != 0) && (out->number < p->min || out->number > p->max))
            return rule_wrong(l, where,
                              arena_printf(l->arena, "write a number from %g to %g", p->min, p->max),
                              "%s is out of range: %s", name, text);
        return 0;
    case BRAND_YES:
        out->yes = str_eq(text, "yes");
        if (!out->yes && !str_eq(text, "no"))
            return rule_wrong(l, where, "write yes or no", "%s cannot be '%s'", name, text);
        return 0;
    case BRAND_COLOR:
        if (!svg_parse_color(text, &out->color))
            return rule_wrong(l, where, "write a colour such as #2a9d8f", "%s is not a colour: '%s'", name,
                              text);
        return 0;
    case BRAND_WORDS:
        out->words = words_split(l->arena, text);
        if (!out->words[0])
            return rule_wrong(l, where, "write one word or more", "%s is empty", name);
        return 0;
    case BRAND_CHOICE:
        return choice_check(l, p, text, where);
    case BRAND_CHOICES:
        out->words = words_split(l->arena, text);
        for (size_t i = 0; out->words[i]; i++)
            if (choice_check(l, p, out->words[i], where) < 0)
                return -1;
        return 0;
    case BRAND_PATTERN:
        out->pattern = loader_match(l, text, 0, where);
        return out->pattern ? 0 : -1;
    case BRAND_BYTES:
        if (!bytes_parse(text, &out->number))
            return rule_wrong(l, where,
                              "write a number of bytes, or one with a unit: 150kB, 150KiB, 5MB, 5MiB",
                              "%s is not a number of bytes: '%s'", name, text);
        return 0;
    case BRAND_DATE:
        if (!date_parse(text, &out->number))
            return rule_wrong(l, where, "write a day such as 2026-11-30", "%s is not a date: '%s'", name,
                              text);
        return 0;
    case BRAND_SIZES:
        out->words = words_split(l->arena, text);
        for (size_t i = 0; out->words[i] || i == 0; i++)
            if (!out->words[i] || !size_word(out->words[i]))
                return rule_wrong(l, where, "write sizes such as 300x250 728x90",
                                  "%s has no valid size: '%s'", name, out->words[i] ? out->words[i] : "");
        return 0;
    }
    return -1;
}

static const struct brand_value *value_of(const struct brand_rule *r, const struct brand_value *values,
                                          const char *element, const char *name)
{
    const struct brand_param *p = r->kind->params;
    for (size_t i = 0; i < r->kind->n_params; i++) /* mostly the very literal of the kind's own file */
        if (p[i].name == name && p[i].element == element)
            return &values[i];
    for (size_t i = 0; i < r->kind->n_params; i++)
        if (str_eq(p[i].element, element) && str_eq(p[i].name, name))
            return &values[i];
    static const struct brand_value none;
    return &none;
}

const struct brand_value *rule_value(const struct brand_rule *r, const char *name)
{
    return value_of(r, r->values, NULL, name);
}

const struct brand_value *item_value(const struct brand_rule *r, const struct brand_item *i, const char *name)
{
    return value_of(r, i->values, i->element, name);
}

double rule_number(const struct brand_rule *r, const char *name, double otherwise)
{
    const struct brand_value *v = rule_value(r, name);
    return v->set ? v->number : otherwise;
}

bool rule_yes(const struct brand_rule *r, const char *name)
{
    return rule_value(r, name)->yes;
}

const char *certainty_note(const struct brand_rule *r)
{
    return !r->certainty                    ? NULL
           : str_eq(r->certainty, "unsure") ? "the limit could not be confirmed, ask the platform"
                                            : "the limit is a third party's word, ask the platform";
}

bool words_have(const char *const *words, const char *word)
{
    for (; words && *words && word; words++)
        if (str_eq(*words, word))
            return true;
    return false;
}
