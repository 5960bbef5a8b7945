/* Placeholders and structure of a translation against its source. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uenum.h>

#include "message/message-imp.h"

enum use {
    USE_PLAIN = 1,
    USE_NUMBER = 2,
    USE_DATE = 4,
    USE_PLURAL = 8,
    USE_ORDINAL = 16,
    USE_SELECT = 32,
    USE_CURRENCY = 64,
    USE_RULES = 128,
    USE_LIST = 256,
    USE_RANGE = 512,
    USE_CHOICE = 1024,
    USE_INTERVAL = 2048,
    USE_RELATIVE = 4096,
    USE_NAMED = 8192 /* by another argument's style */
};

struct usage { /* what a message does with an argument, or with a run */
    const char *name;
    bool run;
    unsigned uses;
    const struct part *select; /* the first select on it */
};

struct usages {
    struct usage *at;
    size_t len, cap;
};

static struct usage *find_usage(const struct usages *u, const struct usage *like)
{
    for (size_t i = 0; i < u->len; i++) {
        if (u->at[i].run == like->run && strcmp(u->at[i].name, like->name) == 0)
            return &u->at[i];
    }
    return NULL;
}

static struct usage *usage_of(struct usages *u, const char *name, bool run)
{
    struct usage new = {name, run, 0, NULL}, *old = find_usage(u, &new);
    if (old)
        return old;
    vec_push(u, new);
    return &u->at[u->len - 1];
}

static unsigned use_of(const struct part *p)
{
    switch (p->kind) {
    case PART_ARG:
        return USE_PLAIN;
    case PART_NUMBER:
        return USE_NUMBER | (p->has_currency ? USE_CURRENCY : 0);
    case PART_DATE:
    case PART_TIME:
        return USE_DATE;
    case PART_RULES:
        return USE_RULES;
    case PART_LIST:
        return USE_LIST;
    case PART_RANGE:
        return USE_RANGE | (p->has_currency ? USE_CURRENCY : 0);
    case PART_INTERVAL:
        return USE_INTERVAL;
    case PART_RELATIVE:
        return USE_RELATIVE;
    case PART_PLURAL:
        return p->ordinal ? USE_ORDINAL : USE_PLURAL;
    case PART_SELECT:
        return USE_SELECT;
    case PART_CHOICE:
        return USE_CHOICE;
    default:
        return 0;
    }
}

static void collect(const struct message *m, const struct part *parts, struct usages *u)
{
    for (const struct part *p = parts; p; p = p->next) {
        if (p->kind == PART_RUN_OPEN) {
            usage_of(u, p->text, true)->uses = 1;
        } else if (use_of(p)) {
            struct usage *usage = usage_of(u, m->args[p->arg].name, false);
            usage->uses |= use_of(p);
            if (p->kind == PART_SELECT && !usage->select)
                usage->select = p;
            if (p->second)
                usage_of(u, m->args[p->second - 1].name, false)->uses |= USE_NAMED;
            for (const struct branch *b = p->branches; b; b = b->next)
                collect(m, b->parts, u);
        }
    }
}

static int differs(struct ctx *ctx, struct where where, const char *hint, const char *what,
                   const struct usage *u)
{
    report_hint(ctx, DIAG_ERROR, DIAG_MESSAGE_PLACEHOLDER, where, hint, "%s %c%s%c", what, u->run ? '<' : '{',
                u->name, u->run ? '>' : '}');
    return -1;
}

static int compare_select(struct ctx *ctx, const struct usage *s, const struct usage *t, struct where where)
{
    int result = 0;
    for (int side = 0; side < 2; side++) {
        const struct part *have = side ? s->select : t->select, *want = side ? t->select : s->select;
        for (const struct branch *w = want->branches; w; w = w->next) {
            const struct branch *h = have->branches;
            while (h && strcmp(h->selector, w->selector) != 0)
                h = h->next;
            if (!h) {
                report_hint(ctx, DIAG_ERROR, DIAG_MESSAGE_PLACEHOLDER, where, "selectors are not translated",
                            side ? "the translation has a branch '%s' of {%s} that the source lacks"
                                 : "the translation lacks the branch '%s' of {%s}",
                            w->selector, s->name);
                result = -1;
            }
        }
    }
    return result;
}

/* What the translation lost of one argument. */
static int compare_uses(struct ctx *ctx, const struct usage *s, const struct usage *t, struct where where)
{
    static const char copy[] = "copy the argument from the source";
    int result = 0;
    /* A translation may print a number beside choosing by it, and may choose where the source printed. */
    unsigned lost = s->uses & ~t->uses;
    if (lost & (USE_PLURAL | USE_ORDINAL))
        result = differs(ctx, where, "keep {name, plural, ...}, even with 'other' alone",
                         "the translation has lost the plural forms of", s);
    if (lost & (USE_DATE | USE_RULES | USE_LIST | USE_RANGE | USE_CHOICE | USE_CURRENCY | USE_INTERVAL |
                USE_RELATIVE | USE_NAMED))
        result = differs(ctx, where, copy, "the translation has lost the format of", s);
    else if (t->uses == USE_PLAIN && (s->uses & USE_NUMBER) && !(s->uses & USE_PLAIN))
        result = differs(ctx, where, copy, "the translation has lost the number format of", s);
    if (s->select && t->select)
        result = compare_select(ctx, s, t, where) ? -1 : result;
    else if (s->select)
        result = differs(ctx, where, "keep {name, select, ...}", "the translation has lost the choice of", s);
    return result;
}

