#include "brand/brand-imp.h"

static const struct brand_param params[] = {
    {NULL, "tolerance", BRAND_NUMBER, .def = "1", .min = 0, .max = 1000,
     .help = "pixels of overlap that do no harm"},
    {NULL, "elements", BRAND_WORDS, .def = "logo", .help = "ids, slots or roles that no text may overlap"},
};

static bool overlap(struct rect a, struct rect b, double tolerance)
{
    struct rect r = rect_intersect(a, b);
    return !rect_empty(r) && r.w > tolerance && r.h > tolerance;
}

static bool texts_meet(const struct drawn_text *a, const struct drawn_text *b, double tolerance)
{
    if (!overlap(a->ink, b->ink, tolerance))
        return false;
    for (size_t i = 0; i < a->n_lines; i++)
        for (size_t k = 0; k < b->n_lines; k++) {
            /* a line's box has empty room above its letters: what is really inked counts */
            struct rect x = rect_intersect(a->lines[i].box, a->ink),
                        y = rect_intersect(b->lines[k].box, b->ink);
            if (overlap(x, y, tolerance))
                return true;
        }
    return false;
}

static int check(struct check *c, const struct brand_rule *r)
{
    double tolerance = rule_number(r, "tolerance", 1);
    const char *const *also = rule_value(r, "elements")->words;
    for (size_t i = 0; i < c->s->n_texts; i++) {
        const struct drawn_text *a = &c->s->texts[i];
        if (!rule_covers(r, a->slot, a->role, a->id))
            continue;
        const char *name = spot_name(c, a->slot, a->id, a->file_line);
        for (size_t k = i + 1; k < c->s->n_texts; k++) {
            const struct drawn_text *b = &c->s->texts[k];
            if (!rule_covers(r, b->slot, b->role, b->id) || !texts_meet(a, b, tolerance))
                continue;
            const char *other = spot_name(c, b->slot, b->id, b->file_line);
            found(c,
                  (struct spot){.slot = a->slot,
                                .id = a->id,
                                .key = other,
                                .line = a->file_line,
                                .box = rect_intersect(a->ink, b->ink)},
                  "%s overlaps %s", name, other);
        }
        for (size_t k = 0; k < c->s->n_boxes; k++) {
            const struct box_fact *b = &c->s->boxes[k];
            bool own = (a->slot && str_eq(a->slot, b->slot)) || (a->id && str_eq(a->id, b->id));
            if (own || !(words_have(also, b->id) || words_have(also, b->slot) || words_have(also, b->role)) ||
                !overlap(a->ink, b->box, tolerance))
                continue;
            const char *other = spot_name(c, b->slot, b->id, b->node->line);
            found(c,
                  (struct spot){.slot = a->slot,
                                .id = a->id,
                                .key = other,
                                .line = a->file_line,
                                .box = rect_intersect(a->ink, b->box)},
                  "%s overlaps %s", name, other);
        }
    }
    return 0;
}

BRAND_KIND(overlap, "overlap", .summary = "text over text, text over the logo", PARAMS(params),
           .need = NEED_LAYOUT, .by_slot = true, .section = "layout",
           .hint = "move one of them, or give the text a box", .check = check);
