/* Colours of CSS Color 4: names, hexadecimal, rgb, hsl, hwb, lab, lch, oklab, oklch and color(). */
#include <stdlib.h>

#include "svg/svg-imp.h"

static const struct {
    const char *name;
    uint32_t rgb;
} names[] = {
    {"aliceblue", 0xf0f8ff},
    {"antiquewhite", 0xfaebd7},
    {"aqua", 0x00ffff},
    {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff},
    {"beige", 0xf5f5dc},
    {"bisque", 0xffe4c4},
    {"black", 0x000000},
    {"blanchedalmond", 0xffebcd},
    {"blue", 0x0000ff},
    {"blueviolet", 0x8a2be2},
    {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887},
    {"cadetblue", 0x5f9ea0},
    {"chartreuse", 0x7fff00},
    {"chocolate", 0xd2691e},
    {"coral", 0xff7f50},
    {"cornflowerblue", 0x6495ed},
    {"cornsilk", 0xfff8dc},
    {"crimson", 0xdc143c},
    {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},
    {"darkcyan", 0x008b8b},
    {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9},
    {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b},
    {"darkolivegreen", 0x556b2f},
    {"darkorange", 0xff8c00},
    {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000},
    {"darksalmon", 0xe9967a},
    {"darkseagreen", 0x8fbc8f},
    {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f},
    {"darkslategrey", 0x2f4f4f},
    {"darkturquoise", 0x00ced1},
    {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493},
    {"deepskyblue", 0x00bfff},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff},
    {"firebrick", 0xb22222},
    {"floralwhite", 0xfffaf0},
    {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff},
    {"gainsboro", 0xdcdcdc},
    {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700},
    {"goldenrod", 0xdaa520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xadff2f},
    {"grey", 0x808080},
    {"honeydew", 0xf0fff0},
    {"hotpink", 0xff69b4},
    {"indianred", 0xcd5c5c},
    {"indigo", 0x4b0082},
    {"ivory", 0xfffff0},
    {"khaki", 0xf0e68c},
    {"lavender", 0xe6e6fa},
    {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00},
    {"lemonchiffon", 0xfffacd},
    {"lightblue", 0xadd8e6},
    {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff},
    {"lightgoldenrodyellow", 0xfafad2},
    {"lightgray", 0xd3d3d3},
    {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3},
    {"lightpink", 0xffb6c1},
    {"lightsalmon", 0xffa07a},
    {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de},
    {"lightyellow", 0xffffe0},
    {"lime", 0x00ff00},
    {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6},
    {"magenta", 0xff00ff},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd},
    {"mediumorchid", 0xba55d3},
    {"mediumpurple", 0x9370db},
    {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee},
    {"mediumspringgreen", 0x00fa9a},
    {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xf5fffa},
    {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5},
    {"navajowhite", 0xffdead},
    {"navy", 0x000080},
    {"oldlace", 0xfdf5e6},
    {"olive", 0x808000},
    {"olivedrab", 0x6b8e23},
    {"orange", 0xffa500},
    {"orangered", 0xff4500},
    {"orchid", 0xda70d6},
    {"palegoldenrod", 0xeee8aa},
    {"palegreen", 0x98fb98},
    {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093},
    {"papayawhip", 0xffefd5},
    {"peachpuff", 0xffdab9},
    {"peru", 0xcd853f},
    {"pink", 0xffc0cb},
    {"plum", 0xdda0dd},
    {"powderblue", 0xb0e0e6},
    {"purple", 0x800080},
    {"rebeccapurple", 0x663399},
    {"red", 0xff0000},
    {"rosybrown", 0xbc8f8f},
    {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513},
    {"salmon", 0xfa8072},
    {"sandybrown", 0xf4a460},
    {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee},
    {"sienna", 0xa0522d},
    {"silver", 0xc0c0c0},
    {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f},
    {"steelblue", 0x4682b4},
    {"tan", 0xd2b48c},
    {"teal", 0x008080},
    {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347},
    {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee},
    {"wheat", 0xf5deb3},
    {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5},
    {"yellow", 0xffff00},
    {"yellowgreen", 0x9acd32},
};

static int by_name(const void *key, const void *entry)
{
    return strcmp(key, *(const char *const *)entry);
}

static uint8_t byte_of(double v)
{
    return v <= 0 || isnan(v) ? 0 : v >= 1 ? 255 : (uint8_t)(v * 255 + 0.5);
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
    bool percent;
};

/* The arguments of a colour function: up to four numbers, percentages, angles or `none`, separated by spaces,
 * commas or a slash before the alpha. */
