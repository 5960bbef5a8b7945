#!/usr/bin/env bats
# What becomes of a text's words: lines of a lone SVG keep them apart, an ellipsis does not part them.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
}

# cut LANG WIDTH TEXT: a box of one line and an ellipsis; what the SVG of it says, and the findings.
cut() {
    mkdir -p c
    cat >c/creative.xml <<XML
<creative xmlns="urn:pressrun:creative:1" name="t" source-locale="$1">
  <data><field name="text"/></data>
  <layouts><layout name="box" src="box.svg"/></layouts>
  <slots><slot name="t" box="panel" column="text" max-lines="${4:-1}"><fit><ellipsis/></fit></slot></slots>
  <output name="{row}"/>
</creative>
XML
    cat >c/box.svg <<XML
<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"><rect id="panel" width="$2" height="90" fill="#fff"/>
<text id="t" font-family="Inter, sans-serif" font-size="20">x</text></svg>
XML
    rm -rf out
    printf 'text\n"%s"\n' "$3" >rows.csv
    variant-expand --quiet c rows.csv | localize --quiet | render-still --quiet --format svg -o out >lines
    sed -n 's/<[^>]*>//g;/[^ ]/p' out/1.svg | tr -d '\n' >words
    jq -r '.findings[]?.message' lines >said
    cat words said
}

@test "an ellipsis stands after a whole word, without the comma before it" {
    cut en 185 'Plants, tools and seeds for your garden'
    grep -q '^Plants, tools and…' words
    grep -q '^ellipsis; drawn at 20.0 px' said
    cut en 75 'Plants, tools and seeds'
    grep -q '^Plants…' words
}

@test "of several lines the last one is cut" {
    cut en 170 'Plants, tools and seeds for your wonderful garden in spring' 2
    grep -q 'for your…' words
}

@test "a first word that is too long is cut between letters, and that is said" {
    cut de 120 'Donaudampfschifffahrt heute'
    grep -qE '^Donaudam.*…' words
    grep -q '^ellipsis within a word' said
}

@test "a grapheme is never parted" {
    cut en 60 'éééééééééééééééé'
    /usr/bin/python3 - <<'EOF'
import unicodedata
text = open("words").read().strip()
assert text.endswith("…") and len(unicodedata.normalize("NFD", text[:-1])) % 2 == 0, text
EOF
    cut en 70 '👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧'
    grep -qE '^(👩‍👩‍👧)+…' words
}

@test "Japanese is cut where a line may end, Thai at words" {
    cut ja 130 '春の庭をつくる道具と種のすべて'
    grep -qE '^春の.*…' words
    cut th 100 'สวนของคุณกำลังรอคุณอยู่'
    grep -qE '^สวน(ของ(คุณ(กำลัง)?)?)?…' words
}

@test "lines of a lone SVG are parted by a space in its text, and drawn as they were" {
    cat >two.svg <<'XML'
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120" font-family="Inter" font-size="30">
<text id="head" x="150" y="40" text-anchor="middle"><tspan x="150" dy="0">Hello {name},</tspan><tspan x="150" dy="36">your garden</tspan><tspan x="150" y="112"><tspan fill="red">is</tspan> call</tspan><tspan x="187" y="112">ing</tspan></text>
</svg>
XML
    printf 'name\nAna\n' >p.csv
    variant-expand --quiet two.svg p.csv >lines
    [ "$(jq -r .slots.head.text lines)" = "Hello Ana, your garden is calling" ]
    render-still --quiet -o out lines >done
    sed 's/{name}/Ana/' two.svg >plain.svg
    render-still plain.svg -o plain.png
    cmp plain.png "$(find out -name '*.png')"
}

@test "lines of languages without spaces get none; a raised letter begins no line" {
    cat >ja.svg <<'XML'
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120"><text id="a"><tspan x="0" y="20">{name}と春の</tspan><tspan x="0" y="40">庭づくり</tspan></text>
<text id="b"><tspan x="0" y="60">{name} H</tspan><tspan dy="4">2</tspan><tspan dy="-4">O</tspan></text></svg>
XML
    printf 'name\nアナ\n' >p.csv
    variant-expand --quiet ja.svg p.csv >lines
    [ "$(jq -r .slots.a.text lines)" = "アナと春の庭づくり" ]
    [ "$(jq -r .slots.b.text lines)" = "アナ H2O" ]
}
