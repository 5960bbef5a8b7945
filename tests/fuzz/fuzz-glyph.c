/* Glyphs that are SVG documents of a font: hostile ones give a valid picture that can be painted, or none.
 * The first byte chooses the glyph. */
#include <stddef.h>
#include <stdint.h>

#include "render/render-imp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { SIDE = 24 };
    static const struct rgba palette[] = {{255, 0, 0, 255}, {0, 0, 255, 128}};
    if (size == 0)
        return 0;
    struct glyph_svg g = {.data = (const char *)data + 1,
                          .len = size - 1,
                          .glyph = data[0] % 4,
                          .em = 1000,
                          .color = {1, 2, 3, 255},
                          .palette = palette,
                          .n_palette = 2};
    struct ctx ctx = {0};
    struct rect ink;
    bool colored = false;
    struct tree *t = svg_glyphs.make(&g, &ink, &colored);
    if (!t)
        return 0;
    if (tree_validate(&ctx, t) != 0 || !(ink.w >= 0) || !(ink.h >= 0))
        __builtin_trap();
    struct painter *painter = painter_new();
    struct pixmap *p = pixmap_new(SIDE, SIDE);
    struct matrix fit = {SIDE / g.em, 0, 0, SIDE / g.em, 0, SIDE};
    paint_node(&ctx, painter, t->root, false, &FRAME_NONE, fit, p, 0, 0);
    pixmap_drop(p);
    painter_drop(painter);
    svg_glyphs.drop(t);
    return 0;
}
