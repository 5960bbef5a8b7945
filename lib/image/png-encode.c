/* PNG (W3C PNG, third edition), chunks written by hand: libpng with zlib takes many times as long. By default
 * the rows go in bands that are filtered and deflated apart (deflate.c), so that a band whose pixels did not
 * change is copied; at a chosen level the picture is deflated whole by libdeflate. Deterministic: no dates,
 * no text. */
#include "image/image-imp.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3") /* the filters are loops that vectorise */
#endif

/* Bands are the default, level 1; higher levels are for the whole picture, and from this one on every row
 * tries all filters. */
enum { LEVEL_BANDS = 1, LEVEL_ADAPTIVE = 4, LEVEL_PALETTE = 6 };
enum { BAND_BUSY = 16, BAND_STILL = 64 }; /* rows */

static uint8_t *put32(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 24);
    p[1] = (uint8_t)(v >> 16);
    p[2] = (uint8_t)(v >> 8);
    p[3] = (uint8_t)v;
    return p + 4;
}

static uint8_t *put_chunk(uint8_t *p, const char *type, const void *body, size_t n)
{
    uint8_t *start = put32(p, (uint32_t)n);
    memcpy(start, type, 4);
    if (n && body != start + 4) /* the data of IDAT are already in place */
        memcpy(start + 4, body, n);
    return put32(start + 4 + n, libdeflate_crc32(0, start, n + 4));
}

/* The five filters of a row of n bytes, bpp bytes a pixel; `row` and `up` have bpp zero bytes before them. */
static void filter_sub(uint8_t *restrict to, const uint8_t *restrict row, size_t n, size_t bpp)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (uint8_t)(row[i] - row[i - bpp]);
}

static void filter_up(uint8_t *restrict to, const uint8_t *restrict row, const uint8_t *restrict up, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (uint8_t)(row[i] - up[i]);
}

static void filter_average(uint8_t *restrict to, const uint8_t *restrict row, const uint8_t *restrict up,
                           size_t n, size_t bpp)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (uint8_t)(row[i] - ((row[i - bpp] + up[i]) >> 1));
}

static void filter_paeth(uint8_t *restrict to, const uint8_t *restrict row, const uint8_t *restrict up,
                         size_t n, size_t bpp)
{
    for (size_t i = 0; i < n; i++) {
        int16_t a = row[i - bpp], b = up[i], c = up[i - bpp];
        int16_t pa = (int16_t)(b - c), pb = (int16_t)(a - c), pc = (int16_t)(pa + pb);
        pa = (int16_t)(pa < 0 ? -pa : pa);
        pb = (int16_t)(pb < 0 ? -pb : pb);
        pc = (int16_t)(pc < 0 ? -pc : pc);
        int16_t bc = pb <= pc ? b : c, least = pb <= pc ? pb : pc;
        to[i] = (uint8_t)(row[i] - (pa <= least ? a : bc));
    }
}

/* Sum of the filtered bytes as distances from zero: the usual guess at how well a row will deflate. */
static uint32_t weigh(const uint8_t *p, size_t n)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += p[i] < 128 ? p[i] : 256u - p[i];
    return sum;
}

static void filter_best(uint8_t *to, uint8_t *scratch, const uint8_t *row, const uint8_t *up, size_t n,
                        size_t bpp)
{
    to[0] = 0;
    memcpy(to + 1, row, n);
    uint32_t best = weigh(row, n);
    for (uint8_t type = 1; type <= 4 && best > 0; type++) {
        if (type == 1)
            filter_sub(scratch, row, n, bpp);
        else if (type == 2)
            filter_up(scratch, row, up, n);
        else if (type == 3)
            filter_average(scratch, row, up, n, bpp);
        else
            filter_paeth(scratch, row, up, n, bpp);
        uint32_t w = weigh(scratch, n);
        if (w < best) {
            best = w;
            to[0] = type;
            memcpy(to + 1, scratch, n);
        }
    }
}

