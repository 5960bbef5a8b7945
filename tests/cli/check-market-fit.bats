#!/usr/bin/env bats
# localize check lays texts out as their market has them: its prices and dates, its fine typography, its modules.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    mkdir -p shop/locales shop/modules
    cat >shop/card.svg <<'SVG'
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200" viewBox="0 0 300 200">
  <rect id="price-box" x="10" y="10" width="75" height="30" fill="none"/>
  <text id="price" x="10" y="30" font-family="Inter" font-size="20">1</text>
  <g id="badge"/>
</svg>
SVG
    for m in wide tight; do
        w=200 && [ $m = wide ] || w=30
        echo "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"100\"><rect id=\"say-box\" x=\"10\" y=\"10\" width=\"$w\" height=\"30\" fill=\"none\"/><text id=\"say\" x=\"10\" y=\"30\" font-family=\"Inter\" font-size=\"20\">x</text></svg>" >shop/modules/$m.svg
    done
    printf 'id,locale,price,currency,ends\na,de-DE,1234,EUR,2027-05-01\n' >rows.csv
    market ''
}

market() { # market CONTENT: what the market has
    cat >shop/creative.xml <<XML
<creative xmlns="urn:pressrun:creative:1" name="shop" source-locale="en-GB">
  <data><field name="id" key="yes"/><field name="locale" type="locale"/><field name="price" type="money" currency="currency"/>
    <field name="currency"/><field name="ends" type="date"/></data>
  <layouts><layout name="card" src="card.svg"/></layouts>
  <slots>
    <slot name="price" role="price" box="price-box" message="price" max-lines="1"/>
    <slot name="badge" kind="module" module="wide"/>
    <slot name="say" role="badge" box="say-box" message="say" max-lines="1"/>
  </slots>
  <modules><module name="wide" src="modules/wide.svg"/><module name="tight" src="modules/tight.svg"/></modules>
  <copy><message id="price" max-chars="9">{price, number, price}</message><message id="say">Welcome</message></copy>
  <markets>$1</markets>
</creative>
XML
    cat >de.xlf <<'XML'
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="c" source-language="en-GB" target-language="de-DE" datatype="x-icu-messageformat"><body>
<trans-unit id="price"><source>{price, number, price}</source><target state="final">{price, number, price}</target></trans-unit>
<trans-unit id="say"><source>Welcome</source><target state="final">Willkommen</target></trans-unit>
</body></file></xliff>
XML
}

check() {
    localize check --creative shop/creative.xml --audience rows.csv "$@" de.xlf
}

@test "prices are measured as the market writes them" {
    run -1 check --only fit
    [[ "$output" == *'no room for "1.234,00'* ]]
    run check --only length
    [[ "$output" == *"has up to 10 characters; the limit is 9"* ]]
    market '<market locale="de-DE"><price whole="hide"/></market>'
    run -0 check --only fit --only length
    [[ "$output" == *"0 errors, 0 warnings"* ]]
}

@test "modules are those of the market" {
    market '<market locale="de-DE"><price whole="hide"/></market>'
    run -0 check --only fit
    market '<market locale="de-DE"><price whole="hide"/><swap module="wide" with="tight"/></market>'
    run -1 check --only fit
    [[ "$output" == *'no room for "Willkommen" in slot '"'say'"* ]]
    market '<market locale="de-DE"><price whole="hide"/><swap slot="badge" module="tight"/></market>'
    run -1 check --only fit
    # what the market does not show has no place to fit in
    sed -i 's|>Willkommen<|>Herzlich willkommen bei uns im Laden<|' de.xlf
    localize check --creative shop/creative.xml --audience rows.csv --only fit de.xlf >shown && false
    grep "slot 'say'" shown
}

@test "fine typography and title case count" {
    market '<market locale="de-DE" title-case="badge" no-break="yes"><price whole="hide"/><swap module="wide" with="tight"/></market>'
    sed -i 's|>Willkommen<|>guten morgen nr. 5<|' de.xlf
    run -1 check --only fit
    [[ "$output" == *$'"Guten Morgen Nr.\u00a05"'* ]]
}

@test "digits and calendars of the market" {
    market '<market locale="de-DE" digits="mong" calendar="japanese"/>'
    sed -i 's/{price, number, price}/{ends, date, long}/g' shop/creative.xml de.xlf
    run -1 check --only fit
    [[ "$output" == *$'"\u1811. Mai \u1819 Reiwa"'* ]]
}
