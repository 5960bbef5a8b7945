/* image: pixmaps, decoding (MagickWand behind an allow-list, libpng/libjpeg-turbo/libwebp where fast),
 * resampling, encoding. The only folder that includes MagickWand, libjpeg, libwebp, libpng, libdeflate.
 * Thread-safe. */
#ifndef PRESSRUN_IMAGE_H
#define PRESSRUN_IMAGE_H

#include "base/base.h"

/* Pixels as cairo's ARGB32: native-endian uint32, premultiplied, sRGB; stride in bytes, a multiple of 4. */
struct pixmap {
    int width, height, stride;
    uint8_t *data;
    bool opaque;               /* every alpha is 255 */
    struct image_notes *notes; /* of the file it was decoded from; NULL: none. Owned */
};

struct pixmap *pixmap_new(int width,
                          int height); /* transparent; NULL when a side is < 1 or beyond the limits */
void pixmap_drop(struct pixmap *p);
struct pixmap *pixmap_clone(const struct pixmap *p);
bool pixmap_is_opaque(const struct pixmap *p); /* by its pixels, unless it says so */

enum image_format {
    IMAGE_UNKNOWN,
    IMAGE_PNG,
    IMAGE_JPEG,
    IMAGE_WEBP,
    IMAGE_GIF,
    IMAGE_TIFF,
    IMAGE_AVIF,
    IMAGE_SVG
};

/* By signature, never by name. */
enum image_format image_sniff(const void *data, size_t len);
const char *image_format_name(enum image_format f); /* "png" */

struct image_info {
    enum image_format format;
    int width, height; /* after EXIF orientation */
    bool alpha, animated;
    bool has_profile; /* an embedded ICC profile */
};
/* Header only. 0, or -1 with a report. */
int image_probe(struct ctx *ctx, const void *data, size_t len, struct where where, struct image_info *out);
enum image_space { IMAGE_SPACE_RGB, IMAGE_SPACE_GRAY, IMAGE_SPACE_CMYK };

struct image_meta { /* what a file carries beside its pixels */
    bool exif, gps, xmp, iptc, c2pa, comment, thumbnail;
    char source_type[128]; /* IPTC DigitalSourceType of the XMP; "" none */
    enum image_space space;
    bool has_profile, profile_srgb, tagged_srgb; /* tagged: a mark without a profile (PNG's sRGB) */
    bool animated;
    long frames, loops;       /* 1 frame when it is still; 0 loops: for ever */
    double seconds, shortest; /* of one loop; of the shortest frame */
};
/* Reads the blocks of PNG, JPEG, WebP and GIF without decoding; of other formats XMP alone. 0, or -1 with a
 * report. */
int image_metadata(struct ctx *ctx, const void *data, size_t len, struct where where, struct image_meta *out);
/* Decodes (first frame), applies EXIF orientation, converts profiles to sRGB. Coder named explicitly from the
 * allow-list PNG, JPEG, WebP, GIF, TIFF, AVIF. NULL with a report [image...]. Owned by the caller. */
struct pixmap *image_decode(struct ctx *ctx, const void *data, size_t len, struct where where);

enum image_fit { FIT_FILL, FIT_CONTAIN, FIT_COVER, FIT_NONE };
struct image_fitting {
    enum image_fit fit;
    double focus_x,
        focus_y; /* 0..1: what stays in view when cropped, or where it sits when smaller; 0.5 = centre */
};
/* Resamples `src` with a good filter (Lanczos/area) into a new pixmap of w x h; what fit leaves free is
 * transparent. */
struct pixmap *image_fit(const struct pixmap *src, int w, int h, struct image_fitting how);
/* High-quality resize of the whole picture. */
struct pixmap *image_resize(const struct pixmap *src, int w, int h);

/* The parts of a picture that is drawn again and again: PNG bands and JPEG tiles that encoders make
 * independently of each other, so that what did not change, or was met before, is not encoded again. The
 * bytes of a file depend on its pixels, on the options and on `busy` alone, never on what was encoded before.
 * One thread. */
struct parts;
/* `busy`: where pictures will differ, which decides the cuts; none: a picture of its own, made whole. `met`
 * remembers parts of earlier pictures, borrowed; NULL: only the last picture's are kept. */
struct parts *parts_new(int width, int height, const struct irect *busy, size_t n_busy, struct cache *met);
void parts_drop(struct parts *p);
void parts_changed(struct parts *p, struct irect area); /* pixels that may differ from the last encoding */
struct parts_counts {
    long kept, met, made; /* unchanged, met before, encoded */
} parts_counts(const struct parts *p);

struct encode_options {
    enum image_format format;
    int quality;            /* 1..100; 0 = the format's default (JPEG 85, WebP 82) */
    int chroma;             /* JPEG subsampling: 420, 422, 444; 0 = default 420 (444 from quality 90) */
    bool progressive;       /* JPEG */
    bool whole;             /* PNG, JPEG: in one piece, parts are neither kept nor looked up */
    bool lossless;          /* WebP */
    int compression;        /* PNG: 1 fast .. 12 small; 0 = default */
    bool palette;           /* PNG: quantise to at most 256 colours */
    struct rgba background; /* under transparency for formats without alpha; a = 0: white */
    size_t max_bytes;    /* 0 = no budget; else the best quality that fits, from quality_floor to quality */
    int quality_floor;   /* default 40 */
    struct parts *parts; /* of the picture, or NULL: as if made for this picture alone, with nothing busy */
    long *encodings;     /* counts every time that the picture was encoded; NULL */
};
/* Encodes; deterministic bytes. *out is malloc'd, owned by the caller. PNG is tagged sRGB. 0, or -1 with a
 * report. */
int image_encode(struct ctx *ctx, const struct pixmap *p, const struct encode_options *o, struct where where,
                 uint8_t **out, size_t *len);
/* "png", "jpg", "webp": NULL when this build cannot write the format. */
const char *image_format_ext(enum image_format f);
enum image_format image_format_of(const char *name); /* "jpeg", "jpg", "PNG"... IMAGE_UNKNOWN when not one */
bool image_can_encode(enum image_format f);

/* ---- notes: what a picture's file says about who made it, as the blocks of its container ---- */
struct image_notes {
    struct str xmp;            /* an XMP packet */
    struct str iptc;           /* IPTC IIM records (the content of Photoshop's resource 0x0404) */
    struct str artist, rights; /* EXIF Artist and Copyright, or PNG's Author and Copyright */
    char digest[33];           /* of all of them */
};
/* Looks a file of any supported format through; NULL when it has no such block. Blocks beyond the limits are
 * left out. Owned by the caller. */
struct image_notes *image_notes_read(const void *data, size_t len);
void image_notes_drop(struct image_notes *n);

struct image_marks { /* what is put into a finished file; zero members: nothing */
    const char *xmp;
    size_t xmp_len;
    const char *iptc; /* JPEG only */
    size_t iptc_len;
};
/* Puts the marks into an encoded file, after the fact, so that every encoder gets them; *data is reallocated.
 * WebP gets an sRGB profile too (PNG and JPEG have their tags from the encoder; GIF has no place for one).
 * False when the file is not of the format or has no place for them: it is left as it is. */
bool image_mark(enum image_format f, const struct image_marks *m, uint8_t **data, size_t *len);
/* A small sRGB profile (ICC v4). Static, immutable. */
const uint8_t *image_srgb_profile(size_t *len);
/* At most so many bytes are added by image_mark: what a budget must leave. */
size_t image_mark_size(enum image_format f, const struct image_marks *m);

/* Perceptual and colour helpers live in their users; WCAG and CIEDE2000 are brand's. */
#endif
