/* Colours of CSS Color 4 and 5: names, hexadecimal, rgb, hsl, hwb, lab, lch, oklab, oklch, color(),
 * color-mix() and light-dark(). */
#include "svg/color-imp.h"
#include "svg/svg-imp.h"

#define MAX_NESTING 16 /* of color-mix() and light-dark(); each level is a frame of the stack */

struct scan {
    struct rgba now; /* currentcolor inside color-mix() */
    bool current;    /* it is currentcolor by itself */
};

static bool scan_any(const char **p, struct scan *sc, int depth, struct color *out);

static struct color of_bytes(struct rgba c)
{
    return (struct color){SPACE_SRGB, {c.r / 255.0, c.g / 255.0, c.b / 255.0}, c.a / 255.0, {0}};
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool scan_hex(const char **p, struct rgba *out)
{
    int d[9], n = 0;
    const char *q = *p + 1;
    while (n < 9 && (d[n] = hex(*q)) >= 0) {
        n++;
        q++;
    }
    if (n == 3 || n == 4)
        *out = (struct rgba){(uint8_t)(d[0] * 17), (uint8_t)(d[1] * 17), (uint8_t)(d[2] * 17),
                             n == 4 ? (uint8_t)(d[3] * 17) : 255};
    else if (n == 6 || n == 8)
        *out = (struct rgba){(uint8_t)(d[0] * 16 + d[1]), (uint8_t)(d[2] * 16 + d[3]),
                             (uint8_t)(d[4] * 16 + d[5]), n == 8 ? (uint8_t)(d[6] * 16 + d[7]) : 255};
    else
        return false;
    *p = q;
    return true;
}

struct component {
    double v;
    bool percent, missing;
};

static bool keyword(const char **p, const char *word)
{
    size_t n = strlen(word);
    char after = (*p)[n < strlen(*p) ? n : strlen(*p)];
    if (strncasecmp(*p, word, n) != 0 || (after >= 'a' && after <= 'z') || (after >= 'A' && after <= 'Z') ||
        after == '-')
        return false;
    *p += n;
    return true;
}

/* The arguments of a colour function: three or four numbers, percentages, angles or `none`, separated by
 * spaces, by commas as in CSS 2, or a slash before the alpha. 0 on error. */
static int scan_components(const char **p, struct component out[4], bool *commas)
{
    int n = 0;
    *commas = false;
    for (;;) {
        scan_space(p);
        if (**p == ')') {
            ++*p;
            return n < 3 ? 0 : n;
        }
        bool comma = **p == ',';
        if (n == 1)
            *commas = comma;
        else if (n && comma != *commas && **p != '/')
            return 0;
        if (n && (comma || (n == 3 && **p == '/'))) {
            ++*p;
            scan_space(p);
        }
        if (n == 4)
            return 0;
        out[n] = (struct component){0, false, false};
        if (keyword(p, "none"))
            out[n].missing = true;
        else if (!parse_angle(p, &out[n].v))
            return 0;
        if (**p == '%') {
            out[n].percent = true;
            ++*p;
        }
        n++;
    }
}

static double scaled(struct component c, double full)
{
    return c.percent ? c.v / 100 * full : c.v;
}

static double between(double v, double low, double high)
{
    return v < low ? low : v > high ? high : v;
}

/* What 100% stands for in each component of a function, and the limits of what is kept. */
static const struct function {
    const char *name;
    enum color_space space;
    double full[3], low[3], high[3];
} functions[] = {
    {"rgb", SPACE_SRGB, {255, 255, 255}, {0, 0, 0}, {255, 255, 255}},
    {"rgba", SPACE_SRGB, {255, 255, 255}, {0, 0, 0}, {255, 255, 255}},
    {"hsl", SPACE_HSL, {360, 100, 100}, {-INFINITY, 0, 0}, {INFINITY, 100, 100}},
    {"hsla", SPACE_HSL, {360, 100, 100}, {-INFINITY, 0, 0}, {INFINITY, 100, 100}},
    {"hwb", SPACE_HWB, {360, 100, 100}, {-INFINITY, 0, 0}, {INFINITY, 100, 100}},
    {"lab", SPACE_LAB, {100, 125, 125}, {0, -INFINITY, -INFINITY}, {100, INFINITY, INFINITY}},
    {"lch", SPACE_LCH, {100, 150, 360}, {0, 0, -INFINITY}, {100, INFINITY, INFINITY}},
    {"oklab", SPACE_OKLAB, {1, 0.4, 0.4}, {0, -INFINITY, -INFINITY}, {1, INFINITY, INFINITY}},
    {"oklch", SPACE_OKLCH, {1, 0.4, 360}, {0, 0, -INFINITY}, {1, INFINITY, INFINITY}},
};

static bool set_alpha(const struct component *c, int n, struct color *out)
{
    out->alpha = n == 4 ? between(scaled(c[3], 1), 0, 1) : 1;
    out->missing[3] = n == 4 && c[3].missing;
    return true;
}

static bool scan_function(const struct function *f, const char **p, struct color *out)
{
    struct component c[4] = {0};
    bool commas;
    int n = scan_components(p, c, &commas);
    if (!n)
        return false;
    /* the syntax with commas is the old one: all numbers or all percentages, nothing missing */
    if (commas && (c[0].missing || c[1].missing || c[2].missing || f->space > SPACE_HSL))
        return false;
    if (commas && f->space == SPACE_SRGB && (c[0].percent != c[1].percent || c[1].percent != c[2].percent))
        return false;
    *out = (struct color){.space = f->space};
    for (int i = 0; i < 3; i++) {
        out->c[i] = between(scaled(c[i], f->full[i]), f->low[i], f->high[i]);
        out->missing[i] = c[i].missing;
    }
    if (f->space == SPACE_SRGB)
        for (int i = 0; i < 3; i++)
            out->c[i] /= 255;
    if (f->space == SPACE_HSL || f->space == SPACE_HWB) {
        out->c[1] /= 100;
        out->c[2] /= 100;
    }
    return set_alpha(c, n, out);
}

/* color(<space> r g b / a) */
static bool scan_color_function(const char **p, struct color *out)
{
    struct component c[4] = {0};
    bool commas;
    size_t len;
    enum color_space space;
    scan_space(p);
    if (!color_space_at(*p, &space, &len) || space >= SPACE_HSL)
        return false;
    *p += len;
    int n = scan_components(p, c, &commas);
    if (!n || commas)
        return false;
    *out = (struct color){.space = space};
    for (int i = 0; i < 3; i++) {
        out->c[i] = scaled(c[i], 1);
        out->missing[i] = c[i].missing;
    }
    return set_alpha(c, n, out);
}

static bool scan_char(const char **p, char c)
{
    scan_space(p);
    if (**p != c)
        return false;
    ++*p;
    scan_space(p);
    return true;
}

/* `in oklch longer hue`, where it is given: browsers mix in OKLab where it is not. */
static bool scan_method(const char **p, enum color_space *in, enum hue_way *way)
{
    static const char *const ways[] = {"shorter", "longer", "increasing", "decreasing"};
    size_t len;
    *in = SPACE_OKLAB;
    *way = HUE_SHORTER;
    scan_space(p);
    if (!keyword(p, "in"))
        return true;
    scan_space(p);
    if (!color_space_at(*p, in, &len))
        return false;
    *p += len;
    scan_space(p);
    bool polar = *in == SPACE_HSL || *in == SPACE_HWB || *in == SPACE_LCH || *in == SPACE_OKLCH;
    for (int i = 0; i < 4 && polar; i++)
        if (keyword(p, ways[i])) {
            *way = (enum hue_way)i;
            scan_space(p);
            if (!keyword(p, "hue"))
                return false;
        }
    return scan_char(p, ',');
}

static bool scan_percent(const char **p, double *out)
{
    const char *q = *p;
    double v;
    scan_space(&q);
    if (!scan_number(&q, &v) || *q != '%' || v < 0 || v > 100)
        return false;
    *out = v;
    *p = q + 1;
    return true;
}

/* A colour with a percentage before or after it; NaN where there is none. */
static bool scan_part(const char **p, struct scan *sc, int depth, struct color *out, double *percent)
{
    struct scan inner = {.now = sc->now};
    *percent = NAN;
    scan_space(p);
    scan_percent(p, percent);
    scan_space(p);
    if (!scan_any(p, &inner, depth, out))
        return false;
    if (isnan(*percent))
        scan_percent(p, percent);
    if (inner.current)
        *out = of_bytes(sc->now);
    return true;
}

/* CSS Color 5, 2: percentages that do not add up to 100 are scaled; too little makes the mix see-through. */
static bool scan_mix(const char **p, struct scan *sc, int depth, struct color *out)
{
    enum color_space in;
    enum hue_way way;
    struct color a, b;
    double pa, pb;
    if (!scan_method(p, &in, &way) || !scan_part(p, sc, depth, &a, &pa) || !scan_char(p, ',') ||
        !scan_part(p, sc, depth, &b, &pb) || !scan_char(p, ')'))
        return false;
    if (isnan(pa))
        pa = isnan(pb) ? 50 : 100 - pb;
    if (isnan(pb))
        pb = 100 - pa;
    *out = color_mix(a, b, pa + pb > 0 ? pb / (pa + pb) : 0.5, in, way);
    if (pa + pb < 100)
        out->alpha *= (pa + pb) / 100;
    return true;
}

/* A picture has no dark scheme: the first of the two. */
static bool scan_light_dark(const char **p, struct scan *sc, int depth, struct color *out)
{
    struct color dark;
    struct scan unused = {.now = sc->now};
    return scan_any(p, sc, depth, out) && scan_char(p, ',') && scan_any(p, &unused, depth, &dark) &&
           scan_char(p, ')');
}

static bool scan_call(const char *name, const char **p, struct scan *sc, int depth, struct color *out)
{
    if (depth > MAX_NESTING)
        return false;
    if (strcmp(name, "color") == 0)
        return scan_color_function(p, out);
    if (strcmp(name, "color-mix") == 0)
        return scan_mix(p, sc, depth + 1, out);
    if (strcmp(name, "light-dark") == 0)
        return scan_light_dark(p, sc, depth + 1, out);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strcmp(name, functions[i].name) == 0)
            return scan_function(&functions[i], p, out);
    return false;
}

