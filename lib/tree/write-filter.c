/* The SVG writer's filters. */
#include <math.h>
#include <string.h>

#include "tree/write-imp.h"

static void put_input(struct str *s, const char *name, struct fx_input in)
{
    static const char *const kinds[] = {NULL,        "SourceGraphic", "SourceAlpha", "BackgroundImage",
                                        "FillPaint", "StrokePaint"};
    if (in.kind == FX_IN_RESULT)
        str_printf(s, " %s=\"r%d\"", name, in.result);
    else if (kinds[in.kind])
        str_printf(s, " %s=\"%s\"", name, kinds[in.kind]);
}

static void put_pair(struct str *s, const char *name, double x, double y)
{
    str_printf(s, " %s=\"", name);
    str_put_number(s, x);
    str_putc(s, ' ');
    str_put_number(s, y);
    str_putc(s, '"');
}

static void put_list(struct str *s, const char *name, const double *v, size_t n)
{
    str_printf(s, " %s=\"", name);
    for (size_t i = 0; i < n; i++) {
        if (i)
            str_putc(s, ' ');
        str_put_number(s, v[i]);
    }
    str_putc(s, '"');
}

static void put_tint(struct str *s, const char *name, struct rgba c)
{
    str_printf(s, " %s-color=\"#%02x%02x%02x\"", name, c.r, c.g, c.b);
    if (c.a < 255) {
        str_printf(s, " %s-opacity=\"", name);
        str_put_number(s, c.a / 255.0);
        str_putc(s, '"');
    }
}

static void put_transfer(struct str *s, const char *name, const struct fx_transfer *t)
{
    static const char *const kinds[] = {"identity", "table", "discrete", "linear", "gamma"};
    str_printf(s, "<feFunc%s type=\"%s\"", name, kinds[t->kind]);
    if (t->kind == FX_TABLE || t->kind == FX_DISCRETE)
        put_list(s, "tableValues", t->table, t->n_table);
    if (t->kind == FX_LINEAR) {
        write_attr(s, "slope", t->slope);
        write_attr(s, "intercept", t->intercept);
    }
    if (t->kind == FX_GAMMA) {
        write_attr(s, "amplitude", t->amplitude);
        write_attr(s, "exponent", t->exponent);
        write_attr(s, "offset", t->offset);
    }
    str_puts(s, "/>");
}

static void put_light(struct str *s, const struct fx_light *l)
{
    if (l->kind == FX_LIGHT_DISTANT) {
        str_puts(s, "<feDistantLight");
        write_attr(s, "azimuth", l->azimuth);
        write_attr(s, "elevation", l->elevation);
    } else {
        str_puts(s, l->kind == FX_LIGHT_POINT ? "<fePointLight" : "<feSpotLight");
        write_attr(s, "x", l->x);
        write_attr(s, "y", l->y);
        write_attr(s, "z", l->z);
    }
    if (l->kind == FX_LIGHT_SPOT) {
        write_attr(s, "pointsAtX", l->at_x);
        write_attr(s, "pointsAtY", l->at_y);
        write_attr(s, "pointsAtZ", l->at_z);
        write_attr(s, "specularExponent", l->specular_exponent);
        if (!isnan(l->cone_angle))
            write_attr(s, "limitingConeAngle", l->cone_angle);
    }
    str_puts(s, "/>");
}

static void put_convolve(struct str *s, const struct fx_primitive *p)
{
    static const char *const edges[] = {"none", "duplicate", "wrap"};
    put_pair(s, "order", p->u.convolve.cols, p->u.convolve.rows);
    put_list(s, "kernelMatrix", p->u.convolve.kernel,
             (size_t)p->u.convolve.cols * (size_t)p->u.convolve.rows);
    write_attr(s, "divisor", p->u.convolve.divisor);
    write_attr(s, "bias", p->u.convolve.bias);
    write_attr(s, "targetX", p->u.convolve.target_x);
    write_attr(s, "targetY", p->u.convolve.target_y);
    str_printf(s, " edgeMode=\"%s\" preserveAlpha=\"%s\"", edges[p->u.convolve.edge],
               p->u.convolve.preserve_alpha ? "true" : "false");
}

