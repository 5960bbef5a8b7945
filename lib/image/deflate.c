/* Deflate (RFC 1951) for rows that went through a PNG filter. What a photo leaves after Paeth is noise
 * without repeats: matches of three or four bytes cost more bits than their literals, so only long ones are
 * taken, from the byte before (flat areas) and from the row above, and the rest is Huffman's work. On photos
 * that is smaller than zlib's best level at a fortieth of its time; on flat pictures the runs catch what
 * zlib's matches do. Output depends on the input alone, not on the machine. */
#include "image/image-imp.h"

#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

enum {
    BLOCK = 60000,    /* input bytes a block: one stored block holds as many */
    CODE_BITS = 14,   /* four literals and the rest of a byte fit into 64 bits */
    N_LITERALS = 286, /* literals, end of block, lengths */
    N_DISTANCES = 30,
    N_META = 19,
    RUN_LEAST = 8, /* a match costs 12 to 25 bits */
    MATCH_MOST = 258,
    HEADER_USUAL = 80, /* bytes that describe a block's codes; 600 at most */
    HEADER_MOST = 600
};

struct match {
    uint32_t at; /* from the block's start */
    uint32_t len;
    bool above; /* from the row above, else from the byte before */
};

struct deflate {
    struct match *matches;
    size_t n_matches;
    uint32_t histogram[4][256];
    uint32_t frequency[N_LITERALS];
    uint16_t code[N_LITERALS];
    uint8_t length[N_LITERALS];
};

struct bits {
    uint8_t *p;
    uint64_t acc;
    unsigned n;
};

struct deflate *deflate_new(void)
{
    struct deflate *d = xcalloc(1, sizeof *d);
    d->matches = xcalloc(BLOCK / RUN_LEAST + 1, sizeof *d->matches);
    return d;
}

void deflate_drop(struct deflate *d)
{
    if (!d)
        return;
    free(d->matches);
    free(d);
}

size_t deflate_bound(size_t len)
{
    return len + (len / BLOCK + 1) * HEADER_MOST + 32;
}

/* ---- bits ---- */

static inline void put(struct bits *b, uint64_t value, unsigned n)
{
    b->acc |= value << b->n;
    b->n += n;
}

/* Whole bytes out; at most 7 bits stay. Writes 8 bytes, of which the later are overwritten. */
static inline void flush(struct bits *b)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(b->p, &b->acc, 8);
#else
    for (int i = 0; i < 8; i++)
        b->p[i] = (uint8_t)(b->acc >> 8 * i);
#endif
    b->p += b->n >> 3;
    b->acc >>= b->n & ~7u;
    b->n &= 7;
}

/* ---- Huffman ---- */

/* Sorts by frequency: pairs of frequency << 9 | symbol, two passes of counting. */
static void sort_pairs(uint32_t *pairs, uint32_t *other, size_t n)
{
    for (int shift = 9; shift < 27; shift += 9) {
        uint32_t start[513] = {0};
        for (size_t i = 0; i < n; i++)
            start[(pairs[i] >> shift & 511) + 1]++;
        for (size_t i = 0; i < 512; i++)
            start[i + 1] += start[i];
        for (size_t i = 0; i < n; i++)
            other[start[pairs[i] >> shift & 511]++] = pairs[i];
        uint32_t *t = pairs;
        pairs = other;
        other = t;
    }
}

/* Lengths of a minimum-redundancy code for ascending weights, in place: A. Moffat and J. Katajainen,
 * "In-Place Calculation of Minimum-Redundancy Codes", WADS 1995. */
static void code_lengths(uint32_t *a, int n)
{
    int root = 0, leaf = 2;
    a[0] += a[1];
    for (int next = 1; next < n - 1; next++) {
        if (leaf >= n || a[root] < a[leaf]) {
            a[next] = a[root];
            a[root++] = (uint32_t)next;
        } else {
            a[next] = a[leaf++];
        }
        if (leaf >= n || (root < next && a[root] < a[leaf])) {
            a[next] += a[root];
            a[root++] = (uint32_t)next;
        } else {
            a[next] += a[leaf++];
        }
    }
    a[n - 2] = 0;
    for (int next = n - 3; next >= 0; next--)
        a[next] = a[a[next]] + 1;
    int available = 1, used = 0, depth = 0;
    root = n - 2;
    for (int next = n - 1; available > 0;) {
        while (root >= 0 && (int)a[root] == depth) {
            used++;
            root--;
        }
        while (available > used) {
            a[next--] = (uint32_t)depth;
            available--;
        }
        available = 2 * used;
        depth++;
        used = 0;
    }
}