static int scan_components(const char **p, struct component out[4], bool *commas)
{
    int n = 0;
    *commas = false;
    for (;;) {
        scan_space(p);
        if (**p == ')') {
            ++*p;
            return n;
        }
        if (n && (**p == ',' || **p == '/')) {
            *commas |= **p == ',';
            ++*p;
            scan_space(p);
        }
        if (n == 4)
            return -1;
        out[n] = (struct component){0, false};
        if (strncmp(*p, "none", 4) == 0)
            *p += 4;
        else if (!parse_angle(p, &out[n].v))
            return -1;
        if (**p == '%') {
            out[n].percent = true;
            ++*p;
        }
        n++;
    }
}

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

static void hsl_to_rgb(double h, double s, double l, double rgb[3])
{
    s = fmin(fmax(s, 0), 1);
    l = fmin(fmax(l, 0), 1);
    double q = l <= 0.5 ? l * (1 + s) : l + s - l * s, p = 2 * l - q;
    for (int i = 0; i < 3; i++)
        rgb[i] = hue_part(p, q, h / 360 + (1 - i) / 3.0);
}

static double gamma_encode(double v)
{
    return v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

static double gamma_decode(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/* Matrices of CSS Color 4, section 18 (sample code): XYZ D65 to linear sRGB, D50 to D65, OKLab. */
static void xyz_to_rgb(const double xyz[3], double rgb[3])
{
    static const double m[9] = {3.2409699419, -1.5373831776, -0.4986107603, -0.9692436363, 1.8759675015,
                                0.0415550574, 0.0556300797,  -0.2039769589, 1.0569715142};
    for (int i = 0; i < 3; i++)
        rgb[i] = gamma_encode(m[i * 3] * xyz[0] + m[i * 3 + 1] * xyz[1] + m[i * 3 + 2] * xyz[2]);
}

static void lab_to_rgb(double l, double a, double b, double rgb[3])
{
    const double k = 24389.0 / 27, e = 216.0 / 24389;
    double fy = (l + 16) / 116, fx = fy + a / 500, fz = fy - b / 200;
    double x = fx * fx * fx > e ? fx * fx * fx : (116 * fx - 16) / k;
    double y = l > k * e ? fy * fy * fy : l / k;
    double z = fz * fz * fz > e ? fz * fz * fz : (116 * fz - 16) / k;
    x *= 0.3457 / 0.3585;
    z *= (1 - 0.3457 - 0.3585) / 0.3585;
    double xyz[3] = {0.9554734528 * x - 0.0230985369 * y + 0.0632593086 * z,
                     -0.0283697069 * x + 1.0099954580 * y + 0.0210413990 * z,
                     0.0123140016 * x - 0.0205076964 * y + 1.3303659366 * z};
    xyz_to_rgb(xyz, rgb);
}

static void oklab_to_rgb(double l, double a, double b, double rgb[3])
{
    double L = l + 0.3963377774 * a + 0.2158037573 * b, M = l - 0.1055613458 * a - 0.0638541728 * b,
           S = l - 0.0894841775 * a - 1.2914855480 * b;
    L = L * L * L;
    M = M * M * M;
    S = S * S * S;
    rgb[0] = gamma_encode(4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S);
    rgb[1] = gamma_encode(-1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S);
    rgb[2] = gamma_encode(-0.0041960863 * L - 0.7034186147 * M + 1.7076147010 * S);
}

static double scaled(struct component c, double full)
{
    return c.percent ? c.v / 100 * full : c.v;
}

/* color(<space> r g b / a) of the RGB spaces a picture may use, and XYZ. */
static bool scan_color_space(const char **p, double rgb[3], struct component c[4], int *n)
{
    static const char *const spaces[] = {"srgb", "srgb-linear", "display-p3", "xyz", "xyz-d65"};
    scan_space(p);
    int space = -1;
    for (int i = 0; i < 5; i++)
        if (word_at(*p, spaces[i]))
            space = i;
    if (space < 0)
        return false;
    *p += strlen(spaces[space]);
    bool commas;
    *n = scan_components(p, c, &commas);
    if (*n < 3)
        return false;
    double v[3] = {scaled(c[0], 1), scaled(c[1], 1), scaled(c[2], 1)};
    for (int i = 0; i < 3; i++)
        rgb[i] = space == 1 ? gamma_encode(v[i]) : v[i];
    if (space == 2) {
        for (int i = 0; i < 3; i++)
            v[i] = gamma_decode(v[i]);
        double xyz[3] = {0.4865709486 * v[0] + 0.2656676932 * v[1] + 0.1982172852 * v[2],
                         0.2289745641 * v[0] + 0.6917385218 * v[1] + 0.0792869141 * v[2],
                         0.0451133819 * v[1] + 1.0439443689 * v[2]};
        xyz_to_rgb(xyz, rgb);
    } else if (space >= 3) {
        xyz_to_rgb(v, rgb);
    }
    return true;
}

static bool scan_function(const char *name, size_t len, const char **p, struct rgba *out)
{
    struct component c[4] = {0};
    double rgb[3];
    int n;
    bool commas;
    if (len == 5 && strncasecmp(name, "color", 5) == 0) {
        if (!scan_color_space(p, rgb, c, &n))
            return false;
    } else {
        n = scan_components(p, c, &commas);
        if (n < 3)
            return false;
        double chroma_a = 0, chroma_b = 0, h = c[2].v * M_PI / 180;
        if (strncasecmp(name, "rgb", 3) == 0 && len <= 4) {
            /* the syntax with commas is the old one: all numbers or all percentages */
            if (commas && (c[0].percent != c[1].percent || c[1].percent != c[2].percent))
                return false;
            for (int i = 0; i < 3; i++)
                rgb[i] = c[i].percent ? c[i].v / 100 : c[i].v / 255;
        } else if (strncasecmp(name, "hsl", 3) == 0 && len <= 4) {
            hsl_to_rgb(c[0].v, c[1].v / 100, c[2].v / 100, rgb);
        } else if (strncasecmp(name, "hwb", 3) == 0 && len == 3) {
            double w = c[1].v / 100, b = c[2].v / 100;
            hsl_to_rgb(c[0].v, 1, 0.5, rgb);
            for (int i = 0; i < 3; i++)
                rgb[i] = w + b >= 1 ? w / (w + b) : rgb[i] * (1 - w - b) + w;
        } else if (strncasecmp(name, "lab", 3) == 0 && len == 3) {
            lab_to_rgb(scaled(c[0], 100), scaled(c[1], 125), scaled(c[2], 125), rgb);
        } else if (strncasecmp(name, "lch", 3) == 0 && len == 3) {
            chroma_a = scaled(c[1], 150) * cos(h);
            chroma_b = scaled(c[1], 150) * sin(h);
            lab_to_rgb(scaled(c[0], 100), chroma_a, chroma_b, rgb);
        } else if (strncasecmp(name, "oklab", 5) == 0 && len == 5) {
            oklab_to_rgb(scaled(c[0], 1), scaled(c[1], 0.4), scaled(c[2], 0.4), rgb);
        } else if (strncasecmp(name, "oklch", 5) == 0 && len == 5) {
            chroma_a = scaled(c[1], 0.4) * cos(h);
            chroma_b = scaled(c[1], 0.4) * sin(h);
            oklab_to_rgb(scaled(c[0], 1), chroma_a, chroma_b, rgb);
        } else {
            return false;
        }
    }
    *out = (struct rgba){byte_of(rgb[0]), byte_of(rgb[1]), byte_of(rgb[2]),
                         n == 4 ? byte_of(scaled(c[3], 1)) : 255};
    return true;
}

bool scan_color(const char **p, struct rgba *out, bool *current)
{
    *current = false;
    scan_space(p);
    if (**p == '#')
        return scan_hex(p, out);
    const char *q = *p;
    char word[24];
    size_t n = 0;
    while ((*q >= 'a' && *q <= 'z') || (*q >= 'A' && *q <= 'Z')) {
        if (n + 1 < sizeof word)
            word[n++] = (char)(*q >= 'A' && *q <= 'Z' ? *q + 32 : *q);
        q++;
    }
    word[n] = '\0';
    if (*q == '(') {
        const char *name = *p;
        const char *args = q + 1;
        if (!scan_function(name, (size_t)(q - name), &args, out))
            return false;
        *p = args;
        return true;
    }
    if (strcmp(word, "currentcolor") == 0) {
        *current = true;
        *p = q;
        return true;
    }
    if (strcmp(word, "transparent") == 0) {
        *out = (struct rgba){0, 0, 0, 0};
        *p = q;
        return true;
    }
    const void *hit = bsearch(word, names, sizeof names / sizeof *names, sizeof *names, by_name);
    if (!hit)
        return false;
    uint32_t rgb = names[((const char *)hit - (const char *)names) / sizeof *names].rgb;
    *out = (struct rgba){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255};
    *p = q;
    return true;
}

bool svg_parse_color(const char *s, struct rgba *out)
{
    bool current;
    if (!s || !scan_color(&s, out, &current) || current)
        return false;
    scan_space(&s);
    return !*s;
}
