#include "brand/brand-imp.h"

static const struct brand_param params[] = {
    {"color", "value", BRAND_COLOR, .required = true, .help = "a colour of the palette"},
    {"color", "name", BRAND_TEXT, .help = "what the brand calls it"},
    {NULL, "tolerance", BRAND_NUMBER, .def = "1", .min = 0, .max = 100,
     .help = "greatest CIEDE2000 difference from a colour of the palette; 0 exact, 1 just visible"},
    {NULL, "on", BRAND_CHOICES, .def = "fills strokes gradients text tokens",
     .choices = "fills|strokes|gradients|text|effects|tokens",
     .help = "what must keep to the palette; tokens: those of the themes in creative.xml, drawn or not, "
             "which must be "
             "colours of the palette exactly, whatever the tolerance"},
    {NULL, "opacity-from", BRAND_NUMBER, .def = "0", .min = 0, .max = 1,
     .help = "colours more transparent than this are not looked at"},
};

struct swatch {
    struct rgba color;
    struct lab lab;
    const char *name;
};
struct payload {
    struct swatch *at;
    size_t n;
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    size_t n = 0;
    for (const struct brand_item *i = r->items; i; i = i->next)
        n++;
    if (!n)
        return rule_wrong(l, r->where, "write <color name=\"Leaf\" value=\"#2a9d8f\"/>",
                          "a rule of kind 'palette' needs a colour");
    struct payload *p = *out = ARENA_NEW(loader_arena(l), struct payload);
    p->at = ARENA_ARRAY(loader_arena(l), n, struct swatch);
    for (const struct brand_item *i = r->items; i; i = i->next) {
        struct rgba c = item_value(r, i, "value")->color;
        p->at[p->n++] = (struct swatch){c, lab_of(c), item_value(r, i, "name")->text};
    }
    return 0;
}

/* The nearest swatch, or the first that is near enough, and how far it is. Most colours are one of the
 * palette. */
static const struct swatch *nearest(const struct payload *p, struct rgba c, double tolerance, double *least)
{
    const struct swatch *best = NULL;
    for (size_t k = 0; k < p->n; k++)
        if (p->at[k].color.r == c.r && p->at[k].color.g == c.g && p->at[k].color.b == c.b) {
            *least = 0;
            return &p->at[k];
        }
    struct lab lab = lab_of(c);
    for (size_t k = 0; k < p->n && !(best && *least <= tolerance); k++) {
        double d = color_difference(lab, p->at[k].lab);
        if (!best || d < *least)
            *least = d, best = &p->at[k];
    }
    return best;
}

static const char *group_of(const struct color_fact *f)
{
    if (f->text)
        return "text";
    switch (f->what[0]) {
    case 'f':
        return str_eq(f->what, "flood") ? "effects" : "fills";
    case 'g':
        return "gradients";
    case 'p':
        return str_ends(f->what, "stroke") ? "strokes" : "fills";
    default:
        return str_eq(f->what, "shadow") ? "effects" : "strokes";
    }
}

/* Themes stand in the creative, so its own check tells of them: once a theme, with the first layout. */
static void check_tokens(struct check *c, const struct brand_rule *r)
{
    const struct payload *p = r->payload;
    const struct creative *creative = c->s->creative;
    if (c->s->kind != SUBJECT_CREATIVE || c->s->layout != creative->layouts ||
        !words_have(rule_value(r, "on")->words, "tokens"))
        return;
    const struct theme *t = creative_theme(creative, c->s->variant->theme);
    for (size_t i = 0; t && i < t->n_tokens; i++) {
        const struct svg_token *token = &t->tokens[i];
        struct color_fact f = {.file_line = token->line};
        double least = 1;
        char is[10], near[10];
        if (!svg_parse_color(token->value, &f.color) || !rule_covers(r, NULL, NULL, token->name))
            continue;
        const struct swatch *best = nearest(p, f.color, 0, &least);
        if (best->color.r == f.color.r && best->color.g == f.color.g && best->color.b == f.color.b)
            continue;
        color_hex((struct rgba){f.color.r, f.color.g, f.color.b, 255}, is);
        color_hex(best->color, near);
        found(c,
              (struct spot){.id = token->name,
                            .key = arena_printf(c->arena, "%s %s", t->name, is),
                            .file = creative->path,
                            .line = token->line},
              "the token %s of the theme %s is %s, no colour of the palette: nearest is %s%s%s, dE %.1f",
              token->name, t->name, is, best->name ? best->name : "", best->name ? " " : "", near, least);
        if (f.color.a == 255)
            fixable_color(c, &f, is, near);
    }
}

static int check(struct check *c, const struct brand_rule *r)
{
    const struct payload *p = r->payload;
    double tolerance = rule_number(r, "tolerance", 1), opacity = rule_number(r, "opacity-from", 0);
    for (size_t i = 0; i < c->s->n_colors; i++) {
        const struct color_fact *f = &c->s->colors[i];
        if (f->color.a / 255.0 < opacity || !words_have(rule_value(r, "on")->words, group_of(f)) ||
            !rule_covers(r, f->slot, NULL, f->id))
            continue;
        double least = 0;
        const struct swatch *best = nearest(p, f->color, tolerance + 1e-9, &least);
        if (least <= tolerance + 1e-9)
            continue;
        char is[10], near[10];
        color_hex((struct rgba){f->color.r, f->color.g, f->color.b, 255}, is);
        color_hex(best->color, near);
        found(c,
              (struct spot){
                  .slot = f->slot, .id = f->id, .key = arena_strdup(c->arena, is), .line = f->file_line},
              "%s %s of %s is off the palette: nearest is %s%s%s, dE %.1f", f->what, is,
              spot_name(c, f->slot, f->id, f->file_line), best->name ? best->name : "", best->name ? " " : "",
              near, least);
        if (f->color.a == 255)
            fixable_color(c, f, is, near);
    }
    check_tokens(c, r);
    return 0;
}

BRAND_KIND(palette, "palette", .summary = "colours of fills, strokes, gradients and text, by CIEDE2000",
           PARAMS(params), .need = NEED_LAYOUT, .by_slot = true, .section = "colour",
           .hint = "use the nearest colour of the palette", .compile = compile, .check = check);