enum { PAD = 16 };

/* Filters rows y0..y1, whose first refers to nothing above it: with Paeth, or the best filter a row. (width *
 * bpp + 1) * (y1 - y0) bytes to `out`; `rows` has room for three rows and zeros before them. */
static void filter_rows(const struct pixmap *p, int y0, int y1, size_t bpp, bool adaptive, uint8_t *rows,
                        uint8_t *out)
{
    size_t n = (size_t)p->width * bpp, room = n + 2 * PAD;
    uint8_t *up = rows + PAD, *row = up + room, *scratch = row + room;
    memset(up, 0, n);
    for (int y = y0; y < y1; y++, out += n + 1) {
        if (bpp == 4)
            row_to_rgba(pixmap_row(p, y), row, p->width);
        else
            row_to_rgb(pixmap_row(p, y), row, p->width);
        if (adaptive) {
            filter_best(out, scratch, row, up, n, bpp);
        } else if (y == y0) {
            out[0] = 1;
            filter_sub(out + 1, row, n, bpp);
        } else {
            out[0] = 4;
            filter_paeth(out + 1, row, up, n, bpp);
        }
        uint8_t *t = up;
        up = row;
        row = t;
    }
}

static uint8_t *rows_new(const struct pixmap *p, size_t bpp)
{
    return xcalloc(3, (size_t)p->width * bpp + 2 * PAD);
}

/* Indices packed to `depth` bits with filter type none, as the specification advises for palettes. */
static uint8_t *pack_indices(const uint8_t *indices, int width, int height, int depth, size_t *len)
{
    size_t n = ((size_t)width * (size_t)depth + 7) / 8;
    *len = (n + 1) * (size_t)height;
    uint8_t *out = xcalloc((size_t)height, n + 1);
    for (int y = 0; y < height; y++) {
        uint8_t *to = out + (n + 1) * (size_t)y + 1;
        for (int x = 0; x < width; x++) {
            int bit = x * depth, shift = 8 - depth - (bit & 7);
            to[bit >> 3] |= (uint8_t)(indices[(size_t)y * (size_t)width + (size_t)x] << shift);
        }
    }
    return out;
}

struct png_parts {
    int width, height, depth, color_type, level;
    const uint8_t (*palette)[4];
    int n_colours;
};

/* Signature and the chunks before the data. */
static uint8_t *put_head(uint8_t *p, const struct png_parts *g)
{
    memcpy(p, "\x89PNG\r\n\x1a\n", 8);
    p += 8;
    uint8_t head[13];
    put32(put32(head, (uint32_t)g->width), (uint32_t)g->height);
    head[8] = (uint8_t)g->depth;
    head[9] = (uint8_t)g->color_type;
    head[10] = head[11] = head[12] = 0;
    p = put_chunk(p, "IHDR", head, sizeof head);
    p = put_chunk(p, "sRGB", "\0", 1); /* perceptual intent; gAMA for readers that do not know sRGB */
    p = put_chunk(p, "gAMA", "\0\0\xB1\x8F", 4);
    if (g->n_colours) {
        uint8_t rgb[256 * 3], alpha[256];
        int n_alpha = 0;
        for (int i = 0; i < g->n_colours; i++) {
            memcpy(rgb + 3 * i, g->palette[i], 3);
            alpha[i] = g->palette[i][3];
            if (alpha[i] != 255)
                n_alpha = i + 1;
        }
        p = put_chunk(p, "PLTE", rgb, (size_t)g->n_colours * 3);
        if (n_alpha)
            p = put_chunk(p, "tRNS", alpha, (size_t)n_alpha);
    }
    return p;
}

enum { HEAD_MOST = 2048 };

