/* Bytes in either order, EXIF orientation, ICC profiles. */
#include "image/image-imp.h"

#include <string.h>

uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

unsigned be16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

uint32_t le32(const uint8_t *p)
{
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

unsigned le16(const uint8_t *p)
{
    return (unsigned)p[1] << 8 | p[0];
}

uint32_t le24(const uint8_t *p)
{
    return (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

int exif_orientation(const uint8_t *p, size_t n)
{
    if (n < 8)
        return 1;
    bool little = p[0] == 'I';
    size_t ifd = little ? le32(p + 4) : be32(p + 4);
    if (ifd > n - 2)
        return 1;
    size_t count = little ? le16(p + ifd) : be16(p + ifd);
    for (size_t i = 0; i < count && ifd + 2 + (i + 1) * 12 <= n; i++) {
        const uint8_t *e = p + ifd + 2 + i * 12;
        unsigned tag = little ? le16(e) : be16(e), value = little ? le16(e + 8) : be16(e + 8);
        if (tag == 0x0112)
            return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

bool icc_is_srgb(const uint8_t *p, size_t n)
{
    if (n < 132 || memcmp(p + 16, "RGB ", 4) != 0)
        return false;
    uint32_t tags = be32(p + 128);
    for (size_t i = 0; i < tags && i < 256 && 132 + (i + 1) * 12 <= n; i++) {
        const uint8_t *t = p + 132 + i * 12;
        size_t at = be32(t + 4), len = be32(t + 8);
        if (memcmp(t, "desc", 4) != 0)
            continue;
        if (at > n || len > n - at)
            return false;
        /* ASCII in version 2, UTF-16 in version 4 */
        return memmem(p + at, len, "sRGB", 4) || memmem(p + at, len, "s\0R\0G\0B", 7);
    }
    return false;
}

/* IEC 61966-2-1: primaries adapted to D50 (as the ICC registers them) in s15Fixed16, curve as parametric
 * type 3. */
enum { TAG_BYTES = 9 * 12 + 4 };
#define BE32(v) \
    (uint8_t)((v) >> 24 & 0xFF), (uint8_t)((v) >> 16 & 0xFF), (uint8_t)((v) >> 8 & 0xFF), (uint8_t)((v)&0xFF)
#define TAG(a, b, c, d, at, len) a, b, c, d, BE32(at), BE32(len)
#define XYZ(x, y, z) 'X', 'Y', 'Z', ' ', 0, 0, 0, 0, BE32(x), BE32(y), BE32(z)
enum {
    AT_DESC = 128 + TAG_BYTES,
    AT_CPRT = AT_DESC + 36,
    AT_WTPT = AT_CPRT + 32,
    AT_R = AT_WTPT + 20,
    AT_G = AT_R + 20,
    AT_B = AT_G + 20,
    AT_TRC = AT_B + 20,
    AT_END = AT_TRC + 32
};
static const uint8_t srgb_profile[] = {
    /* clang-format off */
    BE32(AT_END), 0, 0, 0, 0, 4, 0x20, 0, 0, 'm','n','t','r', 'R','G','B',' ', 'X','Y','Z',' ',
    7, 0xE8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 'a','c','s','p', 0,0,0,0, 0,0,0,0, 0,0,0,0, 0,0,0,0,
    0,0,0,0, 0,0,0,0, 0,0,0,0, BE32(0xF6D6), BE32(0x10000), BE32(0xD32D), 0,0,0,0,
    0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0, 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0, 0,0,0,0,0,0,0,0,0,0,0,0,
    BE32(9),
    TAG('d','e','s','c', AT_DESC, 36), TAG('c','p','r','t', AT_CPRT, 32), TAG('w','t','p','t', AT_WTPT, 20),
    TAG('r','X','Y','Z', AT_R, 20), TAG('g','X','Y','Z', AT_G, 20), TAG('b','X','Y','Z', AT_B, 20),
    TAG('r','T','R','C', AT_TRC, 32), TAG('g','T','R','C', AT_TRC, 32), TAG('b','T','R','C', AT_TRC, 32),
    'm','l','u','c', 0,0,0,0, BE32(1), BE32(12), 'e','n','U','S', BE32(8), BE32(28), 0,'s',0,'R',0,'G',0,'B',
    'm','l','u','c', 0,0,0,0, BE32(1), BE32(12), 'e','n','U','S', BE32(4), BE32(28), 0,'P',0,'D',
    XYZ(0xF6D6, 0x10000, 0xD32D),
    XYZ(0x6FA2, 0x38F5, 0x0390), XYZ(0x6299, 0xB785, 0x18DA), XYZ(0x24A0, 0x0F84, 0xB6CF),
    'p','a','r','a', 0,0,0,0, 0,3, 0,0, BE32(0x26666), BE32(0xF2A7), BE32(0x0D59), BE32(0x13D0), BE32(0x0A5B),
    /* clang-format on */
};

_Static_assert(sizeof srgb_profile == AT_END, "the profile's offsets");

const uint8_t *image_srgb_profile(size_t *len)
{
    *len = sizeof srgb_profile;
    return srgb_profile;
}
