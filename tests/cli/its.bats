#!/usr/bin/env bats
# Every text of a layout is a message, unless ITS says that it is not to be translated.

bats_require_minimum_version 1.5.0

setup() {
    cd "${ROOT:-$BATS_TEST_DIRNAME/../..}"
    WORK=$BATS_TEST_TMPDIR
    cp -R tests/l10n/shop "$WORK/shop"
    shop=$WORK/shop/creative.xml
    card=$WORK/shop/card.svg
    sed -i 's|</svg>|<text x="10" y="200">Since 1898 in <tspan fill="red">the old</tspan> town</text></svg>|' "$card"
}

row() {
    printf 'id,name,n,price,currency,ends,locale\n1,Ana,3,2,EUR,2027-05-01,de\n' >"$WORK/rows.csv"
    variant-expand "$shop" "$WORK/rows.csv" -q | localize --quiet
}

@test "a text without an id is a message: its spans one unit, its id from what it says" {
    run localize extract "$shop" --to de
    [ "$status" -eq 0 ]
    [[ "$output" == *'<source>Since 1898 in <g id="1" ctype="x-t2" equiv-text="&lt;t2&gt;">the old</g> town</source>'* ]]
    id=$(grep -o 'id="text-[0-9a-f]*"' <<<"$output" | head -1)
    # Another text before it does not change the id.
    sed -i 's|<text id="hello"|<text x="1" y="9">Fine tea</text>&|' "$card"
    run localize extract "$shop" --to de
    [[ "$output" == *"$id"* && "$output" == *'<source>Fine tea</source>'* ]]
}

@test "its translation is drawn" {
    localize extract "$shop" --to de |
        sed 's|<source>Since 1898 in \(<g[^>]*>\)the old</g> town</source>|&<target state="final">Seit 1898 in der \1alten</g> Stadt</target>|' >"$WORK/de.xlf"
    localize merge "$shop" "$WORK/de.xlf"
    [[ "$(row)" == *'"text":"Seit 1898 in der alten Stadt"'* ]]
    row | render-still -o "$WORK/out" --quiet >"$WORK/manifest"
    grep -q '"state":"ok"' "$WORK/manifest"
}

@test "ITS: translate on elements and by rules, notes" {
    sed -i 's|<svg |<svg xmlns:its="http://www.w3.org/2005/11/its" |; s|<text x="10" y="200"|<text class="fixed" x="10" y="200"|
        s|</svg>|<text x="1" y="1" its:translate="no">Acme</text><text id="loud" x="1" y="1" its:locNote="On the door.">Come in</text></svg>|' "$card"
    run localize extract "$shop" --to de
    [[ "$output" == *'Since 1898'* && "$output" != *'>Acme<'* ]]
    [[ "$output" == *'<note from="description">On the door.</note>'* ]]
    sed -i 's|<text id="hello"|<metadata><its:rules version="2.0" xmlns:s="http://www.w3.org/2000/svg"><its:translateRule selector="//s:text[@class='"'fixed'"']" translate="no"/></its:rules></metadata>&|' "$card"
    run localize extract "$shop" --to de
    [ "$status" -eq 0 ]
    [[ "$output" != *'Since 1898'* && "$output" == *'Come in'* ]]
    sed -i 's|selector="//s:text|selector="//s:text[[|' "$card"
    run localize extract "$shop" --to de
    [ "$status" -eq 2 ]
    [[ "$output" == *"card.svg:"*"[xpath]"* ]]
}

@test "ITS on a message of the creative" {
    sed -i 's|<creative |<creative xmlns:its="http://www.w3.org/2005/11/its" |; s|<message id="offer.short"|& its:translate="no"|' "$shop"
    run localize extract "$shop" --to sv
    [[ "$output" == *'<trans-unit id="offer.short" resname="offer.short" translate="no"'* ]]
    run localize status "$shop" --to sv -f json
    [[ "$output" == *'"messages":4'* ]]
}
