/* What a market asks of its lines: legal texts and words that may not be used. */
#include <string.h>

#include "l10n/localizer-imp.h"

bool market_suspects(struct arena *a, const struct locale_def *def, const struct message *m)
{
    const char *pattern = def->n_forbidden ? message_pattern(m, a, NULL) : "";
    for (size_t i = 0; i < def->n_forbidden; i++)
        if (message_has_word(a, def->tag, pattern, def->forbidden[i].word))
            return true;
    return false;
}

int market_check_words(struct line_work *k, const char *slot, const char *text)
{
    const struct locale_def *def = k->view->def;
    int result = 0;
    for (size_t i = 0; i < def->n_forbidden; i++) {
        const struct market_word *w = &def->forbidden[i];
        if (!message_has_word(k->w->arena, def->tag, text, w->word))
            continue;
        struct where where = k->where;
        where.slot = slot;
        report_hint(k->ctx, DIAG_ERROR, DIAG_L10N_FORBIDDEN, where,
                    w->instead ? arena_printf(k->w->arena, "write '%s'", w->instead)
                               : "say it in other words",
                    "the market %s forbids '%s'", def->tag, w->word);
        result = -1;
    }
    return result;
}

static const struct slot_value *shown_text(const struct line_work *k, const char *role,
                                           const struct slot_value *after)
{
    const struct creative *c = k->view->campaign->creative;
    for (const struct slot_value *s = after ? after->next : k->v->slots; s; s = s->next) {
        const struct slot *slot = s->kind == SLOT_VALUE_TEXT ? creative_slot(c, s->slot) : NULL;
        if (slot && slot->kind == SLOT_TEXT && str_eq(slot->role, role) && s->text && *s->text)
            return s;
    }
    return NULL;
}

/* Without joiners and direction marks, and with plain spaces: fine typography does not hide the words. */
static char *plain(struct arena *a, const char *text)
{
    struct str out = STR_INIT;
    for (const char *p = text, *end = p + strlen(p); p < end;) {
        const char *start = p;
        uint32_t c = utf8_next(&p, end);
        if (c == 0xA0 || c == 0x202F)
            str_putc(&out, ' ');
        else if (!char_is_invisible(c))
            str_put(&out, start, (size_t)(p - start));
    }
    char *result = arena_strndup(a, out.data, out.len);
    str_drop(&out);
    return result;
}

static bool holds(struct arena *a, const char *text, const char *words)
{
    return text && (strstr(text, words) || strstr(plain(a, text), plain(a, words)));
}

void market_check_legal(struct line_work *k)
{
    const struct locale_def *def = k->view->def;
    for (size_t i = 0; i < def->n_legals; i++) {
        const struct market_legal *legal = &def->legals[i];
        const struct slot_value *s = shown_text(k, legal->role, NULL);
        if (!s) {
            report_hint(k->ctx, DIAG_ERROR, DIAG_L10N_LEGAL, k->where,
                        "give the layout a text slot of that role, and let no rule drop it",
                        "the market %s asks for a text of the role '%s' and there is none", def->tag,
                        legal->role);
            continue;
        }
        bool found = !legal->contains;
        const char *slot = s->slot;
        for (; s && !found; s = shown_text(k, legal->role, s)) {
            /* the shorter texts of the ladder too: any of them may be the one that is shown */
            found = holds(k->w->arena, s->text, legal->contains);
            for (size_t n = 0; n < s->n_alts && found; n++)
                found = holds(k->w->arena, s->alts[n].text, legal->contains);
        }
        if (found)
            continue;
        struct where where = k->where;
        where.slot = slot;
        report_hint(k->ctx, DIAG_ERROR, DIAG_L10N_LEGAL, where,
                    "add it to the translation and to its shorter texts",
                    "the market %s asks for '%s' in the text of the role '%s'", def->tag, legal->contains,
                    legal->role);
    }
}
