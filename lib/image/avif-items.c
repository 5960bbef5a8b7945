/* Items of an AVIF file (ISO 14496-12, the meta box): the XMP packet is an item of type "mime" that describes
 * the picture. Only files whose items lie in the file itself (construction method 0) are read and written. */
#include "image/image-imp.h"

#include <string.h>

static const char content_type[] = "application/rdf+xml";
enum {
    MOST_ITEMS = 1000,
    INFE_LEN = 21 + sizeof content_type, /* box, version, id, protection, "mime", no name, the type */
    IREF_LEN = 12 + 14,
    MDAT_HEAD = 8
};

struct box {
    const uint8_t *p; /* body */
    size_t n;
    const uint8_t *start; /* with its head */
};

/* Steps through the boxes of [*at, end). */
static bool next_box(const uint8_t **at, const uint8_t *end, struct box *out)
{
    size_t left = (size_t)(end - *at);
    if (left < 8)
        return false;
    size_t len = be32(*at);
    if (len == 0)
        len = left;
    if (len < 8 || len > left)
        return false; /* boxes of 64-bit length hold pixels only */
    *out = (struct box){*at + 8, len - 8, *at};
    *at += len;
    return true;
}

static bool find_box(const uint8_t *p, size_t n, const char *type, struct box *out)
{
    const uint8_t *at = p;
    while (next_box(&at, p + n, out))
        if (memcmp(out->start + 4, type, 4) == 0)
            return true;
    return false;
}

static uint64_t read_sized(const uint8_t *p, unsigned bytes)
{
    uint64_t v = 0;
    for (unsigned i = 0; i < bytes; i++)
        v = v << 8 | p[i];
    return v;
}

struct locations {                                 /* of an iloc box */
    unsigned version, offset, length, base, index; /* bytes of the fields */
    size_t count, at;                              /* at: the first item in the body */
};

static bool open_locations(const struct box *b, struct locations *l)
{
    if (b->n < 8)
        return false;
    l->version = b->p[0];
    l->offset = b->p[4] >> 4;
    l->length = b->p[4] & 15;
    l->base = b->p[5] >> 4;
    l->index = l->version ? b->p[5] & 15 : 0;
    l->count = be16(b->p + 6);
    l->at = 8;
    return l->version <= 1 && l->offset <= 8 && l->length <= 8 && l->base <= 8 && l->index <= 8 &&
           l->count <= MOST_ITEMS;
}

struct location {
    unsigned id, method;
    size_t base_at, extents_at, n_extents, end;
};

static bool read_location(const struct box *b, const struct locations *l, size_t at, struct location *out)
{
    size_t fixed = 2 + (l->version ? 2 : 0) + 2 + l->base + 2;
    if (at > b->n || b->n - at < fixed)
        return false;
    out->id = be16(b->p + at);
    out->method = l->version ? b->p[at + 3] & 15 : 0;
    out->base_at = at + fixed - 2 - l->base;
    out->n_extents = be16(b->p + at + fixed - 2);
    out->extents_at = at + fixed;
    size_t each = l->index + l->offset + l->length;
    if (out->n_extents > (b->n - out->extents_at) / (each ? each : 1))
        return false;
    out->end = out->extents_at + out->n_extents * each;
    return true;
}

/* The id of the XMP item, 0 when there is none; *most: the largest id. */
static unsigned find_packet(const struct box *iinf, unsigned *most)
{
    unsigned found = 0;
    *most = 0;
    if (iinf->n < 6 || iinf->p[0] != 0)
        return 0;
    const uint8_t *at = iinf->p + 6;
    struct box b;
    while (next_box(&at, iinf->p + iinf->n, &b)) {
        if (memcmp(b.start + 4, "infe", 4) != 0 || b.n < 12 || b.p[0] != 2)
            continue;
        unsigned id = be16(b.p + 4);
        *most = id > *most ? id : *most;
        const uint8_t *name = b.p + 12, *end = b.p + b.n;
        const uint8_t *type = memcmp(b.p + 8, "mime", 4) == 0 ? memchr(name, 0, (size_t)(end - name)) : NULL;
        if (type && (size_t)(end - type - 1) >= sizeof content_type &&
            memcmp(type + 1, content_type, sizeof content_type) == 0)
            found = id;
    }
    return found;
}

