/* Numbers, lengths and small grammars that many attributes share. */
#include <stdlib.h>

#include "svg/svg-imp.h"

void scan_space(const char **p)
{
    while (ascii_space(**p))
        ++*p;
}

void scan_comma(const char **p)
{
    scan_space(p);
    if (**p == ',') {
        ++*p;
        scan_space(p);
    }
}

bool scan_number(const char **p, double *out)
{
    /* 64 bytes hold every number that is worth its digits; longer ones continue below */
    size_t n = 0;
    while (n < 64 && (*p)[n])
        n++;
    double v;
    size_t used = number_parse(*p, n, &v);
    if (used == 64)
        used = number_parse(*p, strlen(*p), &v);
    if (!used || !isfinite(v))
        return false;
    *p += used;
    *out = v;
    return true;
}

bool parse_number(const char *s, double *out)
{
    if (!s)
        return false;
    scan_space(&s);
    if (!scan_number(&s, out))
        return false;
    scan_space(&s);
    return !*s;
}

bool parse_number_or_percent(const char *s, double *out)
{
    if (!s)
        return false;
    scan_space(&s);
    if (!scan_number(&s, out))
        return false;
    if (*s == '%') {
        *out /= 100;
        s++;
    }
    scan_space(&s);
    return !*s;
}

bool parse_integer(const char *s, long *out)
{
    double v;
    if (!parse_number(s, &v) || v != floor(v) || fabs(v) > 1e9)
        return false;
    *out = (long)v;
    return true;
}

size_t parse_numbers(const char *s, double *out, size_t cap)
{
    size_t n = 0;
    if (!s)
        return 0;
    scan_space(&s);
    while (n < cap && scan_number(&s, &out[n])) {
        n++;
        scan_comma(&s);
    }
    return n;
}

double *parse_number_list(struct arena *a, const char *s, size_t *n, bool *valid)
{
    struct vec(double) v = {0};
    *valid = true;
    scan_space(&s);
    while (*s) {
        double d;
        if (!scan_number(&s, &d)) {
            *valid = false;
            break;
        }
        vec_push(&v, d);
        scan_comma(&s);
    }
    double *out = NULL;
    if (v.len) {
        out = ARENA_ARRAY(a, v.len, double);
        memcpy(out, v.at, v.len * sizeof *out);
    }
    *n = v.len;
    vec_drop(&v);
    return out;
}

static bool unit_is(const char *p, const char *unit)
{
    size_t n = strlen(unit);
    if (strncasecmp(p, unit, n) != 0)
        return false;
    char c = p[n];
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
             (c >= '0' && c <= '9'));
}

/* CSS calc(): sums and products of lengths and numbers. A value is user units; `plain` = a bare number. */
struct calc {
    const char *p;
    double percent;
    const struct length_base *b;
    int depth;
};
static bool calc_sum(struct calc *c, double *out);

static bool calc_term(struct calc *c, double *out)
{
    scan_space(&c->p);
    if (*c->p == '(') {
        if (++c->depth > 16)
            return false;
        c->p++;
        if (!calc_sum(c, out))
            return false;
        scan_space(&c->p);
        c->depth--;
        return *c->p++ == ')';
    }
    return scan_length(&c->p, c->percent, c->b, out);
}

static bool calc_product(struct calc *c, double *out)
{
    if (!calc_term(c, out))
        return false;
    for (;;) {
        scan_space(&c->p);
        char op = *c->p;
        if (op != '*' && op != '/')
            return true;
        c->p++;
        double v;
        if (!calc_term(c, &v) || (op == '/' && v == 0))
            return false;
        *out = op == '*' ? *out * v : *out / v;
    }
}

static bool calc_sum(struct calc *c, double *out)
{
    if (!calc_product(c, out))
        return false;
    for (;;) {
        scan_space(&c->p);
        char op = *c->p;
        if (op != '+' && op != '-')
            return true;
        c->p++;
        double v;
        if (!calc_product(c, &v))
            return false;
        *out += op == '+' ? v : -v;
    }
}