/* Lengths of at most `most` bits for the frequencies; at least two symbols get one, as decoders want. */
static void make_lengths(const uint32_t *frequency, int n, int most, uint8_t *length)
{
    uint32_t pairs[N_LITERALS], other[N_LITERALS], weight[N_LITERALS], count[33] = {0};
    size_t used = 0;
    memset(length, 0, (size_t)n);
    for (int i = 0; i < n; i++)
        if (frequency[i])
            pairs[used++] = frequency[i] << 9 | (uint32_t)i;
    for (int i = 0; used < 2; i++)
        if (!frequency[i])
            pairs[used++] = (uint32_t)i;
    sort_pairs(pairs, other, used);
    for (size_t i = 0; i < used; i++)
        weight[i] = pairs[i] >> 9;
    code_lengths(weight, (int)used);
    /* Too long codes are cut, which is too much code space; others are made longer until it is right. */
    uint64_t space = 0;
    for (size_t i = 0; i < used; i++) {
        uint32_t bits = weight[i] > (uint32_t)most ? (uint32_t)most : weight[i];
        count[bits]++;
        space += (uint64_t)1 << (most - (int)bits);
    }
    while (space > (uint64_t)1 << most) {
        int bits = most - 1;
        while (!count[bits])
            bits--;
        count[bits]--;
        count[bits + 1]++;
        space -= (uint64_t)1 << (most - bits - 1);
    }
    for (int bits = most; bits > 0 && space < (uint64_t)1 << most;
         bits--) /* what the last step gave too much */
        while (count[bits] && bits > 1 && space + ((uint64_t)1 << (most - bits)) <= (uint64_t)1 << most) {
            count[bits]--;
            count[bits - 1]++;
            space += (uint64_t)1 << (most - bits);
        }
    size_t i = 0;
    for (int bits = most; bits > 0; bits--)
        for (uint32_t k = 0; k < count[bits]; k++)
            length[pairs[i++] & 511] = (uint8_t)bits;
}

/* Canonical codes, bits turned round as deflate writes them. */
static void make_codes(const uint8_t *length, int n, uint16_t *code)
{
    unsigned count[16] = {0}, next[16] = {0};
    for (int i = 0; i < n; i++)
        count[length[i]]++;
    count[0] = 0;
    for (int b = 1; b < 16; b++)
        next[b] = (next[b - 1] + count[b - 1]) << 1;
    for (int i = 0; i < n; i++) {
        unsigned v = length[i] ? next[length[i]]++ : 0, turned = 0;
        for (int b = 0; b < length[i]; b++)
            turned |= (v >> b & 1) << (length[i] - 1 - b);
        code[i] = (uint16_t)turned;
    }
}

/* ---- matches ---- */

static inline uint64_t load64(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}

/* The match from `distance` back that holds byte `i`, which is known to be in one; not before `low`. Returns
 * its end, 0 when it is too short. */
static size_t stretch(struct deflate *d, const uint8_t *block, size_t low, size_t i, size_t n,
                      size_t distance)
{
    const uint8_t *from = block - distance;
    size_t a = i, z = i;
    while (a > low && block[a - 1] == from[a - 1])
        a--;
    while (z + 8 <= n && load64(block + z) == load64(from + z))
        z += 8;
    while (z < n && block[z] == from[z])
        z++;
    if (z - a < RUN_LEAST)
        return 0;
    d->matches[d->n_matches++] = (struct match){(uint32_t)a, (uint32_t)(z - a), distance != 1};
    return z;
}

static inline bool half_zero(uint64_t x)
{
    return (uint32_t)x == 0 || x >> 32 == 0;
}

/* Looks at words of eight bytes: a run of at least RUN_LEAST bytes fills half of one of them or more.
 * `before` is how far back the input goes. */
static void find_matches(struct deflate *d, const uint8_t *block, size_t n, size_t before, size_t row)
{
    size_t low_run = before ? 0 : 1, low_above = row > before ? row - before : 0, done = 0;
    d->n_matches = 0;
    if (row >= 32768)
        low_above = n;
    for (size_t i = low_run; i + 8 <= n;) {
        uint64_t word = load64(block + i), x = word ^ load64(block + i - 1);
        size_t end = 0;
        if (half_zero(x))
            end = stretch(d, block, done > low_run ? done : low_run, (uint32_t)x == 0 ? i : i + 4, n, 1);
        else if (i >= low_above && (x = word ^ load64(block + i - row), half_zero(x)))
            end =
                stretch(d, block, done > low_above ? done : low_above, (uint32_t)x == 0 ? i : i + 4, n, row);
        if (end)
            done = i = end;
        else
            i += 8;
    }
}

