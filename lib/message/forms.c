/* A message with plurals and selects as whole sentences, one for each form, and back. */
#include <stdlib.h>
#include <string.h>

#include "message/message-imp.h"

enum { MAX_CHOICES = 4, MAX_FORMS = 36, MAX_DEPTH = 32 };

struct choice_of { /* one argument that sentences differ by */
    size_t arg;    /* of the message that the plan was made from */
    const char *name;
    bool plural, ordinal;
    struct {
        const char **at;
        size_t len, cap;
    } options; /* exact ones first, "other" last */
};

struct message_plan {
    struct arena *a;
    struct choice_of choices[MAX_CHOICES]; /* selects before plurals: '#' means the innermost plural */
    size_t n_choices, n_plurals, n_forms;
};

static bool collect(struct message_plan *plan, const struct message *m, const struct part *parts, int depth)
{
    for (const struct part *p = parts; p; p = p->next) {
        if (p->kind == PART_CHOICE)
            return false;
        if (p->kind != PART_PLURAL && p->kind != PART_SELECT)
            continue;
        if (depth == MAX_DEPTH || p->offset != 0)
            return false;
        const char *name = m->args[p->arg].name;
        struct choice_of *c = NULL;
        for (size_t i = 0; i < plan->n_choices && !c; i++)
            c = strcmp(plan->choices[i].name, name) == 0 ? &plan->choices[i] : NULL;
        bool plural = p->kind == PART_PLURAL;
        if (c && (c->plural != plural || c->ordinal != p->ordinal))
            return false; /* one argument chosen by in two ways */
        if (!c) {
            if (plan->n_choices == MAX_CHOICES)
                return false;
            c = &plan->choices[plan->n_choices++];
            *c = (struct choice_of){.arg = p->arg, .name = name, .plural = plural, .ordinal = p->ordinal};
        }
        for (const struct branch *b = p->branches; b; b = b->next) {
            bool known = false;
            for (size_t i = 0; i < c->options.len; i++)
                known |= strcmp(c->options.at[i], b->selector) == 0;
            if (!known)
                vec_push(&c->options, b->selector);
            if (!collect(plan, m, b->parts, depth + 1))
                return false;
        }
    }
    return true;
}

static int rank_of(const struct choice_of *c, const char *option)
{
    static const char *const order[] = {"zero", "one", "two", "few", "many"};
    if (strcmp(option, "other") == 0)
        return 9;
    for (int i = 0; c->plural && i < 5; i++) {
        if (strcmp(option, order[i]) == 0)
            return i + 1;
    }
    return 0; /* exact, or a select's: in the order of the message */
}

/* The forms of the language instead of those that the message has; in the usual order. */
static void settle(struct choice_of *c, const UPluralRules *rules, struct arena *a)
{
    static const char *const categories[] = {"zero", "one", "two", "few", "many", "other"};
    const char **out = ARENA_ARRAY(a, c->options.len + 6, const char *);
    size_t n = 0;
    for (int rank = 0; rank < 10; rank++) {
        for (size_t i = 0; i < c->options.len; i++) {
            if (rank_of(c, c->options.at[i]) == rank && (rank == 0 || !c->plural || !rules))
                out[n++] = c->options.at[i];
        }
        for (int i = 0; c->plural && rules && i < 6; i++) {
            if (rank_of(c, categories[i]) == rank && plural_has(rules, categories[i]))
                out[n++] = categories[i];
        }
    }
    free(c->options.at);
    c->options.at = out;
    c->options.len = n;
    c->options.cap = 0;
}

static void drop_options(struct message_plan *plan)
{
    for (size_t i = 0; i < plan->n_choices; i++)
        free(plan->choices[i].options.at);
}

