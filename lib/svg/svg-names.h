/* svg: the names of elements and properties, each list once. Included by svg-imp.h only. */
#ifndef PRESSRUN_SVG_NAMES_H
#define PRESSRUN_SVG_NAMES_H

/* T(ID, "name"), sorted by name (bytes) for binary search. */
#define SVG_TAGS(T)                                 \
    T(A, "a")                                       \
    T(CIRCLE, "circle")                             \
    T(CLIP_PATH, "clipPath")                        \
    T(DEFS, "defs")                                 \
    T(DESC, "desc")                                 \
    T(ELLIPSE, "ellipse")                           \
    T(FE_BLEND, "feBlend")                          \
    T(FE_COLOR_MATRIX, "feColorMatrix")             \
    T(FE_COMPONENT_TRANSFER, "feComponentTransfer") \
    T(FE_COMPOSITE, "feComposite")                  \
    T(FE_CONVOLVE_MATRIX, "feConvolveMatrix")       \
    T(FE_DIFFUSE_LIGHTING, "feDiffuseLighting")     \
    T(FE_DISPLACEMENT_MAP, "feDisplacementMap")     \
    T(FE_DISTANT_LIGHT, "feDistantLight")           \
    T(FE_DROP_SHADOW, "feDropShadow")               \
    T(FE_FLOOD, "feFlood")                          \
    T(FE_FUNC_A, "feFuncA")                         \
    T(FE_FUNC_B, "feFuncB")                         \
    T(FE_FUNC_G, "feFuncG")                         \
    T(FE_FUNC_R, "feFuncR")                         \
    T(FE_GAUSSIAN_BLUR, "feGaussianBlur")           \
    T(FE_IMAGE, "feImage")                          \
    T(FE_MERGE, "feMerge")                          \
    T(FE_MERGE_NODE, "feMergeNode")                 \
    T(FE_MORPHOLOGY, "feMorphology")                \
    T(FE_OFFSET, "feOffset")                        \
    T(FE_POINT_LIGHT, "fePointLight")               \
    T(FE_SPECULAR_LIGHTING, "feSpecularLighting")   \
    T(FE_SPOT_LIGHT, "feSpotLight")                 \
    T(FE_TILE, "feTile")                            \
    T(FE_TURBULENCE, "feTurbulence")                \
    T(FILTER, "filter")                             \
    T(FLOW_DIV, "flowDiv")                          \
    T(FLOW_LINE, "flowLine")                        \
    T(FLOW_PARA, "flowPara")                        \
    T(FLOW_REGION, "flowRegion")                    \
    T(FLOW_ROOT, "flowRoot")                        \
    T(FLOW_SPAN, "flowSpan")                        \
    T(FOREIGN_OBJECT, "foreignObject")              \
    T(G, "g")                                       \
    T(IMAGE, "image")                               \
    T(LINE, "line")                                 \
    T(LINEAR_GRADIENT, "linearGradient")            \
    T(MARKER, "marker")                             \
    T(MASK, "mask")                                 \
    T(METADATA, "metadata")                         \
    T(PATH, "path")                                 \
    T(PATTERN, "pattern")                           \
    T(POLYGON, "polygon")                           \
    T(POLYLINE, "polyline")                         \
    T(RADIAL_GRADIENT, "radialGradient")            \
    T(RECT, "rect")                                 \
    T(SCRIPT, "script")                             \
    T(STOP, "stop")                                 \
    T(STYLE, "style")                               \
    T(SVG, "svg")                                   \
    T(SWITCH, "switch")                             \
    T(SYMBOL, "symbol")                             \
    T(TEXT, "text")                                 \
    T(TEXT_PATH, "textPath")                        \
    T(TITLE, "title")                               \
    T(TREF, "tref")                                 \
    T(TSPAN, "tspan")                               \
    T(USE, "use")                                   \
    T(VIEW, "view")

