/* Characters that no translator typed. */
#include "l10n/checker-imp.h"

#include <string.h>

static const char *bad_character(struct arena *a, const char *text)
{
    for (const char *p = text, *end = text + strlen(text); p < end;) {
        uint32_t c = utf8_next(&p, end);
        if (c == 0xFFFD)
            return "U+FFFD, which stands for a character that was lost";
        if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0))
            return arena_printf(a, "the control character U+%04X", c);
        if (c == 0xFEFF)
            return "U+FEFF, a byte-order mark, in the text";
    }
    return NULL;
}

/* UTF-8 read as Latin-1: "Ã¼" for "ü", "â€™" for "’". */
static const char *misread(const char *text)
{
    static const char *const signs[] = {"Ã¤", "Ã¶", "Ã¼",  "Ã©",  "Ã¨",  "Ã±", "Ã§", "Ã³", "Ã¡",
                                        "Ã­", "ÃŸ", "â€™", "â€œ", "â€“", "Â ", "Â£", "Â©"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (strstr(text, signs[i]))
            return signs[i];
    }
    return NULL;
}

static const char *entity(struct arena *a, const char *text)
{
    for (const char *p = strchr(text, '&'); p; p = strchr(p + 1, '&')) {
        size_t n = strspn(p + 1, "#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        if (n > 1 && n < 10 && p[n + 1] == ';')
            return arena_strndup(a, p, n + 2);
    }
    return NULL;
}

static void unit(struct checking *k, const struct checked *u)
{
    const char *bad = bad_character(k->arena, u->unit->target), *wrong = misread(u->unit->target);
    const char *name = entity(k->arena, u->unit->target);
    if (bad && !bad_character(k->arena, u->unit->source))
        finding_add(k, u, "character", NULL, "the translation has %s", bad);
    if (wrong && !misread(u->unit->source))
        finding_add(k, u, "encoding", "read the file as UTF-8 and save it again",
                    "the translation has \"%s\": its encoding was taken for another", wrong);
    if (name && !strstr(u->unit->source, name))
        finding_add(k, u, "entity", "write the character itself",
                    "the translation shows \"%s\" as it is written", name);
}

const struct l10n_rule l10n_check_characters = {
    .name = "characters",
    .section = "text",
    .summary = "No character is a trace of a broken conversion.",
    .hint = "type the text again, or convert the file from its real encoding",
    .level = DIAG_WARNING,
    .explain =
        "U+FFFD, control characters, UTF-8 that was read as Latin-1 (\"Ã¼\"), and entities that were escaped "
        "twice (\"&amp;nbsp;\"), where the source has none.",
    .unit = unit,
};