void avif_notes(struct image_notes *out, const uint8_t *p, size_t n)
{
    struct box meta, iinf, iloc;
    struct locations l;
    unsigned most;
    if (!find_box(p, n, "meta", &meta) || meta.n < 4 || !find_box(meta.p + 4, meta.n - 4, "iinf", &iinf) ||
        !find_box(meta.p + 4, meta.n - 4, "iloc", &iloc) || !open_locations(&iloc, &l))
        return;
    unsigned id = find_packet(&iinf, &most);
    struct location x;
    for (size_t i = 0; id && i < l.count && read_location(&iloc, &l, l.at, &x); i++, l.at = x.end) {
        if (x.id != id || x.method != 0)
            continue;
        uint64_t base = read_sized(iloc.p + x.base_at, l.base);
        const uint8_t *e = iloc.p + x.extents_at + l.index;
        for (size_t k = 0; k < x.n_extents; k++, e += l.index + l.offset + l.length) {
            uint64_t from = base + read_sized(e, l.offset), len = read_sized(e + l.offset, l.length);
            if (from > n || len > n - from || out->xmp.len + len > LIMIT_NOTES_BYTES)
                return;
            str_put(&out->xmp, (const char *)p + from, (size_t)len);
        }
        return;
    }
}

/* ---- writing ---- */
static void put_sized(struct str *s, uint64_t v, unsigned bytes)
{
    for (unsigned i = bytes; i > 0; i--)
        str_putc(s, (char)(v >> (8 * (i - 1))));
}

static size_t location_size(const struct locations *l)
{
    return 2 + (l->version ? 2 : 0) + 2 + l->base + 2 + l->index + l->offset + l->length;
}

/* The iloc box with everything behind the meta box moved by `shift`, and one more item. */
static bool put_locations(struct str *out, const struct box *b, struct locations l, uint64_t shift,
                          uint64_t from, unsigned id, uint64_t at, uint64_t len)
{
    put_be32(out, (uint32_t)(8 + b->n + location_size(&l)));
    str_puts(out, "iloc");
    size_t body = out->len;
    str_put(out, (const char *)b->p, b->n);
    out->data[body + 6] = (char)((l.count + 1) >> 8);
    out->data[body + 7] = (char)(l.count + 1);
    struct location x;
    for (size_t i = 0; i < l.count; i++, l.at = x.end) {
        if (!read_location(b, &l, l.at, &x) || x.method != 0)
            return false;
        uint64_t base = read_sized(b->p + x.base_at, l.base);
        for (size_t k = 0; k < x.n_extents; k++) {
            size_t place = x.extents_at + k * (l.index + l.offset + l.length) + l.index;
            uint64_t v = read_sized(b->p + place, l.offset);
            if (base + v < from)
                continue; /* before or inside the meta box */
            if (l.offset < 8 && (v + shift) >> (8 * l.offset))
                return false;
            for (unsigned j = 0; j < l.offset; j++)
                out->data[body + place + j] = (char)((v + shift) >> (8 * (l.offset - 1 - j)));
        }
    }
    if (l.at != b->n || (l.offset < 8 && at >> (8 * l.offset)) || (l.length < 8 && len >> (8 * l.length)))
        return false;
    put_sized(out, id, 2);
    if (l.version)
        put_sized(out, 0, 2);
    put_sized(out, 0, 2 + l.base); /* in this file, no base */
    put_sized(out, 1, 2);
    put_sized(out, 0, l.index);
    put_sized(out, at, l.offset);
    put_sized(out, len, l.length);
    return true;
}

