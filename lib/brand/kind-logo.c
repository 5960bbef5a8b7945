#include "brand/digest-imp.h"
#include "brand/surround-imp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct brand_param params[] = {
    {NULL, "target", BRAND_WORDS, .def = "logo", .help = "ids, slots or roles that are the logo"},
    {NULL, "min-width", BRAND_NUMBER, .min = 0, .max = 16384, .help = "least width in pixels of the picture"},
    {NULL, "min-height", BRAND_NUMBER, .min = 0, .max = 16384,
     .help = "least height in pixels of the picture"},
    {NULL, "clear", BRAND_NUMBER, .min = 0, .max = 10,
     .help = "clear space around it, as a share of its height: no text and no edge of the picture inside"},
    {NULL, "ratios", BRAND_WORDS,
     .help = "width divided by height of each allowed version, undistorted: 5.48 2.62"},
    {NULL, "tolerance", BRAND_NUMBER, .def = "0.02", .min = 0, .max = 1, .help = "of the ratio, as a share"},
    {NULL, "position", BRAND_CHOICES, .choices = "top|bottom|left|right|center|middle",
     .help = "the part of the picture where its centre must lie: 'top left'; middle is vertical, center "
             "horizontal"},
    {NULL, "files", BRAND_WORDS, .help = "names of the picture files that are allowed versions"},
    {"version", "name", BRAND_TEXT, .required = true, .help = "an allowed version, by what it looks like"},
    {"version", "shape", BRAND_TEXT, .required = true,
     .help = "its shape, 32 digits, whatever its colours and size; a finding tells that of a logo"},
    {NULL, "distance", BRAND_NUMBER, .def = "10", .min = 0, .max = 128,
     .help = "bits of the shape by which a version may differ"},
    {NULL, "contrast", BRAND_NUMBER, .min = 1, .max = 21,
     .help = "least contrast ratio of the better half of the logo with what is around it"},
};

struct logo {
    struct rect box;
    const char *id, *slot;
    const struct drawn_image *image;
    long line;
    const struct box_fact *fact; /* the element that has the name */
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)out;
    struct look_digest d;
    for (const struct brand_item *i = r->items; i; i = i->next)
        if (!look_read(item_value(r, i, "shape")->text, &d))
            return rule_wrong(
                l, i->where, "write any 32 zeros first: the finding tells the shape of your logo",
                "'%s' is no shape: it has 32 hexadecimal digits", item_value(r, i, "shape")->text);
    return 0;
}

/* Its place is told by the layout alone; what it looks like and what is behind it, by pixels. */
static enum brand_need need_of(const struct brand_rule *r)
{
    return r->items || rule_value(r, "contrast")->set ? NEED_PIXELS : NEED_LAYOUT;
}

static bool named(const struct brand_rule *r, const char *slot, const char *role, const char *id)
{
    const char *const *t = rule_value(r, "target")->words;
    return words_have(t, id) || words_have(t, slot) || words_have(t, role);
}

static bool find(const struct check *c, const struct brand_rule *r, struct logo *out)
{
    struct rect canvas = {0, 0, c->s->scene->width, c->s->scene->height};
    for (size_t i = 0; i < c->s->n_boxes; i++) {
        const struct box_fact *b = &c->s->boxes[i];
        if (named(r, b->slot, b->role, b->id) && !rect_empty(rect_intersect(b->box, canvas))) {
            *out = (struct logo){b->box, b->id, b->slot, NULL, b->node->line, b};
            break;
        }
    }
    for (size_t i = 0; i < c->s->n_images; i++) {
        const struct drawn_image *m = &c->s->images[i];
        bool inside = named(r, m->slot, m->role, m->id);
        if (!inside || (!m->source && !m->pixmap) || rect_empty(rect_intersect(m->box, canvas)))
            continue;
        const struct pixmap *p = m->source ? m->source : m->pixmap;
        struct rect box = m->box;
        /* what of its view a contained picture really fills; where in it does not matter for its size */
        double w = fmin(box.w, p->width * m->scale_x), h = fmin(box.h, p->height * m->scale_y);
        box = (struct rect){box.x + (box.w - w) / 2, box.y + (box.h - h) / 2, w, h};
        *out = (struct logo){box, m->id, m->slot, m, m->file_line, out->fact};
        return true;
    }
    return !rect_empty(out->box);
}

