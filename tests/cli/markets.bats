#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# Markets: prices, calendars, legal texts, forbidden words, no-break rules, swaps, mirroring with opt-outs, several
# translations of one message. The shop is tests/market.

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp -r "$ROOT/tests/market" shop
    variant-expand -q shop/creative.xml shop/rows.csv >lines
}

text() { # text LOCALE SLOT
    jq -r --arg l "$1" --arg s "$2" 'select(.locale == $l) | .slots[$s].text' ready
}

@test "the schema knows markets, in the creative and in a shared file" {
    xmllint --noout --relaxng "$ROOT/share/schema/creative.rng" shop/creative.xml shop/markets.xml
}

@test "each market writes its own prices, in the row before it is localised too" {
    localize --quiet lines >ready || true
    for f in lines ready; do
        cp $f ready.now
        [ "$(jq -r 'select(.locale == "de-DE") | .slots.price.text' ready.now)" = $'19,99\u00a0€' ]
        [ "$(jq -r 'select(.locale == "de-CH") | .slots.price.text' ready.now)" = $'CHF\u00a010.05' ]
        [ "$(jq -r 'select(.locale == "ja-JP") | .slots.price.text' ready.now)" = '￥1,981' ]
        [ "$(jq -r 'select(.locale == "th-TH") | .slots.price.text' ready.now)" = '฿๙๙๐' ]
    done
}

@test "dates follow the market's calendar and digits" {
    localize --quiet lines >ready || true
    [[ "$(text th-TH legal)" == *'๓๐ เมษายน'*'๒๐๒๗'* ]]
    [[ "$(text ja-JP legal)" == '令和9年4月30日まで、明後日' ]]
    [[ "$(text ar-EG legal)" == *'30 أبريل 2027'* ]]
}

@test "a market's own legal text takes the translation's place; a text that lacks its words fails the line" {
    run -1 --separate-stderr localize --quiet lines
    printf '%s\n' "${lines[@]}" >ready
    [[ "$(text de-DE legal)" == *'MwSt.'* ]]
    jq -e -s 'any(.[]; .locale == "fr-FR" and .state == "failed" and .findings[0].code == "l10n-legal")' ready
    [ "$(jq -s '[.[] | select(.state == "failed")] | length' ready)" -eq 1 ]
    [[ "$stderr" == *"asks for 'TVA'"* ]]
}

@test "a layout without the legal text is an error" {
    sed -i '/<text id="legal"/d' shop/card.svg
    sed -i '/<slot name="legal"/d' shop/creative.xml
    variant-expand -q shop/creative.xml shop/rows.csv | grep de-DE >one
    run -1 localize --quiet one
    [[ "$output" == *"asks for a text of the role 'legal' and there is none"* ]]
}

@test "a forbidden word fails the line, whole words only, with what to write instead" {
    sed -i 's/Tel. {phone}/Gratis: {phone}/' shop/locales/de.xlf
    grep de-DE lines >one
    run -1 localize --quiet one
    [[ "$output" == *"forbids 'gratis', write 'kostenlos' [l10n-forbidden]"* ]]
    sed -i 's/Gratis: {phone}/Degratisierung {phone}/' shop/locales/de.xlf
    localize --quiet one
}

@test "no-break rules where the market wants them, never in copy" {
    localize --quiet lines >ready || true
    [ "$(text fr-FR headline)" = $'Tout pour 10\u00a0€\u202f! «\u00a0jardin\u00a0»' ]
    [[ "$(text de-DE legal)" == *$'Nr.\u00a05' ]]
    [ "$(text de-DE url)" = 'https://shop.example/a b/10–20?x' ]
    [ "$(text en-GB headline)" = 'A Small Price for the Whole Garden' ]
}

@test "a market swaps the theme, a locale hides a slot" {
    localize --quiet lines >ready || true
    [ "$(jq -r 'select(.locale == "ar-EG") | .theme' ready)" = night ]
    [ "$(jq -r 'select(.locale == "de-DE") | .theme' ready)" = day ]
    jq -e -s 'any(.[]; .locale == "de-CH" and .slots.phone.visible == false)' ready
}

@test "a phone number keeps its order in a right-to-left text" {
    localize --quiet lines >ready || true
    [ "$(text ar-EG phone)" = $'اتصل \u2068+20 2 1234 5678\u2069' ]
}

@test "of several translations the first that fits is drawn, and the line says which" {
    grep de-DE lines | localize --quiet >ready
    [ "$(jq -c '[.slots.headline.alts[].text]' ready)" = '["Ein Gartenpreis für alle, die gern gärtnern","Gartenpreis"]' ]
    render-still --quiet -o out ready >done
    jq -e '.findings[] | select(.slot == "headline") | .message | startswith("translation 3 of 3")' done
    # localising again changes nothing
    localize --quiet ready | cmp - ready
    # in a wider box the first one fits
    sed -i 's/id="headline-box" x="10" y="30" width="150"/id="headline-box" x="10" y="30" width="600"/' shop/card.svg
    render-still --quiet -o out2 ready >done
    jq -e '[.findings[]? | select(.slot == "headline") | select(.message | startswith("translation"))] == []' done
}

@test "mirroring leaves out what the creative names, in pictures and in the SVG that is written" {
    grep ar-EG lines | localize --quiet >ready
    render-still --quiet --format png -o out ready >done
    render-still --quiet --format svg -o out ready >svg
    render-still --quiet "out/$(jq -r '.outputs[0].path' svg)" -o again.png >/dev/null
    /usr/bin/python3 - "out/$(jq -r '.outputs[0].path' done)" again.png <<'END'
import sys
from PIL import Image
for path in sys.argv[1:]:
    p = Image.open(path).convert("RGB")
    assert p.size == (300, 200), p.size
    assert p.getpixel((20, 15)) == (255, 0, 0), (path, "the logo stays", p.getpixel((20, 15)))
    assert p.getpixel((280, 190)) == (0, 255, 0), (path, "the rest is mirrored")
    # the mark moves to the left, x 70..100, and still points to the lower right
    assert p.getpixel((97, 180)) == (0, 0, 255), (path, p.getpixel((97, 180)))
    assert p.getpixel((73, 180)) != (0, 0, 255), path
END
}

@test "what is wrong with a market is said with its line" {
    for fault in 's/currency="GBP"/currency="GBX"/' 's/calendar="japanese"/calendar="mayan"/' 's/ending=".99"/ending="99,-"/' \
        's/digits="thai"/digits="roman numerals"/' 's/theme="day"/theme="dawn"/' 's/{ends, date, long}. Preise/{end}. Preise/' \
        's/locale="fr-FR"/locale="de-DE"/' 's/<forbid word="gratis"/<forbid words="gratis"/'; do
        sed "$fault" "$ROOT/tests/market/markets.xml" >shop/markets.xml
        run -2 variant-expand --lint shop/creative.xml
        [[ "$output" == *"markets.xml:"* ]]
    done
    echo '<wrong/>' >shop/markets.xml
    run -2 variant-expand --lint shop/creative.xml
    [[ "$output" == *"not a file of markets"* ]]
}
