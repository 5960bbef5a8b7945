#!/usr/bin/python3
"""Makes the small fonts beside it: colour glyphs of all kinds over the same plain squares. Needs python3-fonttools."""
import gzip
import os
import sys

from fontTools.colorLib import builder
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables import otTables as ot
from fontTools.ttLib.tables.S_V_G_ import SVGDocument
from fontTools.ttLib.tables.TupleVariation import TupleVariation

HERE = os.path.dirname(os.path.abspath(__file__))
os.environ["SOURCE_DATE_EPOCH"] = "0"


def square(x0, y0, x1, y1):
    pen = TTGlyphPen(None)
    pen.moveTo((x0, y0))
    pen.lineTo((x0, y1))
    pen.lineTo((x1, y1))
    pen.lineTo((x1, y0))
    pen.closePath()
    return pen.glyph()


def disc(cx, cy, r):
    pen = TTGlyphPen(None)
    k = r * 0.4142
    pen.moveTo((cx + r, cy))
    for (ax, ay), (bx, by), (x, y) in [((r, k), (k, r), (0, r)), ((-k, r), (-r, k), (-r, 0)),
                                       ((-r, -k), (-k, -r), (0, -r)), ((k, -r), (r, -k), (r, 0))]:
        pen.qCurveTo((cx + ax, cy + ay), (cx + bx, cy + by), (cx + x, cy + y))
    pen.closePath()
    return pen.glyph()


def font(family, letters, extra=()):
    order = [".notdef", "space"] + list(letters) + [name for name, _ in extra]
    fb = FontBuilder(1000, isTTF=True)
    fb.setupGlyphOrder(order)
    fb.setupCharacterMap({32: "space", **{ord(c): c for c in letters}})
    empty = TTGlyphPen(None).glyph()
    glyphs = {".notdef": square(100, 0, 400, 700), "space": empty}
    glyphs.update({c: square(100, 0, 900, 800) for c in letters})
    glyphs.update(dict(extra))
    fb.setupGlyf(glyphs)
    fb.setupHorizontalMetrics({name: (1000, getattr(glyphs[name], "xMin", 0)) for name in order})
    fb.setupHorizontalHeader(ascent=900, descent=-100)
    fb.setupOS2(sTypoAscender=900, sTypoDescender=-100, usWinAscent=900, usWinDescent=100)
    fb.setupNameTable({"familyName": family, "styleName": "Regular",
                       "psName": family.replace(" ", "")})
    fb.setupPost()
    fb.font["head"].created = fb.font["head"].modified = 0
    return fb.font, {name: i for i, name in enumerate(order)}


def palette(f, colors):
    f["CPAL"] = builder.buildCPAL([[tuple(c / 255 for c in color) for color in colors]])


def svg_font():
    f, ids = font("Pressrun Test SVG", "ABCDE")
    ns = 'xmlns="http://www.w3.org/2000/svg"'
    plain = f'<svg id="glyph{ids["A"]}" {ns}><circle cx="500" cy="-400" r="400" fill="#e63946"/>' \
            '<text x="100" y="-100" font-size="300">no</text></svg>'
    shared = f'<svg {ns}><defs><linearGradient id="g"><stop stop-color="#ffb703"/><stop offset="1" ' \
             'stop-color="#d00"/></linearGradient></defs><rect id="wing" x="100" y="-800" width="300" height="800"/>' \
             f'<g transform="translate(0 -100)"><g id="glyph{ids["B"]}"><rect x="100" y="-700" width="800" ' \
             f'height="700" rx="200" fill="url(#g)"/></g></g><g id="glyph{ids["C"]}" fill="context-fill">' \
             '<use href="#wing"/><circle cx="700" cy="-400" r="200" style="fill: var(--color1, red)"/></g></svg>'
    hostile = f'<svg {ns}><g id="glyph{ids["D"]}"><image href="../secret.png" x="100" y="-800" width="9" height="9"/>' \
              f'<use href="#glyph{ids["D"]}"/></g></svg>'
    table = newTable("SVG ")
    table.docList = [
        SVGDocument(plain, ids["A"], ids["A"], False),
        SVGDocument(shared, ids["B"], ids["C"], True),
        SVGDocument(hostile, ids["D"], ids["D"], False),
        SVGDocument("<svg", ids["E"], ids["E"], False),
    ]
    f["SVG "] = table
    palette(f, [(255, 255, 255, 255), (0, 90, 200, 255)])
    return f


