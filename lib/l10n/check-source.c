/* Was the translation made from the text that the creative has now? */
#include "l10n/checker-imp.h"

/* The same sentence of two messages' plurals: `text` as it is laid out, '#' being its number. */
static const char *sentence(struct arena *a, const struct message *m, const char *label, const char *locale)
{
    const char *const labels[] = {label, NULL};
    struct message_plan *plan = m ? message_plan_new(a, m, NULL, labels, locale) : NULL;
    struct message_piece *p;
    for (size_t i = 0; plan && i < message_plan_forms(plan); i++) {
        size_t n = str_eq(message_plan_label(plan, a, i), label) ? message_plan_pieces(plan, m, a, i, &p) : 0;
        if (n)
            return pieces_pattern(a, p, n);
    }
    return NULL;
}

/* One form: its source is compared with the sentence that the creative's message has for it. */
static void form(struct checking *k, const struct checked *u)
{
    struct ctx silent = {0};
    const char *source = u->unit->source, *new = sentence(k->arena, u->form->parsed, u->label, k->locale);
    const struct message *was =
        message_parse(&silent, k->arena, arena_printf(k->arena, "{x, plural, other {%s}}", source),
                      u->form->runs, u->where);
    const char *old = sentence(k->arena, was, "other", NULL);
    if (new && !str_eq(old ? old : source, new) && !str_eq(source, new))
        finding_add(k, u, NULL, NULL, "the source has changed: it was \"%s\" and is \"%s\"",
                    excerpt_of(k->arena, source), excerpt_of(k->arena, new));
}

static void unit(struct checking *k, const struct checked *u)
{
    if (u->form && u->form->parsed && k->locale)
        form(k, u);
    if (!u->def || !u->def->parsed)
        return;
    struct ctx silent = {0};
    const struct message *was =
        u->source ? u->source : message_parse(&silent, k->arena, u->unit->source, u->def->runs, u->where);
    const char *old = was ? message_pattern(was, k->arena, k->locale) : u->unit->source;
    const char *new = message_pattern(u->def->parsed, k->arena, k->locale);
    if (!str_eq(old, new))
        finding_add(k, u, NULL, NULL, "the source has changed: it was \"%s\" and is \"%s\"",
                    excerpt_of(k->arena, u->unit->source), excerpt_of(k->arena, u->def->pattern));
}

const struct l10n_rule l10n_check_source = {
    .name = "source",
    .section = "progress",
    .summary = "The translation was made from the source as it is now.",
    .hint = "extract the creative again: the old translation is kept and marked",
    .level = DIAG_WARNING,
    .explain = "Needs --creative. Sources are compared as messages, so that spelling of the pattern does not "
               "matter, with the "
               "plural forms of the target language.",
    .unit = unit,
};
