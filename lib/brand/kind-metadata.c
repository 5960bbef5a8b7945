#include "brand/pictures-imp.h"

#include <string.h>

#define WHAT "exif|gps|xmp|iptc|c2pa|comment|thumbnail|digital-source-type"
static const struct brand_param params[] = {
    {NULL, "forbid", BRAND_CHOICES, .choices = WHAT,
     .help = "what a picture may not carry: gps tells where it was taken"},
    {NULL, "require", BRAND_CHOICES, .choices = WHAT,
     .help = "what it must carry: digital-source-type (IPTC) tells that a machine made it"},
    {NULL, "source-types", BRAND_WORDS,
     .help = "values of DigitalSourceType that are allowed, by their last part: digitalCapture "
             "compositeSynthetic"},
    PICTURES_OF,
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)out;
    if (rule_value(r, "forbid")->set || rule_value(r, "require")->set || rule_value(r, "source-types")->set)
        return 0;
    return rule_wrong(l, r->where, "write forbid=\"gps\" or require=\"digital-source-type\"",
                      "a rule of kind 'metadata' needs forbid=, require= or source-types=");
}

static bool carries(const struct image_meta *m, const char *what)
{
    return str_eq(what, "exif")        ? m->exif
           : str_eq(what, "gps")       ? m->gps
           : str_eq(what, "xmp")       ? m->xmp
           : str_eq(what, "iptc")      ? m->iptc
           : str_eq(what, "c2pa")      ? m->c2pa
           : str_eq(what, "comment")   ? m->comment
           : str_eq(what, "thumbnail") ? m->thumbnail
                                       : m->source_type[0] != '\0';
}

static void look(struct check *c, const struct brand_rule *r, const char *path, const struct image_meta *m,
                 struct spot spot)
{
    const char *const *w = rule_value(r, "forbid")->words;
    for (; w && *w; w++) {
        spot.key = arena_printf(c->arena, "has %s", *w);
        if (carries(m, *w))
            found(c, spot, "%s carries %s", path, *w);
    }
    for (w = rule_value(r, "require")->words; w && *w; w++) {
        spot.key = arena_printf(c->arena, "lacks %s", *w);
        if (!carries(m, *w))
            found(c, spot, "%s does not carry %s", path, *w);
    }
    const char *const *types = rule_value(r, "source-types")->words;
    spot.key = "source-type";
    if (types && m->source_type[0] && !words_have(types, path_base(m->source_type)))
        found(c, spot, "%s says that it is %s, allowed are %s", path, path_base(m->source_type),
              rule_value(r, "source-types")->text);
}

static int check(struct check *c, const struct brand_rule *r)
{
    return pictures_each(c, r, look);
}

BRAND_KIND(metadata, "metadata",
           .summary = "what picture files carry: places, previews, who or what made them", PARAMS(params),
           .need = NEED_LINE, .section = "picture",
           .hint = "export the picture anew, with or without its metadata", .compile = compile,
           .check = check);