static bool ratio_allowed(const struct brand_rule *r, struct rect box, double tolerance)
{
    const char *const *w = rule_value(r, "ratios")->words;
    if (!w)
        return true;
    for (double ratio; *w; w++)
        if (number_parse(*w, strlen(*w), &ratio) && ratio > 0 && fabs(box.w / box.h / ratio - 1) <= tolerance)
            return true;
    return false;
}

static void check_shape(struct check *c, const struct brand_rule *r, const struct logo *l, const char *name)
{
    double tolerance = rule_number(r, "tolerance", 0.02);
    struct spot spot = {.slot = l->slot, .id = l->id, .line = l->line, .box = l->box};
    double sx = 1, sy = 1;
    if (l->image) {
        sx = l->image->scale_x;
        sy = l->image->scale_y;
    } else if (l->fact) {
        matrix_scales(l->fact->matrix, &sx, &sy);
    }
    double stretch = sx > 0 && sy > 0 ? sx / sy : 1;
    spot.key = "distorted";
    if (fabs(stretch - 1) > tolerance)
        found(c, spot, "the logo (%s) is stretched by %.0f %%", name, fabs(stretch - 1) * 100);
    else if (!ratio_allowed(r, l->box, tolerance))
        found(c, spot, "the logo (%s) is %.0fx%.0f px, a ratio of %.2f, it must be %s", name, l->box.w,
              l->box.h, l->box.w / l->box.h, rule_value(r, "ratios")->text);
    double w = rule_number(r, "min-width", 0), h = rule_number(r, "min-height", 0);
    spot.key = "small";
    if (l->box.w < w - 0.01 || l->box.h < h - 0.01)
        found(c, spot, "the logo (%s) is %.0fx%.0f px, at least %.0fx%.0f are needed", name, l->box.w,
              l->box.h, w, h);
}

static void check_clear(struct check *c, const struct brand_rule *r, const struct logo *l, const char *name)
{
    double by = rule_number(r, "clear", 0) * l->box.h;
    struct rect zone = rect_inset(l->box, -by), canvas = {0, 0, c->s->scene->width, c->s->scene->height};
    struct spot spot = {.slot = l->slot, .id = l->id, .line = l->line, .box = l->box, .key = "clear"};
    if (by <= 0)
        return;
    if (zone.x < canvas.x - 0.5 || zone.y < canvas.y - 0.5 || zone.x + zone.w > canvas.w + 0.5 ||
        zone.y + zone.h > canvas.h + 0.5)
        found(c, spot, "the logo (%s) has less than %.0f px of clear space to the edge", name, by);
    for (size_t i = 0; i < c->s->n_texts; i++) {
        const struct drawn_text *t = &c->s->texts[i];
        if (named(r, t->slot, t->role, t->id))
            continue; /* the logo's own lettering */
        struct rect hit = rect_intersect(t->ink, zone);
        if (rect_empty(hit) || hit.w < 0.5 || hit.h < 0.5)
            continue;
        spot.key = arena_printf(c->arena, "clear %s", spot_name(c, t->slot, t->id, t->file_line));
        found(c, spot, "%s is in the clear space of the logo (%s), %.0f px around it",
              spot_name(c, t->slot, t->id, t->file_line), name, by);
    }
}

static void check_place(struct check *c, const struct brand_rule *r, const struct logo *l, const char *name)
{
    double x = (l->box.x + l->box.w / 2) / c->s->scene->width,
           y = (l->box.y + l->box.h / 2) / c->s->scene->height;
    const char *const *w = rule_value(r, "position")->words;
    bool ok = true;
    for (; w && *w; w++)
        ok &= str_eq(*w, "top")      ? y < 0.5
              : str_eq(*w, "bottom") ? y > 0.5
              : str_eq(*w, "left")   ? x < 0.5
              : str_eq(*w, "right")  ? x > 0.5
              : str_eq(*w, "center") ? fabs(x - 0.5) < 0.1
                                     : fabs(y - 0.5) < 0.1;
    if (!ok)
        found(c,
              (struct spot){.slot = l->slot, .id = l->id, .line = l->line, .box = l->box, .key = "position"},
              "the logo (%s) is not at the %s", name, rule_value(r, "position")->text);
}

