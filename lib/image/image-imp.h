/* Private to lib/image: what the codecs share. Codecs give straight (not premultiplied) alpha as pixmap
 * words; image_decode premultiplies once, turns the picture upright and sets `opaque`. */
#ifndef PRESSRUN_IMAGE_IMP_H
#define PRESSRUN_IMAGE_IMP_H

#include "image/image.h"

#define PIXMAP_LITTLE (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

/* What the header of a picture says; the pictures inside image_info are upright, these sides are as stored.
 */
struct header {
    enum image_format format;
    int width, height; /* as stored */
    int orientation;   /* EXIF, 1..8 */
    int components;    /* JPEG: 1, 3, 4 */
    bool alpha, animated;
    const uint8_t
        *icc; /* PNG: still compressed. Borrowed from the data; NULL: none, or spread over several segments */
    size_t icc_len;
    bool has_profile;
    bool profile_srgb; /* the embedded profile says it is sRGB: nothing to convert */
};
/* Reads the header without allocating pixels. 0, or -1 with a report: not a supported picture, broken, or too
 * large. */
int header_read(struct ctx *ctx, const void *data, size_t len, struct where where, struct header *out);

uint32_t be32(const uint8_t *p);
unsigned be16(const uint8_t *p);
uint32_t le32(const uint8_t *p);
unsigned le16(const uint8_t *p);
uint32_t le24(const uint8_t *p);

/* Orientation of an EXIF block (TIFF structure, without "Exif\0\0"); 1 when it has none or is not valid. */
int exif_orientation(const uint8_t *p, size_t n);
/* Whether an ICC profile describes itself as sRGB. */
bool icc_is_srgb(const uint8_t *p, size_t n);

/* Codecs: decode into `to` (allocated with the stored sides). 0, or -1 with a report. */
int png_decode(struct ctx *ctx, const uint8_t *data, size_t len, struct where where, struct pixmap *to);
int jpeg_decode(struct ctx *ctx, const uint8_t *data, size_t len, struct where where, struct pixmap *to);
int webp_decode(struct ctx *ctx, const uint8_t *data, size_t len, struct where where, struct pixmap *to);
/* Any allowed format through MagickWand; converts profiles and CMYK to sRGB. Sides come from the coder. */
struct pixmap *magick_decode(struct ctx *ctx, enum image_format f, const uint8_t *data, size_t len,
                             struct where where);

typedef int image_writer(struct ctx *ctx, const struct pixmap *p, const struct encode_options *o,
                         struct where where, uint8_t **out, size_t *len);
image_writer png_encode, jpeg_encode, webp_encode, magick_encode;

struct encoded { /* a file in memory */
    uint8_t *data;
    size_t len;
};
void encoded_drop(struct encoded *e);
/* Encodes and counts. 0, or -1 with a report. */
int encoded_make(struct ctx *ctx, image_writer *write, const struct pixmap *p, const struct encode_options *o,
                 struct where where, struct encoded *out);
/* Replaces a file made with `o` by the best one of at most o->max_bytes bytes: the highest quality from
 * o->quality_floor to o->quality, or the smallest file without loss. 0, or -1 with a report. */
int image_fit_budget(struct ctx *ctx, image_writer *write, const struct pixmap *p,
                     const struct encode_options *o, bool lossless, struct where where, struct encoded *file);
/* Whether this machine's ImageMagick writes the format (loads the library's list on first use). */
bool magick_can_write(enum image_format f);
/* At most 256 colours: indices (one a pixel) and RGBA palette. Both malloc'd. 0, or -1 with a report. */
int magick_quantise(struct ctx *ctx, const struct pixmap *p, struct where where, uint8_t **indices,
                    uint8_t (*palette)[4], int *n_colours);

/* ---- deflate.c: rows that a PNG filter left, as blocks that end at a whole byte and refer to nothing before
 * ---- */
struct deflate;
struct deflate *deflate_new(void);
void deflate_drop(struct deflate *d);
size_t deflate_bound(size_t len);
/* `row`: bytes of a filtered row. No block is the last of its stream. Returns the bytes written to `out`. */
size_t deflate_rows(struct deflate *d, const uint8_t *raw, size_t len, size_t row, uint8_t *out);

/* ---- parts.c: pictures cut into parts whose encodings are kept ---- */
struct part { /* an encoded part; immutable, counted */
    unsigned refs;
    uint32_t adler, crc; /* PNG: of its filtered bytes, of its compressed ones */
    size_t raw, len;
    uint8_t data[];
};
struct part *part_new(size_t len);

struct part_trial { /* whether remembering pays where a part stands */
    struct digest128 key;
    unsigned misses; /* in a row */
    bool keyed;      /* `key` is of the pixels that it has now */
};

struct parts {
    int width, height;
    struct irect *busy; /* where variants differ, by the layout */
    size_t n_busy;
    struct cache *met;  /* parts by their pixels and settings */
    uint64_t settings;  /* of what `at` holds */
    struct irect *cuts; /* the parts of the picture */
    struct part **at;   /* NULL: changed since */
    struct part_trial *trials;
    size_t n;
    struct parts_counts counts;
    struct png_scratch *png; /* buffers of the encoders */
    struct jpeg_scratch *jpeg;
};
/* Forgets the last picture's parts when they were made otherwise, and takes over new cuts (malloc'd) then. */
bool parts_are_for(const struct parts *p, uint64_t settings);
void parts_recut(struct parts *p, uint64_t settings, struct irect *cuts, size_t n);
/* A part kept, or met before with the pixels that it has now; NULL: it is to be made and put. */
struct part *parts_recall(struct parts *p, size_t i, const struct pixmap *pm);
void parts_put(struct parts *p, size_t i, struct part *part); /* takes the reference */
void png_scratch_drop(struct png_scratch *s);
void jpeg_scratch_drop(struct jpeg_scratch *s);

/* AVIF: the XMP item, read and added. */
void avif_notes(struct image_notes *out, const uint8_t *p, size_t n);
bool avif_mark(const struct image_marks *m, const uint8_t *p, size_t n, struct str *out);
size_t avif_mark_size(const struct image_marks *m);
void put_be32(struct str *s, uint32_t v);

/* In place: straight to premultiplied; returns whether every alpha is 255. */
bool pixmap_premultiply(struct pixmap *p);
/* One row of premultiplied words to straight RGBA bytes (4 a pixel) or, without alpha, RGB over `background`.
 */
void row_to_rgba(const uint32_t *from, uint8_t *to, int n);
void row_to_rgb(const uint32_t *from, uint8_t *to, int n);
/* A new opaque pixmap: `p` over a colour (a = 0: white). */
struct pixmap *pixmap_flatten(const struct pixmap *p, struct rgba background);

static inline uint32_t *pixmap_row(const struct pixmap *p, int y)
{
    return (uint32_t *)(void *)(p->data + (size_t)y * (size_t)p->stride);
}

/* c * a / 255, rounded, for 0..255 operands. */
static inline uint32_t mul255(uint32_t c, uint32_t a)
{
    uint32_t t = c * a + 128;
    return (t + (t >> 8)) >> 8;
}

#endif
