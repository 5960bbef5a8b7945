/* Headers and decoders of every format: no crash, no leak, no picture beyond the limits. */
#include <stdint.h>
#include <stdlib.h>

#include "image/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx ctx = {0};
    struct where where = {.file = "fuzz"};
    struct image_info info;
    struct image_meta meta;
    image_metadata(&ctx, data, size, where, &meta);
    int probed = image_probe(&ctx, data, size, where, &info);
    /* Large promises are legal but slow; the limits have their own test. */
    if (probed == 0 && (long)info.width * info.height > 1 << 20)
        return 0;
    struct pixmap *p = image_decode(&ctx, data, size, where);
    if (p) {
        if (probed != 0)
            abort();
        pixmap_drop(image_fit(p, 16, 16, (struct image_fitting){FIT_COVER, 0.3, 0.7}));
    }
    pixmap_drop(p);
    return 0;
}