def colr0_font():
    f, _ = font("Pressrun Test COLR0", "AB", [("disc", disc(500, 400, 400)), ("dot", disc(500, 400, 150))])
    f["COLR"] = builder.buildCOLR({"A": [("disc", 0), ("dot", 1)], "B": [("disc", 0xFFFF), ("dot", 2)]}, version=0)
    palette(f, [(230, 57, 70, 255), (255, 255, 255, 255), (0, 0, 0, 128)])
    return f


def colr1_font():
    f, _ = font("Pressrun Test COLR1", "ABCD", [("disc", disc(500, 400, 400)), ("dot", disc(500, 400, 150))])
    stops = {"ColorStop": [(0, 0), (1, 1)], "Extend": "reflect"}
    linear = {"Format": ot.PaintFormat.PaintLinearGradient, "ColorLine": stops, "x0": 100, "y0": 0, "x1": 500,
              "y1": 0, "x2": 100, "y2": 400}
    radial = {"Format": ot.PaintFormat.PaintRadialGradient, "ColorLine": stops, "x0": 400, "y0": 500, "r0": 0,
              "x1": 500, "y1": 400, "r1": 400}
    sweep = {"Format": ot.PaintFormat.PaintSweepGradient, "ColorLine": {"ColorStop": [(0, 0), (1, 1)],
             "Extend": "pad"}, "centerX": 500, "centerY": 400, "startAngle": 0, "endAngle": 359}

    def glyph(name, paint):
        return {"Format": ot.PaintFormat.PaintGlyph, "Glyph": name, "Paint": paint}

    solid = {"Format": ot.PaintFormat.PaintSolid, "PaletteIndex": 2, "Alpha": 0.5}
    text = {"Format": ot.PaintFormat.PaintSolid, "PaletteIndex": 0xFFFF, "Alpha": 1}
    turned = {"Format": ot.PaintFormat.PaintRotateAroundCenter, "angle": 45, "centerX": 500, "centerY": 400,
              "Paint": glyph("A", linear)}
    over = {"Format": ot.PaintFormat.PaintComposite, "SourcePaint": glyph("dot", text), "CompositeMode": "src_over",
            "BackdropPaint": glyph("disc", sweep)}
    layers = {"Format": ot.PaintFormat.PaintColrLayers, "Layers": [glyph("A", linear), glyph("dot", solid)]}
    f["COLR"] = builder.buildCOLR({"A": layers, "B": glyph("disc", radial), "C": over, "D": turned},
                                  version=1, clipBoxes={"D": (100, 0, 900, 800)}, glyphMap=f.getReverseGlyphMap())
    palette(f, [(255, 183, 3, 255), (208, 0, 0, 255), (0, 0, 0, 255)])
    return f


def variable_font():
    f, _ = font("Pressrun Test Variable", "AB")
    fb = FontBuilder(font=f)
    fb.setupFvar([("wght", 100, 100, 900, "Weight")], [])
    wide = [(0, 0), (0, 0), (-600, 0), (-600, 0)] + [(0, 0)] * 4
    fb.setupGvar({"A": [TupleVariation({"wght": (0, 1, 1)}, wide)]})
    return f


if __name__ == "__main__":
    where = sys.argv[1] if len(sys.argv) > 1 else HERE
    for name, make in [("svg", svg_font), ("colr0", colr0_font), ("colr1", colr1_font),
                       ("variable", variable_font)]:
        make().save(os.path.join(where, f"test-{name}.ttf"), reorderTables=False)
