#!/usr/bin/env bats
# Pictures in parts: files do not depend on workers, caches or the order of lines, and every decoder reads them.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    "$ROOT"/tests/bench/ad/make . 24
    variant-expand creative.xml audience.csv --quiet >lines
}

same_for() { # options of render-still
    render-still -o one -j 1 --quiet "$@" lines >/dev/null
    render-still -o two -j 2 --quiet "$@" lines >/dev/null
    render-still -o plain -j 1 --no-cache --quiet "$@" lines >/dev/null
    tac lines | render-still -o back -j 2 --quiet "$@" >/dev/null
    shuf --random-source=lines lines | render-still -o mixed -j 1 --quiet "$@" >/dev/null
    for other in two plain back mixed; do diff -r -x .pressrun one $other || return 1; done
    [ "$(find one -type f -not -path '*/.pressrun/*' | wc -l)" -eq 24 ]
}

@test "png: the same bytes with any number of workers, without caches and in any order" {
    same_for --format png
    [ "$(cat one/*.png | md5sum)" != "$(cat one/r0000000.png | md5sum)" ]
}

@test "jpeg: the same bytes with any number of workers, without caches and in any order" {
    same_for --format jpeg
}

@test "webp: the same bytes with any number of workers, without caches and in any order" {
    head -6 lines >few && for i in 1 2 3 4; do sed "s/r00000/r$i/g" few; done >lines
    same_for --format webp
}

@test "png in bands: pngcheck, libpng and ImageMagick read it, and it is the picture of the smallest file" {
    head -3 lines >few
    render-still -o bands --format png --quiet few >/dev/null
    render-still -o whole --format png --compression 6 --quiet few >/dev/null
    for f in bands/*.png; do
        if command -v pngcheck >/dev/null; then pngcheck -q "$f"; fi
        [ "$(compare -metric AE "$f" "whole/${f##*/}" null: 2>&1)" = 0 ]
        /usr/bin/python3 -c 'import sys; from PIL import Image; Image.open(sys.argv[1]).load()' "$f"
    done
}

@test "whole: one piece, the same pixels, smaller files, and an option that --resume tells apart" {
    head -3 lines >few
    for f in png jpeg; do
        render-still -o "parts-$f" --format $f --quiet few >/dev/null
        render-still -o "whole-$f" --format $f --quiet --whole few >/dev/null
        for a in whole-"$f"/*.*; do
            [ "$(compare -metric AE "$a" "parts-$f/${a##*/}" null: 2>&1)" = 0 ]
            [ "$(stat -c %s "$a")" -lt "$(stat -c %s "parts-$f/${a##*/}")" ]
        done
    done
    for a in whole-jpeg/*.jpg; do
        python3 -c 'import re, sys; d = open(sys.argv[1], "rb").read(); assert not re.search(rb"\xff[\xd0-\xd7]", d)' "$a"
    done
    render-still -o whole-png --format png --resume few 2>said >/dev/null
    cmp whole-png/r0000000.png parts-png/r0000000.png
}

@test "jpeg in tiles: the pixels are those of the whole picture, markers in order" {
    head -2 lines >few
    render-still -o tiles --format jpeg --quiet few >/dev/null
    render-still -o whole --format jpeg --progressive --quiet few >/dev/null
    for f in tiles/*.jpg; do
        run -0 compare -metric AE "$f" "whole/${f##*/}" null:
        [ "$output" = 0 ]
        python3 - "$f" <<'P'
import re, sys
data = open(sys.argv[1], 'rb').read()
scan = data[data.index(b'\xff\xda'):]
marks = [m[1] & 7 for m in re.findall(rb'\xff[\xd0-\xd7]', scan)]
assert marks == [i % 8 for i in range(len(marks))] and len(marks) > 30, marks
P
    done
}
