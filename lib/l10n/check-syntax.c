/* A translation must be a message that can be read. */
#include "l10n/checker-imp.h"

struct fault {
    struct ctx ctx;
    const char *message, *hint;
    long column;
    struct arena *arena;
};

static void keep_first(struct ctx *ctx, const struct diag *d)
{
    struct fault *f = ctx->payload;
    if (f->message)
        return;
    f->message = arena_strdup(f->arena, d->message);
    f->hint = arena_strdup(f->arena, d->hint);
    f->column = d->where.column;
}

static void unit(struct checking *k, const struct checked *u)
{
    static const char *const runs[] = {"b", "i", "u", "big", "small", NULL};
    const struct message_def *def = u->def ? u->def : u->form;
    struct fault f = {{.sink = keep_first, .payload = &f}, NULL, NULL, 0, k->arena};
    if (u->target || !u->message)
        return;
    if (!u->source && u->ours)
        message_parse(&f.ctx, k->arena, u->unit->source, def ? def->runs : runs, (struct where){0});
    bool source = f.message != NULL;
    if (!source)
        message_parse(&f.ctx, k->arena, u->unit->target, def ? def->runs : runs, (struct where){0});
    if (f.message)
        finding_add(k, u, NULL, f.hint, "%s, at character %ld of the %s: \"%s\"", f.message, f.column,
                    source ? "source" : "translation",
                    excerpt_of(k->arena, source ? u->unit->source : u->unit->target));
}

const struct l10n_rule l10n_check_syntax = {
    .name = "syntax",
    .section = "message",
    .summary = "The text is valid ICU MessageFormat.",
    .hint = "mend the braces and apostrophes; pressrun-messages(7) explains them",
    .level = DIAG_ERROR,
    .explain =
        "A pattern that cannot be read stops every line that uses it. The finding gives the character of "
        "the text at which reading stopped.",
    .unit = unit,
};
