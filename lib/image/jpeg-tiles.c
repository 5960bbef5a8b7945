/* JPEG in tiles. A restart marker resets the coder, so what lies between two of them depends on its own
 * pixels alone: with a restart interval of one tile (a row of blocks high, the picture's width or an even
 * part of it), tiles can be coded apart, kept and joined. The file is byte for byte what libjpeg-turbo writes
 * for the whole picture with the same interval; without smoothing its chroma averages never look beyond a
 * block row. */
#include "image/jpeg-imp.h"

#include <stdlib.h>
#include <string.h>

enum { TILE_LEAST = 12 }; /* blocks: narrower tiles cost bytes for markers */

struct jpeg_scratch {
    struct jpeg_compress_struct c;
    struct jpeg_failure failure;
    struct jpeg_destination_mgr to;
    uint8_t *buffer;
    size_t room;
    uint8_t *head; /* of the whole file, up to the first coded byte */
    size_t head_len;
    int across, down, interval; /* tiles, blocks of one */
};

void jpeg_scratch_drop(struct jpeg_scratch *s)
{
    if (!s)
        return;
    jpeg_destroy_compress(&s->c);
    free(s->buffer);
    free(s->head);
    free(s);
}

/* ---- a destination that keeps its buffer ---- */

static void to_start(j_compress_ptr c)
{
    struct jpeg_scratch *s = c->client_data;
    s->to.next_output_byte = s->buffer;
    s->to.free_in_buffer = s->room;
}

static boolean to_full(j_compress_ptr c)
{
    struct jpeg_scratch *s = c->client_data;
    size_t had = s->room;
    s->room *= 2;
    s->buffer = xrealloc(s->buffer, s->room, 1);
    s->to.next_output_byte = s->buffer + had;
    s->to.free_in_buffer = s->room - had;
    return TRUE;
}

static void to_end(j_compress_ptr c)
{
    (void)c;
}

static size_t written(const struct jpeg_scratch *s)
{
    return s->room - s->to.free_in_buffer;
}

static struct jpeg_scratch *scratch_new(void)
{
    struct jpeg_scratch *s = xcalloc(1, sizeof *s);
    s->room = 1 << 16;
    s->buffer = xmalloc(s->room);
    s->to = (struct jpeg_destination_mgr){
        .init_destination = to_start, .empty_output_buffer = to_full, .term_destination = to_end};
    return s;
}

/* ---- cuts ---- */

/* Blocks a tile: an even part of the row, so that tiles stand in columns. */
static int interval_for(int blocks)
{
    for (int n = TILE_LEAST; n < blocks; n++)
        if (blocks % n == 0)
            return n;
    return blocks;
}

static struct irect *cut_tiles(struct jpeg_scratch *s, const struct parts *p, int block_w, int block_h)
{
    int blocks = (p->width + block_w - 1) / block_w;
    s->interval = interval_for(blocks);
    s->across = blocks / s->interval;
    s->down = (p->height + block_h - 1) / block_h;
    struct irect *cuts = xcalloc((size_t)s->across * (size_t)s->down, sizeof *cuts), *c = cuts;
    struct irect whole = {0, 0, p->width, p->height};
    int w = s->interval * block_w;
    for (int y = 0; y < s->down; y++)
        for (int x = 0; x < s->across; x++)
            *c++ = irect_intersect((struct irect){x * w, y * block_h, (x + 1) * w, (y + 1) * block_h}, whole);
    return cuts;
}

/* ---- coding; libjpeg's long jumps land in jpeg_encode_tiles ---- */

/* What comes before the coded pixels. libjpeg writes it with the first row. */
static void make_head(struct jpeg_scratch *s, const struct pixmap *p, const struct encode_options *o)
{
    size_t n;
    const uint8_t *profile = image_srgb_profile(&n);
    JSAMPROW row = (JSAMPROW)pixmap_row(p, 0);
    jpeg_settings(&s->c, p->width, p->height > 1 ? p->height : 2, o);
    s->c.restart_interval = (unsigned)s->interval;
    jpeg_start_compress(&s->c, TRUE);
    jpeg_write_icc_profile(&s->c, profile, (unsigned)n);
    jpeg_write_scanlines(&s->c, &row, 1);
    s->head_len = written(s);
    free(s->head);
    s->head = xmalloc(s->head_len);
    memcpy(s->head, s->buffer, s->head_len);
    jpeg_abort_compress(&s->c);
    if (p->height == 1) /* in the frame header: FF C0, length, precision, height */
        for (size_t i = 2; i + 9 < s->head_len; i += 2 + be16(s->head + i + 2))
            if (s->head[i + 1] == 0xC0) {
                s->head[i + 6] = 1;
                break;
            }
}

/* Offset of the first coded byte: after the start-of-scan header. */
static size_t coded_from(const uint8_t *data, size_t len)
{
    for (size_t i = 2; i + 4 <= len; i += 2 + be16(data + i + 2))
        if (data[i + 1] == 0xDA)
            return i + 2 + be16(data + i + 2);
    return len;
}