bool scan_length(const char **p, double percent, const struct length_base *b, double *out)
{
    static const struct {
        const char *name;
        double px;
    } absolute[] = {{"px", 1},         {"pt", 96.0 / 72}, {"pc", 16},       {"mm", 96 / 25.4},
                    {"cm", 96 / 2.54}, {"in", 96},        {"q", 96 / 101.6}};
    if (strncmp(*p, "calc(", 5) == 0) {
        struct calc c = {*p + 5, percent, b, 0};
        if (!calc_sum(&c, out))
            return false;
        scan_space(&c.p);
        if (*c.p != ')' || !isfinite(*out))
            return false;
        *p = c.p + 1;
        return true;
    }
    double v;
    const char *q = *p;
    if (!scan_number(&q, &v))
        return false;
    if (*q == '%') {
        v = v / 100 * percent;
        q++;
    } else if ((*q >= 'a' && *q <= 'z') || (*q >= 'A' && *q <= 'Z')) {
        /* without a font: CSS Values 4's fallbacks, and 1.2 for a normal line */
        double ch = b->ch > 0 ? b->ch : b->font_size / 2, cap = b->cap > 0 ? b->cap : b->font_size * 0.7;
        double lh = b->lh > 0 ? b->lh : b->font_size * 1.2,
               rlh = b->rlh > 0 ? b->rlh : b->root_font_size * 1.2;
        const struct {
            const char *name;
            double px;
        } relative[] = {{"em", b->font_size},
                        {"ex", b->font_size / 2},
                        {"ch", ch},
                        {"cap", cap},
                        {"ic", b->font_size},
                        {"lh", lh},
                        {"rlh", rlh},
                        {"rem", b->root_font_size},
                        {"vw", b->vw / 100},
                        {"vh", b->vh / 100},
                        {"vi", b->vw / 100},
                        {"vb", b->vh / 100},
                        {"vmin", fmin(b->vw, b->vh) / 100},
                        {"vmax", fmax(b->vw, b->vh) / 100}};
        double factor = NAN;
        size_t len = 0;
        for (size_t i = 0; i < sizeof absolute / sizeof *absolute && isnan(factor); i++)
            if (unit_is(q, absolute[i].name)) {
                factor = absolute[i].px;
                len = strlen(absolute[i].name);
            }
        for (size_t i = 0; i < sizeof relative / sizeof *relative && isnan(factor); i++)
            if (unit_is(q, relative[i].name)) {
                factor = relative[i].px;
                len = strlen(relative[i].name);
            }
        if (isnan(factor))
            return false;
        v *= factor;
        q += len;
    }
    if (!isfinite(v))
        return false;
    *p = q;
    *out = v;
    return true;
}

bool parse_length(const char *s, double percent, const struct length_base *b, double *out)
{
    if (!s)
        return false;
    scan_space(&s);
    double v;
    if (!scan_length(&s, percent, b, &v))
        return false;
    scan_space(&s);
    if (*s)
        return false;
    *out = v;
    return true;
}

bool svg_parse_length(const char *s, double relative, double font_size, double *out)
{
    struct length_base b = {
        .vw = relative, .vh = relative, .font_size = font_size, .root_font_size = font_size};
    return parse_length(s, relative, &b, out);
}

bool parse_angle(const char **p, double *degrees)
{
    double v;
    if (!scan_number(p, &v))
        return false;
    if (unit_is(*p, "deg"))
        *p += 3;
    else if (unit_is(*p, "grad")) {
        v *= 0.9;
        *p += 4;
    } else if (unit_is(*p, "rad")) {
        v *= 180 / M_PI;
        *p += 3;
    } else if (unit_is(*p, "turn")) {
        v *= 360;
        *p += 4;
    }
    *degrees = v;
    return true;
}

double viewport_diagonal(double w, double h)
{
    return sqrt((w * w + h * h) / 2);
}

struct length_base style_base(struct lower *L, const struct style *s, double vw, double vh)
{
    return (struct length_base){.vw = L->root_vw > 0 ? L->root_vw : vw,
                                .vh = L->root_vh > 0 ? L->root_vh : vh,
                                .font_size = s->font_size,
                                .root_font_size = (L->root_style ? L->root_style : &L->initial)->font_size};
}

static double line_height(struct lower *L, const struct style *s, struct text_metrics m)
{
    (void)L;
    return s->line_height > 0 ? s->line_height * s->font_size : m.ascent + fabs(m.descent) + m.line_gap;
}

