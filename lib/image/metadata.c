/* What a picture file carries beside its pixels: EXIF, XMP, IPTC, profiles, frames. Read by hand and bounded:
 * nothing is decoded. */
#include "image/image-imp.h"

#include <string.h>

struct span {
    const uint8_t *p;
    size_t n;
};

static bool has(struct span s, const char *text)
{
    return memmem(s.p, s.n, text, strlen(text)) != NULL;
}

/* The letters after `before` up to a quote or an angle bracket, for values in XMP. */
static void value_after(struct span s, const char *before, char *out, size_t cap)
{
    const uint8_t *at = memmem(s.p, s.n, before, strlen(before)), *end = s.p + s.n;
    size_t n = 0;
    if (!at)
        return;
    at += strlen(before);
    while (at < end && (*at == '=' || *at == '"' || *at == '\'' || *at == '>' || *at == ' '))
        at++;
    while (at < end && n + 1 < cap && *at > ' ' && *at < 0x7f && !strchr("\"'<>", *at))
        out[n++] = (char)*at++;
    out[n] = '\0';
}

static void xmp_read(struct span s, struct image_meta *m)
{
    m->xmp = true;
    m->gps |= has(s, "exif:GPS");
    if (has(s, "DigitalSourceType"))
        value_after(s, "DigitalSourceType", m->source_type, sizeof m->source_type);
}

/* TIFF structure: GPS (tag 0x8825) and a thumbnail (a second directory). */
static void exif_read(struct span s, struct image_meta *m)
{
    m->exif = true;
    if (s.n < 14 || (s.p[0] != 'I' && s.p[0] != 'M'))
        return;
    bool little = s.p[0] == 'I';
    size_t ifd = little ? le32(s.p + 4) : be32(s.p + 4);
    if (ifd > s.n - 2)
        return;
    size_t count = little ? le16(s.p + ifd) : be16(s.p + ifd);
    for (size_t i = 0; i < count && ifd + 2 + (i + 1) * 12 <= s.n; i++) {
        const uint8_t *e = s.p + ifd + 2 + i * 12;
        m->gps |= (little ? le16(e) : be16(e)) == 0x8825;
    }
    size_t next = ifd + 2 + count * 12;
    if (next + 4 <= s.n)
        m->thumbnail |= (little ? le32(s.p + next) : be32(s.p + next)) != 0;
}

/* The colour space and name of an ICC profile. */
static void profile_read(struct span s, struct image_meta *m)
{
    m->has_profile = true;
    m->profile_srgb |= icc_is_srgb(s.p, s.n);
    if (s.n < 132)
        return;
    m->space = memcmp(s.p + 16, "CMYK", 4) == 0   ? IMAGE_SPACE_CMYK
               : memcmp(s.p + 16, "GRAY", 4) == 0 ? IMAGE_SPACE_GRAY
                                                  : m->space;
}

/* ---- PNG ---- */

static void png_meta(struct span s, struct image_meta *m)
{
    if (s.n >= 26 && (s.p[25] & ~4) == 0)
        m->space = IMAGE_SPACE_GRAY;
    double delay = 0, shortest = 0;
    for (size_t at = 8; at + 12 <= s.n;) {
        size_t len = be32(s.p + at);
        const uint8_t *type = s.p + at + 4;
        if (len > s.n - at - 12)
            break;
        struct span body = {type + 4, len};
        if (memcmp(type, "eXIf", 4) == 0) {
            exif_read(body, m);
        } else if (memcmp(type, "iCCP", 4) == 0) {
            m->has_profile = true; /* its content is compressed; header_read tells whether it is sRGB */
        } else if (memcmp(type, "sRGB", 4) == 0) {
            m->tagged_srgb = true;
        } else if (memcmp(type, "tEXt", 4) == 0 || memcmp(type, "zTXt", 4) == 0 ||
                   memcmp(type, "iTXt", 4) == 0) {
            if (len > 18 && memcmp(body.p, "XML:com.adobe.xmp", 18) == 0)
                xmp_read(body, m);
            else
                m->comment = true;
        } else if (memcmp(type, "caBX", 4) == 0) {
            m->c2pa = true;
        } else if (memcmp(type, "acTL", 4) == 0 && len >= 8) {
            m->loops = (long)be32(body.p + 4);
        } else if (memcmp(type, "fcTL", 4) == 0 && len >= 26) {
            double den = be16(body.p + 22), d = be16(body.p + 20) / (den > 0 ? den : 100);
            m->frames++;
            delay += d;
            shortest = shortest <= 0 || d < shortest ? d : shortest;
        } else if (memcmp(type, "IEND", 4) == 0) {
            break;
        }
        at += len + 12;
    }
    m->seconds = delay;
    m->shortest = shortest;
}

/* ---- JPEG ---- */

