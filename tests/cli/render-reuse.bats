#!/usr/bin/env bats
# What a run draws and encodes again, as --stats tells it, and that it is the same picture all the same.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    "$ROOT"/tests/bench/ad/make . 24 "${CHANGE:-all}"
    variant-expand creative.xml audience.csv --quiet >lines
}

number() { # NAME: the figure that stands before these words in --stats
    sed -n "s/.*[^0-9.]\([0-9.]*\) $1.*/\1/p" said | head -1
}

@test "only what differs from the last picture is drawn" {
    "$ROOT"/tests/bench/ad/make . 24 price
    variant-expand creative.xml audience.csv --quiet >lines
    render-still -o one -j 1 --stats --quiet lines 2>said >/dev/null
    share=$(number '% of the pixels')
    awk -v s="$share" 'BEGIN { exit !(s > 4 && s < 12) }' # the first picture whole, then the price alone
    render-still -o plain -j 1 --stats --no-cache --quiet lines 2>said >/dev/null
    [ "$(number '% of the pixels')" = 100.0 ]
    diff -r -x .pressrun one plain
    # the same line again: nothing is drawn, nothing is encoded
    for i in 1 2 3 4; do sed "1!d; s/r0000000/again$i/g" lines; done >four
    render-still -o same -j 1 --stats --quiet four 2>said >/dev/null
    [ "$(number '% of the pixels')" = 25.0 ]
    grep -q ' 0.0 % were met before, 25.0 % were encoded' said
}

@test "a filtered group with a slot inside is drawn once for each of its looks" {
    # the shadow's group takes in the product picture: a dozen of them
    /usr/bin/python3 - <<'P'
s = open('ad.svg').read()
g, p = s.index('  </g>\n'), s.index('  <image id="product"')
s = s[:g] + s[p:s.index('\n', p) + 1] + '  </g>\n' + s[s.index('\n', p) + 1:]
open('ad.svg', 'w').write(s)
P
    render-still -o one -j 1 --stats --quiet lines 2>said >/dev/null
    [ "$(number 'filtered groups')" -le 12 ]
    [ "$(sed -n 's/.*took \([0-9]*\) from before/\1/p' said)" -ge 12 ]
    render-still -o plain -j 2 --no-cache --quiet lines >/dev/null
    diff -r -x .pressrun one plain
}

@test "a budget of bytes takes a few encodings of each picture" {
    for format in jpeg webp; do
        render-still -o $format -j 1 --stats --format $format --max-bytes 24k --quality-floor 5 --quiet lines 2>said >/dev/null
        [ "$(find $format -type f -size +24k -not -path '*/.pressrun/*' | wc -l)" -eq 0 ]
        few=$(number 'encodings a picture')
        awk -v n="$few" 'BEGIN { exit !(n > 1 && n <= 5) }'
    done
}

@test "--stats is said once, with the totals, and only when asked for" {
    render-still -o one lines 2>said >/dev/null
    [ "$(grep -c '^render-still: ' said)" -eq 1 ]
    render-still -o two --stats lines 2>said >/dev/null
    [ "$(grep -c '^render-still: ' said)" -eq 3 ]
    grep -q '^render-still: 24 written' said
}
