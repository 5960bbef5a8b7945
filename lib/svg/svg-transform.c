/* Transform lists: the attribute's numbers and the CSS property's lengths and angles, read by one parser. */
#include "svg/svg-imp.h"

static struct matrix rotation(double degrees)
{
    double a = degrees * M_PI / 180, c = cos(a), s = sin(a);
    return (struct matrix){c, s, -s, c, 0, 0};
}

struct reader {
    const struct length_base *b;
    double ref_w, ref_h;
};

enum arg { ARG_NUMBER, ARG_X, ARG_Y, ARG_ANGLE, ARG_FACTOR };

static bool read_arg(const char **p, enum arg kind, const struct reader *r, double *out)
{
    if (kind == ARG_ANGLE)
        return parse_angle(p, out);
    if (kind == ARG_X || kind == ARG_Y)
        return scan_length(p, kind == ARG_X ? r->ref_w : r->ref_h, r->b, out);
    if (!scan_number(p, out))
        return false;
    if (kind == ARG_FACTOR && **p == '%') {
        *out /= 100;
        ++*p;
    }
    return true;
}

bool parse_transform(const char *s, const struct length_base *b, double ref_w, double ref_h,
                     struct matrix *out)
{
    static const struct {
        const char *name;
        int min, max;
        enum arg args[6];
    } functions[] = {
        {"matrix", 6, 6, {ARG_NUMBER, ARG_NUMBER, ARG_NUMBER, ARG_NUMBER, ARG_NUMBER, ARG_NUMBER}},
        {"translate", 1, 2, {ARG_X, ARG_Y}},
        {"translateX", 1, 1, {ARG_X}},
        {"translateY", 1, 1, {ARG_Y}},
        {"scale", 1, 2, {ARG_FACTOR, ARG_FACTOR}},
        {"scaleX", 1, 1, {ARG_FACTOR}},
        {"scaleY", 1, 1, {ARG_FACTOR}},
        {"rotate", 1, 3, {ARG_ANGLE, ARG_X, ARG_Y}},
        {"skewX", 1, 1, {ARG_ANGLE}},
        {"skewY", 1, 1, {ARG_ANGLE}},
        {"skew", 1, 2, {ARG_ANGLE, ARG_ANGLE}},
    };
    struct reader r = {b, ref_w, ref_h};
    struct matrix m = MATRIX_IDENTITY;
    *out = m;
    scan_comma(&s);
    if (word_at(s, "none"))
        return true;
    while (*s) {
        size_t len = 0, f;
        while ((s[len] >= 'a' && s[len] <= 'z') || (s[len] >= 'A' && s[len] <= 'Z'))
            len++;
        for (f = 0; f < sizeof functions / sizeof *functions; f++)
            if (strlen(functions[f].name) == len && strncmp(functions[f].name, s, len) == 0)
                break;
        if (f == sizeof functions / sizeof *functions)
            return false;
        s += len;
        scan_space(&s);
        if (*s++ != '(')
            return false;
        double v[6] = {0};
        int n = 0;
        scan_space(&s);
        while (*s != ')') {
            if (n >= functions[f].max || !read_arg(&s, functions[f].args[n], &r, &v[n]))
                return false;
            n++;
            scan_comma(&s);
        }
        s++;
        if (n < functions[f].min || (functions[f].max == 3 && n == 2))
            return false;
        struct matrix t = MATRIX_IDENTITY;
        switch (f) {
        case 0:
            t = (struct matrix){v[0], v[1], v[2], v[3], v[4], v[5]};
            break;
        case 1:
            t.e = v[0];
            t.f = v[1];
            break;
        case 2:
            t.e = v[0];
            break;
        case 3:
            t.f = v[0];
            break;
        case 4:
            t.a = v[0];
            t.d = n == 2 ? v[1] : v[0];
            break;
        case 5:
            t.a = v[0];
            break;
        case 6:
            t.d = v[0];
            break;
        case 7:
            t = rotation(v[0]);
            if (n == 3) {
                t = matrix_multiply((struct matrix){1, 0, 0, 1, v[1], v[2]}, t);
                t = matrix_multiply(t, (struct matrix){1, 0, 0, 1, -v[1], -v[2]});
            }
            break;
        case 8:
            t.c = tan(v[0] * M_PI / 180);
            break;
        case 9:
            t.b = tan(v[0] * M_PI / 180);
            break;
        default:
            t.c = tan(v[0] * M_PI / 180);
            t.b = tan(v[1] * M_PI / 180);
            break;
        }
        m = matrix_multiply(m, t);
        scan_comma(&s);
    }
    if (!isfinite(m.a + m.b + m.c + m.d + m.e + m.f))
        return false;
    *out = m;
    return true;
}

