#!/usr/bin/env bats
# Numbers beyond all measure: a picture all the same, in seconds.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
}

svg() { # CONTENT: the picture of 300 x 300 that holds it
    printf '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300">%s<rect x="290" y="290" width="10" height="10" fill="#c00"/></svg>' "$1" >in.svg
}

drawn() { # the last pixel is red: the rest of the picture is there
    [ "$(convert "$1" -format '%[hex:p{295,295}]' info: | cut -c1-6)" = CC0000 ]
}

@test "shapes, strokes and letters of any size" {
    svg '<path d="M1e38 1e38 L-1e38 1e300 C 1e308 1e308 1e-300 0 5 5 Z" stroke="red" stroke-width="1e30"/>
        <circle r="1e300" fill="none"/><text x="1e38" y="1e38" font-size="1e30">A</text>
        <g transform="scale(1e30) translate(1e30)"><rect width="1" height="1" stroke="red"/><text>x</text></g>
        <path d="M0 50 H300" stroke="red" stroke-dasharray="1e-9 1e-9" stroke-width="5"/>'
    for format in png pdf svg; do timeout 30 render-still in.svg -o out.$format; done
    drawn out.png
    head -c 5 out.pdf | grep -q '^%PDF-'
}

@test "filters whose region or blur is wider than any picture" {
    for filter in '<filter id="f" filterUnits="userSpaceOnUse" x="-1e5" y="-1e5" width="2e5" height="2e5"><feGaussianBlur stdDeviation="1e4"/></filter>' \
        '<filter id="f" x="-1e9" y="-1e9" width="2e9" height="2e9"><feGaussianBlur stdDeviation="50"/></filter>' \
        '<filter id="f" x="-10" y="-10" width="20" height="20"><feMorphology operator="dilate" radius="4000"/></filter>'; do
        svg "$filter<rect width='100' height='100' filter='url(#f)'/>"
        timeout 60 render-still in.svg -o out.png
        drawn out.png
    done
}
