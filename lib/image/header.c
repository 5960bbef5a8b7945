/* Headers of pictures, read by hand so that a picture is refused before anything is allocated for it. */
#include "image/image-imp.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

struct span {
    const uint8_t *p;
    size_t n;
};

/* Whether an iCCP chunk (name, 0, method, zlib data) holds a profile that is sRGB. */
static bool iccp_is_srgb(const uint8_t *p, size_t n)
{
    enum { LIMIT_PROFILE = 1 << 20 };
    const uint8_t *nul = memchr(p, 0, n < 80 ? n : 80);
    if (!nul || (size_t)(nul - p) + 2 > n)
        return false;
    size_t head = (size_t)(nul - p) + 2, got = 0;
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    uint8_t *out = xmalloc(LIMIT_PROFILE);
    bool srgb =
        d &&
        libdeflate_zlib_decompress(d, p + head, n - head, out, LIMIT_PROFILE, &got) == LIBDEFLATE_SUCCESS &&
        icc_is_srgb(out, got);
    free(out);
    libdeflate_free_decompressor(d);
    return srgb;
}

static bool read_png(struct span s, struct header *h)
{
    if (s.n < 33 || memcmp(s.p + 12, "IHDR", 4) != 0)
        return false;
    uint32_t w = be32(s.p + 16), t = be32(s.p + 20);
    h->width = w > INT32_MAX ? INT32_MAX : (int)w;
    h->height = t > INT32_MAX ? INT32_MAX : (int)t;
    h->alpha = s.p[25] & 4;
    bool srgb_chunk = false;
    for (size_t at = 33; at + 12 <= s.n;) {
        size_t len = be32(s.p + at);
        const uint8_t *type = s.p + at + 4, *body = type + 4;
        if (len > s.n - at - 12 || memcmp(type, "IDAT", 4) == 0)
            break;
        if (memcmp(type, "tRNS", 4) == 0)
            h->alpha = true;
        else if (memcmp(type, "acTL", 4) == 0)
            h->animated = true;
        else if (memcmp(type, "eXIf", 4) == 0)
            h->orientation = exif_orientation(body, len);
        else if (memcmp(type, "sRGB", 4) == 0)
            srgb_chunk = true;
        else if (memcmp(type, "iCCP", 4) == 0) {
            h->has_profile = true;
            h->icc = body;
            h->icc_len = len;
        }
        at += len + 12;
    }
    if (h->has_profile)
        h->profile_srgb = srgb_chunk || iccp_is_srgb(h->icc, h->icc_len);
    return true;
}

static bool read_jpeg(struct span s, struct header *h)
{
    for (size_t at = 2; at + 4 <= s.n;) {
        if (s.p[at] != 0xFF) {
            at++; /* stray bytes between segments are common enough */
            continue;
        }
        unsigned m = s.p[at + 1];
        if (m == 0xFF || m == 0 || m == 0x01 || (m >= 0xD0 && m <= 0xD8)) {
            at += m == 0xFF ? 1 : 2;
            continue;
        }
        size_t len = be16(s.p + at + 2);
        if (len < 2 || m == 0xD9 || m == 0xDA || len > s.n - at - 2)
            break;
        const uint8_t *body = s.p + at + 4;
        size_t n = len - 2;
        if (m >= 0xC0 && m <= 0xCF && m != 0xC4 && m != 0xC8 && m != 0xCC && n >= 6 && !h->width) {
            h->height = (int)be16(body + 1);
            h->width = (int)be16(body + 3);
            h->components = body[5];
        } else if (m == 0xE1 && n > 14 && memcmp(body, "Exif\0\0", 6) == 0) {
            h->orientation = exif_orientation(body + 6, n - 6);
        } else if (m == 0xE2 && n > 14 && memcmp(body, "ICC_PROFILE", 12) == 0) {
            h->has_profile = true;
            if (body[12] == 1) /* a description sits in the first of several segments */
                h->profile_srgb = icc_is_srgb(body + 14, n - 14);
        }
        at += len + 2;
    }
    return h->width > 0 || h->height > 0;
}

