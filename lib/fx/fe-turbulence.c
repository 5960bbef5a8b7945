/* feTurbulence: Perlin noise exactly as the specification's reference algorithm (Filter Effects 1, 9.21)
 * defines it. */
#include <math.h>
#include <stdlib.h>

#include "fx/fx-imp.h"

enum { B_SIZE = 256, PERLIN_N = 4096 };
/* Octaves add 1/2^n each: beyond these nothing changes in 8 bits. */
enum { OCTAVES_MAX = 12 };

struct noise {
    int lattice[2 * B_SIZE + 2];
    float gradient[4][2 * B_SIZE + 2][2];
};

/* Park and Miller's minimal standard generator, by Schrage's method. */
static long next_random(long seed)
{
    long r = 16807 * (seed % 127773) - 2836 * (seed / 127773);
    return r <= 0 ? r + 2147483647 : r;
}

static void noise_init(struct noise *t, double seed_value)
{
    /* truncation towards zero as the suite of renderers does */
    long seed = seed_value > 2147483646.0    ? 2147483646
                : seed_value < -2147483646.0 ? -2147483646
                                             : (long)trunc(seed_value);
    if (seed <= 0)
        seed = -(seed % 2147483646) + 1;
    if (seed > 2147483646)
        seed = 2147483646;
    for (int k = 0; k < 4; k++)
        for (int i = 0; i < B_SIZE; i++) {
            t->lattice[i] = i;
            for (int c = 0; c < 2; c++) {
                seed = next_random(seed);
                t->gradient[k][i][c] = (float)((seed % (2 * B_SIZE)) - B_SIZE) / B_SIZE;
            }
            float s = hypotf(t->gradient[k][i][0], t->gradient[k][i][1]);
            if (s > 0) {
                t->gradient[k][i][0] /= s;
                t->gradient[k][i][1] /= s;
            }
        }
    for (int i = B_SIZE - 1; i > 0; i--) {
        int k = t->lattice[i];
        seed = next_random(seed);
        int other = (int)(seed % B_SIZE);
        t->lattice[i] = t->lattice[other];
        t->lattice[other] = k;
    }
    for (int i = 0; i < B_SIZE + 2; i++) {
        t->lattice[B_SIZE + i] = t->lattice[i];
        for (int k = 0; k < 4; k++) {
            t->gradient[k][B_SIZE + i][0] = t->gradient[k][i][0];
            t->gradient[k][B_SIZE + i][1] = t->gradient[k][i][1];
        }
    }
}

struct stitch {
    double width, height, wrap_x, wrap_y;
};

static double curve(double t)
{
    return t * t * (3 - 2 * t);
}

static double mix(double t, double a, double b)
{
    return a + t * (b - a);
}

static double noise_at(const struct noise *t, int channel, double x, double y, const struct stitch *s)
{
    double px = x + PERLIN_N, py = y + PERLIN_N, fx = floor(px), fy = floor(py), rx0 = px - fx, ry0 = py - fy;
    double cx0 = fx, cx1 = fx + 1, cy0 = fy, cy1 = fy + 1;
    if (s) {
        if (cx0 >= s->wrap_x)
            cx0 -= s->width;
        if (cx1 >= s->wrap_x)
            cx1 -= s->width;
        if (cy0 >= s->wrap_y)
            cy0 -= s->height;
        if (cy1 >= s->wrap_y)
            cy1 -= s->height;
    }
    int bx0 = (int)fmod(cx0, B_SIZE) & (B_SIZE - 1), bx1 = (int)fmod(cx1, B_SIZE) & (B_SIZE - 1);
    int by0 = (int)fmod(cy0, B_SIZE) & (B_SIZE - 1), by1 = (int)fmod(cy1, B_SIZE) & (B_SIZE - 1);
    double rx1 = rx0 - 1, ry1 = ry0 - 1;
    int i = t->lattice[bx0], j = t->lattice[bx1];
    int b00 = t->lattice[i + by0], b10 = t->lattice[j + by0], b01 = t->lattice[i + by1],
        b11 = t->lattice[j + by1];
    const float(*g)[2] = t->gradient[channel];
    double sx = curve(rx0), sy = curve(ry0);
    double a = mix(sx, rx0 * g[b00][0] + ry0 * g[b00][1], rx1 * g[b10][0] + ry0 * g[b10][1]);
    double b = mix(sx, rx0 * g[b01][0] + ry1 * g[b01][1], rx1 * g[b11][0] + ry1 * g[b11][1]);
    return mix(sy, a, b);
}

/* Frequencies adjusted so that the tile holds a whole number of waves. */
static double stitched(double freq, double size)
{
    if (freq == 0)
        return 0;
    double lo = floor(size * freq) / size, hi = ceil(size * freq) / size;
    return lo > 0 && freq / lo < hi / freq ? lo : hi;
}

static bool run(struct fx_job *j)
{
    const struct fx_primitive *p = j->p;
    struct matrix back;
    double base_x = p->u.turbulence.fx, base_y = p->u.turbulence.fy;
    int octaves = p->u.turbulence.octaves > OCTAVES_MAX ? OCTAVES_MAX : p->u.turbulence.octaves;
    if (!matrix_invert(j->to_px, &back) || !(base_x >= 0) || !(base_y >= 0))
        return true;
    struct noise *t = xmalloc(sizeof *t);
    noise_init(t, p->u.turbulence.seed);
    /* the tile is the primitive's subregion in user space */
    struct rect tile = matrix_apply_rect(
        back, (struct rect){j->area.x0, j->area.y0, j->area.x1 - j->area.x0, j->area.y1 - j->area.y0});
    struct stitch first = {0};
    bool stitch = p->u.turbulence.stitch && !rect_empty(tile);
    if (stitch) {
        base_x = stitched(base_x, tile.w);
        base_y = stitched(base_y, tile.h);
        first.width = trunc(tile.w * base_x + 0.5);
        first.height = trunc(tile.h * base_y + 0.5);
        first.wrap_x = trunc(tile.x * base_x) + PERLIN_N + first.width;
        first.wrap_y = trunc(tile.y * base_y) + PERLIN_N + first.height;
    }
    for (int y = j->area.y0; y < j->area.y1; y++) {
        uint32_t *d = fx_row(j->out, y);
        for (int x = j->area.x0; x < j->area.x1; x++) {
            struct point q = matrix_apply(back, x, y);
            unsigned out[4];
            for (int c = 0; c < 4; c++) {
                double sum = 0, ratio = 1, vx = q.x * base_x, vy = q.y * base_y;
                struct stitch s = first;
                for (int o = 0; o < octaves; o++) {
                    double n = noise_at(t, c, vx, vy, stitch ? &s : NULL);
                    sum += (p->u.turbulence.fractal ? n : fabs(n)) / ratio;
                    vx *= 2;
                    vy *= 2;
                    ratio *= 2;
                    s.width *= 2;
                    s.wrap_x = 2 * s.wrap_x - PERLIN_N;
                    s.height *= 2;
                    s.wrap_y = 2 * s.wrap_y - PERLIN_N;
                }
                out[c] = fx_byte(p->u.turbulence.fractal ? (sum + 1) / 2 : sum);
            }
            d[x] = fx_pack(out[0], out[1], out[2], out[3]);
        }
    }
    free(t);
    return true;
}

static double reach(const struct fx_primitive *p)
{
    (void)p;
    return INFINITY;
}

static double cost(const struct fx_primitive *p)
{
    return 80.0 * p->u.turbulence.octaves;
}

const struct fx_kernel fx_kernel_turbulence = {FX_TURBULENCE, "feTurbulence", 0, run, reach, cost};