/* Options that only a label of a form names: "=0", "who:male,n:few". Unknown choices are passed over. */
static void add_labelled(struct message_plan *plan, const char *label)
{
    while (*label) {
        size_t n = strcspn(label, ","), colon = strcspn(label, ":,");
        struct choice_of *c = NULL;
        for (size_t i = 0; i < plan->n_choices && colon < n; i++) {
            if (strlen(plan->choices[i].name) == colon && strncmp(plan->choices[i].name, label, colon) == 0)
                c = &plan->choices[i];
        }
        if (colon == n && plan->n_choices == 1)
            c = plan->choices;
        const char *at = colon < n ? label + colon + 1 : label;
        size_t len = (size_t)(label + n - at);
        bool known = !c || (c->plural && *at != '=') || c->options.len > MAX_FORMS;
        for (size_t i = 0; !known && i < c->options.len; i++)
            known = strlen(c->options.at[i]) == len && strncmp(c->options.at[i], at, len) == 0;
        if (!known && len && !memchr(at, ' ', len))
            vec_push(&c->options, arena_strndup(plan->a, at, len));
        label += n + (label[n] == ',');
    }
}

struct message_plan *message_plan_new(struct arena *a, const struct message *m, const struct message *other,
                                      const char *const *labels, const char *locale)
{
    struct message_plan *plan = ARENA_NEW(a, struct message_plan);
    plan->a = a;
    bool good = collect(plan, m, m->parts, 0) && plan->n_choices;
    size_t n = plan->n_choices;
    if (good && other)
        good = collect(plan, other, other->parts, 0) && plan->n_choices == n;
    if (!good) {
        drop_options(plan);
        return NULL;
    }
    for (size_t i = 0; labels && labels[i]; i++)
        add_labelled(plan, labels[i]);
    UPluralRules *rules[2];
    plural_rules(locale, rules);
    plan->n_forms = 1;
    struct choice_of sorted[MAX_CHOICES];
    size_t n_sorted = 0;
    for (int plural = 0; plural < 2; plural++) {
        for (size_t i = 0; i < n; i++) {
            struct choice_of *c = &plan->choices[i];
            if (c->plural != plural)
                continue;
            settle(c, rules[c->ordinal], a);
            plan->n_plurals += c->plural;
            sorted[n_sorted++] = *c;
            if (plan->n_forms <= MAX_FORMS)
                plan->n_forms *= c->options.len;
        }
    }
    memcpy(plan->choices, sorted, n_sorted * sizeof *sorted);
    plural_rules_drop(rules);
    return plan->n_forms <= MAX_FORMS ? plan : NULL;
}

size_t message_plan_forms(const struct message_plan *plan)
{
    return plan->n_forms;
}

/* Which option of choice `c` form number `form` has: the last choice turns fastest. */
static size_t option_of(const struct message_plan *plan, size_t form, size_t c)
{
    for (size_t i = plan->n_choices - 1; i > c; i--)
        form /= plan->choices[i].options.len;
    return form % plan->choices[c].options.len;
}

char *message_plan_label(const struct message_plan *plan, struct arena *a, size_t form)
{
    struct str out = STR_INIT;
    for (size_t i = 0; i < plan->n_choices; i++) {
        const char *option = plan->choices[i].options.at[option_of(plan, form, i)];
        if (plan->n_choices == 1)
            str_puts(&out, option);
        else
            str_printf(&out, "%s%s:%s", i ? "," : "", plan->choices[i].name, option);
    }
    char *label = arena_strndup(a, out.data, out.len);
    str_drop(&out);
    return label;
}

char *message_plan_hint(const struct message_plan *plan, struct arena *a, size_t form, const char *locale)
{
    UPluralRules *rules[2];
    struct str out = STR_INIT;
    plural_rules(locale, rules);
    for (size_t i = 0; i < plan->n_choices; i++) {
        const struct choice_of *c = &plan->choices[i];
        const char *option = c->options.at[option_of(plan, form, i)];
        str_printf(&out, "%sused when %s is ", i ? "; " : "", c->name);
        if (*option == '=') {
            str_printf(&out, "exactly %s", option + 1);
        } else if (!c->plural) {
            bool rest = strcmp(option, "other") == 0;
            str_printf(&out, rest && c->options.len > 1 ? "anything else" : "'%s'", option);
        } else {
            char samples[160];
            plural_samples(rules[c->ordinal], option, samples, sizeof samples);
            str_printf(&out, "%s", *samples ? samples : "a fraction");
        }
    }
    plural_rules_drop(rules);
    char *hint = arena_strndup(a, out.data, out.len);
    str_drop(&out);
    return hint;
}

