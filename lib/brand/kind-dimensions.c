#include "brand/brand-imp.h"

#include <math.h>
#include <stdlib.h>

static const struct brand_param params[] = {
    {NULL, "sizes", BRAND_SIZES, .help = "sizes that are allowed, in pixels: 300x250 728x90"},
    {NULL, "ratios", BRAND_WORDS, .help = "aspect ratios that are allowed: 1:1 1.91:1 9:16"},
    {NULL, "tolerance", BRAND_NUMBER, .def = "0.01", .min = 0, .max = 0.5,
     .help = "of a ratio, as a share: 0.01 is 1 %"},
    {NULL, "min", BRAND_SIZES, .help = "least width and height, one size"},
    {NULL, "max", BRAND_SIZES, .help = "greatest width and height, one size"},
    {NULL, "densities", BRAND_WORDS, .def = "1",
     .help = "pixel densities in which a listed size may come: 1 2"},
};

struct payload {
    double ratios[16];
    size_t n_ratios;
};

static bool ratio_parse(const char *s, double *out)
{
    char *end;
    double w = strtod(s, &end);
    if (*end != ':' || w <= 0)
        return false;
    double h = strtod(end + 1, &end);
    *out = w / h;
    return !*end && h > 0;
}

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    struct payload *p = *out = ARENA_NEW(loader_arena(l), struct payload);
    const char *const *w = rule_value(r, "ratios")->words;
    for (; w && *w; w++)
        if (p->n_ratios == LENGTH(p->ratios) || !ratio_parse(*w, &p->ratios[p->n_ratios++]))
            return rule_wrong(l, r->where, "write up to 16 ratios such as 1:1 1.91:1 9:16",
                              "'%s' is no aspect ratio", *w);
    if (!rule_value(r, "sizes")->set && !p->n_ratios && !rule_value(r, "min")->set &&
        !rule_value(r, "max")->set)
        return rule_wrong(l, r->where,
                          "write sizes=, ratios=, min= or max=", "a rule of kind 'dimensions' needs a limit");
    return 0;
}

static void size_parse(const char *word, double *w, double *h)
{
    char *end;
    *w = strtod(word, &end);
    *h = strtod(end + 1, NULL);
}

static bool listed(const struct brand_rule *r, double w, double h)
{
    for (const char *const *s = rule_value(r, "sizes")->words; s && *s; s++) {
        double sw, sh;
        size_parse(*s, &sw, &sh);
        for (const char *const *d = rule_value(r, "densities")->words; d && *d; d++) {
            double k = strtod(*d, NULL);
            if (fabs(sw * k - w) < 0.5 && fabs(sh * k - h) < 0.5)
                return true;
        }
    }
    return false;
}

static void check_size(struct check *c, const struct brand_rule *r, const char *what, double w, double h)
{
    const struct payload *p = r->payload;
    const struct brand_value *sizes = rule_value(r, "sizes"), *min = rule_value(r, "min"),
                             *max = rule_value(r, "max");
    double tolerance = rule_number(r, "tolerance", 0.01), lw, lh;
    char *key = arena_printf(c->arena, "%.0fx%.0f", w, h);
    if (sizes->set && !listed(r, w, h))
        found(c, (struct spot){.key = key}, "%s is %s px, allowed are %s", what, key, sizes->text);
    if (min->set) {
        size_parse(min->words[0], &lw, &lh);
        if (w < lw || h < lh)
            found(c, (struct spot){.key = key}, "%s is %s px, at least %s is needed", what, key,
                  min->words[0]);
    }
    if (max->set) {
        size_parse(max->words[0], &lw, &lh);
        if (w > lw || h > lh)
            found(c, (struct spot){.key = key}, "%s is %s px, at most %s is allowed", what, key,
                  max->words[0]);
    }
    bool ratio = p->n_ratios == 0;
    for (size_t i = 0; i < p->n_ratios; i++)
        ratio |= fabs(w / h / p->ratios[i] - 1) <= tolerance;
    if (!ratio)
        found(c, (struct spot){.key = key}, "%s is %s px, a ratio of %.3g:1, allowed are %s", what, key,
              w / h, rule_value(r, "ratios")->text);
}

static int check(struct check *c, const struct brand_rule *r)
{
    for (size_t i = 0; i < c->s->n_files; i++)
        check_size(c, r, "the picture", (double)c->s->files[i].width, (double)c->s->files[i].height);
    if (!c->s->n_files && c->s->width > 0 && c->s->height > 0)
        check_size(c, r, "the layout", c->s->width, c->s->height);
    if (c->s->kind == SUBJECT_CREATIVE)
        for (size_t i = 0; i < c->s->creative->n_layouts; i++) {
            const struct layout *l = &c->s->creative->layouts[i];
            check_size(c, r, arena_printf(c->arena, "layout %s", l->name), l->width, l->height);
        }
    return 0;
}

BRAND_KIND(dimensions, "dimensions", .summary = "sizes and aspect ratios of the picture", PARAMS(params),
           .need = NEED_LINE, .section = "picture", .hint = "use a layout of an allowed size",
           .compile = compile, .check = check);
