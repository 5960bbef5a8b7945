#include "brand/pictures-imp.h"

static const struct brand_param params[] = {
    {NULL, "spaces", BRAND_CHOICES, .def = "rgb gray", .choices = "rgb|gray|cmyk",
     .help = "colour spaces that are allowed"},
    {NULL, "profiles", BRAND_CHOICES, .def = "srgb none", .choices = "srgb|none|other",
     .help = "embedded profiles that are allowed: sRGB, none at all (which is read as sRGB), any other"},
    PICTURES_OF,
};

static void look(struct check *c, const struct brand_rule *r, const char *path, const struct image_meta *m,
                 struct spot spot)
{
    const char *space = m->space == IMAGE_SPACE_CMYK ? "cmyk" : m->space == IMAGE_SPACE_GRAY ? "gray" : "rgb";
    const char *profile = m->profile_srgb || m->tagged_srgb ? "srgb" : m->has_profile ? "other" : "none";
    spot.key = "space";
    if (!words_have(rule_value(r, "spaces")->words, space))
        found(c, spot, "%s is in %s, allowed are %s", path, space, rule_value(r, "spaces")->text);
    spot.key = "profile";
    if (!words_have(rule_value(r, "profiles")->words, profile))
        found(c, spot,
              str_eq(profile, "none")   ? "%s has no colour profile, allowed are %s"
              : str_eq(profile, "srgb") ? "%s has a profile that is sRGB, allowed are %s"
                                        : "%s has a colour profile other than sRGB, allowed are %s",
              path, rule_value(r, "profiles")->text);
}

static int check(struct check *c, const struct brand_rule *r)
{
    return pictures_each(c, r, look);
}

BRAND_KIND(profile, "profile", .summary = "colour space and profile of picture files", PARAMS(params),
           .need = NEED_LINE, .section = "picture", .hint = "convert the picture to sRGB", .check = check);