bool svg_parse_transform(const char *s, struct matrix *out)
{
    struct length_base b = {.font_size = 12, .root_font_size = 12};
    return s && parse_transform(s, &b, 0, 0, out);
}

/* transform-origin: one or two of left, center, right, top, bottom, lengths; relative to the reference box.
 */
static struct point parse_origin(const char *s, const struct length_base *b, struct rect box)
{
    double v[2] = {NAN, NAN};
    int n = 0;
    struct point centre = {box.x + box.w / 2, box.y + box.h / 2}, out = {box.x, box.y};
    bool first_is_y = false;
    const char *word[2] = {"", ""};
    scan_space(&s);
    for (; *s && n < 2; n++) {
        word[n] = s;
        if (word_at(s, "left") || word_at(s, "top"))
            v[n] = 0;
        else if (word_at(s, "right") || word_at(s, "bottom"))
            v[n] = 1;
        else if (word_at(s, "center"))
            v[n] = 0.5;
        if (n == 0)
            first_is_y = word_at(s, "top") || word_at(s, "bottom");
        else if (word_at(s, "left") || word_at(s, "right"))
            first_is_y = true;
        while (*s && !ascii_space(*s))
            s++;
        scan_space(&s);
    }
    for (int i = 0; i < 2; i++) {
        bool is_x = first_is_y ? i == 1 : i == 0;
        double size = is_x ? box.w : box.h, at = is_x ? box.x : box.y, value;
        if (i >= n) /* a missing second value is the centre */
            value = is_x ? centre.x : centre.y;
        else if (!isnan(v[i]))
            value = at + v[i] * size;
        else if (scan_length(&word[i], size, b, &value))
            value += at;
        else
            return (struct point){box.x, box.y};
        if (is_x)
            out.x = value;
        else
            out.y = value;
    }
    return out;
}

bool style_transforms(const struct style *s)
{
    return s->transform_css || s->moves[0] || s->moves[1] || s->moves[2];
}

bool el_transform_needs_box(const struct style *s)
{
    return s->transform_box == BOX_FILL && style_transforms(s) &&
           (s->transform_origin || (s->transform_css && strchr(s->transform_css, '%')) ||
            (s->moves[0] && strchr(s->moves[0], '%')));
}

/* The properties translate, rotate and scale, which are applied in this order before the transform (CSS
 * Transforms 2, section 5): each is read as the function of its name. A third
 * value is depth, which a picture does not show. */
static struct matrix apply_moves(struct lower *L, const struct el *e, const struct style *s,
                                 const struct length_base *b, struct rect ref)
{
    static const char *const names[] = {"translate", "rotate", "scale"};
    struct matrix all = MATRIX_IDENTITY, m;
    for (int i = 0; i < 3; i++) {
        char list[128];
        if (!s->moves[i] || word_at(s->moves[i], "none"))
            continue;
        const char *end = s->moves[i];
        for (int k = 0; k < 2; k++) {
            scan_space(&end);
            end += strcspn(end, " \t\n\r\f");
        }
        int n = snprintf(list, sizeof list, "%s(%.*s)", names[i], (int)(end - s->moves[i]), s->moves[i]);
        if (n >= (int)sizeof list || strpbrk(s->moves[i], "(),") ||
            !parse_transform(list, b, ref.w, ref.h, &m)) {
            warn(L, e, DIAG_SVG_VALUE, "invalid %s \"%.60s\" is ignored", names[i], s->moves[i]);
            continue;
        }
        all = matrix_multiply(all, m);
    }
    return all;
}

struct matrix el_transform(struct lower *L, const struct el *e, const struct style *s, const struct scope *sc,
                           const char *attr, const struct rect *box)
{
    const char *value = attr ? el_attr(e, attr) : NULL;
    if (!value)
        value = s->transform_css;
    struct matrix m = MATRIX_IDENTITY;
    if (!value && (attr || !style_transforms(s)))
        return MATRIX_IDENTITY;
    struct length_base b = style_base(L, s, sc->vw, sc->vh);
    struct rect ref = box ? *box : (struct rect){0, 0, sc->vw, sc->vh};
    if (value && !parse_transform(value, &b, ref.w, ref.h, &m)) {
        warn(L, e, DIAG_SVG_VALUE, "invalid transform \"%.60s\" is ignored", value);
        m = MATRIX_IDENTITY;
    }
    if (!attr)
        m = matrix_multiply(apply_moves(L, e, s, &b, ref), m);
    if (s->transform_origin && !matrix_is_identity(m)) {
        struct point o = parse_origin(s->transform_origin, &b, ref);
        m = matrix_multiply((struct matrix){1, 0, 0, 1, o.x, o.y}, m);
        m = matrix_multiply(m, (struct matrix){1, 0, 0, 1, -o.x, -o.y});
    }
    return m;
}
