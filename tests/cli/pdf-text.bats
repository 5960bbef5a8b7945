#!/usr/bin/env bats
# Text in PDF: every word is found again, whatever it is drawn with; fonts are embedded as fonts.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
}

# words BODY: the PDF of it at t.pdf, its text in t.txt and its fonts in t.fonts.
words() {
    echo "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='80' font-size='24'>$1</svg>" >t.svg
    render-still t.svg -o t.pdf $2
    pdftotext t.pdf t.txt
    pdffonts t.pdf >t.fonts
    cat t.txt t.fonts
}

@test "words of many scripts, ligatures and conjuncts" {
    words "<text y='30' font-family='Inter'>Office fluffy</text><text y='70' font-family='Noto Sans Devanagari'>नमस्ते क्षेत्र</text>"
    grep -q 'Office fluffy' t.txt
    grep -q 'नमस्ते क्षेत्र' t.txt
    words "<text x='390' y='30' direction='rtl' font-family='Noto Sans Arabic'>مرحبا بالعالم</text><text y='70' font-family='Noto Sans Thai'>สวัสดีครับ</text>"
    grep -q 'مرحبا بالعالم' t.txt
    grep -q 'สวัสดีครับ' t.txt
    ! grep -q 'Type 3' t.fonts
    [ "$(tail -n +3 t.fonts | awk '$(NF-4) != "yes" || $(NF-3) != "yes"' | wc -l)" = 0 ]
}

@test "a variable font is embedded as its instance" {
    words "<text y='30' font-family='Pressrun Test Variable' font-weight='900'>AB</text>
        <text x='200' y='30' font-family='Pressrun Test Variable' font-weight='100'>AB</text>" "--font-dir $ROOT/tests/render/fonts"
    tr -d '\n' <t.txt | grep -q 'AB.*AB'
    [ "$(grep -c 'PressrunTestVariable.*TrueType' t.fonts)" = 2 ]
    ! grep -q 'Type 3' t.fonts
    pdftoppm -r 96 -png -singlefile t.pdf p
    /usr/bin/python3 -c '
from PIL import Image
p = Image.open("p.png").convert("L")
assert p.getpixel((5, 20)) < 60 and p.getpixel((15, 20)) > 200, "the heavy A is narrow"
assert p.getpixel((205, 20)) < 60 and p.getpixel((215, 20)) < 60, "the light one wide"'
}

@test "a slanted face is the upright font, slanted" {
    # cairo loses an array for each CFF font with CIDs that it embeds; tests/lsan.supp knows it by a whole stack
    export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}fast_unwind_on_malloc=0"
    words "<text y='30' font-family='Noto Sans CJK JP' font-style='italic'>Oblique 斜</text>"
    grep -q 'Oblique 斜' t.txt
    ! grep -q 'Type 3' t.fonts
}

@test "colour glyphs and outlined letters carry their text unseen" {
    words "<text y='30' font-family='Noto Sans'>Smile 😀 now</text><text y='70' fill='none' stroke='red' font-family='Inter'>Outlined only</text>"
    tr -d '\n' <t.txt | grep -q '😀'
    grep -q 'Outlined only' t.txt
    pdftoppm -r 96 -png -singlefile t.pdf p
    /usr/bin/python3 -c '
from PIL import Image
black = sum(1 for p in Image.open("p.png").convert("RGB").crop((0, 45, 400, 80)).getdata() if max(p) < 60)
assert black == 0, black'
}