static bool read_webp(struct span s, struct header *h)
{
    for (size_t at = 12; at + 8 <= s.n;) {
        const uint8_t *type = s.p + at, *body = type + 8;
        size_t len = le32(type + 4), left = s.n - at - 8, n = len < left ? len : left;
        if (memcmp(type, "VP8X", 4) == 0 && n >= 10) {
            h->alpha = body[0] & 0x10;
            h->animated = body[0] & 0x02;
            h->width = (int)le24(body + 4) + 1;
            h->height = (int)le24(body + 7) + 1;
        } else if (memcmp(type, "VP8 ", 4) == 0 && n >= 10 && !h->width) {
            h->width = (int)(le16(body + 6) & 0x3FFF);
            h->height = (int)(le16(body + 8) & 0x3FFF);
        } else if (memcmp(type, "VP8L", 4) == 0 && n >= 5 && !h->width) {
            uint32_t bits = le32(body + 1);
            h->width = (int)(bits & 0x3FFF) + 1;
            h->height = (int)(bits >> 14 & 0x3FFF) + 1;
            h->alpha = bits >> 28 & 1;
        } else if (memcmp(type, "ICCP", 4) == 0) {
            h->has_profile = true;
            h->profile_srgb = icc_is_srgb(body, n);
        } else if (memcmp(type, "EXIF", 4) == 0) {
            size_t skip = n > 6 && memcmp(body, "Exif\0\0", 6) == 0 ? 6 : 0;
            h->orientation = exif_orientation(body + skip, n - skip);
        }
        if (len >= left)
            break;
        at += 8 + len + (len & 1);
    }
    return h->width > 0;
}

static size_t gif_skip_blocks(struct span s, size_t at)
{
    while (at < s.n && s.p[at])
        at += 1 + (size_t)s.p[at];
    return at + 1;
}

static bool read_gif(struct span s, struct header *h)
{
    if (s.n < 13)
        return false;
    h->width = (int)le16(s.p + 6);
    h->height = (int)le16(s.p + 8);
    size_t at = 13 + (s.p[10] & 0x80 ? 3u << ((s.p[10] & 7) + 1) : 0);
    int frames = 0;
    while (at + 10 < s.n && frames < 2) {
        if (s.p[at] == 0x21) {
            if (s.p[at + 1] == 0xF9 && s.p[at + 2] == 4 && (s.p[at + 3] & 1))
                h->alpha = true;
            at = gif_skip_blocks(s, at + 2);
        } else if (s.p[at] == 0x2C) {
            frames++;
            unsigned flags = s.p[at + 9];
            at += 10 + (flags & 0x80 ? 3u << ((flags & 7) + 1) : 0);
            at = gif_skip_blocks(s, at + 1);
        } else {
            break;
        }
    }
    h->animated = frames > 1;
    return true;
}

static bool read_tiff(struct span s, struct header *h)
{
    if (s.n < 10)
        return false;
    bool little = s.p[0] == 'I';
    size_t ifd = little ? le32(s.p + 4) : be32(s.p + 4);
    if (ifd > s.n - 2)
        return false;
    size_t count = little ? le16(s.p + ifd) : be16(s.p + ifd);
    for (size_t i = 0; i < count && ifd + 2 + (i + 1) * 12 <= s.n; i++) {
        const uint8_t *e = s.p + ifd + 2 + i * 12;
        unsigned tag = little ? le16(e) : be16(e), type = little ? le16(e + 2) : be16(e + 2);
        uint32_t value =
            type == 3 ? (little ? le16(e + 8) : be16(e + 8)) : (little ? le32(e + 8) : be32(e + 8));
        int v = value > INT32_MAX ? INT32_MAX : (int)value;
        if (tag == 256)
            h->width = v;
        else if (tag == 257)
            h->height = v;
        else if (tag == 274)
            h->orientation = v >= 1 && v <= 8 ? v : 1;
        else if (tag == 277)
            h->alpha = v == 4 || v == 2;
        else if (tag == 34675)
            h->has_profile = true;
    }
    return h->width > 0 && h->height > 0;
}

