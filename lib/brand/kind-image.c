#include "brand/brand-imp.h"

#include <math.h>

static const struct brand_param params[] = {
    {NULL, "max-scale", BRAND_NUMBER, .def = "1.25", .min = 0.01, .max = 100,
     .help = "how much a picture may be enlarged: 1 not at all"},
    {NULL, "distorted", BRAND_YES, .def = "no", .help = "whether pictures may be stretched in one direction"},
    {NULL, "missing", BRAND_YES, .def = "no", .help = "whether a picture may be missing"},
};

static int check(struct check *c, const struct brand_rule *r)
{
    double most = rule_number(r, "max-scale", 1.25);
    for (size_t i = 0; i < c->s->n_images; i++) {
        const struct drawn_image *m = &c->s->images[i];
        if (!rule_covers(r, m->slot, m->role, m->id))
            continue;
        struct spot spot = {
            .slot = m->slot, .id = m->id, .key = "missing", .line = m->file_line, .box = m->box};
        const char *name = spot_name(c, m->slot, m->id, m->file_line);
        const struct pixmap *p = m->source ? m->source : m->pixmap;
        if (!p) {
            if (!rule_yes(r, "missing"))
                found(c, spot, "the picture of %s cannot be drawn: %s", name, m->href ? m->href : "no file");
            continue;
        }
        double scale = fmax(m->scale_x, m->scale_y);
        spot.key = "scale";
        if (scale > most + 0.005)
            found(c, spot, "the picture of %s, %dx%d px, is enlarged %.2f times, at most %g is allowed", name,
                  p->width, p->height, scale, most);
        spot.key = "distorted";
        if (!rule_yes(r, "distorted") && m->scale_y > 0 && fabs(m->scale_x / m->scale_y - 1) > 0.02)
            found(c, spot, "the picture of %s is stretched by %.0f %%", name,
                  fabs(m->scale_x / m->scale_y - 1) * 100);
    }
    return 0;
}

BRAND_KIND(image, "image", .summary = "pictures missing, enlarged too much or distorted", PARAMS(params),
           .need = NEED_LAYOUT, .by_slot = true, .section = "picture",
           .hint = "use a larger picture, or fit it with cover", .check = check);
