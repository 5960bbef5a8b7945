#!/usr/bin/env bats
# Every column of a market has an effect: the same row with it and without.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    mkdir -p shop/assets shop/modules shop/locales
    cp "$ROOT"/tests/l10n/shop/assets/*.png shop/assets/
    cat >shop/card.svg <<'SVG'
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200" viewBox="0 0 300 200">
  <rect width="300" height="200" style="fill: var(--ground)"/>
  <rect id="box" x="10" y="20" width="120" height="60" fill="none"/>
  <text id="say" x="10" y="40" font-family="Inter" font-size="20">say</text>
  <text id="law" x="10" y="110" font-family="Inter" font-size="10">law</text>
  <image id="hero" x="150" y="10" width="50" height="50" href="assets/tea.png"/>
  <rect id="paint" x="220" y="10" width="50" height="50" fill="#ff0000"/>
  <g id="badge" transform="translate(150 100)"><rect width="50" height="50"/></g>
</svg>
SVG
    for m in plain fancy; do
        color=#ffff00 && [ $m = plain ] || color=#00ffff
        echo "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"50\" height=\"50\"><rect width=\"50\" height=\"50\" fill=\"$color\"/></svg>" >shop/modules/$m.svg
    done
    printf 'id,locale,price,currency,ends,km,phone\n' >rows.csv
}

# A campaign whose one market has these attributes and children; MESSAGE is what slot "say" shows.
market() { # market LOCALE MESSAGE ATTRIBUTES [CHILDREN]
    cat >shop/creative.xml <<XML
<creative xmlns="urn:pressrun:creative:1" name="shop" source-locale="$1">
  <data><field name="id" key="yes"/><field name="locale" type="locale"/><field name="price" type="money" currency="currency"/>
    <field name="currency"/><field name="ends" type="date"/><field name="km" type="number"/><field name="phone"/></data>
  <layouts><layout name="card" src="card.svg" mirror="rtl"/></layouts>
  <slots>
    <slot name="say" role="headline" box="box" message="say"><fit><shrink to="5"/></fit></slot>
    <slot name="law" role="legal" message="law"/>
    <slot name="hero" kind="image" image="assets/tea.png"/>
    <slot name="paint" kind="paint" target="paint" property="fill"/>
    <slot name="badge" kind="module" module="plain"/>
  </slots>
  <modules><module name="plain" src="modules/plain.svg"/><module name="fancy" src="modules/fancy.svg"/></modules>
  <copy><message id="say">$2</message><message id="law">Terms apply</message></copy>
  <themes default="day"><theme name="day"><token name="--ground" value="#ffffff"/></theme>
    <theme name="night"><token name="--ground" value="#202020"/></theme></themes>
  <rules><choose slot="paint"><otherwise paint="#ff0000"/></choose></rules>
  <markets><market locale="$1" $3>${4:-}</market></markets>
</creative>
XML
}

# The text of "say" in the one row, without and with the market's column.
both() { # both LOCALE MESSAGE ATTRIBUTES [CHILDREN]
    market "$1" "$2" ''
    sed -i 2,\$d rows.csv && printf 'a,%s,1234.5,%s,2027-05-01,12.5,+20 2 1234 5678\n' "$1" "${CURRENCY-EUR}" >>rows.csv
    variant-expand -q shop/creative.xml rows.csv | localize --quiet >without
    market "$1" "$2" "$3" "${4:-}"
    variant-expand -q shop/creative.xml rows.csv | localize --quiet >with
    jq -r .slots.say.text without with
}

pixel() { # pixel LINES X Y: as drawn
    rm -rf out && render-still --quiet --format png -o out "$1" >drawn
    /usr/bin/python3 -c 'import sys; from PIL import Image; print("%02x%02x%02x" % Image.open(sys.argv[1]).convert("RGB").getpixel((int(sys.argv[2]), int(sys.argv[3]))))' "out/$(jq -r '.outputs[0].path' drawn)" "$2" "$3"
}

@test "currency: of amounts whose rows carry none" {
    [ "$(CURRENCY='' both de-CH '{price, number, currency}' 'currency="EUR"')" = $'CHF\u00a01’234.50\nEUR\u00a01’234.50' ]
    # the row's own goes before it
    [ "$(CURRENCY=USD both de-CH '{price, number, currency}' 'currency="EUR"' | uniq)" = $'$\u00a01’234.50' ]
}

@test "calendar and digits" {
    [ "$(both th-TH '{ends, date, long}' 'calendar="gregorian" digits="thai"')" = $'1 พฤษภาคม 2570\n๑ พฤษภาคม ค.ศ. ๒๐๒๗' ]
    [ "$(both ja-JP '{ends, date, long}' 'calendar="japanese"')" = $'2027年5月1日\n令和9年5月1日' ]
    [ "$(both ar-EG '{km, number}' 'digits="latn"')" = $'١٢٫٥\n12.5' ]
}

@test "first day: weekdays and weeks are counted from it" {
    [ "$(both en-US '{ends, date, EEE e}' 'first-day="mon"')" = $'Sat 7\nSat 6' ]
    [ "$(both de-DE '{ends, date, EEE e}' 'first-day="sun"')" = $'Sa. 6\nSa. 7' ]
    [ "$(both en-US '{ends, date, EEE e}' 'first-day="sat"')" = $'Sat 7\nSat 1' ]
    [ "$(both en-GB "week {ends, date, w}" 'first-day="sat"')" = $'week 17\nweek 18' ]
}

@test "units: what is measured is given in the market's own" {
    [ "$(both en-GB '{km, number, ::unit/kilometer usage/road}' 'units="metric"')" = $'7.8 mi\n12 km' ]
    [ "$(both de-DE '{km, number, ::unit/kilometer usage/road}' 'units="us"')" = $'12 km\n7,8 mi' ]
    [ "$(both en-US '{km, number, ::unit/celsius usage/weather .#}' 'units="metric"')" = $'54.5°F\n12.5°C' ]
}

@test "price style: rounding, endings, whole prices, the symbol" {
    [ "$(both de-DE '{price, number, price}' 'currency="EUR"' '<price step="5" whole=",–"/>')" = $'1.234,50\u00a0€\n1.235,–\u00a0€' ]
    [ "$(both en-GB '{price, number, price}' 'currency="EUR"' '<price ending=".99" toward="down"/>')" = $'€1,234.50\n€1,233.99' ]
    [ "$(both en-GB '{price, number, price}' 'currency="EUR"' '<price step="1" round="down" whole="hide" symbol="code"/>')" = $'€1,234.50\nEUR\u00a01,234' ]
    # it is the market's own currency that is so written
    [ "$(both en-GB '{price, number, price}' 'currency="GBP"' '<price step="5" whole="hide"/>')" = $'€1,234.50\n€1,234.50' ]
}

@test "legal texts: the market's own, or an error when it is missing" {
    both en-GB 'Hello' '' '<legal>Ends {ends, date, medium}, {price, number, currency}.</legal>' >/dev/null
    # columns that no other text uses come along
    [ "$(jq -r .slots.law.text without with)" = $'Terms apply\nEnds 1 May 2027, €1,234.50.' ]
    market en-GB Hello '' '<legal contains="14 days"/>'
    variant-expand -q shop/creative.xml rows.csv >lines
    run -1 --separate-stderr localize --quiet lines
    [[ "$stderr" == *"asks for '14 days' in the text of the role 'legal'"*"[l10n-legal]"* ]]
    sed -i '/slot name="law"/d' shop/creative.xml
    sed -i '/id="law"/d' shop/card.svg
    variant-expand -q shop/creative.xml rows.csv >lines
    run -1 --separate-stderr localize --quiet lines
    [[ "$stderr" == *"asks for a text of the role 'legal' and there is none"* ]]
    [ "$(jq -r .state <<<"$output")" = failed ]
}

@test "forbidden words fail the line" {
    market en-GB 'A free gift' '' '<forbid word="free" instead="included"/>'
    printf 'a,en-GB,1,EUR,2027-05-01,1,1\n' >>rows.csv
    variant-expand -q shop/creative.xml rows.csv >lines
    run -1 --separate-stderr localize --quiet lines
    [[ "$stderr" == *"forbids 'free', write 'included' [l10n-forbidden]"* ]]
}

@test "font: it comes first" {
    both en-GB Hello 'font="DejaVu Serif"' >/dev/null
    [ "$(jq -r .slots.say.font without with)" = $'null\nDejaVu Serif' ]
    render-still --quiet --format png -o plain without >/dev/null
    render-still --quiet --format png -o other with >/dev/null
    run ! diff -rq -x .pressrun plain other
}

@test "direction: mirrored, and back" {
    both en-GB Hello 'dir="rtl"' >/dev/null
    [ "$(jq -r .dir without with)" = $'null\nrtl' ]
    [ "$(pixel without 230 20)" = ff0000 ]
    [ "$(pixel with 70 20)" = ff0000 ]
    both ar-EG Hello 'dir="ltr"' >/dev/null
    [ "$(jq -r .dir without with)" = $'rtl\nnull' ]
}

@test "hyphenate: long words are broken in boxes, or not" {
    for say in no yes; do
        both de-DE 'Donaudampfschifffahrtsgesellschaft' "hyphenate=\"$say\"" >/dev/null
        render-still --quiet --format svg -o "svg-$say" with >drawn # reads the market in the creative
        grep 'id="say"' "svg-$say/$(jq -r '.outputs[0].path' drawn)" >"say-$say"
        sed 's/.*font-size:\([0-9]*\).*/\1/' "say-$say" >"size-$say"
    done
    # unbroken, the word must shrink to the box; broken, it is set larger
    grep 'Donaudampf-</tspan>' say-yes
    run ! grep -e '-</tspan>' say-no
    [ "$(cat size-yes)" -gt "$(cat size-no)" ]
}

