/* Metadata of pictures: blocks found in any file, packets and records read, written, read again; marks put
 * into files that only look like pictures. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "credit/credit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void round_trip(struct ctx *ctx, const struct image_notes *notes)
{
    struct arena *a = arena_new();
    struct credit first, second;
    const struct credit *list[] = {&first, &second};
    size_t len, iim_len;
    credit_read(ctx, a, notes, (struct where){.file = "fuzz"}, &first);
    char *packet = credit_packet(a, list, 1, &len);
    if (packet) {
        struct image_notes again = {STR_INIT, STR_INIT, STR_INIT, STR_INIT, ""};
        struct ctx quiet = {0};
        str_put(&again.xmp, packet, len);
        credit_read(&quiet, a, &again, (struct where){.file = "packet"}, &second);
        if (credit_empty(&second) || quiet.n_warnings)
            abort(); /* what we write we can read */
        credit_iim(a, list, 2, &iim_len);
        str_drop(&again.xmp);
    }
    arena_drop(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx ctx = {0};
    struct image_notes *found = image_notes_read(data, size);
    if (found)
        round_trip(&ctx, found);
    image_notes_drop(found);
    struct image_notes raw = {STR_INIT, STR_INIT, STR_INIT, STR_INIT, ""};
    if (size && size < 1 << 16) {
        str_put(data[0] == 0x1C ? &raw.iptc : &raw.xmp, (const char *)data, size);
        round_trip(&ctx, &raw);
    }
    str_drop(&raw.xmp);
    str_drop(&raw.iptc);
    uint8_t *file = xmalloc(size + 1);
    size_t len = size;
    memcpy(file, data, size);
    image_mark(image_sniff(data, size), &(struct image_marks){"<x/>", 4, "\x1C\2\x50\0\1a", 6}, &file, &len);
    free(file);
    return 0;
}
