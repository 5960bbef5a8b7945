#include "brand/brand-imp.h"

#include <math.h>

static const struct brand_param params[] = {
    {NULL, "top", BRAND_NUMBER, .def = "0", .min = -100, .max = 10000,
     .help = "width of the zone to keep clear at the top"},
    {NULL, "bottom", BRAND_NUMBER, .def = "0", .min = -100, .max = 10000, .help = "the same at the bottom"},
    {NULL, "left", BRAND_NUMBER, .def = "0", .min = -100, .max = 10000, .help = "the same on the left"},
    {NULL, "right", BRAND_NUMBER, .def = "0", .min = -100, .max = 10000, .help = "the same on the right"},
    {NULL, "unit", BRAND_CHOICE, .def = "percent", .choices = "percent|px",
     .help = "of the picture's height and width, or pixels"},
    {NULL, "elements", BRAND_WORDS,
     .help = "ids, slots or roles that must stay inside too, such as logo cta"},
};

static bool sticks_out(struct rect r, struct rect zone)
{
    return !rect_empty(r) && (r.x < zone.x - 0.5 || r.y < zone.y - 0.5 || r.x + r.w > zone.x + zone.w + 0.5 ||
                              r.y + r.h > zone.y + zone.h + 0.5);
}

static const char *side(struct rect r, struct rect z, double *by)
{
    struct {
        double by;
        const char *name;
    } s[] = {{z.y - r.y, "top"},
             {r.y + r.h - z.y - z.h, "bottom"},
             {z.x - r.x, "left"},
             {r.x + r.w - z.x - z.w, "right"}};
    size_t worst = 0;
    for (size_t i = 1; i < LENGTH(s); i++)
        if (s[i].by > s[worst].by)
            worst = i;
    *by = s[worst].by;
    return s[worst].name;
}

static void look(struct check *c, struct rect box, struct rect zone, const char *slot, const char *id,
                 long line)
{
    double by;
    if (!sticks_out(box, zone))
        return;
    const char *where = side(box, zone, &by);
    found(c, (struct spot){.slot = slot, .id = id, .key = where, .line = line, .box = box},
          "%s is %.0f px outside at the %s", spot_name(c, slot, id, line), ceil(by), where);
}

static int check(struct check *c, const struct brand_rule *r)
{
    if (!c->s->scene)
        return 0;
    double w = c->s->scene->width, h = c->s->scene->height;
    bool px = str_eq(rule_value(r, "unit")->text, "px");
    double kx = px ? 1 : w / 100, ky = px ? 1 : h / 100;
    double left = rule_number(r, "left", 0) * kx, top = rule_number(r, "top", 0) * ky;
    struct rect zone = {left, top, w - left - rule_number(r, "right", 0) * kx,
                        h - top - rule_number(r, "bottom", 0) * ky};
    for (size_t i = 0; i < c->s->n_texts; i++) {
        const struct drawn_text *t = &c->s->texts[i];
        if (rule_covers(r, t->slot, t->role, t->id))
            look(c, t->ink, zone, t->slot, t->id, t->file_line);
    }
    const char *const *also = rule_value(r, "elements")->words;
    for (size_t i = 0; i < c->s->n_boxes && also; i++) {
        const struct box_fact *b = &c->s->boxes[i];
        if (b->node->kind != NODE_TEXT &&
            (words_have(also, b->id) || words_have(also, b->slot) || words_have(also, b->role)))
            look(c, b->box, zone, b->slot, b->id, b->node->line);
    }
    return 0;
}

BRAND_KIND(safe_zone, "safe-zone",
           .summary = "text and elements stay inside a safe zone (all 0: inside the picture)", PARAMS(params),
           .need = NEED_LAYOUT, .by_slot = true, .section = "layout", .hint = "move it towards the middle",
           .check = check);