static void put_info(struct str *out, const struct box *b, unsigned id)
{
    unsigned count = be16(b->p + 4) + 1;
    put_be32(out, (uint32_t)(8 + b->n + INFE_LEN));
    str_puts(out, "iinf");
    size_t body = out->len;
    str_put(out, (const char *)b->p, b->n);
    out->data[body + 4] = (char)(count >> 8);
    out->data[body + 5] = (char)count;
    put_be32(out, INFE_LEN);
    str_put(out, "infe\2\0\0\1", 8); /* version 2, hidden: no picture */
    put_sized(out, id, 2);
    put_sized(out, 0, 2);
    str_puts(out, "mime");
    str_putc(out, '\0');
    str_put(out, content_type, sizeof content_type);
}

static void put_reference(struct str *out, const struct box *old, unsigned from, unsigned to)
{
    put_be32(out, (uint32_t)(old ? 8 + old->n + 14 : IREF_LEN));
    str_puts(out, "iref");
    if (old)
        str_put(out, (const char *)old->p, old->n);
    else
        put_be32(out, 0);
    put_be32(out, 14);
    str_puts(out, "cdsc");
    put_sized(out, from, 2);
    put_sized(out, 1, 2);
    put_sized(out, to, 2);
}

bool avif_mark(const struct image_marks *m, const uint8_t *p, size_t n, struct str *out)
{
    struct box meta, iinf, iloc, pitm, iref, b;
    struct locations l;
    unsigned most;
    if (!find_box(p, n, "meta", &meta) || meta.n < 4)
        return false;
    const uint8_t *inner = meta.p + 4, *end = meta.p + meta.n;
    size_t inner_n = meta.n - 4;
    if (!find_box(inner, inner_n, "iinf", &iinf) || !find_box(inner, inner_n, "iloc", &iloc) ||
        !find_box(inner, inner_n, "pitm", &pitm) || pitm.n < 6 || pitm.p[0] != 0 ||
        !open_locations(&iloc, &l) || find_packet(&iinf, &most) || most == 0 || most >= 0xFFFF)
        return false;
    bool has_ref = find_box(inner, inner_n, "iref", &iref);
    if (has_ref && (iref.n < 4 || iref.p[0] != 0))
        return false;
    size_t grown = INFE_LEN + location_size(&l) + (has_ref ? 14 : IREF_LEN);
    str_put(out, (const char *)p, (size_t)(meta.start - p));
    put_be32(out, (uint32_t)(8 + meta.n + grown));
    str_puts(out, "meta");
    str_put(out, (const char *)meta.p, 4);
    for (const uint8_t *at = inner; next_box(&at, end, &b);) {
        if (b.start == iloc.start) {
            if (!put_locations(out, &b, l, grown, (uint64_t)(end - p), most + 1, n + grown + MDAT_HEAD,
                               m->xmp_len))
                return false;
        } else if (b.start == iinf.start) {
            put_info(out, &b, most + 1);
        } else if (has_ref && b.start == iref.start) {
            put_reference(out, &b, most + 1, be16(pitm.p + 4));
        } else {
            str_put(out, (const char *)b.start, b.n + 8);
        }
    }
    if (!has_ref)
        put_reference(out, NULL, most + 1, be16(pitm.p + 4));
    if (out->len != (size_t)(end - p) + grown)
        return false; /* there was something between the boxes */
    str_put(out, (const char *)end, n - (size_t)(end - p));
    put_be32(out, (uint32_t)(MDAT_HEAD + m->xmp_len));
    str_puts(out, "mdat");
    str_put(out, m->xmp, m->xmp_len);
    return true;
}

size_t avif_mark_size(const struct image_marks *m)
{
    enum { LOCATION_MOST = 2 + 2 + 2 + 8 + 2 + 24 };
    return INFE_LEN + LOCATION_MOST + IREF_LEN + MDAT_HEAD + m->xmp_len;
}
