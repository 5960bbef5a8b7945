/* Filter primitives: attributes to struct fx_primitive. An invalid primitive is transparent black. */
#include <stdlib.h>

#include "svg/svg-imp.h"

static double number(const struct el *e, const char *attr, double def)
{
    double v;
    return parse_number(el_attr(e, attr), &v) ? v : def;
}

static struct fx_input input(const struct filter_build *b, const struct el *e, const char *attr)
{
    static const struct {
        const char *name;
        enum fx_input_kind kind;
    } names[] = {{"SourceGraphic", FX_IN_SOURCE_GRAPHIC},
                 {"SourceAlpha", FX_IN_SOURCE_ALPHA},
                 /* as in browsers, which dropped these: the source stands for them */
                 {"BackgroundImage", FX_IN_SOURCE_GRAPHIC},
                 {"BackgroundAlpha", FX_IN_SOURCE_ALPHA},
                 {"FillPaint", FX_IN_SOURCE_GRAPHIC},
                 {"StrokePaint", FX_IN_SOURCE_GRAPHIC}};
    const char *v = el_attr(e, attr);
    if (v) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (str_eq(v, names[i].name))
                return (struct fx_input){names[i].kind, 0};
        for (size_t i = b->n; i-- > 0;)
            if (str_eq(v, b->results[i]))
                return (struct fx_input){FX_IN_RESULT, (int)i};
    }
    return (struct fx_input){b->n ? FX_IN_PREVIOUS : FX_IN_SOURCE_GRAPHIC, 0};
}

static bool transparent(struct fx_primitive *p)
{
    p->kind = FX_FLOOD;
    memset(&p->u, 0, sizeof p->u);
    return true;
}

static struct rgba with_opacity(struct rgba c, double opacity)
{
    c.a = (uint8_t)(c.a * opacity + 0.5);
    return c;
}

void color_matrix_of(const char *type, const double *v, size_t n, double out[20])
{
    static const double identity[20] = {1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0};
    memcpy(out, identity, sizeof identity);
    if (str_eq(type, "saturate")) {
        double s = n == 1 && v[0] >= 0 ? v[0] : 1;
        const double m[9] = {0.213 + 0.787 * s, 0.715 - 0.715 * s, 0.072 - 0.072 * s,
                             0.213 - 0.213 * s, 0.715 + 0.285 * s, 0.072 - 0.072 * s,
                             0.213 - 0.213 * s, 0.715 - 0.715 * s, 0.072 + 0.928 * s};
        for (int i = 0; i < 9; i++)
            out[i / 3 * 5 + i % 3] = m[i];
    } else if (str_eq(type, "hueRotate")) {
        double a = (n == 1 ? v[0] : 0) * M_PI / 180, c = cos(a), s = sin(a);
        const double m[9] = {
            0.213 + c * 0.787 - s * 0.213, 0.715 - c * 0.715 - s * 0.715, 0.072 - c * 0.072 + s * 0.928,
            0.213 - c * 0.213 + s * 0.143, 0.715 + c * 0.285 + s * 0.140, 0.072 - c * 0.072 - s * 0.283,
            0.213 - c * 0.213 - s * 0.787, 0.715 - c * 0.715 + s * 0.715, 0.072 + c * 0.928 + s * 0.072};
        for (int i = 0; i < 9; i++)
            out[i / 3 * 5 + i % 3] = m[i];
    } else if (str_eq(type, "luminanceToAlpha")) {
        memset(out, 0, 20 * sizeof *out);
        out[15] = 0.2125;
        out[16] = 0.7154;
        out[17] = 0.0721;
    } else if (n == 20) {
        memcpy(out, v, 20 * sizeof *out);
    }
}

static void color_matrix(const struct el *e, struct fx_primitive *p)
{
    double v[21];
    const char *type = el_attr(e, "type"), *values = el_attr(e, "values");
    size_t n = parse_numbers(values, v, 21);
    color_matrix_of(type ? type : "matrix", v, n, p->u.color_matrix.values);
}

static void transfer_function(struct lower *L, const struct el *e, struct fx_transfer *t)
{
    const char *type = el_attr(e, "type"), *table = el_attr(e, "tableValues");
    *t = (struct fx_transfer){.slope = number(e, "slope", 1),
                              .intercept = number(e, "intercept", 0),
                              .amplitude = number(e, "amplitude", 1),
                              .exponent = number(e, "exponent", 1),
                              .offset = number(e, "offset", 0)};
    t->kind = str_eq(type, "table")      ? FX_TABLE
              : str_eq(type, "discrete") ? FX_DISCRETE
              : str_eq(type, "linear")   ? FX_LINEAR
              : str_eq(type, "gamma")    ? FX_GAMMA
                                         : FX_IDENTITY;
    bool valid;
    if (table)
        t->table = parse_number_list(L->arena, table, &t->n_table, &valid);
    if ((t->kind == FX_TABLE || t->kind == FX_DISCRETE) && !t->n_table)
        t->kind = FX_IDENTITY;
}

