/* Colour spaces: conversion by way of XYZ (D65), and mixing. Matrices and curves: CSS Color 4, section 18. */
#include "svg/color-imp.h"

#include <math.h>
#include <string.h>
#include <strings.h>

typedef double triple[3];

static const double srgb_xyz[9] = {506752.0 / 1228815, 87881.0 / 245763,  12673.0 / 70218,
                                   87098.0 / 409605,   175762.0 / 245763, 12673.0 / 175545,
                                   7918.0 / 409605,    87881.0 / 737289,  1001167.0 / 1053270};
static const double p3_xyz[9] = {608311.0 / 1250200,
                                 189793.0 / 714400,
                                 198249.0 / 1000160,
                                 35783.0 / 156275,
                                 247089.0 / 357200,
                                 198249.0 / 2500400,
                                 0,
                                 32229.0 / 714400,
                                 5220557.0 / 5000800};
static const double a98_xyz[9] = {573536.0 / 994567,  263643.0 / 1420810,  187206.0 / 994567,
                                  591459.0 / 1989134, 6239551.0 / 9945670, 374412.0 / 4972835,
                                  53769.0 / 1989134,  351524.0 / 4972835,  4929758.0 / 4972835};
static const double rec2020_xyz[9] = {63426534.0 / 99577255,
                                      20160776.0 / 139408157,
                                      47086771.0 / 278816314,
                                      26158966.0 / 99577255,
                                      472592308.0 / 697040785,
                                      8267143.0 / 139408157,
                                      0,
                                      19567812.0 / 697040785,
                                      295819943.0 / 278816314};
static const double prophoto_d50[9] = {0.79776664490064230,
                                       0.13518129740053308,
                                       0.03134773412839220,
                                       0.28807482881940130,
                                       0.71183523424187300,
                                       0.00008993693872564,
                                       0,
                                       0,
                                       0.82510460251046020};
static const double d50_d65[9] = {0.955473421488075,    -0.02309845494876471,  0.06325924320057072,
                                  -0.0283697093338637,  1.0099953980813041,    0.021041441191917323,
                                  0.012314014864481998, -0.020507649298898964, 1.330365926242124};
static const double xyz_lms[9] = {0.8190224379967030, 0.3619062600528904, -0.1288737815209879,
                                  0.0329836539323885, 0.9292868615863434, 0.0361446663506424,
                                  0.0481771893596242, 0.2642395317527308, 0.6335478284694309};
static const double lms_oklab[9] = {0.2104542683093140, 0.7936177747023054,  -0.0040720430116193,
                                    1.9779985324311684, -2.4285922420485799, 0.4505937096174110,
                                    0.0259040424655478, 0.7827717124575296,  -0.8086757549230774};
static const triple white_d50 = {0.3457 / 0.3585, 1, (1 - 0.3457 - 0.3585) / 0.3585};

static void multiply(const double m[9], const triple v, triple out)
{
    triple r;
    for (int i = 0; i < 3; i++)
        r[i] = m[i * 3] * v[0] + m[i * 3 + 1] * v[1] + m[i * 3 + 2] * v[2];
    memcpy(out, r, sizeof r);
}

/* By the inverse: Cramer's rule. */
static void divide(const double m[9], const triple v, triple out)
{
    double det = 0, inverse[9];
    for (int r = 0; r < 3; r++)
        for (int c = 0; c < 3; c++) {
            int r1 = (r + 1) % 3, r2 = (r + 2) % 3, c1 = (c + 1) % 3, c2 = (c + 2) % 3;
            inverse[c * 3 + r] = m[r1 * 3 + c1] * m[r2 * 3 + c2] - m[r1 * 3 + c2] * m[r2 * 3 + c1];
        }
    for (int i = 0; i < 3; i++)
        det += m[i] * inverse[i * 3];
    multiply(inverse, v, out);
    for (int i = 0; i < 3; i++)
        out[i] /= det;
}

static const double rec2020_scale = 1.09929682680944, rec2020_knee = 0.018053968510807; /* ITU-R BT.2020 */

/* ---- curves: odd functions, so that colours beyond the gamut come back ---- */
static double decode_one(enum color_space space, double v)
{
    double a = fabs(v);
    switch (space) {
    case SPACE_SRGB:
    case SPACE_DISPLAY_P3:
        a = a <= 0.04045 ? a / 12.92 : pow((a + 0.055) / 1.055, 2.4);
        break;
    case SPACE_A98_RGB:
        a = pow(a, 563.0 / 256);
        break;
    case SPACE_PROPHOTO_RGB:
        a = a <= 16.0 / 512 ? a / 16 : pow(a, 1.8);
        break;
    case SPACE_REC2020:
        a = a < 4.5 * rec2020_knee ? a / 4.5 : pow((a + rec2020_scale - 1) / rec2020_scale, 1 / 0.45);
        break;
    default:
        break;
    }
    return copysign(a, v);
}

