#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {"claim", "", BRAND_PATTERN, .required = true, .help = "a pattern of claims that need a footnote"},
    {NULL, "mark", BRAND_TEXT, .def = "*", .help = "the sign behind a claim and before its footnote"},
    {NULL, "notes", BRAND_WORDS, .def = "legal", .help = "roles or slots that hold the footnotes"},
};

static bool is_note(const struct brand_rule *r, const struct copy_fact *f)
{
    const char *const *notes = rule_value(r, "notes")->words;
    return words_have(notes, f->role) || words_have(notes, f->slot) || (!f->slot && words_have(notes, f->id));
}

static bool note_marked(const struct check *c, const struct brand_rule *r, const char *mark)
{
    for (size_t i = 0; i < c->s->n_copy; i++)
        if (is_note(r, &c->s->copy[i]) && strstr(c->s->copy[i].text, mark))
            return true;
    return false;
}

static int check_text(struct check *c, const struct brand_rule *r, const struct copy_fact *f)
{
    const char *mark = rule_value(r, "mark")->text;
    if (is_note(r, f))
        return 0;
    for (const struct brand_item *it = r->items; it; it = it->next) {
        size_t start, end;
        int m = match_search(c->ctx, item_value(r, it, "")->pattern, f->text, strlen(f->text), 0, &start,
                             &end, f->where);
        if (m < 0)
            return -1;
        if (!m)
            continue;
        const char *claim = excerpt(c->arena, f->text + start, end - start);
        const char *name = spot_name(c, f->slot, f->id, f->where.line);
        struct spot spot = copy_spot(f, item_value(r, it, "")->text);
        if (!strstr(f->text + end, mark)) {
            found(c, spot, "%s claims \"%s\" without the mark %s", name, claim, mark);
        } else if (c->s->kind != SUBJECT_CREATIVE && !note_marked(c, r, mark)) {
            spot.key = arena_printf(c->arena, "%s noted", spot.key);
            found(c, spot, "%s claims \"%s\" with the mark %s, and no footnote has it", name, claim, mark);
        }
        return 1; /* the note may be another one in the next ad */
    }
    return 0;
}

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)out;
    return r->items ? 0
                    : rule_wrong(l, r->where, "write <claim>pattern</claim>",
                                 "a rule of kind 'footnote' needs a claim");
}

BRAND_KIND(footnote, "footnote", .summary = "claims and numbers that need a footnote", PARAMS(params),
           .need = NEED_LINE, .by_slot = true, .section = "legal",
           .hint = "mark the claim and explain it in the legal text", .compile = compile,
           .check_text = check_text);
