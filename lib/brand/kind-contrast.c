/* Contrast of each line of text with the pixels really around its letters. The letters are found by drawing
 * the text alone (its coverage); the background is what the finished picture shows within a few pixels of
 * them. */
#include "brand/surround-imp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct brand_param params[] = {
    {NULL, "min", BRAND_NUMBER, .def = "4.5", .min = 1, .max = 21,
     .help = "least contrast ratio of text (WCAG 2)"},
    {NULL, "min-large", BRAND_NUMBER, .def = "3", .min = 1, .max = 21,
     .help = "least contrast ratio of large text"},
    {NULL, "large", BRAND_NUMBER, .def = "24", .min = 1, .max = 1000,
     .help = "size from which text is large, px (18 pt)"},
    {NULL, "large-bold", BRAND_NUMBER, .def = "18.66", .min = 1, .max = 1000,
     .help = "size from which bold text is large, px (14 pt)"},
    {NULL, "viewed-width", BRAND_NUMBER, .min = 1, .max = 16384,
     .help = "width at which the ad is seen: sizes are of the picture scaled to it"},
    {NULL, "unsure", BRAND_CHOICE, .def = "warning", .choices = "error|warning|info|off",
     .help = "level where part of the background passes and part does not, so that nobody can tell"},
    {NULL, "apca-min", BRAND_NUMBER, .min = 0, .max = 108,
     .help = "also report, as information, text below this APCA Lc"},
    {NULL, "vision", BRAND_CHOICES, .choices = "protan|deutan|tritan",
     .help = "also as seen without one kind of cone"},
};

enum { PASS, UNSURE, FAIL, HIDDEN };

struct verdict {
    int result;
    double ratio, lc; /* at the quarter of the surroundings that contrasts least */
    struct rgba text, under;
    struct rect box;
    const char *vision;
};

struct sample { /* pixels of one colour */
    struct rgba under;
    double ratio;
    size_t n;
};

