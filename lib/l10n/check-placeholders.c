/* Every argument of the source, and no other, in the form that the source gives it. */
#include "l10n/checker-imp.h"

#include <string.h>

/* Runs are the business of "tags". */
static bool about_run(const struct diag *d)
{
    return strchr(d->message, '<') && !strchr(d->message, '{');
}

/* Placeholders of printf and the like, in texts that are no messages: "%s", "%1$d", "%(name)s", "%@". */
static void printf_codes(const char *text, struct str *out)
{
    for (const char *p = strchr(text, '%'); p; p = strchr(p, '%')) {
        const char *start = p++;
        if (*p == '%') {
            p++;
            continue;
        }
        if (*p == '(') {
            size_t n = strcspn(p, ") \t\n");
            if (p[n] != ')')
                continue;
            p += n + 1;
        }
        p += strspn(p, "0123456789$");
        p += strspn(p, "-+#0123456789.*");
        p += strspn(p, "hlLqjzt");
        if (!*p || !strchr("diouxXeEfFgGcsSpn@", *p) || start + 1 + strspn(start + 1, " ") != start + 1)
            continue;
        p++;
        str_put(out, start, (size_t)(p - start));
        str_putc(out, '\n');
    }
}

static void unit(struct checking *k, const struct checked *u)
{
    if (u->source && u->target) {
        struct passing p = {.leave_out = about_run};
        message_compare(passing(&p, k, u), u->source, u->target, (struct where){0});
        return;
    }
    if (u->message)
        return;
    struct str source = STR_INIT, target = STR_INIT;
    printf_codes(u->unit->source, &source);
    printf_codes(u->unit->target, &target);
    char *lost = words_missing(k->arena, &source, &target),
         *added = words_missing(k->arena, &target, &source);
    if (lost)
        finding_add(k, u, "lost", "put it back", "the translation lacks %s", lost);
    if (added && source.len)
        finding_add(k, u, "added", "remove it", "the source lacks %s", added);
    str_drop(&source);
    str_drop(&target);
}

const struct l10n_rule l10n_check_placeholders = {
    .name = "placeholders",
    .section = "message",
    .summary = "Every argument is kept, with its type and its branches.",
    .hint = "copy the argument from the source",
    .level = DIAG_ERROR,
    .explain =
        "Arguments, plural and select structures, the keys of select and the kind of each format are those "
        "of "
        "the source. Branches of plurals may leave the number out (\"two\" forms of Arabic do). In texts of "
        "other programs the codes of printf are compared, where the source has any.",
    .unit = unit,
};
