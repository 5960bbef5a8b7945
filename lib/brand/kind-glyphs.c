#include "brand/brand-imp.h"

static int check(struct check *c, const struct brand_rule *r)
{
    for (size_t i = 0; i < c->s->n_texts; i++) {
        const struct drawn_text *t = &c->s->texts[i];
        const struct text_layout *l = t->layout;
        if (!l->n_missing || !rule_covers(r, t->slot, t->role, t->id))
            continue;
        struct str s = STR_INIT;
        size_t n = l->n_missing < LENGTH(l->missing) ? l->n_missing : LENGTH(l->missing);
        for (size_t k = 0; k < n; k++)
            str_printf(&s, "%sU+%04X", k ? " " : "", l->missing[k]);
        char *list = arena_strdup(c->arena, s.data);
        str_drop(&s);
        found(c, text_spot(t, list), "%s has %zu character%s that no font can draw: %s",
              spot_name(c, t->slot, t->id, t->file_line), l->n_missing, l->n_missing == 1 ? "" : "s", list);
    }
    return 0;
}

BRAND_KIND(glyphs, "glyphs", .summary = "characters that no font can draw", .need = NEED_LAYOUT,
           .by_slot = true, .section = "type",
           .hint = "add a font that has them to the creative's fonts folder", .check = check);
