/* Blend modes: Compositing and Blending Level 1, sections 9 and 10. */
#include <math.h>

#include "fx/fx-imp.h"

static float separable(enum blend_mode mode, float cb, float cs)
{
    switch (mode) {
    case BLEND_MULTIPLY:
        return cb * cs;
    case BLEND_SCREEN:
        return cb + cs - cb * cs;
    case BLEND_OVERLAY:
        return separable(BLEND_HARD_LIGHT, cs, cb);
    case BLEND_DARKEN:
        return fminf(cb, cs);
    case BLEND_LIGHTEN:
        return fmaxf(cb, cs);
    case BLEND_COLOR_DODGE:
        return cb <= 0 ? 0 : cs >= 1 ? 1 : fminf(1, cb / (1 - cs));
    case BLEND_COLOR_BURN:
        return cb >= 1 ? 1 : cs <= 0 ? 0 : 1 - fminf(1, (1 - cb) / cs);
    case BLEND_HARD_LIGHT:
        return cs <= 0.5f ? cb * 2 * cs : cb + (2 * cs - 1) - cb * (2 * cs - 1);
    case BLEND_SOFT_LIGHT: {
        if (cs <= 0.5f)
            return cb - (1 - 2 * cs) * cb * (1 - cb);
        float d = cb <= 0.25f ? ((16 * cb - 12) * cb + 4) * cb : sqrtf(cb);
        return cb + (2 * cs - 1) * (d - cb);
    }
    case BLEND_DIFFERENCE:
        return fabsf(cb - cs);
    case BLEND_EXCLUSION:
        return cb + cs - 2 * cb * cs;
    default:
        return cs;
    }
}

static float lum(const float c[3])
{
    return 0.3f * c[0] + 0.59f * c[1] + 0.11f * c[2];
}

static float sat(const float c[3])
{
    return fmaxf(c[0], fmaxf(c[1], c[2])) - fminf(c[0], fminf(c[1], c[2]));
}

static void set_lum(float c[3], float l)
{
    float d = l - lum(c);
    for (int i = 0; i < 3; i++)
        c[i] += d;
    float mean = lum(c), lo = fminf(c[0], fminf(c[1], c[2])), hi = fmaxf(c[0], fmaxf(c[1], c[2]));
    for (int i = 0; i < 3; i++) {
        if (lo < 0 && mean > lo)
            c[i] = mean + (c[i] - mean) * mean / (mean - lo);
        if (hi > 1 && hi > mean)
            c[i] = mean + (c[i] - mean) * (1 - mean) / (hi - mean);
    }
}

static void set_sat(float c[3], float s)
{
    float lo = fminf(c[0], fminf(c[1], c[2])), range = sat(c);
    for (int i = 0; i < 3; i++)
        c[i] = range > 0 ? (c[i] - lo) * s / range : 0;
}

static void blend_colors(enum blend_mode mode, const float cb[3], const float cs[3], float out[3])
{
    const float *base = cb;
    float level = 0, range = -1;
    switch (mode) {
    case BLEND_HUE:
        base = cs;
        range = sat(cb);
        level = lum(cb);
        break;
    case BLEND_SATURATION:
        range = sat(cs);
        level = lum(cb);
        break;
    case BLEND_COLOR:
        base = cs;
        level = lum(cb);
        break;
    case BLEND_LUMINOSITY:
        level = lum(cs);
        break;
    default:
        for (int i = 0; i < 3; i++)
            out[i] = separable(mode, cb[i], cs[i]);
        return;
    }
    for (int i = 0; i < 3; i++)
        out[i] = base[i];
    if (range >= 0)
        set_sat(out, range);
    set_lum(out, level);
}

static const char *const names[BLEND_COUNT] = {
    "normal",      "multiply",   "screen",     "overlay",    "darken",      "lighten",
    "color-dodge", "color-burn", "hard-light", "soft-light", "difference",  "exclusion",
    "hue",         "saturation", "color",      "luminosity", "plus-lighter"};

const char *fx_blend_name(enum blend_mode mode)
{
    return names[mode];
}

bool fx_blend_named(const char *name, enum blend_mode *out)
{
    for (int i = 0; i < BLEND_COUNT; i++)
        if (str_eq_nocase(name, names[i])) {
            *out = (enum blend_mode)i;
            return true;
        }
    return false;
}

/* Compositing Level 1, 9.1.4: sums of what is multiplied with alpha, at most 1. */
static uint32_t plus_lighter(uint32_t s, uint32_t d)
{
    uint32_t out = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        uint32_t sum = (s >> shift & 255) + (d >> shift & 255);
        out |= (sum > 255 ? 255 : sum) << shift;
    }
    return out;
}

void fx_blend_row(enum blend_mode mode, const uint32_t *src, uint32_t *dst, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t s = src[i], d = dst[i];
        if (!(s >> 24))
            continue;
        if (mode == BLEND_NORMAL || !(d >> 24)) {
            dst[i] = fx_over(s, d);
            continue;
        }
        if (mode == BLEND_PLUS_LIGHTER) {
            dst[i] = plus_lighter(s, d);
            continue;
        }
        float as = (float)(s >> 24) / 255, ab = (float)(d >> 24) / 255, cs[3], cb[3], mixed[3];
        for (int k = 0; k < 3; k++) {
            int shift = 16 - 8 * k;
            cs[k] = fminf((float)(s >> shift & 255) / 255 / as, 1);
            cb[k] = fminf((float)(d >> shift & 255) / 255 / ab, 1);
        }
        blend_colors(mode, cb, cs, mixed);
        float alpha = as + ab - as * ab;
        uint32_t out = (uint32_t)(alpha * 255 + 0.5f), limit = out;
        out <<= 24;
        for (int k = 0; k < 3; k++) {
            float v = cs[k] * as * (1 - ab) + cb[k] * ab * (1 - as) + as * ab * mixed[k];
            uint32_t byte = v > 0 ? (uint32_t)(v * 255 + 0.5f) : 0;
            out |= (byte > limit ? limit : byte) << (16 - 8 * k);
        }
        dst[i] = out;
    }
}