static bool has_fixed_runs(const struct message *m)
{
    for (size_t i = 0; m->has_runs && m->runs[i]; i++) {
        if (m->runs[i][0] == '!')
            return true;
    }
    return false;
}

/* What is not to be translated is in the translation as it was. */
static int compare_fixed(struct ctx *ctx, const struct message *source, const struct message *target,
                         struct where where)
{
    int result = 0;
    if (!has_fixed_runs(source) && !has_fixed_runs(target))
        return 0;
    struct arena *a = arena_new();
    struct message_piece *s, *t;
    size_t n = message_pieces(source, a, NULL, &s), n_target = message_pieces(target, a, NULL, &t);
    for (size_t i = 0; i < n; i++) {
        bool found = s[i].kind != PIECE_ARGUMENT || s[i].text[0] != '<';
        for (size_t k = 0; k < n_target && !found; k++)
            found = t[k].kind == PIECE_ARGUMENT && strcmp(t[k].text, s[i].text) == 0;
        if (found)
            continue;
        report_hint(ctx, DIAG_ERROR, DIAG_MESSAGE_PLACEHOLDER, where, "copy it from the source",
                    "the translation changes what is not to be translated: %s", s[i].text);
        result = -1;
    }
    arena_drop(a);
    return result;
}

int message_compare(struct ctx *ctx, const struct message *source, const struct message *target,
                    struct where where)
{
    struct usages s = {0}, t = {0};
    int result = compare_fixed(ctx, source, target, where);
    collect(source, source->parts, &s);
    collect(target, target->parts, &t);
    for (size_t i = 0; i < s.len; i++) {
        const struct usage *other = find_usage(&t, &s.at[i]);
        if (!other)
            result = differs(ctx, where, "put it back", "the translation lacks", &s.at[i]);
        else if (compare_uses(ctx, &s.at[i], other, where))
            result = -1;
    }
    for (size_t i = 0; i < t.len; i++) {
        if (!find_usage(&s, &t.at[i]))
            result =
                differs(ctx, where, "remove it: no row has a value for it", "the source lacks", &t.at[i]);
    }
    vec_drop(&s);
    vec_drop(&t);
    return result;
}

/* es, fr, it, pt and ca have `many` for round millions only; nobody writes it for an offer. */
static bool rare_category(const char *locale, const char *category)
{
    static const char *const languages[] = {"es", "fr", "it", "pt", "ca"};
    for (size_t i = 0; i < 5; i++) {
        if (strncmp(locale, languages[i], 2) == 0 && (locale[2] == 0 || locale[2] == '-' || locale[2] == '_'))
            return strcmp(category, "many") == 0;
    }
    return false;
}

static int check_plural(struct ctx *ctx, const struct message *m, const struct part *p, const char *locale,
                        const UPluralRules *rules, struct where where)
{
    int result = 0;
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *words = uplrules_getKeywords(rules, &status);
    const char *word;
    int32_t n;
    while (U_SUCCESS(status) && (word = uenum_next(words, &n, &status)) != NULL) {
        const struct branch *b = p->branches;
        while (b && (b->exact || strcmp(b->selector, word) != 0))
            b = b->next;
        if (!b && !rare_category(locale, word)) {
            report_hint(ctx, DIAG_WARNING, DIAG_MESSAGE_PLURAL, where,
                        "add it, or the branch 'other' speaks for it",
                        "{%s} lacks the plural form '%s' of %s", m->args[p->arg].name, word, locale);
            result = -1;
        }
    }
    for (const struct branch *b = p->branches; U_SUCCESS(status) && b; b = b->next) {
        bool known = b->exact || strcmp(b->selector, "other") == 0;
        uenum_reset(words, &status);
        while (!known && U_SUCCESS(status) && (word = uenum_next(words, &n, &status)) != NULL)
            known = strcmp(b->selector, word) == 0;
        if (!known) {
            report_hint(ctx, DIAG_WARNING, DIAG_MESSAGE_PLURAL, where, "remove it",
                        "{%s} has the plural form '%s', which %s never uses", m->args[p->arg].name,
                        b->selector, locale);
            result = -1;
        }
    }
    uenum_close(words);
    return result;
}

static int check_plurals(struct ctx *ctx, const struct message *m, const struct part *parts,
                         const char *locale, UPluralRules *const rules[2], struct where where)
{
    int result = 0;
    for (const struct part *p = parts; p; p = p->next) {
        if (p->kind == PART_PLURAL && check_plural(ctx, m, p, locale, rules[p->ordinal], where))
            result = -1;
        for (const struct branch *b = p->branches; b; b = b->next) {
            if (check_plurals(ctx, m, b->parts, locale, rules, where))
                result = -1;
        }
    }
    return result;
}

int message_check_plurals(struct ctx *ctx, const struct message *m, const char *locale, struct where where)
{
    UErrorCode status = U_ZERO_ERROR;
    char icu[160];
    uloc_forLanguageTag(locale, icu, sizeof icu, NULL, &status);
    UPluralRules *rules[2] = {uplrules_openForType(icu, UPLURAL_TYPE_CARDINAL, &status),
                              uplrules_openForType(icu, UPLURAL_TYPE_ORDINAL, &status)};
    int result = U_SUCCESS(status) ? check_plurals(ctx, m, m->parts, locale, rules, where) : 0;
    uplrules_close(rules[0]);
    uplrules_close(rules[1]);
    return result;
}