static uint32_t packed(struct rgba c)
{
    return (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b;
}

static int by_ratio(const void *a, const void *b)
{
    const struct sample *x = a, *y = b;
    if (x->ratio != y->ratio)
        return x->ratio < y->ratio ? -1 : 1;
    return packed(x->under) < packed(y->under) ? -1 : packed(x->under) > packed(y->under);
}

/* The sample that stands at pixel `at` of all of them, counted from the least ratio. */
static const struct sample *sample_at(const struct sample *s, size_t at)
{
    for (; at >= s->n; s++)
        at -= s->n;
    return s;
}

struct line_view {
    struct check *c;
    const struct drawn_text *t;
    const struct pixmap *mask;
    const uint8_t *near;
    const double *light;          /* of the rule: relative luminance of each grey */
    int x0, y0;                   /* of the mask in the picture */
    int left, top, right, bottom; /* of the line in the mask */
};

/* What the picture shows where letters cover fully; 0 pixels when strokes are thinner than a pixel. */
static long letters_color(const struct line_view *v, struct rgba *out)
{
    long n = 0, r = 0, g = 0, b = 0;
    unsigned most = 0;
    for (int y = v->top; y < v->bottom; y++)
        for (int x = v->left; x < v->right; x++)
            most = coverage_at(v->mask, x, y) > most ? coverage_at(v->mask, x, y) : most;
    for (int y = v->top; y < v->bottom; y++)
        for (int x = v->left; x < v->right; x++)
            if (coverage_at(v->mask, x, y) >= 250 ||
                (most < 250 && most >= 128 && coverage_at(v->mask, x, y) == most)) {
                struct rgba p = picture_pixel(v->c->s->pixels, v->x0 + x, v->y0 + y);
                r += p.r, g += p.g, b += p.b, n++;
            }
    if (n)
        *out = (struct rgba){(uint8_t)(r / n), (uint8_t)(g / n), (uint8_t)(b / n), 255};
    return most >= 250 ? n : n ? -n : 0;
}

static struct rgba seen(struct rgba c, int vision)
{
    return vision < 0 ? c : color_simulate(c, (enum color_vision)vision);
}

/* Pixels near the letters by their colour, sorted by ratio. Returns how many pixels. What is behind a text
 * repeats a few colours: a small table of places by colour joins nearly all that are equal. */
static size_t surroundings(const struct line_view *v, struct rgba text, double opacity, int vision,
                           struct sample **out)
{
    enum { PLACES = 1024 };
    size_t n = 0, cap = 0, pixels = 0, places[PLACES] = {0}; /* index + 1 */
    struct sample *s = NULL;
    const double *light = v->light;
    for (int y = v->top; y < v->bottom; y++)
        for (int x = v->left; x < v->right; x++) {
            if (coverage_at(v->mask, x, y) > 2 || !v->near[(size_t)y * (size_t)v->mask->width + (size_t)x])
                continue;
            struct rgba pixel = picture_pixel(v->c->s->pixels, v->x0 + x, v->y0 + y);
            size_t *place = &places[(packed(pixel) * 0x9e3779b1U) >> 22];
            pixels++;
            if (*place && packed(s[*place - 1].under) == packed(pixel)) {
                s[*place - 1].n++;
                continue;
            }
            struct rgba under = seen(pixel, vision);
            struct rgba over = seen(color_over(text, opacity, under), vision);
            double lu = 0.2126 * light[under.r] + 0.7152 * light[under.g] + 0.0722 * light[under.b];
            double lo = 0.2126 * light[over.r] + 0.7152 * light[over.g] + 0.0722 * light[over.b];
            if (n == cap) {
                size_t more = cap ? 2 * cap : 1024;
                s = arena_grow(v->c->arena, s, n, more, sizeof *s);
                cap = more;
            }
            s[n++] = (struct sample){pixel, luminance_contrast(lu, lo), 1};
            *place = n;
        }
    if (n)
        qsort(s, n, sizeof *s, by_ratio);
    *out = s;
    return pixels;
}

static double needed(const struct check *c, const struct brand_rule *r, const struct drawn_text *t)
{
    double viewed = rule_number(r, "viewed-width", 0);
    double size = t->size * (viewed > 0 ? viewed / c->s->scene->width : 1);
    double from = rule_number(r, t->weight >= 700 ? "large-bold" : "large", 24);
    return rule_number(r, size >= from - 1e-6 ? "min-large" : "min", 4.5);
}

static int distance(struct rgba a, struct rgba b)
{
    int dr = abs(a.r - b.r), dg = abs(a.g - b.g), db = abs(a.b - b.b);
    return dr > dg ? (dr > db ? dr : db) : (dg > db ? dg : db);
}

static void judge(const struct line_view *v, const struct brand_rule *r, int paint, int vision,
                  struct verdict *worst)
{
    struct rgba text = {0}, shown = {0};
    double opacity = 1, min = needed(v->c, r, v->t);
    bool is_solid = solid_paint(v->c, v->t, paint, &text, &opacity);
    long letters = letters_color(v, &shown);
    if (!is_solid && !letters)
        return;
    /* several colours in one line: what the picture shows of the letters is a mixture and proves nothing */
    size_t n_paints;
    node_text_paints(v->t->node, &v->c->s->scene->frame, &n_paints);
    bool one = n_paints <= 1;
    struct verdict d = {.result = PASS,
                        .text = is_solid ? text : shown,
                        .under = shown,
                        .box = {v->x0 + v->left, v->y0 + v->top, v->right - v->left, v->bottom - v->top}};
    bool covered =
        is_solid && one && letters > 0 && text.a == 255 && opacity > 0.99 && distance(text, shown) > 64;
    struct sample *s;
    size_t n = surroundings(v, d.text, is_solid ? opacity : 1, vision, &s);
    if (covered) {
        d.result = HIDDEN;
    } else if (n) {
        const struct sample *at = sample_at(s, n / 4), *low = sample_at(s, n / 20);
        d.result = low->ratio >= min ? PASS : at->ratio < min ? FAIL : UNSURE;
        if (d.result == UNSURE)
            at = low;
        d.ratio = at->ratio;
        d.under = seen(at->under, vision);
        d.lc = color_apca(color_over(d.text, is_solid ? opacity : 1, d.under), d.under);
    }
    if (d.result > worst->result ||
        (d.result == worst->result && (worst->ratio == 0 || d.ratio < worst->ratio)))
        *worst = d;
}

static void check_lines(struct check *c, const struct brand_rule *r, const struct drawn_text *t,
                        const struct pixmap *mask, int x0, int y0, int vision, struct verdict *worst)
{
    int radius = (int)lround(t->size * 0.12);
    radius = radius < 2 ? 2 : radius > 8 ? 8 : radius;
    const uint8_t *near = near_coverage(c->arena, mask, radius);
    for (size_t i = 0; i < t->n_lines; i++) {
        struct rect b = rect_inset(t->lines[i].box, -radius);
        struct rect all = {x0, y0, mask->width, mask->height};
        b = rect_intersect(b, all);
        if (rect_empty(b))
            continue;
        struct line_view v = {c,
                              t,
                              mask,
                              near,
                              r->payload,
                              x0,
                              y0,
                              (int)b.x - x0,
                              (int)b.y - y0,
                              (int)ceil(b.x + b.w) - x0,
                              (int)ceil(b.y + b.h) - y0};
        v.right = v.right > mask->width ? mask->width : v.right;
        v.bottom = v.bottom > mask->height ? mask->height : v.bottom;
        uint64_t done = 0;
        for (size_t k = 0; k < t->layout->n_runs; k++) {
            const struct text_run *run = &t->layout->runs[k];
            if (run->hidden || !run->n_glyphs || run->paint < 0 || run->paint > 63 || done >> run->paint & 1)
                continue;
            struct point at = matrix_apply(t->matrix, run->glyphs[0].x, run->glyphs[0].y);
            if (t->n_lines > 1 && (at.y < b.y || at.y > b.y + b.h))
                continue;
            done |= UINT64_C(1) << run->paint;
            judge(&v, r, run->paint, vision, worst);
        }
    }
}

static void tell(struct check *c, const struct brand_rule *r, const struct drawn_text *t,
                 const struct verdict *d)
{
    char text[10], under[10];
    color_hex((struct rgba){d->text.r, d->text.g, d->text.b, 255}, text);
    color_hex(d->under, under);
    const char *name = spot_name(c, t->slot, t->id, t->file_line), *as = d->vision ? d->vision : "";
    const char *with = d->vision ? " for people without one kind of cone: " : "";
    struct spot spot = {.slot = t->slot, .id = t->id, .line = t->file_line, .box = d->box};
    double min = needed(c, r, t);
    int unsure = level_of(rule_value(r, "unsure")->text);
    if (d->result == FAIL) {
        spot.key = "fail";
        found(c, spot, "%s has a contrast of %.2f:1 (%s on %s), at least %g:1 is needed%s%s", name,
              floor(d->ratio * 100) / 100, text, under, min, with, as);
    } else if (d->result == HIDDEN && unsure != BRAND_OFF) {
        spot.key = "hidden";
        spot.level = AT_LEVEL(unsure);
        found(c, spot, "the contrast of %s cannot be told: it is drawn in %s, the picture shows %s there",
              name, text, under);
    } else if (d->result == UNSURE && unsure != BRAND_OFF) {
        spot.key = "unsure";
        spot.level = AT_LEVEL(unsure);
        found(c, spot, "the contrast of %s cannot be told: it falls to %.2f:1 (%s on %s), %g:1 is needed%s%s",
              name, floor(d->ratio * 100) / 100, text, under, min, with, as);
    }
    double lc = rule_number(r, "apca-min", 0);
    if (!d->vision && lc > 0 && d->ratio > 0 && fabs(d->lc) < lc) {
        spot.key = "apca";
        spot.level = AT_LEVEL(DIAG_INFO);
        found(c, spot, "%s has an APCA contrast of Lc %.0f (%s on %s), %g is advised", name, fabs(d->lc),
              text, under, lc);
    }
}

static int check(struct check *c, const struct brand_rule *r)
{
    static const char *const visions[] = {"protan", "deutan", "tritan"};
    if (!c->s->scene || !c->s->pixels)
        return 0;
    for (size_t i = 0; i < c->s->n_texts; i++) {
        const struct drawn_text *t = &c->s->texts[i];
        int x0, y0;
        if (!rule_covers(r, t->slot, t->role, t->id))
            continue;
        const struct pixmap *mask = text_coverage(c, t, &x0, &y0);
        if (!mask)
            continue; /* nothing of it is in the picture */
        struct verdict worst = {0};
        check_lines(c, r, t, mask, x0, y0, -1, &worst);
        tell(c, r, t, &worst);
        for (int k = 0; k < 3 && worst.result == PASS; k++)
            if (words_have(rule_value(r, "vision")->words, visions[k])) {
                struct verdict w = {0};
                check_lines(c, r, t, mask, x0, y0, k, &w);
                w.vision = visions[k];
                tell(c, r, t, &w);
            }
    }
    return 0;
}

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)r;
    double *light = *out = ARENA_ARRAY(loader_arena(l), 256, double);
    for (int i = 0; i < 256; i++)
        light[i] = color_luminance((struct rgba){(uint8_t)i, (uint8_t)i, (uint8_t)i, 255});
    return 0;
}

BRAND_KIND(contrast, "contrast",
           .summary = "contrast of text with the pixels behind it (WCAG 2): pass, fail or cannot tell",
           PARAMS(params), .need = NEED_PIXELS, .by_slot = true, .section = "contrast",
           .hint = "darken or lighten the text or what is behind it", .compile = compile, .check = check);
