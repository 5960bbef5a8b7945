#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {NULL, "max", BRAND_NUMBER, .min = 1, .max = 100000,
     .help = "most characters; without it, the max-chars of the message"},
    {NULL, "min", BRAND_NUMBER, .min = 0, .max = 100000, .help = "least characters"},
    {NULL, "count", BRAND_CHOICE, .def = "characters", .choices = "characters|width",
     .help = "characters, or display width where East Asian wide characters count twice"},
};

static long count(const char *text, bool wide)
{
    long n = 0;
    for (const char *p = text, *end = text + strlen(text); p < end;) {
        uint32_t cp = utf8_next(&p, end);
        n += wide ? utf8_width(cp) : 1;
    }
    return n;
}

static int check_text(struct check *c, const struct brand_rule *r, const struct copy_fact *f)
{
    bool wide = str_eq(rule_value(r, "count")->text, "width");
    const char *unit = wide ? "columns" : "characters";
    if (f->raw) /* a message pattern has no length until it is formatted */
        return 0;
    long n = count(f->text, wide), most = (long)rule_number(r, "max", (double)f->max_chars);
    long least = (long)rule_number(r, "min", 0);
    struct spot spot = copy_spot(f, n > most ? "max" : "min");
    if (most && n > most)
        found(c, spot, "%s has %ld %s, at most %ld are allowed: \"%s\"",
              spot_name(c, f->slot, f->id, f->where.line), n, unit, most,
              excerpt(c->arena, f->text, strlen(f->text)));
    else if (n < least && !f->optional)
        found(c, spot, "%s has %ld %s, at least %ld are needed: \"%s\"",
              spot_name(c, f->slot, f->id, f->where.line), n, unit, least,
              excerpt(c->arena, f->text, strlen(f->text)));
    return 0;
}

BRAND_KIND(characters, "characters", .summary = "limits on the length of the copy", PARAMS(params),
           .need = NEED_LINE, .by_slot = true, .section = "copy",
           .hint = "shorten the copy, or give the message a shorter fallback", .check_text = check_text);