@test "no-break, title case, isolation" {
    [ "$(both de-DE '50 % auf alles' 'no-break="yes"')" = $'50 % auf alles\n50\u00a0% auf alles' ]
    [ "$(both en-GB 'a small price' 'title-case="headline"')" = $'a small price\nA Small Price' ]
    [ "$(both ar-EG 'اتصل {phone}' 'isolate="yes"')" = $'اتصل +20 2 1234 5678\nاتصل \u2068+20 2 1234 5678\u2069' ]
}

@test "images, modules, colours and themes are swapped, and drawn" {
    both en-GB Hello '' '<swap image="assets/tea.png" with="assets/mint.png"/><swap module="plain" with="fancy"/><swap slot="paint" paint="#0000ff"/><swap theme="day" with="night"/>' >/dev/null
    [ "$(jq -r .slots.hero.image without with)" = $'assets/tea.png\nassets/mint.png' ]
    [ "$(jq -r .slots.badge.module without with)" = $'plain\nfancy' ]
    [ "$(jq -r .theme without with)" = $'day\nnight' ]
    [ "$(pixel without 175 125) $(pixel with 175 125)" = "ffff00 00ffff" ]
    [ "$(pixel without 230 20) $(pixel with 230 20)" = "ff0000 0000ff" ]
    [ "$(pixel without 5 195) $(pixel with 5 195)" = "ffffff 202020" ]
    [ "$(pixel without 175 35)" != "$(pixel with 175 35)" ]
}

