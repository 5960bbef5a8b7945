#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# What the project gives away keeps working: the first lesson, the campaign, the templates, the proof sheet.

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    ln -s "$ROOT/examples" examples
    ln -s "$ROOT/share" share
}

@test "first lesson: one SVG, one table, four cards that differ" {
    variant-expand examples/card/card.svg examples/card/people.csv | render-still -o out >manifest
    jq -e -s 'length == 4 and all(.state == "ok")' manifest
    [ "$(jq -r '.outputs[0].digest' manifest | sort -u | wc -l)" -eq 4 ]
}

@test "campaign: five sizes, fifteen locales, three audiences, 500 rows" {
    variant-expand examples/spring/creative.xml examples/spring/audience.csv >lines
    [ "$(wc -l <lines)" -eq 2500 ]
    [ "$(jq -r '[.layout, .locale, .fields.segment] | @tsv' lines | sort -u | wc -l)" -eq 225 ]
}

@test "campaign: every line is translated, fits and keeps to the brand" {
    variant-expand examples/spring/creative.xml examples/spring/audience.csv --sample 10 --seed 11 | localize --strict |
        brand-check | render-still -o out >manifest
    jq -e -s 'length == 50 and all(.state == "ok")' manifest
    jq -e -s '[.[].findings[]? | select(.level != "info")] == []' manifest
    jq -e -s '[.[] | select(.fallbacks)] == []' manifest
}

@test "campaign: translations pass their check" {
    run localize check examples/spring/locales/*.xlf share/templates/*/locales/*.xlf
    [ "$status" -eq 0 ]
}

@test "campaign: its scripts make the audience that is committed, and pictures without a warning" {
    LC_ALL=C awk -f examples/spring/make-audience.awk | cmp - examples/spring/audience.csv
    for product in $(sed -n 's/.*name="product" type="enum".*values="\([^"]*\)".*/\1/p' examples/spring/creative.xml | tr '|' ' '); do
        [ -s examples/spring/assets/products/$product.png ]
        LC_ALL=C awk -v product=$product -f examples/spring/draw-products.awk >$product.svg
        render-still $product.svg -o $product.png --width 100 2>warnings
        ! grep -q 'warning\|error' warnings
    done
    [ -s seeds.png ]
}

@test "templates: each runs from its own table without a finding" {
    n=0
    for t in share/templates/*/; do
        variant-expand "${t}creative.xml" "${t}audience.csv" | localize --strict | brand-check | render-still -o out/$n >manifest
        jq -e -s --arg t "$t" 'length > 0 and all(.state == "ok") and ([.[].findings[]? | select(.level != "info")] == [])' manifest
        n=$((n + 1))
    done
    [ $n -ge 3 ]
}

@test "templates and campaign are valid creatives by the schema" {
    for c in examples/spring share/templates/*/; do
        xmllint --noout --relaxng share/schema/creative.rng "$c/creative.xml"
    done
}

@test "proof sheet: names every picture, embeds no markup of a row, asks for nothing from outside" {
    mkdir out
    variant-expand examples/spring/creative.xml examples/spring/audience.csv --sample 2 --seed 4 | localize |
        render-still -o out | jq -c '.slots.headline.text = "</script><img src=x>"' >out/manifest.jsonl
    examples/proof-sheet/proof-sheet.sh -o out out/manifest.jsonl >out/index.html
    sed -n '/id="data">/,/<\/script>/p' out/index.html | sed '1d;$d' >data.json
    jq -e '(.lines | length) == 10 and .title == "spring"' data.json
    jq -r '.lines[].picture.path' data.json | while read -r path; do [ -s "out/$path" ]; done
    ! grep -q '</script><img' out/index.html
    ! grep -qE '(src|href)="(https?:)?//|url\(|@import' out/index.html
}

@test "proof sheet: a broken manifest is refused" {
    echo 'not json' >bad
    run -2 examples/proof-sheet/proof-sheet.sh bad
    [[ "$output" == *"not JSON Lines"* ]]
}
