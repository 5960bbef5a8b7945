#define XXH_STATIC_LINKING_ONLY /* the state on the stack */
#include <xxhash.h>

#include "base/file.h"

void digest_hex(const void *data, size_t len, char out[33])
{
    static const char hex[] = "0123456789abcdef";
    XXH128_canonical_t c;
    XXH128_canonicalFromHash(&c, XXH3_128bits(data, len));
    for (int i = 0; i < 16; i++) {
        out[2 * i] = hex[c.digest[i] >> 4];
        out[2 * i + 1] = hex[c.digest[i] & 15];
    }
    out[32] = '\0';
}

struct digest128 digest_rows(const void *rows, size_t stride, size_t len, size_t n, uint64_t seed)
{
    XXH128_hash_t h;
    if (stride == len) {
        h = XXH3_128bits_withSeed(rows, len * n, seed);
    } else {
        XXH3_state_t state;
        XXH3_128bits_reset_withSeed(&state, seed);
        for (size_t i = 0; i < n; i++)
            XXH3_128bits_update(&state, (const char *)rows + i * stride, len);
        h = XXH3_128bits_digest(&state);
    }
    return (struct digest128){{h.low64, h.high64}};
}
