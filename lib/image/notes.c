/* Who made a picture: the blocks of its container that may say so, found without decoding anything. Blocks
 * are copied, never interpreted; lib/credit reads them. */
#include "image/image-imp.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

void image_notes_drop(struct image_notes *n)
{
    if (!n)
        return;
    str_drop(&n->xmp);
    str_drop(&n->iptc);
    str_drop(&n->artist);
    str_drop(&n->rights);
    free(n);
}

/* The first block of a kind counts; a later or larger one is left out. */
static void keep(struct str *to, const uint8_t *p, size_t n)
{
    if (to->len == 0 && n > 0 && n <= LIMIT_NOTES_BYTES)
        str_put(to, (const char *)p, n);
}

/* ---- EXIF and TIFF: a directory of tags ---- */
static uint32_t number(const uint8_t *p, int bytes, bool little)
{
    if (bytes == 2)
        return little ? le16(p) : be16(p);
    return little ? le32(p) : be32(p);
}

static void read_ifd(struct image_notes *out, const uint8_t *p, size_t n)
{
    if (n < 8)
        return;
    bool little = p[0] == 'I';
    size_t ifd = number(p + 4, 4, little);
    if (ifd > n || n - ifd < 2)
        return;
    size_t count = number(p + ifd, 2, little);
    for (size_t i = 0; i < count && (n - ifd - 2) / 12 > i; i++) {
        const uint8_t *e = p + ifd + 2 + i * 12;
        unsigned tag = number(e, 2, little), type = number(e + 2, 2, little);
        size_t each = type == 3 ? 2 : type == 4 || type == 9 ? 4 : 1;
        size_t items = number(e + 4, 4, little), at = number(e + 8, 4, little);
        if (items > LIMIT_NOTES_BYTES)
            continue;
        size_t len = items * each;
        const uint8_t *value = len <= 4 ? e + 8 : at <= n && len <= n - at ? p + at : NULL;
        if (!value)
            continue;
        bool text = type == 2 || type == 129;
        if (tag == 0x013B && text)
            keep(&out->artist, value, strnlen((const char *)value, len));
        else if (tag == 0x8298 && text)
            keep(&out->rights, value, strnlen((const char *)value, len));
        else if (tag == 700)
            keep(&out->xmp, value, len);
        else if (tag == 33723)
            keep(&out->iptc, value, len);
    }
}

static void read_exif(struct image_notes *out, const uint8_t *p, size_t n)
{
    size_t skip = n > 6 && memcmp(p, "Exif\0\0", 6) == 0 ? 6 : 0;
    read_ifd(out, p + skip, n - skip);
}

/* Photoshop's image resources: "8BIM", number, name, length, data; all padded to even lengths. */
static void read_resources(struct image_notes *out, const uint8_t *p, size_t n)
{
    for (size_t at = 0; n - at >= 12 && memcmp(p + at, "8BIM", 4) == 0;) {
        unsigned id = be16(p + at + 4);
        size_t name = ((size_t)p[at + 6] + 2) & ~(size_t)1, left = n - at - 6;
        if (left < name + 4)
            return;
        size_t len = be32(p + at + 6 + name), head = 6 + name + 4;
        if (len > n - at - head)
            return;
        if (id == 0x0404)
            keep(&out->iptc, p + at + head, len);
        at += head + len + (len & 1);
        if (at > n)
            return;
    }
}

/* ---- PNG ---- */
static void inflate_into(struct str *to, const uint8_t *p, size_t n)
{
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    uint8_t *out = xmalloc(LIMIT_NOTES_BYTES);
    size_t got = 0;
    if (d && libdeflate_zlib_decompress(d, p, n, out, LIMIT_NOTES_BYTES, &got) == LIBDEFLATE_SUCCESS)
        keep(to, out, got);
    free(out);
    libdeflate_free_decompressor(d);
}

