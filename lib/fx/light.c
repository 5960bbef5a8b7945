/* Lighting: Filter Effects 1, 9.10 (feDiffuseLighting) and 9.19 (feSpecularLighting). */
#include <math.h>

#include "fx/fx-imp.h"

/* How much of the cosine the soft edge of a light's cone takes. */
static const double cone_soft = 0.016;

struct vec3 {
    double x, y, z;
};

static struct vec3 normalized(struct vec3 v)
{
    double l = sqrt(v.x * v.x + v.y * v.y + v.z * v.z);
    return l > 0 ? (struct vec3){v.x / l, v.y / l, v.z / l} : v;
}

static double dot(struct vec3 a, struct vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

/* The Sobel kernels of the specification's table, cut at the edges: weights of what is there. */
static struct vec3 normal_at(const struct pixmap *p, int x, int y, double scale)
{
    int l = x > 0 ? 1 : 0, r = x + 1 < p->width ? 1 : 0, t = y > 0 ? 1 : 0, b = y + 1 < p->height ? 1 : 0;
    double sx = 0, sy = 0, wx = 0, wy = 0;
    for (int j = -t; j <= b; j++) {
        const uint32_t *row = fx_row(p, y + j);
        int k = j ? 1 : 2;
        sx += k * ((double)(row[x + r] >> 24) - (double)(row[x - l] >> 24));
        wx += k * (l + r);
    }
    for (int i = -l; i <= r; i++) {
        int k = i ? 1 : 2;
        sy += k * ((double)(fx_row(p, y + b)[x + i] >> 24) - (double)(fx_row(p, y - t)[x + i] >> 24));
        wy += k * (t + b);
    }
    struct vec3 n = {0, 0, 1};
    if (wx > 0)
        n.x = -scale * 2 * sx / 255 / wx;
    if (wy > 0)
        n.y = -scale * 2 * sy / 255 / wy;
    return normalized(n);
}

bool fx_light_run(struct fx_job *j, bool specular)
{
    const struct fx_primitive *p = j->p;
    const struct fx_light *light = &p->u.lighting.light;
    double scale = p->u.lighting.surface_scale, constant = p->u.lighting.constant;
    struct rgba c = p->u.lighting.color;
    if (p->linear)
        c = (struct rgba){fx_linear_of(c.r), fx_linear_of(c.g), fx_linear_of(c.b), c.a};
    struct vec3 color = {c.r, c.g, c.b}, from = {0}, at = {0}, distant = {0}, axis = {0};
    double cone = -2; /* cosine of the cone's edge; all pass */
    if (light->kind == FX_LIGHT_DISTANT) {
        double az = light->azimuth * M_PI / 180, el = light->elevation * M_PI / 180;
        distant = (struct vec3){cos(az) * cos(el), sin(az) * cos(el), sin(el)};
    } else {
        /* heights scale with the mean of both axes */
        double z = sqrt((j->px * j->px + j->py * j->py) / 2);
        struct rect b = j->c->bbox;
        bool boxed = j->filter->primitive_bbox;
        struct vec3 user[2] = {{light->x, light->y, light->z}, {light->at_x, light->at_y, light->at_z}},
                    px[2];
        for (int i = 0; i < 2; i++) {
            if (boxed)
                user[i] = (struct vec3){b.x + user[i].x * b.w, b.y + user[i].y * b.h,
                                        user[i].z * sqrt((b.w * b.w + b.h * b.h) / 2)};
            struct point q = matrix_apply(j->to_px, user[i].x, user[i].y);
            px[i] = (struct vec3){q.x, q.y, user[i].z * z};
        }
        from = px[0];
        at = px[1];
        axis = normalized((struct vec3){at.x - from.x, at.y - from.y, at.z - from.z});
        if (light->kind == FX_LIGHT_SPOT && !isnan(light->cone_angle))
            cone = cos(fabs(light->cone_angle) * M_PI / 180);
    }
    for (int y = j->area.y0; y < j->area.y1; y++) {
        const uint32_t *in = fx_row(j->in, y);
        uint32_t *d = fx_row(j->out, y);
        for (int x = j->area.x0; x < j->area.x1; x++) {
            struct vec3 n = normal_at(j->in, x, y, scale), l = distant;
            double power = 1;
            if (light->kind != FX_LIGHT_DISTANT)
                l = normalized((struct vec3){from.x - x, from.y - y, from.z - scale * (in[x] >> 24) / 255});
            if (light->kind == FX_LIGHT_SPOT) {
                double s = -dot(l, axis);
                power = s <= 0 || s < cone ? 0 : pow(s, light->specular_exponent);
                if (cone > -1 && s < cone + cone_soft) /* the cone's edge is smoothed, as browsers do */
                    power *= (s - cone) / cone_soft;
            }
            double k;
            if (specular) {
                struct vec3 h = normalized((struct vec3){l.x, l.y, l.z + 1});
                double nh = dot(n, h);
                k = nh > 0 ? constant * pow(nh, p->u.lighting.specular_exponent) : 0;
            } else {
                k = constant * dot(n, l);
            }
            k *= power / 255;
            unsigned r = fx_byte(k * color.x), g = fx_byte(k * color.y), b = fx_byte(k * color.z), a = 255;
            if (specular)
                a = r > g ? (r > b ? r : b) : (g > b ? g : b);
            d[x] = a << 24 | r << 16 | g << 8 | b;
        }
    }
    return true;
}