/* The whole picture deflated at once. */
static int write_whole(struct ctx *ctx, const struct png_parts *g, const uint8_t *raw, size_t raw_len,
                       struct where where, uint8_t **out, size_t *len)
{
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(g->level);
    if (!z) {
        report(ctx, DIAG_IMAGE_ENCODE, where, "no memory for the compressor");
        return -1;
    }
    size_t bound = libdeflate_zlib_compress_bound(z, raw_len);
    uint8_t *file = xmalloc(bound + HEAD_MOST), *p = put_head(file, g);
    size_t n = libdeflate_zlib_compress(z, raw, raw_len, p + 8, bound);
    libdeflate_free_compressor(z);
    p = put_chunk(p, "IDAT", p + 8, n);
    p = put_chunk(p, "IEND", NULL, 0);
    *len = (size_t)(p - file);
    uint8_t *fit = realloc(file, *len);
    *out = fit ? fit : file;
    return 0;
}

/* ---- bands ---- */

struct png_scratch {
    struct deflate *deflate;
    uint8_t *rows, *raw, *packed;
    size_t raw_room, row; /* bytes of the buffers, of a filtered row */
};

void png_scratch_drop(struct png_scratch *s)
{
    if (!s)
        return;
    deflate_drop(s->deflate);
    free(s->rows);
    free(s->raw);
    free(s->packed);
    free(s);
}

static bool row_is_busy(const struct parts *parts, int y, int *until)
{
    bool busy = false;
    *until = parts->height; /* where that changes next, at the earliest */
    for (size_t i = 0; i < parts->n_busy; i++) {
        const struct irect *r = &parts->busy[i];
        int edge = y < r->y0 ? r->y0 : y < r->y1 ? r->y1 : parts->height;
        busy |= y >= r->y0 && y < r->y1;
        *until = edge < *until ? edge : *until;
    }
    return busy;
}

/* Bands that are low where the layout's slots are, so that a change costs little, and high elsewhere. */
static struct irect *cut_bands(const struct parts *parts, size_t *n)
{
    struct irect *cuts = xcalloc((size_t)parts->height, sizeof *cuts);
    *n = 0;
    for (int y = 0, end; y < parts->height; y = end) {
        int until, most = row_is_busy(parts, y, &until) ? BAND_BUSY
                          : parts->n_busy               ? BAND_STILL
                                                        : parts->height;
        end = y + most < until ? y + most : until;
        cuts[(*n)++] = (struct irect){0, y, parts->width, end};
    }
    return cuts;
}

static struct part *make_band(struct png_scratch *s, const struct pixmap *p, struct irect cut, size_t bpp)
{
    size_t len = s->row * (size_t)(cut.y1 - cut.y0);
    if (s->raw_room < len) {
        free(s->raw);
        free(s->packed);
        s->raw_room = len;
        s->raw = pages_ready(xmalloc(len), len);
        s->packed = xmalloc(deflate_bound(len));
    }
    filter_rows(p, cut.y0, cut.y1, bpp, false, s->rows, s->raw);
    size_t n = deflate_rows(s->deflate, s->raw, len, s->row, s->packed);
    struct part *part = part_new(n);
    memcpy(part->data, s->packed, n);
    part->raw = len;
    part->adler = libdeflate_adler32(1, s->raw, len);
    part->crc = libdeflate_crc32(0, s->packed, n);
    return part;
}

/* One IDAT: zlib's header, the bands, an empty last block, Adler-32. The sums of the bands are combined, not
 * computed again. */
static void join_bands(const struct parts *parts, const struct png_parts *g, uint8_t **out, size_t *len)
{
    static const uint8_t start[] = {0x78, 0x01}, last[] = {3, 0};
    size_t n = sizeof start + sizeof last + 4;
    for (size_t i = 0; i < parts->n; i++)
        n += parts->at[i]->len;
    uint8_t *file = xmalloc(n + HEAD_MOST), *p = put_head(file, g);
    p = put32(p, (uint32_t)n);
    memcpy(p, "IDAT", 4);
    memcpy(p + 4, start, sizeof start);
    uLong crc = libdeflate_crc32(0, p, 4 + sizeof start), adler = 1;
    p += 4 + sizeof start;
    for (size_t i = 0; i < parts->n; i++) {
        const struct part *b = parts->at[i];
        memcpy(p, b->data, b->len);
        p += b->len;
        crc = crc32_combine(crc, b->crc, (z_off_t)b->len);
        adler = adler32_combine(adler, b->adler, (z_off_t)b->raw);
    }
    memcpy(p, last, sizeof last);
    put32(p + sizeof last, (uint32_t)adler);
    p += sizeof last + 4;
    p = put32(p, libdeflate_crc32((uint32_t)crc, p - sizeof last - 4, sizeof last + 4));
    p = put_chunk(p, "IEND", NULL, 0);
    *out = file;
    *len = (size_t)(p - file);
}

