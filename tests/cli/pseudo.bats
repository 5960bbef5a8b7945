#!/usr/bin/env bats
# Pseudo-locales: layouts are tested before any translator is paid.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp -R "$ROOT/tests/l10n/shop" shop
    printf 'id,name,n,price,currency,ends,locale\n1,Ana,3,2,EUR,2027-05-01,de\n' >rows.csv
    variant-expand shop/creative.xml rows.csv -q >lines
}

text() { # text LOCALE SLOT
    jq -r --arg l "$1" --arg s "$2" 'select(.locale == $l) | .slots[$s].text' strange
}

@test "both locales, with accents and brackets; values and prices are as in the source" {
    localize pseudo --expand 0 lines >strange
    [ "$(wc -l <strange)" -eq 2 ]
    [ "$(text en-XA hello)" = "[Ĥî Ana, îţ’š 3 çûþš]" ]
    [ "$(text en-XA offer)" = "[€2.00 ûñţîļ 1 May 2027]" ]
    [ "$(jq -c 'select(.locale == "en-XA") | .slots.hello.runs' strange)" = '[[14,20,"b"]]' ]
    [ "$(jq -r 'select(.locale == "ar-XB") | .dir + .slots.hello.dir' strange)" = rtlrtl ]
    [ "$(text ar-XB offer)" = $'\u200f€2.00 \u202euntil\u202c 1 May 2027\u200f' ]
}

@test "the layout's own words are made strange too, prices alone are not" {
    sed -i 's|</svg>|<text id="door" x="1" y="9">Come in</text></svg>|; s|Since {n}|{n}|' shop/card.svg
    localize pseudo --expand 0 --to en-XA <(variant-expand shop/creative.xml rows.csv -q) >strange
    [ "$(text en-XA door)" = "[Çöɱé îñ]" ]
    [ "$(text en-XA brew)" = 3 ]
    [ "$(jq -r '.slots.offer.alts[0].text' strange)" = "€2.00" ]
}

@test "--expand sets how much longer, else the creative's own translations say" {
    localize pseudo --expand 100 --to en-XA lines >strange
    [ "$(text en-XA offer)" = "[€2.00 ûñţîļ 1 May 2027 one two]" ]
    localize pseudo --expand 200% --to en-XA lines >strange
    [ "$(text en-XA offer)" = "[€2.00 ûñţîļ 1 May 2027 one two three]" ]
    localize pseudo --expand measured --to en-XA lines >strange
    localize pseudo --to en-XA lines | cmp - strange
    for bad in -1 401 x 3x ''; do run -2 localize pseudo --expand="$bad" lines; done
    [[ "$output" == *"--expand"* ]]
}

@test "what it makes is drawn" {
    localize pseudo lines | render-still -o out --quiet >manifest
    [ "$(grep -c '"state":"ok"' manifest)" -eq 2 ]
}

@test "no other locale, and no creative is a failed line" {
    run -2 localize pseudo --to de lines
    sed 's|shop/creative|gone/creative|' lines >unknown
    run -2 --separate-stderr localize pseudo --to en-XA unknown
    [[ "$output" == *'"state":"failed"'* ]]
    [[ "$stderr" == *"cannot be loaded"* ]]
}
