/* PNG (W3C PNG, third edition): rows filtered here, deflated whole by libdeflate, chunks written by hand,
 * because libpng with zlib takes ten times as long. Deterministic: no dates, no text. */
#include "image/image-imp.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3") /* the filters are loops that vectorise */
#endif

/* Level 1 with Paeth is the fast default; from this level on every row tries all filters. */
enum { LEVEL_DEFAULT = 1, LEVEL_ADAPTIVE = 4 };

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

/* Filters rows made by one of the converters. Returns malloc'd (width * bpp + 1) * height bytes. */
static uint8_t *filter_picture(const struct pixmap *p, size_t bpp, bool adaptive, size_t *len)
{
    enum { PAD = 16 };
    size_t n = (size_t)p->width * bpp;
    *len = (n + 1) * (size_t)p->height;
    uint8_t *out = xmalloc(*len), *rows = xcalloc(3, n + PAD);
    uint8_t *up = rows + PAD, *row = up + n + PAD, *scratch = row + n + PAD - PAD / 2;
    for (int y = 0; y < p->height; y++) {
        if (bpp == 4)
            row_to_rgba(pixmap_row(p, y), row, p->width);
        else
            row_to_rgb(pixmap_row(p, y), row, p->width);
        uint8_t *to = out + (n + 1) * (size_t)y;
        if (adaptive) {
            filter_best(to, scratch, row, up, n, bpp);
        } else {
            to[0] = 4;
            filter_paeth(to + 1, row, up, n, bpp);
        }
        uint8_t *t = up;
        up = row;
        row = t;
    }
    free(rows);
    return out;
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

static int assemble(struct ctx *ctx, const struct png_parts *g, const uint8_t *raw, size_t raw_len,
                    struct where where, uint8_t **out, size_t *len)
{
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(g->level);
    if (!z) {
        report(ctx, DIAG_IMAGE_ENCODE, where, "no memory for the compressor");
        return -1;
    }
    size_t bound = libdeflate_zlib_compress_bound(z, raw_len);
    uint8_t *file = xmalloc(bound + 2048), *p = file;
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
    size_t n = libdeflate_zlib_compress(z, raw, raw_len, p + 8, bound);
    libdeflate_free_compressor(z);
    p = put_chunk(p, "IDAT", p + 8, n);
    p = put_chunk(p, "IEND", NULL, 0);
    *len = (size_t)(p - file);
    uint8_t *fit = realloc(file, *len);
    *out = fit ? fit : file;
    return 0;
}

int png_encode(struct ctx *ctx, const struct pixmap *p, const struct encode_options *o, struct where where,
               uint8_t **out, size_t *len)
{
    int level = o->compression < 1 ? LEVEL_DEFAULT : o->compression > 12 ? 12 : o->compression;
    struct png_parts g = {.width = p->width, .height = p->height, .depth = 8, .level = level};
    uint8_t *raw = NULL, *indices = NULL;
    uint8_t palette[256][4];
    size_t raw_len;
    if (o->palette) {
        if (magick_quantise(ctx, p, where, &indices, palette, &g.n_colours) != 0)
            return -1;
        g.palette = (const uint8_t(*)[4])palette;
        g.color_type = 3;
        g.depth = g.n_colours <= 2 ? 1 : g.n_colours <= 4 ? 2 : g.n_colours <= 16 ? 4 : 8;
        g.level = o->compression < 1 ? 6 : level; /* a quarter of the bytes: the better level costs little */
        raw = pack_indices(indices, p->width, p->height, g.depth, &raw_len);
    } else {
        bool opaque = pixmap_is_opaque(p);
        g.color_type = opaque ? 2 : 6;
        raw = filter_picture(p, opaque ? 3 : 4, level >= LEVEL_ADAPTIVE, &raw_len);
    }
    int rc = assemble(ctx, &g, raw, raw_len, where, out, len);
    free(raw);
    free(indices);
    return rc;
}
