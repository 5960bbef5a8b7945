/* Formats: signatures, names and extensions. */
#include "image/image-imp.h"

#include <string.h>

static bool has(const uint8_t *p, size_t n, size_t at, const char *sign, size_t sign_len)
{
    return n >= at + sign_len && memcmp(p + at, sign, sign_len) == 0;
}

/* An XML document whose first element is svg: declarations, comments and doctypes are skipped. */
static bool looks_like_svg(const char *p, size_t n)
{
    const char *end = p + (n > 65536 ? 65536 : n);
    if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        p += 3;
    while (p < end) {
        while (p < end && ascii_space(*p))
            p++;
        if (p == end || *p != '<')
            return false;
        size_t left = (size_t)(end - p);
        const char *stop;
        if (left >= 4 && memcmp(p, "<!--", 4) == 0)
            stop = memmem(p, left, "-->", 3);
        else if (left >= 2 && p[1] == '?')
            stop = memmem(p, left, "?>", 2);
        else if (left >= 2 && p[1] == '!') {
            /* a doctype may hold entities, as Illustrator writes them */
            const char *subset = memchr(p, '[', left), *close = memchr(p, '>', left);
            stop = close && subset && subset < close ? memmem(p, left, "]>", 2) : close;
        } else {
            const char *name = p + 1;
            while (name < end && !ascii_space(*name) && *name != '>' && *name != '/')
                name++;
            size_t len = (size_t)(name - p) - 1;
            return (len == 3 && memcmp(p + 1, "svg", 3) == 0) ||
                   (len > 4 && memcmp(name - 4, ":svg", 4) == 0);
        }
        if (!stop)
            return false;
        p = memchr(stop, '>', (size_t)(end - stop));
        if (!p)
            return false;
        p++;
    }
    return false;
}

enum image_format image_sniff(const void *data, size_t len)
{
    const uint8_t *p = data;
    if (has(p, len, 0, "\x89PNG\r\n\x1a\n", 8))
        return IMAGE_PNG;
    if (has(p, len, 0, "\xFF\xD8\xFF", 3))
        return IMAGE_JPEG;
    if (has(p, len, 0, "RIFF", 4) && has(p, len, 8, "WEBP", 4))
        return IMAGE_WEBP;
    if (has(p, len, 0, "GIF87a", 6) || has(p, len, 0, "GIF89a", 6))
        return IMAGE_GIF;
    if (has(p, len, 0, "II*\0", 4) || has(p, len, 0, "MM\0*", 4))
        return IMAGE_TIFF;
    if (has(p, len, 4, "ftyp", 4) && (has(p, len, 8, "avif", 4) || has(p, len, 8, "avis", 4)))
        return IMAGE_AVIF;
    /* the major brand may be mif1 with avif among the compatible ones */
    if (has(p, len, 4, "ftypmif1", 8)) {
        uint32_t box = be32(p);
        for (size_t at = 16; at + 4 <= len && at + 4 <= box && at < 256; at += 4)
            if (has(p, len, at, "avif", 4))
                return IMAGE_AVIF;
    }
    if (len && looks_like_svg(data, len))
        return IMAGE_SVG;
    return IMAGE_UNKNOWN;
}

static const struct {
    enum image_format format;
    const char *name, *ext, *other;
} formats[] = {
    {IMAGE_PNG, "png", "png", NULL},   {IMAGE_JPEG, "jpeg", "jpg", NULL}, {IMAGE_WEBP, "webp", "webp", NULL},
    {IMAGE_GIF, "gif", "gif", NULL},   {IMAGE_TIFF, "tiff", "tif", NULL}, {IMAGE_AVIF, "avif", "avif", NULL},
    {IMAGE_SVG, "svg", "svg", "svgz"},
};
enum { N_FORMATS = sizeof formats / sizeof *formats };

const char *image_format_name(enum image_format f)
{
    for (int i = 0; i < N_FORMATS; i++)
        if (formats[i].format == f)
            return formats[i].name;
    return "unknown";
}

enum image_format image_format_of(const char *name)
{
    for (int i = 0; name && i < N_FORMATS; i++)
        if (str_eq_nocase(name, formats[i].name) || str_eq_nocase(name, formats[i].ext) ||
            (formats[i].other && str_eq_nocase(name, formats[i].other)))
            return formats[i].format;
    return IMAGE_UNKNOWN;
}

bool image_can_encode(enum image_format f)
{
    switch (f) {
    case IMAGE_PNG:
    case IMAGE_JPEG:
    case IMAGE_WEBP:
        return true;
    case IMAGE_GIF:
    case IMAGE_AVIF:
        return magick_can_write(f);
    default:
        return false;
    }
}

const char *image_format_ext(enum image_format f)
{
    for (int i = 0; i < N_FORMATS; i++)
        if (formats[i].format == f && image_can_encode(f))
            return formats[i].ext;
    return NULL;
}
