#include "brand/pictures-imp.h"

static const struct brand_param params[] = {
    {NULL, "max-seconds", BRAND_NUMBER, .min = 0, .max = 100000,
     .help = "longest time that it moves, all its loops together"},
    {NULL, "max-fps", BRAND_NUMBER, .min = 0.1, .max = 1000, .help = "most frames a second"},
    {NULL, "max-frames", BRAND_NUMBER, .min = 1, .max = 100000, .help = "most frames"},
    {NULL, "max-loops", BRAND_NUMBER, .min = 1, .max = 100000, .help = "most times that it plays"},
    PICTURES_OF,
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)out;
    if (rule_value(r, "max-seconds")->set || rule_value(r, "max-fps")->set ||
        rule_value(r, "max-frames")->set || rule_value(r, "max-loops")->set)
        return 0;
    return rule_wrong(l, r->where, "write max-seconds=\"30\" or max-fps=\"5\"",
                      "a rule of kind 'animation' needs a limit");
}

static void look(struct check *c, const struct brand_rule *r, const char *path, const struct image_meta *m,
                 struct spot spot)
{
    double most;
    if (!m->animated)
        return;
    spot.key = "seconds";
    most = rule_number(r, "max-seconds", 0);
    if (most > 0 && m->loops == 0)
        found(c, spot, "%s moves for ever, at most %g seconds are allowed", path, most);
    else if (most > 0 && m->seconds * (double)m->loops > most + 0.005)
        found(c, spot, "%s moves for %.3g seconds (%ld times %.3g), at most %g are allowed", path,
              m->seconds * (double)m->loops, m->loops, m->seconds, most);
    spot.key = "fps";
    most = rule_number(r, "max-fps", 0);
    /* browsers show a frame of less than 20 ms for 100 ms */
    double shortest = m->shortest < 0.0195 ? 0.1 : m->shortest;
    if (most > 0 && 1 / shortest > most + 0.05)
        found(c, spot, "%s shows %.3g frames a second, at most %g are allowed", path, 1 / shortest, most);
    spot.key = "frames";
    most = rule_number(r, "max-frames", 0);
    if (most > 0 && (double)m->frames > most)
        found(c, spot, "%s has %ld frames, at most %g are allowed", path, m->frames, most);
    spot.key = "loops";
    most = rule_number(r, "max-loops", 0);
    if (most > 0 && m->loops == 0)
        found(c, spot, "%s plays for ever, at most %g times are allowed", path, most);
    else if (most > 0 && (double)m->loops > most)
        found(c, spot, "%s plays %ld times, at most %g are allowed", path, m->loops, most);
}

static int check(struct check *c, const struct brand_rule *r)
{
    return pictures_each(c, r, look);
}

BRAND_KIND(animation, "animation", .summary = "limits of moving pictures: time, frames a second, loops",
           PARAMS(params), .need = NEED_LINE, .section = "picture", .hint = "make it shorter or slower",
           .compile = compile, .check = check);
