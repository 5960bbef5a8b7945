/* Marks put into finished files: XMP (ISO 16684-1) and IPTC IIM at the places that XMP's part 3 names, and an
 * sRGB profile for WebP. The encoders know nothing of it. */
#include "image/image-imp.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

static const char png_keyword[] = "XML:com.adobe.xmp";
static const char jpeg_xmp[] = "http://ns.adobe.com/xap/1.0/";
static const char jpeg_shop[] = "Photoshop 3.0";
static const char gif_xmp[] = "\x21\xFF\x0BXMP DataXMP";
enum {
    PNG_HEAD = sizeof png_keyword + 4, /* and: not compressed, method, no language, no translated keyword */
    JPEG_MOST = 65533,                 /* bytes of a segment behind its length */
    GIF_HEAD = sizeof gif_xmp - 1,
    GIF_TAIL = 258,
    WEBP_HEAD = 18 /* VP8X with its head */
};

void put_be32(struct str *s, uint32_t v)
{
    const char b[4] = {(char)(v >> 24), (char)(v >> 16), (char)(v >> 8), (char)v};
    str_put(s, b, 4);
}

static void put_be16(struct str *s, unsigned v)
{
    str_putc(s, (char)(v >> 8));
    str_putc(s, (char)v);
}

static void put_le32(struct str *s, uint32_t v)
{
    const char b[4] = {(char)v, (char)(v >> 8), (char)(v >> 16), (char)(v >> 24)};
    str_put(s, b, 4);
}

/* Behind IHDR and what must come before the pixels. */
static bool mark_png(const struct image_marks *m, const uint8_t *p, size_t n, struct str *out)
{
    if (!m->xmp_len || n < 45 || memcmp(p + 37, "IDAT", 4) == 0)
        return false;
    size_t at = 33; /* the first chunk behind IHDR; sRGB and gAMA come before */
    while (n - at >= 12 && (memcmp(p + at + 4, "sRGB", 4) == 0 || memcmp(p + at + 4, "gAMA", 4) == 0)) {
        size_t len = be32(p + at);
        if (len > n - at - 12)
            return false;
        at += len + 12;
    }
    str_put(out, (const char *)p, at);
    put_be32(out, (uint32_t)(PNG_HEAD + m->xmp_len));
    size_t start = out->len;
    str_puts(out, "iTXt");
    str_put(out, png_keyword, sizeof png_keyword);
    str_put(out, "\0\0\0\0", 4);
    str_put(out, m->xmp, m->xmp_len);
    put_be32(out, libdeflate_crc32(0, out->data + start, out->len - start));
    str_put(out, (const char *)p + at, n - at);
    return true;
}

/* Behind JFIF's APP0: APP1 with the packet, APP13 with the IIM records as a Photoshop resource. */
static bool mark_jpeg(const struct image_marks *m, const uint8_t *p, size_t n, struct str *out)
{
    size_t at = 2, xmp = sizeof jpeg_xmp + m->xmp_len,
           iptc = sizeof jpeg_shop + 12 + m->iptc_len + (m->iptc_len & 1);
    if (n < 4)
        return false;
    if (n >= 6 && p[2] == 0xFF && p[3] == 0xE0 && be16(p + 4) + 4u <= n)
        at = 4u + be16(p + 4);
    str_put(out, (const char *)p, at);
    if (m->xmp_len && xmp + 2 <= JPEG_MOST) {
        put_be16(out, 0xFFE1);
        put_be16(out, (unsigned)xmp + 2);
        str_put(out, jpeg_xmp, sizeof jpeg_xmp);
        str_put(out, m->xmp, m->xmp_len);
    }
    if (m->iptc_len && iptc + 2 <= JPEG_MOST) {
        put_be16(out, 0xFFED);
        put_be16(out, (unsigned)iptc + 2);
        str_put(out, jpeg_shop, sizeof jpeg_shop);
        str_put(out, "8BIM\4\4\0\0", 8);
        put_be32(out, (uint32_t)m->iptc_len);
        str_put(out, m->iptc, m->iptc_len);
        if (m->iptc_len & 1)
            str_putc(out, '\0');
    }
    str_put(out, (const char *)p + at, n - at);
    return true;
}

static void put_riff(struct str *s, const char *type, const void *body, size_t n)
{
    str_puts(s, type);
    put_le32(s, (uint32_t)n);
    str_put(s, body, n);
    if (n & 1)
        str_putc(s, '\0');
}

