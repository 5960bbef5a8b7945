/* Addresses are kept. */
#include "l10n/checker-imp.h"

#include <string.h>

/* Web and mail addresses of a text, a line each, without the mark that ends a sentence. */
static void addresses(const char *text, struct str *out)
{
    for (const char *p = text; *p;) {
        p += strspn(p, " \t\n()<>\"");
        size_t n = strcspn(p, " \t\n()<>\""), len = n;
        while (len && strchr(".,;:!?", p[len - 1]))
            len--;
        const char *at = memchr(p, '@', len), *slashes = memmem(p, len, "://", 3);
        bool address = slashes || (at && at > p && memchr(at, '.', len - (size_t)(at - p))) ||
                       (len > 4 && strncmp(p, "www.", 4) == 0);
        if (address && !memmem(p, len, READING_ARGUMENT, 3)) {
            str_put(out, p, len);
            str_putc(out, '\n');
        }
        p += n;
    }
}

static void unit(struct checking *k, const struct checked *u)
{
    for (size_t i = 0; i < u->n_sentences; i++) {
        struct str source = STR_INIT, target = STR_INIT;
        addresses(u->sentences[i].source, &source);
        addresses(u->sentences[i].target, &target);
        char *lost = words_missing(k->arena, &source, &target);
        str_drop(&source);
        str_drop(&target);
        if (lost) {
            finding_add(k, u, NULL, NULL, "the translation lacks the address %s", lost);
            return;
        }
    }
}

const struct l10n_rule l10n_check_links = {
    .name = "links",
    .section = "text",
    .summary = "Web and mail addresses are kept.",
    .hint = "copy it from the source; a market with an address of its own may differ",
    .level = DIAG_WARNING,
    .explain =
        "Words with ://, with an @ between a name and a domain, or that begin with www. Addresses that hold "
        "arguments are not compared.",
    .unit = unit,
};