static int hex_digit(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* ImageMagick's "Raw profile type iptc": a name, a length and hexadecimal digits, in lines. */
static void raw_profile(struct str *to, const struct str *text)
{
    const char *p = text->data, *end = p + text->len;
    for (int lines = 0; p < end && lines < 3; p++) /* "\niptc\n     123\n" */
        lines += *p == '\n';
    struct str bytes = STR_INIT;
    int high = -1;
    for (; p < end; p++) {
        int v = hex_digit((uint8_t)*p);
        if (v < 0)
            continue;
        if (high >= 0)
            str_putc(&bytes, (char)(high << 4 | v));
        high = high >= 0 ? -1 : v;
    }
    keep(to, (const uint8_t *)bytes.data, bytes.len);
    str_drop(&bytes);
}

/* iTXt: keyword, 0, compressed, method, language, 0, translated keyword, 0, text. zTXt: keyword, 0, method,
 * data. */
static void read_png_text(struct image_notes *out, const uint8_t *type, const uint8_t *p, size_t n)
{
    const uint8_t *end = p + n, *nul = memchr(p, 0, n < 80 ? n : 80);
    if (!nul)
        return;
    const char *key = (const char *)p;
    bool international = type[0] == 'i', packed = type[0] == 'z';
    const uint8_t *body = nul + 1;
    if (international) {
        if (end - body < 2)
            return;
        packed = body[0] == 1;
        body += 2;
        for (int i = 0; i < 2; i++) {
            const uint8_t *stop = memchr(body, 0, (size_t)(end - body));
            if (!stop)
                return;
            body = stop + 1;
        }
    } else if (packed) {
        if (body == end)
            return;
        body++;
    }
    struct str raw = STR_INIT;
    struct str *to = str_eq(key, "XML:com.adobe.xmp")       ? &out->xmp
                     : str_eq_nocase(key, "Author")         ? &out->artist
                     : str_eq_nocase(key, "Copyright")      ? &out->rights
                     : str_starts(key, "Raw profile type ") ? &raw
                                                            : NULL;
    if (!to)
        return;
    if (packed)
        inflate_into(to, body, (size_t)(end - body));
    else
        keep(to, body, (size_t)(end - body));
    if (to == &raw && (str_eq(key + 17, "iptc") || str_eq(key + 17, "8bim"))) {
        struct str bytes = STR_INIT;
        raw_profile(&bytes, &raw);
        if (str_starts(bytes.data, "8BIM"))
            read_resources(out, (const uint8_t *)bytes.data, bytes.len);
        else
            keep(&out->iptc, (const uint8_t *)bytes.data, bytes.len);
        str_drop(&bytes);
    } else if (to == &raw && str_eq(key + 17, "xmp")) {
        raw_profile(&out->xmp, &raw);
    }
    str_drop(&raw);
}

static void read_png(struct image_notes *out, const uint8_t *p, size_t n)
{
    for (size_t at = 8; n - at >= 12;) {
        size_t len = be32(p + at);
        const uint8_t *type = p + at + 4, *body = type + 4;
        if (len > n - at - 12 || memcmp(type, "IEND", 4) == 0)
            return;
        if (memcmp(type, "eXIf", 4) == 0)
            read_exif(out, body, len);
        else if (memcmp(type + 1, "TXt", 3) == 0 || memcmp(type, "tEXt", 4) == 0)
            read_png_text(out, type, body, len);
        at += len + 12;
    }
}

/* ---- JPEG ---- */
static void read_jpeg(struct image_notes *out, const uint8_t *p, size_t n)
{
    static const char adobe[] = "http://ns.adobe.com/xap/1.0/", shop[] = "Photoshop 3.0";
    struct str resources = STR_INIT; /* may be spread over several segments */
    for (size_t at = 2; at < n && n - at >= 4;) {
        unsigned m = p[at + 1];
        if (p[at] != 0xFF || m == 0xFF || m == 0 || m == 1 || (m >= 0xD0 && m <= 0xD8)) {
            at += p[at] != 0xFF || m == 0xFF ? 1 : 2;
            continue;
        }
        size_t len = be16(p + at + 2);
        if (len < 2 || m == 0xD9 || m == 0xDA || len > n - at - 2)
            break;
        const uint8_t *body = p + at + 4;
        size_t size = len - 2;
        if (m == 0xE1 && size > sizeof adobe && memcmp(body, adobe, sizeof adobe) == 0)
            keep(&out->xmp, body + sizeof adobe, size - sizeof adobe);
        else if (m == 0xE1 && size > 6 && memcmp(body, "Exif\0\0", 6) == 0)
            read_exif(out, body, size);
        else if (m == 0xED && size > sizeof shop && memcmp(body, shop, sizeof shop) == 0 &&
                 resources.len + size <= LIMIT_NOTES_BYTES)
            str_put(&resources, (const char *)body + sizeof shop, size - sizeof shop);
        at += len + 2;
    }
    read_resources(out, (const uint8_t *)resources.data, resources.len);
    str_drop(&resources);
}

/* ---- WebP, GIF ---- */
static void read_webp(struct image_notes *out, const uint8_t *p, size_t n)
{
    for (size_t at = 12; at < n && n - at >= 8;) {
        size_t len = le32(p + at + 4), left = n - at - 8;
        if (len > left)
            return;
        if (memcmp(p + at, "XMP ", 4) == 0)
            keep(&out->xmp, p + at + 8, len);
        else if (memcmp(p + at, "EXIF", 4) == 0)
            read_exif(out, p + at + 8, len);
        at += 8 + len + (len & 1);
    }
}

/* XMP lies in an application extension as raw bytes, not in sub-blocks; a magic trailer of 258 bytes makes
 * readers that walk sub-blocks arrive at its end. */
static void read_gif(struct image_notes *out, const uint8_t *p, size_t n)
{
    static const char mark[] = "\x21\xFF\x0BXMP DataXMP";
    const uint8_t *at = memmem(p, n, mark, sizeof mark - 1);
    if (!at)
        return;
    at += sizeof mark - 1;
    const uint8_t *stop = memmem(at, (size_t)(p + n - at), "\x01\xFF\xFE\xFD\xFC", 5);
    if (stop)
        keep(&out->xmp, at, (size_t)(stop - at));
}

struct image_notes *image_notes_read(const void *data, size_t len)
{
    struct image_notes *n = xmalloc(sizeof *n);
    *n = (struct image_notes){STR_INIT, STR_INIT, STR_INIT, STR_INIT, ""};
    switch (image_sniff(data, len)) {
    case IMAGE_PNG:
        read_png(n, data, len);
        break;
    case IMAGE_JPEG:
        read_jpeg(n, data, len);
        break;
    case IMAGE_WEBP:
        read_webp(n, data, len);
        break;
    case IMAGE_GIF:
        read_gif(n, data, len);
        break;
    case IMAGE_TIFF:
        read_ifd(n, data, len);
        break;
    case IMAGE_AVIF:
        avif_notes(n, data, len);
        break;
    default:
        break;
    }
    if (!n->xmp.len && !n->iptc.len && !n->artist.len && !n->rights.len) {
        image_notes_drop(n);
        return NULL;
    }
    struct str all = STR_INIT;
    const struct str *parts[] = {&n->xmp, &n->iptc, &n->artist, &n->rights};
    for (size_t i = 0; i < 4; i++) {
        str_printf(&all, "%zu:", parts[i]->len);
        str_put(&all, parts[i]->data, parts[i]->len);
    }
    digest_hex(all.data, all.len, n->digest);
    str_drop(&all);
    return n;
}
