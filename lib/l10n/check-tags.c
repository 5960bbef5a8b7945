/* Inline runs: <b>, <i> and the like. */
#include "l10n/checker-imp.h"

#include <string.h>

static void split(const char *tags, struct str *out)
{
    for (const char *p = tags; *p;) {
        size_t n = strcspn(p, ">") + 1;
        str_put(out, p, n);
        str_putc(out, '\n');
        p += n;
    }
}

/* The first tag that closes what is not open, or stays open; NULL when all nest. */
static char *unbalanced(struct arena *a, const char *tags)
{
    const char *open[64];
    size_t n = 0;
    for (const char *p = tags; *p; p += strcspn(p, ">") + 1) {
        size_t len = strcspn(p, ">") + 1;
        if (p[len - 2] == '/')
            continue;
        if (p[1] != '/') {
            if (n < 64)
                open[n++] = p;
        } else if (!n || strcspn(open[n - 1] + 1, ">") != len - 3 ||
                   strncmp(open[n - 1] + 1, p + 2, len - 3) != 0) {
            return arena_strndup(a, p, len);
        } else {
            n--;
        }
    }
    return n ? arena_strndup(a, open[n - 1], strcspn(open[n - 1], ">") + 1) : NULL;
}

static void unit(struct checking *k, const struct checked *u)
{
    for (size_t i = 0; i < u->n_sentences; i++) {
        const struct sentence *s = &u->sentences[i];
        if (str_eq(s->source_tags, s->target_tags))
            continue;
        struct str source = STR_INIT, target = STR_INIT;
        split(s->source_tags, &source);
        split(s->target_tags, &target);
        char *lost = words_missing(k->arena, &source, &target),
             *added = words_missing(k->arena, &target, &source);
        char *wrong = unbalanced(k->arena, s->source_tags) ? NULL : unbalanced(k->arena, s->target_tags);
        const char *where = s->branch ? arena_printf(k->arena, " (form %s)", s->branch) : "";
        if (lost)
            finding_add(k, u, "lost", "put it around the words that it marks in the source",
                        "the translation lacks the tag %s%s", lost, where);
        if (added)
            finding_add(k, u, "added", "remove it", "the source lacks the tag %s%s", added, where);
        if (wrong)
            finding_add(k, u, "nesting", "close tags in the reverse order of opening them",
                        "the tag '%s' has no partner%s", wrong, where);
        str_drop(&source);
        str_drop(&target);
        if (lost || added || wrong)
            return; /* the other forms mostly say the same */
    }
}

const struct l10n_rule l10n_check_tags = {
    .name = "tags",
    .section = "message",
    .summary = "Inline tags are kept, and nest.",
    .hint = "keep each tag of the source",
    .level = DIAG_ERROR,
    .explain =
        "Runs of a message (<b>...</b>) and tags in texts of other programs: the same ones as often as in "
        "the source, form by form, in any order.",
    .unit = unit,
};
