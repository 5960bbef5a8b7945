#!/usr/bin/env bats
# PDF: the fonts' own glyphs are embedded, clips stay vectors, the same bytes every time.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    cat >t.svg <<'X'
<svg xmlns="http://www.w3.org/2000/svg" width="200" height="120" font-family="Inter">
<clipPath id="a"><circle cx="60" cy="60" r="50"/></clipPath>
<clipPath id="b" clip-path="url(#a)"><rect width="60" height="120"/></clipPath>
<linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>
<g clip-path="url(#b)"><rect width="120" height="120" fill="url(#g)"/></g>
<text x="70" y="40" font-size="20">Office</text>
<text x="70" y="80" font-size="20" font-weight="bold">B</text></svg>
X
}

@test "fonts are embedded under their names, as subsets" {
    render-still t.svg -o t.pdf
    grep -aq '/BaseFont /[A-Z]*+Inter-Regular' t.pdf
    grep -aq '/BaseFont /[A-Z]*+Inter-Bold' t.pdf
    grep -aqE '/FontFile[23] ' t.pdf
    ! grep -aq '/Subtype /Type3' t.pdf
    [ "$(stat -c %s t.pdf)" -lt 30000 ]
}

@test "clips of paths and gradients are vectors: no picture in the file" {
    render-still t.svg -o t.pdf
    ! grep -aq '/Subtype /Image' t.pdf
}

@test "the same bytes again" {
    render-still t.svg -o a.pdf
    render-still t.svg -o b.pdf
    cmp a.pdf b.pdf
}