/* ---- symbols of lengths and distances ---- */

static unsigned log2_of(unsigned v)
{
    return 31u - (unsigned)__builtin_clz(v);
}

/* Length 3..258: symbol, number of extra bits and their value. */
static unsigned length_symbol(unsigned len, unsigned *n_extra, unsigned *extra)
{
    *n_extra = *extra = 0;
    if (len == MATCH_MOST)
        return 285;
    unsigned v = len - 3;
    if (v < 8)
        return 257 + v;
    *n_extra = log2_of(v) - 2;
    *extra = v & ((1u << *n_extra) - 1);
    return 257 + 4 * *n_extra + (v >> *n_extra);
}

static unsigned distance_symbol(unsigned distance, unsigned *n_extra, unsigned *extra)
{
    unsigned v = distance - 1;
    *n_extra = *extra = 0;
    if (v < 4)
        return v;
    *n_extra = log2_of(v) - 1;
    *extra = v & ((1u << *n_extra) - 1);
    return 2 * *n_extra + (v >> *n_extra);
}

/* The next piece of a match: 258, but never less than 3 for the last. */
static unsigned piece(unsigned left)
{
    return left > MATCH_MOST + 2 ? MATCH_MOST : left > MATCH_MOST ? left - 3 : left;
}

/* ---- blocks ---- */

static void count_literals(struct deflate *d, const uint8_t *p, size_t n)
{
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        d->histogram[0][p[i]]++;
        d->histogram[1][p[i + 1]]++;
        d->histogram[2][p[i + 2]]++;
        d->histogram[3][p[i + 3]]++;
    }
    for (; i < n; i++)
        d->histogram[0][p[i]]++;
}

static void count_symbols(struct deflate *d, const uint8_t *block, size_t n)
{
    size_t at = 0;
    unsigned n_extra, extra;
    memset(d->histogram, 0, sizeof d->histogram);
    memset(d->frequency, 0, sizeof d->frequency);
    for (size_t i = 0; i < d->n_matches; i++) {
        const struct match *m = &d->matches[i];
        count_literals(d, block + at, m->at - at);
        for (unsigned left = m->len, k; left; left -= k) {
            k = piece(left);
            d->frequency[length_symbol(k, &n_extra, &extra)]++;
        }
        at = m->at + m->len;
    }
    count_literals(d, block + at, n - at);
    for (int i = 0; i < 256; i++)
        d->frequency[i] = d->histogram[0][i] + d->histogram[1][i] + d->histogram[2][i] + d->histogram[3][i];
    d->frequency[256] = 1;
}

struct distances { /* at most two occur: the byte before and the row above */
    unsigned symbol[2], n_extra[2], extra[2], code[2];
    uint8_t length[N_DISTANCES];
    int n;
};

static void set_distances(struct distances *x, size_t row)
{
    *x = (struct distances){.code = {0, 1}};
    x->symbol[0] = distance_symbol(1, &x->n_extra[0], &x->extra[0]);
    x->symbol[1] = distance_symbol(row > 1 && row < 32768 ? (unsigned)row : 2, &x->n_extra[1], &x->extra[1]);
    x->length[x->symbol[0]] = x->length[x->symbol[1]] = 1;
    x->n = (int)x->symbol[1] + 1;
}

/* The lengths of both codes, themselves run-length and Huffman coded (RFC 1951, 3.2.7). */
static void put_header(struct bits *b, const uint8_t *length, int n_literals, const struct distances *x)
{
    static const uint8_t order[N_META] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    uint8_t all[N_LITERALS + N_DISTANCES], meta[N_META], symbols[N_LITERALS + N_DISTANCES],
        extra[N_LITERALS + N_DISTANCES];
    uint32_t frequency[N_META] = {0};
    uint16_t code[N_META];
    int n = n_literals + x->n, n_symbols = 0, n_meta = N_META;
    memcpy(all, length, (size_t)n_literals);
    memcpy(all + n_literals, x->length, (size_t)x->n);
    for (int i = 0; i < n;) {
        int run = 1;
        while (i + run < n && all[i + run] == all[i])
            run++;
        int take = 1, symbol = all[i], more = 0;
        if (all[i] == 0 && run >= 3) {
            take = run > 138 ? 138 : run;
            symbol = take > 10 ? 18 : 17;
            more = take - (take > 10 ? 11 : 3);
        } else if (i > 0 && all[i] == all[i - 1] && run >= 3) {
            take = run > 6 ? 6 : run;
            symbol = 16;
            more = take - 3;
        }
        symbols[n_symbols] = (uint8_t)symbol;
        extra[n_symbols++] = (uint8_t)more;
        frequency[symbol]++;
        i += take;
    }
    make_lengths(frequency, N_META, 7, meta);
    make_codes(meta, N_META, code);
    while (n_meta > 4 && !meta[order[n_meta - 1]])
        n_meta--;
    put(b, 2 << 1, 3); /* dynamic codes, not the last block */
    put(b, (unsigned)(n_literals - 257), 5);
    put(b, (unsigned)(x->n - 1), 5);
    put(b, (unsigned)(n_meta - 4), 4);
    flush(b);
    for (int i = 0; i < n_meta; i++) {
        put(b, meta[order[i]], 3);
        flush(b);
    }
    for (int i = 0; i < n_symbols; i++) {
        int s = symbols[i];
        put(b, code[s], meta[s]);
        if (s >= 16)
            put(b, extra[i], s == 16 ? 2 : s == 17 ? 3 : 7);
        flush(b);
    }
}

