/* Perceptual digests: what a picture looks like from afar, in 128 bits and a few colours. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "brand/digest-imp.h"

enum { GRID = 9 };

struct cells {
    double v[GRID][GRID][3];
};

/* Averages of GRID x GRID parts of an area, over white. */
static void cells_of(const struct pixmap *p, struct rect area, bool coverage, struct cells *out)
{
    int x0 = (int)area.x, y0 = (int)area.y, w = (int)area.w, h = (int)area.h;
    for (int gy = 0; gy < GRID; gy++)
        for (int gx = 0; gx < GRID; gx++) {
            int left = x0 + w * gx / GRID, right = x0 + w * (gx + 1) / GRID;
            int top = y0 + h * gy / GRID, bottom = y0 + h * (gy + 1) / GRID;
            right += right == left;
            bottom += bottom == top;
            double sum[3] = {0}, n = 0;
            for (int y = top; y < bottom && y < p->height; y++)
                for (int x = left; x < right && x < p->width; x++, n++) {
                    uint32_t v;
                    memcpy(&v, p->data + (size_t)y * (size_t)p->stride + (size_t)x * 4, 4);
                    struct rgba q = color_of_pixel(v, (struct rgba){255, 255, 255, 255});
                    sum[0] += coverage ? v >> 24 : q.r;
                    sum[1] += q.g;
                    sum[2] += q.b;
                }
            for (int k = 0; k < 3 && n > 0; k++)
                out->v[gy][gx][k] = sum[k] / n;
        }
}

static double light(const double *v, bool coverage)
{
    return coverage ? v[0] : 0.299 * v[0] + 0.587 * v[1] + 0.114 * v[2];
}

/* One bit for each of 8 x 8 parts and each direction: whether the next part is lighter by more than noise. */
static void bits_of(const struct cells *c, bool coverage, struct look_digest *out)
{
    enum { NOISE = 2 };
    for (int y = 0; y < GRID - 1; y++)
        for (int x = 0; x < GRID - 1; x++) {
            double here = light(c->v[y][x], coverage);
            uint64_t bit = UINT64_C(1) << (y * 8 + x);
            out->bits[0] |= light(c->v[y][x + 1], coverage) > here + NOISE ? bit : 0;
            out->bits[1] |= light(c->v[y + 1][x], coverage) > here + NOISE ? bit : 0;
        }
}

struct look_digest look_of_picture(const struct pixmap *p)
{
    struct look_digest d = {0};
    struct cells c = {0};
    cells_of(p, (struct rect){0, 0, p->width, p->height}, false, &c);
    bits_of(&c, false, &d);
    for (int y = 0; y < 3; y++)
        for (int x = 0; x < 3; x++)
            for (int k = 0; k < 3; k++) {
                double sum = 0;
                for (int i = 0; i < 9; i++)
                    sum += c.v[3 * y + i / 3][3 * x + i % 3][k];
                d.color[(y * 3 + x) * 3 + k] = (uint8_t)lround(sum / 9);
            }
    return d;
}

struct look_digest look_of_shape(const struct pixmap *p, struct rect area)
{
    struct look_digest d = {0};
    struct cells c = {0};
    cells_of(p, area, true, &c);
    bits_of(&c, true, &d);
    return d;
}

int look_distance(const struct look_digest *a, const struct look_digest *b)
{
    return __builtin_popcountll(a->bits[0] ^ b->bits[0]) + __builtin_popcountll(a->bits[1] ^ b->bits[1]);
}

int look_color_distance(const struct look_digest *a, const struct look_digest *b)
{
    int most = 0;
    for (size_t i = 0; i < sizeof a->color; i++) {
        int d = abs(a->color[i] - b->color[i]);
        most = d > most ? d : most;
    }
    return most;
}

void look_write(const struct look_digest *d, char out[33])
{
    snprintf(out, 33, "%016llx%016llx", (unsigned long long)d->bits[0], (unsigned long long)d->bits[1]);
}

bool look_read(const char *hex, struct look_digest *out)
{
    *out = (struct look_digest){0};
    if (strlen(hex) != 32 || strspn(hex, "0123456789abcdef") != 32)
        return false;
    for (int i = 0; i < 32; i++) {
        char one[2] = {hex[i], '\0'};
        out->bits[i / 16] = out->bits[i / 16] << 4 | (uint64_t)strtoul(one, NULL, 16);
    }
    return true;
}
