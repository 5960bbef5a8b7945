#define XXH_STATIC_LINKING_ONLY /* the state on the stack */
#include <string.h>
#include <xxhash.h>

#include "base/file.h"

uint64_t digest_quick(const void *data, size_t len)
{
    return XXH3_64bits(data, len);
}

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

/* Copies rows to lie one behind the other; gives where they lie. Rows too long for that are left. */
enum { PIECE = 16 * 1024 };
static const char *gather(char piece[PIECE], const char *rows, size_t stride, size_t len, size_t n)
{
    if (len > PIECE)
        return rows;
    for (size_t i = 0; i < n; i++)
        memcpy(piece + i * len, rows + i * stride, len);
    return piece;
}

/* Short rows fed one by one take several times as long as the same bytes in a piece. */
struct digest128 digest_rows(const void *rows, size_t stride, size_t len, size_t n, uint64_t seed)
{
    XXH128_hash_t h;
    char piece[PIECE];
    size_t most = len && len <= PIECE ? PIECE / len : 1;
    if (stride == len) {
        h = XXH3_128bits_withSeed(rows, len * n, seed);
    } else if (n <= most) {
        h = XXH3_128bits_withSeed(gather(piece, rows, stride, len, n), len * n, seed);
    } else {
        XXH3_state_t state;
        XXH3_128bits_reset_withSeed(&state, seed);
        for (size_t i = 0; i < n; i += most) {
            size_t k = n - i < most ? n - i : most;
            XXH3_128bits_update(&state, gather(piece, (const char *)rows + i * stride, stride, len, k),
                                k * len);
        }
        h = XXH3_128bits_digest(&state);
    }
    return (struct digest128){{h.low64, h.high64}};
}