static void component_transfer(struct lower *L, const struct el *e, struct fx_primitive *p)
{
    for (const struct el *k = e->first; k; k = k->next) {
        struct fx_transfer *t = k->tag == TAG_FE_FUNC_R   ? &p->u.transfer.r
                                : k->tag == TAG_FE_FUNC_G ? &p->u.transfer.g
                                : k->tag == TAG_FE_FUNC_B ? &p->u.transfer.b
                                : k->tag == TAG_FE_FUNC_A ? &p->u.transfer.a
                                                          : NULL;
        if (t)
            transfer_function(L, k, t);
    }
}

static void composite(const struct el *e, struct fx_primitive *p)
{
    static const struct {
        const char *name;
        int op;
    } names[] = {{"over", FX_OVER},
                 {"in", FX_IN},
                 {"out", FX_OUT},
                 {"atop", FX_ATOP},
                 {"xor", FX_XOR},
                 {"lighter", FX_LIGHTER},
                 {"arithmetic", FX_ARITHMETIC}};
    const char *op = el_attr(e, "operator");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(op, names[i].name))
            p->u.composite.op = names[i].op;
    p->u.composite.k1 = number(e, "k1", 0);
    p->u.composite.k2 = number(e, "k2", 0);
    p->u.composite.k3 = number(e, "k3", 0);
    p->u.composite.k4 = number(e, "k4", 0);
}

/* Two numbers of one attribute; one stands for both. False when a value is there and not valid. */
static bool pair(const struct el *e, const char *attr, double def, double *x, double *y)
{
    const char *v = el_attr(e, attr);
    double n[3];
    *x = *y = def;
    if (!v)
        return true;
    size_t k = parse_numbers(v, n, 3);
    if (k < 1 || k > 2)
        return false;
    *x = n[0];
    *y = k == 2 ? n[1] : n[0];
    return true;
}

static bool convolve(struct lower *L, const struct el *e, struct fx_primitive *p)
{
    double ox, oy;
    size_t n = 0;
    bool valid = false;
    if (!pair(e, "order", 3, &ox, &oy) || ox < 1 || oy < 1 || ox > 100 || oy > 100 || ox != floor(ox) ||
        oy != floor(oy))
        return transparent(p);
    const char *kernel = el_attr(e, "kernelMatrix");
    double *k = kernel ? parse_number_list(L->arena, kernel, &n, &valid) : NULL;
    if (!k || !valid || n != (size_t)(ox * oy))
        return transparent(p);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += k[i];
    p->u.convolve.cols = (int)ox;
    p->u.convolve.rows = (int)oy;
    p->u.convolve.kernel = k;
    double divisor = number(e, "divisor", 0);
    p->u.convolve.divisor = divisor != 0 ? divisor : sum != 0 ? sum : 1;
    p->u.convolve.bias = number(e, "bias", 0);
    long tx = (long)ox / 2, ty = (long)oy / 2;
    if (el_attr(e, "targetX") && (!parse_integer(el_attr(e, "targetX"), &tx) || tx < 0 || tx >= ox))
        return transparent(p);
    if (el_attr(e, "targetY") && (!parse_integer(el_attr(e, "targetY"), &ty) || ty < 0 || ty >= oy))
        return transparent(p);
    p->u.convolve.target_x = (int)tx;
    p->u.convolve.target_y = (int)ty;
    const char *edge = el_attr(e, "edgeMode");
    p->u.convolve.edge = str_eq(edge, "none") ? 0 : str_eq(edge, "wrap") ? 2 : 1;
    p->u.convolve.preserve_alpha = str_eq(el_attr(e, "preserveAlpha"), "true");
    return true;
}

