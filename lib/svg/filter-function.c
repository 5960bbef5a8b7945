/* CSS filter functions as the primitives that Filter Effects 1, section 6, defines them by. */
#include "svg/svg-imp.h"

static bool name_is(const char *name, size_t len, const char *want)
{
    return strlen(want) == len && strncmp(name, want, len) == 0;
}

static struct fx_primitive *one(struct lower *L, struct fx_filter *out, enum fx_kind kind)
{
    struct fx_primitive *p = ARENA_NEW(L->arena, struct fx_primitive);
    p->kind = kind;
    p->x = p->y = p->w = p->h = NAN;
    *out = (struct fx_filter){
        .primitives = p, .n = 1, .from_function = true, .x = NAN, .y = NAN, .w = NAN, .h = NAN};
    return p;
}

static bool drop_shadow(struct lower *L, const char *args, const struct style *s, const struct scope *inner,
                        struct fx_filter *out)
{
    struct length_base b = style_base(L, s, inner->vw, inner->vh);
    double v[3] = {0};
    int n = 0;
    struct rgba color = s->color;
    bool has_color = false, current;
    scan_space(&args);
    while (*args) {
        double d;
        struct rgba c;
        const char *before = args;
        if (n < 3 && scan_length(&args, 0, &b, &d)) {
            if (memchr(before, '%', (size_t)(args - before)))
                return false; /* percentages are no lengths here */
            v[n++] = d;
        } else if (!has_color && (n == 0 || n >= 2) && scan_color(&args, s->color, &c, &current)) {
            color = current ? s->color : c;
            has_color = true;
        } else {
            return false;
        }
        scan_space(&args);
    }
    if (n < 2 || v[2] < 0)
        return false;
    struct fx_primitive *p = one(L, out, FX_DROP_SHADOW);
    p->u.shadow.dx = v[0];
    p->u.shadow.dy = v[1];
    p->u.shadow.std_x = p->u.shadow.std_y = v[2];
    p->u.shadow.color = color;
    return true;
}

static void set_transfer(struct fx_transfer *t, double slope, double intercept)
{
    *t = (struct fx_transfer){.kind = FX_LINEAR, .slope = slope, .intercept = intercept};
}

bool filter_function(struct lower *L, const char *name, size_t len, const char *args, const struct style *s,
                     const struct scope *inner, struct fx_filter *out)
{
    if (name_is(name, len, "blur")) {
        struct length_base b = style_base(L, s, inner->vw, inner->vh);
        double d = 0;
        if (*args && (strchr(args, '%') || !parse_length(args, 0, &b, &d) || d < 0))
            return false;
        struct fx_primitive *p = one(L, out, FX_GAUSSIAN_BLUR);
        p->u.blur.std_x = p->u.blur.std_y = d;
        return true;
    }
    if (name_is(name, len, "drop-shadow"))
        return drop_shadow(L, args, s, inner, out);
    if (name_is(name, len, "hue-rotate")) {
        double angle = 0;
        const char *p = args;
        if (*args && (!parse_angle(&p, &angle) || *p))
            return false;
        char last = *args ? args[strlen(args) - 1] : 'g';
        if (angle != 0 && last >= '0' && last <= '9') /* an angle needs a unit unless it is zero */
            return false;
        color_matrix_of("hueRotate", &angle, 1, one(L, out, FX_COLOR_MATRIX)->u.color_matrix.values);
        return true;
    }
    double v = 1;
    if (*args && (!parse_number_or_percent(args, &v) || v < 0))
        return false;
    if (name_is(name, len, "brightness") || name_is(name, len, "contrast")) {
        struct fx_primitive *p = one(L, out, FX_COMPONENT_TRANSFER);
        double intercept = name[0] == 'c' ? -0.5 * v + 0.5 : 0;
        set_transfer(&p->u.transfer.r, v, intercept);
        set_transfer(&p->u.transfer.g, v, intercept);
        set_transfer(&p->u.transfer.b, v, intercept);
        return true;
    }
    if (name_is(name, len, "saturate")) {
        color_matrix_of("saturate", &v, 1, one(L, out, FX_COLOR_MATRIX)->u.color_matrix.values);
        return true;
    }
    v = fmin(v, 1);
    if (name_is(name, len, "invert")) {
        struct fx_primitive *p = one(L, out, FX_COMPONENT_TRANSFER);
        set_transfer(&p->u.transfer.r, 1 - 2 * v, v);
        set_transfer(&p->u.transfer.g, 1 - 2 * v, v);
        set_transfer(&p->u.transfer.b, 1 - 2 * v, v);
        return true;
    }
    if (name_is(name, len, "opacity")) {
        set_transfer(&one(L, out, FX_COMPONENT_TRANSFER)->u.transfer.a, v, 0);
        return true;
    }
    double k = 1 - v;
    if (name_is(name, len, "grayscale")) {
        const double m[20] = {0.2126 + 0.7874 * k,
                              0.7152 - 0.7152 * k,
                              0.0722 - 0.0722 * k,
                              0,
                              0,
                              0.2126 - 0.2126 * k,
                              0.7152 + 0.2848 * k,
                              0.0722 - 0.0722 * k,
                              0,
                              0,
                              0.2126 - 0.2126 * k,
                              0.7152 - 0.7152 * k,
                              0.0722 + 0.9278 * k,
                              0,
                              0,
                              0,
                              0,
                              0,
                              1,
                              0};
        memcpy(one(L, out, FX_COLOR_MATRIX)->u.color_matrix.values, m, sizeof m);
        return true;
    }
    if (name_is(name, len, "sepia")) {
        const double m[20] = {0.393 + 0.607 * k,
                              0.769 - 0.769 * k,
                              0.189 - 0.189 * k,
                              0,
                              0,
                              0.349 - 0.349 * k,
                              0.686 + 0.314 * k,
                              0.168 - 0.168 * k,
                              0,
                              0,
                              0.272 - 0.272 * k,
                              0.534 - 0.534 * k,
                              0.131 + 0.869 * k,
                              0,
                              0,
                              0,
                              0,
                              0,
                              1,
                              0};
        memcpy(one(L, out, FX_COLOR_MATRIX)->u.color_matrix.values, m, sizeof m);
        return true;
    }
    return false;
}