static double encode_one(enum color_space space, double v)
{
    double a = fabs(v);
    switch (space) {
    case SPACE_SRGB:
    case SPACE_DISPLAY_P3:
        a = a <= 0.0031308 ? 12.92 * a : 1.055 * pow(a, 1 / 2.4) - 0.055;
        break;
    case SPACE_A98_RGB:
        a = pow(a, 256.0 / 563);
        break;
    case SPACE_PROPHOTO_RGB:
        a = a < 1.0 / 512 ? a * 16 : pow(a, 1 / 1.8);
        break;
    case SPACE_REC2020:
        a = a < rec2020_knee ? 4.5 * a : rec2020_scale * pow(a, 0.45) - (rec2020_scale - 1);
        break;
    default:
        break;
    }
    return copysign(a, v);
}

/* ---- hsl and hwb, which are ways to write sRGB ---- */
static double hue_part(double p, double q, double h)
{
    h -= floor(h);
    if (h < 1.0 / 6)
        return p + (q - p) * 6 * h;
    if (h < 0.5)
        return q;
    if (h < 2.0 / 3)
        return p + (q - p) * (2.0 / 3 - h) * 6;
    return p;
}

static void hsl_to_rgb(double h, double s, double l, triple rgb)
{
    double q = l <= 0.5 ? l * (1 + s) : l + s - l * s, p = 2 * l - q;
    for (int i = 0; i < 3; i++)
        rgb[i] = hue_part(p, q, h / 360 + (1 - i) / 3.0);
}

static void hwb_to_rgb(double h, double w, double b, triple rgb)
{
    hsl_to_rgb(h, 1, 0.5, rgb);
    for (int i = 0; i < 3; i++)
        rgb[i] = w + b >= 1 ? w / (w + b) : rgb[i] * (1 - w - b) + w;
}

static double hue_of_rgb(const triple c, double high, double low)
{
    double d = high - low, h;
    if (d < 1e-9)
        return 0;
    if (high == c[0])
        h = (c[1] - c[2]) / d;
    else if (high == c[1])
        h = (c[2] - c[0]) / d + 2;
    else
        h = (c[0] - c[1]) / d + 4;
    return h < 0 ? h * 60 + 360 : h * 60;
}

static void rgb_to_hue(const triple c, enum color_space to, triple out)
{
    double high = fmax(c[0], fmax(c[1], c[2])), low = fmin(c[0], fmin(c[1], c[2])), l = (high + low) / 2;
    double h = hue_of_rgb(c, high, low);
    if (to == SPACE_HWB) {
        out[1] = low;
        out[2] = 1 - high;
    } else {
        double room = 1 - fabs(2 * l - 1);
        out[1] = room > 1e-9 ? (high - low) / room : 0;
        out[2] = l;
        if (out[1] < 0) { /* beyond the gamut: the opposite hue */
            out[1] = -out[1];
            h = fmod(h + 180, 360);
        }
    }
    out[0] = h;
}

/* ---- CIE and OK ---- */
static void lab_to_xyz50(const triple lab, triple out)
{
    const double k = 24389.0 / 27, e = 216.0 / 24389;
    double fy = (lab[0] + 16) / 116, f[3] = {fy + lab[1] / 500, fy, fy - lab[2] / 200};
    for (int i = 0; i < 3; i++) {
        double cube = f[i] * f[i] * f[i];
        out[i] = (cube > e ? cube : (116 * f[i] - 16) / k) * white_d50[i];
    }
}

static void xyz50_to_lab(const triple xyz, triple out)
{
    const double k = 24389.0 / 27, e = 216.0 / 24389;
    double f[3];
    for (int i = 0; i < 3; i++) {
        double v = xyz[i] / white_d50[i];
        f[i] = v > e ? cbrt(v) : (k * v + 16) / 116;
    }
    out[0] = 116 * f[1] - 16;
    out[1] = 500 * (f[0] - f[1]);
    out[2] = 200 * (f[1] - f[2]);
}

static void from_polar(const triple lch, triple out)
{
    double h = lch[2] * M_PI / 180, c = lch[1];
    out[0] = lch[0];
    out[1] = c * cos(h);
    out[2] = c * sin(h);
}