/* VP8X, ICCP, the picture as it was (with ALPH), XMP. */
static bool mark_webp(const struct image_marks *m, const uint8_t *p, size_t n, struct str *out)
{
    enum { HAS_ICC = 0x20, HAS_ALPHA = 0x10, HAS_XMP = 0x04 };
    size_t profile_len, at = 12;
    const uint8_t *profile = image_srgb_profile(&profile_len);
    uint8_t head[10] = {0};
    struct ctx quiet = {0};
    struct header h;
    if (n < 20 || header_read(&quiet, p, n, (struct where){0}, &h) != 0 || h.has_profile || h.animated)
        return false;
    uint32_t w = (uint32_t)h.width - 1, t = (uint32_t)h.height - 1;
    if (memcmp(p + 12, "VP8X", 4) == 0) {
        at = 12 + WEBP_HEAD;
        memcpy(head, p + 20, sizeof head);
        if (n < at)
            return false;
    }
    head[0] |= (uint8_t)(HAS_ICC | (h.alpha ? HAS_ALPHA : 0) | (m->xmp_len ? HAS_XMP : 0));
    for (int i = 0; i < 3; i++) {
        head[4 + i] = (uint8_t)(w >> (8 * i));
        head[7 + i] = (uint8_t)(t >> (8 * i));
    }
    str_put(out, (const char *)p, 12);
    put_riff(out, "VP8X", head, sizeof head);
    put_riff(out, "ICCP", profile, profile_len);
    str_put(out, (const char *)p + at, n - at);
    if (n & 1)
        str_putc(out, '\0');
    if (m->xmp_len)
        put_riff(out, "XMP ", m->xmp, m->xmp_len);
    for (int i = 0; i < 4; i++)
        out->data[4 + i] = (char)((out->len - 8) >> (8 * i));
    return true;
}

/* An application extension behind the screen's palette; the trailer leads readers that take the packet for
 * sub-blocks to its end. */
static bool mark_gif(const struct image_marks *m, const uint8_t *p, size_t n, struct str *out)
{
    if (!m->xmp_len || n < 13)
        return false;
    size_t at = 13 + (p[10] & 0x80 ? 3u << ((p[10] & 7) + 1) : 0);
    if (at > n)
        return false;
    str_put(out, "GIF89a", 6); /* extensions came with this version */
    str_put(out, (const char *)p + 6, at - 6);
    str_put(out, gif_xmp, GIF_HEAD);
    str_put(out, m->xmp, m->xmp_len);
    str_putc(out, 1);
    for (int v = 255; v >= 0; v--)
        str_putc(out, (char)v);
    str_putc(out, 0);
    str_put(out, (const char *)p + at, n - at);
    return true;
}

static bool splice(enum image_format f, const struct image_marks *m, const uint8_t *p, size_t n,
                   struct str *out)
{
    switch (f) {
    case IMAGE_PNG:
        return mark_png(m, p, n, out);
    case IMAGE_JPEG:
        return (m->xmp_len || m->iptc_len) && mark_jpeg(m, p, n, out);
    case IMAGE_WEBP:
        return mark_webp(m, p, n, out);
    case IMAGE_GIF:
        return mark_gif(m, p, n, out);
    case IMAGE_AVIF:
        return m->xmp_len && avif_mark(m, p, n, out);
    default:
        return false;
    }
}

bool image_mark(enum image_format f, const struct image_marks *m, uint8_t **data, size_t *len)
{
    struct str out = STR_INIT;
    bool ok = image_sniff(*data, *len) == f && splice(f, m, *data, *len, &out);
    if (!ok) {
        str_drop(&out);
        return false;
    }
    free(*data);
    *len = out.len;
    *data = (uint8_t *)str_detach(&out);
    return true;
}

size_t image_mark_size(enum image_format f, const struct image_marks *m)
{
    size_t profile;
    image_srgb_profile(&profile);
    switch (f) {
    case IMAGE_PNG:
        return m->xmp_len ? 12 + PNG_HEAD + m->xmp_len : 0;
    case IMAGE_JPEG:
        return (m->xmp_len ? 4 + sizeof jpeg_xmp + m->xmp_len : 0) +
               (m->iptc_len ? 4 + sizeof jpeg_shop + 12 + m->iptc_len + 1 : 0);
    case IMAGE_WEBP:
        return WEBP_HEAD + 8 + profile + 2 + (m->xmp_len ? 8 + m->xmp_len + 1 : 0);
    case IMAGE_GIF:
        return m->xmp_len ? GIF_HEAD + m->xmp_len + GIF_TAIL : 0;
    case IMAGE_AVIF:
        return m->xmp_len ? avif_mark_size(m) : 0;
    default:
        return 0;
    }
}