static bool scan_any(const char **p, struct scan *sc, int depth, struct color *out)
{
    struct rgba bytes;
    scan_space(p);
    if (**p == '#') {
        bool ok = scan_hex(p, &bytes);
        *out = of_bytes(bytes);
        return ok;
    }
    const char *q = *p;
    char word[24];
    size_t n = 0;
    while ((*q >= 'a' && *q <= 'z') || (*q >= 'A' && *q <= 'Z') || (*q == '-' && n)) {
        if (n + 1 < sizeof word)
            word[n++] = (char)(*q >= 'A' && *q <= 'Z' ? *q + 32 : *q);
        q++;
    }
    word[n] = '\0';
    if (*q == '(') {
        q++;
        if (!scan_call(word, &q, sc, depth, out))
            return false;
        *p = q;
        return true;
    }
    bytes = (struct rgba){0, 0, 0, 0};
    if (strcmp(word, "currentcolor") == 0)
        sc->current = true;
    else if (strcmp(word, "transparent") != 0 && !color_by_name(word, &bytes))
        return false;
    *out = of_bytes(bytes);
    *p = q;
    return true;
}

bool scan_color(const char **p, struct rgba now, struct rgba *out, bool *current)
{
    struct scan sc = {.now = now};
    struct color c;
    if (!scan_any(p, &sc, 0, &c))
        return false;
    *current = sc.current;
    *out = color_bytes(c);
    return true;
}

bool svg_parse_color(const char *s, struct rgba *out)
{
    bool current;
    if (!s || !scan_color(&s, (struct rgba){0, 0, 0, 255}, out, &current) || current)
        return false;
    scan_space(&s);
    return !*s;
}