enum svg_tag {
    TAG_TEXT_NODE, /* not an element */
    TAG_UNKNOWN,   /* an element of another namespace or an unknown one: nothing below it is drawn */
#define T(ID, NAME) TAG_##ID,
    SVG_TAGS(T)
#undef T
};

/* P(ID, "name", attribute): attribute = it may be written as a presentation attribute. Sorted by name. */
#define SVG_PROPS(P)                                                 \
    P(ALIGNMENT_BASELINE, "alignment-baseline", 1)                   \
    P(BACKGROUND_COLOR, "background-color", 0)                       \
    P(BASELINE_SHIFT, "baseline-shift", 1)                           \
    P(CLIP, "clip", 1)                                               \
    P(CLIP_PATH, "clip-path", 1)                                     \
    P(CLIP_RULE, "clip-rule", 1)                                     \
    P(COLOR, "color", 1)                                             \
    P(COLOR_INTERPOLATION, "color-interpolation", 1)                 \
    P(COLOR_INTERPOLATION_FILTERS, "color-interpolation-filters", 1) \
    P(CX, "cx", 1)                                                   \
    P(CY, "cy", 1)                                                   \
    P(D, "d", 1)                                                     \
    P(DIRECTION, "direction", 1)                                     \
    P(DISPLAY, "display", 1)                                         \
    P(DOMINANT_BASELINE, "dominant-baseline", 1)                     \
    P(FILL, "fill", 1)                                               \
    P(FILL_OPACITY, "fill-opacity", 1)                               \
    P(FILL_RULE, "fill-rule", 1)                                     \
    P(FILTER, "filter", 1)                                           \
    P(FLOOD_COLOR, "flood-color", 1)                                 \
    P(FLOOD_OPACITY, "flood-opacity", 1)                             \
    P(FONT_FAMILY, "font-family", 1)                                 \
    P(FONT_FEATURE_SETTINGS, "font-feature-settings", 1)             \
    P(FONT_KERNING, "font-kerning", 1)                               \
    P(FONT_OPTICAL_SIZING, "font-optical-sizing", 1)                 \
    P(FONT_SIZE, "font-size", 1)                                     \
    P(FONT_SIZE_ADJUST, "font-size-adjust", 1)                       \
    P(FONT_STRETCH, "font-stretch", 1)                               \
    P(FONT_STYLE, "font-style", 1)                                   \
    P(FONT_SYNTHESIS, "font-synthesis", 0)                           \
    P(FONT_SYNTHESIS_SMALL_CAPS, "font-synthesis-small-caps", 0)     \
    P(FONT_SYNTHESIS_STYLE, "font-synthesis-style", 0)               \
    P(FONT_SYNTHESIS_WEIGHT, "font-synthesis-weight", 0)             \
    P(FONT_VARIANT, "font-variant", 1)                               \
    P(FONT_VARIANT_CAPS, "font-variant-caps", 1)                     \
    P(FONT_VARIANT_EAST_ASIAN, "font-variant-east-asian", 1)         \
    P(FONT_VARIANT_LIGATURES, "font-variant-ligatures", 1)           \
    P(FONT_VARIANT_NUMERIC, "font-variant-numeric", 1)               \
    P(FONT_VARIANT_POSITION, "font-variant-position", 1)             \
    P(FONT_VARIATION_SETTINGS, "font-variation-settings", 1)         \
    P(FONT_WEIGHT, "font-weight", 1)                                 \
    P(GLYPH_ORIENTATION_VERTICAL, "glyph-orientation-vertical", 1)   \
    P(HEIGHT, "height", 1)                                           \
    P(IMAGE_RENDERING, "image-rendering", 1)                         \
    P(INLINE_SIZE, "inline-size", 1)                                 \
    P(ISOLATION, "isolation", 0)                                     \
    P(KERNING, "kerning", 1)                                         \
    P(LETTER_SPACING, "letter-spacing", 1)                           \
    P(LIGHTING_COLOR, "lighting-color", 1)                           \
    P(LINE_HEIGHT, "line-height", 1)                                 \
    P(MARKER_END, "marker-end", 1)                                   \
    P(MARKER_MID, "marker-mid", 1)                                   \
    P(MARKER_START, "marker-start", 1)                               \
    P(MASK, "mask", 1)                                               \
    P(MASK_TYPE, "mask-type", 1)                                     \
    P(MIX_BLEND_MODE, "mix-blend-mode", 0)                           \
    P(OPACITY, "opacity", 1)                                         \
    P(OVERFLOW, "overflow", 1)                                       \
    P(PAINT_ORDER, "paint-order", 1)                                 \
    P(R, "r", 1)                                                     \
    P(ROTATE, "rotate", 0)                                           \
    P(RX, "rx", 1)                                                   \
    P(RY, "ry", 1)                                                   \
    P(SCALE, "scale", 0)                                             \
    P(SHAPE_INSIDE, "shape-inside", 1)                               \
    P(SHAPE_MARGIN, "shape-margin", 1)                               \
    P(SHAPE_PADDING, "shape-padding", 1)                             \
    P(SHAPE_RENDERING, "shape-rendering", 1)                         \
    P(SHAPE_SUBTRACT, "shape-subtract", 1)                           \
    P(STOP_COLOR, "stop-color", 1)                                   \
    P(STOP_OPACITY, "stop-opacity", 1)                               \
    P(STROKE, "stroke", 1)                                           \
    P(STROKE_DASHARRAY, "stroke-dasharray", 1)                       \
    P(STROKE_DASHOFFSET, "stroke-dashoffset", 1)                     \
    P(STROKE_LINECAP, "stroke-linecap", 1)                           \
    P(STROKE_LINEJOIN, "stroke-linejoin", 1)                         \
    P(STROKE_MITERLIMIT, "stroke-miterlimit", 1)                     \
    P(STROKE_OPACITY, "stroke-opacity", 1)                           \
    P(STROKE_WIDTH, "stroke-width", 1)                               \
    P(TEXT_ALIGN, "text-align", 1)                                   \
    P(TEXT_ANCHOR, "text-anchor", 1)                                 \
    P(TEXT_DECORATION, "text-decoration", 1)                         \
    P(TEXT_DECORATION_COLOR, "text-decoration-color", 0)             \
    P(TEXT_DECORATION_LINE, "text-decoration-line", 1)               \
    P(TEXT_DECORATION_SKIP_INK, "text-decoration-skip-ink", 0)       \
    P(TEXT_DECORATION_STYLE, "text-decoration-style", 0)             \
    P(TEXT_DECORATION_THICKNESS, "text-decoration-thickness", 0)     \
    P(TEXT_ORIENTATION, "text-orientation", 1)                       \
    P(TEXT_RENDERING, "text-rendering", 1)                           \
    P(TEXT_TRANSFORM, "text-transform", 1)                           \
    P(TEXT_UNDERLINE_OFFSET, "text-underline-offset", 0)             \
    P(TEXT_UNDERLINE_POSITION, "text-underline-position", 0)         \
    P(TRANSFORM, "transform", 1)                                     \
    P(TRANSFORM_BOX, "transform-box", 1)                             \
    P(TRANSFORM_ORIGIN, "transform-origin", 1)                       \
    P(TRANSLATE, "translate", 0)                                     \
    P(UNICODE_BIDI, "unicode-bidi", 1)                               \
    P(VECTOR_EFFECT, "vector-effect", 1)                             \
    P(VISIBILITY, "visibility", 1)                                   \
    P(WHITE_SPACE, "white-space", 1)                                 \
    P(WIDTH, "width", 1)                                             \
    P(WORD_SPACING, "word-spacing", 1)                               \
    P(WRITING_MODE, "writing-mode", 1)                               \
    P(X, "x", 1)                                                     \
    P(Y, "y", 1)

enum svg_prop {
    PROP_CUSTOM, /* --name */
#define P(ID, NAME, ATTR) PROP_##ID,
    SVG_PROPS(P)
#undef P
        PROP_N
};

#endif
