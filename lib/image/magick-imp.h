/* ImageMagick 6 and 7 under one roof; private to the magick-*.c files. */
#ifndef PRESSRUN_IMAGE_MAGICK_IMP_H
#define PRESSRUN_IMAGE_MAGICK_IMP_H

#include "image/image-imp.h"

#if __has_include(<MagickWand/MagickWand.h>)
#include <MagickWand/MagickWand.h>
#else
#include <wand/MagickWand.h>
#endif

#include <string.h>

/* The library's functions. */
struct magick_api {
#define MAGICK(name) __typeof__(&name) name;
#include "image/magick-api.def"
#undef MAGICK
};
/* Loads and starts the library once: limits from limits.h, one thread a worker. Costs some 10 ms, hence only
 * when needed. NULL when this machine has none. */
const struct magick_api *magick_start(void);
/* A wand that holds `p` with straight alpha. NULL when out of memory or when `m` is NULL. Destroyed by the
 * caller. */
MagickWand *magick_wand_of(const struct magick_api *m, const struct pixmap *p);
/* Reports the wand's own message. Always -1. */
int magick_report(struct ctx *ctx, const struct magick_api *m, MagickWand *w, enum diag_code code,
                  struct where where, const char *doing);

#endif
