/* JPEG through libjpeg-turbo's libjpeg interface (CMYK, profiles and direct BGRX rows are there). */
#include "image/image-imp.h"

#include <stdlib.h>
#include <string.h>

#include "image/jpeg-imp.h"

static void on_error(j_common_ptr c)
{
    struct jpeg_failure *f = (struct jpeg_failure *)c->err;
    c->err->format_message(c, f->message);
    longjmp(f->jump, 1);
}

static void on_message(j_common_ptr c, int level)
{
    if (level < 0)
        c->err->num_warnings++;
}

struct jpeg_error_mgr *jpeg_failure_init(struct jpeg_failure *f)
{
    jpeg_std_error(&f->mgr);
    f->mgr.error_exit = on_error;
    f->mgr.emit_message = on_message;
    return &f->mgr;
}

/* CMYK without a profile: Adobe writes it inverted, so that a channel is the light that is left. */
static void cmyk_row(const uint8_t *from, uint32_t *to, JDIMENSION n, bool inverted)
{
    for (JDIMENSION x = 0; x < n; x++, from += 4) {
        uint32_t c = from[0], m = from[1], y = from[2], k = from[3];
        if (!inverted) {
            c = 255 - c;
            m = 255 - m;
            y = 255 - y;
            k = 255 - k;
        }
        to[x] = 0xFF000000u | mul255(c, k) << 16 | mul255(m, k) << 8 | mul255(y, k);
    }
}

int jpeg_decode(struct ctx *ctx, const uint8_t *data, size_t len, struct where where, struct pixmap *to)
{
    struct jpeg_decompress_struct d = {0};
    struct jpeg_failure f = {0};
    uint8_t *volatile line = NULL;
    d.err = jpeg_failure_init(&f);
    if (setjmp(f.jump)) {
        report(ctx, DIAG_IMAGE_BROKEN, where, "the JPEG picture is damaged: %s", f.message);
        free(line);
        jpeg_destroy_decompress(&d);
        return -1;
    }
    jpeg_create_decompress(&d);
    d.mem->max_memory_to_use = (long)LIMIT_IMAGE_PIXELS * 6; /* coefficients of a progressive file */
    jpeg_mem_src(&d, data, (unsigned long)len);
    jpeg_read_header(&d, TRUE);
    if ((int)d.image_width != to->width || (int)d.image_height != to->height) {
        snprintf(f.message, sizeof f.message, "it has two sizes");
        longjmp(f.jump, 1);
    }
    bool cmyk = d.jpeg_color_space == JCS_CMYK || d.jpeg_color_space == JCS_YCCK;
    d.out_color_space = cmyk ? JCS_CMYK : JCS_PIXMAP;
    jpeg_start_decompress(&d);
    if (cmyk)
        line = xmalloc((size_t)d.output_width * 4);
    /* A progressive file of endless scans over a small picture is a known way to burn time. */
    while (d.output_scanline < d.output_height) {
        if (d.input_scan_number > 200) {
            snprintf(f.message, sizeof f.message, "it has too many scans");
            longjmp(f.jump, 1);
        }
        uint32_t *row = pixmap_row(to, (int)d.output_scanline);
        JSAMPROW target = cmyk ? line : (JSAMPROW)row;
        jpeg_read_scanlines(&d, &target, 1);
        if (cmyk)
            cmyk_row(line, row, d.output_width, d.saw_Adobe_marker);
        else
            for (JDIMENSION x = 0; x < d.output_width; x++)
                row[x] |= 0xFF000000u;
    }
    free(line);
    /* no jpeg_finish_decompress: what follows the last row does not matter, and its errors would */
    jpeg_destroy_decompress(&d);
    return 0;
}

void jpeg_settings(struct jpeg_compress_struct *c, int width, int height, const struct encode_options *o)
{
    c->image_width = (JDIMENSION)width;
    c->image_height = (JDIMENSION)height;
    c->input_components = 4;
    c->in_color_space = JCS_PIXMAP;
    jpeg_set_defaults(c);
    jpeg_set_quality(c, o->quality, TRUE);
    int chroma = o->chroma ? o->chroma : o->quality >= 90 ? 444 : 420;
    c->comp_info[0].h_samp_factor = chroma == 444 ? 1 : 2;
    c->comp_info[0].v_samp_factor = chroma == 420 ? 2 : 1;
}

static int encode_whole(struct ctx *ctx, const struct pixmap *p, const struct encode_options *o,
                        struct where where, uint8_t **out, size_t *len)
{
    struct jpeg_compress_struct c = {0};
    struct jpeg_failure f = {0};
    unsigned char *buffer = NULL;
    unsigned long size = 0;
    c.err = jpeg_failure_init(&f);
    if (setjmp(f.jump)) {
        report(ctx, DIAG_IMAGE_ENCODE, where, "cannot write the JPEG picture: %s", f.message);
        jpeg_destroy_compress(&c);
        free(buffer);
        return -1;
    }
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &buffer, &size);
    jpeg_settings(&c, p->width, p->height, o);
    if (o->progressive)
        jpeg_simple_progression(&c);
    /* A budget is worth the second pass of optimal tables. */
    c.optimize_coding = o->max_bytes > 0 || o->progressive;
    jpeg_start_compress(&c, TRUE);
    size_t n;
    const uint8_t *profile = image_srgb_profile(&n);
    jpeg_write_icc_profile(&c, profile, (unsigned)n);
    while (c.next_scanline < c.image_height) {
        JSAMPROW row = (JSAMPROW)pixmap_row(p, (int)c.next_scanline);
        jpeg_write_scanlines(&c, &row, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    *out = buffer;
    *len = size;
    return 0;
}

int jpeg_encode(struct ctx *ctx, const struct pixmap *p, const struct encode_options *o, struct where where,
                uint8_t **out, size_t *len)
{
    /* Tables made for the picture and scans over all of it do not go in parts. */
    bool tiles = o->parts && o->parts->n_busy && !o->progressive && !o->max_bytes;
    return (tiles ? jpeg_encode_tiles : encode_whole)(ctx, p, o, where, out, len);
}