static void jpeg_meta(struct span s, struct image_meta *m)
{
    for (size_t at = 2; at + 4 <= s.n;) {
        if (s.p[at] != 0xFF) {
            at++;
            continue;
        }
        unsigned k = s.p[at + 1];
        if (k == 0xFF || k == 0 || k == 0x01 || (k >= 0xD0 && k <= 0xD8)) {
            at += k == 0xFF ? 1 : 2;
            continue;
        }
        size_t len = be16(s.p + at + 2);
        if (len < 2 || k == 0xD9 || k == 0xDA || len > s.n - at - 2)
            break;
        struct span body = {s.p + at + 4, len - 2};
        static const char xmp[] = "http://ns.adobe.com/x";
        if (k == 0xE1 && body.n > 6 && memcmp(body.p, "Exif\0\0", 6) == 0)
            exif_read((struct span){body.p + 6, body.n - 6}, m);
        else if (k == 0xE1 && body.n > sizeof xmp && memcmp(body.p, xmp, sizeof xmp - 1) == 0)
            xmp_read(body, m);
        else if (k == 0xE2 && body.n > 14 && memcmp(body.p, "ICC_PROFILE", 12) == 0 && body.p[12] == 1)
            profile_read((struct span){body.p + 14, body.n - 14}, m);
        else if (k == 0xED && body.n > 14 && memcmp(body.p, "Photoshop 3.0", 14) == 0)
            m->iptc = true;
        else if (k == 0xEB && has(body, "jumb"))
            m->c2pa = true;
        else if (k == 0xFE)
            m->comment = true;
        else if (k >= 0xC0 && k <= 0xCF && k != 0xC4 && k != 0xC8 && k != 0xCC && body.n >= 6 &&
                 !m->has_profile)
            m->space = body.p[5] == 4   ? IMAGE_SPACE_CMYK
                       : body.p[5] == 1 ? IMAGE_SPACE_GRAY
                                        : IMAGE_SPACE_RGB;
        at += len + 2;
    }
}

/* ---- WebP ---- */

static void webp_meta(struct span s, struct image_meta *m)
{
    for (size_t at = 12; at + 8 <= s.n;) {
        const uint8_t *type = s.p + at;
        size_t len = le32(type + 4), left = s.n - at - 8;
        struct span body = {type + 8, len < left ? len : left};
        size_t skip = body.n > 6 && memcmp(body.p, "Exif\0\0", 6) == 0 ? 6 : 0;
        if (memcmp(type, "EXIF", 4) == 0)
            exif_read((struct span){body.p + skip, body.n - skip}, m);
        else if (memcmp(type, "XMP ", 4) == 0)
            xmp_read(body, m);
        else if (memcmp(type, "ICCP", 4) == 0)
            profile_read(body, m);
        else if (memcmp(type, "C2PA", 4) == 0)
            m->c2pa = true;
        else if (memcmp(type, "ANIM", 4) == 0 && body.n >= 6)
            m->loops = (long)le16(body.p + 4);
        else if (memcmp(type, "ANMF", 4) == 0 && body.n >= 16) {
            double d = (double)le24(body.p + 12) / 1000;
            m->frames++;
            m->seconds += d;
            m->shortest = m->shortest <= 0 || d < m->shortest ? d : m->shortest;
        }
        if (len >= left)
            break;
        at += 8 + len + (len & 1);
    }
}

/* ---- GIF ---- */

static size_t gif_blocks(struct span s, size_t at)
{
    while (at < s.n && s.p[at])
        at += 1 + (size_t)s.p[at];
    return at + 1;
}

static void gif_extension(struct span s, size_t at, double *delay, struct image_meta *m)
{
    static const char looping[] = "NETSCAPE2.0", xmp[] = "XMP DataXMP";
    unsigned kind = s.p[at + 1];
    if (kind == 0xF9 && at + 6 < s.n)
        *delay = le16(s.p + at + 4) / 100.0;
    else if (kind == 0xFE)
        m->comment = true;
    else if (kind == 0xFF && at + 19 < s.n && memcmp(s.p + at + 3, looping, 11) == 0)
        m->loops = (long)le16(s.p + at + 16);
    else if (kind == 0xFF && at + 14 < s.n && memcmp(s.p + at + 3, xmp, 11) == 0)
        xmp_read((struct span){s.p + at + 14, s.n - at - 14}, m);
}

static void gif_meta(struct span s, struct image_meta *m)
{
    if (s.n < 13)
        return;
    size_t at = 13 + (s.p[10] & 0x80 ? 3u << ((s.p[10] & 7) + 1) : 0);
    double delay = 0;
    m->loops = 1; /* without the extension a GIF plays once */
    while (at + 10 < s.n) {
        if (s.p[at] == 0x21) {
            gif_extension(s, at, &delay, m);
            at = gif_blocks(s, at + 2);
        } else if (s.p[at] == 0x2C) {
            unsigned flags = s.p[at + 9];
            m->frames++;
            m->seconds += delay;
            m->shortest = m->shortest <= 0 || delay < m->shortest ? delay : m->shortest;
            at += 10 + (flags & 0x80 ? 3u << ((flags & 7) + 1) : 0);
            at = gif_blocks(s, at + 1);
        } else {
            break;
        }
    }
}

static void any_meta(struct span s, struct image_meta *m)
{
    static const char xmp[] = "<x:xmpmeta";
    const uint8_t *at = memmem(s.p, s.n, xmp, sizeof xmp - 1);
    if (at)
        xmp_read((struct span){at, s.n - (size_t)(at - s.p)}, m);
}

int image_metadata(struct ctx *ctx, const void *data, size_t len, struct where where, struct image_meta *out)
{
    struct header h;
    *out = (struct image_meta){0};
    if (header_read(ctx, data, len, where, &h) != 0)
        return -1;
    struct span s = {data, len};
    switch (h.format) {
    case IMAGE_PNG:
        png_meta(s, out);
        break;
    case IMAGE_JPEG:
        jpeg_meta(s, out);
        break;
    case IMAGE_WEBP:
        webp_meta(s, out);
        break;
    case IMAGE_GIF:
        gif_meta(s, out);
        break;
    default:
        any_meta(s, out);
        break;
    }
    out->has_profile |= h.has_profile;
    out->profile_srgb |= h.profile_srgb;
    out->animated = h.animated;
    if (!out->frames)
        out->frames = 1;
    if (!h.animated)
        out->seconds = 0;
    return 0;
}