static void to_polar(const triple lab, triple out)
{
    double c = hypot(lab[1], lab[2]), h = atan2(lab[2], lab[1]) * 180 / M_PI;
    out[0] = lab[0];
    out[1] = c;
    out[2] = h < 0 ? h + 360 : h;
}

static const double *matrix_of(enum color_space space)
{
    switch (space) {
    case SPACE_DISPLAY_P3:
    case SPACE_DISPLAY_P3_LINEAR:
        return p3_xyz;
    case SPACE_A98_RGB:
        return a98_xyz;
    case SPACE_REC2020:
        return rec2020_xyz;
    case SPACE_PROPHOTO_RGB:
        return prophoto_d50;
    default:
        return srgb_xyz;
    }
}

static void to_xyz(enum color_space space, const triple c, triple out)
{
    triple v = {c[0], c[1], c[2]};
    switch (space) {
    case SPACE_XYZ_D65:
        memcpy(out, v, sizeof v);
        return;
    case SPACE_XYZ_D50:
        multiply(d50_d65, v, out);
        return;
    case SPACE_LCH:
        from_polar(c, v);
        /* fall through */
    case SPACE_LAB:
        lab_to_xyz50(v, out);
        multiply(d50_d65, out, out);
        return;
    case SPACE_OKLCH:
        from_polar(c, v);
        /* fall through */
    case SPACE_OKLAB:
        divide(lms_oklab, v, out);
        for (int i = 0; i < 3; i++)
            out[i] = out[i] * out[i] * out[i];
        divide(xyz_lms, out, out);
        return;
    case SPACE_HSL:
        hsl_to_rgb(c[0], c[1], c[2], v);
        space = SPACE_SRGB;
        break;
    case SPACE_HWB:
        hwb_to_rgb(c[0], c[1], c[2], v);
        space = SPACE_SRGB;
        break;
    default:
        break;
    }
    for (int i = 0; i < 3; i++)
        v[i] = decode_one(space, v[i]);
    multiply(matrix_of(space), v, out);
    if (space == SPACE_PROPHOTO_RGB)
        multiply(d50_d65, out, out);
}

static void from_xyz(enum color_space space, const triple xyz, triple out)
{
    triple v = {xyz[0], xyz[1], xyz[2]};
    switch (space) {
    case SPACE_XYZ_D65:
        memcpy(out, v, sizeof v);
        return;
    case SPACE_XYZ_D50:
        divide(d50_d65, v, out);
        return;
    case SPACE_LAB:
    case SPACE_LCH:
        divide(d50_d65, v, v);
        xyz50_to_lab(v, out);
        if (space == SPACE_LCH)
            to_polar(out, out);
        return;
    case SPACE_OKLAB:
    case SPACE_OKLCH:
        multiply(xyz_lms, v, v);
        for (int i = 0; i < 3; i++)
            v[i] = cbrt(v[i]);
        multiply(lms_oklab, v, out);
        if (space == SPACE_OKLCH)
            to_polar(out, out);
        return;
    default:
        break;
    }
    enum color_space curve = space == SPACE_HSL || space == SPACE_HWB ? SPACE_SRGB : space;
    if (space == SPACE_PROPHOTO_RGB)
        divide(d50_d65, v, v);
    divide(matrix_of(curve), v, v);
    for (int i = 0; i < 3; i++)
        v[i] = encode_one(curve, v[i]);
    if (curve != space)
        rgb_to_hue(v, space, out);
    else
        memcpy(out, v, sizeof v);
}

/* ---- what a component is, to carry `none` from one space to another ---- */
static const char *kinds_of(enum color_space space)
{
    switch (space) {
    case SPACE_HSL:
        return "HCL";
    case SPACE_HWB:
        return "Hwb";
    case SPACE_LAB:
    case SPACE_OKLAB:
        return "Lxy";
    case SPACE_LCH:
    case SPACE_OKLCH:
        return "LCH";
    default:
        return "rgb"; /* X, Y and Z are of the kinds of red, green and blue */
    }
}

static int hue_at(enum color_space space)
{
    const char *kinds = kinds_of(space), *h = strchr(kinds, 'H');
    return h ? (int)(h - kinds) : -1;
}

static bool is_grey(const struct color *c)
{
    switch (c->space) {
    case SPACE_HSL:
        return fabs(c->c[1]) < 1e-5;
    case SPACE_HWB:
        return c->c[1] + c->c[2] >= 1 - 1e-5;
    case SPACE_LCH:
        return c->c[1] < 0.0015;
    case SPACE_OKLCH:
        return c->c[1] < 4e-6;
    default:
        return false;
    }
}

