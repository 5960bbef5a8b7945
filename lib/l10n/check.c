/* `localize check`: a file's own validity, then its translations against their sources. */
#include "l10n/l10n-imp.h"

#include <string.h>

/* Is the source one of our messages, or text of some other program where a brace means nothing? */
static struct message *parse_quietly(struct arena *a, const char *text, const char *const *runs)
{
    struct ctx silent = {0};
    return message_parse(&silent, a, text, runs, (struct where){0});
}

/* In a file that does not say what its text is, a brace may be anything: what differs is a warning there. */
static void warn_only(struct ctx *ctx, const struct diag *d)
{
    struct diag weaker = *d;
    if (weaker.level == DIAG_ERROR)
        weaker.level = DIAG_WARNING;
    report_diag(ctx->payload, &weaker);
}

static int check_unit(struct ctx *ctx, struct arena *a, const struct l10n_file *file,
                      const struct l10n_unit *u)
{
    static const char *const runs[] = {"b", "i", "u", "big", "small", NULL};
    struct ctx softer = {.sink = warn_only, .payload = ctx};
    struct ctx *to = u->message ? ctx : &softer;
    if (!u->target || !*u->target || !u->translate || !u->source)
        return 0;
    const struct message *source =
        u->message ? message_parse(to, a, u->source, runs, u->where) : parse_quietly(a, u->source, runs);
    if (!source || (!u->message && message_n_args(source) == 0 && !strchr(u->target, '{')))
        return source || !u->message ? 0 : -1;
    const struct message *target = message_parse(to, a, u->target, runs, u->where);
    if (!target || message_compare(to, source, target, u->where))
        return u->message ? -1 : 0;
    if (file->target_lang && bcp47_well_formed(file->target_lang))
        message_check_plurals(ctx, target, file->target_lang, u->where);
    return 0;
}

int l10n_check(struct ctx *ctx, const char *path)
{
    struct arena *a = arena_new();
    struct l10n_file file;
    int result = l10n_load(ctx, a, path, &file);
    for (size_t i = 0; result == 0 && i < file.n_units; i++) {
        if (check_unit(ctx, a, &file, &file.units[i]))
            result = -1;
    }
    arena_drop(a);
    return result;
}