/* Boxes of ISO 14496-12; only those that lead to the image's properties are entered. */
static void read_boxes(struct span s, int depth, struct header *h)
{
    for (size_t at = 0; at + 8 <= s.n;) {
        size_t len = be32(s.p + at), left = s.n - at;
        const uint8_t *type = s.p + at + 4;
        if (len == 0 || len > left)
            len = left;
        if (len < 8)
            return;
        struct span body = {type + 4, len - 8};
        bool full = memcmp(type, "meta", 4) == 0; /* a full box has four bytes of version and flags */
        if (depth < 4 && (full || memcmp(type, "iprp", 4) == 0 || memcmp(type, "ipco", 4) == 0)) {
            size_t skip = full && body.n >= 4 ? 4 : 0;
            read_boxes((struct span){body.p + skip, body.n - skip}, depth + 1, h);
        } else if (memcmp(type, "ispe", 4) == 0 && body.n >= 12) {
            uint32_t w = be32(body.p + 4), t = be32(body.p + 8);
            h->width = w > (uint32_t)h->width ? (int)(w > INT32_MAX ? INT32_MAX : w) : h->width;
            h->height = t > (uint32_t)h->height ? (int)(t > INT32_MAX ? INT32_MAX : t) : h->height;
        } else if (memcmp(type, "irot", 4) == 0 && body.n >= 1 && (body.p[0] & 1)) {
            h->orientation = 6; /* a quarter turn: only the swap of sides matters here, the coder turns */
        } else if (memcmp(type, "auxC", 4) == 0) {
            h->alpha = true;
        } else if (memcmp(type, "colr", 4) == 0 && body.n >= 4 && memcmp(body.p, "prof", 4) == 0) {
            h->has_profile = true;
        }
        at += len;
    }
}

static bool read_avif(struct span s, struct header *h)
{
    h->animated = s.n >= 12 && memcmp(s.p + 8, "avis", 4) == 0;
    read_boxes(s, 0, h);
    return h->width > 0 && h->height > 0;
}

int header_read(struct ctx *ctx, const void *data, size_t len, struct where where, struct header *out)
{
    *out = (struct header){.format = image_sniff(data, len), .orientation = 1};
    struct span s = {data, len};
    bool ok;
    switch (out->format) {
    case IMAGE_PNG:
        ok = read_png(s, out);
        break;
    case IMAGE_JPEG:
        ok = read_jpeg(s, out);
        break;
    case IMAGE_WEBP:
        ok = read_webp(s, out);
        break;
    case IMAGE_GIF:
        ok = read_gif(s, out);
        break;
    case IMAGE_TIFF:
        ok = read_tiff(s, out);
        break;
    case IMAGE_AVIF:
        ok = read_avif(s, out);
        break;
    default:
        report_hint(ctx, DIAG_ERROR, DIAG_IMAGE_FORMAT, where, "use PNG, JPEG, WebP, GIF, TIFF or AVIF",
                    out->format == IMAGE_SVG ? "an SVG cannot be used here as a picture of pixels"
                                             : "is not a picture of a supported format");
        return -1;
    }
    if (!ok) {
        report(ctx, DIAG_IMAGE_BROKEN, where, "the header of the %s picture is damaged or cut off",
               image_format_name(out->format));
        return -1;
    }
    if (out->width < 1 || out->height < 1) {
        report(ctx, DIAG_IMAGE_SIZE, where, "the picture is %d x %d pixels", out->width, out->height);
        return -1;
    }
    if (out->width > LIMIT_IMAGE_SIDE || out->height > LIMIT_IMAGE_SIDE ||
        (long)out->width * out->height > LIMIT_IMAGE_PIXELS || len > LIMIT_IMAGE_BYTES) {
        report_hint(ctx, DIAG_ERROR, DIAG_IMAGE_SIZE, where, "scale it down first",
                    "the picture is %d x %d pixels (%zu bytes), beyond the limits of %d a side, %ld in all "
                    "and %ld bytes",
                    out->width, out->height, len, LIMIT_IMAGE_SIDE, (long)LIMIT_IMAGE_PIXELS,
                    (long)LIMIT_IMAGE_BYTES);
        return -1;
    }
    return 0;
}

int image_probe(struct ctx *ctx, const void *data, size_t len, struct where where, struct image_info *out)
{
    struct header h;
    if (header_read(ctx, data, len, where, &h) != 0)
        return -1;
    bool turned = h.orientation >= 5;
    *out = (struct image_info){.format = h.format,
                               .width = turned ? h.height : h.width,
                               .height = turned ? h.width : h.height,
                               .alpha = h.alpha,
                               .animated = h.animated,
                               .has_profile = h.has_profile};
    return 0;
}