struct color color_convert(struct color from, enum color_space to)
{
    struct color out = from;
    triple xyz;
    if (from.space == to)
        return out;
    out.space = to;
    if (to == SPACE_SRGB && from.space == SPACE_HSL)
        hsl_to_rgb(from.c[0], from.c[1], from.c[2], out.c);
    else if (to == SPACE_SRGB && from.space == SPACE_HWB)
        hwb_to_rgb(from.c[0], from.c[1], from.c[2], out.c);
    else if (from.space == SPACE_SRGB && (to == SPACE_HSL || to == SPACE_HWB))
        rgb_to_hue(from.c, to, out.c);
    else {
        to_xyz(from.space, from.c, xyz);
        from_xyz(to, xyz, out.c);
    }
    const char *had = kinds_of(from.space), *has = kinds_of(to);
    for (int i = 0; i < 3; i++) {
        const char *same = strchr(had, has[i]);
        out.missing[i] = same && from.missing[same - had];
    }
    int hue = hue_at(to);
    if (hue >= 0 && is_grey(&out))
        out.missing[hue] = true;
    return out;
}

static double turn(double a, double b, enum hue_way way)
{
    double d = fmod(b - a, 360);
    if (d < 0)
        d += 360; /* increasing */
    if (way == HUE_DECREASING)
        return d > 0 ? d - 360 : 0;
    if (way == HUE_SHORTER)
        return d > 180 ? d - 360 : d;
    if (way == HUE_LONGER)
        return d > 0 && d < 180 ? d - 360 : d;
    return d;
}

struct color color_mix(struct color a, struct color b, double weight, enum color_space in, enum hue_way way)
{
    a = color_convert(a, in);
    b = color_convert(b, in);
    struct color out = {.space = in};
    int hue = hue_at(in);
    for (int i = 0; i < 3; i++) {
        out.missing[i] = a.missing[i] && b.missing[i];
        if (a.missing[i])
            a.c[i] = b.missing[i] ? 0 : b.c[i];
        else if (b.missing[i])
            b.c[i] = a.c[i];
    }
    out.missing[3] = a.missing[3] && b.missing[3];
    double alpha_a = a.missing[3] ? b.alpha : a.alpha, alpha_b = b.missing[3] ? a.alpha : b.alpha;
    if (out.missing[3])
        alpha_a = alpha_b = 1; /* nothing to multiply by */
    double alpha = alpha_a * (1 - weight) + alpha_b * weight;
    for (int i = 0; i < 3; i++) {
        if (i == hue)
            out.c[i] = a.c[i] + turn(a.c[i], b.c[i], way) * weight;
        else if (alpha > 0)
            out.c[i] = (a.c[i] * alpha_a * (1 - weight) + b.c[i] * alpha_b * weight) / alpha;
    }
    out.alpha = out.missing[3] ? 0 : alpha;
    return out;
}

static uint8_t byte_of(double v)
{
    return v <= 0 || isnan(v) ? 0 : v >= 1 ? 255 : (uint8_t)(v * 255 + 0.5);
}

struct rgba color_bytes(struct color c)
{
    c = color_convert(c, SPACE_SRGB);
    return (struct rgba){byte_of(c.c[0]), byte_of(c.c[1]), byte_of(c.c[2]), byte_of(c.alpha)};
}

bool color_space_at(const char *s, enum color_space *out, size_t *len)
{
    static const struct {
        const char *name;
        enum color_space space;
    } names[] = {{"srgb", SPACE_SRGB},
                 {"srgb-linear", SPACE_SRGB_LINEAR},
                 {"display-p3", SPACE_DISPLAY_P3},
                 {"display-p3-linear", SPACE_DISPLAY_P3_LINEAR},
                 {"a98-rgb", SPACE_A98_RGB},
                 {"prophoto-rgb", SPACE_PROPHOTO_RGB},
                 {"rec2020", SPACE_REC2020},
                 {"xyz", SPACE_XYZ_D65},
                 {"xyz-d50", SPACE_XYZ_D50},
                 {"xyz-d65", SPACE_XYZ_D65},
                 {"hsl", SPACE_HSL},
                 {"hwb", SPACE_HWB},
                 {"lab", SPACE_LAB},
                 {"lch", SPACE_LCH},
                 {"oklab", SPACE_OKLAB},
                 {"oklch", SPACE_OKLCH}};
    size_t n = strcspn(s, " \t\r\n\f,()/");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == n && strncasecmp(s, names[i].name, n) == 0) {
            *out = names[i].space;
            *len = n;
            return true;
        }
    return false;
}
