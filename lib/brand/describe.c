/* Rules and kinds for people: --list-rules and --explain. */
#include <string.h>

#include "brand/rules-imp.h"

static const char *type_name(enum brand_type t)
{
    static const char *const names[] = {"text",    "number",  "yes or no", "colour", "words", "one of",
                                        "some of", "pattern", "bytes",     "date",   "sizes"};
    return names[t];
}

static const char *level_name(int level)
{
    return level == BRAND_OFF ? "off" : diag_level_name((enum diag_level)level);
}

void brand_rules_list(const struct brand_rules *r, struct str *out)
{
    size_t id = 4, kind = 4;
    for (size_t i = 0; i < r->n_rules; i++) {
        id = strlen(r->rules[i].entry.id) > id ? strlen(r->rules[i].entry.id) : id;
        kind = strlen(r->rules[i].kind->name) > kind ? strlen(r->rules[i].kind->name) : kind;
    }
    for (size_t i = 0; i < r->n_rules; i++) {
        const struct brand_rule *x = &r->rules[i];
        str_printf(out, "%-*s  %-7s  %-*s  %-6s  %s\n", (int)id, x->entry.id, level_name(x->level), (int)kind,
                   x->kind->name, brand_need_name(x->need), x->entry.summary);
    }
}

static void words_line(struct str *out, const char *name, const char *const *words)
{
    if (!words)
        return;
    str_printf(out, "  %s:", name);
    for (; *words; words++)
        str_printf(out, " %s", *words);
    str_puts(out, "\n");
}

static void text_line(struct str *out, const char *name, const char *text)
{
    if (text)
        str_printf(out, "  %s: %s\n", name, text);
}

static void explain_rule(const struct brand_rule *r, struct str *out)
{
    str_printf(out, "%s (%s, %s): %s\n", r->entry.id, r->kind->name, level_name(r->level), r->entry.summary);
    text_line(out, "to do", r->entry.hint);
    text_line(out, "more", r->entry.link);
    text_line(out, "source", r->source);
    text_line(out, "as of", r->dated);
    text_line(out, "certainty", r->certainty ? certainty_note(r) : NULL);
    words_line(out, "layouts", r->layouts);
    words_line(out, "locales", r->locales);
    words_line(out, "slots", r->slots);
    words_line(out, "roles", r->roles);
    words_line(out, "except", r->except);
    text_line(out, "only when", r->test);
    for (size_t i = 0; i < r->kind->n_params; i++)
        if (!r->kind->params[i].element && r->values[i].set)
            text_line(out, r->kind->params[i].name, r->values[i].text);
    for (const struct brand_item *it = r->items; it; it = it->next) {
        str_printf(out, "  <%s", it->element);
        const char *body = NULL;
        for (size_t i = 0; i < r->kind->n_params; i++) {
            if (!str_eq(r->kind->params[i].element, it->element) || !it->values[i].set)
                continue;
            if (*r->kind->params[i].name)
                str_printf(out, " %s=\"%s\"", r->kind->params[i].name, it->values[i].text);
            else
                body = it->values[i].text;
        }
        if (body)
            str_printf(out, ">%s</%s>\n", body, it->element);
        else
            str_puts(out, "/>\n");
    }
    str_printf(out, "  from %s:%ld; needs the %s\n", r->where.file, r->where.line, brand_need_name(r->need));
}

static void explain_kind(const struct brand_kind *k, struct str *out)
{
    str_printf(out, "kind %s: %s\n  section %s; needs the %s%s\n", k->name, k->summary, k->section,
               brand_need_name(k->need), k->by_slot ? "; takes slots=, roles= and except=" : "");
    for (size_t i = 0; i < k->n_params; i++) {
        const struct brand_param *p = &k->params[i];
        str_puts(out, "  ");
        if (p->element)
            str_printf(out, "<%s>%s", p->element, *p->name ? " " : "");
        str_printf(out, "%s (%s%s%s", p->name, type_name(p->type), p->choices ? " " : "",
                   p->choices ? p->choices : "");
        if (p->required)
            str_puts(out, ", required");
        if (p->def)
            str_printf(out, ", default %s", p->def);
        str_printf(out, "): %s\n", p->help);
    }
}

int brand_rules_explain(struct ctx *ctx, const struct brand_rules *r, const char *what, struct str *out)
{
    bool any = false;
    for (size_t i = 0; i < r->n_rules; i++)
        if (rule_matches(&r->rules[i], what)) {
            explain_rule(&r->rules[i], out);
            any = true;
        }
    const struct brand_kind *k = brand_kind_find(what);
    if (k)
        explain_kind(k, out);
    if (any || k)
        return 0;
    const char *names[256];
    size_t n = 0;
    for (size_t i = 0; brand_kinds[i] && n < LENGTH(names); i++)
        names[n++] = brand_kinds[i]->name;
    for (size_t i = 0; i < r->n_rules && n < LENGTH(names); i++)
        names[n++] = r->rules[i].entry.id;
    for (size_t i = 0; i < r->n_rules && n < LENGTH(names); i++)
        names[n++] = r->rules[i].own;
    const char *mean = did_you_mean(what, names, n);
    report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0},
                mean ? arena_printf(r->arena, "did you mean '%s'?", mean) : "--list-rules shows the rules",
                "no rule and no kind of rule is named '%s'", what);
    return -1;
}

int brand_describe(struct ctx *ctx, const struct brand_options *o, const char *what, struct str *out)
{
    static const char *const hygiene[] = {"hygiene"};
    bool named = o->n_rule_names > 0;
    struct brand_rules *r =
        brand_rules_load(ctx, named ? o->rule_names : hygiene, named ? o->n_rule_names : 1, NULL);
    int result = r ? brand_rules_choose(ctx, r, &o->choice) : -1;
    if (result == 0 && what)
        result = brand_rules_explain(ctx, r, what, out);
    else if (result == 0)
        brand_rules_list(r, out);
    brand_rules_drop(r);
    return result;
}