static bool lighting(struct filter_build *b, const struct el *e, const struct style *s,
                     struct fx_primitive *p)
{
    (void)b;
    const struct el *light = NULL;
    for (const struct el *k = e->first; k && !light; k = k->next)
        if (k->tag == TAG_FE_DISTANT_LIGHT || k->tag == TAG_FE_POINT_LIGHT || k->tag == TAG_FE_SPOT_LIGHT)
            light = k;
    if (!light)
        return transparent(p);
    bool specular = p->kind == FX_SPECULAR_LIGHTING;
    p->u.lighting.surface_scale = number(e, "surfaceScale", 1);
    p->u.lighting.constant = number(e, specular ? "specularConstant" : "diffuseConstant", 1);
    p->u.lighting.specular_exponent = number(e, "specularExponent", 1);
    if (specular && (p->u.lighting.specular_exponent < 1 || p->u.lighting.specular_exponent > 128))
        return transparent(p);
    p->u.lighting.color = s->lighting_color;
    struct fx_light *l = &p->u.lighting.light;
    l->kind = light->tag == TAG_FE_DISTANT_LIGHT ? FX_LIGHT_DISTANT
              : light->tag == TAG_FE_POINT_LIGHT ? FX_LIGHT_POINT
                                                 : FX_LIGHT_SPOT;
    l->azimuth = number(light, "azimuth", 0);
    l->elevation = number(light, "elevation", 0);
    l->x = number(light, "x", 0);
    l->y = number(light, "y", 0);
    l->z = number(light, "z", 0);
    l->at_x = number(light, "pointsAtX", 0);
    l->at_y = number(light, "pointsAtY", 0);
    l->at_z = number(light, "pointsAtZ", 0);
    l->specular_exponent = number(light, "specularExponent", 1);
    if (l->specular_exponent <= 0)
        l->specular_exponent = 1;
    l->cone_angle = number(light, "limitingConeAngle", NAN);
    return true;
}

static int channel(const char *v)
{
    return str_eq(v, "R") ? 0 : str_eq(v, "G") ? 1 : str_eq(v, "B") ? 2 : 3;
}

static bool turbulence(const struct el *e, struct fx_primitive *p)
{
    double fx, fy;
    if (!pair(e, "baseFrequency", 0, &fx, &fy))
        fx = fy = 0;
    if (fx < 0 || fy < 0)
        return transparent(p);
    long octaves;
    const char *n = el_attr(e, "numOctaves");
    if (!n || !parse_integer(n, &octaves))
        octaves = 1;
    p->u.turbulence.fx = fx;
    p->u.turbulence.fy = fy;
    p->u.turbulence.octaves = octaves < 0 ? 0 : octaves > 12 ? 12 : (int)octaves;
    p->u.turbulence.seed = number(e, "seed", 0);
    p->u.turbulence.stitch = str_eq(el_attr(e, "stitchTiles"), "stitch");
    p->u.turbulence.fractal = str_eq(el_attr(e, "type"), "fractalNoise");
    return true;
}

static void merge(struct filter_build *b, const struct el *e, struct fx_primitive *p)
{
    size_t n = 0;
    for (const struct el *k = e->first; k; k = k->next)
        n += k->tag == TAG_FE_MERGE_NODE;
    struct fx_input *in = ARENA_ARRAY(b->L->arena, n + 1, struct fx_input);
    n = 0;
    for (const struct el *k = e->first; k; k = k->next)
        if (k->tag == TAG_FE_MERGE_NODE)
            in[n++] = input(b, k, "in");
    p->u.merge.inputs = in;
    p->u.merge.n = n;
}

/* feImage: a picture fitted into the subregion, or an element drawn in user space as by use. */
static bool fe_image(struct filter_build *b, struct el *e, const struct style *s, struct fx_primitive *p)
{
    struct lower *L = b->L;
    const char *href = el_href(e);
    while (href && ascii_space(*href))
        href++;
    if (!href || !*href)
        return transparent(p);
    int align;
    bool slice;
    parse_aspect(el_attr(e, "preserveAspectRatio"), &align, &slice);
    p->u.image.align = align;
    p->u.image.smooth = !s->crisp_images;
    if (*href == '#') {
        struct el *target = el_target(L, e);
        if (!target || target->busy || target->tag == TAG_FE_IMAGE)
            return transparent(p);
        struct scope sc = {.style = target->parent ? style_of(L, target->parent) : &L->initial,
                           .vw = b->sc->vw,
                           .vh = b->sc->vh,
                           .ctm = MATRIX_IDENTITY,
                           .depth = b->sc->depth + 1};
        struct nodes content = {0};
        if (sc.depth < 64)
            lower_element(L, target, &sc, &content);
        if (!content.first)
            return transparent(p);
        struct node *g = node_new(L, NODE_GROUP, NULL);
        g->u.group.first = content.first;
        p->u.image.content = g;
        p->u.image.use_subregion = true;
        return true;
    }
    struct rect unit = {0, 0, 1, 1};
    struct node *n = image_node(L, e, href, unit, true, true, align, slice, s->crisp_images, b->sc);
    if (!n)
        return transparent(p);
    p->u.image.content = n;
    return true;
}