static void put_literals(struct bits *out, const struct deflate *d, const uint8_t *p, size_t n)
{
    struct bits b = *out;
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        put(&b, d->code[p[i]], d->length[p[i]]);
        put(&b, d->code[p[i + 1]], d->length[p[i + 1]]);
        put(&b, d->code[p[i + 2]], d->length[p[i + 2]]);
        put(&b, d->code[p[i + 3]], d->length[p[i + 3]]);
        flush(&b);
    }
    for (; i < n; i++) {
        put(&b, d->code[p[i]], d->length[p[i]]);
        flush(&b);
    }
    *out = b;
}

static void put_match(struct bits *b, const struct deflate *d, const struct match *m,
                      const struct distances *x)
{
    for (unsigned left = m->len, k; left; left -= k) {
        unsigned n_extra, extra, symbol;
        k = piece(left);
        symbol = length_symbol(k, &n_extra, &extra);
        put(b, d->code[symbol], d->length[symbol]);
        put(b, extra, n_extra);
        put(b, x->code[m->above], 1);
        put(b, x->extra[m->above], x->n_extra[m->above]);
        flush(b);
    }
}

/* Bits of the block's symbols under the code made for it. */
static uint64_t cost(const struct deflate *d, const struct distances *x)
{
    uint64_t bits = 0;
    for (int i = 0; i < N_LITERALS; i++)
        bits += (uint64_t)d->frequency[i] * d->length[i];
    for (size_t i = 0; i < d->n_matches; i++)
        bits += (d->matches[i].len / MATCH_MOST + 1) * (6 + x->n_extra[d->matches[i].above]);
    return bits;
}

static void put_stored(struct bits *b, const uint8_t *p, size_t n)
{
    put(b, 0, 3);
    b->n = (b->n + 7) & ~7u;
    put(b, n | (~n & 0xFFFF) << 16, 32);
    flush(b);
    if (n)
        memcpy(b->p, p, n);
    b->p += n;
}

static void put_block(struct deflate *d, struct bits *b, const uint8_t *block, size_t n, size_t before,
                      size_t row)
{
    struct distances x;
    find_matches(d, block, n, before, row);
    count_symbols(d, block, n);
    make_lengths(d->frequency, N_LITERALS, CODE_BITS, d->length);
    make_codes(d->length, N_LITERALS, d->code);
    set_distances(&x, row);
    if (cost(d, &x) / 8 + HEADER_USUAL >= n) {
        put_stored(b, block, n);
        return;
    }
    int n_literals = N_LITERALS;
    while (n_literals > 257 && !d->length[n_literals - 1])
        n_literals--;
    put_header(b, d->length, n_literals, &x);
    size_t at = 0;
    for (size_t i = 0; i < d->n_matches; i++) {
        const struct match *m = &d->matches[i];
        put_literals(b, d, block + at, m->at - at);
        put_match(b, d, m, &x);
        at = m->at + m->len;
    }
    put_literals(b, d, block + at, n - at);
    put(b, d->code[256], d->length[256]);
    flush(b);
}

size_t deflate_rows(struct deflate *d, const uint8_t *raw, size_t len, size_t row, uint8_t *out)
{
    struct bits b = {.p = out};
    for (size_t at = 0; at < len;) {
        size_t n = len - at > BLOCK ? BLOCK : len - at;
        put_block(d, &b, raw + at, n, at, row);
        at += n;
    }
    put_stored(&b, NULL, 0); /* to a whole byte */
    return (size_t)(b.p - out);
}