static const struct branch *branch_for(const struct message_plan *plan, size_t form, const struct message *m,
                                       const struct part *p)
{
    const struct branch *other = NULL;
    for (size_t i = 0; i < plan->n_choices; i++) {
        if (strcmp(plan->choices[i].name, m->args[p->arg].name) != 0)
            continue;
        const char *option = plan->choices[i].options.at[option_of(plan, form, i)];
        for (const struct branch *b = p->branches; b; b = b->next) {
            if (strcmp(b->selector, option) == 0)
                return b;
            if (strcmp(b->selector, "other") == 0)
                other = b;
        }
    }
    return other;
}

static void lay_out(struct piece_writer *w, const struct message_plan *plan, size_t form,
                    const struct part *parts, const char *number)
{
    for (const struct part *p = parts; p; p = p->next) {
        if (p->kind == PART_PLURAL || p->kind == PART_SELECT) {
            const struct branch *b = branch_for(plan, form, w->m, p);
            /* '#' is the plural's number only directly in its branches. */
            const char *inner = p->kind != PART_PLURAL ? NULL
                                : plan->n_plurals == 1
                                    ? "#"
                                    : arena_printf(w->a, "{%s, number}", w->m->args[p->arg].name);
            if (b)
                lay_out(w, plan, form, b->parts, inner);
        } else if (p->kind == PART_HASH && number) {
            piece_put(w, PIECE_ARGUMENT, number);
        } else {
            piece_put_part(w, p, plan->n_plurals ? '#' : 0);
        }
    }
}

size_t message_plan_pieces(const struct message_plan *plan, const struct message *m, struct arena *a,
                           size_t form, struct message_piece **out)
{
    struct piece_writer w = {.a = a, .m = m};
    lay_out(&w, plan, form, m->parts, NULL);
    return pieces_take(&w, out);
}

/* Where form `form` has no text: that of the nearest form, "other" instead of each plural category. */
static const char *text_for(const struct message_plan *plan, const char *const *texts, size_t form)
{
    if (texts[form])
        return texts[form];
    size_t near = 0;
    for (size_t i = 0; i < plan->n_choices; i++) {
        const struct choice_of *c = &plan->choices[i];
        size_t at = option_of(plan, form, i);
        bool category = c->plural && *c->options.at[at] != '=';
        near = near * c->options.len + (category ? c->options.len - 1 : at);
    }
    return texts[near];
}

static bool join(const struct message_plan *plan, const char *const *texts, size_t c, size_t base,
                 struct str *out)
{
    if (c == plan->n_choices) {
        const char *text = text_for(plan, texts, base);
        str_puts(out, text ? text : "");
        return text != NULL;
    }
    const struct choice_of *choice = &plan->choices[c];
    str_printf(out, "{%s, %s,", choice->name,
               !choice->plural   ? "select"
               : choice->ordinal ? "selectordinal"
                                 : "plural");
    for (size_t i = 0; i < choice->options.len; i++) {
        str_printf(out, " %s {", choice->options.at[i]);
        if (!join(plan, texts, c + 1, base * choice->options.len + i, out))
            return false;
        str_putc(out, '}');
    }
    str_putc(out, '}');
    return true;
}

char *message_plan_join(const struct message_plan *plan, struct arena *a, const char *const *texts)
{
    struct str out = STR_INIT;
    char *pattern = join(plan, texts, 0, 0, &out) ? arena_strndup(a, out.data, out.len) : NULL;
    str_drop(&out);
    return pattern;
}