/* What feImage shows is written beside the filter. An element is named; a picture is a data URL. */
static void put_image(struct svg_writer *w, struct str *s, const struct fx_primitive *p)
{
    static const char *const aligns[] = {"none",     "xMinYMin", "xMidYMin", "xMaxYMin", "xMinYMid",
                                         "xMidYMid", "xMaxYMid", "xMinYMax", "xMidYMax", "xMaxYMax"};
    const struct node *n = p->u.image.content;
    if (n && n->kind == NODE_IMAGE && n->u.image.pixmap) {
        str_printf(s, " preserveAspectRatio=\"%s%s\" href=\"%s\"", aligns[n->u.image.fit.align],
                   n->u.image.fit.slice ? " slice" : "", write_picture(w, n->u.image.pixmap));
        return;
    }
    if (!n)
        return;
    struct str g = STR_INIT;
    str_puts(&g, ">\n");
    write_nodes(w, &g, n);
    str_puts(&g, "</g>\n");
    str_printf(s, " href=\"#%s\"", write_def(w, "g", &g));
}

/* The attributes behind the inputs; true when the element has children, which stand in *s then. */
static void put_parameters(struct svg_writer *w, struct str *s, const struct fx_primitive *p)
{
    static const char *const ops[] = {"over", "in", "out", "atop", "xor", "lighter", "arithmetic"};
    static const char channels[] = "RGBA";
    static const char *const edges[] = {"none", "duplicate", "wrap"};
    switch (p->kind) {
    case FX_BLEND:
        str_printf(s, " mode=\"%s\"", fx_blend_name(p->u.blend.mode));
        break;
    case FX_COLOR_MATRIX:
        put_list(s, "values", p->u.color_matrix.values, 20);
        break;
    case FX_COMPOSITE:
        str_printf(s, " operator=\"%s\"", ops[p->u.composite.op]);
        if (p->u.composite.op == FX_ARITHMETIC) {
            write_attr(s, "k1", p->u.composite.k1);
            write_attr(s, "k2", p->u.composite.k2);
            write_attr(s, "k3", p->u.composite.k3);
            write_attr(s, "k4", p->u.composite.k4);
        }
        break;
    case FX_CONVOLVE_MATRIX:
        put_convolve(s, p);
        break;
    case FX_DIFFUSE_LIGHTING:
    case FX_SPECULAR_LIGHTING:
        write_attr(s, "surfaceScale", p->u.lighting.surface_scale);
        write_attr(s, p->kind == FX_DIFFUSE_LIGHTING ? "diffuseConstant" : "specularConstant",
                   p->u.lighting.constant);
        if (p->kind == FX_SPECULAR_LIGHTING)
            write_attr(s, "specularExponent", p->u.lighting.specular_exponent);
        put_tint(s, "lighting", p->u.lighting.color);
        break;
    case FX_DISPLACEMENT_MAP:
        write_attr(s, "scale", p->u.displacement.scale);
        str_printf(s, " xChannelSelector=\"%c\" yChannelSelector=\"%c\"",
                   channels[p->u.displacement.x_channel & 3], channels[p->u.displacement.y_channel & 3]);
        break;
    case FX_DROP_SHADOW:
        write_attr(s, "dx", p->u.shadow.dx);
        write_attr(s, "dy", p->u.shadow.dy);
        put_pair(s, "stdDeviation", p->u.shadow.std_x, p->u.shadow.std_y);
        put_tint(s, "flood", p->u.shadow.color);
        break;
    case FX_FLOOD:
        put_tint(s, "flood", p->u.flood.color);
        break;
    case FX_GAUSSIAN_BLUR:
        put_pair(s, "stdDeviation", p->u.blur.std_x, p->u.blur.std_y);
        if (p->u.blur.edge)
            str_printf(s, " edgeMode=\"%s\"", edges[p->u.blur.edge]);
        break;
    case FX_IMAGE:
        put_image(w, s, p);
        break;
    case FX_MORPHOLOGY:
        str_printf(s, " operator=\"%s\"", p->u.morphology.dilate ? "dilate" : "erode");
        put_pair(s, "radius", p->u.morphology.rx, p->u.morphology.ry);
        break;
    case FX_OFFSET:
        write_attr(s, "dx", p->u.offset.dx);
        write_attr(s, "dy", p->u.offset.dy);
        break;
    case FX_TURBULENCE:
        put_pair(s, "baseFrequency", p->u.turbulence.fx, p->u.turbulence.fy);
        write_attr(s, "numOctaves", p->u.turbulence.octaves);
        write_attr(s, "seed", p->u.turbulence.seed);
        str_printf(s, " type=\"%s\" stitchTiles=\"%s\"",
                   p->u.turbulence.fractal ? "fractalNoise" : "turbulence",
                   p->u.turbulence.stitch ? "stitch" : "noStitch");
        break;
    default:
        break;
    }
}