/* Codes a rectangle of tiles at once and cuts the result at its restart markers. */
static void make_tiles(struct jpeg_scratch *s, struct parts *parts, const struct pixmap *p, int x0, int y0,
                       int x1, int y1)
{
    struct irect first = parts->cuts[y0 * s->across + x0], last = parts->cuts[(y1 - 1) * s->across + x1 - 1];
    s->c.image_width = (JDIMENSION)(last.x1 - first.x0);
    s->c.image_height = (JDIMENSION)(last.y1 - first.y0);
    jpeg_start_compress(&s->c, TRUE);
    JSAMPROW rows[16];
    while (s->c.next_scanline < s->c.image_height) {
        JDIMENSION n = 0;
        for (; n < 16 && s->c.next_scanline + n < s->c.image_height; n++)
            rows[n] = (JSAMPROW)(pixmap_row(p, first.y0 + (int)(s->c.next_scanline + n)) + first.x0);
        jpeg_write_scanlines(&s->c, rows, n);
    }
    jpeg_finish_compress(&s->c);
    const uint8_t *data = s->buffer, *end = data + written(s),
                  *at = data + coded_from(data, (size_t)(end - data));
    for (int i = 0, n = (x1 - x0) * (y1 - y0); i < n; i++) {
        const uint8_t *stop = at;
        while ((stop = memchr(stop, 0xFF, (size_t)(end - stop))) && stop[1] == 0)
            stop += 2;
        struct part *part = part_new((size_t)(stop - at));
        memcpy(part->data, at, part->len);
        int tile = (y0 + i / (x1 - x0)) * s->across + x0 + i % (x1 - x0);
        parts_put(parts, (size_t)tile, part);
        at = stop + 2;
    }
}

static bool missing(const struct parts *p, const struct jpeg_scratch *s, int y, int x0, int x1)
{
    for (int x = x0; x < x1; x++)
        if (p->at[y * s->across + x])
            return false;
    return true;
}

/* Missing tiles in rectangles: libjpeg takes as long to start as to code a few tiles. */
static void make_missing(struct jpeg_scratch *s, struct parts *parts, const struct pixmap *p)
{
    for (int y = 0; y < s->down; y++)
        for (int x = 0; x < s->across; x++) {
            int x1 = x, y1 = y + 1;
            while (x1 < s->across && !parts->at[y * s->across + x1])
                x1++;
            if (x1 == x)
                continue;
            while (y1 < s->down && missing(parts, s, y1, x, x1))
                y1++;
            make_tiles(s, parts, p, x, y, x1, y1);
        }
}

static void join(const struct jpeg_scratch *s, const struct parts *parts, uint8_t **out, size_t *len)
{
    size_t n = s->head_len + 2 * parts->n;
    for (size_t i = 0; i < parts->n; i++)
        n += parts->at[i]->len;
    uint8_t *p = *out = xmalloc(n);
    memcpy(p, s->head, s->head_len);
    p += s->head_len;
    for (size_t i = 0; i < parts->n; i++) {
        memcpy(p, parts->at[i]->data, parts->at[i]->len);
        p += parts->at[i]->len;
        *p++ = 0xFF;
        *p++ = i + 1 < parts->n ? (uint8_t)(0xD0 + (i & 7)) : 0xD9;
    }
    *len = n;
}

/* Settings that differ from the last picture's: new cuts, a new head. */
static void prepare(struct jpeg_scratch *s, struct parts *parts, const struct pixmap *p,
                    const struct encode_options *o)
{
    struct rgba bg = o->background;
    const int shape[] = {'j', o->quality, o->chroma, bg.r, bg.g, bg.b, bg.a};
    uint64_t settings = hash_bytes(shape, sizeof shape, HASH_SEED);
    if (parts_are_for(parts, settings))
        return;
    jpeg_destroy_compress(&s->c);
    jpeg_create_compress(&s->c);
    s->c.dest = &s->to;
    s->c.client_data = s;
    jpeg_settings(&s->c, p->width, p->height, o);
    int block_w = 8 * s->c.comp_info[0].h_samp_factor, block_h = 8 * s->c.comp_info[0].v_samp_factor;
    struct irect *cuts = cut_tiles(s, parts, block_w, block_h);
    parts_recut(parts, settings, cuts, (size_t)s->across * (size_t)s->down);
    make_head(s, p, o);
}

int jpeg_encode_tiles(struct ctx *ctx, const struct pixmap *p, const struct encode_options *o,
                      struct where where, uint8_t **out, size_t *len)
{
    struct parts *parts = o->parts;
    if (!parts->jpeg)
        parts->jpeg = scratch_new();
    parts->jpeg->c.err = jpeg_failure_init(&parts->jpeg->failure);
    if (setjmp(parts->jpeg->failure.jump)) {
        report(ctx, DIAG_IMAGE_ENCODE, where, "cannot write the JPEG picture: %s",
               parts->jpeg->failure.message);
        parts_recut(parts, 0, NULL, 0);
        jpeg_scratch_drop(parts->jpeg);
        parts->jpeg = NULL;
        return -1;
    }
    prepare(parts->jpeg, parts, p, o);
    for (size_t i = 0; i < parts->n; i++)
        parts_recall(parts, i, p);
    make_missing(parts->jpeg, parts, p);
    join(parts->jpeg, parts, out, len);
    return 0;
}