bool filter_primitive(struct filter_build *b, struct el *e, struct fx_primitive *p)
{
    static const struct {
        enum svg_tag tag;
        enum fx_kind kind;
    } kinds[] = {{TAG_FE_BLEND, FX_BLEND},
                 {TAG_FE_COLOR_MATRIX, FX_COLOR_MATRIX},
                 {TAG_FE_COMPONENT_TRANSFER, FX_COMPONENT_TRANSFER},
                 {TAG_FE_COMPOSITE, FX_COMPOSITE},
                 {TAG_FE_CONVOLVE_MATRIX, FX_CONVOLVE_MATRIX},
                 {TAG_FE_DIFFUSE_LIGHTING, FX_DIFFUSE_LIGHTING},
                 {TAG_FE_DISPLACEMENT_MAP, FX_DISPLACEMENT_MAP},
                 {TAG_FE_DROP_SHADOW, FX_DROP_SHADOW},
                 {TAG_FE_FLOOD, FX_FLOOD},
                 {TAG_FE_GAUSSIAN_BLUR, FX_GAUSSIAN_BLUR},
                 {TAG_FE_IMAGE, FX_IMAGE},
                 {TAG_FE_MERGE, FX_MERGE},
                 {TAG_FE_MORPHOLOGY, FX_MORPHOLOGY},
                 {TAG_FE_OFFSET, FX_OFFSET},
                 {TAG_FE_SPECULAR_LIGHTING, FX_SPECULAR_LIGHTING},
                 {TAG_FE_TILE, FX_TILE},
                 {TAG_FE_TURBULENCE, FX_TURBULENCE}};
    size_t i = 0, n = sizeof kinds / sizeof *kinds;
    while (i < n && kinds[i].tag != e->tag)
        i++;
    if (i == n)
        return false;
    struct lower *L = b->L;
    const struct style *s = style_of(L, e);
    memset(p, 0, sizeof *p);
    p->kind = kinds[i].kind;
    p->x = el_fraction(L, e, "x", s, b->sc, REL_X, b->bbox, NAN);
    p->y = el_fraction(L, e, "y", s, b->sc, REL_Y, b->bbox, NAN);
    p->w = el_fraction(L, e, "width", s, b->sc, REL_X, b->bbox, NAN);
    p->h = el_fraction(L, e, "height", s, b->sc, REL_Y, b->bbox, NAN);
    p->linear = !s->srgb_filters;
    p->in = input(b, e, "in");
    p->in2 = input(b, e, "in2");
    double x, y;
    switch (p->kind) {
    case FX_BLEND:
        if (!fx_blend_named(el_attr(e, "mode"), &p->u.blend.mode) || p->u.blend.mode == BLEND_PLUS_LIGHTER)
            p->u.blend.mode = BLEND_NORMAL;
        return true;
    case FX_COLOR_MATRIX:
        color_matrix(e, p);
        return true;
    case FX_COMPONENT_TRANSFER:
        component_transfer(L, e, p);
        return true;
    case FX_COMPOSITE:
        composite(e, p);
        return true;
    case FX_CONVOLVE_MATRIX:
        return convolve(L, e, p);
    case FX_DIFFUSE_LIGHTING:
    case FX_SPECULAR_LIGHTING:
        return lighting(b, e, s, p);
    case FX_DISPLACEMENT_MAP:
        p->u.displacement.scale = number(e, "scale", 0);
        p->u.displacement.x_channel = channel(el_attr(e, "xChannelSelector"));
        p->u.displacement.y_channel = channel(el_attr(e, "yChannelSelector"));
        return true;
    case FX_DROP_SHADOW:
        p->u.shadow.dx = number(e, "dx", 2);
        p->u.shadow.dy = number(e, "dy", 2);
        if (!pair(e, "stdDeviation", 2, &x, &y))
            x = y = 0;
        p->u.shadow.std_x = x;
        p->u.shadow.std_y = y;
        p->u.shadow.color = with_opacity(s->flood_color, s->flood_opacity);
        return true;
    case FX_FLOOD:
        p->u.flood.color = with_opacity(s->flood_color, s->flood_opacity);
        return true;
    case FX_GAUSSIAN_BLUR: {
        if (!pair(e, "stdDeviation", 0, &x, &y))
            x = y = 0;
        p->u.blur.std_x = x;
        p->u.blur.std_y = y;
        const char *edge = el_attr(e, "edgeMode");
        p->u.blur.edge = str_eq(edge, "duplicate") ? 1 : str_eq(edge, "wrap") ? 2 : 0;
        return true;
    }
    case FX_IMAGE:
        return fe_image(b, e, s, p);
    case FX_MERGE:
        merge(b, e, p);
        return true;
    case FX_MORPHOLOGY:
        if (!pair(e, "radius", 0, &x, &y))
            x = y = 0;
        p->u.morphology.rx = x;
        p->u.morphology.ry = y;
        p->u.morphology.dilate = str_eq(el_attr(e, "operator"), "dilate");
        return true;
    case FX_OFFSET:
        p->u.offset.dx = number(e, "dx", 0);
        p->u.offset.dy = number(e, "dy", 0);
        return true;
    case FX_TURBULENCE:
        return turbulence(e, p);
    default:
        return true;
    }
}
