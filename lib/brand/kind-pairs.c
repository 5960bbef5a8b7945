/* Pairs of colours that must not meet: text of one on the other, as drawn. */
#include "brand/color-imp.h"
#include "brand/surround-imp.h"

static const struct brand_param params[] = {
    {"pair", "text", BRAND_COLOR, .required = true, .help = "colour of the text"},
    {"pair", "on", BRAND_COLOR, .required = true, .help = "colour that is around it"},
    {"pair", "both", BRAND_YES, .def = "yes", .help = "whether the other way round is forbidden too"},
    {NULL, "tolerance", BRAND_NUMBER, .def = "5", .min = 0, .max = 100,
     .help = "CIEDE2000 difference up to which a colour is one of the pair"},
    {NULL, "anywhere", BRAND_YES, .def = "no", .help = "whether the two may not even be in one ad"},
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)out;
    return r->items ? 0
                    : rule_wrong(l, r->where, "write <pair text=\"#d00\" on=\"#080\"/>",
                                 "a rule of kind 'pairs' needs a pair");
}

static enum brand_need need_of(const struct brand_rule *r)
{
    return rule_yes(r, "anywhere") ? NEED_LAYOUT : NEED_PIXELS;
}

static bool is(struct rgba c, struct rgba of, double tolerance)
{
    return color_difference(lab_of(c), lab_of(of)) <= tolerance + 1e-9;
}

static const char *hex(struct check *c, struct rgba color)
{
    char text[10];
    color_hex((struct rgba){color.r, color.g, color.b, 255}, text);
    return arena_strdup(c->arena, text);
}

static void tell(struct check *c, const struct brand_rule *r, const struct drawn_text *t, struct rgba text,
                 struct rgba under)
{
    double tolerance = rule_number(r, "tolerance", 5);
    for (const struct brand_item *i = r->items; i; i = i->next) {
        struct rgba a = item_value(r, i, "text")->color, b = item_value(r, i, "on")->color;
        bool hit = is(text, a, tolerance) && is(under, b, tolerance);
        hit |= item_value(r, i, "both")->yes && is(text, b, tolerance) && is(under, a, tolerance);
        if (!hit)
            continue;
        found(c, text_spot(t, arena_printf(c->arena, "%s on %s", hex(c, text), hex(c, under))),
              "%s is %s on %s, a pair that is forbidden", spot_name(c, t->slot, t->id, t->file_line),
              hex(c, text), hex(c, under));
        return;
    }
}

static void check_text(struct check *c, const struct brand_rule *r, const struct drawn_text *t)
{
    struct rgba text, under;
    double opacity;
    int x0, y0;
    const struct pixmap *mask = text_coverage(c, t, &x0, &y0);
    if (!mask)
        return; /* nothing of it is in the picture */
    bool around = surround_color(c, mask, x0, y0, 3, &under);
    uint64_t done = 0;
    for (size_t k = 0; around && k < t->layout->n_runs; k++) {
        const struct text_run *run = &t->layout->runs[k];
        if (run->hidden || run->paint < 0 || run->paint > 63 || done >> run->paint & 1)
            continue;
        done |= UINT64_C(1) << run->paint;
        if (solid_paint(c, t, run->paint, &text, &opacity))
            tell(c, r, t, color_over(text, opacity, under), under);
    }
}

static const struct color_fact *drawn(const struct check *c, const struct brand_rule *r, struct rgba color)
{
    for (size_t i = 0; i < c->s->n_colors; i++)
        if (rule_covers(r, c->s->colors[i].slot, NULL, c->s->colors[i].id) &&
            is(c->s->colors[i].color, color, rule_number(r, "tolerance", 5)))
            return &c->s->colors[i];
    return NULL;
}

static int check(struct check *c, const struct brand_rule *r)
{
    if (!rule_yes(r, "anywhere")) {
        for (size_t i = 0; c->s->scene && c->s->pixels && i < c->s->n_texts; i++)
            if (rule_covers(r, c->s->texts[i].slot, c->s->texts[i].role, c->s->texts[i].id))
                check_text(c, r, &c->s->texts[i]);
        return 0;
    }
    for (const struct brand_item *i = r->items; i; i = i->next) {
        const struct color_fact *a = drawn(c, r, item_value(r, i, "text")->color),
                                *b = drawn(c, r, item_value(r, i, "on")->color);
        if (a && b)
            found(c,
                  (struct spot){.slot = a->slot,
                                .id = a->id,
                                .line = a->file_line,
                                .key = arena_printf(c->arena, "%s with %s", item_value(r, i, "text")->text,
                                                    item_value(r, i, "on")->text)},
                  "%s of %s and %s of %s are in one ad, a pair that is forbidden", hex(c, a->color),
                  spot_name(c, a->slot, a->id, a->file_line), hex(c, b->color),
                  spot_name(c, b->slot, b->id, b->file_line));
    }
    return 0;
}

BRAND_KIND(pairs, "pairs", .summary = "pairs of colours that must not meet: text on what is around it",
           PARAMS(params), .need = NEED_PIXELS, .need_of = need_of, .by_slot = true, .section = "colour",
           .hint = "use another colour for one of them", .compile = compile, .check = check);
