/* Edges of texts and elements on the margins and columns of a grid. */
#include "brand/brand-imp.h"

#include <math.h>
#include <string.h>

static const struct brand_param params[] = {
    {NULL, "left", BRAND_WORDS, .help = "distances from the left edge at which something may begin: 16 150"},
    {NULL, "right", BRAND_WORDS, .help = "distances from the right edge at which something may end"},
    {NULL, "top", BRAND_WORDS, .help = "distances from the top at which something may begin"},
    {NULL, "bottom", BRAND_WORDS, .help = "distances from the bottom at which something may end"},
    {NULL, "center", BRAND_YES, .def = "no", .help = "whether something may be centred instead"},
    {NULL, "tolerance", BRAND_NUMBER, .def = "1", .min = 0, .max = 1000, .help = "pixels that do not matter"},
    {NULL, "unit", BRAND_CHOICE, .def = "px", .choices = "px|percent",
     .help = "pixels, or percent of the picture's width and height"},
    {NULL, "elements", BRAND_WORDS, .help = "ids, slots or roles that must be aligned too, such as logo cta"},
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    static const char *const sides[] = {"left", "right", "top", "bottom"};
    bool any = false;
    (void)out;
    for (size_t i = 0; i < LENGTH(sides); i++) {
        const char *const *w = rule_value(r, sides[i])->words;
        any |= w != NULL;
        for (double d; w && *w; w++)
            if (number_parse(*w, strlen(*w), &d) != strlen(*w))
                return rule_wrong(l, r->where, "write numbers such as 16 150",
                                  "%s= has '%s', which is no number", sides[i], *w);
    }
    return any ? 0
               : rule_wrong(l, r->where, "write left=\"16\" right=\"16\"",
                            "a rule of kind 'alignment' needs left=, right=, top= or bottom=");
}

static bool at_one(const struct brand_rule *r, const char *side, double at, double unit, double tolerance)
{
    for (const char *const *w = rule_value(r, side)->words; w && *w; w++) {
        double d = 0;
        number_parse(*w, strlen(*w), &d);
        if (fabs(d * unit - at) <= tolerance + 1e-6)
            return true;
    }
    return false;
}

static const char *lines_of(const struct brand_rule *r, const char *side)
{
    return rule_value(r, side)->set ? rule_value(r, side)->text : "none";
}

static void look(struct check *c, const struct brand_rule *r, struct spot spot, const char *name)
{
    double w = c->s->scene->width, h = c->s->scene->height, tolerance = rule_number(r, "tolerance", 1);
    bool percent = str_eq(rule_value(r, "unit")->text, "percent"), center = rule_yes(r, "center");
    const char *unit = percent ? " %" : " px";
    double kx = percent ? w / 100 : 1, ky = percent ? h / 100 : 1;
    struct rect b = spot.box;
    double left = b.x, right = w - b.x - b.w, top = b.y, bottom = h - b.y - b.h;
    if ((rule_value(r, "left")->set || rule_value(r, "right")->set) &&
        !at_one(r, "left", left, kx, tolerance) && !at_one(r, "right", right, kx, tolerance) &&
        !(center && fabs(left - right) <= 2 * tolerance)) {
        spot.key = "across";
        found(c, spot,
              "%s begins %.0f px from the left and ends %.0f px from the right; margins are at %s and %s%s",
              name, left, right, lines_of(r, "left"), lines_of(r, "right"), unit);
    }
    if ((rule_value(r, "top")->set || rule_value(r, "bottom")->set) &&
        !at_one(r, "top", top, ky, tolerance) && !at_one(r, "bottom", bottom, ky, tolerance) &&
        !(center && fabs(top - bottom) <= 2 * tolerance)) {
        spot.key = "down";
        found(c, spot,
              "%s begins %.0f px from the top and ends %.0f px from the bottom; margins are at %s and %s%s",
              name, top, bottom, lines_of(r, "top"), lines_of(r, "bottom"), unit);
    }
}

static int check(struct check *c, const struct brand_rule *r)
{
    const char *const *also = rule_value(r, "elements")->words;
    if (!c->s->scene)
        return 0;
    for (size_t i = 0; i < c->s->n_texts; i++) {
        const struct drawn_text *t = &c->s->texts[i];
        if (rule_covers(r, t->slot, t->role, t->id))
            look(c, r, text_spot(t, NULL), spot_name(c, t->slot, t->id, t->file_line));
    }
    for (size_t i = 0; i < c->s->n_boxes && also; i++) {
        const struct box_fact *b = &c->s->boxes[i];
        if (b->node->kind != NODE_TEXT &&
            (words_have(also, b->id) || words_have(also, b->slot) || words_have(also, b->role)))
            look(c, r, (struct spot){.slot = b->slot, .id = b->id, .line = b->node->line, .box = b->box},
                 spot_name(c, b->slot, b->id, b->node->line));
    }
    return 0;
}

BRAND_KIND(alignment, "alignment", .summary = "texts and elements keep to the margins of a grid",
           PARAMS(params), .need = NEED_LAYOUT, .by_slot = true, .section = "layout",
           .hint = "move it to the margin", .compile = compile, .check = check);
