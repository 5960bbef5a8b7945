# Colour glyphs of all kinds, with the small fonts of tests/render/fonts (make.py there makes them).
setup() {
    W=$(mktemp -d)
    FONTS=$ROOT/tests/render/fonts
}
teardown() { rm -rf "$W"; }

# picture BODY [FORMAT [OPTION...]]: a drawing of 400 x 100 at $W/out.png; each letter is a square of 100.
picture() {
    format=${2:-png}
    options=${3:-}
    echo "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='100' font-size='100'>$1</svg>" >"$W/in.svg"
    render-still "$W/in.svg" -o "$W/out.$format" $options --background white --font-dir "$FONTS" 2>"$W/err"
}

# is X Y RRGGBB: the colour of a pixel, give or take 6.
is() {
    /usr/bin/python3 - "$W/out.png" "$@" <<'EOF'
import sys
from PIL import Image
path, x, y, want = sys.argv[1:]
have = Image.open(path).convert("RGB").getpixel((int(x), int(y)))
near = all(abs(h - int(want[2 * i:2 * i + 2], 16)) <= 6 for i, h in enumerate(have))
sys.exit(0 if near else f"{x},{y} is {bytes(have).hex()}, not {want}")
EOF
}

@test "glyphs that are SVG documents: gzipped, shared, with the palette and the text's colour" {
    picture "<text y='90' fill='green' font-family='Pressrun Test SVG'>ABC</text>"
    is 50 50 e63946
    is 13 13 ffffff # beside the disc, where the plain square is
    is 120 60 fb9f03
    is 220 50 008000
    is 270 50 005ac8
    [ ! -s "$W/err" ]
}

@test "a document that is no picture is said, and the plain outline drawn" {
    picture "<text y='90' fill='green' font-family='Pressrun Test SVG'>DE</text>"
    is 50 50 008000
    is 150 50 008000
    grep -q 'warning: 2 colour glyphs cannot be read: they are drawn in one colour \[svg-glyph\]' "$W/err"
}

@test "COLR 0 and 1: layers, gradients, the text's colour, and the fill's opacity over the whole glyph" {
    picture "<text y='90' fill='blue' font-family='Pressrun Test COLR0'>AB</text>
        <text x='200' y='90' fill='blue' fill-opacity='.5' font-family='Pressrun Test COLR0'>AB</text>"
    is 20 50 e63946
    is 50 50 ffffff
    is 120 50 0000ff
    is 150 50 000080
    is 220 50 f29ca2
    is 250 50 ffffff
    is 320 50 8080ff
    picture "<text y='90' fill='blue' font-family='Pressrun Test COLR1'>ABCD</text>"
    is 50 20 d20601
    is 12 20 fcae03
    is 250 50 0000ff
    is 312 12 ffffff # cut by its clip box
    picture "<text y='90' fill='lime' font-family='Pressrun Test COLR1'>ABCD</text>"
    is 250 50 00ff00
}

@test "SVG glyphs stay vectors in PDF and SVG, and every writer draws the same" {
    body="<text y='90' fill='green' font-family='Pressrun Test SVG'>ABC</text>"
    picture "$body" pdf
    ! grep -q '/Subtype */Image' "$W/out.pdf"
    pdftoppm -r 96 -png -singlefile "$W/out.pdf" "$W/out"
    is 50 50 e63946
    is 220 50 008000
    is 270 50 005ac8
    picture "$body" svg --text=outlines
    ! grep -q '<image' "$W/out.svg"
    ! grep -q 'id="glyph' "$W/out.svg"
    render-still "$W/out.svg" -o "$W/out.png" --background white
    is 50 50 e63946
    is 270 50 005ac8
}

@test "a picture drawn by many workers and with every cache has the same glyphs" {
    cat >"$W/card.svg" <<'EOF'
<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100" font-size="60" font-family="Pressrun Test SVG">
<rect width="400" height="100" fill="white"/><text y="90" fill="green">ABC</text><text x="200" y="90">{name}</text></svg>
EOF
    printf 'name\nA\nB\nC\nAB\nBC\nCA\nABC\n' >"$W/people.csv"
    variant-expand "$W/card.svg" "$W/people.csv" >"$W/lines"
    for jobs in 1 4; do
        render-still "$W/lines" -o "$W/$jobs" -j "$jobs" --font-dir "$FONTS" --quiet >/dev/null
    done
    diff -r -x .pressrun "$W/1" "$W/4"
    [ "$(find "$W/1" -name '*.png' | wc -l)" = 7 ]
}