/* A font is asked only when some length uses its units. ex stays half an em, as SVG viewers that do not load
 * fonts for geometry have it. */
static void base_font(struct lower *L, const struct style *s, const char *value, struct length_base *b)
{
    if (!L->o->typesetter || (!strstr(value, "ch") && !strstr(value, "cap") && !strstr(value, "lh")))
        return;
    const struct text_style *ts = text_style_of(L, s, NULL, 0);
    if (!ts)
        return;
    struct text_metrics m = text_metrics(L->o->typesetter, ts);
    b->ch = m.advance_zero;
    b->cap = m.cap_height;
    b->lh = line_height(L, s, m);
    const struct text_style *root = L->root_style ? text_style_of(L, L->root_style, NULL, 0) : NULL;
    if (root)
        b->rlh = line_height(L, L->root_style, text_metrics(L->o->typesetter, root));
}

double el_length(struct lower *L, const struct el *e, const char *attr, const struct style *s,
                 const struct scope *sc, enum unit_relative rel, double def)
{
    int prop = prop_find(attr, NULL);
    const char *v = prop >= 0 ? el_prop(e, prop) : el_attr(e, attr);
    if (!v)
        return def;
    if (strstr(v, "var("))
        v = style_substitute(L, s, v, 0);
    struct length_base b = style_base(L, s, sc->vw, sc->vh);
    base_font(L, s, v, &b);
    double percent = rel == REL_X ? sc->vw : rel == REL_Y ? sc->vh : viewport_diagonal(sc->vw, sc->vh), out;
    return parse_length(v, percent, &b, &out) ? out : def;
}

double el_fraction(struct lower *L, const struct el *e, const char *attr, const struct style *s,
                   const struct scope *sc, enum unit_relative rel, bool bbox, double def)
{
    struct scope unit = *sc;
    if (bbox)
        unit.vw = unit.vh = 1;
    return el_length(L, e, attr, s, &unit, rel, def);
}

bool parse_view_box(const char *s, struct rect *out)
{
    double v[5];
    if (!s || parse_numbers(s, v, 5) != 4 || !(v[2] > 0) || !(v[3] > 0))
        return false;
    *out = (struct rect){v[0], v[1], v[2], v[3]};
    return true;
}

void parse_aspect(const char *s, int *align, bool *slice)
{
    static const char *const names[] = {"none",     "xMinYMin", "xMidYMin", "xMaxYMin", "xMinYMid",
                                        "xMidYMid", "xMaxYMid", "xMinYMax", "xMidYMax", "xMaxYMax"};
    *align = 5;
    *slice = false;
    if (!s)
        return;
    scan_space(&s);
    if (word_at(s, "defer")) {
        s += 5;
        scan_space(&s);
    }
    int found = -1;
    for (int i = 0; i < 10; i++)
        if (word_at(s, names[i]))
            found = i;
    if (found < 0)
        return;
    *align = found;
    s += strlen(names[found]);
    scan_space(&s);
    *slice = word_at(s, "slice");
}

char *str_trim(struct arena *a, const char *s, size_t n)
{
    while (n && ascii_space(*s)) {
        s++;
        n--;
    }
    while (n && ascii_space(s[n - 1]))
        n--;
    return arena_strndup(a, s, n);
}

bool word_at(const char *s, const char *word)
{
    size_t n = strlen(word);
    return strncmp(s, word, n) == 0 && (!s[n] || ascii_space(s[n]) || s[n] == ',');
}

const char *parse_url(struct arena *a, const char *s, const char **rest)
{
    scan_space(&s);
    if (strncasecmp(s, "url(", 4) != 0)
        return NULL;
    s += 4;
    scan_space(&s);
    char quote = *s == '"' || *s == '\'' ? *s++ : 0;
    scan_space(&s);
    if (*s != '#')
        return NULL;
    const char *start = ++s;
    while (*s && (quote ? *s != quote : *s != ')'))
        s++;
    const char *end = s;
    if (quote && *s == quote)
        s++;
    scan_space(&s);
    if (*s != ')')
        return NULL;
    if (rest)
        *rest = s + 1;
    return str_trim(a, start, (size_t)(end - start));
}