static void write_bands(const struct pixmap *p, struct parts *parts, const struct png_parts *g, uint8_t **out,
                        size_t *len)
{
    size_t bpp = g->color_type == 2 ? 3 : 4, row = (size_t)p->width * bpp + 1;
    uint64_t settings = hash_bytes("png", 3, bpp);
    if (!parts_are_for(parts, settings)) {
        size_t n;
        struct irect *cuts = cut_bands(parts, &n);
        parts_recut(parts, settings, cuts, n);
    }
    if (!parts->png || parts->png->row != row) {
        png_scratch_drop(parts->png);
        parts->png = xcalloc(1, sizeof *parts->png);
        *parts->png = (struct png_scratch){.deflate = deflate_new(), .rows = rows_new(p, bpp), .row = row};
    }
    for (size_t i = 0; i < parts->n; i++) {
        if (!parts_recall(parts, i, p))
            parts_put(parts, i, make_band(parts->png, p, parts->cuts[i], bpp));
    }
    join_bands(parts, g, out, len);
}

static int write_palette(struct ctx *ctx, const struct pixmap *p, struct png_parts *g, struct where where,
                         uint8_t **out, size_t *len)
{
    uint8_t *indices, palette[256][4];
    size_t raw_len;
    if (magick_quantise(ctx, p, where, &indices, palette, &g->n_colours) != 0)
        return -1;
    g->palette = (const uint8_t(*)[4])palette;
    g->color_type = 3;
    g->depth = g->n_colours <= 2 ? 1 : g->n_colours <= 4 ? 2 : g->n_colours <= 16 ? 4 : 8;
    uint8_t *raw = pack_indices(indices, p->width, p->height, g->depth, &raw_len);
    int rc = write_whole(ctx, g, raw, raw_len, where, out, len);
    free(raw);
    free(indices);
    return rc;
}

int png_encode(struct ctx *ctx, const struct pixmap *p, const struct encode_options *o, struct where where,
               uint8_t **out, size_t *len)
{
    struct png_parts g = {.width = p->width, .height = p->height, .depth = 8, .level = o->compression};
    if (g.level < 1) /* an index is a byte at most: the better level costs little */
        g.level = o->palette ? LEVEL_PALETTE : LEVEL_BANDS;
    if (o->palette)
        return write_palette(ctx, p, &g, where, out, len);
    bool opaque = pixmap_is_opaque(p);
    size_t bpp = opaque ? 3 : 4;
    g.color_type = opaque ? 2 : 6;
    if (g.level == LEVEL_BANDS) {
        struct parts *own = o->parts ? NULL : parts_new(p->width, p->height, NULL, 0, NULL);
        write_bands(p, o->parts ? o->parts : own, &g, out, len);
        parts_drop(own);
        return 0;
    }
    size_t raw_len = ((size_t)p->width * bpp + 1) * (size_t)p->height;
    uint8_t *raw = pages_ready(xmalloc(raw_len), raw_len), *rows = rows_new(p, bpp);
    filter_rows(p, 0, p->height, bpp, g.level >= LEVEL_ADAPTIVE, rows, raw);
    int rc = write_whole(ctx, &g, raw, raw_len, where, out, len);
    free(raw);
    free(rows);
    return rc;
}
