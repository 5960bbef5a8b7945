/* libjpeg-turbo's interface; private to the jpeg*.c files. */
#ifndef PRESSRUN_IMAGE_JPEG_IMP_H
#define PRESSRUN_IMAGE_JPEG_IMP_H

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "image/image-imp.h"

#define JCS_PIXMAP (PIXMAP_LITTLE ? JCS_EXT_BGRX : JCS_EXT_XRGB)

/* libjpeg's own way out of an error is a long jump; it stays inside the functions that set it. */
struct jpeg_failure {
    struct jpeg_error_mgr mgr;
    jmp_buf jump;
    char message[JMSG_LENGTH_MAX];
};
struct jpeg_error_mgr *jpeg_failure_init(struct jpeg_failure *f);

/* Sides, colours, quality and subsampling. */
void jpeg_settings(struct jpeg_compress_struct *c, int width, int height, const struct encode_options *o);
/* As libjpeg-turbo writes the picture with a restart interval of one tile; see jpeg-tiles.c. */
int jpeg_encode_tiles(struct ctx *ctx, const struct pixmap *p, const struct encode_options *o,
                      struct where where, uint8_t **out, size_t *len);

#endif
