#include "brand/brand-imp.h"

static const struct brand_param params[] = {
    {NULL, "max-share", BRAND_NUMBER, .def = "99", .min = 0, .max = 100,
     .help = "greatest share of an element that may lie outside the picture, in percent"},
    {NULL, "elements", BRAND_WORDS,
     .help = "ids, slots or roles to look at; default: all that have one, and all pictures"},
};

static double share_outside(struct rect box, struct rect canvas)
{
    struct rect in = rect_intersect(box, canvas);
    return 100 * (1 - (rect_empty(in) ? 0 : in.w * in.h / (box.w * box.h)));
}

static bool inside_one(const struct rect *told, size_t n, struct rect b)
{
    for (size_t i = 0; i < n; i++)
        if (b.x >= told[i].x - 0.01 && b.y >= told[i].y - 0.01 && b.x + b.w <= told[i].x + told[i].w + 0.01 &&
            b.y + b.h <= told[i].y + told[i].h + 0.01)
            return true;
    return false;
}

struct look {
    struct check *c;
    const struct brand_rule *r;
    struct rect *told; /* what is in a group that was told is not told again */
    size_t n;
};

static void look(struct look *l, struct rect box, const char *slot, const char *role, const char *id,
                 long line)
{
    const char *const *only = rule_value(l->r, "elements")->words;
    struct rect canvas = {0, 0, l->c->s->scene->width, l->c->s->scene->height};
    if (rect_empty(box) ||
        (only && !words_have(only, id) && !words_have(only, slot) && !words_have(only, role)) ||
        !rule_covers(l->r, slot, role, id) || inside_one(l->told, l->n, box))
        return;
    double share = share_outside(box, canvas);
    if (share <= rule_number(l->r, "max-share", 99) + 1e-6)
        return;
    l->told[l->n++] = box;
    found(l->c, (struct spot){.slot = slot, .id = id, .key = "outside", .line = line, .box = box},
          share > 99.99 ? "%s lies outside the picture"
                        : "%s lies outside the picture by %.0f %% of its area",
          spot_name(l->c, slot, id, line), share);
}

static int check(struct check *c, const struct brand_rule *r)
{
    const struct subject *s = c->s;
    if (!s->scene)
        return 0;
    struct look l = {c, r, ARENA_ARRAY(c->arena, s->n_boxes + s->n_images + s->n_texts + 1, struct rect), 0};
    for (size_t i = 0; i < s->n_boxes; i++)
        look(&l, s->boxes[i].box, s->boxes[i].slot, s->boxes[i].role, s->boxes[i].id, s->boxes[i].node->line);
    for (size_t i = 0; i < s->n_images; i++)
        look(&l, s->images[i].box, s->images[i].slot, s->images[i].role, s->images[i].id,
             s->images[i].file_line);
    for (size_t i = 0; i < s->n_texts; i++)
        look(&l, s->texts[i].box, s->texts[i].slot, s->texts[i].role, s->texts[i].id, s->texts[i].file_line);
    return 0;
}

BRAND_KIND(outside, "outside", .summary = "elements that lie outside the picture", PARAMS(params),
           .need = NEED_LAYOUT, .by_slot = true, .section = "layout",
           .hint = "move it into the picture, or delete it", .check = check);
