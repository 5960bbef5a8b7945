/* What a market changes of the texts that are measured: how values are written, fine typography, and the
 * modules and themes around them. */
#include "l10n/fit-imp.h"

#include <string.h>

const struct fit_market *fit_market(struct l10n_fit *f, const char *locale)
{
    struct fit_market *m = map_find(f->markets, locale);
    if (!m) {
        m = ARENA_NEW(f->arena, struct fit_market);
        m->def = creative_locale(f->creative, locale);
        m->format = locale_def_format(f->arena, m->def, arena_strdup(f->arena, locale));
        map_put(f->markets, locale, m);
    }
    return m;
}

unsigned fit_typesetting(struct l10n_fit *f, const struct locale_def *def, const char *id)
{
    const struct fit_message *m =
        def && (def->no_break || def->title_case) ? map_find(f->messages, id) : NULL;
    unsigned what = 0;
    for (size_t i = 0; m && i < m->n_uses; i++) {
        const struct slot *slot = creative_slot(f->creative, m->uses[i]->slot);
        if (slot && slot->kind == SLOT_TEXT && def->no_break)
            what |= TYPESET_NO_BREAK;
        for (const char *const *role = def->title_case; slot && role && *role; role++)
            what |= str_eq(slot->role, *role) ? TYPESET_TITLE : 0;
    }
    return what;
}

static struct slot_value *slot_of(struct l10n_fit *f, struct slot_value **list, const char *name)
{
    struct slot_value **tail = list;
    for (; *tail; tail = &(*tail)->next) {
        if (str_eq((*tail)->slot, name))
            return *tail;
    }
    *tail = ARENA_NEW(f->scratch, struct slot_value);
    **tail = (struct slot_value){.slot = name, .visible = true};
    return *tail;
}

static void give(struct l10n_fit *f, struct slot_value **list, const struct locale_swap *swap)
{
    const struct value *v = &swap->value;
    if (v->kind == VALUE_MODULE) {
        struct slot_value *s = slot_of(f, list, swap->slot);
        s->kind = SLOT_VALUE_MODULE;
        s->value = v->text;
    } else if (v->kind == VALUE_VISIBLE || v->kind == VALUE_DROP) {
        struct slot_value *s = slot_of(f, list, swap->slot);
        s->kind = SLOT_VALUE_VISIBLE;
        s->visible = v->kind == VALUE_VISIBLE && v->yes;
    }
}

struct slot_value *fit_swapped(struct l10n_fit *f, const struct locale_def *def, const struct fit_context *c,
                               const char **theme)
{
    struct slot_value *list = NULL, **tail = &list;
    *theme = c->theme;
    if (!def || !def->n_swaps)
        return c->slots;
    for (const struct slot_value *s = c->slots; s; s = s->next) {
        *tail = ARENA_NEW(f->scratch, struct slot_value);
        **tail = *s;
        (*tail)->next = NULL;
        tail = &(*tail)->next;
    }
    for (size_t i = 0; i < def->n_swaps; i++) {
        const struct locale_swap *swap = &def->swaps[i];
        if (swap->slot)
            give(f, &list, swap);
        else if (swap->theme && str_eq(*theme, swap->theme))
            *theme = swap->with;
        for (struct slot_value *s = list; swap->module && s; s = s->next) {
            if (s->kind == SLOT_VALUE_MODULE && str_eq(s->value, swap->module))
                s->value = swap->with;
        }
    }
    return list;
}