@test "a file of markets that campaigns share, a market of the creative's own added to it" {
    market en-GB '{km, number, ::unit/kilometer usage/road}' 'units="metric"'
    printf 'a,en-GB,1,EUR,2027-05-01,12.5,1\na,de-DE,1,EUR,2027-05-01,12.5,1\n' >>rows.csv
    printf '<markets xmlns="urn:pressrun:creative:1"><market locale="de-DE" units="us"/></markets>\n' >shop/markets.xml
    sed -i 's|<markets>|<markets src="markets.xml">|' shop/creative.xml
    variant-expand -q shop/creative.xml rows.csv | localize --quiet >lines
    localize extract shop/creative.xml --to de-DE -f csv -o de.csv
    /usr/bin/python3 - <<'PY'
import csv
rows = list(csv.reader(open("de.csv", encoding="utf-8")))
for r in rows[1:]:
    if r[0] == "say":
        r[rows[0].index("de-DE")] = r[1]
csv.writer(open("de.csv", "w", newline="", encoding="utf-8")).writerows(rows)
PY
    run -0 localize merge shop/creative.xml de.csv -f xliff2.1
    variant-expand -q shop/creative.xml rows.csv | localize --quiet >lines
    [ "$(jq -r .slots.say.text lines)" = $'12 km\n7,8 mi' ]
}

@test "the example's markets: whole prices, blossom for Japan, colours for Taiwan, and legal words through fine typography" {
    cd "$ROOT"
    variant-expand -q examples/spring/creative.xml examples/spring/audience.csv --layout square | localize --quiet >"$BATS_TEST_TMPDIR/all"
    cd "$BATS_TEST_TMPDIR"
    run ! grep -q '"state":"failed"' all
    jq -e -s 'all(.[]; .slots.price.text | test("[.,٫](00|٠٠)(\\D|$)") | not)' all
    jq -e -s 'any(.[]; .locale == "de-DE" and (.slots.price.text | test(",–")))' all
    jq -e -s 'any(.[]; .locale == "ja-JP" and .slots.badge.module == "blossom") and all(.[]; .locale == "ja-JP" or .slots.badge.module != "blossom")' all
    jq -e -s 'all(.[] | select(.locale == "zh-TW"); .slots.echo.paint == "#f6cfc4")' all
    # the address holds a joiner, for the line breaks
    jq -e -s 'any(.[] | select(.locale == "de-DE"); .slots.disclaimer.text | test("\u2060"))' all
}