static void check_version(struct check *c, const struct brand_rule *r, const struct logo *l)
{
    const char *const *files = rule_value(r, "files")->words;
    if (!files)
        return;
    const char *file = l->image ? l->image->href : NULL;
    for (const struct slot_value *v = c->s->variant ? c->s->variant->slots : NULL; v; v = v->next)
        if (l->slot && str_eq(v->slot, l->slot) && v->kind == SLOT_VALUE_IMAGE)
            file = v->value;
    if (!file || str_starts(file, "data:") || words_have(files, path_base(file)))
        return;
    found(c, (struct spot){.slot = l->slot, .id = l->id, .line = l->line, .box = l->box, .key = "version"},
          "the logo is %s, allowed are %s", path_base(file), rule_value(r, "files")->text);
}

/* ---- what it looks like ---- */

static void check_shape_version(struct check *c, const struct brand_rule *r, const struct logo *l,
                                const struct pixmap *mask, struct spot spot)
{
    struct look_digest is = look_of_shape(mask, (struct rect){0, 0, mask->width, mask->height}), one;
    const char *nearest = NULL;
    int least = 129;
    for (const struct brand_item *i = r->items; i; i = i->next) {
        look_read(item_value(r, i, "shape")->text, &one);
        int d = look_distance(&is, &one);
        if (d < least)
            least = d, nearest = item_value(r, i, "name")->text;
    }
    char hex[33];
    look_write(&is, hex);
    spot.key = "shape";
    if (r->items && least > rule_number(r, "distance", 10))
        found(c, spot,
              "the logo (%s) looks like no allowed version: its shape is %s, %d bits off the nearest, %s",
              spot_name(c, l->slot, l->id, l->line), hex, least, nearest);
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void check_contrast(struct check *c, const struct brand_rule *r, const struct logo *l,
                           const struct pixmap *mask, int x0, int y0, struct spot spot)
{
    struct rgba under;
    double min = rule_number(r, "contrast", 0);
    if (min <= 0 || !surround_color(c, mask, x0, y0, 4, &under))
        return;
    double *ratios = ARENA_ARRAY(c->arena, (size_t)mask->width * (size_t)mask->height, double);
    size_t n = 0;
    for (int y = 0; y < mask->height; y++)
        for (int x = 0; x < mask->width; x++)
            if (coverage_at(mask, x, y) >= 200)
                ratios[n++] = color_contrast(picture_pixel(c->s->pixels, x0 + x, y0 + y), under);
    if (!n)
        return;
    qsort(ratios, n, sizeof *ratios, by_number);
    char hex[10];
    color_hex(under, hex);
    spot.key = "contrast";
    if (ratios[n / 2] < min - 1e-9)
        found(c, spot, "the logo (%s) has a contrast of %.2f:1 on %s, at least %g:1 is needed",
              spot_name(c, l->slot, l->id, l->line), floor(ratios[n / 2] * 100) / 100, hex, min);
}

static void check_look(struct check *c, const struct brand_rule *r, const struct logo *l)
{
    int x0, y0;
    struct spot spot = {.slot = l->slot, .id = l->id, .line = l->line, .box = l->box};
    if (!c->s->pixels || !l->fact)
        return;
    const struct box_fact *f = l->fact;
    struct pixmap *tight = node_coverage(c->ctx, c->s, f->node, f->matrix, l->box, &x0, &y0);
    if (tight)
        check_shape_version(c, r, l, tight, spot);
    pixmap_drop(tight);
    struct pixmap *wide = node_coverage(c->ctx, c->s, f->node, f->matrix, rect_inset(l->box, -6), &x0, &y0);
    if (wide)
        check_contrast(c, r, l, wide, x0, y0, spot);
    pixmap_drop(wide);
}

static int check(struct check *c, const struct brand_rule *r)
{
    struct logo l = {0};
    if (!c->s->scene)
        return 0;
    if (!find(c, r, &l)) {
        found(c, (struct spot){.key = "missing"},
              "there is no logo: no visible element is named or has the role %s",
              rule_value(r, "target")->text);
        return 0;
    }
    const char *name = spot_name(c, l.slot, l.id, l.line);
    check_shape(c, r, &l, name);
    check_clear(c, r, &l, name);
    check_place(c, r, &l, name);
    check_version(c, r, &l);
    check_look(c, r, &l);
    return 0;
}

BRAND_KIND(
    logo, "logo",
    .summary =
        "logo present, in an allowed version, undistorted, large enough, with clear space, in its place",
    PARAMS(params), .need = NEED_PIXELS, .need_of = need_of, .section = "logo", .compile = compile,
    .hint = "place the logo as the brand book shows it", .check = check);
