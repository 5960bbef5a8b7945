#include "brand/color-imp.h"

#include <math.h>
#include <stdio.h>

static double linear(uint8_t channel)
{
    double v = channel / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static uint8_t gamma_encode(double v)
{
    v = v <= 0 ? 0 : v >= 1 ? 1 : v;
    v = v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055;
    return (uint8_t)lround(v * 255);
}

static double lab_f(double t)
{
    /* (6/29)^3 and its tangent, as CIE 15 defines them */
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

struct lab lab_of(struct rgba c)
{
    double r = linear(c.r), g = linear(c.g), b = linear(c.b);
    double x = 0.4124564 * r + 0.3575761 * g + 0.1804375 * b;
    double y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b;
    double z = 0.0193339 * r + 0.1191920 * g + 0.9503041 * b;
    double fx = lab_f(x / 0.95047), fy = lab_f(y), fz = lab_f(z / 1.08883);
    return (struct lab){116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
}

static double hue_degrees(double a, double b)
{
    if (a == 0 && b == 0)
        return 0;
    double h = atan2(b, a) * 180 / M_PI;
    return h < 0 ? h + 360 : h;
}

static double radians(double degrees)
{
    return degrees * M_PI / 180;
}

/* The difference and the mean of two hues, with the rules for achromatic colours (equations 10 and 14). */
static double hue_difference(double h1, double h2, bool achromatic)
{
    double d = h2 - h1;
    if (achromatic)
        return 0;
    return d > 180 ? d - 360 : d < -180 ? d + 360 : d;
}

static double hue_mean(double h1, double h2, bool achromatic)
{
    double sum = h1 + h2;
    if (achromatic)
        return sum;
    if (fabs(h1 - h2) <= 180)
        return sum / 2;
    return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

double color_difference(struct lab x, struct lab y)
{
    const double pow25_7 = 6103515625.0; /* 25^7 */
    double c_mean = (hypot(x.a, x.b) + hypot(y.a, y.b)) / 2;
    double g = 0.5 * (1 - sqrt(pow(c_mean, 7) / (pow(c_mean, 7) + pow25_7)));
    double a1 = (1 + g) * x.a, a2 = (1 + g) * y.a;
    double c1 = hypot(a1, x.b), c2 = hypot(a2, y.b);
    double h1 = hue_degrees(a1, x.b), h2 = hue_degrees(a2, y.b);
    bool achromatic = c1 * c2 == 0;

    double dl = y.l - x.l, dc = c2 - c1;
    double dh = 2 * sqrt(c1 * c2) * sin(radians(hue_difference(h1, h2, achromatic)) / 2);

    double l = (x.l + y.l) / 2, c = (c1 + c2) / 2, h = hue_mean(h1, h2, achromatic);
    double t = 1 - 0.17 * cos(radians(h - 30)) + 0.24 * cos(radians(2 * h)) + 0.32 * cos(radians(3 * h + 6)) -
               0.20 * cos(radians(4 * h - 63));
    double l50 = (l - 50) * (l - 50);
    double sl = 1 + 0.015 * l50 / sqrt(20 + l50);
    double sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
    double turn = 30 * exp(-((h - 275) / 25) * ((h - 275) / 25));
    double rc = 2 * sqrt(pow(c, 7) / (pow(c, 7) + pow25_7));
    double rt = -sin(radians(2 * turn)) * rc;
    double el = dl / sl, ec = dc / sc, eh = dh / sh;
    return sqrt(fmax(0, el * el + ec * ec + eh * eh + rt * ec * eh));
}

double color_luminance(struct rgba c)
{
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

double luminance_contrast(double x, double y)
{
    double hi = x > y ? x : y, lo = x > y ? y : x;
    return (hi + 0.05) / (lo + 0.05);
}

double color_contrast(struct rgba x, struct rgba y)
{
    return luminance_contrast(color_luminance(x), color_luminance(y));
}

static double apca_y(struct rgba c)
{
    double y = 0.2126729 * pow(c.r / 255.0, 2.4) + 0.7151522 * pow(c.g / 255.0, 2.4) +
               0.0721750 * pow(c.b / 255.0, 2.4);
    return y < 0.022 ? y + pow(0.022 - y, 1.414) : y; /* soft clamp of blacks */
}

double color_apca(struct rgba text, struct rgba background)
{
    double yt = apca_y(text), yb = apca_y(background);
    if (fabs(yb - yt) < 0.0005)
        return 0;
    if (yb > yt) {
        double c = (pow(yb, 0.56) - pow(yt, 0.57)) * 1.14;
        return c < 0.1 ? 0 : (c - 0.027) * 100;
    }
    double c = (pow(yb, 0.65) - pow(yt, 0.62)) * 1.14;
    return c > -0.1 ? 0 : (c + 0.027) * 100;
}

struct rgba color_over(struct rgba top, double opacity, struct rgba under)
{
    double a = top.a / 255.0 * opacity;
    return (struct rgba){(uint8_t)lround(top.r * a + under.r * (1 - a)),
                         (uint8_t)lround(top.g * a + under.g * (1 - a)),
                         (uint8_t)lround(top.b * a + under.b * (1 - a)), 255};
}

struct rgba color_simulate(struct rgba c, enum color_vision v)
{
    static const double m[3][9] = {
        {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
        {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
        {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
    };
    const double *k = m[v];
    double r = linear(c.r), g = linear(c.g), b = linear(c.b);
    return (struct rgba){gamma_encode(k[0] * r + k[1] * g + k[2] * b),
                         gamma_encode(k[3] * r + k[4] * g + k[5] * b),
                         gamma_encode(k[6] * r + k[7] * g + k[8] * b), c.a};
}

void color_hex(struct rgba c, char out[10])
{
    if (c.a == 255)
        snprintf(out, 10, "#%02x%02x%02x", c.r, c.g, c.b);
    else
        snprintf(out, 10, "#%02x%02x%02x%02x", c.r, c.g, c.b, c.a);
}

struct rgba color_of_pixel(uint32_t argb, struct rgba under)
{
    unsigned a = argb >> 24, rest = 255 - a;
    /* premultiplied: source-over is an addition; at most 255 when the pixel is valid */
    unsigned r = (argb >> 16 & 255) + (under.r * rest + 127) / 255;
    unsigned g = (argb >> 8 & 255) + (under.g * rest + 127) / 255;
    unsigned b = (argb & 255) + (under.b * rest + 127) / 255;
    return (struct rgba){(uint8_t)(r > 255 ? 255 : r), (uint8_t)(g > 255 ? 255 : g),
                         (uint8_t)(b > 255 ? 255 : b), 255};
}
