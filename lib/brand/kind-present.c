#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {NULL, "need", BRAND_WORDS, .required = true,
     .help = "slots or roles that every ad must fill, such as alt legal cta"},
};

static bool has_text(const char *s)
{
    for (; *s; s++)
        if (!ascii_space(*s))
            return true;
    return false;
}

static bool filled(const struct subject *s, const char *name)
{
    for (size_t i = 0; i < s->n_copy; i++) {
        const struct copy_fact *f = &s->copy[i];
        if ((str_eq(f->slot, name) || str_eq(f->role, name) || (!f->slot && str_eq(f->id, name))) &&
            has_text(f->text))
            return true;
    }
    for (const struct slot_value *v = s->variant ? s->variant->slots : NULL; v; v = v->next) {
        const struct slot *slot = s->creative ? creative_slot(s->creative, v->slot) : NULL;
        bool named = str_eq(v->slot, name) || (slot && str_eq(slot->role, name));
        if (named && v->kind != SLOT_VALUE_TEXT && v->kind != SLOT_VALUE_VISIBLE && v->value &&
            has_text(v->value))
            return true;
        if (named && v->kind == SLOT_VALUE_VISIBLE && v->visible)
            return true;
    }
    return false;
}

static int check(struct check *c, const struct brand_rule *r)
{
    if (c->s->kind != SUBJECT_VARIANT) /* a file has no slots to fill */
        return 0;
    for (const char *const *w = rule_value(r, "need")->words; *w; w++)
        if (!filled(c->s, *w))
            found(c, (struct spot){.key = *w}, "no slot or role '%s' has a value", *w);
    return 0;
}

BRAND_KIND(present, "present",
           .summary = "slots or roles that every ad must fill (alt text, landing page, legal)",
           PARAMS(params), .need = NEED_LINE, .section = "data",
           .hint = "bind the slot to a message or a column", .check = check);