static void put_children(struct str *s, const struct fx_primitive *p)
{
    if (p->kind == FX_COMPONENT_TRANSFER) {
        put_transfer(s, "R", &p->u.transfer.r);
        put_transfer(s, "G", &p->u.transfer.g);
        put_transfer(s, "B", &p->u.transfer.b);
        put_transfer(s, "A", &p->u.transfer.a);
    } else if (p->kind == FX_MERGE) {
        for (size_t i = 0; i < p->u.merge.n; i++) {
            str_puts(s, "<feMergeNode");
            put_input(s, "in", p->u.merge.inputs[i]);
            str_puts(s, "/>");
        }
    } else if (p->kind == FX_DIFFUSE_LIGHTING || p->kind == FX_SPECULAR_LIGHTING) {
        put_light(s, &p->u.lighting.light);
    }
}

static void put_primitive(struct svg_writer *w, struct str *s, const struct fx_primitive *p, size_t i)
{
    static const char *const names[] = {"feBlend",
                                        "feColorMatrix",
                                        "feComponentTransfer",
                                        "feComposite",
                                        "feConvolveMatrix",
                                        "feDiffuseLighting",
                                        "feDisplacementMap",
                                        "feDropShadow",
                                        "feFlood",
                                        "feGaussianBlur",
                                        "feImage",
                                        "feMerge",
                                        "feMorphology",
                                        "feOffset",
                                        "feSpecularLighting",
                                        "feTile",
                                        "feTurbulence"};
    static const char *const sides[] = {"x", "y", "width", "height"};
    const double v[] = {p->x, p->y, p->w, p->h};
    str_printf(s, "<%s", names[p->kind]);
    for (int k = 0; k < 4; k++)
        if (!isnan(v[k]))
            write_attr(s, sides[k], v[k]);
    if (p->kind != FX_MERGE)
        put_input(s, "in", p->in);
    if (p->kind == FX_BLEND || p->kind == FX_COMPOSITE || p->kind == FX_DISPLACEMENT_MAP)
        put_input(s, "in2", p->in2);
    put_parameters(w, s, p);
    if (!p->linear)
        str_puts(s, " color-interpolation-filters=\"sRGB\"");
    str_printf(s, " result=\"r%zu\"", i);
    size_t before = s->len;
    str_puts(s, ">");
    put_children(s, p);
    if (s->len == before + 1) {
        s->len = before;
        str_puts(s, "/>\n");
    } else {
        str_printf(s, "</%s>\n", names[p->kind]);
    }
}

const char *write_filter(struct svg_writer *w, const struct fx_filter *f, const struct rect *box)
{
    struct rect region, object = box ? *box : (struct rect){0, 0, 0, 0};
    struct str s = STR_INIT;
    bool have = fx_region(f, object, &region);
    if (!have) /* the element is not drawn then, and an empty filter says so */
        region = (struct rect){0, 0, 0, 0};
    str_puts(&s, " filterUnits=\"userSpaceOnUse\"");
    write_attr(&s, "x", region.x);
    write_attr(&s, "y", region.y);
    write_attr(&s, "width", region.w);
    write_attr(&s, "height", region.h);
    if (f->primitive_bbox)
        str_puts(&s, " primitiveUnits=\"objectBoundingBox\"");
    str_puts(&s, ">\n");
    for (size_t i = 0; i < f->n; i++)
        put_primitive(w, &s, &f->primitives[i], i);
    str_puts(&s, "</filter>\n");
    return write_def(w, "filter", &s);
}
