/* Controls of direction come in pairs. */
#include "l10n/checker-imp.h"

#include <string.h>

static void unit(struct checking *k, const struct checked *u)
{
    for (size_t i = 0; i < u->n_sentences; i++) {
        const char *text = u->sentences[i].target;
        int embeddings = 0, isolates = 0;
        bool early = false, forced = false;
        for (const char *p = text, *end = text + strlen(text); p < end;) {
            uint32_t c = utf8_next(&p, end);
            embeddings += c == 0x202A || c == 0x202B || c == 0x202D || c == 0x202E;
            embeddings -= c == 0x202C;
            isolates += c >= 0x2066 && c <= 0x2068;
            isolates -= c == 0x2069;
            early |= embeddings < 0 || isolates < 0;
            forced |= c == 0x202D || c == 0x202E;
        }
        const char *where =
            u->sentences[i].branch ? arena_printf(k->arena, " (form %s)", u->sentences[i].branch) : "";
        if (early || embeddings || isolates)
            finding_add(k, u, "pair", NULL, "a control of direction is %s%s",
                        embeddings > 0 || isolates > 0
                            ? "never ended: U+202C ends an embedding, U+2069 an isolate"
                            : "ended that was not begun",
                        where);
        else if (forced)
            finding_add(k, u, "forced", "use U+2068 and U+2069 around foreign words",
                        "U+202D or U+202E turns letters around by force%s", where);
        else
            continue;
        return;
    }
}

const struct l10n_rule l10n_check_bidi = {
    .name = "bidi",
    .section = "text",
    .summary = "Controls of direction are closed and force nothing.",
    .hint = "close each control, or take it out: arguments can be isolated with --isolate",
    .level = DIAG_WARNING,
    .explain =
        "An embedding or isolate that stays open turns what follows it around, up to the end of the line. "
        "U+200E, U+200F and U+061C stand alone and are fine.",
    .unit = unit,
};
